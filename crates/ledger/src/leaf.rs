//! Leaves `onego-leaf/1`: canonical JSON (RFC 8785) of at most 4 KiB with a salted commitment, and nothing personal.
//!
//! ```json
//! {"at":1772409600,"auth":"market-regulation","c":"…","id":"…","pub":{},"t":"decision","v":1}
//! ```
//!
//! `c` is the base64 of HMAC-SHA-256 under a random salt of 32 bytes over the SHA-256 of the record. Whoever holds record
//! and salt can show that the leaf speaks of the record; when the salt is destroyed, `c` is a random number.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};

/// Bytes a leaf can have at most.
pub const LEAF_MAX: usize = 4096;

/// One leaf.
#[derive(Clone, Debug, PartialEq)]
pub struct Leaf {
    /// The type: `decision`, `licence.issued`.
    pub kind: String,
    /// POSIX seconds.
    pub at: i64,
    /// The authority whose doing it is.
    pub authority: String,
    /// A number of its own that says nothing of a person.
    pub id: String,
    pub commitment: [u8; 32],
    /// What the law makes public, and only that.
    pub public: Map<String, Value>,
}

/// Why a leaf is none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BadLeaf {
    /// Longer than [`LEAF_MAX`].
    TooLong(usize),
    /// A number is no integer that JSON keeps exactly.
    Inexact,
    /// Not canonical JSON with the members of a leaf.
    Malformed,
}

impl fmt::Display for BadLeaf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            BadLeaf::TooLong(bytes) => write!(f, "a leaf of {bytes} bytes; {LEAF_MAX} at most"),
            BadLeaf::Inexact => f.write_str("a number in the leaf is not an integer of at most 53 bits"),
            BadLeaf::Malformed => f.write_str("not a leaf `onego-leaf/1` in canonical JSON"),
        }
    }
}

/// HMAC-SHA-256 under the salt over the SHA-256 of the record in its canonical form.
pub fn commit(salt: &[u8; 32], record: &[u8]) -> [u8; 32] {
    // A block filled up with zeros is the same key (RFC 2104), and its constructor cannot fail.
    let mut block = [0u8; 64];
    block[..32].copy_from_slice(salt);
    let mut mac = Hmac::<Sha256>::new(&block.into());
    mac.update(&Sha256::digest(record));
    mac.finalize().into_bytes().into()
}

/// Whether a commitment is of this record under this salt.
pub fn opens(commitment: &[u8; 32], salt: &[u8; 32], record: &[u8]) -> bool {
    commit(salt, record) == *commitment
}

impl Leaf {
    /// The entry for the log.
    pub fn to_entry(&self) -> Result<Vec<u8>, BadLeaf> {
        let mut members = Map::new();
        members.insert("v".to_owned(), 1.into());
        members.insert("t".to_owned(), self.kind.clone().into());
        members.insert("at".to_owned(), self.at.into());
        members.insert("auth".to_owned(), self.authority.clone().into());
        members.insert("id".to_owned(), self.id.clone().into());
        members.insert("c".to_owned(), STANDARD.encode(self.commitment).into());
        members.insert("pub".to_owned(), Value::Object(self.public.clone()));
        let text = canonical(&Value::Object(members)).ok_or(BadLeaf::Inexact)?;
        if text.len() > LEAF_MAX { Err(BadLeaf::TooLong(text.len())) } else { Ok(text.into_bytes()) }
    }

    /// Reads an entry; anything but the canonical form is refused, so that a leaf has one entry.
    pub fn parse(entry: &[u8]) -> Result<Leaf, BadLeaf> {
        if entry.len() > LEAF_MAX {
            return Err(BadLeaf::TooLong(entry.len()));
        }
        let value: Value = serde_json::from_slice(entry).map_err(|_| BadLeaf::Malformed)?;
        let text = |name: &str| value.get(name).and_then(Value::as_str).map(str::to_owned).ok_or(BadLeaf::Malformed);
        let commitment = STANDARD.decode(text("c")?).map_err(|_| BadLeaf::Malformed)?;
        let leaf = Leaf {
            kind: text("t")?,
            at: value.get("at").and_then(Value::as_i64).ok_or(BadLeaf::Malformed)?,
            authority: text("auth")?,
            id: text("id")?,
            commitment: commitment.try_into().map_err(|_| BadLeaf::Malformed)?,
            public: value.get("pub").and_then(Value::as_object).cloned().ok_or(BadLeaf::Malformed)?,
        };
        if leaf.to_entry()? == entry { Ok(leaf) } else { Err(BadLeaf::Malformed) }
    }
}

/// JSON in its one canonical form (RFC 8785); `None` if it has a number other than an integer of at most 53 bits.
pub fn canonical(value: &Value) -> Option<String> {
    let mut out = String::new();
    write_canonical(value, &mut out)?;
    Some(out)
}

fn write_canonical(value: &Value, out: &mut String) -> Option<()> {
    match value {
        Value::Number(number) => {
            let exact = number.as_i64().filter(|n| n.unsigned_abs() < 1 << 53)?;
            out.push_str(&exact.to_string());
        }
        Value::Array(items) => {
            out.push('[');
            for (at, item) in items.iter().enumerate() {
                if at > 0 {
                    out.push(',');
                }
                write_canonical(item, out)?;
            }
            out.push(']');
        }
        Value::Object(members) => {
            // The order is that of UTF-16 code units, not of bytes.
            let mut names: Vec<&String> = members.keys().collect();
            names.sort_by(|a, b| a.encode_utf16().cmp(b.encode_utf16()));
            out.push('{');
            for (at, name) in names.into_iter().enumerate() {
                if at > 0 {
                    out.push(',');
                }
                out.push_str(&Value::String(name.clone()).to_string());
                out.push(':');
                write_canonical(&members[name], out)?;
            }
            out.push('}');
        }
        simple => out.push_str(&simple.to_string()),
    }
    Some(())
}
