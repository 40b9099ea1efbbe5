//! What is signed: the licence in few bytes, so that it fits into a QR code one can scan from a door.
//!
//! The names are described in this crate's README, enough to write a verifier without reading this code.

use std::fmt;

use rules::Day;
use serde::{Deserialize, Serialize};

use crate::code::Code;
use crate::jws;
use crate::keys::SigningKey;
use crate::model::{Licence, PartStanding, PartState, Standing};

/// The longest text of a QR code, in bytes: at level M it is 101 modules wide and still scans at 33 mm.
pub const QR_TEXT_LIMIT: usize = 700;

/// The longest signed text of a PDF's seal. Readers look for the end mark of a PDF in its last 1,024 bytes, and the
/// seal stands behind that mark.
pub(crate) const SEAL_LIMIT: usize = 960;

const FORMAT: u32 = 1;

/// What a signature vouches for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Claims {
    pub number: String,
    pub code: Code,
    /// Nothing when it was left out for length and the trade name stands alone.
    pub holder: Option<String>,
    pub trade_name: String,
    pub premises: String,
    pub credit_code: Option<String>,
    pub sector: Option<String>,
    pub issued_on: Day,
    pub version: u32,
    /// In the licence's order; empty when `parts_left_out` counts them.
    pub parts: Vec<ClaimedPart>,
    /// How many parts there are, when there are too many to name in a QR code.
    pub parts_left_out: usize,
    pub specimen: bool,
    /// Something was left out or cut for length; the PDF or the city's page tells it.
    pub shortened: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ClaimedPart {
    pub permit: String,
    /// Nothing when it was left out for length.
    pub authority: Option<String>,
    pub from: Day,
    pub until: Option<Day>,
    /// The state when it was signed.
    pub state: PartState,
}

impl ClaimedPart {
    /// By the state when it was signed and by its dates.
    pub fn standing_on(&self, day: Day) -> PartStanding {
        PartStanding::on(day, self.state, self.from, self.until)
    }
}

impl Claims {
    pub fn of(licence: &Licence) -> Self {
        Claims {
            number: licence.number.clone(),
            code: licence.code,
            holder: Some(licence.holder.clone()),
            trade_name: licence.trade_name.clone(),
            premises: licence.premises.clone(),
            credit_code: licence.credit_code.clone(),
            sector: (!licence.sector_id.is_empty()).then(|| licence.sector_id.clone()),
            issued_on: licence.issued_on,
            version: licence.version,
            parts: licence
                .parts
                .iter()
                .map(|part| ClaimedPart {
                    permit: part.permit.clone(),
                    authority: Some(part.authority_id.clone()),
                    from: part.from,
                    until: part.until,
                    state: part.state,
                })
                .collect(),
            parts_left_out: 0,
            specimen: licence.specimen,
            shortened: false,
        }
    }

    /// By dates and by the states when it was signed; nothing when the parts are not named in the claims.
    pub fn standing_on(&self, day: Day) -> Option<Standing> {
        (self.parts_left_out == 0).then(|| Standing::over(self.parts.iter().map(|part| part.standing_on(day))))
    }

    /// Leaves out what a person at the door misses least, in this order, and stops as soon as the text fits.
    fn shorten(&mut self, step: usize) {
        match step {
            0 => self.sector = None,
            1 => self.parts.iter_mut().for_each(|part| part.authority = None),
            2 => self.credit_code = None,
            3 if self.trade_name.trim().is_empty() => {}
            3 => self.holder = None,
            4 => self.parts_left_out = std::mem::take(&mut self.parts).len(),
            _ => {
                self.trade_name = cut(&self.trade_name, 24);
                self.holder = self.holder.as_deref().map(|holder| cut(holder, 24));
                self.premises = cut(&self.premises, 40);
            }
        }
        self.shortened = true;
    }

    /// The signed text of at most `room` bytes.
    pub(crate) fn sign(&self, file: Option<&str>, key: &SigningKey, room: usize) -> Result<String, TooLong> {
        let mut claims = self.clone();
        for step in 0..=6 {
            let payload = serde_json::to_string(&claims.short(file)).unwrap_or_default();
            if jws::length(&payload, key.kid()) <= room {
                return Ok(jws::sign(&payload, key));
            }
            claims.shorten(step);
        }
        Err(TooLong { room })
    }

    fn short(&self, file: Option<&str>) -> Short {
        Short {
            v: FORMAT,
            n: self.number.clone(),
            c: self.code.letters(),
            t: self.trade_name.clone(),
            h: self.holder.clone().filter(|holder| *holder != self.trade_name),
            a: self.premises.clone(),
            u: self.credit_code.clone(),
            s: self.sector.clone(),
            d: short_day(self.issued_on),
            r: self.version,
            p: self.parts.iter().map(|part| ShortPart::of(part, self.issued_on)).collect(),
            k: self.parts_left_out,
            x: u8::from(self.specimen),
            o: u8::from(self.shortened),
            f: file.map(str::to_owned),
        }
    }

    /// The claims in a payload, and the digest of the file when it is the payload of a seal.
    pub(crate) fn read(payload: &[u8]) -> Option<(Self, Option<String>)> {
        let short: Short = serde_json::from_slice(payload).ok()?;
        let issued_on = long_day(short.d)?;
        let claims = Claims {
            holder: short.h.or_else(|| (short.o == 0).then(|| short.t.clone())),
            number: short.n,
            code: Code::read(&short.c).ok()?,
            trade_name: short.t,
            premises: short.a,
            credit_code: short.u,
            sector: short.s,
            issued_on,
            version: short.r,
            parts: short.p.into_iter().map(|part| part.read(issued_on)).collect::<Option<_>>()?,
            parts_left_out: short.k,
            specimen: short.x != 0,
            shortened: short.o != 0,
        };
        Some((claims, short.f))
    }

    /// The number of the format a payload says it is in, when it says one.
    pub(crate) fn format_of(payload: &[u8]) -> Option<u32> {
        #[derive(Deserialize)]
        struct Versioned {
            v: u32,
        }
        serde_json::from_slice::<Versioned>(payload).ok().map(|versioned| versioned.v)
    }

    pub(crate) const FORMAT: u32 = FORMAT;
}

fn cut(text: &str, letters: usize) -> String {
    if text.chars().count() <= letters {
        return text.to_owned();
    }
    text.chars().take(letters.saturating_sub(1)).chain(['…']).collect()
}

#[derive(Serialize, Deserialize)]
struct Short {
    v: u32,
    n: String,
    c: String,
    t: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    h: Option<String>,
    a: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    u: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    s: Option<String>,
    d: u32,
    #[serde(default = "one", skip_serializing_if = "is_one")]
    r: u32,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    p: Vec<ShortPart>,
    #[serde(default, skip_serializing_if = "is_none")]
    k: usize,
    #[serde(default, skip_serializing_if = "is_no")]
    x: u8,
    #[serde(default, skip_serializing_if = "is_no")]
    o: u8,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    f: Option<String>,
}

fn one() -> u32 {
    1
}

fn is_one(number: &u32) -> bool {
    *number == 1
}

fn is_none(number: &usize) -> bool {
    *number == 0
}

fn is_no(number: &u8) -> bool {
    *number == 0
}

/// `[permit, authority, until, from, state]`; from the end, what says nothing new is not written.
#[derive(Serialize, Deserialize)]
struct ShortPart(Vec<serde_json::Value>);

impl ShortPart {
    fn of(part: &ClaimedPart, issued_on: Day) -> Self {
        let state = match part.state {
            PartState::Valid => "",
            PartState::Suspended => "s",
            PartState::Revoked => "r",
            PartState::Expired => "e",
            PartState::Withdrawn => "w",
        };
        let from = if part.from == issued_on { 0 } else { short_day(part.from) };
        let mut all = vec![
            part.permit.as_str().into(),
            part.authority.as_deref().unwrap_or_default().into(),
            part.until.map_or(0, short_day).into(),
            from.into(),
            state.into(),
        ];
        while all.len() > 1 && all.last().is_some_and(|last| *last == 0 || *last == "") {
            all.pop();
        }
        ShortPart(all)
    }

    fn read(self, issued_on: Day) -> Option<ClaimedPart> {
        let text = |place: usize| match self.0.get(place) {
            None => Some(""),
            Some(value) => value.as_str(),
        };
        let day = |place: usize| match self.0.get(place) {
            None => Some(None),
            Some(value) => match u32::try_from(value.as_u64()?).ok()? {
                0 => Some(None),
                number => long_day(number).map(Some),
            },
        };
        if !(1..=5).contains(&self.0.len()) {
            return None;
        }
        Some(ClaimedPart {
            permit: text(0)?.to_owned(),
            authority: Some(text(1)?.to_owned()).filter(|id| !id.is_empty()),
            until: day(2)?,
            from: day(3)?.unwrap_or(issued_on),
            state: match text(4)? {
                "" => PartState::Valid,
                "s" => PartState::Suspended,
                "r" => PartState::Revoked,
                "e" => PartState::Expired,
                "w" => PartState::Withdrawn,
                _ => return None,
            },
        })
    }
}

/// 22 May 2026 as 20260522.
fn short_day(day: Day) -> u32 {
    u32::from(day.year().unsigned_abs()) * 10_000
        + u32::from(day.month().unsigned_abs()) * 100
        + u32::from(day.day_of_month().unsigned_abs())
}

fn long_day(number: u32) -> Option<Day> {
    let year = i16::try_from(number / 10_000).ok()?;
    let month = i8::try_from(number / 100 % 100).ok()?;
    Day::new(year, month, i8::try_from(number % 100).ok()?)
}

/// Even with everything left out that may be, the text is too long: a number or an address of absurd length.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooLong {
    pub room: usize,
}

impl fmt::Display for TooLong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the signed text does not fit into {} bytes", self.room)
    }
}

impl std::error::Error for TooLong {}

/// The text of the licence's QR code: `<origin>/v#<signed claims>`, at most [`QR_TEXT_LIMIT`] bytes. What stands
/// behind the `#` never leaves the phone that scans it.
pub fn qr_text(licence: &Licence, origin: &str, key: &SigningKey) -> Result<String, TooLong> {
    let address = format!("{}/v#", origin.trim_end_matches('/'));
    let room = QR_TEXT_LIMIT.saturating_sub(address.len());
    Ok(address + &Claims::of(licence).sign(None, key, room)?)
}
