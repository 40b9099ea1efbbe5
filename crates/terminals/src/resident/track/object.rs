//! Disagreeing: with a point of the notice (a second official looks), or with a refusal (the next level hears it).

use axum::extract::{Path, Query};
use axum::http::StatusCode;
use axum::response::Response;
use casework::{PartStage, PointId};
use catalogue::PermitId;
use maud::html;
use office::Turned;

use super::receipt::filed;
use super::story;
use crate::facts;
use crate::kit::parts::{self, Field};
use crate::kit::shell::{CASES, Terminal};
use crate::problem::{Problem, status_of};
use crate::refusal;
use crate::resident::apply::own::Own;
use crate::web::{Answer, Sent, Visit, once, see, sent};

const LONGEST: u32 = 4000;

/// What is objected to, in the words of the page.
struct About<'a> {
    title: &'a str,
    lead: &'a str,
    /// What stands against the applicant.
    quoted: &'a str,
    action: String,
    name: &'a str,
    value: &'a str,
    back: String,
}

fn page(visit: &Visit, own: &Own, about: &About, typed: &str, error: &str, status: StatusCode) -> Response {
    let say = visit.say;
    let errors = if error.is_empty() { Vec::new() } else { vec![("says", error)] };
    let main = html! {
        div.narrow.stack.s5 {
            (parts::error_summary(say, &errors))
            (parts::heading(&[&own.number], about.title, about.lead))
            blockquote.card.quiet { p { (about.quoted) } }
            form.stack.s4 method="post" action=(about.action) novalidate {
                (parts::once(&visit.office().once_key()))
                (parts::hidden(about.name, about.value))
                (parts::field(say, &Field { name: "says", label: say.t("notice-object-label"), hint: say.t("notice-object-hint"), error, value: typed, lines: 5, at_most: LONGEST, ..Field::default() }))
                (parts::actions(html! {
                    (parts::submit(say.t("notice-object-send")))
                    (parts::link_button(&about.back, say.t("form-back"), parts::Tone::Plain))
                }))
            }
        }
    };
    let mut shell = visit.shell(Terminal::Public, about.title);
    shell.current = CASES;
    shell.came_back = !error.is_empty();
    shell.respond(status, main)
}

fn about_point<'a>(visit: &'a Visit, own: &'a Own, point: &'a str) -> Result<About<'a>, Problem> {
    let asked = own.case.notice().open_points().find(|a| a.asked.point.id.as_str() == point && a.objection.is_none());
    let asked = asked.ok_or_else(|| visit.not_found())?;
    Ok(About {
        title: visit.say.t("notice-object-title"),
        lead: visit.say.t("notice-object-lead"),
        quoted: &asked.asked.point.asks,
        action: visit.at(&format!("case/{}/notice/object", own.number)),
        name: "point",
        value: point,
        back: visit.at(&format!("case/{}/notice", own.number)),
    })
}

pub async fn show_point(
    visit: Visit,
    Path((_, number)): Path<(String, String)>,
    Query(pairs): Query<Vec<(String, String)>>,
) -> Answer {
    let (own, _) = filed(&visit, &number).await?;
    let about = about_point(&visit, &own, sent(&pairs, "point"))?;
    Ok(page(&visit, &own, &about, "", "", StatusCode::OK))
}

pub async fn point(visit: Visit, Path((_, number)): Path<(String, String)>, form: Sent) -> Answer {
    let (own, _) = filed(&visit, &number).await?;
    let (point, says) = (sent(&form.0, "point"), sent(&form.0, "says"));
    if says.is_empty() {
        let about = about_point(&visit, &own, point)?;
        return Ok(page(
            &visit,
            &own,
            &about,
            "",
            visit.say.t("notice-object-empty"),
            StatusCode::UNPROCESSABLE_ENTITY,
        ));
    }
    let by = own.by.clone();
    visit
        .office()
        .object_to_point(&own.id, once(&form.0), by, PointId::new(point), says.to_owned())
        .await
        .map_err(|t| visit.problem(t))?;
    Ok(see(&visit.at(&format!("case/{}/notice?done=objected", own.number))))
}

fn about_refusal<'a>(visit: &'a Visit, own: &'a Own, permit: &'a str) -> Result<About<'a>, Problem> {
    let part = own.case.part(&PermitId::new(permit)).ok_or_else(|| visit.not_found())?;
    let refused = story::stage(visit, &own.case, part) == PartStage::Refused && part.appeal.is_none();
    let ground = match part.verdict.as_ref().map(|v| &v.decision) {
        Some(casework::Decision::Refused(ground)) if refused => ground,
        _ => return Err(visit.not_found()),
    };
    Ok(About {
        title: visit.say.t("case-object-title"),
        lead: visit.say.t("case-object-lead"),
        quoted: &ground.reason,
        action: visit.at(&format!("case/{}/object", own.number)),
        name: "permit",
        value: permit,
        back: visit.at(&format!("case/{}", own.number)),
    })
}

pub async fn show_refusal(
    visit: Visit,
    Path((_, number)): Path<(String, String)>,
    Query(pairs): Query<Vec<(String, String)>>,
) -> Answer {
    let (own, _) = filed(&visit, &number).await?;
    let permit = sent(&pairs, "permit");
    let about = about_refusal(&visit, &own, permit)?;
    let title = format!("{}: {}", about.title, facts::permit_name(&visit, &PermitId::new(permit)));
    Ok(page(&visit, &own, &About { title: &title, ..about }, "", "", StatusCode::OK))
}

pub async fn refusal(visit: Visit, Path((_, number)): Path<(String, String)>, form: Sent) -> Answer {
    let (own, _) = filed(&visit, &number).await?;
    let (permit, says) = (sent(&form.0, "permit"), sent(&form.0, "says"));
    if says.is_empty() {
        let about = about_refusal(&visit, &own, permit)?;
        return Ok(page(
            &visit,
            &own,
            &about,
            "",
            visit.say.t("notice-object-empty"),
            StatusCode::UNPROCESSABLE_ENTITY,
        ));
    }
    let by = own.by.clone();
    let carried = visit.office().appeal(&own.id, once(&form.0), by, PermitId::new(permit), says.to_owned()).await;
    match carried {
        Ok(_) => Ok(see(&visit.at(&format!("case/{}?done=objected", own.number)))),
        // What was written is not lost when the time for it is over.
        Err(turned @ Turned::Refused(_)) => match about_refusal(&visit, &own, permit) {
            Ok(about) => {
                let (_, sentence) = refusal::said(&visit, &turned);
                Ok(page(&visit, &own, &about, says, &sentence, status_of(&turned)))
            }
            Err(_) => Err(visit.problem(turned)),
        },
        Err(turned) => Err(visit.problem(turned)),
    }
}
