//! The renewal window closes before it opens.
//!
//! **Why it matters.** Nobody could ever renew in time.
//! **Remedy.** Both are counted back from the end: `renew_from` is the longer one. Between working and calendar days only what is
//! certain is reported.
//!
//! Bad: `renew_from: 30 d` with `renew_until: 90 d`. Good: `renew_from: 90 d` with `renew_until: 30 d`.

use rules::Span;

use super::Draft;
use super::lengths::{at_least, at_most};
use crate::Diagnostic;

pub(super) const CODE: &str = "renewal-window-inverted";

pub(super) fn check(draft: &Draft, found: &mut Vec<Diagnostic>) {
    for permit in &draft.outline.permits {
        let grants = &permit.it.grants;
        if let (Some(from_at), Some(until_at)) = (&grants.renew_from, &grants.renew_until)
            && let (Ok(from), Ok(until)) = (from_at.parse::<Span>(), until_at.parse::<Span>())
            && is_shorter(from, until)
        {
            let message = format!("renewal ends {until} before the end but begins only {from} before it");
            found.push(
                Diagnostic::error(CODE, permit.place(until_at), message)
                    .related(permit.place(from_at), "begins here")
                    .help("exchange the two"),
            );
        }
    }
}

fn is_shorter(from: Span, until: Span) -> bool {
    if from.unit == until.unit { from.count < until.count } else { at_most(from) < at_least(until) }
}
