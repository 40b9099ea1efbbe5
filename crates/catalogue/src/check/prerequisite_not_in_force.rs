//! A permit waits for another that cannot be had on some of its days.
//!
//! **Why it matters.** From the day on which the other is repealed nobody gets it, and so nobody gets this one.
//! **Remedy.** Take it out of `after` from that day on: end this definition and begin its successor without it.
//!
//! Bad: `after: [registration]` where `registration` ends in 2025. Good: a successor of the permit from 2026 without `after`.

use super::Draft;
use super::law_not_in_force::day;
use crate::Diagnostic;

pub(super) const CODE: &str = "prerequisite-not-in-force";

pub(super) fn check(draft: &Draft, found: &mut Vec<Diagnostic>) {
    for permit in &draft.outline.permits {
        for at in &permit.it.after {
            let other = draft.outline.permits.iter().find(|other| other.it.permit.get() == at.get());
            let Some(other) = other else { continue };
            let Some(last) = day(&other.it.in_force.until) else { continue };
            if day(&permit.it.in_force.until).is_none_or(|until| until > last) {
                let message = format!("`{}` cannot be had after {last}, and `{}` waits for it", at.get(), permit.it.permit.get());
                let diagnostic = Diagnostic::warning(CODE, permit.place(at), message);
                let ends = other.it.in_force.until.iter().map(|until| other.place(until));
                found.push(ends.fold(diagnostic, |d, place| d.related(place, "it ends here")));
            }
        }
    }
}
