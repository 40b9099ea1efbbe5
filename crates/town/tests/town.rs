//! The town as a whole.

#![allow(clippy::unwrap_used)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use casework::{Case, Event, PartStage, Stage, Who};
use catalogue::{AuthorityId, Catalogue, Source};
use journey::Origin;
use office::{DeskAsked, Office, Reading, Turned};
use store::{Cell, Place, Statement, Store};
use town::{DEMO_SEED, Demo, PersonaRole, Town, demo_day};

fn beijing() -> Catalogue {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../catalogues/beijing");
    let mut files = Vec::new();
    collect(&root, &mut files);
    files.sort();
    let sources: Vec<Source> = files
        .iter()
        .map(|p| Source::new(p.strip_prefix(&root).unwrap().to_string_lossy(), std::fs::read_to_string(p).unwrap()))
        .collect();
    let checked = catalogue::compile(&sources);
    checked.catalogue.expect("the example city compiles")
}

fn collect(folder: &Path, files: &mut Vec<std::path::PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|e| e == "yaml") {
            files.push(path);
        }
    }
}

async fn demo() -> Demo {
    let store = Store::open(Place::Memory).unwrap();
    Town::demo(DEMO_SEED, beijing(), store, demo_day(), town::DEMO_ORIGIN, false).await.unwrap()
}

/// One town for every test that changes nothing in it.
fn shared() -> &'static Demo {
    static DEMO: std::sync::OnceLock<Demo> = std::sync::OnceLock::new();
    DEMO.get_or_init(|| {
        let own = || tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(demo());
        std::thread::spawn(own).join().unwrap()
    })
}

async fn ids(office: &Office) -> Vec<String> {
    office.store().read(|tx| tx.cases_page("", 10_000).map_err(Turned::from)).await.unwrap()
}

async fn cases(office: &Office) -> Vec<Case> {
    let mut cases = Vec::new();
    for id in ids(office).await {
        cases.push(std::sync::Arc::unwrap_or_clone(office.case_file(&id).await.unwrap().case));
    }
    cases
}

/// Every row of a table, as text.
async fn dump(office: &Office, table: &str) -> Vec<String> {
    let text: &'static str = Box::leak(format!("select * from {table} order by 1, 2").into_boxed_str());
    let statement: &'static Statement = Box::leak(Box::new(Statement { name: "dump", text }));
    let rows = office.store().read(move |tx| tx.run(statement, &[]).map_err(Turned::from)).await.unwrap();
    let cell = |cell: Cell| match cell {
        Cell::Null => "-".to_owned(),
        Cell::Int(n) => n.to_string(),
        Cell::Text(text) => text,
        Cell::Bytes(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
    };
    rows.into_iter().map(|r| r.0.into_iter().map(cell).collect::<Vec<_>>().join("\u{1f}")).collect()
}

const TABLES: [&str; 18] = [
    "event",
    "kase",
    "desk",
    "own_case",
    "idem",
    "errand",
    "paper",
    "uniq",
    "subject_key",
    "month_key",
    "read_log",
    "reading_by_case",
    "licence",
    "licence_of_subject",
    "session",
    "setting",
    "subject",
    "blind_index",
];

#[test]
fn a_town_is_founded_from_its_seed() {
    let town = Town::found(1);
    let catalogue = beijing();
    assert_eq!(format!("{town:?}"), format!("{:?}", Town::found(1)));
    assert_ne!(format!("{town:?}"), format!("{:?}", Town::found(2)));
    assert!(town.people.len() >= 100 && town.firms.len() >= 100);
    for person in &town.people {
        assert_eq!(journey::entry::resident_id(&person.resident_id, demo_day()).as_ref(), Ok(&person.resident_id));
        let phone = journey::entry::read(&catalogue.facts["applicant.phone"], &person.phone, demo_day());
        assert_eq!(phone, Ok(Some(rules::Value::text(person.phone.clone()))));
    }
    for firm in &town.firms {
        assert_eq!(journey::entry::credit_code(&firm.credit_code).as_ref(), Ok(&firm.credit_code));
    }
    let mut names = BTreeSet::new();
    for name in town.people.iter().map(|p| &p.name).chain(town.officials.iter().map(|o| &o.name)) {
        assert!(names.insert(name.say("zh").to_owned()), "two are called {}", name.say("zh"));
    }
    // Whatever is wanted, wherever: somebody decides it.
    for event in catalogue.events.values() {
        for permit in event.permits.iter().filter_map(|p| catalogue.permits.get(p)) {
            let special = permit.decided_by.iter().map(|d| &d.authority);
            for authority in special.chain([&permit.authority]) {
                for (district, _) in &catalogue.city.districts {
                    assert!(!town.deciding(authority, district).is_empty(), "{authority} in {district}");
                }
                let above = catalogue.authorities.get(authority).and_then(|a| a.superior.clone());
                assert!(above.is_none_or(|a| !town.deciding(&a, "110108").is_empty()), "above {authority}");
            }
        }
    }
    for district in ["110108", "110105", "110102", "110106"] {
        assert!(town.deciding(&AuthorityId::new("market-regulation"), district).len() >= 2);
    }
    assert!(town.officials.iter().filter(|o| o.represents()).count() >= 3);
    assert!(town.officials.iter().filter(|o| o.window().is_some()).count() >= 2);
}

#[tokio::test]
async fn the_demo_is_alive_and_quick() {
    let catalogue = beijing();
    let start = std::time::Instant::now();
    let store = Store::open(Place::Memory).unwrap();
    let demo = Town::demo(DEMO_SEED, catalogue.clone(), store, demo_day(), town::DEMO_ORIGIN, false).await.unwrap();
    println!("in memory: {:?} for {:?}", start.elapsed(), demo.populated);
    let folder = tempfile::tempdir().unwrap();
    let start = std::time::Instant::now();
    let store = Store::open(Place::Folder(folder.path().join("town"))).unwrap();
    Town::demo(DEMO_SEED, catalogue, store, demo_day(), town::DEMO_ORIGIN, false).await.unwrap();
    println!("in a folder: {:?}", start.elapsed());

    assert_eq!(demo.office.today(), demo_day());
    assert!((40..=60).contains(&demo.populated.cases), "{:?}", demo.populated);
    let cases = cases(&demo.office).await;
    let stage = |stage: Stage| cases.iter().filter(|c| c.stage() == stage).count();
    assert!(
        stage(Stage::Draft) >= 4
            && stage(Stage::Filed) >= 15
            && stage(Stage::Decided) >= 8
            && stage(Stage::Withdrawn) >= 1
    );
    let part = |stage: PartStage| cases.iter().flat_map(|c| c.parts().values()).filter(|p| p.stage == stage).count();
    for wanted in [PartStage::Waiting, PartStage::Deciding, PartStage::Paused, PartStage::Granted, PartStage::Refused] {
        assert!(part(wanted) >= 1, "{wanted:?}");
    }
    assert!(part(PartStage::Suspended) >= 2);
    let any = |holds: &dyn Fn(&Case) -> bool| cases.iter().any(holds);
    assert!(any(&|c| !c.notice().basket.is_empty() && c.notice().sent.is_none()), "a point in the basket");
    assert!(any(&|c| c.notice().answered.is_some()), "a notice answered");
    assert!(any(&|c| c.parts().values().any(|p| p.extension.is_some())), "more time");
    assert!(any(&|c| c.parts().values().any(|p| p.escalated.is_some() && !p.is_ended())), "something late");
    assert!(any(&|c| c.parts().values().any(|p| p.silence.is_some())), "past the law's limit");
    assert!(any(&|c| c.parts().values().any(|p| !p.consultations.is_empty())), "advice asked");
    assert!(any(&|c| c.parts().values().any(|p| p.plan.by_commitment)), "a commitment");
    assert!(any(&|c| !c.messages().is_empty()) && any(&|c| !c.contested().is_empty()));
    let events: BTreeSet<&str> = cases.iter().map(|c| c.event().as_str()).collect();
    assert_eq!(events.len(), 3);
}

#[tokio::test]
async fn the_cast_finds_what_its_line_says() {
    let demo = shared();
    assert!(demo.personas.len() >= 16);
    let mut own = BTreeMap::new();
    for persona in &demo.personas {
        match &persona.role {
            PersonaRole::Applicant { subject } => {
                own.insert(persona.id.as_str(), demo.office.own_cases(subject).await.unwrap());
            }
            PersonaRole::Official { id } => {
                let official = demo.office.staff().official(id).expect("an official of the staff").clone();
                if official.decides() {
                    let page = demo.office.desk(&official, &DeskAsked::default()).await.unwrap();
                    assert!(!page.rows.is_empty(), "nothing lies on the desk of {id}");
                } else if official.represents() {
                    assert!(!demo.office.represented(&official).await.unwrap().is_empty(), "{id} represents nobody");
                }
            }
        }
    }
    assert!(own["lin-yue"].is_empty() && own["gao-yanan"].is_empty());
    let case_of = async |id: &str| demo.office.case_file(&own[id][0].case_id).await.unwrap().case;
    let running = case_of("hu-xiaotang").await;
    assert!(running.parts().values().any(|p| p.stage == PartStage::Granted && !p.plan.promise.is_at_once()));
    assert!(running.parts().values().any(|p| p.stage == PartStage::Deciding));
    assert!(case_of("shi-kaiwen").await.notice().is_open());
    assert!(case_of("dong-meiling").await.licence().is_some());
    assert_eq!(case_of("tian-dahai").await.stage(), Stage::Draft);
}

#[tokio::test]
async fn the_same_seed_gives_the_same_weeks() {
    let (one, other) = (demo().await, demo().await);
    for table in TABLES {
        assert_eq!(dump(&one.office, table).await, dump(&other.office, table).await, "{table}");
    }
}

#[tokio::test]
async fn what_holds_for_every_case() {
    let demo = shared();
    let office = &demo.office;
    for case in cases(office).await {
        let count = |wanted: &dyn Fn(&Event) -> bool| case.history().iter().filter(|r| wanted(&r.event)).count();
        // One notice at most.
        assert!(count(&|e| matches!(e, Event::NoticeSent { .. })) <= 1);
        // The promise moves only by saying so.
        let mut promised = None;
        for upto in 1..=case.history().len() {
            let then = Case::fold(case.id().clone(), &case.history()[..upto]).unwrap();
            let event = &case.history()[upto - 1].event;
            if then.promised() != promised {
                assert!(matches!(event, Event::Filed { .. } | Event::PromiseMoved { .. }), "{event:?}");
            }
            promised = then.promised();
        }
        // A licence is there on the day that settled the case: the promised day means in hand, not on its way.
        for pair in case.history().windows(2).filter(|pair| matches!(pair[1].event, Event::LicenceIssued { .. })) {
            assert_eq!(pair[0].at.day, pair[1].at.day, "{}", case.number());
        }
        // Nothing is asked twice: not what was answered, not what a register said.
        let mut known: BTreeSet<String> = BTreeSet::new();
        for recorded in case.history() {
            if let Event::Answered { facts, .. } = &recorded.event {
                for fact in facts.keys() {
                    assert!(known.insert(fact.to_string()), "{} asks for {fact} twice", case.number());
                }
            } else if let Event::Fetched { facts } = &recorded.event {
                known.extend(facts.keys().map(ToString::to_string));
            }
        }
        let file = office.case_file(case.id().as_str()).await.unwrap();
        let sheet = office.sheet(&file).unwrap();
        let mut on_form = BTreeSet::new();
        for fact in sheet.form.facts() {
            assert!(on_form.insert(fact.fact.clone()), "{} stands twice on a form", fact.fact);
        }
        for fact in sheet.form.asked(&file.catalogue, &file.known) {
            let origin = file.known.get(&fact.fact).map(|k| &k.origin);
            assert!(!matches!(origin, Some(Origin::Register { .. } | Origin::Permit { .. })), "{} is asked", fact.fact);
        }
        // Who decided had read, and that is written down.
        let readings = office.readings_of_case(case.id().as_str()).await.unwrap();
        for recorded in case.history() {
            if let (Event::Granted { permit, .. }, Who::Official { id, .. }) = (&recorded.event, &recorded.by) {
                let read = |r: &Reading| r.actor == id.as_str() && r.permit.as_deref() == Some(permit.as_str());
                assert!(readings.iter().any(read), "{id} decided {permit} of {} without reading it", case.number());
            }
        }
    }
}

#[tokio::test]
async fn projections_are_a_fold_of_events() {
    let demo = demo().await;
    let mut before = Vec::new();
    for table in ["kase", "desk", "own_case"] {
        before.push(dump(&demo.office, table).await);
    }
    let cases_before = cases(&demo.office).await;
    let rebuilt = demo.office.rebuild().await.unwrap();
    assert_eq!(usize::try_from(rebuilt).unwrap(), demo.populated.cases);
    for (table, before) in ["kase", "desk", "own_case"].into_iter().zip(before) {
        assert_eq!(dump(&demo.office, table).await, before, "{table}");
    }
    assert_eq!(cases(&demo.office).await, cases_before);
}

#[tokio::test]
async fn every_opening_is_written_down() {
    let demo = demo().await;
    let office = &demo.office;
    let log = async || dump(office, "read_log").await.len();
    let mut opened = 0;
    for case in cases(office).await.into_iter().filter(|c| c.stage() == Stage::Filed) {
        for part in case.parts().values().filter(|p| p.stage == PartStage::Deciding) {
            let file = office.case_file(case.id().as_str()).await.unwrap();
            let Some(official) =
                demo.town.deciding(&part.authority, file.district().unwrap_or_default()).first().copied()
            else {
                continue;
            };
            let before = log().await;
            let desk = office.desk_case(official, case.id().as_str(), &part.permit).await.unwrap();
            // One line for every person whose data was really opened.
            let wanted: BTreeSet<_> = desk.seen.iter().map(|s| s.fact.clone()).collect();
            let people: BTreeSet<String> = case
                .facts()
                .iter()
                .filter(|(fact, _)| wanted.contains(*fact))
                .flat_map(|(_, answer)| subjects(&serde_json::to_value(&answer.kept).unwrap()))
                .collect();
            assert_eq!(log().await - before, people.len(), "{} of {}", part.permit, case.number());
            opened += people.len();
        }
    }
    assert!(opened > 50);
}

/// The people whose data lie sealed in a value.
fn subjects(json: &serde_json::Value) -> Vec<String> {
    match json {
        serde_json::Value::Object(object) => {
            let own = object.get("sealed").and_then(|s| s.get("subject")).and_then(|s| s.as_str()).map(str::to_owned);
            own.into_iter().chain(object.values().flat_map(subjects)).collect()
        }
        serde_json::Value::Array(list) => list.iter().flat_map(subjects).collect(),
        _ => Vec::new(),
    }
}

#[tokio::test]
async fn nothing_personal_lies_in_the_open() {
    let demo = shared();
    let mut secrets = demo.town.secrets();
    // What was said in confidence, and the examples of the catalogue that stand for personal answers.
    for said in ["in the afternoon we bake", "they come at ten", "was rededicated last year and"] {
        secrets.push(said.to_owned());
    }
    use catalogue::FactKind::{Email, PersonName, Phone, ResidentId};
    for fact in demo.office.catalogue().facts.values() {
        let personal = |f: &&catalogue::Fact| f.personal && matches!(f.kind, PersonName | ResidentId | Phone | Email);
        secrets.extend([fact].into_iter().chain(&fact.items).filter(personal).filter_map(|f| f.example.clone()));
    }
    let mut lines = 0;
    for table in TABLES {
        for line in dump(&demo.office, table).await {
            lines += 1;
            let line = line.to_lowercase();
            for secret in &secrets {
                assert!(!line.contains(&secret.to_lowercase()), "`{secret}` lies open in {table}: {line}");
            }
        }
    }
    assert!(lines > 2000);
}

#[tokio::test]
async fn days_pass() {
    let demo = demo().await;
    let friday = "2026-03-06".parse().unwrap();
    while demo.office.today() < friday {
        town::next_working_day(&demo.office, &demo.world).await.unwrap();
        demo.town.a_day_passes(&demo.office).await.unwrap();
    }
    let decided = |cases: &[Case]| cases.iter().filter(|c| c.licence().is_some()).count();
    let before = decided(&cases(&demo.office).await);
    assert!(cases(&demo.office).await.len() > demo.populated.cases, "nobody new came");
    let monday = town::next_working_day(&demo.office, &demo.world).await.unwrap();
    assert_eq!(monday.to_string(), "2026-03-09");
    for _ in 0..3 {
        demo.town.a_day_passes(&demo.office).await.unwrap();
        town::next_working_day(&demo.office, &demo.world).await.unwrap();
    }
    assert!(decided(&cases(&demo.office).await) > before, "the town took no decision");
}

/// A visitor who lets weeks pass still finds a living city: people file about as often as officials decide.
#[tokio::test]
async fn a_month_later_there_is_still_work() {
    let demo = demo().await;
    for _ in 0..25 {
        town::next_working_day(&demo.office, &demo.world).await.unwrap();
        demo.town.a_day_passes(&demo.office).await.unwrap();
    }
    let open = cases(&demo.office).await.iter().filter(|c| c.stage() == casework::Stage::Filed).count();
    assert!(open >= 20, "{open} cases are still open");
}

#[tokio::test]
async fn licences_of_the_demo_are_specimens_that_verify() {
    let demo = shared();
    let case = cases(&demo.office).await.into_iter().find(|c| c.licence().is_some()).unwrap();
    let file = demo.office.licence(&case.licence().unwrap().id).await.unwrap();
    let qr = demo.office.licence_qr(&file.licence).unwrap();
    let trust = town::demo_trust();
    assert!(trust.specimen && demo.office.is_specimen());
    let verdict = licence::verify(&qr, &trust, demo_day());
    assert!(verdict.specimen && matches!(verdict.outcome, licence::Outcome::Genuine { .. }), "{verdict:?}");
}

#[test]
fn every_story_is_so() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../catalogues/beijing/stories");
    let mut stories: Vec<(String, String)> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|e| e == "md"))
        .map(|path| (path.file_name().unwrap().to_string_lossy().into_owned(), std::fs::read_to_string(path).unwrap()))
        .collect();
    stories.sort();
    let reports = town::story::run_folder(&stories, &beijing());
    let text = town::story::render(&reports);
    println!("{text}");
    assert!(reports.iter().all(town::story::StoryReport::holds), "{text}");
    assert!(reports.iter().map(|r| r.report.stories).sum::<usize>() >= 28, "{text}");
}

#[test]
fn what_is_not_so_is_told_with_its_line() {
    let catalogue = beijing();
    let text = "# A wrong story\n\non: 2026-03-02, event: open-restaurant\n\n| given | value |\n|---|---|\n\
                | venue.kind | restaurant |\n| venue.area | 3 |\n\n| then | |\n|---|---|\n\
                | needs | drainage |\n| does not need | drainge |\n| dances | all night |\n";
    let report = town::story::run(text, &catalogue);
    let lines: Vec<(usize, &str)> = report.failures.iter().map(|f| (f.line, f.found.as_str())).collect();
    assert_eq!(lines.iter().map(|l| l.0).collect::<Vec<_>>(), [8, 12, 13, 14], "{lines:?}");
    assert!(lines[1].1.contains("is still open"), "{lines:?}");
    assert!(lines[2].1.contains("there is no permit `drainge`"), "{lines:?}");

    let text = "# Wrong days\non: 2026-03-02\npeople: Lin (applicant), Zhao (market-regulation)\n\n\
                | day | who | does | then |\n|---|---|---|---|\n| 03-02 | Lin | begins open-restaurant | stage filed |\n\
                | | Zhao | files | |\n| | Lin | files | refused: NotYours |\n| 02-27 | | waits | |\n";
    let report = town::story::run(text, &catalogue);
    let lines: Vec<(usize, &str)> = report.failures.iter().map(|f| (f.line, f.found.as_str())).collect();
    assert_eq!(lines.iter().map(|l| l.0).collect::<Vec<_>>(), [7, 8, 9, 10], "{lines:?}");
    assert_eq!(lines[0].1, "draft");
    assert!(lines[3].1.contains("is over"), "{lines:?}");
    assert_eq!(town::story::run("Only prose.", &catalogue).stories, 0);
}
