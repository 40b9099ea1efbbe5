//! A name, phone number, e-mail address or identity number that is not marked as personal.
//!
//! **Why it matters.** Only what is marked is sealed, opened for a purpose and shown to its owner in the list of readers.
//! **Remedy.** Write `personal: true`.
//!
//! Bad: `type: resident-id` alone. Good: `type: resident-id` with `personal: true`.

use super::Draft;
use crate::Diagnostic;

pub(super) const CODE: &str = "personal-fact-unmarked";

pub(super) fn check(draft: &Draft, found: &mut Vec<Diagnostic>) {
    let whole = draft.outline.facts.iter().map(|fact| (fact.it.personal, *fact));
    let items = draft.outline.items.iter().map(|(of, item)| (of.it.personal || item.it.personal, *item));
    for (marked, fact) in whole.chain(items) {
        let personal = matches!(fact.it.kind.as_str(), "person-name" | "phone" | "email" | "resident-id");
        if personal && !marked {
            let message = format!("fact `{}` is about a person and is not marked as personal", fact.it.fact.get());
            found.push(
                Diagnostic::warning(CODE, fact.place(&fact.it.kind), message)
                    .because("only what is marked is sealed")
                    .help("write `personal: true`"),
            );
        }
    }
}
