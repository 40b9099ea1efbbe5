//! A ban or a rule whose way forward only repeats what is forbidden.
//!
//! **Why it matters.** Whoever is told no needs to hear what would make it yes; a repeated no helps nobody.
//! **Remedy.** Say what to do: another place, another plan, another permit, another day.
//!
//! Bad: tells “The dunes take no large shop.”, way forward “The dunes take no large shop!” Good: way forward “Choose the harbour.”

use super::{Draft, words};
use crate::Diagnostic;
use crate::outline::Here;
use crate::written::Words;

pub(super) const CODE: &str = "no-way-forward";

pub(super) fn check(draft: &Draft, found: &mut Vec<Diagnostic>) {
    for ban in &draft.outline.bans {
        repeats(*ban, &ban.it.way_forward, &[&ban.it.tells, &ban.it.name], found);
    }
    for permit in &draft.outline.permits {
        for rule in &permit.it.rules {
            repeats(*permit, &rule.way_forward, &[&rule.name], found);
        }
    }
}

fn repeats<T>(here: Here<T>, way: &Words, others: &[&Words], found: &mut Vec<Diagnostic>) {
    for other in others {
        let languages = words::alike(way, other);
        if !languages.is_empty() {
            found.push(
                Diagnostic::warning(CODE, here.place(way), format!("this is no way forward in {}", languages.join(" and ")))
                    .related(here.place(*other), "it repeats this")
                    .help("say what would make it possible"),
            );
            return;
        }
    }
}
