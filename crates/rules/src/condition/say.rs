//! An expression written out again, for atoms and whole conditions that no author wrote as they stand.

use std::fmt;

use crate::Value;

use super::tree::{Expr, Macro, Operation};

impl fmt::Display for Expr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Expr::Constant(value) => literal(f, value),
            Expr::Fact(fact) => write!(f, "{fact}"),
            Expr::Parameter(name) => f.write_str(name),
            Expr::Item { outward, name } => write!(f, "row{}.{name}", "'".repeat(*outward)),
            Expr::Not(a) => write!(f, "!{}", Inner(a)),
            Expr::And(all) => joined(f, all, " && "),
            Expr::Or(all) => joined(f, all, " || "),
            Expr::Compare(by, a, b) => write!(f, "{} {} {}", Inner(a), by.sign(), Inner(b)),
            Expr::OneOf(one, list) => {
                write!(f, "{} in [", Inner(one))?;
                for (at, item) in list.iter().enumerate() {
                    write!(f, "{}{item}", if at == 0 { "" } else { ", " })?;
                }
                f.write_str("]")
            }
            Expr::Contains(several, one) => write!(f, "{} in {}", Inner(one), Inner(several)),
            Expr::Arithmetic(by, a, b) => write!(f, "{} {} {}", Inner(a), sign(*by), Inner(b)),
            Expr::Choose(c, yes, no) => write!(f, "{} ? {} : {}", Inner(c), Inner(yes), Inner(no)),
            Expr::First(rows, _) => write!(f, "a table of {} rows", rows.len()),
            Expr::Size(of) => write!(f, "size({of})"),
            Expr::DaysBetween(from, to) => write!(f, "days_between({from}, {to})"),
            Expr::Rows(asked, rows, body) => row_question(f, *asked, rows, body),
        }
    }
}

fn row_question(f: &mut fmt::Formatter<'_>, asked: Macro, rows: &Expr, body: &Expr) -> fmt::Result {
    write!(f, "{rows}.{}(row, {body})", asked.name())
}

fn sign(by: Operation) -> &'static str {
    match by {
        Operation::Plus => "+",
        Operation::Minus => "-",
        Operation::Times => "*",
        Operation::Over => "/",
    }
}

fn joined(f: &mut fmt::Formatter<'_>, all: &[Expr], sign: &str) -> fmt::Result {
    for (at, one) in all.iter().enumerate() {
        write!(f, "{}{}", if at == 0 { "" } else { sign }, Inner(one))?;
    }
    Ok(())
}

fn literal(f: &mut fmt::Formatter<'_>, value: &Value) -> fmt::Result {
    match value {
        Value::Number(number) => write!(f, "{}", number.normalize()),
        Value::Day(day) => write!(f, "day(\"{day}\")"),
        other => write!(f, "{}", other.to_json()),
    }
}

/// A part of something larger: in parentheses when it has an operator of its own.
struct Inner<'a>(&'a Expr);

impl fmt::Display for Inner<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Expr::Constant(_)
            | Expr::Fact(_)
            | Expr::Parameter(_)
            | Expr::Item { .. }
            | Expr::Size(_)
            | Expr::DaysBetween(..)
            | Expr::Not(_)
            | Expr::Rows(..) => write!(f, "{}", self.0),
            other => write!(f, "({other})"),
        }
    }
}
