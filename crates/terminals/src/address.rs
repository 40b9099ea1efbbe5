//! Addresses: what may stand in a query, and how answers of the questionnaire travel in it.
//!
//! Answers to the questionnaire are not personal and need no account, so they are the query itself:
//! `?venue.kind=cafe&premises.operating_area=86&business.chain=?`. The page can be bookmarked, sent and compared.
//! `?` stands for "I do not know yet".

use catalogue::Catalogue;
use journey::{Known, Origin};
use rules::{FactId, Value};

/// Percent-encodes everything but unreserved characters (RFC 3986, 2.3).
pub fn encode(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => out.push(char::from(byte)),
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

/// How a value stands in a query.
pub fn written(value: &Value) -> String {
    match value {
        Value::Choices(list) => list.join(","),
        Value::Rows(_) => value.to_json().to_string(),
        Value::Bool(true) => "yes".to_owned(),
        Value::Bool(false) => "no".to_owned(),
        other => match other.to_json() {
            serde_json::Value::String(text) => text,
            json => json.to_string(),
        },
    }
}

/// The answers of a query. Unknown names and values that do not fit are left out: somebody changed the address by hand.
/// Personal facts are never read from an address.
pub fn known_from(catalogue: &Catalogue, pairs: &[(String, String)]) -> Known {
    let mut known = Known::new();
    for (name, text) in pairs {
        let Some(fact) = catalogue.facts.get(name.as_str()) else { continue };
        if fact.personal || fact.items.iter().any(|item| item.personal) || fact.derive.is_some() {
            continue;
        }
        if matches!(fact.ty, rules::Type::Text) && text.chars().count() > journey::entry::longest(fact) {
            continue;
        }
        if text == "?" {
            known.not_yet(fact.id.clone());
            continue;
        }
        let json = match &fact.ty {
            rules::Type::Choices(_) => {
                serde_json::Value::Array(text.split(',').filter(|s| !s.is_empty()).map(|s| s.into()).collect())
            }
            rules::Type::Rows(_) => serde_json::from_str(text).unwrap_or(serde_json::Value::Null),
            _ => serde_json::Value::String(text.clone()),
        };
        if let Ok(value) = fact.ty.read(&json) {
            known.tell(fact.id.clone(), value, Origin::Applicant);
        }
    }
    known
}

/// The query of what is known, in a fixed order; `extra` pairs come first.
pub fn query_of(known: &Known, extra: &[(&str, &str)]) -> String {
    let mut pairs: Vec<String> =
        extra.iter().filter(|(_, v)| !v.is_empty()).map(|(k, v)| format!("{}={}", encode(k), encode(v))).collect();
    for (fact, value) in known.iter() {
        pairs.push(format!("{}={}", encode(fact.as_str()), encode(&written(&value.value))));
    }
    for fact in known.skipped() {
        pairs.push(format!("{}=%3F", encode(fact.as_str())));
    }
    pairs.join("&")
}

/// The same answers without one fact and without what was derived from it.
pub fn without(known: &Known, fact: &FactId) -> Known {
    let mut rest = known.clone();
    rest.forget(fact);
    rest
}

/// Only addresses of this site may be led back to.
pub fn safe_back(back: &str) -> Option<&str> {
    // Browsers drop tabs and line ends inside an address, so `/<tab>/elsewhere` would lead away.
    let odd = |c: char| c.is_control() || c.is_whitespace() || c == '\\';
    (back.starts_with('/') && !back.starts_with("//") && !back.contains(odd)).then_some(back)
}
