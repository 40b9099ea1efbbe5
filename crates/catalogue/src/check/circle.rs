//! Circles in what waits for what.

use std::collections::{BTreeSet, VecDeque};

/// Every circle once, each beginning at its smallest name. Shorter ways are found first, so a circle has no detour.
pub(super) fn circles<'a>(
    names: impl Iterator<Item = &'a str>,
    next: impl Fn(&str) -> Vec<&'a str>,
) -> Vec<Vec<&'a str>> {
    let mut found: BTreeSet<Vec<&str>> = BTreeSet::new();
    for start in names {
        // Breadth first: the first way back to the start is the shortest.
        let mut seen = BTreeSet::new();
        let mut ways = VecDeque::from([vec![start]]);
        while let Some(way) = ways.pop_front() {
            let Some(last) = way.last() else { continue };
            let steps = next(last);
            if steps.contains(&start) {
                found.insert(from_smallest(way));
                break;
            }
            for step in steps {
                if seen.insert(step) {
                    let mut longer = way.clone();
                    longer.push(step);
                    ways.push_back(longer);
                }
            }
        }
    }
    found.into_iter().collect()
}

fn from_smallest(mut round: Vec<&str>) -> Vec<&str> {
    let smallest = round.iter().enumerate().min_by_key(|(_, name)| **name).map_or(0, |(at, _)| at);
    round.rotate_left(smallest);
    round
}

/// `a → b → a`
pub(super) fn shown(round: &[&str]) -> String {
    let names = round.iter().chain(round.first());
    names.map(|name| format!("`{name}`")).collect::<Vec<_>>().join(" → ")
}
