//! A condition compares or joins what does not go together.
//!
//! **Why it matters.** It could never be true, or it would mean something else than the law.
//! **Remedy.** Compare numbers with numbers, days with days, a choice with one of its ids. A derived fact must be computed as what
//! its type says.
//!
//! Bad: `if: shop.area == "large"`. Good: `if: shop.area >= 500`.

use rules::Type;

use super::Draft;
use crate::Diagnostic;
use crate::outline::Role;
use crate::types::fits;

pub(super) const CODE: &str = "wrong-type-in-condition";

pub(super) fn check(draft: &Draft, found: &mut Vec<Diagnostic>) {
    draft.faults(CODE, found);
    for stated in draft.outline.conditions.iter().filter(|stated| stated.role == Role::Derive) {
        let (Some(condition), Some(ty)) = (draft.conditions.of_stated(stated), draft.types.get(stated.owner.name))
        else {
            continue;
        };
        if !fits(condition.ty(), ty) {
            let message = format!("{} is {}, but this computes {}", stated.owner, ty.noun(), condition.ty().noun());
            let diagnostic = Diagnostic::error(CODE, stated.place.clone(), message);
            found.push(match (condition.ty(), ty) {
                (Type::Choice(_) | Type::Choices(_), Type::Choice(among) | Type::Choices(among)) => {
                    diagnostic.because(format!("its choices are {}", among.join(", ")))
                }
                _ => diagnostic,
            });
        }
    }
}
