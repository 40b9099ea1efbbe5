//! An `if` inside a permit that everybody who needs the permit meets.
//!
//! **Why it matters.** It repeats `needed_when`; when the law changes, one of the two is forgotten and people bring the wrong papers.
//! **Remedy.** Take the `if` out: what stands inside a permit only counts where the permit is needed. The answer is exact.
//!
//! Bad: needed when `shop.area > 100`, a paper `if: shop.area > 50`. Good: the paper without `if`.

use super::need_never_arises::inner;
use super::Draft;
use crate::Diagnostic;

pub(super) const CODE: &str = "need-always-arises";

pub(super) fn check(draft: &Draft, found: &mut Vec<Diagnostic>) {
    let decided = draft.decided();
    for permit in &draft.outline.permits {
        let needed_at = &permit.it.needed_when.if_;
        let Some(needed) = decided.at(&permit.place(needed_at), needed_at) else { continue };
        if decided.cannot_be(needed) != Some(false) {
            continue;
        }
        for (what, at) in inner(*permit) {
            let place = permit.place(at);
            // What holds for everybody is reported as such.
            let Some(applies) = decided.at(&place, at).filter(|a| decided.implies(decided.always(), *a) == Some(false))
            else {
                continue;
            };
            if decided.implies(needed, applies) == Some(true) {
                found.push(
                    Diagnostic::warning(CODE, place, format!("everybody who needs this permit meets this {what}"))
                        .related(permit.place(needed_at), "who needs the permit")
                        .help("take the `if` out"),
                );
            }
        }
    }
}
