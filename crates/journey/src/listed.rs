//! The outcomes of one event as diagrams: each within what its facts can be, and each authority that may decide.

use std::collections::{BTreeMap, BTreeSet};

use catalogue::{AuthorityId, Catalogue, Citation, Event, Fact, PermitId};
use rules::{Condition, Day, Diagram, Diagrams, FactId, Scope, Slices, Type, Value};

use crate::asking::State;
use crate::outcome::Outcome;

/// One outcome with its diagram.
pub(crate) struct Compiled {
    pub outcome: Outcome,
    /// Within the ranges of its facts.
    within: Diagram,
    /// As the law says it: for a register that knows a value outside the range.
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
        if state.beyond_ranges { self.beyond } else { self.within }
    }

    /// Whether a question is worth asking for it. Nobody decides about a duty: while it is open it is shown as one that
    /// may apply, which costs a line instead of a question. So no question is asked that changes duties only, unless
    /// the duty comes before everything else.
    pub fn is_asked(&self) -> bool {
        self.comes_first || !matches!(self.outcome, Outcome::Duty(_))
    }

    pub fn is_ban(&self) -> bool {
        matches!(self.outcome, Outcome::Ban(_))
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

struct CatalogueScope<'a>(&'a Catalogue);

impl Scope for CatalogueScope<'_> {
    fn type_of(&self, name: &str) -> Option<Type> {
        self.0.facts.get(name).map(|f| f.ty.clone())
    }

    fn names(&self) -> Vec<String> {
        self.0.facts.keys().map(ToString::to_string).collect()
    }
}

/// One end of a range: where a fact is beyond it, it is taken for the end itself.
struct End {
    fact: FactId,
    beyond: Condition,
    end: Value,
}

/// Compiles all outcomes together.
pub(crate) fn within_ranges(
    catalogue: &Catalogue,
    listed: &[Listed<'_>],
    parameters: &BTreeMap<FactId, Value>,
    derived: &BTreeMap<FactId, Condition>,
    order: &[FactId],
) -> (Diagrams, Slices, Vec<Compiled>) {
    let scope = CatalogueScope(catalogue);
    let mut conditions: Vec<&Condition> = Vec::new();
    for one in listed {
        conditions.push(&one.condition);
        conditions.extend(one.decided_by.iter().map(|(_, applies, _)| *applies));
    }
    let alone: Vec<&Condition> = listed.iter().map(|one| &one.condition).collect();
    let slices = Slices::compile(&alone, parameters, order);
    let ends = ends(catalogue, &conditions, &scope);
    conditions.extend(ends.iter().map(|end| &end.beyond));
    let (mut diagrams, compiled) = Diagrams::compile(&conditions, parameters, derived, order, &scope);
    let beyond = compiled.get(compiled.len() - ends.len()..).unwrap_or_default().to_vec();
    let mut ready = compiled.into_iter();
    let never = diagrams.never();
    let mut outcomes = Vec::new();
    let mut keep =
        |diagrams: &mut Diagrams, one: &Listed, outcome: Outcome, diagram: Diagram, slice, law: Vec<Citation>| {
            let within = clamped(diagrams, diagram, &ends, &beyond);
            let (value, comes_first) = (one.value.clone(), one.comes_first);
            outcomes.push(Compiled { outcome, within, beyond: diagram, slice, law, value, comes_first });
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
    (diagrams, slices, outcomes)
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

/// The ends of the ranges of all numbers that the conditions can hang on.
fn ends(catalogue: &Catalogue, conditions: &[&Condition], scope: &dyn Scope) -> Vec<End> {
    let facts: BTreeSet<FactId> = conditions
        .iter()
        .flat_map(|condition| condition.facts())
        .flat_map(|fact| crate::assess::inputs_of(catalogue, fact))
        .collect();
    let mut ends = Vec::new();
    for fact in facts.iter().filter_map(|id| catalogue.facts.get(id)).filter(|f| f.ty == Type::Number) {
        let (low, high) = crate::entry::range(fact);
        for (sign, end) in [("<", low), (">", high)] {
            let Some(end) = end else { continue };
            // The text is well formed by construction; were it not, the fact would merely have no end here.
            if let Ok(beyond) = Condition::parse(&format!("{} {sign} {end}", fact.id), scope) {
                ends.push(End { fact: fact.id.clone(), beyond, end: Value::Number(end) });
            }
        }
    }
    ends
}

/// The diagram in which a fact beyond its range counts as the end of the range, so that it depends on the fact exactly
/// when two values in the range lead to different outcomes.
fn clamped(diagrams: &mut Diagrams, diagram: Diagram, ends: &[End], beyond: &[Diagram]) -> Diagram {
    let mut clamped = diagram;
    for (end, out) in ends.iter().zip(beyond) {
        if !diagrams.support(clamped).contains(&end.fact) {
            continue;
        }
        let at_end = diagrams.given(clamped, &end.fact, &end.end);
        let inside = diagrams.not(*out);
        let (here, there) = (diagrams.and(inside, clamped), diagrams.and(*out, at_end));
        clamped = diagrams.or(here, there);
    }
    clamped
}
