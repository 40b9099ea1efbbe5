//! What the office keeps whatever happens around it: the catalogue of a case, request keys, the clock, room on the disk.

#![allow(clippy::unwrap_used)]

use std::path::{Path, PathBuf};

use casework::{PersonId, Who};
use catalogue::{Catalogue, EventId, EvidenceId, MediaType, Source};
use journey::Known;
use office::{Hold, Office, Once, PaperMistake, Reader, Turned};
use sha2::{Digest, Sha256};
use store::{Place, Store};
use town::{DEMO_SEED, Demo, Town, demo_day};
use vault::{Actor, Purpose, PurposeCode};

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

fn contents(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(contents(&path));
        } else {
            let shelf = path.parent().unwrap().file_name().unwrap().to_string_lossy().into_owned();
            let name = format!("{shelf}{}", path.file_name().unwrap().to_string_lossy());
            found.push((name, std::fs::read(&path).unwrap()));
        }
    }
    found
}

fn reader(case: &str, who: &str) -> Reader {
    let purpose = Purpose::in_case(PurposeCode::OwnView, case);
    Reader { actor: Actor { id: who.to_owned(), office: "self".to_owned() }, purpose, facts: None }
}

fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|b| format!("{b:02x}")).collect()
}

#[tokio::test]
async fn papers_lie_sealed_under_names_that_tell_nothing_and_are_opened_by_name_of_the_reader() {
    let folder = tempfile::tempdir().unwrap();
    let demo = demo(Place::Folder(folder.path().join("town"))).await;
    let office = &demo.office;
    let papers = folder.path().join("town/papers");
    let (id, by) = a_case(office, |c| c.stage() == casework::Stage::Draft).await;
    let (other, by_other) =
        a_case(office, |c| c.stage() == casework::Stage::Draft && c.applicant() != by.person().unwrap()).await;
    let slot = a_pdf_slot(&office.catalogue());
    let well_known = pdf(7);
    let before = contents(&papers).len();
    let added = office.add_paper(&id, by.clone(), &slot, "plan.pdf", well_known.clone()).await.unwrap().case;
    let hash = added.papers().last().unwrap().hash.clone();
    // The same bytes once more in the same case are one file; in the case of somebody else they are another one.
    office.add_paper(&id, by.clone(), &slot, "again.pdf", well_known.clone()).await.unwrap();
    assert_eq!(contents(&papers).len(), before + 1);
    let elsewhere = office.add_paper(&other, by_other, &slot, "plan.pdf", well_known.clone()).await.unwrap().case;
    assert_eq!(contents(&papers).len(), before + 2);
    assert_ne!(elsewhere.papers().last().unwrap().hash, hash);
    // Neither names nor bytes nor rows tell what it is to somebody who has the same file.
    let known = sha256(&well_known);
    assert_ne!(hash.as_str(), known);
    for (name, bytes) in contents(&papers) {
        assert_ne!(name, known);
        assert_ne!(name, hash.as_str(), "the name in the folder is not the one in the event");
        for sign in [b"%PDF".as_slice(), b"\x89PNG", b"\xFF\xD8\xFF", b"JFIF"] {
            assert!(!bytes.windows(sign.len()).any(|w| w == sign), "{name} lies open");
        }
    }
    // It opens, and that it was opened is written down.
    let log = async || office.readings_of_case(&id).await.unwrap();
    let read = log().await.len();
    let (kind, bytes) = office.open_paper(&id, hash.as_str(), reader(&id, "me")).await.unwrap();
    assert_eq!((kind.as_str(), bytes), ("application/pdf", well_known));
    let now = log().await;
    assert_eq!(now.len(), read + 1);
    assert!(now.iter().any(|r| r.facts.iter().any(|f| f == &format!("paper.{slot}")) && r.actor == "me"));
    // Under the name of another case there is no such paper.
    assert!(matches!(office.open_paper(&other, hash.as_str(), reader(&other, "me")).await, Err(Turned::NotFound)));
}

#[tokio::test]
async fn papers_of_the_first_time_are_read_and_sealed_once() {
    let folder = tempfile::tempdir().unwrap();
    let demo = demo(Place::Folder(folder.path().join("town"))).await;
    let office = &demo.office;
    let (id, by) = a_case(office, |c| c.stage() == casework::Stage::Draft).await;
    let slot = a_pdf_slot(&office.catalogue());
    office.add_paper(&id, by.clone(), &slot, "new.pdf", pdf(10)).await.unwrap();
    let bytes = pdf(11);
    let hash = office.store().papers().put_as_before(&bytes).unwrap();
    let orphan = office.store().papers().put_as_before(b"%PDF-1.4 of nobody").unwrap();
    let paper = casework::Paper {
        evidence: slot,
        hash: casework::PaperHash::new(hash.clone()),
        media_type: "application/pdf".to_owned(),
        bytes: bytes.len() as u64,
        name: casework::Kept::Plain(serde_json::Value::Null),
    };
    office.carry_out(&id, None, by, move |case, deed| casework::acts::add_paper(case, deed, paper)).await.unwrap();
    let open = async || office.open_paper(&id, &hash, reader(&id, "me")).await.unwrap().1;
    assert_eq!(open().await, bytes, "it is read as it lies");
    assert_eq!(office.seal_old_papers().await.unwrap(), 1);
    assert!(!office.store().papers().exists(&hash) && !office.store().papers().exists(&orphan));
    assert_eq!(open().await, bytes, "it is read sealed");
    assert!(contents(&folder.path().join("town/papers")).iter().all(|(_, b)| !b.windows(4).any(|w| w == b"%PDF")));
    assert_eq!(office.seal_old_papers().await.unwrap(), 0);
}

#[tokio::test]
async fn who_is_erased_leaves_the_decision_and_nothing_that_can_be_read() {
    let folder = tempfile::tempdir().unwrap();
    let place = || Place::Folder(folder.path().join("town"));
    let Demo { office, town, .. } = demo(place()).await;
    // Somebody whose only case was withdrawn, and somebody who goes on.
    let mut gone = None;
    for id in ids(&office).await {
        let case = office.case_file(&id).await.unwrap().case;
        let own = office.own_cases(case.applicant().as_str()).await.unwrap();
        if case.stage() == casework::Stage::Withdrawn && case.filing().is_some() && own.len() == 1 {
            gone = Some(case);
        }
    }
    let gone = gone.expect("a withdrawn case");
    let (id, subject) = (gone.id().as_str().to_owned(), gone.applicant().as_str().to_owned());
    let is_other = |c: &casework::Case| c.stage() == casework::Stage::Filed && c.applicant() != gone.applicant();
    let (other, _) = a_case(&office, is_other).await;
    let read = async |office: &Office, id: &str| {
        let file = office.open_file(id, reader(id, "me")).await.unwrap();
        file.known.iter().map(|(fact, known)| (fact.clone(), known.value.clone())).collect::<Vec<_>>()
    };
    let (before, of_other) = (read(&office, &id).await, read(&office, &other).await);
    let catalogue = office.catalogue();
    let personal =
        |found: &[(rules::FactId, rules::Value)]| found.iter().filter(|(f, _)| catalogue.facts[f].personal).count();
    assert!(personal(&before) > 0, "something was sealed");
    // The law still keeps it, and a case under way is never erased.
    let held = office.erase(&subject).await.unwrap();
    assert!(matches!(&held.held[..], [(_, Hold::Until(_))]), "{held:?}");
    let running = office.case_file(&other).await.unwrap().case.applicant().as_str().to_owned();
    let held = office.erase(&running).await.unwrap();
    assert!(held.held.iter().any(|(_, hold)| *hold == Hold::Open) && held.erased.is_empty());
    assert_eq!(read(&office, &id).await, before, "nothing was erased");
    office.store().close().await;
    drop(office);

    // Eleven years later.
    let later = demo_day().plus_days(11 * 366);
    let store = Store::open(place()).unwrap();
    let (office, _) = town.open_again(compiled(&texts()), store, later, town::DEMO_ORIGIN).unwrap();
    assert_eq!(office.erasable(&subject).await.unwrap().erased, [gone.number().to_owned()]);
    let done = office.erase(&subject).await.unwrap();
    assert!(done.held.is_empty() && done.keys >= 1, "{done:?}");
    let case = office.case_file(&id).await.unwrap().case;
    let (at, law) = case.erased().expect("it says so");
    assert_eq!((at.day, law.article.as_deref()), (later, Some("47")));
    assert_eq!(
        (case.stage(), case.parts().len()),
        (casework::Stage::Withdrawn, gone.parts().len()),
        "what was decided stays"
    );
    let after = read(&office, &id).await;
    assert_eq!(personal(&after), 0, "what was sealed is unreadable");
    assert_eq!(after.len() + personal(&before), before.len(), "what is public stays");
    for paper in gone.papers() {
        let opened = office.open_paper(&id, paper.hash.as_str(), reader(&id, "me")).await;
        assert!(matches!(opened, Err(Turned::NotFound)), "a paper of an erased person opens");
    }
    assert!(office.own_cases(&subject).await.unwrap().is_empty(), "nothing leads from the person to the case");
    assert_eq!(read(&office, &other).await, of_other, "others are as they were");
    // Twice is once; everything can be computed again; nobody writes into it any more.
    assert_eq!(office.erase(&subject).await.unwrap().erased, Vec::<String>::new());
    office.store().close().await;
    drop(office);
    let store = Store::open(place()).unwrap();
    let (office, _) = town.open_again(compiled(&texts()), store, demo_day(), town::DEMO_ORIGIN).unwrap();
    office.rebuild().await.unwrap();
    assert!(office.own_cases(&subject).await.unwrap().is_empty());
    let by = Who::Applicant(PersonId::new(subject.clone()));
    let written = office.write_message(&id, None, by, "hello".to_owned()).await;
    assert!(written.is_err());
}
