//! Rules name most choices of a fact, and leave some together that no rule tells apart.
//!
//! **Why it matters.** A choice that was added later falls silently among those nobody names, and people who take it may miss a permit.
//! It is a note: often it is meant. It is given when two thirds of the choices are named and two or more are not.
//! **Remedy.** Read the list of what is treated alike. Name the choice in a rule, put alike choices together, or allow it with the reason.
//!
//! Bad: `kind in ["bar"]` where `cafe` was meant as well. Good: every choice that the law treats differently is named.

use std::collections::BTreeSet;

use super::Draft;
use crate::Diagnostic;
use crate::outline::Role;

pub(super) const CODE: &str = "choice-no-rule-names";

pub(super) fn check(draft: &Draft, found: &mut Vec<Diagnostic>) {
    for fact in draft.outline.facts.iter().filter(|fact| fact.it.kind.get() == "choice" && !fact.it.is_computed()) {
        let name = fact.it.fact.get();
        // A table names options in its cells, and every row may tell one apart.
        if draft.tables.facts().any(|read| read == name) {
            continue;
        }
        let mut named: BTreeSet<&str> = BTreeSet::new();
        let mut decides = false;
        for stated in draft.outline.conditions.iter().filter(|s| s.role != Role::OnlyIf) {
            let reads = draft.conditions.of_stated(stated).is_some_and(|c| c.facts().iter().any(|f| f.as_str() == name));
            if !reads {
                continue;
            }
            decides = true;
            let ids = fact.it.choices.iter().map(|choice| choice.choice.as_str());
            named.extend(ids.filter(|id| [format!("\"{id}\""), format!("'{id}'")].iter().any(|q| stated.text.contains(q))));
        }
        let alike: Vec<_> = fact.it.choices.iter().filter(|choice| !named.contains(choice.choice.as_str())).collect();
        let [first, _, ..] = alike[..] else { continue };
        if !decides || named.len() < 2 * alike.len() {
            continue;
        }
        let list: Vec<String> = alike.iter().map(|choice| format!("`{}`", choice.choice.get())).collect();
        let message = format!("no rule tells {} of fact `{name}` apart", list.join(", "));
        let diagnostic = Diagnostic::note(CODE, fact.place(&first.choice), message);
        let rest = alike.iter().skip(1).map(|choice| fact.place(&choice.choice));
        found.push(rest.fold(diagnostic, |d, place| d.related(place, "alike")));
    }
}
