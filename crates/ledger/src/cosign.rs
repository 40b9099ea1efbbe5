//! Cosignatures: at this time, this was the largest consistent tree I had seen of this log (C2SP tlog-cosignature).

use crate::note::{Kind, Note, Signature, SigningKey};

/// What a cosignature signs.
pub(crate) fn message(seconds: u64, text: &str) -> String {
    format!("cosignature/v1\ntime {seconds}\n{text}")
}

/// Signs the text of a checkpoint at a time in POSIX seconds. `None` if the key is not of the kind for cosignatures. Only
/// whoever has checked that the tree grew out of the one signed before may call it: see [`crate::witness::State`].
pub fn cosign(key: &SigningKey, text: &str, seconds: u64) -> Option<Signature> {
    (key.verifier().kind() == Kind::Cosignature).then(|| key.sign(&message(seconds, text), &seconds.to_be_bytes()))
}

/// When a verified cosignature was made, in POSIX seconds.
pub fn cosigned_at(signature: &Signature) -> Option<u64> {
    signature.bytes.split_first_chunk::<8>().map(|(seconds, _)| u64::from_be_bytes(*seconds))
}

impl Note {
    /// Adds a signature line; one by the same key that was there is replaced.
    pub fn put(&mut self, signature: Signature) {
        self.signatures.retain(|there| there.name != signature.name || there.id != signature.id);
        self.signatures.push(signature);
    }
}
