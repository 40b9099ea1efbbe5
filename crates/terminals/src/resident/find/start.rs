//! The start page of an event: what you get, by when, for whom, what to have at hand, what it costs. No account.

use axum::extract::{Path, Query};
use maud::html;

use super::Asked;
use super::outlook::{Outlook, first_up, permit_names};
use super::plain::{plain, to_the_end};
use super::search::{a_person, wish_at};
use super::trip::Trip;
use crate::facts;
use crate::kit::icons::icon;
use crate::kit::parts::{self, Button, Tone};
use crate::kit::shell::{SERVICES, Terminal};
use crate::web::{Answer, Visit};

pub async fn show(visit: Visit, Path((_, event)): Path<(String, String)>, Query(pairs): Asked) -> Answer {
    let trip = Trip::read(&visit, &event, &pairs)?;
    let say = visit.say;
    let other = say.language().other();
    let wish = trip.wish.as_ref();
    let plain = plain(&visit, &trip.event, wish);
    let (simple, _) = to_the_end(trip.with(journey::Known::new()), visit.today());
    let outlook = Outlook::new(&visit, &simple);
    let title = trip.title(&visit);
    let mut shell = visit.shell(Terminal::Public, title);
    shell.current = SERVICES;
    let papers: Vec<String> = outlook.papers.iter().map(|p| facts::evidence_name(&visit, p)).collect();
    let begun = trip.answers.iter().next().is_some() || trip.answers.skipped().next().is_some();
    let main = html! {
        div.split {
            div.stack.s5 {
                header.head {
                    p.over { span { (visit.text(&trip.event.name)) } span lang=(other.tag()) { (trip.other_title(&visit)) } }
                    h1 { (title) }
                    p.lead { (visit.text(&trip.event.summary)) }
                }
                div.actions {
                    (Button { label: if begun { say.t("start-go-on") } else { say.t("start-go") }, href: &trip.onward(&visit, &[]), tone: Tone::Main, icon: "arrow", ..Button::default() })
                    span.dim { (say.with("start-questions", &[("n", plain.questions.into())])) }
                }
                p.small.dim { (icon("lock")) " " (say.t("start-no-account")) }
                @if trip.event.wishes.len() > 1 {
                    section.stack.s2 {
                        h2 { (say.t("start-which")) }
                        ul.wishes { @for one in &trip.event.wishes {
                            li { (parts::chip_link("", visit.text(&one.name), &wish_at(&visit, &trip.event, one), wish.is_some_and(|w| w.id == one.id), "")) }
                        } }
                    }
                }
                section.stack.s2 {
                    h2 { (say.t("start-get")) }
                    p { (say.t("start-get-text")) }
                    ul.covers { @for id in &trip.event.permits {
                        @if let Some(permit) = trip.catalogue.permits.get(id) {
                            li { (icon(&permit.icon)) span { (visit.text(&permit.name)) } }
                        }
                    } }
                }
                @if !trip.event.bans.is_empty() {
                    section.stack.s2 {
                        h2 { (say.t("start-not-for")) }
                        p { (say.t("start-not-for-text")) }
                        (parts::checks(&trip.event.bans.iter().filter_map(|id| trip.catalogue.bans.get(id)).map(|b| (parts::Shape::No, html! { (visit.text(&b.name)) })).collect::<Vec<_>>()))
                    }
                }
                (a_person(&visit))
            }
            div.beside {
                section.card {
                    h2 { (say.t("start-plain")) }
                    dl.kv.tall {
                        div { dt { (say.t("start-permits")) } dd { (say.with("card-permits", &[("n", plain.permits.into())])) } }
                        @if let Some(days) = plain.days { div { dt { (say.t("start-promise")) } dd { (say.with("panel-days", &[("n", days.into())])) } } }
                        div { dt { (say.t("plan-fee")) } dd { (first_up(&outlook.fee_in_words(&visit))) } }
                        div { dt { (say.t("plan-visit")) } dd { (first_up(&outlook.visits_in_words(&visit))) } }
                        div { dt { (say.t("start-papers")) } dd { @if papers.is_empty() { (say.t("start-papers-none")) } @else { ul.papers { @for paper in &papers { li { (paper) } } } } } }
                    }
                    p.small.dim { (say.with("start-plain-how", &[("permits", permit_names(&visit, outlook.assessment.needed().map(|p| &p.permit)).into())])) }
                    p.small { a href=(simple.at(&visit, "plan", &simple.answers, &[])) { (say.t("start-plain-see")) } }
                }
            }
        }
    };
    Ok(visit.ok(&shell, main))
}
