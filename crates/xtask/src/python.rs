//! Python for tests, with packages that are locked by hash, apart from whatever the machine has.

use std::fs;
use std::path::Path;

use crate::run::{has, shown};

/// The Python of an environment with exactly what the lock file names; made anew when the lock file changes.
pub fn environment(root: &Path, lock: &str, at: &Path) -> Option<String> {
    let lock = root.join(lock);
    let wanted =
        fs::read_to_string(&lock).inspect_err(|e| eprintln!("error: {} cannot be read: {e}", lock.display())).ok()?;
    let installed = at.join("installed.txt");
    let python = at.join("bin/python").to_string_lossy().into_owned();
    if fs::read_to_string(&installed).is_ok_and(|there| there == wanted) {
        return Some(python);
    }
    if !has("python3") || !shown(root, "python3", &["-c", "import ensurepip"]) {
        let well =
            has("apt-get") && shown(root, "apt-get", &["install", "-y", "--no-install-recommends", "python3-venv"]);
        if !well {
            eprintln!("error: install these first: python3-venv");
            return None;
        }
    }
    let folder = at.to_string_lossy().into_owned();
    let pip = ["-m", "pip", "install", "--quiet", "--require-hashes", "-r", &lock.to_string_lossy()].map(str::to_owned);
    let well = shown(root, "python3", &["-m", "venv", "--clear", &folder])
        && shown(root, &python, &pip.iter().map(String::as_str).collect::<Vec<_>>());
    if !well {
        return None;
    }
    fs::write(&installed, wanted).ok()?;
    Some(python)
}
