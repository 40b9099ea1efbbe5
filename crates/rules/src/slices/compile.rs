//! From conditions to tables: comparisons become columns, clauses get their bits, cells get their masks.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashMap;

use crate::condition::Expr;
use crate::{Condition, FactId, Knowledge};

use super::atom::{Atom, filled};
use super::column::{Column, Kind, Test};
use super::normal::{Atoms, Clause, Normal};
use super::{Block, Chunk, LANES, Masks, Slices};

/// A fact cut finer than this is left to the tree evaluator, one comparison at a time.
const MOST_CELLS: usize = 4_096;
/// Sixty-four bytes each; once they are used up, what is left goes to the tree evaluator.
const MOST_ENTRIES: usize = 1 << 18;
/// Conditions in a block.
const BITS: usize = 64;

pub(super) fn compile(conditions: &[&Condition], parameters: &dyn Knowledge, order: &[FactId]) -> Slices {
    let (facts, places) = facts(conditions, order);
    let mut atoms = Atoms::default();
    let normals: Vec<Normal> =
        conditions.iter().map(|condition| atoms.normal(&filled(condition.expr(), parameters))).collect();
    let (blocks, mut chunks) = blocks(&normals);
    let uses = uses(&normals, &blocks, atoms.all.len());
    let mut layout = Layout { places: &places, columns: Vec::new(), table: Vec::new(), of_atom: BTreeMap::new() };
    layout.arrange(&atoms.all, &uses, &mut chunks);
    let Layout { columns, table, of_atom, .. } = layout;

    let clauses =
        normals.iter().map(|normal| normal.clauses.iter().map(|c| columns_of(c, &of_atom)).collect()).collect();
    let mut readers = vec![0u64; facts.len() * blocks.len()];
    for (number, condition) in conditions.iter().enumerate() {
        for place in condition.facts().iter().filter_map(|fact| places.get(fact)) {
            readers[place * blocks.len() + number / BITS] |= 1 << (number % BITS);
        }
    }
    let whole_from = columns.iter().position(|column| matches!(column.test, Test::Whole(_))).unwrap_or(columns.len());
    let by_fact = (0..facts.len())
        .map(|place| {
            let of = |column: &Column| column.facts.first().copied();
            let first = columns[..whole_from].partition_point(|column| of(column) < Some(place));
            let end = columns[..whole_from].partition_point(|column| of(column) <= Some(place));
            first as u32..end as u32
        })
        .collect();
    let unknown = columns.iter().map(|column| column.test.cells() as u16).collect();
    let tangled = (0..normals.len()).filter(|number| normals[*number].tangled).collect();
    Slices {
        conditions: conditions.len(),
        facts,
        places,
        columns,
        by_fact,
        whole_from,
        unknown,
        table,
        chunks,
        blocks,
        readers,
        clauses,
        tangled,
    }
}

/// Every fact that is read, in the preferred order, and its place there.
fn facts(conditions: &[&Condition], order: &[FactId]) -> (Vec<FactId>, FxHashMap<FactId, usize>) {
    let read: BTreeSet<&FactId> = conditions.iter().flat_map(|condition| condition.facts()).collect();
    let mut facts: Vec<FactId> = Vec::with_capacity(read.len());
    let mut places = FxHashMap::default();
    for fact in order.iter().filter(|fact| read.contains(fact)).chain(read.iter().copied()) {
        if !places.contains_key(fact) {
            places.insert(fact.clone(), facts.len());
            facts.push(fact.clone());
        }
    }
    (facts, places)
}

fn blocks(normals: &[Normal]) -> (Vec<Block>, Vec<Chunk>) {
    let (mut blocks, mut chunks) = (Vec::new(), Vec::new());
    for together in normals.chunks(BITS) {
        let most = together.iter().map(|normal| normal.clauses.len()).max().unwrap_or(0);
        let first = chunks.len();
        let mut block = Block { chunks: first..first + most.div_ceil(LANES).max(1), live: 0, inverted: 0 };
        for number in 0..block.chunks.len() {
            let mut chunk = Chunk::default();
            for (lane, filler) in chunk.filler.iter_mut().enumerate() {
                for (bit, normal) in together.iter().enumerate() {
                    *filler |= u64::from(normal.clauses.len() <= number * LANES + lane) << bit;
                }
            }
            chunks.push(chunk);
        }
        for (bit, normal) in together.iter().enumerate() {
            block.live |= 1 << bit;
            block.inverted |= u64::from(normal.inverted) << bit;
        }
        blocks.push(block);
    }
    (blocks, chunks)
}

/// Where a comparison stands: chunk, lane, bit, and whether it is its opposite that stands there.
struct Use {
    chunk: usize,
    lane: usize,
    bit: usize,
    is: bool,
}

fn uses(normals: &[Normal], blocks: &[Block], atoms: usize) -> Vec<Vec<Use>> {
    let mut uses: Vec<Vec<Use>> = (0..atoms).map(|_| Vec::new()).collect();
    for (number, normal) in normals.iter().enumerate() {
        let first = blocks[number / BITS].chunks.start;
        for (clause, literals) in normal.clauses.iter().enumerate() {
            let (chunk, lane) = (first + clause / LANES, clause % LANES);
            for literal in literals {
                uses[literal.atom].push(Use { chunk, lane, bit: number % BITS, is: literal.is });
            }
        }
    }
    uses
}

fn columns_of(clause: &Clause, of_atom: &BTreeMap<usize, u32>) -> Vec<u32> {
    let mut columns: Vec<u32> = clause.iter().filter_map(|literal| of_atom.get(&literal.atom).copied()).collect();
    columns.sort_unstable();
    columns.dedup();
    columns
}

struct Layout<'a> {
    places: &'a FxHashMap<FactId, usize>,
    columns: Vec<Column>,
    table: Vec<Masks>,
    of_atom: BTreeMap<usize, u32>,
}

impl Layout<'_> {
    fn arrange(&mut self, atoms: &[Atom], uses: &[Vec<Use>], chunks: &mut [Chunk]) {
        let mut shared: BTreeMap<(usize, Kind), Vec<usize>> = BTreeMap::new();
        let mut alone: Vec<usize> = Vec::new();
        for (number, atom) in atoms.iter().enumerate().filter(|(number, _)| !uses[*number].is_empty()) {
            match atom.kind().and_then(|(fact, kind)| Some((*self.places.get(fact)?, kind))) {
                Some(key) => shared.entry(key).or_default().push(number),
                None => alone.push(number),
            }
        }
        // Whatever does not fit goes to the tree evaluator, which needs three entries and no cells.
        let kept_free = 3 * uses.iter().map(Vec::len).sum::<usize>();
        for ((place, kind), numbers) in shared {
            let test = Test::cut(&kind, &numbers.iter().map(|number| &atoms[*number]).collect::<Vec<_>>());
            let touched: BTreeSet<usize> = numbers.iter().flat_map(|n| &uses[*n]).map(|at| at.chunk).collect();
            let entries = (test.cells() + 1) * touched.len();
            if test.cells() > MOST_CELLS || self.table.len() + entries > MOST_ENTRIES.max(kept_free) {
                alone.extend(numbers);
                continue;
            }
            self.column(Column { test, facts: vec![place] }, &numbers, &touched, atoms, uses, chunks);
        }
        for number in alone {
            let expr: Expr = atoms[number].expr();
            let facts = expr.facts().iter().filter_map(|fact| self.places.get(fact).copied()).collect();
            let touched = uses[number].iter().map(|at| at.chunk).collect();
            self.column(Column { test: Test::Whole(expr), facts }, &[number], &touched, atoms, uses, chunks);
        }
    }

    fn column(
        &mut self,
        column: Column,
        numbers: &[usize],
        touched: &BTreeSet<usize>,
        atoms: &[Atom],
        uses: &[Vec<Use>],
        chunks: &mut [Chunk],
    ) {
        let here = u32::try_from(self.columns.len()).unwrap_or(u32::MAX);
        let unknown = column.test.cells();
        for &chunk in touched {
            let first = self.table.len();
            self.table.resize(first + unknown + 1, Masks::default());
            for &number in numbers {
                for at in uses[number].iter().filter(|at| at.chunk == chunk) {
                    let bit = 1u64 << at.bit;
                    for (cell, masks) in self.table[first..first + unknown].iter_mut().enumerate() {
                        if column.test.answer(&atoms[number], cell) == at.is {
                            masks.must[at.lane] |= bit;
                            masks.may[at.lane] |= bit;
                        }
                    }
                    self.table[first + unknown].may[at.lane] |= bit;
                }
            }
            chunks[chunk].columns.push((here, u32::try_from(first).unwrap_or(u32::MAX)));
        }
        self.of_atom.extend(numbers.iter().map(|number| (*number, here)));
        self.columns.push(column);
    }
}
