//! Rows without items, or items without rows.
//!
//! **Why it matters.** A row without items has nothing to fill in.
//! **Remedy.** List under `items` what each row consists of, or use another type. Rows within rows cannot be filled in on paper or by
//! phone: make them a fact of their own.
//!
//! Bad: `type: rows` alone. Good: `type: rows` with `items: [{ fact: name, type: person-name, name: { … } }]`.

use super::Draft;
use crate::Diagnostic;

pub(super) const CODE: &str = "rows-fact-without-items";

pub(super) fn check(draft: &Draft, found: &mut Vec<Diagnostic>) {
    for fact in draft.outline.facts_and_items() {
        let name = fact.it.fact.get();
        let (message, help) = match (fact.it.kind.as_str(), fact.it.items.is_empty()) {
            ("rows", true) => (format!("the rows of fact `{name}` have no items"), "add `items: […]`"),
            ("rows", false) | (_, true) => continue,
            (_, false) => (format!("fact `{name}` has items but is not `rows`"), "write `type: rows`"),
        };
        found.push(Diagnostic::error(CODE, fact.place(&fact.it.kind), message).help(help));
    }
    for (of, item) in draft.outline.items.iter().filter(|(_, item)| item.it.kind.as_str() == "rows") {
        let message = format!("an item of `{}` has rows of its own", of.it.fact.get());
        let place = item.place(&item.it.kind);
        found.push(Diagnostic::error(CODE, place, message).help("make them a fact of their own"));
    }
}
