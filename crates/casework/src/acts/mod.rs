//! What people and the clock do to a case: one file per act, precondition from the chart, then the act's own checks,
//! then events. No act writes or sends anything.

mod accept;
mod add_paper;
mod advise;
mod amend;
mod answer;
mod answer_notice;
mod appeal;
mod ask_later;
mod assign;
mod begin;
mod change_decided;
mod change_representative;
mod choose_commitment;
mod close;
mod co_applicant;
mod consult;
mod contest;
mod drop_point;
mod erase;
mod escalate;
mod expert;
mod expire;
mod explain_delay;
mod extend;
mod fetch;
mod file;
mod give_up;
mod grant;
mod hand_over;
mod hearing;
mod issue;
mod lapse_notice;
mod mandate;
mod merge_or_split;
mod object_to_point;
mod offer_hand_over;
mod pass_silence;
mod pause;
mod put_point;
mod refuse;
mod reinstate;
mod renew;
mod resume;
mod review_point;
mod revoke;
mod send_notice;
mod suspend;
mod take_at_once;
mod undo;
mod withdraw;
mod write_message;

pub use accept::accept;
pub use add_paper::{add_paper, remove_paper};
pub use advise::advise;
pub use amend::{ToAmend, amend};
pub use answer::{Given, answer};
pub use answer_notice::answer_notice;
pub use appeal::{ToAppeal, appeal, decide_appeal};
pub use ask_later::ask_later;
pub use assign::assign;
pub use begin::{ToBegin, begin};
pub use change_decided::{grant_change, refuse_change, withdraw_change};
pub use change_representative::change_representative;
pub use choose_commitment::{choose_commitment, drop_commitment};
pub use close::close;
pub use co_applicant::{co_sign, invite_co_applicant, join_as_co_applicant, remove_co_applicant};
pub use consult::consult;
pub use contest::contest;
pub use drop_point::drop_point;
pub use erase::erase;
pub use escalate::escalate;
pub use expert::{ToAskExpert, ask_expert, take_opinion};
pub use expire::expire;
pub use explain_delay::explain_delay;
pub use extend::extend;
pub use fetch::fetch;
pub use file::{ToFile, file};
pub use give_up::give_up;
pub use grant::grant;
pub use hand_over::hand_over;
pub use hearing::{ask_hearing, call_hearing, hold_hearing, offer_hearing};
pub use issue::issue;
pub use lapse_notice::lapse_notice;
pub use mandate::{end_mandate, offer_mandate, take_mandate};
pub use merge_or_split::{merge, split, transfer};
pub use object_to_point::object_to_point;
pub use offer_hand_over::{decline_over, offer_hand_over, take_over};
pub use pass_silence::{AfterSilence, pass_silence};
pub use pause::{ToPause, pause};
pub use put_point::put_point;
pub use refuse::refuse;
pub use reinstate::reinstate;
pub use renew::{ToRenew, pass_renewal, renew};
pub use resume::resume;
pub use review_point::{Finding, review_point};
pub use revoke::{ToRevoke, revoke};
pub use send_notice::send_notice;
pub use suspend::{ToSuspend, suspend};
pub use take_at_once::take_at_once;
pub use undo::undo;
pub use withdraw::withdraw;
pub use write_message::write_message;

use catalogue::PermitId;

use crate::case::{Case, Filing, Part};
use crate::chart::{Act, At};
use crate::event::Event;
use crate::refusal::Refusal;

/// What an act comes to.
pub type Outcome = Result<Vec<Event>, Refusal>;

fn needs_reason(texts: &[&str]) -> Result<(), Refusal> {
    if texts.iter().any(|text| text.trim().is_empty()) { Err(Refusal::NeedsReason) } else { Ok(()) }
}

fn part<'a>(case: &'a Case, permit: &PermitId) -> Result<&'a Part, Refusal> {
    case.part(permit).ok_or_else(|| Refusal::UnknownPermit { permit: permit.clone() })
}

/// One change at a time to one permit: the next is asked when the last is decided.
fn no_change_open(part: &Part) -> Result<(), Refusal> {
    match part.open_change() {
        Some(change) => Err(Refusal::ChangeOpen { permit: part.permit.clone(), since: change.asked.day }),
        None => Ok(()),
    }
}

/// The filing of a case the chart has found to be filed.
fn filing(case: &Case, act: Act) -> Result<&Filing, Refusal> {
    case.filing().ok_or(Refusal::NotPossibleNow { act, stage: At::Case(case.stage()) })
}

fn not_possible(case: &Case, permit: Option<&PermitId>, act: Act) -> Refusal {
    let part = permit.and_then(|p| case.part(p));
    Refusal::NotPossibleNow { act, stage: part.map_or(At::Case(case.stage()), |p| At::Part(p.stage)) }
}

/// The parts that cannot be decided any more once `permit` is refused or withdrawn.
fn lapses(case: &Case, permit: &PermitId) -> Vec<Event> {
    let waiting = case.dependents(permit).into_iter().filter(|p| case.part(p).is_some_and(|part| !part.is_ended()));
    waiting.map(|waiting| Event::Lapsed { permit: waiting, without: permit.clone() }).collect()
}
