//! Why something applies or does not: the answers that alone settle it, and the nearest change that would turn it over.
//!
//! Opened where one stands, without scripts; what it says is what `onego journey --why` says.

use std::collections::BTreeMap;

use catalogue::{Citation, Fact};
use journey::{Need, Origin, Outcome};
use maud::{Markup, html};
use rules::{FactId, Value};

use super::trip::{Trip, may_ask};
use crate::facts;
use crate::kit::icons::icon;
use crate::web::Visit;

/// What can be told about one permit, duty or ban.
pub struct Told<'a> {
    pub outcome: Outcome,
    pub name: &'a str,
    pub need: Need,
    /// The answers that alone settle it.
    pub reason: &'a [FactId],
    pub law: &'a [Citation],
}

/// The reasons of a page: what is known, completed once, and what would turn each outcome over.
pub struct Whys<'a> {
    visit: &'a Visit,
    trip: &'a Trip,
    full: journey::Known,
    changes: BTreeMap<Outcome, Vec<(FactId, Value)>>,
}

impl<'a> Whys<'a> {
    /// With the nearest changes, for the page of the plan.
    pub fn new(visit: &'a Visit, trip: &'a Trip) -> Self {
        Whys { changes: trip.prepared.nearest_changes(&trip.known), ..Whys::reasons_only(visit, trip) }
    }

    /// Without them, for a panel that changes with every answer.
    pub fn reasons_only(visit: &'a Visit, trip: &'a Trip) -> Self {
        let full = trip.known.completed(&trip.catalogue, trip.prepared.on());
        Whys { visit, trip, full, changes: BTreeMap::new() }
    }

    /// A fact whose value may stand on a page that anybody can be sent.
    fn fact(&self, id: &FactId) -> Option<&'a Fact> {
        self.trip.catalogue.facts.get(id).filter(|fact| !fact.personal)
    }

    fn answer(&self, fact: &Fact) -> Option<String> {
        Some(facts::value(self.visit, fact, self.full.value_of(&fact.id)?))
    }

    /// "Why" with everything behind it; nothing while the outcome is open.
    pub fn told(&self, told: &Told<'_>) -> Markup {
        if told.need == Need::Open {
            return html! {};
        }
        let say = self.visit.say;
        let change = self.changes.get(&told.outcome).map(Vec::as_slice).unwrap_or_default();
        let label = if self.changes.is_empty() { "turn-open" } else { "turn-open-change" };
        html! {
            details.why {
                summary { (say.t(label)) span.vh { (say.t("colon")) (told.name) } }
                div {
                    (self.reasons(told.reason))
                    (self.turned(told.need, change))
                    @if let Some(law) = facts::citations(self.visit, told.law) { p.law { (law) } }
                }
            }
        }
    }

    /// Each deciding answer with where to change it.
    fn reasons(&self, reason: &[FactId]) -> Markup {
        let say = self.visit.say;
        let rows: Vec<(&Fact, String)> =
            reason.iter().filter_map(|id| self.fact(id)).filter_map(|fact| Some((fact, self.answer(fact)?))).collect();
        html! {
            @if reason.is_empty() {
                p { (say.t("turn-always")) }
            } @else if rows.is_empty() {
                p { (say.t("turn-personal")) }
            } @else {
                p { (say.t("turn-settled")) }
                dl.kv {
                    @for (fact, answer) in &rows {
                        @let name = self.visit.text(&fact.name);
                        div { dt { (name) } dd {
                            (answer)
                            @if may_ask(fact) { " " a href=(self.trip.ask_at(self.visit, &fact.id)) { (say.t("part-change")) span.vh { " " (name) } } }
                        } }
                    }
                }
            }
        }
    }

    /// The nearest change, and the plan with it.
    fn turned(&self, need: Need, change: &[(FactId, Value)]) -> Markup {
        let say = self.visit.say;
        let rows: Option<Vec<(&Fact, &Value)>> =
            change.iter().map(|(id, value)| Some((self.fact(id)?, value))).collect();
        let Some(rows) = rows.filter(|rows| !rows.is_empty()) else { return html! {} };
        let may_plan = rows.iter().all(|(fact, _)| may_ask(fact));
        html! {
            p { (say.t(if need == Need::Needed { "turn-turn-needed" } else { "turn-turn-not" })) }
            ul.nearest {
                @for (fact, value) in &rows {
                    li {
                        (self.visit.text(&fact.name)) (say.t("colon"))
                        @if let Some(now) = self.answer(fact) { (now) (say.t("turn-arrow")) }
                        b { (facts::value(self.visit, fact, value)) }
                    }
                }
            }
            @if may_plan { p { a.link href=(self.plan_with(change)) { (icon("undo")) (say.t("ban-plan-with")) } } }
        }
    }

    /// The page of the plan as it would be.
    fn plan_with(&self, change: &[(FactId, Value)]) -> String {
        let mut answers = self.trip.answers.clone();
        for (id, value) in change {
            answers.tell(id.clone(), value.clone(), Origin::Applicant);
        }
        self.trip.at(self.visit, "plan", &self.trip.still_fitting(&answers), &[])
    }
}
