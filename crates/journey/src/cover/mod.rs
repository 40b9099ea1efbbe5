//! What examples of an event should show, who shows it, and the few examples that show it all.
//!
//! Read in this order: [`Aim`] (what an expectation is about), [`Goal`] (one side of one atom, one day of one law),
//! [`Cover`] (all goals of an event), [`Example`] (somebody, a day, and what follows).
//!
//! Bounds: a goal that needs more than 20,000 new nodes is left without an example, and so is one of more than 2,000.

mod example;
mod goals;

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use catalogue::{BanId, Catalogue, DutyId, EventId, EvidenceId, PermitId};
use rules::{Condition, Day, FactId, Side, Ternary, Value};

use crate::Unprepared;
use crate::known::Known;

pub use example::{Example, Examples, Expected};

/// What an expectation is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Aim {
    /// Whether the permit is needed.
    Permit(PermitId),
    Duty(DutyId),
    Ban(BanId),
    /// Which authority decides it.
    DecidedBy(PermitId),
    /// Whether one of its rules is kept.
    Rule(PermitId, String),
    /// Whether the form asks for a fact on its behalf.
    Asked(PermitId, FactId),
    /// Whether it wants a paper.
    Paper(PermitId, EvidenceId),
}

impl Aim {
    /// The permit, duty or ban it belongs to: `permit food-business`.
    pub fn of(&self) -> String {
        match self {
            Aim::Permit(permit)
            | Aim::DecidedBy(permit)
            | Aim::Rule(permit, _)
            | Aim::Asked(permit, _)
            | Aim::Paper(permit, _) => format!("permit {permit}"),
            Aim::Duty(duty) => format!("duty {duty}"),
            Aim::Ban(ban) => format!("ban {ban}"),
        }
    }

    /// What of it: `needed`, `rule small-enough`.
    pub fn what(&self) -> String {
        match self {
            Aim::Permit(_) => "needed".to_owned(),
            Aim::Duty(_) | Aim::Ban(_) => "applies".to_owned(),
            Aim::DecidedBy(_) => "decided by".to_owned(),
            Aim::Rule(_, rule) => format!("rule {rule}"),
            Aim::Asked(_, fact) => format!("asks {fact}"),
            Aim::Paper(_, paper) => format!("paper {paper}"),
        }
    }
}

/// What of an aim a goal shows.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Shows {
    /// An atom that alone decides, on one of its sides.
    Side(Side),
    /// What follows on the last day before the law changes, or on the first day after.
    On(Day),
}

/// One thing that examples should show.
#[derive(Clone, Debug)]
pub struct Goal {
    pub aim: Aim,
    /// The atom as it would be written; for a change of the law what changes.
    pub atom: String,
    pub shows: Shows,
    /// The day of an example.
    pub day: Day,
    who: Condition,
}

impl Goal {
    /// A boundary is a threshold from one side, or a day on which the law changes; everything else is a branch.
    pub fn is_boundary(&self) -> bool {
        match &self.shows {
            Shows::Side(side) => side.is_boundary(),
            Shows::On(_) => true,
        }
    }
}

impl fmt::Display for Goal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let value = |fact: &FactId, value: &Value| format!("{fact} = {}", plain(value));
        match &self.shows {
            Shows::Side(Side::Holds) => write!(f, "`{}` alone decides and holds", self.atom),
            Shows::Side(Side::Fails) => write!(f, "`{}` alone decides and fails", self.atom),
            Shows::Side(Side::Is(fact, is)) => write!(f, "`{}` alone decides, with {}", self.atom, value(fact, is)),
            Shows::Side(Side::Below(fact, at)) => write!(f, "`{}` just below, {}", self.atom, value(fact, at)),
            Shows::Side(Side::At(fact, at)) => write!(f, "`{}` at the threshold, {}", self.atom, value(fact, at)),
            Shows::Side(Side::Above(fact, at)) => write!(f, "`{}` just above, {}", self.atom, value(fact, at)),
            Shows::On(day) => write!(f, "{} on {day}", self.atom),
        }
    }
}

/// A value as an author would write it in a story.
pub fn plain(value: &Value) -> String {
    match value {
        Value::Bool(answer) => if *answer { "yes" } else { "no" }.to_owned(),
        Value::Number(number) => number.normalize().to_string(),
        Value::Text(text) => text.clone(),
        Value::Day(day) => day.to_string(),
        Value::Choices(ids) => ids.join(", "),
        Value::Rows(rows) => {
            let row = |row: &rules::Row| row.values().map(plain).collect::<Vec<_>>().join(", ");
            rows.iter().map(row).collect::<Vec<_>>().join(" / ")
        }
    }
}

/// Everything that examples of one event should show under the law of one day, and on the days on which it changes.
pub struct Cover {
    catalogue: Arc<Catalogue>,
    event: EventId,
    on: Day,
    goals: Vec<Goal>,
}

impl Cover {
    pub fn new(catalogue: Arc<Catalogue>, event: &EventId, on: Day) -> Result<Cover, Unprepared> {
        let Some(found) = catalogue.events.get(event) else {
            return Err(Unprepared::UnknownEvent { event: event.clone(), nearest: None });
        };
        let goals = goals::goals(&catalogue, found, on);
        Ok(Cover { event: event.clone(), on, goals, catalogue })
    }

    pub fn catalogue(&self) -> &Catalogue {
        &self.catalogue
    }

    /// In the order in which the event lists permits, duties and bans.
    pub fn goals(&self) -> &[Goal] {
        &self.goals
    }

    /// The numbers of the goals that somebody with these facts shows on a day.
    pub fn shown(&self, known: &Known, day: Day) -> Vec<usize> {
        let full: BTreeMap<FactId, Value> = known.completed(&self.catalogue, day).values();
        let same_law = self.catalogue.parameters_on(day) == self.catalogue.parameters_on(self.on);
        let shows = |goal: &Goal| {
            let on_day = match goal.shows {
                Shows::On(wanted) => wanted == day,
                Shows::Side(_) => same_law,
            };
            on_day && goal.who.holds(&full) == Ternary::True
        };
        (0..self.goals.len()).filter(|number| self.goals.get(*number).is_some_and(&shows)).collect()
    }
}
