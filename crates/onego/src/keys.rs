//! Keys at rest: files that only their owner can read. A key that others can read is refused.

use std::fs;
use std::io::Write;
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::Path;

use licence::SigningKey;

/// Why a key cannot be used.
pub enum KeyTrouble {
    Readable(String),
    Broken(String),
    Io(String, std::io::Error),
}

impl std::fmt::Display for KeyTrouble {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            KeyTrouble::Readable(path) => {
                write!(f, "others can read the key `{path}`; run `chmod 600 {path}` and consider it known")
            }
            KeyTrouble::Broken(path) => write!(f, "`{path}` is not a key of the expected kind"),
            KeyTrouble::Io(path, error) => write!(f, "`{path}`: {error}"),
        }
    }
}

fn read(path: &Path) -> Result<Option<Vec<u8>>, KeyTrouble> {
    let shown = path.display().to_string();
    let metadata = match fs::metadata(path) {
        Ok(metadata) => metadata,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(KeyTrouble::Io(shown, error)),
    };
    if metadata.permissions().mode() & 0o077 != 0 {
        return Err(KeyTrouble::Readable(shown));
    }
    fs::read(path).map(Some).map_err(|e| KeyTrouble::Io(shown, e))
}

fn write(path: &Path, bytes: &[u8]) -> Result<(), KeyTrouble> {
    let trouble = |e| KeyTrouble::Io(path.display().to_string(), e);
    let mut file = fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path).map_err(trouble)?;
    file.write_all(bytes).and_then(|()| file.sync_all()).map_err(trouble)
}

/// The root key of the vault, made on the first start.
pub fn root_key(path: &Path) -> Result<[u8; 32], KeyTrouble> {
    if let Some(bytes) = read(path)? {
        return bytes.try_into().map_err(|_| KeyTrouble::Broken(path.display().to_string()));
    }
    let mut key = [0u8; 32];
    getrandom::fill(&mut key).map_err(|e| KeyTrouble::Io(path.display().to_string(), std::io::Error::other(e)))?;
    write(path, &key)?;
    Ok(key)
}

/// The key that signs licences, made on the first start. PKCS#8 in PEM.
pub fn signing_key(path: &Path, kid: &str) -> Result<SigningKey, KeyTrouble> {
    let broken = || KeyTrouble::Broken(path.display().to_string());
    if let Some(bytes) = read(path)? {
        let pem = String::from_utf8(bytes).map_err(|_| broken())?;
        return SigningKey::from_pem(kid, &pem).map_err(|_| broken());
    }
    let mut seed = [0u8; 32];
    getrandom::fill(&mut seed).map_err(|e| KeyTrouble::Io(path.display().to_string(), std::io::Error::other(e)))?;
    let key = SigningKey::from_seed(kid, &seed).map_err(|_| broken())?;
    let pem = key.to_pem().map_err(|_| broken())?;
    write(path, pem.as_bytes())?;
    Ok(key)
}

/// A key that signs notes of the public log or cosigns those of others, made on the first start. With an empty name the key
/// must be there.
pub fn note_key(path: &Path, name: &str, kind: ledger::Kind) -> Result<ledger::SigningKey, KeyTrouble> {
    let broken = || KeyTrouble::Broken(path.display().to_string());
    if let Some(bytes) = read(path)? {
        let text = String::from_utf8(bytes).map_err(|_| broken())?;
        let key = ledger::SigningKey::from_secret(&text).map_err(|_| broken())?;
        let is_it = key.verifier().kind() == kind && (name.is_empty() || key.verifier().name() == name);
        return if is_it { Ok(key) } else { Err(broken()) };
    }
    let mut seed = [0u8; 32];
    getrandom::fill(&mut seed).map_err(|e| KeyTrouble::Io(path.display().to_string(), std::io::Error::other(e)))?;
    let key = ledger::SigningKey::from_seed(name, kind, &seed)
        .map_err(|why| KeyTrouble::Io(path.display().to_string(), std::io::Error::other(why.to_string())))?;
    write(path, format!("{}\n", key.to_secret()).as_bytes())?;
    Ok(key)
}
