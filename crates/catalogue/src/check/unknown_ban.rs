//! A ban that nobody declared.
//!
//! **Why it matters.** A plan that is excluded would get a form and a promise.
//! **Remedy.** Write the name as it is defined, or define it.
//!
//! Bad: `bans: [residental-flue]`. Good: `bans: [residential-flue]`.

use super::Draft;
use crate::{Diagnostic, Kind};

pub(super) const CODE: &str = "unknown-ban";

pub(super) fn check(draft: &Draft, found: &mut Vec<Diagnostic>) {
    draft.unknown(Kind::Ban, CODE, found);
}
