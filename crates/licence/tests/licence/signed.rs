use licence::{
    Claims, Outcome, QR_TEXT_LIMIT, Reason, SigningKey, Standing, TrustBundle, Verdict, qr_text, render_pdf, verify,
};
use proptest::prelude::*;
use rules::Day;

use crate::sample::{ORIGIN, day, issuer, key, licence, trust};

fn today() -> Day {
    day("2026-06-01")
}

fn reason(verdict: Verdict) -> Reason {
    match verdict.outcome {
        Outcome::NotGenuine { reason } => reason,
        genuine => panic!("{genuine:?}"),
    }
}

fn text(parts: usize) -> String {
    qr_text(&licence(parts), ORIGIN, &key()).unwrap()
}

fn pdf(parts: usize, language: &str) -> Vec<u8> {
    render_pdf(&licence(parts), language, &text(parts), &key()).unwrap().bytes
}

#[test]
fn six_parts_with_chinese_names_fit_into_the_qr_code_whole() {
    for parts in 1..=8 {
        let text = text(parts);
        let modules = licence::qr_modules(&text).unwrap().width();
        let Outcome::Genuine { claims, .. } = verify(&text, &trust(), today()).outcome else { panic!() };
        println!("{parts} parts: {} bytes, {modules} modules, shortened {}", text.len(), claims.shortened);
        assert!(text.len() <= QR_TEXT_LIMIT);
        assert_eq!(claims.parts.len(), parts);
    }
}

#[test]
fn the_claims_come_back_as_they_were_signed() {
    let (signed, sent) = (licence(4), text(4));
    for input in [sent.clone(), sent.split('#').nth(1).unwrap().to_owned(), format!("\u{FEFF}  {sent}\r\n")] {
        let verdict = verify(&input, &trust(), today());
        assert!(verdict.specimen);
        let Outcome::Genuine { claims, issuer: by, as_of, standing_by_dates, whole_file } = verdict.outcome else {
            panic!("{:?}", verdict.outcome)
        };
        assert_eq!(*claims, Claims::of(&signed));
        assert_eq!((by, as_of, whole_file), (issuer(), signed.issued_on, false));
        assert_eq!(standing_by_dates, Some(Standing::Valid));
    }
    let Outcome::Genuine { standing_by_dates, .. } = verify(&sent, &trust(), day("2029-01-01")).outcome else {
        panic!()
    };
    assert_eq!(standing_by_dates, Some(Standing::ValidInPart));
}

#[test]
fn what_matters_least_at_the_door_is_left_out_first() {
    let mut long = licence(8);
    let mut left_out = Vec::new();
    for length in 0..200 {
        long.premises = "柳".repeat(length);
        let sent = qr_text(&long, ORIGIN, &key()).unwrap();
        assert!(sent.len() <= QR_TEXT_LIMIT);
        let Outcome::Genuine { claims, standing_by_dates, .. } = verify(&sent, &trust(), today()).outcome else {
            panic!()
        };
        let gone = [
            claims.sector.is_none(),
            claims.parts.iter().all(|part| part.authority.is_none()),
            claims.credit_code.is_none(),
            claims.holder.is_none(),
            claims.parts.is_empty(),
            claims.premises != long.premises,
        ];
        let kept = gone.iter().position(|gone| !gone).unwrap_or(gone.len());
        assert!(gone[kept..].iter().all(|gone| !gone), "{gone:?}");
        assert_eq!(claims.shortened, kept > 0);
        assert_eq!(claims.parts_left_out, if kept >= 5 { 8 } else { 0 });
        assert_eq!(standing_by_dates.is_none(), kept >= 5);
        left_out.push(kept);
    }
    assert!(left_out.is_sorted());
    assert_eq!(left_out.last(), Some(&6));
    long.number = "9".repeat(600);
    assert!(qr_text(&long, ORIGIN, &key()).is_err());
}

#[test]
fn a_sealed_pdf_is_genuine_and_names_its_parts() {
    for parts in [6, 8] {
        let Outcome::Genuine { claims, whole_file, .. } = verify(pdf(parts, "zh"), &trust(), today()).outcome else {
            panic!()
        };
        assert!(whole_file);
        assert_eq!((claims.number.as_str(), claims.parts.len()), ("HD-CL-26-001842", parts));
    }
}

#[test]
fn no_flipped_bit_of_the_signed_text_stays_unseen() {
    let (trust, sent) = (trust(), text(6).into_bytes());
    for bit in 0..sent.len() * 8 {
        let mut wrong = sent.clone();
        wrong[bit / 8] ^= 1 << (bit % 8);
        let verdict = verify(&wrong, &trust, today());
        // The address is no part of the signature; upper and lower case of a host are the same host.
        let same_address = wrong.eq_ignore_ascii_case(&sent) && bit / 8 < ORIGIN.len() + 2;
        assert!(!verdict.is_genuine() || same_address, "bit {bit}");
    }
}

/// A paper sealed before there were signatures inside the file.
const SEALED: &[u8] = include_bytes!("papers/sealed.en.pdf");

/// How often a bit is flipped; `LICENCE_FLIPS=100000` asks for more than every run can wait for.
fn flips() -> u64 {
    std::env::var("LICENCE_FLIPS").ok().and_then(|text| text.parse().ok()).unwrap_or(2_000)
}

/// Flips one bit after the other of `paper`, chosen by a fixed sequence (Knuth's MMIX constants): the same bits on every
/// run, half of them among the last 12,000 bytes, where the signature is. Says how many were genuine all the same.
fn unseen(paper: &[u8], rounds: u64, is_the_same: impl Fn(&[u8], u64) -> bool) -> u64 {
    let trust = trust();
    let bits = paper.len() as u64 * 8;
    let late = bits - bits.min(12_000 * 8);
    let (mut state, mut seen) = (20_260_522u64, 0);
    let mut wrong = paper.to_vec();
    for round in 0..rounds {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let bit = if round % 2 == 0 { late + (state >> 16) % (bits - late) } else { (state >> 16) % bits };
        let at = usize::try_from(bit / 8).unwrap();
        wrong[at] ^= 1 << (bit % 8);
        if verify(&wrong, &trust, today()).is_genuine() && !is_the_same(&wrong, bit) {
            println!("bit {bit} went unseen");
            seen += 1;
        }
        wrong[at] = paper[at];
    }
    println!("{rounds} flipped bits in {} bytes, {seen} unseen", paper.len());
    seen
}

#[test]
fn no_flipped_bit_of_a_pdf_or_a_code_stays_unseen() {
    for paper in [pdf(6, "zh").as_slice(), SEALED] {
        assert!(verify(paper, &trust(), today()).is_genuine());
        assert_eq!(unseen(paper, flips(), |_, _| false), 0);
    }
    let sent = text(8);
    // The address is no part of the signature; upper and lower case of a host are the same host.
    let same_host =
        |wrong: &[u8], bit: u64| wrong.eq_ignore_ascii_case(sent.as_bytes()) && bit / 8 < ORIGIN.len() as u64 + 2;
    assert_eq!(unseen(sent.as_bytes(), flips(), same_host), 0);
}

#[test]
fn every_byte_of_the_signature_counts() {
    let (trust, paper) = (trust(), pdf(1, "en"));
    let begin = paper.windows(10).rposition(|window| window == b"/Type/Sig/").unwrap();
    let mut wrong = paper.clone();
    // The digits between the angle brackets are covered by no digest, the rest of the revision is.
    let gap = paper.windows(10).rposition(|window| window == b"/Contents<").unwrap();
    for at in (begin..gap).step_by(97).chain(gap..paper.len()) {
        wrong[at] ^= 1 << (at % 8);
        assert!(!verify(&wrong, &trust, today()).is_genuine(), "byte {at}");
        wrong[at] = paper[at];
    }
}

#[test]
fn papers_sealed_before_there_were_signatures_stay_genuine() {
    let Outcome::Genuine { claims, whole_file, .. } = verify(SEALED, &trust(), today()).outcome else { panic!() };
    assert!(whole_file);
    assert_eq!((claims.number.as_str(), claims.parts.len()), ("HD-CL-26-001842", 6));
    for wrong in [[SEALED, b"\n"].concat(), SEALED[..SEALED.len() - 1].to_vec()] {
        assert_eq!(reason(verify(&wrong, &trust(), today())), Reason::Altered);
    }
    let at = SEALED.windows(12).position(|window| window == b"%onego-seal ").unwrap();
    assert_eq!(reason(verify(&SEALED[..at], &trust(), today())), Reason::NotOurs);
    // Its seal under another paper, alone, and inside the signature of another.
    let (seal, other) = (&SEALED[at..], pdf(3, "en"));
    assert_eq!(reason(verify([other.as_slice(), seal].concat(), &trust(), today())), Reason::Altered);
    assert_eq!(reason(verify(std::str::from_utf8(&seal[12..]).unwrap().trim(), &trust(), today())), Reason::Malformed);
    let forged = [&SEALED[..at], b"%onego-seal ", text(2).split('#').nth(1).unwrap().as_bytes(), b"\n"].concat();
    assert_eq!(reason(verify(forged, &trust(), today())), Reason::Altered);
}

#[test]
fn a_pdf_with_anything_added_or_cut_off_is_altered() {
    let paper = pdf(2, "en");
    for wrong in
        [[paper.as_slice(), b"\n"].concat(), [paper.as_slice(), b"%%EOF\n"].concat(), paper[..paper.len() - 1].to_vec()]
    {
        assert_eq!(reason(verify(&wrong, &trust(), today())), Reason::Altered);
    }
    // Before it was signed it was nobody's.
    let revision = paper.windows(6).position(|window| window == b"%%EOF\n").unwrap() + 6;
    assert_eq!(reason(verify(&paper[..revision], &trust(), today())), Reason::NotOurs);
    // The signature of one paper behind another.
    let other = pdf(3, "en");
    let end = other.windows(6).position(|window| window == b"%%EOF\n").unwrap() + 6;
    assert_eq!(reason(verify([&other[..end], &paper[revision..]].concat(), &trust(), today())), Reason::Altered);
}

#[test]
fn a_key_signs_with_the_certificate_it_was_given() {
    let (own, other) = (key(), SigningKey::from_seed("rs-26", &[9; 32]).unwrap());
    let pem = |der: &[u8]| {
        let text = base64::Engine::encode(&base64::engine::general_purpose::STANDARD, der);
        format!("-----BEGIN CERTIFICATE-----\n{text}\n-----END CERTIFICATE-----\n")
    };
    let certificate = pem(&own.certificate_der());
    let both = format!("{}{certificate}", own.to_pem().unwrap());
    let again = SigningKey::from_pem("rs-26", &both).unwrap();
    assert_eq!(again.certificate_der(), own.certificate_der());
    let fault = other.with_certificate(&certificate).unwrap_err();
    assert_eq!(fault.to_string(), "the certificate belongs to another key");
    for broken in ["", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----", "x"] {
        assert!(key().with_certificate(broken).is_err());
    }
}

#[test]
fn only_keys_in_the_bundle_count_and_only_in_their_time() {
    let stranger = SigningKey::from_seed("xx-1", &[1; 32]).unwrap();
    let sent = qr_text(&licence(1), ORIGIN, &stranger).unwrap();
    assert_eq!(reason(verify(&sent, &trust(), today())), Reason::UnknownKey { kid: "xx-1".to_owned() });
    // A stranger under our key's name.
    let impostor = SigningKey::from_seed("rs-26", &[1; 32]).unwrap();
    let sent = qr_text(&licence(1), ORIGIN, &impostor).unwrap();
    assert_eq!(reason(verify(&sent, &trust(), today())), Reason::Altered);
    let mut old = licence(1);
    old.issued_on = day("2025-12-31");
    let sent = qr_text(&old, ORIGIN, &key()).unwrap();
    assert_eq!(
        reason(verify(&sent, &trust(), today())),
        Reason::KeyNotValidThen { kid: "rs-26".to_owned(), issued_on: day("2025-12-31") }
    );
    let mut late = licence(1);
    late.issued_on = day("2028-01-01");
    let sent = qr_text(&late, ORIGIN, &key()).unwrap();
    assert!(matches!(reason(verify(&sent, &trust(), today())), Reason::KeyNotValidThen { .. }));
}

#[test]
fn other_things_are_not_ours() {
    for input in ["", "hello", "{}", "%PDF-1.7\n%%EOF\n"] {
        assert_eq!(reason(verify(input, &trust(), today())), Reason::NotOurs);
    }
    assert_eq!(reason(verify("a.b.c", &trust(), today())), Reason::Malformed);
    assert_eq!(reason(verify([0xFF, 0xFE, 0x00], &trust(), today())), Reason::NotOurs);
    let elsewhere = text(1).replace("licences.rongcheng", "licences.rongcheng.attacker");
    assert!(matches!(reason(verify(elsewhere, &trust(), today())), Reason::OtherAddress { .. }));
    assert!(!Verdict::cannot_be_known_offline().say("zh").is_empty());
}

#[test]
fn unsigned_and_otherwise_signed_headers_are_refused() {
    use base64::Engine;
    let engine = base64::engine::general_purpose::URL_SAFE_NO_PAD;
    let sent = text(1);
    let (_, rest) = sent.split('#').nth(1).unwrap().split_once('.').unwrap();
    for header in [
        r#"{"alg":"none","kid":"rs-26"}"#,
        r#"{"alg":"HS256","kid":"rs-26"}"#,
        r#"{"alg":"ES256","kid":"rs-26","crit":["x"]}"#,
    ] {
        let forged = format!("{}.{rest}", engine.encode(header));
        assert_eq!(reason(verify(&forged, &trust(), today())), Reason::Malformed);
    }
    let (signed, _) = sent.split('#').nth(1).unwrap().rsplit_once('.').unwrap();
    assert_eq!(reason(verify(format!("{signed}."), &trust(), today())), Reason::Malformed);
}

#[test]
fn keys_and_bundles_come_back_as_they_were_written() {
    let bundle = trust();
    assert_eq!(TrustBundle::from_json(&bundle.to_json()), Ok(bundle.clone()));
    let again = SigningKey::from_pem("rs-26", &key().to_pem().unwrap()).unwrap();
    assert_eq!(qr_text(&licence(1), ORIGIN, &again), qr_text(&licence(1), ORIGIN, &key()));
    assert!(SigningKey::from_pem("rs-26", "no key").is_err());
    assert!(SigningKey::from_seed("a \"key\"", &[0; 32]).is_err());
    assert_eq!(format!("{:?}", key()), "SigningKey(rs-26)");
    for wrong in [
        bundle.to_json().replace("onego-trust/1", "onego-trust/2"),
        bundle.to_json().replace("\"x\": \"", "\"x\": \"A"),
        bundle.to_json().replace("\"origin\"", "\"origen\""),
    ] {
        assert!(TrustBundle::from_json(&wrong).is_err());
    }
    let mut twice = bundle.clone();
    twice.keys.push(bundle.keys[0].clone());
    assert!(TrustBundle::from_json(&twice.to_json()).is_err());
}

proptest! {
    #[test]
    fn any_input_is_judged_without_harm(bytes: Vec<u8>, text in "\\PC{0,200}", cut in 0usize..700) {
        let sent = text_of_two();
        for input in [bytes.as_slice(), text.as_bytes(), &sent.as_bytes()[..cut.min(sent.len() - 1)], &[b"%PDF-1.7\n%onego-seal ", bytes.as_slice()].concat()] {
            prop_assert!(!verify(input, &trust(), today()).is_genuine());
        }
    }
}

fn text_of_two() -> &'static str {
    static TEXT: std::sync::OnceLock<String> = std::sync::OnceLock::new();
    TEXT.get_or_init(|| text(2))
}
