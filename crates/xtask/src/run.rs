//! Runs programs and says what it runs.

use std::path::Path;
use std::process::{Command, Stdio};

/// Runs a program with its output shown; says whether it ended well.
pub fn shown(at: &Path, program: &str, arguments: &[&str]) -> bool {
    println!("\n$ {program} {}", arguments.join(" "));
    match Command::new(program).args(arguments).current_dir(at).stdin(Stdio::null()).status() {
        Ok(status) => status.success(),
        Err(error) => {
            eprintln!("error: {program}: {error}");
            false
        }
    }
}

/// Whether a program is there.
pub fn has(program: &str) -> bool {
    Command::new("sh")
        .args(["-c", &format!("command -v {program}")])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|s| s.success())
}
