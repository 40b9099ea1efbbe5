//! A server process that is started, asked when it answers, and ended; with its memory and its time on the processor.

use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// A port nobody listens on: a program that is there already must not be measured in place of ours.
pub fn free_port() -> Option<u16> {
    let listener = TcpListener::bind(("127.0.0.1", 0)).ok()?;
    listener.local_addr().ok().map(|address| address.port())
}

pub struct Server {
    child: Child,
    pub port: u16,
    pub started_ms: f64,
}

impl Server {
    /// Starts a program and waits until its port takes connections.
    pub fn start(program: &Path, arguments: &[String], port: u16) -> Option<Server> {
        Server::start_until(program, arguments, port, || TcpStream::connect(("127.0.0.1", port)).is_ok())
    }

    /// Starts a program and waits until an address of it answers with 200.
    pub fn start_until_ok(program: &Path, arguments: &[String], port: u16, path: &str) -> Option<Server> {
        let asked = super::load::request("GET", path, "", None);
        Server::start_until(program, arguments, port, || {
            super::load::Client::connect(port).and_then(|mut c| c.ask(&asked)).is_ok_and(|r| r.status == 200)
        })
    }

    fn start_until(program: &Path, arguments: &[String], port: u16, answers: impl Fn() -> bool) -> Option<Server> {
        let began = Instant::now();
        let child = Command::new(program)
            .args(arguments)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .ok()?;
        let mut server = Server { child, port, started_ms: 0.0 };
        while began.elapsed() < Duration::from_secs(60) {
            if answers() {
                server.started_ms = began.elapsed().as_secs_f64() * 1e3;
                return Some(server);
            }
            std::thread::sleep(Duration::from_millis(1));
        }
        None
    }

    /// Proportional memory in megabytes.
    pub fn memory_mb(&self) -> f64 {
        let text = std::fs::read_to_string(format!("/proc/{}/smaps_rollup", self.child.id())).unwrap_or_default();
        let line = text.lines().find(|l| l.starts_with("Pss:")).unwrap_or_default();
        line.split_whitespace().nth(1).and_then(|kb| kb.parse::<f64>().ok()).unwrap_or(0.0) / 1024.0
    }

    /// Seconds on the processor so far, user and system. The clock of the kernel ticks a hundred times a second.
    pub fn cpu_seconds(&self) -> f64 {
        let text = std::fs::read_to_string(format!("/proc/{}/stat", self.child.id())).unwrap_or_default();
        let fields: Vec<&str> = text.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
        let ticks = |at: usize| fields.get(at).and_then(|f| f.parse::<f64>().ok()).unwrap_or(0.0);
        (ticks(11) + ticks(12)) / 100.0
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // The process was started here; ending it by its own handle cannot meet a stranger.
        drop(self.child.kill());
        drop(self.child.wait());
    }
}
