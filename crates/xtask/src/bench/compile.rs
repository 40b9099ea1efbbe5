//! What compiling takes: time, memory and diagrams of catalogues of 60, 600 and 6,000 conditions, and of one that explodes.
//!
//! Every line is a process of its own, so that the peak of its memory (`VmHWM`) is that of this catalogue alone.

use std::process::Command;
use std::sync::Arc;

use catalogue::{EventId, Source, compile};
use journey::{Known, Prepared};
use rules::Day;

use super::cities::{EVENT, city, paired};
use super::cpu_seconds;

/// What tells a child which catalogue is its own.
pub(super) const CHILD: &str = "--only";

pub fn run() -> bool {
    println!("\nCompiling a catalogue, each in a process of its own (time on the processor, one thread)\n");
    println!(
        "{:>22} {:>11} {:>11} {:>8} {:>8} {:>9} {:>12} {:>8}",
        "conditions", "compile ms", "prepare ms", "nodes", "largest", "too large", "question us", "peak MB"
    );
    let sizes = ["nothing:0", "city:60", "city:600", "city:6000"];
    let pairs = ["beside:8", "beside:16", "apart:8", "apart:12", "apart:13", "apart:16", "apart:32"];
    let lines = sizes.iter().chain(&pairs);
    let well = lines.map(|which| {
        let child =
            std::env::current_exe().map(|me| Command::new(me).args(["bench", "compile", CHILD, which]).status());
        child.is_ok_and(|status| status.is_ok_and(|status| status.success()))
    });
    let well = well.fold(true, |all, one| all & one);
    println!(
        "\n`city:N`: N permits over up to a hundred facts. `beside:N`, `apart:N`: N pairs of facts compared in one condition, each\n\
         beside its counterpart or all of one side first, which takes 3 x 2^N nodes. `too large`: conditions beyond the bound,\n\
         answered by evaluation. `question`: the first one. Peak memory includes the program itself (`nothing:0`)."
    );
    well
}

/// One line, in its own process.
pub(super) fn child(which: &str) -> bool {
    let Some((kind, size)) = which.split_once(':').and_then(|(kind, n)| Some((kind, n.parse().ok()?))) else {
        return false;
    };
    let sources: Vec<Source> = match kind {
        "city" => city(size),
        "beside" | "apart" => paired(size, kind == "beside"),
        _ => {
            println!("{which:>22} {:>11} {:>11} {:>8} {:>8} {:>9} {:>12} {:>8.1}", "", "", "", "", "", "", peak());
            return true;
        }
    };
    let began = cpu_seconds();
    let checked = compile(&sources);
    let compiled = (cpu_seconds() - began) * 1e3;
    let Some((catalogue, on)) = checked.catalogue.zip(Day::new(2026, 3, 2)) else {
        let first = checked.diagnostics.iter().find(|d| d.is_error()).map(|d| d.message.clone());
        println!("{which:>22} does not compile: {}", first.unwrap_or_default());
        return false;
    };
    let began = cpu_seconds();
    let Ok(prepared) = Prepared::new(Arc::new(catalogue), &EventId::new(EVENT), on) else { return false };
    let prepare = (cpu_seconds() - began) * 1e3;
    let began = cpu_seconds();
    let asked = prepared.next_question(&Known::new());
    let question = (cpu_seconds() - began) * 1e6;
    println!(
        "{which:>22} {compiled:>11.1} {prepare:>11.2} {:>8} {:>8} {:>9} {question:>12.0} {:>8.1}",
        prepared.size(),
        prepared.largest(),
        prepared.too_large(),
        peak()
    );
    asked.is_some()
}

/// The most memory this process ever had, in megabytes.
fn peak() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let kb = status.lines().find_map(|line| line.strip_prefix("VmHWM:")?.trim().split(' ').next()?.parse::<f64>().ok());
    kb.unwrap_or(0.0) / 1024.0
}
