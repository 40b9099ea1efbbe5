//! Two choices of one fact have the same name.
//!
//! **Why it matters.** Nobody can tell which one to take, and they may lead to different permits.
//! **Remedy.** Let the names say how the choices differ, in every language.
//!
//! Bad: `small` and `large`, both “A sign”. Good: “A sign under 10 m²” and “A sign of 10 m² or more”.

use super::{Draft, words};
use crate::Diagnostic;

pub(super) const CODE: &str = "choice-names-alike";

pub(super) fn check(draft: &Draft, found: &mut Vec<Diagnostic>) {
    for fact in draft.outline.facts_and_items() {
        for (at, choice) in fact.it.choices.iter().enumerate() {
            let twin = fact.it.choices.iter().take(at).find_map(|earlier| {
                let languages = words::alike(&earlier.name, &choice.name);
                (!languages.is_empty()).then_some((earlier, languages))
            });
            if let Some((earlier, languages)) = twin {
                let message = format!("two choices of fact `{}` have the same name", fact.it.fact.get());
                found.push(
                    Diagnostic::error(CODE, fact.place(&choice.choice), message)
                        .related(fact.place(&earlier.choice), "the other one")
                        .because(format!("nobody can tell them apart in {}", languages.join(" and ")))
                        .help("let the names say how they differ"),
                );
            }
        }
    }
}
