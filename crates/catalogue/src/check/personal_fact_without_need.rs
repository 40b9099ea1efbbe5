//! A personal fact that no permit names under `needs`.
//!
//! **Why it matters.** What is known about a person may only be asked for a purpose, and the purpose must be named to him
//! (PIPL 6, GDPR 5). A condition alone tells nobody why.
//! **Remedy.** Write under `needs` who needs it and why, or decide by a fact that is not personal.
//!
//! Bad: `owner.resident_id`, read only by a cross-check. Good: `needs: [{ fact: owner.resident_id, why: … }]`.

use std::collections::BTreeSet;

use super::Draft;
use crate::{Diagnostic, Kind};

pub(super) const CODE: &str = "personal-fact-without-need";

pub(super) fn check(draft: &Draft, found: &mut Vec<Diagnostic>) {
    let permits = draft.outline.permits.iter();
    let needed: BTreeSet<&str> = permits.flat_map(|p| p.it.needs.iter().map(|need| need.fact.as_str())).collect();
    for fact in draft.outline.facts.iter().filter(|fact| !fact.it.is_computed()) {
        let name = fact.it.fact.get();
        let personal = fact.it.personal || fact.it.items.iter().any(|item| item.personal);
        if !personal || needed.contains(name.as_str()) {
            continue;
        }
        // What nobody reads at all is another mistake.
        let reads = draft.outline.conditions.iter().find(|stated| {
            let own = stated.owner.kind == Kind::Fact && stated.owner.name == name;
            let condition = draft.conditions.of_stated(stated).filter(|_| !own);
            condition.is_some_and(|condition| condition.facts().iter().any(|fact| fact.as_str() == name))
        });
        if let Some(stated) = reads {
            let message = format!("no permit says why it needs the personal fact `{name}`");
            found.push(
                Diagnostic::warning(CODE, fact.place(&fact.it.fact), message)
                    .related(stated.place.clone(), "read here")
                    .because("what is personal is only asked for a purpose that is named")
                    .help("name it under `needs` with its `why`"),
            );
        }
    }
}
