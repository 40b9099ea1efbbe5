//! How long the demo city takes to answer, what it holds in memory when nobody asks, and how large the binary is.

use std::path::Path;

use super::median;
use super::server::Server;

pub fn run(root: &Path) -> bool {
    let onego = root.join("target/release/onego");
    println!("\nStart and size");
    let Ok(metadata) = std::fs::metadata(&onego) else {
        println!("  {} is missing", onego.display());
        return false;
    };
    println!("  binary                      {:>8.1} MB", metadata.len() as f64 / 1_048_576.0);
    let mut started = Vec::new();
    let mut idle = Vec::new();
    for round in 0..5u16 {
        let port = 21_800 + round;
        let arguments = ["demo".to_owned(), "--port".to_owned(), port.to_string()];
        let Some(server) = Server::start(&onego, &arguments, port) else {
            println!("  the demo did not start");
            return false;
        };
        started.push(server.started_ms);
        std::thread::sleep(std::time::Duration::from_millis(800));
        idle.push(server.memory_mb());
    }
    println!("  demo city, to first answer  {:>8.0} ms  (goal: under 2,000)", median(started));
    println!("  idle memory                 {:>8.1} MB", median(idle));
    true
}
