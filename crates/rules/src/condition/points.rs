//! What examples of a condition must show: each atom alone turning it over, from both sides and at its threshold.
//!
//! An atom is the smallest part that is true or false. It *decides* where the condition comes out otherwise when the atom
//! does, everything else staying as it is: modified condition/decision coverage (DO-178C), where equal atoms go together.

use rust_decimal::Decimal;

use crate::diagram::{Crossing, crossing};
use crate::{FactId, Knowledge, Type, Value};

use super::Condition;
use super::tree::{Comparison, Expr};

/// On which side of an atom somebody stands, while the atom alone decides.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Side {
    Holds,
    Fails,
    /// The fact is this one of the values that are listed.
    Is(FactId, Value),
    /// The last value below the threshold.
    Below(FactId, Value),
    At(FactId, Value),
    /// The first value above it.
    Above(FactId, Value),
}

/// One thing that examples of a condition should show.
#[derive(Clone, Debug)]
pub struct Point {
    /// The atom as it would be written.
    pub atom: String,
    pub side: Side,
    /// For whom it is so.
    pub who: Condition,
}

impl Side {
    /// Whether it is the side of a threshold and not of the atom as a whole.
    pub fn is_boundary(&self) -> bool {
        matches!(self, Side::Below(..) | Side::At(..) | Side::Above(..))
    }
}

impl Condition {
    /// The points of this condition among those for whom `among` holds. Derived facts should be put in before
    /// ([`Condition::expanded`]). `step` is the distance of two neighbouring values of a number.
    pub fn points(
        &self,
        among: &Condition,
        parameters: &dyn Knowledge,
        step: &dyn Fn(&FactId) -> Decimal,
    ) -> Vec<Point> {
        let mut atoms = Vec::new();
        gather(self.expr(), &mut atoms);
        let mut points = Vec::new();
        for atom in atoms {
            let (yes, no) = (with(self.expr(), atom, true), with(self.expr(), atom, false));
            let decides = Expr::Or(vec![
                Expr::And(vec![yes.clone(), Expr::Not(Box::new(no.clone()))]),
                Expr::And(vec![no, Expr::Not(Box::new(yes))]),
            ]);
            for (side, here) in sides(atom, parameters, step) {
                let who = Expr::And(vec![among.expr().clone(), decides.clone(), here]);
                points.push(Point { atom: atom.to_string(), side, who: Condition::of(who, Type::Bool) });
            }
        }
        points
    }
}

/// The atoms, each once, in the order in which they stand.
fn gather<'a>(expr: &'a Expr, atoms: &mut Vec<&'a Expr>) {
    match expr {
        Expr::Constant(_) => {}
        Expr::Not(_) | Expr::And(_) | Expr::Or(_) | Expr::Choose(..) => {
            expr.parts().into_iter().for_each(|part| gather(part, atoms));
        }
        Expr::First(rows, otherwise) => {
            for (when, then) in rows {
                gather(when, atoms);
                gather_if_bool(then, atoms);
            }
            otherwise.iter().for_each(|other| gather_if_bool(other, atoms));
        }
        Expr::Compare(_, left, right) if is_made_of_atoms(left) || is_made_of_atoms(right) => {
            for side in [left, right] {
                if is_made_of_atoms(side) {
                    gather(side, atoms);
                }
            }
        }
        _ if !atoms.contains(&expr) => atoms.push(expr),
        _ => {}
    }
}

/// Values of tables are not always true or false.
fn gather_if_bool<'a>(expr: &'a Expr, atoms: &mut Vec<&'a Expr>) {
    if !matches!(expr, Expr::Fact(_) | Expr::Parameter(_) | Expr::Item { .. } | Expr::Arithmetic(..)) {
        gather(expr, atoms);
    }
}

fn is_made_of_atoms(expr: &Expr) -> bool {
    matches!(
        expr,
        Expr::First(..)
            | Expr::Not(_)
            | Expr::And(_)
            | Expr::Or(_)
            | Expr::Compare(..)
            | Expr::OneOf(..)
            | Expr::Contains(..)
    )
}

fn with(expr: &Expr, atom: &Expr, answer: bool) -> Expr {
    if expr == atom {
        return Expr::Constant(Value::Bool(answer));
    }
    let made = expr.with_parts(&mut |part| with(part, atom, answer));
    simpler(made)
}

/// Leaves out what no longer matters, so that what decides stays short.
fn simpler(expr: Expr) -> Expr {
    let is = |part: &Expr, answer: bool| *part == Expr::Constant(Value::Bool(answer));
    let join = |parts: Vec<Expr>, neutral: bool, whole: fn(Vec<Expr>) -> Expr| {
        if parts.iter().any(|part| is(part, !neutral)) {
            return Expr::Constant(Value::Bool(!neutral));
        }
        let mut left: Vec<Expr> = parts.into_iter().filter(|part| !is(part, neutral)).collect();
        match left.len() {
            0 => Expr::Constant(Value::Bool(neutral)),
            1 => left.remove(0),
            _ => whole(left),
        }
    };
    match expr {
        Expr::And(parts) => join(parts, true, Expr::And),
        Expr::Or(parts) => join(parts, false, Expr::Or),
        Expr::Not(inner) if is(&inner, true) => Expr::Constant(Value::Bool(false)),
        Expr::Not(inner) if is(&inner, false) => Expr::Constant(Value::Bool(true)),
        other => other,
    }
}

fn equal(left: &Expr, right: &Expr) -> Expr {
    Expr::Compare(Comparison::Equal, Box::new(left.clone()), Box::new(right.clone()))
}

fn sides(atom: &Expr, parameters: &dyn Knowledge, step: &dyn Fn(&FactId) -> Decimal) -> Vec<(Side, Expr)> {
    let mut sides = Vec::new();
    match atom {
        // Each value that is listed is a choice that matters.
        Expr::OneOf(one, list) => match &**one {
            Expr::Fact(fact) if list.iter().all(|item| matches!(item, Expr::Constant(_))) => {
                for item in list {
                    if let Expr::Constant(value) = item {
                        sides.push((Side::Is(fact.clone(), value.clone()), equal(one, item)));
                    }
                }
            }
            _ => sides.push((Side::Holds, atom.clone())),
        },
        _ => sides.push((Side::Holds, atom.clone())),
    }
    sides.push((Side::Fails, Expr::Not(Box::new(atom.clone()))));
    sides.extend(boundaries(atom, parameters, step));
    sides
}

fn boundaries(atom: &Expr, parameters: &dyn Knowledge, step: &dyn Fn(&FactId) -> Decimal) -> Vec<(Side, Expr)> {
    let Some((fact, threshold)) = threshold(atom, parameters) else { return Vec::new() };
    let (below, at, above) = match threshold {
        Value::Number(threshold) => {
            let step = step(&fact);
            let Some(steps) = threshold.checked_div(step) else { return Vec::new() };
            let on_step = steps.fract().is_zero();
            let floor = steps.floor();
            let down = if on_step { floor.checked_sub(Decimal::ONE) } else { Some(floor) };
            let value = |steps: Decimal| steps.checked_mul(step).map(|n| Value::Number(n.normalize()));
            let up = floor.checked_add(Decimal::ONE).and_then(value);
            (down.and_then(value), on_step.then_some(Value::Number(threshold.normalize())), up)
        }
        Value::Day(day) => (Some(Value::Day(day.plus_days(-1))), Some(threshold), Some(Value::Day(day.plus_days(1)))),
        _ => return Vec::new(),
    };
    let mut sides = Vec::new();
    let mut side = |side: fn(FactId, Value) -> Side, value: Option<Value>| {
        if let Some(value) = value {
            let here = equal(&Expr::Fact(fact.clone()), &Expr::Constant(value.clone()));
            sides.push((side(fact.clone(), value), here));
        }
    };
    side(Side::Below, below);
    side(Side::At, at);
    side(Side::Above, above);
    sides
}

/// The one fact a comparison is about, and the value at which it changes its mind.
fn threshold(atom: &Expr, parameters: &dyn Knowledge) -> Option<(FactId, Value)> {
    let Expr::Compare(_, left, right) = atom else { return None };
    let facts = atom.facts();
    let fact = facts.first().filter(|_| facts.len() == 1)?.clone();
    let (left, right) = (filled(left, parameters), filled(right, parameters));
    let is_day = [&left, &right].iter().any(|side| matches!(side, Expr::Constant(Value::Day(_))));
    let Crossing::At(at) = crossing(&left, &right)? else { return None };
    if !is_day {
        return Some((fact, Value::Number(at)));
    }
    // Straight lines through days are counted in days; a plain comparison needs no counting.
    match (left, right) {
        (Expr::Fact(_), Expr::Constant(Value::Day(day))) | (Expr::Constant(Value::Day(day)), Expr::Fact(_)) => {
            Some((fact, Value::Day(day)))
        }
        _ => None,
    }
}

fn filled(expr: &Expr, parameters: &dyn Knowledge) -> Expr {
    match expr {
        Expr::Parameter(name) => parameters.value(name).cloned().map_or(expr.clone(), Expr::Constant),
        _ => expr.with_parts(&mut |part| filled(part, parameters)),
    }
}
