//! Has wallets and verifiers of others fetch, show and check a licence of the running demo city (`tests/credential`).

use std::path::Path;
use std::process::ExitCode;

use crate::python::environment;
use crate::run::shown;

/// Builds the program, then the same as in all tests.
pub fn alone(root: &Path) -> ExitCode {
    let onego = root.join("target/debug/onego");
    let tests = root.join("tests/credential");
    let well = shown(root, "cargo", &["build", "-p", "onego"])
        && shown(&tests, "npm", &["ci", "--no-audit", "--no-fund", "--silent"])
        && run(root, &onego.to_string_lossy());
    if well { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// With the built binary; says whether all was well.
pub fn run(root: &Path, onego: &str) -> bool {
    let tests = root.join("tests/credential");
    let Some(python) = environment(root, "tests/credential/requirements.txt", &root.join("target/credential")) else {
        return false;
    };
    shown(&tests, "node", &["wallets.mjs", onego, &python])
}
