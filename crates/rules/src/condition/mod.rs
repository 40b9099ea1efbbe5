//! Conditions: what the law says about facts, typed when read and answered while facts are still missing.
//!
//! The language is a part of CEL's syntax: `premises.area > param.small_shop && "meals" in activity.kinds`. Read in
//! this order: `token` and `parse` (the text), `check` and `compare` (names and types), `tree` (the result),
//! `evaluate` (the answer).
//!
//! What is not here: loops, text building, the clock, and any way to ask whether a fact is known; a rule that could
//! ask that would change its answer by being asked in another order.

mod check;
mod compare;
mod edits;
mod evaluate;
mod expand;
mod flaw;
mod knowledge;
mod mentions;
mod nearest;
mod parse;
mod points;
mod say;
mod ternary;
mod token;
mod tree;

use std::collections::BTreeSet;
use std::fmt;
use std::sync::Arc;

use crate::{FactId, Type, Value};

pub use edits::{Edit, EditKind};
pub(crate) use evaluate::Evaluation;
pub use flaw::{Flaw, FlawKind};
pub use knowledge::{Knowledge, Scope};
pub use mentions::{Mention, Mentioned, mentions};
pub use points::{Point, Side};
pub use ternary::Ternary;
pub use tree::{Comparison, Expr, Macro, Operation};

/// A checked expression over facts and parameters. Cheap to clone; equal when its text is.
#[derive(Clone)]
pub struct Condition(Arc<Checked>);

struct Checked {
    text: String,
    expr: Expr,
    ty: Type,
    facts: BTreeSet<FactId>,
    parameters: BTreeSet<String>,
}

impl Condition {
    /// Reads a condition; it must be yes or no. All flaws of the text are reported at once, in its order.
    pub fn parse(text: &str, scope: &dyn Scope) -> Result<Condition, Vec<Flaw>> {
        let condition = Condition::parse_value(text, scope)?;
        if condition.0.ty == Type::Bool {
            return Ok(condition);
        }
        let start = text.len() - text.trim_start().len();
        let kind = FlawKind::NotYesOrNo(condition.0.ty.noun());
        Err(vec![Flaw { span: start..text.trim_end().len(), kind, help: None }])
    }

    /// Reads an expression of any type, for derived facts. `c ? "a" : "b"` is a choice between its texts.
    pub fn parse_value(text: &str, scope: &dyn Scope) -> Result<Condition, Vec<Flaw>> {
        let mut flaws = Vec::new();
        let written = parse::parse(text, &mut flaws);
        let mut checker = check::Checker::new(scope, flaws);
        let mut typed = None;
        for part in &written {
            let checked = checker.check(part);
            typed = typed.or(checked);
        }
        let mut flaws = checker.flaws;
        match typed {
            Some(typed) if flaws.is_empty() => Ok(Condition(Arc::new(Checked {
                text: text.to_owned(),
                expr: typed.expr,
                ty: typed.ty,
                facts: checker.facts,
                parameters: checker.parameters,
            }))),
            _ => {
                flaws.sort_by_key(|flaw| (flaw.span.start, flaw.span.end));
                Err(flaws)
            }
        }
    }

    /// A value that hangs on nothing.
    pub fn constant(value: Value, ty: Type) -> Condition {
        let text = value.to_json().to_string();
        Condition::made(text, Expr::Constant(value), ty, &[])
    }

    /// A decision table of this type: of the rows, each a list of conditions that must all hold and a value, the first
    /// gives its value; where none holds, `otherwise`, and without that nothing does. `text` is how it is written.
    pub fn first_of(
        rows: &[(Vec<Condition>, Condition)],
        otherwise: Option<&Condition>,
        ty: Type,
        text: impl Into<String>,
    ) -> Condition {
        let expr = |condition: &Condition| condition.expr().clone();
        let when = |all: &[Condition]| match all {
            [] => Expr::Constant(Value::Bool(true)),
            [one] => expr(one),
            all => Expr::And(all.iter().map(expr).collect()),
        };
        let lines = rows.iter().map(|(all, then)| (when(all), expr(then))).collect();
        let parts: Vec<&Condition> =
            rows.iter().flat_map(|(all, then)| all.iter().chain([then])).chain(otherwise).collect();
        Condition::made(text.into(), Expr::First(lines, otherwise.map(|other| Box::new(expr(other)))), ty, &parts)
    }

    /// Whether all of these hold.
    pub fn all_of(conditions: &[Condition]) -> Condition {
        let parts: Vec<&Condition> = conditions.iter().collect();
        let text = conditions.iter().map(|c| format!("({})", c.text())).collect::<Vec<_>>().join(" && ");
        Condition::made(text, Expr::And(conditions.iter().map(|c| c.expr().clone()).collect()), Type::Bool, &parts)
    }

    fn made(text: String, expr: Expr, ty: Type, parts: &[&Condition]) -> Condition {
        let facts = parts.iter().flat_map(|part| part.0.facts.iter().cloned()).collect();
        let parameters = parts.iter().flat_map(|part| part.0.parameters.iter().cloned()).collect();
        Condition(Arc::new(Checked { text, expr, ty, facts, parameters }))
    }

    pub fn ty(&self) -> &Type {
        &self.0.ty
    }

    pub fn text(&self) -> &str {
        &self.0.text
    }

    /// The facts read, derived ones under their own names; without parameters and items of rows.
    pub fn facts(&self) -> &BTreeSet<FactId> {
        &self.0.facts
    }

    /// The `param.*` names read.
    pub fn parameters(&self) -> &BTreeSet<String> {
        &self.0.parameters
    }

    /// The answer as far as what is known gives one. It may be unknown although every outcome is the same
    /// (`a || !a`); a [`crate::Diagram`] sees that.
    pub fn holds(&self, known: &dyn Knowledge) -> Ternary {
        Evaluation::new(known).truth(&self.0.expr)
    }

    /// The value; nothing while it hangs on something missing.
    pub fn value(&self, known: &dyn Knowledge) -> Option<Value> {
        Evaluation::new(known).value(&self.0.expr).map(|value| value.into_owned())
    }

    /// The checked expression itself, for whoever writes it in another language.
    pub fn expr(&self) -> &Expr {
        &self.0.expr
    }
}

impl PartialEq for Condition {
    fn eq(&self, other: &Self) -> bool {
        self.0.text == other.0.text
    }
}

impl Eq for Condition {}

impl fmt::Debug for Condition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Condition({:?})", self.0.text)
    }
}
