//! The first step of an application: what the questionnaire found becomes a draft of whoever is signed in.

use axum::extract::Query;
use maud::html;
use office::Turned;

use crate::address::{encode, known_from};
use crate::facts;
use crate::kit::parts;
use crate::kit::shell::Terminal;
use crate::web::{Answer, Sent, Visit, once, see, sent};

/// What somebody searched for is one line.
const WISH_AT_MOST: usize = 200;

/// The page that posts: reached after signing in, with the answers in its address.
pub async fn confirm(visit: Visit, Query(pairs): Query<Vec<(String, String)>>) -> Answer {
    visit.person()?;
    let say = visit.say;
    let catalogue = visit.catalogue();
    let event = catalogue.events.get(&sent(&pairs, "event").into()).ok_or_else(|| visit.not_found())?;
    let known = known_from(&catalogue, &pairs);
    let name = visit.text(&event.name).to_owned();
    let title = say.with("form-begin-title", &[("event", name.as_str().into())]);
    let rows: Vec<(String, String)> = known
        .iter()
        .filter_map(|(id, k)| {
            let fact = catalogue.facts.get(id)?;
            Some((visit.text(&fact.name).to_owned(), facts::value(&visit, fact, &k.value)))
        })
        .collect();
    let shown: Vec<(&str, maud::Markup)> = rows.iter().map(|(n, v)| (n.as_str(), html! { (v) })).collect();
    let main = html! {
        div.narrow.stack.s5 {
            (parts::heading(&[], &title, say.t("form-begin-lead")))
            @if !shown.is_empty() { (parts::card(say.t("form-begin-answers"), parts::kv(&shown))) }
            form method="post" action=(visit.at("apply/new")) {
                @for (key, value) in pairs.iter().filter(|(k, _)| k != "once") { (parts::hidden(key, value)) }
                (parts::once(&visit.office().once_key()))
                (parts::actions(html! { (parts::submit(say.t("form-begin-go"))) }))
            }
        }
    };
    let mut shell = visit.shell(Terminal::Form, &title);
    shell.journey = &name;
    Ok(visit.ok(&shell, main))
}

pub async fn begin(visit: Visit, form: Sent) -> Answer {
    let pairs = form.0;
    if visit.session.is_none() {
        // Nothing that was answered is lost: it waits in the address behind the sign-in.
        let query: Vec<String> =
            pairs.iter().filter(|(k, _)| k != "once").map(|(k, v)| format!("{}={}", encode(k), encode(v))).collect();
        let back = format!("/{}/apply/new?{}", visit.l(), query.join("&"));
        return Ok(see(&format!("/{}/sign-in?back={}", visit.l(), encode(&back))));
    }
    let by = visit.applicant()?;
    let catalogue = visit.catalogue();
    let event = catalogue.events.get(&sent(&pairs, "event").into()).ok_or_else(|| visit.problem(Turned::NotFound))?;
    let known = known_from(&catalogue, &pairs);
    let wish = Some(sent(&pairs, "wish").chars().take(WISH_AT_MOST).collect::<String>()).filter(|w| !w.is_empty());
    let begun = visit
        .office()
        .begin(once(&pairs), by, &event.id, wish, visit.l(), known)
        .await
        .map_err(|t| visit.problem(t))?;
    Ok(see(&visit.at(&format!("apply/{}", begun.case.number()))))
}
