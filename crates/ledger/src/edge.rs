//! The right edge of a tree: the hashes of the last tile of each level. It is all that appending needs.

use crate::hash::{Hash, empty_root, node_hash};
use crate::tile::{TILE_WIDTH, Tile};

/// The last, partial tile of each level, each with fewer than 256 hashes; a few kilobytes whatever the size.
#[derive(Clone, Debug, Default)]
pub(crate) struct Edge {
    size: u64,
    tails: Vec<Vec<Hash>>,
}

impl Edge {
    /// The edge of a tree of `size`; `tail` gives the hashes of a partial tile.
    pub fn of<E>(size: u64, mut tail: impl FnMut(&Tile) -> Result<Vec<Hash>, E>) -> Result<Edge, E> {
        let mut tails = Vec::new();
        for level in 0..8 {
            let hashes = size >> (8 * level);
            if hashes == 0 {
                break;
            }
            let tile = Tile::of(size, level, hashes / TILE_WIDTH);
            tails.push(if tile.width == 0 { Vec::new() } else { tail(&tile)? });
        }
        Ok(Edge { size, tails })
    }

    pub fn size(&self) -> u64 {
        self.size
    }

    /// Adds leaves and hands every full tile and, at the end, every partial tile that grew to `put`, lowest level first.
    pub fn grow(&mut self, leaves: &[Hash], mut put: impl FnMut(Tile, &[Hash])) {
        self.size += leaves.len() as u64;
        let mut fresh = leaves.to_vec();
        let mut level = 0;
        while !fresh.is_empty() {
            if self.tails.len() == level as usize {
                self.tails.push(Vec::new());
            }
            let hashes = self.size >> (8 * level);
            let tail = &mut self.tails[level as usize];
            let mut number = (hashes - fresh.len() as u64) / TILE_WIDTH;
            tail.append(&mut fresh);
            let (full, rest) = tail.as_chunks::<256>();
            for tile in full {
                put(Tile { level, number, width: TILE_WIDTH }, tile);
                fresh.push(root_of_tile(tile));
                number += 1;
            }
            if !rest.is_empty() {
                put(Tile { level, number, width: rest.len() as u64 }, rest);
            }
            *tail = rest.to_vec();
            level += 1;
        }
    }

    pub fn root(&self) -> Hash {
        let mut root: Option<Hash> = None;
        for tail in &self.tails {
            let mut rest = tail.as_slice();
            while !rest.is_empty() {
                // The complete subtrees of a tail, the smallest and rightmost first.
                let width = 1 << rest.len().trailing_zeros();
                let (before, subtree) = rest.split_at(rest.len() - width);
                let hash = root_of_tile(subtree);
                root = Some(root.map_or(hash, |right| node_hash(&hash, &right)));
                rest = before;
            }
        }
        root.unwrap_or_else(empty_root)
    }

    /// The hashes of the last, partial tile of leaves.
    pub fn last_leaves(&self) -> &[Hash] {
        self.tails.first().map_or(&[], Vec::as_slice)
    }
}

/// The hash over a power of two of hashes.
fn root_of_tile(hashes: &[Hash]) -> Hash {
    let mut layer = hashes.to_vec();
    while layer.len() > 1 {
        layer = layer.as_chunks::<2>().0.iter().map(|[left, right]| node_hash(left, right)).collect();
    }
    layer.first().copied().unwrap_or_default()
}
