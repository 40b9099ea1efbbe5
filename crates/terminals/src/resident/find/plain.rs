//! A plain case of an event: every question answered in the simplest way that is allowed. It is what cards count.
//!
//! "No" to every yes-or-no question, the first choice that excludes nothing, the example of the definition for numbers.
//! Computed once a day and wish, because every card on every page shows it.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use catalogue::{Event, Fact, FactKind, Wish};
use journey::{Known, Origin};
use rules::Value;

use super::outlook::Outlook;
use super::trip::Trip;
use crate::web::Visit;

/// More questions than any event has; a definition in a circle cannot keep us here.
const QUESTIONS_AT_MOST: usize = 60;
/// Events times wishes of a few days; then the oldest are forgotten together.
const KEPT_AT_MOST: usize = 500;

/// The figures of a plain case.
#[derive(Clone, Debug, Default)]
pub struct Plain {
    pub permits: usize,
    pub days: Option<u32>,
    pub papers: usize,
    pub questions: usize,
    /// Its answers, as a query.
    pub query: String,
}

/// The plain case of an event, perhaps with a wish.
pub fn plain(visit: &Visit, event: &Event, wish: Option<&Wish>) -> Plain {
    static KEPT: OnceLock<Mutex<HashMap<String, Plain>>> = OnceLock::new();
    let kept = KEPT.get_or_init(Mutex::default);
    let key = format!(
        "{}/{}/{}/{}",
        visit.catalogue().fingerprint,
        visit.today(),
        event.id,
        wish.map_or("", |w| w.id.as_str())
    );
    if let Some(found) = kept.lock().unwrap_or_else(PoisonError::into_inner).get(&key) {
        return found.clone();
    }
    let found = count(visit, event, wish).unwrap_or_default();
    let mut all = kept.lock().unwrap_or_else(PoisonError::into_inner);
    if all.len() >= KEPT_AT_MOST {
        all.clear();
    }
    all.insert(key, found.clone());
    found
}

fn count(visit: &Visit, event: &Event, wish: Option<&Wish>) -> Option<Plain> {
    let prepared = visit.office().prepared(&event.id).ok()?;
    let catalogue = Arc::clone(prepared.catalogue());
    let start = Trip::of(prepared, catalogue, event.clone(), wish.cloned(), Known::new());
    let (trip, questions) = to_the_end(start, visit.today());
    let outlook = Outlook::on(&trip, visit.today());
    Some(Plain {
        permits: outlook.sure(),
        days: outlook.days,
        papers: outlook.papers.len(),
        questions,
        query: crate::address::query_of(&trip.answers, &[]),
    })
}

/// Answers every open question in the plain way; also how many there were.
pub fn to_the_end(mut trip: Trip, today: rules::Day) -> (Trip, usize) {
    let mut questions = 0;
    while questions < QUESTIONS_AT_MOST {
        let Some(id) = trip.next_open(&trip.assess()) else { break };
        let Some(fact) = trip.catalogue.facts.get(&id) else { break };
        let mut answers = trip.answers.clone();
        match options(fact, today).into_iter().find(|value| !bans(&trip, fact, value)) {
            Some(value) => answers.tell(id, value, Origin::Applicant),
            None => answers.not_yet(id),
        }
        trip = trip.with(answers);
        questions += 1;
    }
    (trip, questions)
}

fn bans(trip: &Trip, fact: &Fact, value: &Value) -> bool {
    let mut answers = trip.answers.clone();
    answers.tell(fact.id.clone(), value.clone(), Origin::Applicant);
    trip.with(answers).assess().banned().next().is_some()
}

/// Answers in the order in which the plain case tries them.
fn options(fact: &Fact, today: rules::Day) -> Vec<Value> {
    match fact.kind {
        FactKind::YesNo => vec![Value::Bool(false), Value::Bool(true)],
        FactKind::Choice => fact.choices.iter().map(|c| Value::text(c.id.clone())).collect(),
        FactKind::Choices => fact.choices.iter().map(|c| Value::Choices(vec![c.id.clone()])).collect(),
        // A day far enough away that nothing is too late.
        FactKind::Day => vec![Value::Day(today.plus_days(90))],
        _ => {
            let example = fact.example.as_deref().unwrap_or_default();
            journey::entry::read(fact, example, today).ok().flatten().into_iter().collect()
        }
    }
}
