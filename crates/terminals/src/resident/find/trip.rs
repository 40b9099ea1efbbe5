//! One event with the answers that stand in an address.

use std::collections::BTreeSet;
use std::sync::Arc;

use axum::response::Response;
use catalogue::{Catalogue, Event, EventId, Fact, FactKind, Wish};
use journey::{Assessment, Known, Origin, Prepared};
use rules::{FactId, Ternary};

use crate::address;
use crate::kit::parts;
use crate::kit::shell::Terminal;
use crate::web::{Visit, see};
use crate::{facts, problem::Problem};

/// An event and what somebody said so far.
pub struct Trip {
    pub prepared: Arc<Prepared>,
    pub catalogue: Arc<Catalogue>,
    pub event: Event,
    pub wish: Option<Wish>,
    /// Only what the address says.
    pub answers: Known,
    /// The same with what the wish already says.
    pub known: Known,
}

/// Whether a fact may be asked before sign-in: nothing personal stands in an address, and nothing that is a table.
pub fn may_ask(fact: &Fact) -> bool {
    !fact.personal && fact.derive.is_none() && fact.kind != FactKind::Rows
}

impl Trip {
    /// An unknown event is a page that says so.
    pub fn read(visit: &Visit, event: &str, pairs: &[(String, String)]) -> Result<Trip, Problem> {
        let id = EventId::new(event);
        let Ok(prepared) = visit.office().prepared(&id) else { return Err(no_such_event(visit, event)) };
        let catalogue = Arc::clone(prepared.catalogue());
        let Some(event) = prepared.event().cloned() else { return Err(no_such_event(visit, event)) };
        let wish = crate::web::sent(pairs, "wish");
        let wish = event.wishes.iter().find(|w| w.id == wish).cloned();
        let answers = only_of(&prepared, &catalogue, &event, address::known_from(&catalogue, pairs));
        Ok(Trip::of(prepared, catalogue, event, wish, answers))
    }

    /// The same event with other answers.
    pub fn with(&self, answers: Known) -> Trip {
        let prepared = Arc::clone(&self.prepared);
        Trip::of(prepared, Arc::clone(&self.catalogue), self.event.clone(), self.wish.clone(), answers)
    }

    pub fn of(
        prepared: Arc<Prepared>,
        catalogue: Arc<Catalogue>,
        event: Event,
        wish: Option<Wish>,
        answers: Known,
    ) -> Trip {
        let mut known = answers.clone();
        if let Some(wish) = &wish {
            for (fact, value) in &wish.answers {
                if known.get(fact).is_none() && !known.is_not_yet(fact) {
                    known.tell(fact.clone(), value.clone(), Origin::Wish);
                }
            }
        }
        Trip { prepared, catalogue, event, wish, answers, known }
    }

    pub fn assess(&self) -> Assessment {
        self.prepared.assess(&self.known)
    }

    /// An address of this event with these answers.
    pub fn at(&self, visit: &Visit, place: &str, answers: &Known, extra: &[(&str, &str)]) -> String {
        let mut first = vec![("wish", self.wish.as_ref().map_or("", |w| w.id.as_str()))];
        first.extend_from_slice(extra);
        let query = address::query_of(answers, &first);
        let slash = if place.is_empty() { "" } else { "/" };
        let mark = if query.is_empty() { "" } else { "?" };
        visit.at(&format!("do/{}{slash}{place}{mark}{query}", self.event.id))
    }

    /// The page that asks one fact, with everything answered so far.
    pub fn ask_at(&self, visit: &Visit, fact: &FactId) -> String {
        self.at(visit, &format!("q/{fact}"), &self.answers, &[])
    }

    /// Where the event leads now: the next open question, or the plan.
    pub fn onward(&self, visit: &Visit, extra: &[(&str, &str)]) -> String {
        match self.next_open(&self.assess()) {
            Some(fact) => self.at(visit, &format!("q/{fact}"), &self.answers, extra),
            None => self.at(visit, "plan", &self.answers, &[]),
        }
    }

    /// The next question that may be asked here.
    pub fn next_open(&self, assessment: &Assessment) -> Option<FactId> {
        assessment.open.iter().find(|f| self.catalogue.facts.get(*f).is_some_and(may_ask)).cloned()
    }

    /// What was answered, in the order in which it is asked; what was skipped too.
    pub fn said(&self) -> Vec<FactId> {
        let all: BTreeSet<&FactId> = self.known.iter().map(|(id, _)| id).chain(self.known.skipped()).collect();
        let first = self.event.first.iter().filter(|f| all.contains(f));
        let rest = self.catalogue.fact_order.iter().filter(|f| all.contains(f) && !self.event.first.contains(f));
        first.chain(rest).cloned().collect()
    }

    /// A fact with its answer in words.
    pub fn said_in_words(&self, visit: &Visit, id: &FactId) -> (String, String) {
        let Some(fact) = self.catalogue.facts.get(id) else { return (id.to_string(), String::new()) };
        let answer = match self.known.value_of(id) {
            Some(value) => facts::value(visit, fact, value),
            None => visit.say.t("part-unknown").to_owned(),
        };
        (visit.text(&fact.name).to_owned(), answer)
    }

    /// Rows for "Your answers so far", each with where to change it.
    pub fn answer_rows(&self, visit: &Visit, but: Option<&FactId>) -> Vec<(String, String, String)> {
        self.said()
            .iter()
            .filter(|id| Some(*id) != but)
            .map(|id| {
                let (name, answer) = self.said_in_words(visit, id);
                (name, answer, self.ask_at(visit, id))
            })
            .collect()
    }

    /// Answers whose question is no longer asked at all are left out; every other one stays.
    pub fn still_fitting(&self, answers: &Known) -> Known {
        let full = self.with(answers.clone()).known.completed(&self.catalogue, self.prepared.on());
        let mut kept = answers.clone();
        let all: Vec<FactId> = answers.iter().map(|(id, _)| id).chain(answers.skipped()).cloned().collect();
        for id in all {
            let Some(fact) = self.catalogue.facts.get(&id) else { continue };
            if fact.only_if.as_ref().is_some_and(|c| c.holds(&full) == Ternary::False) {
                kept.forget(&id);
            }
        }
        kept
    }

    /// The wish in the reader's words, or the event.
    pub fn title<'t>(&'t self, visit: &Visit) -> &'t str {
        let words = self.wish.as_ref().map_or(&self.event.name, |w| &w.name);
        words.say(visit.l())
    }

    /// The same in the other language, as people are asked for it at counters.
    pub fn other_title(&self, visit: &Visit) -> &str {
        let words = self.wish.as_ref().map_or(&self.event.name, |w| &w.name);
        words.say(visit.say.language().other().code())
    }
}

/// Answers to questions this event never asks are left out: the address was changed by hand, or came from another event.
fn only_of(prepared: &Prepared, catalogue: &Catalogue, event: &Event, said: Known) -> Known {
    let mut asked: BTreeSet<FactId> = prepared.assess(&Known::new()).open.into_iter().collect();
    asked.extend(event.first.iter().cloned());
    asked.extend(event.wishes.iter().flat_map(|w| w.answers.keys().cloned()));
    for rule in event.permits.iter().filter_map(|id| catalogue.permits.get(id)?.file_before.as_ref()) {
        // A day, or the days it is computed from, however deep.
        let mut to_do = vec![rule.fact.clone()];
        while let Some(id) = to_do.pop() {
            if asked.insert(id.clone()) {
                to_do.extend(
                    catalogue
                        .facts
                        .get(&id)
                        .iter()
                        .filter_map(|f| f.derive.as_ref())
                        .flat_map(|d| d.facts().iter().cloned()),
                );
            }
        }
    }
    let mut kept = said.clone();
    for id in said.iter().map(|(id, _)| id).chain(said.skipped()).filter(|id| !asked.contains(*id)) {
        kept.forget(id);
    }
    kept
}

/// "We have no service of that name", with all there are.
fn no_such_event(visit: &Visit, asked: &str) -> Problem {
    let say = visit.say;
    let title = say.t("find-no-event");
    let shell = visit.shell(Terminal::Public, title);
    let main = maud::html! {
        div.stack.s5 {
            (parts::heading(&[], title, &say.with("find-no-event-lead", &[("asked", asked.into())])))
            h2 { (say.t("home-events")) }
            (super::search::all_events(visit))
        }
    };
    Problem::Answer(Box::new(shell.respond(axum::http::StatusCode::NOT_FOUND, main)))
}

/// A redirect that keeps no page in between.
pub fn on_to(address: &str) -> Response {
    see(address)
}
