//! A witness: signs that a log only ever grew (C2SP tlog-witness). Values in, values out; the caller keeps the state.

use std::collections::BTreeMap;
use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

use crate::checkpoint::{Checkpoint, decimal};
use crate::cosign::cosign;
use crate::hash::{Hash, empty_root};
use crate::note::{Note, Signature, SigningKey, VerifierKey};
use crate::proof::verify_consistency;

const STATE_FIRST_LINE: &str = "onego-witness/1";
/// A path has a hash a level.
const PATH_MAX: usize = 63;
/// Bytes a request can have at most.
pub const REQUEST_MAX: usize = 64 * 1024;

/// What a log asks: I had `old` leaves when you last signed, here is how I grew since.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    pub old: u64,
    pub path: Vec<Hash>,
    pub checkpoint: Note,
}

impl Request {
    /// Reads the body of `add-checkpoint`; the reason says what is wrong with it.
    pub fn parse(body: &[u8]) -> Result<Request, String> {
        if body.len() > REQUEST_MAX {
            return Err(format!("a request has at most {REQUEST_MAX} bytes"));
        }
        let text = std::str::from_utf8(body).map_err(|_| "a request is UTF-8 text".to_owned())?;
        let (head, note) = text.split_once("\n\n").ok_or("an empty line stands before the checkpoint")?;
        let mut lines = head.split('\n');
        let old = lines.next().and_then(|line| decimal(line.strip_prefix("old ")?));
        let old = old.ok_or("the first line is `old` and a size")?;
        let path: Vec<Hash> = lines
            .map(Hash::from_base64)
            .collect::<Result<_, _>>()
            .map_err(|_| "the lines of the proof are base64 of 32 bytes".to_owned())?;
        if path.len() > PATH_MAX {
            return Err(format!("a proof has at most {PATH_MAX} hashes"));
        }
        let checkpoint = Note::parse(note.as_bytes()).map_err(|why| why.to_string())?;
        Ok(Request { old, path, checkpoint })
    }
}

impl fmt::Display for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "old {}", self.old)?;
        self.path.iter().try_for_each(|hash| writeln!(f, "{hash}"))?;
        write!(f, "\n{}", self.checkpoint)
    }
}

/// Why a witness does not sign.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refused {
    /// 400: not a request, or the old size is larger than the new one.
    Malformed(String),
    /// 403: no key of the log signed it.
    NotTheLog,
    /// 404: this log is not watched here.
    Unknown,
    /// 409: the last tree seen has this size.
    OtherSize(u64),
    /// 422: the tree did not grow out of the one seen before: a fork, or a wrong proof.
    Inconsistent(String),
}

impl Refused {
    /// The status of the answer, as tlog-witness asks.
    pub fn status(&self) -> u16 {
        match self {
            Refused::Malformed(_) => 400,
            Refused::NotTheLog => 403,
            Refused::Unknown => 404,
            Refused::OtherSize(_) => 409,
            Refused::Inconsistent(_) => 422,
        }
    }

    /// The body of the answer; that of 409 is the size alone, of type `text/x.tlog.size`.
    pub fn body(&self) -> String {
        match self {
            Refused::OtherSize(size) => format!("{size}\n"),
            other => format!("{other}\n"),
        }
    }
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Refused::Malformed(why) => f.write_str(why),
            Refused::NotTheLog => f.write_str("no key of this log signed the checkpoint"),
            Refused::Unknown => f.write_str("this log is not watched here"),
            Refused::OtherSize(size) => {
                write!(f, "the last checkpoint seen has {size} leaves; say how the log grew from there")
            }
            Refused::Inconsistent(why) => write!(f, "the log did not grow out of what was seen before: {why}"),
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Watched {
    key: VerifierKey,
    /// The last checkpoint that was cosigned, with the cosignature.
    latest: Option<(Checkpoint, Note)>,
}

/// The logs a witness watches, and the last checkpoint it signed of each.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct State {
    logs: BTreeMap<String, Watched>,
}

impl State {
    pub fn new() -> State {
        State::default()
    }

    /// Watches a log by its key, whose name is the origin. `false` if it is watched under another key, which is kept.
    pub fn watch(&mut self, key: VerifierKey) -> bool {
        let origin = key.name().to_owned();
        self.logs.entry(origin).or_insert_with(|| Watched { key: key.clone(), latest: None }).key == key
    }

    /// The last checkpoint signed of a log.
    pub fn latest(&self, origin: &str) -> Option<&Checkpoint> {
        self.logs.get(origin)?.latest.as_ref().map(|(checkpoint, _)| checkpoint)
    }

    /// The same as a note, by the hexadecimal SHA-256 of the origin.
    pub fn latest_by_hash(&self, hash: &str) -> Option<&Note> {
        let watched = self.logs.iter().find(|(origin, _)| {
            Sha256::digest(origin.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect::<String>() == hash
        })?;
        watched.1.latest.as_ref().map(|(_, note)| note)
    }

    /// Judges a request. The state that is given back must be kept for certain, in place of this one, before the signature
    /// leaves the house: that is what a witness is for.
    pub fn add_checkpoint(
        &self,
        request: &Request,
        key: &SigningKey,
        seconds: u64,
    ) -> Result<(State, Signature), Refused> {
        let checkpoint =
            Checkpoint::from_text(&request.checkpoint.text).map_err(|why| Refused::Malformed(why.to_string()))?;
        let watched = self.logs.get(&checkpoint.origin).ok_or(Refused::Unknown)?;
        request.checkpoint.verify(std::slice::from_ref(&watched.key)).map_err(|_| Refused::NotTheLog)?;
        if request.old > checkpoint.size {
            return Err(Refused::Malformed("the old size is larger than the new one".to_owned()));
        }
        let (size, root) =
            watched.latest.as_ref().map_or_else(|| (0, empty_root()), |(seen, _)| (seen.size, seen.root));
        if request.old != size {
            return Err(Refused::OtherSize(size));
        }
        // The first tree that is seen grows out of nothing, without a proof.
        let is_first = size == 0 && checkpoint.size > 0 && request.path.is_empty();
        if !is_first {
            verify_consistency(size, checkpoint.size, &root, &checkpoint.root, &request.path)
                .map_err(|why| Refused::Inconsistent(why.to_string()))?;
        }
        let signature = cosign(key, &request.checkpoint.text, seconds)
            .ok_or_else(|| Refused::Malformed("the key of this witness is not of kind 4".to_owned()))?;
        let mut note = request.checkpoint.clone();
        note.signatures.retain(|there| watched.key.is_named_in(there));
        note.put(signature.clone());
        let mut next = self.clone();
        if let Some(watched) = next.logs.get_mut(&checkpoint.origin) {
            watched.latest = Some((checkpoint, note));
        }
        Ok((next, signature))
    }

    /// Reads a state file: a line for each log, its key and the base64 of the last note, or `-`.
    pub fn parse(text: &str) -> Result<State, String> {
        let mut lines = text.lines();
        if lines.next() != Some(STATE_FIRST_LINE) {
            return Err(format!("the first line is not `{STATE_FIRST_LINE}`"));
        }
        let mut state = State::new();
        for (at, line) in lines.enumerate() {
            let wrong = |why: &str| format!("line {}: {why}", at + 2);
            let (key, note) = line.split_once(' ').ok_or_else(|| wrong("not a key and a note"))?;
            let key = VerifierKey::parse(key).map_err(|why| wrong(&why.to_string()))?;
            let latest = if note == "-" {
                None
            } else {
                let note = STANDARD.decode(note).map_err(|_| wrong("the note is not base64"))?;
                let (checkpoint, note) = Checkpoint::from_note(&note).map_err(|why| wrong(&why.to_string()))?;
                if checkpoint.origin != key.name() {
                    return Err(wrong("the note is of another log"));
                }
                Some((checkpoint, note))
            };
            state.logs.insert(key.name().to_owned(), Watched { key, latest });
        }
        Ok(state)
    }
}

impl fmt::Display for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{STATE_FIRST_LINE}")?;
        self.logs.values().try_for_each(|watched| {
            let note =
                watched.latest.as_ref().map_or_else(|| "-".to_owned(), |(_, note)| STANDARD.encode(note.to_string()));
            writeln!(f, "{} {note}", watched.key)
        })
    }
}
