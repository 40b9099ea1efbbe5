//! The outcomes of one event as diagrams: each within what its facts can be, and each authority that may decide.

use std::collections::{BTreeMap, BTreeSet};

use catalogue::{AuthorityId, Catalogue, Citation, Event, Fact, FactKind, PermitId};
use rules::{Asked, Bounds, Condition, Day, Diagram, Diagrams, FactId, Questions, Scope, Slices, Type, Value};

use crate::assess::inputs_of;
use crate::outcome::Outcome;
use crate::state::State;

/// One outcome with its diagram.
pub(crate) struct Compiled {
    pub outcome: Outcome,
    /// Within what its facts can be.
    within: Diagram,
    /// As the law says it: for a register that knows a value beyond that.
    beyond: Diagram,
    /// The number of the condition where all are answered together; nothing where the outcome is not one condition.
    pub slice: Option<usize>,
    pub law: Vec<Citation>,
    /// For a finding: the value it has when the diagram holds.
    pub value: Option<Value>,
    /// A duty before which nothing else is settled.
    pub comes_first: bool,
}

impl Compiled {
    pub fn diagram(&self, state: &State) -> Diagram {
        if state.beyond_bounds { self.beyond } else { self.within }
    }

    /// As the law says it, whatever its facts can be.
    pub fn beyond(&self) -> Diagram {
        self.beyond
    }

    /// Whether a question is worth asking for it. Nobody decides about a duty: while it is open it is shown as one that
    /// may apply, which costs a line instead of a question. So no question is asked that changes duties only, unless
    /// the duty comes before everything else.
    pub fn is_asked(&self) -> bool {
        self.comes_first || !matches!(self.outcome, Outcome::Duty(_))
    }
}

/// An outcome before it has a diagram.
pub(crate) struct Listed<'a> {
    outcome: Outcome,
    condition: Condition,
    law: &'a [Citation],
    /// For a permit: who decides it in special cases, the first that holds.
    decided_by: Vec<(&'a AuthorityId, &'a Condition, &'a [Citation])>,
    /// For a permit: who decides it otherwise.
    usual: Option<&'a AuthorityId>,
    value: Option<Value>,
    comes_first: bool,
}

impl<'a> Listed<'a> {
    fn plain(outcome: Outcome, condition: &Condition, law: &'a [Citation]) -> Self {
        let condition = condition.clone();
        Listed { outcome, condition, law, decided_by: Vec::new(), usual: None, value: None, comes_first: false }
    }
}

/// What holds on the day, as the event lists it.
pub(crate) fn listed<'a>(catalogue: &'a Catalogue, event: &Event, on: Day) -> Vec<Listed<'a>> {
    let mut listed = Vec::new();
    for permit in event.permits.iter().filter_map(|id| catalogue.permits.get(id)) {
        if Catalogue::holds_on(permit.in_force_from, permit.in_force_until, on) {
            let decided_by = permit.decided_by.iter().map(|d| (&d.authority, &d.applies, d.law.as_slice())).collect();
            let outcome = Outcome::Permit(permit.id.clone());
            let usual = Some(&permit.authority);
            let plain = Listed::plain(outcome, &permit.needed, &permit.needed_law);
            listed.push(Listed { decided_by, usual, ..plain });
        }
    }
    for duty in event.duties.iter().filter_map(|id| catalogue.duties.get(id)) {
        if Catalogue::holds_on(duty.in_force_from, duty.in_force_until, on) {
            let outcome = Outcome::Duty(duty.id.clone());
            let plain = Listed::plain(outcome, &duty.applies, &duty.law);
            listed.push(Listed { comes_first: duty.comes_first, ..plain });
        }
    }
    for ban in event.bans.iter().filter_map(|id| catalogue.bans.get(id)) {
        if Catalogue::holds_on(ban.in_force_from, ban.in_force_until, on) {
            let outcome = Outcome::Ban(ban.id.clone());
            listed.push(Listed::plain(outcome, &ban.applies, &ban.law));
        }
    }
    for fact in event.settles.iter().filter_map(|id| catalogue.facts.get(id)) {
        for (value, condition) in values_of(catalogue, fact) {
            let plain = Listed::plain(Outcome::Finding(fact.id.clone()), &condition, &[]);
            listed.push(Listed { value: Some(value), ..plain });
        }
    }
    listed
}

/// Each value that a computed fact can have, with the condition that it has it.
fn values_of(catalogue: &Catalogue, fact: &Fact) -> Vec<(Value, Condition)> {
    let scope = CatalogueScope(catalogue);
    let values: Vec<(Value, String)> = match &fact.ty {
        Type::Bool => vec![(Value::Bool(true), fact.id.to_string()), (Value::Bool(false), format!("!{}", fact.id))],
        Type::Choice(ids) => ids
            .iter()
            .map(|id| {
                let quoted = id.replace('\\', "\\\\").replace('"', "\\\"");
                (Value::text(id), format!("{} == \"{quoted}\"", fact.id))
            })
            .collect(),
        _ => Vec::new(),
    };
    values.into_iter().filter_map(|(value, text)| Some((value, Condition::parse(&text, &scope).ok()?))).collect()
}

pub(crate) struct CatalogueScope<'a>(pub &'a Catalogue);

impl Scope for CatalogueScope<'_> {
    fn type_of(&self, name: &str) -> Option<Type> {
        self.0.facts.get(name).map(|f| f.ty.clone())
    }

    fn names(&self) -> Vec<String> {
        self.0.facts.keys().map(ToString::to_string).collect()
    }
}

/// The outcomes of an event, compiled, with what can be asked about them.
pub(crate) struct Compilation {
    pub diagrams: Diagrams,
    pub slices: Slices,
    pub outcomes: Vec<Compiled>,
    pub questions: Questions,
}

/// Compiles all outcomes together, and the conditions under which facts are asked at all. `order`: the author's.
pub(crate) fn compiled(
    catalogue: &Catalogue,
    event: &Event,
    listed: &[Listed<'_>],
    parameters: &BTreeMap<FactId, Value>,
    bounds: &BTreeMap<FactId, Bounds>,
    order: &[FactId],
) -> Compilation {
    let mut conditions: Vec<&Condition> = Vec::new();
    for one in listed {
        conditions.push(&one.condition);
        conditions.extend(one.decided_by.iter().map(|(_, applies, _)| *applies));
    }
    let alone: Vec<&Condition> = listed.iter().map(|one| &one.condition).collect();
    let slices = Slices::compile(&alone, parameters, order);
    let askable = askable(catalogue, &conditions, order);
    conditions.extend(askable.iter().filter_map(|fact| fact.only_if.as_ref()));
    let (mut diagrams, all) =
        Diagrams::compile(&conditions, parameters, &catalogue.derived(), order, &CatalogueScope(catalogue));
    let mut ready = all.into_iter();
    let never = diagrams.never();
    let mut outcomes = Vec::new();
    let mut keep = |diagrams: &mut Diagrams, one: &Listed, outcome, beyond: Diagram, slice, law: Vec<Citation>| {
        let (within, value, comes_first) = (diagrams.within(beyond, bounds), one.value.clone(), one.comes_first);
        outcomes.push(Compiled { outcome, within, beyond, slice, law, value, comes_first });
    };
    for (number, one) in listed.iter().enumerate() {
        let needed = ready.next().unwrap_or(never);
        let special: Vec<Diagram> = one.decided_by.iter().filter_map(|_| ready.next()).collect();
        keep(&mut diagrams, one, one.outcome.clone(), needed, Some(number), one.law.to_vec());
        if let Outcome::Permit(permit) = &one.outcome {
            for (outcome, diagram, law) in deciding(&mut diagrams, permit, needed, one, &special) {
                keep(&mut diagrams, one, outcome, diagram, None, law);
            }
        }
    }
    let asked: Vec<Asked> = askable
        .into_iter()
        .map(|fact| {
            let gate = fact.only_if.as_ref().and_then(|_| ready.next());
            let only_if = gate.map(|gate| diagrams.within(gate, bounds));
            let early = event.first.contains(&fact.id);
            Asked { cost: cost(fact), only_if, early, ..Asked::new(fact.id.clone()) }
        })
        .collect();
    let questions = Questions::new(&diagrams, &asked, bounds);
    Compilation { diagrams, slices, outcomes, questions }
}

/// The facts somebody can be asked for before signing in, in the author's order: what the conditions hang on, and what
/// decides whether those are asked. Nothing personal, and nothing that is computed.
fn askable<'a>(catalogue: &'a Catalogue, conditions: &[&Condition], order: &[FactId]) -> Vec<&'a Fact> {
    let mut to_do: Vec<FactId> = conditions.iter().flat_map(|condition| condition.facts()).cloned().collect();
    let mut reached = BTreeSet::new();
    while let Some(next) = to_do.pop() {
        for fact in inputs_of(catalogue, &next) {
            let only_if = catalogue.facts.get(&fact).and_then(|definition| definition.only_if.as_ref());
            if reached.insert(fact) {
                to_do.extend(only_if.into_iter().flat_map(|condition| condition.facts()).cloned());
            }
        }
    }
    let definitions = order.iter().filter(|id| reached.contains(*id)).filter_map(|id| catalogue.facts.get(id));
    definitions.filter(|fact| fact.derive.is_none() && !is_personal(fact)).collect()
}

/// What an answer costs, in thousandths: choosing is an ordinary question; what must be measured, counted or looked up
/// costs half as much again, and a table costs three.
fn cost(fact: &Fact) -> u32 {
    match fact.kind {
        FactKind::YesNo | FactKind::Choice | FactKind::Choices => 1000,
        FactKind::Rows => 3000,
        _ => 1500,
    }
}

/// A fact that says who somebody is, or rows of such facts.
pub(crate) fn is_personal(fact: &Fact) -> bool {
    fact.personal || fact.items.iter().any(is_personal)
}

/// What the facts of a catalogue can be beyond their types, as [`crate::entry`] accepts them.
pub(crate) fn bounds(catalogue: &Catalogue) -> BTreeMap<FactId, Bounds> {
    let of = |fact: &Fact| {
        let (low, high) = crate::entry::range(fact);
        Bounds {
            low: low.map(Value::Number),
            high: high.map(Value::Number),
            whole: fact.kind == FactKind::Count,
            some: fact.kind == FactKind::Choices,
        }
    };
    let bounded = catalogue.facts.values().map(|fact| (fact.id.clone(), of(fact)));
    bounded.filter(|(_, bounds)| *bounds != Bounds::default()).collect()
}

/// For each authority that decides a permit in special cases: the permit is needed and one of its cases is the first
/// that holds. Cases that lead to the same authority, or to the usual one, need not be told apart, so no question does.
fn deciding(
    diagrams: &mut Diagrams,
    permit: &PermitId,
    needed: Diagram,
    one: &Listed<'_>,
    special: &[Diagram],
) -> Vec<(Outcome, Diagram, Vec<Citation>)> {
    let mut found: Vec<(&AuthorityId, Diagram, Vec<Citation>)> = Vec::new();
    let mut left = needed;
    for ((authority, _, law), case) in one.decided_by.iter().zip(special) {
        let here = diagrams.and(left, *case);
        let elsewhere = diagrams.not(*case);
        left = diagrams.and(left, elsewhere);
        match found.iter_mut().find(|(known, ..)| known == authority) {
            Some((_, diagram, laws)) => {
                *diagram = diagrams.or(*diagram, here);
                laws.extend(law.iter().filter(|c| !laws.contains(c)).cloned().collect::<Vec<_>>());
            }
            None => found.push((authority, here, law.to_vec())),
        }
    }
    found.retain(|(authority, ..)| Some(*authority) != one.usual);
    found.into_iter().map(|(_, diagram, law)| (Outcome::Jurisdiction(permit.clone()), diagram, law)).collect()
}
