//! How long the demo city and a real one take to answer, what they hold in memory when nobody asks, and how large the
//! binary is.
//!
//! The demo fills a whole town before it listens. A real city opens its folder: the second start is measured, as the first
//! one also makes the keys and the tables.

use std::path::Path;
use std::time::Duration;

use super::median;
use super::server::{Server, free_port};

const ROUNDS: usize = 3;

/// How long a server is left alone before its memory is read.
const QUIET: Duration = Duration::from_millis(800);

pub fn run(root: &Path) -> bool {
    let onego = root.join("target/release/onego");
    println!("\nStart and size (median of {ROUNDS})");
    let Ok(metadata) = std::fs::metadata(&onego) else {
        println!("  {} is missing", onego.display());
        return false;
    };
    println!("  binary                          {:>8.1} MB", metadata.len() as f64 / 1_048_576.0);
    let demo = |port: u16| vec!["demo".to_owned(), "--port".to_owned(), port.to_string()];
    let Some((started, idle)) = measured(&onego, ROUNDS, &demo) else {
        println!("  the demo did not start");
        return false;
    };
    println!("  onego demo, to the first answer {started:>8.0} ms  (goal: under 2,000)");
    println!("  onego demo, idle memory         {idle:>8.1} MB");
    let folder = std::env::temp_dir().join(format!("onego-bench-start-{}", std::process::id()));
    let served = serve(root, &onego, &folder);
    drop(std::fs::remove_dir_all(&folder));
    let Some((started, idle)) = served else {
        println!("  onego serve did not start");
        return false;
    };
    println!("  onego serve, to /ready          {started:>8.0} ms  (goal: 200, then 60)");
    println!("  onego serve, idle memory        {idle:>8.1} MB  (goal: 40, then 20)");
    true
}

/// A city in a folder, without sign-in: its catalogue, its store and its pages.
fn serve(root: &Path, onego: &Path, folder: &Path) -> Option<(f64, f64)> {
    std::fs::create_dir_all(folder).ok()?;
    let file = folder.join("onego.yaml");
    let arguments = |port: u16| {
        let config = format!(
            "catalogue: {}\ndata: {}\nlisten: 127.0.0.1:{port}\nhost: http://127.0.0.1:{port}\n",
            root.join("catalogues/beijing").display(),
            folder.join("data").display()
        );
        // A file that could not be written shows itself: the server does not start.
        drop(std::fs::write(&file, config));
        vec!["serve".to_owned(), "--config".to_owned(), file.display().to_string()]
    };
    measured(onego, 1, &arguments)?;
    measured(onego, ROUNDS, &arguments)
}

/// Milliseconds to the first answer of `/ready`, and megabytes when idle.
fn measured(program: &Path, rounds: usize, arguments: &dyn Fn(u16) -> Vec<String>) -> Option<(f64, f64)> {
    let mut started = Vec::new();
    let mut idle = Vec::new();
    for _ in 0..rounds {
        let port = free_port()?;
        let server = Server::start_until_ok(program, &arguments(port), port, "/ready")?;
        started.push(server.started_ms);
        std::thread::sleep(QUIET);
        idle.push(server.memory_mb());
    }
    Some((median(started), median(idle)))
}
