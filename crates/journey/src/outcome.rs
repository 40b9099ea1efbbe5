//! What can follow for one event: permits, duties, bans, and the questions that decide them.

use std::collections::BTreeSet;
use std::fmt;

use catalogue::{BanId, Citation, DutyId, EventId, PermitId};
use rules::{FactId, Value};

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
    /// What a computed fact is that the event settles.
    Finding(FactId),
}

/// Whether a permit is needed, and why.
#[derive(Clone, Debug)]
pub struct PermitOutcome {
    pub permit: PermitId,
    pub need: Need,
    /// The fewest known facts that alone decide it; empty while open.
    pub reason: Vec<FactId>,
    /// The facts that can still change it; empty when decided.
    pub depends_on: BTreeSet<FactId>,
}

/// Whether a duty applies. A duty that stays open is shown as one that may apply; nobody is asked for it alone.
#[derive(Clone, Debug)]
pub struct DutyOutcome {
    pub duty: DutyId,
    pub need: Need,
    pub reason: Vec<FactId>,
    pub depends_on: BTreeSet<FactId>,
}

/// Whether a ban excludes the plan, and what would have to be different.
#[derive(Clone, Debug)]
pub struct BanOutcome {
    pub ban: BanId,
    pub need: Need,
    pub reason: Vec<FactId>,
    pub depends_on: BTreeSet<FactId>,
    /// What would have to be different for the ban not to apply: the fewest changes.
    pub nearest_change: Vec<(FactId, Value)>,
}

/// A computed fact that the event settles.
#[derive(Clone, Debug)]
pub struct Finding {
    pub fact: FactId,
    /// Nothing while an answer that is still missing decides.
    pub value: Option<Value>,
    /// The facts that can still change it; empty when it is settled.
    pub depends_on: BTreeSet<FactId>,
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
    /// In the order in which the event lists them.
    pub findings: Vec<Finding>,
    /// Facts that can still change an outcome and may be asked, in the order in which they would be asked.
    pub open: Vec<FactId>,
}

impl Assessment {
    /// Notes what is said about one value of a finding.
    pub(crate) fn find(&mut self, fact: &FactId, value: Option<Value>, depends_on: BTreeSet<FactId>) {
        match self.findings.iter_mut().find(|f| &f.fact == fact) {
            Some(finding) => {
                finding.value = finding.value.take().or(value);
                finding.depends_on.extend(depends_on);
            }
            None => self.findings.push(Finding { fact: fact.clone(), value, depends_on }),
        }
    }

    pub fn needed(&self) -> impl Iterator<Item = &PermitOutcome> {
        self.permits.iter().filter(|p| p.need == Need::Needed)
    }

    pub fn permit(&self, id: &PermitId) -> Option<&PermitOutcome> {
        self.permits.iter().find(|p| &p.permit == id)
    }

    pub fn finding(&self, fact: &FactId) -> Option<&Finding> {
        self.findings.iter().find(|f| &f.fact == fact)
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
