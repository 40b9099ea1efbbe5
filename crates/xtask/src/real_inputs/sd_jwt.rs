//! The test cases of the reference implementation of SD-JWT: claims, which of them may be withheld, which are shown, and
//! what a verifier has to see. Each is issued, shown and verified with onego's code, and compared as canonical JSON.

use std::iter::Peekable;
use std::path::Path;

use granit_parser::{Event, Parser, ScalarStyle, Tag};
use licence::credential::{Binding, Claim, SdJwt, bind, sign};
use licence::{PublicKey, SigningKey};
use serde_json::{Map, Value, json};

use super::files;

/// What is not claimed: a city issues and reads the compact form, which is the one wallets speak.
const NOT_CLAIMED: &str = "the JSON serialization (RFC 9901, 8)";
/// The keys of every case (settings.yml).
const ISSUER: &str = "Ur2bNKuBPOrAaxsRnbSH6hIhmNTxSGXshDSUD1a1y7g";
const HOLDER: &str = "5K5SCos8zf9zRemGGUl6yfok-_NiiryNZsvANWMhF-I";

/// One line of JSON, and whether all came out as it should.
pub fn run(folder: &Path) -> Result<(Value, bool), String> {
    let files = files::archived(&folder.join("sd-jwt-testcases.tar.zst"))?;
    let issuer = SigningKey::from_scalar("issuer", ISSUER).map_err(|e| e.to_string())?;
    let holder = SigningKey::from_scalar("holder", HOLDER).map_err(|e| e.to_string())?;
    let (mut cases, mut exact, mut told, mut not_claimed) = (0, 0, 0, Vec::new());
    for (name, bytes) in files.iter().filter(|(name, _)| name.ends_with("/specification.yml")) {
        let text = std::str::from_utf8(bytes).map_err(|_| format!("{name}: not UTF-8 text"))?;
        let case = read(text).map_err(|why| format!("{name}: {why}"))?;
        if member(&case, "serialization_format").is_some_and(|form| plain(form) == "json") {
            not_claimed.push(format!("{name}: {NOT_CLAIMED}"));
            continue;
        }
        cases += 1;
        let seen = play(&case, &issuer, &holder).map_err(|why| format!("{name}: {why}"))?;
        let wanted = wanted(&case, &holder, true)?;
        let by_hand = wanted_by_hand(&case, &holder)?;
        told += usize::from(wanted.is_some());
        let right = canonical(&seen) == canonical(&by_hand) && wanted.is_none_or(|w| canonical(&seen) == canonical(&w));
        exact += usize::from(right);
        if !right {
            println!("  not as it should be: {name}\n    {}\n    {}", canonical(&seen), canonical(&by_hand));
        }
    }
    for line in &not_claimed {
        println!("  not claimed: {line}");
    }
    if cases == 0 {
        return Err("there is no test case in the archive".to_owned());
    }
    let line = json!({
        "input": "sd-jwt", "cases": cases, "exact": exact, "with_claims_told_by_others": told,
        "not_claimed": not_claimed.len(),
    });
    Ok((line, exact == cases))
}

/// Issues, shows, proves, verifies.
fn play(case: &Claim, issuer: &SigningKey, holder: &SigningKey) -> Result<Value, String> {
    let claims = claims_of(case, holder)?;
    let header = member(case, "extra_header_parameters").map(plain).unwrap_or_default();
    let mut state = 0u64;
    let mut dice = |bytes: &mut [u8]| {
        for byte in bytes {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            *byte = (state >> 56) as u8;
        }
    };
    let issued = sign(&claims, &header.as_object().cloned().unwrap_or_default(), issuer, &mut dice)
        .map_err(|e| e.to_string())?;
    let wish = member(case, "holder_disclosed_claims").map(plain).unwrap_or_default();
    let mut shown = SdJwt::read(&issued).and_then(|it| it.showing(&wish)).map_err(|e| e.to_string())?;
    let asked = Binding { aud: "https://example.com/verifier".into(), nonce: "1234567890".into(), iat: 1_683_000_000 };
    if is_bound(case) {
        shown = bind(&shown, holder, &asked);
    }
    let read = SdJwt::read(&shown).map_err(|e| e.to_string())?;
    let opened = read.open(&issuer.public()).map_err(|e| e.to_string())?;
    if is_bound(case) {
        let key = opened.claims.get("cnf").and_then(|cnf| PublicKey::from_jwk(&cnf["jwk"])).ok_or("no key in `cnf`")?;
        if read.binding(&key).map_err(|e| e.to_string())? != asked {
            return Err("the holder's proof says something else".to_owned());
        }
    }
    Ok(Value::Object(opened.claims))
}

fn is_bound(case: &Claim) -> bool {
    member(case, "key_binding").is_some_and(|value| plain(value) == true)
}

/// What every credential of the cases says beside its own claims.
fn around(case: &Claim, holder: &SigningKey) -> Vec<(String, Value)> {
    let mut all = vec![
        ("iss".to_owned(), json!("https://example.com/issuer")),
        ("iat".to_owned(), json!(1_683_000_000)),
        ("exp".to_owned(), json!(1_883_000_000)),
    ];
    if is_bound(case) {
        all.push(("cnf".to_owned(), json!({ "jwk": holder.public().to_jwk() })));
    }
    all
}

fn claims_of(case: &Claim, holder: &SigningKey) -> Result<Vec<(String, Claim)>, String> {
    let Some(Claim::Members(own)) = member(case, "user_claims") else { return Err("no `user_claims`".to_owned()) };
    let mut claims = own.clone();
    for (name, value) in around(case, holder) {
        if !claims.iter().any(|(known, _)| *known == name) {
            claims.push((name, Claim::Open(value)));
        }
    }
    Ok(claims)
}

/// What the case itself says a verifier sees.
fn wanted(case: &Claim, holder: &SigningKey, is_told: bool) -> Result<Option<Value>, String> {
    let Some(expected) = member(case, "expect_verified_user_claims").filter(|_| is_told) else { return Ok(None) };
    let Value::Object(mut expected) = plain(expected) else {
        return Err("the expected claims are no object".to_owned());
    };
    for (name, value) in around(case, holder) {
        expected.entry(name).or_insert(value);
    }
    Ok(Some(Value::Object(expected)))
}

/// The same by the obvious way: the claims without what may be withheld and was not wished for.
fn wanted_by_hand(case: &Claim, holder: &SigningKey) -> Result<Value, String> {
    let wish = member(case, "holder_disclosed_claims").map(plain).unwrap_or_default();
    Ok(pruned(&Claim::Members(claims_of(case, holder)?), &wish))
}

fn pruned(claim: &Claim, wish: &Value) -> Value {
    let is_seen = |claim: &Claim, wish: &Value| {
        !matches!(claim, Claim::Hidden(_)) || !matches!(wish, Value::Null | Value::Bool(false))
    };
    match claim {
        Claim::Open(value) => value.clone(),
        Claim::Hidden(inner) => pruned(inner, wish),
        Claim::Members(members) => members
            .iter()
            .filter(|(name, claim)| is_seen(claim, &wish[name]))
            .map(|(name, claim)| (name.clone(), pruned(claim, &wish[name])))
            .collect(),
        Claim::Items(items) => (0..)
            .zip(items)
            .filter(|(at, claim)| is_seen(claim, &wish[*at as usize]))
            .map(|(at, claim)| pruned(claim, &wish[at as usize]))
            .collect(),
    }
}

/// Members in the order of their names, without spaces.
fn canonical(value: &Value) -> String {
    match value {
        Value::Object(members) => {
            let mut sorted: Vec<_> = members.iter().collect();
            sorted.sort_by_key(|(name, _)| name.as_str());
            let texts: Vec<String> =
                sorted.iter().map(|(name, value)| format!("{}:{}", json!(name), canonical(value))).collect();
            format!("{{{}}}", texts.join(","))
        }
        Value::Array(items) => format!("[{}]", items.iter().map(canonical).collect::<Vec<_>>().join(",")),
        plain => plain.to_string(),
    }
}

fn member<'c>(claim: &'c Claim, name: &str) -> Option<&'c Claim> {
    let Claim::Members(members) = claim else { return None };
    members.iter().find(|(known, _)| known == name).map(|(_, value)| value)
}

/// A claim without the marks.
fn plain(claim: &Claim) -> Value {
    match claim {
        Claim::Open(value) => value.clone(),
        Claim::Hidden(inner) => plain(inner),
        Claim::Members(members) => {
            Value::Object(members.iter().map(|(name, value)| (name.clone(), plain(value))).collect::<Map<_, _>>())
        }
        Claim::Items(items) => Value::Array(items.iter().map(plain).collect()),
    }
}

/// YAML with the tag `!sd` on what may be withheld: on the name of a member, or on an item.
fn read(text: &str) -> Result<Claim, String> {
    let mut events = Vec::new();
    for event in Parser::new_from_str(text) {
        let (event, _) = event.map_err(|e| e.to_string())?;
        // Everything else is about documents and comments.
        let is_data = matches!(
            event,
            Event::Scalar(..)
                | Event::SequenceStart(..)
                | Event::SequenceEnd
                | Event::MappingStart(..)
                | Event::MappingEnd
        );
        if is_data {
            events.push(event);
        }
    }
    let mut events = events.into_iter().peekable();
    node(&mut events).map(|(claim, _)| claim)
}

fn is_marked<T: AsRef<Tag>>(tag: Option<&T>) -> bool {
    tag.is_some_and(|tag| tag.as_ref().suffix() == "sd")
}

fn node<'e>(events: &mut Peekable<impl Iterator<Item = Event<'e>>>) -> Result<(Claim, bool), String> {
    match events.next().ok_or("the text ends too early")? {
        Event::Scalar(text, style, _, tag) => Ok((Claim::Open(scalar(&text, style)), is_marked(tag.as_ref()))),
        Event::SequenceStart(_, _, tag) => {
            let mut items = Vec::new();
            while events.peek() != Some(&Event::SequenceEnd) {
                let (item, is_hidden) = node(events)?;
                items.push(if is_hidden { Claim::Hidden(Box::new(item)) } else { item });
            }
            events.next();
            Ok((Claim::Items(items), is_marked(tag.as_ref())))
        }
        Event::MappingStart(_, _, tag) => {
            let mut members = Vec::new();
            while events.peek() != Some(&Event::MappingEnd) {
                let Some(Event::Scalar(name, _, _, mark)) = events.next() else {
                    return Err("a name that is no text".to_owned());
                };
                let (value, _) = node(events)?;
                let value = if is_marked(mark.as_ref()) { Claim::Hidden(Box::new(value)) } else { value };
                members.push((name.into_owned(), value));
            }
            events.next();
            Ok((Claim::Members(members), is_marked(tag.as_ref())))
        }
        other => Err(format!("unexpected {other:?}")),
    }
}

fn scalar(text: &str, style: ScalarStyle) -> Value {
    if style != ScalarStyle::Plain {
        return text.into();
    }
    match text {
        "" | "~" | "null" | "Null" => Value::Null,
        "true" | "True" => true.into(),
        "false" | "False" => false.into(),
        // `+1-202-555-0101` is a telephone number; JSON's numbers never begin with a plus.
        number => match serde_json::from_str::<Value>(number) {
            Ok(value) if value.is_number() => value,
            _ => text.into(),
        },
    }
}
