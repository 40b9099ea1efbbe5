//! A comparison with a value that the fact never has.
//!
//! **Why it matters.** The answers a form accepts end before the threshold, so the rule applies to nobody, or to everybody. Often the
//! threshold stands just outside: `> 5000` where 5000 is the largest accepted answer.
//! **Remedy.** Correct the threshold, the sign, or `min` and `max` of the fact.
//!
//! Bad: `shop.area > 5000` with `max: 5000`. Good: `shop.area >= 5000`, or a larger `max`.

use std::ops::Range;

use super::{Draft, parts};
use crate::Diagnostic;
use crate::outline::Stated;
use crate::within::within;

pub(super) const CODE: &str = "value-outside-range";

pub(super) fn check(draft: &Draft, found: &mut Vec<Diagnostic>) {
    for stated in &draft.outline.conditions {
        for (leaf, always) in outside(draft, stated) {
            let place = within(draft.sources, &stated.place, stated.text, leaf.clone());
            let said = stated.text.get(leaf.clone()).unwrap_or_default();
            let message = format!("`{said}` is {} for every accepted answer", if always { "true" } else { "false" });
            let mut diagnostic = Diagnostic::warning(CODE, place, message);
            for fact in draft.outline.facts.iter().filter(|fact| mentions(said, fact.it.fact.get())) {
                for at in fact.it.min.iter().chain(&fact.it.max) {
                    diagnostic = diagnostic.related(fact.place(at), "the answers end here");
                }
            }
            found.push(diagnostic.help("correct the threshold, its sign, or the accepted answers"));
        }
    }
}

fn mentions(text: &str, fact: &str) -> bool {
    let part = |c: char| c.is_alphanumeric() || c == '_' || c == '.';
    text.split(|c| !part(c)).any(|word| word == fact)
}

/// The parts that only the accepted answers make certain, each with the side it falls on.
pub(super) fn outside(draft: &Draft, stated: &Stated) -> Vec<(Range<usize>, bool)> {
    if stated.role.computes() {
        return Vec::new();
    }
    let decided = draft.decided();
    let certain = |leaf: &Range<usize>| {
        let diagram = decided.part(stated.text.get(leaf.clone())?)?;
        // Certain by itself is another mistake.
        if decided.is_never(diagram) || diagram == decided.always() {
            return None;
        }
        if decided.cannot_be(diagram)? {
            return Some(false);
        }
        decided.implies(decided.always(), diagram)?.then_some(true)
    };
    parts::parts(stated.text).leaves().into_iter().filter_map(|leaf| Some((leaf.clone(), certain(&leaf)?))).collect()
}
