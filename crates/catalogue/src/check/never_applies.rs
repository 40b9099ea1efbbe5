//! A condition that can never be true.
//!
//! **Why it matters.** What hangs on it is dead text; usually a sign is turned round or two limits exclude each other.
//! **Remedy.** Correct the condition, or take out what hangs on it.
//! The answer is exact: every possible combination of facts is looked at, with the latest value of each parameter.
//!
//! Bad: `if: shop.area > 100 && shop.area < 50`. Good: `if: shop.area > 50 && shop.area < 100`.

use rules::Ternary;

use super::{Draft, outcome};
use crate::Diagnostic;

pub(super) const CODE: &str = "never-applies";

pub(super) fn check(draft: &Draft, found: &mut Vec<Diagnostic>) {
    for (stated, _) in outcome::certain(draft).into_iter().filter(|(_, answer)| *answer == Ternary::False) {
        found.push(
            Diagnostic::warning(CODE, stated.place.clone(), "this condition can never be true")
                .because(format!("it belongs to {}", stated.owner)),
        );
    }
}
