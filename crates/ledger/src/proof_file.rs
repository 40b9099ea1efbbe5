//! Proof files: all that is needed to show offline that an entry lies in a log (C2SP tlog-proof).

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::checkpoint::{Checkpoint, Uncheckable, decimal};
use crate::hash::{Hash, leaf_hash};
use crate::note::Note;
use crate::policy::Policy;
use crate::proof::{Unproven, verify_inclusion};

const FIRST_LINE: &str = "c2sp.org/tlog-proof@v1";
/// A path has a hash a level, and sizes have 64 bits.
const PATH_MAX: usize = 63;

/// A leaf's place in a log, the path to the root, and the checkpoint with its signatures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proof {
    /// Bytes that nobody signed, for whoever needs some.
    pub extra: Option<Vec<u8>>,
    pub index: u64,
    pub path: Vec<Hash>,
    pub checkpoint: Note,
}

/// What a proof showed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proven {
    pub checkpoint: Checkpoint,
    /// The latest time a witness of the policy gave, in POSIX seconds.
    pub seen_at: Option<u64>,
}

/// Why a proof file shows nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BadProof {
    Malformed,
    Checkpoint(Uncheckable),
    Path(Unproven),
}

impl fmt::Display for BadProof {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            BadProof::Malformed => f.write_str("not a proof file"),
            BadProof::Checkpoint(why) => write!(f, "its checkpoint: {why}"),
            BadProof::Path(why) => write!(f, "its path: {why}"),
        }
    }
}

impl Proof {
    /// Reads a proof file. Nothing is verified.
    pub fn parse(file: &[u8]) -> Result<Proof, BadProof> {
        let text = std::str::from_utf8(file).map_err(|_| BadProof::Malformed)?;
        let (head, note) = text.split_once("\n\n").ok_or(BadProof::Malformed)?;
        let mut lines = head.split('\n').peekable();
        if lines.next() != Some(FIRST_LINE) {
            return Err(BadProof::Malformed);
        }
        let extra = match lines.peek().and_then(|line| line.strip_prefix("extra ")) {
            None => None,
            Some(coded) => {
                lines.next();
                Some(STANDARD.decode(coded).map_err(|_| BadProof::Malformed)?)
            }
        };
        let index = lines.next().and_then(|line| decimal(line.strip_prefix("index ")?)).ok_or(BadProof::Malformed)?;
        let mut path = Vec::new();
        for line in lines {
            if path.len() == PATH_MAX {
                return Err(BadProof::Malformed);
            }
            path.push(Hash::from_base64(line).map_err(|_| BadProof::Malformed)?);
        }
        let checkpoint = Note::parse(note.as_bytes()).map_err(|why| BadProof::Checkpoint(why.into()))?;
        Ok(Proof { extra, index, path, checkpoint })
    }

    /// Whether the entry lies in the log under a checkpoint that fits the policy.
    pub fn check(&self, entry: &[u8], policy: &Policy) -> Result<Proven, BadProof> {
        let (checkpoint, seen_at) = policy.check(&self.checkpoint).map_err(BadProof::Checkpoint)?;
        verify_inclusion(&leaf_hash(entry), self.index, checkpoint.size, &self.path, &checkpoint.root)
            .map_err(BadProof::Path)?;
        Ok(Proven { checkpoint, seen_at })
    }
}

impl fmt::Display for Proof {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{FIRST_LINE}")?;
        if let Some(extra) = &self.extra {
            writeln!(f, "extra {}", STANDARD.encode(extra))?;
        }
        writeln!(f, "index {}", self.index)?;
        self.path.iter().try_for_each(|hash| writeln!(f, "{hash}"))?;
        write!(f, "\n{}", self.checkpoint)
    }
}
