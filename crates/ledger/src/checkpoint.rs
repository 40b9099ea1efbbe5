//! Checkpoints: the head of a log in three lines (C2SP tlog-checkpoint).

use std::fmt;

use crate::hash::Hash;
use crate::note::{BadNote, Note, Signature, SigningKey};

/// What a log says of itself: which it is, how many leaves it has, the root over them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checkpoint {
    /// The name of the log: `permits.example/log/2026`.
    pub origin: String,
    pub size: u64,
    pub root: Hash,
}

/// Why a note is no checkpoint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Uncheckable {
    Note(BadNote),
    /// Not an origin, a size without leading zeros and the base64 of a root, a line each.
    Lines,
}

impl fmt::Display for Uncheckable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Uncheckable::Note(why) => why.fmt(f),
            Uncheckable::Lines => f.write_str("a checkpoint says origin, size and root in its first three lines"),
        }
    }
}

impl From<BadNote> for Uncheckable {
    fn from(why: BadNote) -> Uncheckable {
        Uncheckable::Note(why)
    }
}

/// A decimal number as the formats of logs write it: no sign, no leading zeros.
pub(crate) fn decimal(text: &str) -> Option<u64> {
    let is_plain = text.bytes().all(|b| b.is_ascii_digit()) && (text == "0" || !text.starts_with('0'));
    text.parse().ok().filter(|_| is_plain)
}

impl Checkpoint {
    /// Reads the text of a note; further lines are extensions, which are not empty and say nothing here.
    pub fn from_text(text: &str) -> Result<Checkpoint, Uncheckable> {
        let mut lines = text.strip_suffix('\n').ok_or(Uncheckable::Lines)?.split('\n');
        let (Some(origin), Some(size), Some(root)) = (lines.next(), lines.next(), lines.next()) else {
            return Err(Uncheckable::Lines);
        };
        if origin.is_empty() || lines.any(str::is_empty) {
            return Err(Uncheckable::Lines);
        }
        let size = decimal(size).ok_or(Uncheckable::Lines)?;
        let root = Hash::from_base64(root).map_err(|_| Uncheckable::Lines)?;
        Ok(Checkpoint { origin: origin.to_owned(), size, root })
    }

    /// Reads a note and its text. Nothing is verified.
    pub fn from_note(note: &[u8]) -> Result<(Checkpoint, Note), Uncheckable> {
        let note = Note::parse(note)?;
        Ok((Checkpoint::from_text(&note.text)?, note))
    }

    /// The text that is signed.
    pub fn text(&self) -> String {
        format!("{}\n{}\n{}\n", self.origin, self.size, self.root)
    }

    /// The note with the signature of the log.
    pub(crate) fn signed(&self, key: &SigningKey) -> Note {
        let text = self.text();
        let signature: Signature = key.sign(&text, &[]);
        Note { text, signatures: vec![signature] }
    }
}
