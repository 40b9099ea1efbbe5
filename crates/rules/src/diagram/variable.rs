//! What a diagram asks about: a fact cut into cells, one id of several choices, or a whole comparison taken as one.

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use crate::condition::{Evaluation, Expr};
use crate::{FactId, Knowledge, Value};

/// One question of a diagram. Its cells are numbered; every value of its facts lies in exactly one.
#[derive(Clone, Debug)]
pub struct Variable {
    pub(crate) test: Test,
    /// The facts somebody can be asked for.
    pub(crate) facts: BTreeSet<FactId>,
    /// All names that can settle it: the facts, and derived facts known under their own names.
    pub(crate) reads: BTreeSet<FactId>,
}

#[derive(Clone, Debug)]
pub(crate) enum Test {
    Fact(FactId, Cells),
    /// Whether this id is among several choices.
    Member(FactId, String),
    /// A comparison over several facts, or over rows: true or false once its expression is.
    Atom(Expr),
}

/// How the values of one fact are cut.
#[derive(Clone, Debug)]
pub(crate) enum Cells {
    YesNo,
    /// Numbers or days, from small to large.
    Along {
        cuts: Vec<Cut>,
        representatives: Vec<Value>,
    },
    /// Texts by themselves, and the others together when there are any.
    Among {
        ids: Vec<String>,
        others: Option<String>,
    },
}

/// Where one cell ends and the next begins.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Cut {
    pub at: Value,
    /// Whether the value itself still belongs to the lower cell.
    pub after: bool,
}

impl Variable {
    /// The facts somebody can be asked for to settle this question.
    pub fn facts(&self) -> &BTreeSet<FactId> {
        &self.facts
    }

    /// How many outcomes the question has.
    pub fn cells(&self) -> usize {
        match &self.test {
            Test::Fact(_, cells) => cells.count(),
            Test::Member(..) | Test::Atom(_) => 2,
        }
    }

    /// Whether it stands for a whole comparison, whose sides are not cut into cells.
    pub fn is_opaque(&self) -> bool {
        matches!(self.test, Test::Atom(_))
    }

    /// The fact whose cells these are; nothing for an opaque question.
    pub(crate) fn fact(&self) -> Option<&FactId> {
        match &self.test {
            Test::Fact(fact, _) | Test::Member(fact, _) => Some(fact),
            Test::Atom(_) => None,
        }
    }

    /// The id this asks for among several choices of a fact.
    pub(crate) fn member_of(&self, fact: &FactId) -> Option<&String> {
        match &self.test {
            Test::Member(of, id) if of == fact => Some(id),
            _ => None,
        }
    }

    /// The cell that what is known leads to; nothing while it leads to none.
    pub(crate) fn cell(&self, known: &dyn Knowledge) -> Option<usize> {
        match &self.test {
            Test::Fact(fact, cells) => cells.cell(known.value(fact.as_str())?),
            Test::Member(fact, id) => {
                let ids = known.value(fact.as_str())?.as_choices()?;
                Some(usize::from(ids.iter().any(|known| known == id)))
            }
            Test::Atom(expr) => Evaluation::new(known).truth(expr).known().map(usize::from),
        }
    }
}

impl Cells {
    fn count(&self) -> usize {
        match self {
            Cells::YesNo => 2,
            Cells::Along { representatives, .. } => representatives.len(),
            Cells::Among { ids, others } => ids.len() + usize::from(others.is_some()),
        }
    }

    pub(crate) fn cell(&self, value: &Value) -> Option<usize> {
        match (self, value) {
            (Cells::YesNo, Value::Bool(answer)) => Some(usize::from(*answer)),
            (Cells::Along { cuts, .. }, Value::Number(_) | Value::Day(_)) => {
                Some(cuts.partition_point(|cut| if cut.after { cut.at < *value } else { cut.at <= *value }))
            }
            (Cells::Among { ids, others }, Value::Text(text)) => {
                let others = others.as_ref().map(|_| ids.len());
                ids.iter().position(|id| id == text).or(others)
            }
            _ => None,
        }
    }

    /// The value of a cell that lies nearest to `from`: the end of the cell when it belongs to it, else one step inside.
    pub(crate) fn nearest(&self, cell: usize, from: &Value, whole: bool) -> Option<Value> {
        let Cells::Along { cuts, representatives } = self else { return self.representatives().into_iter().nth(cell) };
        if self.cell(from) == Some(cell) {
            return Some(from.clone());
        }
        let below = cell.checked_sub(1).and_then(|before| cuts.get(before));
        let above = cuts.get(cell);
        let near = if below.is_some_and(|cut| *from <= cut.at) { below } else { above };
        let inside = near.and_then(|cut| {
            let upward = near == below;
            let belongs = cut.after != upward;
            if belongs { whole_from(&cut.at, upward, whole) } else { stepped(&cut.at, upward, whole) }
        });
        inside.filter(|value| self.cell(value) == Some(cell)).or_else(|| representatives.get(cell).cloned())
    }

    /// One value of each cell, in order.
    pub(crate) fn representatives(&self) -> Vec<Value> {
        match self {
            Cells::YesNo => vec![Value::Bool(false), Value::Bool(true)],
            Cells::Along { representatives, .. } => representatives.clone(),
            Cells::Among { ids, others } => ids.iter().chain(others).cloned().map(Value::Text).collect(),
        }
    }
}

/// The end of a cell itself; where only whole numbers count, the first of them inside.
fn whole_from(end: &Value, upward: bool, whole: bool) -> Option<Value> {
    match end {
        Value::Number(number) if whole => Some(Value::Number(if upward { number.ceil() } else { number.floor() })),
        other => Some(other.clone()),
    }
}

/// One step past an end that does not belong to the cell.
fn stepped(end: &Value, upward: bool, whole: bool) -> Option<Value> {
    match end {
        Value::Number(number) => {
            let from = match (whole, upward) {
                (true, true) => number.floor(),
                (true, false) => number.ceil(),
                (false, _) => *number,
            };
            let next = if upward { from.checked_add(Decimal::ONE) } else { from.checked_sub(Decimal::ONE) };
            next.map(Value::Number)
        }
        Value::Day(day) => Some(Value::Day(day.plus_days(if upward { 1 } else { -1 }))),
        _ => None,
    }
}
