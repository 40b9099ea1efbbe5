//! Has programs of others judge the papers of a licence (`tests/paper`): who signed, what the file says of itself, and what
//! a camera reads.

use std::path::Path;
use std::process::{Command, ExitCode, Stdio};

use crate::python::environment;
use crate::run::{has, shown};

pub fn alone(root: &Path) -> ExitCode {
    if run(root) { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Draws the papers anew and hands them to the judges; says whether all was well.
pub fn run(root: &Path) -> bool {
    for program in ["pdftoppm", "zbarimg"] {
        if !has(program) {
            eprintln!("error: install these first: poppler-utils, zbar-tools (`{program}` is missing)");
            return false;
        }
    }
    let Some(python) = environment(root, "tests/paper/requirements.txt", &root.join("target/paper")) else {
        return false;
    };
    let papers = root.join("target/papers");
    let drawn = Command::new("cargo")
        .args(["test", "-p", "licence", "--quiet", "papers_for_the_judges"])
        .env("LICENCE_PAPERS", &papers)
        .current_dir(root)
        .stdin(Stdio::null())
        .status()
        .is_ok_and(|status| status.success());
    let judged = papers.join("judged");
    drawn && shown(root, &python, &["tests/paper/judge.py", &judged.to_string_lossy()])
}
