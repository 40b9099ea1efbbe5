//! Work around the house: `cargo xtask` with nothing behind it lists what there is.

mod bench;
mod conformance;
mod credential;
mod fuzz;
mod paper;
mod python;
mod real_inputs;
mod run;
mod test;
mod tidy;

use std::path::PathBuf;
use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let root = root();
    match arguments.first().map(String::as_str) {
        Some("test") => test::run(&root),
        Some("tidy") => tidy::run(&root),
        Some("pictures") => test::pictures(&root),
        Some("fuzz") => fuzz::run(&root, &arguments[1..]),
        Some("conformance") => conformance::alone(&root),
        Some("credential") => credential::alone(&root),
        Some("paper") => paper::alone(&root),
        Some("real-inputs") => real_inputs::run(&arguments[1..]),
        Some("bench") => bench::run(&root, &arguments[1..]),
        Some(other) => {
            eprintln!("error: there is no task `{other}`\n");
            list();
            ExitCode::FAILURE
        }
        None => {
            list();
            ExitCode::SUCCESS
        }
    }
}

fn list() {
    println!(
        "cargo xtask test      install what the tests need, then run all of them\n\
         cargo xtask tidy      check the walls between the rooms and the house rules\n\
         cargo xtask pictures  take the pictures of the main pages for the documents\n\
         cargo xtask bench     measure beside a limit and a peer; prints ratios\n\
         cargo xtask fuzz      feed strange input for some seconds: --seconds N --seed S, or --replay FILE\n\
         cargo xtask conformance  hold what is exported against validators of others\n\
         cargo xtask credential   have wallets and verifiers of others fetch and check a licence\n\
         cargo xtask paper     have programs of others judge the papers: signature, structure, code\n\
         cargo xtask real-inputs INPUT DIR   answer questions about rules others wrote, and count the exact answers"
    );
}

fn root() -> PathBuf {
    let here = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).map_or(here.clone(), PathBuf::from)
}
