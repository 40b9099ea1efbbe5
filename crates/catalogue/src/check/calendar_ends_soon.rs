//! The published calendar ends before a case filed today could.
//!
//! **Why it matters.** A date in a year whose holidays are not published cannot be promised: people get no date at all.
//! **Remedy.** Add the next year as soon as it is published. It is a note, because nobody can add what is not published.
//! Only said when the check is given a day; the longest limit of a case is the city's `joint`.
//!
//! Bad: the last calendar is 2026, checked on 2026-12-01. Good: 2027 is there as well.

use rules::{Day, Span};

use super::Draft;
use super::lengths::at_most;
use crate::Diagnostic;

pub(super) const CODE: &str = "calendar-ends-soon";

pub(super) fn check(draft: &Draft, found: &mut Vec<Diagnostic>) {
    let (Some(today), Some(city)) = (draft.today, draft.outline.cities.first()) else { return };
    let Ok(joint) = city.it.procedure.joint.parse::<Span>() else { return };
    let Some(last) = draft.outline.years.iter().max_by_key(|year| *year.it.year.get()) else { return };
    let Some(end) = Day::new(*last.it.year.get(), 12, 31) else { return };
    let needs = today.plus_days(i64::try_from(at_most(joint)).unwrap_or(0));
    if needs > end {
        let message = format!("the calendar ends on {end}; what is filed on {today} may last until {needs}");
        found.push(
            Diagnostic::note(CODE, last.place(&last.it.year), message)
                .related(city.place(&city.it.procedure.joint), "the longest a case may last")
                .help("add the next year as soon as it is published"),
        );
    }
}
