//! The least expected cost of settling what is left: exact where there is little of it, one answer ahead otherwise.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use rustc_hash::FxHashMap;

use crate::diagram::nodes::{ALWAYS, Nodes, Restricted};
use crate::{Diagram, Diagrams, FactId, Knowledge, Value};

use super::bits::Bits;
use super::state::State;
use super::{Found, Questions};

/// One ordinary question. Whole numbers, so that the order never hangs on how a float rounds.
pub(super) const ONE: u64 = 1_000_000_000;
/// Costs closer than this are equal: what rounding can add up to.
pub(super) const SAME: u64 = 1_000;
/// How much work an exact search may take for one part; beyond, one answer is looked ahead.
const MOST_WORK: usize = 60_000;
/// Parts with more facts are not even tried.
const MOST_FACTS: usize = 24;
/// How many facts of a large part are looked ahead of.
const MOST_AHEAD: usize = 12;
/// How many answers to one question are told apart.
const MOST_ANSWERS: usize = 64;
/// How much is kept from one question to the next: some megabytes at most.
const MOST_NODES_KEPT: usize = 20_000;
const MOST_PARTS_KEPT: usize = 2_000;
/// How many questions an estimate may think through.
const MOST_LOOKS: usize = 120;

/// What a part is expected to take at least, and how many questions that are.
#[derive(Clone, Copy, Default)]
pub(super) struct Solved {
    pub cost: u64,
    pub count: u64,
}

/// The bound on work was met; what was begun is worth nothing.
pub(super) struct Exhausted;

/// What was worked out for one question and holds for the next: of each part the best question, and how many it takes.
/// What comes out never depends on it; only how soon.
#[derive(Debug, Default)]
pub(super) struct Kept {
    nodes: Nodes,
    chosen: FxHashMap<State, (u32, Found)>,
    counted: FxHashMap<State, (u64, Found)>,
}

/// The cells one answer leads to, and how likely it is.
type Answer = (Vec<(u32, u32)>, u64);

/// One search from one state of knowledge. Nodes and what was worked out live as long as it does.
pub(super) struct Search<'a> {
    pub questions: &'a Questions,
    diagrams: &'a Diagrams,
    known: &'a BTreeMap<FactId, Value>,
    skipped: &'a BTreeSet<FactId>,
    pub nodes: Nodes,
    /// How many nodes there were before anything was tried out.
    begun: usize,
    kept: Kept,
    pub given: Bits,
    /// By node; what was not looked at yet has none.
    pub supports: Vec<Option<Rc<(Bits, Bits)>>>,
    pub restrictions: Restricted,
    pub solved: FxHashMap<State, Solved>,
    pub work: usize,
    /// Something had to be guessed: comparisons of several facts, or too many answers.
    rough: bool,
}

impl<'a> Search<'a> {
    pub fn new(
        questions: &'a Questions,
        diagrams: &'a Diagrams,
        known: &'a BTreeMap<FactId, Value>,
        skipped: &'a BTreeSet<FactId>,
        mut kept: Kept,
    ) -> Self {
        let mut given = Bits::default();
        for (number, fact) in (0u32..).zip(&questions.facts) {
            if known.value(fact.id.as_str()).is_some() {
                given.insert(number);
            }
        }
        Search {
            questions,
            diagrams,
            known,
            skipped,
            nodes: std::mem::take(&mut kept.nodes),
            begun: 0,
            kept,
            given,
            supports: Vec::new(),
            restrictions: FxHashMap::default(),
            solved: FxHashMap::default(),
            work: MOST_WORK,
            rough: false,
        }
    }

    /// The best question, and how sure that is.
    pub fn next(&mut self, open: &[Diagram]) -> Option<(u32, Found)> {
        let state = self.begin(open);
        let mut parts: Vec<(Vec<u32>, State)> = Vec::new();
        for part in self.parts(state) {
            parts.push((self.candidates(&part), part));
        }
        parts.retain(|(candidates, _)| !candidates.is_empty());
        let open = || parts.iter().flat_map(|(candidates, _)| candidates).copied();
        if let Some(early) = open().filter(|fact| self.is_early(*fact)).min() {
            return Some((early, Found::Exact));
        }
        if let Some(free) = parts.iter().flat_map(|(candidates, _)| candidates).find(|fact| self.cost(**fact) == 0) {
            return Some((*free, Found::Exact));
        }
        // Each part is asked about by itself, so any of their best questions is a best one: the author's order decides.
        parts.sort_by_key(|(candidates, _)| candidates.first().copied());
        let mut best: Option<(u32, Found)> = None;
        for (candidates, part) in parts {
            if best.is_some_and(|(fact, _)| candidates.first().is_none_or(|first| *first > fact)) {
                break;
            }
            let (fact, found) = self.chosen(&part, &candidates)?;
            if best.is_none_or(|(known, _)| fact < known) {
                best = Some((fact, found));
            }
        }
        best
    }

    /// Every fact that can be asked now and matters, in the author's order.
    pub fn all_that_matter(&mut self, open: &[Diagram]) -> Vec<u32> {
        let state = self.begin(open);
        self.candidates(&state)
    }

    /// Every fact that matters and cannot be asked yet, in the author's order.
    pub fn all_that_wait(&mut self, open: &[Diagram]) -> Vec<u32> {
        let state = self.begin(open);
        let mut waiting: Vec<u32> = state.gates.iter().map(|(fact, _)| *fact).collect();
        waiting.sort_unstable();
        waiting
    }

    /// How many questions are expected in all.
    pub fn expected(&mut self, open: &[Diagram]) -> (u64, Found) {
        let state = self.begin(open);
        let (mut all, mut all_found) = (0, Found::Exact);
        for part in self.parts(state) {
            let (count, found) = self.counted(part);
            all += count;
            all_found = all_found.max(found);
        }
        (all, all_found)
    }

    fn counted(&mut self, part: State) -> (u64, Found) {
        if let Some(known) = self.kept.counted.get(&part) {
            return *known;
        }
        let key = self.hangs_on_itself_alone(&part).then(|| part.clone());
        (self.work, self.rough) = (MOST_WORK, false);
        let exact = if self.is_small(&part) { self.part(part.clone()).ok() } else { None };
        let found = if exact.is_none() || self.rough { Found::LookAhead } else { Found::Exact };
        let count = exact.map_or_else(|| self.estimate(part, &mut MOST_LOOKS.clone()), |solved| solved.count);
        self.kept.counted.extend(key.map(|key| (key, (count, found))));
        (count, found)
    }

    fn chosen(&mut self, part: &State, candidates: &[u32]) -> Option<(u32, Found)> {
        if let Some(known) = self.kept.chosen.get(part) {
            return Some(*known);
        }
        let chosen = self.choose(part, candidates)?;
        if self.hangs_on_itself_alone(part) {
            self.kept.chosen.insert(part.clone(), chosen);
        }
        Some(chosen)
    }

    /// Whether what is found out about a part holds whatever else is known: not where a comparison of several facts is
    /// open, some of which may be known.
    fn hangs_on_itself_alone(&mut self, part: &State) -> bool {
        !self.variables_of(part).meets(&self.questions.opaque)
    }

    /// What the next search may begin with.
    pub fn kept(mut self) -> Kept {
        if self.nodes.len() > MOST_NODES_KEPT {
            self.nodes.cut_back(self.begun);
        }
        let parts = self.kept.chosen.len() + self.kept.counted.len();
        if self.nodes.len() > MOST_NODES_KEPT || parts > MOST_PARTS_KEPT {
            return Kept::default();
        }
        Kept { nodes: self.nodes, ..self.kept }
    }

    /// What is left of the diagrams under what is known.
    fn begin(&mut self, open: &[Diagram]) -> State {
        let mut under = self.diagrams.under(self.known);
        under.nodes = std::mem::take(&mut self.nodes);
        let mut state = State { goals: open.iter().map(|goal| under.restricted(goal.0)).collect(), ..State::default() };
        for (number, fact) in (0u32..).zip(&self.questions.facts) {
            if fact.gate != ALWAYS && !self.given.contains(number) {
                state.gates.push((number, under.restricted(fact.gate)));
            }
        }
        self.nodes = std::mem::take(&mut under.nodes);
        state.goals.sort_unstable();
        state.goals.dedup();
        // What every fact is known of and is still open will stay so.
        let questions = self.questions;
        for variable in self.variables_of(&state).iter() {
            let stuck = questions
                .variables
                .get(variable as usize)
                .is_some_and(|reads| reads.facts.iter().all(|fact| self.given.contains(*fact)));
            if stuck {
                self.take_out_variable(&mut state, variable);
            }
        }
        for fact in self.facts_of(&state).iter() {
            let unknowable =
                questions.facts.get(fact as usize).is_none_or(|f| f.cost.is_none() || self.skipped.contains(&f.id));
            if unknowable {
                self.take_out(&mut state, fact);
            }
        }
        let state = self.settled(state);
        self.begun = self.nodes.len();
        state
    }

    fn is_early(&self, fact: u32) -> bool {
        self.questions.facts.get(fact as usize).is_some_and(|fact| fact.early)
    }

    pub(super) fn cost(&self, fact: u32) -> u64 {
        self.questions.facts.get(fact as usize).and_then(|fact| fact.cost).unwrap_or(ONE)
    }

    /// The facts that can be asked now; each of them matters.
    pub(super) fn candidates(&mut self, state: &State) -> Vec<u32> {
        let facts = self.facts_of(state);
        let waits = |fact: &u32| state.gates.iter().any(|(gated, _)| gated == fact);
        facts.iter().filter(|fact| !state.answered.contains(fact) && !waits(fact)).collect()
    }

    /// A fact that must be asked whatever the others are: some goal hangs on it alone. Then it may as well be asked now.
    pub(super) fn forced(&mut self, state: &State, candidates: &[u32]) -> Option<u32> {
        self.alone(state, candidates).first().copied()
    }

    /// All facts on which alone some goal hangs, in the author's order.
    pub(super) fn alone(&mut self, state: &State, candidates: &[u32]) -> Vec<u32> {
        let mut found = Vec::new();
        for goal in state.open() {
            let support = self.support(goal);
            let mut facts = support.1.iter().filter(|fact| !state.answered.contains(fact));
            if let (Some(only), None) = (facts.next(), facts.next())
                && candidates.contains(&only)
                && !found.contains(&only)
            {
                found.push(only);
            }
        }
        found.sort_unstable();
        found
    }

    fn is_small(&mut self, part: &State) -> bool {
        self.facts_of(part).count() <= MOST_FACTS
    }

    fn choose(&mut self, part: &State, candidates: &[u32]) -> Option<(u32, Found)> {
        (self.work, self.rough) = (MOST_WORK, false);
        let forced = self.forced(part, candidates);
        // Nothing that could be preferred stands before it.
        if let (Some(forced), Some(first)) = (forced, candidates.first())
            && forced == *first
        {
            return Some((forced, Found::Exact));
        }
        if self.is_small(part)
            && let Ok(Some(fact)) = self.best_of(part, candidates, forced)
        {
            return Some((fact, if self.rough { Found::LookAhead } else { Found::Exact }));
        }
        if let Some(forced) = forced {
            return Some((forced, Found::Exact));
        }
        Some((self.look_ahead(part, candidates)?, Found::LookAhead))
    }

    /// What an answer leaves of each diagram.
    pub(super) fn restricted(&mut self, part: &State, cells: &[(u32, u32)]) -> State {
        let mut state = part.clone();
        for (variable, cell) in cells {
            for goal in state.goals.iter_mut().chain(&mut state.halves) {
                *goal = self.nodes.restrict(*goal, *variable, *cell, &mut self.restrictions);
            }
            for (_, gate) in &mut state.gates {
                *gate = self.nodes.restrict(*gate, *variable, *cell, &mut self.restrictions);
            }
        }
        state
    }

    /// What is left to settle once a fact was answered, from what the answer leaves of each diagram.
    pub(super) fn answered(&mut self, mut state: State, fact: u32) -> State {
        if let Err(place) = state.answered.binary_search(&fact) {
            state.answered.insert(place, fact);
        }
        self.settled(state)
    }

    fn after(&mut self, part: &State, fact: u32, cells: &[(u32, u32)]) -> State {
        let state = self.restricted(part, cells);
        self.answered(state, fact)
    }

    /// Every answer that is told apart: cells of the fact itself, and of comparisons that wait for this fact alone.
    pub(super) fn answers(&mut self, part: &State, fact: u32) -> Vec<Answer> {
        let questions = self.questions;
        let mut answers: Vec<Answer> = vec![(Vec::new(), 1)];
        let mut own: Vec<u32> = Vec::new();
        for variable in self.variables_of(part).iter() {
            let Some(reads) = questions.variables.get(variable as usize) else { continue };
            let is_own = reads.own == Some(fact);
            let waits = |other: &u32| *other != fact && !self.given.contains(*other) && !part.answered.contains(other);
            if !is_own && (!reads.facts.contains(&fact) || reads.facts.iter().any(waits)) {
                continue;
            }
            if is_own {
                own.push(variable);
            }
            let mut cells: Vec<(u32, u64)> =
                (0u32..).zip(reads.weights.iter().copied()).filter(|(_, w)| *w > 0).collect();
            if !is_own || answers.len() * cells.len() > MOST_ANSWERS {
                self.rough = true;
            }
            if answers.len() * cells.len() > MOST_ANSWERS && own.len() > 1 {
                cells.truncate(1);
            }
            answers = answers
                .into_iter()
                .flat_map(|(so_far, weight)| {
                    cells.iter().map(move |(cell, w)| {
                        let mut more = so_far.clone();
                        more.push((variable, *cell));
                        (more, weight.saturating_mul(*w))
                    })
                })
                .collect();
        }
        if let Some((ids, some)) =
            questions.facts.get(fact as usize).and_then(|fact| fact.ids).filter(|_| !own.is_empty())
        {
            // Every set of ids is as likely as any other, those counted that no rule reads.
            let sets = 1u64 << ids.saturating_sub(own.len()).min(30);
            for (cells, weight) in &mut answers {
                let is_none = own.iter().all(|variable| cells.contains(&(*variable, 0)));
                *weight = weight.saturating_mul(sets - u64::from(is_none && some));
            }
            answers.retain(|(_, weight)| *weight > 0);
        }
        answers
    }

    /// The fact after whose answer the facts still open are expected to cost least.
    fn look_ahead(&mut self, part: &State, candidates: &[u32]) -> Option<u32> {
        let mut touched: BTreeMap<u32, (u64, Vec<u32>)> =
            candidates.iter().map(|fact| (*fact, (0, Vec::new()))).collect();
        let mut sizes = Vec::with_capacity(part.goals.len());
        for goal in part.open() {
            let support = self.support(goal);
            let size = support.1.count() as u64;
            sizes.push(Rc::clone(&support));
            for fact in support.1.iter() {
                if let Some((score, goals)) = touched.get_mut(&fact) {
                    *score += ONE / size.max(1);
                    goals.push(goal);
                }
            }
        }
        let mut ranked: Vec<(u32, u64, Vec<u32>)> =
            touched.into_iter().map(|(f, (score, goals))| (f, score, goals)).collect();
        ranked.sort_by_key(|(fact, score, _)| (Reverse(score.saturating_mul(1000) / self.cost(*fact).max(1)), *fact));
        ranked.truncate(MOST_AHEAD);
        ranked.sort_by_key(|(fact, ..)| *fact);
        let mut best: Option<(u32, u64)> = None;
        for (fact, _, goals) in ranked {
            let mut elsewhere = Bits::default();
            for support in sizes.iter().filter(|support| !support.1.contains(fact)) {
                elsewhere.extend(&support.1);
            }
            let here = State { goals, gates: part.gates.clone(), answered: part.answered.clone(), ..State::default() };
            let (mut left, mut total) = (0u128, 0u128);
            for (cells, weight) in self.answers(part, fact) {
                let after = self.after(&here, fact, &cells);
                let mut facts = self.facts_of(&after);
                facts.extend(&elsewhere);
                let open = facts.iter().filter(|other| *other != fact && !after.answered.contains(other));
                left += u128::from(weight) * open.map(|other| u128::from(self.cost(other))).sum::<u128>();
                total += u128::from(weight);
            }
            let left = u64::try_from(left.checked_div(total).unwrap_or(0)).unwrap_or(u64::MAX);
            let cost = left.saturating_add(self.cost(fact));
            if best.is_none_or(|(_, least)| cost.saturating_add(SAME) < least) {
                best = Some((fact, cost));
            }
        }
        best.map(|(fact, _)| fact)
    }

    /// How many questions a large part takes, thinking some of them through; the rest counts in full.
    fn estimate(&mut self, part: State, looks: &mut usize) -> u64 {
        let candidates = self.candidates(&part);
        let in_full = candidates.len() as u64 * ONE;
        *looks = looks.saturating_sub(1);
        if *looks == 0 || candidates.len() > 2 * MOST_FACTS {
            return in_full;
        }
        let chosen = self.forced(&part, &candidates).or_else(|| self.look_ahead(&part, &candidates));
        let Some(fact) = chosen else { return in_full };
        let (mut left, mut total) = (0u128, 0u128);
        for (cells, weight) in self.answers(&part, fact) {
            let after = self.after(&part, fact, &cells);
            let mut here = 0;
            for part in self.parts(after) {
                here += self.estimate(part, looks);
            }
            left += u128::from(weight) * u128::from(here);
            total += u128::from(weight);
        }
        ONE + u64::try_from(left.checked_div(total).unwrap_or(0)).unwrap_or(u64::MAX)
    }
}
