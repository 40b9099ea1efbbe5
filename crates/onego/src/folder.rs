//! Reads a catalogue folder: every `.yaml` file below it, in name order, over the packages below it when it is an overlay.

use std::path::{Path, PathBuf};

use catalogue::package::{MANIFEST, Refused};
use catalogue::{Checked, Diagnostic, Source, compile_on, compile_stack, stack};
use rules::Day;

use crate::package::files::{self, Files, Which, is_definition};
use crate::package::layers::{Layers, manifest_of};

/// A folder that was read and compiled.
pub struct Folder {
    /// The texts the catalogue was compiled from, one layer laid over the other: what has to be kept with cases.
    pub sources: Vec<Source>,
    /// The texts as they were written: what the places of diagnostics point into.
    pub shown: Vec<Source>,
    pub checked: Checked,
}

/// Why a folder is no catalogue at all.
pub enum Unusable {
    NotThere(PathBuf),
    Empty(PathBuf),
    Io(String),
    /// Something below it is not as it should be.
    Refused(PathBuf, Refused),
}

impl std::fmt::Display for Unusable {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Unusable::NotThere(path) => write!(f, "there is no folder `{}`", path.display()),
            Unusable::Empty(path) => {
                write!(f, "`{}` has no definition files; they end in .yaml", path.display())
            }
            Unusable::Io(why) => f.write_str(why),
            Unusable::Refused(path, refused) => write!(f, "`{}`: {refused}", path.display()),
        }
    }
}

/// Reads and compiles; what is not text is reported with everything else.
pub fn check(folder: &Path) -> Result<Folder, Unusable> {
    check_on(folder, None)
}

/// The same, and what is only wrong on this day is said too.
pub fn check_on(folder: &Path, today: Option<Day>) -> Result<Folder, Unusable> {
    if !folder.is_dir() {
        return Err(Unusable::NotThere(folder.to_owned()));
    }
    let files = files::folder(folder, Which::ToCompile).map_err(Unusable::Io)?;
    if !files.keys().any(|name| is_definition(name) || name == MANIFEST) {
        return Err(Unusable::Empty(folder.to_owned()));
    }
    let refused = |refused| Unusable::Refused(folder.to_owned(), refused);
    let is_overlay = files.contains_key(MANIFEST) && manifest_of(&files, "").map_err(refused)?.over.is_some();
    Ok(if is_overlay {
        let layers = Layers::of(&files).map_err(refused)?;
        let stack = stack(&layers.sources());
        let checked = compile_stack(&stack, today);
        Folder { checked, sources: stack.sources, shown: stack.shown }.with(layers.unreadable)
    } else {
        let (sources, unreadable) = texts(&files);
        let checked = compile_on(&sources, today);
        Folder { checked, shown: sources.clone(), sources }.with(unreadable)
    })
}

fn texts(files: &Files) -> (Vec<Source>, Vec<Diagnostic>) {
    let (mut sources, mut unreadable) = (Vec::new(), Vec::new());
    for (name, bytes) in files.iter().filter(|(name, _)| is_definition(name)) {
        match Source::from_bytes(name.clone(), bytes) {
            Ok(source) => sources.push(source),
            Err(diagnostic) => unreadable.push(diagnostic),
        }
    }
    (sources, unreadable)
}

impl Folder {
    fn with(mut self, unreadable: Vec<Diagnostic>) -> Self {
        if !unreadable.is_empty() {
            self.checked.catalogue = None;
            self.checked.diagnostics.splice(0..0, unreadable);
        }
        self
    }
}
