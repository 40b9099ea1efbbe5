//! Taste, executed: the walls between the rooms and the rules of the house. Also run by `cargo test`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// The rooms in the order in which the paper travels: one may know only those before it.
const ROOMS: [&str; 13] = [
    "rules",
    "catalogue",
    "journey",
    "exchange",
    "casework",
    "ledger",
    "licence",
    "vault",
    "store",
    "office",
    "terminals",
    "town",
    "onego",
];

/// Rooms that take values and a day and return values.
const PURE: [&str; 7] = ["rules", "catalogue", "journey", "exchange", "casework", "ledger", "licence"];

/// What a pure room may not touch: the clock, dice, disk, network, threads that wait.
const WORLDLY: [&str; 10] = [
    "SystemTime",
    "Instant::now",
    "getrandom",
    "thread_rng",
    "tokio::",
    "std::net",
    "rusqlite",
    "tokio_postgres",
    "std::env::var",
    "Timestamp::now",
];

/// The licence room looks for a system font when a rare character is missing from its own.
const MAY_READ_FILES: [&str; 1] = ["licence"];

const DRAWERS: [&str; 12] = [
    "util", "utils", "common", "helper", "helpers", "manager", "service", "services", "misc", "shared", "handler",
    "handlers",
];

/// Longer files need a reason here.
const LONGEST: usize = 700;

pub fn run(root: &Path) -> ExitCode {
    let found = look(root);
    for fault in &found {
        eprintln!("tidy: {fault}");
    }
    if found.is_empty() {
        println!("tidy: all is in its place");
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

/// Everything that is not in its place.
pub fn look(root: &Path) -> Vec<String> {
    let mut found = Vec::new();
    for room in ROOMS {
        arrows(root, room, &mut found);
        for file in rust_files(&root.join("crates").join(room).join("src")) {
            source(root, room, &file, &mut found);
        }
    }
    promises(root, &mut found);
    outside(root, &mut found);
    found
}

fn arrows(root: &Path, room: &str, found: &mut Vec<String>) {
    let manifest = fs::read_to_string(root.join("crates").join(room).join("Cargo.toml")).unwrap_or_default();
    let Some(here) = ROOMS.iter().position(|r| *r == room) else { return };
    let plain = manifest.split("[dev-dependencies]").next().unwrap_or_default();
    for line in plain.lines() {
        let Some(name) = line.split(['=', '.', ' ']).next().filter(|n| !n.is_empty()) else { continue };
        if let Some(there) = ROOMS.iter().position(|r| *r == name)
            && there > here
            && line.contains("workspace")
        {
            found.push(format!("crates/{room} knows `{name}`, which the paper has not passed yet"));
        }
    }
}

fn source(root: &Path, room: &str, file: &Path, found: &mut Vec<String>) {
    let shown = file.strip_prefix(root).unwrap_or(file).display().to_string();
    let text = fs::read_to_string(file).unwrap_or_default();
    let stem = file.file_stem().map(|s| s.to_string_lossy().into_owned()).unwrap_or_default();
    if DRAWERS.contains(&stem.as_str()) {
        found.push(format!("{shown}: `{stem}` says where things are put, not what they are"));
    }
    if !text.starts_with("//!") {
        found.push(format!("{shown}: begins without a sentence that says what it is"));
    }
    let lines = text.lines().count();
    if lines > LONGEST {
        found.push(format!("{shown}: {lines} lines; split it"));
    }
    let product = text.split("#[cfg(test)]").next().unwrap_or_default();
    for (number, line) in product.lines().enumerate() {
        let code = line.split("//").next().unwrap_or_default();
        let at = |what: &str| format!("{shown}:{}: {what}", number + 1);
        if PURE.contains(&room) {
            if let Some(worldly) = WORLDLY.iter().find(|w| code.contains(*w)) {
                found.push(at(&format!("`{worldly}` in a pure room")));
            }
            if code.contains("std::fs") && !MAY_READ_FILES.contains(&room) {
                found.push(at("a file in a pure room"));
            }
        }
        for unfinished in ["todo!(", "unimplemented!(", "dbg!(", "#[ignore"] {
            if code.contains(unfinished) {
                found.push(at(&format!("`{unfinished}`")));
            }
        }
        if line.contains(concat!("FIX", "ME")) || line.contains(concat!("TO", "DO:")) {
            found.push(at("a note instead of the work"));
        }
        // Specimens are compiled for tests only; their module says so where it is declared.
        if stem != "specimen" && code.contains(".unwrap()") {
            found.push(at("`.unwrap()` outside tests"));
        }
        let lower = code.to_lowercase();
        if room != "store"
            && ["\"select ", "\"insert into", "\"delete from", "\"update "].iter().any(|s| lower.contains(s))
        {
            found.push(at("SQL outside the store"));
        }
    }
}

/// Every promise names a test, and the test exists.
fn promises(root: &Path, found: &mut Vec<String>) {
    let Ok(text) = fs::read_to_string(root.join("docs/promises.md")) else {
        found.push("docs/promises.md is missing".to_owned());
        return;
    };
    let mut everything = String::new();
    for folder in ["crates", "tests", "catalogues"] {
        for file in files(&root.join(folder)) {
            let kind = file.extension().and_then(|e| e.to_str()).unwrap_or_default();
            if matches!(kind, "rs" | "mjs" | "md") {
                everything.push_str(&fs::read_to_string(&file).unwrap_or_default());
            }
        }
    }
    let mut named = 0;
    for line in text.lines().filter(|l| l.starts_with('|')).skip(2) {
        let tests: Vec<&str> = line.split('`').skip(1).step_by(2).collect();
        if tests.is_empty() {
            found.push(format!("docs/promises.md: no test is named in: {line}"));
        }
        for test in tests {
            named += 1;
            let name = test.rsplit("::").next().unwrap_or(test);
            let is_script = |folder: &&str| root.join("tests").join(folder).join(name).exists();
            let is_file = name.ends_with(".mjs") && ["browser", "credential"].iter().any(|folder| is_script(&folder));
            if !is_file && !everything.contains(&format!("fn {name}(")) {
                found.push(format!("docs/promises.md: there is no test `{test}`"));
            }
        }
    }
    if named == 0 {
        found.push("docs/promises.md names no test".to_owned());
    }
}

/// The project speaks of itself alone.
fn outside(root: &Path, found: &mut Vec<String>) {
    let strangers = [concat!("/wo", "rk/"), concat!("crates", ".io"), concat!("pypi", ".org"), concat!("npmjs", ".")];
    for file in files(root) {
        let name = file.file_name().and_then(|n| n.to_str()).unwrap_or_default();
        let kind = file.extension().and_then(|e| e.to_str()).unwrap_or_default();
        if name.ends_with("lock.json") || name == "Cargo.lock" || name == ".git" {
            continue;
        }
        if !matches!(kind, "rs" | "md" | "toml" | "yaml" | "mjs" | "js" | "css" | "ftl" | "json" | "sql" | "") {
            continue;
        }
        let Ok(text) = fs::read_to_string(&file) else { continue };
        if let Some(stranger) = strangers.iter().find(|s| text.contains(*s)) {
            let shown = file.strip_prefix(root).unwrap_or(&file).display();
            found.push(format!("{shown}: names `{stranger}`, which is outside the project"));
        }
    }
}

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    files(folder).into_iter().filter(|f| f.extension().is_some_and(|e| e == "rs")).collect()
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut all = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).into_iter().flatten().flatten() {
            let path = entry.path();
            let name = entry.file_name().to_string_lossy().into_owned();
            if path.is_dir() {
                if !matches!(name.as_str(), "target" | "node_modules" | ".git" | "onego-data") {
                    folders.push(path);
                }
            } else {
                all.push(path);
            }
        }
    }
    all.sort();
    all
}

#[cfg(test)]
mod tests {
    #[test]
    fn all_is_in_its_place() {
        let found = super::look(&crate::root());
        assert!(found.is_empty(), "{}", found.join("\n"));
    }
}
