//! A fact that nobody declared, in a condition or in a list.
//!
//! **Why it matters.** A condition over a fact that does not exist can never be answered.
//! **Remedy.** Write the name as it is defined, or define it.
//!
//! Bad: `if: shop.aera > 50`. Good: `if: shop.area > 50`.

use super::Draft;
use crate::{Diagnostic, Kind};

pub(super) const CODE: &str = "unknown-fact";

pub(super) fn check(draft: &Draft, found: &mut Vec<Diagnostic>) {
    draft.unknown(Kind::Fact, CODE, found);
    draft.faults(CODE, found);
}
