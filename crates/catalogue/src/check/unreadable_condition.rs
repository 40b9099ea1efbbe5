//! A condition that cannot be read.
//!
//! **Why it matters.** Nobody can say when the permit is needed.
//! **Remedy.** Conditions are written in CEL: `a && b`, `a || b`, `!a`, `x == "meals"`, `"meals" in kinds`, `area >= 50`, `a ? 1 : 2`.
//! A condition that begins with `!` or a quote, or contains `: `, needs YAML quotes around it.
//!
//! Bad: `if: shop.open and shop.area > 50`. Good: `if: shop.open && shop.area > 50`.

use super::Draft;
use crate::Diagnostic;

pub(super) const CODE: &str = "unreadable-condition";

pub(super) fn check(draft: &Draft, found: &mut Vec<Diagnostic>) {
    draft.faults(CODE, found);
}
