//! A text where a list belongs, a list where a text belongs, or a number that is none.
//!
//! **Why it matters.** What is meant cannot be guessed safely.
//! **Remedy.** Lists are written `[a, b]` or one `- a` per line; words for people `{ en: …, zh: … }`; a condition that begins with `!`
//! needs quotes, because YAML takes `!` for itself.
//!
//! Bad: `law: FSL 35`, `if: !shop.open`. Good: `law: [FSL 35]`, `if: "!shop.open"`.

use serde_saphyr::Error;

use super::sentence;
use crate::{Diagnostic, Place};

pub(crate) const CODE: &str = "wrong-shape";

pub(crate) fn diagnostic(place: Place, text: &str, wrong: &Error) -> Diagnostic {
    let written = text.get(place.range()).unwrap_or_default();
    let line_start = text[..place.bytes.start].rfind('\n').map_or(0, |n| n + 1);
    let before = text[line_start..place.bytes.start].trim_end();
    let exclamation = before.rfind(": !").or_else(|| before.rfind("- !"));
    let (message, help) = match wrong {
        Error::NullIntoString { .. } if exclamation.is_some() => (
            "YAML takes a text that begins with `!` for a tag".to_owned(),
            Some(format!("put it in quotes: `\"{}\"`", before[exclamation.unwrap_or(0) + 2..].trim())),
        ),
        Error::NullIntoString { .. } => ("a text is missing here".to_owned(), None),
        Error::Unexpected { expected, .. } if expected.starts_with("sequence") => (
            "a list belongs here".to_owned(),
            Some(if written.is_empty() {
                "write `[]`, or take the key out".to_owned()
            } else {
                format!("write `[{written}]`")
            }),
        ),
        Error::Unexpected { expected, .. } if expected.starts_with("mapping") => (
            "several keys belong here".to_owned(),
            Some("write `{ key: value }`; words for people have one key per language".to_owned()),
        ),
        Error::Unexpected { expected, .. } if expected.contains("string") => {
            ("one text belongs here".to_owned(), Some("put it in quotes if it begins with `[` or `{`".to_owned()))
        }
        Error::InvalidScalar { ty, .. } if ty.contains("bool") => {
            (format!("`{written}` is neither yes nor no"), Some("write `true` or `false`".to_owned()))
        }
        Error::InvalidScalar { .. } => {
            (format!("`{written}` is not a whole number"), Some("write digits only".to_owned()))
        }
        _ => (sentence(wrong), None),
    };
    let diagnostic = Diagnostic::error(CODE, place, message);
    match help {
        Some(help) => diagnostic.help(help),
        None => diagnostic,
    }
}
