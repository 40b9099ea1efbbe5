//! Key material and the one cipher; everything that touches raw key bytes is in this file.

use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{KeyInit, XChaCha20Poly1305, XNonce};
use hmac::{Hmac, Mac};
use sha2::Sha256;
use zeroize::Zeroizing;

use crate::{Dice, VaultFault};

const SHAPE: u8 = 1;
const XCHACHA20_POLY1305: u8 = 1;
const NONCE: usize = 24;
const TAG: usize = 16;

/// 32 secret bytes, wiped on drop.
pub(crate) struct Key(Zeroizing<[u8; 32]>);

impl Key {
    pub(crate) fn new(bytes: [u8; 32]) -> Self {
        Key(Zeroizing::new(bytes))
    }

    pub(crate) fn throw(dice: &mut dyn Dice) -> Self {
        let mut bytes = Zeroizing::new([0u8; 32]);
        dice.fill(bytes.as_mut_slice());
        Key(bytes)
    }

    /// A key for one use only, so that no two uses share a key.
    pub(crate) fn derive(&self, usage: &str, name: &str) -> Self {
        Key::new(mac(&self.0, &[usage.as_bytes(), name.as_bytes()]))
    }

    pub(crate) fn fingerprint(&self, text: &str) -> [u8; 32] {
        self.fingerprint_of(text.as_bytes())
    }

    pub(crate) fn fingerprint_of(&self, bytes: &[u8]) -> [u8; 32] {
        mac(&self.0, &[bytes])
    }

    /// Seals another key.
    pub(crate) fn wrap(&self, dice: &mut dyn Dice, bound_to: &[&str], key: &Key) -> Result<Vec<u8>, VaultFault> {
        self.seal(dice, bound_to, key.0.as_slice())
    }

    pub(crate) fn unwrap_key(&self, bound_to: &[&str], wrapped: &[u8]) -> Result<Key, VaultFault> {
        let opened = Zeroizing::new(self.open(bound_to, wrapped)?);
        let bytes: [u8; 32] = opened.as_slice().try_into().map_err(|_| VaultFault::NotSealed)?;
        Ok(Key::new(bytes))
    }

    pub(crate) fn seal(&self, dice: &mut dyn Dice, bound_to: &[&str], plain: &[u8]) -> Result<Vec<u8>, VaultFault> {
        let mut nonce = [0u8; NONCE];
        dice.fill(&mut nonce);
        let aad = associated(bound_to);
        let ciphertext = XChaCha20Poly1305::new(&(*self.0).into())
            .encrypt(&XNonce::from(nonce), Payload { msg: plain, aad: &aad })
            .map_err(|_| VaultFault::DoesNotOpen)?;
        let mut sealed = Vec::with_capacity(2 + NONCE + ciphertext.len());
        sealed.push(SHAPE);
        sealed.push(XCHACHA20_POLY1305);
        sealed.extend_from_slice(&nonce);
        sealed.extend_from_slice(&ciphertext);
        Ok(sealed)
    }

    pub(crate) fn open(&self, bound_to: &[&str], sealed: &[u8]) -> Result<Vec<u8>, VaultFault> {
        let [SHAPE, XCHACHA20_POLY1305, rest @ ..] = sealed else {
            return Err(VaultFault::NotSealed);
        };
        if rest.len() < NONCE + TAG {
            return Err(VaultFault::NotSealed);
        }
        let (nonce, ciphertext) = rest.split_at(NONCE);
        let nonce: [u8; NONCE] = nonce.try_into().map_err(|_| VaultFault::NotSealed)?;
        let aad = associated(bound_to);
        XChaCha20Poly1305::new(&(*self.0).into())
            .decrypt(&XNonce::from(nonce), Payload { msg: ciphertext, aad: &aad })
            .map_err(|_| VaultFault::DoesNotOpen)
    }
}

/// What a sealed value is bound to. Each part carries its length, so that no two lists look alike.
fn associated(parts: &[&str]) -> Vec<u8> {
    let mut bytes = vec![SHAPE, XCHACHA20_POLY1305];
    for part in parts {
        bytes.extend_from_slice(&(part.len() as u64).to_be_bytes());
        bytes.extend_from_slice(part.as_bytes());
    }
    bytes
}

fn mac(key: &[u8; 32], parts: &[&[u8]]) -> [u8; 32] {
    let mut padded = [0u8; 64];
    padded[..32].copy_from_slice(key);
    // A full block is the same HMAC as the zero-padded short key, and it is the constructor that cannot fail.
    let mut mac = Hmac::<Sha256>::new(&padded.into());
    zeroize::Zeroize::zeroize(&mut padded);
    for part in parts {
        mac.update(&(part.len() as u64).to_be_bytes());
        mac.update(part);
    }
    mac.finalize().into_bytes().into()
}
