//! Which question next: only one whose answer can change a permit, a ban or who decides, and rather the one that spares others.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use catalogue::{Citation, Fact, FactKind, PermitId};
use rules::{FactId, Ternary, Value};

use crate::assess::Prepared;
use crate::known::{Known, Origin};
use crate::outcome::{Assessment, Effect, Need, Outcome, Question};

/// How many looks at diagrams an estimate may cost; beyond, every open question counts as asked.
const MOST_LOOKS: usize = 250;
/// Expected numbers are compared in thousandths, so that order never hangs on how a float rounds.
const THOUSAND: usize = 1000;

/// What is known, completed, as diagrams see it.
#[derive(Clone)]
pub(crate) struct State {
    told: BTreeMap<FactId, Value>,
    /// With derived facts.
    pub full: BTreeMap<FactId, Value>,
    skipped: BTreeSet<FactId>,
    /// A known value lies outside the range of its fact.
    pub beyond_ranges: bool,
}

impl State {
    pub fn of(prepared: &Prepared, known: &Known) -> State {
        State::from(prepared, known.values(), known.skipped().cloned().collect())
    }

    fn from(prepared: &Prepared, told: BTreeMap<FactId, Value>, skipped: BTreeSet<FactId>) -> State {
        let mut full = told.clone();
        loop {
            let learned: Vec<(FactId, Value)> = prepared
                .derived
                .iter()
                .filter(|(id, _)| !full.contains_key(*id))
                .filter_map(|(id, derive)| Some((id.clone(), derive.value(&(&full, &prepared.parameters))?)))
                .collect();
            if learned.is_empty() {
                break;
            }
            full.extend(learned);
        }
        let is_beyond = |(fact, value): (&FactId, &Value)| {
            prepared.ranges.get(fact).is_some_and(|(low, high)| {
                low.as_ref().is_some_and(|low| value < low) || high.as_ref().is_some_and(|high| value > high)
            })
        };
        let beyond_ranges = told.iter().any(is_beyond);
        State { told, full, skipped, beyond_ranges }
    }

    fn with(&self, prepared: &Prepared, fact: &FactId, value: &Value) -> State {
        let mut told = self.told.clone();
        told.insert(fact.clone(), value.clone());
        State::from(prepared, told, self.skipped.clone())
    }

    fn skipping(&self, fact: &FactId) -> State {
        let mut state = self.clone();
        state.skipped.insert(fact.clone());
        state
    }
}

/// An outcome that is still open, and the facts that can change it.
type Open = (usize, BTreeSet<FactId>);

impl Prepared {
    /// The next question, or none when nothing that can be asked still matters.
    pub fn next_question(&self, known: &Known) -> Option<Question> {
        let state = State::of(self, known);
        if self.is_over(&state) {
            return None;
        }
        let all: Vec<usize> = (0..self.outcomes.len()).collect();
        let open = self.look(&state, &all);
        let fact = self.in_asking_order(&state, &open, &self.needed(&state)).into_iter().next()?;
        Some(self.asked(&fact, known))
    }

    /// One fact as a question: what it can decide and what each option would settle.
    pub fn question(&self, fact: &FactId, known: &Known, _: &Assessment) -> Question {
        self.asked(fact, known)
    }

    /// How many questions there will be in all, those answered included: "Question 4 of about 7".
    ///
    /// Answers are taken to be equally likely. Never less than what is answered and open at the moment.
    pub fn about(&self, known: &Known) -> usize {
        let state = State::of(self, known);
        let everything = self.everything_asked();
        let answered =
            known.iter().filter(|(id, fact)| fact.origin == Origin::Applicant && everything.contains(*id)).count()
                + known.skipped().filter(|id| everything.contains(*id)).count();
        let all: Vec<usize> = (0..self.outcomes.len()).collect();
        if self.is_over(&state) {
            return answered;
        }
        let mut looks = MOST_LOOKS;
        let expected = self.expected(&state, &all, &mut looks);
        let days: BTreeSet<FactId> = self
            .filing_days(&self.needed(&state), &state)
            .into_iter()
            .map(|(fact, ..)| fact)
            .filter(|fact| self.is_askable(fact, &state))
            .collect();
        let left = (expected + days.len() * THOUSAND + THOUSAND / 2) / THOUSAND;
        let at_least = usize::from(expected > 0 || !days.is_empty());
        answered + left.max(at_least)
    }

    /// Every fact that some applicant is asked.
    fn everything_asked(&self) -> BTreeSet<FactId> {
        let mut facts: BTreeSet<FactId> = BTreeSet::new();
        let nothing = State::from(self, BTreeMap::new(), BTreeSet::new());
        let all: Vec<usize> = (0..self.outcomes.len()).collect();
        for (_, support) in self.look(&nothing, &all) {
            facts.extend(support);
        }
        let permits = self.outcomes.iter().filter_map(|o| match &o.outcome {
            Outcome::Permit(id) => Some(id.clone()),
            _ => None,
        });
        facts.extend(self.filing_days(&permits.collect(), &nothing).into_iter().map(|(fact, ..)| fact));
        facts.clone().iter().for_each(|fact| self.with_conditions(fact, &nothing, &mut facts));
        facts
    }

    /// Which of these outcomes are worth a question and still open.
    fn look(&self, state: &State, numbers: &[usize]) -> Vec<Open> {
        let mut standing = self.standing(state);
        let mut open = Vec::new();
        for number in numbers {
            let Some(compiled) = self.outcomes.get(*number).filter(|c| c.is_asked()) else { continue };
            if standing.truth(compiled) == Ternary::Unknown {
                open.push((*number, standing.support(compiled)));
            }
        }
        open
    }

    fn needed(&self, state: &State) -> BTreeSet<PermitId> {
        let mut standing = self.standing(state);
        let mut needed = BTreeSet::new();
        for compiled in &self.outcomes {
            if let Outcome::Permit(id) = &compiled.outcome
                && standing.truth(compiled) == Ternary::True
            {
                needed.insert(id.clone());
            }
        }
        needed
    }

    /// Before signing in nobody is asked for anything personal; what a computation gives or what does not apply is not asked.
    fn is_askable(&self, fact: &FactId, state: &State) -> bool {
        !state.full.contains_key(fact)
            && !state.skipped.contains(fact)
            && self.catalogue.facts.get(fact).is_some_and(|definition| {
                definition.derive.is_none()
                    && !is_personal(definition)
                    && self.applies(definition, state) != Ternary::False
            })
    }

    fn applies(&self, fact: &Fact, state: &State) -> Ternary {
        fact.only_if.as_ref().map_or(Ternary::True, |c| c.holds(&(&state.full, &self.parameters)))
    }

    /// Adds the facts that decide whether a fact can be asked at all, while that is open.
    fn with_conditions(&self, fact: &FactId, state: &State, found: &mut BTreeSet<FactId>) {
        let Some(definition) = self.catalogue.facts.get(fact) else { return };
        let Some(only_if) = definition.only_if.as_ref().filter(|_| self.applies(definition, state) == Ternary::Unknown)
        else {
            return;
        };
        for before in only_if.facts().iter().flat_map(|f| crate::assess::inputs_of(&self.catalogue, f)) {
            if self.is_askable(&before, state) && found.insert(before.clone()) {
                self.with_conditions(&before, state, found);
            }
        }
    }

    /// The open facts that may be asked. A fact whose own condition is open waits for what decides that condition.
    fn candidates(&self, state: &State, open: &[Open]) -> BTreeSet<FactId> {
        let mut facts: BTreeSet<FactId> = BTreeSet::new();
        for (_, support) in open {
            facts.extend(support.iter().filter(|f| self.is_askable(f, state)).cloned());
        }
        facts.clone().iter().for_each(|fact| self.with_conditions(fact, state, &mut facts));
        facts
    }

    /// How many facts must be answered before this one can be asked.
    fn waits_for(&self, fact: &FactId, state: &State) -> usize {
        let mut before = BTreeSet::new();
        self.with_conditions(fact, state, &mut before);
        before.remove(fact);
        before.len()
    }

    /// The facts worth asking. The event's own first questions come first; then the one after which the fewest questions
    /// are expected to be left; among equals bans before permits, what decides more, and the order of the catalogue.
    /// Days that only tell until when one can file come last.
    pub(crate) fn in_asking_order(&self, state: &State, open: &[Open], needed: &BTreeSet<PermitId>) -> Vec<FactId> {
        let first = self.event().map(|e| e.first.as_slice()).unwrap_or_default();
        let mut order: Vec<FactId> = self.candidates(state, open).into_iter().collect();
        order.sort_by_cached_key(|fact| {
            let early = first.iter().position(|f| f == fact).unwrap_or(usize::MAX);
            let of = |ban: bool| {
                let asked = open.iter().filter(|(number, support)| {
                    support.contains(fact) && (!ban || self.outcomes.get(*number).is_some_and(|o| o.is_ban()))
                });
                asked.count()
            };
            let spared = if early == usize::MAX { self.spared(fact, state, open) } else { 0 };
            let place = self.places.get(fact).copied().unwrap_or(usize::MAX);
            (self.waits_for(fact, state), early, Reverse(spared), Reverse(of(true)), Reverse(of(false)), place)
        });
        for (day, _, _) in self.filing_days(needed, state) {
            if !order.contains(&day) && self.is_askable(&day, state) {
                order.push(day);
            }
        }
        order
    }

    /// How many open questions an answer is expected to close, in thousandths, its own included.
    fn spared(&self, fact: &FactId, state: &State, open: &[Open]) -> usize {
        let (touched, others): (Vec<&Open>, Vec<&Open>) = open.iter().partition(|(_, support)| support.contains(fact));
        let elsewhere: BTreeSet<&FactId> = others.iter().flat_map(|(_, support)| support).collect();
        let here: BTreeSet<&FactId> =
            touched.iter().flat_map(|(_, support)| support).filter(|f| !elsewhere.contains(f)).collect();
        if here.len() <= 1 {
            return here.len() * THOUSAND;
        }
        let numbers: Vec<usize> = touched.iter().map(|(number, _)| *number).collect();
        let (mut left, mut weights) = (0, 0);
        for (value, weight) in self.answers(fact) {
            let after = self.look(&state.with(self, fact, &value), &numbers);
            let facts: BTreeSet<&FactId> =
                after.iter().flat_map(|(_, support)| support).filter(|f| here.contains(f)).collect();
            left += facts.len() * weight * THOUSAND;
            weights += weight;
        }
        match left.checked_div(weights) {
            Some(left) => (here.len() * THOUSAND).saturating_sub(left),
            // Rows, and facts that are only compared with others: of their answers nothing is known beforehand.
            None => THOUSAND,
        }
    }

    /// One answer for each way the rules read a fact, with how many of its options read that way.
    fn answers(&self, fact: &FactId) -> Vec<(Value, usize)> {
        let Some(definition) = self.catalogue.facts.get(fact) else { return Vec::new() };
        let range = self.ranges.get(fact);
        let in_range = |value: &Value| {
            range.is_none_or(|(low, high)| {
                low.as_ref().is_none_or(|low| value >= low) && high.as_ref().is_none_or(|high| value <= high)
            })
        };
        let mut answers: Vec<(Value, usize)> =
            self.diagrams.representatives(fact).into_iter().filter(in_range).map(|value| (value, 1)).collect();
        if definition.kind == FactKind::Choice {
            let named = answers.len();
            // The options that no rule names read alike; the last answer stands for all of them.
            if let Some((_, weight)) = answers.last_mut() {
                *weight += definition.choices.len().saturating_sub(named);
            }
        }
        answers
    }

    /// How many more questions are expected, in thousandths.
    fn expected(&self, state: &State, numbers: &[usize], looks: &mut usize) -> usize {
        *looks = looks.saturating_sub(1);
        let open = self.look(state, numbers);
        let candidates = self.candidates(state, &open);
        if *looks == 0 {
            return candidates.len() * THOUSAND;
        }
        // Outcomes that share no fact are asked about independently of each other.
        let mut sum = 0;
        for part in parts(open, &candidates) {
            let Some(fact) = self.in_asking_order(state, &part, &BTreeSet::new()).into_iter().next() else { continue };
            let numbers: Vec<usize> = part.iter().map(|(number, _)| *number).collect();
            let answers = self.answers(&fact);
            let weights: usize = answers.iter().map(|(_, weight)| weight).sum();
            let single = part.iter().all(|(_, support)| support.iter().all(|f| f == &fact || !candidates.contains(f)));
            sum += THOUSAND;
            if single && !answers.is_empty() {
                continue;
            }
            if weights == 0 {
                sum += self.expected(&state.skipping(&fact), &numbers, looks);
                continue;
            }
            let mut after = 0;
            for (value, weight) in answers {
                after += weight * self.expected(&state.with(self, &fact, &value), &numbers, looks);
            }
            sum += after / weights;
        }
        sum
    }

    fn asked(&self, fact: &FactId, known: &Known) -> Question {
        let mut before = known.clone();
        before.forget(fact);
        let state = State::of(self, &before);
        let mut standing = self.standing(&state);
        let mut decides: Vec<(Outcome, Vec<Citation>)> = Vec::new();
        let mut touched = Vec::new();
        for (number, compiled) in self.outcomes.iter().enumerate() {
            if standing.truth(compiled) != Ternary::Unknown || !standing.support(compiled).contains(fact) {
                continue;
            }
            touched.push(number);
            if !decides.iter().any(|(outcome, _)| outcome == &compiled.outcome) {
                decides.push((compiled.outcome.clone(), compiled.law.clone()));
            }
        }
        for (day, permit, law) in self.filing_days(&self.needed(&state), &state) {
            if &day == fact {
                decides.push((Outcome::FilingDay(permit), law));
            }
        }
        Question { fact: fact.clone(), decides, effects: self.effects(fact, &state, &touched) }
    }

    /// What each option settles, among the outcomes it can change at all.
    fn effects(&self, fact: &FactId, state: &State, touched: &[usize]) -> Vec<(Value, Vec<Effect>)> {
        let Some(definition) = self.catalogue.facts.get(fact) else { return Vec::new() };
        let options: Vec<Value> = match definition.kind {
            FactKind::YesNo => vec![Value::Bool(true), Value::Bool(false)],
            FactKind::Choice => definition.choices.iter().map(|c| Value::text(c.id.clone())).collect(),
            _ => return Vec::new(),
        };
        let rank = |outcome: &Outcome| match outcome {
            Outcome::Permit(_) => Some(0),
            Outcome::Ban(_) => Some(1),
            Outcome::Duty(_) => Some(2),
            Outcome::Jurisdiction(_) | Outcome::FilingDay(_) | Outcome::Finding(_) => None,
        };
        let settled = |option: &Value| {
            let after = state.with(self, fact, option);
            let mut standing = self.standing(&after);
            let mut effects: Vec<Effect> = Vec::new();
            for compiled in touched.iter().filter_map(|number| self.outcomes.get(*number)) {
                let becomes = Need::from(standing.truth(compiled));
                if becomes != Need::Open && rank(&compiled.outcome).is_some() {
                    effects.push(Effect { outcome: compiled.outcome.clone(), becomes });
                }
            }
            effects.sort_by_key(|effect| rank(&effect.outcome));
            effects
        };
        options.into_iter().map(|option| (option.clone(), settled(&option))).collect()
    }
}

/// A fact that says who somebody is, or rows of such facts.
fn is_personal(fact: &Fact) -> bool {
    fact.personal || fact.items.iter().any(is_personal)
}

/// Outcomes in groups that share no fact.
fn parts(open: Vec<Open>, candidates: &BTreeSet<FactId>) -> Vec<Vec<Open>> {
    let mut parts: Vec<(BTreeSet<FactId>, Vec<Open>)> = Vec::new();
    for (number, support) in open {
        let mut facts: BTreeSet<FactId> = support.iter().filter(|f| candidates.contains(*f)).cloned().collect();
        let mut together = vec![(number, support)];
        let (joined, apart) = parts.into_iter().partition(|(others, _)| !others.is_disjoint(&facts));
        parts = apart;
        let joined: Vec<(BTreeSet<FactId>, Vec<Open>)> = joined;
        for (others, outcomes) in joined {
            facts.extend(others);
            together.extend(outcomes);
        }
        together.sort_by_key(|(number, _)| *number);
        parts.push((facts, together));
    }
    parts.into_iter().map(|(_, outcomes)| outcomes).collect()
}
