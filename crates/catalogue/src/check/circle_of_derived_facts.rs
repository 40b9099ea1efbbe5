//! Facts that are computed from each other in a circle.
//!
//! **Why it matters.** None of them can ever be computed.
//! **Remedy.** Ask one of them, or compute it from something else.
//!
//! Bad: `a` derived from `b` and `b` derived from `a`. Good: `a` asked, `b` derived from `a`.

use super::{Draft, circle};
use crate::Diagnostic;

pub(super) const CODE: &str = "circle-of-derived-facts";

pub(super) fn check(draft: &Draft, found: &mut Vec<Diagnostic>) {
    let read = draft.derived();
    let next = |name: &str| -> Vec<&str> {
        let facts = read.get(name).into_iter().flat_map(|(_, condition)| condition.facts());
        facts.filter_map(|fact| read.get_key_value(fact.as_str()).map(|(name, _)| *name)).collect()
    };
    for round in circle::circles(read.keys().copied(), next) {
        let mut places = round.iter().filter_map(|name| read.get(name).map(|(place, _)| place.clone()));
        let Some(first) = places.next() else { continue };
        let message = format!("these facts are computed from each other: {}", circle::shown(&round));
        let diagnostic = Diagnostic::error(CODE, first, message).help("ask one of them instead of computing it");
        found.push(places.fold(diagnostic, |d, place| d.related(place, "and this")));
    }
}
