//! A permit, duty or ban that no event offers.
//!
//! **Why it matters.** Nobody is ever told about it: people open without a permit that they need, or into a ban.
//! **Remedy.** Add it to the events in which it may matter, or end it with `in_force: { until: … }` when it is history.
//!
//! Bad: `- ban: large-in-dunes`, and no event with `bans: [large-in-dunes]`. Good: named by the event.

use super::Draft;
use super::law_not_in_force::day;
use crate::outline::Use;
use crate::{Diagnostic, Kind};

pub(super) const CODE: &str = "nobody-offers-it";

pub(super) fn check(draft: &Draft, found: &mut Vec<Diagnostic>) {
    let outline = &draft.outline;
    // Without any event the catalogue is a part of one.
    if outline.events.is_empty() {
        return;
    }
    let permits = outline.permits.iter().map(|h| (Kind::Permit, &h.it.permit, h.source, day(&h.it.in_force.until)));
    let duties = outline.duties.iter().map(|h| (Kind::Duty, &h.it.duty, h.source, day(&h.it.in_force.until)));
    let bans = outline.bans.iter().map(|h| (Kind::Ban, &h.it.ban, h.source, day(&h.it.in_force.until)));
    for (kind, at, source, until) in permits.chain(duties).chain(bans) {
        let offered = outline.mentions.iter().any(|m| m.how == Use::Offered && m.kind == kind && m.name == at.get());
        // A misspelt name in an event would only be its echo.
        if !offered && until.is_none() && !draft.misses(kind) {
            let message = format!("no event offers {} `{}`", kind.noun(), at.get());
            found.push(
                Diagnostic::warning(CODE, crate::Place::new(source, at.bytes()), message)
                    .because("nobody is ever told about it")
                    .help(format!("add it to `{}` of an event", list(kind))),
            );
        }
    }
}

fn list(kind: Kind) -> &'static str {
    match kind {
        Kind::Permit => "permits",
        Kind::Duty => "duties",
        _ => "bans",
    }
}
