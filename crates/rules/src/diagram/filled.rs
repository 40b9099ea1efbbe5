//! What is known, filled up with parameters and with derived facts that follow from it.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};

use crate::condition::{Evaluation, Expr};
use crate::{Condition, FactId, Knowledge, Type, Value};

/// Where values come from that nobody is asked for.
#[derive(Clone, Debug, Default)]
pub(super) struct Sources {
    pub parameters: BTreeMap<String, Value>,
    /// Derived facts that hang on no fact at all.
    pub constants: BTreeMap<FactId, Value>,
    conditions: Vec<Condition>,
    places: BTreeMap<FactId, usize>,
}

impl Sources {
    /// Takes the derived facts that the conditions reach. One that reaches itself is left out and so stays an ordinary
    /// fact: following a circle would never end, and reporting it is the catalogue's affair.
    pub(super) fn gather(
        conditions: &[&Condition],
        parameters: &dyn Knowledge,
        derived: &BTreeMap<FactId, Condition>,
    ) -> Sources {
        let mut sources = Sources::default();
        let mut finished = BTreeSet::new();
        for condition in conditions {
            sources.take_parameters(condition, parameters);
            for fact in condition.facts() {
                sources.visit(fact, parameters, derived, &mut Vec::new(), &mut finished);
            }
        }
        sources
    }

    fn take_parameters(&mut self, condition: &Condition, parameters: &dyn Knowledge) {
        for name in condition.parameters() {
            if let Some(value) = parameters.value(name) {
                self.parameters.insert(name.clone(), value.clone());
            }
        }
    }

    fn visit<'a>(
        &mut self,
        fact: &'a FactId,
        parameters: &dyn Knowledge,
        derived: &'a BTreeMap<FactId, Condition>,
        path: &mut Vec<&'a FactId>,
        finished: &mut BTreeSet<&'a FactId>,
    ) {
        let Some((fact, condition)) = derived.get_key_value(fact) else { return };
        if path.contains(&fact) {
            finished.insert(fact);
            return;
        }
        if finished.contains(fact) {
            return;
        }
        path.push(fact);
        for input in condition.facts() {
            self.visit(input, parameters, derived, path, finished);
        }
        path.pop();
        // Finished while still on the path: it reaches itself.
        if !finished.insert(fact) {
            return;
        }
        self.take_parameters(condition, parameters);
        self.places.insert(fact.clone(), self.conditions.len());
        self.conditions.push(condition.clone());
        if condition.facts().iter().all(|input| self.constants.contains_key(input)) {
            let value = condition.value(&(&self.constants, &self.parameters));
            self.constants.extend(value.map(|value| (fact.clone(), value)));
        }
    }

    pub(super) fn derived(&self, fact: &FactId) -> Option<&Condition> {
        self.places.get(fact).and_then(|at| self.conditions.get(*at))
    }

    pub(super) fn derived_facts(&self) -> impl Iterator<Item = (&FactId, &Condition)> {
        self.places.iter().filter_map(|(fact, at)| Some((fact, self.conditions.get(*at)?)))
    }

    /// Whether a derived fact is put in where its name stands.
    pub(super) fn expands(&self, fact: &FactId) -> bool {
        self.derived(fact).is_some_and(|condition| *condition.ty() == Type::Bool)
    }

    pub(super) fn expression(&self, fact: &FactId) -> Option<&Expr> {
        self.derived(fact).map(Condition::expr)
    }
}

/// Knowledge in which derived facts are worked out when first asked for, each once.
pub(super) struct Filled<'a> {
    known: &'a dyn Knowledge,
    sources: &'a Sources,
    worked_out: Vec<OnceCell<Option<Value>>>,
}

impl<'a> Filled<'a> {
    pub(super) fn new(known: &'a dyn Knowledge, sources: &'a Sources) -> Self {
        Filled { known, sources, worked_out: vec![OnceCell::new(); sources.conditions.len()] }
    }
}

impl Knowledge for Filled<'_> {
    fn value(&self, name: &str) -> Option<&Value> {
        if let Some(value) = self.known.value(name) {
            return Some(value);
        }
        if let Some(at) = self.sources.places.get(name) {
            let condition = self.sources.conditions.get(*at)?;
            let cell = self.worked_out.get(*at)?;
            return cell
                .get_or_init(|| Evaluation::new(self).value(condition.expr()).map(|value| value.into_owned()))
                .as_ref();
        }
        self.sources.parameters.get(name)
    }
}
