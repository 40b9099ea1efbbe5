//! Holds what onego exports against validators of others: SHACL shapes for RDF, JSON Schema in another language.
//!
//! The validators come by pip from a lock file with hashes into an environment of their own below `target`. The shapes of CPSV-AP are
//! optional data: without them that part says that it is skipped.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use crate::python::environment;
use crate::real_inputs::files;
use crate::run::shown;

const CATALOGUE: &str = "catalogues/beijing";
const EVENTS: [&str; 3] = ["open-restaurant", "open-supermarket", "hold-event"];
/// Below the folder with optional data, beside the checkout.
const SHAPES: &str = "../shared/data/conformance-vectors";

/// Builds the program, then the same as in all tests.
pub fn alone(root: &Path) -> ExitCode {
    let onego = root.join("target/debug/onego");
    let well = shown(root, "cargo", &["build", "-p", "onego"]) && run(root, &onego.to_string_lossy());
    if well { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Exports the example city with the built binary and has everything validated; says whether all was well.
pub fn run(root: &Path, onego: &str) -> bool {
    let at = root.join("target/conformance");
    let Some(python) = environment(root, "tests/conformance/requirements.txt", &at) else { return false };
    let named = |name: String| at.join(name).to_string_lossy().into_owned();
    let script = |name: &str| root.join("tests/conformance").join(name).to_string_lossy().into_owned();

    let mut checked = vec![script("schemas.py")];
    for event in EVENTS {
        let out = named(format!("{event}.schema.json"));
        let arguments = ["export", "form-schema", CATALOGUE, "--event", event, "--on", "2026-03-02", "--out", &out];
        if !shown(root, onego, &arguments) {
            return false;
        }
        checked.push(out);
    }
    if !shown(root, &python, &checked.iter().map(String::as_str).collect::<Vec<_>>()) {
        return false;
    }

    let shapes = match shapes(&root.join(SHAPES)) {
        Ok(Some(shapes)) => shapes,
        Ok(None) => {
            println!("skipped: the shapes of CPSV-AP are not in {SHAPES}");
            return true;
        }
        Err(why) => {
            eprintln!("error: {why}");
            return false;
        }
    };
    let tar = named("shapes.tar".to_owned());
    if let Err(error) = fs::write(&tar, shapes) {
        eprintln!("error: {tar}: {error}");
        return false;
    }
    let mut checked = vec![script("shapes.py"), tar];
    for (format, kind) in [("turtle", "ttl"), ("jsonld", "jsonld")] {
        let out = named(format!("services.{kind}"));
        if !shown(root, onego, &["export", "cpsv-ap", CATALOGUE, "--format", format, "--out", &out]) {
            return false;
        }
        checked.push(out);
    }
    shown(root, &python, &checked.iter().map(String::as_str).collect::<Vec<_>>())
}

/// The archive with the shapes, unpacked to a tar; none when there is none.
fn shapes(folder: &Path) -> Result<Option<Vec<u8>>, String> {
    let Ok(entries) = fs::read_dir(folder) else { return Ok(None) };
    let is_it = |path: &PathBuf| {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        name.starts_with("semic-cpsv-ap-") && name.ends_with(".tar.zst")
    };
    let found = entries.flatten().map(|entry| entry.path()).filter(is_it).max();
    found.map(|path| files::bytes(&path)).transpose()
}
