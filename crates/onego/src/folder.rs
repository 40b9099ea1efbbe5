//! Reads a catalogue folder: every `.yaml` file below it, in name order. The only place that opens definition files.

use std::path::{Path, PathBuf};

use catalogue::{Checked, Diagnostic, Source, compile_on};
use rules::Day;

/// The texts of a folder, and what could not be read as text.
pub struct Folder {
    pub sources: Vec<Source>,
    pub unreadable: Vec<Diagnostic>,
}

/// Why a folder is no catalogue at all.
pub enum Unusable {
    NotThere(PathBuf),
    Empty(PathBuf),
    Io(PathBuf, std::io::Error),
}

impl std::fmt::Display for Unusable {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Unusable::NotThere(path) => write!(f, "there is no folder `{}`", path.display()),
            Unusable::Empty(path) => {
                write!(f, "`{}` has no definition files; they end in .yaml", path.display())
            }
            Unusable::Io(path, error) => write!(f, "`{}` cannot be read: {error}", path.display()),
        }
    }
}

pub fn read(folder: &Path) -> Result<Folder, Unusable> {
    if !folder.is_dir() {
        return Err(Unusable::NotThere(folder.to_owned()));
    }
    let mut files = Vec::new();
    collect(folder, &mut files)?;
    if files.is_empty() {
        return Err(Unusable::Empty(folder.to_owned()));
    }
    files.sort();
    let mut read = Folder { sources: Vec::new(), unreadable: Vec::new() };
    for path in files {
        let bytes = std::fs::read(&path).map_err(|e| Unusable::Io(path.clone(), e))?;
        let name = path.strip_prefix(folder).unwrap_or(&path).to_string_lossy().replace('\\', "/");
        match Source::from_bytes(name, &bytes) {
            Ok(source) => read.sources.push(source),
            Err(diagnostic) => read.unreadable.push(diagnostic),
        }
    }
    Ok(read)
}

/// Reads and compiles; what is not text is reported with everything else.
pub fn check(folder: &Path) -> Result<(Vec<Source>, Checked), Unusable> {
    check_on(folder, None)
}

/// The same, and what is only wrong on this day is said too.
pub fn check_on(folder: &Path, today: Option<Day>) -> Result<(Vec<Source>, Checked), Unusable> {
    let Folder { sources, unreadable } = read(folder)?;
    let mut checked = compile_on(&sources, today);
    if !unreadable.is_empty() {
        checked.catalogue = None;
        checked.diagnostics.splice(0..0, unreadable);
    }
    Ok((sources, checked))
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> Result<(), Unusable> {
    let entries = std::fs::read_dir(folder).map_err(|e| Unusable::Io(folder.to_owned(), e))?;
    for entry in entries {
        let path = entry.map_err(|e| Unusable::Io(folder.to_owned(), e))?.path();
        if path.is_dir() {
            collect(&path, files)?;
        } else if path.extension().is_some_and(|e| e == "yaml" || e == "yml") {
            files.push(path);
        }
    }
    Ok(())
}
