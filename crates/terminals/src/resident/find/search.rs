//! Search: wishes in two languages, results that name the result, and a person when nothing fits.

use axum::extract::Query;
use axum::response::IntoResponse;
use catalogue::{Event, Wish};
use journey::find;
use maud::{Markup, html};

use super::Asked;
use super::plain::plain;
use crate::address::encode;
use crate::kit::parts::{self, Hit, Tone};
use crate::kit::shell::{SERVICES, Terminal};
use crate::web::{Answer, Visit, sent};

const HITS_AT_MOST: usize = 8;
const SUGGESTIONS_AT_MOST: usize = 5;
const NEAREST: usize = 3;
/// Nobody wishes for more; the rest is cut before it is compared.
const QUERY_AT_MOST: usize = 80;

/// A hit with its words, ready to draw.
struct Found {
    href: String,
    icon: String,
    title: String,
    about: String,
}

pub async fn show(visit: Visit, Query(pairs): Asked) -> Answer {
    let query: String = sent(&pairs, "q").chars().take(QUERY_AT_MOST).collect();
    let part = sent(&pairs, "part") == "1";
    let index = visit.office().index();
    let hits = if query.is_empty() {
        Vec::new()
    } else {
        index.find(&query, if part { SUGGESTIONS_AT_MOST } else { HITS_AT_MOST })
    };
    let found = in_words(&visit, &hits);
    if part {
        return Ok((crate::kit::assets::PAGE_HEADERS, draw(&found)).into_response());
    }
    if query.is_empty() {
        return Ok(browse_page(&visit));
    }
    let say = visit.say;
    let title = say.with("search-title", &[("query", query.as_str().into())]);
    let mut shell = visit.shell(Terminal::Public, &title);
    shell.current = SERVICES;
    let main = html! {
        div.stack.s5 {
            @if found.is_empty() {
                (parts::heading(&[], &say.with("search-none", &[("query", query.as_str().into())]), say.t("search-none-lead")))
                (search_form(&visit, &query))
                section.stack.s2 { h2 { (say.t("search-near")) } (draw(&in_words(&visit, &index.nearest(&query, NEAREST)))) }
                (a_person(&visit))
            } @else {
                (parts::heading(&[], &say.with("search-found", &[("query", query.as_str().into())]), &say.with("search-count", &[("n", found.len().into())])))
                (search_form(&visit, &query))
                (draw(&found))
                p { (say.t("search-not-it")) " " a href=(visit.at("do")) { (say.t("search-all")) } }
            }
        }
    };
    Ok(visit.ok(&shell, main))
}

pub async fn browse(visit: Visit) -> Answer {
    Ok(browse_page(&visit))
}

/// Every event with its wishes.
fn browse_page(visit: &Visit) -> axum::response::Response {
    let say = visit.say;
    let title = say.t("browse-title");
    let mut shell = visit.shell(Terminal::Public, title);
    shell.current = SERVICES;
    let main = html! {
        div.stack.s5 {
            (parts::heading(&[], title, say.t("browse-lead")))
            (search_form(visit, ""))
            @for event in visit.catalogue().events.values() {
                section.card {
                    h2 { a href=(visit.at(&format!("do/{}", event.id))) { (visit.text(&event.name)) } (parts::other_name(say.language().other(), event.name.say(say.language().other().code()))) }
                    p.dim { (visit.text(&event.summary)) }
                    ul.wishes { @for wish in &event.wishes {
                        li { a.chip.lg href=(wish_at(visit, event, wish)) { (visit.text(&wish.name)) } }
                    } }
                }
            }
            (a_person(visit))
        }
    };
    visit.ok(&shell, main)
}

pub fn wish_at(visit: &Visit, event: &Event, wish: &Wish) -> String {
    visit.at(&format!("do/{}?wish={}", event.id, encode(&wish.id)))
}

/// The cards of all events, as on the start page.
pub fn all_events(visit: &Visit) -> Markup {
    let catalogue = visit.catalogue();
    let cards: Vec<(String, String, String)> = catalogue
        .events
        .values()
        .map(|event| {
            let plain = plain(visit, event, event.wishes.first());
            (
                visit.at(&format!("do/{}", event.id)),
                promise_line(visit, plain.permits),
                details_line(visit, plain.days, plain.papers),
            )
        })
        .collect();
    let starts: Vec<parts::Start> = catalogue
        .events
        .values()
        .zip(&cards)
        .map(|(event, (href, strong, about))| parts::Start {
            href,
            icon: &event.icon,
            title: visit.text(&event.name),
            strong,
            about,
        })
        .collect();
    parts::starts(&starts)
}

/// "From 4 permits to 1 licence".
pub fn promise_line(visit: &Visit, permits: usize) -> String {
    visit.say.with("card-permits", &[("n", permits.into())])
}

/// "From 8 working days, 3 papers".
pub fn details_line(visit: &Visit, days: Option<u32>, papers: usize) -> String {
    let say = visit.say;
    let days = days.map(|d| say.with("card-days", &[("n", d.into())])).unwrap_or_default();
    let papers = say.with("card-papers", &[("n", papers.into())]);
    if days.is_empty() { papers } else { format!("{days}{}{papers}", say.t("comma")) }
}

pub fn search_form(visit: &Visit, query: &str) -> Markup {
    let say = visit.say;
    html! {
        div.finder { (parts::search_box(say, say.t("home-search"), &visit.at("search"), say.t("home-find"), query, say.t("home-example"))) }
    }
}

/// Somebody to ask, the same way on every page.
pub fn a_person(visit: &Visit) -> Markup {
    let say = visit.say;
    let line = visit.catalogue().city.help_line.clone();
    html! {
        section.card.quiet {
            h2 { (say.t("person-title")) }
            p { (say.with("person-text", &[("line", line.as_str().into())])) }
            div.actions {
                (parts::Button { label: &say.with("person-call", &[("line", line.as_str().into())]), href: &format!("tel:{line}"), icon: "phone", tone: Tone::Quiet, ..parts::Button::default() })
            }
        }
    }
}

fn in_words(visit: &Visit, hits: &[find::Hit]) -> Vec<Found> {
    let catalogue = visit.catalogue();
    let mut seen = Vec::new();
    hits.iter()
        .filter_map(|hit| {
            let event = catalogue.events.get(&hit.event)?;
            let wish = hit.wish.as_ref().and_then(|id| event.wishes.iter().find(|w| &w.id == id));
            let plain = plain(visit, event, wish);
            let title = visit.text(wish.map_or(&event.name, |w| &w.name)).to_owned();
            let href = match wish {
                Some(wish) => wish_at(visit, event, wish),
                None => visit.at(&format!("do/{}", event.id)),
            };
            // An event and its wish of the same name are one result.
            if seen.contains(&title) {
                return None;
            }
            seen.push(title.clone());
            let mut about = visit.say.with("hit-about", &[("n", plain.permits.into())]);
            if wish.is_some() && visit.text(&event.name) != title {
                about = format!("{}{}{about}", visit.text(&event.name), visit.say.t("colon"));
            }
            Some(Found { href, icon: event.icon.clone(), title, about })
        })
        .collect()
}

fn draw(found: &[Found]) -> Markup {
    let hits: Vec<Hit> =
        found.iter().map(|f| Hit { href: &f.href, icon: &f.icon, title: &f.title, about: &f.about }).collect();
    parts::hits(&hits)
}
