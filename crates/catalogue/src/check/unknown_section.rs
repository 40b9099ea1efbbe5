//! A section of the form that nobody declared.
//!
//! **Why it matters.** The question would stand nowhere on the form.
//! **Remedy.** Write the name as it is defined, or define it.
//!
//! Bad: `section: premisses`. Good: `section: premises`.

use super::Draft;
use crate::{Diagnostic, Kind};

pub(super) const CODE: &str = "unknown-section";

pub(super) fn check(draft: &Draft, found: &mut Vec<Diagnostic>) {
    draft.unknown(Kind::Section, CODE, found);
}
