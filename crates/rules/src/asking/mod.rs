//! Which question next: the one after which the least is expected to be left to ask, and none whose answer changes nothing.
//!
//! Read in this order: [`Asked`] (what somebody can be asked for), [`Questions`] (the next one, for any set of
//! diagrams), [`Questionnaire`] (the same from conditions, with outcomes of several values), then `state` (what is left
//! of the diagrams, in parts that share no fact), `search` (one question from one state of knowledge) and `exact` (the
//! least expected cost of a part).
//!
//! # What is exact
//!
//! A fact is asked only if it is known that some answer to it, together with some answers to the others, leads to
//! another outcome than another answer would. A fact nobody can be asked for (skipped, personal, not applicable) is no
//! reason to ask for others: outcomes that hang on it alone count as settled, unknown. The least expected cost is found
//! by dynamic programming over everything that can still be answered; parts that share no fact are solved one by one.
//! Where a part is too large for that, each question is looked ahead of by one answer, and [`Next::found`] says so. As
//! in [`crate::Diagrams`], comparisons over several facts are taken to be independent of the rest.
//!
//! What was found out about a part is kept for the next question, which leaves most parts as they are. It changes what
//! a question takes, never which one it is.
//!
//! Facts that are [`Asked::early`] are the author's own beginning: while one of them can be asked and matters it goes
//! before everything else, so exactness starts where they end.
//!
//! Each answer is as likely as its cell: cells of numbers and days equally so, options of a choice equally so, every
//! set of several choices equally so, unless [`Asked::likely`]
//! says otherwise. Costs are compared to a millionth of a question; what is equal goes in the order of the author.

mod bits;
mod exact;
mod questionnaire;
mod search;
mod state;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex};

use crate::diagram::Bounds;
use crate::diagram::nodes::ALWAYS;
use crate::diagram::variable::{Cells, Test, Variable};
use crate::{Diagram, Diagrams, FactId, Type, Value};

use bits::Bits;
pub use questionnaire::{Questionnaire, Several, Standing};
use search::{Kept, Search};

/// One fact somebody can be asked for.
#[derive(Clone, Debug)]
pub struct Asked {
    pub fact: FactId,
    /// What an answer costs, in thousandths of an ordinary question; 0 when a register gives it.
    pub cost: u32,
    /// How likely values are beside each other: an option by its id, `true` or `false`. Without an entry, and at least: 1.
    pub likely: BTreeMap<String, u32>,
    /// Asked only where this holds for certain.
    pub only_if: Option<Diagram>,
    /// The author wants it asked before all others while it matters, whatever that costs.
    pub early: bool,
}

impl Asked {
    /// An ordinary question.
    pub fn new(fact: impl Into<FactId>) -> Asked {
        Asked { fact: fact.into(), cost: 1000, likely: BTreeMap::new(), only_if: None, early: false }
    }
}

/// How the next question was chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Found {
    /// No other way to ask is expected to cost less.
    Exact,
    /// There is too much to try, or a comparison of several facts is open: the best after looking one answer ahead.
    LookAhead,
}

/// The next question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Next {
    pub fact: FactId,
    pub found: Found,
}

/// What is expected to be asked in all from here on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Expected {
    /// Questions, in millionths.
    pub questions: u64,
    pub found: Found,
}

/// What can be asked about a set of diagrams, in the order of the author. Made once; every question is pure.
#[derive(Clone, Debug)]
pub struct Questions {
    facts: Vec<Fact>,
    variables: Vec<Reads>,
    /// The variables that are no cells of one fact.
    opaque: Bits,
    /// What one question leaves for the next. Who finds it in use works without.
    kept: Arc<Mutex<Kept>>,
}

#[derive(Clone, Debug)]
struct Fact {
    id: FactId,
    /// Nothing when nobody can be asked.
    cost: Option<u64>,
    gate: u32,
    early: bool,
    /// Of several choices: how many ids there are, and whether at least one is chosen.
    ids: Option<(usize, bool)>,
}

/// What one variable of the diagrams reads.
#[derive(Clone, Debug)]
struct Reads {
    facts: Vec<u32>,
    /// The fact whose cells these are; nothing when it stands for a whole comparison.
    own: Option<u32>,
    /// How likely each cell is; 0 where no value of the fact reaches it.
    weights: Vec<u64>,
}

impl Questions {
    /// `asked` in the order of the author; `bounds` of facts. Diagrams that are asked about later must be
    /// [`Diagrams::within`] the same bounds.
    pub fn new(diagrams: &Diagrams, asked: &[Asked], bounds: &BTreeMap<FactId, Bounds>) -> Questions {
        let mut numbers = BTreeMap::new();
        let mut facts = Vec::new();
        for one in asked {
            add(&mut facts, &mut numbers, &one.fact);
        }
        for fact in diagrams.variables().iter().flat_map(Variable::facts) {
            add(&mut facts, &mut numbers, fact);
        }
        for one in asked {
            let Some(fact) = numbers.get(&one.fact).and_then(|number| facts.get_mut(*number as usize)) else {
                continue;
            };
            fact.cost = Some(u64::from(one.cost) * search::ONE / 1000);
            fact.early = one.early;
            fact.gate = one.only_if.map_or(ALWAYS, |gate| gate.0);
            fact.ids = match diagrams.type_of(&one.fact) {
                Some(Type::Choices(ids)) => Some((ids.len(), bounds.get(&one.fact).is_some_and(|b| b.some))),
                _ => None,
            };
        }
        let none = BTreeMap::new();
        let variables: Vec<Reads> = diagrams
            .variables()
            .iter()
            .map(|variable| {
                let own = variable.fact().filter(|fact| variable.facts().contains(*fact));
                let likely =
                    own.and_then(|fact| asked.iter().find(|one| one.fact == *fact)).map_or(&none, |a| &a.likely);
                Reads {
                    facts: variable.facts().iter().filter_map(|fact| numbers.get(fact).copied()).collect(),
                    own: own.and_then(|fact| numbers.get(fact).copied()),
                    weights: weights(variable, own.and_then(|fact| diagrams.type_of(fact)), likely, bounds),
                }
            })
            .collect();
        let mut opaque = Bits::default();
        let numbered = (0u32..).zip(&variables);
        numbered.filter(|(_, reads)| reads.own.is_none()).for_each(|(number, _)| opaque.insert(number));
        Questions { facts, variables, opaque, kept: Arc::default() }
    }

    fn search<T>(
        &self,
        diagrams: &Diagrams,
        known: &BTreeMap<FactId, Value>,
        skipped: &BTreeSet<FactId>,
        work: impl FnOnce(&mut Search<'_>) -> T,
    ) -> T {
        let mut place = self.kept.try_lock().ok();
        let kept = place.as_deref_mut().map(std::mem::take).unwrap_or_default();
        let mut search = Search::new(self, diagrams, known, skipped, kept);
        let found = work(&mut search);
        let kept = search.kept();
        place.as_deref_mut().map(|place| std::mem::replace(place, kept));
        found
    }

    /// The question to ask next so that every diagram is settled; none when nothing that can be asked still matters.
    /// `skipped` facts were asked for and are not known; they are not asked again.
    pub fn next(
        &self,
        diagrams: &Diagrams,
        open: &[Diagram],
        known: &BTreeMap<FactId, Value>,
        skipped: &BTreeSet<FactId>,
    ) -> Option<Next> {
        let (fact, found) = self.search(diagrams, known, skipped, |search| search.next(open))?;
        Some(Next { fact: self.name(fact)?.clone(), found })
    }

    /// Every fact that can be asked now and still matters: the next question first, the others in the author's order.
    pub fn all_open(
        &self,
        diagrams: &Diagrams,
        open: &[Diagram],
        known: &BTreeMap<FactId, Value>,
        skipped: &BTreeSet<FactId>,
    ) -> Vec<FactId> {
        let found =
            self.search(diagrams, known, skipped, |search| Some((search.next(open)?.0, search.all_that_matter(open))));
        let Some((first, all)) = found else { return Vec::new() };
        let others = all.into_iter().filter(|fact| *fact != first);
        std::iter::once(first).chain(others).filter_map(|fact| self.name(fact).cloned()).collect()
    }

    /// Facts that matter and wait: whether they are asked at all is open. In the author's order.
    pub fn waiting(
        &self,
        diagrams: &Diagrams,
        open: &[Diagram],
        known: &BTreeMap<FactId, Value>,
        skipped: &BTreeSet<FactId>,
    ) -> Vec<FactId> {
        let waiting = self.search(diagrams, known, skipped, |search| search.all_that_wait(open));
        waiting.into_iter().filter_map(|fact| self.name(fact).cloned()).collect()
    }

    /// How many questions are expected from here on when each is the next one.
    pub fn expected(
        &self,
        diagrams: &Diagrams,
        open: &[Diagram],
        known: &BTreeMap<FactId, Value>,
        skipped: &BTreeSet<FactId>,
    ) -> Expected {
        let (count, found) = self.search(diagrams, known, skipped, |search| search.expected(open));
        Expected { questions: count / (search::ONE / 1_000_000), found }
    }

    fn name(&self, fact: u32) -> Option<&FactId> {
        self.facts.get(fact as usize).map(|fact| &fact.id)
    }
}

fn add(facts: &mut Vec<Fact>, numbers: &mut BTreeMap<FactId, u32>, fact: &FactId) {
    if !numbers.contains_key(fact) {
        numbers.insert(fact.clone(), u32::try_from(facts.len()).unwrap_or(u32::MAX));
        facts.push(Fact { id: fact.clone(), cost: None, gate: ALWAYS, early: false, ids: None });
    }
}

fn weights(
    variable: &Variable,
    ty: Option<&Type>,
    likely: &BTreeMap<String, u32>,
    bounds: &BTreeMap<FactId, Bounds>,
) -> Vec<u64> {
    let of = |name: &str| u64::from(likely.get(name).copied().unwrap_or(1).max(1));
    match (&variable.test, ty) {
        (Test::Fact(_, Cells::YesNo), _) => vec![of("false"), of("true")],
        (Test::Fact(_, Cells::Among { ids, others }), Some(Type::Choice(all))) => {
            let unnamed = all.iter().filter(|id| !ids.contains(id)).map(|id| of(id)).sum();
            ids.iter().map(|id| of(id)).chain(others.as_ref().map(|_| unnamed)).collect()
        }
        _ => variable.possible(bounds).into_iter().map(u64::from).collect(),
    }
}
