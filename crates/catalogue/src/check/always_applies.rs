//! A condition over facts that is always true.
//!
//! **Why it matters.** People are asked for facts although they change nothing; usually `||` stands where `&&` is meant.
//! **Remedy.** Correct the condition, or write `if: "true"` when it is meant.
//! The answer is exact: every possible combination of accepted answers is looked at, with the latest value of each parameter.
//!
//! Bad: `if: shop.area > 50 || shop.area < 100`. Good: `if: shop.area > 50 && shop.area < 100`.

use super::Draft;
use super::never_applies::has_cause;
use crate::Diagnostic;

pub(super) const CODE: &str = "always-applies";

pub(super) fn check(draft: &Draft, found: &mut Vec<Diagnostic>) {
    let decided = draft.decided();
    for stated in draft.outline.conditions.iter().filter(|stated| stated.role.decides()) {
        let reads = draft.conditions.of_stated(stated).is_some_and(|condition| !condition.facts().is_empty());
        let Some(diagram) = decided.stated(stated).filter(|_| reads) else { continue };
        match decided.implies(decided.always(), diagram) {
            Some(true) if !has_cause(draft, stated) => found.push(
                Diagnostic::warning(CODE, stated.place.clone(), "this condition is always true")
                    .because(format!("it belongs to {}", stated.owner))
                    .help("write `\"true\"` when it is meant"),
            ),
            Some(_) => {}
            None => decided.leave_open(&stated.place),
        }
    }
}
