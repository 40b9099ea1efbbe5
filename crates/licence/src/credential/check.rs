//! Checking a licence shown as a credential, with nothing but the trust bundle; its status too, when a list is at hand.

use std::fmt;

use rules::Day;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::binding::Binding;
use super::sdjwt::{Flaw, Opened, SdJwt};
use super::status::{BadList, Status, StatusToken};
use super::{EARLIER_TYPE, TYPE, kind};
use crate::keys::{PublicKey, TrustBundle, TrustedKey};
use crate::model::{PartStanding, PartState, Standing, Words};

/// What may not be hidden in a credential (SD-JWT VC, 3.2.2.2): who vouches, for how long, for whom, and its status.
const NEVER_WITHHELD: [&str; 7] = ["iss", "nbf", "exp", "cnf", "vct", "vct#integrity", "status"];
const DAY_SECONDS: i64 = 86_400;

/// Why a credential does not count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unfit {
    Flaw(Flaw),
    /// The header names another type of text.
    OtherType(String),
    UnknownKey(String),
    /// The key did not count when it was signed.
    KeyNotValidThen(String),
    /// Another issuer than the city of the bundle.
    OtherIssuer(String),
    /// Another type of credential than the licence.
    OtherKind(String),
    /// Before `nbf` or after `exp`.
    OutsideItsTime,
    /// What may never be withheld was.
    Withheld(String),
    /// A claim of the licence is missing or of another shape.
    Incomplete(&'static str),
    /// The list that was given says nothing about this credential.
    BadList(BadList),
}

impl fmt::Display for Unfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Unfit::Flaw(flaw) => write!(f, "{flaw}"),
            Unfit::OtherType(typ) => write!(f, "its type is `{typ}`, not `{TYPE}`"),
            Unfit::UnknownKey(kid) => write!(f, "it is signed with `{kid}`, which is not among the trusted keys"),
            Unfit::KeyNotValidThen(kid) => write!(f, "the key `{kid}` did not sign on that day"),
            Unfit::OtherIssuer(iss) => write!(f, "it is from `{iss}`, which is not the city of the trust bundle"),
            Unfit::OtherKind(vct) => write!(f, "it is a `{vct}`, not a licence of this city"),
            Unfit::OutsideItsTime => f.write_str("it is not valid yet, or not any more"),
            Unfit::Withheld(name) => write!(f, "`{name}` may not be withheld"),
            Unfit::Incomplete(name) => write!(f, "`{name}` is missing in it or is something else"),
            Unfit::BadList(why) => write!(f, "{why}"),
        }
    }
}

impl std::error::Error for Unfit {}

impl From<Flaw> for Unfit {
    fn from(flaw: Flaw) -> Self {
        Unfit::Flaw(flaw)
    }
}

/// Whether it was shown by whom it was issued to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Holder {
    /// It is bound to nobody: as with paper, compare name and address with the door.
    Anybody,
    /// It is bound to a key, and no proof came with it.
    NotShown,
    /// The proof fits the key. For whom and in answer to what it was made is for whoever asked to compare.
    Proven(Binding),
}

/// What is known of the status.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Looked {
    /// The credential has an entry, and the list was not at hand.
    NotChecked,
    /// It has no entry.
    NoEntry,
    Said(Status),
}

/// A licence that was checked: what its holder chose to show.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Shown {
    pub number: String,
    /// Who signed, from the trust bundle.
    pub issuer: Words,
    pub issued_on: Day,
    pub version: u32,
    pub specimen: bool,
    pub trade_name: Option<String>,
    pub holder_name: Option<String>,
    pub premises: Option<String>,
    pub parts: Vec<ShownPart>,
    /// How many parts were withheld.
    pub withheld: usize,
    pub holder: Holder,
    pub status: Looked,
    /// Every claim that was shown, as signed.
    pub claims: Map<String, Value>,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ShownPart {
    pub permit: String,
    pub name: Words,
    pub from: Day,
    pub until: Option<Day>,
    pub status: Looked,
}

impl ShownPart {
    /// By its status as far as it is known, then by its dates.
    pub fn standing_on(&self, day: Day) -> PartStanding {
        let state = match self.status {
            Looked::Said(Status::Suspended) => PartState::Suspended,
            Looked::Said(Status::Revoked) => PartState::Revoked,
            _ => PartState::Valid,
        };
        PartStanding::on(day, state, self.from, self.until)
    }
}

impl Shown {
    /// Of what was shown, and of the whole when its status is known; nothing when no part was shown.
    pub fn standing_on(&self, day: Day) -> Option<Standing> {
        match self.status {
            Looked::Said(Status::Revoked | Status::Suspended) => return Some(Standing::NotValid),
            _ if self.parts.is_empty() => return None,
            _ => {}
        }
        let of_parts = Standing::over(self.parts.iter().map(|part| part.standing_on(day)));
        match (of_parts, self.status) {
            (Standing::Valid, Looked::Said(Status::InPart)) => Some(Standing::ValidInPart),
            (standing, _) => Some(standing),
        }
    }
}

/// Whether a text has the looks of an SD-JWT: a compact JWS and a `~`.
pub fn looks_like_one(text: &str) -> bool {
    text.trim().split_once('~').is_some_and(|(jwt, _)| jwt.bytes().filter(|b| *b == b'.').count() == 2)
}

/// Checks a credential at a moment (seconds since 1970). The states in `lists`, tokens that were read and checked,
/// count where the credential names their address; a list that does not cover the moment is refused.
pub fn check(text: &str, trust: &TrustBundle, at: i64, lists: &[StatusToken]) -> Result<Shown, Unfit> {
    let sd_jwt = SdJwt::read(text.trim())?;
    let kid = sd_jwt.kid().unwrap_or_default().to_owned();
    let trusted = trust.key(&kid).ok_or_else(|| Unfit::UnknownKey(kid.clone()))?;
    let key = trusted.public().ok_or_else(|| Unfit::UnknownKey(kid.clone()))?;
    let opened = sd_jwt.open(&key)?;
    vouched_for(&opened, trust, trusted, at)?;
    let claims = opened.claims;
    let holder = match claims.get("cnf") {
        None if sd_jwt.is_bound() => return Err(Flaw::NotBound("the credential names no key").into()),
        None => Holder::Anybody,
        Some(_) if !sd_jwt.is_bound() => Holder::NotShown,
        Some(cnf) => {
            let key = cnf.get("jwk").and_then(PublicKey::from_jwk).ok_or(Unfit::Incomplete("cnf.jwk"))?;
            Holder::Proven(sd_jwt.binding(&key)?)
        }
    };
    let text_of = |name: &str| claims.get(name).and_then(Value::as_str).map(str::to_owned);
    let parts: Vec<ShownPart> = claims
        .get("parts")
        .and_then(Value::as_array)
        .ok_or(Unfit::Incomplete("parts"))?
        .iter()
        .map(|part| shown_part(part, at, lists))
        .collect::<Result<_, _>>()?;
    let count = claims.get("part_count").and_then(Value::as_u64).ok_or(Unfit::Incomplete("part_count"))?;
    let count = usize::try_from(count).unwrap_or(usize::MAX);
    Ok(Shown {
        number: text_of("number").ok_or(Unfit::Incomplete("number"))?,
        issuer: trusted.issuer.clone(),
        issued_on: day_of(&claims, "issued_on")?,
        version: claims
            .get("version")
            .and_then(Value::as_u64)
            .and_then(|version| u32::try_from(version).ok())
            .ok_or(Unfit::Incomplete("version"))?,
        specimen: trust.specimen || claims.get("specimen") != Some(&Value::Bool(false)),
        trade_name: text_of("trade_name"),
        holder_name: text_of("holder"),
        premises: text_of("premises"),
        withheld: count.checked_sub(parts.len()).ok_or(Unfit::Incomplete("part_count"))?,
        parts,
        holder,
        status: looked(claims.get("status"), at, lists)?,
        claims,
    })
}

/// Whether the key of the bundle vouches for a licence of its city, at this moment.
fn vouched_for(opened: &Opened, trust: &TrustBundle, trusted: &TrustedKey, at: i64) -> Result<(), Unfit> {
    let typ = opened.header.get("typ").and_then(Value::as_str).unwrap_or_default();
    if typ != TYPE && typ != EARLIER_TYPE {
        return Err(Unfit::OtherType(typ.to_owned()));
    }
    if let Some(name) = NEVER_WITHHELD.iter().find(|name| opened.disclosed.contains(**name)) {
        return Err(Unfit::Withheld((*name).to_owned()));
    }
    let text = |name: &str| opened.claims.get(name).and_then(Value::as_str).unwrap_or_default();
    let origin = trust.origin.trim_end_matches('/');
    if text("iss") != origin {
        return Err(Unfit::OtherIssuer(text("iss").to_owned()));
    }
    if text("vct") != kind::vct(origin) {
        return Err(Unfit::OtherKind(text("vct").to_owned()));
    }
    // The days of a key are the city's; the moment of signing has no time zone, so a day more on each side is its day too.
    let iat = opened.claims.get("iat").and_then(Value::as_i64).ok_or(Unfit::Incomplete("iat"))?;
    let signed_on = day_at(iat).ok_or(Unfit::Incomplete("iat"))?;
    if !(-1..=1).any(|more| trusted.counted_on(signed_on.plus_days(more))) {
        return Err(Unfit::KeyNotValidThen(trusted.kid.clone()));
    }
    let moment = |name: &'static str| match opened.claims.get(name) {
        None => Ok(None),
        Some(value) => value.as_i64().map(Some).ok_or(Unfit::Incomplete(name)),
    };
    if moment("nbf")?.is_some_and(|start| at < start) || moment("exp")?.is_some_and(|end| at >= end) {
        return Err(Unfit::OutsideItsTime);
    }
    Ok(())
}

/// The day of a moment in Greenwich, within what a calendar can hold.
fn day_at(seconds: i64) -> Option<Day> {
    let days = seconds.div_euclid(DAY_SECONDS);
    let in_reach = (0..=200 * 366).contains(&days);
    Day::new(1970, 1, 1).filter(|_| in_reach).map(|first| first.plus_days(days))
}

fn day_of(claims: &Map<String, Value>, name: &'static str) -> Result<Day, Unfit> {
    claims.get(name).and_then(Value::as_str).and_then(|day| day.parse().ok()).ok_or(Unfit::Incomplete(name))
}

fn shown_part(part: &Value, at: i64, lists: &[StatusToken]) -> Result<ShownPart, Unfit> {
    let members = part.as_object().ok_or(Unfit::Incomplete("parts"))?;
    let until = if members.contains_key("until") { Some(day_of(members, "until")?) } else { None };
    Ok(ShownPart {
        permit: members.get("permit").and_then(Value::as_str).ok_or(Unfit::Incomplete("parts.permit"))?.to_owned(),
        name: members.get("name").and_then(|name| Words::deserialize(name).ok()).unwrap_or_default(),
        from: day_of(members, "from")?,
        until,
        status: looked(members.get("status"), at, lists)?,
    })
}

/// What a list says about a `status` claim.
fn looked(status: Option<&Value>, at: i64, lists: &[StatusToken]) -> Result<Looked, Unfit> {
    let Some(entry) = status.and_then(|status| status.get("status_list")) else { return Ok(Looked::NoEntry) };
    let uri = entry.get("uri").and_then(Value::as_str).ok_or(Unfit::Incomplete("status"))?;
    let idx = entry.get("idx").and_then(Value::as_u64).ok_or(Unfit::Incomplete("status"))?;
    let Some(token) = lists.iter().find(|token| token.sub == uri) else { return Ok(Looked::NotChecked) };
    if !token.covers(at) {
        return Err(Unfit::BadList(BadList::OtherTime));
    }
    let number = token.list.get(idx).map_err(Unfit::BadList)?;
    Status::of_number(number).map(Looked::Said).ok_or(Unfit::BadList(BadList::TooLargeValue(number)))
}
