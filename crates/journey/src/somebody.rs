//! Conditions drawn together with what facts can be, so that an example is a person there could be.

use std::collections::{BTreeMap, BTreeSet};

use catalogue::{Catalogue, Fact, FactKind};
use rules::{Bounds, Condition, Day, Diagram, Diagrams, FactId, Scope, Ternary, Type, Value};
use rust_decimal::Decimal;

use crate::assess::inputs_of;

/// A question that needs more new nodes than this stays open.
const MOST_NODES: usize = 20_000;

/// The facts of several catalogues: a choice is one of what any of them offers.
pub(crate) struct Facts<'a>(pub &'a [&'a Catalogue]);

impl<'a> Facts<'a> {
    /// The definition in the last catalogue that has one.
    fn get(&self, id: &FactId) -> Option<(&'a Catalogue, &'a Fact)> {
        self.0.iter().rev().find_map(|catalogue| Some((*catalogue, catalogue.facts.get(id)?)))
    }
}

impl Scope for Facts<'_> {
    fn type_of(&self, name: &str) -> Option<Type> {
        let mut types = self.0.iter().filter_map(|catalogue| catalogue.facts.get(name)).map(|fact| fact.ty.clone());
        let first = types.next()?;
        Some(types.fold(first, |so_far, next| match (so_far, next) {
            (Type::Choice(a), Type::Choice(b)) => Type::Choice(joined(a, b)),
            (Type::Choices(a), Type::Choices(b)) => Type::Choices(joined(a, b)),
            (_, next) => next,
        }))
    }

    fn names(&self) -> Vec<String> {
        self.0.iter().flat_map(|catalogue| catalogue.facts.keys()).map(ToString::to_string).collect()
    }
}

fn joined(mut ids: Vec<String>, more: Vec<String>) -> Vec<String> {
    for id in more {
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
    ids
}

/// Whether anybody is meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Somebody {
    /// Nobody there can be.
    Nobody,
    /// For example this person; what is not given may be anything.
    This(BTreeMap<FactId, Value>),
    /// It hangs on several facts or rows at once, or is too tangled: perhaps somebody.
    Perhaps,
}

/// Conditions as diagrams, with what facts can be.
pub(crate) struct Drawn {
    pub diagrams: Diagrams,
    made: Vec<Diagram>,
    /// For each fact: its range, and that of several choices one is chosen.
    ranges: BTreeMap<FactId, Diagram>,
    /// For each fact: for whom it is asked at all.
    asked: BTreeMap<FactId, Diagram>,
    /// Facts that are counted in whole numbers.
    whole: BTreeMap<FactId, Bounds>,
    /// The distance of two neighbouring values as they are written.
    steps: BTreeMap<FactId, Decimal>,
}

impl Drawn {
    /// The conditions have parameters and derived facts put in already; `day` is that of the law by which facts are asked.
    pub fn of(catalogues: &[&Catalogue], conditions: &[&Condition], day: Day) -> Drawn {
        let facts = Facts(catalogues);
        let nothing: BTreeMap<FactId, Value> = BTreeMap::new();
        let read: BTreeSet<FactId> =
            conditions.iter().flat_map(|condition| condition.facts().iter().cloned()).collect();
        let mut more: Vec<Condition> = Vec::new();
        let mut what = Vec::new();
        for fact in &read {
            let Some((catalogue, fact)) = facts.get(fact) else { continue };
            if let Some(range) = range(fact, &facts).and_then(|text| Condition::parse(&text, &facts).ok()) {
                more.push(range);
                what.push((fact.id.clone(), true));
            }
            let (parameters, derived) = (catalogue.parameters_on(day), catalogue.derived());
            if let Some(asked) = fact.only_if.as_ref().and_then(|asked| asked.expanded(&parameters, &derived)) {
                more.push(asked);
                what.push((fact.id.clone(), false));
            }
        }
        let all: Vec<&Condition> = conditions.iter().copied().chain(&more).collect();
        let mut order: Vec<FactId> = Vec::new();
        for catalogue in catalogues.iter().rev() {
            order.extend(catalogue.fact_order.iter().flat_map(|fact| inputs_of(catalogue, fact)));
        }
        let (diagrams, made) = Diagrams::compile(&all, &nothing, &BTreeMap::new(), &order, &facts);
        let (mut ranges, mut asked) = (BTreeMap::new(), BTreeMap::new());
        for ((fact, is_range), diagram) in what.into_iter().zip(made.iter().skip(conditions.len())) {
            if is_range { &mut ranges } else { &mut asked }.insert(fact, *diagram);
        }
        let is_count = |fact: &&FactId| facts.get(fact).is_some_and(|(_, fact)| fact.kind == FactKind::Count);
        let counted = Bounds { whole: true, ..Bounds::default() };
        let whole = read.iter().filter(is_count).map(|fact| (fact.clone(), counted.clone())).collect();
        let step = |fact: &FactId| Some((fact.clone(), step(facts.get(fact)?.1.kind)?));
        let steps = read.iter().filter_map(step).collect();
        Drawn { made: made.into_iter().take(conditions.len()).collect(), diagrams, ranges, asked, whole, steps }
    }

    /// The diagram of one of the conditions.
    pub fn diagram(&self, at: usize) -> Diagram {
        self.made.get(at).copied().unwrap_or(self.diagrams.never())
    }

    /// Somebody for whom the diagram says yes, within what facts can be and where possible one who is asked for them; with
    /// what was left of the diagram for that.
    pub fn real(&mut self, diagram: Diagram) -> Option<(Diagram, BTreeMap<FactId, Value>)> {
        let facts = self.diagrams.support(diagram);
        let (ranges, asked) = (&self.ranges, &self.asked);
        let found = self.diagrams.bounded(MOST_NODES, |diagrams| {
            let within = within(diagrams, diagram, &facts, ranges);
            let mut likely = within;
            for asked in facts.iter().filter_map(|fact| asked.get(fact)) {
                let both = diagrams.and(likely, *asked);
                likely = if both == diagrams.never() { likely } else { both };
            }
            match diagrams.example(likely) {
                Some(example) => Some((likely, example)),
                None => Some((within, diagrams.example(within)?)),
            }
        })??;
        let (likely, mut example) = found;
        let mut moved = false;
        for (fact, value) in &mut example {
            let Some((step, number)) = self.steps.get(fact).copied().zip(value.as_number()) else { continue };
            let Some(steps) = number.checked_div(step).filter(|steps| !steps.fract().is_zero()) else { continue };
            // Between two values that can be written nobody stands; the next one may be in the same place.
            *value = Value::Number(steps.ceil().checked_mul(step)?.normalize());
            moved = true;
        }
        let stays = !moved || self.diagrams.under(&example).truth(likely) == Ternary::True;
        stays.then_some((likely, example))
    }

    pub fn somebody(&mut self, at: usize) -> Option<(Diagram, BTreeMap<FactId, Value>)> {
        self.real(self.diagram(at))
    }

    /// Somebody for this diagram and for one more of the conditions.
    pub fn also(&mut self, so_far: Diagram, at: usize) -> Option<(Diagram, BTreeMap<FactId, Value>)> {
        let more = self.diagram(at);
        let both = self.diagrams.bounded(MOST_NODES, |diagrams| diagrams.and(so_far, more))?;
        if both == self.diagrams.never() { None } else { self.real(both) }
    }

    pub fn is_nobody(&mut self, at: usize) -> bool {
        self.none(self.diagram(at))
    }

    fn none(&mut self, diagram: Diagram) -> bool {
        let facts = self.diagrams.support(diagram);
        let (ranges, whole) = (&self.ranges, &self.whole);
        let left = self.diagrams.bounded(MOST_NODES, |diagrams| {
            let left = within(diagrams, diagram, &facts, ranges);
            // Between two whole numbers is nobody.
            diagrams.within(left, whole)
        });
        left == Some(self.diagrams.never())
    }

    /// Whether anybody is in the first condition and not in the second.
    pub fn in_but_not(&mut self, first: usize, second: usize) -> Somebody {
        let (first, second) = (self.diagram(first), self.diagram(second));
        let apart = self.diagrams.bounded(MOST_NODES, |diagrams| {
            let without = diagrams.not(second);
            diagrams.and(first, without)
        });
        let Some(apart) = apart else { return Somebody::Perhaps };
        if self.none(apart) {
            return Somebody::Nobody;
        }
        self.real(apart).map_or(Somebody::Perhaps, |(_, example)| Somebody::This(example))
    }
}

/// Who is in one of two conditions of a catalogue and not in the other: first in the first, then in the second.
/// Parameters and derived facts are put in as they are on the day; each may come from a catalogue of its own.
pub fn apart(first: (&Catalogue, &Condition), second: (&Catalogue, &Condition), day: Day) -> (Somebody, Somebody) {
    let put_in = |(catalogue, condition): (&Catalogue, &Condition)| {
        condition.expanded(&catalogue.parameters_on(day), &catalogue.derived())
    };
    let (Some(one), Some(other)) = (put_in(first), put_in(second)) else {
        return (Somebody::Perhaps, Somebody::Perhaps);
    };
    if one.text() == other.text() {
        return (Somebody::Nobody, Somebody::Nobody);
    }
    let mut drawn = Drawn::of(&[first.0, second.0], &[&one, &other], day);
    (drawn.in_but_not(0, 1), drawn.in_but_not(1, 0))
}

fn within(
    diagrams: &mut Diagrams,
    diagram: Diagram,
    facts: &BTreeSet<FactId>,
    ranges: &BTreeMap<FactId, Diagram>,
) -> Diagram {
    facts.iter().filter_map(|fact| ranges.get(fact)).fold(diagram, |within, range| diagrams.and(within, *range))
}

/// The distance of two neighbouring values as people write them; none where any number can be written.
pub(crate) fn step(kind: FactKind) -> Option<Decimal> {
    match kind {
        FactKind::Count => Some(Decimal::ONE),
        FactKind::Area | FactKind::Length | FactKind::Money => Some(Decimal::new(1, 2)),
        _ => None,
    }
}

/// What a fact can be at all, as a condition on it.
fn range(fact: &Fact, facts: &Facts<'_>) -> Option<String> {
    match facts.type_of(fact.id.as_str())? {
        Type::Number => {
            let (low, high) = crate::entry::range(fact);
            let low = low.map(|low| format!("{} >= {low}", fact.id));
            let high = high.map(|high| format!("{} <= {high}", fact.id));
            let ends: Vec<String> = low.into_iter().chain(high).collect();
            (!ends.is_empty()).then(|| ends.join(" && "))
        }
        Type::Choices(ids) => {
            let one = |id: &String| format!("\"{}\" in {}", id.replace('\\', "\\\\").replace('"', "\\\""), fact.id);
            Some(ids.iter().map(one).collect::<Vec<_>>().join(" || "))
        }
        _ => None,
    }
}
