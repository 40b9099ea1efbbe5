//! Single comparisons: what is asked of one fact, or of several at once where they cannot be told apart.

use std::collections::BTreeMap;

use crate::condition::{Comparison, Evaluation, Expr};
use crate::{FactId, Knowledge, Value};

/// A comparison that is not taken apart any further.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Atom {
    /// A fact that is yes or no.
    Truth(FactId),
    Compare(FactId, Comparison, Value),
    /// The fact has one of these values, all of one kind.
    OneOf(FactId, Vec<Value>),
    /// Several choices have this id among them.
    Member(FactId, String),
    /// Anything else, answered by the tree evaluator.
    Whole(Expr),
}

impl Atom {
    /// What an expression asks, after [`filled`].
    pub(super) fn of(expr: &Expr) -> Atom {
        Atom::of_one_fact(expr).unwrap_or_else(|| Atom::Whole(expr.clone()))
    }

    fn of_one_fact(expr: &Expr) -> Option<Atom> {
        match expr {
            Expr::Fact(fact) => Some(Atom::Truth(fact.clone())),
            Expr::Compare(by, left, right) => match (&**left, &**right) {
                (Expr::Fact(fact), other) => Some(Atom::Compare(fact.clone(), *by, scalar(other)?)),
                (other, Expr::Fact(fact)) => Some(Atom::Compare(fact.clone(), turned(*by), scalar(other)?)),
                _ => None,
            },
            Expr::OneOf(one, list) => {
                let Expr::Fact(fact) = &**one else { return None };
                let values: Vec<Value> = list.iter().map(scalar).collect::<Option<_>>()?;
                let kind = std::mem::discriminant(values.first()?);
                let alike = values.iter().all(|value| std::mem::discriminant(value) == kind);
                alike.then(|| Atom::OneOf(fact.clone(), values))
            }
            Expr::Contains(several, one) => match (&**several, scalar(one)?) {
                (Expr::Fact(fact), Value::Text(id)) => Some(Atom::Member(fact.clone(), id)),
                _ => None,
            },
            _ => None,
        }
    }
}

/// The value of an expression that hangs on no fact, unless it is a list.
fn scalar(expr: &Expr) -> Option<Value> {
    let Expr::Constant(value) = expr else { return None };
    (!matches!(value, Value::Choices(_) | Value::Rows(_))).then(|| value.clone())
}

/// `3 < n` asks what `n > 3` asks.
fn turned(by: Comparison) -> Comparison {
    match by {
        Comparison::Less => Comparison::More,
        Comparison::AtMost => Comparison::AtLeast,
        Comparison::More => Comparison::Less,
        Comparison::AtLeast => Comparison::AtMost,
        same => same,
    }
}

/// The same expression with parameters put in and with every part computed that hangs on nothing else.
pub(super) fn filled(expr: &Expr, parameters: &dyn Knowledge) -> Expr {
    match expr {
        Expr::Parameter(name) => {
            parameters.value(name).map_or_else(|| expr.clone(), |value| Expr::Constant(value.clone()))
        }
        Expr::Constant(_) | Expr::Fact(_) | Expr::Item { .. } => expr.clone(),
        _ => {
            let filled = expr.with_parts(&mut |part| filled(part, parameters));
            if !filled.parts().iter().all(|part| matches!(part, Expr::Constant(_))) {
                return filled;
            }
            let nothing: BTreeMap<String, Value> = BTreeMap::new();
            let value = Evaluation::new(&nothing).value(&filled).map(|value| value.into_owned());
            value.map_or(filled, Expr::Constant)
        }
    }
}
