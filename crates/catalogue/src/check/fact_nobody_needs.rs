//! A fact that no condition, need, licence or event reads.
//!
//! **Why it matters.** Every question costs somebody time; one that changes nothing must not be asked.
//! **Remedy.** Take it out, or say under `needs` which authority needs it and why. Only a warning when it is never asked of a person.
//!
//! Bad: `- fact: owner.hobby` that is used nowhere. Good: a permit with `needs: [{ fact: owner.hobby, why: … }]`, if the law says so.

use std::collections::BTreeSet;

use super::Draft;
use crate::outline::{Mention, Use};
use crate::{Diagnostic, Kind};

pub(super) const CODE: &str = "fact-nobody-needs";

pub(super) fn check(draft: &Draft, found: &mut Vec<Diagnostic>) {
    let reads = |m: &&Mention| m.kind == Kind::Fact && !matches!(m.how, Use::Gives | Use::Answer | Use::Held);
    let mut read: BTreeSet<&str> = draft.outline.mentions.iter().filter(reads).map(|m| m.name).collect();
    for stated in &draft.outline.conditions {
        // A cross-check or a condition on asking does not make its own fact needed.
        let own = |name: &str| stated.owner.kind == Kind::Fact && stated.owner.name == name;
        let facts = draft.conditions.of_stated(stated).into_iter().flat_map(|condition| condition.facts());
        read.extend(facts.map(|fact| fact.as_str()).filter(|name| !own(name)));
    }
    read.extend(draft.tables.facts());
    for fact in draft.outline.facts.iter().filter(|fact| !read.contains(fact.it.fact.as_str())) {
        let name = fact.it.fact.get();
        let place = fact.place(&fact.it.fact);
        // What a permit gives for nothing is another mistake.
        if draft.outline.mentions.iter().any(|m| m.how == Use::Gives && m.name == name) {
            continue;
        }
        // Only what is asked of a person costs him something.
        let asked = fact.it.register.is_none() && !fact.it.is_computed();
        let message = format!("nobody needs fact `{name}`");
        let diagnostic = match asked {
            true => Diagnostic::error(CODE, place, message).because("it would be asked and change nothing"),
            false => Diagnostic::warning(CODE, place, message),
        };
        found.push(diagnostic.help("take it out, or name it under `needs` of the permit that needs it"));
    }
}
