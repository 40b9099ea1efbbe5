//! What happened to a case, in plain words for its applicant.
//!
//! What nobody is told yet is not told here either: a decision that can still be taken back, points that wait in the
//! basket of the one notice, and who of a desk takes it.

use std::sync::Arc;

use casework::clock::undo_until_us;
use casework::{Acceptance, Case, Cause, Event, Finding, Part, PartStage, Recorded, Reply, Who};
use catalogue::PermitId;
use maud::{Markup, html};

use crate::facts;
use crate::refusal;
use crate::web::Visit;

/// A decision of this part can still be taken back: until then it is "deciding".
pub(super) fn is_undecided(visit: &Visit, case: &Case, part: &Part) -> bool {
    let decided = matches!(part.stage, PartStage::Granted | PartStage::Refused);
    decided && undo_until_us(case, part).is_some_and(|until| until >= visit.office().instant().at_us)
}

/// The stage the applicant sees.
pub(super) fn stage(visit: &Visit, case: &Case, part: &Part) -> PartStage {
    if is_undecided(visit, case, part) {
        return PartStage::Deciding;
    }
    // What waits for a decision that can still be taken back waits on; what lapsed by it goes on waiting.
    let behind = part.without.as_ref().and_then(|first| case.part(first));
    match part.stage {
        PartStage::Lapsed if behind.is_some_and(|first| is_undecided(visit, case, first)) => PartStage::Waiting,
        stage => stage,
    }
}

/// Lines of the story, newest first: when, for machines, what.
pub(super) fn lines(visit: &Visit, case: &Case) -> Vec<(String, String, Markup)> {
    let history = case.history();
    let mut lines = Vec::new();
    for (place, recorded) in history.iter().enumerate().rev() {
        if is_hidden(visit, case, history, place) {
            continue;
        }
        let Some(text) = sentence(visit, case, recorded) else { continue };
        let when = when(visit, recorded.at.at_us, recorded.at.day);
        let by_clerk = match &recorded.by {
            Who::Clerk { window, .. } => Some(visit.say.with("case-by-window", &[("window", window.as_str().into())])),
            Who::Agent { .. } => Some(visit.say.t("people-by-agent").to_owned()),
            _ => None,
        };
        let body = html! { (text) @if let Some(by) = &by_clerk { " " span.dim { (by) } } };
        lines.push((when, visit.say.day_iso(recorded.at.day), body));
    }
    lines
}

/// "Today 09:05", "Tue 19 May".
pub(super) fn when(visit: &Visit, at_us: i64, day: rules::Day) -> String {
    if day == visit.today() {
        visit.say.with("case-today-at", &[("time", visit.office().clock_text(at_us).into())])
    } else {
        visit.say.day_row(day)
    }
}

/// Decisions that were taken back, or still can be, and what followed from them.
fn is_hidden(visit: &Visit, case: &Case, history: &[Arc<Recorded>], place: usize) -> bool {
    let Some(recorded) = history.get(place) else { return true };
    let later = || history.iter().skip(place + 1);
    let undone =
        |permit: &PermitId| later().any(|r| matches!(&r.event, Event::Undone { permit: p, .. } if p == permit));
    let open = |permit: &PermitId| case.part(permit).is_some_and(|part| is_undecided(visit, case, part));
    match &recorded.event {
        Event::Granted { permit, .. } | Event::Refused { permit, .. } => {
            recorded.by.official().is_some() && (undone(permit) || open(permit))
        }
        Event::Lapsed { without, .. } => undone(without) || open(without),
        _ => false,
    }
}

fn sentence(visit: &Visit, case: &Case, recorded: &Recorded) -> Option<Markup> {
    let say = visit.say;
    let permit = |id: &PermitId| facts::permit_name(visit, id);
    let authority =
        |id: &PermitId| case.part(id).map(|p| facts::authority_short(visit, &p.authority)).unwrap_or_default();
    let who = || refusal::who_name(visit, &recorded.by);
    let p = |id: &PermitId| [("permit", permit(id).into()), ("who", who().into()), ("authority", authority(id).into())];
    let n = |n: usize| [("n", n.into())];
    let text = match &recorded.event {
        Event::Begun { .. } => say.t("story-begun").to_owned(),
        Event::Fetched { facts } => say.with("story-fetched", &n(facts.len())),
        Event::Contested { fact, .. } => say.with("story-contested", &[("fact", facts::fact_name(visit, fact).into())]),
        Event::PaperAdded { paper } if case.filing().is_some_and(|f| f.at.at_us < recorded.at.at_us) => {
            say.with("story-paper", &[("paper", facts::evidence_name(visit, &paper.evidence).into())])
        }
        Event::Filed { plan, .. } => say.with(
            "story-filed",
            &[("time", visit.office().clock_text(recorded.at.at_us).into()), ("day", say.day(plan.promised).into())],
        ),
        Event::Accepted { how } => say
            .t(match how {
                Acceptance::Complete => "story-accepted",
                Acceptance::Deemed => "story-accepted-deemed",
                Acceptance::AfterNotice => "story-accepted-after",
            })
            .to_owned(),
        Event::NoticeSent { points, answer_until } => {
            say.with("story-notice", &[("n", points.len().into()), ("day", say.day_near(*answer_until).into())])
        }
        Event::PointObjected { .. } => say.t("story-objected").to_owned(),
        Event::PointReviewed { stands, reason, .. } => say.with(
            if *stands { "story-point-stands" } else { "story-point-gone" },
            &[("reason", reason.as_str().into())],
        ),
        Event::NoticeAnswered { replies } => {
            let words = replies.values().filter(|r| matches!(r, Reply::Words(_))).count();
            say.with("story-answered", &[("n", replies.len().into()), ("words", words.into())])
        }
        Event::NoticeLapsed => say.t("story-notice-lapsed").to_owned(),
        Event::LaterPointAsked { asked, .. } => {
            say.with("story-later-point", &[("asks", asked.point.asks.as_str().into())])
        }
        Event::PromiseMoved { to, because, .. } => {
            let reason = cause(visit, because);
            say.with("story-moved", &[("day", say.day(*to).into()), ("reason", reason.into())])
        }
        Event::HandedOver { permit: id, .. } => say.with("story-handed-over", &p(id)),
        Event::Consulted { permit: id, authority: other, .. } => say.with(
            "story-consulted",
            &[("permit", permit(id).into()), ("authority", facts::authority_short(visit, other).into())],
        ),
        Event::Advised { permit: id, authority: other, .. } => say.with(
            "story-advised",
            &[("permit", permit(id).into()), ("authority", facts::authority_short(visit, other).into())],
        ),
        Event::Extended { permit: id, until, reason, .. } => say.with(
            "story-extended",
            &[("permit", permit(id).into()), ("day", say.day(*until).into()), ("reason", reason.as_str().into())],
        ),
        Event::PausedFor { permit: id, reason, .. } => {
            say.with("story-paused", &[("permit", permit(id).into()), ("reason", stop_reason(visit, *reason).into())])
        }
        Event::Resumed { permit: id } => say.with("story-resumed", &p(id)),
        Event::Granted { permit: id, grant, .. } if recorded.by == Who::Clock => say
            .with("story-granted-at-once", &[("permit", permit(id).into()), ("number", grant.number.as_str().into())]),
        Event::Granted { permit: id, .. } => say.with("story-granted", &p(id)),
        Event::Refused { permit: id, .. } => say.with("story-refused", &p(id)),
        Event::Withdrawn { permit: Some(id) } => say.with("story-withdrawn-one", &p(id)),
        Event::Withdrawn { permit: None } => say.t("story-withdrawn").to_owned(),
        Event::Lapsed { permit: id, without } => {
            say.with("story-lapsed", &[("permit", permit(id).into()), ("without", permit(without).into())])
        }
        Event::MandateOffered { until, .. } => say.with("story-mandate-offered", &[("day", say.day(*until).into())]),
        Event::MandateTaken { .. } => say.t("story-mandate-taken").to_owned(),
        Event::MandateEnded { .. } => say.t("story-mandate-ended").to_owned(),
        Event::CoApplicantJoined { .. } => say.t("story-co-joined").to_owned(),
        Event::CoSigned { .. } => say.t("story-co-signed").to_owned(),
        Event::HearingOffered { permit: id, ask_until, .. } => {
            say.with("story-hearing-offered", &[("permit", permit(id).into()), ("day", say.day(*ask_until).into())])
        }
        Event::HearingAsked { permit: id } => say.with("story-hearing-asked", &p(id)),
        Event::HearingCalled { permit: id, on, place } => say.with(
            "story-hearing-called",
            &[("permit", permit(id).into()), ("day", say.day(*on).into()), ("place", place.as_str().into())],
        ),
        Event::HearingHeld { permit: id, record } => {
            say.with("story-hearing-held", &[("permit", permit(id).into()), ("record", record.as_str().into())])
        }
        Event::ExpertAsked { permit: id, expert, .. } => {
            say.with("story-expert-asked", &[("permit", permit(id).into()), ("expert", expert.as_str().into())])
        }
        Event::ExpertSaid { permit: id, .. } => say.with("story-expert-said", &p(id)),
        Event::AppealDecided { permit: id, finding, reason, .. } => {
            let key = match finding {
                Finding::Upheld => "story-appeal-upheld",
                Finding::Changed(_) => "story-appeal-changed",
                Finding::SentBack => "story-appeal-sent-back",
            };
            say.with(key, &[("permit", permit(id).into()), ("reason", reason.as_str().into())])
        }
        Event::HandOverTaken { permit: id, .. } => say.with("story-taken-over", &p(id)),
        Event::RenewalAsked { permit: id, limit, .. } => {
            say.with("story-renewal-asked", &[("permit", permit(id).into()), ("day", say.day(*limit).into())])
        }
        Event::AmendmentAsked { facts, parts } => {
            let names: Vec<String> = facts.keys().map(|fact| crate::facts::fact_name(visit, fact)).collect();
            say.with("story-amendment-asked", &[("facts", say.list(&names).into()), ("n", parts.len().into())])
        }
        Event::ChangeGranted { permit: id, silent: Some(_), .. } => say.with("story-renewed-by-silence", &p(id)),
        Event::ChangeGranted { permit: id, .. } => say.with("story-change-granted", &p(id)),
        Event::ChangeRefused { permit: id, ground, .. } => say
            .with("story-change-refused", &[("permit", permit(id).into()), ("reason", ground.reason.as_str().into())]),
        Event::ChangeWithdrawn { permit: id } => say.with("story-change-withdrawn", &p(id)),
        Event::GivenUp { permit: Some(id), .. } => say.with("story-given-up", &p(id)),
        Event::GivenUp { permit: None, .. } => say.t("story-business-closed").to_owned(),
        Event::SilencePassed { permit: id, effect, .. } => {
            let key = match effect {
                catalogue::Silence::Granted => "story-silence-granted",
                catalogue::Silence::Escalate => "story-silence",
            };
            say.with(key, &p(id))
        }
        Event::Escalated { permit: id, to } => say.with(
            "story-escalated",
            &[("permit", permit(id).into()), ("authority", facts::authority_name(visit, to).into())],
        ),
        Event::DelayExplained { permit: id, reason } => {
            say.with("story-delay", &[("permit", permit(id).into()), ("reason", reason.as_str().into())])
        }
        Event::Appealed { permit: id, .. } => say.with("story-appealed", &p(id)),
        Event::LicenceIssued { version: 1, .. } => say.t("story-licence").to_owned(),
        Event::LicenceIssued { .. } => say.t("story-licence-again").to_owned(),
        Event::PartSuspended { permit: id, reason, .. } => {
            say.with("story-suspended", &[("permit", permit(id).into()), ("reason", reason.as_str().into())])
        }
        Event::PartReinstated { permit: id, .. } => say.with("story-reinstated", &p(id)),
        Event::PartRevoked { permit: id, reason, .. } => {
            say.with("story-revoked", &[("permit", permit(id).into()), ("reason", reason.as_str().into())])
        }
        Event::PartExpired { permit: id } => say.with("story-expired", &p(id)),
        Event::MessageWritten { .. } if recorded.by.person().is_some() => say.t("story-message-yours").to_owned(),
        Event::MessageWritten { .. } => say.with("story-message", &[("who", who().into())]),
        Event::RepresentativeChanged { to, reason } => {
            let known = visit.office().staff().official(to.id.as_str());
            let name = known.map_or(to.name.as_str(), |o| visit.text(&o.name));
            say.with("story-representative", &[("name", name.into()), ("reason", reason.as_str().into())])
        }
        Event::Closed => say.t("story-closed").to_owned(),
        Event::Erased { law } => match facts::citation(visit, law) {
            Some(law) => say.with("story-erased-law", &[("law", law.into())]),
            None => say.t("story-erased").to_owned(),
        },
        // Steps of the draft, and the inner life of desks, are no news.
        _ => return None,
    };
    Some(crate::kit::parts::with_numbers(&text))
}

pub(super) fn cause(visit: &Visit, because: &Cause) -> String {
    let say = visit.say;
    let permit = |id: &PermitId| facts::permit_name(visit, id);
    match because {
        Cause::NoticeAnswered => say.t("cause-answered").to_owned(),
        Cause::NoticeLapsed => say.t("cause-lapsed").to_owned(),
        Cause::Stopped { permit: id, reason } => {
            say.with("cause-stopped", &[("permit", permit(id).into()), ("reason", stop_reason(visit, *reason).into())])
        }
        Cause::Extended { permit: id } => say.with("cause-extended", &[("permit", permit(id).into())]),
        Cause::PrerequisiteWithdrawn { permit: id } => {
            say.with("cause-prerequisite-withdrawn", &[("permit", permit(id).into())])
        }
        Cause::SentBack { permit: id } => say.with("cause-sent-back", &[("permit", permit(id).into())]),
        Cause::PrerequisiteLate { permit: id } => say.with("cause-prerequisite", &[("permit", permit(id).into())]),
    }
}

pub(super) fn stop_reason(visit: &Visit, reason: casework::StopReason) -> String {
    use casework::StopReason::{Appraisal, Auction, ExpertReview, Hearing, Inspection, Quarantine, Tender, Test};
    let say = visit.say;
    match reason {
        Hearing => say.t("stop-hearing"),
        Tender => say.t("stop-tender"),
        Auction => say.t("stop-auction"),
        Test => say.t("stop-test"),
        Inspection => say.t("stop-inspection"),
        Quarantine => say.t("stop-quarantine"),
        Appraisal => say.t("stop-appraisal"),
        ExpertReview => say.t("stop-expert-review"),
    }
    .to_owned()
}
