//! Something about this condition was not decided.
//!
//! **Why it matters.** The other checks are exact and never guess. Here a condition is too tangled to be taken apart within the bound, or
//! it compares several facts with each other, so that nobody can say whether somebody meets it. A mistake may hide here.
//! **Remedy.** Split the condition by derived facts, or have a story test it.
//!
//! Bad: two permits that exclude each other, told apart only by `shop.area > shop.dining_area`.
//! Good: told apart by one fact: `shop.kind == "tea-house"`.

use super::Draft;
use crate::Diagnostic;

pub(super) const CODE: &str = "not-decided";

pub(super) fn check(draft: &Draft, found: &mut Vec<Diagnostic>) {
    let decided = draft.decided();
    let tangled = draft.outline.conditions.iter().filter(|s| decided.stated(s).is_some_and(|d| decided.is_tangled(d)));
    let mut places = decided.left_open();
    places.extend(tangled.map(|stated| stated.place.clone()));
    for place in places {
        found.push(
            Diagnostic::note(CODE, place, "not everything about this condition was decided")
                .because("it is too tangled, or compares several facts with each other"),
        );
    }
}
