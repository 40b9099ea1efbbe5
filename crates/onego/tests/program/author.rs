//! What an author types: `check` in its forms, what makes it fail, `explain`, and a story that names what is gone.

#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::Path;
use std::process::Output;

use serde_json::Value as Json;
use tempfile::TempDir;

use crate::city::{example_city, onego};

fn run(arguments: &[&str]) -> Output {
    onego().args(arguments).output().unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// The example city with one line changed in one file.
pub fn changed(file: &str, old: &str, new: &str) -> TempDir {
    fn copy(from: &Path, to: &Path) {
        fs::create_dir_all(to).unwrap();
        for entry in fs::read_dir(from).unwrap() {
            let path = entry.unwrap().path();
            let there = to.join(path.file_name().unwrap());
            if path.is_dir() {
                copy(&path, &there);
            } else {
                fs::copy(&path, &there).unwrap();
            }
        }
    }
    let folder = tempfile::tempdir().unwrap();
    copy(&example_city(), folder.path());
    let path = folder.path().join(file);
    let text = fs::read_to_string(&path).unwrap();
    assert!(text.contains(old), "{file} has no `{old}`");
    fs::write(&path, text.replacen(old, new, 1)).unwrap();
    folder
}

fn check(folder: &Path, more: &[&str]) -> Output {
    run(&[&["check", folder.to_str().unwrap(), "--on", "2026-03-02"], more].concat())
}

#[test]
fn the_example_city_passes_even_when_notes_are_denied() {
    let output = check(&example_city(), &["--deny", "notes"]);
    assert!(output.status.success(), "{}", said(&output));
    assert!(said(&output).contains("0 errors, 0 warnings, 0 notes"), "{}", said(&output));
}

#[test]
fn a_warning_fails_the_check_only_when_it_is_denied() {
    let folder = changed("parameters.yaml", "parameter: card_cooling_days", "parameter: card_cooling_day");
    assert!(!check(folder.path(), &[]).status.success(), "a misspelt parameter is an error");
    let folder =
        changed("permits/food.yaml", "law: [\"ORDER78 recalled\"], extend: \"5 wd\"", "law: [], extend: \"5 wd\"");
    assert!(check(folder.path(), &[]).status.success());
    let denied = check(folder.path(), &["--deny", "warnings"]);
    assert!(!denied.status.success());
    assert!(said(&denied).contains("warning[clock-without-law]"), "{}", said(&denied));
}

#[test]
fn json_and_sarif_say_the_same() {
    let folder =
        changed("permits/food.yaml", "law: [\"ORDER78 recalled\"], extend: \"5 wd\"", "law: [], extend: \"5 wd\"");
    let json: Json = serde_json::from_str(&said(&check(folder.path(), &["--format", "json"]))).unwrap();
    assert_eq!((&json["version"], &json["errors"], &json["warnings"]), (&1.into(), &0.into(), &1.into()));
    let sarif: Json = serde_json::from_str(&said(&check(folder.path(), &["--format", "sarif"]))).unwrap();
    let results = sarif["runs"][0]["results"].as_array().unwrap();
    let open: Vec<&Json> = results.iter().filter(|result| result["suppressions"].is_null()).collect();
    assert_eq!(open.len(), 1);
    let (diagnostic, region) = (&json["diagnostics"][0], &open[0]["locations"][0]["physicalLocation"]["region"]);
    assert_eq!(open[0]["ruleId"], diagnostic["code"]);
    assert_eq!(region["startLine"], diagnostic["place"]["line"]);
    assert_eq!(region["startColumn"], diagnostic["place"]["column"]);
    assert_eq!(results.len() - 1, json["allowed"].as_array().unwrap().len());
}

#[test]
fn explain_prints_a_page_or_lists_them_all() {
    let page = run(&["explain", "both-apply"]);
    assert!(said(&page).contains("**Remedy.**"));
    let list = said(&run(&["explain"]));
    assert!(list.contains("Conditions\n") && list.contains("never-applies"), "{list}");
    assert!(!run(&["explain", "no-such-code"]).status.success());
}

#[test]
fn a_story_that_names_a_permit_that_is_gone_fails() {
    let folder = changed("stories/shops.md", "| needs only | prepackaged-food |", "| needs only | packed-food |");
    let output = run(&["test", folder.path().to_str().unwrap()]);
    assert!(!output.status.success());
    assert!(said(&output).contains("there is no permit `packed-food`"), "{}", said(&output));
}

#[test]
fn a_burden_rises_only_with_a_reason() {
    let folder = changed("burden.lock", "      facts: 77\n", "      facts: 76\n");
    let raised = check(folder.path(), &[]);
    assert!(!raised.status.success());
    assert!(said(&raised).contains("error[burden-raised]: event `open-restaurant`: one_go.facts rises from 76 to 77"));
    assert!(said(&run(&["explain", "burden-raised"])).contains("--accept-burden"));
    let silent = check(folder.path(), &["--accept-burden", " "]);
    assert!(!silent.status.success() && String::from_utf8_lossy(&silent.stderr).contains("with a reason"));
    let accepted = check(folder.path(), &["--accept-burden", "the law asks for it since May"]);
    assert!(accepted.status.success(), "{}", said(&accepted));
    let lock = fs::read_to_string(folder.path().join("burden.lock")).unwrap();
    assert!(lock.contains("number: one_go.facts") && lock.contains("reason: the law asks for it since May"), "{lock}");
    assert!(check(folder.path(), &[]).status.success());
}

#[test]
fn a_lock_that_says_more_is_told_and_one_that_says_nonsense_fails() {
    let fell = changed("burden.lock", "      facts: 77\n", "      facts: 78\n");
    let told = check(fell.path(), &[]);
    assert!(told.status.success() && said(&told).contains("burden-fell"));
    let broken = changed("burden.lock", "one_go:", "one_way:");
    assert!(!check(broken.path(), &[]).status.success());
    let new_event = changed("burden.lock", "  hold-event:", "  hold-another-event:");
    assert!(said(&check(new_event.path(), &[])).contains("burden-not-locked"));
}

#[test]
fn the_receipt_and_the_reason_are_told_in_both_languages() {
    let city = example_city();
    let ask = |more: &[&str]| {
        let base = ["journey", city.to_str().unwrap(), "--event", "open-restaurant", "--on", "2026-03-02"];
        run(&[&base[..], more].concat())
    };
    let receipt = ask(&["--receipt", "--json"]);
    assert!(receipt.status.success());
    let receipt: Json = serde_json::from_slice(&receipt.stdout).unwrap();
    assert_eq!(receipt["removable"], 0);
    assert!(said(&ask(&["--receipt"])).contains("removable = 0"));

    let facts = tempfile::NamedTempFile::new().unwrap();
    fs::write(facts.path(), r#"{"venue.kind": "restaurant", "premises.operating_area": 420, "business.chain": false}"#).unwrap();
    let facts = facts.path().to_str().unwrap();
    let why = ask(&["--facts", facts, "--why", "small-catering", "--json"]);
    let why: Json = serde_json::from_slice(&why.stdout).unwrap();
    assert_eq!((&why["need"], &why["reason"][0]["fact"]), (&"not needed".into(), &"premises.operating_area".into()));
    assert_eq!(why["change"][0]["to"]["value"], "150", "the smallest move");
    let chinese = said(&ask(&["--facts", facts, "--why", "small-catering", "--lang", "zh"]));
    assert!(chinese.contains("经营面积: 420平方米 → 150平方米"), "{chinese}");
    let unknown = ask(&["--why", "parking"]);
    assert!(!unknown.status.success() && String::from_utf8_lossy(&unknown.stderr).contains("small-catering"));
}
