//! Diagrams looked at under what is known, without making anything new in them.

use std::collections::BTreeSet;

use rustc_hash::FxHashSet;

use crate::{FactId, Knowledge, Ternary};

use super::filled::Filled;
use super::nodes::{ALWAYS, NEVER, Nodes};
use super::{Diagram, Diagrams};

/// Many diagrams under the same knowledge: variables are settled once, shared parts are walked once.
pub struct Under<'a> {
    diagrams: &'a Diagrams,
    filled: Filled<'a>,
    known: &'a dyn Knowledge,
    settled: Vec<Settled>,
    /// The restricted diagrams, reduced again, and where each node of the whole went.
    pub(crate) nodes: Nodes,
    moved: Vec<u32>,
}

/// A node that was not looked at yet.
const NOT_MOVED: u32 = u32::MAX;

#[derive(Clone, Copy)]
enum Settled {
    NotAsked,
    Open,
    Cell(usize),
}

impl<'a> Under<'a> {
    pub(crate) fn new(diagrams: &'a Diagrams, known: &'a dyn Knowledge) -> Self {
        Under {
            diagrams,
            filled: Filled::new(known, &diagrams.sources),
            known,
            settled: vec![Settled::NotAsked; diagrams.variables.len()],
            nodes: Nodes::default(),
            moved: Vec::new(),
        }
    }

    /// The outcome; unknown exactly when the open variables can still lead to both.
    pub fn truth(&mut self, diagram: Diagram) -> Ternary {
        match self.restricted(diagram.0) {
            NEVER => Ternary::False,
            ALWAYS => Ternary::True,
            _ => Ternary::Unknown,
        }
    }

    /// The facts, not known yet, that can still change the outcome.
    pub fn support(&mut self, diagram: Diagram) -> BTreeSet<&'a FactId> {
        let root = self.restricted(diagram.0);
        let diagrams = self.diagrams;
        let mut facts = BTreeSet::new();
        let mut seen = FxHashSet::default();
        let known = self.known;
        self.nodes.reach(root, &mut |variable, _| {
            if seen.insert(variable) {
                let found = diagrams.variable(variable).into_iter().flat_map(|v| &v.facts);
                facts.extend(found.filter(|fact| known.value(fact.as_str()).is_none()));
            }
        });
        facts
    }

    /// Which of many diagrams a fact, not known yet, can still change: [`Under::support`] asked for one fact.
    pub fn hang_on(&mut self, diagrams: &[Diagram], fact: &FactId) -> Vec<bool> {
        if self.known.value(fact.as_str()).is_some() {
            return vec![false; diagrams.len()];
        }
        let reads: Vec<bool> =
            self.diagrams.variables.iter().map(|variable| variable.facts.contains(fact.as_str())).collect();
        let roots: Vec<u32> = diagrams.iter().map(|diagram| self.restricted(diagram.0)).collect();
        // Children are always made before what goes on with them.
        let mut hangs = vec![false; self.nodes.len() + 2];
        for id in (2u32..).take(self.nodes.len()) {
            let Some((variable, children)) = self.nodes.node(id) else { continue };
            let here = reads.get(variable as usize).is_some_and(|reads| *reads);
            hangs[id as usize] = here || children.iter().any(|child| hangs.get(*child as usize) == Some(&true));
        }
        roots.into_iter().map(|root| hangs.get(root as usize) == Some(&true)).collect()
    }

    pub(crate) fn cell(&mut self, variable: u32) -> Option<usize> {
        let place = variable as usize;
        match self.settled.get(place) {
            Some(Settled::Cell(cell)) => Some(*cell),
            Some(Settled::Open) | None => None,
            Some(Settled::NotAsked) => {
                let cell = self.diagrams.variable(variable).and_then(|variable| variable.cell(&self.filled));
                self.settled[place] = cell.map_or(Settled::Open, Settled::Cell);
                cell
            }
        }
    }

    /// The node, among this view's own, that says what is left of `id`.
    pub(crate) fn restricted(&mut self, id: u32) -> u32 {
        if id <= ALWAYS {
            return id;
        }
        if self.moved.is_empty() {
            self.moved = vec![NOT_MOVED; self.diagrams.nodes.len() + 2];
        }
        match self.moved.get(id as usize) {
            Some(&moved) if moved != NOT_MOVED => return moved,
            Some(_) => {}
            None => return NEVER,
        }
        let diagrams = self.diagrams;
        let Some((variable, children)) = diagrams.nodes.node(id) else { return NEVER };
        let made = match self.cell(variable) {
            Some(cell) => children.get(cell).map_or(NEVER, |child| self.restricted(*child)),
            None => {
                let left: Vec<u32> = children.iter().map(|child| self.restricted(*child)).collect();
                self.nodes.make(variable, &left)
            }
        };
        self.moved[id as usize] = made;
        made
    }

    /// Whether one outcome is forced, without working out what is left otherwise.
    pub(crate) fn forced(&mut self, diagram: Diagram) -> Ternary {
        let diagrams = self.diagrams;
        let (mut yes, mut no) = (false, false);
        let mut seen = FxHashSet::default();
        let mut waiting = vec![diagram.0];
        while let Some(id) = waiting.pop() {
            yes |= id == ALWAYS;
            no |= id == NEVER;
            if yes && no {
                return Ternary::Unknown;
            }
            if id <= ALWAYS || !seen.insert(id) {
                continue;
            }
            let Some((variable, children)) = diagrams.nodes.node(id) else { continue };
            match self.cell(variable) {
                Some(cell) => waiting.extend(children.get(cell)),
                None => waiting.extend(children),
            }
        }
        Ternary::from(yes)
    }
}
