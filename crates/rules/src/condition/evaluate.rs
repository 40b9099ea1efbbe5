//! Evaluates a condition with facts still missing: what does not hang on them is answered, the rest is unknown.
//!
//! A division by zero, a number too large to keep and the greatest of no rows at all are unknown as well: a rule never
//! guesses and never stops the office.

use std::borrow::Cow;

use rust_decimal::Decimal;

use crate::{Row, Value};

use super::tree::{Expr, Macro, Operation};
use super::{Knowledge, Ternary};

/// One evaluation: what is known, and the rows in hand, outermost first.
pub(crate) struct Evaluation<'a> {
    known: &'a dyn Knowledge,
    rows: Vec<&'a Row>,
}

impl<'a> Evaluation<'a> {
    pub(crate) fn new(known: &'a dyn Knowledge) -> Self {
        Evaluation { known, rows: Vec::new() }
    }

    /// The answer of an expression that is yes or no.
    pub(crate) fn truth(&mut self, expr: &'a Expr) -> Ternary {
        match expr {
            Expr::Not(inner) => !self.truth(inner),
            Expr::And(parts) => self.fold(parts, Ternary::True, Ternary::and, Ternary::False),
            Expr::Or(parts) => self.fold(parts, Ternary::False, Ternary::or, Ternary::True),
            Expr::Compare(by, left, right) => {
                let (Some(left), Some(right)) = (self.value(left), self.value(right)) else { return Ternary::Unknown };
                if std::mem::discriminant(&*left) != std::mem::discriminant(&*right) {
                    return Ternary::Unknown;
                }
                by.holds(&*left, &*right).into()
            }
            Expr::OneOf(one, list) => {
                let Some(one) = self.value(one) else { return Ternary::Unknown };
                list.iter().fold(Ternary::False, |answer, item| answer.or(self.equal(&one, item)))
            }
            Expr::Contains(several, one) => {
                let (Some(several), Some(one)) = (self.value(several), self.value(one)) else {
                    return Ternary::Unknown;
                };
                match (several.as_choices(), one.as_text()) {
                    (Some(ids), Some(id)) => ids.iter().any(|known| known == id).into(),
                    _ => Ternary::Unknown,
                }
            }
            Expr::Choose(condition, yes, no) => match self.truth(condition) {
                Ternary::True => self.truth(yes),
                Ternary::False => self.truth(no),
                Ternary::Unknown => {
                    let (yes, no) = (self.truth(yes), self.truth(no));
                    if yes == no { yes } else { Ternary::Unknown }
                }
            },
            Expr::First(rows, otherwise) => {
                let value = self.first(rows, otherwise.as_deref());
                value.and_then(|value| value.as_bool()).into()
            }
            Expr::Rows(asked @ (Macro::Exists | Macro::All), rows, body) => self.quantified(*asked, rows, body),
            Expr::Constant(_) | Expr::Fact(_) | Expr::Parameter(_) | Expr::Item { .. } => {
                self.read(expr).and_then(Value::as_bool).into()
            }
            Expr::Arithmetic(..) | Expr::Size(_) | Expr::DaysBetween(..) | Expr::Rows(..) => Ternary::Unknown,
        }
    }

    /// The value of any expression, unless it hangs on something missing.
    pub(crate) fn value(&mut self, expr: &'a Expr) -> Option<Cow<'a, Value>> {
        match expr {
            Expr::Constant(_) | Expr::Fact(_) | Expr::Parameter(_) | Expr::Item { .. } => {
                self.read(expr).map(Cow::Borrowed)
            }
            Expr::Arithmetic(by, left, right) => {
                let (left, right) = (self.number(left)?, self.number(right)?);
                let result = match by {
                    Operation::Plus => left.checked_add(right),
                    Operation::Minus => left.checked_sub(right),
                    Operation::Times => left.checked_mul(right),
                    Operation::Over => left.checked_div(right),
                };
                result.map(|number| Cow::Owned(Value::Number(number)))
            }
            Expr::Choose(condition, yes, no) => match self.truth(condition) {
                Ternary::True => self.value(yes),
                Ternary::False => self.value(no),
                Ternary::Unknown => {
                    let (yes, no) = (self.value(yes)?, self.value(no)?);
                    (yes == no).then_some(yes)
                }
            },
            Expr::First(rows, otherwise) => self.first(rows, otherwise.as_deref()),
            Expr::Size(of) => {
                let of = self.value(of)?;
                let size = match &*of {
                    Value::Choices(ids) => ids.len(),
                    Value::Rows(rows) => rows.len(),
                    Value::Text(text) => text.chars().count(),
                    _ => return None,
                };
                Some(Cow::Owned(Value::number(u64::try_from(size).ok()?)))
            }
            Expr::DaysBetween(from, to) => {
                let (from, to) = (self.value(from)?.as_day()?, self.value(to)?.as_day()?);
                Some(Cow::Owned(Value::number(from.days_until(to))))
            }
            Expr::Rows(asked @ (Macro::Count | Macro::Sum | Macro::Max | Macro::Min), rows, body) => {
                self.gathered(*asked, rows, body)
            }
            _ => self.truth(expr).known().map(|answer| Cow::Owned(Value::Bool(answer))),
        }
    }

    /// Whether a value is what an expression says; unknown between values of two kinds, as `==` has it.
    fn equal(&mut self, one: &Value, item: &'a Expr) -> Ternary {
        let Some(item) = self.value(item) else { return Ternary::Unknown };
        if std::mem::discriminant(one) != std::mem::discriminant(&*item) {
            return Ternary::Unknown;
        }
        (*one == *item).into()
    }

    /// The value of the first row that holds. A row that may hold stands aside only while all that may follow agree with it.
    fn first(&mut self, rows: &'a [(Expr, Expr)], otherwise: Option<&'a Expr>) -> Option<Cow<'a, Value>> {
        let mut possible: Option<Cow<'a, Value>> = None;
        for (when, then) in rows {
            let holds = self.truth(when);
            if holds == Ternary::False {
                continue;
            }
            let value = self.value(then)?;
            if possible.as_ref().is_some_and(|so_far| *so_far != value) {
                return None;
            }
            if holds == Ternary::True {
                return Some(value);
            }
            possible = Some(value);
        }
        let last = self.value(otherwise?)?;
        possible.is_none_or(|so_far| so_far == last).then_some(last)
    }

    fn number(&mut self, expr: &'a Expr) -> Option<Decimal> {
        self.value(expr)?.as_number()
    }

    /// What stands for itself: nothing to compute, nothing to copy.
    fn read(&self, expr: &'a Expr) -> Option<&'a Value> {
        match expr {
            Expr::Constant(value) => Some(value),
            Expr::Fact(fact) => self.known.value(fact.as_str()),
            Expr::Parameter(name) => self.known.value(name),
            Expr::Item { outward, name } => {
                let at = self.rows.len().checked_sub(outward + 1)?;
                self.rows.get(at)?.get(name)
            }
            _ => None,
        }
    }

    fn fold(
        &mut self,
        parts: &'a [Expr],
        neutral: Ternary,
        join: fn(Ternary, Ternary) -> Ternary,
        decisive: Ternary,
    ) -> Ternary {
        let mut answer = neutral;
        for part in parts {
            answer = join(answer, self.truth(part));
            if answer == decisive {
                break;
            }
        }
        answer
    }

    fn quantified(&mut self, asked: Macro, rows: &'a Expr, body: &'a Expr) -> Ternary {
        let Some(rows) = self.read(rows).and_then(Value::as_rows) else { return Ternary::Unknown };
        let mut answer = Ternary::from(asked == Macro::All);
        for row in rows {
            self.rows.push(row);
            let here = self.truth(body);
            self.rows.pop();
            answer = if asked == Macro::All { answer.and(here) } else { answer.or(here) };
        }
        answer
    }

    fn gathered(&mut self, asked: Macro, rows: &'a Expr, body: &'a Expr) -> Option<Cow<'a, Value>> {
        let rows = self.read(rows).and_then(Value::as_rows)?;
        let mut total = Decimal::ZERO;
        let mut outermost: Option<Cow<'a, Value>> = None;
        for row in rows {
            self.rows.push(row);
            let here = self.value(body);
            self.rows.pop();
            let here = here?;
            match asked {
                Macro::Count => total += Decimal::from(u8::from(here.as_bool()?)),
                Macro::Sum => total = total.checked_add(here.as_number()?)?,
                Macro::Max => outermost = Some(outermost.map_or(here.clone(), |so_far| so_far.max(here))),
                _ => outermost = Some(outermost.map_or(here.clone(), |so_far| so_far.min(here))),
            }
        }
        match asked {
            Macro::Count | Macro::Sum => Some(Cow::Owned(Value::Number(total))),
            _ => outermost,
        }
    }
}
