//! Questions that wait for each other's answers in a circle.
//!
//! **Why it matters.** None of them is ever asked, so nobody can finish the form.
//! **Remedy.** Ask one of them always: take its `only_if` out. Derived facts count with what they are computed from.
//!
//! Bad: `a` only if `b`, and `b` only if `a`. Good: `b` always, `a` only if `b`.

use std::collections::BTreeMap;

use super::{Draft, circle};
use crate::Diagnostic;
use crate::outline::Role;

pub(super) const CODE: &str = "circle-of-questions";

pub(super) fn check(draft: &Draft, found: &mut Vec<Diagnostic>) {
    let waits = draft.outline.conditions.iter().filter(|s| matches!(s.role, Role::OnlyIf | Role::Derive | Role::Over));
    let mut read: BTreeMap<&str, Vec<_>> = BTreeMap::new();
    for (stated, condition) in waits.filter_map(|s| Some((s, draft.conditions.of_stated(s)?))) {
        read.entry(stated.owner.name).or_default().push((stated, condition));
    }
    let next = |name: &str| -> Vec<&str> {
        let facts = read.get(name).into_iter().flatten().flat_map(|(_, condition)| condition.facts());
        facts.filter_map(|fact| read.get_key_value(fact.as_str()).map(|(name, _)| *name)).collect()
    };
    for round in circle::circles(read.keys().copied(), next) {
        let stated: Vec<_> = round.iter().filter_map(|name| read.get(name)).flatten().map(|(stated, _)| stated).collect();
        // A circle of derived facts alone is another mistake.
        let Some(first) = stated.iter().find(|s| s.role == Role::OnlyIf) else { continue };
        let message = format!("these questions wait for each other: {}", circle::shown(&round));
        let diagnostic = Diagnostic::error(CODE, first.place.clone(), message)
            .because("none of them is ever asked")
            .help("take one `only_if` out");
        let others = stated.iter().filter(|s| s.place != first.place);
        found.push(others.fold(diagnostic, |d, s| d.related(s.place.clone(), "and this")));
    }
}
