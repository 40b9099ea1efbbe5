//! Checks proofs (RFC 9162 §2.1.3.2 and §2.1.4.2; subtrees as in draft-ietf-plants-merkle-tree-certs §4).

use std::fmt;

use crate::hash::{Hash, empty_root, node_hash};

/// Why a proof shows nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unproven {
    /// The leaf cannot lie in a tree of this size.
    OutOfRange,
    /// The sizes go backwards.
    Backwards,
    /// Every tree begins with the one without leaves: there is nothing to prove.
    Nothing,
    /// The leaves named are no subtree.
    NoSubtree,
    /// There are too few or too many hashes.
    Length,
    /// The hashes lead to another root.
    OtherRoot,
}

impl fmt::Display for Unproven {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Unproven::OutOfRange => "the index is not below the size of the tree",
            Unproven::Backwards => "the older tree is larger than the newer one",
            Unproven::Nothing => "every tree begins with the one without leaves, which proves nothing",
            Unproven::NoSubtree => "the leaves named are not a subtree",
            Unproven::Length => "the proof has too few or too many hashes",
            Unproven::OtherRoot => "the hashes of the proof lead to another root",
        })
    }
}

/// That the leaf lies at `index` in the tree of `size` with this root. Path from the bottom up.
pub fn verify_inclusion(leaf: &Hash, index: u64, size: u64, path: &[Hash], root: &Hash) -> Result<(), Unproven> {
    verify_subtree_inclusion(leaf, index, (0, size), path, root)
}

/// That the leaf lies at `index` in the subtree of the leaves `start..end`.
pub fn verify_subtree_inclusion(
    leaf: &Hash,
    index: u64,
    (start, end): (u64, u64),
    path: &[Hash],
    root: &Hash,
) -> Result<(), Unproven> {
    if !is_subtree(start, end) {
        return Err(if start == 0 { Unproven::OutOfRange } else { Unproven::NoSubtree });
    }
    if index < start || index >= end {
        return Err(Unproven::OutOfRange);
    }
    let (mut at, mut last) = (index - start, end - start - 1);
    let mut hash = *leaf;
    for sibling in path {
        if last == 0 {
            return Err(Unproven::Length);
        }
        if at % 2 == 1 || at == last {
            hash = node_hash(sibling, &hash);
            while at % 2 == 0 && at != 0 {
                at >>= 1;
                last >>= 1;
            }
        } else {
            hash = node_hash(&hash, sibling);
        }
        at >>= 1;
        last >>= 1;
    }
    if last != 0 {
        Err(Unproven::Length)
    } else if hash == *root {
        Ok(())
    } else {
        Err(Unproven::OtherRoot)
    }
}

/// That the tree of `old` leaves is the beginning of the tree of `new` leaves. The tree without leaves begins every tree,
/// so nothing is proven from there: [`Unproven::Nothing`].
pub fn verify_consistency(old: u64, new: u64, old_root: &Hash, new_root: &Hash, path: &[Hash]) -> Result<(), Unproven> {
    if old > new {
        return Err(Unproven::Backwards);
    }
    if old == 0 {
        return match (new, *old_root == empty_root() && old_root == new_root) {
            (0, false) => Err(Unproven::OtherRoot),
            (0, true) if path.is_empty() => Ok(()),
            (0, true) => Err(Unproven::Length),
            _ => Err(Unproven::Nothing),
        };
    }
    verify_subtree_consistency((0, old), new, old_root, new_root, path)
}

/// That the subtree of the leaves `start..end` with the hash `part` lies in the tree of `size` with the root `whole`. The
/// subtree without leaves lies in every tree that reaches it.
pub fn verify_subtree_consistency(
    (start, end): (u64, u64),
    size: u64,
    part: &Hash,
    whole: &Hash,
    path: &[Hash],
) -> Result<(), Unproven> {
    if end > size {
        return Err(Unproven::Backwards);
    }
    if start == end {
        return match (path.is_empty(), *part == empty_root()) {
            (false, _) => Err(Unproven::Length),
            (true, true) => Ok(()),
            (true, false) => Err(Unproven::OtherRoot),
        };
    }
    if !is_subtree(start, end) {
        return Err(Unproven::NoSubtree);
    }
    let (mut first, mut last, mut top) = (start, end - 1, size - 1);
    while first != last && (last == top || last % 2 == 1) {
        first >>= 1;
        last >>= 1;
        top >>= 1;
    }
    // A part that ends with the tree and is a complete node of it needs no hash of its own.
    let mut rest = path.iter();
    let begin = if first == last { part } else { rest.next().ok_or(Unproven::Length)? };
    let (mut of_part, mut of_whole) = (*begin, *begin);
    for sibling in rest {
        if top == 0 {
            return Err(Unproven::Length);
        }
        if last % 2 == 1 || last == top {
            if first < last {
                of_part = node_hash(sibling, &of_part);
            }
            of_whole = node_hash(sibling, &of_whole);
            while last.is_multiple_of(2) && last != 0 {
                first >>= 1;
                last >>= 1;
                top >>= 1;
            }
        } else {
            of_whole = node_hash(&of_whole, sibling);
        }
        first >>= 1;
        last >>= 1;
        top >>= 1;
    }
    if top != 0 {
        Err(Unproven::Length)
    } else if of_part == *part && of_whole == *whole {
        Ok(())
    } else {
        Err(Unproven::OtherRoot)
    }
}

/// Whether `start..end` is a subtree: not empty, and starting at a multiple of the power of two that holds it.
fn is_subtree(start: u64, end: u64) -> bool {
    start < end && (end - start).checked_next_power_of_two().map_or(start == 0, |width| start.is_multiple_of(width))
}
