//! The nodes of all diagrams: each kept once, so that two diagrams that say the same are the same number.

use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

pub(crate) const NEVER: u32 = 0;
pub(crate) const ALWAYS: u32 = 1;

/// By node, variable and cell: what is left.
pub(crate) type Restricted = FxHashMap<(u32, u32, u32), u32>;

/// A hash-consed store of ordered, reduced, multi-valued decision nodes.
#[derive(Clone, Debug, Default)]
pub(crate) struct Nodes {
    /// `[variable, child of cell 0, child of cell 1, …]`; ids begin after the two ends.
    table: Vec<Arc<[u32]>>,
    unique: FxHashMap<Arc<[u32]>, u32>,
    both: FxHashMap<(u32, u32), u32>,
    opposite: FxHashMap<u32, u32>,
    /// How many nodes there may be; `None` while there is no bound.
    limit: Option<usize>,
    full: bool,
}

impl Nodes {
    pub(crate) fn len(&self) -> usize {
        self.table.len()
    }

    /// The variable of an inner node and its children; nothing for the two ends.
    pub(crate) fn node(&self, id: u32) -> Option<(u32, &[u32])> {
        let node = self.table.get((id as usize).checked_sub(2)?)?;
        node.split_first().map(|(variable, children)| (*variable, children))
    }

    /// The node that asks `variable` and goes on with one of the children.
    pub(crate) fn make(&mut self, variable: u32, children: &[u32]) -> u32 {
        let Some(first) = children.first().copied() else { return NEVER };
        if children.iter().all(|child| *child == first) {
            return first;
        }
        let mut key = Vec::with_capacity(children.len() + 1);
        key.push(variable);
        key.extend_from_slice(children);
        if let Some(known) = self.unique.get(key.as_slice()) {
            return *known;
        }
        if self.limit.is_some_and(|limit| self.table.len() >= limit) {
            self.full = true;
            return NEVER;
        }
        let node: Arc<[u32]> = key.into();
        let id = u32::try_from(self.table.len() + 2).unwrap_or(NEVER);
        self.table.push(Arc::clone(&node));
        self.unique.insert(node, id);
        id
    }

    pub(crate) fn not(&mut self, a: u32) -> u32 {
        if a <= ALWAYS {
            return ALWAYS - a;
        }
        if self.full {
            return NEVER;
        }
        if let Some(known) = self.opposite.get(&a) {
            return *known;
        }
        let Some((variable, children)) = self.node(a) else { return NEVER };
        let children = children.to_vec();
        let turned: Vec<u32> = children.into_iter().map(|child| self.not(child)).collect();
        let made = self.make(variable, &turned);
        self.opposite.insert(a, made);
        self.opposite.insert(made, a);
        made
    }

    pub(crate) fn and(&mut self, a: u32, b: u32) -> u32 {
        match (a.min(b), a.max(b)) {
            (NEVER, _) => return NEVER,
            (ALWAYS, other) => return other,
            (low, high) if low == high => return low,
            _ if self.full => return NEVER,
            _ => {}
        }
        let key = (a.min(b), a.max(b));
        if let Some(known) = self.both.get(&key) {
            return *known;
        }
        let (Some((va, ca)), Some((vb, cb))) = (self.node(a), self.node(b)) else { return NEVER };
        let top = va.min(vb);
        let pairs: Vec<(u32, u32)> = match (va == top, vb == top) {
            (true, true) => ca.iter().copied().zip(cb.iter().copied()).collect(),
            (true, false) => ca.iter().map(|child| (*child, b)).collect(),
            _ => cb.iter().map(|child| (a, *child)).collect(),
        };
        let joined: Vec<u32> = pairs.into_iter().map(|(a, b)| self.and(a, b)).collect();
        let made = self.make(top, &joined);
        self.both.insert(key, made);
        made
    }

    pub(crate) fn or(&mut self, a: u32, b: u32) -> u32 {
        let (a, b) = (self.not(a), self.not(b));
        let neither = self.and(a, b);
        self.not(neither)
    }

    /// What is left of a node when a variable is in a cell; `known` remembers what was worked out before.
    pub(crate) fn restrict(&mut self, id: u32, variable: u32, cell: u32, known: &mut Restricted) -> u32 {
        let Some((asked, children)) = self.node(id) else { return id };
        if asked > variable {
            return id;
        }
        if asked == variable {
            return children.get(cell as usize).copied().unwrap_or(NEVER);
        }
        if let Some(made) = known.get(&(id, variable, cell)) {
            return *made;
        }
        let children = children.to_vec();
        let left: Vec<u32> = children.into_iter().map(|child| self.restrict(child, variable, cell, known)).collect();
        let made = self.make(asked, &left);
        known.insert((id, variable, cell), made);
        made
    }

    /// Takes over a node of another store over the same variables; `adopted` remembers what went where.
    pub(crate) fn adopt(&mut self, from: &Nodes, id: u32, adopted: &mut FxHashMap<u32, u32>) -> u32 {
        let Some((variable, children)) = from.node(id) else { return id };
        if let Some(known) = adopted.get(&id) {
            return *known;
        }
        let children: Vec<u32> = children.iter().map(|child| self.adopt(from, *child, adopted)).collect();
        let made = self.make(variable, &children);
        adopted.insert(id, made);
        made
    }

    /// Allows `more` nodes from here; `None` lifts the bound.
    pub(crate) fn allow(&mut self, more: Option<usize>) {
        self.limit = more.map(|more| self.table.len() + more);
        self.full = false;
    }

    /// Whether the bound was met, so that what was made since is worthless.
    pub(crate) fn is_full(&self) -> bool {
        self.full
    }

    /// Forgets every node made after there were `len` of them.
    pub(crate) fn cut_back(&mut self, len: usize) {
        for node in self.table.drain(len..) {
            self.unique.remove(&node);
        }
        self.both.clear();
        self.opposite.clear();
        self.full = false;
    }

    /// Every inner node reachable, each once, as `(id, variable, children)`.
    pub(crate) fn reach(&self, from: u32, visit: &mut dyn FnMut(u32, &[u32])) {
        let mut seen = FxHashSet::default();
        let mut waiting = vec![from];
        while let Some(id) = waiting.pop() {
            let Some((variable, children)) = self.node(id) else { continue };
            if seen.insert(id) {
                visit(variable, children);
                waiting.extend(children.iter().filter(|child| **child > ALWAYS));
            }
        }
    }
}
