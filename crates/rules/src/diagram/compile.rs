//! From conditions to diagrams: comparisons become variables, variables get their order, skeletons become nodes.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashMap;

use crate::condition::Expr;
use crate::{Condition, FactId, Knowledge, Scope, Type, Value};

use super::cells::{divide, is_divisible};
use super::filled::Sources;
use super::form::{Form, Forms, fold, follow};
use super::nodes::{ALWAYS, NEVER, Nodes};
use super::variable::{Cells, Test, Variable};
use super::{Diagram, Diagrams};

/// Beyond this a set of laws is no longer cut into cells but answered as it stands.
const MOST_NODES: usize = 200_000;
/// One tangled condition must not use up what all the others need.
const MOST_NODES_OF_ONE: usize = 40_000;

/// What a comparison is once variables are numbered.
#[derive(Clone, Debug)]
struct Asked {
    variable: u32,
    /// The answer in each cell.
    answers: Vec<bool>,
}

pub(super) fn compile(
    conditions: &[&Condition],
    parameters: &dyn Knowledge,
    derived: &BTreeMap<FactId, Condition>,
    order: &[FactId],
    scope: &dyn Scope,
) -> (Diagrams, Vec<Diagram>) {
    let sources = Sources::gather(conditions, parameters, derived);
    let types = types(conditions, &sources, scope);
    let mut forms = Forms::new(&sources, types);
    let folded: Vec<Expr> = conditions.iter().map(|condition| fold(condition.expr(), &sources)).collect();
    let skeletons: Vec<Form> = folded.iter().map(|expr| forms.form(expr)).collect();
    let Forms { atoms, shared, types, .. } = forms;

    let questions = questions(&atoms, &types, &sources);
    let (mut variables, asked) = arranged(questions, &places(order, &types), atoms.len());

    let mut building =
        Building { nodes: Nodes::default(), asked: &asked, shared: &shared, built: FxHashMap::default() };
    let mut roots = Vec::with_capacity(conditions.len());
    let mut fell_back = Vec::new();
    for (number, (skeleton, whole)) in skeletons.iter().zip(folded).enumerate() {
        let before = building.nodes.len();
        building.nodes.allow(Some(MOST_NODES_OF_ONE.min(MOST_NODES.saturating_sub(before))));
        let mut root = building.build(skeleton);
        if building.nodes.is_full() {
            building.nodes.cut_back(before);
            building.built.clear();
            building.nodes.allow(None);
            fell_back.push(number);
            // The whole condition becomes one question, last in the order, answered by evaluation.
            let (facts, reads) = follow(&whole.facts(), &sources);
            let variable = u32::try_from(variables.len()).unwrap_or(u32::MAX);
            variables.push(Variable { test: Test::Atom(whole), facts, reads });
            root = building.nodes.make(variable, &[NEVER, ALWAYS]);
        }
        roots.push(root);
    }
    // Only what some condition needs is kept; the steps on the way there are not.
    let (mut nodes, mut adopted) = (Nodes::default(), FxHashMap::default());
    let diagrams = roots.into_iter().map(|root| Diagram(nodes.adopt(&building.nodes, root, &mut adopted))).collect();
    (Diagrams { nodes, variables, sources, types, fell_back }, diagrams)
}

/// The types of all facts that are read, derived ones included.
fn types(conditions: &[&Condition], sources: &Sources, scope: &dyn Scope) -> BTreeMap<FactId, Type> {
    let mut types: BTreeMap<FactId, Type> = BTreeMap::new();
    let derived = sources.derived_facts().map(|(_, condition)| condition);
    for fact in conditions.iter().copied().chain(derived).flat_map(Condition::facts) {
        if !types.contains_key(fact)
            && let Some(ty) = scope.type_of(fact.as_str()).or_else(|| sources.derived(fact).map(|c| c.ty().clone()))
        {
            types.insert(fact.clone(), ty);
        }
    }
    types
}

/// The place of every fact in the preferred order; the others follow by name.
fn places(order: &[FactId], types: &BTreeMap<FactId, Type>) -> BTreeMap<FactId, usize> {
    let mut places = BTreeMap::new();
    for fact in order.iter().chain(types.keys()) {
        let next = places.len();
        places.entry(fact.clone()).or_insert(next);
    }
    places
}

/// A variable before it has its number, with the comparisons it answers.
struct Question {
    variable: Variable,
    answers: Vec<(usize, Vec<bool>)>,
}

fn questions(atoms: &[Expr], types: &BTreeMap<FactId, Type>, sources: &Sources) -> Vec<Question> {
    let mut by_fact: BTreeMap<FactId, Vec<usize>> = BTreeMap::new();
    let mut found = Vec::new();
    let question = |test: Test, names: &BTreeSet<FactId>, answers: Vec<(usize, Vec<bool>)>| {
        let (facts, reads) = follow(names, sources);
        Question { variable: Variable { test, facts, reads }, answers }
    };
    let both = |number: usize| vec![(number, vec![false, true])];
    for (number, atom) in atoms.iter().enumerate() {
        let names = atom.facts();
        let only = if names.len() == 1 { names.first() } else { None };
        match (atom, only.and_then(|fact| Some((fact, types.get(fact)?)))) {
            (Expr::Fact(fact), Some((_, Type::Bool))) => {
                found.push(question(Test::Fact(fact.clone(), Cells::YesNo), &names, both(number)));
            }
            (Expr::Contains(several, one), Some((fact, _))) => match (&**several, &**one) {
                (Expr::Fact(_), Expr::Constant(Value::Text(id))) => {
                    found.push(question(Test::Member(fact.clone(), id.clone()), &names, both(number)));
                }
                _ => found.push(question(Test::Atom(atom.clone()), &names, both(number))),
            },
            (_, Some((fact, ty))) if is_divisible(atom, ty) => by_fact.entry(fact.clone()).or_default().push(number),
            _ => found.push(question(Test::Atom(atom.clone()), &names, both(number))),
        }
    }
    for (fact, numbers) in by_fact {
        let Some(ty) = types.get(&fact) else { continue };
        let cut: Vec<&Expr> = numbers.iter().filter_map(|number| atoms.get(*number)).collect();
        let division = divide(&fact, ty, &cut);
        let names = BTreeSet::from([fact.clone()]);
        let mut answers = Vec::new();
        for (number, (atom, answer)) in numbers.iter().zip(cut.iter().zip(division.answers)) {
            match answer {
                Some(answer) => answers.push((*number, answer)),
                None => found.push(question(Test::Atom((*atom).clone()), &names, both(*number))),
            }
        }
        found.push(question(Test::Fact(fact, division.cells), &names, answers));
    }
    found
}

/// Variables in their final order: the questions of one fact side by side, a comparison of several facts after the last.
fn arranged(
    mut questions: Vec<Question>,
    places: &BTreeMap<FactId, usize>,
    n_atoms: usize,
) -> (Vec<Variable>, Vec<Option<Asked>>) {
    let place = |fact: &FactId| places.get(fact).copied().unwrap_or(usize::MAX);
    questions.sort_by_cached_key(|question| {
        let variable = &question.variable;
        let last = variable.facts.iter().map(place).max().unwrap_or(usize::MAX);
        match &variable.test {
            Test::Fact(fact, _) => (place(fact).min(last), 0, fact.to_string(), String::new()),
            Test::Member(fact, id) => (place(fact).min(last), 0, fact.to_string(), format!("/{id}")),
            Test::Atom(expr) => (last, 1, format!("{expr:?}"), String::new()),
        }
    });
    let mut asked: Vec<Option<Asked>> = vec![None; n_atoms];
    let mut variables = Vec::with_capacity(questions.len());
    for question in questions {
        let variable = u32::try_from(variables.len()).unwrap_or(u32::MAX);
        variables.push(question.variable);
        for (atom, answers) in question.answers {
            if let Some(place) = asked.get_mut(atom) {
                *place = Some(Asked { variable, answers });
            }
        }
    }
    (variables, asked)
}

struct Building<'a> {
    nodes: Nodes,
    asked: &'a [Option<Asked>],
    shared: &'a [Form],
    /// Diagrams of what is shared, built when first met.
    built: FxHashMap<usize, u32>,
}

impl<'a> Building<'a> {
    fn build(&mut self, form: &'a Form) -> u32 {
        match form {
            Form::Sure(answer) => u32::from(*answer),
            Form::Atom(number) => match self.asked.get(*number) {
                Some(Some(asked)) => {
                    let children: Vec<u32> = asked.answers.iter().map(|answer| u32::from(*answer)).collect();
                    self.nodes.make(asked.variable, &children)
                }
                _ => NEVER,
            },
            Form::Shared(number) => self.shared(*number),
            Form::Not(inner) => {
                let inner = self.build(inner);
                self.nodes.not(inner)
            }
            Form::And(parts) => parts.iter().fold(ALWAYS, |so_far, part| {
                let part = self.build(part);
                self.nodes.and(so_far, part)
            }),
            Form::Or(parts) => parts.iter().fold(NEVER, |so_far, part| {
                let part = self.build(part);
                self.nodes.or(so_far, part)
            }),
            Form::Same(a, b) => {
                let (a, b) = (self.build(a), self.build(b));
                let (not_a, not_b) = (self.nodes.not(a), self.nodes.not(b));
                let (both, neither) = (self.nodes.and(a, b), self.nodes.and(not_a, not_b));
                self.nodes.or(both, neither)
            }
            Form::First(rows, otherwise) => {
                let last = self.build(otherwise);
                rows.iter().rev().fold(last, |after, (when, then)| {
                    let (when, then) = (self.build(when), self.build(then));
                    let here = self.nodes.and(when, then);
                    let passed = self.nodes.not(when);
                    let later = self.nodes.and(passed, after);
                    self.nodes.or(here, later)
                })
            }
        }
    }

    fn shared(&mut self, number: usize) -> u32 {
        if let Some(known) = self.built.get(&number) {
            return *known;
        }
        let Some(form) = self.shared.get(number) else { return NEVER };
        let made = self.build(form);
        self.built.insert(number, made);
        made
    }
}
