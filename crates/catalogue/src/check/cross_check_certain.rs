//! A cross-check of the form that always holds, or never.
//!
//! **Why it matters.** One that never holds blocks everybody: no answer is accepted and nobody can file. One that always holds catches no slip.
//! **Remedy.** Correct the condition. The answer is exact, within the accepted answers.
//!
//! Bad: `must: shop.area >= 1` with `min: 1`. Good: `must: shop.area <= shop.gross_area`.

use super::{Draft, compares_with_itself, value_outside_range};
use crate::Diagnostic;
use crate::Kind;
use crate::outline::Role;

pub(super) const CODE: &str = "cross-check-certain";

pub(super) fn check(draft: &Draft, found: &mut Vec<Diagnostic>) {
    let decided = draft.decided();
    let checks = draft.outline.conditions.iter().filter(|s| s.role == Role::Must && s.owner.kind == Kind::Fact);
    for stated in checks {
        let Some(must) = decided.stated(stated) else { continue };
        if compares_with_itself::any(stated) {
            continue;
        }
        let place = stated.place.clone();
        if decided.cannot_be(must) == Some(true) {
            found.push(
                Diagnostic::error(CODE, place, "no accepted answer meets this")
                    .because(format!("nobody could answer {}", stated.owner)),
            );
        } else if decided.implies(decided.always(), must) == Some(true)
            && value_outside_range::outside(draft, stated).is_empty()
        {
            found.push(
                Diagnostic::warning(CODE, place, "every accepted answer meets this")
                    .because(format!("it checks nothing about {}", stated.owner)),
            );
        }
    }
}
