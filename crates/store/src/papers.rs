//! The folder of papers: each lies under the hash of its bytes, so it can be written twice and changed never.

use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions};
use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

use sha2::{Digest, Sha256};

use crate::Fault;

/// Keeps bytes, sealed or not, and never looks into them. Calls wait for the disk.
pub struct Papers(Shelf);

enum Shelf {
    Folder { folder: PathBuf, running: AtomicU64 },
    Memory(Mutex<BTreeMap<String, Vec<u8>>>),
}

impl Papers {
    pub(crate) fn in_folder(folder: PathBuf) -> Result<Papers, Fault> {
        let incoming = folder.join("incoming");
        fs::create_dir_all(&incoming).map_err(|error| Fault::file("making the papers folder", &error))?;
        // What was half written when the program last ended belongs to nobody.
        let unfinished = fs::read_dir(&incoming).map_err(|error| Fault::file("reading the papers folder", &error))?;
        for entry in unfinished {
            let entry = entry.map_err(|error| Fault::file("reading the papers folder", &error))?;
            fs::remove_file(entry.path()).map_err(|error| Fault::file("clearing the papers folder", &error))?;
        }
        sync_folder(&folder)?;
        Ok(Papers(Shelf::Folder { folder, running: AtomicU64::new(0) }))
    }

    pub(crate) fn in_memory() -> Papers {
        Papers(Shelf::Memory(Mutex::new(BTreeMap::new())))
    }

    /// When this returns, the bytes and the way to them are on the disk, so a row may name them.
    pub fn put(&self, bytes: &[u8]) -> Result<String, Fault> {
        let hash = hexadecimal(&Sha256::digest(bytes));
        match &self.0 {
            Shelf::Memory(papers) => {
                papers.lock().unwrap_or_else(PoisonError::into_inner).insert(hash.clone(), bytes.to_vec());
            }
            Shelf::Folder { folder, running } => {
                let number = running.fetch_add(1, Ordering::Relaxed);
                keep(folder, &hash, bytes, number)
                    .map_err(|error| Fault::file(&format!("keeping paper {hash}"), &error))?;
            }
        }
        Ok(hash)
    }

    /// Nothing if there is no such paper; a fault if its bytes are not what they were.
    pub fn get(&self, hash: &str) -> Result<Option<Vec<u8>>, Fault> {
        let bytes = match &self.0 {
            Shelf::Memory(papers) => papers.lock().unwrap_or_else(PoisonError::into_inner).get(hash).cloned(),
            Shelf::Folder { folder, .. } => {
                let Some(path) = place(folder, hash) else {
                    return Ok(None);
                };
                match fs::read(path) {
                    Ok(bytes) => Some(bytes),
                    Err(error) if error.kind() == ErrorKind::NotFound => None,
                    Err(error) => return Err(Fault::file(&format!("reading paper {hash}"), &error)),
                }
            }
        };
        match bytes {
            Some(bytes) if hexadecimal(&Sha256::digest(&bytes)) != hash => {
                Err(Fault::Storage(format!("paper {hash} is damaged")))
            }
            found => Ok(found),
        }
    }

    pub fn exists(&self, hash: &str) -> bool {
        match &self.0 {
            Shelf::Memory(papers) => papers.lock().unwrap_or_else(PoisonError::into_inner).contains_key(hash),
            Shelf::Folder { folder, .. } => place(folder, hash).is_some_and(|path| path.is_file()),
        }
    }

    /// Copies every paper that the other folder does not have yet.
    pub(crate) fn copy_to(&self, to: &Papers) -> Result<(), Fault> {
        for hash in self.hashes()? {
            if !to.exists(&hash)
                && let Some(bytes) = self.get(&hash)?
            {
                to.put(&bytes)?;
            }
        }
        Ok(())
    }

    fn hashes(&self) -> Result<Vec<String>, Fault> {
        match &self.0 {
            Shelf::Memory(papers) => {
                Ok(papers.lock().unwrap_or_else(PoisonError::into_inner).keys().cloned().collect())
            }
            Shelf::Folder { folder, .. } => {
                list(folder).map_err(|error| Fault::file("reading the papers folder", &error))
            }
        }
    }
}

fn list(folder: &Path) -> std::io::Result<Vec<String>> {
    let mut hashes = Vec::new();
    for shelf in fs::read_dir(folder)? {
        let shelf = shelf?;
        let first = shelf.file_name().to_string_lossy().into_owned();
        if first.len() != 2 {
            continue;
        }
        for paper in fs::read_dir(shelf.path())? {
            hashes.push(format!("{first}{}", paper?.file_name().to_string_lossy()));
        }
    }
    hashes.sort();
    Ok(hashes)
}

/// `ab/cdef…`, or nothing if this is not a hash: a name from outside never becomes a path.
fn place(folder: &Path, hash: &str) -> Option<PathBuf> {
    let is_hash = hash.len() == 64 && hash.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    is_hash.then(|| folder.join(&hash[..2]).join(&hash[2..]))
}

fn keep(folder: &Path, hash: &str, bytes: &[u8], number: u64) -> std::io::Result<()> {
    let path = place(folder, hash).ok_or(ErrorKind::InvalidInput)?;
    let shelf = folder.join(&hash[..2]);
    // A paper of the right length under its name was renamed into place whole. It is not written again, but it is
    // synced again: perhaps the one who wrote it is still on the way to doing so.
    let there = fs::metadata(&path).is_ok_and(|kept| kept.len() == bytes.len() as u64);
    if !there {
        let unfinished = folder.join("incoming").join(format!("{hash}.{number}"));
        let written = write_whole(&unfinished, bytes).and_then(|()| {
            fs::create_dir_all(&shelf)?;
            fs::rename(&unfinished, &path)
        });
        if let Err(error) = written {
            // The first error is the one to tell; what is left is cleared at the next start.
            let _ = fs::remove_file(&unfinished);
            return Err(error);
        }
    }
    File::open(&shelf)?.sync_all()?;
    File::open(folder)?.sync_all()
}

fn write_whole(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut file = OpenOptions::new().write(true).create_new(true).open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// A new name in a folder is only there for certain when the folder itself is synced.
pub(crate) fn sync_folder(folder: &Path) -> Result<(), Fault> {
    File::open(folder).and_then(|folder| folder.sync_all()).map_err(|error| Fault::file("syncing a folder", &error))
}

/// Bytes as small hexadecimal digits, as fingerprints are written everywhere here.
pub fn hexadecimal(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digit = |half: u8| char::from(DIGITS[usize::from(half & 15)]);
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(*byte)]).collect()
}
