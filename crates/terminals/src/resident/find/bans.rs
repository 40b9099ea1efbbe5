//! What excludes a plan: said first, with the law, the way forward and the smallest change that lifts it.

use journey::{Assessment, BanOutcome, Need, Origin};
use maud::{Markup, html};

use super::trip::Trip;
use crate::facts;
use crate::kit::icons::icon;
use crate::kit::parts::{self, Shape};
use crate::web::Visit;

/// All bans that apply, as one part at the top of a page; nothing when none does.
pub fn bans(visit: &Visit, trip: &Trip, assessment: &Assessment) -> Markup {
    let all: Vec<&BanOutcome> = assessment.banned().collect();
    if all.is_empty() {
        return html! {};
    }
    let say = visit.say;
    html! {
        section.bans role="alert" aria-labelledby="bans-title" {
            header { (icon("triangle")) h2 #bans-title { (say.t("ban-title")) } }
            @for outcome in all { (one(visit, trip, outcome)) }
            p.bans-foot { (say.t("ban-foot")) }
        }
    }
}

/// What can still exclude a plan, but hangs on something personal that nobody is asked before signing in.
pub fn later(visit: &Visit, trip: &Trip, assessment: &Assessment) -> Markup {
    let may_ask = |fact: &rules::FactId| trip.catalogue.facts.get(fact).is_some_and(super::trip::may_ask);
    let is_later = |ban: &&BanOutcome| ban.need == Need::Open && !ban.depends_on.iter().any(may_ask);
    let bans: Vec<_> =
        assessment.bans.iter().filter(is_later).filter_map(|ban| trip.catalogue.bans.get(&ban.ban)).collect();
    html! {
        @if !bans.is_empty() {
            (parts::note(Shape::Info, html! {
                p { (visit.say.t("ban-later")) }
                ul.nearest {
                    @for ban in bans {
                        li { (visit.text(&ban.name)) @if let Some(law) = facts::citations(visit, &ban.law) { (visit.say.gap()) span.law { (visit.say.with("why-law", &[("law", law.as_str().into())])) } } }
                    }
                }
            }))
        }
    }
}

fn one(visit: &Visit, trip: &Trip, outcome: &BanOutcome) -> Markup {
    let say = visit.say;
    let Some(ban) = trip.catalogue.bans.get(&outcome.ban) else { return html! {} };
    let changes: Vec<(String, String)> = outcome
        .nearest_change
        .iter()
        .filter_map(|(id, value)| {
            let fact = trip.catalogue.facts.get(id)?;
            Some((visit.text(&fact.name).to_owned(), facts::value(visit, fact, value)))
        })
        .collect();
    let mut changed = trip.answers.clone();
    for (id, value) in &outcome.nearest_change {
        changed.tell(id.clone(), value.clone(), Origin::Applicant);
    }
    html! {
        div.ban {
            h3 { (visit.text(&ban.tells)) }
            p.src {
                span { (icon("building")) (facts::authority_name(visit, &ban.authority)) }
                @if let Some(law) = facts::citations(visit, &ban.law) { span { (law) } }
            }
            @if !outcome.reason.is_empty() {
                dl.kv {
                    @for id in outcome.reason.iter().filter(|id| trip.known.get(id).is_some()) {
                        @let (name, answer) = trip.said_in_words(visit, id);
                        div { dt { (name) } dd { (answer) " " a href=(trip.ask_at(visit, id)) { (say.t("part-change")) span.vh { " " (name) } } } }
                    }
                }
            }
            p { b { (say.t("ban-way")) } (say.gap()) (visit.text(&ban.way_forward)) }
            @if !changes.is_empty() {
                p { b { (say.t("ban-nearest")) } (say.gap()) (say.t("ban-nearest-if")) }
                ul.nearest { @for (name, value) in &changes { li { (name) (say.t("colon")) b { (value) } } } }
                p.actions { a.btn href=(trip.with(changed.clone()).onward(visit, &[])) { (icon("undo")) (say.t("ban-plan-with")) } }
            }
        }
    }
}
