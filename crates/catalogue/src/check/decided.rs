//! What conditions decide, worked out once for all checks: every outcome of every condition, exactly.
//!
//! Conditions, their parts and the ranges of facts become decision diagrams over the latest value of each parameter.
//! Every question here is answered exactly or not at all: where the bound on the size of diagrams is met, or where a
//! comparison over several facts is taken as a whole, the answer is nothing, and `not-decided` says so once.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashSet};

use rules::{Condition, Diagram, Diagrams, FactId, Ternary, Value};

use rust_decimal::Decimal;

use super::Draft;
use super::parts::{Part, parts};
use crate::outline::Stated;
use crate::types::parameter_value;
use crate::{Place, kind, written};

/// One question may make this many nodes.
const MOST_NODES_ASKED: usize = 20_000;
/// All questions together may make this many; a catalogue of a thousand permits needs a tenth.
const MOST_NODES: usize = 2_000_000;
/// A condition of more parts than this is only looked at as a whole.
pub(super) const MOST_PARTS: usize = 48;

#[derive(Debug)]
pub(crate) struct Decided {
    diagrams: RefCell<Diagrams>,
    /// By place and text, like the conditions themselves.
    whole: BTreeMap<(Place, String), Diagram>,
    /// Parts by their text.
    part: BTreeMap<String, Diagram>,
    /// The answers that a fact accepts, by its name.
    range: BTreeMap<FactId, Diagram>,
    /// Whether a row of a table fits, by the table's fact and the number of the row.
    row: BTreeMap<(String, usize), Diagram>,
    /// Conditions too tangled for diagrams of their own.
    tangled: HashSet<Diagram>,
    /// Whether some question was left open because of the bound.
    open: RefCell<BTreeSet<Place>>,
}

impl Decided {
    pub fn of(draft: &Draft) -> Self {
        let mut texts: Vec<Key> = Vec::new();
        let mut conditions: Vec<Condition> = Vec::new();
        let mut parts_seen = BTreeSet::new();
        for stated in draft.outline.conditions.iter().filter(|stated| !stated.role.computes()) {
            let Some(condition) = draft.conditions.of_stated(stated) else { continue };
            texts.push(Key::Whole((stated.place.clone(), stated.text.to_owned())));
            conditions.push(condition.clone());
        }
        let wholes = conditions.len();
        for fact in &draft.outline.facts {
            let Some(text) = range_of(fact.it) else { continue };
            let Ok(condition) = Condition::parse(&text, &draft.types) else { continue };
            texts.push(Key::Range(FactId::new(fact.it.fact.get())));
            conditions.push(condition);
        }
        for at in 0..wholes {
            let text = conditions[at].text().to_owned();
            let leaves = parts(&text).leaves();
            for leaf in leaves.into_iter().take(MOST_PARTS).filter_map(|leaf| text.get(leaf)) {
                if parts_seen.insert(leaf.to_owned())
                    && let Ok(condition) = Condition::parse(leaf, &draft.types)
                {
                    texts.push(Key::Part(leaf.to_owned()));
                    conditions.push(condition);
                }
            }
        }
        for (name, table) in &draft.tables.read {
            for (number, (fits, _)) in table.rows.iter().enumerate() {
                texts.push(Key::Row((*name).to_owned(), number));
                conditions.push(fits.clone());
            }
        }
        let derived = draft.derived_conditions();
        let order: Vec<FactId> = draft.outline.facts.iter().map(|fact| FactId::new(fact.it.fact.get())).collect();
        let all: Vec<&Condition> = conditions.iter().collect();
        let (diagrams, outcomes) = Diagrams::compile(&all, &latest(draft), &derived, &order, &draft.types);
        let tangled = diagrams.fell_back().iter().filter_map(|at| outcomes.get(*at).copied()).collect();
        let mut decided = Decided {
            diagrams: RefCell::new(diagrams),
            whole: BTreeMap::new(),
            part: BTreeMap::new(),
            range: BTreeMap::new(),
            row: BTreeMap::new(),
            tangled,
            open: RefCell::default(),
        };
        for (key, outcome) in texts.into_iter().zip(outcomes) {
            match key {
                Key::Whole(key) => drop(decided.whole.insert(key, outcome)),
                Key::Part(text) => drop(decided.part.insert(text, outcome)),
                Key::Range(fact) => drop(decided.range.insert(fact, outcome)),
                Key::Row(fact, number) => drop(decided.row.insert((fact, number), outcome)),
            }
        }
        decided
    }

    pub fn stated(&self, stated: &Stated) -> Option<Diagram> {
        self.whole.get(&(stated.place.clone(), stated.text.to_owned())).copied()
    }

    /// A condition as it is written at a place.
    pub fn at(&self, place: &Place, text: &str) -> Option<Diagram> {
        self.whole.get(&(place.clone(), text.to_owned())).copied()
    }

    pub fn part(&self, text: &str) -> Option<Diagram> {
        self.part.get(text).copied()
    }

    /// Where a row of a table fits, among applicants whose answers are accepted.
    pub fn row(&self, fact: &str, number: usize) -> Option<Diagram> {
        self.accepted(self.row.get(&(fact.to_owned(), number)).copied()?)
    }

    pub fn always(&self) -> Diagram {
        self.diagrams.borrow().always()
    }

    pub fn never(&self) -> Diagram {
        self.diagrams.borrow().never()
    }

    /// Whether nobody can have the outcome.
    pub fn is_never(&self, diagram: Diagram) -> bool {
        diagram == self.never()
    }

    pub fn and(&self, a: Diagram, b: Diagram) -> Option<Diagram> {
        self.bounded(|diagrams| diagrams.and(a, b))
    }

    pub fn or(&self, a: Diagram, b: Diagram) -> Option<Diagram> {
        self.bounded(|diagrams| diagrams.or(a, b))
    }

    pub fn all(&self, of: impl IntoIterator<Item = Diagram>) -> Option<Diagram> {
        of.into_iter().try_fold(self.always(), |so_far, one| self.and(so_far, one))
    }

    pub fn any(&self, of: impl IntoIterator<Item = Diagram>) -> Option<Diagram> {
        of.into_iter().try_fold(self.never(), |so_far, one| self.or(so_far, one))
    }

    /// Holds where `a` does and `b` does not.
    pub fn without(&self, a: Diagram, b: Diagram) -> Option<Diagram> {
        self.bounded(|diagrams| {
            let not = diagrams.not(b);
            diagrams.and(a, not)
        })
    }

    /// Only for applicants whose answers are accepted: within the smallest and the largest value of each fact.
    pub fn accepted(&self, diagram: Diagram) -> Option<Diagram> {
        let facts = self.diagrams.borrow().support(diagram);
        let ranges: Vec<Diagram> = facts.iter().filter_map(|fact| self.range.get(fact).copied()).collect();
        ranges.into_iter().try_fold(diagram, |so_far, range| self.and(so_far, range))
    }

    /// Nobody whose answers are accepted can have the outcome.
    pub fn cannot_be(&self, diagram: Diagram) -> Option<bool> {
        self.accepted(diagram).map(|left| self.is_never(left))
    }

    /// Everybody whose answers are accepted and who has the first outcome has the second.
    pub fn implies(&self, a: Diagram, b: Diagram) -> Option<bool> {
        self.cannot_be(self.without(a, b)?)
    }

    /// Somebody who has the outcome, in words: `shop.area = 600, shop.district = dunes`.
    pub fn somebody(&self, diagram: Diagram) -> Option<String> {
        let example = self.diagrams.borrow().example(diagram)?;
        Some(example.iter().map(|(fact, value)| format!("{fact} = {}", shown(value))).collect::<Vec<_>>().join(", "))
    }

    /// What is left of an outcome when some facts are known.
    pub fn truth_under(&self, diagram: Diagram, known: &BTreeMap<FactId, Value>) -> Ternary {
        self.diagrams.borrow().under(known).truth(diagram)
    }

    /// Whether this condition could be taken apart.
    pub fn is_tangled(&self, diagram: Diagram) -> bool {
        self.tangled.contains(&diagram)
    }

    /// Whether some condition, or some part of one, could not.
    pub fn is_anything_tangled(&self) -> bool {
        !self.tangled.is_empty()
    }

    /// Notes that a question about this place was left open.
    pub fn leave_open(&self, place: &Place) {
        self.open.borrow_mut().insert(place.clone());
    }

    pub fn left_open(&self) -> BTreeSet<Place> {
        self.open.borrow().clone()
    }

    fn bounded<T>(&self, work: impl FnOnce(&mut Diagrams) -> T) -> Option<T> {
        let mut diagrams = self.diagrams.borrow_mut();
        let most = MOST_NODES_ASKED.min(MOST_NODES.saturating_sub(diagrams.nodes()));
        diagrams.bounded(most, work)
    }

    /// A condition with one of its parts taken out; `leaf` counts parts in reading order.
    pub fn with_parts(&self, text: &str, keep: &dyn Fn(usize) -> bool) -> Option<Diagram> {
        let mut count = 0;
        self.joined(text, &parts(text), keep, &mut count)?.or_else(|| Some(self.always()))
    }

    /// Nothing (inside) when all parts were taken out; nothing (outside) when it cannot be said.
    fn joined(
        &self,
        text: &str,
        part: &Part,
        keep: &dyn Fn(usize) -> bool,
        count: &mut usize,
    ) -> Option<Option<Diagram>> {
        let mut inner = |all: &[Part]| -> Option<Vec<Diagram>> {
            let made: Option<Vec<_>> = all.iter().map(|part| self.joined(text, part, keep, count)).collect();
            Some(made?.into_iter().flatten().collect())
        };
        Some(match part {
            Part::All(all) => match inner(all)? {
                kept if kept.is_empty() => None,
                kept => Some(self.all(kept)?),
            },
            Part::Any(all) => match inner(all)? {
                kept if kept.is_empty() => None,
                kept => Some(self.any(kept)?),
            },
            Part::One(range) => {
                let number = *count;
                *count += 1;
                match keep(number) {
                    true => Some(self.part(text.get(range.clone())?)?),
                    false => None,
                }
            }
        })
    }
}

enum Key {
    Whole((Place, String)),
    Part(String),
    Range(FactId),
    Row(String, usize),
}

/// The answers a number accepts, as a condition.
fn range_of(fact: &written::Fact) -> Option<String> {
    if !matches!(fact.kind.as_str(), "number" | "count" | "area" | "length" | "money") {
        return None;
    }
    let number = |at: &Option<crate::source::At<String>>| at.as_ref().and_then(|at| at.trim().parse::<Decimal>().ok());
    // Turned round, it is another mistake.
    if number(&fact.min).zip(number(&fact.max)).is_some_and(|(min, max)| min > max) {
        return None;
    }
    let name = fact.fact.get();
    let low = fact.min.as_ref().map(|min| format!("{name} >= {}", min.trim()));
    let high = fact.max.as_ref().map(|max| format!("{name} <= {}", max.trim()));
    let both: Vec<String> = low.into_iter().chain(high).collect();
    (!both.is_empty()).then(|| both.join(" && "))
}

/// The latest value of every parameter.
pub(super) fn latest(draft: &Draft) -> BTreeMap<FactId, Value> {
    let values = draft.outline.parameters.iter().filter_map(|parameter| {
        let last = parameter.it.values.iter().max_by_key(|value| value.from.get())?;
        let name = format!("{}{}", kind::PARAMETER_PREFIX, parameter.it.parameter.get());
        Some((FactId::new(name), parameter_value(&last.value)))
    });
    values.collect()
}

/// A value as an author writes it.
fn shown(value: &Value) -> String {
    match value {
        Value::Bool(true) => "yes".to_owned(),
        Value::Bool(false) => "no".to_owned(),
        Value::Number(number) => number.normalize().to_string(),
        Value::Day(day) => day.to_string(),
        Value::Text(text) => text.clone(),
        Value::Choices(ids) if ids.is_empty() => "nothing chosen".to_owned(),
        Value::Choices(ids) => ids.join(" and "),
        Value::Rows(rows) => format!("{} rows", rows.len()),
    }
}
