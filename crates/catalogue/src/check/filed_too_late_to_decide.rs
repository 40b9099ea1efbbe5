//! Whoever files on the last allowed day cannot have an answer in time: no calendar gives the office enough days.
//!
//! **Why it matters.** People keep to the deadline, sell tickets, and the decision comes after the event.
//! **Remedy.** Count `file_before` at least as long as the promise, with what must be decided before it. Only what no calendar can meet
//! is reported: the shortest the promises can last is compared with the longest the deadline can.
//!
//! Bad: `file_before: 5 d` with `promise: 20 d`. Good: `file_before: 20 wd` with `promise: 7 wd`.

use rules::Span;

use super::lengths::{at_least, at_most};
use super::Draft;
use crate::Diagnostic;

pub(super) const CODE: &str = "filed-too-late-to-decide";

pub(super) fn check(draft: &Draft, found: &mut Vec<Diagnostic>) {
    for permit in &draft.outline.permits {
        let Some(before) = &permit.it.file_before else { continue };
        let Ok(span) = before.span.parse::<Span>() else { continue };
        let needs = own(permit.it).unwrap_or(0);
        if needs > at_most(span) {
            let message = format!("filed {span} before the day, this is promised only after it");
            found.push(
                Diagnostic::warning(CODE, permit.place(&before.span), message)
                    .related(permit.place(&permit.it.decide.promise), "promised in so long")
                    .help("count the deadline longer, or promise sooner"),
            );
            continue;
        }
        // Something that only sometimes comes before is not certain; only one that everybody needs counts.
        let decided = draft.decided();
        let needed = |p: &crate::written::Permit, source| {
            decided.at(&crate::Place::new(source, p.needed_when.if_.bytes()), &p.needed_when.if_)
        };
        let Some(here) = needed(permit.it, permit.source) else { continue };
        for at in &permit.it.after {
            let Some(other) = draft.outline.permits.iter().find(|p| p.it.permit.get() == at.get()) else { continue };
            let always = needed(other.it, other.source).and_then(|there| decided.implies(here, there)) == Some(true);
            if always && needs + own(other.it).unwrap_or(0) > at_most(span) {
                let message = format!("filed {span} before the day, this is promised only after it, because `{}` comes first", at.get());
                found.push(
                    Diagnostic::warning(CODE, permit.place(&before.span), message)
                        .related(other.place(&other.it.decide.promise), "decided first")
                        .related(permit.place(&permit.it.decide.promise), "then this"),
                );
            }
        }
    }
}

fn own(permit: &crate::written::Permit) -> Option<u64> {
    permit.decide.promise.parse::<Span>().ok().map(at_least)
}
