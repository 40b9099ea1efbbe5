//! Diagrams: every outcome of a condition at once, so that "can this still change?" has an exact answer.
//!
//! Facts are cut into the cells at which any condition changes its mind; a diagram asks one fact after the other which
//! cell it is in (an ordered, reduced, multi-valued decision diagram). Read in this order: `variable` (what is asked),
//! `form` (a condition taken apart), `linear` and `cells` (where facts are cut), `nodes` (the diagrams), `compile`
//! (all together), `filled` and `under` (what is known put in), `reason`, `change` and `example` (the explanations).
//!
//! # Where it is exact
//!
//! Everything said about facts one at a time is exact. Variables are taken to be independent of each other, which is
//! not so in three places, where an outcome may be reported as open although it is not; never the other way round:
//!
//! - a comparison over several facts (`a > b`), over rows, over the size of a list, or not a straight line in its fact
//!   is one *opaque* variable beside the variables of its facts;
//! - a derived fact that is neither yes or no nor a decision table compared with a constant is a variable of its own
//!   beside those of its inputs;
//! - a condition that would need too many nodes is one opaque variable as a whole: [`Diagrams::fell_back`].

mod bounds;
mod cells;
mod change;
mod compile;
mod difference;
mod example;
mod filled;
mod form;
mod linear;
pub(crate) mod nodes;
mod reason;
mod under;
pub(crate) mod variable;

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashMap;

use crate::{Condition, FactId, Knowledge, Scope, Ternary, Type, Value};

pub use bounds::Bounds;
pub use difference::Difference;
use filled::Sources;
pub(crate) use linear::{Crossing, crossing};
use nodes::{ALWAYS, NEVER, Nodes};
pub use under::Under;
pub use variable::Variable;

/// All diagrams of one set of conditions. A [`Diagram`] is only meaningful together with the one that made it.
#[derive(Clone, Debug)]
pub struct Diagrams {
    nodes: Nodes,
    variables: Vec<Variable>,
    sources: Sources,
    types: BTreeMap<FactId, Type>,
    fell_back: Vec<usize>,
}

/// One condition's outcomes. Two diagrams of the same [`Diagrams`] are equal exactly when they always agree.
#[derive(Copy, Clone, PartialEq, Eq, Hash, Debug)]
pub struct Diagram(pub(crate) u32);

impl Diagrams {
    /// Compiles all conditions together.
    ///
    /// `order`: facts in the preferred variable order; the others come after, by name. `derived`: derived facts; those
    /// that are yes or no, and decision tables compared with a constant, are put in where their name stands, the others
    /// become a variable whose value can be given under the derived name. A derived fact that reaches itself is
    /// treated as an ordinary one.
    pub fn compile(
        conditions: &[&Condition],
        parameters: &dyn Knowledge,
        derived: &BTreeMap<FactId, Condition>,
        order: &[FactId],
        types: &dyn Scope,
    ) -> (Diagrams, Vec<Diagram>) {
        compile::compile(conditions, parameters, derived, order, types)
    }

    pub fn always(&self) -> Diagram {
        Diagram(ALWAYS)
    }

    pub fn never(&self) -> Diagram {
        Diagram(NEVER)
    }

    pub fn and(&mut self, a: Diagram, b: Diagram) -> Diagram {
        Diagram(self.nodes.and(a.0, b.0))
    }

    pub fn or(&mut self, a: Diagram, b: Diagram) -> Diagram {
        Diagram(self.nodes.or(a.0, b.0))
    }

    pub fn not(&mut self, a: Diagram) -> Diagram {
        Diagram(self.nodes.not(a.0))
    }

    /// What is left when one fact is known. An opaque variable is settled only when this fact is all it needs;
    /// facts that become known one after the other belong into one [`Diagrams::given_all`].
    pub fn given(&mut self, diagram: Diagram, fact: &FactId, value: &Value) -> Diagram {
        self.given_all(diagram, &BTreeMap::from([(fact.clone(), value.clone())]))
    }

    /// What is left when all these facts are known. Makes nodes that stay; to ask only for truth and support under
    /// many different states of knowledge, use [`Diagrams::under`].
    pub fn given_all(&mut self, diagram: Diagram, known: &BTreeMap<FactId, Value>) -> Diagram {
        let (left, root) = {
            let mut under = self.under(known);
            let root = under.restricted(diagram.0);
            (std::mem::take(&mut under.nodes), root)
        };
        Diagram(self.nodes.adopt(&left, root, &mut FxHashMap::default()))
    }

    /// Looks at diagrams under what is known without changing them; the cheap way to ask many at once.
    pub fn under<'a>(&'a self, known: &'a dyn Knowledge) -> Under<'a> {
        Under::new(self, known)
    }

    /// Unknown exactly while both outcomes are still possible.
    pub fn truth(&self, diagram: Diagram) -> Ternary {
        match diagram.0 {
            NEVER => Ternary::False,
            ALWAYS => Ternary::True,
            _ => Ternary::Unknown,
        }
    }

    /// The facts that can still change the outcome; for a derived fact, what it hangs on. After
    /// [`Diagrams::given_all`] a known fact is listed as long as an opaque variable that reads it is open.
    pub fn support(&self, diagram: Diagram) -> BTreeSet<FactId> {
        let mut facts = BTreeSet::new();
        self.reach(diagram, |variable| facts.extend(variable.facts.iter().cloned()));
        facts
    }

    /// A set of known facts that alone forces the outcome and from which none can be left out; none while it is open.
    /// The shortest there is when no more than twelve known facts are in question.
    pub fn reason(&self, diagram: Diagram, known: &BTreeMap<FactId, Value>) -> Option<Vec<FactId>> {
        reason::reason(self, diagram, known)
    }

    /// The nearest change: the fewest known facts that must be different so that the outcome turns over, with example
    /// values. Facts that are not known but then matter are listed as well. None while the outcome is open, and when
    /// it can never turn over. Where opaque variables matter, up to three facts are tried out within a bound, so that
    /// a change can be missed or not be the least; what is reported always turns the outcome over.
    pub fn nearest_change(&self, diagram: Diagram, known: &BTreeMap<FactId, Value>) -> Option<Vec<(FactId, Value)>> {
        change::nearest_change(self, diagram, known)
    }

    /// One value of each cell of a fact, in order: for numbers and days the thresholds from both sides. For several
    /// choices: none, then each mentioned id alone. Empty when no condition cuts the fact.
    pub fn representatives(&self, fact: &FactId) -> Vec<Value> {
        let mut values = Vec::new();
        for variable in &self.variables {
            match &variable.test {
                variable::Test::Fact(of, cells) if of == fact => values.extend(cells.representatives()),
                variable::Test::Member(of, id) if of == fact => {
                    if values.is_empty() {
                        values.push(Value::Choices(Vec::new()));
                    }
                    values.push(Value::Choices(vec![id.clone()]));
                }
                _ => {}
            }
        }
        values
    }

    /// The type of a fact that some condition reads.
    pub fn type_of(&self, fact: &FactId) -> Option<&Type> {
        self.types.get(fact)
    }

    /// How many nodes a diagram has.
    pub fn size(&self, diagram: Diagram) -> usize {
        let mut count = 0;
        self.nodes.reach(diagram.0, &mut |_, _| count += 1);
        count
    }

    /// Whether some question of a diagram stands for a whole comparison, which is taken to be independent of the rest.
    pub fn has_opaque(&self, diagram: Diagram) -> bool {
        let mut found = false;
        self.reach(diagram, |variable| found |= variable.is_opaque());
        found
    }

    /// How many nodes there are in all.
    pub fn nodes(&self) -> usize {
        self.nodes.len()
    }

    /// The questions, in the order in which diagrams ask them.
    pub fn variables(&self) -> &[Variable] {
        &self.variables
    }

    /// The numbers of the conditions that were too tangled to be taken apart: each is one opaque variable, answered by
    /// evaluation once its facts allow it.
    pub fn fell_back(&self) -> &[usize] {
        &self.fell_back
    }

    pub(crate) fn variable(&self, number: u32) -> Option<&Variable> {
        self.variables.get(number as usize)
    }

    /// Every variable a diagram asks, each once.
    fn reach<'a>(&'a self, diagram: Diagram, mut visit: impl FnMut(&'a Variable)) {
        let mut seen = vec![false; self.variables.len()];
        self.nodes.reach(diagram.0, &mut |variable, _| {
            if let Some(seen) = seen.get_mut(variable as usize)
                && !std::mem::replace(seen, true)
            {
                self.variable(variable).into_iter().for_each(&mut visit);
            }
        });
    }
}
