//! The narrow door to files: what a log needs of a disk, and a disk in memory.

use std::collections::BTreeMap;
use std::fmt;

/// A file could not be read or written. The path is in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trouble {
    pub path: String,
    pub because: String,
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}`: {}", self.path, self.because)
    }
}

/// Files by path, with `/` between folders and never an absolute one. After an error a log is opened again or not used.
pub trait Disk {
    /// The whole file; `None` when there is none.
    fn read(&self, path: &str) -> Result<Option<Vec<u8>>, Trouble>;

    /// Puts whole files. A cut leaves each as it was or as it will be, in any mixture; when it has returned, all are there
    /// for certain.
    fn put(&mut self, files: &[(String, Vec<u8>)]) -> Result<(), Trouble>;

    /// Adds to the end of a file that may not be there yet. A cut leaves any beginning of it; when it has returned, all of
    /// it is there for certain.
    fn append(&mut self, path: &str, bytes: &[u8]) -> Result<(), Trouble>;

    /// Removes a file; that it is not there is no error. A cut may bring it back.
    fn remove(&mut self, path: &str) -> Result<(), Trouble>;
}

/// A disk that is gone with the program; a limit on what it writes makes it fail like a power cut.
#[derive(Clone, Debug, Default)]
pub struct Memory {
    files: BTreeMap<String, Vec<u8>>,
    left: Option<u64>,
}

impl Memory {
    pub fn new() -> Memory {
        Memory::default()
    }

    /// The same files, on a disk that writes so many steps more and then fails for ever: a step is a byte that is added, or
    /// a file that is put or removed.
    pub fn cut_after(&self, steps: u64) -> Memory {
        Memory { files: self.files.clone(), left: Some(steps) }
    }

    /// The same files on a disk without a limit, as after the power came back.
    pub fn mended(&self) -> Memory {
        Memory { files: self.files.clone(), left: None }
    }

    pub fn files(&self) -> &BTreeMap<String, Vec<u8>> {
        &self.files
    }

    /// For those who want to see what is found when somebody else changes a file.
    pub fn files_mut(&mut self) -> &mut BTreeMap<String, Vec<u8>> {
        &mut self.files
    }

    fn step(&mut self, path: &str) -> Result<(), Trouble> {
        match &mut self.left {
            Some(0) => Err(Trouble { path: path.to_owned(), because: "the disk is cut".to_owned() }),
            Some(left) => {
                *left -= 1;
                Ok(())
            }
            None => Ok(()),
        }
    }
}

impl Disk for Memory {
    fn read(&self, path: &str) -> Result<Option<Vec<u8>>, Trouble> {
        Ok(self.files.get(path).cloned())
    }

    fn put(&mut self, files: &[(String, Vec<u8>)]) -> Result<(), Trouble> {
        for (path, bytes) in files {
            self.step(path)?;
            self.files.insert(path.clone(), bytes.clone());
        }
        Ok(())
    }

    fn append(&mut self, path: &str, bytes: &[u8]) -> Result<(), Trouble> {
        if self.left.is_none() {
            self.files.entry(path.to_owned()).or_default().extend_from_slice(bytes);
            return Ok(());
        }
        for byte in bytes {
            self.step(path)?;
            self.files.entry(path.to_owned()).or_default().push(*byte);
        }
        Ok(())
    }

    fn remove(&mut self, path: &str) -> Result<(), Trouble> {
        self.step(path)?;
        self.files.remove(path);
        Ok(())
    }
}
