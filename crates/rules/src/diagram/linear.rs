//! The value at which a comparison over one number or day changes its mind, found without rounding where that is possible.

use rust_decimal::Decimal;

use crate::condition::{Expr, Operation};
use crate::{Day, Value};

/// `(slope · x + constant) / divisor`: kept as a fraction, because a third is not a decimal.
#[derive(Clone, Copy)]
struct Line {
    slope: Decimal,
    constant: Decimal,
    divisor: Decimal,
}

/// Where the difference of two sides is zero.
pub(crate) enum Crossing {
    /// Nowhere, or everywhere: the fact cancels out.
    None,
    At(Decimal),
}

/// Where two expressions over one fact meet; nothing when they are not straight lines.
pub(crate) fn crossing(left: &Expr, right: &Expr) -> Option<Crossing> {
    let apart = line(left)?.minus(line(right)?)?;
    if apart.slope.is_zero() {
        return Some(Crossing::None);
    }
    Some(Crossing::At((-apart.constant).checked_div(apart.slope)?.normalize()))
}

fn line(expr: &Expr) -> Option<Line> {
    match expr {
        Expr::Constant(Value::Number(number)) => Some(Line::flat(*number)),
        Expr::Constant(Value::Day(day)) => Some(Line::flat(ordinal(*day)?)),
        Expr::Fact(_) => Some(Line { slope: Decimal::ONE, constant: Decimal::ZERO, divisor: Decimal::ONE }),
        Expr::DaysBetween(from, to) => line(to)?.minus(line(from)?),
        Expr::Arithmetic(by, left, right) => {
            let (left, right) = (line(left)?, line(right)?);
            match by {
                Operation::Plus => left.plus(right),
                Operation::Minus => left.minus(right),
                Operation::Times if right.slope.is_zero() => left.times(right),
                Operation::Times if left.slope.is_zero() => right.times(left),
                Operation::Over if right.slope.is_zero() && !right.constant.is_zero() => {
                    left.times(Line { slope: Decimal::ZERO, constant: right.divisor, divisor: right.constant })
                }
                _ => None,
            }
        }
        _ => None,
    }
}

impl Line {
    fn flat(constant: Decimal) -> Self {
        Line { slope: Decimal::ZERO, constant, divisor: Decimal::ONE }
    }

    fn plus(self, other: Line) -> Option<Line> {
        let across = |a: Decimal, b: Decimal| a.checked_mul(other.divisor)?.checked_add(b.checked_mul(self.divisor)?);
        Some(Line {
            slope: across(self.slope, other.slope)?,
            constant: across(self.constant, other.constant)?,
            divisor: self.divisor.checked_mul(other.divisor)?,
        })
    }

    fn minus(self, other: Line) -> Option<Line> {
        self.plus(Line { slope: -other.slope, constant: -other.constant, divisor: other.divisor })
    }

    /// `other` is flat.
    fn times(self, other: Line) -> Option<Line> {
        Some(Line {
            slope: self.slope.checked_mul(other.constant)?,
            constant: self.constant.checked_mul(other.constant)?,
            divisor: self.divisor.checked_mul(other.divisor)?,
        })
    }
}

fn first_day() -> Option<Day> {
    Day::new(1970, 1, 1)
}

fn ordinal(day: Day) -> Option<Decimal> {
    Some(Decimal::from(first_day()?.days_until(day)))
}

/// The days around an ordinal: one when it is whole, two when it lies between. None outside the calendar.
pub(super) fn days_around(ordinal: Decimal) -> Vec<Day> {
    let mut days = Vec::new();
    for whole in [ordinal.floor(), ordinal.ceil()] {
        let (Some(first), Ok(count)) = (first_day(), i64::try_from(whole)) else { continue };
        let day = first.plus_days(count);
        // Adding stops at the end of the calendar; a day that was stopped is not the one meant.
        if first.days_until(day) == count && !days.contains(&day) {
            days.push(day);
        }
    }
    days
}
