//! Appending for good: a journal, tiles, a head that is committed before it is signed, and a checkpoint when witnesses saw it.
//!
//! | file | what it is |
//! |---|---|
//! | `journal` | batches that are kept but not in tiles yet: length (4 bytes), check (8), first index (8), bundle |
//! | `tile/…` | the public files |
//! | `head` | epoch, size and root: committed after the tiles and before anything is signed |
//! | `checkpoint` | the public head: signed, and seen by the witnesses the policy asks for |
//!
//! So whatever is cut, at most one root of a size is ever signed: a head is signed only when it is on the disk, and the next
//! head grows out of the one on the disk.

use std::fmt;

use sha2::{Digest, Sha256};

use crate::checkpoint::{Checkpoint, Uncheckable, decimal};
use crate::disk::{Disk, Trouble};
use crate::edge::Edge;
use crate::hash::{Hash, empty_root, leaf_hash};
use crate::note::{Note, SigningKey};
use crate::policy::Policy;
use crate::proof_file::Proof;
use crate::tile::{ENTRY_MAX, TILE_WIDTH, Tile, bundle, entries_of, entries_path};
use crate::tree::{TileNodes, consistency_proof, inclusion_proof};

/// Where the public head lies.
pub const CHECKPOINT: &str = "checkpoint";
const HEAD: &str = "head";
const JOURNAL: &str = "journal";
const HEAD_FIRST_LINE: &str = "onego-log-head/1";

/// Why a log cannot go on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LogFault {
    Disk(Trouble),
    /// A file is not what it must be.
    Corrupt(Trouble),
    /// The files are those of another log.
    OtherLog(String),
    /// Somebody else opened the log since: this one must end.
    Fenced,
    /// An entry has more than 65,535 bytes.
    TooLong(usize),
}

impl fmt::Display for LogFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            LogFault::Disk(trouble) | LogFault::Corrupt(trouble) => write!(f, "the log: {trouble}"),
            LogFault::OtherLog(origin) => write!(f, "the files are those of the log `{origin}`"),
            LogFault::Fenced => f.write_str("the log was opened by somebody else; only the last one may write"),
            LogFault::TooLong(bytes) => write!(f, "an entry has {bytes} bytes; {ENTRY_MAX} at most"),
        }
    }
}

impl std::error::Error for LogFault {}

impl From<Trouble> for LogFault {
    fn from(trouble: Trouble) -> LogFault {
        LogFault::Disk(trouble)
    }
}

fn corrupt(path: &str, because: &str) -> LogFault {
    LogFault::Corrupt(Trouble { path: path.to_owned(), because: because.to_owned() })
}

/// Why a checkpoint was not published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unpublished {
    /// The policy is not fulfilled; it may be when more witnesses have answered.
    Policy(Uncheckable),
    /// It is not the present head of the log.
    NotTheHead,
    Log(LogFault),
}

impl fmt::Display for Unpublished {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Unpublished::Policy(why) => write!(f, "not enough witnesses have seen it: {why}"),
            Unpublished::NotTheHead => f.write_str("it is not the present head of the log"),
            Unpublished::Log(fault) => fault.fmt(f),
        }
    }
}

/// One log that is written. It holds the right edge of the tree and what is not in tiles yet, so it starts in the time that
/// a few small files take, whatever its size.
pub struct Log<D> {
    disk: D,
    origin: String,
    epoch: u64,
    /// The edge at the head on the disk.
    edge: Edge,
    /// The entries of the last, partial bundle at the head.
    last_entries: Vec<Vec<u8>>,
    /// Entries behind the head, kept by the journal or by the caller.
    waiting: Vec<Vec<u8>>,
    has_journal: bool,
}

impl<D: Disk> Log<D> {
    /// Opens a log, or begins it. Whoever had it open before is fenced off; batches in the journal are taken up again, and
    /// a batch that was cut in the middle, which nobody was told of, is dropped.
    pub fn open(mut disk: D, origin: &str) -> Result<Log<D>, LogFault> {
        let (epoch, size, root) = match read_head(&disk)? {
            None => (0, 0, empty_root()),
            Some((epoch, head)) if head.origin == origin => (epoch, head.size, head.root),
            Some((_, head)) => return Err(LogFault::OtherLog(head.origin)),
        };
        let edge = Edge::of(size, |tile| read_tile(&disk, tile))?;
        if edge.root() != root {
            return Err(corrupt(HEAD, "the tiles have another root than the head"));
        }
        let last_entries = read_bundle(&disk, size, size / TILE_WIDTH)?;
        if !last_entries.iter().map(|entry| leaf_hash(entry)).eq(edge.last_leaves().iter().copied()) {
            return Err(corrupt(&entries_path(size, size / TILE_WIDTH), "the entries are not those of the tiles"));
        }
        let written = disk.read(JOURNAL)?.unwrap_or_default();
        let (waiting, whole) = replayed(&written, size)?;
        if whole < written.len() {
            disk.put(&[(JOURNAL.to_owned(), written[..whole].to_vec())])?;
        }
        let epoch = epoch + 1;
        disk.put(&[(HEAD.to_owned(), head_text(epoch, origin, size, &root))])?;
        Ok(Log {
            disk,
            origin: origin.to_owned(),
            epoch,
            edge,
            last_entries,
            waiting,
            has_journal: !written.is_empty(),
        })
    }

    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// How many leaves are kept, in tiles or not.
    pub fn size(&self) -> u64 {
        self.edge.size() + self.waiting.len() as u64
    }

    /// The head on the disk, which may be signed.
    pub fn head(&self) -> Checkpoint {
        Checkpoint { origin: self.origin.clone(), size: self.edge.size(), root: self.edge.root() }
    }

    pub fn disk(&self) -> &D {
        &self.disk
    }

    /// Keeps a batch for certain, with one write, and gives the index of its first entry. It is public when it was
    /// [integrated](Log::integrate) and the checkpoint published.
    pub fn append(&mut self, batch: &[&[u8]]) -> Result<u64, LogFault> {
        let first = self.size();
        let body = bundle(batch.iter().copied()).ok_or_else(|| too_long(batch.iter().map(|entry| entry.len())))?;
        if batch.is_empty() {
            return Ok(first);
        }
        self.disk.append(JOURNAL, &record(first, &body))?;
        self.has_journal = true;
        self.waiting.extend(batch.iter().map(|entry| entry.to_vec()));
        Ok(first)
    }

    /// Takes up entries that the caller keeps for certain elsewhere and will give again, in the same order, after a cut.
    pub fn stage(&mut self, batch: Vec<Vec<u8>>) -> Result<u64, LogFault> {
        if batch.iter().any(|entry| entry.len() > ENTRY_MAX) {
            return Err(too_long(batch.iter().map(Vec::len)));
        }
        let first = self.size();
        self.waiting.extend(batch);
        Ok(first)
    }

    /// Writes what waits into tiles and commits the new head, in this order. After a fault the log is opened again.
    pub fn integrate(&mut self) -> Result<Checkpoint, LogFault> {
        if self.waiting.is_empty() {
            return Ok(self.head());
        }
        let before = self.edge.size();
        let leaves: Vec<Hash> = self.waiting.iter().map(|entry| leaf_hash(entry)).collect();
        let mut edge = self.edge.clone();
        let mut files = Vec::new();
        edge.grow(&leaves, |tile, hashes| files.push((tile.path(), hashes.iter().flat_map(|h| h.0).collect())));
        let mut entries = self.last_entries.clone();
        entries.extend(self.waiting.iter().cloned());
        for (at, chunk) in entries.chunks(TILE_WIDTH as usize).enumerate() {
            let bytes = bundle(chunk.iter().map(Vec::as_slice)).ok_or_else(|| too_long(chunk.iter().map(Vec::len)))?;
            files.push((entries_path(edge.size(), before / TILE_WIDTH + at as u64), bytes));
        }
        self.disk.put(&files)?;
        match read_head(&self.disk)? {
            Some((epoch, head)) if epoch == self.epoch && head.size == before => {}
            _ => return Err(LogFault::Fenced),
        }
        let root = edge.root();
        self.disk.put(&[(HEAD.to_owned(), head_text(self.epoch, &self.origin, edge.size(), &root))])?;
        if std::mem::take(&mut self.has_journal) {
            self.disk.put(&[(JOURNAL.to_owned(), Vec::new())])?;
        }
        entries.drain(..entries.len() - (edge.size() % TILE_WIDTH) as usize);
        self.last_entries = entries;
        self.waiting.clear();
        self.edge = edge;
        Ok(self.head())
    }

    /// The head on the disk with the signature of the log. `None` if the key has another name than the log.
    pub fn sign(&self, key: &SigningKey) -> Option<Note> {
        (key.verifier().name() == self.origin).then(|| self.head().signed(key))
    }

    /// Makes a signed head public when the policy holds for it.
    pub fn publish(&mut self, note: &Note, policy: &Policy) -> Result<(), Unpublished> {
        let (checkpoint, _) = policy.check(note).map_err(Unpublished::Policy)?;
        if checkpoint != self.head() {
            return Err(Unpublished::NotTheHead);
        }
        self.disk
            .put(&[(CHECKPOINT.to_owned(), note.to_string().into_bytes())])
            .map_err(|trouble| Unpublished::Log(trouble.into()))
    }

    /// That the present head grew out of the tree of `old` leaves; `None` when that is larger.
    pub fn consistency(&self, old: u64) -> Result<Option<Vec<Hash>>, LogFault> {
        let size = self.edge.size();
        consistency_proof(&TileNodes::new(size, |tile: &Tile| read_tile(&self.disk, tile)), old, size)
    }
}

fn too_long(lengths: impl Iterator<Item = usize>) -> LogFault {
    LogFault::TooLong(lengths.max().unwrap_or_default())
}

fn head_text(epoch: u64, origin: &str, size: u64, root: &Hash) -> Vec<u8> {
    format!("{HEAD_FIRST_LINE}\n{epoch}\n{origin}\n{size}\n{root}\n").into_bytes()
}

/// The epoch and the head on a disk; `None` for a log that never began.
pub(crate) fn read_head<D: Disk + ?Sized>(disk: &D) -> Result<Option<(u64, Checkpoint)>, LogFault> {
    let Some(bytes) = disk.read(HEAD)? else { return Ok(None) };
    let wrong = || corrupt(HEAD, "it does not say epoch, origin, size and root");
    let text = std::str::from_utf8(&bytes).map_err(|_| wrong())?;
    let rest = text.strip_prefix(HEAD_FIRST_LINE).and_then(|rest| rest.strip_prefix('\n')).ok_or_else(wrong)?;
    let (epoch, checkpoint) = rest.split_once('\n').ok_or_else(wrong)?;
    let epoch = decimal(epoch).ok_or_else(wrong)?;
    let checkpoint = Checkpoint::from_text(checkpoint).map_err(|_| wrong())?;
    Ok(Some((epoch, checkpoint)))
}

/// The published checkpoint; `None` when nothing is published yet.
pub fn read_checkpoint<D: Disk + ?Sized>(disk: &D) -> Result<Option<(Checkpoint, Note)>, LogFault> {
    let Some(bytes) = disk.read(CHECKPOINT)? else { return Ok(None) };
    Checkpoint::from_note(&bytes).map(Some).map_err(|why| corrupt(CHECKPOINT, &why.to_string()))
}

/// The hashes of a tile; a partial tile that was cleared away is read from the full one.
pub fn read_tile<D: Disk + ?Sized>(disk: &D, tile: &Tile) -> Result<Vec<Hash>, LogFault> {
    let path = tile.path();
    if let Some(file) = disk.read(&path)? {
        return tile.hashes(&file).ok_or_else(|| corrupt(&path, "not as long as its name says"));
    }
    let full = Tile { width: TILE_WIDTH, ..*tile };
    let file = disk.read(&full.path())?.ok_or_else(|| corrupt(&path, "it is missing"))?;
    let mut hashes = full.hashes(&file).ok_or_else(|| corrupt(&full.path(), "not as long as its name says"))?;
    hashes.truncate(tile.width as usize);
    Ok(hashes)
}

/// The entries of a bundle as it stands in a tree of `size`.
pub(crate) fn read_bundle<D: Disk + ?Sized>(disk: &D, size: u64, number: u64) -> Result<Vec<Vec<u8>>, LogFault> {
    let width = Tile::of(size, 0, number).width;
    if width == 0 {
        return Ok(Vec::new());
    }
    let path = entries_path(size, number);
    let full = entries_path(u64::MAX, number);
    let file = match disk.read(&path)? {
        Some(file) => file,
        None => disk.read(&full)?.ok_or_else(|| corrupt(&path, "it is missing"))?,
    };
    let mut entries: Vec<Vec<u8>> = entries_of(&file)
        .ok_or_else(|| corrupt(&path, "it ends in the middle of an entry"))?
        .into_iter()
        .map(<[u8]>::to_vec)
        .collect();
    if (entries.len() as u64) < width {
        return Err(corrupt(&path, "it has fewer entries than its name says"));
    }
    entries.truncate(width as usize);
    Ok(entries)
}

/// One entry of a tree of `size`; `None` when the index is not below the size.
pub fn read_entry<D: Disk + ?Sized>(disk: &D, size: u64, index: u64) -> Result<Option<Vec<u8>>, LogFault> {
    if index >= size {
        return Ok(None);
    }
    Ok(read_bundle(disk, size, index / TILE_WIDTH)?.into_iter().nth((index % TILE_WIDTH) as usize))
}

/// The proof of a leaf under the published checkpoint; `None` when nothing is published that holds it yet.
pub fn prove<D: Disk + ?Sized>(disk: &D, index: u64) -> Result<Option<Proof>, LogFault> {
    let Some((checkpoint, note)) = read_checkpoint(disk)? else { return Ok(None) };
    let nodes = TileNodes::new(checkpoint.size, |tile: &Tile| read_tile(disk, tile));
    let path = inclusion_proof(&nodes, index, checkpoint.size)?;
    Ok(path.map(|path| Proof { extra: None, index, path, checkpoint: note }))
}

fn record(first: u64, body: &[u8]) -> Vec<u8> {
    let mut content = first.to_be_bytes().to_vec();
    content.extend_from_slice(body);
    let mut record = u32::try_from(content.len()).unwrap_or(u32::MAX).to_be_bytes().to_vec();
    record.extend_from_slice(&Sha256::digest(&content)[..8]);
    record.extend_from_slice(&content);
    record
}

/// The entries of a journal behind `size`, and how many bytes of it are whole.
fn replayed(journal: &[u8], size: u64) -> Result<(Vec<Vec<u8>>, usize), LogFault> {
    let mut waiting: Vec<Vec<u8>> = Vec::new();
    let mut rest = journal;
    while let Some((content, after)) = next_record(rest) {
        let Some((first, body)) = content.split_first_chunk::<8>() else { break };
        let first = u64::from_be_bytes(*first);
        let entries = entries_of(body).ok_or_else(|| corrupt(JOURNAL, "a batch ends in the middle of an entry"))?;
        let reached = size + waiting.len() as u64;
        if first > reached {
            return Err(corrupt(JOURNAL, "a batch is missing"));
        }
        let known = usize::try_from(reached - first).unwrap_or(usize::MAX);
        waiting.extend(entries.into_iter().skip(known).map(<[u8]>::to_vec));
        rest = after;
    }
    Ok((waiting, journal.len() - rest.len()))
}

/// The next whole record: its content, and what follows it.
fn next_record(rest: &[u8]) -> Option<(&[u8], &[u8])> {
    let (length, rest) = rest.split_first_chunk::<4>()?;
    let (check, rest) = rest.split_first_chunk::<8>()?;
    let (content, rest) = rest.split_at_checked(u32::from_be_bytes(*length) as usize)?;
    (Sha256::digest(content)[..8] == *check).then_some((content, rest))
}
