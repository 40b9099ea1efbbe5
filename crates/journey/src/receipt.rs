//! The form receipt: for every fact an event asks for, who reads it under which article, and the proof that it is needed.
//!
//! A fact is needed when an authority names it (to decide, in a rule, on the licence, for the last day of filing, to tell
//! cases apart), or when it decides something. The proof of the second kind is a pair of applicants who differ in this
//! fact only and whose journeys differ. A fact with neither could be left out of the form, and nobody would notice.
//! Facts that a computation gives are not listed; those a register or a permit of the event gives are, with who gives
//! them, because a person for whom neither does must be asked.

use std::collections::{BTreeMap, BTreeSet};

use catalogue::{
    AuthorityId, BanId, Catalogue, Citation, DutyId, Event, EventId, EvidenceId, Fact, Permit, PermitId, RegisterId,
    Words,
};
use rules::{Bounds, Condition, Day, Diagram, Diagrams, FactId, Ternary, Type, Value};

use crate::assess::inputs_of;
use crate::known::{Known, Origin};
use crate::listed::{CatalogueScope, bounds};

/// What a fact is read for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Use {
    /// The authority says why.
    ToDecide(PermitId, Words),
    /// A computed check of the officer reads it.
    Rule(PermitId, Words),
    /// It is printed on the licence, or says how long it is valid.
    Output(PermitId),
    /// The last day for filing is counted back from it.
    FilingDay(PermitId),
    /// It names the case, or says where it is.
    TheCase,
    /// The event settles it, or a fact computed from it.
    Finding(FactId),
    /// It decides whether the permit is needed.
    Permit(PermitId),
    Ban(BanId),
    /// It decides whether a duty applies that comes before everything else.
    Duty(DutyId),
    /// It decides which authority decides.
    Authority(PermitId, AuthorityId),
    /// It decides whether a paper is needed.
    Paper(PermitId, EvidenceId),
    /// It decides whether a commitment is possible instead of proof.
    Commitment(PermitId),
    /// It decides whether another fact is asked for a permit, or read by a rule.
    Asks(FactId),
}

/// One reader of a fact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reader {
    pub reads_for: Use,
    pub law: Vec<Citation>,
}

/// Two applicants who are alike but for one fact, and what becomes different.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Witness {
    pub shared: BTreeMap<FactId, Value>,
    /// The two answers; with the first the use applies.
    pub answers: (Value, Value),
    pub decides: Use,
}

/// Why the fact cannot be left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Proof {
    /// Somebody names it.
    Named,
    /// Two applicants show it.
    Shown(Box<Witness>),
    /// No pair was found, but comparisons of several facts stand in the way of finding one.
    Unproven,
    /// Nothing changes whatever it is.
    Removable,
}

/// The receipt of one fact.
#[derive(Clone, Debug)]
pub struct Receipt {
    pub fact: FactId,
    /// Who knows it already; then a person is not asked.
    pub register: Option<RegisterId>,
    /// The permits of the event whose output it is.
    pub given_by: Vec<PermitId>,
    pub readers: Vec<Reader>,
    pub proof: Proof,
}

/// Something that is decided: it applies when one of the alternatives does, and that needs all of some conditions and
/// none of others.
struct Decided<'a> {
    reads_for: Use,
    law: &'a [Citation],
    any: Vec<Alternative<'a>>,
}

#[derive(Clone, Default)]
struct Alternative<'a> {
    all: Vec<&'a Condition>,
    none: Vec<&'a Condition>,
}

/// The receipts of an event on a day, in the order of the catalogue. Nothing for an event that is not there.
pub fn receipts(catalogue: &Catalogue, event: &EventId, on: Day) -> Vec<Receipt> {
    let Some(event) = catalogue.events.get(event) else { return Vec::new() };
    let permits: Vec<&Permit> = event.permits.iter().filter_map(|id| catalogue.permits.get(id)).collect();
    let permits: Vec<&Permit> =
        permits.into_iter().filter(|p| Catalogue::holds_on(p.in_force_from, p.in_force_until, on)).collect();
    let named = named(catalogue, event, &permits);
    let mut decided = decided(catalogue, event, &permits, on);
    let mut asked: BTreeSet<FactId> = named.keys().cloned().collect();
    asked.extend(decided.iter().flat_map(|decided| read_by(catalogue, decided)));
    let gates = gates(catalogue, &mut asked);
    decided.extend(gates);
    let proofs = Proofs::new(catalogue, on, &decided);
    let facts = catalogue.fact_order.iter().filter(|id| asked.contains(*id));
    facts
        .filter_map(|id| catalogue.facts.get(id))
        .filter(|fact| fact.derive.is_none())
        .map(|fact| receipt(catalogue, fact, &permits, &named, &decided, &proofs))
        .collect()
}

fn receipt(
    catalogue: &Catalogue,
    fact: &Fact,
    permits: &[&Permit],
    named: &BTreeMap<FactId, Vec<Reader>>,
    decided: &[Decided<'_>],
    proofs: &Proofs<'_>,
) -> Receipt {
    let mut readers = named.get(&fact.id).cloned().unwrap_or_default();
    let is_named = !readers.is_empty();
    let mut witness = None;
    let mut unclear = false;
    for (number, one) in decided.iter().enumerate().filter(|(_, one)| read_by(catalogue, one).contains(&fact.id)) {
        readers.push(Reader { reads_for: one.reads_for.clone(), law: one.law.to_vec() });
        if witness.is_none() {
            witness = proofs.witness(number, one, &fact.id);
            unclear |= witness.is_none() && proofs.is_unclear(number, &fact.id);
        }
    }
    let proof = match (witness, is_named) {
        (Some(witness), _) => Proof::Shown(Box::new(witness)),
        (None, true) => Proof::Named,
        (None, false) if unclear => Proof::Unproven,
        (None, false) => Proof::Removable,
    };
    let given_by = permits.iter().filter(|p| p.grants.gives.contains(&fact.id)).map(|p| p.id.clone()).collect();
    Receipt { fact: fact.id.clone(), register: fact.register.clone(), given_by, readers, proof }
}

/// The base facts that something decided reads.
fn read_by(catalogue: &Catalogue, decided: &Decided<'_>) -> BTreeSet<FactId> {
    let conditions = decided.any.iter().flat_map(|one| one.all.iter().chain(&one.none));
    conditions.flat_map(|c| c.facts()).flat_map(|fact| inputs_of(catalogue, fact)).collect()
}

/// What is named without any condition, followed down to what somebody can be asked for.
fn named(catalogue: &Catalogue, event: &Event, permits: &[&Permit]) -> BTreeMap<FactId, Vec<Reader>> {
    let mut named: BTreeMap<FactId, Vec<Reader>> = BTreeMap::new();
    let mut add = |fact: &FactId, reads_for: Use, law: &[Citation]| {
        for input in inputs_of(catalogue, fact) {
            let reader = Reader { reads_for: reads_for.clone(), law: law.to_vec() };
            let readers = named.entry(input).or_default();
            if !readers.contains(&reader) {
                readers.push(reader);
            }
        }
    };
    for permit in permits {
        let id = || permit.id.clone();
        permit.needs.iter().for_each(|need| add(&need.fact, Use::ToDecide(id(), need.why.clone()), &need.law));
        for rule in &permit.rules {
            rule.must.facts().iter().for_each(|fact| add(fact, Use::Rule(id(), rule.name.clone()), &rule.law));
        }
        permit.grants.scope.iter().for_each(|fact| add(fact, Use::Output(id()), &permit.law));
        if let catalogue::Validity::Until(fact) = &permit.grants.valid {
            add(fact, Use::Output(id()), &permit.law);
        }
        if let Some(rule) = &permit.file_before {
            add(&rule.fact, Use::FilingDay(id()), &rule.law);
        }
    }
    let the_case = [Some(&event.title), Some(&event.place), event.holder.as_ref(), event.holder_code.as_ref()];
    the_case.into_iter().flatten().chain([&catalogue.city.district_fact]).for_each(|fact| add(fact, Use::TheCase, &[]));
    event.settles.iter().for_each(|fact| add(fact, Use::Finding(fact.clone()), &[]));
    named
}

/// Everything in the event that conditions decide.
fn decided<'a>(catalogue: &'a Catalogue, event: &Event, permits: &[&'a Permit], on: Day) -> Vec<Decided<'a>> {
    let mut decided = Vec::new();
    let plain = |reads_for: Use, law: &'a [Citation], all: Vec<&'a Condition>| Decided {
        reads_for,
        law,
        any: vec![Alternative { all, none: Vec::new() }],
    };
    for permit in permits {
        let id = || permit.id.clone();
        decided.push(plain(Use::Permit(id()), &permit.needed_law, vec![&permit.needed]));
        decided.extend(authorities(permit));
        for paper in &permit.evidence {
            let applies = paper.applies.iter().map(|c| vec![&permit.needed, c]);
            decided.extend(applies.map(|all| plain(Use::Paper(id(), paper.evidence.clone()), &paper.law, all)));
        }
        if let Some(offer) = &permit.commitment {
            let applies = offer.applies.iter().map(|c| vec![&permit.needed, c]);
            decided.extend(applies.map(|all| plain(Use::Commitment(id()), &offer.law, all)));
        }
        for need in &permit.needs {
            let applies = need.applies.iter().map(|c| vec![&permit.needed, c]);
            decided.extend(applies.map(|all| plain(Use::Asks(need.fact.clone()), &need.law, all)));
        }
        for rule in &permit.rules {
            let Some(applies) = &rule.applies else { continue };
            let reads = Use::Rule(id(), rule.name.clone());
            decided.push(plain(reads, &rule.law, vec![&permit.needed, applies]));
        }
    }
    for ban in event.bans.iter().filter_map(|id| catalogue.bans.get(id)) {
        if Catalogue::holds_on(ban.in_force_from, ban.in_force_until, on) {
            decided.push(plain(Use::Ban(ban.id.clone()), &ban.law, vec![&ban.applies]));
        }
    }
    for duty in event.duties.iter().filter_map(|id| catalogue.duties.get(id)).filter(|duty| duty.comes_first) {
        if Catalogue::holds_on(duty.in_force_from, duty.in_force_until, on) {
            decided.push(plain(Use::Duty(duty.id.clone()), &duty.law, vec![&duty.applies]));
        }
    }
    decided
}

/// For each authority that decides in special cases, all its cases: of them the first that holds counts.
fn authorities(permit: &Permit) -> Vec<Decided<'_>> {
    let mut found: Vec<Decided<'_>> = Vec::new();
    for (at, case) in permit.decided_by.iter().enumerate().filter(|(_, case)| case.authority != permit.authority) {
        let none = permit.decided_by.iter().take(at).map(|before| &before.applies).collect();
        let here = Alternative { all: vec![&permit.needed, &case.applies], none };
        let reads_for = Use::Authority(permit.id.clone(), case.authority.clone());
        match found.iter_mut().find(|known| known.reads_for == reads_for) {
            Some(known) => known.any.push(here),
            None => found.push(Decided { reads_for, law: &case.law, any: vec![here] }),
        }
    }
    found
}

/// What decides whether asked facts are asked at all, however deep; the facts this reads are asked too.
fn gates<'a>(catalogue: &'a Catalogue, asked: &mut BTreeSet<FactId>) -> Vec<Decided<'a>> {
    let mut gates = Vec::new();
    let mut waiting: Vec<FactId> = asked.iter().cloned().collect();
    let mut seen = BTreeSet::new();
    while let Some(id) = waiting.pop() {
        let Some(fact) = catalogue.facts.get(&id).filter(|_| seen.insert(id.clone())) else { continue };
        let Some(only_if) = &fact.only_if else { continue };
        for input in only_if.facts().iter().flat_map(|f| inputs_of(catalogue, f)) {
            asked.insert(input.clone());
            waiting.push(input);
        }
        let any = vec![Alternative { all: vec![only_if], none: Vec::new() }];
        gates.push(Decided { reads_for: Use::Asks(id), law: &[], any });
    }
    gates
}

/// The diagrams of everything decided, where pairs of applicants are found.
struct Proofs<'a> {
    catalogue: &'a Catalogue,
    on: Day,
    diagrams: Diagrams,
    /// By number of what is decided: with the conditions under which its facts are asked, and without.
    compiled: Vec<(Diagram, Diagram)>,
    bounds: BTreeMap<FactId, Bounds>,
}

impl<'a> Proofs<'a> {
    fn new(catalogue: &'a Catalogue, on: Day, decided: &[Decided<'_>]) -> Self {
        let read: Vec<BTreeSet<FactId>> = decided.iter().map(|one| read_by(catalogue, one)).collect();
        let gate = |fact: &FactId| catalogue.facts.get(fact).and_then(|fact| fact.only_if.as_ref());
        let mut conditions: Vec<&Condition> = Vec::new();
        for one in decided {
            conditions.extend(one.any.iter().flat_map(|one| one.all.iter().chain(&one.none)));
        }
        let n_plain = conditions.len();
        let gated: BTreeSet<&FactId> = read.iter().flatten().filter(|fact| gate(fact).is_some()).collect();
        conditions.extend(gated.iter().filter_map(|fact| gate(fact)));
        let (parameters, derived) = (catalogue.parameters_on(on), catalogue.derived());
        let order = &catalogue.fact_order;
        let (mut diagrams, compiled) =
            Diagrams::compile(&conditions, &parameters, &derived, order, &CatalogueScope(catalogue));
        let gates: BTreeMap<&FactId, Diagram> = gated.into_iter().zip(compiled.iter().skip(n_plain).copied()).collect();
        let bounds = bounds(catalogue);
        let mut ready = compiled.into_iter();
        let mut made = Vec::with_capacity(decided.len());
        for (one, read) in decided.iter().zip(&read) {
            let mut holds = diagrams.never();
            for alternative in &one.any {
                let mut here = diagrams.always();
                for at in 0..alternative.all.len() + alternative.none.len() {
                    let condition = ready.next().unwrap_or(holds);
                    let wanted = if at < alternative.all.len() { condition } else { diagrams.not(condition) };
                    here = diagrams.and(here, wanted);
                }
                holds = diagrams.or(holds, here);
            }
            let mut asked = holds;
            for gate in read.iter().filter_map(|fact| gates.get(fact)) {
                asked = diagrams.and(asked, *gate);
            }
            made.push((diagrams.within(asked, &bounds), diagrams.within(holds, &bounds)));
        }
        Proofs { catalogue, on, diagrams, compiled: made, bounds }
    }

    /// A pair of applicants who differ in this fact only and in what is decided; checked by evaluating the conditions.
    fn witness(&self, number: usize, decided: &Decided<'_>, fact: &FactId) -> Option<Witness> {
        let (asked, holds) = *self.compiled.get(number)?;
        let found = [asked, holds].into_iter().find_map(|diagram| {
            let difference = self.diagrams.difference(diagram, fact, &self.bounds)?;
            let mut shared = difference.shared;
            for read in read_by(self.catalogue, decided).into_iter().filter(|read| read != fact) {
                if let Some(usual) = self.usual(&read) {
                    shared.entry(read).or_insert(usual);
                }
            }
            let (a, b) = difference.values;
            let [first, second] = [&a, &b].map(|value| self.applies(decided, &shared, fact, value));
            match (first, second) {
                (Ternary::True, Ternary::False) => Some((shared, (a, b))),
                (Ternary::False, Ternary::True) => Some((shared, (b, a))),
                _ => None,
            }
        });
        let (shared, answers) = found?;
        Some(Witness { shared, answers, decides: decided.reads_for.clone() })
    }

    fn applies(
        &self,
        decided: &Decided<'_>,
        shared: &BTreeMap<FactId, Value>,
        fact: &FactId,
        value: &Value,
    ) -> Ternary {
        let mut known = Known::new();
        shared.iter().for_each(|(fact, value)| known.tell(fact.clone(), value.clone(), Origin::Applicant));
        known.tell(fact.clone(), value.clone(), Origin::Applicant);
        let full = known.completed(self.catalogue, self.on);
        decided.any.iter().fold(Ternary::False, |any, one| {
            let all = one.all.iter().fold(Ternary::True, |all, c| all.and(c.holds(&full)));
            any.or(one.none.iter().fold(all, |all, c| all.and(!c.holds(&full))))
        })
    }

    /// Whether something that is no single fact's doing keeps a pair from being found.
    fn is_unclear(&self, number: usize, fact: &FactId) -> bool {
        self.compiled
            .get(number)
            .is_some_and(|(_, holds)| self.diagrams.support(*holds).contains(fact) && self.diagrams.has_opaque(*holds))
    }

    /// Some answer that the fact accepts, for what does not matter.
    fn usual(&self, fact: &FactId) -> Option<Value> {
        let fact = self.catalogue.facts.get(fact)?;
        Some(match &fact.ty {
            Type::Bool => Value::Bool(false),
            Type::Choice(ids) => Value::text(ids.first()?),
            Type::Choices(ids) => Value::Choices(ids.first().cloned().into_iter().collect()),
            Type::Number => Value::Number(crate::entry::range(fact).0.unwrap_or_default()),
            Type::Day => Value::Day(self.on),
            Type::Text | Type::Rows(_) => return None,
        })
    }
}
