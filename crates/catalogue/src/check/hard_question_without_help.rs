//! A measure that decides which permit is needed is asked without a line of help.
//!
//! **Why it matters.** Whether a shop is 149 or 151 m² hangs on what is measured. Whoever guesses applies for the wrong permit.
//! **Remedy.** Say under `help` what counts and where to find it.
//!
//! Bad: `How big is the place?` alone. Good: with `help: { en: Everything you use: guests, kitchen, store room, toilets. }`.

use super::Draft;
use crate::outline::{Role, Stated};
use crate::{Diagnostic, Kind};

pub(super) const CODE: &str = "hard-question-without-help";

pub(super) fn check(draft: &Draft, found: &mut Vec<Diagnostic>) {
    for fact in draft.outline.facts.iter().filter(|fact| fact.it.help.is_none() && fact.it.register.is_none()) {
        let name = fact.it.fact.get();
        let measured = matches!(fact.it.kind.as_str(), "number" | "count" | "area" | "length" | "money");
        if !measured || fact.it.is_computed() {
            continue;
        }
        let reads = |s: &&Stated| {
            draft.conditions.of_stated(s).is_some_and(|c| c.facts().iter().any(|f| f.as_str() == name))
        };
        let decides = |s: &&Stated| {
            s.role == Role::NeededWhen || s.role == Role::Whole && matches!(s.owner.kind, Kind::Duty | Kind::Ban)
        };
        let Some(stated) = draft.outline.conditions.iter().filter(decides).find(reads) else { continue };
        let message = format!("fact `{name}` decides, and nobody says how to measure it");
        found.push(
            Diagnostic::warning(CODE, fact.place(&fact.it.fact), message)
                .related(stated.place.clone(), format!("{} hangs on it", stated.owner))
                .help("say under `help` what counts and where to find it"),
        );
    }
}
