//! One fact as cells: in each of them every comparison of the fact answers alike.

use rust_decimal::Decimal;

use crate::condition::{Comparison, Evaluation, Expr};
use crate::{FactId, Knowledge, Value};

use super::atom::Atom;

const FEW: usize = 16;

/// What is looked at together, and the facts it hangs on, by their places.
#[derive(Clone, Debug)]
pub(super) struct Column {
    pub test: Test,
    pub facts: Vec<usize>,
}

#[derive(Clone, Debug)]
pub(super) enum Test {
    YesNo,
    Along(Steps),
    /// These texts by themselves, all others together.
    Among(Ids),
    Member(String),
    /// Answered by the tree evaluator: no, yes.
    Whole(Expr),
}

/// Texts, in order. Short ones are also kept as numbers, which are quicker to compare.
#[derive(Clone, Debug)]
pub(super) struct Ids {
    all: Vec<String>,
    short: Option<Vec<u128>>,
}

/// Numbers or days from small to large, cut before or after some of them.
#[derive(Clone, Debug)]
pub(super) struct Steps {
    cuts: Vec<Cut>,
    /// The same cuts as the first whole number behind each, when there is one for all of them.
    whole: Option<Vec<i64>>,
}

/// The cell ends before this value, or (`after`) behind it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Cut {
    at: Value,
    after: bool,
}

/// Which comparisons can share a column.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    YesNo,
    Number,
    Day,
    Text,
    Member(String),
}

impl Atom {
    /// The fact and what kind of column it needs; nothing for a comparison that is answered as a whole.
    pub(super) fn kind(&self) -> Option<(&FactId, Kind)> {
        let of = |value: &Value| match value {
            Value::Bool(_) => Some(Kind::YesNo),
            Value::Number(_) => Some(Kind::Number),
            Value::Day(_) => Some(Kind::Day),
            Value::Text(_) => Some(Kind::Text),
            Value::Choices(_) | Value::Rows(_) => None,
        };
        match self {
            Atom::Truth(fact) => Some((fact, Kind::YesNo)),
            // Yes and no, and texts, have an order only for the tree.
            Atom::Compare(_, by, Value::Bool(_) | Value::Text(_)) if by.is_order() => None,
            Atom::Compare(fact, _, value) => Some((fact, of(value)?)),
            Atom::OneOf(fact, values) => Some((fact, of(values.first()?)?)),
            Atom::Member(fact, id) => Some((fact, Kind::Member(id.clone()))),
            Atom::Whole(_) => None,
        }
    }

    /// The expression again, for the tree evaluator.
    pub(super) fn expr(&self) -> Expr {
        let fact = |fact: &FactId| Box::new(Expr::Fact(fact.clone()));
        match self {
            Atom::Truth(name) => Expr::Fact(name.clone()),
            Atom::Compare(name, by, value) => Expr::Compare(*by, fact(name), Box::new(Expr::Constant(value.clone()))),
            Atom::OneOf(name, values) => Expr::OneOf(fact(name), values.iter().cloned().map(Expr::Constant).collect()),
            Atom::Member(name, id) => Expr::Contains(fact(name), Box::new(Expr::Constant(Value::text(id)))),
            Atom::Whole(expr) => expr.clone(),
        }
    }

    fn values(&self) -> &[Value] {
        match self {
            Atom::Compare(_, _, value) => std::slice::from_ref(value),
            Atom::OneOf(_, values) => values,
            Atom::Truth(_) | Atom::Member(..) | Atom::Whole(_) => &[],
        }
    }
}

impl Test {
    /// The cells for these comparisons, all of one fact and kind.
    pub(super) fn cut(kind: &Kind, atoms: &[&Atom]) -> Test {
        match kind {
            Kind::YesNo => Test::YesNo,
            Kind::Number | Kind::Day => Test::Along(Steps::cut(atoms)),
            Kind::Text => {
                let texts = atoms.iter().flat_map(|atom| atom.values()).filter_map(Value::as_text);
                let mut ids: Vec<String> = texts.map(str::to_owned).collect();
                ids.sort();
                ids.dedup();
                let short = ids.iter().map(|id| short(id)).collect();
                Test::Among(Ids { all: ids, short })
            }
            Kind::Member(id) => Test::Member(id.clone()),
        }
    }

    /// How many cells there are for what is known; the one after them is for what is not.
    pub(super) fn cells(&self) -> usize {
        match self {
            Test::YesNo | Test::Member(_) | Test::Whole(_) => 2,
            Test::Along(steps) => steps.cuts.len() + 1,
            Test::Among(ids) => ids.all.len() + 1,
        }
    }

    /// The cell of a value; nothing when no comparison of this column can say anything about it.
    pub(super) fn cell(&self, value: &Value) -> Option<usize> {
        match (self, value) {
            (Test::YesNo, Value::Bool(answer)) => Some(usize::from(*answer)),
            (Test::Along(steps), _) => steps.cell(value),
            (Test::Among(ids), Value::Text(text)) => Some(ids.cell(text)),
            (Test::Member(id), Value::Choices(ids)) => Some(usize::from(ids.iter().any(|known| known == id))),
            _ => None,
        }
    }

    /// The cell of what is known about the facts of a whole comparison.
    pub(super) fn whole(expr: &Expr, known: &dyn Knowledge) -> Option<usize> {
        Evaluation::new(known).truth(expr).known().map(usize::from)
    }

    /// What a comparison answers in a cell.
    pub(super) fn answer(&self, atom: &Atom, cell: usize) -> bool {
        match self {
            Test::Along(steps) => match atom {
                Atom::Compare(_, by, value) => steps.compare(*by, value, cell),
                _ => atom.values().iter().any(|value| steps.compare(Comparison::Equal, value, cell)),
            },
            Test::Among(ids) => {
                let here = ids.all.get(cell).map(String::as_str);
                equal_to_any(atom, |value| here.is_some() && value.as_text() == here)
            }
            Test::YesNo => match atom {
                Atom::Truth(_) => cell == 1,
                _ => equal_to_any(atom, |value| value.as_bool() == Some(cell == 1)),
            },
            Test::Member(_) | Test::Whole(_) => cell == 1,
        }
    }
}

fn equal_to_any(atom: &Atom, is: impl Fn(&Value) -> bool) -> bool {
    let equal = atom.values().iter().any(is);
    equal != matches!(atom, Atom::Compare(_, Comparison::Unequal, _))
}

impl Ids {
    /// The place of the text, or the place after all.
    fn cell(&self, text: &str) -> usize {
        let found = match &self.short {
            Some(all) => short(text).and_then(|text| all.iter().position(|id| *id == text)),
            None => self.all.iter().position(|id| id == text),
        };
        found.unwrap_or(self.all.len())
    }
}

/// Up to fifteen bytes and how many they are, as a number.
fn short(text: &str) -> Option<u128> {
    let mut bytes = [0; 16];
    bytes.get_mut(..text.len()).filter(|_| text.len() < 16)?.copy_from_slice(text.as_bytes());
    bytes[15] = text.len() as u8;
    Some(u128::from_le_bytes(bytes))
}

impl Steps {
    fn cut(atoms: &[&Atom]) -> Steps {
        let mut cuts = Vec::new();
        for atom in atoms {
            let (before, behind) = match atom {
                Atom::Compare(_, Comparison::Less | Comparison::AtLeast, _) => (true, false),
                Atom::Compare(_, Comparison::More | Comparison::AtMost, _) => (false, true),
                _ => (true, true),
            };
            for value in atom.values() {
                cuts.extend(before.then(|| Cut { at: value.clone(), after: false }));
                cuts.extend(behind.then(|| Cut { at: value.clone(), after: true }));
            }
        }
        cuts.sort();
        cuts.dedup();
        let whole = cuts.iter().map(Cut::first_whole).collect();
        Steps { cuts, whole }
    }

    /// How many cuts lie below the value.
    fn cell(&self, value: &Value) -> Option<usize> {
        if let (Some(cuts), Value::Number(number)) = (&self.whole, value)
            && let Some(number) = whole(*number)
        {
            // Few cuts are sooner counted than searched.
            return Some(match cuts.len() {
                0..=FEW => cuts.iter().map(|cut| usize::from(*cut <= number)).sum(),
                _ => cuts.partition_point(|cut| *cut <= number),
            });
        }
        let kind = std::mem::discriminant(value);
        if self.cuts.first().is_some_and(|cut| std::mem::discriminant(&cut.at) != kind) {
            return None;
        }
        Some(self.cuts.partition_point(|cut| if cut.after { cut.at < *value } else { cut.at <= *value }))
    }

    fn compare(&self, by: Comparison, value: &Value, cell: usize) -> bool {
        let behind =
            |after: bool| self.cuts.binary_search(&Cut { at: value.clone(), after }).is_ok_and(|number| cell > number);
        match by {
            Comparison::AtLeast => behind(false),
            Comparison::Less => !behind(false),
            Comparison::More => behind(true),
            Comparison::AtMost => !behind(true),
            Comparison::Equal => behind(false) && !behind(true),
            Comparison::Unequal => !behind(false) || behind(true),
        }
    }
}

impl Cut {
    /// The first whole number behind the cut.
    fn first_whole(&self) -> Option<i64> {
        let at = self.at.as_number()?;
        if self.after { whole(at.floor())?.checked_add(1) } else { whole(at.ceil()) }
    }
}

/// The number, when it is written without decimals and is not beyond a machine's.
fn whole(number: Decimal) -> Option<i64> {
    if number.scale() == 0 { i64::try_from(number.mantissa()).ok() } else { None }
}
