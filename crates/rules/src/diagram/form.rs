//! Takes a condition apart into `and`, `or`, `not` over single comparisons, with parameters put in as constants.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::condition::{Comparison, Evaluation, Expr, Macro, Operation};
use crate::{FactId, Type, Value};

use super::filled::Sources;

/// The skeleton of a condition; comparisons are numbered in [`Forms`].
#[derive(Clone, Debug)]
pub(super) enum Form {
    Sure(bool),
    Atom(usize),
    /// What stands in several places, by its number in [`Forms`]: a derived fact, or what a decision table is compared with.
    Shared(usize),
    Not(Box<Form>),
    And(Vec<Form>),
    Or(Vec<Form>),
    Same(Box<Form>, Box<Form>),
    /// Of the rows, the first whose condition holds gives the answer; else the last one.
    First(Vec<(Form, Form)>, Box<Form>),
}

/// All comparisons of all conditions, each once.
pub(super) struct Forms<'a> {
    pub atoms: Vec<Expr>,
    numbers: HashMap<Expr, usize>,
    pub shared: Vec<Form>,
    shared_numbers: HashMap<Expr, usize>,
    pub types: BTreeMap<FactId, Type>,
    sources: &'a Sources,
    /// How often `?:` may still be pulled out of the comparison in hand: each time doubles it.
    lifts: usize,
}

const MOST_LIFTS: usize = 64;
/// Choices with more ids than this are compared with each other as a whole.
const MOST_IDS: usize = 24;

impl<'a> Forms<'a> {
    pub(super) fn new(sources: &'a Sources, types: BTreeMap<FactId, Type>) -> Self {
        Forms {
            atoms: Vec::new(),
            numbers: HashMap::new(),
            shared: Vec::new(),
            shared_numbers: HashMap::new(),
            types,
            sources,
            lifts: 0,
        }
    }

    /// The skeleton of a condition, after [`fold`].
    pub(super) fn form(&mut self, expr: &Expr) -> Form {
        match expr {
            Expr::Constant(Value::Bool(answer)) => Form::Sure(*answer),
            Expr::Not(inner) => Form::Not(Box::new(self.form(inner))),
            Expr::And(parts) => Form::And(parts.iter().map(|part| self.form(part)).collect()),
            Expr::Or(parts) => Form::Or(parts.iter().map(|part| self.form(part)).collect()),
            Expr::Choose(condition, yes, no) => self.either(condition, |forms| (forms.form(yes), forms.form(no))),
            Expr::First(rows, otherwise) => self.first(rows, otherwise.as_deref(), &mut |forms, then| forms.form(then)),
            Expr::Compare(by, left, right) if !by.is_order() && self.is_bool(left) => {
                let same = Form::Same(Box::new(self.form(left)), Box::new(self.form(right)));
                if *by == Comparison::Equal { same } else { Form::Not(Box::new(same)) }
            }
            Expr::OneOf(one, list) => {
                let equal = |item: &Expr| Expr::Compare(Comparison::Equal, one.clone(), Box::new(item.clone()));
                Form::Or(list.iter().map(|item| self.form(&equal(item))).collect())
            }
            Expr::Contains(several, one) => self.contains(expr, several, one),
            Expr::Fact(fact) if self.sources.expands(fact) => self.shared(expr, |forms| {
                let inner = forms.sources.expression(fact).map(|inner| fold(inner, forms.sources));
                inner.map_or(Form::Sure(false), |inner| forms.form(&inner))
            }),
            Expr::Compare(by, left, right) => {
                self.lifts = MOST_LIFTS;
                self.comparison(*by, left, right)
            }
            _ => self.atom(expr.clone()),
        }
    }

    fn either(&mut self, condition: &Expr, branches: impl FnOnce(&mut Self) -> (Form, Form)) -> Form {
        let condition = self.form(condition);
        let (yes, no) = branches(self);
        let otherwise = Form::Not(Box::new(condition.clone()));
        Form::Or(vec![Form::And(vec![condition, yes]), Form::And(vec![otherwise, no])])
    }

    /// The form of an expression that is worked out once, however often it stands.
    fn shared(&mut self, expr: &Expr, form: impl FnOnce(&mut Self) -> Form) -> Form {
        if let Some(number) = self.shared_numbers.get(expr) {
            return Form::Shared(*number);
        }
        let form = form(self);
        let number = self.shared.len();
        self.shared.push(form);
        self.shared_numbers.insert(expr.clone(), number);
        Form::Shared(number)
    }

    fn first(
        &mut self,
        rows: &[(Expr, Expr)],
        otherwise: Option<&Expr>,
        answer: &mut dyn FnMut(&mut Self, &Expr) -> Form,
    ) -> Form {
        let rows = rows.iter().map(|(when, then)| (self.form(when), answer(self, then))).collect();
        let last = otherwise.map_or(Form::Sure(false), |other| answer(self, other));
        Form::First(rows, Box::new(last))
    }

    /// What a decision table of this fact, or written here, is made of.
    fn table(&self, side: &Expr) -> Option<Expr> {
        match side {
            Expr::First(..) => Some(side.clone()),
            Expr::Fact(fact) => {
                let table = self.sources.expression(fact).filter(|inner| matches!(inner, Expr::First(..)))?;
                Some(fold(table, self.sources))
            }
            _ => None,
        }
    }

    fn comparison(&mut self, by: Comparison, left: &Expr, right: &Expr) -> Form {
        let whole = |left: &Expr, right: &Expr| Expr::Compare(by, Box::new(left.clone()), Box::new(right.clone()));
        // A table compared with a constant says: the first row that holds has a value that compares like this.
        for (side, other, is_left) in [(left, right, true), (right, left, false)] {
            let Some(Expr::First(rows, otherwise)) = self.table(side).filter(|_| matches!(other, Expr::Constant(_)))
            else {
                continue;
            };
            return self.shared(&whole(left, right), |forms| {
                forms.first(&rows, otherwise.as_deref(), &mut |forms, then| {
                    let (left, right) = if is_left { (then, other) } else { (other, then) };
                    forms.form(&fold_here(whole(left, right), forms.sources))
                })
            });
        }
        // `(c ? a : b) > x` says `c ? a > x : b > x`, and those two can be cut into cells.
        for (side, other, is_left) in [(left, right, true), (right, left, false)] {
            let Some(condition) = first_choice(side).filter(|_| self.lifts > 0) else { continue };
            self.lifts /= 2;
            let lifts = self.lifts;
            let (yes, no) = (pick(side, condition, true), pick(side, condition, false));
            return self.either(condition, |forms| {
                let mut branch = |side: &Expr| {
                    forms.lifts = lifts;
                    let (left, right) = if is_left { (side, other) } else { (other, side) };
                    let again = fold_here(whole(left, right), forms.sources);
                    match again {
                        Expr::Compare(by, left, right) => forms.comparison(by, &left, &right),
                        other => forms.form(&other),
                    }
                };
                (branch(&yes), branch(&no))
            });
        }
        if let (Expr::Fact(a), Expr::Fact(b), false) = (left, right, by.is_order())
            && let Some(ids) = self.common_ids(a, b)
        {
            let is = |fact: &Expr, id: &String| whole_equal(fact, id);
            let both = ids.iter().map(|id| Form::And(vec![self.atom(is(left, id)), self.atom(is(right, id))]));
            let same = Form::Or(both.collect());
            return if by == Comparison::Equal { same } else { Form::Not(Box::new(same)) };
        }
        self.atom(whole(left, right))
    }

    fn common_ids(&self, a: &FactId, b: &FactId) -> Option<Vec<String>> {
        let (Some(Type::Choice(a) | Type::Choices(a)), Some(Type::Choice(b))) = (self.types.get(a), self.types.get(b))
        else {
            return None;
        };
        let common: Vec<String> = a.iter().filter(|id| b.contains(id)).cloned().collect();
        (common.len() <= MOST_IDS).then_some(common)
    }

    fn contains(&mut self, expr: &Expr, several: &Expr, one: &Expr) -> Form {
        match (several, one) {
            (Expr::Constant(Value::Choices(ids)), one) => {
                Form::Or(ids.iter().map(|id| self.form(&whole_equal(one, id))).collect())
            }
            (Expr::Fact(all), Expr::Fact(this)) if self.common_ids(all, this).is_some() => {
                let ids = self.common_ids(all, this).unwrap_or_default();
                let both = ids.iter().map(|id| {
                    let among = Expr::Contains(Box::new(several.clone()), Box::new(Expr::Constant(Value::text(id))));
                    Form::And(vec![self.atom(among), self.atom(whole_equal(one, id))])
                });
                Form::Or(both.collect())
            }
            (Expr::Fact(_), Expr::Choose(condition, yes, no)) => {
                let among = |id: &Expr| Expr::Contains(Box::new(several.clone()), Box::new(id.clone()));
                self.either(condition, |forms| (forms.form(&among(yes)), forms.form(&among(no))))
            }
            _ => self.atom(expr.clone()),
        }
    }

    fn atom(&mut self, expr: Expr) -> Form {
        if expr.facts().is_empty()
            && let Some(answer) = Evaluation::new(&self.sources.parameters).truth(&expr).known()
        {
            return Form::Sure(answer);
        }
        let next = self.atoms.len();
        let number = *self.numbers.entry(expr).or_insert_with_key(|expr| {
            self.atoms.push(expr.clone());
            next
        });
        Form::Atom(number)
    }

    fn is_bool(&self, expr: &Expr) -> bool {
        match expr {
            Expr::Constant(value) => value.as_bool().is_some(),
            Expr::Fact(fact) => self.types.get(fact) == Some(&Type::Bool),
            Expr::Choose(_, yes, _) => self.is_bool(yes),
            Expr::First(rows, _) => rows.first().is_some_and(|(_, then)| self.is_bool(then)),
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
}

fn whole_equal(fact: &Expr, id: &str) -> Expr {
    Expr::Compare(Comparison::Equal, Box::new(fact.clone()), Box::new(Expr::Constant(Value::text(id))))
}

/// The condition of the first `?:` in a value, outside what is asked of rows.
fn first_choice(expr: &Expr) -> Option<&Expr> {
    match expr {
        Expr::Choose(condition, ..) => Some(condition),
        Expr::Arithmetic(_, a, b) | Expr::DaysBetween(a, b) => first_choice(a).or_else(|| first_choice(b)),
        _ => None,
    }
}

/// The value when every `?:` that asks `condition` has this answer.
fn pick(expr: &Expr, condition: &Expr, answer: bool) -> Expr {
    match expr {
        Expr::Choose(asked, yes, no) if **asked == *condition => pick(if answer { yes } else { no }, condition, answer),
        Expr::Choose(..) | Expr::Arithmetic(..) | Expr::DaysBetween(..) => {
            expr.with_parts(&mut |part| pick(part, condition, answer))
        }
        _ => expr.clone(),
    }
}

/// Puts parameters in, and computes what then hangs on nothing.
pub(super) fn fold(expr: &Expr, sources: &Sources) -> Expr {
    fold_here(expr.with_parts(&mut |part| fold(part, sources)), sources)
}

fn fold_here(expr: Expr, sources: &Sources) -> Expr {
    match &expr {
        Expr::Parameter(name) => sources.parameters.get(name).cloned().map_or(expr, Expr::Constant),
        Expr::Fact(fact) => sources.constants.get(fact).cloned().map_or(expr, Expr::Constant),
        Expr::Constant(_) | Expr::Item { .. } => expr,
        Expr::Arithmetic(by, a, b) => {
            let again = Expr::Arithmetic(
                *by,
                Box::new(fold_here((**a).clone(), sources)),
                Box::new(fold_here((**b).clone(), sources)),
            );
            computed(&again).unwrap_or(again)
        }
        _ => computed(&expr).unwrap_or(expr),
    }
}

fn computed(expr: &Expr) -> Option<Expr> {
    let parts = expr.parts();
    if parts.is_empty() || !parts.iter().all(|part| matches!(part, Expr::Constant(_))) {
        return None;
    }
    let nothing: BTreeMap<String, Value> = BTreeMap::new();
    let value = Evaluation::new(&nothing).value(expr)?.into_owned();
    if let (Expr::Arithmetic(Operation::Over, of, by), Some(result)) = (expr, value.as_number())
        && let (Expr::Constant(Value::Number(of)), Expr::Constant(Value::Number(by))) = (&**of, &**by)
        && result.checked_mul(*by) != Some(*of)
    {
        // A third stays a fraction, so that `n / 3 > 50 / 3` changes its mind at 50 exactly.
        return None;
    }
    Some(Expr::Constant(value))
}

/// The names a comparison reads, with derived facts followed down to what somebody can be asked for.
pub(super) fn follow(names: &BTreeSet<FactId>, sources: &Sources) -> (BTreeSet<FactId>, BTreeSet<FactId>) {
    let (mut facts, mut reads) = (BTreeSet::new(), BTreeSet::new());
    let mut waiting: Vec<&FactId> = names.iter().collect();
    while let Some(name) = waiting.pop() {
        if !reads.insert(name.clone()) {
            continue;
        }
        match sources.derived(name) {
            Some(condition) => waiting.extend(condition.facts()),
            None => {
                facts.insert(name.clone());
            }
        }
    }
    (facts, reads)
}
