//! The examples of OpenID for Verifiable Credential Issuance 1.0: each message is read into onego's form of it and written
//! again; what comes out has to be what went in.

use std::collections::BTreeMap;
use std::path::Path;

use licence::PublicKey;
use licence::credential::SdJwt;
use licence::credential::wallet::{
    AuthorizationDetail, Configuration, CredentialRequest, CredentialResponse, IssuerMetadata, Offer,
};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::files;

/// The key of the example issuer (RFC 9901, appendix A.5).
const EXAMPLE_ISSUER: [&str; 2] =
    ["b28d4MwZMjw8-00CG4xfnn9SLMVMM19SlqZpVb_uNtQ", "Xv5zWwuoaTgdS6hV43yI6gBwTnjukmFQQnJ_kCxzqk8"];

/// One line of JSON, and whether all came out as it should.
pub fn run(folder: &Path) -> Result<(Value, bool), String> {
    let files = files::archived(&folder.join("openid4vci-1.0-examples.tar.zst"))?;
    let (mut cases, mut exact, mut not_claimed) = (0, 0, Vec::new());
    for (name, bytes) in &files {
        let short = name.rsplit('/').next().unwrap_or(name);
        if short.contains("jwt.txt") {
            not_claimed
                .push(format!("{short}: signed metadata and attestations of wallets are neither given nor wanted"));
            continue;
        }
        cases += 1;
        let text = std::str::from_utf8(bytes).map_err(|_| format!("{name}: not UTF-8 text"))?;
        let value: Value = serde_json::from_str(&joined(text)).map_err(|e| format!("{name}: {e}"))?;
        let right = is_read(short, &value);
        exact += usize::from(right);
        if !right {
            println!("  not as it should be: {short}");
        }
    }
    for line in &not_claimed {
        println!("  not claimed: {line}");
    }
    if cases == 0 {
        return Err("there is no message in the archive".to_owned());
    }
    let line = json!({ "input": "openid4vci", "cases": cases, "exact": exact, "not_claimed": not_claimed.len() });
    Ok((line, exact == cases))
}

/// The body behind the head of an HTTP answer, with texts that were broken over lines put together again.
fn joined(text: &str) -> String {
    let text = text.trim_start();
    let body = if text.starts_with("HTTP/") { text.find(['{', '[']).map_or("", |at| &text[at..]) } else { text };
    let (mut out, mut is_inside) = (String::new(), false);
    for line in body.lines() {
        let line = if is_inside { line.trim() } else { line };
        is_inside ^= line.matches('"').count() % 2 == 1;
        out.push_str(line);
        if !is_inside {
            out.push('\n');
        }
    }
    out
}

fn is_read(name: &str, value: &Value) -> bool {
    if name.starts_with("authorization_details") {
        comes_back::<Vec<AuthorizationDetail>>(value)
    } else if name.starts_with("credential_offer") {
        comes_back::<Offer>(value)
    } else if name.starts_with("credential_issuer_metadata") {
        comes_back::<IssuerMetadata>(value)
    } else if name.starts_with("credential_metadata") {
        comes_back::<BTreeMap<String, Configuration>>(&value["credential_configurations_supported"])
    } else if name.starts_with("credential_request") {
        comes_back::<CredentialRequest>(value)
    } else if name == "credential_response_sd_jwt_vc.txt" {
        comes_back::<CredentialResponse>(value) && is_signed(&value["credentials"][0]["credential"])
    } else if name.starts_with("credential_response") {
        comes_back::<CredentialResponse>(value)
    } else if name == "issuer_jwks.json" {
        value["jwks"]["keys"].as_array().is_some_and(|keys| keys.iter().all(|key| PublicKey::from_jwk(key).is_some()))
    } else {
        false
    }
}

fn comes_back<T: DeserializeOwned + Serialize>(value: &Value) -> bool {
    serde_json::from_value::<T>(value.clone()).and_then(serde_json::to_value).is_ok_and(|again| again == *value)
}

/// The example credential verifies with the example issuer's key, and says who it is about.
fn is_signed(credential: &Value) -> bool {
    let [x, y] = EXAMPLE_ISSUER;
    let key = PublicKey::from_jwk(&json!({ "kty": "EC", "crv": "P-256", "x": x, "y": y }));
    let opened =
        key.zip(credential.as_str()).and_then(|(key, text)| SdJwt::read(text).and_then(|it| it.open(&key)).ok());
    opened.is_some_and(|opened| opened.claims.get("family_name") == Some(&json!("Doe")))
}
