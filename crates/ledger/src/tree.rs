//! Trees: roots and proofs out of the hashes of complete subtrees, wherever those are kept.

use std::collections::HashMap;

use crate::hash::{Hash, empty_root, leaf_hash, node_hash};
use crate::tile::{TILE_HEIGHT, TILE_WIDTH, Tile};

/// Where the hashes of complete subtrees are found: `node(level, index)` covers the leaves
/// `index * 2^level .. (index + 1) * 2^level`. Only nodes that are complete under the size in question are asked for.
pub trait Nodes {
    type Missing;
    fn node(&self, level: u32, index: u64) -> Result<Hash, Self::Missing>;
}

/// A whole tree in memory, about 64 bytes a leaf.
#[derive(Clone, Debug, Default)]
pub struct Tree {
    levels: Vec<Vec<Hash>>,
}

impl Tree {
    pub fn new() -> Tree {
        Tree::default()
    }

    /// Adds an entry and gives its index.
    pub fn append(&mut self, entry: &[u8]) -> u64 {
        self.append_hash(leaf_hash(entry))
    }

    /// Adds an entry of which only the leaf hash is known.
    pub fn append_hash(&mut self, leaf: Hash) -> u64 {
        let at = self.size();
        let mut hash = leaf;
        for level in 0.. {
            if self.levels.len() == level {
                self.levels.push(Vec::new());
            }
            let nodes = &mut self.levels[level];
            nodes.push(hash);
            if nodes.len() % 2 == 1 {
                break;
            }
            hash = node_hash(&nodes[nodes.len() - 2], &nodes[nodes.len() - 1]);
        }
        at
    }

    pub fn size(&self) -> u64 {
        self.levels.first().map_or(0, |leaves| leaves.len() as u64)
    }

    pub fn root(&self) -> Hash {
        // A size beyond the tree is the only way to fail, and this is the tree's own.
        self.root_at(self.size()).unwrap_or_else(empty_root)
    }

    /// The root the tree had at an earlier size; `None` beyond the present one.
    pub fn root_at(&self, size: u64) -> Option<Hash> {
        root_of(self, size).ok()
    }

    /// The path of a leaf, from the leaf to the root, in the tree of `size`.
    pub fn inclusion(&self, index: u64, size: u64) -> Option<Vec<Hash>> {
        inclusion_proof(self, index, size).ok().flatten()
    }

    /// That the tree of `old` is the beginning of the tree of `new`.
    pub fn consistency(&self, old: u64, new: u64) -> Option<Vec<Hash>> {
        consistency_proof(self, old, new).ok().flatten()
    }
}

impl Nodes for Tree {
    type Missing = ();

    fn node(&self, level: u32, index: u64) -> Result<Hash, ()> {
        let nodes = self.levels.get(level as usize).ok_or(())?;
        nodes.get(usize::try_from(index).map_err(|_| ())?).copied().ok_or(())
    }
}

/// The largest power of two below `n`, for n > 1.
fn split(n: u64) -> u64 {
    1 << (63 - (n - 1).leading_zeros())
}

/// The hash of the leaves `low..high`, where `low` is a multiple of the next power of two.
fn range<N: Nodes + ?Sized>(nodes: &N, low: u64, high: u64) -> Result<Hash, N::Missing> {
    let width = high - low;
    if width.is_power_of_two() {
        let level = width.trailing_zeros();
        return nodes.node(level, low >> level);
    }
    let middle = low + split(width);
    Ok(node_hash(&range(nodes, low, middle)?, &range(nodes, middle, high)?))
}

/// The root at a size.
pub fn root_of<N: Nodes + ?Sized>(nodes: &N, size: u64) -> Result<Hash, N::Missing> {
    if size == 0 { Ok(empty_root()) } else { range(nodes, 0, size) }
}

/// The path of a leaf from the bottom up (RFC 6962 §2.1.1); `None` when the index is not below the size.
pub fn inclusion_proof<N: Nodes + ?Sized>(nodes: &N, index: u64, size: u64) -> Result<Option<Vec<Hash>>, N::Missing> {
    if index >= size {
        return Ok(None);
    }
    let (mut low, mut high) = (0, size);
    let mut path = Vec::with_capacity(64 - size.leading_zeros() as usize);
    while high - low > 1 {
        let middle = low + split(high - low);
        if index < middle {
            path.push(range(nodes, middle, high)?);
            high = middle;
        } else {
            path.push(range(nodes, low, middle)?);
            low = middle;
        }
    }
    path.reverse();
    Ok(Some(path))
}

/// That the tree of `old` is a prefix of that of `new` (RFC 6962 §2.1.2); `None` when `old > new`. Empty for equal sizes
/// and for an empty old tree.
pub fn consistency_proof<N: Nodes + ?Sized>(nodes: &N, old: u64, new: u64) -> Result<Option<Vec<Hash>>, N::Missing> {
    if old > new {
        return Ok(None);
    }
    if old == 0 || old == new {
        return Ok(Some(Vec::new()));
    }
    let (mut low, mut high) = (0, new);
    let mut path = Vec::new();
    while old != high {
        let middle = low + split(high - low);
        if old <= middle {
            path.push(range(nodes, middle, high)?);
            high = middle;
        } else {
            path.push(range(nodes, low, middle)?);
            low = middle;
        }
    }
    // The verifier has the old root itself when the old tree is one complete subtree.
    if low != 0 {
        path.push(range(nodes, low, high)?);
    }
    path.reverse();
    Ok(Some(path))
}

/// Nodes out of tiles that are read when they are needed, each at most once.
pub struct TileNodes<R> {
    size: u64,
    read: R,
    seen: std::cell::RefCell<HashMap<(u32, u64), Vec<Hash>>>,
}

impl<R, E> TileNodes<R>
where
    R: Fn(&Tile) -> Result<Vec<Hash>, E>,
{
    /// The tiles of a tree of `size`; `read` gives all hashes of a tile, as many as its width.
    pub fn new(size: u64, read: R) -> TileNodes<R> {
        TileNodes { size, read, seen: std::cell::RefCell::default() }
    }
}

impl<R, E> Nodes for TileNodes<R>
where
    R: Fn(&Tile) -> Result<Vec<Hash>, E>,
{
    type Missing = E;

    fn node(&self, level: u32, index: u64) -> Result<Hash, E> {
        let tile_level = level / TILE_HEIGHT;
        let height = level % TILE_HEIGHT;
        let first = index << height;
        let number = first / TILE_WIDTH;
        let tile = Tile::of(self.size, tile_level, number);
        if !self.seen.borrow().contains_key(&(tile_level, number)) {
            let hashes = (self.read)(&tile)?;
            self.seen.borrow_mut().insert((tile_level, number), hashes);
        }
        let seen = self.seen.borrow();
        let hashes = &seen[&(tile_level, number)];
        let at = (first % TILE_WIDTH) as usize;
        let mut layer = hashes[at.min(hashes.len())..(at + (1 << height)).min(hashes.len())].to_vec();
        while layer.len() > 1 {
            layer = layer
                .chunks(2)
                .map(|pair| if pair.len() == 2 { node_hash(&pair[0], &pair[1]) } else { pair[0] })
                .collect();
        }
        // A tile shorter than its width is refused by `read`; a caller that does not gets a root that is wrong.
        Ok(layer.first().copied().unwrap_or_default())
    }
}
