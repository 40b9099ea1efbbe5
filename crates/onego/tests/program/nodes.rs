//! Two programs on one PostgreSQL: they file and decide alternately and at the same moment; nothing is lost or doubled.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use casework::{Event, PersonId, Who};
use catalogue::EventId;
use journey::Known;
use office::{Office, Once, SeededWorld, Turned};
use store::PARTS;
use tempfile::TempDir;
use town::{DEMO_SEED, Town, next_working_day};

use crate::kill::{Model, Receipt, apply, model, open, place, runtime};
use crate::server::Postmaster;

const CASES: usize = 6;
const DAYS: usize = 8;

type Node = (Office, Arc<SeededWorld>);

/// The same request, sent to both at the same moment: at least one does it, and none does it again.
async fn begin_twice(nodes: &[Node; 2], model: &Model, key: &str) -> BTreeSet<String> {
    let begin = |office: Office| {
        let once = Some(Once { key: format!("begin-{key}"), content: key.to_owned() });
        let by = Who::Applicant(PersonId::new(model.applicant.clone()));
        let event = EventId::new(model.event.clone());
        async move { office.begin(once, by, &event, None, "en", Known::new()).await }
    };
    let (a, b) = tokio::join!(begin(nodes[0].0.clone()), begin(nodes[1].0.clone()));
    let mut cases = BTreeSet::new();
    for begun in [a, b] {
        match begun {
            Ok(carried) => {
                cases.insert(carried.case.id().as_str().to_owned());
            }
            Err(Turned::Fault(fault)) if fault.kind() == "overtaken" => {}
            Err(turned) => panic!("{key}: {turned}"),
        }
    }
    cases
}

async fn file_alternately(nodes: &[Node; 2], model: &Model) -> BTreeMap<String, Receipt> {
    let mut receipts = BTreeMap::new();
    for n in 0..CASES {
        let key = format!("nodes-{n}");
        let begun = begin_twice(nodes, model, &key).await;
        let (here, there) = (&nodes[n % 2].0, &nodes[(n + 1) % 2].0);
        let receipt = apply(here, model, &key).await;
        assert_eq!(begun, BTreeSet::from([receipt.case.clone()]), "one request, one case");
        assert_eq!(apply(there, model, &key).await, receipt, "the other one gives the same receipt");
        let file = there.case_file(&receipt.case).await.expect("a case");
        assert_eq!(
            file.case.filing().map(|f| f.number.as_str()),
            Some(receipt.number.as_str()),
            "and shows it at once"
        );
        receipts.insert(key, receipt);
    }
    receipts
}

/// Both clocks strike at the same moment, both do the errands; the officials of the town work now here and now there.
async fn days_pass(nodes: &[Node; 2], town: &Town) -> usize {
    let mut decisions = 0;
    for day in 0..DAYS {
        let [(a, of_a), (b, of_b)] = nodes;
        let (here, there) = tokio::join!(next_working_day(a, of_a), next_working_day(b, of_b));
        assert_eq!(here.expect("a day"), there.expect("the same day"));
        decisions += town.a_day_passes(&nodes[day % 2].0).await.expect("a day passes");
        let (here, there) = tokio::join!(a.perform_errands(), b.perform_errands());
        here.and(there).expect("errands are done");
    }
    decisions
}

/// Everything that may happen once in a case did.
async fn whole(office: &Office, id: &str) {
    let asked = id.to_owned();
    let events = office.store().read(move |tx| tx.events(&asked)).await.expect("events");
    let mut once = BTreeSet::new();
    for (place, event) in events.iter().enumerate() {
        assert_eq!(event.seq, place as i64 + 1, "{id} has a gap");
        let recorded = casework::record::read(&event.written).expect("an event");
        let what = match &recorded.event {
            Event::Filed { .. } => "filed".to_owned(),
            Event::Accepted { .. } => "accepted".to_owned(),
            Event::Granted { permit, .. } => format!("granted {permit}"),
            Event::LicenceIssued { version, .. } => format!("licence {version}"),
            _ => continue,
        };
        assert!(once.insert(what.clone()), "{id}: {what} twice");
    }
}

#[test]
fn two_programs_on_one_database_lose_nothing_and_do_nothing_twice() {
    let Some(postmaster) = Postmaster::start() else { return };
    let (address, papers) = (postmaster.address(&postmaster.database()), TempDir::new().expect("a folder"));
    runtime().block_on(async {
        let model = model().await;
        let town = Arc::new(Town::found(DEMO_SEED));
        let nodes = [open(place(papers.path(), Some(&address))), open(place(papers.path(), Some(&address)))];
        let receipts = file_alternately(&nodes, &model).await;
        let decisions = days_pass(&nodes, &town).await;

        let store = nodes[0].0.store().clone();
        let cases = store.read(|tx| tx.cases_page("", 1_000_000)).await.expect("cases");
        for receipt in receipts.values() {
            assert!(cases.contains(&receipt.case), "a filed case is lost");
        }
        let mut issued = 0;
        for id in &cases {
            whole(&nodes[0].0, id).await;
            let (here, there) = (nodes[0].0.case_file(id).await, nodes[1].0.case_file(id).await);
            let (here, there) = (here.expect("a case").case, there.expect("a case").case);
            assert_eq!((here.version(), here.stage()), (there.version(), there.stage()), "{id}");
            issued += usize::from(here.licence().is_some());
        }
        let licences = store.read(|tx| tx.licences_page("", 100_000)).await.expect("licences");
        assert_eq!(licences.len(), issued, "each licence once");
        for part in 0..PARTS {
            let dead = store.read(move |tx| tx.dead_errands(part, "", 100)).await.expect("errands");
            assert_eq!(dead, [], "no errand was given up");
        }
        println!("{} cases, {decisions} decisions, {issued} licences over two programs", cases.len());
        assert!(decisions > 0 && issued > 0, "nothing was tried");
        for (office, _) in &nodes {
            office.store().close().await;
        }
    });
}

#[test]
fn a_session_that_ends_in_one_program_is_over_in_the_other() {
    let Some(postmaster) = Postmaster::start() else { return };
    let (address, papers) = (postmaster.address(&postmaster.database()), TempDir::new().expect("a folder"));
    runtime().block_on(async {
        let [(a, _), (b, _)] = [open(place(papers.path(), Some(&address))), open(place(papers.path(), Some(&address)))];
        let who = office::SignedIn::Person { subject: "s-1".to_owned() };
        let token = a.sign_in(who, None).await.expect("signed in");
        assert!(b.session(&token).await.expect("asked").is_some());
        assert!(a.session(&token).await.expect("asked").is_some());
        a.sign_out(&token).await.expect("signed out");
        assert!(b.session(&token).await.expect("asked").is_none());
        a.store().close().await;
        b.store().close().await;
    });
}
