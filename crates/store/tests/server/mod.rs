//! A PostgreSQL of our own, for tests: made in a folder in memory or on disk, ended with the program that started it.

#![allow(dead_code, clippy::unwrap_used)]

use std::io::Write as _;
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use tempfile::TempDir;

/// A server with its data in a folder; it speaks through a socket in the same folder, to nobody else.
pub struct Postmaster {
    folder: TempDir,
    binaries: PathBuf,
    /// A shell that ends the server when this program is gone, however it ended.
    keeper: Option<Child>,
    databases: AtomicU64,
}

/// The newest binaries that Debian keeps.
fn binaries() -> Option<PathBuf> {
    let versions = std::fs::read_dir("/usr/lib/postgresql").ok()?;
    let mut found: Vec<(u32, PathBuf)> = versions
        .filter_map(|entry| entry.ok())
        .filter_map(|entry| Some((entry.file_name().to_str()?.parse().ok()?, entry.path().join("bin"))))
        .filter(|(_, bin)| bin.join("initdb").exists())
        .collect();
    found.sort();
    found.pop().map(|(_, bin)| bin)
}

/// A server does not run as root; this is whose it is then.
fn owner() -> Option<(u32, u32)> {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let is_root = status.lines().any(|line| line.starts_with("Uid:\t0\t"));
    let people = std::fs::read_to_string("/etc/passwd").unwrap_or_default();
    let of = |name: &str| {
        let line = people.lines().find(|line| line.split(':').next() == Some(name))?;
        let mut fields = line.split(':').skip(2);
        Some((fields.next()?.parse().ok()?, fields.next()?.parse().ok()?))
    };
    is_root.then(|| of("postgres").or(of("nobody")).unwrap_or((65534, 65534)))
}

/// Sends a signal to one process.
pub fn signal(name: &str, id: &str) {
    assert!(Command::new("kill").args([&format!("-{name}"), id]).status().unwrap().success());
}

impl Postmaster {
    /// None if there is no PostgreSQL on this machine, which is said loudly: then these tests prove nothing.
    pub fn start() -> Option<Postmaster> {
        let Some(binaries) = binaries() else {
            let text = "\nSKIPPED: there is no PostgreSQL here; `apt-get install postgresql` and run this again\n";
            // Past the test's own capture of what it prints.
            std::io::stderr().write_all(text.as_bytes()).unwrap();
            return None;
        };
        let folder = TempDir::with_prefix("onego-postgres-").unwrap();
        if let Some((user, group)) = owner() {
            std::os::unix::fs::chown(folder.path(), Some(user), Some(group)).unwrap();
        }
        let mut postmaster = Postmaster { folder, binaries, keeper: None, databases: AtomicU64::new(0) };
        let data = postmaster.data();
        let made = postmaster
            .as_owner("initdb")
            .args(["--username=onego", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync", "-D"])
            .arg(&data)
            .output()
            .unwrap();
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
        postmaster.up();
        Some(postmaster)
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    fn as_owner(&self, program: &str) -> Command {
        let mut command = Command::new(self.binaries.join(program));
        if let Some((user, group)) = owner() {
            command.uid(user).gid(group);
        }
        command.current_dir("/");
        command
    }

    /// Starts the server and waits until it takes connections.
    pub fn up(&mut self) {
        let log = std::fs::OpenOptions::new().create(true).append(true).open(self.log()).unwrap();
        let mut keeper = Command::new("sh");
        if let Some((user, group)) = owner() {
            keeper.uid(user).gid(group);
        }
        // The shell reads until its input ends, which is when this program is gone.
        keeper
            .args(["-c", r#""$@" & server=$!; cat; kill -QUIT $server 2>/dev/null; wait"#, "sh"])
            .arg(self.binaries.join("postgres"))
            .arg("-D")
            .arg(self.data())
            .arg("-k")
            .arg(self.folder.path())
            .args(["-c", "listen_addresses=", "-c", "max_connections=200", "-c", "shared_buffers=32MB"])
            .current_dir("/")
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(log);
        self.keeper = Some(keeper.spawn().unwrap());
        for _ in 0..600 {
            if self.sql("postgres", "select 1").is_ok() {
                return;
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        panic!("the server does not start:\n{}", std::fs::read_to_string(self.log()).unwrap_or_default());
    }

    fn log(&self) -> PathBuf {
        self.folder.path().join("log")
    }

    /// Ends the server at once, with all its connections, as a crash would: the next start recovers.
    pub fn crash(&mut self) {
        let first = std::fs::read_to_string(self.data().join("postmaster.pid")).unwrap();
        let id = first.lines().next().unwrap().to_owned();
        signal("KILL", &id);
        // Its children notice that it is gone and end; before that a new one would not start.
        let data = self.data();
        let is_there = |process: &Path| std::fs::read_link(process.join("cwd")).is_ok_and(|cwd| cwd == data);
        while std::fs::read_dir("/proc").unwrap().any(|process| is_there(&process.unwrap().path())) {
            std::thread::sleep(Duration::from_millis(10));
        }
        self.end();
    }

    fn end(&mut self) {
        if let Some(mut keeper) = self.keeper.take() {
            drop(keeper.stdin.take());
            keeper.wait().unwrap();
        }
    }

    /// Carries out SQL and gives what it prints.
    pub fn sql(&self, database: &str, text: &str) -> Result<String, String> {
        let done = self
            .as_owner("psql")
            .args(["-X", "-A", "-t", "-q", "-v", "ON_ERROR_STOP=1", "-U", "onego", "-d", database, "-h"])
            .arg(self.folder.path())
            .args(["-c", text])
            .output()
            .unwrap();
        if done.status.success() {
            Ok(String::from_utf8_lossy(&done.stdout).trim().to_owned())
        } else {
            Err(String::from_utf8_lossy(&done.stderr).into_owned())
        }
    }

    /// Plays a dump into a database.
    pub fn play(&self, database: &str, file: &Path) {
        let done = self
            .as_owner("psql")
            .args(["-X", "-q", "-v", "ON_ERROR_STOP=1", "-U", "onego", "-d", database, "-h"])
            .arg(self.folder.path())
            .stdin(std::fs::File::open(file).unwrap())
            .output()
            .unwrap();
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    }

    /// An empty database, sorted as some country sorts: nothing must depend on that.
    pub fn database(&self) -> String {
        let name = format!("city_{}", self.databases.fetch_add(1, Ordering::Relaxed));
        let text = format!("create database {name} template template0 encoding 'UTF8' lc_collate 'C.UTF-8'");
        self.sql("postgres", &text).unwrap();
        name
    }

    pub fn address(&self, database: &str) -> String {
        format!("host={} user=onego dbname={database}", self.folder.path().display())
    }

    pub fn folder(&self) -> &Path {
        self.folder.path()
    }
}

impl Drop for Postmaster {
    fn drop(&mut self) {
        self.end();
    }
}
