//! A condition over facts that is always true.
//!
//! **Why it matters.** The facts are asked although they change nothing; usually `||` stands where `&&` is meant.
//! **Remedy.** Correct the condition, or write `if: "true"` when it is meant.
//! The answer is exact: every possible combination of facts is looked at, with the latest value of each parameter.
//!
//! Bad: `if: shop.area > 50 || shop.area < 100`. Good: `if: shop.area > 50 && shop.area < 100`.

use rules::Ternary;

use super::{Draft, outcome};
use crate::Diagnostic;

pub(super) const CODE: &str = "always-applies";

pub(super) fn check(draft: &Draft, found: &mut Vec<Diagnostic>) {
    for (stated, _) in outcome::certain(draft).into_iter().filter(|(_, answer)| *answer == Ternary::True) {
        found.push(
            Diagnostic::warning(CODE, stated.place.clone(), "this condition is always true")
                .because(format!("it belongs to {}", stated.owner))
                .help("write `\"true\"` when it is meant"),
        );
    }
}
