//! A parameter that nobody declared.
//!
//! **Why it matters.** The threshold of the law would be missing.
//! **Remedy.** Write the name as it is defined, or define it.
//!
//! Bad: `if: shop.area > param.smal_shop`. Good: `if: shop.area > param.small_shop`.

use super::Draft;
use crate::Diagnostic;

pub(super) const CODE: &str = "unknown-parameter";

pub(super) fn check(draft: &Draft, found: &mut Vec<Diagnostic>) {
    draft.faults(CODE, found);
}
