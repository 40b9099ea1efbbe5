//! The folder of papers: each lies under a name its keeper gives it, with a checksum of its bytes, so it can be written
//! twice and changed never. Papers of the first time lie under the hash of their bytes; they are read until they are sealed.

use std::collections::BTreeMap;
use std::collections::hash_map::RandomState;
use std::fs::{self, File, OpenOptions};
use std::hash::BuildHasher as _;
use std::io::{ErrorKind, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

use sha2::{Digest, Sha256};

use crate::Fault;

/// Where papers lie while they are written.
const INCOMING: &str = "incoming";

/// Every paper that is kept under a given name begins with this.
const HEAD: &[u8] = b"onego paper 1\n";

/// Length of the SHA-256 that follows the head.
const CHECKSUM: usize = 32;

/// Keeps bytes, sealed or not, and never looks into them. Calls wait for the disk.
pub struct Papers(Shelf);

enum Shelf {
    Folder { folder: PathBuf, mine: u64, running: AtomicU64 },
    Memory(Mutex<BTreeMap<String, Vec<u8>>>),
}

impl Papers {
    /// A folder that other programs write into at the same time.
    pub(crate) fn in_shared_folder(folder: PathBuf) -> Result<Papers, Fault> {
        fs::create_dir_all(folder.join(INCOMING)).map_err(|error| Fault::file("making the papers folder", &error))?;
        sync_folder(&folder)?;
        Ok(Papers::over(folder))
    }

    fn over(folder: PathBuf) -> Papers {
        // Programs that share a folder must not write into each other's unfinished files; the seed is the system's.
        let mine = RandomState::new().hash_one(std::process::id());
        Papers(Shelf::Folder { folder, mine, running: AtomicU64::new(0) })
    }

    pub(crate) fn in_folder(folder: PathBuf) -> Result<Papers, Fault> {
        let incoming = folder.join(INCOMING);
        fs::create_dir_all(&incoming).map_err(|error| Fault::file("making the papers folder", &error))?;
        // What was half written when the program last ended belongs to nobody.
        let unfinished = fs::read_dir(&incoming).map_err(|error| Fault::file("reading the papers folder", &error))?;
        for entry in unfinished {
            let entry = entry.map_err(|error| Fault::file("reading the papers folder", &error))?;
            fs::remove_file(entry.path()).map_err(|error| Fault::file("clearing the papers folder", &error))?;
        }
        sync_folder(&folder)?;
        Ok(Papers::over(folder))
    }

    pub(crate) fn in_memory() -> Papers {
        Papers(Shelf::Memory(Mutex::new(BTreeMap::new())))
    }

    /// Keeps a paper under a name of 64 hexadecimal letters; what lies there already stays. When this returns, the bytes
    /// and the way to them are on the disk, so a row may name them.
    pub fn put(&self, name: &str, bytes: &[u8]) -> Result<(), Fault> {
        let mut whole = Vec::with_capacity(HEAD.len() + CHECKSUM + bytes.len());
        whole.extend_from_slice(HEAD);
        whole.extend_from_slice(&Sha256::digest(bytes));
        whole.extend_from_slice(bytes);
        self.write(name, &whole)
    }

    /// Keeps a paper as the first programs did: under the hash of its bytes, and nothing around them. For tests of what
    /// is still read.
    pub fn put_as_before(&self, bytes: &[u8]) -> Result<String, Fault> {
        let hash = hexadecimal(&Sha256::digest(bytes));
        self.write(&hash, bytes)?;
        Ok(hash)
    }

    fn write(&self, name: &str, bytes: &[u8]) -> Result<(), Fault> {
        match &self.0 {
            Shelf::Memory(papers) => {
                papers.lock().unwrap_or_else(PoisonError::into_inner).insert(name.to_owned(), bytes.to_vec());
                Ok(())
            }
            Shelf::Folder { folder, mine, running } => {
                let unfinished = format!("{mine:016x}.{}", running.fetch_add(1, Ordering::Relaxed));
                keep(folder, name, bytes, &unfinished)
                    .map_err(|error| Fault::file(&format!("keeping paper {name}"), &error))
            }
        }
    }

    /// Nothing if there is no such paper; a fault if its bytes are not what they were.
    pub fn get(&self, name: &str) -> Result<Option<Vec<u8>>, Fault> {
        let Some(mut bytes) = self.read(name)? else { return Ok(None) };
        let damaged = || Fault::Storage(format!("paper {name} is damaged"));
        if !bytes.starts_with(HEAD) {
            // From the first time: its name is its checksum.
            return if hexadecimal(&Sha256::digest(&bytes)) == name { Ok(Some(bytes)) } else { Err(damaged()) };
        }
        let body = bytes.split_off((HEAD.len() + CHECKSUM).min(bytes.len()));
        if bytes[HEAD.len()..] != Sha256::digest(&body)[..] {
            return Err(damaged());
        }
        Ok(Some(body))
    }

    fn read(&self, name: &str) -> Result<Option<Vec<u8>>, Fault> {
        match &self.0 {
            Shelf::Memory(papers) => Ok(papers.lock().unwrap_or_else(PoisonError::into_inner).get(name).cloned()),
            Shelf::Folder { folder, .. } => {
                let Some(path) = place(folder, name) else {
                    return Ok(None);
                };
                match fs::read(path) {
                    Ok(bytes) => Ok(Some(bytes)),
                    Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
                    Err(error) => Err(Fault::file(&format!("reading paper {name}"), &error)),
                }
            }
        }
    }

    /// The names of papers from the first time: those that lie there as they came.
    pub fn as_they_came(&self) -> Result<Vec<String>, Fault> {
        let mut names = Vec::new();
        for name in self.names()? {
            if self.begins(&name)?.is_some_and(|begins| begins != HEAD) {
                names.push(name);
            }
        }
        Ok(names)
    }

    /// The first bytes of a paper, as many as the head of a kept one has.
    fn begins(&self, name: &str) -> Result<Option<Vec<u8>>, Fault> {
        let Shelf::Folder { folder, .. } = &self.0 else {
            return Ok(self.read(name)?.map(|bytes| bytes[..HEAD.len().min(bytes.len())].to_vec()));
        };
        let Some(path) = place(folder, name) else { return Ok(None) };
        let mut begins = Vec::with_capacity(HEAD.len());
        File::open(path)
            .and_then(|file| file.take(HEAD.len() as u64).read_to_end(&mut begins))
            .map_err(|error| Fault::file(&format!("reading paper {name}"), &error))?;
        Ok(Some(begins))
    }

    /// Takes a paper away for good. Says whether there was one.
    pub fn remove(&self, name: &str) -> Result<bool, Fault> {
        match &self.0 {
            Shelf::Memory(papers) => Ok(papers.lock().unwrap_or_else(PoisonError::into_inner).remove(name).is_some()),
            Shelf::Folder { folder, .. } => {
                let Some(path) = place(folder, name) else { return Ok(false) };
                match fs::remove_file(&path) {
                    Ok(()) => {}
                    Err(error) if error.kind() == ErrorKind::NotFound => return Ok(false),
                    Err(error) => return Err(Fault::file(&format!("removing paper {name}"), &error)),
                }
                sync_folder(&folder.join(&name[..2]))?;
                Ok(true)
            }
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
        for name in self.names()? {
            // What is damaged is told here and not copied.
            if !to.exists(&name)
                && self.get(&name)?.is_some()
                && let Some(bytes) = self.read(&name)?
            {
                to.write(&name, &bytes)?;
            }
        }
        Ok(())
    }

    fn names(&self) -> Result<Vec<String>, Fault> {
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

fn keep(folder: &Path, hash: &str, bytes: &[u8], mine: &str) -> std::io::Result<()> {
    let path = place(folder, hash).ok_or(ErrorKind::InvalidInput)?;
    let shelf = folder.join(&hash[..2]);
    // A paper of the right length under its name was renamed into place whole. It is not written again, but it is
    // synced again: perhaps the one who wrote it is still on the way to doing so.
    let there = fs::metadata(&path).is_ok_and(|kept| kept.len() == bytes.len() as u64);
    if !there {
        let unfinished = folder.join(INCOMING).join(format!("{hash}.{mine}"));
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
