//! Why something applies or does not: the fewest facts that alone settle it, and the least that would turn it over.

use std::collections::BTreeMap;

use catalogue::Citation;
use rules::{FactId, Value};

use crate::assess::Prepared;
use crate::known::Known;
use crate::outcome::{Need, Outcome};
use crate::state::State;

/// Why one outcome is what it is.
#[derive(Clone, Debug)]
pub struct Why {
    pub need: Need,
    /// The fewest known facts whose values alone settle it; empty while it is open. No shorter set would do where at
    /// most twelve known facts are in question; beyond, none can be left out.
    pub reason: Vec<FactId>,
    /// The fewest facts that would have to be different for it to turn over, numbers moved as little as can be, and
    /// facts that would then matter. Empty while it is open, and where nothing turns it over.
    pub change: Vec<(FactId, Value)>,
    pub law: Vec<Citation>,
}

impl Prepared {
    /// Why a permit, duty or ban applies or does not; nothing for what the event does not have on its day.
    pub fn why(&self, outcome: &Outcome, known: &Known) -> Option<Why> {
        let state = State::of(self, known);
        let compiled = self.outcomes.iter().find(|compiled| &compiled.outcome == outcome)?;
        let diagram = compiled.diagram(&state);
        let need = Need::from(self.diagrams.under(&state.full).truth(diagram));
        let change = match need {
            Need::Open => Vec::new(),
            _ => self.nearest_change(diagram, &state),
        };
        Some(Why { need, reason: self.reason(diagram, need, &state), change, law: compiled.law.clone() })
    }

    /// The nearest change for every permit, duty and ban at once, as [`Why::change`] says it; those that are open, and
    /// those that nothing turns over, are left out.
    pub fn nearest_changes(&self, known: &Known) -> BTreeMap<Outcome, Vec<(FactId, Value)>> {
        let state = State::of(self, known);
        let is_told = |outcome: &Outcome| matches!(outcome, Outcome::Permit(_) | Outcome::Duty(_) | Outcome::Ban(_));
        let told = self.outcomes.iter().filter(|compiled| is_told(&compiled.outcome));
        let changes = told.map(|one| (one.outcome.clone(), self.nearest_change(one.diagram(&state), &state)));
        changes.filter(|(_, change)| !change.is_empty()).collect()
    }
}
