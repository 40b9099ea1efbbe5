//! Two people who differ in one fact only and yet in the outcome: the proof that the fact must be known.

use std::collections::{BTreeMap, BTreeSet};

use crate::{FactId, Value};

use super::bounds::Bounds;
use super::nodes::{ALWAYS, NEVER};
use super::variable::{Cells, Test};
use super::{Diagram, Diagrams};

/// Facts that two people share, and the two values of the one fact in which they differ.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    pub shared: BTreeMap<FactId, Value>,
    pub values: (Value, Value),
}

/// The cell of each variable that is fixed so far.
type Path = BTreeMap<u32, usize>;

/// What stays the same during a search: the bounds of facts, and the cells of each variable that some value reaches.
#[derive(Clone, Copy)]
struct Look<'a> {
    bounds: &'a BTreeMap<FactId, Bounds>,
    possible: &'a [Vec<usize>],
}

impl<'a> Look<'a> {
    fn cells(self, variable: u32) -> &'a [usize] {
        self.possible.get(variable as usize).map_or(&[], Vec::as_slice)
    }
}

fn reached(possible: &[bool]) -> Vec<usize> {
    possible.iter().enumerate().filter(|(_, possible)| **possible).map(|(cell, _)| cell).collect()
}

/// How many nodes of the fact are tried before the search gives up; one is enough unless whole comparisons are in the way.
const MOST_TRIED: usize = 200;

impl Diagrams {
    /// Two answers to `fact` that lead to different outcomes while everything else is the same. Nothing when no two
    /// answers do, or when comparisons of several facts stand in the way of finding values. The diagram should be
    /// [`Diagrams::within`] the bounds, and values are.
    pub fn difference(&self, diagram: Diagram, fact: &FactId, bounds: &BTreeMap<FactId, Bounds>) -> Option<Difference> {
        let is_own =
            |variable: u32| self.variable(variable).is_some_and(|v| v.fact() == Some(fact) && v.facts.contains(fact));
        let possible: Vec<Vec<usize>> =
            self.variables.iter().map(|variable| reached(&variable.possible(bounds))).collect();
        let look = Look { bounds, possible: &possible };
        let mut tried = 0;
        let mut seen = BTreeSet::new();
        let mut waiting = vec![(diagram.0, Path::new())];
        while let Some((id, path)) = waiting.pop() {
            if !seen.insert(id) || tried >= MOST_TRIED {
                continue;
            }
            let Some((variable, children)) = self.nodes.node(id) else { continue };
            if is_own(variable) {
                tried += 1;
                if let Some(found) = self.told_apart(diagram, fact, &path, (variable, children), look) {
                    return Some(found);
                }
            }
            for cell in look.cells(variable) {
                let Some(child) = children.get(*cell).copied().filter(|child| *child > ALWAYS) else { continue };
                let mut further = path.clone();
                further.insert(variable, *cell);
                waiting.push((child, further));
            }
        }
        None
    }

    /// Two cells of this node whose children differ, with the rest of the way that shows it.
    fn told_apart(
        &self,
        diagram: Diagram,
        fact: &FactId,
        path: &Path,
        (variable, children): (u32, &[u32]),
        look: Look<'_>,
    ) -> Option<Difference> {
        let cells = look.cells(variable);
        for (at, a) in cells.iter().enumerate() {
            for b in cells.iter().skip(at + 1).filter(|b| children.get(**b) != children.get(*a)) {
                let mut rest = path.clone();
                let ends = self.apart(*children.get(*a)?, *children.get(*b)?, look, &mut rest, &mut BTreeSet::new());
                let (mut left, mut right) = (rest.clone(), rest);
                left.insert(variable, *a);
                right.insert(variable, *b);
                let Some((left, right)) =
                    ends.and_then(|()| Some((self.values(&left, look.bounds)?, self.values(&right, look.bounds)?)))
                else {
                    continue;
                };
                let outcome = |known: &BTreeMap<FactId, Value>| self.under(known).forced(diagram).known();
                let (one, other) = (outcome(&left), outcome(&right));
                if let (Some(first), Some(second)) = (left.get(fact).cloned(), right.get(fact).cloned())
                    && one.is_some()
                    && other.is_some()
                    && one != other
                {
                    let mut shared = left;
                    shared.remove(fact);
                    return Some(Difference { shared, values: (first, second) });
                }
            }
        }
        None
    }

    /// Extends the path until two nodes that differ come to different ends.
    fn apart(&self, a: u32, b: u32, look: Look<'_>, path: &mut Path, failed: &mut BTreeSet<(u32, u32)>) -> Option<()> {
        if a == b || failed.contains(&(a, b)) {
            return None;
        }
        let of = |id: u32| self.nodes.node(id);
        let (in_a, in_b) = (of(a), of(b));
        let Some(top) = in_a.into_iter().chain(in_b).map(|(variable, _)| variable).min() else {
            return (a <= ALWAYS && b <= ALWAYS).then_some(());
        };
        let down = |id: u32, node: Option<(u32, &[u32])>, cell: usize| match node {
            Some((variable, children)) if variable == top => children.get(cell).copied().unwrap_or(NEVER),
            _ => id,
        };
        for cell in look.cells(top) {
            path.insert(top, *cell);
            if self.apart(down(a, in_a, *cell), down(b, in_b, *cell), look, path, failed).is_some() {
                return Some(());
            }
        }
        path.remove(&top);
        failed.insert((a, b));
        None
    }

    /// A value for every fact of a path; whole comparisons have none. Nothing when a cell holds no value.
    fn values(&self, path: &Path, bounds: &BTreeMap<FactId, Bounds>) -> Option<BTreeMap<FactId, Value>> {
        let mut values: BTreeMap<FactId, Value> = BTreeMap::new();
        for (variable, cell) in path {
            match &self.variable(*variable)?.test {
                Test::Fact(fact, cells) => {
                    let value = value_in(cells, *cell, bounds.get(fact))?;
                    values.insert(fact.clone(), value);
                }
                Test::Member(fact, id) => {
                    let now = values.entry(fact.clone()).or_insert_with(|| Value::Choices(Vec::new()));
                    if let (Value::Choices(ids), 1) = (now, cell) {
                        ids.push(id.clone());
                        ids.sort();
                    }
                }
                Test::Atom(_) => {}
            }
        }
        for (fact, value) in &mut values {
            self.at_least_one(fact, value, bounds);
        }
        Some(values)
    }

    /// Where one must be chosen and none of those asked about is, an id nobody asks about is.
    fn at_least_one(&self, fact: &FactId, value: &mut Value, bounds: &BTreeMap<FactId, Bounds>) {
        let Value::Choices(chosen) = value else { return };
        if !chosen.is_empty() || !bounds.get(fact).is_some_and(|bounds| bounds.some) {
            return;
        }
        let asked: BTreeSet<&String> = self.variables.iter().filter_map(|variable| variable.member_of(fact)).collect();
        if let Some(crate::Type::Choices(ids)) = self.types.get(fact) {
            chosen.extend(ids.iter().find(|id| !asked.contains(id)).or(ids.first()).cloned());
        }
    }
}

/// A value of the cell that keeps the bounds, the known one of the law when it does.
fn value_in(cells: &Cells, cell: usize, bounds: Option<&Bounds>) -> Option<Value> {
    let usual = cells.representatives().into_iter().nth(cell)?;
    let Some(bounds) = bounds else { return Some(usual) };
    let inside = |value: &Value| {
        bounds.low.as_ref().is_none_or(|low| value >= low)
            && bounds.high.as_ref().is_none_or(|high| value <= high)
            && (!bounds.whole || value.as_number().is_none_or(|number| number.fract().is_zero()))
            && cells.cell(value) == Some(cell)
    };
    let ends =
        [Some(usual.clone()), bounds.low.clone(), bounds.high.clone(), cells.nearest(cell, &usual, bounds.whole)];
    ends.into_iter().flatten().find(inside)
}
