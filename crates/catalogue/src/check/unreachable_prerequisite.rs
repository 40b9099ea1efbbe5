//! A permit of an event waits for a permit that the event does not offer.
//!
//! **Why it matters.** Whoever has not got the other permit already is sent away in the middle of the journey.
//! **Remedy.** Add the prerequisite to the event, or leave it out of `after` when everybody has it anyway.
//!
//! Bad: `permits: [food]` where `food` comes after `registration`. Good: `permits: [registration, food]`.

use super::Draft;
use crate::{Diagnostic, Kind};

pub(super) const CODE: &str = "unreachable-prerequisite";

pub(super) fn check(draft: &Draft, found: &mut Vec<Diagnostic>) {
    for event in &draft.outline.events {
        // With a misspelt permit in the list this would only be its echo.
        if event.it.permits.iter().any(|at| draft.outline.definition(Kind::Permit, at).is_none()) {
            continue;
        }
        let offered = |name: &str| event.it.permits.iter().any(|p| p.get() == name);
        for at in &event.it.permits {
            let Some(permit) = draft.outline.permits.iter().find(|p| p.it.permit.get() == at.get()) else { continue };
            let missing = permit.it.after.iter().filter(|after| !offered(after));
            for after in missing.filter(|after| draft.outline.definition(Kind::Permit, after).is_some()) {
                let message = format!("`{}` waits for `{}`, which this event does not offer", at.get(), after.get());
                found.push(
                    Diagnostic::warning(CODE, event.place(at), message)
                        .related(permit.place(after), "the prerequisite")
                        .help(format!("add `{}` to the permits of `{}`", after.get(), event.it.event.get())),
                );
            }
        }
    }
}
