//! Compact JWS (RFC 7515) with ES256 and nothing else: what is signed is the text as received, never a re-written one.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use p256::ecdsa::signature::{Signer, Verifier};
use p256::ecdsa::{Signature, VerifyingKey};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::keys::SigningKey;

/// Unknown members are refused, so that no extension can change what a signature means (`crit`, `b64`).
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Header {
    alg: String,
    kid: String,
}

pub(crate) fn encode(bytes: impl AsRef<[u8]>) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

/// Refuses padding and spare bits that are not zero: each byte string has exactly one spelling.
pub(crate) fn decode(text: &str) -> Option<Vec<u8>> {
    URL_SAFE_NO_PAD.decode(text).ok()
}

/// Signs `payload` (a JSON text).
pub(crate) fn sign(payload: &str, key: &SigningKey) -> String {
    let header = serde_json::json!({ "alg": "ES256", "kid": key.kid() }).to_string();
    let signed = format!("{}.{}", encode(header), encode(payload));
    let signature: Signature = key.key().sign(signed.as_bytes());
    format!("{signed}.{}", encode(signature.to_bytes()))
}

/// Signs `payload` under a header that says more than who signed: its type, and whatever else the format asks for.
pub(crate) fn sign_as(header: &Value, payload: &str, key: &SigningKey) -> String {
    let signed = format!("{}.{}", encode(header.to_string()), encode(payload));
    let signature: Signature = key.key().sign(signed.as_bytes());
    format!("{signed}.{}", encode(signature.to_bytes()))
}

/// A signed text of a format in which a header may have more members than ours, its signature not yet checked.
pub(crate) struct Token<'t> {
    pub header: Map<String, Value>,
    pub payload: Vec<u8>,
    signed: &'t str,
    signature: Signature,
}

impl<'t> Token<'t> {
    /// Nothing when it is no compact JWS, not signed with ES256, or asks for an extension to be understood (`crit`).
    pub fn read(text: &'t str) -> Option<Self> {
        let (signed, signature) = text.rsplit_once('.')?;
        let (header, payload) = signed.split_once('.')?;
        let header: Map<String, Value> = serde_json::from_slice(&decode(header)?).ok()?;
        if header.get("alg")?.as_str()? != "ES256" || header.contains_key("crit") || header.contains_key("b64") {
            return None;
        }
        Some(Token {
            header,
            payload: decode(payload)?,
            signed,
            signature: Signature::from_slice(&decode(signature)?).ok()?,
        })
    }

    /// A member of the header that is a text.
    pub fn says(&self, name: &str) -> Option<&str> {
        self.header.get(name).and_then(Value::as_str)
    }

    pub fn is_signed_by(&self, key: &VerifyingKey) -> bool {
        key.verify(self.signed.as_bytes(), &self.signature).is_ok()
    }
}

/// How long the signed text will be.
pub(crate) fn length(payload: &str, kid: &str) -> usize {
    let header = serde_json::json!({ "alg": "ES256", "kid": kid }).to_string().len();
    let encoded = |bytes: usize| (bytes * 4).div_ceil(3);
    encoded(header) + 1 + encoded(payload.len()) + 1 + encoded(64)
}

/// A signed text taken apart, its signature not yet checked.
pub(crate) struct Parsed<'t> {
    pub kid: String,
    pub payload: Vec<u8>,
    signed: &'t str,
    signature: Signature,
}

impl<'t> Parsed<'t> {
    pub fn read(text: &'t str) -> Option<Self> {
        let (signed, signature) = text.rsplit_once('.')?;
        let (header, payload) = signed.split_once('.')?;
        let header: Header = serde_json::from_slice(&decode(header)?).ok()?;
        if header.alg != "ES256" {
            return None;
        }
        Some(Parsed {
            kid: header.kid,
            payload: decode(payload)?,
            signed,
            signature: Signature::from_slice(&decode(signature)?).ok()?,
        })
    }

    pub fn is_signed_by(&self, key: &VerifyingKey) -> bool {
        key.verify(self.signed.as_bytes(), &self.signature).is_ok()
    }
}
