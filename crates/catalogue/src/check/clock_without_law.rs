//! The law's limit for a decision, without the law.
//!
//! **Why it matters.** Whoever waits too long must be able to say which article was broken; a clock without an article binds nobody.
//! **Remedy.** Cite it under `law` of `decide`; when the permit's own law sets none, the general limit of the licensing law holds.
//!
//! Bad: `decide: { within: 10 wd, promise: 2 wd }`. Good: `decide: { within: 10 wd, law: [TEA 40], promise: 2 wd }`.

use rules::Span;

use super::Draft;
use crate::Diagnostic;

pub(super) const CODE: &str = "clock-without-law";

pub(super) fn check(draft: &Draft, found: &mut Vec<Diagnostic>) {
    for permit in draft.outline.permits.iter().filter(|permit| permit.it.decide.law.is_empty()) {
        let within = &permit.it.decide.within;
        // What is done at once needs no limit.
        if within.parse::<Span>().is_ok_and(|span| !span.is_at_once()) {
            let message = format!("no article sets the limit for deciding `{}`", permit.it.permit.get());
            found.push(Diagnostic::warning(CODE, permit.place(within), message).help("cite it: `law: […]` beside `within`"));
        }
    }
}
