//! A store that an older program left is brought up and loses nothing, on every engine.

use std::path::Path;

use store::{Fault, Kept, Place, Server, Store};
use tempfile::TempDir;

/// Tables and rows as they were; a file here is never changed, and each release adds one.
const OLD: &[(&str, &str)] = &[("0002", include_str!("old/0002.sql"))];

fn is_whole(store: &Store) {
    store
        .write_blocking(|tx| {
            let events: Vec<_> = tx.events("case-1")?.into_iter().map(|event| (event.seq, event.written)).collect();
            assert_eq!(events, [(1, r#"{"first":true}"#.to_owned()), (2, r#"{"second":true}"#.to_owned())]);
            let line = tx.case("case-1")?.unwrap();
            assert_eq!((line.number.as_str(), line.version), ("RS-2026-000001-1", 2));
            assert_eq!(tx.owner_of("case number", "RS-2026-000001-1")?.as_deref(), Some("case-1"));
            assert_eq!(tx.idem_get("key-1")?.unwrap().response, "RS-2026-000001-1", "an old request is not done again");
            assert_eq!(tx.setting("founded")?.as_deref(), Some("2026-01-05"));
            assert!(tx.session("token-1", 800)?.is_some(), "sessions survive");
            assert_eq!(tx.catalogues()?, [("print-1".to_owned(), "a text".to_owned())]);
            assert_eq!(tx.append_event("case-1", 2, 300, "{}")?, Kept::SomebodyWasFaster);
            Ok::<_, Fault>(())
        })
        .unwrap();
    let kept = store.write_blocking(|tx| tx.append_event("case-1", 3, 300, "{}")).unwrap();
    assert_eq!(kept, Kept::Yes);
    store.close_blocking();
}

#[test]
fn an_old_folder_is_brought_up() {
    for (name, text) in OLD {
        println!("{name}");
        let folder = TempDir::new().unwrap();
        let old = rusqlite::Connection::open(folder.path().join("onego.sqlite")).unwrap();
        old.execute_batch(text).unwrap();
        old.close().unwrap();
        is_whole(&Store::open(Place::Folder(folder.path().to_owned())).unwrap());
        let again = Store::open(Place::Folder(folder.path().to_owned())).unwrap();
        assert_eq!(again.read_blocking(|tx| tx.last_seq("case-1")).unwrap(), Some(3));
    }
}

#[test]
fn an_old_database_is_brought_up() {
    let Some(postmaster) = crate::postmaster() else { return };
    for (name, text) in OLD {
        println!("{name}");
        let papers = TempDir::new().unwrap();
        let database = postmaster.database();
        let file: &Path = &papers.path().join("old.sql");
        // As the adapter made the tables: texts in the order of their bytes.
        std::fs::write(file, text.replace(" text not null", " text collate \"C\" not null")).unwrap();
        postmaster.play(&database, file);
        let open = || {
            let server = Server::read(&postmaster.address(&database), papers.path().to_owned()).unwrap();
            Store::open(Place::Server(server)).unwrap()
        };
        is_whole(&open());
        assert_eq!(open().read_blocking(|tx| tx.last_seq("case-1")).unwrap(), Some(3));
    }
}
