//! The issuer's side of SD-JWT (RFC 9901, 4): which claims may be withheld, and the digests that stand in their place.

use std::fmt;

use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

use crate::jws;

/// Fills with random bytes; the only source of salts and of the order of digests.
pub type Dice<'d> = &'d mut dyn FnMut(&mut [u8]);

/// Names that the format keeps for itself.
pub(crate) const DIGESTS: &str = "_sd";
pub(crate) const ALGORITHM: &str = "_sd_alg";
pub(crate) const ITEM: &str = "...";
pub(crate) const SHA_256: &str = "sha-256";

/// 128 bits, as RFC 9901 (9.3) asks for.
const SALT_BYTES: usize = 16;

/// A claim, and whether its holder may withhold it.
#[derive(Clone, Debug, PartialEq)]
pub enum Claim {
    /// Always shown, with everything in it.
    Open(Value),
    Members(Vec<(String, Claim)>),
    Items(Vec<Claim>),
    /// As member of an object or item of a list it may be withheld.
    Hidden(Box<Claim>),
}

impl Claim {
    /// A claim that may be withheld as a whole.
    pub fn hidden(value: impl Into<Value>) -> Claim {
        Claim::Hidden(Box::new(Claim::Open(value.into())))
    }
}

/// A claim is named as the format names its own things, or what should be an object is none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reserved(pub String);

impl fmt::Display for Reserved {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` cannot name a claim of an SD-JWT", self.0)
    }
}

impl std::error::Error for Reserved {}

/// What is signed, and what is handed to the holder beside it.
#[derive(Clone, Debug, PartialEq)]
pub struct Sealed {
    pub payload: Map<String, Value>,
    /// Encoded, in an order that says nothing.
    pub disclosures: Vec<String>,
}

/// Puts a digest in the place of every claim that may be withheld.
pub fn seal(claims: &[(String, Claim)], dice: Dice<'_>) -> Result<Sealed, Reserved> {
    let mut sealing = Sealing { dice, disclosures: Vec::new() };
    let mut payload = sealing.members(claims)?;
    payload.insert(ALGORITHM.to_owned(), SHA_256.into());
    let mut disclosures = sealing.disclosures;
    shuffle(&mut disclosures, sealing.dice);
    Ok(Sealed { payload, disclosures })
}

/// The digest of an encoded disclosure: over its letters as they stand, never over JSON written anew.
pub(crate) fn digest(disclosure: &str) -> String {
    jws::encode(Sha256::digest(disclosure.as_bytes()))
}

struct Sealing<'d> {
    dice: Dice<'d>,
    disclosures: Vec<String>,
}

impl Sealing<'_> {
    fn value(&mut self, claim: &Claim) -> Result<Value, Reserved> {
        Ok(match claim {
            Claim::Open(value) => {
                nothing_reserved(value)?;
                value.clone()
            }
            Claim::Members(members) => Value::Object(self.members(members)?),
            Claim::Items(items) => Value::Array(self.items(items)?),
            // Only a member or an item can be withheld.
            Claim::Hidden(inner) => self.value(inner)?,
        })
    }

    fn members(&mut self, members: &[(String, Claim)]) -> Result<Map<String, Value>, Reserved> {
        let mut out = Map::new();
        let mut digests = Vec::new();
        for (name, claim) in members {
            if is_reserved(name) {
                return Err(Reserved(name.clone()));
            }
            let value = self.value(claim)?;
            match claim {
                Claim::Hidden(_) => digests.push(self.disclose(|salt| json!([salt, name, value]))),
                _ => {
                    out.insert(name.clone(), value);
                }
            }
        }
        if !digests.is_empty() {
            shuffle(&mut digests, self.dice);
            out.insert(DIGESTS.to_owned(), digests.into());
        }
        Ok(out)
    }

    fn items(&mut self, items: &[Claim]) -> Result<Vec<Value>, Reserved> {
        let mut out = Vec::new();
        for claim in items {
            let value = self.value(claim)?;
            out.push(match claim {
                Claim::Hidden(_) => json!({ ITEM: self.disclose(|salt| json!([salt, value])) }),
                _ => value,
            });
        }
        Ok(out)
    }

    fn disclose(&mut self, of: impl FnOnce(String) -> Value) -> String {
        let mut salt = [0u8; SALT_BYTES];
        (self.dice)(&mut salt);
        let disclosure = jws::encode(of(jws::encode(salt)).to_string());
        let digest = digest(&disclosure);
        self.disclosures.push(disclosure);
        digest
    }
}

fn is_reserved(name: &str) -> bool {
    matches!(name, DIGESTS | ALGORITHM | ITEM)
}

fn nothing_reserved(value: &Value) -> Result<(), Reserved> {
    match value {
        Value::Object(members) => members.iter().try_for_each(|(name, value)| match is_reserved(name) {
            true => Err(Reserved(name.clone())),
            false => nothing_reserved(value),
        }),
        Value::Array(items) => items.iter().try_for_each(nothing_reserved),
        _ => Ok(()),
    }
}

/// Fisher and Yates: the order in which claims were written says nothing about what they are.
fn shuffle<T>(items: &mut [T], dice: &mut dyn FnMut(&mut [u8])) {
    for last in (1..items.len()).rev() {
        let mut bytes = [0u8; 8];
        dice(&mut bytes);
        let other = u64::from_le_bytes(bytes) % (last as u64 + 1);
        items.swap(last, usize::try_from(other).unwrap_or(0));
    }
}
