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
use crate::official::inbox::words_field;
use crate::official::posted::{At, Posted};
use crate::official::{Found, case_href, find_to_decide, head, problems, sent_from, title_of, wrong};
use crate::web::{Answer, Sent, Visit};

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
                (sent_from(visit, &found.file.case))
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

pub(super) async fn send(visit: Visit, at: At, form: Sent) -> Answer {
    let mut posted = Posted::to_decide(&visit, at, form).await?;
    let authority = AuthorityId::new(posted.sent("authority"));
    let known = posted.found.file.catalogue.authorities.contains_key(&authority);
    if !known || authority == posted.found.part.authority {
        posted.wrong("authority", visit.say.t("desk-consult-need-whom"));
    }
    posted.must_have("question", visit.say.t("desk-consult-need-question"));
    if !posted.again.wrong.is_empty() {
        let (found, again) = posted.not_accepted();
        return page(&visit, found, again);
    }
    let (question, of) = (posted.sent("question").to_owned(), posted.permit());
    let carried = posted.carry(&visit, move |case, deed| acts::consult(case, deed, &of, authority, &question)).await;
    posted.to_case(&visit, carried, "consulted", "note").await
}

pub(super) async fn advise(visit: Visit, at: At, form: Sent) -> Answer {
    let posted = Posted::to_say(&visit, at, form).await?;
    let (text, of) = (posted.sent("text").to_owned(), posted.permit());
    let carried = posted.carry(&visit, move |case, deed| acts::advise(case, deed, &of, &text)).await;
    posted.to_next(&visit, carried, "advised", "text").await
}
