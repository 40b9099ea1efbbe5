//! The files of a package, from a folder or an archive, with bounds on what strangers may send.

use std::collections::BTreeMap;
use std::fs;
use std::io::Read;
use std::path::{Component, Path, PathBuf};

use catalogue::package::{BELOW, LOCK, MANIFEST};

/// Bytes by relative name with `/`.
pub type Files = BTreeMap<String, Vec<u8>>;

const FILES_MAX: usize = 5_000;
const BYTES_MAX: u64 = 64 * 1024 * 1024;
const DEPTH_MAX: usize = 64;

/// Which files of a folder are wanted.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Which {
    /// All that are not hidden: what a package consists of.
    All,
    /// Definitions, the files that say what the package is, and the packages below.
    ToCompile,
}

/// Reads a folder, or unpacks a `.tar.zst`.
pub fn read(source: &Path) -> Result<Files, String> {
    if source.is_dir() {
        return folder(source, Which::All);
    }
    if source.to_string_lossy().ends_with(".tar.zst") {
        return archive(source);
    }
    Err(match source.exists() {
        true => format!("`{}` is neither a folder nor a .tar.zst", source.display()),
        false => format!("there is no `{}`", source.display()),
    })
}

/// The files of a folder. Hidden files and folders, such as `.git`, belong to no package.
pub fn folder(root: &Path, which: Which) -> Result<Files, String> {
    let mut gathering = Gathering::default();
    gathering.folder(root, root, which, 0)?;
    Ok(gathering.files)
}

#[derive(Default)]
struct Gathering {
    files: Files,
    bytes: u64,
}

impl Gathering {
    fn folder(&mut self, root: &Path, folder: &Path, which: Which, depth: usize) -> Result<(), String> {
        let unreadable = |path: &Path, e: std::io::Error| format!("`{}` cannot be read: {e}", path.display());
        if depth > DEPTH_MAX {
            return Err(format!("`{}` lies too deep for a package", folder.display()));
        }
        for entry in fs::read_dir(folder).map_err(|e| unreadable(folder, e))? {
            let path = entry.map_err(|e| unreadable(folder, e))?.path();
            let name = name_of(path.strip_prefix(root).unwrap_or(&path))?;
            if name.rsplit('/').next().is_some_and(|last| last.starts_with('.')) {
                continue;
            }
            let kind = fs::symlink_metadata(&path).map_err(|e| unreadable(&path, e))?;
            if kind.is_dir() {
                self.folder(root, &path, which, depth + 1)?;
            } else if which == Which::All || is_compiled(&name) {
                if !kind.is_file() {
                    return Err(format!("`{}` is a link or a device; a package holds plain files", path.display()));
                }
                let file = fs::File::open(&path).map_err(|e| unreadable(&path, e))?;
                self.keep(name, file).map_err(|e| unreadable(&path, e))?;
            }
        }
        Ok(())
    }

    fn keep(&mut self, name: String, from: impl Read) -> std::io::Result<()> {
        let mut bytes = Vec::new();
        from.take(BYTES_MAX - self.bytes + 1).read_to_end(&mut bytes)?;
        self.bytes += bytes.len() as u64;
        if self.bytes > BYTES_MAX || self.files.len() >= FILES_MAX {
            let why = format!("a package has at most {FILES_MAX} files and {} MB", BYTES_MAX / 1024 / 1024);
            return Err(std::io::Error::other(why));
        }
        self.files.insert(name, bytes);
        Ok(())
    }
}

fn is_compiled(name: &str) -> bool {
    is_definition(name) || matches!(name, MANIFEST | LOCK) || name.starts_with(&format!("{BELOW}/"))
}

/// Whether a file is one of definitions.
pub fn is_definition(name: &str) -> bool {
    name.ends_with(".yaml") || name.ends_with(".yml")
}

/// A relative name with `/`, which leads nowhere else and can stand in a line of sums.
fn name_of(path: &Path) -> Result<String, String> {
    let unfit = || format!("`{}` is no name for a file of a package", path.display());
    let parts: Option<Vec<&str>> = path
        .components()
        .filter(|part| *part != Component::CurDir)
        .map(|part| if let Component::Normal(name) = part { name.to_str() } else { None })
        .collect();
    let name = parts.ok_or_else(unfit)?.join("/");
    if name.is_empty() || name.contains(['\n', '\r', '\\']) { Err(unfit()) } else { Ok(name) }
}

fn archive(path: &Path) -> Result<Files, String> {
    let wrong = |e: &dyn std::fmt::Display| format!("`{}` cannot be unpacked: {e}", path.display());
    let file = fs::File::open(path).map_err(|e| wrong(&e))?;
    let unpacked = ruzstd::decoding::StreamingDecoder::new(file).map_err(|e| wrong(&e))?;
    let mut gathering = Gathering::default();
    // Headers and padding count too: an archive of nothing else must end as well.
    let mut tar = tar::Archive::new(unpacked.take(2 * BYTES_MAX));
    for entry in tar.entries().map_err(|e| wrong(&e))? {
        let entry = entry.map_err(|e| wrong(&e))?;
        let inside = entry.path().map_err(|e| wrong(&e))?.into_owned();
        match entry.header().entry_type() {
            tar::EntryType::Directory | tar::EntryType::XGlobalHeader => continue,
            tar::EntryType::Regular => {
                let name = name_of(&inside)?;
                if !name.split('/').any(|part| part.starts_with('.')) {
                    gathering.keep(name, entry).map_err(|e| wrong(&e))?;
                }
            }
            _ => return Err(wrong(&format!("`{}` is a link or a device", inside.display()))),
        }
    }
    Ok(without_top(gathering.files))
}

/// Archives usually hold one folder with everything in it.
fn without_top(files: Files) -> Files {
    let top = files.keys().next().and_then(|name| name.split_once('/')).map(|(top, _)| format!("{top}/"));
    match top {
        Some(top) if !files.contains_key(MANIFEST) && files.keys().all(|name| name.starts_with(&top)) => {
            files.into_iter().map(|(name, bytes)| (name[top.len()..].to_owned(), bytes)).collect()
        }
        _ => files,
    }
}

/// The files below a folder of the package, under their names there.
pub fn inside(files: &Files, folder: &str) -> Files {
    let named = |(name, bytes): (&String, &Vec<u8>)| Some((name.strip_prefix(folder)?.to_owned(), bytes.clone()));
    files.iter().filter_map(named).collect()
}

/// Writes files into a new folder, which is there as a whole or not at all.
pub fn write(files: &Files, folder: &Path) -> Result<(), String> {
    let wrong = |path: &Path, e: std::io::Error| format!("`{}` cannot be written: {e}", path.display());
    let parent = folder.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(parent).map_err(|e| wrong(parent, e))?;
    let new = tempfile::Builder::new().prefix(".new-").tempdir_in(parent).map_err(|e| wrong(parent, e))?;
    for (name, bytes) in files {
        let path: PathBuf = new.path().join(name);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).map_err(|e| wrong(folder, e))?;
        }
        fs::write(&path, bytes).map_err(|e| wrong(&path, e))?;
    }
    if folder.exists() {
        fs::remove_dir_all(folder).map_err(|e| wrong(folder, e))?;
    }
    // Folders of tempfile are for their owner only; definitions are for everybody who may read the rest.
    let mode = fs::metadata(parent).map_err(|e| wrong(parent, e))?.permissions();
    fs::set_permissions(new.path(), mode).map_err(|e| wrong(new.path(), e))?;
    fs::rename(new.keep(), folder).map_err(|e| wrong(folder, e))
}
