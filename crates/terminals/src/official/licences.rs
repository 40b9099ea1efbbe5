//! Finding what was decided: by the number of a licence or a case, or by the code on the paper.

use axum::extract::Query;
use axum::http::StatusCode;
use casework::PartStage;
use licence::Code;
use maud::html;
use office::{CaseFile, Office, Turned};
use serde::Deserialize;

use crate::facts;
use crate::kit::parts::{self, Button, Field, Input, Shape, Tone, Width};
use crate::official::case::stage_shape;
use crate::official::{Desk, Place, case_href, has_desk, title_of};
use crate::problem::Problem;
use crate::refusal;
use crate::web::{Answer, Visit};

#[derive(Default, Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    q: String,
}

/// The case somebody means, whatever of it they have in hand.
async fn case_of(visit: &Visit, words: &str) -> Result<Option<CaseFile>, Problem> {
    let office = visit.office();
    let number = words.trim().to_uppercase();
    let found = |kept: Result<office::LicenceFile, Turned>| match kept {
        Ok(kept) => Ok(Some(kept.case_id)),
        Err(Turned::NotFound) => Ok(None),
        Err(turned) => Err(visit.problem(turned)),
    };
    let mut id = office.case_id_of(&number).await.map_err(|t| visit.problem(t))?;
    if id.is_none() {
        id = found(office.licence_by_number(&number).await)?;
    }
    if id.is_none()
        && let Ok(code) = Code::read(&number)
    {
        id = found(office.licence_by_code(&code).await)?;
    }
    match id {
        Some(id) => office.case_file(&id).await.map(Some).map_err(|t| visit.problem(t)),
        None => Ok(None),
    }
}

pub(super) async fn show(visit: Visit, Query(asked): Query<Asked>) -> Answer {
    let desk = Desk::open(&visit).await?;
    if !has_desk(&desk.official) {
        return Err(visit.problem(Turned::NotAllowed));
    }
    let say = visit.say;
    let q = asked.q.trim();
    let file = if q.is_empty() { None } else { case_of(&visit, q).await? };
    // Only what this desk decides or decided: whether others have such a case is not told here.
    let own: Vec<_> = file
        .iter()
        .flat_map(|file| file.case.parts().values().map(move |part| (file, part)))
        .filter(|(file, part)| Office::may_decide(&desk.official, file, part))
        .collect();
    let field = Field {
        name: "q",
        label: say.t("desk-licences-q"),
        hint: say.t("desk-licences-hint"),
        value: q,
        input: Input::Code,
        width: Width::Middle,
        at_most: 60,
        ..Field::default()
    };
    let head = html! { h1 { (say.t("desk-licences")) } };
    let body = html! {
        div.pad.narrow {
            form.stack.s3 role="search" method="get" action=(visit.at("desk/licences")) {
                (parts::field(say, &field))
                (parts::actions(Button { label: say.t("part-search"), tone: Tone::Main, icon: "search", ..Button::default() }))
            }
            @if !q.is_empty() && own.is_empty() { (parts::note(Shape::Open, say.t("desk-licences-none"))) }
            @if !own.is_empty() {
                ul.planrows.long.card.flush {
                    @for (file, part) in &own {
                        li {
                            (stage_shape(part.stage).icon())
                            div.stack.s2 {
                                a href=(case_href(&visit, file.case.number(), &part.permit)) { b { (facts::permit_name(&visit, &part.permit)) } }
                                p.dots { span { (title_of(file)) } span.mono { (file.case.number()) } }
                            }
                            span.end { (say.t(refusal::part_stage_key(part.stage))) @if let (PartStage::Suspended | PartStage::Revoked, Some(m)) = (part.stage, &part.measure) { " " (say.with("desk-measure-since", &[("day", say.day_short(m.on).into())])) } }
                        }
                    }
                }
            }
        }
    };
    let keys = [("Ctrl K", say.t("desk-key-palette")), ("?", say.t("desk-key-help"))];
    let main = html! { (parts::pane(head, body)) (parts::keys_bar(say, &keys)) };
    Ok(desk.page(&visit, Some(Place::Licences), say.t("desk-licences"), StatusCode::OK, main))
}
