//! Sealed and opened values, built so that a slip of the pen cannot print a secret.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use zeroize::Zeroizing;

/// A value nobody can read without the vault: `v | alg | nonce | ciphertext and tag`. Written as base64.
#[derive(Clone, PartialEq, Eq)]
pub struct Sealed(Vec<u8>);

impl Sealed {
    /// Takes bytes as they were kept. Whether they are a sealed value turns out when the vault opens them.
    pub fn from_bytes(bytes: Vec<u8>) -> Self {
        Sealed(bytes)
    }

    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Debug for Sealed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Sealed(..{} bytes)", self.0.len())
    }
}

impl Serialize for Sealed {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&STANDARD_NO_PAD.encode(&self.0))
    }
}

impl<'de> Deserialize<'de> for Sealed {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let written = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        // The offending text is not repeated in the message: it may be something that should have been sealed.
        STANDARD_NO_PAD.decode(written.as_bytes()).map(Sealed).map_err(|_| de::Error::custom("not a sealed value"))
    }
}

/// A value in the clear (JSON text). It cannot be printed, compared or serialised by accident, and is wiped on drop.
///
/// ```compile_fail
/// fn print(plain: vault::Plain) { println!("{plain:?}") }
/// ```
/// ```compile_fail
/// fn print(plain: vault::Plain) { println!("{plain}") }
/// ```
/// ```compile_fail
/// fn copy(plain: &vault::Plain) -> vault::Plain { plain.clone() }
/// ```
/// ```compile_fail
/// fn write(plain: vault::Plain) -> impl serde::Serialize { plain }
/// ```
pub struct Plain(Zeroizing<String>);

impl Plain {
    pub(crate) fn new(text: String) -> Self {
        Plain(Zeroizing::new(text))
    }

    /// The only way to the text. Search for this word to find every place where personal data is in the clear.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

/// What came out of the vault.
pub enum Opened {
    Plain(Plain),
    /// The person's key was destroyed; the value is unreadable for ever and everything must go on without it.
    Erased,
}

impl Opened {
    /// The text, unless the person was erased.
    pub fn expose(&self) -> Option<&str> {
        match self {
            Opened::Plain(plain) => Some(plain.expose()),
            Opened::Erased => None,
        }
    }

    pub fn is_erased(&self) -> bool {
        matches!(self, Opened::Erased)
    }
}
