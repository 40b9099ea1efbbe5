//! Signatures of publishers: ECDSA on P-256 with SHA-256 over the text of the sums, base64.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use p256::ecdsa::signature::{Signer, Verifier};
use p256::ecdsa::{Signature, SigningKey, VerifyingKey};
use p256::pkcs8::DecodePrivateKey;

/// Signs with a key in PKCS#8 in PEM; also gives the public key as manifests hold it.
pub fn sign(pem: &str, sums: &str) -> Option<(String, String)> {
    let key = SigningKey::from_pkcs8_pem(pem).ok()?;
    let signature: Signature = key.sign(sums.as_bytes());
    let public = STANDARD.encode(key.verifying_key().to_sec1_point(true).as_bytes());
    Some((format!("{}\n", STANDARD.encode(signature.to_bytes())), public))
}

/// Whether `signature` is over `sums` by this public key; the error says what is wrong.
pub fn verify(public: &str, signature: &str, sums: &str) -> Result<(), &'static str> {
    let bytes = STANDARD.decode(public.trim()).map_err(|_| "the key in the manifest is not base64")?;
    let key = VerifyingKey::from_sec1_bytes(&bytes).map_err(|_| "the key in the manifest is no point of P-256")?;
    let bytes = STANDARD.decode(signature.trim()).map_err(|_| "the signature is not base64")?;
    let signature = Signature::from_slice(&bytes).map_err(|_| "the signature is not one of ECDSA on P-256")?;
    key.verify(sums.as_bytes(), &signature).map_err(|_| "it was signed by another key or for other files")
}
