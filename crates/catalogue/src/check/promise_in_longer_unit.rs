//! The promise counts working days where the law counts calendar days, and no more of them fit.
//!
//! **Why it matters.** Ten working days are two weeks: a promise of `10 wd` under a limit of `10 d` is broken law in every week that has a
//! weekend, although both say ten.
//! **Remedy.** Count the promise in the unit of the law. Seven calendar days are taken to hold five working days.
//!
//! Bad: `within: 10 d` with `promise: 10 wd`. Good: `within: 10 d` with `promise: 7 wd`, or `promise: 10 d`.

use rules::{DayUnit, Span};

use super::Draft;
use crate::Diagnostic;

pub(super) const CODE: &str = "promise-in-longer-unit";

pub(super) fn check(draft: &Draft, found: &mut Vec<Diagnostic>) {
    for permit in &draft.outline.permits {
        let decide = &permit.it.decide;
        let Ok(within) = decide.within.parse::<Span>() else { continue };
        for at in [&decide.promise].into_iter().chain(permit.it.commitment.as_ref().map(|c| &c.promise)) {
            let Ok(promise) = at.parse::<Span>() else { continue };
            if (promise.unit, within.unit) != (DayUnit::Working, DayUnit::Calendar) {
                continue;
            }
            // Longer even day by day is reported as such.
            let (promised, allowed) = (u64::from(promise.count), u64::from(within.count));
            if promised <= allowed && promised * 7 > allowed * 5 {
                let message = format!("{promise} are more than the law's {within}: weekends count in the law's unit");
                found.push(
                    Diagnostic::warning(CODE, permit.place(at), message)
                        .related(permit.place(&decide.within), "calendar days")
                        .help(format!("promise {} wd or less, or count in calendar days", allowed * 5 / 7)),
                );
            }
        }
    }
}
