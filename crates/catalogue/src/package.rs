//! Packages: a catalogue with a publisher, a name and a version, sealed by the hashes of its files.
//!
//! Three small files beside the definitions say it: the [`Manifest`], the [`Lock`] of what lies below, the [`Sums`] of all files.
//! What is not here: files, archives, keys. They are read by whoever asks.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use serde::Deserialize;
use serde::de::Error as _;
use sha2::{Digest, Sha256};

/// The name of the file that holds the [`Manifest`].
pub const MANIFEST: &str = "onego.package";
/// The name of the file that holds the [`Lock`].
pub const LOCK: &str = "onego.lock";
/// The name of the file that holds the [`Sums`].
pub const SUMS: &str = "onego.sum";
/// The name of the file that holds the publisher's signature over the text of [`SUMS`].
pub const SIGNATURE: &str = "onego.sig";
/// The folder in which the packages below are kept, each under `publisher/name@version`.
pub const BELOW: &str = "packages";
/// More layers than this are no administration.
pub const LAYERS_MAX: usize = 8;

const LOCK_VERSION: u32 = 1;

/// `publisher/name@version`: `beijing/services@1.2.0`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct PackageId {
    pub publisher: String,
    pub name: String,
    pub version: Version,
}

/// Major, minor, patch, as in Semantic Versioning 2.0.0 without its suffixes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Version(pub u32, pub u32, pub u32);

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.0, self.1, self.2)
    }
}

impl FromStr for Version {
    type Err = Refused;

    fn from_str(text: &str) -> Result<Self, Refused> {
        let number = |part: &str| -> Option<u32> {
            let is_plain = part == "0" || (!part.starts_with('0') && part.bytes().all(|b| b.is_ascii_digit()));
            part.parse().ok().filter(|_| is_plain)
        };
        let parts: Option<Vec<u32>> = text.split('.').map(number).collect();
        match parts.as_deref() {
            Some([major, minor, patch]) => Ok(Version(*major, *minor, *patch)),
            _ => Err(Refused::NoName(text.to_owned())),
        }
    }
}

impl PackageId {
    /// Without the version: two versions of one package are the same in this.
    pub fn title(&self) -> String {
        format!("{}/{}", self.publisher, self.name)
    }
}

impl fmt::Display for PackageId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}@{}", self.publisher, self.name, self.version)
    }
}

impl FromStr for PackageId {
    type Err = Refused;

    fn from_str(text: &str) -> Result<Self, Refused> {
        let wrong = || Refused::NoName(text.to_owned());
        let (title, version) = text.split_once('@').ok_or_else(wrong)?;
        let (publisher, name) = title.split_once('/').ok_or_else(wrong)?;
        if !is_word(publisher) || !is_word(name) {
            return Err(wrong());
        }
        let version = version.parse().map_err(|_| wrong())?;
        Ok(PackageId { publisher: publisher.to_owned(), name: name.to_owned(), version })
    }
}

/// Small letters, digits and hyphens: it becomes the name of a folder.
fn is_word(text: &str) -> bool {
    text.len() <= 64
        && text.starts_with(|c: char| c.is_ascii_lowercase())
        && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

impl<'de> Deserialize<'de> for PackageId {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(|wrong: Refused| D::Error::custom(wrong))
    }
}

/// What a folder of definitions is as a package.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    pub package: PackageId,
    /// The package this one is laid over; without it the definitions stand alone.
    #[serde(default)]
    pub over: Option<PackageId>,
    /// Whose packages may lie below.
    #[serde(default)]
    pub publishers: Vec<Publisher>,
}

/// Somebody whose packages are accepted.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Publisher {
    pub publisher: String,
    /// The public key (P-256, compressed point, base64) that must have signed; without it the hash in the lock is all there is.
    #[serde(default)]
    pub key: Option<String>,
}

impl Manifest {
    /// Reads the text of a manifest; `file` is how it is called in errors.
    pub fn read(file: &str, text: &str) -> Result<Self, Refused> {
        parse(file, text)
    }

    /// The entry of a publisher whose package is to lie below.
    pub fn publisher(&self, package: &PackageId) -> Result<&Publisher, Refused> {
        let known = self.publishers.iter().find(|p| p.publisher == package.publisher);
        known.ok_or_else(|| Refused::UnknownPublisher { by: self.package.clone(), package: package.clone() })
    }
}

/// What exactly lies below a package.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lock {
    pub package: PackageId,
    /// [`Sums::hash`] of that package.
    pub hash: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenLock {
    #[serde(rename = "version")]
    _version: u32,
    over: PackageId,
    hash: String,
}

impl Lock {
    /// Reads the text of a lock; `file` is how it is called in errors. The version is looked at first: another may hold other keys.
    pub fn read(file: &str, text: &str) -> Result<Self, Refused> {
        #[derive(Deserialize)]
        struct Versioned {
            version: u32,
        }
        let Versioned { version } = parse(file, text)?;
        if version != LOCK_VERSION {
            return Err(Refused::OtherLock { file: file.to_owned(), version });
        }
        let WrittenLock { over: package, hash, .. } = parse(file, text)?;
        Ok(Lock { package, hash })
    }

    pub fn write(&self) -> String {
        format!(
            "# Written by `onego catalogue`; keep it with the definitions.\nversion: {LOCK_VERSION}\nover: {}\nhash: \"{}\"\n",
            self.package, self.hash
        )
    }

    /// Whether this is the lock of what the manifest wants below.
    pub fn fits(&self, over: &PackageId) -> Result<(), Refused> {
        if self.package == *over {
            Ok(())
        } else {
            Err(Refused::LockIsFor { locked: self.package.clone(), over: over.clone() })
        }
    }
}

fn parse<T: serde::de::DeserializeOwned>(file: &str, text: &str) -> Result<T, Refused> {
    let options = serde_saphyr::options! { with_snippet: false, emit_comments: false };
    serde_saphyr::from_str_with_options(text, options)
        .map_err(|wrong| Refused::Unreadable { file: file.to_owned(), why: wrong.without_snippet().to_string() })
}

/// The SHA-256 of every file of a package, written as `sha256sum` writes and checks it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sums(BTreeMap<String, String>);

impl Sums {
    /// Of the files by name, in any order; names are relative with `/`.
    pub fn of<'a>(files: impl IntoIterator<Item = (&'a str, &'a [u8])>) -> Self {
        Sums(files.into_iter().map(|(name, bytes)| (name.to_owned(), hex(bytes))).collect())
    }

    /// Reads what [`Sums::write`] wrote; `file` is how it is called in errors.
    pub fn read(file: &str, text: &str) -> Result<Self, Refused> {
        let line = |line: &str| -> Option<(String, String)> {
            let (sum, name) = line.split_once("  ")?;
            let is_sum = sum.len() == 64 && sum.bytes().all(|b| b.is_ascii_hexdigit());
            (is_sum && !name.is_empty()).then(|| (name.to_owned(), sum.to_owned()))
        };
        let sums: Option<BTreeMap<String, String>> = text.lines().map(line).collect();
        sums.map(Sums).ok_or_else(|| Refused::Unreadable {
            file: file.to_owned(),
            why: "a line is not `SHA-256, two spaces, name`".to_owned(),
        })
    }

    pub fn write(&self) -> String {
        self.0.iter().map(|(name, sum)| format!("{sum}  {name}\n")).collect()
    }

    /// The hash of the package: SHA-256 over the text of its sums.
    pub fn hash(&self) -> String {
        format!("sha256:{}", hex(self.write().as_bytes()))
    }

    /// What is not as these sums say, file by file; nothing when all is.
    pub fn differences(&self, found: &Sums) -> Vec<Tampered> {
        let names: std::collections::BTreeSet<&String> = self.0.keys().chain(found.0.keys()).collect();
        let differ = |name: &&String| match (self.0.get(*name), found.0.get(*name)) {
            (Some(said), Some(found)) if said == found => None,
            (Some(_), Some(_)) => Some(Tampered::Changed((*name).clone())),
            (Some(_), None) => Some(Tampered::Missing((*name).clone())),
            (None, _) => Some(Tampered::Added((*name).clone())),
        };
        names.iter().filter_map(differ).collect()
    }
}

fn hex(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A file that is not what was sealed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tampered {
    Changed(String),
    Missing(String),
    Added(String),
}

impl fmt::Display for Tampered {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Tampered::Changed(file) => write!(f, "`{file}` was changed"),
            Tampered::Missing(file) => write!(f, "`{file}` is missing"),
            Tampered::Added(file) => write!(f, "`{file}` was added"),
        }
    }
}

/// Why a package is not accepted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refused {
    NoName(String),
    Unreadable { file: String, why: String },
    UnknownPublisher { by: PackageId, package: PackageId },
    OtherLock { file: String, version: u32 },
    LockIsFor { locked: PackageId, over: PackageId },
    NotLocked(PackageId),
    OtherPackage { found: PackageId, wanted: PackageId },
    Tampered { package: PackageId, files: Vec<Tampered> },
    OtherHash { package: PackageId, locked: String, found: String },
    Unsigned { package: PackageId, why: &'static str },
    Circle(Vec<PackageId>),
    TooManyLayers(PackageId),
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Refused::NoName(text) => write!(
                f,
                "`{text}` is no name of a package; write `publisher/name@1.2.3` in small letters, digits and hyphens"
            ),
            Refused::Unreadable { file, why } => write!(f, "`{file}` cannot be read: {why}"),
            Refused::UnknownPublisher { by, package } => write!(
                f,
                "`{by}` does not know the publisher of `{package}`; when you trust it, add `{{ publisher: {} }}` to `publishers` in {MANIFEST}",
                package.publisher
            ),
            Refused::OtherLock { file, version } => write!(
                f,
                "`{file}` has version {version} and this onego reads version {LOCK_VERSION}; use the onego that wrote it, or remove it and run `onego catalogue add` again"
            ),
            Refused::LockIsFor { locked, over } => write!(
                f,
                "{LOCK} holds `{locked}` but {MANIFEST} says `over: {over}`; run `onego catalogue update` with that version, which writes both"
            ),
            Refused::NotLocked(over) => {
                write!(f, "`{over}` is not here; run `onego catalogue add FOLDER SOURCE` with a copy of it")
            }
            Refused::OtherPackage { found, wanted } => write!(f, "this is `{found}`, not `{wanted}`"),
            Refused::Tampered { package, files } => {
                write!(f, "`{package}` is not as it was sealed: ")?;
                for (number, file) in files.iter().take(5).enumerate() {
                    write!(f, "{}{file}", if number > 0 { ", " } else { "" })?;
                }
                if files.len() > 5 {
                    write!(f, " and {} more", files.len() - 5)?;
                }
                f.write_str("; get a fresh copy from its publisher")
            }
            Refused::OtherHash { package, locked, found } => write!(
                f,
                "`{package}` has the hash {found} and {LOCK} says {locked}; one version must never have two contents: ask its publisher"
            ),
            Refused::Unsigned { package, why } => {
                write!(f, "`{package}` is not signed by the key of its publisher: {why}")
            }
            Refused::Circle(chain) => {
                let names: Vec<String> = chain.iter().map(|id| format!("`{id}`")).collect();
                write!(f, "packages lie over each other in a circle: {}", names.join(" over "))
            }
            Refused::TooManyLayers(package) => {
                write!(f, "`{package}` lies over more than {LAYERS_MAX} layers")
            }
        }
    }
}

impl std::error::Error for Refused {}

/// Whether one more package may lie below those of the chain, the uppermost first.
pub fn may_lie_below(chain: &[PackageId], below: &PackageId) -> Result<(), Refused> {
    if chain.iter().any(|id| id.title() == below.title()) {
        return Err(Refused::Circle([chain, std::slice::from_ref(below)].concat()));
    }
    if chain.len() >= LAYERS_MAX {
        return Err(Refused::TooManyLayers(below.clone()));
    }
    Ok(())
}
