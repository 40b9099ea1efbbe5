//! An append-only public log in few files: leaves in, checkpoints and proofs out, verifiers for others.
//!
//! A log is a Merkle tree (RFC 6962) kept as static files in the layout of C2SP tlog-tiles. Its head is a *checkpoint*, a
//! signed note (C2SP signed-note, tlog-checkpoint) that witnesses sign as well (C2SP tlog-cosignature, tlog-witness). A
//! [`Proof`] (C2SP tlog-proof) shows offline that a leaf lies in a tree that enough witnesses have seen, as a [`Policy`]
//! (C2SP tlog-policy) asks for.
//!
//! Where to begin: [`Log`] appends and recovers, [`witness::State`] cosigns, [`fsck()`] looks through all files, and
//! [`Proof::check`] is what everybody else does.
//!
//! What is not here: files, sockets and the clock (a caller hands in a [`Disk`] and the seconds), and what a leaf means.
//! No personal data: a leaf holds a commitment with a random salt ([`leaf`]).

mod checkpoint;
mod cosign;
mod disk;
mod edge;
mod fsck;
mod hash;
pub mod leaf;
mod log;
mod note;
mod policy;
mod proof;
mod proof_file;
mod tile;
mod tree;
pub mod witness;

pub use checkpoint::{Checkpoint, Uncheckable};
pub use cosign::{cosign, cosigned_at};
pub use disk::{Disk, Memory, Trouble};
pub use fsck::{Finding, Report, fsck};
pub use hash::{Hash, Unhashable, empty_root, leaf_hash, node_hash};
pub use log::{CHECKPOINT, Log, LogFault, Unpublished, prove, read_checkpoint, read_entry, read_tile};
pub use note::{BadKey, BadNote, Kind, Note, Signature, SigningKey, VerifierKey};
pub use policy::{BadPolicy, Policy, PolicyWitness};
pub use proof::{Unproven, verify_consistency, verify_inclusion, verify_subtree_consistency, verify_subtree_inclusion};
pub use proof_file::{BadProof, Proof, Proven};
pub use tile::{ENTRY_MAX, TILE_WIDTH, Tile, bundle, entries_of, entries_path, partial_widths};
pub use tree::{Nodes, TileNodes, Tree, consistency_proof, inclusion_proof, root_of};
