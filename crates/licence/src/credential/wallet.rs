//! What a wallet and a city say to each other: the messages of OpenID for Verifiable Credential Issuance 1.0, as far as the
//! pre-authorized code goes. Only texts and values; sending them is for others.

use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::{TYPE, kind};
use crate::jws::Token;
use crate::keys::PublicKey;

/// The grant of this flow (4.1.1).
pub const PRE_AUTHORIZED: &str = "urn:ietf:params:oauth:grant-type:pre-authorized_code";
/// Where a wallet is opened with an offer (4.1.2).
const OFFER_SCHEME: &str = "openid-credential-offer://?credential_offer=";
const PROOF_TYPE: &str = "openid4vci-proof+jwt";

/// Below the address of the city.
pub const TOKEN_AT: &str = "/wallet/token";
pub const NONCE_AT: &str = "/wallet/nonce";
pub const CREDENTIAL_AT: &str = "/wallet/credential";

/// "You can have this from me" (4.1.1).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offer {
    pub credential_issuer: String,
    pub credential_configuration_ids: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub grants: Option<Grants>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grants {
    /// Read, never offered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub authorization_code: Option<Map<String, Value>>,
    #[serde(
        default,
        rename = "urn:ietf:params:oauth:grant-type:pre-authorized_code",
        skip_serializing_if = "Option::is_none"
    )]
    pub pre_authorized: Option<PreAuthorized>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PreAuthorized {
    #[serde(rename = "pre-authorized_code")]
    pub code: String,
    /// A second code, told the person on another way.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tx_code: Option<TxCode>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub authorization_server: Option<String>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TxCode {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub input_mode: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub length: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
}

impl Offer {
    /// The offer of one licence, with a second code of so many digits.
    pub fn of_licence(origin: &str, code: &str, digits: u32) -> Offer {
        let tx_code = TxCode { input_mode: Some("numeric".to_owned()), length: Some(digits), description: None };
        let grant = PreAuthorized { code: code.to_owned(), tx_code: Some(tx_code), authorization_server: None };
        Offer {
            credential_issuer: origin.trim_end_matches('/').to_owned(),
            credential_configuration_ids: vec![kind::CONFIGURATION.to_owned()],
            grants: Some(Grants { authorization_code: None, pre_authorized: Some(grant) }),
        }
    }

    /// The address that opens a wallet, also as QR code.
    pub fn link(&self) -> String {
        let text = serde_json::to_string(self).unwrap_or_default();
        text.bytes().fold(OFFER_SCHEME.to_owned(), |mut link, byte| {
            match byte {
                b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => link.push(char::from(byte)),
                _ => link.push_str(&format!("%{byte:02X}")),
            }
            link
        })
    }
}

/// What the city says of itself as issuer (12.2.4). What we do not use stays as it came.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct IssuerMetadata {
    pub credential_issuer: String,
    pub credential_endpoint: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nonce_endpoint: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub display: Option<Value>,
    pub credential_configurations_supported: std::collections::BTreeMap<String, Configuration>,
    #[serde(flatten)]
    pub more: Map<String, Value>,
}

/// One kind of credential on offer (12.2.4, appendix A).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Configuration {
    pub format: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vct: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub credential_signing_alg_values_supported: Option<Vec<Value>>,
    #[serde(flatten)]
    pub more: Map<String, Value>,
}

impl IssuerMetadata {
    /// Of a city at `origin` with a name in its languages.
    pub fn of(origin: &str, city: &crate::Words) -> IssuerMetadata {
        let origin = origin.trim_end_matches('/');
        let display: Vec<Value> =
            city.0.iter().map(|(locale, name)| json!({ "name": name, "locale": locale })).collect();
        let more = json!({
            "cryptographic_binding_methods_supported": ["jwk"],
            "proof_types_supported": { "jwt": { "proof_signing_alg_values_supported": ["ES256"] } },
            "credential_metadata": { "display": kind::display(), "claims": kind::claims() },
        });
        let licence = Configuration {
            format: TYPE.to_owned(),
            vct: Some(kind::vct(origin)),
            credential_signing_alg_values_supported: Some(vec!["ES256".into()]),
            more: more.as_object().cloned().unwrap_or_default(),
        };
        IssuerMetadata {
            credential_issuer: origin.to_owned(),
            credential_endpoint: format!("{origin}{CREDENTIAL_AT}"),
            nonce_endpoint: Some(format!("{origin}{NONCE_AT}")),
            display: Some(display.into()),
            credential_configurations_supported: [(kind::CONFIGURATION.to_owned(), licence)].into(),
            more: Map::new(),
        }
    }
}

/// What the city says of itself as authorization server (RFC 8414).
pub fn server_metadata(origin: &str) -> Value {
    let origin = origin.trim_end_matches('/');
    json!({
        "issuer": origin,
        "token_endpoint": format!("{origin}{TOKEN_AT}"),
        "response_types_supported": [],
        "grant_types_supported": [PRE_AUTHORIZED],
        "token_endpoint_auth_methods_supported": ["none"],
        "pre-authorized_grant_anonymous_access_supported": true,
    })
}

/// What a wallet may ask for in detail (5.1.1); read, never asked for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AuthorizationDetail {
    #[serde(rename = "type")]
    pub kind: String,
    pub credential_configuration_id: String,
    #[serde(flatten)]
    pub more: Map<String, Value>,
}

/// "Give it to me" (8.2).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct CredentialRequest {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub credential_configuration_id: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub credential_identifier: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proofs: Option<Proofs>,
    /// One proof, as drafts before 1.0 had it; wallets still send it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proof: Option<DraftProof>,
    #[serde(flatten)]
    pub more: Map<String, Value>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Proofs {
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub jwt: Vec<String>,
    #[serde(flatten)]
    pub more: Map<String, Value>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DraftProof {
    pub proof_type: String,
    #[serde(default)]
    pub jwt: String,
}

impl CredentialRequest {
    /// The one proof; nothing when there is none, or more than one, or of another kind.
    pub fn only_proof(&self) -> Option<&str> {
        match (&self.proofs, &self.proof) {
            (Some(Proofs { jwt, more }), None) if more.is_empty() && jwt.len() == 1 => jwt.first().map(String::as_str),
            (None, Some(DraftProof { proof_type, jwt })) if proof_type == "jwt" => Some(jwt),
            _ => None,
        }
    }

    /// Whether it asks for the licence.
    pub fn wants_the_licence(&self) -> bool {
        match (&self.credential_configuration_id, &self.credential_identifier) {
            (Some(id), None) | (None, Some(id)) => id == kind::CONFIGURATION,
            _ => false,
        }
    }
}

/// "Here it is" (8.3).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CredentialResponse {
    pub credentials: Vec<Given>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Given {
    /// A text in our format; others have objects.
    pub credential: Value,
}

/// Why a proof of possession is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BadProof {
    NotAProof,
    /// The key is none of P-256, or is named instead of given.
    Key,
    Signature,
    Audience,
    NoNonce,
}

impl fmt::Display for BadProof {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            BadProof::NotAProof => "a JWT of the type openid4vci-proof+jwt with ES256 and `iat` is wanted",
            BadProof::Key => "the header has to hold one P-256 public key as `jwk`",
            BadProof::Signature => "it is not signed with the key in its header",
            BadProof::Audience => "`aud` has to be this issuer",
            BadProof::NoNonce => "it has no `nonce`",
        })
    }
}

/// That a wallet has a key: the key, and the nonce it answered to (appendix F.1).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proof {
    pub key: PublicKey,
    /// Given out by us, once: that is what makes the proof fresh, whatever the wallet's clock says.
    pub nonce: String,
}

impl Proof {
    /// Checks a proof meant for the issuer at `origin`.
    pub fn read(text: &str, origin: &str) -> Result<Proof, BadProof> {
        let token = Token::read(text).ok_or(BadProof::NotAProof)?;
        if token.says("typ") != Some(PROOF_TYPE) {
            return Err(BadProof::NotAProof);
        }
        let named = ["kid", "x5c", "trust_chain"].iter().any(|name| token.header.contains_key(*name));
        let key = token.header.get("jwk").filter(|_| !named).and_then(PublicKey::from_jwk).ok_or(BadProof::Key)?;
        if !token.is_signed_by(&key.0) {
            return Err(BadProof::Signature);
        }
        let claims: Map<String, Value> = serde_json::from_slice(&token.payload).map_err(|_| BadProof::NotAProof)?;
        if !claims.get("iat").is_some_and(Value::is_number) {
            return Err(BadProof::NotAProof);
        }
        let audience = match claims.get("aud") {
            Some(Value::Array(items)) if items.len() == 1 => items.first().and_then(Value::as_str),
            Some(one) => one.as_str(),
            None => None,
        };
        if audience.map(|aud| aud.trim_end_matches('/')) != Some(origin.trim_end_matches('/')) {
            return Err(BadProof::Audience);
        }
        let nonce = claims.get("nonce").and_then(Value::as_str).ok_or(BadProof::NoNonce)?.to_owned();
        Ok(Proof { key, nonce })
    }
}
