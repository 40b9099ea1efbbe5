//! The public log as others meet it: the commands, a witness, and a checker that shares no code with ours.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use ledger::witness::Request;
use ledger::{Disk, Kind, Log, Policy, Signature, SigningKey};
use office::LogFolder;

const ORIGIN: &str = "permits.example/log/2026";

fn onego(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_onego")).args(arguments).output().expect("the program starts")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn at(home: &Path, name: &str) -> String {
    home.join(name).display().to_string()
}

fn write(home: &Path, name: &str, content: &str) -> String {
    std::fs::write(home.join(name), content).expect("a place for files");
    at(home, name)
}

/// A log of some leaves in tiles whose head is signed, but not published.
fn grown(home: &Path, leaves: std::ops::Range<u64>) -> (Log<LogFolder>, SigningKey) {
    let key = SigningKey::from_seed(ORIGIN, Kind::Ed25519, &[1; 32]).expect("a name");
    let mut log = Log::open(LogFolder::for_writing(&home.join("log")).expect("free"), ORIGIN).expect("sound");
    log.stage(leaves.map(|n| format!("leaf {n}").into_bytes()).collect()).expect("short");
    log.integrate().expect("room");
    (log, key)
}

fn asked(home: &Path, log: &Log<LogFolder>, key: &SigningKey, old: u64) -> Output {
    let path = log.consistency(old).expect("sound").unwrap_or_default();
    let request = Request { old, path, checkpoint: log.sign(key).expect("its own key") };
    let file = write(home, "request", &request.to_string());
    let log_key = key.verifier().to_string();
    onego(&["witness", &at(home, "witness"), "--name", "audit.example", "--log", &log_key, "--once", &file])
}

#[test]
fn a_log_is_witnessed_published_looked_through_and_proven_by_the_commands_and_by_others() {
    let home = tempfile::tempdir().expect("a place for files");
    let home = home.path();
    let (mut log, key) = grown(home, 0..600);
    let cosigned = asked(home, &log, &key, 0);
    assert!(cosigned.status.success(), "{}", text(&cosigned.stderr));
    let mut note = log.sign(&key).expect("its own key");
    note.put(Signature::parse(text(&cosigned.stdout).trim_end()).expect("a signature line"));
    let secret = std::fs::read_to_string(home.join("witness/witness.key")).expect("made on the first start");
    let witness = SigningKey::from_secret(&secret).expect("a key").verifier().to_string();
    let log_key = key.verifier().to_string();
    let policy_text = format!("log {log_key}\nwitness audit {witness}\nquorum audit\n");
    log.publish(&note, &Policy::parse(&policy_text).expect("a policy")).expect("the witness has seen it");
    drop(log);

    let (folder, policy) = (at(home, "log"), write(home, "policy", &policy_text));
    let seen = write(home, "seen", &note.to_string());
    let sound = onego(&["log", "fsck", &folder, "--policy", &policy, "--seen", &seen]);
    assert!(sound.status.success(), "{}", text(&sound.stdout));
    assert_eq!(text(&onego(&["log", "tail", &folder, "--count", "1"]).stdout), "599\tleaf 599\n");
    let proof = onego(&["log", "prove", &folder, "300", "--entry", &at(home, "leaf")]);
    let proof = write(home, "proof", &text(&proof.stdout));
    let verified = onego(&["log", "verify", &proof, "--entry", &at(home, "leaf"), "--policy", &policy]);
    assert!(verified.status.success(), "{}", text(&verified.stdout));
    let other = write(home, "other", "another leaf");
    let refused = onego(&["log", "verify", &proof, "--entry", &other, "--policy", &policy]);
    assert_eq!(refused.status.code(), Some(1));

    // The same by a checker written from the documents alone.
    let checker = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/log/check_log.py");
    let others = |arguments: &[&str]| Command::new("python3").arg(&checker).args(arguments).output();
    match others(&[&folder, &log_key, &witness]) {
        Err(error) => println!("skipped: the checker written by others needs python3 ({error})"),
        Ok(checked) => {
            assert!(text(&checked.stdout).starts_with("sound 600 "), "{}", text(&checked.stderr));
            let proven =
                others(&["--proof", &proof, &at(home, "leaf"), &log_key, &witness]).expect("it started before");
            assert_eq!(text(&proven.stdout), "proven 300 600\n", "{}", text(&proven.stderr));
            let fooled = others(&["--proof", &proof, &other, &log_key, &witness]).expect("it started before");
            assert_eq!(fooled.status.code(), Some(1));
        }
    }

    // Whoever changes a leaf is found, by the command and by the witness.
    let mut disk = LogFolder::for_writing(&home.join("log")).expect("free");
    let bundle = disk.read("tile/entries/001").expect("readable").expect("there");
    let changed = text(&bundle).replacen("leaf 300", "leaf 3OO", 1).into_bytes();
    disk.put(&[("tile/entries/001".to_owned(), changed)]).expect("room");
    drop(disk);
    let found = onego(&["log", "fsck", &folder, "--policy", &policy]);
    assert_eq!(found.status.code(), Some(1));
    assert!(text(&found.stdout).contains("entry 300 is not the one"), "{}", text(&found.stdout));
    std::fs::remove_dir_all(home.join("log")).expect("it is there");
    let (forked, key) = grown(home, 1..700);
    let refused = asked(home, &forked, &key, 600);
    assert!(text(&refused.stderr).contains("422: the log did not grow out of what was seen before"));
    let refused = asked(home, &forked, &key, 0);
    assert!(text(&refused.stderr).contains("409: the last checkpoint seen has 600 leaves"));
    std::fs::remove_file(home.join("witness/witness.state")).expect("it is there");
    let forgotten = asked(home, &forked, &key, 0);
    assert!(text(&forgotten.stderr).contains("it would sign a rewritten past"), "{}", text(&forgotten.stderr));
}
