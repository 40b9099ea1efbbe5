//! What wallets and the city say to each other, and which proofs of possession are believed.

use licence::credential::wallet::{BadProof, CredentialRequest, IssuerMetadata, Offer, Proof};
use licence::{SigningKey, Words};
use serde_json::{Value, json};

use crate::credential::wallet;
use crate::sample::ORIGIN;

#[test]
fn an_offer_is_a_link_that_says_where_what_and_how() {
    let offer = Offer::of_licence(ORIGIN, "SECRET", 6);
    let link = offer.link();
    assert!(
        link.starts_with("openid-credential-offer://?credential_offer=%7B%22credential_issuer%22%3A%22https%3A%2F%2F")
    );
    assert!(link.len() < 700, "{} bytes for a QR code", link.len());
    let written = serde_json::to_value(&offer).unwrap();
    let grant = &written["grants"]["urn:ietf:params:oauth:grant-type:pre-authorized_code"];
    assert_eq!(grant, &json!({ "pre-authorized_code": "SECRET", "tx_code": { "input_mode": "numeric", "length": 6 } }));
}

#[test]
fn the_issuer_says_where_to_go_and_what_there_is() {
    let said = serde_json::to_value(IssuerMetadata::of(ORIGIN, &Words::of("Rongcheng", "榕城"))).unwrap();
    assert_eq!(said["credential_endpoint"], format!("{ORIGIN}/wallet/credential"));
    let licence = &said["credential_configurations_supported"]["licence"];
    assert_eq!(
        (&licence["format"], &licence["vct"]),
        (&json!("dc+sd-jwt"), &json!(format!("{ORIGIN}/credentials/licence/1")))
    );
}

fn proof(header: Value, claims: Value, key: &SigningKey) -> String {
    use base64::Engine;
    use p256::ecdsa::signature::Signer;
    let encode = |bytes: &[u8]| base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(bytes);
    let signed = format!("{}.{}", encode(header.to_string().as_bytes()), encode(claims.to_string().as_bytes()));
    let secret = <p256::ecdsa::SigningKey as p256::pkcs8::DecodePrivateKey>::from_pkcs8_pem(&key.to_pem().unwrap());
    let signature: p256::ecdsa::Signature = secret.unwrap().sign(signed.as_bytes());
    format!("{signed}.{}", encode(&signature.to_bytes()))
}

#[test]
fn only_a_fresh_proof_for_us_with_the_key_itself_is_believed() {
    let key = wallet();
    let jwk = key.public().to_jwk();
    let header = json!({ "typ": "openid4vci-proof+jwt", "alg": "ES256", "jwk": jwk });
    let claims = json!({ "aud": ORIGIN, "iat": 1, "nonce": "n" });
    let read = |header: &Value, claims: &Value, key: &SigningKey| {
        Proof::read(&proof(header.clone(), claims.clone(), key), ORIGIN)
    };
    assert_eq!(read(&header, &claims, &key), Ok(Proof { key: key.public(), nonce: "n".to_owned() }));
    let with = |value: &Value, name: &str, new: Value| {
        let mut value = value.clone();
        value[name] = new;
        value
    };
    assert_eq!(read(&with(&header, "typ", json!("JWT")), &claims, &key), Err(BadProof::NotAProof));
    assert_eq!(read(&with(&header, "alg", json!("none")), &claims, &key), Err(BadProof::NotAProof));
    assert_eq!(read(&with(&header, "kid", json!("did:jwk:x")), &claims, &key), Err(BadProof::Key));
    assert_eq!(read(&with(&header, "jwk", json!({ "kty": "oct" })), &claims, &key), Err(BadProof::Key));
    let mut private = jwk.clone();
    private["d"] = "AA".into();
    assert_eq!(read(&with(&header, "jwk", private), &claims, &key), Err(BadProof::Key));
    let thief = SigningKey::from_seed("thief", &[1; 32]).unwrap();
    assert_eq!(read(&header, &claims, &thief), Err(BadProof::Signature));
    assert_eq!(read(&header, &with(&claims, "aud", json!("https://other.example")), &key), Err(BadProof::Audience));
    assert_eq!(read(&header, &with(&claims, "nonce", Value::Null), &key), Err(BadProof::NoNonce));
    assert_eq!(read(&header, &with(&claims, "iat", Value::Null), &key), Err(BadProof::NotAProof));
}

#[test]
fn one_proof_is_wanted_in_either_form() {
    let request = |text: &str| serde_json::from_str::<CredentialRequest>(text).unwrap();
    let now = request(r#"{"credential_configuration_id":"licence","proofs":{"jwt":["a"]}}"#);
    assert!(now.wants_the_licence() && now.only_proof() == Some("a"));
    let draft = request(r#"{"credential_identifier":"licence","proof":{"proof_type":"jwt","jwt":"a"}}"#);
    assert!(draft.wants_the_licence() && draft.only_proof() == Some("a"));
    for text in [
        r#"{"credential_configuration_id":"licence","credential_identifier":"licence"}"#,
        r#"{"credential_configuration_id":"other"}"#,
        r#"{}"#,
    ] {
        assert!(!request(text).wants_the_licence(), "{text}");
    }
    for text in [
        r#"{"proofs":{"jwt":["a","b"]}}"#,
        r#"{"proofs":{"jwt":["a"],"attestation":["b"]}}"#,
        r#"{"proof":{"proof_type":"ldp_vp"}}"#,
        r#"{"proofs":{"jwt":["a"]},"proof":{"proof_type":"jwt","jwt":"a"}}"#,
    ] {
        assert_eq!(request(text).only_proof(), None, "{text}");
    }
}
