//! The nodes of all diagrams: each kept once, so that two diagrams that say the same are the same number.

use std::hash::Hasher;

use rustc_hash::{FxHashMap, FxHashSet, FxHasher};

pub(crate) const NEVER: u32 = 0;
pub(crate) const ALWAYS: u32 = 1;

/// By node, variable and cell: what is left.
pub(crate) type Restricted = FxHashMap<(u32, u32, u32), u32>;

/// A hash-consed store of ordered, reduced, multi-valued decision nodes.
#[derive(Clone, Debug, Default)]
pub(crate) struct Nodes {
    /// One node after the other: `variable, child of cell 0, child of cell 1, …`.
    flat: Vec<u32>,
    /// Where each node ends; ids begin after the two ends.
    until: Vec<usize>,
    /// Ids by what the node says: open addressing, 0 where nothing lies, a power of two long.
    unique: Vec<u32>,
    both: FxHashMap<(u32, u32), u32>,
    opposite: FxHashMap<u32, u32>,
    /// Children of the nodes that are being made.
    making: Vec<u32>,
    /// How many nodes there may be; `None` while there is no bound.
    limit: Option<usize>,
    full: bool,
}

/// As many places as a store begins with.
const FEWEST_PLACES: usize = 64;

fn hash(variable: u32, children: &[u32]) -> usize {
    let mut hasher = FxHasher::default();
    hasher.write_u32(variable);
    children.iter().for_each(|child| hasher.write_u32(*child));
    // Truncating is what is wanted: any bits will do.
    hasher.finish() as usize
}

impl Nodes {
    pub(crate) fn len(&self) -> usize {
        self.until.len()
    }

    /// The variable of an inner node and its children; nothing for the two ends.
    pub(crate) fn node(&self, id: u32) -> Option<(u32, &[u32])> {
        let place = (id as usize).checked_sub(2)?;
        let until = *self.until.get(place)?;
        let from = place.checked_sub(1).and_then(|before| self.until.get(before)).copied().unwrap_or(0);
        let (variable, children) = self.flat.get(from..until)?.split_first()?;
        Some((*variable, children))
    }

    /// One child of a node; nothing for the two ends and beyond the last child.
    pub(crate) fn child(&self, id: u32, cell: usize) -> Option<u32> {
        self.node(id)?.1.get(cell).copied()
    }

    /// The node that asks `variable` and goes on with one of the children.
    pub(crate) fn make(&mut self, variable: u32, children: &[u32]) -> u32 {
        let Some(first) = children.first().copied() else { return NEVER };
        if children.iter().all(|child| *child == first) {
            return first;
        }
        if (self.len() + 1) * 2 > self.unique.len() {
            self.spread();
        }
        let place = match self.look_up(variable, children) {
            Ok(known) => return known,
            Err(place) => place,
        };
        if self.limit.is_some_and(|limit| self.len() >= limit) {
            self.full = true;
            return NEVER;
        }
        let Ok(id) = u32::try_from(self.len() + 2) else { return NEVER };
        self.flat.push(variable);
        self.flat.extend_from_slice(children);
        self.until.push(self.flat.len());
        self.unique[place] = id;
        id
    }

    /// The node that says this, or the free place where it belongs. There is always a free place: half are.
    fn look_up(&self, variable: u32, children: &[u32]) -> Result<u32, usize> {
        let last = self.unique.len() - 1;
        let mut place = hash(variable, children) & last;
        loop {
            match self.unique[place] {
                NEVER => return Err(place),
                id if self.node(id) == Some((variable, children)) => return Ok(id),
                _ => place = (place + 1) & last,
            }
        }
    }

    /// Puts all nodes into a table that is twice as wide, or as wide as they need.
    fn spread(&mut self) {
        let places = ((self.len() + 1) * 4).next_power_of_two().max(FEWEST_PLACES);
        self.unique = vec![NEVER; places];
        for id in (2u32..).take(self.len()) {
            let Some((variable, children)) = self.node(id) else { continue };
            let mut place = hash(variable, children) & (places - 1);
            while self.unique[place] != NEVER {
                place = (place + 1) & (places - 1);
            }
            self.unique[place] = id;
        }
    }

    /// The node whose children were put down in `making` since `from`.
    fn made(&mut self, variable: u32, from: usize) -> u32 {
        let mut making = std::mem::take(&mut self.making);
        let made = self.make(variable, making.get(from..).unwrap_or_default());
        making.truncate(from);
        self.making = making;
        made
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
        let (cells, from) = (children.len(), self.making.len());
        for cell in 0..cells {
            let turned = self.child(a, cell).map_or(NEVER, |child| self.not(child));
            self.making.push(turned);
        }
        let made = self.made(variable, from);
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
        let cells = if va == top { ca.len() } else { cb.len() };
        let from = self.making.len();
        for cell in 0..cells {
            let below = |id: u32, variable: u32| if variable == top { self.child(id, cell) } else { Some(id) };
            let (a, b) = (below(a, va).unwrap_or(NEVER), below(b, vb).unwrap_or(NEVER));
            let joined = self.and(a, b);
            self.making.push(joined);
        }
        let made = self.made(top, from);
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
        let (cells, from) = (children.len(), self.making.len());
        for at in 0..cells {
            let left = self.child(id, at).map_or(NEVER, |child| self.restrict(child, variable, cell, known));
            self.making.push(left);
        }
        let made = self.made(asked, from);
        known.insert((id, variable, cell), made);
        made
    }

    /// Takes over a node of another store over the same variables; `adopted` remembers what went where.
    pub(crate) fn adopt(&mut self, from: &Nodes, id: u32, adopted: &mut FxHashMap<u32, u32>) -> u32 {
        let Some((variable, children)) = from.node(id) else { return id };
        if let Some(known) = adopted.get(&id) {
            return *known;
        }
        let first = self.making.len();
        for child in children {
            let here = self.adopt(from, *child, adopted);
            self.making.push(here);
        }
        let made = self.made(variable, first);
        adopted.insert(id, made);
        made
    }

    /// Allows `more` nodes from here; `None` lifts the bound.
    pub(crate) fn allow(&mut self, more: Option<usize>) {
        self.limit = more.map(|more| self.len() + more);
        self.full = false;
    }

    /// Whether the bound was met, so that what was made since is worthless.
    pub(crate) fn is_full(&self) -> bool {
        self.full
    }

    /// Forgets every node made after there were `len` of them.
    pub(crate) fn cut_back(&mut self, len: usize) {
        self.until.truncate(len);
        self.flat.truncate(self.until.last().copied().unwrap_or(0));
        self.spread();
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
