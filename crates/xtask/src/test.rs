//! All tests, in one command, on a fresh machine: installs what they need by apt and npm, then runs everything.

use std::path::Path;
use std::process::ExitCode;

use crate::run::{has, shown};
use crate::tidy;
use crate::{conformance, credential, paper};

/// Program to look for, Debian package that brings it.
const TOOLS: [(&str, &str); 5] = [
    ("chromium", "chromium"),
    ("pdftotext", "poppler-utils"),
    ("zbarimg", "zbar-tools"),
    ("node", "nodejs"),
    ("npm", "npm"),
];

const FONT: &str = "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc";

/// Debian keeps the binaries of each version in a folder under this one.
const POSTGRESQL: &str = "/usr/lib/postgresql";

pub fn run(root: &Path) -> ExitCode {
    let mut failed: Vec<&str> = Vec::new();
    let mut passed = 0;
    let mut step = |name: &'static str, well: bool| {
        if well {
            passed += 1;
        } else {
            eprintln!("error: {name} failed");
            failed.push(name);
        }
        well
    };
    step("install", install(root));
    step("tidy", tidy::run(root) == ExitCode::SUCCESS);
    if step("build", shown(root, "cargo", &["build", "--workspace", "--all-targets"])) {
        // The build has just put another program in the place of this one; it must be that one which starts itself anew.
        let xtask = root.join("target/debug/xtask");
        step("fuzz", shown(root, &xtask.to_string_lossy(), &["fuzz"]));
        step("rooms", shown(root, "cargo", &["test", "--workspace", "--quiet"]));
        let onego = root.join("target/debug/onego");
        let onego = onego.to_string_lossy();
        step("catalogue", shown(root, &onego, &["check", "catalogues/beijing"]));
        step("stories", shown(root, &onego, &["test", "catalogues/beijing"]));
        step("editor", shown(&root.join("tests/lsp"), "node", &["editor.mjs", &onego]));
        step("conformance", conformance::run(root, &onego));
        step("paper", paper::run(root));
        step("credential", credential::run(root, &onego));
        step("browser", shown(&root.join("tests/browser"), "node", &["walk.mjs", &onego]));
    }
    println!("\n{passed} passed, {} failed", failed.len());
    if failed.is_empty() {
        ExitCode::SUCCESS
    } else {
        eprintln!("failed: {}", failed.join(", "));
        ExitCode::FAILURE
    }
}

/// Takes the pictures of the main pages for README and docs.
pub fn pictures(root: &Path) -> ExitCode {
    let well = install(root)
        && shown(root, "cargo", &["build", "-p", "onego"])
        && shown(
            &root.join("tests/browser"),
            "node",
            &["pictures.mjs", &root.join("target/debug/onego").to_string_lossy()],
        );
    if well { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn install(root: &Path) -> bool {
    let mut packages: Vec<&str> =
        TOOLS.iter().filter(|(program, _)| !has(program)).map(|(_, package)| *package).collect();
    if !Path::new(FONT).exists() {
        packages.push("fonts-noto-cjk");
    }
    if !Path::new(POSTGRESQL).exists() {
        packages.push("postgresql");
    }
    if !packages.is_empty() {
        if !has("apt-get") {
            eprintln!("error: install these first: {}", packages.join(", "));
            return false;
        }
        let mut arguments = vec!["install", "-y", "--no-install-recommends"];
        arguments.extend(&packages);
        if !shown(root, "apt-get", &["update", "-q"]) || !shown(root, "apt-get", &arguments) {
            return false;
        }
    }
    ["tests/browser", "tests/credential", "tests/lsp", "tests/openid"]
        .iter()
        .map(|folder| root.join(folder))
        .filter(|folder| folder.join("package-lock.json").exists())
        .all(|folder| shown(&folder, "npm", &["ci", "--no-audit", "--no-fund", "--silent"]))
}
