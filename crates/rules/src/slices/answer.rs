//! What is known put into cells, and the answers of all conditions read off them.

use std::collections::BTreeMap;

use crate::{FactId, Knowledge, Ternary, Value};

use super::column::Test;
use super::{LANES, Lanes, Masks, Slices};

/// What is known, as the conditions see it: the cell of every column. Only meaningful with the [`Slices`] that made it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Placed {
    cells: Vec<u16>,
    /// A bit for each fact that is not known.
    unknown: Vec<u64>,
}

/// The answers of all conditions. Only meaningful with the [`Slices`] that made them.
#[derive(Clone, Debug, Default)]
pub struct Answers {
    /// A bit for each condition.
    yes: Vec<u64>,
    no: Vec<u64>,
    open: Vec<u64>,
    /// What was found out about each clause.
    clauses: Vec<Masks>,
}

/// Values laid out like [`Slices::facts`], found by name again for the tree evaluator.
struct Row<'a> {
    slices: &'a Slices,
    values: &'a [Option<Value>],
}

impl Knowledge for Row<'_> {
    fn value(&self, name: &str) -> Option<&Value> {
        self.values.get(*self.slices.places.get(name)?)?.as_ref()
    }
}

impl Slices {
    /// What is known, found by the names of the facts.
    pub fn place(&self, known: &dyn Knowledge) -> Placed {
        let mut placed = Placed::default();
        self.begin(&mut placed);
        for (place, fact) in self.facts.iter().enumerate() {
            if let Some(value) = known.value(fact.as_str()) {
                placed.unknown[place / 64] &= !(1 << (place % 64));
                self.set(&mut placed.cells, place, value);
            }
        }
        self.set_whole(&mut placed, known);
        placed
    }

    /// What is known, as a map of named facts; `placed` is used again. Each name that is there is looked up once, and
    /// nothing is done for facts that are not known.
    pub fn place_named(&self, known: &BTreeMap<FactId, Value>, placed: &mut Placed) {
        self.begin(placed);
        for (fact, value) in known {
            if let Some(&place) = self.places.get(fact) {
                placed.unknown[place / 64] &= !(1 << (place % 64));
                self.set(&mut placed.cells, place, value);
            }
        }
        self.set_whole(placed, known);
    }

    /// What is known, given as a row of values laid out like [`Slices::facts`]; `placed` is used again.
    pub fn place_row(&self, values: &[Option<Value>], placed: &mut Placed) {
        self.begin(placed);
        for ((word, unknown), values) in placed.unknown.iter_mut().enumerate().zip(values.chunks(64)) {
            for (bit, value) in values.iter().enumerate().take(self.facts.len() - word * 64) {
                if let Some(value) = value {
                    *unknown &= !(1 << bit);
                    self.set(&mut placed.cells, word * 64 + bit, value);
                }
            }
        }
        self.set_whole(placed, &Row { slices: self, values });
    }

    /// One fact more, or another value of it, as it stands in `known` now; whatever else is placed stays.
    pub fn put(&self, placed: &mut Placed, fact: &FactId, known: &dyn Knowledge) {
        let Some(&place) = self.places.get(fact.as_str()) else { return };
        let value = known.value(fact.as_str());
        if let Some(word) = placed.unknown.get_mut(place / 64) {
            let bit = 1 << (place % 64);
            *word = if value.is_none() { *word | bit } else { *word & !bit };
        }
        let own = self.by_fact.get(place).map_or(0..0, |columns| columns.start as usize..columns.end as usize);
        let whole = (self.whole_from..self.columns.len())
            .filter(|at| self.columns.get(*at).is_some_and(|column| column.facts.contains(&place)));
        for at in own.chain(whole) {
            let Some((column, not_known)) = self.columns.get(at).zip(self.unknown.get(at)) else { continue };
            let found = match &column.test {
                Test::Whole(expr) => Test::whole(expr, known),
                test => value.and_then(|value| test.cell(value)),
            };
            if let Some(cell) = placed.cells.get_mut(at) {
                *cell = found.map_or(*not_known, |found| found as u16);
            }
        }
    }

    /// Nothing is known.
    fn begin(&self, placed: &mut Placed) {
        placed.unknown.clear();
        placed.unknown.resize(self.facts.len().div_ceil(64), u64::MAX);
        if let (Some(last), rest @ 1..) = (placed.unknown.last_mut(), self.facts.len() % 64) {
            *last = (1 << rest) - 1;
        }
        placed.cells.clear();
        placed.cells.extend_from_slice(&self.unknown);
    }

    /// Puts a known fact into its cells.
    fn set(&self, cells: &mut [u16], place: usize, value: &Value) {
        let columns = &self.by_fact[place];
        let columns = columns.start as usize..columns.end as usize;
        for (column, cell) in self.columns[columns.clone()].iter().zip(&mut cells[columns]) {
            if let Some(found) = column.test.cell(value) {
                *cell = found as u16;
            }
        }
    }

    /// What is answered by the tree evaluator.
    fn set_whole(&self, placed: &mut Placed, known: &dyn Knowledge) {
        for (column, cell) in self.columns[self.whole_from..].iter().zip(&mut placed.cells[self.whole_from..]) {
            if let Test::Whole(expr) = &column.test
                && let Some(found) = Test::whole(expr, known)
            {
                *cell = found as u16;
            }
        }
    }

    /// The answers to all conditions.
    pub fn answer(&self, placed: &Placed) -> Answers {
        let mut answers = Answers::default();
        self.answer_into(placed, &mut answers);
        answers
    }

    /// The answers to all conditions, in a place that is used again.
    pub fn answer_into(&self, placed: &Placed, answers: &mut Answers) {
        answers.clauses.clear();
        answers.clauses.extend(self.chunks.iter().map(|chunk| {
            let mut found = Masks { must: chunk.filler, may: chunk.filler };
            for (column, first) in &chunk.columns {
                let cell = placed.cells.get(*column as usize).copied().unwrap_or_default();
                if let Some(masks) = self.table.get(*first as usize + cell as usize) {
                    join(&mut found.must, &masks.must);
                    join(&mut found.may, &masks.may);
                }
            }
            found
        }));
        answers.yes.clear();
        answers.no.clear();
        answers.open.clear();
        for block in &self.blocks {
            let (mut must, mut may) = (block.live, block.live);
            for found in answers.clauses.get(block.chunks.clone()).unwrap_or_default() {
                must &= found.must.iter().fold(u64::MAX, |all, lane| all & lane);
                may &= found.may.iter().fold(u64::MAX, |all, lane| all & lane);
            }
            let fails = block.live & !may;
            let turn = block.inverted;
            answers.yes.push((must & !turn) | (fails & turn));
            answers.no.push((fails & !turn) | (must & turn));
            answers.open.push(may & !must);
        }
    }

    /// The fact, not known yet, that the most open conditions read; the first of them in the preferred order. None
    /// when nothing is open, or only on facts whose values are of no use.
    pub fn widest(&self, placed: &Placed, answers: &Answers) -> Option<&FactId> {
        let blocks = self.blocks.len();
        let (mut most, mut widest) = (0, None);
        for (word, bits) in placed.unknown.iter().enumerate() {
            let mut left = *bits;
            while left != 0 {
                let place = word * 64 + left.trailing_zeros() as usize;
                left &= left - 1;
                let readers = self.readers.get(place * blocks..(place + 1) * blocks).unwrap_or_default();
                let count: u32 =
                    readers.iter().zip(&answers.open).map(|(reads, open)| (reads & open).count_ones()).sum();
                if count > most {
                    (most, widest) = (count, Some(place));
                }
            }
        }
        self.facts.get(widest?)
    }

    /// The number of the clause on which the answer of a condition hangs: the first that cannot be satisfied, or, while
    /// it is open, the first that is. None when every clause is satisfied, and when there is none. Of a condition whose
    /// opposite is written in clauses it is the opposite's clause.
    pub fn deciding(&self, answers: &Answers, condition: usize) -> Option<usize> {
        let block = self.blocks.get(condition / 64)?;
        let found = answers.clauses.get(block.chunks.clone())?;
        first_without(found, condition % 64, |masks| &masks.may)
            .or_else(|| first_without(found, condition % 64, |masks| &masks.must))
    }

    /// [`Slices::deciding`] of every condition, in a place that is used again.
    pub fn deciding_into(&self, answers: &Answers, deciding: &mut Vec<Option<u8>>) {
        deciding.clear();
        deciding.resize(self.conditions, None);
        for (block, here) in self.blocks.iter().zip(deciding.chunks_mut(64)) {
            let found = answers.clauses.get(block.chunks.clone()).unwrap_or_default();
            let mut left = block.live;
            for lanes in [|masks: &Masks| masks.may, |masks: &Masks| masks.must] {
                // There are at most 64 clauses.
                for (clause, lane) in (0u8..).zip(found.iter().flat_map(lanes)) {
                    let mut decided = left & !lane;
                    left &= lane;
                    while decided != 0 {
                        if let Some(place) = here.get_mut(decided.trailing_zeros() as usize) {
                            *place = Some(clause);
                        }
                        decided &= decided - 1;
                    }
                }
            }
        }
    }

    /// Known facts that alone lead to the same answer: of a failing clause all, of satisfied clauses one comparison
    /// each. None while the condition is open. Few, but not always the fewest: those are [`crate::Diagrams::reason`].
    pub fn because(&self, placed: &Placed, answers: &Answers, condition: usize) -> Option<Vec<&FactId>> {
        answers.truth(condition).known()?;
        let clauses = self.clauses.get(condition)?;
        let failing =
            clauses.iter().enumerate().filter(|(clause, _)| !self.is(placed, condition, *clause, None, false));
        let columns: Vec<u32> = match failing.min_by_key(|(_, columns)| columns.len()) {
            Some((_, columns)) => columns.clone(),
            None => {
                let mut chosen: Vec<u32> = Vec::new();
                for (clause, columns) in clauses.iter().enumerate() {
                    let satisfies = |column: &&u32| self.is(placed, condition, clause, Some(**column), true);
                    let again = columns.iter().filter(satisfies).find(|column| chosen.contains(column));
                    chosen.extend(again.is_none().then(|| columns.iter().find(satisfies)).flatten());
                }
                chosen
            }
        };
        let known = |place: &usize| placed.unknown.get(place / 64).is_some_and(|word| word >> (place % 64) & 1 == 0);
        let columns = columns.into_iter().filter_map(|column| self.columns.get(column as usize));
        let mut places: Vec<usize> = columns.flat_map(|column| column.facts.iter().copied().filter(known)).collect();
        places.sort_unstable();
        places.dedup();
        Some(places.into_iter().filter_map(|place| self.facts.get(place)).collect())
    }

    /// Whether a clause is satisfied (`must`), or still possible, by one of its columns or by any.
    fn is(&self, placed: &Placed, condition: usize, clause: usize, only: Option<u32>, must: bool) -> bool {
        let Some(block) = self.blocks.get(condition / 64) else { return false };
        let Some(chunk) = self.chunks.get(block.chunks.start + clause / LANES) else { return false };
        chunk.columns.iter().filter(|(column, _)| only.is_none_or(|only| only == *column)).any(|(column, first)| {
            let cell = placed.cells.get(*column as usize).copied().unwrap_or_default();
            let masks = self.table.get(*first as usize + cell as usize).copied().unwrap_or_default();
            let lanes = if must { masks.must } else { masks.may };
            lanes[clause % LANES] >> (condition % 64) & 1 == 1
        })
    }
}

impl Answers {
    /// Whether a condition holds, as far as what is known gives an answer. Unknown for a number that is none.
    pub fn truth(&self, condition: usize) -> Ternary {
        let has = |words: &[u64]| words.get(condition / 64).is_some_and(|word| word >> (condition % 64) & 1 == 1);
        match (has(&self.yes), has(&self.no)) {
            (true, _) => Ternary::True,
            (_, true) => Ternary::False,
            _ => Ternary::Unknown,
        }
    }

    /// The conditions that hold, a bit for each, the first the lowest of the first word.
    pub fn yes(&self) -> &[u64] {
        &self.yes
    }

    /// The conditions that do not hold.
    pub fn no(&self) -> &[u64] {
        &self.no
    }

    /// The conditions that hang on something unknown.
    pub fn open(&self) -> &[u64] {
        &self.open
    }
}

fn join(all: &mut Lanes, more: &Lanes) {
    for (all, more) in all.iter_mut().zip(more) {
        *all |= more;
    }
}

/// The first clause of a condition that is not in these lanes.
fn first_without(found: &[Masks], bit: usize, lanes: fn(&Masks) -> &Lanes) -> Option<usize> {
    found.iter().enumerate().find_map(|(number, masks)| {
        let here = lanes(masks).iter().enumerate().fold(0, |all, (lane, word)| all | (word >> bit & 1) << lane);
        let satisfied = here.trailing_ones() as usize;
        (satisfied < LANES).then_some(number * LANES + satisfied)
    })
}
