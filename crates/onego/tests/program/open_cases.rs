//! Before a law changes: what it would mean for the cases that are open, by number only, and written down for the people
//! whose sealed facts had to be opened for it.

#![allow(clippy::unwrap_used)]

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Output;

use catalogue::Source;
use serde_json::Value as Json;
use store::{Place, Store};
use tempfile::TempDir;
use town::{DEMO_SEED, Town, demo_day};

use crate::author::changed;
use crate::city::{example_city, onego};

fn texts(folder: &Path, home: &Path, found: &mut Vec<Source>) {
    let mut entries: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            texts(&path, home, found);
        } else if path.extension().is_some_and(|e| e == "yaml") {
            let name = path.strip_prefix(home).unwrap().to_string_lossy().into_owned();
            found.push(Source::new(name, fs::read_to_string(&path).unwrap()));
        }
    }
}

/// A data folder as `onego serve` keeps it, with the cases of the demonstration city in it.
struct City {
    data: TempDir,
    /// Numbers of the open cases, and everything personal that anybody in the town is called.
    open: Vec<String>,
}

impl City {
    /// Filed under the definitions in a folder.
    async fn under(catalogue: &Path) -> City {
        let data = tempfile::tempdir().unwrap();
        let mut sources = Vec::new();
        texts(catalogue, catalogue, &mut sources);
        sources.sort_by(|a, b| a.name.cmp(&b.name));
        let compiled = catalogue::compile(&sources).catalogue.expect("the catalogue compiles");
        let store = Store::open(Place::Folder(data.path().join("store"))).unwrap();
        let demo = Town::demo(DEMO_SEED, compiled, store, demo_day(), town::DEMO_ORIGIN, false).await.unwrap();
        demo.office.keep_catalogues(&sources).await.unwrap();
        let ids = demo.office.store().read(|tx| tx.cases_in_stage("filed", "", 10_000)).await.unwrap();
        let mut open = Vec::new();
        for id in ids {
            open.push(demo.office.case_file(&id).await.unwrap().case.number().to_owned());
        }
        demo.office.store().close().await;
        assert!(open.len() > 5, "the town has open cases");
        City { data, open }
    }

    /// Puts the key of the town where `onego serve` has its own.
    fn with_key(self) -> City {
        let key = self.data.path().join("root.key");
        fs::write(&key, town::DEMO_ROOT).unwrap();
        fs::set_permissions(&key, fs::Permissions::from_mode(0o600)).unwrap();
        self
    }

    fn diff(&self, old: &Path, new: &Path, more: &[&str]) -> Output {
        let (old, new) = (old.to_str().unwrap(), new.to_str().unwrap());
        let cases = self.data.path().to_str().unwrap();
        let asked = ["diff", old, new, "--on", "2026-03-02", "--cases", cases];
        onego().args(asked).args(more).output().unwrap()
    }

    fn counts(&self, old: &Path, new: &Path) -> Json {
        let output = self.diff(old, new, &["--format", "json"]);
        let said: Json = serde_json::from_slice(&output.stdout)
            .unwrap_or_else(|_| panic!("{}", String::from_utf8_lossy(&output.stderr)));
        said["open_cases"].clone()
    }
}

fn cases(said: &Json, what: &str) -> u64 {
    said[what]["cases"].as_u64().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn every_open_case_is_counted_once_and_named_by_its_number() {
    let city = City::under(&example_city()).await;
    let longer =
        changed("permits/food.yaml", r#"extend: "5 wd", promise: "8 wd""#, r#"extend: "5 wd", promise: "9 wd""#);

    let same = city.counts(&example_city(), &example_city());
    assert_eq!((cases(&same, "same"), cases(&same, "worse")), (city.open.len() as u64, 0));

    let said = city.counts(&example_city(), longer.path());
    assert_eq!(said["open"].as_u64().unwrap(), city.open.len() as u64);
    let sum: u64 = ["same", "better", "worse", "needs_fact"].iter().map(|what| cases(&said, what)).sum();
    assert_eq!(sum, city.open.len() as u64);
    assert!(cases(&said, "worse") > 0 && cases(&said, "same") > 0, "{said:#}");
    let clock = &said["differences"][0];
    assert_eq!(clock["said"], "permit food-business: promise longer, 8 wd → 9 wd");
    assert_eq!(clock["cases"], said["worse"]["cases"]);
    for number in clock["examples"].as_array().unwrap() {
        assert!(city.open.iter().any(|open| open == number.as_str().unwrap()));
    }
    assert_eq!(said["facts_opened"], 0, "a promise is nobody's secret");

    let words = city.diff(&example_city(), longer.path(), &["--deny", "worse"]);
    assert!(!words.status.success());
    let told = String::from_utf8(words.stdout).unwrap();
    assert!(told.contains(&format!("{} open cases under the new definitions", city.open.len())), "{told}");
    assert!(told.contains("promise longer, 8 wd → 9 wd"), "{told}");
    // Where they came from the way is shorter again.
    assert!(city.diff(longer.path(), longer.path(), &[]).status.success());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_case_is_judged_by_the_law_it_was_filed_under() {
    let stricter =
        changed("permits/food.yaml", r#"extend: "5 wd", promise: "8 wd""#, r#"extend: "5 wd", promise: "6 wd""#);
    let city = City::under(stricter.path()).await;
    // The first folder promises what the second does; but the cases were promised less.
    let said = city.counts(&example_city(), &example_city());
    assert!(cases(&said, "worse") > 0, "{said:#}");
    assert_eq!(said["differences"][0]["said"], "permit food-business: promise longer, 6 wd → 8 wd");
    let back = city.counts(&example_city(), stricter.path());
    assert_eq!(cases(&back, "same"), city.open.len() as u64);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sealed_fact_is_opened_only_with_the_key_and_its_person_reads_what_for() {
    let rule = r#"      - rule: someone-signs
        must: 'applicant.contact_name != "Nobody"'
        name: { en: "Somebody can be talked to", zh: "有联系人" }
        way_forward: { en: "Name somebody.", zh: "请填写联系人。" }
        law: ["ORDER78 recalled"]
      - rule: not-a-home
"#;
    let new = changed("permits/food.yaml", "      - rule: not-a-home\n", rule);
    let city = City::under(&example_city()).await;
    let closed = city.diff(&example_city(), new.path(), &[]);
    assert!(!closed.status.success(), "what was not judged fails");
    let told = String::from_utf8(closed.stdout).unwrap();
    assert!(told.contains("no key to open applicant.contact_name"), "{told}");

    let city = city.with_key();
    let said = city.counts(&example_city(), new.path());
    let opened = said["facts_opened"].as_u64().unwrap();
    assert!(opened > 0, "{said:#}");
    assert_eq!(said["not_judged"].as_array().unwrap().len(), 0, "{said:#}");
    assert!(!said.to_string().contains("林悦"), "a name is told");

    let store = Store::open(Place::Folder(city.data.path().join("store"))).unwrap();
    let ids = store.read(|tx| tx.cases_in_stage("filed", "", 10_000)).await.unwrap();
    let mut written_down = 0;
    for id in ids {
        let readings = store.read(move |tx| tx.readings_of_case(&id)).await.unwrap();
        let ours: Vec<_> = readings.iter().filter(|reading| reading.purpose == "transition").collect();
        assert!(ours.iter().all(|r| r.actor == "operator" && r.facts == ["applicant.contact_name"]), "{ours:?}");
        written_down += ours.len() as u64;
    }
    store.close().await;
    assert_eq!(written_down, opened);

    fs::remove_file(city.data.path().join("root.key")).unwrap();
    fs::write(city.data.path().join("root.key"), [7; 32]).unwrap();
    fs::set_permissions(city.data.path().join("root.key"), fs::Permissions::from_mode(0o600)).unwrap();
    assert!(!city.diff(&example_city(), new.path(), &[]).status.success(), "another key opens nothing");
}

#[test]
fn a_folder_without_a_store_is_said_and_nothing_is_made_in_it() {
    let empty = tempfile::tempdir().unwrap();
    let city = example_city();
    for store in [empty.path().to_str().unwrap().to_owned(), format!("sqlite:{}", empty.path().display())] {
        let asked = ["diff", city.to_str().unwrap(), city.to_str().unwrap(), "--cases", &store];
        let output = onego().args(asked).output().unwrap();
        assert!(!output.status.success());
        assert!(String::from_utf8_lossy(&output.stderr).contains("there is no store in"));
    }
    assert_eq!(fs::read_dir(empty.path()).unwrap().count(), 0);
}
