//! What the office keeps whatever happens around it: the catalogue of a case, request keys, the clock, room on the disk.

#![allow(clippy::unwrap_used)]

use std::path::{Path, PathBuf};

use casework::{PersonId, Who};
use catalogue::{Catalogue, EventId, EvidenceId, MediaType, Source};
use journey::Known;
use office::{Office, Once, PaperMistake, Turned};
use store::{Place, Store};
use town::{DEMO_SEED, Demo, Town, demo_day};

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|e| e == "yaml") {
            files.push(path);
        }
    }
}

fn texts() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../catalogues/beijing");
    let mut files = Vec::new();
    collect(&root, &mut files);
    files.sort();
    let name = |p: &Path| p.strip_prefix(&root).unwrap().to_string_lossy().into_owned();
    files.iter().map(|p| Source::new(name(p), std::fs::read_to_string(p).unwrap())).collect()
}

fn compiled(texts: &[Source]) -> Catalogue {
    catalogue::compile(texts).catalogue.expect("the example city compiles")
}

async fn demo(place: Place) -> Demo {
    let store = Store::open(place).unwrap();
    Town::demo(DEMO_SEED, compiled(&texts()), store, demo_day(), town::DEMO_ORIGIN, false).await.unwrap()
}

async fn ids(office: &Office) -> Vec<String> {
    office.store().read(|tx| tx.cases_page("", 10_000).map_err(Turned::from)).await.unwrap()
}

/// A case with this property, as its owner's hand sees it.
async fn a_case(office: &Office, is: impl Fn(&casework::Case) -> bool) -> (String, Who) {
    for id in ids(office).await {
        let case = office.case_file(&id).await.unwrap().case;
        if is(&case) {
            let by = Who::Applicant(PersonId::new(case.applicant().as_str()));
            return (id, by);
        }
    }
    panic!("the town has no such case");
}

#[tokio::test]
async fn a_filed_case_keeps_its_catalogue_over_a_restart_with_another_one() {
    let folder = tempfile::tempdir().unwrap();
    let place = || Place::Folder(folder.path().join("town"));
    let before = texts();
    let old = compiled(&before).fingerprint;
    let Demo { office, town, .. } = demo(place()).await;
    office.keep_catalogues(&before).await.unwrap();
    let (filed, _) = a_case(&office, |c| c.filing().is_some()).await;
    let (draft, _) = a_case(&office, |c| c.stage() == casework::Stage::Draft).await;
    office.store().close().await;
    drop(office);

    let mut after = before.clone();
    after[0].text.push_str("\n# The definitions changed over night.\n");
    let new = compiled(&after).fingerprint;
    assert_ne!(old, new);
    let open = || {
        let store = Store::open(place()).unwrap();
        town.open_again(compiled(&after), store, demo_day(), town::DEMO_ORIGIN).unwrap().0
    };
    // Without the old catalogue the case is not decided under another one: that would be a fault.
    let office = open();
    assert!(matches!(office.case_file(&filed).await, Err(Turned::Fault(_))));
    office.store().close().await;
    drop(office);
    // With it, filed cases keep theirs and drafts follow today's.
    let office = open();
    office.keep_catalogues(&after).await.unwrap();
    assert_eq!(office.case_file(&filed).await.unwrap().catalogue.fingerprint, old);
    assert_eq!(office.case_file(&draft).await.unwrap().catalogue.fingerprint, new);
    assert_eq!(office.tick().await.unwrap().failed, 0);
}

#[tokio::test]
async fn a_request_key_belongs_to_one_hand_and_one_case() {
    let town = std::sync::Arc::new(Town::found(DEMO_SEED));
    let store = Store::open(Place::Memory).unwrap();
    let (office, _) = town.open(compiled(&texts()), store, demo_day(), town::DEMO_ORIGIN, false).unwrap();
    let event: EventId = office.catalogue().events.keys().next().unwrap().clone();
    let once = || Some(Once { key: "KEY".to_owned(), content: "the same".to_owned() });
    let by = |name: &str| Who::Applicant(PersonId::new(name));
    let begin = |name: &'static str| office.begin(once(), by(name), &event, None, "en", Known::new());
    let first = begin("first").await.unwrap();
    let again = begin("first").await.unwrap();
    assert!(again.repeated && again.case.number() == first.case.number());
    assert!(matches!(begin("second").await, Err(Turned::KeyUsedTwice)));

    let other = office.begin(None, by("first"), &event, None, "en", Known::new()).await.unwrap();
    let text = || Some(Once { key: "MESSAGE".to_owned(), content: "the same".to_owned() });
    let withdraw = |id: String| {
        let office = office.clone();
        async move { office.carry_out(&id, text(), by("first"), |c, d| casework::acts::withdraw(c, d, None)).await }
    };
    assert!(!withdraw(first.case.id().as_str().to_owned()).await.unwrap().repeated);
    let elsewhere = withdraw(other.case.id().as_str().to_owned()).await;
    assert!(matches!(elsewhere, Err(Turned::KeyUsedTwice)), "the key was taken for done on another case");
}

#[tokio::test]
async fn one_broken_case_does_not_stop_the_clock_of_the_others() {
    let demo = demo(Place::Memory).await;
    let whole = demo.office.tick().await.unwrap();
    assert_eq!(whole.failed, 0);
    demo.office
        .store()
        .write(|tx| tx.append_event("0000000000000000", 1, 1, "no event").map(|_| ()).map_err(Turned::from))
        .await
        .unwrap();
    let tick = demo.office.tick().await.unwrap();
    assert_eq!((tick.failed, tick.cases), (1, whole.cases));
}

fn pdf(number: usize) -> Vec<u8> {
    format!("%PDF-1.4\n% {number}\nstartxref\n0\n%%EOF\n").into_bytes()
}

fn a_pdf_slot(catalogue: &Catalogue) -> EvidenceId {
    let takes = |e: &&catalogue::Evidence| e.accepts.contains(&MediaType::Pdf);
    catalogue.evidence.values().find(takes).unwrap().id.clone()
}

#[tokio::test]
async fn a_case_has_room_for_a_number_of_papers_and_no_more() {
    let town = std::sync::Arc::new(Town::found(DEMO_SEED));
    let store = Store::open(Place::Memory).unwrap();
    let (office, _) = town.open(compiled(&texts()), store, demo_day(), town::DEMO_ORIGIN, false).unwrap();
    let catalogue = office.catalogue();
    let event = catalogue.events.keys().next().unwrap().clone();
    let by = Who::Applicant(PersonId::new("somebody"));
    let case = office.begin(None, by.clone(), &event, None, "en", Known::new()).await.unwrap().case;
    let slot = a_pdf_slot(&catalogue);
    let mut refused = None;
    for number in 0..150 {
        let added = office.add_paper(case.id().as_str(), by.clone(), &slot, "a.pdf", pdf(number)).await;
        if let Err(turned) = added {
            refused = Some((number, turned));
            break;
        }
    }
    assert_eq!(refused, Some((100, Turned::Paper(PaperMistake::TooMany { max: 100 }))));
}

fn files(folder: &Path) -> usize {
    let entries = std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().path());
    entries.map(|path| if path.is_dir() { files(&path) } else { 1 }).sum()
}

#[tokio::test]
async fn a_paper_that_may_not_come_never_reaches_the_disk() {
    let folder = tempfile::tempdir().unwrap();
    let demo = demo(Place::Folder(folder.path().join("town"))).await;
    let papers = folder.path().join("town");
    let asked_for_no_paper = |c: &casework::Case| c.filing().is_some() && c.notice().open_points().count() == 0;
    let (filed, by) = a_case(&demo.office, asked_for_no_paper).await;
    let before = files(&papers);
    let slot = a_pdf_slot(&demo.office.catalogue());
    for number in 0..3 {
        let added = demo.office.add_paper(&filed, by.clone(), &slot, "a.pdf", pdf(number)).await;
        assert!(matches!(added, Err(Turned::Refused(_))), "{added:?}");
        let stranger = Who::Applicant(PersonId::new("stranger"));
        let added = demo.office.add_paper(&filed, stranger, &slot, "a.pdf", pdf(number)).await;
        assert!(matches!(added, Err(Turned::Refused(_))), "{added:?}");
    }
    assert_eq!(files(&papers), before, "papers of a refused request lie on the disk");
}
