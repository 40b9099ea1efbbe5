//! A condition that can never be true.
//!
//! **Why it matters.** What hangs on it is dead text: a permit nobody is told about, a ban that bans nobody. Usually a sign is turned
//! round or two limits exclude each other.
//! **Remedy.** Correct the condition, or take out what hangs on it. Where two parts exclude each other, both are shown.
//! The answer is exact: every possible combination of accepted answers is looked at, with the latest value of each parameter.
//!
//! Bad: `if: shop.area > 100 && shop.area < 50`. Good: `if: shop.area > 50 && shop.area < 100`.

use super::{Draft, compares_with_itself, parts, value_outside_range};
use crate::Diagnostic;
use crate::outline::Stated;
use crate::within::within;

pub(super) const CODE: &str = "never-applies";

pub(super) fn check(draft: &Draft, found: &mut Vec<Diagnostic>) {
    let decided = draft.decided();
    for stated in draft.outline.conditions.iter().filter(|stated| stated.role.decides()) {
        let Some(diagram) = decided.stated(stated) else { continue };
        match decided.cannot_be(diagram) {
            Some(true) if !has_cause(draft, stated) => {
                let diagnostic = Diagnostic::warning(CODE, stated.place.clone(), "this condition can never be true")
                    .because(format!("it belongs to {}", stated.owner));
                found.push(with_conflict(draft, stated, diagnostic));
            }
            Some(_) => {}
            None => decided.leave_open(&stated.place),
        }
    }
}

/// Whether a part of it is reported as the reason.
pub(super) fn has_cause(draft: &Draft, stated: &Stated) -> bool {
    compares_with_itself::any(stated) || !value_outside_range::outside(draft, stated).is_empty()
}

/// Shows the first two parts that exclude each other.
fn with_conflict(draft: &Draft, stated: &Stated, diagnostic: Diagnostic) -> Diagnostic {
    let parts::Part::All(joined) = parts::parts(stated.text) else { return diagnostic };
    let leaves: Vec<_> = joined.iter().flat_map(parts::Part::leaves).collect();
    // Only plain parts exclude each other by themselves.
    if leaves.len() != joined.len() || leaves.len() > super::decided::MOST_PARTS {
        return diagnostic;
    }
    let excludes = |a: usize, b: usize| {
        let both = draft.decided().with_parts(stated.text, &|part| part == a || part == b);
        both.and_then(|both| draft.decided().cannot_be(both)) == Some(true)
    };
    let pairs = (0..leaves.len()).flat_map(|a| (a + 1..leaves.len()).map(move |b| (a, b)));
    let Some((a, b)) = pairs.into_iter().find(|(a, b)| excludes(*a, *b)) else { return diagnostic };
    let place = |at: usize| leaves.get(at).map(|leaf| within(draft.sources, &stated.place, stated.text, leaf.clone()));
    match (place(a), place(b)) {
        (Some(a), Some(b)) => diagnostic.related(a, "whoever has this").related(b, "cannot have this"),
        _ => diagnostic,
    }
}
