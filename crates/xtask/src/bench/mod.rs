//! Measures beside a limit or a peer in the same run, and prints ratios. Never a timed test.

mod form;
mod growth;
mod load;
mod server;
mod start;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use crate::run::shown;

/// `cargo xtask bench [growth|start|form] [--data DIR] [--seconds N]`
pub fn run(root: &Path, arguments: &[String]) -> ExitCode {
    if cfg!(debug_assertions) {
        // Only an optimised build says anything; build it and go on there.
        let mut again = vec!["run", "--quiet", "--release", "-p", "xtask", "--", "bench"];
        again.extend(arguments.iter().map(String::as_str));
        let well = shown(root, "cargo", &["build", "--release", "-p", "onego"]) && shown(root, "cargo", &again);
        return if well { ExitCode::SUCCESS } else { ExitCode::FAILURE };
    }
    let value = |name: &str| arguments.iter().position(|a| a == name).and_then(|at| arguments.get(at + 1)).cloned();
    let data = value("--data").map(PathBuf::from);
    let seconds = value("--seconds").and_then(|s| s.parse().ok()).unwrap_or(3);
    let which = arguments.first().filter(|a| !a.starts_with("--")).map(String::as_str);
    println!("load average {}", std::fs::read_to_string("/proc/loadavg").unwrap_or_default().trim());
    let mut well = true;
    if which.is_none_or(|w| w == "growth") {
        growth::run();
    }
    if which.is_none_or(|w| w == "start") {
        well &= start::run(root);
    }
    if which.is_none_or(|w| w == "form") {
        well &= form::run(root, data.as_deref(), seconds);
    }
    if well { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// The middle of some readings.
pub(crate) fn median(mut readings: Vec<f64>) -> f64 {
    readings.sort_by(f64::total_cmp);
    readings.get(readings.len() / 2).copied().unwrap_or(0.0)
}
