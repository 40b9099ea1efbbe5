//! A permit is decided at once, although somebody must come and look first.
//!
//! **Why it matters.** The promise cannot be kept: people are told “at once” and wait for a visit that has no time.
//! **Remedy.** Give the decision its time, write `visit: none`, or let a commitment come before the visit.
//!
//! Bad: `visit: alone` with `promise: 0 wd`. Good: `visit: alone` with `promise: 5 wd`.

use rules::Span;

use super::Draft;
use crate::Diagnostic;

pub(super) const CODE: &str = "no-time-to-look";

pub(super) fn check(draft: &Draft, found: &mut Vec<Diagnostic>) {
    for permit in &draft.outline.permits {
        let Some(visit) = permit.it.visit.as_ref().filter(|at| at.get() == "alone") else { continue };
        let promise = &permit.it.decide.promise;
        if promise.parse::<Span>().is_ok_and(Span::is_at_once) {
            let message = format!("`{}` is promised at once, and somebody must come and look first", permit.it.permit.get());
            found.push(
                Diagnostic::warning(CODE, permit.place(promise), message)
                    .related(permit.place(visit), "the visit")
                    .help("give the decision its time, or write `visit: none`"),
            );
        }
    }
}
