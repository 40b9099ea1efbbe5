//! The thread between the applicant and the representative. Nothing else of the case happens here.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use casework::{Stage, Who};
use maud::html;

use super::receipt::{filed, person, representative_name};
use crate::kit::parts::{self, Field};
use crate::kit::shell::{CASES, Terminal};
use crate::problem::Problem;
use crate::refusal;
use crate::resident::apply::own::Own;
use crate::web::{Answer, Sent, Visit, once, see, sent};

const LONGEST: usize = 4000;

pub async fn show(visit: Visit, Path((_, number)): Path<(String, String)>) -> Answer {
    let (own, _) = filed(&visit, &number).await?;
    page(&visit, &own, "", "", StatusCode::OK).await
}

async fn page(visit: &Visit, own: &Own, typed: &str, error: &str, status: StatusCode) -> Result<Response, Problem> {
    let say = visit.say;
    let reader = own.reader(visit, None)?;
    let said = visit.office().messages(&own.id, reader).await.map_err(|t| visit.problem(t))?;
    let name = own.case.representative().map(|r| representative_name(visit, r)).unwrap_or_default();
    let title = say.with("messages-title", &[("name", name.as_str().into())]);
    let can_write = matches!(own.case.stage(), Stage::Filed | Stage::Decided);
    let errors = if error.is_empty() { Vec::new() } else { vec![("text", error)] };
    let main = html! {
        div.middle.stack.s5 {
            (parts::error_summary(say, &errors))
            (parts::heading(&[&own.number], &title, say.t("messages-lead")))
            @if said.is_empty() { (parts::empty(say.t("messages-none"), say.t("messages-none-text"), None)) }
            @else {
                ol.stack.s3 {
                    @for message in &said {
                        @let mine = message.by.person().is_some();
                        @let day = visit.office().day_at(message.at_us);
                        li class=(if mine { "card quiet" } else { "card" }) {
                            p { b { (author(visit, own, &message.by)) } " " time.dim datetime=(say.day_iso(day)) { (say.day_row(day)) " " (visit.office().clock_text(message.at_us)) } }
                            @for line in message.text.lines().filter(|l| !l.trim().is_empty()) { p { (line) } }
                        }
                    }
                }
            }
            @if can_write {
                form.stack.s4 method="post" action=(visit.at(&format!("case/{}/messages", own.number))) novalidate {
                    (parts::once(&visit.office().once_key()))
                    (parts::field(say, &Field { name: "text", label: say.t("messages-label"), hint: say.t("messages-hint"), error, value: typed, lines: 4, at_most: LONGEST as u32, ..Field::default() }))
                    (parts::actions(parts::submit(say.t("messages-send"))))
                }
            }
            section.card { (person(visit, own, say.t("case-representative"))) }
            p { a href=(visit.at(&format!("case/{}", own.number))) { (say.t("receipt-to-case")) } }
        }
    };
    let mut shell = visit.shell(Terminal::Public, &title);
    shell.current = CASES;
    shell.came_back = !error.is_empty();
    Ok(shell.respond(status, main))
}

fn author(visit: &Visit, own: &Own, by: &Who) -> String {
    match by {
        Who::Agent { .. } => visit.say.t("who-agent").to_owned(),
        Who::Applicant(_) => visit.say.t("readings-you").to_owned(),
        Who::Representative { .. } => own
            .case
            .representative()
            .map(|r| representative_name(visit, r))
            .unwrap_or_else(|| refusal::who_name(visit, by)),
        who => refusal::who_name(visit, who),
    }
}

pub async fn write(visit: Visit, Path((_, number)): Path<(String, String)>, form: Sent) -> Answer {
    let (own, _) = filed(&visit, &number).await?;
    let text = sent(&form.0, "text");
    if text.is_empty() {
        return page(&visit, &own, "", visit.say.t("messages-empty"), StatusCode::UNPROCESSABLE_ENTITY).await;
    }
    if text.chars().count() > LONGEST {
        let error = visit.say.with("messages-too-long", &[("max", LONGEST.into())]);
        return page(&visit, &own, text, &error, StatusCode::UNPROCESSABLE_ENTITY).await;
    }
    let by = own.by.clone();
    visit.office().write_message(&own.id, once(&form.0), by, text.to_owned()).await.map_err(|t| visit.problem(t))?;
    Ok(see(&visit.at(&format!("case/{}/messages", own.number))))
}
