//! The case: built by folding events (`fold.rs`) and by nothing else, read by everyone.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use catalogue::{AuthorityId, Citation, EventId, EvidenceId, PermitId};
use journey::{Plan, PlanPart};
use rules::{Day, FactId, Span};

use crate::chart::{ChangeStage, PartStage, Stage};
use crate::event::{
    Acceptance, Answer, AskedPoint, Event, Finding, Grant, Ground, Kept, Paper, Point, Power, Recorded, Reply,
    Representative, StopReason, Terms,
};
pub use crate::fold::Broken;
use crate::who::{CaseId, MandateId, Moment, OfficialId, PersonId, Who};

/// Whole running journey of one applicant.
#[derive(Clone, Debug, PartialEq)]
pub struct Case {
    pub(crate) id: CaseId,
    pub(crate) seq: u64,
    pub(crate) stage: Stage,
    pub(crate) event: EventId,
    pub(crate) wish: Option<String>,
    pub(crate) language: String,
    pub(crate) catalogue: String,
    pub(crate) number: String,
    pub(crate) applicant: PersonId,
    pub(crate) begun: Moment,
    pub(crate) changed: Moment,
    pub(crate) facts: BTreeMap<FactId, Answer>,
    pub(crate) not_yet: BTreeSet<FactId>,
    pub(crate) contested: BTreeMap<FactId, Contest>,
    pub(crate) papers: Vec<Paper>,
    pub(crate) commitments: BTreeSet<PermitId>,
    pub(crate) filing: Option<Filing>,
    pub(crate) parts: BTreeMap<PermitId, Part>,
    pub(crate) notice: Notice,
    pub(crate) accepted: Option<(Moment, Acceptance)>,
    pub(crate) representative: Option<Representative>,
    pub(crate) messages: Vec<Message>,
    pub(crate) promised: Option<Day>,
    pub(crate) mandates: BTreeMap<MandateId, Mandate>,
    pub(crate) co_applicants: BTreeMap<u32, CoApplicant>,
    pub(crate) amendment: Option<Amendment>,
    pub(crate) licence: Option<Licence>,
    pub(crate) erased: Option<(Moment, Citation)>,
    /// Shared, as a case is copied with every act while its past never changes.
    pub(crate) history: Vec<Arc<Recorded>>,
}

/// The act of filing: what was signed, and the terms it is decided under.
#[derive(Clone, Debug, PartialEq)]
pub struct Filing {
    pub number: String,
    pub at: Moment,
    pub by: Who,
    pub plan: Plan,
    pub statement_version: Option<String>,
    pub commitments: Vec<PermitId>,
    pub catalogue: String,
    pub terms: Terms,
}

/// A register's fact that the applicant says is wrong.
#[derive(Clone, Debug, PartialEq)]
pub struct Contest {
    pub says: Kept,
    pub reason: String,
    pub at: Moment,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Message {
    pub by: Who,
    pub at: Moment,
    pub text: Kept,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Licence {
    pub id: String,
    pub version: u32,
    pub issued: Moment,
    /// A part changed since: a new version is owed.
    pub outdated: bool,
}

/// One permit inside the case.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    pub permit: PermitId,
    pub stage: PartStage,
    /// The one authority that decides it now.
    pub authority: AuthorityId,
    /// Whose desk it is on; nobody's means the authority's pool.
    pub official: Option<OfficialId>,
    pub plan: PlanPart,
    /// The day its own clock began; nothing while it waits for another permit.
    pub started: Option<Day>,
    pub stops: Vec<Stop>,
    pub extension: Option<Extension>,
    pub verdict: Option<Verdict>,
    pub consultations: Vec<Consultation>,
    pub escalated: Option<Moment>,
    pub silence: Option<Moment>,
    pub delays: Vec<(Moment, String)>,
    /// The objection against its refusal, and what came of it; of several the last.
    pub appeal: Option<Appeal>,
    /// One end of a hand-over has signed; the other has not yet.
    pub offer: Option<Offer>,
    /// The last change that was asked for after it was granted.
    pub change: Option<Change>,
    pub hearing: Option<Hearing>,
    pub opinions: Vec<Opinion>,
    /// The day its clock began anew, when an appeal sent it back.
    pub begun_again: Option<Day>,
    /// Why it is suspended or revoked, and since when.
    pub measure: Option<Measure>,
    /// The permit whose end made this one lapse.
    pub without: Option<PermitId>,
    pub(crate) end: Option<PartStage>,
}

/// Time that does not count: the days after `since` up to and including `until`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stop {
    pub why: StopWhy,
    pub since: Day,
    /// Nothing while it lasts.
    pub until: Option<Day>,
    pub expected_until: Option<Day>,
    /// The clock went on when it ended; false while it lasts, and when another stop still stood.
    pub went_on: bool,
}

/// A hearing, from the offer to its record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hearing {
    pub offered: Moment,
    pub law: Citation,
    /// The last day for asking.
    pub ask_until: Day,
    pub asked: Option<Moment>,
    /// When and where; of several calls the last.
    pub called: Option<(Day, String)>,
    pub held: Option<(Moment, String)>,
}

/// What somebody from outside was asked, and what they said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opinion {
    pub expert: String,
    pub question: String,
    pub asked: Moment,
    pub said: Option<(Moment, String)>,
}

/// A power of attorney.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mandate {
    pub offered: Moment,
    pub scope: BTreeSet<Power>,
    /// Its last day.
    pub until: Day,
    /// Who took it; in force from then on.
    pub agent: Option<PersonId>,
    pub ended: Option<Moment>,
}

/// A place for somebody who applies too.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CoApplicant {
    pub person: Option<PersonId>,
    /// Signed for the draft as it is.
    pub signed: Option<Moment>,
}

/// The applicant's objection against a refusal.
#[derive(Clone, Debug, PartialEq)]
pub struct Appeal {
    pub at: Moment,
    pub says: Kept,
    /// Who hears it: the authority above; in cases of the first time the deciding one, by another hand.
    pub to: AuthorityId,
    pub decide_by: Option<Day>,
    pub heard: Option<Heard>,
}

/// What the authority above found.
#[derive(Clone, Debug, PartialEq)]
pub struct Heard {
    pub finding: Finding,
    pub reason: String,
    pub law: Citation,
    pub by: Who,
    pub at: Moment,
}

/// A part offered by one official to another of the same authority.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    pub from: OfficialId,
    pub to: OfficialId,
    pub reason: String,
    pub at: Moment,
}

/// A change to a permit that is held: asked by its holder, decided by its authority.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    pub kind: ChangeKind,
    pub stage: ChangeStage,
    pub asked: Moment,
    pub promised: Day,
    /// The law's limit; of a renewal the last day of validity.
    pub limit: Day,
    /// The law that renews it when nobody decides in time.
    pub silent: Option<Citation>,
    pub decided: Option<(Moment, Who)>,
    /// What was granted, also while other authorities still look at the same amendment.
    pub grant: Option<Grant>,
    pub ground: Option<Ground>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ChangeKind {
    Renewal,
    Amendment,
}

/// Facts that change after the decision: in force when every permit that reads them agrees.
#[derive(Clone, Debug, PartialEq)]
pub struct Amendment {
    pub at: Moment,
    pub facts: BTreeMap<FactId, Answer>,
    pub permits: Vec<PermitId>,
    pub stage: ChangeStage,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StopWhy {
    /// The one notice is with the applicant.
    Notice,
    /// A later question about a changed fact is with the applicant.
    LaterPoint,
    Law {
        reason: StopReason,
        law: Citation,
    },
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Extension {
    pub on: Day,
    pub until: Day,
    pub promise_more: Span,
    pub law_more: Span,
    pub reason: String,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Verdict {
    pub decision: Decision,
    pub by: Who,
    pub at: Moment,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Decision {
    Granted(Grant),
    Refused(Ground),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Consultation {
    pub authority: AuthorityId,
    pub question: String,
    pub asked: Moment,
    pub advice: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Measure {
    pub reason: String,
    pub law: Option<Citation>,
    pub rule: Option<String>,
    /// The day on which it begins: that of the act, or a later one.
    pub on: Day,
    pub until: Option<Day>,
    /// What the part was, and still is until that day.
    pub before: PartStage,
}

/// The basket before it is sent, and the one notice afterwards.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Notice {
    pub basket: Vec<BasketPoint>,
    /// When it was sent; from then on the one question is used.
    pub sent: Option<Moment>,
    pub answer_until: Option<Day>,
    pub points: Vec<Asked>,
    pub answered: Option<Moment>,
    pub lapsed: Option<Moment>,
    /// Facts that its answer changed; only these can be asked about later.
    pub changed: BTreeSet<FactId>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct BasketPoint {
    pub permit: PermitId,
    pub point: Point,
    pub put_by: Who,
    pub at: Moment,
}

/// A point that was sent, with everything that came back.
#[derive(Clone, Debug, PartialEq)]
pub struct Asked {
    pub asked: AskedPoint,
    pub at: Moment,
    /// Asked after the notice, about a changed fact.
    pub later: bool,
    pub put_by: Vec<Who>,
    pub objection: Option<Kept>,
    /// What the second official found: whether it stands, and why.
    pub reviewed: Option<(bool, String)>,
    pub reply: Option<Reply>,
    pub lapsed: bool,
}

impl Asked {
    /// Still with the applicant.
    pub fn is_open(&self) -> bool {
        self.reply.is_none() && !self.lapsed && !self.is_struck()
    }

    /// A second official found that it should not have been asked.
    pub fn is_struck(&self) -> bool {
        matches!(self.reviewed, Some((false, _)))
    }
}

impl Notice {
    pub fn open_points(&self) -> impl Iterator<Item = &Asked> {
        self.points.iter().filter(|p| p.is_open())
    }

    pub fn is_open(&self) -> bool {
        self.points.iter().any(Asked::is_open)
    }

    /// The day the one question was used, if it was.
    pub fn used_on(&self) -> Option<Day> {
        self.sent.map(|at| at.day)
    }
}

impl Part {
    /// It has come to an end of its own; nothing is left to decide.
    pub fn is_ended(&self) -> bool {
        self.end.is_some()
    }

    pub fn grant(&self) -> Option<&Grant> {
        match &self.verdict.as_ref()?.decision {
            Decision::Granted(grant) => Some(grant),
            Decision::Refused(_) => None,
        }
    }

    /// It is in force, or would be if it were not suspended.
    pub fn is_held(&self) -> bool {
        matches!(self.end, Some(PartStage::Granted | PartStage::Suspended))
    }

    /// The change that is still being decided.
    pub fn open_change(&self) -> Option<&Change> {
        self.change.as_ref().filter(|change| matches!(change.stage, ChangeStage::Asked | ChangeStage::Agreed))
    }

    /// The objection that is still to be heard.
    pub fn open_appeal(&self) -> Option<&Appeal> {
        self.appeal.as_ref().filter(|appeal| appeal.heard.is_none() && self.stage == PartStage::Refused)
    }

    pub fn open_stop(&self) -> Option<&Stop> {
        self.stops.iter().find(|stop| stop.until.is_none())
    }
}

impl Case {
    pub fn id(&self) -> &CaseId {
        &self.id
    }
    /// How many events made it: compared when the next one is kept.
    pub fn version(&self) -> u64 {
        self.seq
    }
    pub fn stage(&self) -> Stage {
        self.stage
    }
    pub fn event(&self) -> &EventId {
        &self.event
    }
    pub fn wish(&self) -> Option<&str> {
        self.wish.as_deref()
    }
    pub fn language(&self) -> &str {
        &self.language
    }
    /// Fingerprint of the catalogue it is decided under.
    pub fn catalogue(&self) -> &str {
        &self.catalogue
    }
    pub fn number(&self) -> &str {
        &self.number
    }
    pub fn applicant(&self) -> &PersonId {
        &self.applicant
    }
    pub fn begun(&self) -> Moment {
        self.begun
    }
    /// When the last event happened.
    pub fn changed(&self) -> Moment {
        self.changed
    }
    pub fn facts(&self) -> &BTreeMap<FactId, Answer> {
        &self.facts
    }
    pub fn not_yet(&self) -> &BTreeSet<FactId> {
        &self.not_yet
    }
    pub fn contested(&self) -> &BTreeMap<FactId, Contest> {
        &self.contested
    }
    /// When what is sealed in it became unreadable for ever, and under which article.
    pub fn erased(&self) -> Option<&(Moment, Citation)> {
        self.erased.as_ref()
    }

    pub fn papers(&self) -> &[Paper] {
        &self.papers
    }
    pub fn commitments(&self) -> &BTreeSet<PermitId> {
        &self.commitments
    }
    pub fn filing(&self) -> Option<&Filing> {
        self.filing.as_ref()
    }
    pub fn plan(&self) -> Option<&Plan> {
        self.filing.as_ref().map(|f| &f.plan)
    }
    pub fn parts(&self) -> &BTreeMap<PermitId, Part> {
        &self.parts
    }
    pub fn part(&self, permit: &PermitId) -> Option<&Part> {
        self.parts.get(permit)
    }
    pub fn notice(&self) -> &Notice {
        &self.notice
    }
    pub fn accepted(&self) -> Option<(Moment, Acceptance)> {
        self.accepted
    }
    pub fn representative(&self) -> Option<&Representative> {
        self.representative.as_ref()
    }
    pub fn messages(&self) -> &[Message] {
        &self.messages
    }
    /// The day promised now.
    pub fn promised(&self) -> Option<Day> {
        self.promised
    }
    /// The day promised at filing; kept words are counted against this one.
    pub fn promised_first(&self) -> Option<Day> {
        self.plan().map(|plan| plan.promised)
    }
    pub fn mandates(&self) -> &BTreeMap<MandateId, Mandate> {
        &self.mandates
    }
    /// The power of attorney this person acts under on that day.
    pub fn mandate_of(&self, person: &PersonId, on: Day) -> Option<(&MandateId, &Mandate)> {
        let holds = |m: &Mandate| m.agent.as_ref() == Some(person) && m.ended.is_none() && on <= m.until;
        self.mandates.iter().find(|(_, mandate)| holds(mandate))
    }
    /// Whoever applies too, by place.
    pub fn co_applicants(&self) -> &BTreeMap<u32, CoApplicant> {
        &self.co_applicants
    }
    pub fn is_co_applicant(&self, person: &PersonId) -> bool {
        self.co_applicants.values().any(|place| place.person.as_ref() == Some(person))
    }
    /// The last amendment that was asked for.
    pub fn amendment(&self) -> Option<&Amendment> {
        self.amendment.as_ref()
    }
    pub fn licence(&self) -> Option<&Licence> {
        self.licence.as_ref()
    }
    pub fn history(&self) -> &[Arc<Recorded>] {
        &self.history
    }

    pub fn papers_for(&self, evidence: &EvidenceId) -> impl Iterator<Item = &Paper> {
        self.papers.iter().filter(move |p| &p.evidence == evidence)
    }

    /// Permits of the plan that must be there before `permit` and are not.
    pub fn prerequisites_open(&self, permit: &PermitId) -> Vec<PermitId> {
        let Some(part) = self.parts.get(permit) else { return Vec::new() };
        part.plan.after.iter().filter(|first| !self.is_there(first)).cloned().collect()
    }

    /// Every part that directly or through others waits for `permit`.
    pub(crate) fn dependents(&self, permit: &PermitId) -> Vec<PermitId> {
        let mut found: Vec<PermitId> = vec![permit.clone()];
        loop {
            let next = self.parts.values().find(|part| {
                !found.contains(&part.permit) && part.plan.after.iter().any(|first| found.contains(first))
            });
            match next {
                Some(part) => found.push(part.permit.clone()),
                None => break,
            }
        }
        found.remove(0);
        found
    }

    /// The envelopes for events an act decided on: numbered on from this case.
    pub fn envelopes(&self, by: &Who, at: Moment, events: Vec<Event>) -> Vec<Recorded> {
        (self.seq + 1..).zip(events).map(|(seq, event)| Recorded { seq, at, by: by.clone(), event }).collect()
    }

    /// Granted once is enough: what happens to it later is no longer the other part's affair.
    /// A permit that was only possibly needed and was withdrawn does not hold anybody up.
    fn is_there(&self, permit: &PermitId) -> bool {
        self.parts.get(permit).is_none_or(|part| {
            part.grant().is_some() || (part.plan.possible_only && part.end == Some(PartStage::Withdrawn))
        })
    }
}
