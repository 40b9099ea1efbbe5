//! Which question next: only one whose answer can change a permit, a ban or who decides, and of these the one after which
//! the fewest are expected to be left, as [`rules::Questions`] finds it.

use std::collections::BTreeSet;

use catalogue::{Citation, Fact, FactKind, PermitId};
use rules::{Diagram, FactId, Ternary, Value};

use crate::assess::Prepared;
use crate::known::{Known, Origin};
use crate::listed::is_personal;
use crate::outcome::{Assessment, Effect, Need, Outcome, Question};
use crate::standing::Standing;
use crate::state::State;

/// Expected numbers are counted in millionths.
const MILLION: u64 = 1_000_000;

impl Prepared {
    /// The next question, or none when nothing that can be asked still matters.
    pub fn next_question(&self, known: &Known) -> Option<Question> {
        let state = State::of(self, known);
        if self.is_over(&state) {
            return None;
        }
        let mut standing = self.standing(&state);
        let open = self.worth_asking(&state, &mut standing);
        let next = self.questions.next(&self.diagrams, &open, &state.full, &state.skipped).map(|next| next.fact);
        let fact = next.or_else(|| self.days_to_ask(&state, &mut standing).into_iter().next())?;
        // What is asked next is not known: it is seen from here.
        Some(self.asked(&fact, &state, &mut standing))
    }

    /// One fact as a question: what it can decide and what each option would settle.
    pub fn question(&self, fact: &FactId, known: &Known, _: &Assessment) -> Question {
        let state = State::without(self, known, fact);
        self.asked(fact, &state, &mut self.standing(&state))
    }

    /// How many questions there will be in all, those answered included: "Question 4 of about 7".
    ///
    /// Answers are taken to be equally likely. Never less than what is answered and open at the moment.
    pub fn about(&self, known: &Known) -> usize {
        let state = State::of(self, known);
        let ever = self.ever_asked.get_or_init(|| self.everything_asked());
        let answered = known.iter().filter(|(id, fact)| fact.origin == Origin::Applicant && ever.contains(*id)).count()
            + known.skipped().filter(|id| ever.contains(*id)).count();
        if self.is_over(&state) {
            return answered;
        }
        let mut standing = self.standing(&state);
        let open = self.worth_asking(&state, &mut standing);
        let expected = self.questions.expected(&self.diagrams, &open, &state.full, &state.skipped).questions;
        let days = self.days_to_ask(&state, &mut standing).len();
        let left = usize::try_from((expected + MILLION / 2) / MILLION).unwrap_or(usize::MAX);
        let at_least = usize::from(expected > 0);
        answered.saturating_add(left.max(at_least)).saturating_add(days)
    }

    /// Every fact that some applicant is asked.
    fn everything_asked(&self) -> BTreeSet<FactId> {
        let nothing = State::of(self, &Known::new());
        let mut standing = self.standing(&nothing);
        let mut facts: BTreeSet<FactId> = self.in_asking_order(&nothing, &mut standing).into_iter().collect();
        let permits = self.outcomes.iter().filter_map(|o| match &o.outcome {
            Outcome::Permit(id) => Some(id.clone()),
            _ => None,
        });
        facts.extend(self.filing_days(&permits.collect(), &nothing).into_iter().map(|(fact, ..)| fact));
        facts
    }

    /// The diagrams of what is worth a question and still open.
    fn worth_asking(&self, state: &State, standing: &mut Standing<'_>) -> Vec<Diagram> {
        let asked = self.outcomes.iter().filter(|compiled| compiled.is_asked());
        let open = asked.filter(|compiled| standing.truth(compiled) == Ternary::Unknown);
        open.map(|compiled| compiled.diagram(state)).collect()
    }

    fn needed(&self, standing: &mut Standing<'_>) -> BTreeSet<PermitId> {
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

    /// The days that only tell until when one can file: asked last.
    fn days_to_ask(&self, state: &State, standing: &mut Standing<'_>) -> Vec<FactId> {
        let mut days = Vec::new();
        for (day, _, _) in self.filing_days(&self.needed(standing), state) {
            if !days.contains(&day) && self.is_askable(&day, state) {
                days.push(day);
            }
        }
        days
    }

    /// The facts worth asking: the next question; what can be asked now and matters, in the author's order; what waits
    /// until it is known whether it applies; and days for filing.
    pub(crate) fn in_asking_order(&self, state: &State, standing: &mut Standing<'_>) -> Vec<FactId> {
        let open = self.worth_asking(state, standing);
        let mut order = self.questions.all_open(&self.diagrams, &open, &state.full, &state.skipped);
        for fact in self.questions.waiting(&self.diagrams, &open, &state.full, &state.skipped) {
            if !order.contains(&fact) {
                order.push(fact);
            }
        }
        for day in self.days_to_ask(state, standing) {
            if !order.contains(&day) {
                order.push(day);
            }
        }
        order
    }

    fn asked(&self, fact: &FactId, state: &State, standing: &mut Standing<'_>) -> Question {
        let mut decides: Vec<(Outcome, Vec<Citation>)> = Vec::new();
        let mut touched = Vec::new();
        for (number, compiled) in standing.hanging_on(&self.outcomes, fact) {
            touched.push(number);
            if !decides.iter().any(|(outcome, _)| outcome == &compiled.outcome) {
                decides.push((compiled.outcome.clone(), compiled.law.clone()));
            }
        }
        for (day, permit, law) in self.filing_days(&self.needed(standing), state) {
            if &day == fact {
                decides.push((Outcome::FilingDay(permit), law));
            }
        }
        Question { fact: fact.clone(), decides, effects: self.effects(fact, state, &touched) }
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
