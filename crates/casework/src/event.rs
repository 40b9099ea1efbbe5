//! What happened to a case, in the past tense: a closed list. A case is nothing but the fold of these.
//!
//! The derives give the written form of version 1 (see `record.rs`): a variant or field is added, never renamed.

use std::collections::{BTreeMap, BTreeSet};

use catalogue::{AuthorityId, Citation, EventId, EvidenceId, PermitId, Silence};
use journey::{Origin, Plan};
use rules::{Day, FactId, Span};
use serde::{Deserialize, Serialize};

use crate::chart::Act;
use crate::silence::SilenceReceipt;
use crate::who::{MandateId, Moment, OfficialId, PaperHash, PersonId, PointId, Who};

/// A value as it is kept: open, or sealed for a subject. Nothing in this room opens a seal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kept {
    Plain(serde_json::Value),
    Sealed { subject: String, text: String },
}

/// One fact as it was given, with who said so.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    pub kept: Kept,
    pub origin: Origin,
}

/// The one person who answers for the whole case, named at filing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Representative {
    pub id: OfficialId,
    pub name: String,
    pub phone: String,
    pub hours: String,
}

/// The procedure's own periods, kept with the filing so that every date can be recomputed without a catalogue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Terms {
    /// Desks put their points into the basket within this time after filing.
    pub basket: Span,
    /// The law's limit for telling everything that is missing, once; afterwards the case counts as accepted.
    pub notice: Span,
    pub notice_law: Citation,
    /// Joint handling of all permits together.
    pub joint: Span,
    pub joint_law: Citation,
    /// A decision can be taken back by the same hand for so long; until then nobody is told.
    pub undo_minutes: u32,
}

impl Terms {
    /// The usual periods of a one-visit city, under the articles its catalogue cites for them.
    pub fn usual(notice_law: Citation, joint_law: Citation) -> Terms {
        Terms {
            basket: Span::working_days(3),
            notice: Span::working_days(5),
            notice_law,
            joint: Span::working_days(45),
            joint_law,
            undo_minutes: 10,
        }
    }
}

/// A paper: what it proves and where its bytes are. The bytes themselves are never here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paper {
    pub evidence: EvidenceId,
    pub hash: PaperHash,
    pub media_type: String,
    pub bytes: u64,
    pub name: Kept,
}

/// What a point of the notice is about. There is no third: "other materials" cannot be asked for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum About {
    Fact(FactId),
    Paper(EvidenceId),
}

/// One thing that is missing or unclear, with the rule that cannot be decided without it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Point {
    pub id: PointId,
    /// In plain words, as the applicant will read it.
    pub asks: String,
    pub about: About,
    /// The rule of the permit that is blocked.
    pub rule: String,
    pub law: Vec<Citation>,
}

/// A point as it was sent: every permit that waits for it. Two desks that ask the same are one point.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AskedPoint {
    pub permits: Vec<PermitId>,
    pub point: Point,
}

/// How a point was answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reply {
    Fact(Answer),
    /// A paper that was added for this point.
    Paper(PaperHash),
    /// An explanation in words.
    Words(Kept),
}

/// Time that the law does not count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum StopReason {
    Hearing,
    Tender,
    Auction,
    Test,
    Inspection,
    Quarantine,
    Appraisal,
    ExpertReview,
}

/// The contents of a grant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grant {
    pub number: String,
    pub conditions: Vec<String>,
    pub valid_from: Day,
    /// Nothing: open-ended.
    pub valid_until: Option<Day>,
}

/// The contents of a refusal: never without the rule, its article and a way forward.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ground {
    pub rule: String,
    pub article: Citation,
    pub reason: String,
    pub way_forward: String,
}

/// What an agent may do for an applicant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Power {
    /// Fill in the draft, add papers, choose commitments.
    Prepare,
    /// Sign and file.
    File,
    /// Answer the notice, object to its points, write to the representative, ask for a hearing.
    Answer,
    /// Withdraw, appeal, renew, amend, give up.
    Dispose,
}

/// Why the promised day moved. There is no "other".
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Cause {
    NoticeAnswered,
    /// The applicant let the day of the notice pass; the decisions go on with what is there.
    NoticeLapsed,
    Stopped {
        permit: PermitId,
        reason: StopReason,
    },
    Extended {
        permit: PermitId,
    },
    /// A permit others wait for was decided later than planned.
    PrerequisiteLate {
        permit: PermitId,
    },
    /// A permit that was only possibly needed was withdrawn late: what waited for it begins only now.
    PrerequisiteWithdrawn {
        permit: PermitId,
    },
    /// After an appeal it is decided anew.
    SentBack {
        permit: PermitId,
    },
}

/// What the authority above finds about a refusal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Finding {
    /// The refusal stands.
    Upheld,
    /// The authority above grants in its place.
    Changed(Grant),
    /// The deciding authority decides anew, with a clock of its own.
    SentBack,
}

/// One permit of an amendment, with the day promised for it and the law's limit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangedPart {
    pub permit: PermitId,
    pub promised: Day,
    pub limit: Day,
}

/// How a case came to be accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Acceptance {
    /// The representative found it complete.
    Complete,
    /// Nobody said anything in the law's time.
    Deemed,
    /// The one notice was answered, or its day has passed.
    AfterNotice,
}

#[expect(clippy::large_enum_variant, reason = "a case is filed once; a box would be in the way of every reader")]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Event {
    // Draft
    Begun {
        event: EventId,
        wish: Option<String>,
        language: String,
        catalogue: String,
        number: String,
        applicant: PersonId,
    },
    Answered {
        facts: BTreeMap<FactId, Answer>,
        removed: Vec<FactId>,
        not_yet: Vec<FactId>,
    },
    /// Registers, or permits of the same plan, answered.
    Fetched {
        facts: BTreeMap<FactId, Answer>,
    },
    Contested {
        fact: FactId,
        says: Kept,
        reason: String,
    },
    PaperAdded {
        paper: Paper,
    },
    PaperRemoved {
        evidence: EvidenceId,
        hash: PaperHash,
    },
    CommitmentChosen {
        permit: PermitId,
    },
    CommitmentDropped {
        permit: PermitId,
    },
    Signed {
        statement_version: String,
        permits: Vec<PermitId>,
    },
    Filed {
        number: String,
        plan: Plan,
        representative: Representative,
        commitments: Vec<PermitId>,
        catalogue: String,
        terms: Terms,
    },

    // Others beside the applicant; who they are is sealed nowhere, as a person's id says nothing
    /// Offered by the applicant; in force when the agent takes it.
    MandateOffered {
        mandate: MandateId,
        scope: BTreeSet<Power>,
        until: Day,
    },
    MandateTaken {
        mandate: MandateId,
        agent: PersonId,
    },
    /// By the applicant or by the agent.
    MandateEnded {
        mandate: MandateId,
    },
    /// Somebody else applies too; the place is filled when they join.
    CoApplicantInvited {
        place: u32,
    },
    CoApplicantJoined {
        place: u32,
        person: PersonId,
    },
    CoApplicantRemoved {
        place: u32,
    },
    /// Holds for the draft as it is: what is changed afterwards is signed again.
    CoSigned {
        person: PersonId,
        statement_version: String,
    },

    // The whole case, while it is decided
    Accepted {
        how: Acceptance,
    },
    NoticePointPut {
        permit: PermitId,
        point: Point,
    },
    NoticePointDropped {
        point: PointId,
    },
    NoticeSent {
        points: Vec<AskedPoint>,
        answer_until: Day,
    },
    PointObjected {
        point: PointId,
        says: Kept,
    },
    /// A second official looked: the point stands or is gone.
    PointReviewed {
        point: PointId,
        stands: bool,
        reason: String,
    },
    NoticeAnswered {
        replies: BTreeMap<PointId, Reply>,
    },
    NoticeLapsed,
    /// After the notice, and only about a fact that its answer changed. Counted in public.
    LaterPointAsked {
        asked: AskedPoint,
        answer_until: Day,
    },
    PromiseMoved {
        from: Day,
        to: Day,
        because: Cause,
    },

    // One part
    PartAssigned {
        permit: PermitId,
        official: OfficialId,
    },
    HandedOver {
        permit: PermitId,
        from: OfficialId,
        reason: String,
    },
    /// One end of a hand-over has signed; the part stays where it is until the other has.
    HandOverOffered {
        permit: PermitId,
        from: OfficialId,
        to: OfficialId,
        reason: String,
    },
    /// The other end has signed: the part is theirs.
    HandOverTaken {
        permit: PermitId,
        from: OfficialId,
        to: OfficialId,
    },
    HandOverDeclined {
        permit: PermitId,
        to: OfficialId,
        reason: String,
    },
    Consulted {
        permit: PermitId,
        authority: AuthorityId,
        question: String,
    },
    Advised {
        permit: PermitId,
        authority: AuthorityId,
        text: String,
    },
    Extended {
        permit: PermitId,
        until: Day,
        promise_more: Span,
        law_more: Span,
        reason: String,
    },
    PausedFor {
        permit: PermitId,
        reason: StopReason,
        law: Citation,
        expected_until: Option<Day>,
    },
    Resumed {
        permit: PermitId,
    },
    Granted {
        permit: PermitId,
        grant: Grant,
        official: Option<OfficialId>,
    },
    Refused {
        permit: PermitId,
        ground: Ground,
        official: OfficialId,
    },
    Undone {
        permit: PermitId,
        what: Act,
    },
    /// One part, or everything that is still open.
    Withdrawn {
        permit: Option<PermitId>,
    },
    /// Cannot be decided any more: what had to be there first was refused or withdrawn.
    Lapsed {
        permit: PermitId,
        without: PermitId,
    },
    SilencePassed {
        permit: PermitId,
        effect: Silence,
        /// Everything the limit was computed from; events of the first time have none.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        receipt: Option<SilenceReceipt>,
    },
    Escalated {
        permit: PermitId,
        to: AuthorityId,
    },
    DelayExplained {
        permit: PermitId,
        reason: String,
    },
    Appealed {
        permit: PermitId,
        says: Kept,
        /// The authority above, which hears it; events of the first time name none.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        to: Option<AuthorityId>,
        /// Until when the law wants it heard.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        decide_by: Option<Day>,
    },
    AppealDecided {
        permit: PermitId,
        finding: Finding,
        reason: String,
        law: Citation,
        official: OfficialId,
    },

    /// The authority tells the applicant that they can ask for a hearing.
    HearingOffered {
        permit: PermitId,
        law: Citation,
        ask_until: Day,
    },
    HearingAsked {
        permit: PermitId,
    },
    HearingCalled {
        permit: PermitId,
        on: Day,
        place: String,
    },
    /// With its record; a decision rests on it.
    HearingHeld {
        permit: PermitId,
        record: String,
    },
    ExpertAsked {
        permit: PermitId,
        expert: String,
        question: String,
    },
    ExpertSaid {
        permit: PermitId,
        opinion: String,
    },

    // The licence and after
    LicenceIssued {
        licence: String,
        version: u32,
    },
    PartSuspended {
        permit: PermitId,
        reason: String,
        law: Citation,
        until: Option<Day>,
        /// The rule of the permit that does not hold any more.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        rule: Option<String>,
        /// From which day; nothing: at once.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        from: Option<Day>,
    },
    PartReinstated {
        permit: PermitId,
        reason: String,
    },
    PartRevoked {
        permit: PermitId,
        reason: String,
        law: Citation,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        rule: Option<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        from: Option<Day>,
    },
    PartExpired {
        permit: PermitId,
    },
    /// The holder gives up one permit, or closes the business: everything held ends, everything open is withdrawn.
    GivenUp {
        permit: Option<PermitId>,
        /// From which day; nothing: at once.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        from: Option<Day>,
    },

    // Changes to what is held
    RenewalAsked {
        permit: PermitId,
        promised: Day,
        /// The last day of its validity: it is decided by then.
        limit: Day,
        /// The law that renews it when nobody has decided by then, if one does.
        silent: Option<Citation>,
    },
    /// Only what changes is asked, and only of the permits that read it; nobody: it is so from now on.
    AmendmentAsked {
        facts: BTreeMap<FactId, Answer>,
        parts: Vec<ChangedPart>,
    },
    ChangeGranted {
        permit: PermitId,
        grant: Grant,
        official: Option<OfficialId>,
        /// The law under which silence renewed it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        silent: Option<Citation>,
    },
    ChangeRefused {
        permit: PermitId,
        ground: Ground,
        official: OfficialId,
    },
    /// The applicant takes the wish for a change back; an amendment as a whole.
    ChangeWithdrawn {
        permit: PermitId,
    },

    // People
    MessageWritten {
        text: Kept,
    },
    RepresentativeChanged {
        to: Representative,
        reason: String,
    },
    Closed,
    /// The keys to everything sealed in it were destroyed.
    Erased {
        law: Citation,
    },
}

/// One event in its envelope.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recorded {
    /// 1 for the first event of a case; no gaps.
    pub seq: u64,
    pub at: Moment,
    pub by: Who,
    pub event: Event,
}

impl Event {
    /// The one permit this is about, if it is about one.
    pub fn permit(&self) -> Option<&PermitId> {
        match self {
            Event::CommitmentChosen { permit }
            | Event::CommitmentDropped { permit }
            | Event::NoticePointPut { permit, .. }
            | Event::PartAssigned { permit, .. }
            | Event::HandedOver { permit, .. }
            | Event::HandOverOffered { permit, .. }
            | Event::HandOverTaken { permit, .. }
            | Event::HandOverDeclined { permit, .. }
            | Event::Consulted { permit, .. }
            | Event::Advised { permit, .. }
            | Event::Extended { permit, .. }
            | Event::PausedFor { permit, .. }
            | Event::Resumed { permit }
            | Event::Granted { permit, .. }
            | Event::Refused { permit, .. }
            | Event::Undone { permit, .. }
            | Event::Lapsed { permit, .. }
            | Event::SilencePassed { permit, .. }
            | Event::Escalated { permit, .. }
            | Event::DelayExplained { permit, .. }
            | Event::Appealed { permit, .. }
            | Event::PartSuspended { permit, .. }
            | Event::PartReinstated { permit, .. }
            | Event::PartRevoked { permit, .. }
            | Event::AppealDecided { permit, .. }
            | Event::HearingOffered { permit, .. }
            | Event::HearingAsked { permit }
            | Event::HearingCalled { permit, .. }
            | Event::HearingHeld { permit, .. }
            | Event::ExpertAsked { permit, .. }
            | Event::ExpertSaid { permit, .. }
            | Event::RenewalAsked { permit, .. }
            | Event::ChangeGranted { permit, .. }
            | Event::ChangeRefused { permit, .. }
            | Event::ChangeWithdrawn { permit }
            | Event::PartExpired { permit } => Some(permit),
            Event::Withdrawn { permit } | Event::GivenUp { permit, .. } => permit.as_ref(),
            _ => None,
        }
    }

    /// Whether an issued licence no longer says what is true.
    pub(crate) fn changes_licence(&self) -> bool {
        matches!(
            self,
            Event::PartSuspended { .. }
                | Event::PartReinstated { .. }
                | Event::PartRevoked { .. }
                | Event::PartExpired { .. }
                | Event::AppealDecided { finding: Finding::Changed(_), .. }
                | Event::GivenUp { .. }
        )
    }
}
