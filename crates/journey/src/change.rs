//! What changed in meaning between two catalogues on a day: who gains, who loses, and what is only said otherwise.
//!
//! Conditions are compared by the people they hold for, never by their text: an order of words, a rewritten `&&`, a
//! parameter in the place of a number change nothing. Where a comparison of several facts or rows stands in the way, the
//! answer is [`Somebody::Perhaps`], and counts as a loss.

mod definition;

use std::collections::BTreeMap;

use catalogue::{Catalogue, Kind};
use rules::{Condition, Day, FactId, Span, Type, Value};

use crate::somebody::{Drawn, Somebody};

/// How much a change asks of those who use the catalogue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// The same in other words or another layout, or quite the same.
    None,
    /// Texts for people, or citations.
    Patch,
    /// Somebody gains, or something is otherwise for nobody's loss.
    Minor,
    /// Somebody loses, or must do more.
    Major,
}

/// One change of one definition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    pub kind: Kind,
    /// The id of the definition.
    pub name: String,
    /// What of it: `needed`, `fee`, `asks premises.area`.
    pub what: String,
    pub how: How,
}

/// In what way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum How {
    Added,
    Removed,
    /// It holds for others than before, with somebody who gains and somebody who loses.
    Others {
        gains: Somebody,
        loses: Somebody,
    },
    /// A quantity, and whether the new one is worse for applicants; nothing where they cannot be compared.
    Quantity {
        before: String,
        after: String,
        worse: Option<bool>,
    },
    /// Something that is neither better nor worse.
    Otherwise {
        before: String,
        after: String,
    },
    Words,
}

impl Change {
    pub fn gains(&self) -> bool {
        match &self.how {
            How::Others { gains, .. } => *gains != Somebody::Nobody,
            How::Quantity { worse, .. } => *worse != Some(true),
            How::Removed => matches!(self.kind, Kind::Permit | Kind::Duty | Kind::Ban),
            How::Added => self.kind == Kind::Event,
            How::Otherwise { .. } | How::Words => false,
        }
    }

    pub fn loses(&self) -> bool {
        match &self.how {
            How::Others { loses, .. } => *loses != Somebody::Nobody,
            How::Quantity { worse, .. } => *worse != Some(false),
            How::Added => matches!(self.kind, Kind::Permit | Kind::Duty | Kind::Ban),
            How::Removed => self.kind == Kind::Event,
            How::Otherwise { .. } | How::Words => false,
        }
    }

    pub fn level(&self) -> Level {
        match &self.how {
            _ if self.loses() => Level::Major,
            How::Words => Level::Patch,
            _ => Level::Minor,
        }
    }
}

/// Every change, permits first, then duties, bans, facts and events, each by id.
pub fn changes(old: &Catalogue, new: &Catalogue, on: Day) -> Vec<Change> {
    let mut comparing = Comparing { old: Side::of(old, on), new: Side::of(new, on), on, found: Vec::new() };
    comparing.permits();
    comparing.duties();
    comparing.bans();
    comparing.facts();
    comparing.events();
    comparing.found
}

/// The level of a whole change: that of its gravest part.
pub fn level(changes: &[Change]) -> Level {
    changes.iter().map(Change::level).max().unwrap_or(Level::None)
}

/// One of the two catalogues.
struct Side<'a> {
    catalogue: &'a Catalogue,
    parameters: BTreeMap<FactId, Value>,
    derived: BTreeMap<FactId, Condition>,
}

impl<'a> Side<'a> {
    fn of(catalogue: &'a Catalogue, on: Day) -> Side<'a> {
        Side { catalogue, parameters: catalogue.parameters_on(on), derived: catalogue.derived() }
    }

    fn put_in(&self, condition: &Condition) -> Option<Condition> {
        condition.expanded(&self.parameters, &self.derived)
    }

    /// Where nothing is said, for everybody.
    fn or_all(&self, condition: Option<&Condition>) -> Option<Condition> {
        condition.map_or_else(|| Some(everybody()), |condition| self.put_in(condition))
    }
}

fn everybody() -> Condition {
    Condition::constant(Value::Bool(true), Type::Bool)
}

struct Comparing<'a> {
    old: Side<'a>,
    new: Side<'a>,
    on: Day,
    found: Vec<Change>,
}

impl Comparing<'_> {
    fn note(&mut self, kind: Kind, name: &str, what: impl Into<String>, how: How) {
        self.found.push(Change { kind, name: name.to_owned(), what: what.into(), how });
    }

    /// Compares for whom something bad holds: who is in the new one only loses.
    fn burden(&mut self, kind: Kind, name: &str, what: &str, old: Option<Condition>, new: Option<Condition>) {
        let (gains, loses) = match (old, new) {
            (Some(old), Some(new)) if old.text() == new.text() => return,
            (Some(old), Some(new)) => {
                let mut drawn = Drawn::of(&[self.old.catalogue, self.new.catalogue], &[&old, &new], self.on);
                (drawn.in_but_not(0, 1), drawn.in_but_not(1, 0))
            }
            _ => (Somebody::Perhaps, Somebody::Perhaps),
        };
        if (&gains, &loses) != (&Somebody::Nobody, &Somebody::Nobody) {
            self.note(kind, name, what, How::Others { gains, loses });
        }
    }

    /// `longer_is_worse`: a deadline of the authority that grows, not a validity.
    fn span(&mut self, name: &str, what: &str, (old, new): (Option<Span>, Option<Span>), longer_is_worse: bool) {
        if old == new {
            return;
        }
        let worse = match (old, new) {
            (Some(old), Some(new)) if old.unit == new.unit => Some((new.count > old.count) == longer_is_worse),
            (None, Some(_)) => Some(longer_is_worse),
            (Some(_), None) => Some(!longer_is_worse),
            _ => None,
        };
        let said = |span: Option<Span>| span.map_or_else(|| "none".to_owned(), |span| span.to_string());
        self.note(Kind::Permit, name, what, How::Quantity { before: said(old), after: said(new), worse });
    }

    fn otherwise(&mut self, kind: Kind, name: &str, what: &str, before: String, after: String) {
        if before != after {
            self.note(kind, name, what, How::Otherwise { before, after });
        }
    }

    fn words(&mut self, kind: Kind, name: &str, old: &str, new: &str) {
        if old != new {
            self.note(kind, name, "words", How::Words);
        }
    }
}
