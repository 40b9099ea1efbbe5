//! An entry of `decided_by` that is never reached.
//!
//! **Why it matters.** The first entry whose condition holds decides. Here the entries before it, or the permit's own condition, leave
//! nobody, so the authority named would never get the case that the law gives it.
//! **Remedy.** Put the narrower entry first, or correct the condition. The answer is exact.
//!
//! Bad: first `shop.area > 100`, then `shop.area > 500`. Good: first `shop.area > 500`, then `shop.area > 100`.

use super::Draft;
use crate::Diagnostic;

pub(super) const CODE: &str = "decider-never-reached";

pub(super) fn check(draft: &Draft, found: &mut Vec<Diagnostic>) {
    let decided = draft.decided();
    for permit in &draft.outline.permits {
        let needed_at = &permit.it.needed_when.if_;
        let Some(mut left) = decided.at(&permit.place(needed_at), needed_at) else { continue };
        if decided.cannot_be(left) != Some(false) {
            continue;
        }
        for by in &permit.it.decided_by {
            let place = permit.place(&by.if_);
            let Some(applies) = decided.at(&place, &by.if_).filter(|applies| !decided.is_never(*applies)) else { continue };
            match decided.and(left, applies).and_then(|reached| decided.cannot_be(reached)) {
                Some(true) => found.push(
                    Diagnostic::warning(CODE, place, format!("`{}` never gets to decide", by.authority.get()))
                        .related(permit.place(needed_at), "for everybody who needs the permit")
                        .because("the entries before it, or the permit's own condition, leave nobody")
                        .help("put the narrower entry first"),
                ),
                Some(false) => {}
                None => decided.leave_open(&place),
            }
            match decided.without(left, applies) {
                Some(rest) => left = rest,
                None => break,
            }
        }
    }
}
