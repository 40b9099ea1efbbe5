//! Authorities that are each other's superiors in a circle.
//!
//! **Why it matters.** What is late goes round and round, and nobody takes it over.
//! **Remedy.** The highest authority has no `superior`.
//!
//! Bad: `town-hall` under `tea-office`, and `tea-office` under `town-hall`. Good: only `tea-office` has a superior.

use std::collections::BTreeMap;

use super::{Draft, circle};
use crate::Diagnostic;

pub(super) const CODE: &str = "circle-of-superiors";

pub(super) fn check(draft: &Draft, found: &mut Vec<Diagnostic>) {
    let above: BTreeMap<&str, _> = draft
        .outline
        .authorities
        .iter()
        .filter_map(|h| Some((h.it.authority.as_str(), (h, h.it.superior.as_ref()?))))
        .collect();
    let next = |name: &str| above.get(name).map(|(_, at)| at.as_str()).into_iter().collect::<Vec<_>>();
    for round in circle::circles(above.keys().copied(), next) {
        let mut places = round.iter().filter_map(|name| above.get(name).map(|(h, at)| h.place(*at)));
        let Some(first) = places.next() else { continue };
        let message = format!("these authorities are each other's superiors: {}", circle::shown(&round));
        let diagnostic = Diagnostic::error(CODE, first, message).because("nobody takes over what is late");
        found.push(places.fold(diagnostic, |d, place| d.related(place, "and this")));
    }
}
