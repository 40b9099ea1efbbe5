//! Why an outcome is what it is: the fewest known facts that force it alone.

use std::collections::{BTreeMap, BTreeSet};

use crate::{FactId, Knowledge, Value};

use super::{Diagram, Diagrams};

/// Up to here every subset is tried; beyond, facts are dropped one after the other.
const MOST_TRIED: usize = 12;

/// Only some of what is known.
struct Only<'a> {
    known: &'a BTreeMap<FactId, Value>,
    chosen: &'a [&'a FactId],
}

impl Knowledge for Only<'_> {
    fn value(&self, name: &str) -> Option<&Value> {
        let chosen = self.chosen.iter().any(|fact| fact.as_str() == name);
        chosen.then(|| self.known.get(name)).flatten()
    }
}

pub(super) fn reason(diagrams: &Diagrams, diagram: Diagram, known: &BTreeMap<FactId, Value>) -> Option<Vec<FactId>> {
    let outcome = diagrams.under(known).forced(diagram).known()?;
    let forces = |chosen: &[&FactId]| diagrams.under(&Only { known, chosen }).forced(diagram).known() == Some(outcome);
    let mut names: BTreeSet<&FactId> = BTreeSet::new();
    diagrams.reach(diagram, |variable| names.extend(variable.reads.iter().filter(|fact| known.contains_key(*fact))));
    let candidates: Vec<&FactId> = names.into_iter().collect();

    // Knowing more never opens an outcome again, so one pass of dropping leaves nothing that could be dropped.
    let mut kept = candidates.clone();
    for fact in &candidates {
        let without: Vec<&FactId> = kept.iter().copied().filter(|other| other != fact).collect();
        if forces(&without) {
            kept = without;
        }
    }
    if candidates.len() <= MOST_TRIED {
        let shorter = (0..kept.len()).find_map(|size| {
            subsets(candidates.len(), size)
                .map(|bits| {
                    candidates.iter().enumerate().filter(|(at, _)| bits & (1 << at) != 0).map(|(_, f)| *f).collect()
                })
                .find(|chosen: &Vec<&FactId>| forces(chosen))
        });
        kept = shorter.unwrap_or(kept);
    }
    Some(kept.into_iter().cloned().collect())
}

/// All subsets of this size, as bits.
fn subsets(of: usize, size: usize) -> impl Iterator<Item = u32> {
    (0..1u32 << of).filter(move |bits| bits.count_ones() as usize == size)
}
