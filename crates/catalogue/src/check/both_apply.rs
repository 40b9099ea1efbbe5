//! Two permits that exclude each other by law, and an applicant who would need both.
//!
//! **Why it matters.** Somebody files both, pays both, and is told by one desk that the other was wrong.
//! **Remedy.** Narrow one of the conditions, so that nobody meets both. An applicant who does is shown.
//!
//! Bad: `excludes: [large-shop]`, while both are needed when `shop.area == 100`. Good: one needs `shop.area < 100`, the other `>= 100`.

use super::Draft;
use crate::{Diagnostic, written};
use crate::outline::Here;

pub(super) const CODE: &str = "both-apply";

pub(super) fn check(draft: &Draft, found: &mut Vec<Diagnostic>) {
    let decided = draft.decided();
    let needed = |permit: Here<written::Permit>| {
        let at = &permit.it.needed_when.if_;
        Some((permit.place(at), decided.at(&permit.place(at), at)?))
    };
    for permit in &draft.outline.permits {
        for at in &permit.it.excludes {
            let other = draft.outline.permits.iter().find(|other| other.it.permit.get() == at.get());
            let Some(other) = other.filter(|other| in_force_together(permit.it, other.it)) else { continue };
            let (Some((here, a)), Some((there, b))) = (needed(*permit), needed(*other)) else { continue };
            let both = decided.and(a, b).and_then(|both| decided.accepted(both));
            let Some(both) = both else {
                decided.leave_open(&here);
                continue;
            };
            if decided.is_never(both) {
                continue;
            }
            let Some(somebody) = decided.somebody(both) else {
                decided.leave_open(&here);
                continue;
            };
            let message = format!("somebody would need both `{}` and `{}`", permit.it.permit.get(), at.get());
            found.push(
                Diagnostic::error(CODE, here, message)
                    .related(there, "and this")
                    .related(permit.place(at), "the law never asks for both")
                    .because(format!("for example {somebody}"))
                    .help("narrow one of the conditions"),
            );
        }
    }
}

/// Whether there is a day on which both hold; days that cannot be read count as none.
fn in_force_together(a: &written::Permit, b: &written::Permit) -> bool {
    let day = |at: &Option<crate::source::At<String>>| at.as_ref().and_then(|at| at.trim().parse::<rules::Day>().ok());
    let before = |from: &written::InForce, until: &written::InForce| match (day(&from.from), day(&until.until)) {
        (Some(from), Some(until)) => from <= until,
        _ => true,
    };
    before(&a.in_force, &b.in_force) && before(&b.in_force, &a.in_force)
}
