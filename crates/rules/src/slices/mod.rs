//! Slices: many conditions answered at once, a bit for each of them, while facts are still missing.
//!
//! Every condition is written as *all of these clauses*, a clause being *one of these comparisons* of single facts. A
//! fact is cut into the cells at which any comparison changes its mind, and each cell selects, in words of 64
//! conditions, the clauses it satisfies and those it leaves possible. So one answer to all conditions is one `or` a
//! fact and one `and` a clause; a fact that is not known is one more cell. Read in this order: `atom` (what is asked
//! of one fact), `normal` (conditions as clauses), `column` (facts as cells), `compile`, `answer`.
//!
//! # What is promised
//!
//! For whatever is known, [`Answers::truth`] is what [`crate::Condition::holds`] says: strong Kleene logic, in which
//! `a || !a` is unknown until `a` is known (a [`crate::Diagram`] sees more). Turning a condition into clauses uses
//! only the laws that also hold with unknowns. What cannot be read off the cells of one fact (`a > b`, rows, sizes)
//! is answered by the tree evaluator as one comparison; a condition of too many clauses is answered by it as a whole:
//! [`Slices::tangled`].

mod answer;
mod atom;
mod column;
mod compile;
mod normal;

use rustc_hash::FxHashMap;

use crate::{Condition, FactId, Knowledge};

pub use answer::{Answers, Placed};
use column::Column;

/// Four clauses of each of 64 conditions.
type Lanes = [u64; LANES];
const LANES: usize = 4;

/// What one cell does to the clauses it touches: those it satisfies, and those it does not exclude.
#[derive(Clone, Copy, Debug, Default)]
struct Masks {
    must: Lanes,
    may: Lanes,
}

/// Conditions compiled to be answered together. They are known by their number in the order given.
#[derive(Clone, Debug)]
pub struct Slices {
    conditions: usize,
    /// What can be asked for, in the preferred order.
    facts: Vec<FactId>,
    /// Where each fact stands, by its name.
    places: FxHashMap<FactId, usize>,
    /// Those of single facts, fact by fact, then those answered by the tree evaluator.
    columns: Vec<Column>,
    by_fact: Vec<std::ops::Range<u32>>,
    whole_from: usize,
    /// The cell of every column while nothing is known.
    unknown: Vec<u16>,
    table: Vec<Masks>,
    chunks: Vec<Chunk>,
    blocks: Vec<Block>,
    /// For each fact, and in it for each block, the conditions that read it.
    readers: Vec<u64>,
    /// The columns of each clause of each condition.
    clauses: Vec<Vec<Vec<u32>>>,
    tangled: Vec<usize>,
}

/// Four clauses of each condition of one block, and who has a say in them.
#[derive(Clone, Debug, Default)]
struct Chunk {
    /// Clauses that are not there, so that they stand in nobody's way.
    filler: Lanes,
    /// The column, and where its cells for this chunk begin in the table.
    columns: Vec<(u32, u32)>,
}

/// Sixty-four conditions.
#[derive(Clone, Debug, Default)]
struct Block {
    chunks: std::ops::Range<usize>,
    /// The conditions there are.
    live: u64,
    /// The conditions whose opposite is written in clauses, because it takes fewer.
    inverted: u64,
}

impl Slices {
    /// Compiles all conditions together. `order`: facts in the order of preference; the others come after, by name.
    /// A derived fact is read under its own name, as [`Condition::holds`] does.
    pub fn compile(conditions: &[&Condition], parameters: &dyn Knowledge, order: &[FactId]) -> Slices {
        compile::compile(conditions, parameters, order)
    }

    /// How many conditions there are.
    pub fn len(&self) -> usize {
        self.conditions
    }

    pub fn is_empty(&self) -> bool {
        self.conditions == 0
    }

    /// Every fact that some condition reads, in the preferred order; rows of values are laid out like this.
    pub fn facts(&self) -> &[FactId] {
        &self.facts
    }

    /// The numbers of the conditions that have too many clauses and are answered by the tree evaluator.
    pub fn tangled(&self) -> &[usize] {
        &self.tangled
    }

    /// The facts of one clause; nothing when there is no such clause.
    pub fn clause(&self, condition: usize, clause: usize) -> Vec<&FactId> {
        let columns = self.clauses.get(condition).and_then(|clauses| clauses.get(clause)).into_iter().flatten();
        let mut places: Vec<usize> = columns
            .filter_map(|column| self.columns.get(*column as usize))
            .flat_map(|column| column.facts.iter().copied())
            .collect();
        places.sort_unstable();
        places.dedup();
        places.into_iter().filter_map(|place| self.facts.get(place)).collect()
    }
}
