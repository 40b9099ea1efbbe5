//! What would have to be different: the fewest known facts whose change turns an outcome over.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use rust_decimal::Decimal;

use crate::condition::{Comparison, Expr};
use crate::{FactId, Type, Value};

use super::cells::{divide, is_divisible};
use super::nodes::{ALWAYS, NEVER};
use super::under::Under;
use super::variable::Test;
use super::{Diagram, Diagrams};

type Changes = BTreeMap<FactId, Value>;

/// What a way costs: facts, and among equals how far numbers have to go.
type Cost = (u64, Decimal);

/// Changing a known fact outweighs learning any number of unknown ones.
const CHANGED: u64 = 1 << 32;
const LEARNT: u64 = 1;
/// How many combinations are tried where comparisons of several facts leave no exact way.
const MOST_TRIED: usize = 4_000;
const MOST_FACTS_TRIED: usize = 3;

pub(super) fn nearest_change(
    diagrams: &Diagrams,
    diagram: Diagram,
    known: &BTreeMap<FactId, Value>,
) -> Option<Vec<(FactId, Value)>> {
    let wanted = !diagrams.under(known).forced(diagram).known()?;
    let turns = |changes: &Changes| {
        let mut changed = known.clone();
        changed.extend(changes.clone());
        diagrams.under(&changed).forced(diagram).known() == Some(wanted)
    };
    let along_cells = Walk::new(diagrams, known, wanted).changes(diagram).filter(turns);
    let is_exact = {
        let mut exact = true;
        diagrams.reach(diagram, |variable| {
            exact &= variable.fact().is_some_and(|fact| variable.facts.contains(fact));
        });
        exact
    };
    if is_exact {
        return along_cells.map(|changes| changes.into_iter().collect());
    }
    let n_changed = |changes: &Changes| changes.keys().filter(|fact| known.contains_key(*fact)).count();
    let fewer_than = along_cells.as_ref().map_or(MOST_FACTS_TRIED + 1, n_changed);
    let tried = try_out(diagrams, diagram, known, fewer_than, &turns);
    tried.or(along_cells).map(|changes| changes.into_iter().collect())
}

/// The cheapest way through the nodes to the wanted end. Comparisons of several facts keep their answer.
struct Walk<'a> {
    diagrams: &'a Diagrams,
    known: &'a BTreeMap<FactId, Value>,
    under: Under<'a>,
    end: u32,
    /// By node, and whether its fact is already changed on the way to it.
    costs: HashMap<(u32, bool), Option<(Cost, usize)>>,
}

impl<'a> Walk<'a> {
    fn new(diagrams: &'a Diagrams, known: &'a BTreeMap<FactId, Value>, wanted: bool) -> Self {
        let end = if wanted { ALWAYS } else { NEVER };
        Walk { diagrams, known, under: diagrams.under(known), end, costs: HashMap::new() }
    }

    fn fact(&self, id: u32) -> Option<&'a FactId> {
        let (variable, _) = self.diagrams.nodes.node(id)?;
        self.diagrams.variable(variable)?.fact()
    }

    /// What the step into one cell costs, and whether the fact counts as changed after it.
    fn step(&mut self, variable: u32, cell: usize, changed: bool) -> Option<(Cost, bool)> {
        let asked = self.diagrams.variable(variable)?;
        let now = self.under.cell(variable);
        if now == Some(cell) {
            return Some(((0, Decimal::ZERO), changed));
        }
        let fact = asked.fact().filter(|fact| asked.facts.contains(*fact))?;
        let cost = if self.known.contains_key(fact) { CHANGED } else { LEARNT };
        Some(((if changed { 0 } else { cost }, self.moved(variable, cell)), true))
    }

    /// How far a number or day has to go into this cell, in units or days; 0 for everything else.
    fn moved(&self, variable: u32, cell: usize) -> Decimal {
        let Some(Test::Fact(fact, cells)) = self.diagrams.variable(variable).map(|variable| &variable.test) else {
            return Decimal::ZERO;
        };
        let Some(now) = self.known.get(fact) else { return Decimal::ZERO };
        match (now, cells.nearest(cell, now, false)) {
            (Value::Number(from), Some(Value::Number(to))) => to.checked_sub(*from).unwrap_or(Decimal::MAX).abs(),
            (Value::Day(from), Some(Value::Day(to))) => Decimal::from(from.days_until(to).abs()),
            _ => Decimal::ZERO,
        }
    }

    fn onward(&self, id: u32, child: u32, changed: bool) -> bool {
        changed && self.fact(child).is_some() && self.fact(child) == self.fact(id)
    }

    /// The least cost from here, and the cell to take.
    fn cost(&mut self, id: u32, changed: bool) -> Option<(Cost, usize)> {
        if id <= ALWAYS {
            return (id == self.end).then_some(((0, Decimal::ZERO), 0));
        }
        if let Some(known) = self.costs.get(&(id, changed)) {
            return *known;
        }
        let diagrams = self.diagrams;
        let (variable, children) = diagrams.nodes.node(id)?;
        let mut best: Option<(Cost, usize)> = None;
        for (cell, child) in children.iter().enumerate() {
            let Some((cost, after)) = self.step(variable, cell, changed) else { continue };
            let after = self.onward(id, *child, after);
            let Some((rest, _)) = self.cost(*child, after) else { continue };
            let sum = (cost.0 + rest.0, cost.1.checked_add(rest.1).unwrap_or(Decimal::MAX));
            if best.is_none_or(|(least, _)| sum < least) {
                best = Some((sum, cell));
            }
        }
        self.costs.insert((id, changed), best);
        best
    }

    fn changes(&mut self, diagram: Diagram) -> Option<Changes> {
        let (mut id, mut changed) = (diagram.0, false);
        let mut changes = Changes::new();
        while id > ALWAYS {
            let (_, cell) = self.cost(id, changed)?;
            let diagrams = self.diagrams;
            let (variable, children) = diagrams.nodes.node(id)?;
            let (_, after) = self.step(variable, cell, changed)?;
            if self.under.cell(variable) != Some(cell) {
                self.note(&mut changes, variable, cell);
            }
            let child = *children.get(cell)?;
            changed = self.onward(id, child, after);
            id = child;
        }
        Some(changes)
    }

    fn note(&self, changes: &mut Changes, variable: u32, cell: usize) {
        match self.diagrams.variable(variable).map(|variable| &variable.test) {
            Some(Test::Fact(fact, cells)) => {
                let near = self.known.get(fact).and_then(|now| cells.nearest(cell, now, false));
                let value = near.or_else(|| cells.representatives().into_iter().nth(cell));
                changes.extend(value.map(|value| (fact.clone(), value)));
            }
            Some(Test::Member(fact, id)) => {
                let now = changes.get(fact).or_else(|| self.known.get(fact)).and_then(Value::as_choices);
                let mut ids: BTreeSet<String> = now.unwrap_or_default().iter().cloned().collect();
                if cell == 1 {
                    ids.insert(id.clone());
                } else {
                    ids.remove(id);
                }
                changes.insert(fact.clone(), Value::Choices(ids.into_iter().collect()));
            }
            _ => {}
        }
    }
}

/// Tries values that some comparison mentions, one fact at a time, then two, then three.
fn try_out(
    diagrams: &Diagrams,
    diagram: Diagram,
    known: &BTreeMap<FactId, Value>,
    fewer_than: usize,
    turns: &dyn Fn(&Changes) -> bool,
) -> Option<Changes> {
    let mut choices: BTreeMap<&FactId, BTreeSet<Value>> = BTreeMap::new();
    diagrams.reach(diagram, |variable| {
        for fact in variable.facts.iter().filter(|fact| known.contains_key(*fact)) {
            let values = choices.entry(fact).or_insert_with(|| usual_values(diagrams, fact, known));
            if let Test::Atom(expr) = &variable.test {
                values.extend(values_of_atom(diagrams, expr, fact, known));
            }
            for name in &variable.reads {
                if let Some(expr) = diagrams.sources.expression(name) {
                    values.extend(mentioned(expr, diagrams.types.get(fact)));
                }
            }
        }
    });
    for (fact, values) in &mut choices {
        values.retain(|value| Some(value) != known.get(*fact));
    }
    let choices: Vec<(&FactId, Vec<Value>)> = choices.into_iter().map(|(f, v)| (f, v.into_iter().collect())).collect();
    let mut tries_left = MOST_TRIED;
    (1..fewer_than.min(MOST_FACTS_TRIED + 1))
        .find_map(|size| combine(&choices, size, &mut Changes::new(), &mut tries_left, turns))
}

fn combine(
    choices: &[(&FactId, Vec<Value>)],
    size: usize,
    so_far: &mut Changes,
    tries_left: &mut usize,
    turns: &dyn Fn(&Changes) -> bool,
) -> Option<Changes> {
    if size == 0 {
        *tries_left = tries_left.saturating_sub(1);
        return turns(so_far).then(|| so_far.clone());
    }
    for (at, (fact, values)) in choices.iter().enumerate() {
        for value in values {
            if *tries_left == 0 {
                return None;
            }
            so_far.insert((*fact).clone(), value.clone());
            let found = combine(&choices[at + 1..], size - 1, so_far, tries_left, turns);
            so_far.remove(*fact);
            if found.is_some() {
                return found;
            }
        }
    }
    None
}

/// Values worth trying whatever is asked: one of each cell, and the small changes of lists.
fn usual_values(diagrams: &Diagrams, fact: &FactId, known: &BTreeMap<FactId, Value>) -> BTreeSet<Value> {
    let mut values: BTreeSet<Value> = diagrams.representatives(fact).into_iter().collect();
    match (diagrams.types.get(fact), known.get(fact)) {
        (Some(Type::Bool), _) => values.extend([Value::Bool(false), Value::Bool(true)]),
        (Some(Type::Choice(ids)), _) => values.extend(ids.iter().map(Value::text)),
        (Some(Type::Choices(ids)), Some(Value::Choices(now))) => {
            values.extend([Value::Choices(Vec::new())]);
            for id in ids {
                let mut toggled: BTreeSet<&String> = now.iter().collect();
                if !toggled.remove(id) {
                    toggled.insert(id);
                }
                values.insert(Value::Choices(toggled.into_iter().cloned().collect()));
            }
        }
        (Some(Type::Rows(_)), Some(Value::Rows(now))) => {
            values.insert(Value::Rows(Vec::new()));
            for at in 0..now.len() {
                let mut without = now.clone();
                without.remove(at);
                values.insert(Value::Rows(without));
            }
        }
        _ => {}
    }
    values
}

/// Where a comparison turns over for one fact while the others stay, and one step to either side.
fn values_of_atom(diagrams: &Diagrams, expr: &Expr, fact: &FactId, known: &BTreeMap<FactId, Value>) -> BTreeSet<Value> {
    let Some(ty) = diagrams.types.get(fact) else { return BTreeSet::new() };
    let mut values = mentioned(expr, Some(ty));
    let alone = with_known(expr, fact, known);
    if let Expr::Compare(_, left, right) = &alone
        && is_divisible(&alone, ty)
    {
        // Both strict sides and the point itself: asked as three comparisons, each gets its own cell.
        let all = [Comparison::Less, Comparison::Equal].map(|by| Expr::Compare(by, left.clone(), right.clone()));
        values.extend(divide(fact, ty, &all.each_ref()).cells.representatives());
    }
    values
}

fn with_known(expr: &Expr, except: &FactId, known: &BTreeMap<FactId, Value>) -> Expr {
    match expr {
        Expr::Fact(fact) if fact != except => known.get(fact).cloned().map_or(expr.clone(), Expr::Constant),
        _ => expr.with_parts(&mut |part| with_known(part, except, known)),
    }
}

/// Constants of the fact's type, and their neighbours.
fn mentioned(expr: &Expr, ty: Option<&Type>) -> BTreeSet<Value> {
    let mut values = BTreeSet::new();
    let mut waiting = vec![expr];
    while let Some(expr) = waiting.pop() {
        match (expr, ty) {
            (Expr::Constant(Value::Number(number)), Some(Type::Number)) => {
                let one = Decimal::ONE;
                let around = [Some(*number), number.checked_sub(one), number.checked_add(one)];
                values.extend(around.into_iter().flatten().map(Value::Number));
            }
            (Expr::Constant(Value::Day(day)), Some(Type::Day)) => {
                values.extend([*day, day.plus_days(-1), day.plus_days(1)].map(Value::Day));
            }
            (Expr::Constant(Value::Text(text)), Some(Type::Text)) => {
                values.insert(Value::text(text));
            }
            _ => {}
        }
        waiting.extend(expr.parts());
    }
    values
}
