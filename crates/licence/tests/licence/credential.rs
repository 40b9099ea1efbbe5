//! The licence in a wallet: what is shown is what was signed, less is shown without a new signature, and nothing else passes.

use licence::credential::{
    self, Binding, Claim, Flaw, Holder, Issue, Looked, Places, SdJwt, Status, StatusList, StatusPlace, StatusToken,
    Unfit, bind, check, seal,
};
use licence::{PublicKey, SigningKey, Standing};
use proptest::prelude::*;
use serde_json::{Map, Value, json};

use crate::sample::{ORIGIN, day, key, licence, trust};

const LIST: &str = "https://licences.rongcheng.example/status/2026-1";
/// 22 May 2026, noon in Greenwich.
pub const NOON: i64 = 1_779_451_200;

/// Dice that throw the same in every run.
pub fn dice(seed: u64) -> impl FnMut(&mut [u8]) {
    let mut state = seed;
    move |bytes: &mut [u8]| {
        for byte in bytes {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            *byte = (state >> 56) as u8;
        }
    }
}

pub fn wallet() -> SigningKey {
    SigningKey::from_seed("wallet", &[9; 32]).unwrap()
}

fn places(parts: usize) -> Places {
    let place = |idx| StatusPlace { uri: LIST.to_owned(), idx };
    let permits = licence(parts).parts.into_iter().map(|part| part.permit);
    Places { whole: Some(place(1000)), parts: permits.zip(1001..).map(|(permit, at)| (permit, place(at))).collect() }
}

pub fn issued(parts: usize, holder: Option<&PublicKey>) -> String {
    let places = places(parts);
    let issue = Issue { origin: ORIGIN, iat: NOON, holder, places: &places };
    credential::issue(&licence(parts), &issue, &key(), &mut dice(26)).unwrap()
}

fn list_with(values: &[(u64, Status)]) -> StatusToken {
    let mut list = StatusList::new(2, 1 << 20).unwrap();
    values.iter().for_each(|(at, status)| list.set(*at, status.number()).unwrap());
    let token = StatusToken { sub: LIST.to_owned(), iat: NOON, exp: Some(NOON + 86_400), ttl: Some(300), list };
    StatusToken::read(&token.sign(&key()), |kid| (kid == Some("rs-26")).then(|| key().public())).unwrap()
}

#[test]
fn everything_is_shown_and_checked() {
    let shown = check(&issued(8, None), &trust(), NOON, &[]).unwrap();
    assert_eq!((shown.number.as_str(), shown.parts.len(), shown.withheld), ("HD-CL-26-001842", 8, 0));
    assert_eq!(shown.premises.as_deref(), Some("东湖区柳荫路18号荷苑商业中心一层1-06单元"));
    assert_eq!((shown.holder, shown.status, shown.specimen), (Holder::Anybody, Looked::NotChecked, true));
    let permits: Vec<&str> = shown.parts.iter().map(|part| part.permit.as_str()).collect();
    let wanted: Vec<String> = licence(8).parts.into_iter().map(|part| part.permit).collect();
    assert_eq!(permits, wanted, "in the order of the paper");
}

#[test]
fn the_insurer_sees_the_fire_check_and_not_the_beer() {
    let holder = wallet();
    let whole = issued(8, Some(&holder.public()));
    let wish = json!({ "trade_name": true, "premises": true, "parts": [false, true] });
    let less = SdJwt::read(&whole).unwrap().showing(&wish).unwrap();
    for word in ["啤酒", "荷苑餐饮", "91110108MAEXAMP1E0"] {
        let told = less.split('~').skip(1).any(|disclosure| decoded(disclosure).contains(word));
        assert!(!told, "{word} was not to be told");
    }
    let unproven = check(&less, &trust(), NOON, &[]).unwrap();
    assert_eq!(unproven.holder, Holder::NotShown);
    let asked = Binding { aud: "https://insurer.example".into(), nonce: "n-1".into(), iat: NOON };
    let shown = check(&bind(&less, &holder, &asked), &trust(), NOON, &[]).unwrap();
    assert_eq!(shown.holder, Holder::Proven(asked.clone()));
    assert_eq!((shown.parts.len(), shown.withheld), (1, 7));
    assert_eq!(shown.parts[0].permit, "fire-check");
    assert_eq!((shown.trade_name.as_deref(), shown.holder_name), (Some("荷苑小馆"), None));
    // The proof is about this text and this key only.
    let other = SdJwt::read(&whole).unwrap().showing(&json!({})).unwrap();
    let proof = bind(&less, &holder, &asked).rsplit('~').next().unwrap().to_owned();
    assert!(matches!(check(&format!("{other}{proof}"), &trust(), NOON, &[]), Err(Unfit::Flaw(Flaw::NotBound(_)))));
    let thief = SigningKey::from_seed("thief", &[1; 32]).unwrap();
    assert!(matches!(check(&bind(&less, &thief, &asked), &trust(), NOON, &[]), Err(Unfit::Flaw(Flaw::NotBound(_)))));
    let free = issued(2, None);
    assert!(matches!(check(&bind(&free, &holder, &asked), &trust(), NOON, &[]), Err(Unfit::Flaw(Flaw::NotBound(_)))));
}

fn decoded(disclosure: &str) -> String {
    use base64::Engine;
    let bytes = base64::engine::general_purpose::URL_SAFE_NO_PAD.decode(disclosure).unwrap_or_default();
    String::from_utf8(bytes).unwrap_or_default()
}

#[test]
fn the_same_dice_give_the_same_bytes_and_the_order_says_nothing() {
    assert_eq!(issued(8, None), issued(8, None));
    let place = |text: &str, name: &str| {
        let wanted = format!("\"{name}\"");
        text.split('~').skip(1).position(|disclosure| decoded(disclosure).contains(&wanted)).unwrap()
    };
    let mut seen = std::collections::BTreeSet::new();
    let places = places(8);
    for seed in 0..40 {
        let issue = Issue { origin: ORIGIN, iat: NOON, holder: None, places: &places };
        let text = credential::issue(&licence(8), &issue, &key(), &mut dice(seed)).unwrap();
        seen.insert(place(&text, "premises"));
    }
    assert!(seen.len() > 5, "the premises always stand at one of {seen:?}");
}

#[test]
fn a_list_says_what_stands_and_only_about_itself_and_its_time() {
    let text = issued(3, None);
    let at = |values: &[(u64, Status)]| check(&text, &trust(), NOON + 60, &[list_with(values)]).unwrap();
    let well = at(&[]);
    assert_eq!(
        (well.status, well.standing_on(day("2026-06-01"))),
        (Looked::Said(Status::Valid), Some(Standing::Valid))
    );
    let part = at(&[(1000, Status::InPart), (1002, Status::Suspended)]);
    assert_eq!(part.standing_on(day("2026-06-01")), Some(Standing::ValidInPart));
    assert_eq!(part.parts[1].status, Looked::Said(Status::Suspended));
    let over = at(&[(1000, Status::Revoked)]);
    assert_eq!(over.standing_on(day("2026-06-01")), Some(Standing::NotValid));
    // Whoever withholds the suspended part cannot pass for whole.
    let less = SdJwt::read(&text).unwrap().showing(&json!({ "parts": [true] })).unwrap();
    let list = list_with(&[(1000, Status::InPart), (1002, Status::Suspended)]);
    let shown = check(&less, &trust(), NOON + 60, std::slice::from_ref(&list)).unwrap();
    assert_eq!((shown.withheld, shown.standing_on(day("2026-06-01"))), (2, Some(Standing::ValidInPart)));
    for moment in [NOON - 1, NOON + 86_400] {
        assert!(matches!(check(&text, &trust(), moment, std::slice::from_ref(&list)), Err(Unfit::BadList(_))));
    }
    let elsewhere = StatusToken { sub: "https://other.example/1".to_owned(), ..list };
    assert_eq!(check(&text, &trust(), NOON, &[elsewhere]).unwrap().status, Looked::NotChecked);
}

/// Signs claims as the city would, whatever they say.
fn forged(change: impl Fn(&mut Vec<(String, Claim)>), header: Value) -> String {
    let mut claims: Vec<(String, Claim)> = [
        ("iss", json!(ORIGIN)),
        ("iat", json!(NOON)),
        ("vct", json!(credential::kind::vct(ORIGIN))),
        ("number", json!("HD-1")),
        ("issued_on", json!("2026-05-22")),
        ("version", json!(1)),
        ("specimen", json!(true)),
        ("part_count", json!(0)),
        ("parts", json!([])),
    ]
    .map(|(name, value)| (name.to_owned(), Claim::Open(value)))
    .into();
    change(&mut claims);
    let header: Map<String, Value> = header.as_object().cloned().unwrap();
    credential::sign(&claims, &header, &key(), &mut dice(1)).unwrap()
}

#[test]
fn what_the_signature_does_not_cover_or_the_city_would_not_say_is_refused() {
    let header = || json!({ "typ": "dc+sd-jwt", "kid": "rs-26" });
    let set = |name: &'static str, claim: Claim| {
        move |claims: &mut Vec<(String, Claim)>| {
            claims.retain(|(known, _)| known != name);
            claims.push((name.to_owned(), claim.clone()));
        }
    };
    let verdict = |text: &str| check(text, &trust(), NOON, &[]);
    assert!(verdict(&forged(|_| {}, header())).is_ok());
    assert!(verdict(&forged(|_| {}, json!({ "typ": "vc+sd-jwt", "kid": "rs-26" }))).is_ok(), "the earlier name");
    let typ = verdict(&forged(|_| {}, json!({ "typ": "JWT", "kid": "rs-26" })));
    assert!(matches!(typ, Err(Unfit::OtherType(_))), "{typ:?}");
    let kid = verdict(&forged(|_| {}, json!({ "typ": "dc+sd-jwt", "kid": "other" })));
    assert!(matches!(kid, Err(Unfit::UnknownKey(_))), "{kid:?}");
    let crit = verdict(&forged(|_| {}, json!({ "typ": "dc+sd-jwt", "kid": "rs-26", "crit": ["exp"] })));
    assert!(matches!(crit, Err(Unfit::Flaw(Flaw::Malformed(_)))), "{crit:?}");
    for name in ["iss", "vct"] {
        assert!(
            matches!(verdict(&forged(set(name, Claim::hidden(ORIGIN)), header())), Err(Unfit::Withheld(_))),
            "{name}"
        );
    }
    let iss = verdict(&forged(set("iss", Claim::Open("https://other.example".into())), header()));
    assert!(matches!(iss, Err(Unfit::OtherIssuer(_))));
    let vct = verdict(&forged(set("vct", Claim::Open("https://other.example/x".into())), header()));
    assert!(matches!(vct, Err(Unfit::OtherKind(_))));
    let over = verdict(&forged(set("exp", Claim::Open(NOON.into())), header()));
    assert_eq!(over, Err(Unfit::OutsideItsTime));
    let early = verdict(&forged(set("nbf", Claim::Open((NOON + 1).into())), header()));
    assert_eq!(early, Err(Unfit::OutsideItsTime));
    let old = verdict(&forged(set("iat", Claim::Open((NOON - 86_400 * 365).into())), header()));
    assert!(matches!(old, Err(Unfit::KeyNotValidThen(_))));
    for wild in [json!(i64::MAX), json!(i64::MIN), json!(-1), json!("1"), json!(1.5)] {
        assert!(verdict(&forged(set("iat", Claim::Open(wild.clone())), header())).is_err(), "{wild}");
    }
    let more = verdict(&forged(set("parts", Claim::Open(json!([{ "permit": "x", "from": "2026-01-01" }]))), header()));
    assert_eq!(more, Err(Unfit::Incomplete("part_count")), "more parts than the licence has");
}

#[test]
fn disclosures_are_used_once_and_none_is_left_over() {
    let text = issued(2, None);
    let (jwt, rest) = text.split_once('~').unwrap();
    let pieces: Vec<&str> = rest.trim_end_matches('~').split('~').collect();
    let verdict = |pieces: &[&str]| {
        let text = pieces.iter().fold(format!("{jwt}~"), |text, piece| text + piece + "~");
        check(&text, &trust(), NOON, &[])
    };
    assert!(verdict(&pieces).is_ok());
    assert_eq!(verdict(&[&pieces[..], &pieces[..1]].concat()), Err(Unfit::Flaw(Flaw::Twice)));
    let foreign = seal(&[("code".to_owned(), Claim::hidden("x"))], &mut dice(3)).unwrap();
    assert_eq!(verdict(&[&pieces[..], &[&foreign.disclosures[0]]].concat()), Err(Unfit::Flaw(Flaw::Unasked)));
    assert!(matches!(verdict(&[""]), Err(Unfit::Flaw(Flaw::Malformed(_)))));
    assert!(
        matches!(check(jwt, &trust(), NOON, &[]), Err(Unfit::Flaw(Flaw::Malformed(_)))),
        "without `~` it is no SD-JWT"
    );
}

#[test]
fn names_of_the_format_cannot_be_claims() {
    for name in ["_sd", "...", "_sd_alg"] {
        assert!(seal(&[(name.to_owned(), Claim::hidden(1))], &mut dice(1)).is_err(), "{name}");
        let inside = Claim::Open(json!({ "a": [{ name: 1 }] }));
        assert!(seal(&[("a".to_owned(), inside)], &mut dice(1)).is_err(), "{name} inside");
    }
    // The vector of RFC 9901, 4.2.3.
    let digest = "X9yH0Ajrdm1Oij4tWso9UzzKJvPoDxwmuEcO3XAdRC0";
    let disclosure = "WyJfMjZiYzRMVC1hYzZxMktJNmNCVzVlcyIsICJmYW1pbHlfbmFtZSIsICJNw7ZiaXVzIl0";
    let text = credential_of(json!({ "_sd": [digest] }), &[disclosure]);
    let opened = SdJwt::read(&text).unwrap().open(&key().public()).unwrap();
    assert_eq!(opened.claims["family_name"], "Möbius");
    for (claims, why) in [
        (json!({ "_sd": [digest, digest] }), "a digest twice"),
        (json!({ "_sd": [digest], "family_name": "x" }), "the name is taken"),
        (json!({ "_sd": digest }), "no list"),
        (json!({ "_sd": [1] }), "no text"),
        (json!({ "_sd": [digest], "_sd_alg": "sha-512" }), "another digest"),
        (json!({ "a": [{ "...": digest }] }), "a member in the place of an item"),
        (json!({ "a": [{ "...": digest, "b": 1 }] }), "something beside it"),
        (json!({ "...": digest }), "outside a list"),
        (json!({}), "nobody asked for it"),
    ] {
        let text = credential_of(claims, &[disclosure]);
        assert!(SdJwt::read(&text).unwrap().open(&key().public()).is_err(), "{why}");
    }
    let deep = (0..200).fold(json!(1), |inner, _| json!([inner]));
    let text = credential_of(json!({ "a": deep }), &[]);
    assert!(SdJwt::read(&text).unwrap().open(&key().public()).is_err(), "too deep");
}

/// Signed claims as they are, in front of disclosures as they are: by hand, since ours would refuse.
fn credential_of(claims: Value, disclosures: &[&str]) -> String {
    use base64::Engine;
    use p256::ecdsa::signature::Signer;
    let encode = |text: &str| base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(text);
    let signed = format!("{}.{}", encode(r#"{"alg":"ES256"}"#), encode(&claims.to_string()));
    let pem = key().to_pem().unwrap();
    let secret = <p256::ecdsa::SigningKey as p256::pkcs8::DecodePrivateKey>::from_pkcs8_pem(&pem).unwrap();
    let signature: p256::ecdsa::Signature = secret.sign(signed.as_bytes());
    let jwt = format!("{signed}.{}", base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(signature.to_bytes()));
    disclosures.iter().fold(jwt + "~", |text, disclosure| text + disclosure + "~")
}

/// `CREDENTIAL_MUTATIONS=100000` flips so many bits instead of some thousand.
#[test]
fn no_flipped_bit_of_a_credential_stays_unseen() {
    let holder = wallet();
    let asked = Binding { aud: "https://insurer.example".into(), nonce: "n-1".into(), iat: NOON };
    let text = bind(&issued(3, Some(&holder.public())), &holder, &asked);
    let whole = check(&text, &trust(), NOON, &[]).unwrap();
    let wanted: usize = std::env::var("CREDENTIAL_MUTATIONS").ok().and_then(|n| n.parse().ok()).unwrap_or(3_000);
    let mut throw = dice(1842);
    for _ in 0..wanted {
        let mut at = [0u8; 8];
        throw(&mut at);
        let bit = usize::try_from(u64::from_le_bytes(at) % (text.len() as u64 * 8)).unwrap();
        let mut bytes = text.clone().into_bytes();
        bytes[bit / 8] ^= 1 << (bit % 8);
        let Ok(changed) = String::from_utf8(bytes) else { continue };
        let verdict = check(&changed, &trust(), NOON, &[]);
        assert!(verdict.is_err(), "bit {bit} was flipped and it still passes as {verdict:?}");
    }
    assert_eq!(check(&text, &trust(), NOON, &[]).unwrap(), whole);
}

#[test]
fn the_words_of_the_type_stay_as_they_are() {
    // Credentials out there hold this digest: a change of a word needs a new number in the address of the type.
    let said = credential::kind::integrity(ORIGIN);
    assert_eq!(said, "sha256-t26cpms2KUvC54d95Y8spdQovcDR1hz4cMnU+W74l4k=");
}

/// Claims and disclosures nobody would make, with digests wherever they may stand and wherever they may not.
struct Wild<'d> {
    throw: &'d mut dyn FnMut(&mut [u8]),
    digests: Vec<String>,
}

impl Wild<'_> {
    fn one_of(&mut self, many: usize) -> usize {
        let mut byte = [0u8];
        (self.throw)(&mut byte);
        usize::from(byte[0]) % many
    }

    fn value(&mut self, depth: usize) -> Value {
        match self.one_of(if depth > 4 { 3 } else { 7 }) {
            0 => json!(self.one_of(3)),
            1 | 2 if !self.digests.is_empty() => {
                let at = self.one_of(self.digests.len());
                json!(self.digests[at])
            }
            1 | 2 => json!("text"),
            3 | 4 => (0..self.one_of(4)).map(|_| self.value(depth + 1)).collect(),
            _ => {
                const NAMES: [&str; 7] = ["a", "b", "_sd", "...", "_sd_alg", "iss", "_sd"];
                (0..self.one_of(4)).map(|_| (NAMES[self.one_of(7)].to_owned(), self.value(depth + 1))).collect()
            }
        }
    }
}

/// Whether anything of the format is left.
fn is_clean(value: &Value, depth: usize) -> bool {
    match value {
        Value::Object(members) => members.iter().all(|(name, value)| {
            !matches!(name.as_str(), "_sd" | "...") && (depth > 0 || name != "_sd_alg") && is_clean(value, depth + 1)
        }),
        Value::Array(items) => items.iter().all(|item| is_clean(item, depth + 1)),
        _ => true,
    }
}

#[test]
fn wild_disclosures_are_refused_or_leave_nothing_of_the_format_behind() {
    use base64::Engine;
    let encode = |text: &str| base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(text);
    let (mut opened, mut throw) = (0, dice(9901));
    for _ in 0..3_000 {
        let mut wild = Wild { throw: &mut throw, digests: Vec::new() };
        let mut disclosures = Vec::new();
        for _ in 0..wild.one_of(4) {
            let list = match wild.one_of(5) {
                0 => wild.value(0),
                1 | 2 => json!(["salt", wild.value(1)]),
                _ => {
                    let name = ["a", "b", "c", "_sd"][wild.one_of(4)];
                    json!(["salt", name, wild.value(1)])
                }
            };
            let disclosure = encode(&list.to_string());
            wild.digests.push({
                use sha2::Digest;
                base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(sha2::Sha256::digest(&disclosure))
            });
            disclosures.push(disclosure);
        }
        let digests: Vec<Value> = wild.digests.iter().map(|digest| json!(digest)).collect();
        let mut claims = json!({ "x": wild.value(0) });
        match wild.one_of(3) {
            0 => claims["_sd"] = digests.into(),
            1 => claims["list"] = digests.into_iter().map(|digest| json!({ "...": digest })).collect(),
            _ => claims["y"] = wild.value(0),
        }
        let disclosures: Vec<&str> = disclosures.iter().map(String::as_str).collect();
        let text = credential_of(claims, &disclosures);
        if let Ok(found) = SdJwt::read(&text).and_then(|it| it.open(&key().public())) {
            opened += usize::from(!disclosures.is_empty());
            assert!(is_clean(&Value::Object(found.claims), 0), "{text}");
        }
        let _ = SdJwt::read(&text).map(|it| it.showing(&json!({ "x": true, "a": [true], "list": [true, true] })));
    }
    assert!(opened > 100, "only {opened} of them could be opened: the test looks at nothing");
}

fn claim() -> impl Strategy<Value = Claim> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i32>().prop_map(Value::from),
        "[a-zé中\"\\\\~.]{0,6}".prop_map(Value::from),
    ]
    .prop_map(Claim::Open);
    let hidden = |inner: BoxedStrategy<Claim>| {
        (inner, any::<bool>()).prop_map(|(claim, hide)| if hide { Claim::Hidden(Box::new(claim)) } else { claim })
    };
    leaf.prop_recursive(4, 40, 5, move |inner| {
        let member = hidden(inner.clone().boxed());
        prop_oneof![
            prop::collection::btree_map("[a-z]{1,3}", member, 0..5)
                .prop_map(|members| Claim::Members(members.into_iter().collect())),
            prop::collection::vec(hidden(inner.boxed()), 0..5).prop_map(Claim::Items),
        ]
    })
}

/// What one expects to see: the plain value, with everything hidden left out unless its path is wished for.
fn plain(claim: &Claim, all: bool) -> Value {
    let keep = |claim: &Claim| all || !matches!(claim, Claim::Hidden(_));
    match claim {
        Claim::Open(value) => value.clone(),
        Claim::Hidden(inner) => plain(inner, all),
        Claim::Members(members) => {
            members.iter().filter(|(_, c)| keep(c)).map(|(name, c)| (name.clone(), plain(c, all))).collect()
        }
        Claim::Items(items) => items.iter().filter(|c| keep(c)).map(|c| plain(c, all)).collect(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn whatever_is_hidden_comes_back_whole_or_not_at_all(
        members in prop::collection::btree_map("[a-z]{1,3}", claim(), 0..5),
        seed in any::<u64>(),
    ) {
        let claims: Vec<(String, Claim)> = members.into_iter().collect();
        let text = credential::sign(&claims, &Map::new(), &key(), &mut dice(seed)).unwrap();
        let opened = SdJwt::read(&text).unwrap().open(&key().public()).unwrap();
        prop_assert_eq!(Value::Object(opened.claims), plain(&Claim::Members(claims.clone()), true));
        let nothing = SdJwt::read(&text).unwrap().showing(&Value::Null).unwrap();
        let opened = SdJwt::read(&nothing).unwrap().open(&key().public()).unwrap();
        prop_assert_eq!(Value::Object(opened.claims), plain(&Claim::Members(claims), false));
    }

    #[test]
    fn any_text_is_refused_in_peace(text in ".{0,200}") {
        prop_assert!(check(&text, &trust(), NOON, &[]).is_err());
        let behind = format!("{}~{text}", issued_jwt());
        prop_assert!(check(&behind, &trust(), NOON, &[]).is_err() || text.is_empty());
    }
}

fn issued_jwt() -> String {
    static TEXT: std::sync::OnceLock<String> = std::sync::OnceLock::new();
    TEXT.get_or_init(|| issued(1, None).split('~').next().unwrap().to_owned()).clone()
}
