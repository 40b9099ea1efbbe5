//! Reading an SD-JWT in its compact form (RFC 9901, 4, 7): taking it apart, showing less of it, checking it.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::fmt;

use serde_json::{Map, Value};

use super::claim::{ALGORITHM, DIGESTS, ITEM, SHA_256, digest};
use crate::jws::{self, Token};
use crate::keys::PublicKey;

/// Longer texts are refused before anything is read: a licence of forty parts has some 60 kB.
pub const LONGEST: usize = 512 * 1024;
/// Claims within claims.
const DEEPEST: usize = 48;

/// Why an SD-JWT is not accepted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Flaw {
    /// It is no SD-JWT, or none as RFC 9901 wants it.
    Malformed(&'static str),
    /// The signature does not fit.
    Altered,
    /// A disclosure that no digest asks for: something was put in or changed.
    Unasked,
    /// The same digest stands in it twice.
    Twice,
    /// The proof of the holder does not fit this text, this key or this request.
    NotBound(&'static str),
}

impl fmt::Display for Flaw {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Flaw::Malformed(why) => write!(f, "not an SD-JWT: {why}"),
            Flaw::Altered => f.write_str("the signature does not fit"),
            Flaw::Unasked => f.write_str("a disclosure that was not signed"),
            Flaw::Twice => f.write_str("a digest stands in it twice"),
            Flaw::NotBound(why) => write!(f, "the proof of the holder does not fit: {why}"),
        }
    }
}

impl std::error::Error for Flaw {}

/// An SD-JWT taken apart, nothing of it checked. The letters stay as they came: nothing is written anew to be hashed.
pub struct SdJwt<'t> {
    token: Token<'t>,
    jwt: &'t str,
    disclosures: Vec<&'t str>,
    /// Everything up to and with the last `~`: what the holder's proof is about.
    pub(super) shown: &'t str,
    pub(super) binding: Option<&'t str>,
}

/// What a checked SD-JWT says.
#[derive(Clone, Debug, PartialEq)]
pub struct Opened {
    pub header: Map<String, Value>,
    /// The signed claims with those that were disclosed in their places.
    pub claims: Map<String, Value>,
    /// The names of claims at the top that were disclosed, not open.
    pub disclosed: BTreeSet<String>,
}

impl<'t> SdJwt<'t> {
    pub fn read(text: &'t str) -> Result<Self, Flaw> {
        if text.len() > LONGEST {
            return Err(Flaw::Malformed("it is too long"));
        }
        let (before, binding) = text.rsplit_once('~').ok_or(Flaw::Malformed("it has no `~`"))?;
        let mut pieces = before.split('~');
        let jwt = pieces.next().unwrap_or_default();
        let disclosures: Vec<&str> = pieces.collect();
        if disclosures.contains(&"") {
            return Err(Flaw::Malformed("an empty disclosure"));
        }
        let token = Token::read(jwt).ok_or(Flaw::Malformed("what stands before the first `~` is no JWS with ES256"))?;
        Ok(SdJwt {
            token,
            jwt,
            disclosures,
            shown: text.get(..=before.len()).unwrap_or_default(),
            binding: Some(binding).filter(|b| !b.is_empty()),
        })
    }

    /// The id of the key that is said to have signed; not checked.
    pub fn kid(&self) -> Option<&str> {
        self.token.says("kid")
    }

    /// Who is said to have issued it; not checked.
    pub fn claimed_issuer(&self) -> Option<String> {
        self.payload().ok()?.get("iss")?.as_str().map(str::to_owned)
    }

    /// Whether the holder's proof is with it.
    pub fn is_bound(&self) -> bool {
        self.binding.is_some()
    }

    /// The claims, once signature and every disclosure were checked (RFC 9901, 7.1).
    pub fn open(&self, key: &PublicKey) -> Result<Opened, Flaw> {
        if !self.token.is_signed_by(&key.0) {
            return Err(Flaw::Altered);
        }
        let payload = self.payload()?;
        let mut unpacking = Unpacking::new(&self.disclosures)?;
        let open: BTreeSet<String> = payload.keys().cloned().collect();
        let claims = unpacking.members(payload, 0, true)?;
        if unpacking.used < self.disclosures.len() {
            return Err(Flaw::Unasked);
        }
        let disclosed = claims.keys().filter(|name| !open.contains(*name)).cloned().collect();
        Ok(Opened { header: self.token.header.clone(), claims, disclosed })
    }

    fn payload(&self) -> Result<Map<String, Value>, Flaw> {
        serde_json::from_slice(&self.token.payload).map_err(|_| Flaw::Malformed("its claims are no JSON object"))
    }

    /// The holder's side: the same with only the disclosures of a wish. The wish has the shape of the claims; `true` asks
    /// for what stands there without anything that is hidden deeper, an object or a list asks for what it names.
    pub fn showing(&self, wish: &Value) -> Result<String, Flaw> {
        let by_digest: HashMap<String, (&str, Vec<Value>)> = self
            .disclosures
            .iter()
            .map(|text| Ok((digest(text), (*text, decoded(text)?))))
            .collect::<Result<_, Flaw>>()?;
        let mut kept = Vec::new();
        choose(&Value::Object(self.payload()?), wish, &by_digest, &mut kept, 0)?;
        let mut out = format!("{}~", self.jwt);
        for disclosure in kept {
            out.push_str(disclosure);
            out.push('~');
        }
        Ok(out)
    }
}

fn decoded(disclosure: &str) -> Result<Vec<Value>, Flaw> {
    let bytes = jws::decode(disclosure).ok_or(Flaw::Malformed("a disclosure that is no base64url"))?;
    serde_json::from_slice(&bytes).map_err(|_| Flaw::Malformed("a disclosure that is no JSON list"))
}

/// The digest in an item of a list that may be withheld.
fn digest_of_item(item: &Value) -> Option<&str> {
    item.as_object().filter(|o| o.len() == 1)?.get(ITEM)?.as_str()
}

fn choose<'t>(
    value: &Value,
    wish: &Value,
    by_digest: &HashMap<String, (&'t str, Vec<Value>)>,
    kept: &mut Vec<&'t str>,
    depth: usize,
) -> Result<(), Flaw> {
    if depth > DEEPEST {
        return Err(Flaw::Malformed("claims lie too deep"));
    }
    let is_wanted = |wish: &Value| !matches!(wish, Value::Null | Value::Bool(false));
    match value {
        Value::Object(members) => {
            for (name, member) in members.iter().filter(|(name, _)| *name != DIGESTS) {
                choose(member, &wish[name], by_digest, kept, depth + 1)?;
            }
            for digest in members.get(DIGESTS).and_then(Value::as_array).into_iter().flatten() {
                let found = digest.as_str().and_then(|digest| by_digest.get(digest));
                let Some((text, [_, Value::String(name), value])) = found.map(|(text, list)| (*text, &list[..])) else {
                    continue;
                };
                if is_wanted(&wish[name]) {
                    kept.push(text);
                    choose(value, &wish[name], by_digest, kept, depth + 1)?;
                }
            }
        }
        Value::Array(items) => {
            for (at, item) in items.iter().enumerate() {
                let wish = &wish[at];
                match digest_of_item(item).map(|digest| by_digest.get(digest)) {
                    None => choose(item, wish, by_digest, kept, depth + 1)?,
                    Some(Some((text, list))) if is_wanted(wish) => {
                        kept.push(text);
                        choose(list.get(1).unwrap_or(&Value::Null), wish, by_digest, kept, depth + 1)?;
                    }
                    Some(_) => {}
                }
            }
        }
        _ => {}
    }
    Ok(())
}

/// Puts disclosures where their digests stand.
struct Unpacking {
    by_digest: HashMap<String, Vec<Value>>,
    seen: HashSet<String>,
    used: usize,
}

impl Unpacking {
    fn new(disclosures: &[&str]) -> Result<Self, Flaw> {
        let mut by_digest = HashMap::new();
        for text in disclosures {
            if by_digest.insert(digest(text), decoded(text)?).is_some() {
                return Err(Flaw::Twice);
            }
        }
        Ok(Unpacking { by_digest, seen: HashSet::new(), used: 0 })
    }

    /// What lies behind a digest; nothing when it was withheld, or is a decoy.
    fn take(&mut self, digest: &Value) -> Result<Option<Vec<Value>>, Flaw> {
        let digest = digest.as_str().ok_or(Flaw::Malformed("a digest that is no text"))?;
        if !self.seen.insert(digest.to_owned()) {
            return Err(Flaw::Twice);
        }
        let found = self.by_digest.remove(digest);
        self.used += usize::from(found.is_some());
        Ok(found)
    }

    fn value(&mut self, value: Value, depth: usize) -> Result<Value, Flaw> {
        if depth > DEEPEST {
            return Err(Flaw::Malformed("claims lie too deep"));
        }
        Ok(match value {
            Value::Object(members) => Value::Object(self.members(members, depth, false)?),
            Value::Array(items) => Value::Array(self.items(items, depth)?),
            plain => plain,
        })
    }

    fn members(
        &mut self,
        mut members: Map<String, Value>,
        depth: usize,
        is_top: bool,
    ) -> Result<Map<String, Value>, Flaw> {
        let digests = match members.remove(DIGESTS) {
            None => Vec::new(),
            Some(Value::Array(digests)) => digests,
            Some(_) => return Err(Flaw::Malformed("`_sd` is no list")),
        };
        if is_top && members.remove(ALGORITHM).is_some_and(|algorithm| algorithm != SHA_256) {
            return Err(Flaw::Malformed("its digests are not of SHA-256"));
        }
        if members.contains_key(ITEM) {
            return Err(Flaw::Malformed("`...` outside a list"));
        }
        let mut out = Map::new();
        for (name, value) in members {
            out.insert(name, self.value(value, depth + 1)?);
        }
        for digest in &digests {
            let Some(list) = self.take(digest)? else { continue };
            let [Value::String(_), Value::String(name), value] = &list[..] else {
                return Err(Flaw::Malformed("a disclosure of a member is not salt, name and value"));
            };
            if matches!(name.as_str(), DIGESTS | ITEM) || is_top && name == ALGORITHM {
                return Err(Flaw::Malformed("a disclosure with a name of the format"));
            }
            let value = self.value(value.clone(), depth + 1)?;
            if out.insert(name.clone(), value).is_some() {
                return Err(Flaw::Malformed("a claim stands in it twice"));
            }
        }
        Ok(out)
    }

    fn items(&mut self, items: Vec<Value>, depth: usize) -> Result<Vec<Value>, Flaw> {
        let mut out = Vec::new();
        for item in items {
            let Some(digest) = item.as_object().and_then(|members| members.get(ITEM)) else {
                out.push(self.value(item, depth + 1)?);
                continue;
            };
            if item.as_object().is_some_and(|members| members.len() != 1) {
                return Err(Flaw::Malformed("a withheld item with something beside its digest"));
            }
            let Some(list) = self.take(digest)? else { continue };
            let [Value::String(_), value] = &list[..] else {
                return Err(Flaw::Malformed("a disclosure of an item is not salt and value"));
            };
            out.push(self.value(value.clone(), depth + 1)?);
        }
        Ok(out)
    }
}
