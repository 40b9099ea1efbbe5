//! The typed expression a condition is once it has been checked: every name resolved, nothing left to go wrong but
//! missing facts.

use std::collections::BTreeSet;

use crate::{FactId, Value};

/// A checked expression. Equality and hashing are structural, so that two conditions share what they both say.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Expr {
    Constant(Value),
    Fact(FactId),
    /// A `param.*` name, kept whole.
    Parameter(String),
    /// An item of a row; `outward` counts the row variables between here and the one meant.
    Item {
        outward: usize,
        name: String,
    },
    Not(Box<Expr>),
    And(Vec<Expr>),
    Or(Vec<Expr>),
    Compare(Comparison, Box<Expr>, Box<Expr>),
    /// The value is one of those listed.
    OneOf(Box<Expr>, Vec<Expr>),
    /// Several choices (first) contain an id (second).
    Contains(Box<Expr>, Box<Expr>),
    Arithmetic(Operation, Box<Expr>, Box<Expr>),
    Choose(Box<Expr>, Box<Expr>, Box<Expr>),
    /// The rows of a decision table: the first whose condition holds gives its value, else the last one if there is any.
    First(Vec<(Expr, Expr)>, Option<Box<Expr>>),
    Size(Box<Expr>),
    DaysBetween(Box<Expr>, Box<Expr>),
    Rows(Macro, Box<Expr>, Box<Expr>),
}

/// How two values are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Comparison {
    Equal,
    Unequal,
    Less,
    AtMost,
    More,
    AtLeast,
}

/// What is done with two numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Operation {
    Plus,
    Minus,
    Times,
    Over,
}

/// What is asked about all rows of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Macro {
    Exists,
    All,
    Count,
    Sum,
    Max,
    Min,
}

impl Comparison {
    pub(crate) fn sign(self) -> &'static str {
        match self {
            Comparison::Equal => "==",
            Comparison::Unequal => "!=",
            Comparison::Less => "<",
            Comparison::AtMost => "<=",
            Comparison::More => ">",
            Comparison::AtLeast => ">=",
        }
    }

    pub(crate) fn is_order(self) -> bool {
        !matches!(self, Comparison::Equal | Comparison::Unequal)
    }

    /// Whether the comparison is so for two values of one type.
    pub fn holds<T: Ord + ?Sized>(self, left: &T, right: &T) -> bool {
        match self {
            Comparison::Equal => left == right,
            Comparison::Unequal => left != right,
            Comparison::Less => left < right,
            Comparison::AtMost => left <= right,
            Comparison::More => left > right,
            Comparison::AtLeast => left >= right,
        }
    }
}

impl Macro {
    pub(crate) const ALL: [Macro; 6] = [Macro::Exists, Macro::All, Macro::Count, Macro::Sum, Macro::Max, Macro::Min];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Macro::Exists => "exists",
            Macro::All => "all",
            Macro::Count => "count",
            Macro::Sum => "sum",
            Macro::Max => "max",
            Macro::Min => "min",
        }
    }
}

impl Expr {
    /// The expressions directly inside this one.
    pub fn parts(&self) -> Vec<&Expr> {
        match self {
            Expr::Constant(_) | Expr::Fact(_) | Expr::Parameter(_) | Expr::Item { .. } => Vec::new(),
            Expr::Not(a) | Expr::Size(a) => vec![a],
            Expr::And(all) | Expr::Or(all) => all.iter().collect(),
            Expr::OneOf(a, list) => std::iter::once(&**a).chain(list).collect(),
            Expr::Compare(_, a, b)
            | Expr::Contains(a, b)
            | Expr::Arithmetic(_, a, b)
            | Expr::DaysBetween(a, b)
            | Expr::Rows(_, a, b) => vec![a, b],
            Expr::Choose(a, b, c) => vec![a, b, c],
            Expr::First(rows, otherwise) => {
                rows.iter().flat_map(|(when, then)| [when, then]).chain(otherwise.as_deref()).collect()
            }
        }
    }

    /// The same expression with each direct part replaced.
    pub(crate) fn with_parts(&self, change: &mut dyn FnMut(&Expr) -> Expr) -> Expr {
        let mut boxed = |part: &Expr| Box::new(change(part));
        match self {
            Expr::Constant(_) | Expr::Fact(_) | Expr::Parameter(_) | Expr::Item { .. } => self.clone(),
            Expr::Not(a) => Expr::Not(boxed(a)),
            Expr::Size(a) => Expr::Size(boxed(a)),
            Expr::And(all) => Expr::And(all.iter().map(change).collect()),
            Expr::Or(all) => Expr::Or(all.iter().map(change).collect()),
            Expr::OneOf(a, list) => {
                let a = boxed(a);
                Expr::OneOf(a, list.iter().map(change).collect())
            }
            Expr::Compare(by, a, b) => Expr::Compare(*by, boxed(a), boxed(b)),
            Expr::Contains(a, b) => Expr::Contains(boxed(a), boxed(b)),
            Expr::Arithmetic(by, a, b) => Expr::Arithmetic(*by, boxed(a), boxed(b)),
            Expr::DaysBetween(a, b) => Expr::DaysBetween(boxed(a), boxed(b)),
            Expr::Rows(by, a, b) => Expr::Rows(*by, boxed(a), boxed(b)),
            Expr::Choose(a, b, c) => Expr::Choose(boxed(a), boxed(b), boxed(c)),
            Expr::First(rows, otherwise) => {
                let rows = rows.iter().map(|(when, then)| (change(when), change(then))).collect();
                Expr::First(rows, otherwise.as_ref().map(|other| Box::new(change(other))))
            }
        }
    }

    /// Every fact read anywhere inside.
    pub(crate) fn facts(&self) -> BTreeSet<FactId> {
        let mut found = BTreeSet::new();
        self.gather_facts(&mut found);
        found
    }

    fn gather_facts(&self, found: &mut BTreeSet<FactId>) {
        if let Expr::Fact(fact) = self {
            found.insert(fact.clone());
        }
        for part in self.parts() {
            part.gather_facts(found);
        }
    }
}
