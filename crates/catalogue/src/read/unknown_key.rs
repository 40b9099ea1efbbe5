//! A key that this kind of definition does not have.
//!
//! **Why it matters.** A misspelt key would be silently ignored, and with it a duty of somebody.
//! **Remedy.** Use the key that is meant; an editor with the published JSON Schema offers all of them.
//!
//! Bad: `autority: fire`. Good: `authority: fire`.

use crate::nearest::nearest;
use crate::{Diagnostic, Place};

pub(crate) const CODE: &str = "unknown-key";

pub(crate) fn diagnostic(place: Place, key: &str, expected: &[&'static str]) -> Diagnostic {
    let diagnostic = Diagnostic::error(CODE, place, format!("there is no key `{key}` here"));
    match nearest(key, expected.iter().copied()) {
        Some(meant) => diagnostic.help(format!("did you mean `{meant}`?")),
        None => diagnostic.help(format!("the keys here are {}", expected.join(", "))),
    }
}
