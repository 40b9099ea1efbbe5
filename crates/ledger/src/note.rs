//! Signed notes: a text and who signed it (C2SP signed-note), with keys of the kinds Ed25519 and timestamped cosignature.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ed25519_dalek::{Signer as _, VerifyingKey};
use sha2::{Digest, Sha256};

/// Larger notes are not read, in bytes.
const NOTE_MAX: usize = 1_000_000;
/// More signatures are not read.
const SIGNATURES_MAX: usize = 100;

/// What a key signs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// `0x01`: Ed25519 over the text of the note.
    Ed25519,
    /// `0x04`: Ed25519 over the time and the text (C2SP tlog-cosignature).
    Cosignature,
}

impl Kind {
    fn byte(self) -> u8 {
        match self {
            Kind::Ed25519 => 1,
            Kind::Cosignature => 4,
        }
    }
}

/// Why a key is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BadKey {
    /// Not `<name>+<8 hex digits>+<base64>`.
    Malformed,
    /// Names are not empty and have neither spaces nor `+`.
    Name,
    /// The id is not the one of this name and key.
    Id,
    /// Only the kinds 0x01 and 0x04 are known here.
    Kind,
}

impl fmt::Display for BadKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            BadKey::Malformed => "a key is written `<name>+<8 hex digits>+<base64>`",
            BadKey::Name => "the name of a key is not empty and has neither spaces nor `+`",
            BadKey::Id => "the id of the key belongs to another name or another key",
            BadKey::Kind => "only Ed25519 keys for notes (1) and for cosignatures (4) are known here",
        })
    }
}

fn is_name(name: &str) -> bool {
    !name.is_empty() && !name.chars().any(|c| c.is_whitespace() || c.is_control() || c == '+')
}

fn key_id(name: &str, kind: Kind, public: &[u8; 32]) -> [u8; 4] {
    let mut digest = Sha256::new();
    digest.update(name.as_bytes());
    digest.update([b'\n', kind.byte()]);
    digest.update(public);
    let hash: [u8; 32] = digest.finalize().into();
    [hash[0], hash[1], hash[2], hash[3]]
}

/// Checks signatures of one name.
#[derive(Clone, PartialEq, Eq)]
pub struct VerifierKey {
    name: String,
    id: [u8; 4],
    kind: Kind,
    key: VerifyingKey,
}

impl VerifierKey {
    /// Reads `<name>+<8 hex digits of the id>+<base64 of kind and key>`.
    pub fn parse(text: &str) -> Result<VerifierKey, BadKey> {
        let (name, rest) = text.split_once('+').ok_or(BadKey::Malformed)?;
        let (id, key) = rest.split_once('+').ok_or(BadKey::Malformed)?;
        if !is_name(name) {
            return Err(BadKey::Name);
        }
        let is_id = id.len() == 8 && id.bytes().all(|b| b.is_ascii_hexdigit());
        let id = u32::from_str_radix(id, 16).ok().filter(|_| is_id).ok_or(BadKey::Malformed)?;
        let bytes = STANDARD.decode(key).map_err(|_| BadKey::Malformed)?;
        let (kind, public) = bytes.split_first().ok_or(BadKey::Malformed)?;
        let kind = match kind {
            1 => Kind::Ed25519,
            4 => Kind::Cosignature,
            _ => return Err(BadKey::Kind),
        };
        let public: [u8; 32] = public.try_into().map_err(|_| BadKey::Malformed)?;
        let key = VerifyingKey::from_bytes(&public).map_err(|_| BadKey::Malformed)?;
        let own = key_id(name, kind, &public);
        if own != id.to_be_bytes() {
            return Err(BadKey::Id);
        }
        Ok(VerifierKey { name: name.to_owned(), id: own, kind, key })
    }

    pub fn name(&self) -> &str {
        &self.name
    }

    pub fn id(&self) -> [u8; 4] {
        self.id
    }

    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// Whether a signature line is by this key, as it says of itself.
    pub fn is_named_in(&self, signature: &Signature) -> bool {
        signature.name == self.name && signature.id == self.id
    }

    /// Whether the bytes are a signature over the text by this key.
    pub fn is_signature(&self, text: &str, bytes: &[u8]) -> bool {
        let (message, bytes) = match self.kind {
            Kind::Ed25519 => (text.to_owned(), bytes),
            Kind::Cosignature => {
                let Some((seconds, bytes)) = bytes.split_first_chunk::<8>() else { return false };
                (crate::cosign::message(u64::from_be_bytes(*seconds), text), bytes)
            }
        };
        let Ok(signature) = ed25519_dalek::Signature::from_slice(bytes) else { return false };
        self.key.verify_strict(message.as_bytes(), &signature).is_ok()
    }
}

impl fmt::Display for VerifierKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut typed = vec![self.kind.byte()];
        typed.extend_from_slice(self.key.as_bytes());
        write!(f, "{}+{:08x}+{}", self.name, u32::from_be_bytes(self.id), STANDARD.encode(typed))
    }
}

impl fmt::Debug for VerifierKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Signs in one name. It is never shown; [`SigningKey::to_secret`] writes it for the file it is kept in.
#[derive(Clone)]
pub struct SigningKey {
    verifier: VerifierKey,
    key: ed25519_dalek::SigningKey,
}

impl SigningKey {
    /// From 32 secret random bytes.
    pub fn from_seed(name: &str, kind: Kind, seed: &[u8; 32]) -> Result<SigningKey, BadKey> {
        if !is_name(name) {
            return Err(BadKey::Name);
        }
        let key = ed25519_dalek::SigningKey::from_bytes(seed);
        let public = key.verifying_key();
        let id = key_id(name, kind, public.as_bytes());
        Ok(SigningKey { verifier: VerifierKey { name: name.to_owned(), id, kind, key: public }, key })
    }

    /// Reads `PRIVATE+KEY+<name>+<id>+<base64 of kind and seed>`, the form other tools for notes use as well.
    pub fn from_secret(text: &str) -> Result<SigningKey, BadKey> {
        let rest = text.trim().strip_prefix("PRIVATE+KEY+").ok_or(BadKey::Malformed)?;
        let mut parts = rest.splitn(3, '+');
        let (Some(name), Some(id), Some(key)) = (parts.next(), parts.next(), parts.next()) else {
            return Err(BadKey::Malformed);
        };
        let bytes = STANDARD.decode(key).map_err(|_| BadKey::Malformed)?;
        let (kind, seed) = bytes.split_first().ok_or(BadKey::Malformed)?;
        let kind = match kind {
            1 => Kind::Ed25519,
            4 => Kind::Cosignature,
            _ => return Err(BadKey::Kind),
        };
        let seed: [u8; 32] = seed.try_into().map_err(|_| BadKey::Malformed)?;
        let signer = SigningKey::from_seed(name, kind, &seed)?;
        if format!("{:08x}", u32::from_be_bytes(signer.verifier.id)) != id {
            return Err(BadKey::Id);
        }
        Ok(signer)
    }

    /// What [`SigningKey::from_secret`] reads.
    pub fn to_secret(&self) -> String {
        let mut typed = vec![self.verifier.kind.byte()];
        typed.extend_from_slice(&self.key.to_bytes());
        let id = u32::from_be_bytes(self.verifier.id);
        format!("PRIVATE+KEY+{}+{id:08x}+{}", self.verifier.name, STANDARD.encode(typed))
    }

    pub fn verifier(&self) -> &VerifierKey {
        &self.verifier
    }

    /// Signs a message as it is: the text of a note, or the message of a cosignature.
    pub(crate) fn sign(&self, message: &str, before: &[u8]) -> Signature {
        let mut bytes = before.to_vec();
        bytes.extend_from_slice(&self.key.sign(message.as_bytes()).to_bytes());
        Signature { name: self.verifier.name.clone(), id: self.verifier.id, bytes }
    }
}

/// Why a note is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BadNote {
    Malformed,
    /// Two of the keys given have the same name and id.
    AmbiguousKey(String),
    /// A key that is known did not sign this text.
    FalseSignature(String),
    /// None of the keys given signed it.
    Unsigned,
}

impl fmt::Display for BadNote {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            BadNote::Malformed => f.write_str("not a signed note"),
            BadNote::AmbiguousKey(name) => write!(f, "the key `{name}` is given twice"),
            BadNote::FalseSignature(name) => write!(f, "the signature in the name of `{name}` is false"),
            BadNote::Unsigned => f.write_str("no key that is trusted here signed it"),
        }
    }
}

/// A signature line: `— <name> <base64 of id and signature>`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signature {
    pub name: String,
    pub id: [u8; 4],
    /// What follows the id.
    pub bytes: Vec<u8>,
}

impl Signature {
    /// Reads a line without its end.
    pub fn parse(line: &str) -> Option<Signature> {
        let (name, coded) = line.strip_prefix("— ")?.split_once(' ')?;
        let bytes = STANDARD.decode(coded).ok()?;
        let (id, bytes) = bytes.split_first_chunk::<4>()?;
        (is_name(name) && !bytes.is_empty()).then(|| Signature {
            name: name.to_owned(),
            id: *id,
            bytes: bytes.to_vec(),
        })
    }
}

impl fmt::Display for Signature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bytes = [&self.id[..], &self.bytes].concat();
        write!(f, "— {} {}", self.name, STANDARD.encode(bytes))
    }
}

/// A text that ends with a line end, and its signatures in order, of known and unknown keys.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    pub text: String,
    pub signatures: Vec<Signature>,
}

impl Note {
    /// Reads a note of at most 1 MB with 1 to 100 signatures. Nothing is verified.
    pub fn parse(note: &[u8]) -> Result<Note, BadNote> {
        let note = std::str::from_utf8(note).ok().filter(|n| n.len() <= NOTE_MAX).ok_or(BadNote::Malformed)?;
        if note.chars().any(|c| c < ' ' && c != '\n') {
            return Err(BadNote::Malformed);
        }
        let end = note.rfind("\n\n").ok_or(BadNote::Malformed)?;
        let lines = note[end + 2..].strip_suffix('\n').ok_or(BadNote::Malformed)?;
        let mut signatures = Vec::new();
        for line in lines.split('\n') {
            if signatures.len() == SIGNATURES_MAX {
                return Err(BadNote::Malformed);
            }
            signatures.push(Signature::parse(line).ok_or(BadNote::Malformed)?);
        }
        Ok(Note { text: note[..=end].to_owned(), signatures })
    }

    /// The signatures by these keys, each key once. A known key with a false signature refuses the whole note; unknown
    /// keys are passed over; no signature by any of the keys is [`BadNote::Unsigned`].
    pub fn verify<'n>(&'n self, keys: &[VerifierKey]) -> Result<Vec<&'n Signature>, BadNote> {
        let mut verified: Vec<&Signature> = Vec::new();
        for signature in &self.signatures {
            let mut known = keys.iter().filter(|key| key.is_named_in(signature));
            let Some(key) = known.next() else { continue };
            if known.next().is_some() {
                return Err(BadNote::AmbiguousKey(key.name.clone()));
            }
            if verified.iter().any(|seen| key.is_named_in(seen)) {
                continue;
            }
            if !key.is_signature(&self.text, &signature.bytes) {
                return Err(BadNote::FalseSignature(key.name.clone()));
            }
            verified.push(signature);
        }
        if verified.is_empty() { Err(BadNote::Unsigned) } else { Ok(verified) }
    }
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.text)?;
        self.signatures.iter().try_for_each(|signature| writeln!(f, "{signature}"))
    }
}
