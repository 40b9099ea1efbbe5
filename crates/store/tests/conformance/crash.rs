//! What was answered survives a kill at any moment.

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Command, Stdio};

use store::{Fault, Paper, Place, Store};

const FOLDER: &str = "ONEGO_STORE_CRASH_FOLDER";
const CYCLES: u64 = 6;
const WRITERS: usize = 8;

/// Not a test by itself: the program that is killed. It does nothing unless the test below started it.
#[test]
fn the_one_that_is_killed() {
    let Ok(folder) = std::env::var(FOLDER) else {
        return;
    };
    let store = Store::open(Place::Folder(folder.into())).unwrap();
    std::thread::scope(|scope| {
        for writer in 0..WRITERS {
            let store = store.clone();
            scope.spawn(move || {
                let case_id = format!("case-{writer}");
                let last = {
                    let case_id = case_id.clone();
                    store.read_blocking(move |tx| tx.last_seq(&case_id)).unwrap()
                };
                for seq in last.unwrap_or(0) + 1.. {
                    let hash = format!("{writer:08x}{seq:056x}");
                    store.papers().put(&hash, format!("{case_id} {seq}").as_bytes()).unwrap();
                    let case = case_id.clone();
                    let kept = store.write_blocking(move |tx| {
                        let paper = Paper { hash, length: 1, media_type: "text/plain".to_owned(), kept_us: seq };
                        let _ = tx.keep_paper(&paper)?;
                        tx.append_event(&case, seq, seq, &paper.hash)
                    });
                    assert!(kept.unwrap().is_kept());
                    // One call a line, so that lines of several threads do not mix.
                    std::io::stdout().write_all(format!("\nacked {case_id} {seq}\n").as_bytes()).unwrap();
                }
            });
        }
    });
}

#[test]
fn what_was_answered_survives_a_kill() {
    let folder = tempfile::TempDir::new().unwrap();
    let mut acked = [0_i64; WRITERS];
    let mut seed = 20_261_123_u64;
    for cycle in 0..CYCLES {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let until = 20 + (seed >> 33) % 300;
        run_and_kill(folder.path(), until, &mut acked);
        check(folder.path(), &acked).unwrap_or_else(|fault| panic!("cycle {cycle}: {fault}"));
    }
    assert!(acked.iter().sum::<i64>() > 0);
}

/// Kills the program after it has said `until` times that something is kept; others are on their way then.
fn run_and_kill(folder: &Path, until: u64, acked: &mut [i64; WRITERS]) {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "crash::the_one_that_is_killed", "--nocapture"])
        .env(FOLDER, folder)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut n_acked = 0;
    while let Some(Ok(line)) = lines.next() {
        // The last line may be torn: only a whole one counts, and the empty line before tells where it begins.
        if let Some((writer, seq)) = line.strip_prefix("acked case-").and_then(|rest| rest.split_once(' ')) {
            let (writer, seq): (usize, i64) = (writer.parse().unwrap(), seq.parse().unwrap());
            acked[writer] = acked[writer].max(seq);
            n_acked += 1;
        }
        if n_acked == until {
            child.kill().unwrap();
        }
    }
    assert!(n_acked >= until, "the program ended by itself after {n_acked} of {until}");
    child.wait().unwrap();
}

fn check(folder: &Path, acked: &[i64; WRITERS]) -> Result<(), Fault> {
    let store = Store::open(Place::Folder(folder.to_owned()))?;
    for (writer, seq_acked) in acked.iter().enumerate() {
        let events = store.read_blocking(move |tx| tx.events(&format!("case-{writer}")))?;
        assert!(events.len() as i64 >= *seq_acked, "writer {writer}: {} of {seq_acked} kept", events.len());
        for (place, event) in events.iter().enumerate() {
            assert_eq!(event.seq, place as i64 + 1, "no gaps");
            assert!(store.papers().get(&event.written)?.is_some(), "a row names a paper that is not there");
        }
    }
    Ok(())
}
