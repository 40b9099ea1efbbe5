//! Which permits, duties and bans apply to what is known, why, and which question still matters.
//!
//! Every outcome of an event is one diagram over facts. A fact is asked only while it stands in the diagram of an outcome
//! that is still open, so that no question is in vain; the diagrams are exact, so that nothing open is missed.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::Arc;

use catalogue::{BanId, Catalogue, Citation, DutyId, Event, EventId, FactKind, PermitId};
use rules::{Condition, Day, Diagram, Diagrams, FactId, Ternary, Type, Value};

use crate::known::{Known, Origin};

/// Whether something applies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Need {
    Needed,
    NotNeeded,
    /// An answer that is still missing decides.
    Open,
}

/// What a question can decide.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    Permit(PermitId),
    Duty(DutyId),
    Ban(BanId),
    /// Which authority decides a permit.
    Jurisdiction(PermitId),
    /// Until when a permit can be filed.
    FilingDay(PermitId),
}

#[derive(Clone, Debug)]
pub struct PermitOutcome {
    pub permit: PermitId,
    pub need: Need,
    /// The fewest known facts that alone decide it; empty while open.
    pub reason: Vec<FactId>,
    /// The facts that can still change it; empty when decided.
    pub depends_on: BTreeSet<FactId>,
}

#[derive(Clone, Debug)]
pub struct DutyOutcome {
    pub duty: DutyId,
    pub need: Need,
    pub reason: Vec<FactId>,
    pub depends_on: BTreeSet<FactId>,
}

#[derive(Clone, Debug)]
pub struct BanOutcome {
    pub ban: BanId,
    pub need: Need,
    pub reason: Vec<FactId>,
    pub depends_on: BTreeSet<FactId>,
    /// What would have to be different for the ban not to apply: the fewest changes.
    pub nearest_change: Vec<(FactId, Value)>,
}

/// What choosing an option would settle.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Effect {
    pub outcome: Outcome,
    pub becomes: Need,
}

/// A question that still matters.
#[derive(Clone, Debug)]
pub struct Question {
    pub fact: FactId,
    /// What it can decide, with the articles.
    pub decides: Vec<(Outcome, Vec<Citation>)>,
    /// For yes-no and choice facts: what each option would settle now.
    pub effects: Vec<(Value, Vec<Effect>)>,
}

/// Everything that follows from what is known.
#[derive(Clone, Debug)]
pub struct Assessment {
    pub permits: Vec<PermitOutcome>,
    pub duties: Vec<DutyOutcome>,
    pub bans: Vec<BanOutcome>,
    /// Facts that can still change an outcome and may be asked, in the order in which they would be asked.
    pub open: Vec<FactId>,
}

impl Assessment {
    pub fn needed(&self) -> impl Iterator<Item = &PermitOutcome> {
        self.permits.iter().filter(|p| p.need == Need::Needed)
    }

    pub fn permit(&self, id: &PermitId) -> Option<&PermitOutcome> {
        self.permits.iter().find(|p| &p.permit == id)
    }

    /// Bans that apply: the plan is excluded as it stands.
    pub fn banned(&self) -> impl Iterator<Item = &BanOutcome> {
        self.bans.iter().filter(|b| b.need == Need::Needed)
    }
}

/// An event or catalogue that cannot be prepared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unprepared {
    UnknownEvent { event: EventId, nearest: Option<EventId> },
}

impl fmt::Display for Unprepared {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Unprepared::UnknownEvent { event, nearest: Some(near) } => {
                write!(f, "there is no event `{event}`; did you mean `{near}`?")
            }
            Unprepared::UnknownEvent { event, nearest: None } => write!(f, "there is no event `{event}`"),
        }
    }
}

/// Whether the shortest reasons are looked for as well.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reasons {
    Given,
    LeftOut,
}

/// One outcome with its diagram.
struct Compiled {
    outcome: Outcome,
    diagram: Diagram,
    law: Vec<Citation>,
    /// Matters only while this permit may be needed (jurisdictions).
    under: Option<PermitId>,
}

/// The rules of one event on one day, ready for any number of applicants.
pub struct Prepared {
    catalogue: Arc<Catalogue>,
    event: EventId,
    on: Day,
    diagrams: Diagrams,
    outcomes: Vec<Compiled>,
}

impl rules::Scope for CatalogueScope<'_> {
    fn type_of(&self, name: &str) -> Option<Type> {
        self.0.facts.get(name).map(|f| f.ty.clone())
    }

    fn names(&self) -> Vec<String> {
        self.0.facts.keys().map(ToString::to_string).collect()
    }
}

struct CatalogueScope<'a>(&'a Catalogue);

impl Prepared {
    pub fn new(catalogue: Arc<Catalogue>, event: &EventId, on: Day) -> Result<Prepared, Unprepared> {
        let Some(found) = catalogue.events.get(event) else {
            let nearest = catalogue.events.keys().find(|id| id.as_str().contains(event.as_str())).cloned();
            return Err(Unprepared::UnknownEvent { event: event.clone(), nearest });
        };
        let listed = listed_outcomes(&catalogue, found, on);
        let conditions: Vec<&Condition> = listed.iter().map(|l| l.condition).collect();
        let parameters: BTreeMap<FactId, Value> = catalogue.parameters_on(on);
        let mut order = found.first.clone();
        order.extend(catalogue.fact_order.iter().filter(|f| !found.first.contains(f)).cloned());
        let (diagrams, compiled) = Diagrams::compile(
            &conditions,
            &parameters,
            &catalogue.derived(),
            &order,
            &CatalogueScope(&catalogue),
        );
        let outcomes = listed
            .into_iter()
            .zip(compiled)
            .map(|(l, diagram)| Compiled { outcome: l.outcome, diagram, law: l.law, under: l.under })
            .collect();
        let event = event.clone();
        Ok(Prepared { catalogue: Arc::clone(&catalogue), event, on, diagrams, outcomes })
    }

    pub fn catalogue(&self) -> &Arc<Catalogue> {
        &self.catalogue
    }

    pub fn event(&self) -> Option<&Event> {
        self.catalogue.events.get(&self.event)
    }

    pub fn on(&self) -> Day {
        self.on
    }

    /// How many nodes all diagrams of the event have together.
    pub fn size(&self) -> usize {
        self.diagrams.nodes()
    }

    /// Everything that follows from what is known, with reasons.
    pub fn assess(&self, known: &Known) -> Assessment {
        self.follow(known, Reasons::Given)
    }

    fn follow(&self, known: &Known, reasons: Reasons) -> Assessment {
        let full = known.completed(&self.catalogue, self.on);
        let values = full.values();
        let mut under = self.diagrams.under(&values);
        // A reason is found by trying; what it tries lives in a copy, so that memory does not grow with use.
        let mut trial = (reasons == Reasons::Given).then(|| self.diagrams.clone());
        let mut assessment =
            Assessment { permits: Vec::new(), duties: Vec::new(), bans: Vec::new(), open: Vec::new() };
        let mut weight: BTreeMap<FactId, u32> = BTreeMap::new();
        for compiled in &self.outcomes {
            let need = match under.truth(compiled.diagram) {
                Ternary::True => Need::Needed,
                Ternary::False => Need::NotNeeded,
                Ternary::Unknown => Need::Open,
            };
            let depends_on = if need == Need::Open {
                under.support(compiled.diagram).into_iter().cloned().collect()
            } else {
                BTreeSet::new()
            };
            let still_matters = match &compiled.under {
                None => true,
                Some(permit) => {
                    assessment.permits.iter().any(|p| &p.permit == permit && p.need != Need::NotNeeded)
                }
            };
            if still_matters {
                let heavy = matches!(compiled.outcome, Outcome::Ban(_));
                for fact in &depends_on {
                    *weight.entry(fact.clone()).or_default() += if heavy { 2 } else { 1 };
                }
            }
            let decided = need != Need::Open;
            let mut reason = || {
                let found = trial.as_mut().filter(|_| decided).and_then(|d| d.reason(compiled.diagram, &values));
                found.unwrap_or_default().into_iter().filter(|f| !f.as_str().starts_with("param.")).collect::<Vec<_>>()
            };
            match &compiled.outcome {
                Outcome::Permit(id) => {
                    let reason = reason();
                    assessment.permits.push(PermitOutcome { permit: id.clone(), need, reason, depends_on });
                }
                Outcome::Duty(id) => {
                    let reason = reason();
                    assessment.duties.push(DutyOutcome { duty: id.clone(), need, reason, depends_on });
                }
                Outcome::Ban(id) => {
                    let reason = reason();
                    let nearest_change = if need == Need::Needed && reasons == Reasons::Given {
                        self.diagrams.nearest_change(compiled.diagram, &values).unwrap_or_default()
                    } else {
                        Vec::new()
                    };
                    let ban = BanOutcome { ban: id.clone(), need, reason, depends_on, nearest_change };
                    assessment.bans.push(ban);
                }
                Outcome::Jurisdiction(_) | Outcome::FilingDay(_) => {}
            }
        }
        for (fact, _, _) in self.filing_days(&assessment, &full) {
            weight.entry(fact).or_insert(0);
        }
        assessment.open = self.in_asking_order(weight, known, &full);
        assessment
    }

    /// Facts a filing day is counted back from, for permits that may be needed, while they are not known.
    fn filing_days(&self, assessment: &Assessment, full: &Known) -> Vec<(FactId, PermitId, Vec<Citation>)> {
        let mut wanted = Vec::new();
        for outcome in assessment.permits.iter().filter(|p| p.need == Need::Needed) {
            let Some(permit) = self.catalogue.permits.get(&outcome.permit) else { continue };
            let Some(rule) = &permit.file_before else { continue };
            if full.get(&rule.fact).is_some() {
                continue;
            }
            for fact in self.inputs_of(&rule.fact) {
                wanted.push((fact, permit.id.clone(), rule.law.clone()));
            }
        }
        wanted
    }

    /// A fact itself, or the facts it is computed from.
    fn inputs_of(&self, fact: &FactId) -> Vec<FactId> {
        inputs_of(&self.catalogue, fact)
    }

    fn in_asking_order(&self, weight: BTreeMap<FactId, u32>, known: &Known, full: &Known) -> Vec<FactId> {
        let first = self.event().map(|e| e.first.as_slice()).unwrap_or_default();
        let position = |fact: &FactId| self.catalogue.fact_order.iter().position(|f| f == fact).unwrap_or(usize::MAX);
        let mut open: Vec<(FactId, u32)> = weight
            .into_iter()
            .filter(|(fact, _)| !known.is_not_yet(fact) && known.get(fact).is_none())
            .filter(|(fact, _)| {
                self.catalogue.facts.get(fact).is_some_and(|f| {
                    f.derive.is_none() && f.only_if.as_ref().is_none_or(|c| c.holds(full) != Ternary::False)
                })
            })
            .collect();
        open.sort_by_key(|(fact, weight)| {
            let early = first.iter().position(|f| f == fact).unwrap_or(usize::MAX);
            (early, u32::MAX - weight, position(fact))
        });
        open.into_iter().map(|(fact, _)| fact).collect()
    }

    /// The next question, or none when nothing that can be asked still matters.
    pub fn next_question(&self, known: &Known) -> Option<Question> {
        let assessment = self.assess(known);
        let fact = assessment.open.first()?.clone();
        Some(self.question(&fact, known, &assessment))
    }

    /// One fact as a question: what it can decide and what each option would settle.
    pub fn question(&self, fact: &FactId, known: &Known, assessment: &Assessment) -> Question {
        let mut decides: Vec<(Outcome, Vec<Citation>)> = Vec::new();
        let full = known.completed(&self.catalogue, self.on);
        let mut without = full.clone();
        without.forget(fact);
        for (id, _) in full.iter() {
            if self.catalogue.facts.get(id).is_some_and(|f| f.derive.is_some()) {
                without.forget(id);
            }
        }
        let values = without.values();
        let mut under = self.diagrams.under(&values);
        for compiled in &self.outcomes {
            if under.truth(compiled.diagram) == Ternary::Unknown && under.support(compiled.diagram).contains(fact) {
                decides.push((compiled.outcome.clone(), compiled.law.clone()));
            }
        }
        for (counted, permit, law) in self.filing_days(assessment, &without) {
            if &counted == fact {
                decides.push((Outcome::FilingDay(permit), law));
            }
        }
        let effects = self.effects(fact, known);
        Question { fact: fact.clone(), decides, effects }
    }

    fn effects(&self, fact: &FactId, known: &Known) -> Vec<(Value, Vec<Effect>)> {
        let Some(definition) = self.catalogue.facts.get(fact) else { return Vec::new() };
        let options: Vec<Value> = match definition.kind {
            FactKind::YesNo => vec![Value::Bool(true), Value::Bool(false)],
            FactKind::Choice => definition.choices.iter().map(|c| Value::text(c.id.clone())).collect(),
            _ => return Vec::new(),
        };
        let mut before = known.clone();
        before.forget(fact);
        let undecided = self.follow(&before, Reasons::LeftOut);
        options
            .into_iter()
            .map(|option| {
                let mut with = before.clone();
                with.tell(fact.clone(), option.clone(), Origin::Applicant);
                (option, settled(&undecided, &self.follow(&with, Reasons::LeftOut)))
            })
            .collect()
    }
}

struct Listed<'a> {
    outcome: Outcome,
    condition: &'a Condition,
    law: Vec<Citation>,
    under: Option<PermitId>,
}

fn listed_outcomes<'a>(catalogue: &'a Catalogue, event: &Event, on: Day) -> Vec<Listed<'a>> {
    let mut listed = Vec::new();
    for id in &event.permits {
        let Some(permit) = catalogue.permits.get(id) else { continue };
        if !Catalogue::holds_on(permit.in_force_from, permit.in_force_until, on) {
            continue;
        }
        let law = permit.needed_law.clone();
        listed.push(Listed { outcome: Outcome::Permit(id.clone()), condition: &permit.needed, law, under: None });
        for special in &permit.decided_by {
            listed.push(Listed {
                outcome: Outcome::Jurisdiction(id.clone()),
                condition: &special.applies,
                law: special.law.clone(),
                under: Some(id.clone()),
            });
        }
    }
    for id in &event.duties {
        let Some(duty) = catalogue.duties.get(id) else { continue };
        if Catalogue::holds_on(duty.in_force_from, duty.in_force_until, on) {
            let law = duty.law.clone();
            listed.push(Listed { outcome: Outcome::Duty(id.clone()), condition: &duty.applies, law, under: None });
        }
    }
    for id in &event.bans {
        let Some(ban) = catalogue.bans.get(id) else { continue };
        if Catalogue::holds_on(ban.in_force_from, ban.in_force_until, on) {
            let law = ban.law.clone();
            listed.push(Listed { outcome: Outcome::Ban(id.clone()), condition: &ban.applies, law, under: None });
        }
    }
    listed
}

fn settled(before: &Assessment, after: &Assessment) -> Vec<Effect> {
    let mut effects = Vec::new();
    for (old, new) in before.permits.iter().zip(&after.permits) {
        if old.need != new.need {
            effects.push(Effect { outcome: Outcome::Permit(new.permit.clone()), becomes: new.need });
        }
    }
    for (old, new) in before.bans.iter().zip(&after.bans) {
        if old.need != new.need {
            effects.push(Effect { outcome: Outcome::Ban(new.ban.clone()), becomes: new.need });
        }
    }
    for (old, new) in before.duties.iter().zip(&after.duties) {
        if old.need != new.need {
            effects.push(Effect { outcome: Outcome::Duty(new.duty.clone()), becomes: new.need });
        }
    }
    effects
}

/// A fact itself, or the facts it is computed from, however deep.
pub(crate) fn inputs_of(catalogue: &Catalogue, fact: &FactId) -> Vec<FactId> {
    let mut inputs = Vec::new();
    let mut to_do = vec![fact.clone()];
    let mut seen = BTreeSet::new();
    while let Some(next) = to_do.pop() {
        if !seen.insert(next.clone()) {
            continue;
        }
        match catalogue.facts.get(&next).and_then(|f| f.derive.as_ref()) {
            Some(derive) => to_do.extend(derive.facts().iter().cloned()),
            None => inputs.push(next),
        }
    }
    inputs
}
