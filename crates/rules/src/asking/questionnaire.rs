//! Questions about conditions: outcomes of several values, settled when only one value is left.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagram::Bounds;
use crate::{Condition, Diagram, Diagrams, FactId, Knowledge, Scope, Ternary, Value};

use super::{Asked, Expected, Next, Questions};

/// An outcome of several values: that of the first condition that holds, or the one left over.
#[derive(Clone, Debug)]
pub struct Several {
    pub name: String,
    /// Each value with the condition under which it comes out, unless an earlier one holds.
    pub values: Vec<(String, Condition)>,
    /// What comes out when none holds.
    pub otherwise: String,
}

/// How one outcome stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    Settled(String),
    /// The values that can still come out.
    Open(Vec<String>),
}

/// Conditions compiled into questions: which outcomes are open, and what to ask next.
#[derive(Clone, Debug)]
pub struct Questionnaire {
    diagrams: Diagrams,
    questions: Questions,
    /// Each outcome: its values with the diagram under which each comes out.
    outcomes: Vec<Vec<(String, Diagram)>>,
    open: Vec<Diagram>,
}

impl Questionnaire {
    /// `asked`: what somebody can be asked for, in the author's order, and the condition under which a fact is asked
    /// at all. Parameters and derived facts as for [`Diagrams::compile`].
    pub fn new(
        outcomes: &[Several],
        asked: &[(Asked, Option<Condition>)],
        bounds: &BTreeMap<FactId, Bounds>,
        parameters: &dyn Knowledge,
        derived: &BTreeMap<FactId, Condition>,
        types: &dyn Scope,
    ) -> Questionnaire {
        let order: Vec<FactId> = asked.iter().map(|(one, _)| one.fact.clone()).collect();
        let gates = asked.iter().filter_map(|(_, only_if)| only_if.as_ref());
        let conditions: Vec<&Condition> =
            outcomes.iter().flat_map(|outcome| outcome.values.iter().map(|(_, c)| c)).chain(gates).collect();
        let (mut diagrams, compiled) = Diagrams::compile(&conditions, parameters, derived, &order, types);
        let mut compiled = compiled.into_iter();
        let never = diagrams.never();
        let mut standing = Vec::with_capacity(outcomes.len());
        let mut open = Vec::new();
        for outcome in outcomes {
            let mut left = diagrams.always();
            let mut values: Vec<(String, Diagram)> = Vec::new();
            for (value, _) in &outcome.values {
                let condition = compiled.next().unwrap_or(never);
                let here = diagrams.and(left, condition);
                let not = diagrams.not(condition);
                left = diagrams.and(left, not);
                add(&mut diagrams, &mut values, value, here);
            }
            add(&mut diagrams, &mut values, &outcome.otherwise, left);
            for (_, diagram) in &mut values {
                *diagram = diagrams.within(*diagram, bounds);
                open.push(*diagram);
            }
            standing.push(values);
        }
        let mut ready = Vec::with_capacity(asked.len());
        for (one, only_if) in asked {
            let gate = only_if.as_ref().map(|_| compiled.next().unwrap_or(never));
            let gate = gate.map(|gate| diagrams.within(gate, bounds));
            ready.push(Asked { only_if: gate, ..one.clone() });
        }
        let questions = Questions::new(&diagrams, &ready, bounds);
        Questionnaire { diagrams, questions, outcomes: standing, open }
    }

    /// How each outcome stands, in the order in which they were given.
    pub fn standing(&self, known: &BTreeMap<FactId, Value>) -> Vec<Standing> {
        let mut under = self.diagrams.under(known);
        let mut standing = Vec::with_capacity(self.outcomes.len());
        for values in &self.outcomes {
            let possible: Vec<(&String, Ternary)> = values
                .iter()
                .map(|(value, d)| (value, under.truth(*d)))
                .filter(|(_, t)| *t != Ternary::False)
                .collect();
            standing.push(match possible.as_slice() {
                [(value, _)] => Standing::Settled((*value).clone()),
                _ => Standing::Open(possible.into_iter().map(|(value, _)| value.clone()).collect()),
            });
        }
        standing
    }

    /// The next question; none when nothing that can be asked still matters.
    pub fn next(&self, known: &BTreeMap<FactId, Value>, skipped: &BTreeSet<FactId>) -> Option<Next> {
        self.questions.next(&self.diagrams, &self.open, known, skipped)
    }

    /// Every fact that can be asked now and still matters, the next one first.
    pub fn all_open(&self, known: &BTreeMap<FactId, Value>, skipped: &BTreeSet<FactId>) -> Vec<FactId> {
        self.questions.all_open(&self.diagrams, &self.open, known, skipped)
    }

    /// How many questions are expected from here on.
    pub fn expected(&self, known: &BTreeMap<FactId, Value>, skipped: &BTreeSet<FactId>) -> Expected {
        self.questions.expected(&self.diagrams, &self.open, known, skipped)
    }

    /// The diagrams underneath, for their sizes and for what fell back.
    pub fn diagrams(&self) -> &Diagrams {
        &self.diagrams
    }
}

/// One value may come out of several conditions.
fn add(diagrams: &mut Diagrams, values: &mut Vec<(String, Diagram)>, value: &str, here: Diagram) {
    match values.iter_mut().find(|(known, _)| known == value) {
        Some((_, diagram)) => *diagram = diagrams.or(*diagram, here),
        None => values.push((value.to_owned(), here)),
    }
}
