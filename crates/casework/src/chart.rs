//! The whole life of a case and of each part on one screen: where, what, whose hand, and what comes next.
//!
//! The acts, the buttons of the pages, the public interface and the property tests all read this table.
//! A row says that an act can exist here; the act itself still checks days, reasons and contents.

use catalogue::{AuthorityId, PermitId};
use serde::{Deserialize, Serialize};

use crate::case::Case;
use crate::event::Power;
use crate::refusal::Refusal;
use crate::who::{Deed, Who};

/// Where a whole case is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stage {
    Draft,
    Filed,
    /// Every part has come to an end and at least one was decided.
    Decided,
    /// Nothing was decided and nothing will be.
    Withdrawn,
    Closed,
}

/// Where one part is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PartStage {
    /// A permit that must be there first is not there yet; its clock has not begun.
    Waiting,
    Deciding,
    /// Its clock stands still: the notice is with the applicant, or the law does not count this time.
    Paused,
    Granted,
    Refused,
    Withdrawn,
    /// What had to be there first was refused or withdrawn.
    Lapsed,
    Suspended,
    Revoked,
    Expired,
    /// Its holder gave it up.
    GivenUp,
}

/// Where a change to a permit that is held is: beside the stage of the part, which stays in force meanwhile.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ChangeStage {
    /// Nothing was ever asked.
    None,
    Asked,
    /// This authority agrees; others still look at the same amendment.
    Agreed,
    Granted,
    Refused,
    Withdrawn,
    /// The permit itself came to an end first.
    Lapsed,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum At {
    Case(Stage),
    Part(PartStage),
    Change(ChangeStage),
}

/// Verbs of the office. `Begin` is the only one that needs no case and so has no row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Act {
    Begin,
    Answer,
    Fetch,
    Contest,
    AddPaper,
    RemovePaper,
    ChooseCommitment,
    DropCommitment,
    File,
    Accept,
    PutPoint,
    DropPoint,
    SendNotice,
    ObjectToPoint,
    ReviewPoint,
    AnswerNotice,
    LapseNotice,
    AskLater,
    Assign,
    HandOver,
    Consult,
    Advise,
    Extend,
    Pause,
    Resume,
    TakeAtOnce,
    Grant,
    Refuse,
    Undo,
    Withdraw,
    PassSilence,
    Escalate,
    ExplainDelay,
    Appeal,
    Issue,
    Suspend,
    Reinstate,
    Revoke,
    Expire,
    WriteMessage,
    ChangeRepresentative,
    Close,
    Erase,
    OfferHandOver,
    TakeOver,
    DeclineOver,
    DecideAppeal,
    Renew,
    Amend,
    GrantChange,
    RefuseChange,
    WithdrawChange,
    PassRenewal,
    GiveUp,
    OfferMandate,
    TakeMandate,
    EndMandate,
    InviteCoApplicant,
    RemoveCoApplicant,
    JoinAsCoApplicant,
    CoSign,
    OfferHearing,
    AskHearing,
    CallHearing,
    HoldHearing,
    AskExpert,
    TakeOpinion,
    /// Nobody can: one case is one filing with one promise. It is in the list so that the refusal has a name.
    Merge,
    Split,
    /// Nobody can either, as long as no law lets a permit pass to somebody else.
    Transfer,
}

/// Whose hand may do it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum WhoMay {
    /// The applicant, or a window clerk while the applicant is present.
    Applicant,
    /// Only the applicant in person, or a clerk while they are present: not through an agent.
    Principal,
    /// Somebody who holds an invitation and is not of the case yet.
    Invited,
    /// Somebody who applies too.
    CoApplicant,
    /// The agent of a power of attorney.
    Agent,
    /// An official of the authority that decides this part; for the whole case, of any authority that decides a part.
    DecidingOfficial,
    /// An official of another authority that was asked for advice.
    ConsultedOfficial,
    /// The official to whom the part is offered.
    ReceivingOfficial,
    /// An official of the authority above, other than the one who refused.
    AppealOfficial,
    /// The one named representative.
    Representative,
    Clock,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row {
    pub at: At,
    pub act: Act,
    pub who: WhoMay,
    /// Where it can lead. Several: the rest of the case decides which.
    pub next: &'static [At],
}

const fn case(at: Stage, act: Act, who: WhoMay, next: &'static [At]) -> Row {
    Row { at: At::Case(at), act, who, next }
}

const fn change(at: ChangeStage, act: Act, who: WhoMay, next: &'static [At]) -> Row {
    Row { at: At::Change(at), act, who, next }
}

const fn part(at: PartStage, act: Act, who: WhoMay, next: &'static [At]) -> Row {
    Row { at: At::Part(at), act, who, next }
}

const DRAFT: &[At] = &[At::Case(Stage::Draft)];
const FILED: &[At] = &[At::Case(Stage::Filed)];
const DECIDED: &[At] = &[At::Case(Stage::Decided)];
const CLOSED: &[At] = &[At::Case(Stage::Closed)];
const GIVEN_UP: &[At] = &[At::Case(Stage::Withdrawn)];
const NONE_LEFT: &[At] = &[At::Case(Stage::Withdrawn), At::Case(Stage::Decided)];

const WAITING: &[At] = &[At::Part(PartStage::Waiting)];
const DECIDING: &[At] = &[At::Part(PartStage::Deciding)];
const PAUSED: &[At] = &[At::Part(PartStage::Paused)];
const GOES_ON: &[At] = &[At::Part(PartStage::Deciding), At::Part(PartStage::Paused)];
const GRANTED: &[At] = &[At::Part(PartStage::Granted)];
const SILENCE: &[At] = &[At::Part(PartStage::Deciding), At::Part(PartStage::Granted)];
const REFUSED: &[At] = &[At::Part(PartStage::Refused)];
const WITHDRAWN: &[At] = &[At::Part(PartStage::Withdrawn)];
const SUSPENDED: &[At] = &[At::Part(PartStage::Suspended)];
const REVOKED: &[At] = &[At::Part(PartStage::Revoked)];
const EXPIRED: &[At] = &[At::Part(PartStage::Expired)];
const GIVEN: &[At] = &[At::Part(PartStage::GivenUp)];
const TAKEN_BACK: &[At] = &[At::Part(PartStage::Deciding), At::Part(PartStage::Withdrawn)];
const HEARD: &[At] = &[
    At::Part(PartStage::Refused),
    At::Part(PartStage::Granted),
    At::Part(PartStage::Waiting),
    At::Part(PartStage::Deciding),
];

const AGREED: &[At] = &[At::Change(ChangeStage::Agreed), At::Change(ChangeStage::Granted)];
const CHANGED: &[At] = &[At::Change(ChangeStage::Granted)];
const UNCHANGED: &[At] = &[At::Change(ChangeStage::Refused)];
const LET_BE: &[At] = &[At::Change(ChangeStage::Withdrawn)];
const CLOSING: &[At] = &[At::Case(Stage::Decided), At::Case(Stage::Withdrawn)];

use ChangeStage as C;
use PartStage as P;
use Stage as S;
use WhoMay::{
    Agent, AppealOfficial, Applicant, Clock, CoApplicant, ConsultedOfficial, DecidingOfficial, Invited, Principal,
    ReceivingOfficial, Representative,
};

#[rustfmt::skip]
pub const CHART: &[Row] = &[
    // The draft belongs to the applicant.
    case(S::Draft, Act::Answer,           Applicant, DRAFT),
    case(S::Draft, Act::Fetch,            Applicant, DRAFT),
    case(S::Draft, Act::Fetch,            Clock,     DRAFT),
    case(S::Draft, Act::Contest,          Applicant, DRAFT),
    case(S::Draft, Act::AddPaper,         Applicant, DRAFT),
    case(S::Draft, Act::RemovePaper,      Applicant, DRAFT),
    case(S::Draft, Act::ChooseCommitment, Applicant, DRAFT),
    case(S::Draft, Act::DropCommitment,   Applicant, DRAFT),
    case(S::Draft, Act::OfferMandate,     Principal, DRAFT),
    case(S::Draft, Act::TakeMandate,      Invited,   DRAFT),
    case(S::Draft, Act::EndMandate,       Principal, DRAFT),
    case(S::Draft, Act::EndMandate,       Agent,     DRAFT),
    case(S::Draft, Act::InviteCoApplicant, Principal, DRAFT),
    case(S::Draft, Act::RemoveCoApplicant, Principal, DRAFT),
    case(S::Draft, Act::JoinAsCoApplicant, Invited,  DRAFT),
    case(S::Draft, Act::CoSign,           CoApplicant, DRAFT),
    case(S::Draft, Act::File,             Applicant, FILED),
    case(S::Draft, Act::Withdraw,         Applicant, GIVEN_UP),

    // Filed: one representative, one notice, one promise.
    case(S::Filed, Act::Accept,           Representative,   FILED),
    case(S::Filed, Act::Accept,           Clock,            FILED),
    case(S::Filed, Act::Fetch,            Clock,            FILED),
    case(S::Filed, Act::Contest,          Applicant,        FILED),
    case(S::Filed, Act::AddPaper,         Applicant,        FILED),
    case(S::Filed, Act::DropPoint,        DecidingOfficial, FILED),
    case(S::Filed, Act::DropPoint,        Representative,   FILED),
    case(S::Filed, Act::SendNotice,       Representative,   FILED),
    case(S::Filed, Act::ObjectToPoint,    Applicant,        FILED),
    case(S::Filed, Act::ReviewPoint,      DecidingOfficial, FILED),
    case(S::Filed, Act::AnswerNotice,     Applicant,        FILED),
    case(S::Filed, Act::LapseNotice,      Clock,            FILED),
    case(S::Filed, Act::AskLater,         Representative,   FILED),
    case(S::Filed, Act::Withdraw,         Applicant,        NONE_LEFT),
    case(S::Filed, Act::OfferMandate,     Principal,        FILED),
    case(S::Filed, Act::TakeMandate,      Invited,          FILED),
    case(S::Filed, Act::EndMandate,       Principal,        FILED),
    case(S::Filed, Act::EndMandate,       Agent,            FILED),
    case(S::Filed, Act::GiveUp,           Applicant,        CLOSING),
    case(S::Filed, Act::Issue,            Clock,            FILED),
    case(S::Filed, Act::WriteMessage,     Applicant,        FILED),
    case(S::Filed, Act::WriteMessage,     DecidingOfficial, FILED),
    case(S::Filed, Act::WriteMessage,     Representative,   FILED),
    case(S::Filed, Act::ChangeRepresentative, Representative, FILED),
    case(S::Filed, Act::ChangeRepresentative, Clock,        FILED),

    // Decided: one licence, reissued whenever one of its parts changes.
    case(S::Decided, Act::Issue,          Clock,            DECIDED),
    case(S::Decided, Act::Issue,          Representative,   DECIDED),
    case(S::Decided, Act::WriteMessage,   Applicant,        DECIDED),
    case(S::Decided, Act::WriteMessage,   Representative,   DECIDED),
    case(S::Decided, Act::ChangeRepresentative, Representative, DECIDED),
    case(S::Decided, Act::ChangeRepresentative, Clock,      DECIDED),
    case(S::Decided, Act::OfferMandate,   Principal,        DECIDED),
    case(S::Decided, Act::TakeMandate,    Invited,          DECIDED),
    case(S::Decided, Act::EndMandate,     Principal,        DECIDED),
    case(S::Decided, Act::EndMandate,     Agent,            DECIDED),
    case(S::Decided, Act::Amend,          Applicant,        DECIDED),
    case(S::Decided, Act::GiveUp,         Applicant,        DECIDED),
    case(S::Decided, Act::Close,          Representative,   CLOSED),
    case(S::Decided, Act::Close,          Clock,            CLOSED),
    case(S::Withdrawn, Act::Close,        Representative,   CLOSED),
    case(S::Withdrawn, Act::Close,        Clock,            CLOSED),
    case(S::Closed, Act::Issue,           Clock,            CLOSED),
    case(S::Closed, Act::Amend,           Applicant,        CLOSED),
    case(S::Closed, Act::GiveUp,          Applicant,        CLOSED),

    // The law's time for keeping it is over, or it never became a case.
    case(S::Draft, Act::Erase,            Clock,            GIVEN_UP),
    case(S::Decided, Act::Erase,          Clock,            DECIDED),
    case(S::Withdrawn, Act::Erase,        Clock,            GIVEN_UP),
    case(S::Closed, Act::Erase,           Clock,            CLOSED),

    // A part that waits for another.
    part(P::Waiting, Act::Assign,         DecidingOfficial, WAITING),
    part(P::Waiting, Act::Assign,         Representative,   WAITING),
    part(P::Waiting, Act::HandOver,       DecidingOfficial, WAITING),
    part(P::Waiting, Act::HandOver,       Clock,            WAITING),
    part(P::Waiting, Act::OfferHandOver, DecidingOfficial, WAITING),
    part(P::Waiting, Act::TakeOver,      ReceivingOfficial,WAITING),
    part(P::Waiting, Act::DeclineOver,   ReceivingOfficial,WAITING),
    part(P::Waiting, Act::PutPoint,       DecidingOfficial, WAITING),
    part(P::Waiting, Act::Withdraw,       Applicant,        WITHDRAWN),

    // A part that is being decided.
    part(P::Deciding, Act::Assign,        DecidingOfficial,  DECIDING),
    part(P::Deciding, Act::Assign,        Representative,    DECIDING),
    part(P::Deciding, Act::HandOver,      DecidingOfficial,  DECIDING),
    part(P::Deciding, Act::HandOver,      Clock,             DECIDING),
    part(P::Deciding, Act::OfferHandOver, DecidingOfficial,  DECIDING),
    part(P::Deciding, Act::TakeOver,      ReceivingOfficial, DECIDING),
    part(P::Deciding, Act::DeclineOver,   ReceivingOfficial, DECIDING),
    part(P::Deciding, Act::PutPoint,      DecidingOfficial,  DECIDING),
    part(P::Deciding, Act::Consult,       DecidingOfficial,  DECIDING),
    part(P::Deciding, Act::Advise,        ConsultedOfficial, DECIDING),
    part(P::Deciding, Act::Extend,        DecidingOfficial,  DECIDING),
    part(P::Deciding, Act::Pause,         DecidingOfficial,  PAUSED),
    part(P::Deciding, Act::OfferHearing,  DecidingOfficial,  DECIDING),
    part(P::Deciding, Act::AskHearing,    Applicant,         DECIDING),
    part(P::Deciding, Act::CallHearing,   DecidingOfficial,  PAUSED),
    part(P::Deciding, Act::AskExpert,     DecidingOfficial,  PAUSED),
    part(P::Deciding, Act::TakeAtOnce,    Clock,             GRANTED),
    part(P::Deciding, Act::Grant,         DecidingOfficial,  GRANTED),
    part(P::Deciding, Act::Refuse,        DecidingOfficial,  REFUSED),
    part(P::Deciding, Act::Withdraw,      Applicant,         WITHDRAWN),
    part(P::Deciding, Act::PassSilence,   Clock,             SILENCE),
    part(P::Deciding, Act::Escalate,      Clock,             DECIDING),
    part(P::Deciding, Act::Escalate,      Representative,    DECIDING),
    part(P::Deciding, Act::ExplainDelay,  DecidingOfficial,  DECIDING),

    // A part whose clock stands still.
    part(P::Paused, Act::Assign,          DecidingOfficial,  PAUSED),
    part(P::Paused, Act::Assign,          Representative,    PAUSED),
    part(P::Paused, Act::HandOver,        DecidingOfficial,  PAUSED),
    part(P::Paused, Act::HandOver,        Clock,             PAUSED),
    part(P::Paused, Act::OfferHandOver, DecidingOfficial,  PAUSED),
    part(P::Paused, Act::TakeOver,      ReceivingOfficial, PAUSED),
    part(P::Paused, Act::DeclineOver,   ReceivingOfficial, PAUSED),
    part(P::Paused, Act::PutPoint,        DecidingOfficial,  PAUSED),
    part(P::Paused, Act::Consult,         DecidingOfficial,  PAUSED),
    part(P::Paused, Act::Advise,          ConsultedOfficial, PAUSED),
    part(P::Paused, Act::AskHearing,      Applicant,         PAUSED),
    part(P::Paused, Act::CallHearing,     DecidingOfficial,  PAUSED),
    part(P::Paused, Act::HoldHearing,     DecidingOfficial,  GOES_ON),
    part(P::Paused, Act::TakeOpinion,     DecidingOfficial,  GOES_ON),
    part(P::Paused, Act::Resume,          DecidingOfficial,  GOES_ON),
    part(P::Paused, Act::Withdraw,        Applicant,         WITHDRAWN),

    // A part that was decided.
    part(P::Granted, Act::Undo,           DecidingOfficial,  DECIDING),
    part(P::Granted, Act::Renew,          Applicant,         GRANTED),
    part(P::Granted, Act::GiveUp,         Applicant,         GIVEN),
    part(P::Granted, Act::Suspend,        DecidingOfficial,  SUSPENDED),
    part(P::Granted, Act::Revoke,         DecidingOfficial,  REVOKED),
    part(P::Granted, Act::Expire,         Clock,             EXPIRED),
    part(P::Refused, Act::Undo,           DecidingOfficial,  TAKEN_BACK),
    part(P::Refused, Act::Appeal,         Applicant,         REFUSED),
    part(P::Refused, Act::DecideAppeal,   AppealOfficial,    HEARD),
    part(P::Suspended, Act::Renew,        Applicant,         SUSPENDED),
    part(P::Suspended, Act::GiveUp,       Applicant,         GIVEN),
    part(P::Suspended, Act::Reinstate,    DecidingOfficial,  GRANTED),
    part(P::Suspended, Act::Revoke,       DecidingOfficial,  REVOKED),
    part(P::Suspended, Act::Expire,       Clock,             EXPIRED),

    // A change to what is held; the permit stays in force while it is decided.
    change(C::Asked, Act::GrantChange,    DecidingOfficial,  AGREED),
    change(C::Asked, Act::RefuseChange,   DecidingOfficial,  UNCHANGED),
    change(C::Asked, Act::WithdrawChange, Applicant,         LET_BE),
    change(C::Asked, Act::PassRenewal,    Clock,             CHANGED),
    change(C::Agreed, Act::WithdrawChange, Applicant,        LET_BE),
];

/// What this hand may do here: with `part`, to that part; without, to the whole case.
pub fn possible(case: &Case, part: Option<&PermitId>, who: &Who) -> Vec<Act> {
    let at = places(case, part);
    let mut acts: Vec<Act> =
        CHART.iter().filter(|row| at.contains(&row.at) && may(case, part, row, who)).map(|row| row.act).collect();
    acts.dedup();
    acts
}

/// The chart's answer to one act, with the reason when it is no.
pub(crate) fn check(case: &Case, part: Option<&PermitId>, act: Act, deed: &Deed) -> Result<(), Refusal> {
    let who = &deed.by;
    let last = case.changed();
    if deed.at.at_us < last.at_us || deed.at.day < last.day {
        // Nothing happens before what has happened: a date would run backwards.
        return Err(Refusal::ClockBehind { last });
    }
    let at = places(case, part);
    let Some(stage) = at.first().copied() else {
        return Err(match part {
            Some(permit) => Refusal::UnknownPermit { permit: permit.clone() },
            None => Refusal::NotPossibleNow { act, stage: At::Case(case.stage()) },
        });
    };
    let rows: Vec<&Row> = CHART.iter().filter(|row| at.contains(&row.at) && row.act == act).collect();
    if rows.is_empty() {
        return Err(why_not(case, part, act).unwrap_or(Refusal::NotPossibleNow { act, stage }));
    }
    if rows.iter().any(|row| may(case, part, row, who)) {
        return in_time(case, deed);
    }
    if let Who::Agent { mandate, .. } = who
        && rows.iter().any(|row| row.who == WhoMay::Applicant)
    {
        return Err(match case.mandates().get(mandate) {
            Some(held) if held.ended.is_none() => Refusal::NotInMandate { act },
            _ => Refusal::NoMandate,
        });
    }
    // Several hands may do it and this is none of them: the refusal names the one people would look for first.
    let wanted = rows.iter().map(|row| row.who).min();
    Err(match wanted {
        Some(WhoMay::Applicant | WhoMay::Principal) | None => Refusal::NotTheApplicant,
        Some(WhoMay::Invited | WhoMay::CoApplicant | WhoMay::Agent) => Refusal::NotInvited,
        Some(WhoMay::Representative) => Refusal::NotTheRepresentative,
        Some(WhoMay::Clock) => Refusal::OnlyTheClock { act },
        Some(WhoMay::DecidingOfficial | WhoMay::ConsultedOfficial) => {
            Refusal::NotYours { act, authority: deciding(case, part) }
        }
        Some(WhoMay::ReceivingOfficial) => match part.and_then(|permit| case.part(permit)?.offer.as_ref()) {
            Some(_) => Refusal::NotYourHand { act },
            None => Refusal::NotPossibleNow { act, stage },
        },
        Some(WhoMay::AppealOfficial) => match part.and_then(|permit| case.part(permit)?.open_appeal()) {
            Some(appeal) if is_of(who, &appeal.to) => Refusal::NotYourHand { act },
            Some(appeal) => Refusal::NotYours { act, authority: appeal.to.clone() },
            None => Refusal::NotPossibleNow { act, stage },
        },
    })
}

/// A power of attorney holds to its last day and not a day longer.
fn in_time(case: &Case, deed: &Deed) -> Result<(), Refusal> {
    let Who::Agent { mandate, .. } = &deed.by else { return Ok(()) };
    match case.mandates().get(mandate) {
        Some(held) if deed.today() > held.until => Err(Refusal::MandateOver { until: held.until }),
        _ => Ok(()),
    }
}

/// What an act of an applicant is, in the words of a power of attorney.
pub fn power(act: Act) -> Option<Power> {
    Some(match act {
        Act::Answer
        | Act::Fetch
        | Act::Contest
        | Act::AddPaper
        | Act::RemovePaper
        | Act::ChooseCommitment
        | Act::DropCommitment => Power::Prepare,
        Act::File => Power::File,
        Act::AnswerNotice | Act::ObjectToPoint | Act::WriteMessage | Act::AskHearing => Power::Answer,
        Act::Withdraw | Act::Appeal | Act::Renew | Act::Amend | Act::WithdrawChange | Act::GiveUp => Power::Dispose,
        _ => return None,
    })
}

fn is_of(who: &Who, of: &AuthorityId) -> bool {
    matches!(who, Who::Official { authority, .. } if authority == of)
}

/// Every place of the chart where a case, or a part of it, is: first its stage, then where a change to it is.
pub fn places(case: &Case, part: Option<&PermitId>) -> Vec<At> {
    match part {
        None => vec![At::Case(case.stage())],
        Some(permit) => case.part(permit).map_or_else(Vec::new, |part| {
            vec![At::Part(part.stage), At::Change(part.change.as_ref().map_or(ChangeStage::None, |c| c.stage))]
        }),
    }
}

fn deciding(case: &Case, part: Option<&PermitId>) -> AuthorityId {
    let found = part.and_then(|permit| case.part(permit)).or_else(|| case.parts().values().next());
    found.map_or_else(|| AuthorityId::new(""), |part| part.authority.clone())
}

/// Somebody who comes second to decide is told who came first; somebody who comes too early, what is still open.
fn why_not(case: &Case, part: Option<&PermitId>, act: Act) -> Option<Refusal> {
    let permit = part?;
    let part = case.part(permit)?;
    match &part.verdict {
        Some(verdict) if matches!(act, Act::Grant | Act::Refuse | Act::TakeAtOnce | Act::Withdraw) => {
            Some(Refusal::SomebodyDecided { by: verdict.by.clone(), on: verdict.at.day })
        }
        None if part.stage == PartStage::Waiting
            && CHART.iter().any(|row| row.at == At::Part(PartStage::Deciding) && row.act == act) =>
        {
            Some(Refusal::PrerequisiteOpen { permits: case.prerequisites_open(permit) })
        }
        _ => None,
    }
}

fn may(case: &Case, part: Option<&PermitId>, row: &Row, who: &Who) -> bool {
    match (row.who, who) {
        // In an erased case there is nothing left to speak about, and no key to keep new words under.
        (WhoMay::Applicant, _) if case.erased().is_some() => false,
        (WhoMay::Representative, _) if case.erased().is_some() => false,
        (WhoMay::Principal | WhoMay::Invited | WhoMay::CoApplicant, _) if case.erased().is_some() => false,
        (WhoMay::Applicant, Who::Agent { person, for_person, mandate }) => {
            let holds = |m: &crate::case::Mandate| {
                m.agent.as_ref() == Some(person)
                    && m.ended.is_none()
                    && power(row.act).is_some_and(|power| m.scope.contains(&power))
            };
            for_person == case.applicant() && case.mandates().get(mandate).is_some_and(holds)
        }
        (WhoMay::Agent, Who::Agent { person, mandate, .. }) => {
            case.mandates().get(mandate).is_some_and(|m| m.agent.as_ref() == Some(person) && m.ended.is_none())
        }
        (WhoMay::Principal, Who::Agent { .. }) => false,
        (WhoMay::Applicant | WhoMay::Principal, who) => who.person() == Some(case.applicant()),
        (WhoMay::Invited, Who::Applicant(person)) => person != case.applicant() && !case.is_co_applicant(person),
        (WhoMay::CoApplicant, Who::Applicant(person)) => case.is_co_applicant(person),
        (WhoMay::Representative, Who::Representative { id }) => case.representative().is_some_and(|r| &r.id == id),
        (WhoMay::Clock, Who::Clock) => true,
        (WhoMay::DecidingOfficial, Who::Official { authority, .. }) => match part {
            Some(permit) => case.part(permit).is_some_and(|part| &part.authority == authority),
            None => case.parts().values().any(|part| &part.authority == authority),
        },
        (WhoMay::ReceivingOfficial, Who::Official { id, authority }) => part
            .and_then(|permit| case.part(permit))
            .is_some_and(|part| &part.authority == authority && part.offer.as_ref().is_some_and(|o| &o.to == id)),
        (WhoMay::AppealOfficial, Who::Official { id, .. }) => {
            part.and_then(|permit| case.part(permit)).is_some_and(|part| {
                let refused_by = part.verdict.as_ref().and_then(|verdict| verdict.by.official());
                part.open_appeal().is_some_and(|appeal| is_of(who, &appeal.to)) && refused_by != Some(id)
            })
        }
        (WhoMay::ConsultedOfficial, Who::Official { authority, .. }) => part
            .and_then(|permit| case.part(permit))
            .is_some_and(|part| part.consultations.iter().any(|c| &c.authority == authority && c.advice.is_none())),
        _ => false,
    }
}
