//! The SARIF log: read by the types that others made from the published schema, and true about every place.

#![allow(clippy::unwrap_used)]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use catalogue::{Checked, Source, compile, to_sarif};
use serde_json::Value as Json;

/// The small city, with some of its lines changed.
fn city(changes: &[(&str, &str)]) -> Vec<Source> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/base");
    let mut sources: Vec<Source> = ["city", "events", "facts", "permits"]
        .iter()
        .map(|name| {
            Source::new(format!("{name}.yaml"), fs::read_to_string(folder.join(format!("{name}.yaml"))).unwrap())
        })
        .collect();
    for (old, new) in changes {
        let source = sources.iter_mut().find(|source| source.text.contains(old)).unwrap();
        source.text = source.text.replacen(old, new, 1);
    }
    sources
}

/// Wrong in many ways: an error, a warning with places in two files, and one that is allowed. Chinese stands before some places.
fn faulty() -> Vec<Source> {
    city(&[
        ("authority: tea-office\n    law: [TEA 60]", "authority: tea-ofice\n    law: [TEA 60]"),
        ("name: { en: Dark, zh: 黑茶 }", "name: { zh: 黑茶 }"),
        ("if: shop.district == \"dunes\" && shop.area > 500", "if: shop.district == \"dunes\" && shop.area > 5000"),
        ("    superior: town-hall\n", "    allow: [{ code: nobody-takes-over, reason: It is the only one. }]\n"),
    ])
}

fn log(checked: &Checked, sources: &[Source], folder: &str) -> Json {
    serde_json::from_str(&to_sarif(checked, sources, folder)).unwrap()
}

fn results(log: &Json) -> &Vec<Json> {
    log["runs"][0]["results"].as_array().unwrap()
}

/// All regions of a result, with the file each stands in.
fn regions(result: &Json) -> Vec<(&str, &Json)> {
    let locations = ["locations", "relatedLocations"].iter().filter_map(|key| result[*key].as_array()).flatten();
    locations
        .map(|location| &location["physicalLocation"])
        .map(|place| (place["artifactLocation"]["uri"].as_str().unwrap(), &place["region"]))
        .collect()
}

/// What a reader that counts characters sees in a region of one line.
fn seen(text: &str, region: &Json) -> String {
    let number = |key: &str| usize::try_from(region[key].as_u64().unwrap()).unwrap();
    assert_eq!(number("startLine"), number("endLine"));
    let line = text.trim_start_matches('\u{feff}').lines().nth(number("startLine") - 1).unwrap();
    line.chars().skip(number("startColumn") - 1).take(number("endColumn") - number("startColumn")).collect()
}

#[test]
fn others_read_the_log_and_lose_nothing() {
    let sources = faulty();
    let checked = compile(&sources);
    let written = log(&checked, &sources, "catalogues/saltmarsh");
    let read: serde_sarif::sarif::Sarif = serde_json::from_value(written.clone()).unwrap();
    assert_eq!(serde_json::to_value(&read).unwrap(), written);
    assert_eq!(written["version"], "2.1.0");
    assert_eq!(written["runs"][0]["originalUriBaseIds"]["CATALOGUE"]["uri"], "catalogues/saltmarsh/");
}

#[test]
fn every_result_names_its_rule_and_every_rule_has_its_page() {
    let sources = faulty();
    let log = log(&compile(&sources), &sources, "");
    let rules = log["runs"][0]["tool"]["driver"]["rules"].as_array().unwrap();
    let ids: BTreeSet<&str> = rules.iter().map(|rule| rule["id"].as_str().unwrap()).collect();
    assert_eq!(ids.len(), rules.len());
    assert_eq!(ids, catalogue::codes().collect());
    assert!(rules.iter().all(|rule| rule["help"]["markdown"].as_str().unwrap().contains("**Remedy.**")));
    for result in results(&log) {
        let at = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
        assert_eq!(rules[at]["id"], result["ruleId"]);
    }
    let artifacts = log["runs"][0]["artifacts"].as_array().unwrap();
    assert_eq!(artifacts.len(), sources.len());
}

#[test]
fn columns_count_characters_also_behind_chinese_and_a_byte_order_mark() {
    let mut sources = faulty();
    for source in &mut sources {
        source.text.insert(0, '\u{feff}');
    }
    let log = log(&compile(&sources), &sources, "");
    let mut shown = BTreeSet::new();
    for result in results(&log) {
        for (file, region) in regions(result) {
            let source = sources.iter().find(|source| source.name == file).unwrap();
            shown.insert(seen(&source.text, region));
        }
    }
    for part in ["tea-ofice", "{ zh: 黑茶 }", "shop.area > 5000", "5000"] {
        assert!(shown.contains(part), "{part} is not among {shown:?}");
    }
    assert!(shown.iter().all(|part| !part.trim().is_empty()), "{shown:?}");
}

#[test]
fn a_fingerprint_stays_when_the_definition_moves() {
    let fingerprints = |sources: &[Source]| -> BTreeSet<String> {
        let log = log(&compile(sources), sources, "");
        let all = results(&log).iter().map(|r| r["partialFingerprints"]["onego/v1"].as_str().unwrap().to_owned());
        let all: Vec<String> = all.collect();
        let different: BTreeSet<String> = all.iter().cloned().collect();
        assert_eq!(different.len(), all.len(), "two results share a fingerprint");
        different
    };
    let sources = faulty();
    let mut moved = sources.clone();
    for source in &mut moved {
        source.text = format!("# moved\n\n{}", source.text);
    }
    assert_eq!(fingerprints(&sources), fingerprints(&moved));
    assert!(!fingerprints(&sources).is_subset(&fingerprints(&city(&[]))));
}

#[test]
fn what_is_allowed_is_a_suppressed_result_with_its_reason() {
    let sources = city(&[(
        "    superior: town-hall\n",
        "    allow: [{ code: nobody-takes-over, reason: It is the only one. }]\n",
    )]);
    let checked = compile(&sources);
    assert!(checked.diagnostics.is_empty() && checked.catalogue.is_some());
    let log = log(&checked, &sources, "");
    let [result] = &results(&log)[..] else { panic!("one result, not {}", results(&log).len()) };
    assert_eq!((&result["ruleId"], &result["level"]), (&"nobody-takes-over".into(), &"warning".into()));
    assert_eq!(
        result["suppressions"],
        serde_json::json!([{ "kind": "inSource", "justification": "It is the only one." }])
    );
}

#[test]
fn strange_file_names_are_addresses() {
    let sources = [Source::new("更多 facts#1.yaml", "dutys: []\n")];
    let log = log(&compile(&sources), &sources, "");
    let uris: BTreeSet<&str> = results(&log).iter().flat_map(regions).map(|(uri, _)| uri).collect();
    assert_eq!(uris, BTreeSet::from(["%E6%9B%B4%E5%A4%9A%20facts%231.yaml"]));
}
