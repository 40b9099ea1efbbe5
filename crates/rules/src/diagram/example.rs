//! Somebody for whom the outcome is yes: a person believes an example sooner than a proof.

use std::collections::{BTreeMap, HashMap};

use crate::{FactId, Value};

use super::nodes::{ALWAYS, NEVER};
use super::variable::{Test, Variable};
use super::{Diagram, Diagrams};

impl Diagrams {
    /// One value for each fact on a shortest way to yes. None when there is no way, or when every way leads through a
    /// question that is not about one fact alone, so that no value can be named for it.
    pub fn example(&self, diagram: Diagram) -> Option<BTreeMap<FactId, Value>> {
        let mut found = BTreeMap::new();
        let mut lengths = HashMap::new();
        self.length(diagram.0, &mut lengths)?;
        let mut at = diagram.0;
        while let Some((number, children)) = self.nodes.node(at) {
            let ways = children.iter().enumerate().filter_map(|(cell, child)| {
                let length = if *child == ALWAYS { Some(0) } else { lengths.get(child).copied().flatten() };
                length.map(|length| (length, cell, *child))
            });
            let (_, cell, next) = ways.min()?;
            self.settle(self.variable(number)?, cell, &mut found)?;
            at = next;
        }
        (at == ALWAYS).then_some(found)
    }

    /// Whether the diagram asks only about facts one at a time: then every way through it can be walked by somebody.
    pub fn is_exact(&self, diagram: Diagram) -> bool {
        let mut exact = true;
        self.reach(diagram, |variable| exact &= self.is_plain(variable));
        exact
    }

    /// Does work that may make at most `most` new nodes. None when they were not enough; nothing made meanwhile is kept.
    pub fn bounded<T>(&mut self, most: usize, work: impl FnOnce(&mut Diagrams) -> T) -> Option<T> {
        let before = self.nodes.len();
        self.nodes.allow(Some(most));
        let made = work(self);
        let full = self.nodes.is_full();
        if full {
            self.nodes.cut_back(before);
        }
        self.nodes.allow(None);
        (!full).then_some(made)
    }

    fn is_plain(&self, variable: &Variable) -> bool {
        variable.fact().is_some_and(|fact| self.sources.derived(fact).is_none())
    }

    /// How many questions the shortest plain way to yes asks.
    fn length(&self, id: u32, lengths: &mut HashMap<u32, Option<usize>>) -> Option<usize> {
        match id {
            NEVER => return None,
            ALWAYS => return Some(0),
            _ => {}
        }
        if let Some(known) = lengths.get(&id) {
            return *known;
        }
        let (number, children) = self.nodes.node(id)?;
        let plain = self.variable(number).is_some_and(|variable| self.is_plain(variable));
        let shortest = match plain {
            true => children.iter().filter_map(|child| self.length(*child, lengths)).min().map(|n| n + 1),
            false => None,
        };
        lengths.insert(id, shortest);
        shortest
    }

    fn settle(&self, variable: &Variable, cell: usize, found: &mut BTreeMap<FactId, Value>) -> Option<()> {
        match &variable.test {
            Test::Fact(fact, cells) => {
                found.insert(fact.clone(), cells.representatives().into_iter().nth(cell)?);
            }
            Test::Member(fact, id) => {
                let chosen = found.entry(fact.clone()).or_insert_with(|| Value::Choices(Vec::new()));
                if let (Value::Choices(ids), 1) = (chosen, cell) {
                    ids.push(id.clone());
                }
            }
            Test::Atom(_) => return None,
        }
        Some(())
    }
}
