//! A register holds a fact, and people are asked for it all the same.
//!
//! **Why it matters.** The state asks what it knows already. Everybody types it again, and some type it wrong.
//! **Remedy.** Name the register in the fact: `register: land`; then it is fetched and only confirmed.
//!
//! Bad: register `land` with `holds: [shop.area]`, and `shop.area` without `register`. Good: `shop.area` with `register: land`.

use super::Draft;
use crate::outline::Use;
use crate::Diagnostic;

pub(super) const CODE: &str = "register-knows-it";

pub(super) fn check(draft: &Draft, found: &mut Vec<Diagnostic>) {
    for mention in draft.outline.mentions.iter().filter(|m| m.how == Use::Held) {
        let Some(fact) = draft.outline.fact(mention.name) else { continue };
        if fact.it.register.is_some() || fact.it.is_computed() {
            continue;
        }
        let message = format!("people are asked for `{}`, which {} holds", mention.name, mention.owner);
        found.push(
            Diagnostic::warning(CODE, fact.place(&fact.it.fact), message)
                .related(mention.place.clone(), "held here")
                .help(format!("write `register: {}` in the fact", mention.owner.name)),
        );
    }
}
