//! The layers of an overlay folder as an editor sees them: its own files with the open texts over them, and what lies
//! below, which nobody writes here.

use std::path::{Path, PathBuf};

use catalogue::package::{BELOW, LOCK, MANIFEST, PackageId, Refused};
use catalogue::{Diagnostic, Severity, Source};

use super::shelf::Open;
use crate::package::files::{self, Files, Which, is_definition};
use crate::package::layers::{Layers, manifest_of};

/// The code of what is wrong with a package, in an editor; the command line says it without one.
const CODE: &str = "package";

/// What an overlay folder consists of, the lowest layer first.
#[derive(Debug, Default)]
pub struct Layered {
    pub layers: Vec<Vec<(PathBuf, Source)>>,
    /// What is to be said about the package as a whole, at its manifest.
    pub said: Vec<(PathBuf, Diagnostic)>,
    /// Files that are not text.
    pub unreadable: Vec<(PathBuf, Diagnostic)>,
    /// What lies below is not as the lock says: then nothing may be compiled.
    pub is_refused: bool,
}

/// The layers of a folder; nothing when it lies over no other.
pub fn layered(root: &Path, open: &Open) -> Option<Layered> {
    if !root.join(MANIFEST).is_file() {
        return None;
    }
    let files = with_open(files::folder(root, Which::ToCompile).ok()?, root, open);
    let over = manifest_of(&files, "").ok()?.over?;
    let manifest = root.join(MANIFEST);
    let mut found = Layered::default();
    match Layers::of(&files) {
        Ok(layers) => found.put(layers, root),
        Err(Refused::NotLocked(_)) => match beside(root, &over, open) {
            Some((base, layers)) => {
                found.put(layers, &base);
                found.layers.push(own(&files, root, &mut found.unreadable));
                let shown = base.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
                let message = format!("`{over}` is not locked below; the editor reads the folder `{shown}` beside it");
                found.said.push((manifest, package(Severity::Note, message, Some(add(root, &base)))));
            }
            None => {
                found.layers.push(own(&files, root, &mut found.unreadable));
                found.refuse(manifest, &Refused::NotLocked(over));
            }
        },
        Err(refused) => {
            found.layers.push(own(&files, root, &mut found.unreadable));
            found.refuse(manifest, &refused);
        }
    }
    Some(found)
}

impl Layered {
    fn put(&mut self, layers: Layers, root: &Path) {
        let placed = |source: Source| (root.join(&source.name), source);
        self.layers.extend(layers.layers.into_iter().map(|layer| layer.sources.into_iter().map(placed).collect()));
        let at = root.join(MANIFEST);
        self.unreadable.extend(layers.unreadable.into_iter().map(|diagnostic| (at.clone(), diagnostic)));
    }

    fn refuse(&mut self, manifest: PathBuf, refused: &Refused) {
        self.is_refused = true;
        self.said.push((manifest, package(Severity::Error, refused.to_string(), None)));
    }
}

fn package(severity: Severity, message: String, help: Option<String>) -> Diagnostic {
    Diagnostic { code: CODE, severity, message, place: None, related: Vec::new(), because: None, help }
}

fn add(root: &Path, base: &Path) -> String {
    format!("run `onego catalogue add {} {}`", root.display(), base.display())
}

/// The files of a folder with the open texts over those that are its own.
fn with_open(mut files: Files, root: &Path, open: &Open) -> Files {
    let below = format!("{BELOW}/");
    for (path, open) in open {
        let Ok(name) = path.strip_prefix(root) else { continue };
        let name = name.to_string_lossy().replace('\\', "/");
        // What lies below is locked: only the disk says what it is.
        if !name.starts_with(&below) && (is_definition(&name) || matches!(name.as_str(), MANIFEST | LOCK)) {
            files.insert(name, open.text.clone().into_bytes());
        }
    }
    files
}

/// The definitions of the uppermost layer.
fn own(files: &Files, root: &Path, unreadable: &mut Vec<(PathBuf, Diagnostic)>) -> Vec<(PathBuf, Source)> {
    let below = format!("{BELOW}/");
    let mut own = Vec::new();
    for (name, bytes) in files.iter().filter(|(name, _)| is_definition(name) && !name.starts_with(&below)) {
        match Source::from_bytes(name.clone(), bytes) {
            Ok(source) => own.push((root.join(name), source)),
            Err(diagnostic) => unreadable.push((root.join(name), diagnostic)),
        }
    }
    own
}

/// The package in a folder beside this one, for as long as nobody has put it below.
fn beside(root: &Path, wanted: &PackageId, open: &Open) -> Option<(PathBuf, Layers)> {
    let mut folders: Vec<PathBuf> =
        std::fs::read_dir(root.parent()?).ok()?.flatten().map(|entry| entry.path()).collect();
    folders.sort();
    folders.into_iter().filter(|folder| folder != root && folder.join(MANIFEST).is_file()).find_map(|folder| {
        let files = with_open(files::folder(&folder, Which::ToCompile).ok()?, &folder, open);
        let is_it = manifest_of(&files, "").is_ok_and(|manifest| manifest.package == *wanted);
        let layers = Layers::of(&files).ok().filter(|_| is_it)?;
        Some((folder, layers))
    })
}
