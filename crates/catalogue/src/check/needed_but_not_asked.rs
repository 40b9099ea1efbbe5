//! A permit needs a fact in a case in which the fact's own `only_if` keeps it from being asked.
//!
//! **Why it matters.** The form is complete, the case is filed, and then the desk misses something that nobody was asked: a notice that
//! need not have been.
//! **Remedy.** Widen `only_if`, or add an `if` to the need. An applicant to whom it happens is shown. The answer is exact.
//!
//! Bad: seats `only_if: shop.has_room`, needed by everybody. Good: the need has `if: shop.has_room` as well.

use rules::Diagram;

use super::Draft;
use crate::{Diagnostic, Place};

pub(super) const CODE: &str = "needed-but-not-asked";

pub(super) fn check(draft: &Draft, found: &mut Vec<Diagnostic>) {
    let decided = draft.decided();
    for fact in draft.outline.facts.iter().filter(|fact| fact.it.register.is_none() && !fact.it.optional) {
        let Some(at) = &fact.it.only_if else { continue };
        let Some(asked) = decided.at(&fact.place(at), at) else { continue };
        if decided.cannot_be(asked) != Some(false) {
            continue;
        }
        let (uses, _) = uses(draft, fact.it.fact.get());
        // When nobody can ever be asked, that is the mistake.
        if uses.iter().all(|(_, used)| decided.and(*used, asked).and_then(|d| decided.cannot_be(d)) != Some(false)) {
            continue;
        }
        for (place, used) in uses {
            let missed = decided.without(used, asked).and_then(|missed| decided.accepted(missed));
            let Some(missed) = missed else {
                decided.leave_open(&place);
                continue;
            };
            if decided.is_never(missed) {
                continue;
            }
            let Some(somebody) = decided.somebody(missed) else {
                decided.leave_open(&place);
                continue;
            };
            let message = format!("fact `{}` is needed here but not always asked", fact.it.fact.get());
            found.push(
                Diagnostic::warning(CODE, place, message)
                    .related(fact.place(at), "asked only then")
                    .because(format!("nobody asks when, for example, {somebody}"))
                    .help("widen `only_if`, or add an `if` to the need"),
            );
        }
    }
}

/// Where permits need a fact, and in which cases; and whether anything else reads it.
pub(super) fn uses(draft: &Draft, fact: &str) -> (Vec<(Place, Diagram)>, bool) {
    let decided = draft.decided();
    let mut found = Vec::new();
    for permit in &draft.outline.permits {
        let at = &permit.it.needed_when.if_;
        let Some(needed) = decided.at(&permit.place(at), at) else { continue };
        for need in permit.it.needs.iter().filter(|need| need.fact.get() == fact) {
            let applies = match &need.if_ {
                Some(at) => decided.at(&permit.place(at), at),
                None => Some(decided.always()),
            };
            let used = applies.and_then(|applies| decided.and(needed, applies));
            found.extend(used.map(|used| (permit.place(&need.fact), used)));
        }
    }
    let own = |name: &str| name == fact;
    let elsewhere = draft.outline.conditions.iter().any(|stated| {
        let reads = draft.conditions.of_stated(stated).is_some_and(|c| c.facts().iter().any(|f| own(f.as_str())));
        reads && !(stated.owner.kind == crate::Kind::Fact && own(stated.owner.name))
    });
    (found, elsewhere)
}
