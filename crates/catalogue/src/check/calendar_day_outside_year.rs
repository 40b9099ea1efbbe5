//! A day of a calendar that belongs to another year, or a year or day that stands there twice.
//!
//! **Why it matters.** The day would be ignored, and a promised date would be wrong by a day.
//! **Remedy.** Write each day under its own year; a range over New Year is cut in two. A day is off or worked, not both.
//!
//! Bad: `year: 2026` with `off: [2027-01-01]`. Good: `year: 2027` with `off: [2027-01-01]`.

use std::collections::BTreeMap;

use super::Draft;
use crate::build::days;
use crate::outline::Here;
use crate::{Diagnostic, Place, written};

pub(super) const CODE: &str = "calendar-day-outside-year";

pub(super) fn check(draft: &Draft, found: &mut Vec<Diagnostic>) {
    let mut first: BTreeMap<i16, Place> = BTreeMap::new();
    for year in &draft.outline.years {
        let number = *year.it.year.get();
        let place = year.place(&year.it.year);
        match first.get(&number) {
            Some(earlier) => found.push(
                Diagnostic::error(CODE, place, format!("the calendar of {number} is published twice"))
                    .related(earlier.clone(), "the first one"),
            ),
            None => drop(first.insert(number, place)),
        }
        days_of(*year, number, found);
    }
}

fn days_of(year: Here<written::CalendarYear>, number: i16, found: &mut Vec<Diagnostic>) {
    let mut ranges = Vec::new();
    for at in year.it.off.iter().chain(&year.it.work) {
        let place = year.place(at);
        let Some((from, to)) = days(at) else {
            let message = format!("`{}` is neither a day nor a range of days", at.get());
            let help = "write `2026-01-01` or `2026-02-15..2026-02-23`";
            found.push(Diagnostic::error(CODE, place, message).help(help));
            continue;
        };
        if from.year() != number || to.year() != number {
            let message = format!("`{}` is not in {number}", at.get());
            found.push(Diagnostic::error(CODE, place, message).related(year.place(&year.it.year), "the year"));
        } else if from > to {
            found.push(Diagnostic::error(CODE, place, "the last day is before the first").help("exchange the two"));
        } else {
            ranges.push((from, to, place));
        }
    }
    ranges.sort();
    for pair in ranges.windows(2) {
        let [(_, to, earlier), (from, _, later)] = pair else { continue };
        if from <= to {
            let message = format!("{from} stands here twice");
            found.push(Diagnostic::error(CODE, later.clone(), message).related(earlier.clone(), "and here"));
        }
    }
}
