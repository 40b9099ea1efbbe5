//! Conditions as clauses, by laws that hold with unknowns as well: double negation, De Morgan, distribution.

use std::collections::HashMap;

use crate::Value;
use crate::condition::{Comparison, Expr, Macro};

use super::atom::Atom;

/// A comparison or its opposite.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Literal {
    pub atom: usize,
    pub is: bool,
}

/// One of these holds.
pub(super) type Clause = Vec<Literal>;

/// A condition written in clauses.
pub(super) struct Normal {
    pub clauses: Vec<Clause>,
    /// The clauses say when it does *not* hold.
    pub inverted: bool,
    /// Nothing was taken apart: the one clause is the whole condition.
    pub tangled: bool,
}

/// More clauses than this are slower to answer than the condition as it stands.
const MOST_CLAUSES: usize = 64;
const MOST_LITERALS: usize = 64;
/// How many parts may be looked at for one condition: `==` and `?:` look at theirs twice.
const MOST_STEPS: usize = 4_000;

/// All comparisons of all conditions, each once.
#[derive(Default)]
pub(super) struct Atoms {
    pub all: Vec<Atom>,
    numbers: HashMap<Atom, usize>,
    steps: usize,
}

/// Too many clauses, or too many steps to find them.
struct Tangled;

impl Atoms {
    /// The clauses of a condition, or of its opposite, whichever are fewer.
    pub(super) fn normal(&mut self, expr: &Expr) -> Normal {
        self.steps = MOST_STEPS;
        let straight = self.clauses(expr, true);
        self.steps = MOST_STEPS;
        let opposite = self.clauses(expr, false);
        let (clauses, inverted) = match (straight, opposite) {
            (Ok(straight), Ok(opposite)) if opposite.len() < straight.len() => (opposite, true),
            (Ok(straight), _) => (straight, false),
            (Err(Tangled), Ok(opposite)) => (opposite, true),
            (Err(Tangled), Err(Tangled)) => {
                let atom = self.number(Atom::Whole(expr.clone()));
                return Normal { clauses: vec![vec![Literal { atom, is: true }]], inverted: false, tangled: true };
            }
        };
        Normal { clauses: without_idle(clauses), inverted, tangled: false }
    }

    /// The clauses that together say that the expression holds (`is`), or that it does not.
    fn clauses(&mut self, expr: &Expr, is: bool) -> Result<Vec<Clause>, Tangled> {
        self.steps = self.steps.checked_sub(1).ok_or(Tangled)?;
        match expr {
            Expr::Constant(Value::Bool(answer)) => Ok(if *answer == is { Vec::new() } else { vec![Vec::new()] }),
            Expr::Not(inner) => self.clauses(inner, !is),
            Expr::And(parts) if is => self.all(parts, is),
            Expr::Or(parts) if !is => self.all(parts, is),
            Expr::And(parts) | Expr::Or(parts) => self.any(parts, is),
            Expr::Choose(condition, yes, no) => {
                let (held, failed) = (self.clauses(condition, true)?, self.clauses(condition, false)?);
                let (yes, no) = (self.clauses(yes, is)?, self.clauses(no, is)?);
                // The third says what holds either way, even while the condition is open.
                let all = [either(&failed, &yes)?, either(&held, &no)?, either(&yes, &no)?];
                joined(all)
            }
            Expr::Compare(by, left, right) if !by.is_order() && (is_truth(left) || is_truth(right)) => {
                let same = (*by == Comparison::Equal) == is;
                let (left_is, left_not) = (self.clauses(left, true)?, self.clauses(left, false)?);
                let (right_is, right_not) = (self.clauses(right, same)?, self.clauses(right, !same)?);
                joined([either(&left_not, &right_is)?, either(&left_is, &right_not)?])
            }
            _ => Ok(vec![vec![Literal { atom: self.number(Atom::of(expr)), is }]]),
        }
    }

    fn all(&mut self, parts: &[Expr], is: bool) -> Result<Vec<Clause>, Tangled> {
        let mut all = Vec::new();
        for part in parts {
            all.extend(self.clauses(part, is)?);
            if all.len() > MOST_CLAUSES {
                return Err(Tangled);
            }
        }
        Ok(all)
    }

    fn any(&mut self, parts: &[Expr], is: bool) -> Result<Vec<Clause>, Tangled> {
        let mut any = vec![Vec::new()];
        for part in parts {
            any = either(&any, &self.clauses(part, is)?)?;
        }
        Ok(any)
    }

    fn number(&mut self, atom: Atom) -> usize {
        let next = self.all.len();
        *self.numbers.entry(atom).or_insert_with_key(|atom| {
            self.all.push(atom.clone());
            next
        })
    }
}

/// Clauses that say that the one or the other holds.
fn either(one: &[Clause], other: &[Clause]) -> Result<Vec<Clause>, Tangled> {
    if one.len() * other.len() > MOST_CLAUSES {
        return Err(Tangled);
    }
    let mut all = Vec::with_capacity(one.len() * other.len());
    for ours in one {
        for theirs in other {
            let mut clause: Clause = ours.iter().chain(theirs).copied().collect();
            clause.sort_unstable();
            clause.dedup();
            if clause.len() > MOST_LITERALS {
                return Err(Tangled);
            }
            all.push(clause);
        }
    }
    Ok(all)
}

fn joined<const N: usize>(parts: [Vec<Clause>; N]) -> Result<Vec<Clause>, Tangled> {
    let all = parts.concat();
    if all.len() > MOST_CLAUSES { Err(Tangled) } else { Ok(all) }
}

/// Leaves out a clause when another one says as much with less.
fn without_idle(mut clauses: Vec<Clause>) -> Vec<Clause> {
    clauses.iter_mut().for_each(|clause| {
        clause.sort_unstable();
        clause.dedup();
    });
    let mut kept: Vec<Clause> = Vec::with_capacity(clauses.len());
    for clause in clauses {
        let says_more = |less: &Clause, more: &Clause| less.iter().all(|literal| more.contains(literal));
        if kept.iter().any(|other| says_more(other, &clause)) {
            continue;
        }
        kept.retain(|other| !says_more(&clause, other));
        kept.push(clause);
    }
    kept
}

/// Whether an expression is yes or no by its form alone.
fn is_truth(expr: &Expr) -> bool {
    match expr {
        Expr::Constant(value) => value.as_bool().is_some(),
        Expr::Choose(_, yes, no) => is_truth(yes) || is_truth(no),
        Expr::Not(_)
        | Expr::And(_)
        | Expr::Or(_)
        | Expr::Compare(..)
        | Expr::OneOf(..)
        | Expr::Contains(..)
        | Expr::Rows(Macro::Exists | Macro::All, ..) => true,
        _ => false,
    }
}
