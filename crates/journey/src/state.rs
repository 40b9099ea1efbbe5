//! What is known, completed and put into cells, so that one answer more changes only what hangs on it.

use std::collections::{BTreeMap, BTreeSet};

use rules::{Bounds, FactId, Placed, Value};

use crate::assess::Prepared;
use crate::known::Known;

/// What is known, as diagrams and slices see it.
#[derive(Clone)]
pub(crate) struct State {
    /// With derived facts.
    pub full: BTreeMap<FactId, Value>,
    pub skipped: BTreeSet<FactId>,
    /// A known value lies beyond what the catalogue says its fact can be.
    pub beyond_bounds: bool,
    /// The same facts as the slices see them.
    pub placed: Placed,
}

impl State {
    pub fn of(prepared: &Prepared, known: &Known) -> State {
        State::from(prepared, known.values(), known.skipped().cloned().collect())
    }

    /// As if one fact had not been answered.
    pub fn without(prepared: &Prepared, known: &Known, fact: &FactId) -> State {
        let mut told = known.values();
        told.remove(fact);
        State::from(prepared, told, known.skipped().filter(|skipped| *skipped != fact).cloned().collect())
    }

    fn from(prepared: &Prepared, told: BTreeMap<FactId, Value>, skipped: BTreeSet<FactId>) -> State {
        let is_beyond =
            |(fact, value): (&FactId, &Value)| prepared.bounds.get(fact).is_some_and(|bounds| is_beyond(bounds, value));
        let beyond_bounds = told.iter().any(is_beyond);
        let mut state = State { full: told, skipped, beyond_bounds, placed: Placed::default() };
        state.learn(prepared);
        prepared.slices.place_named(&state.full, &mut state.placed);
        state
    }

    /// The same with one fact that was not known.
    pub fn with(&self, prepared: &Prepared, fact: &FactId, value: &Value) -> State {
        let mut state = self.clone();
        state.skipped.remove(fact);
        state.beyond_bounds |= prepared.bounds.get(fact).is_some_and(|bounds| is_beyond(bounds, value));
        state.full.insert(fact.clone(), value.clone());
        let mut changed = state.learn(prepared);
        changed.push(fact.clone());
        for fact in changed {
            prepared.slices.put(&mut state.placed, &fact, &state.full);
        }
        state
    }

    /// Works out the derived facts that can be; which ones these are.
    fn learn(&mut self, prepared: &Prepared) -> Vec<FactId> {
        let mut all = Vec::new();
        loop {
            let learned: Vec<(FactId, Value)> = prepared
                .derived
                .iter()
                .filter(|(id, _)| !self.full.contains_key(*id))
                .filter_map(|(id, derive)| Some((id.clone(), derive.value(&(&self.full, &prepared.parameters))?)))
                .collect();
            if learned.is_empty() {
                return all;
            }
            all.extend(learned.iter().map(|(fact, _)| fact.clone()));
            self.full.extend(learned);
        }
    }
}

fn is_beyond(bounds: &Bounds, value: &Value) -> bool {
    bounds.low.as_ref().is_some_and(|low| value < low)
        || bounds.high.as_ref().is_some_and(|high| value > high)
        || bounds.whole && value.as_number().is_some_and(|number| !number.is_integer())
        || bounds.some && value.as_choices().is_some_and(|chosen| chosen.is_empty())
}
