//! `onego export`: what is written for others, and what is said when it cannot be.

use std::path::Path;
use std::process::{Command, Output};

fn export(arguments: &[&str]) -> Output {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    Command::new(env!("CARGO_BIN_EXE_onego")).current_dir(root).arg("export").args(arguments).output().unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn services_and_schemas_are_printed_or_written_into_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("services.ttl");
    let out = file.to_str().unwrap();
    let ran = export(&[
        "cpsv-ap",
        "catalogues/beijing",
        "--format",
        "turtle",
        "--base",
        "https://city.example/",
        "--out",
        out,
    ]);
    assert!(ran.status.success() && ran.stdout.is_empty(), "{}", said(&ran));
    assert!(std::fs::read_to_string(&file).unwrap().contains("<https://city.example/permit/"));

    let ran = export(&["form-schema", "catalogues/beijing", "--event", "open-restaurant", "--on", "2026-03-02"]);
    let schema: serde_json::Value = serde_json::from_slice(&ran.stdout).unwrap();
    assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
    assert_eq!(schema["x-onego-day"], "2026-03-02");
}

#[test]
fn what_cannot_be_exported_is_said_with_its_name() {
    for (arguments, expected) in [
        (&["cpsv-ap", "no-such-folder"][..], "there is no folder `no-such-folder`"),
        (&["cpsv-ap", "catalogues/beijing", "--base", "here"], "`here` cannot begin the names of things"),
        (&["cpsv-ap", "catalogues/beijing", "--out", "no-such-folder/x"], "`no-such-folder/x` cannot be written"),
        (&["form-schema", "catalogues/beijing", "--event", "restaurant"], "did you mean `open-restaurant`"),
        (
            &["form-schema", "catalogues/beijing", "--event", "hold-event", "--facts", "none.json"],
            "`none.json` cannot be read",
        ),
    ] {
        let ran = export(arguments);
        assert!(!ran.status.success() && said(&ran).contains(expected), "{}", said(&ran));
    }
}
