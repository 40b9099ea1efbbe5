//! How a credential stands now, without asking about it: the Token Status List (draft-ietf-oauth-status-list-20).
//!
//! One list holds the states of a million credentials; whoever wants to know one fetches all of them, so that nobody
//! learns which one was meant.

use std::fmt;
use std::io::{Read, Write};

use flate2::Compression;
use flate2::read::ZlibDecoder;
use flate2::write::ZlibEncoder;
use serde::Serialize;
use serde_json::{Value, json};

use super::sdjwt::Flaw;
use crate::jws::{self, Token};
use crate::keys::{PublicKey, SigningKey};

const TYPE: &str = "statuslist+jwt";

/// What a list may grow to when it is unpacked: 2²⁵ entries of 2 bits.
const UNPACKED_MAX: usize = 8 << 20;

/// The state of one entry, as two bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    Valid,
    /// Never to be used again.
    Revoked,
    /// For a time.
    Suspended,
    /// Application-specific: some parts of the licence are not valid; each part has an entry of its own.
    InPart,
}

impl Status {
    pub fn number(self) -> u8 {
        match self {
            Status::Valid => 0,
            Status::Revoked => 1,
            Status::Suspended => 2,
            Status::InPart => 3,
        }
    }

    pub fn of_number(number: u8) -> Option<Self> {
        [Status::Valid, Status::Revoked, Status::Suspended, Status::InPart].into_iter().find(|s| s.number() == number)
    }
}

/// Why a list or its token is not accepted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BadList {
    /// Entries have 1, 2, 4 or 8 bits.
    Bits(u8),
    /// Not zlib, or larger than any list may be.
    Unpackable,
    NoSuchEntry(u64),
    TooLargeValue(u8),
    /// It was issued after the moment asked about, or has ended before it.
    OtherTime,
    Token(Flaw),
}

impl fmt::Display for BadList {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            BadList::Bits(bits) => write!(f, "entries of a status list have 1, 2, 4 or 8 bits, not {bits}"),
            BadList::Unpackable => write!(f, "the status list cannot be unpacked"),
            BadList::NoSuchEntry(at) => write!(f, "the status list has no entry {at}"),
            BadList::TooLargeValue(value) => write!(f, "{value} has no room in an entry"),
            BadList::OtherTime => write!(f, "the status list does not speak about this moment"),
            BadList::Token(flaw) => write!(f, "the token of the status list: {flaw}"),
        }
    }
}

impl std::error::Error for BadList {}

/// States in a row, packed from the lowest bit of each byte upwards.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatusList {
    bits: u8,
    bytes: Vec<u8>,
}

impl StatusList {
    /// So many entries (rounded up to whole bytes), all zero.
    pub fn new(bits: u8, entries: u64) -> Result<Self, BadList> {
        check_bits(bits)?;
        let bytes = usize::try_from((entries * u64::from(bits)).div_ceil(8)).unwrap_or(usize::MAX);
        if bytes > UNPACKED_MAX {
            return Err(BadList::Unpackable);
        }
        Ok(StatusList { bits, bytes: vec![0; bytes] })
    }

    pub fn bits(&self) -> u8 {
        self.bits
    }

    /// How many entries there are.
    pub fn entries(&self) -> u64 {
        self.bytes.len() as u64 * 8 / u64::from(self.bits)
    }

    fn place(&self, at: u64) -> Result<(usize, u32), BadList> {
        if at >= self.entries() {
            return Err(BadList::NoSuchEntry(at));
        }
        let bit = at * u64::from(self.bits);
        Ok((usize::try_from(bit / 8).unwrap_or(usize::MAX), u32::try_from(bit % 8).unwrap_or(0)))
    }

    fn mask(&self) -> u8 {
        u8::MAX >> (8 - self.bits)
    }

    pub fn get(&self, at: u64) -> Result<u8, BadList> {
        let (byte, shift) = self.place(at)?;
        Ok(self.bytes.get(byte).ok_or(BadList::NoSuchEntry(at))? >> shift & self.mask())
    }

    pub fn set(&mut self, at: u64, value: u8) -> Result<(), BadList> {
        let (byte, shift) = self.place(at)?;
        let mask = self.mask();
        if value > mask {
            return Err(BadList::TooLargeValue(value));
        }
        let byte = self.bytes.get_mut(byte).ok_or(BadList::NoSuchEntry(at))?;
        *byte = *byte & !(mask << shift) | value << shift;
        Ok(())
    }

    /// Compressed with zlib (RFC 1950), as it stands in a token.
    pub fn packed(&self) -> Vec<u8> {
        let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
        // Writing to memory cannot fail.
        let _ = encoder.write_all(&self.bytes);
        encoder.finish().unwrap_or_default()
    }

    /// The reverse, with a bound on what comes out.
    pub fn unpack(bits: u8, packed: &[u8]) -> Result<Self, BadList> {
        check_bits(bits)?;
        let mut bytes = Vec::new();
        let read = ZlibDecoder::new(packed).take(UNPACKED_MAX as u64 + 1).read_to_end(&mut bytes);
        if read.is_err() || bytes.len() > UNPACKED_MAX {
            return Err(BadList::Unpackable);
        }
        Ok(StatusList { bits, bytes })
    }

    /// The bytes that stand for this state of the list at `uri` for ever, whatever compresses or signs it: a line with the
    /// format, the address, the bits of an entry and the number of entries, then the packed entries themselves.
    pub fn canonical_bytes(&self, uri: &str) -> Vec<u8> {
        let head = format!("onego-status-list/1\n{uri}\n{}\n{}\n", self.bits, self.entries());
        [head.as_bytes(), &self.bytes].concat()
    }

    /// `{"bits": 2, "lst": "…"}`.
    pub fn to_json(&self) -> Value {
        json!({ "bits": self.bits, "lst": jws::encode(self.packed()) })
    }

    pub fn from_json(value: &Value) -> Result<Self, BadList> {
        let bits = value.get("bits").and_then(Value::as_u64).and_then(|bits| u8::try_from(bits).ok());
        let packed = value.get("lst").and_then(Value::as_str).and_then(jws::decode).ok_or(BadList::Unpackable)?;
        StatusList::unpack(bits.unwrap_or(0), &packed)
    }
}

fn check_bits(bits: u8) -> Result<(), BadList> {
    if matches!(bits, 1 | 2 | 4 | 8) { Ok(()) } else { Err(BadList::Bits(bits)) }
}

/// A list as it is published: signed, for a time. Moments are seconds since 1970, `ttl` is seconds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatusToken {
    /// Where it was published; the credential names the same address.
    pub sub: String,
    pub iat: i64,
    pub exp: Option<i64>,
    /// How long whoever fetched it may keep it.
    pub ttl: Option<i64>,
    pub list: StatusList,
}

impl StatusToken {
    /// The signed token, `application/statuslist+jwt`.
    pub fn sign(&self, key: &SigningKey) -> String {
        let mut claims = json!({ "sub": self.sub, "iat": self.iat, "status_list": self.list.to_json() });
        for (name, value) in [("exp", self.exp), ("ttl", self.ttl)] {
            if let (Some(value), Some(claims)) = (value, claims.as_object_mut()) {
                claims.insert(name.to_owned(), value.into());
            }
        }
        let header = json!({ "alg": "ES256", "kid": key.kid(), "typ": TYPE });
        jws::sign_as(&header, &claims.to_string(), key)
    }

    /// Checks a token with the key that `key_of` finds for its `kid`.
    pub fn read(text: &str, key_of: impl FnOnce(Option<&str>) -> Option<PublicKey>) -> Result<Self, BadList> {
        let malformed = |why| BadList::Token(Flaw::Malformed(why));
        let token = Token::read(text.trim()).ok_or(malformed("it is no JWS with ES256"))?;
        if token.says("typ") != Some(TYPE) {
            return Err(malformed("its type is not `statuslist+jwt`"));
        }
        let key = key_of(token.says("kid")).ok_or(malformed("its key is not among the trusted ones"))?;
        if !token.is_signed_by(&key.0) {
            return Err(BadList::Token(Flaw::Altered));
        }
        let claims: Value = serde_json::from_slice(&token.payload).map_err(|_| malformed("its claims are no JSON"))?;
        let number = |name: &str| match claims.get(name) {
            None => Ok(None),
            Some(value) => value.as_i64().map(Some).ok_or(malformed("a moment that is no number")),
        };
        Ok(StatusToken {
            sub: claims.get("sub").and_then(Value::as_str).ok_or(malformed("it has no `sub`"))?.to_owned(),
            iat: number("iat")?.ok_or(malformed("it has no `iat`"))?,
            exp: number("exp")?,
            ttl: number("ttl")?,
            list: StatusList::from_json(claims.get("status_list").unwrap_or(&Value::Null))?,
        })
    }

    /// Whether it speaks about a moment: not before it was issued, not when it has ended.
    pub fn covers(&self, at: i64) -> bool {
        self.iat <= at && self.exp.is_none_or(|end| at < end)
    }
}
