//! Looks through every file of a log and says what does not fit together.

use std::fmt;

use crate::checkpoint::{Checkpoint, Uncheckable};
use crate::disk::Disk;
use crate::edge::Edge;
use crate::hash::{Hash, leaf_hash};
use crate::log::{CHECKPOINT, LogFault, read_bundle, read_checkpoint, read_head, read_tile};
use crate::policy::Policy;
use crate::tile::{TILE_WIDTH, Tile, entries_path};

/// Findings after which it stops looking: one changed root makes many.
const FINDINGS_MAX: usize = 20;

/// Something that does not fit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Finding {
    /// A file is missing, unreadable or malformed.
    File(String),
    /// The checkpoint is not signed as the policy asks.
    Unsigned(Uncheckable),
    /// An entry is not the one whose hash is in the tile.
    Entry { index: u64, path: String },
    /// A tile is not what its leaves make.
    Tile { path: String },
    /// The files lead to another root than the checkpoint.
    Root { said: Checkpoint, found: Hash },
    /// The log was larger before.
    RolledBack { seen: Checkpoint, size: u64 },
    /// The log had another beginning before.
    Forked { seen: Checkpoint, found: Hash },
    /// The checkpoint is not that of the head.
    Head { size: u64, published: u64 },
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Finding::File(why) => f.write_str(why),
            Finding::Unsigned(why) => write!(f, "`{CHECKPOINT}`: {why}"),
            Finding::Entry { index, path } => {
                write!(f, "`{path}`: entry {index} is not the one the tile has the hash of")
            }
            Finding::Tile { path } => write!(f, "`{path}`: it is not what the leaves under it make"),
            Finding::Root { said, found } => {
                write!(f, "the files of the first {} leaves have the root {found}, not {}", said.size, said.root)
            }
            Finding::RolledBack { seen, size } => {
                write!(f, "the log had {} leaves when last seen, now {size}", seen.size)
            }
            Finding::Forked { seen, found } => write!(
                f,
                "the first {} leaves had the root {} when last seen, now {found}: the past was rewritten",
                seen.size, seen.root
            ),
            Finding::Head { size, published } => {
                write!(f, "`head`: it says {size} leaves, but {published} are published")
            }
        }
    }
}

/// What was looked at, and what was found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    pub leaves: u64,
    pub tiles: u64,
    pub findings: Vec<Finding>,
}

impl Report {
    pub fn is_sound(&self) -> bool {
        self.findings.is_empty()
    }
}

/// Reads everything under the checkpoint and the head: every entry against its tile, every tile against those under it, the
/// roots against checkpoint, head and `seen`, which is a checkpoint somebody kept from before. `policy` says who must have
/// signed; without it signatures are not judged.
pub fn fsck<D: Disk + ?Sized>(disk: &D, policy: Option<&Policy>, seen: Option<&Checkpoint>) -> Report {
    let mut report = Report::default();
    match look(disk, policy, seen, &mut report) {
        Ok(()) => {}
        Err(fault) => report.findings.push(Finding::File(fault.to_string())),
    }
    report.findings.truncate(FINDINGS_MAX);
    report
}

fn look<D: Disk + ?Sized>(
    disk: &D,
    policy: Option<&Policy>,
    seen: Option<&Checkpoint>,
    report: &mut Report,
) -> Result<(), LogFault> {
    let head = read_head(disk)?.map(|(_, head)| head);
    let published = match read_checkpoint(disk)? {
        None => None,
        Some((checkpoint, note)) => {
            if let Some(Err(why)) = policy.map(|policy| policy.check(&note)) {
                report.findings.push(Finding::Unsigned(why));
            }
            Some(checkpoint)
        }
    };
    // A copy of the public files has no head.
    let size = head.iter().chain(&published).map(|checkpoint| checkpoint.size).max().unwrap_or_default();
    if let (Some(head), Some(published)) = (&head, &published)
        && head.size < published.size
    {
        report.findings.push(Finding::Head { size: head.size, published: published.size });
    }
    let shown = published.as_ref().map_or(0, |published| published.size);
    if let Some(seen) = seen.filter(|seen| seen.size > shown) {
        report.findings.push(Finding::RolledBack { seen: seen.clone(), size: shown });
    }
    let mut said: Vec<(&Checkpoint, bool)> =
        head.iter().chain(&published).map(|checkpoint| (checkpoint, false)).collect();
    said.extend(seen.filter(|seen| seen.size <= size).map(|seen| (seen, true)));
    let mut edge = Edge::default();
    roots(&edge, &said, report);
    for number in 0..size.div_ceil(TILE_WIDTH) {
        if report.findings.len() >= FINDINGS_MAX {
            return Ok(());
        }
        let path = entries_path(size, number);
        let entries = read_bundle(disk, size, number)?;
        let leaves = read_tile(disk, &Tile::of(size, 0, number))?;
        for (at, (entry, leaf)) in entries.iter().zip(&leaves).enumerate() {
            if leaf_hash(entry) != *leaf {
                report.findings.push(Finding::Entry { index: number * TILE_WIDTH + at as u64, path: path.clone() });
            }
        }
        let hashes: Vec<Hash> = entries.iter().map(|entry| leaf_hash(entry)).collect();
        grow(disk, &mut edge, &hashes, size, &said, report)?;
    }
    report.leaves = size;
    Ok(())
}

/// Adds leaves, stopping at every size somebody said a root of.
fn grow<D: Disk + ?Sized>(
    disk: &D,
    edge: &mut Edge,
    hashes: &[Hash],
    size: u64,
    said: &[(&Checkpoint, bool)],
    report: &mut Report,
) -> Result<(), LogFault> {
    let mut rest = hashes;
    while !rest.is_empty() {
        let here = edge.size();
        let stop = said.iter().map(|(checkpoint, _)| checkpoint.size).filter(|s| *s > here).min().unwrap_or(u64::MAX);
        let (now, later) = rest.split_at(rest.len().min(usize::try_from(stop - here).unwrap_or(usize::MAX)));
        let mut made = Vec::new();
        edge.grow(now, |tile, hashes| made.push((tile, hashes.to_vec())));
        for (tile, hashes) in made {
            // Partial tiles on the way are files of an earlier size; only those of this size must be there.
            if tile.level > 0 && tile == Tile::of(size, tile.level, tile.number) {
                report.tiles += 1;
                if read_tile(disk, &tile)? != hashes {
                    report.findings.push(Finding::Tile { path: tile.path() });
                }
            }
        }
        report.tiles += u64::from(later.is_empty());
        roots(edge, said, report);
        rest = later;
    }
    Ok(())
}

fn roots(edge: &Edge, said: &[(&Checkpoint, bool)], report: &mut Report) {
    for (checkpoint, is_from_before) in said.iter().filter(|(checkpoint, _)| checkpoint.size == edge.size()) {
        let found = edge.root();
        if found != checkpoint.root {
            report.findings.push(if *is_from_before {
                Finding::Forked { seen: (*checkpoint).clone(), found }
            } else {
                Finding::Root { said: (*checkpoint).clone(), found }
            });
        }
    }
}
