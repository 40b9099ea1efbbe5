//! What an event owes to the outside: data, performed later, never twice because its id never changes.

use catalogue::{AuthorityId, PermitId, RegisterId};
use journey::Origin;
use rules::{Day, FactId};

use crate::case::Case;
use crate::chart::Stage;
use crate::clock;
use crate::event::{Cause, Event, Recorded};
use crate::who::{OfficialId, PersonId, Who};

/// `case:seq:n`: the same event owes the same errands under the same ids for ever.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ErrandId(String);

impl ErrandId {
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for ErrandId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Errand {
    pub id: ErrandId,
    /// Not before this moment: a decision is told when it can no longer be taken back.
    pub not_before_us: i64,
    pub owed: Owed,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Owed {
    TellApplicant {
        person: PersonId,
        news: News,
    },
    /// One desk, or the pool of the authority.
    TellOfficial {
        authority: AuthorityId,
        official: Option<OfficialId>,
        news: News,
    },
    TellRepresentative {
        id: OfficialId,
        news: News,
    },
    /// The applicant says that the register is wrong.
    AskRegister {
        register: RegisterId,
        fact: FactId,
    },
    IssueLicence {
        version: u32,
    },
}

/// What is told; the words are elsewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum News {
    Filed {
        promised: Day,
    },
    /// A part has come to this authority.
    PartArrived {
        permit: PermitId,
    },
    /// What it waited for is there: its clock has begun.
    PartBegins {
        permit: PermitId,
    },
    PartHandedOver {
        permit: PermitId,
    },
    Accepted,
    PointPut {
        permit: PermitId,
    },
    Notice {
        points: usize,
        answer_until: Day,
    },
    PointObjected,
    PointReviewed {
        stands: bool,
    },
    NoticeAnswered {
        permit: PermitId,
    },
    NoticeLapsed {
        permit: PermitId,
    },
    FactContested {
        fact: FactId,
    },
    PromiseMoved {
        from: Day,
        to: Day,
        because: Cause,
    },
    AdviceWanted {
        permit: PermitId,
    },
    AdviceGiven {
        permit: PermitId,
    },
    Extended {
        permit: PermitId,
        until: Day,
    },
    Paused {
        permit: PermitId,
        expected_until: Option<Day>,
    },
    Resumed {
        permit: PermitId,
    },
    Granted {
        permit: PermitId,
    },
    Refused {
        permit: PermitId,
    },
    Lapsed {
        permit: PermitId,
        without: PermitId,
    },
    /// The applicant took it back.
    Withdrawn {
        permit: PermitId,
    },
    /// The law's time has passed without a decision.
    SilencePassed {
        permit: PermitId,
    },
    Escalated {
        permit: PermitId,
        to: AuthorityId,
    },
    DelayExplained {
        permit: PermitId,
    },
    Appealed {
        permit: PermitId,
    },
    AppealHeard {
        permit: PermitId,
    },
    /// A colleague offers it, took it or declined it.
    HandOverOffered {
        permit: PermitId,
    },
    HandOverTaken {
        permit: PermitId,
    },
    HandOverDeclined {
        permit: PermitId,
    },
    /// Somebody wants a renewal or an amendment of what they hold.
    ChangeAsked {
        permit: PermitId,
    },
    ChangeGranted {
        permit: PermitId,
    },
    ChangeRefused {
        permit: PermitId,
    },
    ChangeWithdrawn {
        permit: PermitId,
    },
    GivenUp {
        permit: PermitId,
    },
    /// Somebody acts for the applicant, or does not any more.
    MandateTaken,
    MandateEnded,
    CoApplicantJoined,
    CoSigned,
    HearingOffered {
        permit: PermitId,
        ask_until: Day,
    },
    HearingAsked {
        permit: PermitId,
    },
    HearingCalled {
        permit: PermitId,
        on: Day,
    },
    HearingHeld {
        permit: PermitId,
    },
    OpinionTaken {
        permit: PermitId,
    },
    LicenceIssued {
        version: u32,
    },
    Suspended {
        permit: PermitId,
    },
    Reinstated {
        permit: PermitId,
    },
    Revoked {
        permit: PermitId,
    },
    Expired {
        permit: PermitId,
    },
    Message,
    RepresentativeChanged,
    Closed,
}

/// What `recorded` owes; `case` is the case with it applied.
pub fn errands(recorded: &Recorded, case: &Case) -> Vec<Errand> {
    let owed = owed(recorded, case);
    (0..)
        .zip(owed)
        .map(|(n, (not_before_us, owed)): (usize, _)| Errand {
            id: ErrandId(format!("{}:{}:{n}", case.id(), recorded.seq)),
            not_before_us,
            owed,
        })
        .collect()
}

fn owed(recorded: &Recorded, case: &Case) -> Vec<(i64, Owed)> {
    let at_us = recorded.at.at_us;
    let applicant = |news| (at_us, Owed::TellApplicant { person: case.applicant().clone(), news });
    let representative =
        |news| case.representative().map(|r| (at_us, Owed::TellRepresentative { id: r.id.clone(), news }));
    let desk = |permit: &PermitId, news| {
        case.part(permit).map(|part| {
            let (authority, official) = (part.authority.clone(), part.official.clone());
            (at_us, Owed::TellOfficial { authority, official, news })
        })
    };
    let mut list: Vec<(i64, Owed)> = Vec::new();
    match &recorded.event {
        // A draft owes nothing to anybody, and an assignment or a point in the basket is seen where it was made.
        Event::Begun { .. }
        | Event::Answered { .. }
        | Event::Fetched { .. }
        | Event::PaperAdded { .. }
        | Event::PaperRemoved { .. }
        | Event::CommitmentChosen { .. }
        | Event::CommitmentDropped { .. }
        | Event::Signed { .. }
        | Event::PartAssigned { .. }
        | Event::NoticePointDropped { .. }
        // The applicant gives the code of an invitation on; an expert is asked by the desk, and the stop is told.
        | Event::MandateOffered { .. }
        | Event::CoApplicantInvited { .. }
        | Event::CoApplicantRemoved { .. }
        | Event::ExpertAsked { .. }
        | Event::Undone { .. } => {}
        Event::MandateTaken { .. } => list.push(applicant(News::MandateTaken)),
        Event::MandateEnded { mandate } => {
            list.push(applicant(News::MandateEnded));
            if let Some(agent) = case.mandates().get(mandate).and_then(|m| m.agent.clone()) {
                list.push((at_us, Owed::TellApplicant { person: agent, news: News::MandateEnded }));
            }
        }
        Event::CoApplicantJoined { .. } => list.push(applicant(News::CoApplicantJoined)),
        Event::CoSigned { .. } => list.push(applicant(News::CoSigned)),
        Event::HearingOffered { permit, ask_until, .. } => {
            list.push(applicant(News::HearingOffered { permit: permit.clone(), ask_until: *ask_until }));
        }
        Event::HearingAsked { permit } => list.extend(desk(permit, News::HearingAsked { permit: permit.clone() })),
        Event::HearingCalled { permit, on, .. } => {
            list.push(applicant(News::HearingCalled { permit: permit.clone(), on: *on }));
        }
        Event::HearingHeld { permit, .. } => list.push(applicant(News::HearingHeld { permit: permit.clone() })),
        Event::ExpertSaid { permit, .. } => list.push(applicant(News::OpinionTaken { permit: permit.clone() })),
        Event::Contested { fact, .. } => {
            if let Some(Origin::Register { register, .. }) = case.facts().get(fact).map(|a| &a.origin) {
                list.push((at_us, Owed::AskRegister { register: register.clone(), fact: fact.clone() }));
            }
            list.extend(representative(News::FactContested { fact: fact.clone() }));
        }
        Event::Filed { plan, .. } => {
            list.push(applicant(News::Filed { promised: plan.promised }));
            list.extend(representative(News::Filed { promised: plan.promised }));
            for part in &plan.parts {
                list.extend(desk(&part.permit, News::PartArrived { permit: part.permit.clone() }));
            }
        }
        Event::Accepted { .. } => list.push(applicant(News::Accepted)),
        Event::NoticePointPut { permit, .. } => list.extend(representative(News::PointPut { permit: permit.clone() })),
        Event::NoticeSent { points, answer_until } => {
            list.push(applicant(News::Notice { points: points.len(), answer_until: *answer_until }));
        }
        Event::LaterPointAsked { answer_until, .. } => {
            list.push(applicant(News::Notice { points: 1, answer_until: *answer_until }));
        }
        Event::PointObjected { point, .. } => {
            let asked = case.notice().points.iter().find(|a| &a.asked.point.id == point);
            for permit in asked.iter().flat_map(|a| &a.asked.permits) {
                list.extend(desk(permit, News::PointObjected));
            }
            list.extend(representative(News::PointObjected));
        }
        Event::PointReviewed { stands, .. } => list.push(applicant(News::PointReviewed { stands: *stands })),
        Event::NoticeAnswered { replies } => {
            for permit in permits_of(case, |id| replies.contains_key(id)) {
                list.extend(desk(&permit, News::NoticeAnswered { permit: permit.clone() }));
            }
        }
        Event::NoticeLapsed => {
            list.push(applicant(News::NoticeLapsed { permit: first_permit(case) }));
            for permit in
                permits_of(case, |id| case.notice().points.iter().any(|a| a.lapsed && &a.asked.point.id == id))
            {
                list.extend(desk(&permit, News::NoticeLapsed { permit: permit.clone() }));
            }
        }
        Event::PromiseMoved { from, to, because } => {
            let news = News::PromiseMoved { from: *from, to: *to, because: because.clone() };
            list.push(applicant(news.clone()));
            list.extend(representative(news));
        }
        Event::HandedOver { permit, .. } => list.extend(desk(permit, News::PartHandedOver { permit: permit.clone() })),
        Event::Consulted { permit, authority, .. } => {
            let news = News::AdviceWanted { permit: permit.clone() };
            list.push((at_us, Owed::TellOfficial { authority: authority.clone(), official: None, news }));
        }
        Event::Advised { permit, .. } => list.extend(desk(permit, News::AdviceGiven { permit: permit.clone() })),
        Event::Extended { permit, until, .. } => {
            list.push(applicant(News::Extended { permit: permit.clone(), until: *until }));
        }
        Event::PausedFor { permit, expected_until, .. } => {
            list.push(applicant(News::Paused { permit: permit.clone(), expected_until: *expected_until }));
        }
        Event::Resumed { permit } => list.push(applicant(News::Resumed { permit: permit.clone() })),
        Event::Granted { permit, .. } => {
            decided(case, permit, at_us, News::Granted { permit: permit.clone() }, &mut list);
            for waiting in case.parts().values().filter(|p| p.plan.after.contains(permit) && p.started.is_some()) {
                list.extend(desk(&waiting.permit, News::PartBegins { permit: waiting.permit.clone() }));
            }
            licence(case, recorded, &mut list);
        }
        Event::Refused { permit, .. } => {
            decided(case, permit, at_us, News::Refused { permit: permit.clone() }, &mut list);
            licence(case, recorded, &mut list);
        }
        Event::Lapsed { permit, without } => {
            // Told together with the refusal it follows from.
            let news = News::Lapsed { permit: permit.clone(), without: without.clone() };
            let told = case.part(without).and_then(|p| clock::undo_until_us(case, p)).unwrap_or(at_us);
            list.push((told, Owed::TellApplicant { person: case.applicant().clone(), news }));
            licence(case, recorded, &mut list);
        }
        Event::Withdrawn { permit } => {
            let all = case.parts().keys().filter(|p| permit.as_ref().is_none_or(|one| one == *p));
            for permit in all {
                list.extend(desk(permit, News::Withdrawn { permit: permit.clone() }));
            }
            list.extend(representative(News::Withdrawn {
                permit: permit.clone().unwrap_or_else(|| first_permit(case)),
            }));
            licence(case, recorded, &mut list);
        }
        Event::SilencePassed { permit, .. } => {
            let news = News::SilencePassed { permit: permit.clone() };
            list.push(applicant(news.clone()));
            list.extend(representative(news.clone()));
            list.extend(desk(permit, news));
        }
        Event::Escalated { permit, to } => {
            let news = News::Escalated { permit: permit.clone(), to: to.clone() };
            list.push(applicant(news.clone()));
            list.extend(representative(news.clone()));
            list.extend(desk(permit, news));
        }
        Event::DelayExplained { permit, .. } => list.push(applicant(News::DelayExplained { permit: permit.clone() })),
        Event::Appealed { permit, to, .. } => {
            let news = News::Appealed { permit: permit.clone() };
            list.extend(desk(permit, news.clone()));
            list.extend(representative(news.clone()));
            if let Some(to) = to {
                list.push((at_us, Owed::TellOfficial { authority: to.clone(), official: None, news }));
            }
        }
        Event::AppealDecided { permit, .. } => {
            let news = News::AppealHeard { permit: permit.clone() };
            list.push(applicant(news.clone()));
            list.extend(representative(news.clone()));
            list.extend(desk(permit, news));
            licence(case, recorded, &mut list);
        }
        Event::HandOverOffered { permit, to, .. } => {
            list.extend(colleague(case, at_us, permit, to, News::HandOverOffered { permit: permit.clone() }));
        }
        Event::HandOverTaken { permit, from, .. } => {
            list.extend(colleague(case, at_us, permit, from, News::HandOverTaken { permit: permit.clone() }));
        }
        Event::HandOverDeclined { permit, .. } => {
            list.extend(desk(permit, News::HandOverDeclined { permit: permit.clone() }));
        }
        Event::RenewalAsked { permit, .. } => {
            list.extend(desk(permit, News::ChangeAsked { permit: permit.clone() }));
            list.extend(representative(News::ChangeAsked { permit: permit.clone() }));
        }
        Event::AmendmentAsked { parts, .. } => {
            for changed in parts {
                list.extend(desk(&changed.permit, News::ChangeAsked { permit: changed.permit.clone() }));
            }
            list.extend(representative(News::ChangeAsked { permit: first_permit(case) }));
            licence(case, recorded, &mut list);
        }
        Event::ChangeGranted { permit, .. } => {
            list.push(applicant(News::ChangeGranted { permit: permit.clone() }));
            list.extend(representative(News::ChangeGranted { permit: permit.clone() }));
            licence(case, recorded, &mut list);
        }
        Event::ChangeRefused { permit, .. } => {
            list.push(applicant(News::ChangeRefused { permit: permit.clone() }));
            list.extend(representative(News::ChangeRefused { permit: permit.clone() }));
        }
        Event::ChangeWithdrawn { permit } => {
            list.extend(desk(permit, News::ChangeWithdrawn { permit: permit.clone() }));
            list.extend(representative(News::ChangeWithdrawn { permit: permit.clone() }));
        }
        Event::GivenUp { permit, .. } => {
            for permit in case.parts().keys().filter(|p| permit.as_ref().is_none_or(|one| one == *p)) {
                list.extend(desk(permit, News::GivenUp { permit: permit.clone() }));
            }
            list.push(applicant(News::GivenUp { permit: permit.clone().unwrap_or_else(|| first_permit(case)) }));
            licence(case, recorded, &mut list);
        }
        Event::LicenceIssued { version, .. } => list.push(applicant(News::LicenceIssued { version: *version })),
        Event::PartSuspended { permit, .. } => {
            list.push(applicant(News::Suspended { permit: permit.clone() }));
            licence(case, recorded, &mut list);
        }
        Event::PartReinstated { permit, .. } => {
            list.push(applicant(News::Reinstated { permit: permit.clone() }));
            licence(case, recorded, &mut list);
        }
        Event::PartRevoked { permit, .. } => {
            list.push(applicant(News::Revoked { permit: permit.clone() }));
            licence(case, recorded, &mut list);
        }
        Event::PartExpired { permit } => {
            list.push(applicant(News::Expired { permit: permit.clone() }));
            licence(case, recorded, &mut list);
        }
        Event::MessageWritten { .. } => match &recorded.by {
            Who::Applicant(_) | Who::Clerk { .. } | Who::Agent { .. } | Who::Official { .. } => list.extend(representative(News::Message)),
            Who::Representative { .. } | Who::Clock => list.push(applicant(News::Message)),
        },
        Event::RepresentativeChanged { .. } => {
            list.push(applicant(News::RepresentativeChanged));
            list.extend(representative(News::RepresentativeChanged));
        }
        Event::Closed => list.push(applicant(News::Closed)),
        // Nobody is left who could be told: the person asked for it, or their time was over long ago.
        Event::Erased { .. } => {}
    }
    list
}

/// A decision is told when the hand that made it can no longer take it back. Whoever performs this looks at the case
/// again first: after an undo there is nothing to tell.
fn decided(case: &Case, permit: &PermitId, at_us: i64, news: News, list: &mut Vec<(i64, Owed)>) {
    let told = case.part(permit).and_then(|part| clock::undo_until_us(case, part)).unwrap_or(at_us);
    list.push((told, Owed::TellApplicant { person: case.applicant().clone(), news: news.clone() }));
    if let Some(r) = case.representative() {
        list.push((told, Owed::TellRepresentative { id: r.id.clone(), news }));
    }
}

/// One official of the authority that decides a part.
fn colleague(case: &Case, at_us: i64, permit: &PermitId, official: &OfficialId, news: News) -> Option<(i64, Owed)> {
    let authority = case.part(permit)?.authority.clone();
    Some((at_us, Owed::TellOfficial { authority, official: Some(official.clone()), news }))
}

/// The first licence is owed by the event that ends the last part; the next ones by whatever changes a part.
fn licence(case: &Case, recorded: &Recorded, list: &mut Vec<(i64, Owed)>) {
    let something_granted = case.parts().values().any(|p| p.grant().is_some());
    let settled = matches!(case.stage(), Stage::Decided | Stage::Closed) || case.licence().is_some();
    if !something_granted || !settled {
        return;
    }
    let version = match case.licence() {
        None => 1,
        Some(licence) if licence.outdated => licence.version + 1,
        Some(_) => return,
    };
    // One microsecond after the last decision can be taken back.
    let settled = clock::undo_open(case, recorded.at).map_or(recorded.at.at_us, |until| until.saturating_add(1));
    list.push((settled, Owed::IssueLicence { version }));
}

fn permits_of(case: &Case, wanted: impl Fn(&crate::who::PointId) -> bool) -> Vec<PermitId> {
    let points = case.notice().points.iter().filter(|a| wanted(&a.asked.point.id));
    let mut permits: Vec<PermitId> = points.flat_map(|a| a.asked.permits.clone()).collect();
    permits.sort();
    permits.dedup();
    permits
}

fn first_permit(case: &Case) -> PermitId {
    case.parts().keys().next().cloned().unwrap_or_else(|| PermitId::new(""))
}
