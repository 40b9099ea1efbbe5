//! What is left to settle: the restricted diagrams, which facts wait for others, and the parts that share no fact.

use std::rc::Rc;

use crate::diagram::nodes::{ALWAYS, NEVER};

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

/// A set of small numbers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Bits(Vec<u64>);

impl Bits {
    pub fn insert(&mut self, number: u32) -> bool {
        let (word, bit) = (number as usize / 64, 1u64 << (number % 64));
        if self.0.len() <= word {
            self.0.resize(word + 1, 0);
        }
        let is_new = self.0[word] & bit == 0;
        self.0[word] |= bit;
        is_new
    }

    pub fn contains(&self, number: u32) -> bool {
        self.0.get(number as usize / 64).is_some_and(|word| word & (1 << (number % 64)) != 0)
    }

    pub fn extend(&mut self, other: &Bits) {
        if self.0.len() < other.0.len() {
            self.0.resize(other.0.len(), 0);
        }
        self.0.iter_mut().zip(&other.0).for_each(|(mine, theirs)| *mine |= theirs);
    }

    pub fn iter(&self) -> impl Iterator<Item = u32> + '_ {
        self.0.iter().enumerate().flat_map(|(at, word)| {
            let base = u32::try_from(at * 64).unwrap_or(u32::MAX);
            (0..64).filter(move |bit| word & (1 << bit) != 0).map(move |bit| base + bit)
        })
    }

    pub fn count(&self) -> usize {
        self.0.iter().map(|word| word.count_ones() as usize).sum()
    }
}

impl Search<'_> {
    /// The variables a node asks, and the facts behind them that are not known.
    pub(super) fn support(&mut self, id: u32) -> Rc<(Bits, Bits)> {
        if let Some(known) = self.supports.get(&id) {
            return Rc::clone(known);
        }
        let (mut variables, mut facts) = (Bits::default(), Bits::default());
        if let Some((variable, children)) = self.nodes.node(id) {
            let children = children.to_vec();
            variables.insert(variable);
            for fact in self.questions.variables.get(variable as usize).map_or(&[][..], |reads| &reads.facts) {
                if !self.given.contains(*fact) {
                    facts.insert(*fact);
                }
            }
            for child in children.into_iter().filter(|child| *child > ALWAYS) {
                let below = self.support(child);
                variables.extend(&below.0);
                facts.extend(&below.1);
            }
        }
        let made = Rc::new((variables, facts));
        self.supports.insert(id, Rc::clone(&made));
        made
    }

    /// The facts that the goals hang on, and those that decide whether these can be asked.
    pub(super) fn facts_of(&mut self, state: &State) -> Bits {
        let mut facts = Bits::default();
        for goal in state.open() {
            facts.extend(&self.support(goal).1);
        }
        loop {
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
                let here = self.nodes.restrict(id, variable, cell, &mut self.restricted);
                all = self.nodes.and(all, here);
            }
        }
        all
    }

    /// Groups of goals that share no fact, each with what belongs to it.
    pub(super) fn parts(&mut self, state: &State) -> Vec<State> {
        let mut groups = Groups::new(self.questions.facts.len());
        for (fact, gate) in &state.gates {
            for decides in self.support(*gate).1.iter() {
                groups.join(*fact, decides);
            }
        }
        let mut parts: Vec<(u32, State)> = Vec::new();
        let mut firsts = Vec::with_capacity(state.goals.len() + state.halves.len());
        for goal in state.open() {
            let support = self.support(goal);
            let mut facts = support.1.iter();
            let first = facts.next();
            if let Some(first) = first {
                facts.for_each(|other| groups.join(first, other));
            }
            firsts.push(first);
        }
        let mut places: Vec<Option<usize>> = vec![None; self.questions.facts.len()];
        for (at, (goal, first)) in state.open().zip(firsts).enumerate() {
            // Without a fact left it can never be settled.
            let Some(root) = first.map(|first| groups.root(first)) else { continue };
            let place = match places.get(root as usize).copied().flatten() {
                Some(place) => place,
                None => {
                    parts.push((root, State::default()));
                    places[root as usize] = Some(parts.len() - 1);
                    parts.len() - 1
                }
            };
            let part = &mut parts[place].1;
            if at < state.goals.len() { part.goals.push(goal) } else { part.halves.push(goal) }
        }
        for (root, part) in &mut parts {
            part.gates = state.gates.iter().filter(|(fact, _)| groups.root(*fact) == *root).copied().collect();
            part.answered = state.answered.iter().filter(|fact| groups.root(**fact) == *root).copied().collect();
        }
        parts.into_iter().map(|(_, part)| part).collect()
    }
}

/// Numbers joined into groups.
struct Groups(Vec<u32>);

impl Groups {
    fn new(len: usize) -> Groups {
        Groups((0..u32::try_from(len).unwrap_or(u32::MAX)).collect())
    }

    fn root(&mut self, of: u32) -> u32 {
        let mut at = of;
        while let Some(&up) = self.0.get(at as usize) {
            if up == at {
                break;
            }
            let further = self.0.get(up as usize).copied().unwrap_or(up);
            self.0[at as usize] = further;
            at = further;
        }
        at
    }

    fn join(&mut self, a: u32, b: u32) {
        let (a, b) = (self.root(a), self.root(b));
        if let Some(place) = self.0.get_mut(a.max(b) as usize) {
            *place = a.min(b);
        }
    }
}
