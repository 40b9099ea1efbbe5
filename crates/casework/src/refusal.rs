//! Why an act was not done: data only, the words are elsewhere.

use std::fmt;

use catalogue::{AuthorityId, Citation, EvidenceId, PermitId, RegisterId, Silence};
use rules::{CalendarGap, Day, FactId};

use crate::chart::{Act, At};
use crate::who::{CaseId, Moment, PointId, Who};

/// What the form or the notice still needs.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Missing {
    Fact(FactId),
    Paper(EvidenceId),
    /// Given, and contradicted by another answer.
    Contradiction(FactId),
    Point(PointId),
    Signature,
    /// Somebody who applies too has not joined, or not signed what the draft says now.
    CoSignature(u32),
    /// The plan asks for no permit: there is nothing to file.
    Permit,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The chart has no such act at this stage.
    NotPossibleNow {
        act: Act,
        stage: At,
    },
    /// Another authority decides this.
    NotYours {
        act: Act,
        authority: AuthorityId,
    },
    NotTheApplicant,
    NotTheRepresentative,
    /// Only the clock does this.
    OnlyTheClock {
        act: Act,
    },
    /// Only the hand that did it can take it back; a second look needs a second hand.
    NotYourHand {
        act: Act,
    },
    /// `article` when a law sets the day.
    TooLate {
        article: Option<Citation>,
        until: Day,
    },
    TooEarly {
        from: Day,
    },
    /// Everything at once.
    Missing(Vec<Missing>),
    AlreadyFiled {
        number: String,
        on: Day,
    },
    AlreadyAccepted {
        on: Day,
    },
    NoticeUsed {
        on: Day,
    },
    NoPointsInBasket,
    /// Points are waiting: send them or drop them.
    PointsInBasket {
        points: Vec<PointId>,
    },
    /// The notice is with the applicant.
    NoticeOpen,
    PointNotInNotice {
        point: PointId,
    },
    PointAlreadyThere {
        point: PointId,
    },
    /// A register knows it; contest it if it is wrong.
    KnownByRegister {
        fact: FactId,
        register: RegisterId,
    },
    /// Only a register's fact can be contested.
    NotFromRegister {
        fact: FactId,
    },
    /// Later points are only for facts that the answer to the notice changed, each once.
    FactNotChanged {
        about: crate::event::About,
    },
    /// The answer is not of the kind the point asks for.
    ReplyDoesNotFit {
        point: PointId,
    },
    PaperNotThere {
        evidence: EvidenceId,
    },
    /// After filing a paper is added only where the notice asks for it.
    PaperNotAsked {
        evidence: EvidenceId,
    },
    SomebodyDecided {
        by: Who,
        on: Day,
    },
    UnknownPermit {
        permit: PermitId,
    },
    NotConsulted {
        authority: AuthorityId,
    },
    NeedsReason,
    NeedsWayForward,
    /// A decision without a number cannot be found again.
    NeedsNumber,
    AlreadyEscalated {
        on: Day,
    },
    AlreadyAppealed {
        on: Day,
    },
    /// The law says something else about silence here.
    SilenceMeans {
        effect: Silence,
    },
    /// A licence is still owed.
    LicenceOwed {
        version: u32,
    },
    PrerequisiteOpen {
        permits: Vec<PermitId>,
    },
    NotAtOnce {
        permit: PermitId,
    },
    AlreadyExtended {
        until: Day,
    },
    NoExtension {
        permit: PermitId,
    },
    /// The day asked for lies outside what the law leaves.
    BadDay {
        earliest: Day,
        latest: Option<Day>,
    },
    UndoOver {
        until: Moment,
    },
    /// Somebody can still take a decision back; the licence waits.
    UndoOpen {
        until_us: i64,
    },
    /// Nothing was granted, so there is nothing to put on a licence.
    NothingGranted,
    /// The licence has this version already.
    LicenceVersion {
        next: u32,
    },
    /// The power of attorney was over on that day.
    MandateOver {
        until: Day,
    },
    /// The power of attorney does not say that.
    NotInMandate {
        act: Act,
    },
    /// There is no power of attorney, or it was ended.
    NoMandate,
    /// Only somebody whom the applicant invited.
    NotInvited,
    /// The invitation was used, or taken back.
    InvitationUsed,
    /// It was never asked for, or the time for asking is over; or a decision waits for it.
    HearingOwed {
        permit: PermitId,
    },
    /// The act would lie before what has happened: a clock was set back.
    ClockBehind {
        last: Moment,
    },
    /// One case is one filing with one promise; two never become one.
    NeverMerged {
        number: String,
        other: CaseId,
    },
    NeverSplit {
        number: String,
    },
    /// What is held was given to this person and does not pass to another.
    NotTransferable {
        permits: Vec<PermitId>,
        law: Option<Citation>,
    },
    /// A permit without an end is never renewed.
    NeverEnds {
        permit: PermitId,
    },
    /// It ends on the day of this fact: that is what changes.
    EndsWith {
        permit: PermitId,
        fact: FactId,
    },
    /// A change to it was asked for and is not decided yet.
    ChangeOpen {
        permit: PermitId,
        since: Day,
    },
    NothingChanges,
    /// The change needs permits that the case has not: a new case asks for them.
    NeedsOtherPermits {
        permits: Vec<PermitId>,
    },
    NotHeld {
        permit: PermitId,
    },
    /// Appeals or changes are still to be decided.
    StillOpen {
        permits: Vec<PermitId>,
    },
    /// The working days of a year are not published, so no date can be promised.
    NoCalendar {
        year: i16,
    },
}

impl From<CalendarGap> for Refusal {
    fn from(gap: CalendarGap) -> Self {
        Refusal::NoCalendar { year: gap.year }
    }
}

/// For logs and tests; people read the words of the pages.
impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self:?}")
    }
}

impl std::error::Error for Refusal {}
