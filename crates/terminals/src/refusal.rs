//! Every "no" in words: what is so, and the way forward. One sentence each, in `words/*/refusal.ftl`.

use axum::http::StatusCode;
use casework::{Act, At, ChangeStage, Missing, PartStage, Refusal, Stage, Who};
use office::{PaperMistake, Turned};

use crate::facts;
use crate::web::Visit;

/// Stale or double acts are conflicts; acts of the wrong hand are forbidden; the rest cannot be processed.
pub fn status_of(refusal: &Refusal) -> StatusCode {
    match refusal {
        Refusal::NotYours { .. }
        | Refusal::NotTheApplicant
        | Refusal::NotTheRepresentative
        | Refusal::OnlyTheClock { .. }
        | Refusal::NotYourHand { .. }
        | Refusal::MandateOver { .. }
        | Refusal::NotInMandate { .. }
        | Refusal::NoMandate
        | Refusal::NotInvited
        | Refusal::NotConsulted { .. } => StatusCode::FORBIDDEN,
        Refusal::UnknownPermit { .. } => StatusCode::NOT_FOUND,
        // Ours to put right: the same request is right once the clock is.
        Refusal::ClockBehind { .. } => StatusCode::SERVICE_UNAVAILABLE,
        Refusal::NotPossibleNow { .. }
        | Refusal::AlreadyFiled { .. }
        | Refusal::AlreadyAccepted { .. }
        | Refusal::NoticeUsed { .. }
        | Refusal::SomebodyDecided { .. }
        | Refusal::UndoOver { .. }
        | Refusal::AlreadyAppealed { .. }
        | Refusal::ChangeOpen { .. }
        | Refusal::NotHeld { .. }
        | Refusal::InvitationUsed
        | Refusal::HearingOwed { .. }
        | Refusal::AlreadyExtended { .. } => StatusCode::CONFLICT,
        _ => StatusCode::UNPROCESSABLE_ENTITY,
    }
}

/// Title and sentence for a turned-away act.
pub fn said(visit: &Visit, turned: &Turned) -> (String, String) {
    let say = visit.say;
    let both = |key: &str| (say.t(&format!("{key}-title")).to_owned(), say.t(key).to_owned());
    match turned {
        Turned::NotFound => both("turned-not-found"),
        Turned::NotAllowed => both("turned-not-allowed"),
        Turned::KeyUsedTwice => both("turned-key-used"),
        Turned::Paper(mistake) => (say.t("turned-paper-title").to_owned(), paper(visit, mistake)),
        Turned::Banned(bans) => {
            let catalogue = visit.catalogue();
            let text: Vec<String> = bans
                .iter()
                .filter_map(|id| catalogue.bans.get(id))
                .map(|b| format!("{} {}", visit.text(&b.tells), visit.text(&b.way_forward)))
                .collect();
            (say.t("turned-banned-title").to_owned(), text.join(" "))
        }
        Turned::Incomplete(mistakes) => (
            say.t("turned-incomplete-title").to_owned(),
            say.with("turned-incomplete", &[("n", mistakes.len().into())]),
        ),
        Turned::Changed(by) => (say.t("turned-refused-title").to_owned(), crate::official::stale_text(visit, by)),
        Turned::Refused(refusal) => (say.t("turned-refused-title").to_owned(), sentence(visit, refusal)),
        Turned::Fault(fault) => match fault.kind() {
            "too-busy" | "overtaken" | "away" => both("turned-busy"),
            "outcome-unknown" => both("turned-unknown"),
            _ => both("turned-fault"),
        },
    }
}

/// A paper that was not accepted, in one sentence.
pub fn paper(visit: &Visit, mistake: &PaperMistake) -> String {
    let say = visit.say;
    match mistake {
        PaperMistake::Empty => say.t("paper-empty").to_owned(),
        PaperMistake::TooLarge { bytes, max } => {
            let mb = |b: u64| (b as f64 / 1_048_576.0).ceil() as u64;
            say.with("paper-too-large", &[("size", mb(*bytes).into()), ("max", mb(*max).into())])
        }
        PaperMistake::WrongKind { looks_like } => say.with("paper-wrong-kind", &[("kind", (*looks_like).into())]),
        PaperMistake::TooMany { max } => say.with("paper-too-many", &[("max", (*max).into())]),
        PaperMistake::Locked => say.t("paper-locked").to_owned(),
        PaperMistake::Broken => say.t("paper-broken").to_owned(),
        PaperMistake::Active => say.t("paper-active").to_owned(),
    }
}

/// One refusal in one or two sentences.
pub fn sentence(visit: &Visit, refusal: &Refusal) -> String {
    let say = visit.say;
    let catalogue = visit.catalogue();
    let day = |d: rules::Day| say.day(d);
    let authority = |id: &catalogue::AuthorityId| {
        catalogue.authorities.get(id).map_or_else(|| id.to_string(), |a| visit.text(&a.name).to_owned())
    };
    let permit = |id: &catalogue::PermitId| facts::permit_name(visit, id);
    match refusal {
        Refusal::NotPossibleNow { act, stage } => say.with(
            "refused-not-now",
            &[("act", act_name(visit, *act).into()), ("stage", stage_name(visit, *stage).into())],
        ),
        Refusal::NotYours { authority: a, .. } => say.with("refused-not-yours", &[("authority", authority(a).into())]),
        Refusal::NotTheApplicant => say.t("refused-not-applicant").to_owned(),
        Refusal::NotTheRepresentative => say.t("refused-not-representative").to_owned(),
        Refusal::OnlyTheClock { .. } => say.t("refused-only-clock").to_owned(),
        Refusal::NotYourHand { .. } => say.t("refused-not-your-hand").to_owned(),
        Refusal::TooLate { article, until } => {
            let law = article.as_ref().and_then(|a| facts::citation(visit, a)).unwrap_or_default();
            say.with("refused-too-late", &[("day", day(*until).into()), ("law", law.into())])
        }
        Refusal::TooEarly { from } => say.with("refused-too-early", &[("day", day(*from).into())]),
        Refusal::Missing(missing) => {
            let names: Vec<String> = missing.iter().map(|m| missing_name(visit, m)).collect();
            say.with("refused-missing", &[("n", names.len().into()), ("what", say.list(&names).into())])
        }
        Refusal::AlreadyFiled { number, on } => {
            say.with("refused-already-filed", &[("number", number.as_str().into()), ("day", day(*on).into())])
        }
        Refusal::AlreadyAccepted { on } => say.with("refused-already-accepted", &[("day", day(*on).into())]),
        Refusal::NoticeUsed { on } => say.with("refused-notice-used", &[("day", day(*on).into())]),
        Refusal::NoPointsInBasket => say.t("refused-basket-empty").to_owned(),
        Refusal::PointNotInNotice { .. } => say.t("refused-point-unknown").to_owned(),
        Refusal::PointAlreadyThere { .. } => say.t("refused-point-there").to_owned(),
        Refusal::KnownByRegister { fact, register } => {
            let register =
                catalogue.registers.get(register).map(|r| visit.text(&r.name).to_owned()).unwrap_or_default();
            say.with(
                "refused-register-knows",
                &[("fact", facts::fact_name(visit, fact).into()), ("register", register.into())],
            )
        }
        Refusal::NotFromRegister { fact } => {
            say.with("refused-not-from-register", &[("fact", facts::fact_name(visit, fact).into())])
        }
        Refusal::FactNotChanged { .. } => say.t("refused-fact-not-changed").to_owned(),
        Refusal::ReplyDoesNotFit { .. } => say.t("refused-reply").to_owned(),
        Refusal::PaperNotThere { evidence } => {
            say.with("refused-paper-not-there", &[("paper", facts::evidence_name(visit, evidence).into())])
        }
        Refusal::PaperNotAsked { evidence } => {
            say.with("refused-paper-not-asked", &[("paper", facts::evidence_name(visit, evidence).into())])
        }
        Refusal::SomebodyDecided { by, on } => {
            say.with("refused-somebody-decided", &[("who", who_name(visit, by).into()), ("day", day(*on).into())])
        }
        Refusal::UnknownPermit { permit: id } => say.with("refused-unknown-permit", &[("permit", permit(id).into())]),
        Refusal::NotConsulted { authority: a } => {
            say.with("refused-not-consulted", &[("authority", authority(a).into())])
        }
        Refusal::NeedsReason => say.t("refused-needs-reason").to_owned(),
        Refusal::NeedsWayForward => say.t("refused-needs-way").to_owned(),
        Refusal::PrerequisiteOpen { permits } => {
            let names: Vec<String> = permits.iter().map(permit).collect();
            say.with("refused-prerequisite", &[("permits", say.list(&names).into())])
        }
        Refusal::NotAtOnce { permit: id } => say.with("refused-not-at-once", &[("permit", permit(id).into())]),
        Refusal::AlreadyExtended { until } => say.with("refused-extended", &[("day", day(*until).into())]),
        Refusal::NoExtension { permit: id } => say.with("refused-no-extension", &[("permit", permit(id).into())]),
        Refusal::BadDay { earliest, latest } => match latest {
            Some(latest) => {
                say.with("refused-day-between", &[("earliest", day(*earliest).into()), ("latest", day(*latest).into())])
            }
            None => say.with("refused-day-from", &[("earliest", day(*earliest).into())]),
        },
        Refusal::UndoOver { .. } => say.t("refused-undo-over").to_owned(),
        Refusal::UndoOpen { until_us } => {
            say.with("refused-undo-open", &[("time", visit.office().clock_text(*until_us).into())])
        }
        Refusal::NothingGranted => say.t("refused-nothing-granted").to_owned(),
        Refusal::NoCalendar { year } => say.with("refused-no-calendar", &[("year", year.to_string().into())]),
        Refusal::MandateOver { until } => say.with("refused-mandate-over", &[("day", day(*until).into())]),
        Refusal::NotInMandate { act } => say.with("refused-not-in-mandate", &[("act", act_name(visit, *act).into())]),
        Refusal::NoMandate => say.t("refused-no-mandate").to_owned(),
        Refusal::NotInvited => say.t("refused-not-invited").to_owned(),
        Refusal::InvitationUsed => say.t("refused-invitation-used").to_owned(),
        Refusal::HearingOwed { permit: id } => say.with("refused-hearing-owed", &[("permit", permit(id).into())]),
        Refusal::AlreadyAppealed { on } => say.with("refused-already-appealed", &[("day", day(*on).into())]),
        Refusal::ClockBehind { last } => say.with("refused-clock-behind", &[("day", day(last.day).into())]),
        Refusal::NeverMerged { number, .. } => say.with("refused-never-merged", &[("number", number.as_str().into())]),
        Refusal::NeverSplit { number } => say.with("refused-never-split", &[("number", number.as_str().into())]),
        Refusal::NotTransferable { permits, law } => {
            let names: Vec<String> = permits.iter().map(permit).collect();
            let law = law.as_ref().and_then(|law| facts::citation(visit, law)).unwrap_or_default();
            say.with("refused-not-transferable", &[("permits", say.list(&names).into()), ("law", law.into())])
        }
        Refusal::NeverEnds { permit: id } => say.with("refused-never-ends", &[("permit", permit(id).into())]),
        Refusal::ChangeOpen { permit: id, since } => {
            say.with("refused-change-open", &[("permit", permit(id).into()), ("day", day(*since).into())])
        }
        Refusal::EndsWith { permit: id, fact } => say.with(
            "refused-ends-with",
            &[("permit", permit(id).into()), ("fact", facts::fact_name(visit, fact).into())],
        ),
        Refusal::NothingChanges => say.t("refused-nothing-changes").to_owned(),
        Refusal::NotHeld { permit: id } => say.with("refused-not-held", &[("permit", permit(id).into())]),
        Refusal::NeedsOtherPermits { permits } => {
            let names: Vec<String> = permits.iter().map(permit).collect();
            say.with("refused-needs-permits", &[("permits", say.list(&names).into())])
        }
        Refusal::StillOpen { permits } => {
            let names: Vec<String> = permits.iter().map(permit).collect();
            say.with("refused-still-open", &[("permits", say.list(&names).into())])
        }
        // What only a fault of ours could cause is said plainly, with what is safe.
        other => {
            tracing::warn!(refusal = ?std::mem::discriminant(other), "a refusal without a sentence of its own");
            say.t("refused-other").to_owned()
        }
    }
}

fn missing_name(visit: &Visit, missing: &Missing) -> String {
    match missing {
        Missing::Fact(fact) | Missing::Contradiction(fact) => facts::fact_name(visit, fact),
        Missing::Paper(evidence) => facts::evidence_name(visit, evidence),
        Missing::Point(_) => visit.say.t("missing-point").to_owned(),
        Missing::CoSignature(place) => visit.say.with("missing-co-signature", &[("n", place.to_string().into())]),
        Missing::Signature => visit.say.t("missing-signature").to_owned(),
        Missing::Permit => visit.say.t("missing-permit").to_owned(),
    }
}

/// Whose hand it was, for people.
pub fn who_name(visit: &Visit, who: &Who) -> String {
    let say = visit.say;
    let official = |id: &casework::OfficialId| {
        visit.office().staff().official(id.as_str()).map_or_else(|| id.to_string(), |o| visit.text(&o.name).to_owned())
    };
    match who {
        Who::Applicant(_) => say.t("who-applicant").to_owned(),
        Who::Agent { .. } => say.t("who-agent").to_owned(),
        Who::Official { id, .. } | Who::Representative { id } => official(id),
        Who::Clerk { id, window, .. } => {
            say.with("who-clerk", &[("name", official(id).into()), ("window", window.as_str().into())])
        }
        Who::Clock => say.t("who-clock").to_owned(),
    }
}

/// An act as a verb: `grant`, `send the notice`.
pub fn act_name(visit: &Visit, act: Act) -> String {
    let word = serde_json::to_value(act).ok().and_then(|v| v.as_str().map(str::to_owned)).unwrap_or_default();
    let key = format!("act-{word}");
    if visit.say.knows(&key) { visit.say.t(&key).to_owned() } else { word.replace('-', " ") }
}

/// A stage as an adjective: `deciding`, `granted`.
pub fn stage_name(visit: &Visit, at: At) -> String {
    let key = match at {
        At::Case(Stage::Draft) => "stage-draft",
        At::Case(Stage::Filed) => "stage-filed",
        At::Case(Stage::Decided) => "stage-decided",
        At::Case(Stage::Withdrawn) => "stage-withdrawn",
        At::Case(Stage::Closed) => "stage-closed",
        At::Part(stage) => part_stage_key(stage),
        At::Change(stage) => match stage {
            ChangeStage::None => "change-none",
            ChangeStage::Asked => "change-asked",
            ChangeStage::Agreed => "change-agreed",
            ChangeStage::Granted => "change-granted",
            ChangeStage::Refused => "change-refused",
            ChangeStage::Withdrawn => "change-withdrawn",
            ChangeStage::Lapsed => "change-lapsed",
        },
    };
    visit.say.t(key).to_owned()
}

pub fn part_stage_key(stage: PartStage) -> &'static str {
    match stage {
        PartStage::Waiting => "part-waiting",
        PartStage::Deciding => "part-deciding",
        PartStage::Paused => "part-paused",
        PartStage::Granted => "part-granted",
        PartStage::Refused => "part-refused",
        PartStage::Withdrawn => "part-withdrawn",
        PartStage::Lapsed => "part-lapsed",
        PartStage::Suspended => "part-suspended",
        PartStage::Revoked => "part-revoked",
        PartStage::Expired => "part-expired",
        PartStage::GivenUp => "part-given-up",
    }
}
