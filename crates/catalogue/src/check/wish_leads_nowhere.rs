//! A wish after whose answers nothing can be needed.
//!
//! **Why it matters.** Somebody says what he wants, answers questions, and hears that nothing applies; usually an answer of the wish is
//! wrong, and he opens without a permit that he needs.
//! **Remedy.** Correct the answers of the wish, or offer the permit. The answer is exact.
//!
//! Bad: a tea house with `answers: { tea.brews: no }`, when every permit needs `tea.brews`. Good: `answers: { tea.brews: yes }`.

use std::collections::BTreeMap;

use rules::{FactId, Ternary};

use super::Draft;
use crate::Diagnostic;

pub(super) const CODE: &str = "wish-leads-nowhere";

pub(super) fn check(draft: &Draft, found: &mut Vec<Diagnostic>) {
    let decided = draft.decided();
    for event in &draft.outline.events {
        let permits = draft.outline.permits.iter().filter(|p| event.it.permits.iter().any(|at| at.get() == p.it.permit.get()));
        let needed: Option<Vec<_>> =
            permits.map(|p| decided.at(&p.place(&p.it.needed_when.if_), &p.it.needed_when.if_)).collect();
        let Some(needed) = needed.filter(|needed| !needed.is_empty()) else { continue };
        for wish in event.it.wishes.iter().filter(|wish| !wish.answers.is_empty()) {
            let read = |(fact, at): (&String, &crate::source::At<String>)| {
                Some((FactId::new(fact.clone()), draft.types.read(fact, at)?.ok()?))
            };
            let known: BTreeMap<_, _> = wish.answers.iter().filter_map(read).collect();
            if needed.iter().all(|needed| decided.truth_under(*needed, &known) == Ternary::False) {
                let message = format!("after wish `{}` no permit can be needed", wish.wish.get());
                let diagnostic = Diagnostic::warning(CODE, event.place(&wish.wish), message)
                    .because("its answers exclude every permit of the event")
                    .help("correct the answers, or offer the permit that is needed");
                found.push(wish.answers.values().fold(diagnostic, |d, at| d.related(event.place(at), "answered here")));
            }
        }
    }
}
