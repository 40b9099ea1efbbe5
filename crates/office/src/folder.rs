//! A folder as the disk of the log: whole files are written aside, synced and renamed; one program at a time.

use std::collections::BTreeSet;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use ledger::{Disk, Trouble};

const LOCK: &str = "lock";
/// What a file is called while it is written.
const ASIDE: &str = ".aside";

/// The files of one log under a folder.
#[derive(Debug)]
pub struct LogFolder {
    folder: PathBuf,
    /// Held while this lives, when it was opened for writing.
    _lock: Option<File>,
}

fn trouble(path: &Path, error: &io::Error) -> Trouble {
    Trouble { path: path.display().to_string(), because: error.to_string() }
}

impl LogFolder {
    /// Opens a folder for writing and makes it if need be. A second program is refused while the first one lives.
    pub fn for_writing(folder: &Path) -> Result<LogFolder, Trouble> {
        fs::create_dir_all(folder).map_err(|error| trouble(folder, &error))?;
        let path = folder.join(LOCK);
        let lock = OpenOptions::new().create(true).truncate(false).write(true).open(&path);
        let lock = lock.map_err(|error| trouble(&path, &error))?;
        lock.try_lock().map_err(|_| Trouble {
            path: path.display().to_string(),
            because: "another program writes this log".to_owned(),
        })?;
        Ok(LogFolder { folder: folder.to_owned(), _lock: Some(lock) })
    }

    /// Opens a folder for reading, beside whoever writes it.
    pub fn for_reading(folder: &Path) -> LogFolder {
        LogFolder { folder: folder.to_owned(), _lock: None }
    }

    fn at(&self, path: &str) -> PathBuf {
        self.folder.join(path)
    }
}

fn sync_folder(folder: &Path) -> Result<(), Trouble> {
    File::open(folder).and_then(|open| open.sync_all()).map_err(|error| trouble(folder, &error))
}

/// Makes the folders above a file and says which of them are new or have a new name in them.
fn make_room(root: &Path, path: &Path, touched: &mut BTreeSet<PathBuf>) -> Result<(), Trouble> {
    let Some(parent) = path.parent() else { return Ok(()) };
    if touched.insert(parent.to_owned()) && !parent.is_dir() {
        fs::create_dir_all(parent).map_err(|error| trouble(parent, &error))?;
        for above in parent.ancestors().skip(1).take_while(|above| above.starts_with(root)) {
            touched.insert(above.to_owned());
        }
    }
    Ok(())
}

impl Disk for LogFolder {
    fn read(&self, path: &str) -> Result<Option<Vec<u8>>, Trouble> {
        let path = self.at(path);
        match fs::read(&path) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(trouble(&path, &error)),
        }
    }

    fn put(&mut self, files: &[(String, Vec<u8>)]) -> Result<(), Trouble> {
        let mut touched = BTreeSet::new();
        let mut aside = Vec::with_capacity(files.len());
        for (name, bytes) in files {
            let path = self.at(name);
            make_room(&self.folder, &path, &mut touched)?;
            let beside = path.with_file_name(format!(
                "{}{ASIDE}",
                path.file_name().map(|name| name.to_string_lossy()).unwrap_or_default()
            ));
            let mut file = File::create(&beside).map_err(|error| trouble(&beside, &error))?;
            file.write_all(bytes).map_err(|error| trouble(&beside, &error))?;
            aside.push((file, beside, path));
        }
        // All are written before the first is waited for, so that the disk may take them together.
        for (file, beside, path) in aside {
            file.sync_all().map_err(|error| trouble(&beside, &error))?;
            fs::rename(&beside, &path).map_err(|error| trouble(&path, &error))?;
        }
        touched.iter().try_for_each(|folder| sync_folder(folder))
    }

    fn append(&mut self, path: &str, bytes: &[u8]) -> Result<(), Trouble> {
        let path = self.at(path);
        let is_new = !path.exists();
        let mut file = OpenOptions::new().create(true).append(true).open(&path).map_err(|e| trouble(&path, &e))?;
        file.write_all(bytes).and_then(|()| file.sync_data()).map_err(|error| trouble(&path, &error))?;
        if is_new { sync_folder(&self.folder) } else { Ok(()) }
    }

    fn remove(&mut self, path: &str) -> Result<(), Trouble> {
        let path = self.at(path);
        match fs::remove_file(&path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(trouble(&path, &error)),
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use ledger::{Kind, Log, Policy, SigningKey, fsck};

    use super::*;

    #[test]
    fn a_log_in_a_folder_goes_on_where_it_stopped_and_has_one_writer() {
        let home = tempfile::tempdir().expect("a place for files");
        let key = SigningKey::from_seed("log.example", Kind::Ed25519, &[1; 32]).expect("a name");
        let policy = Policy::of_log(key.verifier().clone());
        let mut log = Log::open(LogFolder::for_writing(home.path()).expect("free"), "log.example").expect("new");
        assert!(LogFolder::for_writing(home.path()).is_err(), "there is one writer");
        let entries: Vec<Vec<u8>> = (0..600).map(|n| format!("leaf {n}").into_bytes()).collect();
        let slices: Vec<&[u8]> = entries.iter().map(Vec::as_slice).collect();
        log.append(&slices[..500]).expect("room");
        log.integrate().expect("room");
        log.append(&slices[500..]).expect("room");
        drop(log);
        let mut log =
            Log::open(LogFolder::for_writing(home.path()).expect("free again"), "log.example").expect("sound");
        assert_eq!(log.size(), 600);
        log.integrate().expect("room");
        let note = log.sign(&key).expect("its own key");
        log.publish(&note, &policy).expect("no witness is asked for");
        let report = fsck(&LogFolder::for_reading(home.path()), Some(&policy), None);
        assert_eq!((report.leaves, report.findings), (600, vec![]));
    }
}
