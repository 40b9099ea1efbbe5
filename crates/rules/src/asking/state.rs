//! What is left to settle: the restricted diagrams, which facts wait for others, and the parts that share no fact.

use std::rc::Rc;

use crate::diagram::nodes::{ALWAYS, NEVER};

use super::bits::{Bits, join};
use super::search::Search;

/// What is left of all diagrams after some answers. Equal states have equal futures.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct State {
    /// Open diagrams, sorted, each once.
    pub goals: Vec<u32>,
    /// Diagrams of what is sure although some facts will never be known: whether a goal holds, or whether it does not.
    pub halves: Vec<u32>,
    /// Facts that can be asked only where a diagram comes true, while that is open.
    pub gates: Vec<(u32, u32)>,
    /// Facts that were answered although a comparison with other facts still waits for those.
    pub answered: Vec<u32>,
}

impl State {
    /// Every diagram that is to be settled.
    pub fn open(&self) -> impl Iterator<Item = u32> + '_ {
        self.goals.iter().chain(&self.halves).copied()
    }
}

impl Search<'_> {
    /// The variables a node asks, and the facts behind them that are not known.
    pub(super) fn support(&mut self, id: u32) -> Rc<(Bits, Bits)> {
        let place = id as usize;
        if let Some(Some(known)) = self.supports.get(place) {
            return Rc::clone(known);
        }
        let (mut variables, mut facts) = (Bits::default(), Bits::default());
        let (variable, cells) = self.nodes.node(id).map_or((0, 0), |(variable, children)| (variable, children.len()));
        if cells > 0 {
            variables.insert(variable);
            for fact in self.questions.variables.get(variable as usize).map_or(&[][..], |reads| &reads.facts) {
                if !self.given.contains(*fact) {
                    facts.insert(*fact);
                }
            }
        }
        let mut before = NEVER;
        for cell in 0..cells {
            let child = self.nodes.child(id, cell).unwrap_or(NEVER);
            // Neighbours often go on alike.
            if child > ALWAYS && child != before {
                let below = self.support(child);
                variables.extend(&below.0);
                facts.extend(&below.1);
                before = child;
            }
        }
        let made = Rc::new((variables, facts));
        if self.supports.len() <= place {
            self.supports.resize(self.nodes.len() + 2, None);
        }
        if let Some(kept) = self.supports.get_mut(place) {
            *kept = Some(Rc::clone(&made));
        }
        made
    }

    /// The facts that the goals hang on, and those that decide whether these can be asked.
    pub(super) fn facts_of(&mut self, state: &State) -> Bits {
        let mut facts = Bits::default();
        for goal in state.open() {
            facts.extend(&self.support(goal).1);
        }
        while !state.gates.is_empty() {
            let before = facts.count();
            for (fact, gate) in &state.gates {
                if facts.contains(*fact) {
                    facts.extend(&self.support(*gate).1);
                }
            }
            if facts.count() == before {
                break;
            }
        }
        facts
    }

    /// The variables that goals and gates still ask.
    pub(super) fn variables_of(&mut self, state: &State) -> Bits {
        let mut variables = Bits::default();
        for id in state.open().chain(state.gates.iter().map(|(_, gate)| *gate)) {
            variables.extend(&self.support(id).0);
        }
        variables
    }

    /// Drops what is settled, and takes out facts nobody will ever be asked for.
    pub(super) fn settled(&mut self, mut state: State) -> State {
        loop {
            for goals in [&mut state.goals, &mut state.halves] {
                goals.retain(|goal| *goal > ALWAYS);
                goals.sort_unstable();
                goals.dedup();
            }
            state.gates.retain(|(_, gate)| *gate != ALWAYS);
            let facts = self.facts_of(&state);
            state.gates.retain(|(fact, _)| facts.contains(*fact));
            state.answered.retain(|fact| facts.contains(*fact));
            let closed = state.gates.iter().find(|(_, gate)| *gate == NEVER).map(|(fact, _)| *fact);
            let Some(fact) = closed else { return state };
            self.take_out(&mut state, fact);
        }
    }

    /// Nobody will ever know this fact: a goal that hangs on it becomes two halves, both free of the fact.
    pub(super) fn take_out(&mut self, state: &mut State, fact: u32) {
        state.gates.retain(|(other, _)| *other != fact);
        self.halve(state, &|search, goal| search.support(goal).1.contains(fact), &|search, goal| {
            search.whatever(goal, fact)
        });
    }

    /// The same for one variable that nothing will settle any more.
    pub(super) fn take_out_variable(&mut self, state: &mut State, variable: u32) {
        self.halve(state, &|search, goal| search.support(goal).0.contains(variable), &|search, goal| {
            search.in_each_cell(goal, variable)
        });
    }

    fn halve(
        &mut self,
        state: &mut State,
        hangs: &dyn Fn(&mut Self, u32) -> bool,
        sure: &dyn Fn(&mut Self, u32) -> u32,
    ) {
        for half in &mut state.halves {
            *half = sure(self, *half);
        }
        for (_, gate) in &mut state.gates {
            *gate = sure(self, *gate);
        }
        for goal in std::mem::take(&mut state.goals) {
            if hangs(self, goal) {
                let opposite = self.nodes.not(goal);
                state.halves.extend([sure(self, goal), sure(self, opposite)]);
            } else {
                state.goals.push(goal);
            }
        }
    }

    /// Where a node holds whatever the fact is.
    pub(super) fn whatever(&mut self, id: u32, fact: u32) -> u32 {
        let support = self.support(id);
        if !support.1.contains(fact) {
            return id;
        }
        let questions = self.questions;
        let mut made = id;
        for variable in support.0.iter() {
            let Some(reads) = questions.variables.get(variable as usize) else { continue };
            if !reads.facts.contains(&fact) {
                continue;
            }
            made = self.in_each_cell(made, variable);
        }
        made
    }

    fn in_each_cell(&mut self, id: u32, variable: u32) -> u32 {
        let questions = self.questions;
        let Some(reads) = questions.variables.get(variable as usize) else { return id };
        let mut all = ALWAYS;
        for (cell, weight) in (0u32..).zip(&reads.weights) {
            if *weight > 0 || reads.own.is_none() {
                let here = self.nodes.restrict(id, variable, cell, &mut self.restrictions);
                all = self.nodes.and(all, here);
            }
        }
        all
    }

    /// Groups of goals that share no fact, each with what belongs to it.
    pub(super) fn parts(&mut self, state: State) -> Vec<State> {
        let mut groups: Vec<Bits> = Vec::new();
        for goal in state.open() {
            let support = self.support(goal);
            // Most goals hang on what others hang on already.
            if !matches!(groups.last(), Some(last) if support.1.is_within(last)) {
                join(&mut groups, support.1.clone());
            }
        }
        for (fact, gate) in &state.gates {
            let mut linked = self.support(*gate).1.clone();
            linked.insert(*fact);
            join(&mut groups, linked);
        }
        if groups.len() == 1
            && state.open().next().is_some()
            && state.open().all(|goal| self.support(goal).1.count() > 0)
        {
            return vec![state];
        }
        // The order must not hang on the numbers of nodes: those come from what was asked before.
        groups.sort_by_cached_key(|group| group.iter().next());
        let mut parts: Vec<State> = vec![State::default(); groups.len()];
        for (at, goal) in state.open().enumerate() {
            let support = self.support(goal);
            // Without a fact left it can never be settled.
            let Some(group) = groups.iter().position(|group| group.meets(&support.1)) else { continue };
            let part = &mut parts[group];
            if at < state.goals.len() { part.goals.push(goal) } else { part.halves.push(goal) }
        }
        for (group, part) in groups.iter().zip(&mut parts) {
            part.gates = state.gates.iter().filter(|(fact, _)| group.contains(*fact)).copied().collect();
            part.answered = state.answered.iter().filter(|fact| group.contains(**fact)).copied().collect();
        }
        parts.retain(|part| part.open().next().is_some());
        parts
    }
}
