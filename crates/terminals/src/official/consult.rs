//! Asking another authority for advice, and giving it. The clock does not stop for it.

use axum::extract::Path;
use axum::http::StatusCode;
use casework::acts;
use catalogue::AuthorityId;
use maud::html;

use crate::facts;
use crate::kit::parts::{self, Button, Shape, Tone};
use crate::official::ask::select;
use crate::official::case::Again;
use crate::official::decide::{turned_away, typed_of};
use crate::official::inbox::words_field;
use crate::official::{Found, case_href, find, find_to_decide, head, problems, title_of, to_case, to_next, wrong};
use crate::web::{Answer, Sent, Visit, once, sent};

pub(super) async fn show(visit: Visit, Path((_, number, permit)): Path<(String, String, String)>) -> Answer {
    let found = find_to_decide(&visit, &number, &permit).await?;
    page(&visit, found, Again::default())
}

fn page(visit: &Visit, found: Found, again: Again) -> Answer {
    let say = visit.say;
    let href = case_href(visit, found.number(), &found.permit);
    let title = say.with("desk-consult-title", &[("title", title_of(&found.file).into())]);
    let head = head(visit, &href, say.t("desk-case"), &title, found.number(), html! {});
    let mut options: Vec<(String, String)> = found
        .file
        .catalogue
        .authorities
        .keys()
        .filter(|a| **a != found.part.authority)
        .map(|a| (a.to_string(), facts::authority_name(visit, a)))
        .collect();
    options.sort_by(|a, b| a.1.cmp(&b.1));
    options.insert(0, (String::new(), say.t("desk-ask-choose").to_owned()));
    let body = html! {
        div.pad.narrow {
            (parts::note(Shape::Info, html! { (say.with("desk-consult-about", &[("permit", facts::permit_name(visit, &found.permit).into())])) }))
            form.stack.s4 method="post" action={ (href) "/consult" } {
                (parts::once(&visit.office().once_key()))
                (problems(visit, &again.wrong))
                (select("authority", say.t("desk-consult-whom"), "", wrong(&again.wrong, "authority"), &options, again.typed("authority")))
                (words_field(visit, "question", say.t("desk-consult-question"), say.t("desk-consult-hint"), again.typed("question"), wrong(&again.wrong, "question"), 4))
                (parts::actions(Button { label: say.t("desk-consult-send"), tone: Tone::Main, key: "Ctrl Enter", ..Button::default() }))
            }
        }
    };
    let keys =
        [("Ctrl Enter", say.t("desk-consult-send")), ("Esc", say.t("desk-key-back")), ("?", say.t("desk-key-help"))];
    let main = html! { (parts::pane(head, body)) (parts::keys_bar(say, &keys)) };
    Ok(found.desk.page(visit, None, &title, again.status.unwrap_or(StatusCode::OK), main))
}

pub(super) async fn send(
    visit: Visit,
    Path((_, number, permit)): Path<(String, String, String)>,
    form: Sent,
) -> Answer {
    let pairs = form.0;
    let found = find_to_decide(&visit, &number, &permit).await?;
    let mut again = Again { typed: typed_of(&pairs), ..Again::default() };
    let authority = AuthorityId::new(sent(&pairs, "authority"));
    if !found.file.catalogue.authorities.contains_key(&authority) || authority == found.part.authority {
        again.wrong.push(("authority", visit.say.t("desk-consult-need-whom").to_owned()));
    }
    if sent(&pairs, "question").is_empty() {
        again.wrong.push(("question", visit.say.t("desk-consult-need-question").to_owned()));
    }
    if !again.wrong.is_empty() {
        again.status = Some(StatusCode::UNPROCESSABLE_ENTITY);
        return page(&visit, found, again);
    }
    let (id, number, permit) = (found.id(), found.number().to_owned(), found.permit.clone());
    let (question, of) = (sent(&pairs, "question").to_owned(), permit.clone());
    let carried = visit
        .office()
        .carry_out(&id, once(&pairs), found.hand(), move |case, deed| {
            acts::consult(case, deed, &of, authority, &question)
        })
        .await;
    match carried {
        Ok(_) => Ok(to_case(&visit, &number, &permit, "consulted")),
        Err(turned) => turned_away(&visit, &number, &permit, turned, "note", &pairs).await,
    }
}

pub(super) async fn advise(
    visit: Visit,
    Path((_, number, permit)): Path<(String, String, String)>,
    form: Sent,
) -> Answer {
    let pairs = form.0;
    let found = find(&visit, &number, &permit).await?;
    let (id, number, permit) = (found.id(), found.number().to_owned(), found.permit.clone());
    let (text, of) = (sent(&pairs, "text").to_owned(), permit.clone());
    let carried = visit
        .office()
        .carry_out(&id, once(&pairs), found.hand(), move |case, deed| acts::advise(case, deed, &of, &text))
        .await;
    match carried {
        Ok(_) => Ok(to_next(&visit, &found.desk, &number, &permit, "advised")),
        Err(turned) => turned_away(&visit, &number, &permit, turned, "text", &pairs).await,
    }
}
