//! What a fact can be beyond its type: cells that no value reaches count as the nearest one that some value does.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use rust_decimal::Decimal;
use rustc_hash::FxHashMap;

use crate::{FactId, Type, Value};

use super::nodes::{ALWAYS, NEVER};
use super::variable::{Cells, Cut, Test, Variable};
use super::{Diagram, Diagrams};

/// What values a fact can have beyond what its type says. Without any bound every value of the type.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bounds {
    /// The least value, itself included: a number or a day.
    pub low: Option<Value>,
    /// The greatest value, itself included.
    pub high: Option<Value>,
    /// Numbers are whole.
    pub whole: bool,
    /// Of several choices at least one is chosen.
    pub some: bool,
}

impl Bounds {
    fn is_none(&self) -> bool {
        *self == Bounds::default()
    }
}

impl Variable {
    /// For each cell, whether some value of the fact lies in it. A whole comparison can always be either.
    pub(crate) fn possible(&self, bounds: &BTreeMap<FactId, Bounds>) -> Vec<bool> {
        let Test::Fact(fact, Cells::Along { cuts, representatives }) = &self.test else {
            return vec![true; self.cells()];
        };
        let Some(bounds) = bounds.get(fact).filter(|bounds| !bounds.is_none()) else {
            return vec![true; representatives.len()];
        };
        let possible: Vec<bool> = (0..representatives.len())
            .map(|cell| {
                let below = cell.checked_sub(1).and_then(|before| cuts.get(before));
                holds_a_value(below, cuts.get(cell), bounds)
            })
            .collect();
        // A range that holds nothing at all is a flaw of the catalogue, not of the question.
        if possible.contains(&true) { possible } else { vec![true; representatives.len()] }
    }
}

/// Whether a value lies after one cut, up to another, and within bounds.
fn holds_a_value(after: Option<&Cut>, until: Option<&Cut>, bounds: &Bounds) -> bool {
    // Each end: the value, and whether it belongs to the piece itself.
    let lows = after.map(|cut| (&cut.at, !cut.after)).into_iter().chain(bounds.low.as_ref().map(|low| (low, true)));
    let highs = until.map(|cut| (&cut.at, cut.after)).into_iter().chain(bounds.high.as_ref().map(|high| (high, true)));
    let lows: Vec<(&Value, bool)> = lows.collect();
    let highs: Vec<(&Value, bool)> = highs.collect();
    let least = lows.iter().filter_map(|(value, itself)| first_from(value, *itself, bounds.whole)).max();
    let most = highs.iter().filter_map(|(value, itself)| last_to(value, *itself, bounds.whole)).min();
    match (least, most) {
        (Some((low, open_low)), Some((high, closed_high))) => low < high || (low == high && !open_low && closed_high),
        _ => true,
    }
}

/// The least value from here on, and whether it only lies beyond: ordered so that the greatest is the binding one.
fn first_from(value: &Value, itself: bool, whole: bool) -> Option<(Value, bool)> {
    match value {
        Value::Number(n) if whole => {
            let up = n.ceil();
            let next = if up == *n && !itself { up.checked_add(Decimal::ONE)? } else { up };
            Some((Value::Number(next), false))
        }
        Value::Day(day) => Some((Value::Day(if itself { *day } else { day.plus_days(1) }), false)),
        other => Some((other.clone(), !itself)),
    }
}

/// The greatest value up to here, and whether it is reached: ordered so that the least is the binding one.
fn last_to(value: &Value, itself: bool, whole: bool) -> Option<(Value, bool)> {
    match value {
        Value::Number(n) if whole => {
            let down = n.floor();
            let before = if down == *n && !itself { down.checked_sub(Decimal::ONE)? } else { down };
            Some((Value::Number(before), true))
        }
        Value::Day(day) => Some((Value::Day(if itself { *day } else { day.plus_days(-1) }), true)),
        other => Some((other.clone(), itself)),
    }
}

impl Diagrams {
    /// The diagram for facts that keep their bounds: it depends on a fact exactly when two values within the bounds
    /// lead to different outcomes. A value beyond them counts as some value within.
    pub fn within(&mut self, diagram: Diagram, bounds: &BTreeMap<FactId, Bounds>) -> Diagram {
        let mut trimming = Trimming { bounds, instead: FxHashMap::default(), moved: FxHashMap::default() };
        let trimmed = self.trimmed(diagram.0, &mut trimming);
        self.some_of_each(trimmed, bounds)
    }

    fn trimmed(&mut self, id: u32, trimming: &mut Trimming<'_>) -> u32 {
        if id <= ALWAYS {
            return id;
        }
        if let Some(known) = trimming.moved.get(&id) {
            return *known;
        }
        let Some((variable, children)) = self.nodes.node(id) else { return NEVER };
        let children = children.to_vec();
        let from = Rc::clone(trimming.instead.entry(variable).or_insert_with(|| {
            let possible = self.variables.get(variable as usize).map(|variable| variable.possible(trimming.bounds));
            instead(&possible.unwrap_or_default()).into()
        }));
        let mut kept = Vec::with_capacity(children.len());
        for cell in 0..children.len() {
            let from = from.get(cell).copied().unwrap_or(cell);
            let child = children.get(from).copied().unwrap_or(NEVER);
            kept.push(self.trimmed(child, trimming));
        }
        let made = self.nodes.make(variable, &kept);
        trimming.moved.insert(id, made);
        made
    }

    /// Where none of all ids of a fact is chosen although one must be, the first counts as chosen.
    fn some_of_each(&mut self, id: u32, bounds: &BTreeMap<FactId, Bounds>) -> Diagram {
        let mut made = id;
        for (fact, members) in self.all_ids_asked(bounds) {
            if !self.support(Diagram(made)).contains(&fact) {
                continue;
            }
            let mut first_chosen = made;
            let mut none = ALWAYS;
            for (at, variable) in members.iter().enumerate() {
                first_chosen =
                    self.nodes.restrict(first_chosen, *variable, u32::from(at == 0), &mut FxHashMap::default());
                let absent = self.nodes.make(*variable, &[ALWAYS, NEVER]);
                none = self.nodes.and(none, absent);
            }
            let some = self.nodes.not(none);
            let (here, there) = (self.nodes.and(some, made), self.nodes.and(none, first_chosen));
            made = self.nodes.or(here, there);
        }
        Diagram(made)
    }

    /// The facts of several choices of which one must be chosen and every id is asked about, with their variables.
    fn all_ids_asked(&self, bounds: &BTreeMap<FactId, Bounds>) -> Vec<(FactId, Vec<u32>)> {
        let mut found = Vec::new();
        for (fact, _) in bounds.iter().filter(|(_, bounds)| bounds.some) {
            let Some(Type::Choices(ids)) = self.types.get(fact) else { continue };
            let mut asked = BTreeSet::new();
            let mut variables = Vec::new();
            for (number, variable) in (0u32..).zip(&self.variables) {
                if let Test::Member(of, id) = &variable.test
                    && of == fact
                {
                    asked.insert(id);
                    variables.push(number);
                }
            }
            if !variables.is_empty() && ids.iter().all(|id| asked.contains(id)) {
                found.push((fact.clone(), variables));
            }
        }
        found
    }
}

/// One diagram on its way into bounds.
struct Trimming<'a> {
    bounds: &'a BTreeMap<FactId, Bounds>,
    /// By variable: for each cell the one to look at instead.
    instead: FxHashMap<u32, Rc<[usize]>>,
    moved: FxHashMap<u32, u32>,
}

/// For each cell the cell to look at instead: itself when possible, or the nearest that is.
fn instead(possible: &[bool]) -> Vec<usize> {
    let nearest = |cell: usize| {
        let apart = |other: &usize| other.abs_diff(cell);
        (0..possible.len()).filter(|other| possible.get(*other) == Some(&true)).min_by_key(apart).unwrap_or(cell)
    };
    (0..possible.len()).map(nearest).collect()
}
