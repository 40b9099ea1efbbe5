//! The start page: one field, the idea in one figure, what one can do, and where a person helps.

use axum::extract::{Path, Query};
use axum::response::{IntoResponse, Redirect};
use catalogue::{Catalogue, Event};
use maud::{Markup, html};

use super::outlook::Outlook;
use super::plain::to_the_end;
use super::search::{a_person, all_events, search_form, wish_at};
use super::trip::Trip;
use crate::kit::icons::merge_figure;
use crate::kit::parts::{self, Burden};
use crate::kit::shell::{SERVICES, Terminal};
use crate::web::{Answer, Visit};
use crate::words::Language;

/// How many wishes stand below the field.
const EXAMPLES: usize = 6;
/// Lines of the figure: more would be a thicket.
const LINES_AT_MOST: usize = 7;

/// `/en` means `/en/`; any other single word is nowhere.
pub async fn slash(visit: Visit, Path(first): Path<String>) -> Answer {
    match first.parse::<Language>() {
        Ok(language) => Ok(Redirect::permanent(&format!("/{language}/")).into_response()),
        Err(_) => Err(visit.not_found()),
    }
}

pub async fn show(visit: Visit, Path(first): Path<String>) -> Answer {
    if first.parse::<Language>().is_err() {
        return Err(visit.not_found());
    }
    let say = visit.say;
    let catalogue = visit.catalogue();
    let mut shell = visit.shell(Terminal::Public, say.t("home-page"));
    shell.current = SERVICES;
    let largest = merges_most(&visit, &catalogue);
    let lines: Vec<&str> = largest
        .iter()
        .flat_map(|e| &e.permits)
        .filter_map(|id| catalogue.permits.get(id))
        .take(LINES_AT_MOST)
        .map(|p| visit.text(&p.short))
        .collect();
    let examples: Vec<(String, &str)> = {
        // From every event in turn, so that each is seen.
        let mut taken = Vec::new();
        for round in 0..EXAMPLES {
            for event in catalogue.events.values() {
                if let Some(wish) = event.wishes.get(round).filter(|_| taken.len() < EXAMPLES) {
                    taken.push((wish_at(&visit, event, wish), visit.text(&wish.name)));
                }
            }
        }
        taken
    };
    let main = html! {
        section.hero {
            div.stack.s5 {
                h1 { (say.t("home-title")) }
                p.lead { (say.t("home-lead")) }
                (search_form(&visit, ""))
                ul.wishes aria-label=(say.t("home-examples")) { @for (href, name) in &examples { li { a.chip.lg href=(href) { (name) } } } }
            }
            (merge_figure(&lines))
        }
        (parts::ones(&[say.t("home-one-site"), say.t("home-one-form"), say.t("home-one-date"), say.t("home-one-person"), say.t("home-one-visit")]))
        section.stack.s4 {
            div.row.between {
                h2 { (say.t("home-events")) }
                a href=(visit.at("do")) { (say.with("home-all", &[("n", catalogue.events.values().map(|e| e.wishes.len()).sum::<usize>().into())])) }
            }
            (all_events(&visit))
            p.small.dim { (say.t("home-counted")) }
        }
        section.two {
            @if let Some(figure) = saved(&visit) { (figure) }
            div.stack {
                a.card.go href=(visit.at("verify")) { h2 { (say.t("home-verify")) } p.dim { (say.t("home-verify-text")) } }
                a.card.go href=(visit.at("open/permits")) { h2 { (say.with("home-open", &[("n", catalogue.permits.len().into())])) } p.dim { (say.t("home-open-text")) } }
                (a_person(&visit))
            }
        }
    };
    Ok(visit.ok(&shell, main))
}

/// The event whose plain case merges most permits.
fn merges_most<'c>(visit: &Visit, catalogue: &'c Catalogue) -> Option<&'c Event> {
    catalogue.events.values().max_by_key(|e| super::plain::plain(visit, e, e.wishes.first()).permits)
}

/// What a plain case saves, computed from the catalogue.
fn saved(visit: &Visit) -> Option<Markup> {
    let say = visit.say;
    let catalogue = visit.catalogue();
    let event = merges_most(visit, &catalogue)?;
    let wish = event.wishes.first();
    let query = super::plain::plain(visit, event, wish).query;
    let prepared = visit.office().prepared(&event.id).ok()?;
    let answers = crate::address::known_from(&catalogue, &pairs_of(&query));
    let trip = Trip::of(prepared, catalogue.clone(), event.clone(), wish.cloned(), answers);
    let (trip, _) = to_the_end(trip, visit.today());
    let outlook = Outlook::new(visit, &trip);
    let title = say.with("home-saved", &[("what", visit.text(&wish?.name).into())]);
    let burden = outlook.burden.as_ref()?;
    Some(html! {
        div.stack.s3 {
            (Burden { title: &title, before_label: say.t("burden-before"), after_label: say.t("burden-after"), rows: &burden_rows(visit, burden) })
            p.small.dim { (say.t("burden-how")) " " a href=(trip.at(visit, "plan", &trip.answers, &[])) { (say.t("home-saved-see")) } }
        }
    })
}

/// The rows of a burden figure.
pub fn burden_rows<'s>(visit: &'s Visit, burden: &journey::Burden) -> Vec<(&'s str, u32, u32)> {
    let say = visit.say;
    let (was, is) = (&burden.as_is, &burden.one_go);
    vec![
        (say.t("burden-forms"), was.forms, is.forms),
        (say.t("burden-facts"), was.facts, is.facts),
        (say.t("burden-papers"), was.papers, is.papers),
        (say.t("burden-trips"), was.trips, is.trips),
        (say.t("burden-visits"), was.visits, is.visits),
        (say.t("burden-days"), was.days, is.days),
    ]
}

/// The pairs of a query we wrote ourselves.
pub fn pairs_of(query: &str) -> Vec<(String, String)> {
    Query::try_from_uri(&format!("/?{query}").parse().unwrap_or_default()).map(|Query(pairs)| pairs).unwrap_or_default()
}
