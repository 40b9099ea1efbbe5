//! Trees and proofs beside a slow recursive oracle and a tree other people wrote.

use ct_merkle::mem_backed_tree::MemoryBackedTree;
use ledger::{
    Hash, Tile, Tree, empty_root, entries_of, leaf_hash, node_hash, verify_consistency, verify_inclusion,
    verify_subtree_consistency,
};
use proptest::prelude::*;

fn entries(count: usize) -> Vec<Vec<u8>> {
    (0..count).map(|i| format!("entry {i}").into_bytes()).collect()
}

fn tree(entries: &[Vec<u8>]) -> Tree {
    let mut tree = Tree::new();
    for entry in entries {
        tree.append(entry);
    }
    tree
}

/// RFC 6962 §2.1 as it is written.
fn slow_root(entries: &[Vec<u8>]) -> Hash {
    match entries {
        [] => empty_root(),
        [one] => leaf_hash(one),
        many => {
            let mut k = 1;
            while k * 2 < many.len() {
                k *= 2;
            }
            node_hash(&slow_root(&many[..k]), &slow_root(&many[k..]))
        }
    }
}

#[test]
fn roots_of_the_rfc_and_of_known_answers() {
    let known = [
        (0, "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="),
        (1, "Aippeebat6pa5MPl5F9+l3ESp+Y1k4INvsHsc4ok+Tw="),
        (2, "sTeYX/SE+2ANuTEHx3sDZcgNePW0Kd7Q/Zc2HQd5mes="),
        (3, "NmQuc8JUCrEh46a/lUWwokmCzYMOsT080Z3jzmwCHsE="),
        (5, "/hSlQm+9cMD6c/UjQq/tDaC9I8SDhmLM9riKMHDq2Xs="),
    ];
    let letters: Vec<Vec<u8>> = "abcde".bytes().map(|b| vec![b]).collect();
    for (size, root) in known {
        assert_eq!(tree(&letters[..size]).root().to_base64(), root);
    }
}

#[test]
fn every_proof_of_every_small_tree_holds_and_shows_nothing_else() {
    let all = entries(70);
    let whole = tree(&all);
    for size in 0..=70u64 {
        let root = slow_root(&all[..size as usize]);
        assert_eq!(whole.root_at(size), Some(root));
        for index in 0..size {
            let path = whole.inclusion(index, size).expect("a leaf of the tree");
            let leaf = leaf_hash(&all[index as usize]);
            assert_eq!(verify_inclusion(&leaf, index, size, &path, &root), Ok(()));
            assert!(verify_inclusion(&leaf, index + 1, size, &path, &root).is_err());
            assert!(verify_inclusion(&root, index, size, &path, &root).is_err() || size == 1);
        }
        assert_eq!(whole.inclusion(size, size), None);
        for old in 0..=size {
            let path = whole.consistency(old, size).expect("an earlier tree");
            let old_root = slow_root(&all[..old as usize]);
            let shown = if old == 0 && size > 0 { Err(ledger::Unproven::Nothing) } else { Ok(()) };
            assert_eq!(verify_consistency(old, size, &old_root, &root, &path), shown, "{old} of {size}");
            assert!(verify_consistency(old, size, &leaf_hash(b"other"), &root, &path).is_err());
            assert!(verify_consistency(old, size, &old_root, &leaf_hash(b"other"), &path).is_err() || old == 0);
            if old > 0 {
                assert_eq!(verify_subtree_consistency((0, old), size, &old_root, &root, &path), Ok(()));
            }
        }
    }
    assert_eq!(whole.consistency(9, 8), None);
}

#[test]
fn roots_and_proofs_are_those_of_a_tree_others_wrote() {
    let all = entries(1000);
    let ours = tree(&all);
    let mut theirs: MemoryBackedTree<sha2::Sha256, Vec<u8>> = MemoryBackedTree::new();
    for entry in &all {
        theirs.push(entry.clone());
    }
    assert_eq!(ours.root().0[..], theirs.root().as_bytes()[..]);
    for index in (0..1000usize).step_by(7) {
        let path = ours.inclusion(index as u64, 1000).expect("a leaf of the tree");
        let bytes: Vec<u8> = path.iter().flat_map(|hash| hash.0).collect();
        assert_eq!(theirs.prove_inclusion(index).as_bytes(), bytes);
    }
    for added in (1..1000usize).step_by(13) {
        let path = ours.consistency((1000 - added) as u64, 1000).expect("an earlier tree");
        let bytes: Vec<u8> = path.iter().flat_map(|hash| hash.0).collect();
        assert_eq!(theirs.prove_consistency(added).as_bytes(), bytes);
    }
}

#[test]
fn tiles_lie_where_the_specification_says() {
    assert_eq!(Tile { level: 0, number: 1_234_067, width: 256 }.path(), "tile/0/x001/x234/067");
    assert_eq!(Tile { level: 1, number: 0, width: 17 }.path(), "tile/1/000.p/17");
    assert_eq!(ledger::entries_path(70_000, 273), "tile/entries/273.p/112");
    let of_70_000 = Tile::grown(0, 70_000);
    assert_eq!(of_70_000.iter().filter(|tile| tile.level == 0).count(), 274);
    assert_eq!(of_70_000.last(), Some(&Tile { level: 2, number: 0, width: 1 }));
    assert_eq!(Tile::of(70_000, 1, 1).width, 17);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn a_proof_with_any_bit_changed_shows_nothing(size in 2u64..600, pick in any::<u64>(), bit in any::<usize>()) {
        let all = entries(size as usize);
        let tree = tree(&all);
        let index = pick % size;
        let mut path = tree.inclusion(index, size).expect("a leaf of the tree");
        let at = bit % (path.len() * 256);
        path[at / 256].0[at % 256 / 8] ^= 1 << (at % 8);
        let leaf = leaf_hash(&all[index as usize]);
        prop_assert!(verify_inclusion(&leaf, index, size, &path, &tree.root()).is_err());
    }

    #[test]
    fn no_proof_and_no_bundle_makes_it_panic(
        sizes in any::<(u64, u64, u64)>(), path in prop::collection::vec(any::<[u8; 32]>(), 0..70), bytes in any::<Vec<u8>>()
    ) {
        let path: Vec<Hash> = path.into_iter().map(Hash).collect();
        let hash = leaf_hash(b"x");
        let _ = verify_inclusion(&hash, sizes.0, sizes.1, &path, &hash);
        let _ = verify_consistency(sizes.0, sizes.1, &hash, &hash, &path);
        let _ = verify_subtree_consistency((sizes.0, sizes.1), sizes.2, &hash, &hash, &path);
        let _ = ledger::verify_subtree_inclusion(&hash, sizes.0, (sizes.1, sizes.2), &path, &hash);
        let _ = entries_of(&bytes);
    }
}
