//! From the files of a package to the layers it consists of, each of them verified.

use catalogue::package::{
    BELOW, LOCK, Lock, MANIFEST, Manifest, PackageId, Publisher, Refused, SIGNATURE, SUMS, Sums, may_lie_below,
};
use catalogue::{Diagnostic, Source};

use super::files::{Files, inside, is_definition};
use super::sign;

/// A package whose files are what its sums say.
pub struct Sealed {
    pub files: Files,
    pub manifest: Manifest,
    pub sums: Sums,
}

impl Sealed {
    /// Checks the sums that came along. A folder without any is sealed as it is.
    pub fn of(mut files: Files) -> Result<Self, Refused> {
        let manifest = manifest_of(&files, "")?;
        let sums = sums_of(&files);
        match files.get(SUMS) {
            Some(text) => {
                let tampered = Sums::read(SUMS, &String::from_utf8_lossy(text))?.differences(&sums);
                if !tampered.is_empty() {
                    return Err(Refused::Tampered { package: manifest.package, files: tampered });
                }
            }
            None => drop(files.insert(SUMS.to_owned(), sums.write().into_bytes())),
        }
        Ok(Sealed { files, manifest, sums })
    }

    /// Whether its publisher signed it, when a key says who that is.
    pub fn signed_by(&self, publisher: &Publisher) -> Result<Signed, Refused> {
        let Some(key) = &publisher.key else { return Ok(Signed::NotAsked) };
        let unsigned = |why| Refused::Unsigned { package: self.manifest.package.clone(), why };
        let signature = self.files.get(SIGNATURE).ok_or_else(|| unsigned("there is no signature"))?;
        sign::verify(key, &String::from_utf8_lossy(signature), &self.sums.write()).map_err(unsigned)?;
        Ok(Signed::ByKey)
    }
}

/// What is known about who made a package.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Signed {
    ByKey,
    /// The manifest above names no key of the publisher.
    NotAsked,
}

/// All files but the seal itself.
pub fn sums_of(files: &Files) -> Sums {
    let sealed = files.iter().filter(|(name, _)| !matches!(name.as_str(), SUMS | SIGNATURE));
    Sums::of(sealed.map(|(name, bytes)| (name.as_str(), bytes.as_slice())))
}

/// The manifest among files; `at` is where these lie, for errors.
pub fn manifest_of(files: &Files, at: &str) -> Result<Manifest, Refused> {
    let file = format!("{at}{MANIFEST}");
    let missing = || Refused::Unreadable { file: file.clone(), why: "there is no such file".to_owned() };
    Manifest::read(&file, &String::from_utf8_lossy(files.get(MANIFEST).ok_or_else(missing)?))
}

/// One verified layer.
pub struct Layer {
    pub package: PackageId,
    pub sources: Vec<Source>,
    /// For all but the uppermost: its hash, and whether it is signed.
    pub sealed: Option<(String, Signed)>,
}

/// The layers of a package, the lowest first.
#[derive(Default)]
pub struct Layers {
    pub layers: Vec<Layer>,
    /// Files that are not text.
    pub unreadable: Vec<Diagnostic>,
}

impl Layers {
    /// Verifies every package below on the way.
    pub fn of(files: &Files) -> Result<Self, Refused> {
        Layers::named(files, "")
    }

    /// The same, where every file is shown with `at` before its name.
    pub fn named(files: &Files, at: &str) -> Result<Self, Refused> {
        let mut layers = Layers::default();
        layers.descend(files, at, &mut Vec::new(), None)?;
        layers.layers.reverse();
        Ok(layers)
    }

    pub fn sources(&self) -> Vec<Vec<Source>> {
        self.layers.iter().map(|layer| layer.sources.clone()).collect()
    }

    fn descend(
        &mut self,
        files: &Files,
        at: &str,
        chain: &mut Vec<PackageId>,
        sealed: Option<(String, Signed)>,
    ) -> Result<(), Refused> {
        let manifest = manifest_of(files, at)?;
        chain.push(manifest.package.clone());
        let mut sources = Vec::new();
        let below = format!("{BELOW}/");
        for (name, bytes) in files.iter().filter(|(name, _)| is_definition(name) && !name.starts_with(&below)) {
            match Source::from_bytes(format!("{at}{name}"), bytes) {
                Ok(source) => sources.push(source),
                Err(diagnostic) => self.unreadable.push(diagnostic),
            }
        }
        self.layers.push(Layer { package: manifest.package.clone(), sources, sealed });
        let Some(over) = &manifest.over else { return Ok(()) };
        may_lie_below(chain, over)?;
        let lock = lock_of(files, at)?.ok_or_else(|| Refused::NotLocked(over.clone()))?;
        lock.fits(over)?;
        let (below, signed) = below_of(files, &manifest, &lock)?;
        self.descend(&below.files, &format!("{at}{}", home_of(over)), chain, Some((lock.hash, signed)))
    }
}

/// The lock among files, when there is one.
pub fn lock_of(files: &Files, at: &str) -> Result<Option<Lock>, Refused> {
    files.get(LOCK).map(|text| Lock::read(&format!("{at}{LOCK}"), &String::from_utf8_lossy(text))).transpose()
}

/// What the lock says lies below, verified.
pub fn below_of(files: &Files, manifest: &Manifest, lock: &Lock) -> Result<(Sealed, Signed), Refused> {
    let publisher = manifest.publisher(&lock.package)?;
    let files = inside(files, &home_of(&lock.package));
    if files.is_empty() {
        return Err(Refused::NotLocked(lock.package.clone()));
    }
    let below = Sealed::of(files)?;
    if below.manifest.package != lock.package {
        return Err(Refused::OtherPackage { found: below.manifest.package, wanted: lock.package.clone() });
    }
    let found = below.sums.hash();
    if found != lock.hash {
        return Err(Refused::OtherHash { package: lock.package.clone(), locked: lock.hash.clone(), found });
    }
    let signed = below.signed_by(publisher)?;
    Ok((below, signed))
}

/// Where a package below is kept, with `/` at the end.
pub fn home_of(package: &PackageId) -> String {
    format!("{BELOW}/{package}/")
}
