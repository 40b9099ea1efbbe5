//! An authority that nobody declared.
//!
//! **Why it matters.** Nobody would be asked to decide, and the clock would run against nobody.
//! **Remedy.** Write the name as it is defined, or define it.
//!
//! Bad: `authority: market-regulaton`. Good: `authority: market-regulation`.

use super::Draft;
use crate::{Diagnostic, Kind};

pub(super) const CODE: &str = "unknown-authority";

pub(super) fn check(draft: &Draft, found: &mut Vec<Diagnostic>) {
    draft.unknown(Kind::Authority, CODE, found);
}
