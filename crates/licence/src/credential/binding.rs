//! The holder is here and means this verifier: the key-binding JWT behind an SD-JWT (RFC 9901, 4.3).

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::sdjwt::{Flaw, SdJwt};
use crate::jws::{self, Token};
use crate::keys::{PublicKey, SigningKey};

const TYPE: &str = "kb+jwt";

/// For whom, in answer to which question and when the holder showed it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Binding {
    pub aud: String,
    pub nonce: String,
    /// Seconds since 1970.
    pub iat: i64,
}

#[derive(Serialize, Deserialize)]
struct Claims {
    #[serde(flatten)]
    binding: Binding,
    sd_hash: String,
}

/// Puts the holder's proof behind `shown`, an SD-JWT that ends in `~`.
pub fn bind(shown: &str, holder: &SigningKey, binding: &Binding) -> String {
    let claims = Claims { binding: binding.clone(), sd_hash: hash(shown) };
    let payload = serde_json::to_string(&claims).unwrap_or_default();
    let header = serde_json::json!({ "alg": "ES256", "typ": TYPE });
    format!("{shown}{}", jws::sign_as(&header, &payload, holder))
}

fn hash(shown: &str) -> String {
    jws::encode(Sha256::digest(shown.as_bytes()))
}

impl SdJwt<'_> {
    /// The holder's proof, checked against the key in the credential (`cnf`). Whether audience, nonce and time are the
    /// right ones is for whoever asked.
    pub fn binding(&self, holder: &PublicKey) -> Result<Binding, Flaw> {
        let text = self.binding.ok_or(Flaw::NotBound("there is none"))?;
        let token = Token::read(text).ok_or(Flaw::NotBound("it is no JWS with ES256"))?;
        if token.says("typ") != Some(TYPE) {
            return Err(Flaw::NotBound("its type is not `kb+jwt`"));
        }
        if !token.is_signed_by(&holder.0) {
            return Err(Flaw::NotBound("it is not signed with the holder's key"));
        }
        let claims: Claims = serde_json::from_slice(&token.payload)
            .map_err(|_| Flaw::NotBound("it does not say `aud`, `nonce`, `iat` and `sd_hash`"))?;
        if claims.sd_hash != hash(self.shown) {
            return Err(Flaw::NotBound("it is about another text"));
        }
        Ok(claims.binding)
    }
}
