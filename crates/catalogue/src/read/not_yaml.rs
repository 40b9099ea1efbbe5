//! The text is not YAML.
//!
//! **Why it matters.** Nothing of the definition around this place can be understood, and what stands behind it may be misread.
//! **Remedy.** Look at the place and just before it: a bracket or quote that is not closed, a tab used for indenting, `: ` inside
//! a text without quotes, or a text that begins with one of ``[ ] { } & * ! | > ' " % @ ` ``. Quote such texts.
//!
//! Bad: `if: size > 10 ? a : b` (the `: ` starts a new key). Good: `if: "size > 10 ? a : b"`.

use std::ops::Range;

use serde_saphyr::Error;

use super::{regions, sentence};
use crate::{Diagnostic, Place};

pub(crate) const CODE: &str = "not-yaml";

pub(crate) fn diagnostic(source: usize, text: &str, bytes: Range<usize>, wrong: &Error) -> Diagnostic {
    let said = sentence(wrong);
    let help = if said.contains("tab") {
        "indent with spaces"
    } else if said.contains("mapping values are not allowed") {
        "put the whole text in quotes when it contains `: `"
    } else if said.contains("quote") {
        "close the quote"
    } else if said.contains("anchor") {
        "put the text in quotes when it begins with `*` or `&`"
    } else {
        "texts that begin with a special sign or contain `: ` need quotes"
    };
    let place = Place::new(source, bytes.clone());
    if said.contains("flow ")
        && let Some(open) = regions::unclosed_before(text, bytes.start)
    {
        let bracket = &text[open..=open];
        // On a later line the reader only noticed; on the same line something else is in the way.
        if text[open..bytes.start].contains('\n') {
            return Diagnostic::error(CODE, Place::new(source, open..open + 1), format!("`{bracket}` is never closed"))
                .related(place, "the reader gave up here")
                .help("close the bracket");
        }
    }
    Diagnostic::error(CODE, place, said).help(help)
}
