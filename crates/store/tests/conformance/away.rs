//! A PostgreSQL that goes away, freezes or crashes: nothing confirmed is lost, nothing denied is there.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use store::{Fault, Kept, Options, Place, Server, Store};
use tempfile::TempDir;

use crate::server::{Postmaster, signal};

const WRITERS: i64 = 8;

fn open(postmaster: &Postmaster, database: &str, papers: &TempDir, deadline: Duration) -> Store {
    let server = Server::read(&postmaster.address(database), papers.path().to_owned()).unwrap();
    let options = Options { deadline, patience: Duration::from_secs(60), ..Options::default() };
    Store::open_with(Place::Server(server), options).unwrap()
}

fn case_of(writer: i64) -> String {
    format!("case-{writer}")
}

/// What writers were told while something happened to the server.
#[derive(Default)]
struct Told {
    kept: AtomicU64,
    nothing_done: AtomicU64,
    unknown: AtomicU64,
}

/// Writes one event after the other, sends again what was not kept, and believes every answer.
fn write_until(store: &Store, writer: i64, enough: &AtomicBool, told: &Told) -> i64 {
    let mut seq = 1;
    let mut may_be_there = false;
    while !enough.load(Ordering::Relaxed) {
        let case_id = case_of(writer);
        match store.write_blocking(move |tx| tx.append_event(&case_id, seq, 1, "{}")) {
            Ok(kept) => {
                assert!(kept == Kept::Yes || may_be_there, "writer {writer} was told that {seq} was not done; it was");
                told.kept.fetch_add(1, Ordering::Relaxed);
                may_be_there = false;
                seq += 1;
            }
            Err(Fault::OutcomeUnknown) => {
                told.unknown.fetch_add(1, Ordering::Relaxed);
                may_be_there = true;
            }
            Err(Fault::Away(_) | Fault::TooBusy | Fault::Overtaken) => {
                told.nothing_done.fetch_add(1, Ordering::Relaxed);
                std::thread::sleep(Duration::from_millis(5));
            }
            Err(fault) => panic!("writer {writer}: {fault}"),
        }
    }
    seq - 1
}

/// Lets all writers work while something is done to the server, then compares what they were told with what is there.
fn under_load(store: &Store, harm: impl FnOnce(&Told) + Send) -> Told {
    let (enough, told) = (AtomicBool::new(false), Told::default());
    let last: Vec<i64> = std::thread::scope(|scope| {
        let writers: Vec<_> = (0..WRITERS)
            .map(|writer| {
                let (store, enough, told) = (store.clone(), &enough, &told);
                scope.spawn(move || write_until(&store, writer, enough, told))
            })
            .collect();
        harm(&told);
        enough.store(true, Ordering::Relaxed);
        writers.into_iter().map(|writer| writer.join().unwrap()).collect()
    });
    for (writer, last) in (0..).zip(last) {
        let events = store.read_blocking(move |tx| tx.events(&case_of(writer)));
        let there: Vec<i64> = events.unwrap().into_iter().map(|event| event.seq).collect();
        let expected: Vec<i64> = (1..=last).collect();
        let unknown = told.unknown.load(Ordering::Relaxed) > 0;
        assert!(there == expected || (unknown && there == [expected, vec![last + 1]].concat()), "writer {writer}");
    }
    println!(
        "{} confirmed and there, {} denied and not there, {} unknown",
        told.kept.load(Ordering::Relaxed),
        told.nothing_done.load(Ordering::Relaxed),
        told.unknown.load(Ordering::Relaxed)
    );
    told
}

fn wait_for(told: &Told, more: u64) {
    let until = told.kept.load(Ordering::Relaxed) + more;
    while told.kept.load(Ordering::Relaxed) < until {
        std::thread::sleep(Duration::from_millis(1));
    }
}

#[test]
fn a_connection_that_is_cut_at_any_moment_leaves_no_doubt() {
    let Some(postmaster) = crate::postmaster() else { return };
    let (database, papers) = (postmaster.database(), TempDir::new().unwrap());
    let store = open(postmaster, &database, &papers, Duration::from_secs(20));
    let cut = format!("select count(pg_terminate_backend(pid)) from pg_stat_activity where datname = '{database}'");
    let told = under_load(&store, |told| {
        for round in 0..40 {
            wait_for(told, 7 + round);
            postmaster.sql("postgres", &cut).unwrap();
        }
        wait_for(told, 10);
    });
    assert_eq!(told.unknown.load(Ordering::Relaxed), 0, "the server was there to be asked");
    assert!(!store.is_stopped());
    store.close_blocking();
    assert_eq!(
        postmaster.sql(&database, "select count(*) from batch where fate = 'kept'").unwrap(),
        "1",
        "marks that nobody asks for any more are gone"
    );
}

#[test]
fn a_server_that_crashes_under_load_loses_nothing_it_confirmed() {
    let Some(mut postmaster) = Postmaster::start() else { return };
    let (database, papers) = (postmaster.database(), TempDir::new().unwrap());
    let store = open(&postmaster, &database, &papers, Duration::from_secs(20));
    let told = under_load(&store, |told| {
        for round in 0..3 {
            wait_for(told, 50 + 31 * round);
            postmaster.crash();
            postmaster.up();
        }
        wait_for(told, 50);
    });
    assert!(told.nothing_done.load(Ordering::Relaxed) > 0, "nothing was tried");
    store.close_blocking();
}

#[test]
fn a_server_that_freezes_before_a_commit_and_wakes_up_later_commits_nothing_that_was_denied() {
    let Some(postmaster) = crate::postmaster() else { return };
    let (database, papers) = (postmaster.database(), TempDir::new().unwrap());
    let store = open(postmaster, &database, &papers, Duration::from_millis(500));
    let who = format!("select pid from pg_stat_activity where datname = '{database}' and state like 'idle in tr%'");
    let (tell, told) = std::sync::mpsc::channel();
    let found = store.write_blocking(move |tx| {
        tx.put_setting("frozen", "kept")?;
        let id = crate::postmaster().unwrap().sql("postgres", &who).unwrap();
        signal("STOP", &id);
        tell.send(id).unwrap();
        Ok::<_, Fault>(())
    });
    let id = told.recv().unwrap();
    assert!(matches!(found, Err(Fault::Away(_))), "{found:?}");
    assert_eq!(store.read_blocking(|tx| tx.setting("frozen")).unwrap(), None);
    store.write_blocking(|tx| tx.put_setting("after", "kept")).unwrap();
    // The commit still waits in front of the one that sleeps.
    signal("CONT", &id);
    let gone = format!("select count(*) from pg_stat_activity where pid = {id}");
    while postmaster.sql("postgres", &gone).unwrap() != "0" {
        std::thread::sleep(Duration::from_millis(10));
    }
    assert_eq!(store.read_blocking(|tx| tx.setting("frozen")).unwrap(), None);
    assert_eq!(store.read_blocking(|tx| tx.setting("after")).unwrap().as_deref(), Some("kept"));
    store.close_blocking();
}

#[test]
fn a_server_that_could_lose_what_it_confirmed_is_refused() {
    let Some(postmaster) = crate::postmaster() else { return };
    let (database, papers) = (postmaster.database(), TempDir::new().unwrap());
    postmaster.sql("postgres", &format!("alter database {database} set synchronous_commit = off")).unwrap();
    let store = open(postmaster, &database, &papers, Duration::from_secs(20));
    store.write_blocking(|tx| tx.put_setting("a", "b")).unwrap();
    store.close_blocking();
    let other = format!("{database}_latin");
    let made = format!("create database {other} template template0 encoding 'LATIN1' locale 'C'");
    postmaster.sql("postgres", &made).unwrap();
    let server = Server::read(&postmaster.address(&other), papers.path().to_owned()).unwrap();
    assert!(matches!(Store::open(Place::Server(server)).map(|_| ()), Err(Fault::Schema(_))));
}

#[test]
fn an_address_shows_no_password_and_must_say_what_it_means() {
    let papers = std::path::PathBuf::from("papers");
    let server = Server::read("postgres://onego:sec%20ret@a.example,b.example/city", papers.clone()).unwrap();
    assert!(!format!("{server:?}").contains("sec"), "{server:?}");
    assert!(!format!("{:?}", server.with_password("s3cr3t")).contains("s3cr3t"));
    assert!(Server::read("postgres://a.example", papers.clone()).is_err(), "no database");
    assert!(Server::read("dbname=city", papers.clone()).is_err(), "no host");
    assert!(Server::read("postgres://a.example:port/city", papers).is_err());
}

#[test]
fn programs_that_start_together_on_an_empty_database_share_it() {
    let Some(postmaster) = crate::postmaster() else { return };
    let (database, papers) = (postmaster.database(), TempDir::new().unwrap());
    let stores: Vec<Store> = std::thread::scope(|scope| {
        let opening: Vec<_> =
            (0..4).map(|_| scope.spawn(|| open(postmaster, &database, &papers, Duration::from_secs(20)))).collect();
        opening.into_iter().map(|store| store.join().unwrap()).collect()
    });
    // All of them try to keep the same events; each is kept once.
    let kept: usize = std::thread::scope(|scope| {
        let writing: Vec<_> = stores
            .iter()
            .map(|store| {
                scope.spawn(move || {
                    (1..=50)
                        .filter(|seq| {
                            let seq = *seq;
                            store.write_blocking(move |tx| tx.append_event("case", seq, 1, "{}")).unwrap().is_kept()
                        })
                        .count()
                })
            })
            .collect();
        writing.into_iter().map(|writer| writer.join().unwrap()).sum()
    });
    assert_eq!(kept, 50);
    stores.iter().for_each(Store::close_blocking);
}
