//! A definition lacks a key that it must have.
//!
//! **Why it matters.** Without it somebody would not know who decides, how long it may take, or what a page should say.
//! **Remedy.** Add the key.
//!
//! Bad: a permit without `authority`. Good: `authority: market-regulation`.

use crate::{Diagnostic, Place};

pub(crate) const CODE: &str = "missing-key";

pub(crate) fn diagnostic(place: Place, definition: Option<Place>, key: &str) -> Diagnostic {
    let diagnostic = Diagnostic::error(CODE, place.clone(), format!("the key `{key}` is missing here"));
    let diagnostic = diagnostic.help(format!("add `{key}: …`"));
    match definition {
        Some(definition) if definition.bytes.end <= place.bytes.start => {
            diagnostic.related(definition, "in this definition")
        }
        _ => diagnostic,
    }
}
