//! "What you will need so far": beside every question, computed from the answers in the address.

use journey::{Assessment, Need, Outcome, PermitOutcome};
use maud::{Markup, html};
use rules::FactId;

use super::outlook::{Outlook, how};
use super::trip::Trip;
use super::why::{Told, Whys};
use crate::facts;
use crate::kit::parts::{self, NeedCount, NeedItem, NeedPanel};
use crate::web::Visit;

/// How many papers are named before "and others".
const NAMED_PAPERS: usize = 4;

/// The panel. `before` is what followed without the last answer, so that its changes are marked.
pub fn panel(visit: &Visit, trip: &Trip, outlook: &Outlook, before: Option<&Assessment>) -> Markup {
    let say = visit.say;
    let whys = Whys::reasons_only(visit, trip);
    let mut items: Vec<(parts::Need, String, String, Markup)> = Vec::new();
    let why = |outcome: &PermitOutcome| {
        let Some(permit) = trip.catalogue.permits.get(&outcome.permit) else { return html! {} };
        whys.told(&Told {
            outcome: Outcome::Permit(permit.id.clone()),
            name: visit.text(&permit.name),
            need: outcome.need,
            reason: &outcome.reason,
            law: &permit.needed_law,
        })
    };
    let of = |need: Need| outlook.assessment.permits.iter().filter(move |p| p.need == need);
    for outcome in of(Need::Needed) {
        let new = is_new(outcome, before);
        items.push((
            if new { parts::Need::New } else { parts::Need::Sure },
            name(visit, outcome),
            about(visit, trip, outcome, new),
            why(outcome),
        ));
    }
    for outcome in of(Need::Open) {
        items.push((parts::Need::Maybe, name(visit, outcome), depends(visit, trip, outcome), html! {}));
    }
    for outcome in of(Need::NotNeeded) {
        let otherwise = trip.catalogue.permits.get(&outcome.permit).map(|p| visit.text(&p.otherwise).to_owned());
        items.push((parts::Need::Not, name(visit, outcome), otherwise.unwrap_or_default(), why(outcome)));
    }
    // What is new is looked at first.
    items.sort_by_key(|(need, ..)| match need {
        parts::Need::New => 0,
        parts::Need::Sure => 1,
        parts::Need::Maybe => 2,
        parts::Need::Not => 3,
    });
    let shown: Vec<NeedItem> =
        items.iter().map(|(need, name, about, why)| NeedItem { need: *need, name, about, why: Some(why) }).collect();
    let texts = count_texts(visit, outlook);
    let counts: Vec<NeedCount> =
        texts.iter().map(|(icon, strong, rest, about)| NeedCount { icon, strong, rest, about }).collect();
    let fee = say.with(
        "panel-foot",
        &[("fee", outlook.fee_in_words(visit).into()), ("visits", outlook.visits_in_words(visit).into())],
    );
    let days = outlook.days_in_words(visit);
    let lead = say.t("panel-lead");
    parts::need_panel(
        say,
        &NeedPanel {
            title: say.t("panel-title"),
            lead,
            items: &shown,
            counts: &counts,
            days: &super::outlook::first_up(&days),
            fee: &fee,
        },
    )
}

fn is_new(outcome: &PermitOutcome, before: Option<&Assessment>) -> bool {
    before.is_some_and(|b| b.permit(&outcome.permit).is_none_or(|p| p.need != outcome.need))
}

fn name(visit: &Visit, outcome: &PermitOutcome) -> String {
    facts::permit_name(visit, &outcome.permit)
}

fn about(visit: &Visit, trip: &Trip, outcome: &PermitOutcome, new: bool) -> String {
    let Some(permit) = trip.catalogue.permits.get(&outcome.permit) else { return String::new() };
    let who = journey::deciding_authority(&trip.catalogue, &outcome.permit, &trip.known)
        .unwrap_or_else(|| permit.authority.clone());
    let who = facts::authority_short(visit, &who);
    let what = if new { visit.text(&permit.because).to_owned() } else { how(visit, permit) };
    visit.say.with("panel-about", &[("who", who.into()), ("what", what.into())])
}

/// "depends on: size, chain", with the questions that are still to come.
fn depends(visit: &Visit, trip: &Trip, outcome: &PermitOutcome) -> String {
    let names: Vec<String> = outcome
        .depends_on
        .iter()
        .filter(|f| trip.catalogue.facts.get(*f).is_some_and(super::trip::may_ask))
        .take(2)
        .map(|f| facts::fact_name(visit, f))
        .collect();
    if names.is_empty() {
        return visit.say.t("panel-depends-later").to_owned();
    }
    visit.say.with("panel-depends", &[("what", visit.say.list(&names).into())])
}

type CountText = (&'static str, String, String, String);

fn count_texts(visit: &Visit, outlook: &Outlook) -> Vec<CountText> {
    let say = visit.say;
    let mut texts = Vec::new();
    let names: Vec<String> = outlook.papers.iter().take(NAMED_PAPERS).map(|p| facts::evidence_name(visit, p)).collect();
    let named = if outlook.papers.len() > NAMED_PAPERS {
        say.with(
            "panel-papers-more",
            &[("papers", names.join(say.t("comma")).into()), ("n", (outlook.papers.len() - NAMED_PAPERS).into())],
        )
    } else {
        names.join(say.t("comma"))
    };
    let n = outlook.papers.len();
    texts.push(("file", say.with("panel-papers", &[("n", n.into())]), say.t("panel-papers-rest").to_owned(), named));
    if outlook.fetched > 0 {
        let about = say.with("panel-fetched-about", &[("n", outlook.registers.into())]);
        texts.push((
            "link",
            say.with("panel-facts", &[("n", outlook.fetched.into())]),
            say.t("panel-fetched-rest").to_owned(),
            about,
        ));
    }
    let alone = match &outlook.burden {
        Some(burden) if burden.as_is.forms > 1 => {
            say.with("panel-asked-about", &[("forms", burden.as_is.forms.into()), ("n", burden.as_is.facts.into())])
        }
        _ => String::new(),
    };
    texts.push((
        "pencil",
        say.with("panel-facts", &[("n", outlook.asked.into())]),
        say.t("panel-asked-rest").to_owned(),
        alone,
    ));
    texts
}

/// One line for phones, where the panel stands below the question.
pub fn so_far(visit: &Visit, outlook: &Outlook) -> Markup {
    let say = visit.say;
    let permits = match outlook.maybe() {
        0 => say.with("so-far-permits", &[("n", outlook.sure().into())]),
        maybe => {
            say.with("so-far-permits-maybe", &[("n", outlook.sure().into()), ("most", (outlook.sure() + maybe).into())])
        }
    };
    html! {
        p.note.so-far {
            (crate::kit::icons::icon("files"))
            span {
                (say.t("so-far")) (say.gap()) b { (permits) (say.t("comma")) (outlook.days_in_words(visit)) } (say.t("stop")) (say.gap())
                a href="#need" { (say.t("so-far-see")) }
            }
        }
    }
}

/// What followed before the last answer was given.
pub fn before(trip: &Trip, last: &str) -> Option<Assessment> {
    let fact = FactId::new(last);
    trip.answers.get(&fact)?;
    let mut answers = trip.answers.clone();
    answers.forget(&fact);
    Some(trip.with(answers).assess())
}
