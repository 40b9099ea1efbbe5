//! Starts `onego serve` with a configuration of its own and ends it again.

use std::io::Read;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicU16, Ordering};
use std::time::{Duration, Instant};

use tempfile::TempDir;

use crate::browser::{Browser, try_ask};

/// How long anything may take to start on a busy machine.
pub const PATIENCE: Duration = Duration::from_secs(60);

/// A free port below those the system hands out by itself.
pub fn free_port() -> u16 {
    static NEXT: AtomicU16 = AtomicU16::new(0);
    let first = 20_000 + u16::try_from(std::process::id() % 10_000).unwrap_or(0);
    for _ in 0..1000 {
        let port = 20_000 + (first - 20_000 + NEXT.fetch_add(1, Ordering::Relaxed)) % 12_000;
        if TcpListener::bind(("127.0.0.1", port)).is_ok() {
            return port;
        }
    }
    panic!("no free port between 20000 and 32000");
}

pub fn example_city() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../catalogues/beijing")
}

/// The binary that was built with these tests.
pub fn onego() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_onego"));
    command.env_remove("RUST_LOG").stdin(Stdio::null());
    command
}

/// A folder with a configuration file.
pub struct Home {
    pub folder: TempDir,
    pub port: u16,
}

impl Home {
    pub fn new() -> Home {
        let folder = TempDir::with_prefix("onego-test-").expect("a temporary folder");
        Home { folder, port: free_port() }
    }

    pub fn host(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The lines every configuration has.
    pub fn usual(&self) -> String {
        format!(
            "catalogue: {}\ndata: data\nlisten: 127.0.0.1:{}\nhost: {}\n",
            example_city().display(),
            self.port,
            self.host()
        )
    }

    pub fn configure(&self, yaml: &str) {
        std::fs::write(self.path("onego.yaml"), yaml).expect("the configuration is written");
    }

    pub fn serve(&self) -> Command {
        let mut command = onego();
        command.arg("serve").arg("--config").arg(self.path("onego.yaml"));
        command
    }

    /// Starts and waits until it answers.
    pub fn start(&self) -> City {
        let log = std::fs::File::create(self.path("log")).expect("a log file");
        let child = self.serve().stdout(Stdio::null()).stderr(log).spawn().expect("onego starts");
        let mut city = City { child, host: self.host(), log: self.path("log") };
        let began = Instant::now();
        while try_ask("GET", &city.at("/health"), None, &mut Browser::default()).is_err() {
            if let Some(status) = city.child.try_wait().expect("a child") {
                panic!("onego serve ended with {status}:\n{}", city.log());
            }
            assert!(began.elapsed() < PATIENCE, "onego serve does not answer:\n{}", city.log());
            std::thread::sleep(Duration::from_millis(50));
        }
        city
    }

    /// Starts what must not start: exit code 1 and one message, without a panic.
    pub fn refused(&self) -> String {
        let mut child = self.serve().stdout(Stdio::null()).stderr(Stdio::piped()).spawn().expect("onego starts");
        let began = Instant::now();
        let status = loop {
            if let Some(status) = child.try_wait().expect("a child") {
                break status;
            }
            if began.elapsed() > PATIENCE {
                let _ = child.kill();
                panic!("onego serve runs although it should refuse");
            }
            std::thread::sleep(Duration::from_millis(20));
        };
        let mut said = String::new();
        child.stderr.take().expect("piped").read_to_string(&mut said).expect("text");
        assert_eq!(status.code(), Some(1), "{said}");
        assert!(!said.contains("panicked"), "{said}");
        said.trim().to_owned()
    }
}

/// A running `onego serve`.
pub struct City {
    pub child: Child,
    pub host: String,
    log: PathBuf,
}

impl City {
    pub fn at(&self, path: &str) -> String {
        format!("{}{path}", self.host)
    }

    pub fn log(&self) -> String {
        std::fs::read_to_string(&self.log).unwrap_or_default()
    }

    /// Asks it politely to end (SIGTERM) and says how it ended and how long that took.
    pub fn end(mut self) -> (ExitStatus, Duration) {
        let began = Instant::now();
        let told = Command::new("sh").arg("-c").arg(format!("kill -TERM {}", self.child.id())).status();
        assert!(told.is_ok_and(|s| s.success()), "no signal could be sent");
        loop {
            if let Some(status) = self.child.try_wait().expect("a child") {
                return (status, began.elapsed());
            }
            assert!(began.elapsed() < PATIENCE, "it does not end");
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    /// Power cut: no chance to say anything.
    pub fn kill(mut self) {
        self.child.kill().expect("killed");
        self.child.wait().expect("ended");
    }
}

impl Drop for City {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
