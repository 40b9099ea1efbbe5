//! Who may sign licences: the city's signing key, and the one file everybody needs to check without the city.

use std::fmt;
use std::sync::OnceLock;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use p256::ecdsa::VerifyingKey;
use p256::pkcs8::{DecodePrivateKey, EncodePrivateKey, LineEnding};
use rules::Day;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::certificate::Certificate;
use crate::jws;
use crate::model::Words;

/// What the `format` of a trust bundle says.
pub const TRUST_FORMAT: &str = "onego-trust/1";

const CERTIFICATE_BEGIN: &str = "-----BEGIN CERTIFICATE-----";

/// A key or a trust bundle could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeyFault {
    /// Not a P-256 private key in PKCS#8.
    NotAPrivateKey,
    /// Not one certificate in PEM for a P-256 key.
    NotACertificate,
    /// The certificate is for another key.
    OtherCertificate,
    /// A key id has to be short printable ASCII without quotes.
    KeyId(String),
    /// Not a trust bundle of this format, with what the reader said.
    NotABundle(String),
    /// The same key id stands in the bundle twice.
    Twice(String),
    /// The numbers given are no point of P-256.
    NotAPoint(String),
}

impl fmt::Display for KeyFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            KeyFault::NotAPrivateKey => write!(f, "not a P-256 private key in PKCS#8"),
            KeyFault::NotACertificate => write!(f, "not one certificate in PEM for a P-256 key"),
            KeyFault::OtherCertificate => write!(f, "the certificate belongs to another key"),
            KeyFault::KeyId(kid) => write!(f, "`{kid}` cannot name a key: 1 to 32 letters, digits, `-`, `_` or `.`"),
            KeyFault::NotABundle(why) => write!(f, "not a trust bundle of the format {TRUST_FORMAT}: {why}"),
            KeyFault::Twice(kid) => write!(f, "the key `{kid}` is in the bundle twice"),
            KeyFault::NotAPoint(kid) => write!(f, "the key `{kid}` is no point of P-256"),
        }
    }
}

impl std::error::Error for KeyFault {}

fn check_kid(kid: &str) -> Result<(), KeyFault> {
    let fits = (1..=32).contains(&kid.len())
        && kid.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.'));
    if fits { Ok(()) } else { Err(KeyFault::KeyId(kid.to_owned())) }
}

/// A P-256 key that signs licences, with the short id by which verifiers find its public half.
#[derive(Clone)]
pub struct SigningKey {
    kid: String,
    key: p256::ecdsa::SigningKey,
    /// The one a city obtained for the key, or the key's own; written once.
    certificate: OnceLock<Option<Certificate>>,
}

impl SigningKey {
    fn new(kid: &str, key: p256::ecdsa::SigningKey) -> Self {
        SigningKey { kid: kid.to_owned(), key, certificate: OnceLock::new() }
    }

    /// From PKCS#8 in PEM (`-----BEGIN PRIVATE KEY-----`). The certificate a city obtained for the key may stand behind
    /// it (`-----BEGIN CERTIFICATE-----`); without one the key writes its own.
    pub fn from_pem(kid: &str, pem: &str) -> Result<Self, KeyFault> {
        check_kid(kid)?;
        let (private, certificate) = match pem.find(CERTIFICATE_BEGIN) {
            Some(at) => pem.split_at(at),
            None => (pem, ""),
        };
        let key = p256::ecdsa::SigningKey::from_pkcs8_pem(private.trim()).map_err(|_| KeyFault::NotAPrivateKey)?;
        let key = SigningKey::new(kid, key);
        if certificate.is_empty() { Ok(key) } else { key.with_certificate(certificate) }
    }

    /// With the certificate (X.509 in PEM) that somebody whom readers of PDF trust has issued for this key.
    pub fn with_certificate(mut self, pem: &str) -> Result<Self, KeyFault> {
        let inner = pem.trim().strip_prefix(CERTIFICATE_BEGIN).and_then(|rest| rest.split_once("-----END CERTIFICATE"));
        let letters: String = inner.map_or("", |(text, _)| text).split_whitespace().collect();
        let der = STANDARD.decode(letters).map_err(|_| KeyFault::NotACertificate)?;
        let certificate = Certificate::read(&der).ok_or(KeyFault::NotACertificate)?;
        if !certificate.is_for(self.key.verifying_key()) {
            return Err(KeyFault::OtherCertificate);
        }
        self.certificate = OnceLock::from(Some(certificate));
        Ok(self)
    }

    pub(crate) fn certificate(&self) -> Option<Certificate> {
        self.certificate.get_or_init(|| Certificate::self_signed(&self.kid, &self.key)).clone()
    }

    /// The certificate that stands beside its signatures, X.509 in DER: what readers of PDF have to be told to trust
    /// when nobody they know has issued it.
    pub fn certificate_der(&self) -> Vec<u8> {
        self.certificate().map(|certificate| certificate.der).unwrap_or_default()
    }

    /// From PKCS#8 in DER.
    pub fn from_der(kid: &str, der: &[u8]) -> Result<Self, KeyFault> {
        check_kid(kid)?;
        let key = p256::ecdsa::SigningKey::from_pkcs8_der(der).map_err(|_| KeyFault::NotAPrivateKey)?;
        Ok(SigningKey::new(kid, key))
    }

    /// The key that belongs to 32 bytes: random ones for a new key, fixed ones for tests and sample towns.
    pub fn from_seed(kid: &str, seed: &[u8; 32]) -> Result<Self, KeyFault> {
        check_kid(kid)?;
        let key = (0u8..=255)
            .find_map(|round| {
                let scalar = Sha256::new().chain_update(b"onego licence key").chain_update([round]).chain_update(seed);
                p256::ecdsa::SigningKey::from_slice(&scalar.finalize()).ok()
            })
            .ok_or(KeyFault::NotAPrivateKey)?;
        Ok(SigningKey::new(kid, key))
    }

    /// From the private number of a JWK (`d`, base64url of 32 bytes): for keys of others in tests of formats.
    pub fn from_scalar(kid: &str, d: &str) -> Result<Self, KeyFault> {
        check_kid(kid)?;
        let scalar = jws::decode(d).ok_or(KeyFault::NotAPrivateKey)?;
        let key = p256::ecdsa::SigningKey::from_slice(&scalar).map_err(|_| KeyFault::NotAPrivateKey)?;
        Ok(SigningKey::new(kid, key))
    }

    /// The public half, to check with.
    pub fn public(&self) -> PublicKey {
        PublicKey(*self.key.verifying_key())
    }

    /// PKCS#8 in PEM, for a file only the service can read.
    pub fn to_pem(&self) -> Result<String, KeyFault> {
        self.key.to_pkcs8_pem(LineEnding::LF).map(|pem| pem.to_string()).map_err(|_| KeyFault::NotAPrivateKey)
    }

    pub fn kid(&self) -> &str {
        &self.kid
    }

    pub(crate) fn key(&self) -> &p256::ecdsa::SigningKey {
        &self.key
    }

    /// The public half, as the trust bundle lists it.
    pub fn trusted(&self, issuer: Words, from: Day, until: Option<Day>) -> TrustedKey {
        let (x, y) = self.public().coordinates();
        TrustedKey { kid: self.kid.clone(), issuer, x, y, from, until }
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SigningKey({})", self.kid)
    }
}

/// A P-256 public key without a name: whoever holds a credential, or a trusted key that was looked up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicKey(pub(crate) VerifyingKey);

impl PublicKey {
    /// From a JWK with `kty` EC and `crv` P-256 (RFC 7517). One with its private half is refused: whoever sends that has
    /// given the key away.
    pub fn from_jwk(jwk: &Value) -> Option<Self> {
        let text = |name: &str| jwk.get(name).and_then(Value::as_str);
        if text("kty")? != "EC" || text("crv")? != "P-256" || jwk.get("d").is_some() {
            return None;
        }
        point(text("x")?, text("y")?).map(PublicKey)
    }

    /// The four members that make the key, and nothing else.
    pub fn to_jwk(&self) -> Value {
        let (x, y) = self.coordinates();
        json!({ "kty": "EC", "crv": "P-256", "x": x, "y": y })
    }

    fn coordinates(&self) -> (String, String) {
        let point = self.0.to_sec1_point(false);
        let (x, y) = point.as_bytes().get(1..).unwrap_or_default().split_at_checked(32).unwrap_or_default();
        (jws::encode(x), jws::encode(y))
    }
}

fn point(x: &str, y: &str) -> Option<VerifyingKey> {
    let (x, y) = (jws::decode(x)?, jws::decode(y)?);
    if x.len() != 32 || y.len() != 32 {
        return None;
    }
    VerifyingKey::from_sec1_bytes(&[&[4], x.as_slice(), y.as_slice()].concat()).ok()
}

/// A public key and the days on which what it signed counts. `x` and `y` are as in a JWK (`kty` EC, `crv` P-256).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TrustedKey {
    pub kid: String,
    pub issuer: Words,
    pub x: String,
    pub y: String,
    pub from: Day,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Day>,
}

impl TrustedKey {
    pub(crate) fn verifying_key(&self) -> Option<VerifyingKey> {
        point(&self.x, &self.y)
    }

    /// The key itself, when its numbers are a point of P-256.
    pub fn public(&self) -> Option<PublicKey> {
        self.verifying_key().map(PublicKey)
    }

    pub(crate) fn counted_on(&self, day: Day) -> bool {
        self.from <= day && self.until.is_none_or(|last| day <= last)
    }
}

/// The one file with which anyone can check the licences of a city offline, today and in years.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrustBundle {
    pub city: Words,
    /// The address of the service, like `https://licences.example`; QR codes begin with it.
    pub origin: String,
    /// A sample town: nothing it signs has legal force.
    pub specimen: bool,
    /// Keys stay in the list when they are no longer used, with their last day.
    pub keys: Vec<TrustedKey>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct BundleFile {
    format: String,
    city: Words,
    origin: String,
    specimen: bool,
    keys: Vec<TrustedKey>,
}

impl TrustBundle {
    pub fn to_json(&self) -> String {
        let file = BundleFile {
            format: TRUST_FORMAT.to_owned(),
            city: self.city.clone(),
            origin: self.origin.clone(),
            specimen: self.specimen,
            keys: self.keys.clone(),
        };
        serde_json::to_string_pretty(&file).unwrap_or_default()
    }

    pub fn from_json(text: &str) -> Result<Self, KeyFault> {
        let file: BundleFile = serde_json::from_str(text).map_err(|e| KeyFault::NotABundle(e.to_string()))?;
        if file.format != TRUST_FORMAT {
            return Err(KeyFault::NotABundle(format!("it says `{}`", file.format)));
        }
        for (place, key) in file.keys.iter().enumerate() {
            check_kid(&key.kid)?;
            if file.keys.iter().take(place).any(|earlier| earlier.kid == key.kid) {
                return Err(KeyFault::Twice(key.kid.clone()));
            }
            if key.verifying_key().is_none() {
                return Err(KeyFault::NotAPoint(key.kid.clone()));
            }
        }
        Ok(TrustBundle { city: file.city, origin: file.origin, specimen: file.specimen, keys: file.keys })
    }

    pub fn key(&self, kid: &str) -> Option<&TrustedKey> {
        self.keys.iter().find(|key| key.kid == kid)
    }
}
