//! Something changed after the licence: one fact at a time, and only the authorities that read it are asked.

use std::collections::{BTreeMap, BTreeSet};

use axum::extract::{Path, Query};
use axum::http::StatusCode;
use casework::PartStage;
use catalogue::FactKind;
use journey::{FormFact, Origin, Wanted};
use maud::html;
use office::Turned;
use rules::FactId;

use super::receipt::filed;
use crate::facts;
use crate::kit::parts::{self, Button, Shape, Tone};
use crate::kit::shell::{CASES, Terminal};
use crate::problem::status_of;
use crate::refusal;
use crate::resident::apply::field::Asking;
use crate::resident::apply::own::Own;
use crate::resident::apply::typed::{Read, Typed, Wrong};
use crate::web::{Answer, Sent, Visit, once, see, sent};

/// What can be changed here: facts of the form that the applicant gave. What a register knows is changed there.
fn facts_of(visit: &Visit, own: &Own) -> Result<Vec<FormFact>, crate::problem::Problem> {
    let sheet = visit.office().sheet(&own.closed).map_err(|t| visit.problem(t))?;
    let given = |fact: &FactId| {
        let by_hand = |origin: &Origin| matches!(origin, Origin::Applicant | Origin::Wish);
        own.case.facts().get(fact).is_some_and(|answer| by_hand(&answer.origin))
    };
    Ok(sheet.form.facts().filter(|f| given(&f.fact)).cloned().collect())
}

pub async fn show(
    visit: Visit,
    Path((_, number)): Path<(String, String)>,
    Query(pairs): Query<Vec<(String, String)>>,
) -> Answer {
    let (own, _) = filed(&visit, &number).await?;
    match sent(&pairs, "fact") {
        "" => list(&visit, &own),
        fact => page(&visit, &own, &FactId::new(fact), None, &[], "", StatusCode::OK).await,
    }
}

fn list(visit: &Visit, own: &Own) -> Answer {
    let say = visit.say;
    let title = say.t("amend-title");
    let known = facts_of(visit, own)?;
    let main = html! {
        div.narrow.stack.s5 {
            (parts::heading(&[&own.number], title, say.t("amend-lead")))
            @if known.is_empty() { (parts::note(Shape::Info, say.t("amend-none"))) }
            @else {
                ul.stack.s2 {
                    @for item in &known {
                        li { a href=(visit.at(&format!("case/{}/amend?fact={}", own.number, item.fact))) { (facts::fact_name(visit, &item.fact)) } }
                    }
                }
            }
            p.dim { (say.t("amend-register")) }
            p { a href=(visit.at(&format!("case/{}/after", own.number))) { (say.t("form-back")) } }
        }
    };
    let mut shell = visit.shell(Terminal::Public, title);
    shell.current = CASES;
    Ok(visit.ok(&shell, main))
}

async fn page(
    visit: &Visit,
    own: &Own,
    fact: &FactId,
    typed: Option<&Typed>,
    wrong: &[Wrong],
    refused: &str,
    status: StatusCode,
) -> Answer {
    let say = visit.say;
    let Some(item) = facts_of(visit, own)?.into_iter().find(|f| &f.fact == fact) else { return Err(visit.not_found()) };
    let reader = own.reader(visit, Some(BTreeSet::from([fact.clone()])))?;
    let file = visit.office().open_closed(own.closed.clone(), reader).await.map_err(|t| visit.problem(t))?;
    let title = say.with("amend-one", &[("fact", facts::fact_name(visit, fact).into())]);
    let asking = Asking { visit, known: &file.known, typed, wrong };
    let reads = |why: &Wanted| !matches!(why, Wanted::WhetherNeeded | Wanted::TheCase | Wanted::FilingDay);
    let held = |permit: &catalogue::PermitId| {
        // What is only filed is told, not asked.
        let decides = |p: &casework::Part| !p.plan.promise.is_at_once();
        own.case
            .part(permit)
            .is_some_and(|p| matches!(p.stage, PartStage::Granted | PartStage::Suspended) && decides(p))
    };
    let names: Vec<String> = item
        .needed_by
        .iter()
        .filter(|n| reads(&n.why) && held(&n.permit))
        .map(|n| facts::permit_name(visit, &n.permit))
        .collect::<BTreeSet<_>>()
        .into_iter()
        .collect();
    let errors: Vec<(&str, &str)> = wrong.iter().map(|w| (w.field.as_str(), w.text.as_str())).collect();
    let back = visit.at(&format!("case/{}/amend", own.number));
    let main = html! {
        div.narrow.stack.s5 {
            (parts::error_summary(say, &errors))
            (parts::heading(&[&own.number], &title, say.t("amend-one-lead")))
            @if !refused.is_empty() { div role="alert" { (parts::note(Shape::Warn, refused)) } }
            @if names.is_empty() { (parts::note(Shape::Ok, say.t("amend-nobody"))) }
            @else { (parts::note(Shape::Info, say.with("amend-who", &[("n", names.len().into()), ("permits", say.list(&names).into())]))) }
            form.stack.s5 method="post" action=(back) novalidate {
                (parts::once(&visit.office().once_key()))
                (asking.question(&item))
                (parts::actions(html! {
                    (Button { label: say.t("amend-go"), tone: Tone::Main, ..Button::default() })
                    (parts::link_button(&back, say.t("form-back"), Tone::Plain))
                }))
            }
        }
    };
    let mut shell = visit.shell(Terminal::Public, &title);
    shell.current = CASES;
    shell.came_back = !wrong.is_empty() || !refused.is_empty();
    Ok(shell.respond(status, main))
}

pub async fn send(visit: Visit, Path((_, number)): Path<(String, String)>, form: Sent) -> Answer {
    let (own, _) = filed(&visit, &number).await?;
    let pairs = form.0;
    let mut typed = Typed::of(&pairs);
    let Some(fact) = typed.asked().into_iter().next() else { return Err(visit.not_found()) };
    let Some(definition) = own.closed.catalogue.facts.get(&fact).cloned() else { return Err(visit.not_found()) };
    let op = sent(&pairs, "op").to_owned();
    if definition.kind == FactKind::Rows && !op.is_empty() {
        // Another row, or one less: nothing is sent yet.
        if op.starts_with("add:") {
            typed.add_row(fact.as_str());
        } else if let Some(row) = op.rsplit(':').next().and_then(|row| row.parse().ok()) {
            typed.remove_row(fact.as_str(), row);
        }
        return page(&visit, &own, &fact, Some(&typed), &[], "", StatusCode::OK).await;
    }
    let mut wrong = Vec::new();
    let value = match typed.read(&visit, &definition, visit.today(), &mut wrong) {
        Read::Value(value) => Some(value),
        Read::Nothing | Read::Wrong => None,
    };
    if value.is_none() && wrong.is_empty() {
        let text = visit.say.t("amend-need-value").to_owned();
        wrong.push(Wrong { field: fact.to_string(), text, ..Wrong::default() });
    }
    let (Some(value), true) = (value, wrong.is_empty()) else {
        return page(&visit, &own, &fact, Some(&typed), &wrong, "", StatusCode::UNPROCESSABLE_ENTITY).await;
    };
    let entries = BTreeMap::from([(fact.clone(), value)]);
    let carried = visit.office().amend(&own.id, once(&pairs), own.by.clone(), entries).await;
    match carried {
        Ok(_) => Ok(see(&visit.at(&format!("case/{}/after?done=amended", own.number)))),
        Err(turned @ (Turned::Refused(_) | Turned::Banned(_) | Turned::Incomplete(_))) => {
            let (_, sentence) = refusal::said(&visit, &turned);
            page(&visit, &own, &fact, Some(&typed), &[], &sentence, status_of(&turned)).await
        }
        Err(turned) => Err(visit.problem(turned)),
    }
}
