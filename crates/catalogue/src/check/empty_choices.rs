//! A choice without choices, or choices where nothing is chosen.
//!
//! **Why it matters.** Nobody could answer the question, or the choices would never be shown.
//! **Remedy.** List the choices under `choices`, or use another type.
//!
//! Bad: `type: choice` alone. Good: `type: choice` with `choices: [{ choice: meals, name: { … } }]`.

use super::Draft;
use crate::Diagnostic;

pub(super) const CODE: &str = "empty-choices";

pub(super) fn check(draft: &Draft, found: &mut Vec<Diagnostic>) {
    for fact in draft.outline.facts_and_items() {
        let chooses = matches!(fact.it.kind.as_str(), "choice" | "choices");
        let name = fact.it.fact.get();
        if chooses && fact.it.choices.is_empty() {
            let message = format!("fact `{name}` has nothing to choose from");
            found.push(Diagnostic::error(CODE, fact.place(&fact.it.kind), message).help("add `choices: […]`"));
        }
        if !chooses && let Some(first) = fact.it.choices.first() {
            let message = format!("fact `{name}` has choices but its type is `{}`", fact.it.kind.get());
            found.push(
                Diagnostic::error(CODE, fact.place(&first.choice), message)
                    .related(fact.place(&fact.it.kind), "the type")
                    .help("write `type: choice` or `type: choices`"),
            );
        }
    }
}
