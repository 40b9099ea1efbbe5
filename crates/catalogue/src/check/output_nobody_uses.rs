//! A permit gives a fact, and nothing ever reads it.
//!
//! **Why it matters.** What one office found out should spare people a question at the next; here the next office asks something else, or
//! the names do not match.
//! **Remedy.** Use the fact where it was meant, or take it out of `gives`.
//!
//! Bad: `gives: [shop.number]` that no permit needs. Good: `gives: [shop.number]`, and another permit with `needs: [{ fact: shop.number, … }]`.

use super::Draft;
use crate::outline::Use;
use crate::{Diagnostic, Kind};

pub(super) const CODE: &str = "output-nobody-uses";

pub(super) fn check(draft: &Draft, found: &mut Vec<Diagnostic>) {
    for given in draft.outline.mentions.iter().filter(|m| m.how == Use::Gives) {
        let reads = |m: &&crate::outline::Mention| {
            m.kind == Kind::Fact && m.name == given.name && !matches!(m.how, Use::Gives | Use::Answer | Use::Held)
        };
        let named = draft.outline.mentions.iter().filter(reads).any(|m| m.owner != given.owner);
        let in_condition = draft.outline.conditions.iter().filter(|s| s.owner != given.owner).any(|stated| {
            draft.conditions.of_stated(stated).is_some_and(|c| c.facts().iter().any(|fact| fact.as_str() == given.name))
        });
        if !named && !in_condition && draft.outline.fact(given.name).is_some() {
            let message = format!("{} gives `{}`, and nobody else reads it", given.owner, given.name);
            found.push(Diagnostic::warning(CODE, given.place.clone(), message).help("use it where it was meant, or take it out"));
        }
    }
}
