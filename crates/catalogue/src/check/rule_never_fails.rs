//! A rule of a permit that nobody who needs the permit can break.
//!
//! **Why it matters.** The officer ticks something that was already decided by who needs the permit. It is a note: facts may be put right
//! later, and then the rule catches it.
//! **Remedy.** Take the rule out, or allow it and say what the officer looks at. The answer is exact.
//!
//! Bad: needed when `shop.area <= 50`, rule `shop.area <= 50`. Good: rule `shop.exits >= 2`.

use super::Draft;
use crate::Diagnostic;

pub(super) const CODE: &str = "rule-never-fails";

pub(super) fn check(draft: &Draft, found: &mut Vec<Diagnostic>) {
    let decided = draft.decided();
    for permit in &draft.outline.permits {
        let needed_at = &permit.it.needed_when.if_;
        let Some(needed) = decided.at(&permit.place(needed_at), needed_at) else { continue };
        if decided.cannot_be(needed) != Some(false) {
            continue;
        }
        for rule in &permit.it.rules {
            let place = permit.place(&rule.must);
            let Some(must) = decided.at(&place, &rule.must) else { continue };
            let applies = rule.if_.as_ref().and_then(|at| decided.at(&permit.place(at), at)).unwrap_or(decided.always());
            let Some(judged) = decided.and(needed, applies) else { continue };
            if decided.cannot_be(judged) == Some(false) && decided.implies(judged, must) == Some(true) {
                found.push(
                    Diagnostic::note(CODE, place, format!("rule `{}` cannot be broken", rule.rule.get()))
                        .related(permit.place(needed_at), "whoever needs the permit meets it already"),
                );
            }
        }
    }
}
