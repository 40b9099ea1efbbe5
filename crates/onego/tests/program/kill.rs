//! What was acknowledged survives a kill, and sending it again does it once.
//!
//! A child process files cases of the example city as fast as it can and says which ones were acknowledged. It is killed
//! at a random moment. Then every request it was about is sent again with its key, as a browser or a person would.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use casework::{PersonId, Who};
use catalogue::{Catalogue, EventId, EvidenceId, PermitId, Source};
use journey::{FormMistake, Known, Origin};
use office::{Entry, Office, Once, Opening, Reader, SeededWorld};
use rules::FactId;
use serde::{Deserialize, Serialize};
use store::{Place, Server, Store};
use town::{DEMO_SEED, Town, TownRegisters, demo_day};
use vault::{Actor, Purpose, PurposeCode, Vault};

/// Set in the child: its folder, and a prefix of its request keys.
const FOLDER: &str = "ONEGO_KILL_FOLDER";
const PREFIX: &str = "ONEGO_KILL_PREFIX";
/// Set in the child when the cases lie in a PostgreSQL: its address.
const DATABASE: &str = "ONEGO_KILL_DATABASE";
/// How many kills; more at night.
const KILLS: &str = "ONEGO_KILLS";
const USUAL_KILLS: u64 = 12;
const WRITERS: usize = 3;

/// A case that was filed once in a town in memory, to be filed again and again.
#[derive(Serialize, Deserialize)]
pub(crate) struct Model {
    pub event: String,
    pub applicant: String,
    answers: BTreeMap<String, serde_json::Value>,
    commitments: Vec<String>,
    /// Evidence and the bytes of its paper.
    papers: Vec<(String, Vec<u8>)>,
}

/// What was acknowledged: the case and its number.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Receipt {
    pub case: String,
    pub number: String,
}

fn catalogue() -> Catalogue {
    fn collect(folder: &Path, files: &mut Vec<std::path::PathBuf>) {
        for entry in std::fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                collect(&path, files);
            } else if path.extension().is_some_and(|e| e == "yaml") {
                files.push(path);
            }
        }
    }
    let root = crate::city::example_city();
    let mut files = Vec::new();
    collect(&root, &mut files);
    files.sort();
    let source = |p: &std::path::PathBuf| {
        let name = p.strip_prefix(&root).unwrap_or(p).to_string_lossy().into_owned();
        Source::new(name, std::fs::read_to_string(p).expect("a definition"))
    };
    let sources: Vec<Source> = files.iter().map(source).collect();
    catalogue::compile(&sources).catalogue.expect("the example city compiles")
}

pub(crate) fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("threads")
}

/// Where the cases of a test lie: a folder, or a PostgreSQL with the papers in that folder.
pub(crate) fn place(folder: &Path, database: Option<&str>) -> Place {
    match database {
        None => Place::Folder(folder.join("store")),
        Some(address) => Place::Server(Server::read(address, folder.join("papers")).expect("an address")),
    }
}

/// An office on a store; its dice are the system's, so that no run repeats the letters of another.
pub(crate) fn open(place: Place) -> (Office, Arc<SeededWorld>) {
    let catalogue = catalogue();
    let town = Arc::new(Town::found(DEMO_SEED));
    let world = SeededWorld::new(&catalogue.city.time_zone, demo_day(), None, false).expect("a time zone");
    let world = Arc::new(world);
    let office = Office::open(Opening {
        store: Store::open(place).expect("the store opens"),
        vault: Vault::new([5; 32]),
        catalogue,
        world: world.clone(),
        staff: town.staff(),
        registers: Arc::new(TownRegisters::new(town)),
        key: licence::SigningKey::from_seed("test-1", &[7; 32]).expect("a key"),
        trust: town::demo_trust(),
        host: town::DEMO_ORIGIN.to_owned(),
        specimen: true,
    });
    (office, world)
}

/// Takes the filed case with the fewest papers of a populated town.
pub(crate) async fn model() -> Model {
    let store = Store::open(Place::Memory).expect("memory");
    let town = Town::demo(DEMO_SEED, catalogue(), store, demo_day(), town::DEMO_ORIGIN, false).await.expect("a town");
    let office = town.office;
    let ids = office.store().read(|tx| tx.cases_page("", 1000)).await.expect("cases");
    let mut best: Option<office::CaseFile> = None;
    for id in ids {
        let file = office.case_file(&id).await.expect("a case");
        let fewer = best.as_ref().is_none_or(|b| file.case.papers().len() < b.case.papers().len());
        if file.case.filing().is_some() && fewer {
            best = Some(file);
        }
    }
    let case = best.expect("a filed case").case;
    let id = case.id().as_str();
    let applicant = case.applicant().as_str().to_owned();
    let reader = Reader {
        actor: Actor { id: applicant.clone(), office: "self".to_owned() },
        purpose: Purpose::in_case(PurposeCode::OwnView, id),
        facts: None,
    };
    let file = office.open_file(id, reader.clone()).await.expect("opened");
    let typed = file.known.iter().filter(|(_, known)| known.origin == Origin::Applicant);
    let answers = typed.map(|(fact, known)| (fact.to_string(), known.value.to_json())).collect();
    let mut papers = Vec::new();
    for paper in case.papers() {
        let (_, bytes) = office.open_paper(id, paper.hash.as_str(), reader.clone()).await.expect("a paper");
        papers.push((paper.evidence.to_string(), bytes));
    }
    let commitments = file.commitments().iter().map(PermitId::to_string).collect();
    Model { event: case.event().to_string(), applicant, answers, commitments, papers }
}

/// Everything one key is about, from the first answer to the receipt. Sent again, it goes on where it stopped.
pub(crate) async fn apply(office: &Office, model: &Model, key: &str) -> Receipt {
    let once = |what: &str| Some(Once { key: format!("{what}-{key}"), content: key.to_owned() });
    let by = Who::Applicant(PersonId::new(model.applicant.clone()));
    let event = EventId::new(model.event.clone());
    let begun = office.begin(once("begin"), by.clone(), &event, None, "en", Known::new()).await.expect("begun");
    let case = begun.case.id().as_str().to_owned();
    if begun.case.filing().is_none() {
        fill(office, model, &case, &by).await;
    }
    let filed = office.file(&case, once("file"), by).await.expect("filed");
    let number = filed.case.filing().expect("a receipt").number.clone();
    Receipt { case, number }
}

async fn fill(office: &Office, model: &Model, case: &str, by: &Who) {
    for _ in 0..10 {
        office.fetch(case, by.clone()).await.expect("fetched");
        let file = office.case_file(case).await.expect("a case");
        let sheet = office.sheet(&file).expect("a sheet");
        let missing = sheet.missing.iter().filter_map(|m| match m {
            FormMistake::MissingFact { fact } => Some(fact),
            _ => None,
        });
        let open: BTreeSet<&FactId> = sheet.assessment.open.iter().chain(missing).collect();
        let mut entries = BTreeMap::new();
        for id in open {
            let (Some(fact), Some(json)) = (file.catalogue.facts.get(id), model.answers.get(id.as_str())) else {
                continue;
            };
            entries.insert(id.clone(), Entry::Value(fact.ty.read(json).expect("an answer")));
        }
        if entries.is_empty() {
            break;
        }
        office.answer(case, None, by.clone(), entries).await.expect("answered");
    }
    let file = office.case_file(case).await.expect("a case");
    let chosen = file.commitments();
    for permit in model.commitments.iter().map(PermitId::new).filter(|p| !chosen.contains(p)) {
        office.choose_commitment(case, by.clone(), permit, true).await.expect("chosen");
    }
    let there = file.papers();
    for (evidence, bytes) in &model.papers {
        let evidence = EvidenceId::new(evidence.clone());
        if !there.contains(&evidence) {
            office.add_paper(case, by.clone(), &evidence, "paper", bytes.clone()).await.expect("added");
        }
    }
}

/// Not a test by itself: the program that is killed. It does nothing unless the test below started it.
#[test]
fn the_one_that_is_killed() {
    let (Ok(folder), Ok(prefix)) = (std::env::var(FOLDER), std::env::var(PREFIX)) else { return };
    let folder = Path::new(&folder);
    let model = std::fs::read(folder.join("model.json")).expect("a model");
    let model: Arc<Model> = Arc::new(serde_json::from_slice(&model).expect("a model"));
    // One call a line, so that lines of several threads do not mix; the empty line before tells where one begins.
    let say = |line: String| std::io::stdout().write_all(format!("\n{line}\n").as_bytes()).expect("heard");
    let runtime = runtime();
    let database = std::env::var(DATABASE).ok();
    let (office, _) = runtime.block_on(async { open(place(folder, database.as_deref())) });
    let writers: Vec<_> = (0..WRITERS)
        .map(|writer| {
            let (office, model, prefix) = (office.clone(), Arc::clone(&model), prefix.clone());
            runtime.spawn(async move {
                for n in 0.. {
                    let key = format!("{prefix}-{writer}-{n}");
                    say(format!("asked {key}"));
                    let receipt = apply(&office, &model, &key).await;
                    say(format!("acknowledged {key} {} {}", receipt.case, receipt.number));
                }
            })
        })
        .collect();
    for writer in writers {
        runtime.block_on(writer).expect("it writes until it is killed");
    }
}

fn child(folder: &Path, database: Option<&str>, prefix: &str) -> Child {
    let mut command = Command::new(std::env::current_exe().expect("this test"));
    command.env_remove(DATABASE).envs(database.map(|address| (DATABASE, address)));
    command
        .args(["--exact", "kill::the_one_that_is_killed", "--nocapture"])
        .env(FOLDER, folder)
        .env(PREFIX, prefix)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(std::fs::File::create(folder.join("child.log")).expect("a log"))
        .spawn()
        .expect("the child starts")
}

/// Runs the child until it was asked `begun` times, waits a moment longer, and kills it.
fn run_and_kill(
    folder: &Path,
    database: Option<&str>,
    cycle: u64,
    until: usize,
    longer: Duration,
) -> (BTreeSet<String>, BTreeMap<String, Receipt>) {
    let mut child = child(folder, database, &format!("k{cycle}"));
    let id = child.id();
    let mut lines = BufReader::new(child.stdout.take().expect("piped")).lines();
    let (mut asked, mut acknowledged) = (BTreeSet::new(), BTreeMap::new());
    let mut killer = None;
    while let Some(Ok(line)) = lines.next() {
        let words: Vec<&str> = line.split(' ').collect();
        match words.as_slice() {
            ["asked", key] => {
                asked.insert((*key).to_owned());
            }
            ["acknowledged", key, case, number] => {
                let receipt = Receipt { case: (*case).to_owned(), number: (*number).to_owned() };
                acknowledged.insert((*key).to_owned(), receipt);
            }
            _ => continue,
        }
        if acknowledged.len() >= until && asked.len() >= WRITERS && killer.is_none() {
            // From a thread, so that what is said in the meantime is heard.
            killer = Some(std::thread::spawn(move || {
                std::thread::sleep(longer);
                Command::new("sh").arg("-c").arg(format!("kill -KILL {id}")).status()
            }));
        }
    }
    let status = child.wait().expect("ended");
    let log = std::fs::read_to_string(folder.join("child.log")).unwrap_or_default();
    let killed =
        killer.unwrap_or_else(|| panic!("the child ended by itself ({status}):\n{log}")).join().expect("joined");
    assert!(
        killed.is_ok_and(|s| s.success()) && status.code().is_none(),
        "the child ended by itself ({status}):\n{log}"
    );
    (asked, acknowledged)
}

#[test]
fn what_was_acknowledged_survives_a_kill_and_is_there_once() {
    kill_often(None, USUAL_KILLS);
}

#[test]
fn what_a_server_keeps_survives_a_kill_of_the_program_and_is_there_once() {
    let Some(postmaster) = crate::server::Postmaster::start() else { return };
    kill_often(Some(&postmaster.address(&postmaster.database())), USUAL_KILLS / 2);
}

fn kill_often(database: Option<&str>, usual: u64) {
    let cycles = std::env::var(KILLS).ok().and_then(|n| n.parse().ok()).unwrap_or(usual);
    let folder = tempfile::TempDir::with_prefix("onego-kill-").expect("a folder");
    let runtime = runtime();
    let model = runtime.block_on(model());
    std::fs::write(folder.path().join("model.json"), serde_json::to_vec(&model).expect("JSON")).expect("written");

    let mut seed = u64::from(std::process::id()) ^ 0x2026_1123;
    let mut dice = move |below: u64| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) % below
    };
    let mut receipts: BTreeMap<String, Receipt> = BTreeMap::new();
    let (mut n_acknowledged, mut n_open) = (0, 0);
    for cycle in 0..cycles {
        let until = usize::try_from(dice(4)).unwrap_or(0);
        let longer = Duration::from_millis(dice(400));
        let (asked, acknowledged) = run_and_kill(folder.path(), database, cycle, until, longer);
        n_acknowledged += acknowledged.len();
        n_open += asked.len() - acknowledged.len();

        let (office, _) = runtime.block_on(async { open(place(folder.path(), database)) });
        runtime.block_on(async {
            // Acknowledged minus present is nothing.
            for (key, receipt) in &acknowledged {
                let file = office.case_file(&receipt.case).await;
                let file = file.unwrap_or_else(|t| panic!("cycle {cycle}: {key} was acknowledged and is lost: {t}"));
                let number = file.case.filing().map(|f| f.number.clone());
                assert_eq!(
                    number.as_ref(),
                    Some(&receipt.number),
                    "cycle {cycle}: {key} was acknowledged and is not filed"
                );
            }
            // Everything is sent again: what is done gives the same receipt, what is not is done now.
            for key in &asked {
                let receipt = apply(&office, &model, key).await;
                if let Some(before) = acknowledged.get(key) {
                    assert_eq!(before, &receipt, "cycle {cycle}: another receipt for {key}");
                }
                receipts.insert(key.clone(), receipt);
            }
            // No doubles: as many cases as keys, each with its own number and filed once.
            let cases = office.store().read(|tx| tx.cases_page("", 1_000_000)).await.expect("cases");
            let expected: BTreeSet<&String> = receipts.values().map(|r| &r.case).collect();
            assert_eq!(
                cases.iter().collect::<BTreeSet<_>>(),
                expected,
                "cycle {cycle}: cases without a key, or the reverse"
            );
            assert_eq!(expected.len(), receipts.len(), "cycle {cycle}: two keys have one case");
            let numbers: BTreeSet<&String> = receipts.values().map(|r| &r.number).collect();
            assert_eq!(numbers.len(), receipts.len(), "cycle {cycle}: one number twice");
            for case in cases {
                let id = case.clone();
                let events = office.store().read(move |tx| tx.events(&id)).await.expect("events");
                let filed = events.iter().filter(|e| is_filed(&e.written)).count();
                assert_eq!(filed, 1, "cycle {cycle}: {case} is filed {filed} times");
                for (place, event) in events.iter().enumerate() {
                    assert_eq!(event.seq, place as i64 + 1, "cycle {cycle}: {case} has a gap");
                }
            }
            office.store().close().await;
        });
    }
    println!(
        "{cycles} kills: {n_acknowledged} acknowledged, all there; {n_open} on their way, each there once after sending again"
    );
    assert!(n_acknowledged > 0 && n_open > 0, "nothing was tried");
}

pub(crate) fn is_filed(written: &str) -> bool {
    casework::record::read(written).is_ok_and(|recorded| matches!(recorded.event, casework::Event::Filed { .. }))
}
