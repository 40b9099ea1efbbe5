//! Measures beside a limit or a peer in the same run, and prints ratios. Never a timed test.

mod cities;
mod compile;
mod diff;
mod form;
mod growth;
mod load;
mod server;
mod start;
mod t1;
mod why;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use crate::run::shown;

/// `cargo xtask bench [growth|compile|diff|why|start|form|t1] [--data DIR] [--shared DIR] [--seconds N]`
pub fn run(root: &Path, arguments: &[String]) -> ExitCode {
    if cfg!(debug_assertions) {
        // Only an optimised build says anything; build it and go on there.
        let mut again = vec!["run", "--quiet", "--release", "-p", "xtask", "--", "bench"];
        again.extend(arguments.iter().map(String::as_str));
        const WITHOUT_SERVER: [&str; 5] = ["t1", "growth", "compile", "diff", "why"];
        let is_server = arguments.first().is_none_or(|which| !WITHOUT_SERVER.contains(&which.as_str()));
        let built = !is_server || shown(root, "cargo", &["build", "--release", "-p", "onego"]);
        let well = built && shown(root, "cargo", &again);
        return if well { ExitCode::SUCCESS } else { ExitCode::FAILURE };
    }
    let value = |name: &str| arguments.iter().position(|a| a == name).and_then(|at| arguments.get(at + 1)).cloned();
    let data = value("--data").map(PathBuf::from);
    let seconds = value("--seconds").and_then(|s| s.parse().ok()).unwrap_or(3);
    let which = arguments.first().filter(|a| !a.starts_with("--")).map(String::as_str);
    if let Some(only) = value(compile::CHILD) {
        return if compile::child(&only) { ExitCode::SUCCESS } else { ExitCode::FAILURE };
    }
    println!("load average {}", std::fs::read_to_string("/proc/loadavg").unwrap_or_default().trim());
    let mut well = true;
    if which.is_none_or(|w| w == "growth") {
        growth::run();
    }
    if which.is_none_or(|w| w == "compile") {
        well &= compile::run();
    }
    if which.is_none_or(|w| w == "diff") {
        well &= diff::run(root);
    }
    if which.is_none_or(|w| w == "why") {
        well &= why::run(root);
    }
    if which.is_none_or(|w| w == "start") {
        well &= start::run(root);
    }
    if which.is_none_or(|w| w == "form") {
        well &= form::run(root, data.as_deref(), seconds);
    }
    if which == Some("t1") {
        let Some(data) = &data else {
            eprintln!("error: say where the generator wrote the rules and the applicants: --data DIR");
            return ExitCode::FAILURE;
        };
        let shared = value("--shared").map_or_else(|| root.join("../shared"), PathBuf::from);
        well &= t1::run(data, &shared);
    }
    if well { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// The middle of some readings.
pub(crate) fn median(mut readings: Vec<f64>) -> f64 {
    readings.sort_by(f64::total_cmp);
    readings.get(readings.len() / 2).copied().unwrap_or(0.0)
}

/// What this thread has had of a processor. Others on the machine do not count.
pub(crate) fn cpu_seconds() -> f64 {
    // The kernel counts when a thread stands back.
    std::thread::yield_now();
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    text.split(' ').next().and_then(|ns| ns.parse::<f64>().ok()).unwrap_or(0.0) / 1e9
}
