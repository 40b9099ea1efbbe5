//! Finds and reads the files of an input, plain or compressed with Zstandard.

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use catalogue::Source;

/// What a small file may grow to when it is unpacked: more is no table but an attack, or a mistake.
const UNPACKED_MAX: u64 = 1 << 30;

/// Every file `START*.KIND` and `START*.KIND.zst` of a folder as text, in name order. None at all is an error.
pub fn texts(folder: &Path, start: &str, kind: &str) -> Result<Vec<Source>, String> {
    all(folder, start, kind)?.into_iter().map(|(name, bytes)| as_text(name, bytes)).collect()
}

/// The same as bytes, unpacked, each with the path to show.
pub fn all(folder: &Path, start: &str, kind: &str) -> Result<Vec<(String, Vec<u8>)>, String> {
    let entries = fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let mut found: Vec<PathBuf> = Vec::new();
    for entry in entries {
        let path = entry.map_err(|error| format!("{}: {error}", folder.display()))?.path();
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let plain = name.strip_suffix(".zst").unwrap_or(&name);
        if plain.starts_with(start) && plain.ends_with(&format!(".{kind}")) {
            found.push(path);
        }
    }
    if found.is_empty() {
        return Err(format!("{}: there is no file `{start}*.{kind}` or `{start}*.{kind}.zst`", folder.display()));
    }
    found.sort();
    found.iter().map(|path| Ok((path.display().to_string(), bytes(path)?))).collect()
}

/// One file as bytes, unpacked when its name ends in `.zst`.
pub fn bytes(path: &Path) -> Result<Vec<u8>, String> {
    let shown = path.display();
    let bytes = fs::read(path).map_err(|error| format!("{shown}: {error}"))?;
    match path.extension().is_some_and(|kind| kind == "zst") {
        true => unpacked(&bytes).map_err(|why| format!("{shown}: {why}")),
        false => Ok(bytes),
    }
}

fn as_text(shown: String, bytes: Vec<u8>) -> Result<Source, String> {
    match String::from_utf8(bytes) {
        Ok(text) => Ok(Source::new(shown, text)),
        Err(wrong) => {
            let before = wrong.as_bytes().iter().take(wrong.utf8_error().valid_up_to());
            let line = before.filter(|byte| **byte == b'\n').count() + 1;
            Err(format!("{shown}:{line}: not UTF-8 text"))
        }
    }
}

/// The files of a `.tar.zst`, by name.
pub fn archived(path: &Path) -> Result<Vec<(String, Vec<u8>)>, String> {
    members(&path.display().to_string(), &bytes(path)?)
}

/// The files of an unpacked archive, by name; `shown` names the archive in errors.
pub fn members(shown: &str, archive: &[u8]) -> Result<Vec<(String, Vec<u8>)>, String> {
    let wrong = |error: std::io::Error| format!("{shown}: {error}");
    let mut found = Vec::new();
    for entry in tar::Archive::new(archive).entries().map_err(wrong)? {
        let mut entry = entry.map_err(wrong)?;
        if entry.header().entry_type().is_file() {
            let name = entry.path().map_err(wrong)?.to_string_lossy().into_owned();
            let mut content = Vec::new();
            entry.read_to_end(&mut content).map_err(wrong)?;
            found.push((name, content));
        }
    }
    Ok(found)
}

fn unpacked(packed: &[u8]) -> Result<Vec<u8>, String> {
    let mut rest = packed;
    let mut out = Vec::new();
    // A file may hold several frames behind each other.
    while !rest.is_empty() {
        let frame = ruzstd::decoding::StreamingDecoder::new(&mut rest)
            .map_err(|error| format!("cannot be unpacked: {error}"))?;
        let left = UNPACKED_MAX.saturating_sub(out.len() as u64);
        frame.take(left + 1).read_to_end(&mut out).map_err(|error| format!("cannot be unpacked: {error}"))?;
        if out.len() as u64 > UNPACKED_MAX {
            return Err(format!("is more than {UNPACKED_MAX} bytes when unpacked"));
        }
    }
    Ok(out)
}
