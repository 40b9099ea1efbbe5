//! What every engine must do. The suite takes a [`Factory`]; another engine adds one line to `engines` and runs it.

#![allow(clippy::unwrap_used)]

mod away;
mod crash;
mod old;
#[path = "../server/mod.rs"]
mod server;
mod sql;

use std::path::Path;
use std::sync::{Arc, Mutex, OnceLock};
use std::time::Duration;

use store::{
    CaseLine, DeskCounts, DeskFilter, DeskLine, DeskPart, Errand, Fault, Kept, KeptAnswer, KeptLicence, KeptSession,
    KeptSubject, NewErrand, Next, Options, OwnCaseLine, PARTS, Paper, Param, Place, Server, Statement, Store, Tx, TxDoor,
    part_of,
};
use tempfile::TempDir;
use vault::{Actor, Dice, Purpose, PurposeCode, SubjectId, Vault};

/// Makes an empty store; the folder, if there is one, lives as long as the store is used. None without such an engine.
type Factory = fn() -> Option<(Store, Option<TempDir>)>;

/// The server of all tests in this program; it ends with it.
fn postmaster() -> Option<&'static server::Postmaster> {
    static POSTMASTER: OnceLock<Option<server::Postmaster>> = OnceLock::new();
    POSTMASTER.get_or_init(server::Postmaster::start).as_ref()
}

fn on_postgres() -> Option<(Store, Option<TempDir>)> {
    let postmaster = postmaster()?;
    let folder = TempDir::new().unwrap();
    let address = postmaster.address(&postmaster.database());
    let place = Place::Server(Server::read(&address, folder.path().to_owned()).unwrap());
    Some((Store::open(place).unwrap(), Some(folder)))
}

fn in_folder() -> (Store, Option<TempDir>) {
    let folder = TempDir::new().unwrap();
    (Store::open(Place::Folder(folder.path().to_owned())).unwrap(), Some(folder))
}

fn in_memory() -> (Store, Option<TempDir>) {
    (Store::open(Place::Memory).unwrap(), None)
}

const ENGINES: [(&str, Factory); 3] = [
    ("sqlite in a folder", || Some(in_folder())),
    ("sqlite in memory", || Some(in_memory())),
    ("postgresql", on_postgres),
];

/// Runs a check on an empty store of every engine.
fn on_every_engine(check: fn(&Store)) {
    for (name, factory) in ENGINES {
        println!("on {name}");
        let Some((store, _folder)) = factory() else { continue };
        check(&store);
        store.close_blocking();
    }
}

fn open(folder: &Path) -> Result<Store, Fault> {
    // A machine with other work on it can take longer than callers are usually asked to wait.
    let patience = std::time::Duration::from_secs(120);
    Store::open_with(Place::Folder(folder.to_owned()), store::Options { patience, ..store::Options::default() })
}

/// Throws the same numbers in every run.
struct Loaded(u64);

impl Dice for Loaded {
    fn fill(&mut self, bytes: &mut [u8]) {
        for byte in bytes {
            self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            *byte = (self.0 >> 56) as u8;
        }
    }
}

// ---------------------------------------------------------------- the engine itself

#[test]
fn every_statement_is_understood() {
    on_every_engine(|store| {
        for statement in store::STATEMENTS {
            let n_params = (1..=16).filter(|number| sql::mentions(statement.text, *number)).count();
            let found = store.write_blocking(move |tx| {
                let params = vec![Param::Int(1); n_params];
                tx.run(statement, &params).map(|_| ())
            });
            // Empty tables and meaningless values: whatever the engine says, it must not be about the text.
            if let Err(fault) = found {
                let said = fault.to_string();
                assert!(!said.contains("syntax") && !said.contains("no such"), "{said}");
                assert!(!said.contains("parameters"), "{said}");
            }
        }
    });
}

#[test]
fn parameters_are_bound_by_number_not_by_order_of_appearance() {
    on_every_engine(|store| {
        let echo = store::STATEMENTS.iter().find(|statement| statement.name == "echo_in_order").unwrap();
        let row = store
            .read_blocking(move |tx| {
                let mut row = tx.run(echo, &[Param::Text("first"), Param::Text("second")])?.remove(0).columns();
                Ok::<_, Fault>((row.text()?, row.text()?))
            })
            .unwrap();
        assert_eq!(row, ("second".to_owned(), "first".to_owned()));
    });
}

#[test]
fn a_missing_parameter_is_a_fault_and_not_a_null() {
    on_every_engine(|store| {
        let echo = store::STATEMENTS.iter().find(|statement| statement.name == "echo_in_order").unwrap();
        let found = store.read_blocking(move |tx| tx.run(echo, &[Param::Text("first")]).map(|_| ()));
        assert!(matches!(found, Err(Fault::Storage(_))));
    });
}

#[test]
fn a_reading_job_cannot_write() {
    on_every_engine(|store| {
        let found = store.read_blocking(|tx| tx.put_setting("city", "example"));
        assert!(matches!(found, Err(Fault::Storage(_))));
        assert_eq!(store.read_blocking(|tx| tx.setting("city")).unwrap(), None);
        store.write_blocking(|tx| tx.put_setting("city", "example")).unwrap();
    });
}

#[test]
fn an_error_undoes_its_own_job_and_no_other() {
    on_every_engine(|store| {
        #[derive(Debug, PartialEq)]
        enum Turned {
            NotYours,
            Fault(Fault),
        }
        impl From<Fault> for Turned {
            fn from(fault: Fault) -> Self {
                Turned::Fault(fault)
            }
        }
        let jobs: Vec<_> = (0..40)
            .map(|number| {
                let store = store.clone();
                std::thread::spawn(move || {
                    store.write_blocking(move |tx| {
                        tx.put_setting(&format!("name-{number:02}"), "kept")?;
                        if number % 2 == 0 { Ok(()) } else { Err(Turned::NotYours) }
                    })
                })
            })
            .collect();
        for (number, job) in jobs.into_iter().enumerate() {
            let expected = if number % 2 == 0 { Ok(()) } else { Err(Turned::NotYours) };
            assert_eq!(job.join().unwrap(), expected);
        }
        for number in 0..40 {
            let found = store.read_blocking(move |tx| tx.setting(&format!("name-{number:02}"))).unwrap();
            assert_eq!(found.is_some(), number % 2 == 0, "{number}");
        }
    });
}

#[test]
fn a_job_that_panics_is_undone_and_the_store_goes_on() {
    on_every_engine(|store| {
        let found: Result<(), Fault> = store.write_blocking(|tx| {
            tx.put_setting("half", "done")?;
            panic!("this panic is part of the test");
        });
        assert!(matches!(found, Err(Fault::Storage(_))));
        assert!(!store.is_stopped());
        assert_eq!(store.read_blocking(|tx| tx.setting("half")).unwrap(), None);
        store.write_blocking(|tx| tx.put_setting("whole", "done")).unwrap();
    });
}

#[test]
fn what_follows_from_a_job_happens_once_it_is_kept_and_before_its_answer() {
    on_every_engine(|store| {
        let seen = Arc::new(Mutex::new(Vec::new()));
        let note = |text: String| {
            let seen = Arc::clone(&seen);
            Box::new(move || seen.lock().unwrap().push(text))
        };
        let jobs: Vec<_> = (0..40)
            .map(|number| {
                let (store, then, seen) = (store.clone(), note(format!("{number}")), Arc::clone(&seen));
                std::thread::spawn(move || {
                    let found = store.write_blocking(move |tx| {
                        tx.put_setting(&format!("name-{number}"), "kept")?;
                        tx.when_kept(then);
                        match number % 3 {
                            0 => Ok(()),
                            1 => Err(Fault::TooBusy),
                            _ => panic!("this panic is part of the test"),
                        }
                    });
                    assert_eq!(found.is_ok(), number % 3 == 0);
                    assert_eq!(seen.lock().unwrap().contains(&format!("{number}")), number % 3 == 0, "{number}");
                })
            })
            .collect();
        jobs.into_iter().for_each(|job| job.join().unwrap());
        let then = note("a reader".to_owned());
        let read: Result<(), Fault> = store.read_blocking(move |tx| {
            tx.when_kept(then);
            Ok(())
        });
        read.unwrap();
        store.write_blocking(|tx| tx.put_setting("later", "kept")).unwrap();
        assert_eq!(seen.lock().unwrap().len(), 14, "each once, and nothing of a reader");
    });
}

#[test]
fn many_writers_share_commits_and_see_what_they_wrote() {
    on_every_engine(|store| {
        let before = store.counts();
        let writers: Vec<_> = (0..32)
            .map(|writer| {
                let store = store.clone();
                std::thread::spawn(move || {
                    for seq in 1..=20 {
                        let case_id = format!("case-{writer:02}");
                        let kept = store.write_blocking(move |tx| tx.append_event(&case_id, seq, 1, "{}")).unwrap();
                        assert!(kept.is_kept());
                        let case_id = format!("case-{writer:02}");
                        let last = store.read_blocking(move |tx| tx.last_seq(&case_id)).unwrap();
                        assert_eq!(last, Some(seq), "what was answered can be read");
                    }
                })
            })
            .collect();
        for writer in writers {
            writer.join().unwrap();
        }
        let after = store.counts();
        let (jobs, commits) = (after.jobs - before.jobs, after.commits - before.commits);
        assert!(jobs >= 640);
        assert!(commits < jobs, "{commits} commits for {jobs} jobs");
    });
}

/// Polls a future once, so that its job is in the queue.
async fn asked<F: Future>(mut job: std::pin::Pin<Box<F>>) -> std::pin::Pin<Box<F>> {
    std::future::poll_fn(|context| {
        assert!(job.as_mut().poll(context).is_pending());
        std::task::Poll::Ready(())
    })
    .await;
    job
}

/// Holds the writing thread inside a job until the sender is dropped.
fn hold(store: &Store) -> (std::sync::mpsc::Sender<()>, std::thread::JoinHandle<Result<(), Fault>>) {
    let (release, held) = std::sync::mpsc::channel::<()>();
    let (tell, told) = std::sync::mpsc::channel::<()>();
    let clone = store.clone();
    let thread = std::thread::spawn(move || {
        clone.write_blocking(move |_| {
            drop(tell);
            let _ = held.recv();
            Ok(())
        })
    });
    let _ = told.recv();
    (release, thread)
}

#[test]
fn jobs_that_wait_together_are_committed_together() {
    let (store, _folder) = in_folder();
    let (release, held) = hold(&store);
    let before = store.counts();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let found = runtime.block_on(async {
        let mut jobs = Vec::new();
        for number in 0..100 {
            let store = &store;
            let job = async move { store.write(move |tx| tx.put_setting(&format!("{number}"), "kept")).await };
            jobs.push(asked(Box::pin(job)).await);
        }
        drop(release);
        let mut found = Vec::new();
        for job in jobs {
            found.push(job.await);
        }
        found
    });
    held.join().unwrap().unwrap();
    assert!(found.iter().all(Result::is_ok));
    let after = store.counts();
    assert_eq!(after.jobs - before.jobs, 101);
    assert_eq!(after.commits - before.commits, 1);
}

#[test]
fn too_many_are_told_to_come_back_and_the_patient_are_told_the_truth() {
    let options = Options { waiting_max: 2, patience: Duration::from_millis(30), ..Options::default() };
    let store = Store::open_with(Place::Memory, options).unwrap();
    let (release, held) = hold(&store);
    for _ in 0..2 {
        assert_eq!(store.write_blocking(|tx| tx.put_setting("n", "1")), Err(Fault::OutcomeUnknown));
    }
    assert_eq!(store.write_blocking(|tx| tx.put_setting("n", "2")), Err(Fault::TooBusy));
    drop(release);
    assert_eq!(held.join().unwrap(), Err(Fault::OutcomeUnknown));
    store.close_blocking();
}

#[test]
fn a_full_disk_stops_the_store_and_undoes_everything_that_was_not_answered() {
    static FULL: Statement = Statement { name: "full", text: "pragma max_page_count = 1" };
    let folder = TempDir::new().unwrap();
    let store = open(folder.path()).unwrap();
    store.write_blocking(|tx| tx.put_setting("before", "kept")).unwrap();
    let (release, held) = hold(&store);
    let fill = |tx: &mut dyn Tx| {
        tx.run(&FULL, &[])?;
        tx.put_setting("large", &"x".repeat(1_000_000))?;
        Ok::<_, Fault>(())
    };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let in_same_batch = asked(Box::pin(store.write(|tx| tx.put_setting("same batch", "lost")))).await;
        let filling = asked(Box::pin(store.write(fill))).await;
        drop(release);
        assert!(matches!(in_same_batch.await, Err(Fault::Storage(_))));
        assert!(matches!(filling.await, Err(Fault::Storage(_))));
    });
    assert!(matches!(held.join().unwrap(), Err(Fault::Storage(_))));
    assert!(store.is_stopped());
    assert_eq!(store.write_blocking(|tx| tx.put_setting("after", "lost")), Err(Fault::Stopped));
    assert_eq!(store.read_blocking(|tx| tx.setting("before")).unwrap().as_deref(), Some("kept"), "reading goes on");
    drop(store);

    let store = open(folder.path()).unwrap();
    assert_eq!(store.read_blocking(|tx| tx.setting("before")).unwrap().as_deref(), Some("kept"));
    assert_eq!(store.read_blocking(|tx| tx.setting("same batch")).unwrap(), None);
    store.write_blocking(|tx| tx.put_setting("after", "kept")).unwrap();
}

#[test]
fn a_commit_that_fails_leaves_everybody_in_it_without_an_answer_and_stops_the_store() {
    // A promise that is only looked at when the transaction ends.
    static PARENT: Statement = Statement { name: "parent", text: "create table parent (id bigint primary key)" };
    static CHILD: Statement = Statement {
        name: "child",
        text: "create table child (id bigint references parent (id) deferrable initially deferred)",
    };
    static ORPHAN: Statement = Statement { name: "orphan", text: "insert into child (id) values (1)" };
    let folder = TempDir::new().unwrap();
    let store = open(folder.path()).unwrap();
    store
        .write_blocking(|tx| {
            tx.run(&PARENT, &[])?;
            tx.run(&CHILD, &[]).map(|_| ())
        })
        .unwrap();
    let (release, held) = hold(&store);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let innocent = asked(Box::pin(store.write(|tx| tx.put_setting("name", "value")))).await;
        let refused = asked(Box::pin(store.write(|_| Err::<(), _>(Fault::Schema("my own".to_owned()))))).await;
        let guilty = asked(Box::pin(store.write(|tx| tx.run(&ORPHAN, &[]).map(|_| ())))).await;
        drop(release);
        assert_eq!(innocent.await, Err(Fault::OutcomeUnknown));
        assert_eq!(refused.await, Err(Fault::OutcomeUnknown), "it may have seen what was never kept");
        assert_eq!(guilty.await, Err(Fault::OutcomeUnknown));
    });
    assert_eq!(held.join().unwrap(), Err(Fault::OutcomeUnknown));
    assert!(store.is_stopped());
    assert_eq!(store.write_blocking(|tx| tx.put_setting("after", "lost")), Err(Fault::Stopped));
    drop(store);
    let store = open(folder.path()).unwrap();
    assert_eq!(store.read_blocking(|tx| tx.setting("name")).unwrap(), None);
}

#[test]
fn closing_does_what_was_asked_before_and_nothing_after() {
    let folder = TempDir::new().unwrap();
    let store = open(folder.path()).unwrap();
    let (release, held) = hold(&store);
    let (tell, told) = std::sync::mpsc::channel();
    let waiting = {
        let store = store.clone();
        std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            runtime.block_on(async {
                let job = asked(Box::pin(store.write(|tx| tx.put_setting("late", "kept")))).await;
                tell.send(()).unwrap();
                job.await
            })
        })
    };
    told.recv().unwrap();
    drop(release);
    store.close_blocking();
    held.join().unwrap().unwrap();
    waiting.join().unwrap().unwrap();
    assert_eq!(store.write_blocking(|tx| tx.put_setting("later", "lost")), Err(Fault::Stopped));
    assert_eq!(store.read_blocking(|tx| tx.setting("late")), Err(Fault::Stopped));
    drop(store);

    let store = open(folder.path()).unwrap();
    assert_eq!(store.read_blocking(|tx| tx.setting("late")).unwrap().as_deref(), Some("kept"));
}

#[test]
fn one_folder_has_one_store() {
    let folder = TempDir::new().unwrap();
    let store = open(folder.path()).unwrap();
    assert!(matches!(open(folder.path()), Err(Fault::Storage(_))));
    drop(store);
    open(folder.path()).unwrap();
}

#[test]
fn a_damaged_file_is_not_opened() {
    let folder = TempDir::new().unwrap();
    let store = open(folder.path()).unwrap();
    for number in 0..200 {
        store.write_blocking(move |tx| tx.put_setting(&format!("name-{number}"), &"x".repeat(500))).unwrap();
    }
    store.close_blocking();
    drop(store);
    let file = folder.path().join("onego.sqlite");
    let mut bytes = std::fs::read(&file).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle..].fill(0xa5);
    std::fs::write(&file, bytes).unwrap();
    assert!(matches!(open(folder.path()), Err(Fault::Storage(_))));
}

#[test]
fn tables_of_a_newer_program_are_left_alone() {
    let folder = TempDir::new().unwrap();
    let store = open(folder.path()).unwrap();
    let keep = store::STATEMENTS.iter().find(|statement| statement.name == "keep_schema_version").unwrap();
    store.write_blocking(move |tx| tx.run(keep, &[Param::Int(99), Param::Text("other")]).map(|_| ())).unwrap();
    drop(store);
    assert!(matches!(open(folder.path()), Err(Fault::Schema(_))));
}

#[test]
fn a_copy_made_while_others_write_opens_and_is_whole() {
    let (folder, copy) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    let store = open(folder.path()).unwrap();
    let stop = Arc::new(std::sync::atomic::AtomicBool::new(false));
    let writer = {
        let (store, stop) = (store.clone(), stop.clone());
        std::thread::spawn(move || {
            let mut seq = 0;
            while !stop.load(std::sync::atomic::Ordering::Relaxed) {
                seq += 1;
                let hash = format!("{seq:064x}");
                store.papers().put(&hash, format!("plan {seq}").as_bytes()).unwrap();
                let kept = store
                    .write_blocking(move |tx| {
                        let paper = Paper { hash, length: 1, media_type: "text/plain".to_owned(), kept_us: 1 };
                        let _ = tx.keep_paper(&paper)?;
                        tx.append_event("case-1", seq, 1, "{}")
                    })
                    .unwrap();
                assert!(kept.is_kept());
            }
            seq
        })
    };
    for _ in 0..3 {
        let before = store.read_blocking(|tx| tx.last_seq("case-1")).unwrap().unwrap_or(0);
        store.backup_blocking(copy.path()).unwrap();
        let copied = open(copy.path()).unwrap();
        let events = copied.read_blocking(|tx| tx.events("case-1")).unwrap();
        assert!(events.len() as i64 >= before);
        assert_eq!(events.last().map_or(0, |event| event.seq), events.len() as i64);
        for paper in copied.read_blocking(|tx| tx.papers_page("", 1_000_000)).unwrap() {
            assert!(copied.papers().get(&paper.hash).unwrap().is_some(), "a row names a paper that is not there");
        }
        copied.close_blocking();
    }
    stop.store(true, std::sync::atomic::Ordering::Relaxed);
    assert!(writer.join().unwrap() > 0);
    assert!(store.backup_blocking(folder.path()).is_err(), "never onto itself");
}

#[test]
fn what_was_deleted_is_in_no_file_after_scrubbing() {
    const CANARY: &str = "canary-5b1f0c2e";
    let folder = TempDir::new().unwrap();
    let store = open(folder.path()).unwrap();
    let found_in = || -> Vec<String> {
        let files = std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().path());
        files
            .filter(|file| file.is_file())
            .filter(|file| std::fs::read(file).unwrap().windows(CANARY.len()).any(|part| part == CANARY.as_bytes()))
            .map(|file| file.display().to_string())
            .collect()
    };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let subject = KeptSubject { subject_id: "s-1".to_owned(), kind: "person".to_owned(), written: CANARY.to_owned() };
    store.write_blocking(move |tx| tx.put_subject(&subject)).unwrap();
    runtime.block_on(store.scrub()).unwrap();
    assert!(!found_in().is_empty());
    store.write_blocking(|tx| tx.forget_subject("s-1")).unwrap();
    runtime.block_on(store.scrub()).unwrap();
    assert_eq!(found_in(), Vec::<String>::new());
}

// ---------------------------------------------------------------- the tables

#[test]
fn events_are_kept_once_and_in_order() {
    on_every_engine(|store| {
        store
            .write_blocking(|tx| {
                assert_eq!(tx.append_event("case-1", 1, 10, "filed")?, Kept::Yes);
                assert_eq!(tx.append_event("case-1", 2, 20, "granted")?, Kept::Yes);
                assert_eq!(tx.append_event("case-1", 2, 21, "refused")?, Kept::SomebodyWasFaster);
                assert_eq!(tx.append_event("case-2", 1, 30, "filed")?, Kept::Yes);
                Ok::<_, Fault>(())
            })
            .unwrap();
        store
            .read_blocking(|tx| {
                let written: Vec<_> = tx.events("case-1")?.into_iter().map(|event| event.written).collect();
                assert_eq!(written, ["filed", "granted"]);
                assert_eq!(tx.events_since("case-1", 1)?.len(), 1);
                assert_eq!(tx.events_since("case-1", 2)?.len(), 0);
                assert_eq!(tx.last_seq("case-1")?, Some(2));
                assert_eq!(tx.last_seq("case-9")?, None);
                assert_eq!(tx.cases_page("", 1)?, ["case-1"]);
                assert_eq!(tx.cases_page("case-1", 10)?, ["case-2"]);
                Ok::<_, Fault>(())
            })
            .unwrap();
    });
}

fn case_line(number: i64) -> CaseLine {
    CaseLine {
        case_id: format!("case-{number}"),
        number: format!("2026-{number}"),
        journey: "noodle-shop".to_owned(),
        stage: "filed".to_owned(),
        subject_id: "s-wang".to_owned(),
        representative: Some("r-li".to_owned()),
        district: "east".to_owned(),
        filed_on: Some("2026-11-02".to_owned()),
        promised: None,
        version: 3,
        title: "面馆".to_owned(),
        written: "{}".to_owned(),
        updated_us: number,
    }
}

#[test]
fn a_case_line_is_replaced_only_by_one_as_new() {
    on_every_engine(|store| {
        store
            .write_blocking(|tx| {
                let line = case_line(1);
                assert_eq!(tx.put_case(&line)?, Kept::Yes);
                assert_eq!(tx.case("case-1")?, Some(line.clone()));
                let newer = CaseLine { version: 4, representative: None, promised: Some("2026-12-01".into()), ..line };
                assert_eq!(tx.put_case(&newer)?, Kept::Yes);
                assert_eq!(tx.put_case(&newer)?, Kept::Yes, "a rebuild writes the same again");
                assert_eq!(tx.put_case(&case_line(1))?, Kept::SomebodyWasFaster);
                assert_eq!(tx.case("case-1")?, Some(newer));
                assert_eq!(tx.case("case-2")?, None);
                Ok::<_, Fault>(())
            })
            .unwrap();
    });
}

#[test]
fn a_representative_pages_through_cases_newest_first() {
    on_every_engine(|store| {
        store
            .write_blocking(|tx| {
                for number in 1..=7 {
                    let stage = if number % 2 == 0 { "granted" } else { "filed" };
                    // Equal times: the case id must keep the order total.
                    let line = CaseLine { updated_us: number / 3, stage: stage.into(), ..case_line(number) };
                    let _ = tx.put_case(&line)?;
                }
                let _ = tx.put_case(&CaseLine { representative: Some("r-zhao".into()), ..case_line(8) })?;
                let mut seen = Vec::new();
                let mut last = None;
                loop {
                    let page = tx.cases_of_representative("r-li", None, last.as_ref(), 2)?;
                    seen.extend(page.iter().map(|line| line.case_id.clone()));
                    match page.last() {
                        Some(line) => last = Some(line.clone()),
                        None => break,
                    }
                }
                assert_eq!(seen, ["case-7", "case-6", "case-5", "case-4", "case-3", "case-2", "case-1"]);
                assert_eq!(tx.cases_of_representative("r-li", Some("granted"), None, 9)?.len(), 3);
                assert_eq!(tx.cases_in_stage("granted", "", 2)?, ["case-2", "case-4"]);
                assert_eq!(tx.cases_in_stage("granted", "case-4", 2)?, ["case-6"]);
                assert!(tx.cases_in_stage("granted", "case-6", 2)?.is_empty());
                tx.forget_projections()?;
                assert_eq!(tx.cases_of_representative("r-li", None, None, 9)?.len(), 0);
                Ok::<_, Fault>(())
            })
            .unwrap();
    });
}

fn desk_line(number: i64, due: Option<&str>) -> DeskLine {
    DeskLine {
        authority: "fire-brigade".to_owned(),
        case_id: format!("case-{number}"),
        permit: "fire-safety-check".to_owned(),
        stage: "filed".to_owned(),
        due: due.map(str::to_owned),
        promised: None,
        official: None,
        district: "east".to_owned(),
        title: "面馆".to_owned(),
        number: format!("2026-{number}"),
        flags: String::new(),
        version: 1,
    }
}

#[test]
fn a_desk_shows_the_most_urgent_first_and_what_is_never_due_last() {
    on_every_engine(|store| {
        store
            .write_blocking(|tx| {
                for line in [
                    desk_line(1, None),
                    desk_line(2, Some("2026-12-02")),
                    desk_line(3, Some("2026-11-30")),
                    DeskLine { official: Some("qian".into()), ..desk_line(4, Some("2026-12-02")) },
                    DeskLine { stage: "paused".into(), district: "west".into(), ..desk_line(5, None) },
                    DeskLine { authority: "market-supervision".into(), ..desk_line(6, None) },
                ] {
                    assert_eq!(tx.put_on_desk(&line)?, Kept::Yes);
                }
                let all = DeskFilter::default();
                let (mut seen, mut at) = (Vec::new(), None);
                loop {
                    let page = tx.desk("fire-brigade", &all, at.as_ref(), 2)?;
                    seen.extend(page.iter().map(|line| line.case_id.clone()));
                    match page.last() {
                        Some(line) => at = Some(line.at()),
                        None => break,
                    }
                }
                assert_eq!(seen, ["case-3", "case-2", "case-4", "case-1", "case-5"]);
                assert_eq!(tx.desk_line("fire-brigade", "case-1", "fire-safety-check")?, Some(desk_line(1, None)));

                let last = tx.desk_before("fire-brigade", &all, None, 2)?;
                assert_eq!(last.iter().map(|l| l.case_id.as_str()).collect::<Vec<_>>(), ["case-1", "case-5"]);
                let middle = tx.desk_before("fire-brigade", &all, Some(&last[0].at()), 2)?;
                assert_eq!(middle.iter().map(|l| l.case_id.as_str()).collect::<Vec<_>>(), ["case-2", "case-4"]);
                assert_eq!(tx.desk_place("fire-brigade", &all, Some(&last[0].at()))?, (5, 3));

                let of_qian = DeskFilter { part: DeskPart::Of("qian".into()), ..DeskFilter::default() };
                assert_eq!(tx.desk("fire-brigade", &of_qian, None, 9)?.len(), 1);
                let paused_west =
                    DeskFilter { part: DeskPart::Waiting, district: Some("west".into()), ..DeskFilter::default() };
                assert_eq!(tx.desk("fire-brigade", &paused_west, None, 9)?[0].case_id, "case-5");
                assert_eq!(tx.desk_place("fire-brigade", &paused_west, None)?, (1, 0));
                let other = DeskFilter { permit: Some("hygiene".into()), ..DeskFilter::default() };
                assert_eq!(tx.desk("fire-brigade", &other, None, 9)?, []);
                assert_eq!(tx.desk_permits("fire-brigade", &other)?, [("fire-safety-check".to_owned(), 5)]);
                let counted = DeskCounts { all: 5, own: 1, free: 3, waiting: 1, next_due: Some("2026-11-30".into()) };
                assert_eq!(tx.desk_counts("fire-brigade", None, "qian")?, counted);
                assert_eq!(tx.desk_counts("nobody", None, "qian")?, DeskCounts::default());
                // What belongs to no district lies on the desks of all.
                let nowhere = DeskLine { district: String::new(), ..desk_line(7, None) };
                assert_eq!(tx.put_on_desk(&nowhere)?, Kept::Yes);
                assert_eq!(tx.desk_counts("fire-brigade", Some("west"), "qian")?.all, 2);
                assert!(tx.take_off_desk("fire-brigade", "case-7", "fire-safety-check")?);

                let newer = DeskLine { version: 2, stage: "paused".into(), ..desk_line(1, None) };
                assert_eq!(tx.put_on_desk(&newer)?, Kept::Yes);
                assert_eq!(tx.put_on_desk(&desk_line(1, None))?, Kept::SomebodyWasFaster);
                assert!(tx.take_off_desk("fire-brigade", "case-1", "fire-safety-check")?);
                assert!(!tx.take_off_desk("fire-brigade", "case-1", "fire-safety-check")?);
                Ok::<_, Fault>(())
            })
            .unwrap();
    });
}

#[test]
fn a_person_sees_their_own_cases_newest_first() {
    on_every_engine(|store| {
        store
            .write_blocking(|tx| {
                let own = |number: i64| OwnCaseLine {
                    subject_id: "s-wang".to_owned(),
                    case_id: format!("case-{number}"),
                    number: format!("2026-{number}"),
                    journey: "noodle-shop".to_owned(),
                    stage: "filed".to_owned(),
                    title: "面馆".to_owned(),
                    updated_us: number,
                };
                for number in 1..=3 {
                    assert_eq!(tx.put_own_case(&own(number))?, Kept::Yes);
                }
                let moved = OwnCaseLine { updated_us: 9, stage: "granted".into(), ..own(1) };
                assert_eq!(tx.put_own_case(&moved)?, Kept::Yes);
                assert_eq!(tx.put_own_case(&own(1))?, Kept::SomebodyWasFaster);
                let first = tx.own_cases("s-wang", None, 2)?;
                assert_eq!(first, [moved, own(3)]);
                assert_eq!(tx.own_cases("s-wang", first.last(), 2)?, [own(2)]);
                assert_eq!(tx.own_cases("s-zhang", None, 2)?, []);
                Ok::<_, Fault>(())
            })
            .unwrap();
    });
}

#[test]
fn a_request_key_has_one_answer() {
    on_every_engine(|store| {
        store
            .write_blocking(|tx| {
                let answer = KeptAnswer { request_hash: "h1".into(), status: 201, response: "{}".into(), at_us: 5 };
                assert_eq!(tx.idem_get("key")?, None);
                assert_eq!(tx.idem_put("key", &answer)?, Kept::Yes);
                let other = KeptAnswer { request_hash: "h2".into(), ..answer.clone() };
                assert_eq!(tx.idem_put("key", &other)?, Kept::SomebodyWasFaster);
                assert_eq!(tx.idem_get("key")?, Some(answer));
                assert_eq!(tx.idem_sweep(5)?, 0);
                assert_eq!(tx.idem_sweep(6)?, 1);
                Ok::<_, Fault>(())
            })
            .unwrap();
    });
}

#[test]
fn an_errand_is_due_until_it_is_done_or_given_up() {
    on_every_engine(|store| {
        store
            .write_blocking(|tx| {
                let errand = |id: &str, due_us| NewErrand {
                    part: 3,
                    id: id.to_owned(),
                    case_id: "case-1".to_owned(),
                    kind: "tell-applicant".to_owned(),
                    written: "{}".to_owned(),
                    due_us,
                };
                let ids = |found: Vec<Errand>| found.into_iter().map(|errand| errand.id).collect::<Vec<_>>();
                for (id, due_us) in [("c", 10), ("b", 10), ("a", 20)] {
                    assert_eq!(tx.add_errand(&errand(id, due_us))?, Kept::Yes);
                }
                assert_eq!(tx.add_errand(&errand("a", 1))?, Kept::SomebodyWasFaster, "adding twice adds once");
                assert_eq!(ids(tx.due_errands(3, 15, 9)?), ["b", "c"]);
                assert_eq!(ids(tx.due_errands(3, 20, 2)?), ["b", "c"]);
                assert_eq!(ids(tx.due_errands(4, 20, 9)?), Vec::<String>::new());

                assert!(tx.errand_done(3, "b", 16)?);
                assert!(!tx.errand_done(3, "b", 17)?);
                let seen = tx.due_errands(3, 15, 9)?.remove(0);
                assert_eq!(tx.errand_failed(&seen, Next::AgainAt(30), "no answer")?, Kept::Yes);
                assert_eq!(tx.errand_failed(&seen, Next::AgainAt(99), "late")?, Kept::SomebodyWasFaster);
                assert_eq!(ids(tx.due_errands(3, 29, 9)?), ["a"]);
                let again = tx.due_errands(3, 30, 9)?.remove(1);
                assert_eq!((again.attempts, again.last_error.as_deref()), (1, Some("no answer")));
                assert_eq!(tx.errand_failed(&again, Next::GiveUp, "gone")?, Kept::Yes);
                assert_eq!(ids(tx.due_errands(3, 99, 9)?), ["a"]);
                assert_eq!(ids(tx.dead_errands(3, "", 9)?), ["c"]);
                assert!(tx.revive_errand(3, "c", 40)?);
                assert_eq!(ids(tx.due_errands(3, 40, 9)?), ["a", "c"]);
                assert_eq!(tx.sweep_errands(3, 17)?, 1);
                Ok::<_, Fault>(())
            })
            .unwrap();
    });
}

#[test]
fn the_part_of_a_case_never_changes() {
    // Written down in stores that exist; if this fails, errands would be looked for in the wrong part.
    assert_eq!(["", "case-1", "面馆"].map(part_of), [3, 10, 12]);
    let mut n_seen = [0; PARTS as usize];
    for number in 0..1600 {
        n_seen[part_of(&format!("case-{number}")) as usize] += 1;
    }
    assert!(n_seen.iter().all(|n| (50..200).contains(n)), "{n_seen:?}");
}

#[test]
fn a_name_is_given_once() {
    on_every_engine(|store| {
        store
            .write_blocking(|tx| {
                assert!(tx.claim_name("case number", "2026-1", "case-1")?);
                assert!(tx.claim_name("case number", "2026-1", "case-1")?, "asking again changes nothing");
                assert!(!tx.claim_name("case number", "2026-1", "case-2")?);
                assert!(tx.claim_name("licence number", "2026-1", "licence-1")?);
                assert_eq!(tx.owner_of("case number", "2026-1")?.as_deref(), Some("case-1"));
                assert_eq!(tx.owner_of("case number", "2026-2")?, None);
                Ok::<_, Fault>(())
            })
            .unwrap();
    });
}

#[test]
fn a_licence_is_found_by_number_code_and_holder() {
    on_every_engine(|store| {
        store
            .write_blocking(|tx| {
                let licence = |id: &str, number: &str| KeptLicence {
                    licence_id: id.to_owned(),
                    number: number.to_owned(),
                    code: format!("code-{id}"),
                    subject_id: "s-wang".to_owned(),
                    case_id: "case-1".to_owned(),
                    state: "valid".to_owned(),
                    issued_on: "2026-11-23".to_owned(),
                    written: "{}".to_owned(),
                    version: 1,
                };
                let first = licence("l-1", "JY-1");
                assert_eq!(tx.put_licence(&first)?, Kept::Yes);
                assert_eq!(tx.put_licence(&first)?, Kept::SomebodyWasFaster);
                let revoked = KeptLicence { state: "revoked".into(), version: 2, ..first.clone() };
                assert_eq!(tx.put_licence(&revoked)?, Kept::Yes);
                assert_eq!(tx.put_licence(&licence("l-3", "JY-1"))?, Kept::SomebodyWasFaster);
                assert_eq!(tx.put_licence(&licence("l-2", "JY-2"))?, Kept::Yes);
                assert_eq!(tx.licence("l-1")?, Some(revoked.clone()));
                assert_eq!(tx.licence_by_number("JY-1")?, Some(revoked.clone()));
                assert_eq!(tx.licence_by_code("code-l-2")?, Some(licence("l-2", "JY-2")));
                assert_eq!(tx.licence_by_code("code-l-9")?, None);
                assert_eq!(tx.licences_of("s-wang")?, [revoked, licence("l-2", "JY-2")]);
                assert_eq!(tx.licences_page("l-1", 9)?.len(), 1);
                Ok::<_, Fault>(())
            })
            .unwrap();
    });
}

#[test]
fn a_session_ends_when_it_is_over() {
    on_every_engine(|store| {
        store
            .write_blocking(|tx| {
                let session = KeptSession { written: "{}".into(), expires_us: 100 };
                tx.put_session("t1", &session)?;
                tx.put_session("t2", &KeptSession { expires_us: 200, ..session.clone() })?;
                assert_eq!(tx.session("t1", 99)?, Some(session));
                assert_eq!(tx.session("t1", 100)?, None);
                assert_eq!(tx.sweep_sessions(100)?, 1);
                tx.remove_session("t2")?;
                assert_eq!(tx.session("t2", 0)?, None);
                Ok::<_, Fault>(())
            })
            .unwrap();
    });
}

#[test]
fn a_pass_is_used_once_and_not_when_it_is_over() {
    on_every_engine(|store| {
        store
            .write_blocking(|tx| {
                assert!(tx.put_pass("p1", "code", "{}", 100)?.is_kept());
                assert!(!tx.put_pass("p1", "code", "{}", 200)?.is_kept(), "a hash is given once");
                assert_eq!(tx.pass("p1", "token", 50)?, None, "a code is no token");
                assert_eq!(tx.pass("p1", "code", 100)?, None, "it is over");
                assert_eq!(tx.count_try("p1", "code")?, Some(1));
                assert_eq!(tx.count_try("p1", "code")?, Some(2));
                assert_eq!(tx.take_pass("p1", "code", 100)?, None, "it is over");
                assert_eq!(tx.take_pass("p1", "code", 99)?.map(|pass| pass.tries), Some(2));
                assert_eq!(tx.take_pass("p1", "code", 99)?, None, "it was used");
                assert!(tx.put_pass("p2", "nonce", "{}", 100)?.is_kept());
                assert_eq!((tx.sweep_passes(99)?, tx.sweep_passes(100)?), (0, 1));
                Ok::<_, Fault>(())
            })
            .unwrap();
    });
}

#[test]
fn an_entry_of_a_status_list_has_one_owner_and_a_history() {
    on_every_engine(|store| {
        store
            .write_blocking(|tx| {
                tx.open_status_list("2026-1", 100)?;
                tx.open_status_list("2026-1", 200)?;
                assert_eq!(tx.status_list("2026-1")?, Some(100));
                let place = store::KeptPlace { permit: String::new(), list: "2026-1".into(), idx: 7 };
                assert!(tx.keep_status_place("l1", &place)?.is_kept());
                assert!(!tx.keep_status_place("l2", &place)?.is_kept(), "the entry is taken");
                assert_eq!(tx.status_places("l1")?, vec![place]);
                assert_eq!(tx.status_of_entry("2026-1", 7, 1000)?, None);
                tx.put_status("2026-1", 300, 7, 2)?;
                tx.put_status("2026-1", 400, 7, 0)?;
                tx.put_status("2026-1", 400, 7, 1)?;
                tx.put_status("2026-1", 350, 9, 3)?;
                assert_eq!(tx.status_of_entry("2026-1", 7, 299)?, None);
                assert_eq!(tx.status_of_entry("2026-1", 7, 399)?, Some(2));
                assert_eq!(tx.status_changes("2026-1", 400)?, vec![(7, 2), (9, 3), (7, 1)]);
                assert_eq!(tx.last_status_change("2026-1", 399)?, Some(350));
                assert_eq!(tx.forget_coming_status("2026-1", 7, 300)?, 1);
                assert_eq!(tx.status_of_entry("2026-1", 7, 1000)?, Some(2));
                Ok::<_, Fault>(())
            })
            .unwrap();
    });
}

#[test]
fn people_are_found_by_fingerprint_until_they_are_forgotten() {
    on_every_engine(|store| {
        store
            .write_blocking(|tx| {
                let wang = KeptSubject { subject_id: "s-wang".into(), kind: "person".into(), written: "{}".into() };
                tx.put_subject(&wang)?;
                tx.put_blind_index(&[1; 16], "s-wang")?;
                tx.put_blind_index(&[1; 16], "s-wang")?;
                tx.put_blind_index(&[1; 16], "s-an")?;
                assert_eq!(tx.subject("s-wang")?, Some(wang));
                assert_eq!(tx.subjects_by_blind_index(&[1; 16])?, ["s-an", "s-wang"]);
                assert_eq!(tx.subjects_page("", 9)?.len(), 1);
                tx.forget_subject("s-wang")?;
                assert_eq!(tx.subject("s-wang")?, None);
                assert_eq!(tx.subjects_by_blind_index(&[1; 16])?, ["s-an"]);
                Ok::<_, Fault>(())
            })
            .unwrap();
    });
}

#[test]
fn settings_are_replaced() {
    on_every_engine(|store| {
        store
            .write_blocking(|tx| {
                tx.put_setting("city", "one")?;
                tx.put_setting("city", "two")?;
                assert_eq!(tx.setting("city")?.as_deref(), Some("two"));
                Ok::<_, Fault>(())
            })
            .unwrap();
    });
}

// ---------------------------------------------------------------- papers

#[test]
fn a_paper_lies_under_its_name_and_a_damaged_one_is_not_given_out() {
    on_every_engine(|store| {
        let papers = store.papers();
        let name = "a1".repeat(32);
        papers.put(&name, b"floor plan").unwrap();
        papers.put(&name, b"floor plan").unwrap();
        assert_eq!(papers.get(&name).unwrap().as_deref(), Some(b"floor plan".as_slice()));
        assert!(papers.exists(&name));
        for strange in ["", "../../etc/passwd", &name[1..], &"0".repeat(64)] {
            assert!(!papers.exists(strange));
            assert_eq!(papers.get(strange).unwrap(), None);
            assert!(!papers.remove(strange).unwrap());
        }
        // One from the first time lies there as it came, until somebody seals it.
        let hash = papers.put_as_before(b"old plan").unwrap();
        assert_eq!(papers.get(&hash).unwrap().as_deref(), Some(b"old plan".as_slice()));
        assert_eq!(papers.as_they_came().unwrap(), [hash.clone()]);
        assert!(papers.remove(&hash).unwrap() && !papers.exists(&hash));
        assert_eq!(papers.as_they_came().unwrap(), Vec::<String>::new());
        store
            .write_blocking(move |tx| {
                let paper = Paper { hash: name, length: 10, media_type: "application/pdf".to_owned(), kept_us: 7 };
                assert_eq!(tx.keep_paper(&paper)?, Kept::Yes);
                assert_eq!(tx.keep_paper(&paper)?, Kept::SomebodyWasFaster);
                assert_eq!(tx.paper(&paper.hash)?, Some(paper.clone()));
                assert_eq!(tx.papers_page("", 9)?, [paper.clone()]);
                assert!(tx.forget_paper(&paper.hash)? && !tx.forget_paper(&paper.hash)?);
                Ok::<_, Fault>(())
            })
            .unwrap();
    });

    let (store, folder) = in_folder();
    let name = "b2".repeat(32);
    store.papers().put(&name, b"floor plan").unwrap();
    let path = folder.unwrap().keep().join("papers").join(&name[..2]).join(&name[2..]);
    let mut bytes = std::fs::read(&path).unwrap();
    for at in 0..bytes.len() {
        bytes[at] ^= 1;
        std::fs::write(&path, &bytes).unwrap();
        assert!(matches!(store.papers().get(&name), Err(Fault::Storage(_))), "byte {at} was changed");
        bytes[at] ^= 1;
    }
    std::fs::write(&path, &bytes[..20]).unwrap();
    assert!(matches!(store.papers().get(&name), Err(Fault::Storage(_))), "it was cut off");
    std::fs::remove_dir_all(path.ancestors().nth(3).unwrap()).unwrap();
}

// ---------------------------------------------------------------- the door

#[test]
fn what_is_opened_and_that_it_was_opened_are_kept_together() {
    on_every_engine(|store| {
        let vault = Arc::new(Vault::new([7; 32]));
        let (wang, zhang) = (SubjectId::new("s-wang"), SubjectId::new("s-zhang"));
        let who = Actor { id: "zhao".to_owned(), office: "market-supervision".to_owned() };

        let sealed = {
            let (vault, wang, zhang) = (vault.clone(), wang.clone(), zhang.clone());
            store
                .write_blocking(move |tx| {
                    let mut dice = Loaded(1);
                    let mut door = TxDoor::new(tx, &mut dice);
                    let mut seal = |subject, text| {
                        vault.seal(&mut door, &mut dice, "2026-11", subject, "case-1", "name", text).unwrap()
                    };
                    Ok::<_, Fault>((seal(&wang, "\"Wang\""), seal(&zhang, "\"Zhang\"")))
                })
                .unwrap()
        };

        let look = |purpose: Purpose, at_us: i64, give_up: bool| {
            let (vault, who, sealed) = (vault.clone(), who.clone(), sealed.clone());
            let (wang, zhang) = (wang.clone(), zhang.clone());
            store.write_blocking(move |tx| {
                let mut door = TxDoor::new(tx, &mut Loaded(at_us as u64));
                let items = [(&wang, "case-1", "name", &sealed.0), (&zhang, "case-1", "name", &sealed.1)];
                let opened = vault.open(&mut door, &who, &purpose, at_us, &items).unwrap();
                let texts: Vec<_> = opened.iter().map(|opened| opened.expose().map(str::to_owned)).collect();
                if give_up { Err(Fault::Stopped) } else { Ok(texts) }
            })
        };
        let decide = || Purpose::for_permit(PurposeCode::Decide, "case-1", "food-business");
        assert_eq!(look(decide(), 10, false).unwrap(), [Some("\"Wang\"".to_owned()), Some("\"Zhang\"".to_owned())]);
        look(decide(), 11, true).unwrap_err();
        look(Purpose::plain(PurposeCode::Export), 12, false).unwrap();

        store
            .read_blocking(|tx| {
                let lines = tx.readings("s-wang", 9, None)?;
                let times: Vec<_> = lines.iter().map(|line| line.at_us).collect();
                assert_eq!(times, [12, 10], "the job that was given up opened nothing for anybody");
                assert_eq!((lines[1].purpose.as_str(), lines[1].n), ("decide", 1));
                assert_eq!(lines[1].facts, ["name"]);
                assert_eq!(lines[1].permit.as_deref(), Some("food-business"));
                assert_eq!(tx.readings("s-wang", 9, Some(&lines[0]))?, lines[1..]);
                let of_case: Vec<_> = tx.readings_of_case("case-1")?.into_iter().map(|line| line.subject_id).collect();
                assert_eq!(of_case, ["s-zhang", "s-wang"]);
                Ok::<_, Fault>(())
            })
            .unwrap();

        let (vault, wang) = (vault.clone(), wang.clone());
        store
            .write_blocking(move |tx| {
                let mut dice = Loaded(3);
                let mut door = TxDoor::new(tx, &mut dice);
                vault.erase(&mut door, &wang).unwrap();
                let again = vault.seal(&mut door, &mut dice, "2026-11", &wang, "case-1", "name", "\"again\"");
                assert!(again.is_err());
                assert_eq!(vault.rewrap(&mut door, &mut dice, "2026-11", "2026-12", 9).unwrap(), 1);
                vault.close_month(&mut door, "2026-11").unwrap();
                Ok::<_, Fault>(())
            })
            .unwrap();
        assert_eq!(look(decide(), 20, false).unwrap(), [None, Some("\"Zhang\"".to_owned())]);
    });
}
