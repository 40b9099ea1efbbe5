//! Logs that are written, cut, read again, witnessed and tampered with.

use ledger::leaf::{self, Leaf};
use ledger::witness::{Refused, Request, State};
use ledger::{
    Checkpoint, Disk, Finding, Hash, Kind, Log, LogFault, Memory, Note, Policy, Proof, SigningKey, Tree, Unpublished,
    VerifierKey, cosign, fsck, prove, read_entry,
};
use proptest::prelude::*;

const ORIGIN: &str = "permits.example/log/2026";

fn log_key() -> SigningKey {
    SigningKey::from_seed(ORIGIN, Kind::Ed25519, &[1; 32]).expect("a name")
}

fn witness_key(number: u8) -> SigningKey {
    SigningKey::from_seed(&format!("witness-{number}.example"), Kind::Cosignature, &[10 + number; 32]).expect("a name")
}

/// The log and two of three witnesses.
fn policy() -> Policy {
    let keys: Vec<String> = (0..3).map(|n| witness_key(n).verifier().to_string()).collect();
    Policy::parse(&format!(
        "# who must have seen it\nlog {}\nwitness audit {}\nwitness court {}\nwitness press {}\ngroup two 2 audit court press\nquorum two\n",
        log_key().verifier(), keys[0], keys[1], keys[2]
    ))
    .expect("a policy")
}

fn entry(number: u64) -> Vec<u8> {
    format!("leaf {number}").into_bytes()
}

fn entries(range: std::ops::Range<u64>) -> Vec<Vec<u8>> {
    range.map(entry).collect()
}

fn append(log: &mut Log<Memory>, range: std::ops::Range<u64>) -> Result<u64, LogFault> {
    let entries = entries(range);
    log.append(&entries.iter().map(Vec::as_slice).collect::<Vec<_>>())
}

/// The head with the signatures of the log and of witnesses that trust it.
fn seen_by(log: &Log<Memory>, witnesses: &[u8]) -> Note {
    let mut note = log.sign(&log_key()).expect("the log's own key");
    for number in witnesses {
        note.put(cosign(&witness_key(*number), &note.text, 1_772_000_000).expect("a witness key"));
    }
    note
}

fn published(size: u64) -> Memory {
    let mut log = Log::open(Memory::new(), ORIGIN).expect("an empty disk");
    append(&mut log, 0..size).expect("room");
    log.integrate().expect("room");
    let note = seen_by(&log, &[0, 1]);
    log.publish(&note, &policy()).expect("enough witnesses");
    log.disk().clone()
}

#[test]
fn a_leaf_is_proven_offline_to_whoever_has_the_policy() {
    let disk = published(700);
    for index in [0, 255, 256, 511, 512, 699] {
        let file = prove(&disk, index).expect("sound").expect("published").to_string();
        let proven = Proof::parse(file.as_bytes()).expect("a proof").check(&entry(index), &policy()).expect("it holds");
        assert_eq!((proven.checkpoint.size, proven.seen_at), (700, Some(1_772_000_000)));
        assert!(Proof::parse(file.as_bytes()).expect("a proof").check(b"another leaf", &policy()).is_err());
        assert_eq!(read_entry(&disk, 700, index), Ok(Some(entry(index))));
    }
    assert_eq!(prove(&disk, 700), Ok(None));
    assert!(fsck(&disk, Some(&policy()), None).is_sound());
}

#[test]
fn nothing_is_published_before_enough_witnesses_have_seen_it() {
    let mut log = Log::open(Memory::new(), ORIGIN).expect("an empty disk");
    append(&mut log, 0..3).expect("room");
    log.integrate().expect("room");
    let one = seen_by(&log, &[2]);
    assert!(matches!(log.publish(&one, &policy()), Err(Unpublished::Policy(_))));
    assert_eq!(log.disk().read("checkpoint"), Ok(None));
    let two = seen_by(&log, &[2, 0]);
    append(&mut log, 3..4).expect("room");
    log.integrate().expect("room");
    assert_eq!(log.publish(&two, &policy()), Err(Unpublished::NotTheHead));
    let two = seen_by(&log, &[0, 1]);
    assert_eq!(log.publish(&two, &policy()), Ok(()));
}

#[test]
fn whoever_opens_a_log_last_alone_may_write() {
    let mut log = Log::open(Memory::new(), ORIGIN).expect("an empty disk");
    append(&mut log, 0..3).expect("room");
    let other = Log::open(log.disk().clone(), "other.example/log");
    assert_eq!(other.err(), Some(LogFault::OtherLog(ORIGIN.to_owned())));
    let again = Log::open(log.disk().clone(), ORIGIN).expect("the same files");
    assert_eq!(again.size(), 3, "what was in the journal is there");
    // Whoever opened the files later has left a later epoch on them.
    let stale = Stolen { inner: Memory::new(), head: again.disk().files()["head"].clone() };
    let mut log = Log::open(stale, ORIGIN).expect("files of its own");
    log.stage(entries(0..3)).expect("short");
    assert_eq!(log.integrate(), Err(LogFault::Fenced));
}

/// A disk on which somebody else commits a head while tiles are written.
struct Stolen {
    inner: Memory,
    head: Vec<u8>,
}

impl Disk for Stolen {
    fn read(&self, path: &str) -> Result<Option<Vec<u8>>, ledger::Trouble> {
        self.inner.read(path)
    }
    fn put(&mut self, files: &[(String, Vec<u8>)]) -> Result<(), ledger::Trouble> {
        self.inner.put(files)?;
        if files.iter().any(|(path, _)| path.starts_with("tile/")) {
            self.inner.put(&[("head".to_owned(), self.head.clone())])?;
        }
        Ok(())
    }
    fn append(&mut self, path: &str, bytes: &[u8]) -> Result<(), ledger::Trouble> {
        self.inner.append(path, bytes)
    }
    fn remove(&mut self, path: &str) -> Result<(), ledger::Trouble> {
        self.inner.remove(path)
    }
}

/// One run of a city's log that goes on after any cut: what it told (entries that are kept) and what it signed.
fn run_until_cut(disk: Memory, told: &mut Vec<Vec<u8>>, signed: &mut Vec<Checkpoint>, name: &str) -> Option<Memory> {
    let mut log = match Log::open(disk, ORIGIN) {
        Ok(log) => log,
        Err(LogFault::Disk(_)) => return None,
        Err(other) => panic!("recovery found {other}"),
    };
    for batch in 0..4u64 {
        let entries: Vec<Vec<u8>> = (0..3).map(|n| format!("{name} {batch} {n}").into_bytes()).collect();
        let first = log.append(&entries.iter().map(Vec::as_slice).collect::<Vec<_>>());
        let Ok(first) = first else { return Some(log.disk().mended()) };
        assert!(first as usize >= told.len(), "what was told is never overwritten");
        told.truncate(first as usize);
        told.resize(first as usize, Vec::new());
        told.extend(entries);
        if batch % 2 == 1 {
            if log.integrate().is_err() {
                return Some(log.disk().mended());
            }
            let note = log.sign(&log_key()).expect("the log's own key");
            signed.push(Checkpoint::from_text(&note.text).expect("our own"));
            if log.publish(&note, &Policy::of_log(log_key().verifier().clone())).is_err() {
                return Some(log.disk().mended());
            }
        }
    }
    Some(log.disk().mended())
}

#[test]
fn a_cut_at_any_byte_loses_nothing_that_was_told_and_signs_no_two_pasts() {
    let mut before = Log::open(Memory::new(), ORIGIN).expect("an empty disk");
    append(&mut before, 0..254).expect("room");
    before.integrate().expect("room");
    let begun = before.disk().clone();
    let mut cuts = 0;
    for cut in 0.. {
        let (mut told, mut signed) = (entries(0..254), Vec::new());
        let left = run_until_cut(begun.cut_after(cut), &mut told, &mut signed, "before");
        let was_cut = told.len() < 254 + 12 || signed.len() < 2;
        let disk = left.unwrap_or_else(|| begun.clone());
        let kept = told.clone();
        let after = run_until_cut(disk, &mut told, &mut signed, "after").expect("a disk that works");
        let size = signed.last().expect("it was signed").size;
        let mut tree = Tree::new();
        for index in 0..size {
            let there = read_entry(&after, size, index).expect("sound").expect("in the log");
            if let Some(said) = kept.get(index as usize).filter(|said| !said.is_empty()) {
                assert_eq!(said, &there, "cut {cut}: what was told is there");
            }
            tree.append(&there);
        }
        for checkpoint in &signed {
            assert_eq!(tree.root_at(checkpoint.size), Some(checkpoint.root), "cut {cut}: signed another past");
        }
        let report = fsck(&after, Some(&Policy::of_log(log_key().verifier().clone())), signed.first());
        assert_eq!(report.findings, [], "cut {cut}");
        cuts += 1;
        if !was_cut {
            break;
        }
    }
    assert!(cuts > 150, "{cuts} cuts");
}

#[test]
fn a_log_starts_from_its_edge_alone() {
    let mut disk = published(70_000);
    disk.files_mut().retain(|path, _| path.contains(".p/") || !path.starts_with("tile/"));
    let log = Log::open(disk, ORIGIN).expect("the edge is there");
    assert_eq!(log.size(), 70_000);
}

#[test]
fn a_witness_signs_what_grew_and_refuses_the_rest() {
    let key = witness_key(0);
    let mut log = Log::open(Memory::new(), ORIGIN).expect("an empty disk");
    append(&mut log, 0..5).expect("room");
    log.integrate().expect("room");
    let ask = |log: &Log<Memory>, old: u64| Request {
        old,
        path: log.consistency(old).expect("sound").unwrap_or_default(),
        checkpoint: log.sign(&log_key()).expect("the log's own key"),
    };
    let nobody = State::new();
    assert_eq!(nobody.add_checkpoint(&ask(&log, 0), &key, 1).err(), Some(Refused::Unknown));
    let mut state = State::new();
    assert!(state.watch(log_key().verifier().clone()));
    let first = Request::parse(ask(&log, 0).to_string().as_bytes()).expect("our own");
    let (state, signature) = state.add_checkpoint(&first, &key, 7).expect("it is new");
    assert!(key.verifier().is_signature(&first.checkpoint.text, &signature.bytes));
    assert_eq!(ledger::cosigned_at(&signature), Some(7));
    assert_eq!(State::parse(&state.to_string()), Ok(state.clone()));

    append(&mut log, 5..9).expect("room");
    log.integrate().expect("room");
    assert_eq!(
        state.add_checkpoint(&ask(&log, 0), &key, 8).err(),
        Some(Refused::OtherSize(5)),
        "a rollback of the witness"
    );
    let mut wrong = ask(&log, 5);
    wrong.path[0] = Hash([9; 32]);
    assert_eq!(state.add_checkpoint(&wrong, &key, 8).err().map(|r| r.status()), Some(422));
    let mut unsigned = ask(&log, 5);
    unsigned.checkpoint.signatures[0].bytes[9] ^= 1;
    assert_eq!(state.add_checkpoint(&unsigned, &key, 8).err(), Some(Refused::NotTheLog));
    let (state, _) = state.add_checkpoint(&ask(&log, 5), &key, 8).expect("it grew");
    let mut fork = Log::open(Memory::new(), ORIGIN).expect("an empty disk");
    append(&mut fork, 1..12).expect("room");
    fork.integrate().expect("room");
    assert_eq!(state.add_checkpoint(&ask(&fork, 9), &key, 9).err().map(|r| r.status()), Some(422), "a fork");
    assert_eq!(state.add_checkpoint(&first, &key, 9).err(), Some(Refused::OtherSize(9)), "an old checkpoint again");
    assert_eq!(state.add_checkpoint(&Request { old: 10, ..first }, &key, 9).err().map(|r| r.status()), Some(400));
}

#[test]
fn a_commitment_opens_with_its_salt_only() {
    let record = b"a decision";
    let made = leaf::commit(&[3; 32], record);
    assert!(leaf::opens(&made, &[3; 32], record));
    assert!(!leaf::opens(&made, &[4; 32], record) && !leaf::opens(&made, &[3; 32], b"another"));
    let leaf = Leaf {
        kind: "decision".to_owned(),
        at: 1_772_000_000,
        authority: "fire-safety".to_owned(),
        id: "RS26-4187-K/1".to_owned(),
        commitment: made,
        public: serde_json::Map::new(),
    };
    let entry = leaf.to_entry().expect("short");
    assert!(entry.starts_with(b"{\"at\":1772000000,\"auth\":\"fire-safety\",\"c\":\""));
    assert_eq!(Leaf::parse(&entry), Ok(leaf.clone()));
    let spaced = String::from_utf8(entry).expect("JSON").replace(':', ": ");
    assert_eq!(Leaf::parse(spaced.as_bytes()), Err(leaf::BadLeaf::Malformed), "a leaf has one entry");
    let half = serde_json::json!({ "b": 1, "a": [true, null, "é\n"] });
    assert_eq!(leaf::canonical(&half).as_deref(), Some("{\"a\":[true,null,\"é\\n\"],\"b\":1}"));
    assert_eq!(leaf::canonical(&serde_json::json!(1.5)), None);
}

#[test]
fn a_policy_that_cannot_be_followed_says_where() {
    let witness = witness_key(0).verifier().to_string();
    for (text, line) in [
        ("", 0),
        ("quorum court\n", 1),
        ("quorum none\nquorum none\n", 2),
        (&format!("witness a {witness}\nwitness b {witness}\n"), 2),
        (&format!("witness a {witness}\ngroup g 2 a\n"), 2),
        (&format!("witness a {witness}\ngroup g all a\ngroup h any a\n"), 3),
        (&format!("log {witness}\n"), 1),
        ("trust everybody\n", 1),
    ] {
        assert_eq!(Policy::parse(text).expect_err("it cannot be followed").line, line, "{text}");
    }
}

/// How a log is tampered with.
const TAMPERINGS: [&str; 8] = [
    "leaf replaced",
    "leaf and tile replaced",
    "past rewritten and signed",
    "truncated and signed",
    "reordered",
    "old checkpoint replayed",
    "key swapped",
    "file lost",
];

/// Tampers with a sound log and says whether somebody finds it: a look through the files, a witness, or a verifier.
fn is_found(kind: usize, seed: u64, sound: &Memory, last_seen: &Checkpoint, watching: &State) -> bool {
    let size = last_seen.size;
    let at = seed % size;
    let policy = policy();
    let mut disk = sound.clone();
    let forge = |entries: Vec<Vec<u8>>, key: &SigningKey| {
        let mut log = Log::open(Memory::new(), ORIGIN).expect("an empty disk");
        log.stage(entries).expect("short");
        log.integrate().expect("room");
        let signed = log.sign(key);
        (log, signed)
    };
    let other = |index: u64| format!("forged {index} {seed}").into_bytes();
    match kind {
        0 | 4 => {
            let path = ledger::entries_path(size, at / 256);
            let bytes = disk.files_mut().get_mut(&path).expect("the bundle");
            let mut there: Vec<Vec<u8>> =
                ledger::entries_of(bytes).expect("sound").iter().map(|e| e.to_vec()).collect();
            let place = (at % 256) as usize;
            if kind == 0 {
                there[place] = other(at);
            } else {
                let next = (place + 1) % there.len();
                there.swap(place, next);
            }
            *bytes = ledger::bundle(there.iter().map(Vec::as_slice)).expect("short");
            !fsck(&disk, Some(&policy), None).is_sound()
        }
        1 => {
            // The whole tree is made anew, but nobody can make the checkpoint of it.
            let (forged, _) = forge((0..size).map(|i| if i == at { other(i) } else { entry(i) }).collect(), &log_key());
            for (path, bytes) in forged.disk().files().iter().filter(|(path, _)| path.starts_with("tile/")) {
                disk.files_mut().insert(path.clone(), bytes.clone());
            }
            let proof = prove(&disk, at).ok().flatten();
            let is_believed = proof.is_some_and(|proof| proof.check(&other(at), &policy).is_ok());
            !fsck(&disk, Some(&policy), None).is_sound() && !is_believed
        }
        2 | 3 => {
            // The city itself, with its own key, shows another past: witnesses do not sign, keepers of a checkpoint see it.
            let kept = if kind == 3 { at } else { size };
            let grown = (0..kept).map(|i| if kind == 2 && i == at { other(i) } else { entry(i) }).collect();
            let (forged, note) = forge(grown, &log_key());
            let note = note.expect("the log's own key");
            let request = Request {
                old: size.min(kept),
                path: forged.consistency(size.min(kept)).expect("sound").unwrap_or_default(),
                checkpoint: note.clone(),
            };
            let refused = watching.add_checkpoint(&request, &witness_key(0), 9).is_err();
            let mut files = forged.disk().clone();
            files.files_mut().insert("checkpoint".to_owned(), note.to_string().into_bytes());
            let report = fsck(&files, None, Some(last_seen));
            let seen = report.findings.iter().any(|f| matches!(f, Finding::Forked { .. } | Finding::RolledBack { .. }));
            refused && seen && policy.check(&note).is_err()
        }
        5 => {
            let old = published(at.max(1).min(size - 1));
            let bytes = old.files()["checkpoint"].clone();
            disk.files_mut().insert("checkpoint".to_owned(), bytes.clone());
            let note = Note::parse(&bytes).expect("our own");
            let replayed = Request { old: size, path: vec![], checkpoint: note };
            fsck(&disk, Some(&policy), Some(last_seen)).findings.iter().any(|f| matches!(f, Finding::RolledBack { .. }))
                && watching.add_checkpoint(&replayed, &witness_key(0), 9).is_err()
        }
        6 => {
            let thief = SigningKey::from_seed(ORIGIN, Kind::Ed25519, &[(seed % 200 + 20) as u8; 32]).expect("a name");
            let (_, note) = forge((0..size).map(entry).collect(), &thief);
            let note = note.expect("the name of the log");
            disk.files_mut().insert("checkpoint".to_owned(), note.to_string().into_bytes());
            let request = Request { old: size, path: vec![], checkpoint: note };
            !fsck(&disk, Some(&policy), None).is_sound()
                && watching.add_checkpoint(&request, &witness_key(0), 9).is_err()
        }
        _ => {
            let names: Vec<String> = disk.files().keys().filter(|path| path.starts_with("tile/")).cloned().collect();
            disk.files_mut().remove(&names[(seed % names.len() as u64) as usize]);
            !fsck(&disk, Some(&policy), None).is_sound()
        }
    }
}

/// 64 in an ordinary run; `LEDGER_TAMPERINGS=1000` for all.
#[test]
fn every_tampering_is_found() {
    let wanted: u64 = std::env::var("LEDGER_TAMPERINGS").ok().and_then(|n| n.parse().ok()).unwrap_or(64);
    let sound = published(600);
    assert!(fsck(&sound, Some(&policy()), None).is_sound());
    let note = Note::parse(&sound.files()["checkpoint"]).expect("published");
    let last_seen = Checkpoint::from_text(&note.text).expect("our own");
    let mut watching = State::new();
    watching.watch(log_key().verifier().clone());
    let request = Request { old: 0, path: vec![], checkpoint: note };
    let (watching, _) = watching.add_checkpoint(&request, &witness_key(0), 1).expect("it is new");
    let mut counted = [(0, 0); TAMPERINGS.len()];
    for number in 0..wanted {
        let kind = (number % TAMPERINGS.len() as u64) as usize;
        // A seed that differs in its high bits as well as in its low ones.
        let seed = number.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 16;
        counted[kind].0 += 1;
        counted[kind].1 += u64::from(is_found(kind, seed, &sound, &last_seen, &watching));
    }
    for (name, (done, found)) in TAMPERINGS.iter().zip(counted) {
        println!("{name:<28} {found:>5} of {done:>5} found");
        assert_eq!(found, done, "{name}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn no_text_makes_a_reader_panic(bytes in any::<Vec<u8>>(), cut in any::<u16>(), flip in any::<u8>(), lines in "[\n— a-zA-Z0-9+/=]{0,200}") {
        let disk = published(3);
        let sound = prove(&disk, 1).expect("sound").expect("published").to_string().into_bytes();
        let mut near = sound.clone();
        let at = usize::from(cut) % near.len();
        near[at] ^= flip | 1;
        let short = &sound[..at];
        for text in [&bytes[..], &near, short, lines.as_bytes()] {
            let _ = Note::parse(text);
            let _ = Request::parse(text);
            let _ = Leaf::parse(text);
            let _ = Checkpoint::from_note(text);
            let _ = Proof::parse(text).map(|proof| proof.check(&entry(1), &policy()));
            if let Ok(text) = std::str::from_utf8(text) {
                let _ = VerifierKey::parse(text);
                let _ = SigningKey::from_secret(text);
                let _ = Policy::parse(text);
                let _ = State::parse(text);
            }
        }
        prop_assert!(Proof::parse(&near).is_ok_and(|proof| proof == Proof::parse(&sound).unwrap()) || Proof::parse(&near).is_err()
            || Proof::parse(&near).unwrap().check(&entry(1), &policy()).is_err());
    }
}
