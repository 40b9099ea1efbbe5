//! An event that offers no permit.
//!
//! **Why it matters.** Whoever chooses it gets a questionnaire that leads to nothing.
//! **Remedy.** List the permits that may be needed, or take the event out.
//!
//! Bad: `permits: []`. Good: `permits: [business-registration, food-business]`.

use super::Draft;
use crate::Diagnostic;

pub(super) const CODE: &str = "event-without-permit";

pub(super) fn check(draft: &Draft, found: &mut Vec<Diagnostic>) {
    for event in draft.outline.events.iter().filter(|event| event.it.permits.is_empty()) {
        let message = format!("event `{}` offers no permit", event.it.event.get());
        found.push(Diagnostic::error(CODE, event.place(&event.it.event), message).help("list them under `permits`"));
    }
}
