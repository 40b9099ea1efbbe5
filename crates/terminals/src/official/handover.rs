//! A case gets another representative: to whom, and why. The applicant is told at once, with the name and the number.

use axum::extract::Path;
use axum::http::StatusCode;
use casework::{OfficialId, Representative, acts};
use maud::html;
use office::Official;

use crate::kit::parts::{self, Button, Choice, Opt, Shape, Tone};
use crate::official::case::Again;
use crate::official::inbox::words_field;
use crate::official::posted::typed_of;
use crate::official::rep::{Represented, find};
use crate::official::{head, problems, sent_from, title_of, wrong};
use crate::problem::status_of;
use crate::refusal;
use crate::web::{Answer, Sent, Visit, once, see, sent};

/// Who could take it: the other representatives, those of the case's district first.
fn others<'v>(visit: &'v Visit, found: &Represented) -> Vec<&'v Official> {
    let staff = visit.office().staff().all();
    let mut all: Vec<&Official> = staff.iter().filter(|o| o.represents() && o.id != found.desk.official.id).collect();
    all.sort_by_key(|o| o.district.as_deref() != found.file.district());
    all
}

pub(super) async fn show(visit: Visit, Path((_, number)): Path<(String, String)>) -> Answer {
    let found = find(&visit, &number).await?;
    page(&visit, found, Again::default()).await
}

async fn page(visit: &Visit, found: Represented, again: Again) -> Answer {
    let say = visit.say;
    let href = found.href(visit);
    let title = say.with("rep-change-title", &[("title", title_of(&found.file).into())]);
    let head = head(visit, &href, say.t("rep-cases"), &title, found.file.case.number(), html! {});
    let mut who: Vec<(String, String, String)> = Vec::new();
    for official in others(visit, &found) {
        let cases = visit.office().represented(official).await.map_err(|t| visit.problem(t))?;
        let running = cases.iter().filter(|c| c.stage == "filed").count();
        let about = say.with("rep-change-busy", &[("n", running.into())]);
        who.push((official.id.clone(), visit.text(&official.name).to_owned(), about));
    }
    let options: Vec<Opt<'_>> =
        who.iter().map(|(value, label, hint)| Opt { value, label, hint, ..Opt::default() }).collect();
    let body = html! {
        div.pad.narrow {
            @if options.is_empty() { (parts::note(Shape::Warn, say.t("rep-change-nobody"))) }
            @else {
                (parts::note(Shape::Info, say.t("rep-change-about")))
                form.stack.s4 method="post" action={ (href) "/hand-over" } {
                    (sent_from(visit, &found.file.case))
                    (problems(visit, &again.wrong))
                    (parts::choice(say, &Choice { name: "to", legend: say.t("rep-change-to"), error: wrong(&again.wrong, "to"), options: &options, chosen: &[again.typed("to")], ..Choice::default() }))
                    (words_field(visit, "reason", say.t("rep-change-reason"), say.t("rep-change-reason-hint"), again.typed("reason"), wrong(&again.wrong, "reason"), 3))
                    (parts::actions(Button { label: say.t("rep-change"), tone: Tone::Main, key: "Ctrl Enter", ..Button::default() }))
                }
            }
        }
    };
    let keys = [("Ctrl Enter", say.t("rep-change")), ("Esc", say.t("desk-key-back")), ("?", say.t("desk-key-help"))];
    let main = html! { (parts::pane(head, body)) (parts::keys_bar(say, &keys)) };
    Ok(found.desk.page(visit, None, &title, again.status.unwrap_or(StatusCode::OK), main))
}

pub(super) async fn send(visit: Visit, Path((_, number)): Path<(String, String)>, form: Sent) -> Answer {
    let pairs = form.0;
    let say = visit.say;
    let found = find(&visit, &number).await?;
    let mut again = Again { typed: typed_of(&pairs), ..Again::default() };
    let to = others(&visit, &found).into_iter().find(|o| o.id == sent(&pairs, "to")).cloned();
    if to.is_none() {
        again.wrong.push(("to", say.t("rep-change-need-to").to_owned()));
    }
    if sent(&pairs, "reason").is_empty() {
        again.wrong.push(("reason", say.t("refused-needs-reason").to_owned()));
    }
    let (Some(to), true) = (to, again.wrong.is_empty()) else {
        again.status = Some(StatusCode::UNPROCESSABLE_ENTITY);
        return page(&visit, found, again).await;
    };
    let named = Representative {
        id: OfficialId::new(to.id.clone()),
        name: to.name.say(found.file.case.language()).to_owned(),
        phone: to.phone.clone().unwrap_or_default(),
        hours: to.hours.clone().unwrap_or_default(),
    };
    let reason = sent(&pairs, "reason").to_owned();
    let id = found.file.case.id().as_str().to_owned();
    let carried = visit
        .office()
        .carry_out(&id, once(&pairs), found.hand(), move |case, deed| {
            acts::change_representative(case, deed, named, &reason)
        })
        .await;
    match carried {
        Ok(_) => Ok(see(&format!("{}?done=rep-changed&case={}", visit.at("desk/rep"), found.file.case.number()))),
        Err(turned @ office::Turned::Refused(_)) => {
            again.wrong.push(("to", refusal::said(&visit, &turned).1));
            again.status = Some(status_of(&turned));
            page(&visit, found, again).await
        }
        Err(turned) => Err(visit.problem(turned)),
    }
}
