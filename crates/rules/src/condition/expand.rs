//! Conditions made of conditions: computed facts and parameters put in where their names stand, and two joined.

use std::collections::BTreeMap;

use crate::{FactId, Knowledge, Type};

use super::tree::Expr;
use super::{Checked, Condition};
use std::sync::Arc;

/// A condition with more parts than this, once everything is put in, is nothing a person can follow.
const MOST_PARTS: usize = 20_000;

impl Condition {
    /// The same condition with derived facts replaced by what computes them and parameters by their values, as far as they
    /// are given. None when a derived fact reaches itself, or when the result has more than 20,000 parts.
    pub fn expanded(&self, parameters: &dyn Knowledge, derived: &BTreeMap<FactId, Condition>) -> Option<Condition> {
        let mut expanding = Expanding { parameters, derived, path: Vec::new(), parts: 0, failed: false };
        let expr = expanding.put_in(self.expr());
        (!expanding.failed).then(|| Condition::of(expr, self.ty().clone()))
    }

    /// Whether this holds and the other does not.
    #[must_use]
    pub fn but_not(&self, other: &Condition) -> Condition {
        let without = Expr::Not(Box::new(other.expr().clone()));
        Condition::of(Expr::And(vec![self.expr().clone(), without]), Type::Bool)
    }

    /// A condition from its tree; its text is written from it.
    pub(super) fn of(expr: Expr, ty: Type) -> Condition {
        let mut parameters = std::collections::BTreeSet::new();
        gather_parameters(&expr, &mut parameters);
        Condition(Arc::new(Checked { text: expr.to_string(), facts: expr.facts(), parameters, expr, ty }))
    }
}

fn gather_parameters(expr: &Expr, found: &mut std::collections::BTreeSet<String>) {
    if let Expr::Parameter(name) = expr {
        found.insert(name.clone());
    }
    for part in expr.parts() {
        gather_parameters(part, found);
    }
}

struct Expanding<'a> {
    parameters: &'a dyn Knowledge,
    derived: &'a BTreeMap<FactId, Condition>,
    path: Vec<FactId>,
    parts: usize,
    failed: bool,
}

impl Expanding<'_> {
    fn put_in(&mut self, expr: &Expr) -> Expr {
        self.parts += 1;
        if self.failed || self.parts > MOST_PARTS {
            self.failed = true;
            return expr.clone();
        }
        match expr {
            Expr::Parameter(name) => self.parameters.value(name).cloned().map_or(expr.clone(), Expr::Constant),
            Expr::Fact(fact) => {
                let Some(inner) = self.derived.get(fact) else { return expr.clone() };
                if self.path.contains(fact) {
                    self.failed = true;
                    return expr.clone();
                }
                self.path.push(fact.clone());
                let made = self.put_in(inner.expr());
                self.path.pop();
                made
            }
            _ => expr.with_parts(&mut |part| self.put_in(part)),
        }
    }
}
