//! The city promises to take longer than the law allows.
//!
//! **Why it matters.** The promise would announce a breach of the law.
//! **Remedy.** Promise at most what the law's limit says. Working and calendar days are compared day by day, because a working day is
//! never shorter than a day; a month counts as 30 days and a year as 365.
//!
//! Bad: `within: 10 wd` with `promise: 15 wd`. Good: `within: 10 wd` with `promise: 2 wd`.

use rules::{DayUnit, Span};

use super::Draft;
use crate::Diagnostic;

pub(super) const CODE: &str = "promise-longer-than-law";

pub(super) fn check(draft: &Draft, found: &mut Vec<Diagnostic>) {
    for permit in &draft.outline.permits {
        let decide = &permit.it.decide;
        let Ok(within) = decide.within.parse::<Span>() else { continue };
        let promises = [&decide.promise].into_iter().chain(permit.it.commitment.as_ref().map(|c| &c.promise));
        for at in promises {
            let Ok(promise) = at.parse::<Span>() else { continue };
            if days(promise) > days(within) {
                let message = format!("the promise of {promise} is longer than the law's {within}");
                found.push(
                    Diagnostic::error(CODE, permit.place(at), message)
                        .related(permit.place(&decide.within), "the law's limit")
                        .help(format!("promise {within} or less")),
                );
            }
        }
    }
}

fn days(span: Span) -> u64 {
    let each = match span.unit {
        DayUnit::Working | DayUnit::Calendar => 1,
        DayUnit::Months => 30,
        DayUnit::Years => 365,
    };
    u64::from(span.count) * each
}
