//! The same key twice in one definition.
//!
//! **Why it matters.** Only one of the two would count, and nobody could say which.
//! **Remedy.** Keep one of them.
//!
//! Bad: `name: { en: Food, en: Meals }`. Good: `name: { en: Food, zh: 食品 }`.

use crate::{Diagnostic, Place};

pub(crate) const CODE: &str = "duplicate-key";

pub(crate) fn diagnostic(place: Place, text: &str) -> Diagnostic {
    let key = text.get(place.range()).unwrap_or_default().to_owned();
    Diagnostic::error(CODE, place, format!("the key `{key}` stands here twice")).help("keep one of them")
}
