//! Permits that wait for each other in a circle.
//!
//! **Why it matters.** Nobody can ever get any of them. This is a defect of the rules, and sometimes of the law: report it.
//! **Remedy.** Let one of them be decided without the other, for instance on a commitment.
//!
//! Bad: `food` after `fire` and `fire` after `food`. Good: `food` after `fire`.

use std::collections::BTreeMap;

use super::{Draft, circle};
use crate::Diagnostic;
use crate::outline::{Mention, Use};

pub(super) const CODE: &str = "circle-of-prerequisites";

pub(super) fn check(draft: &Draft, found: &mut Vec<Diagnostic>) {
    let mut after: BTreeMap<&str, Vec<&Mention>> = BTreeMap::new();
    for mention in draft.outline.mentions.iter().filter(|m| m.how == Use::After) {
        after.entry(mention.owner.name).or_default().push(mention);
    }
    let next = |name: &str| -> Vec<&str> { after.get(name).into_iter().flatten().map(|m| m.name).collect() };
    for round in circle::circles(after.keys().copied(), next) {
        let steps = round.iter().zip(round.iter().cycle().skip(1));
        let mut places = steps.filter_map(|(from, to)| {
            let mention = after.get(from)?.iter().find(|m| m.name == *to)?;
            Some((mention.place.clone(), format!("`{from}` waits for `{to}`")))
        });
        let Some((first, _)) = places.next() else { continue };
        let message = format!("these permits wait for each other: {}", circle::shown(&round));
        let diagnostic = Diagnostic::error(CODE, first, message)
            .because("none of them can ever be decided")
            .help("take one of them out of `after`");
        found.push(places.fold(diagnostic, |d, (place, shows)| d.related(place, shows)));
    }
}
