//! The licence as a credential: what stands in it, what its holder may withhold, and the state of every part in numbers.

use std::collections::BTreeMap;

use rules::Day;
use serde_json::{Map, Value, json};

use super::claim::{Claim, Dice, Reserved, seal};
use super::status::Status;
use super::{TYPE, kind};
use crate::jws;
use crate::keys::{PublicKey, SigningKey};
use crate::model::{Licence, Part, PartStanding, Words};

/// An entry of a status list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatusPlace {
    pub uri: String,
    pub idx: u64,
}

impl StatusPlace {
    fn claim(&self) -> Value {
        json!({ "status_list": { "idx": self.idx, "uri": self.uri } })
    }
}

/// The entries of one licence: one for the whole, one for each part by its permit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Places {
    pub whole: Option<StatusPlace>,
    pub parts: BTreeMap<String, StatusPlace>,
}

/// What a credential needs beside the licence.
pub struct Issue<'i> {
    /// The address of the city: issuer, and begin of the address of the type.
    pub origin: &'i str,
    /// Seconds since 1970.
    pub iat: i64,
    /// The key in the holder's wallet; nothing: whoever has the text may show it, as a firm shows its paper.
    pub holder: Option<&'i PublicKey>,
    pub places: &'i Places,
}

/// The state of a part as an entry says it. Dates are in the credential itself: what is not valid yet or has ended by its
/// date is no state of the list.
pub fn status_of(standing: PartStanding) -> Status {
    match standing {
        PartStanding::Valid | PartStanding::NotYet(_) => Status::Valid,
        PartStanding::Suspended => Status::Suspended,
        PartStanding::Revoked | PartStanding::Withdrawn | PartStanding::Expired(None) => Status::Revoked,
        PartStanding::Expired(Some(_)) => Status::Valid,
    }
}

/// The states of a licence on a day: that of the whole under the empty text, that of each part under its permit.
pub fn status_values(licence: &Licence, day: Day) -> BTreeMap<String, Status> {
    let mut values: BTreeMap<String, Status> =
        licence.parts.iter().map(|part| (part.permit.clone(), status_of(part.standing_on(day)))).collect();
    let all = |wanted: &[Status]| values.values().all(|status| wanted.contains(status));
    let whole = if all(&[Status::Valid]) {
        Status::Valid
    } else if all(&[Status::Revoked]) {
        Status::Revoked
    } else if all(&[Status::Revoked, Status::Suspended]) {
        Status::Suspended
    } else {
        Status::InPart
    };
    values.insert(String::new(), whole);
    values
}

/// The credential of a licence in its compact form, every disclosure with it.
pub fn issue(licence: &Licence, issue: &Issue<'_>, key: &SigningKey, dice: Dice<'_>) -> Result<String, Reserved> {
    let origin = issue.origin.trim_end_matches('/');
    let mut claims: Vec<(String, Claim)> = Vec::new();
    let mut open = |name: &str, value: Value| claims.push((name.to_owned(), Claim::Open(value)));
    open("iss", origin.into());
    open("iat", issue.iat.into());
    open("vct", kind::vct(origin).into());
    open("vct#integrity", kind::integrity(origin).into());
    if let Some(holder) = issue.holder {
        open("cnf", json!({ "jwk": holder.to_jwk() }));
    }
    if let Some(place) = &issue.places.whole {
        open("status", place.claim());
    }
    open("number", licence.number.as_str().into());
    open("issuer_name", words(&licence.issuer));
    open("issued_on", licence.issued_on.to_string().into());
    open("version", licence.version.into());
    open("specimen", licence.specimen.into());
    open("part_count", licence.parts.len().into());
    let mut hidden = |name: &str, value: Value| claims.push((name.to_owned(), Claim::hidden(value)));
    hidden("code", licence.code.to_string().into());
    hidden("trade_name", licence.trade_name.as_str().into());
    hidden("holder", licence.holder.as_str().into());
    if let Some(code) = &licence.credit_code {
        hidden("credit_code", code.as_str().into());
    }
    hidden("premises", licence.premises.as_str().into());
    hidden("district", words(&licence.district));
    hidden("sector", words(&licence.sector));
    let parts = licence.parts.iter().map(|part| Claim::hidden(part_claim(part, issue.places))).collect();
    claims.push(("parts".to_owned(), Claim::Items(parts)));
    sign(&claims, &Map::from_iter([("typ".to_owned(), TYPE.into()), ("kid".to_owned(), key.kid().into())]), key, dice)
}

fn words(words: &Words) -> Value {
    json!(words.0)
}

fn part_claim(part: &Part, places: &Places) -> Value {
    let mut claim = json!({
        "permit": part.permit,
        "name": words(&part.name),
        "authority": words(&part.authority),
        "authority_id": part.authority_id,
        "kind": part.kind,
        "number": part.number,
        "scope": part.scope.iter().map(|(name, value)| json!({ "name": words(name), "value": words(value) })).collect::<Vec<_>>(),
        "conditions": part.conditions.iter().map(words).collect::<Vec<_>>(),
        "from": part.from.to_string(),
    });
    if let Some(members) = claim.as_object_mut() {
        if let Some(until) = part.until {
            members.insert("until".to_owned(), until.to_string().into());
        }
        if let Some(place) = places.parts.get(&part.permit) {
            members.insert("status".to_owned(), place.claim());
        }
    }
    claim
}

/// Any claims as an SD-JWT. `header` is what the header says beside `alg`.
pub fn sign(
    claims: &[(String, Claim)],
    header: &Map<String, Value>,
    key: &SigningKey,
    dice: Dice<'_>,
) -> Result<String, Reserved> {
    let sealed = seal(claims, dice)?;
    let mut header = header.clone();
    header.insert("alg".to_owned(), "ES256".into());
    let jwt = jws::sign_as(&Value::Object(header), &Value::Object(sealed.payload).to_string(), key);
    Ok(sealed.disclosures.iter().fold(jwt + "~", |text, disclosure| text + disclosure + "~"))
}
