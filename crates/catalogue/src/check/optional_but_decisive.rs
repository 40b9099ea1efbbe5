//! A fact may be left empty, and a permit, duty or ban hangs on it.
//!
//! **Why it matters.** Whoever leaves it empty is never told whether he needs the permit: nothing can be decided without an answer.
//! **Remedy.** Take `optional` out, or decide by another fact.
//!
//! Bad: `tea.brews` with `optional: true`, when a licence hangs on it. Good: without `optional`.

use super::Draft;
use crate::{Diagnostic, Kind};
use crate::outline::Role;

pub(super) const CODE: &str = "optional-but-decisive";

pub(super) fn check(draft: &Draft, found: &mut Vec<Diagnostic>) {
    for stated in draft.outline.conditions.iter().filter(|s| matches!(s.role, Role::NeededWhen | Role::Whole)) {
        if stated.owner.kind == Kind::Sector {
            continue;
        }
        let facts = draft.conditions.of_stated(stated).into_iter().flat_map(|condition| condition.facts());
        for fact in facts.filter_map(|fact| draft.outline.fact(fact.as_str())).filter(|fact| fact.it.optional) {
            let message = format!("{} hangs on `{}`, which may be left empty", stated.owner, fact.it.fact.get());
            found.push(
                Diagnostic::warning(CODE, stated.place.clone(), message)
                    .related(fact.place(&fact.it.fact), "optional")
                    .help("take `optional` out, or decide by another fact"),
            );
        }
    }
}
