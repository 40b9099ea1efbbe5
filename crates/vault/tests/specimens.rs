//! What the door promises, told with a small honest register and one that fails on demand.

#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;
use std::io;

use vault::{
    Actor, Dice, Door, DoorFault, Opened, Opening, PaperPlace, Purpose, PurposeCode, Sealed, SubjectId, SubjectKey,
    Vault, VaultFault, WrappedKey,
};

const CANARY: &str = "\"110101199003077758\"";
const MONTH: &str = "2026-11";

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

#[derive(Default)]
struct Register {
    subjects: BTreeMap<SubjectId, Option<WrappedKey>>,
    months: BTreeMap<String, WrappedKey>,
    log: Vec<Opening>,
    pen_is_broken: bool,
}

impl Door for Register {
    fn subject_key(&mut self, subject: &SubjectId) -> Result<SubjectKey, DoorFault> {
        Ok(match self.subjects.get(subject) {
            None => SubjectKey::Never,
            Some(None) => SubjectKey::Destroyed,
            Some(Some(key)) => SubjectKey::Wrapped(key.clone()),
        })
    }

    fn keep_subject_key(&mut self, subject: &SubjectId, key: &WrappedKey) -> Result<(), DoorFault> {
        self.subjects.insert(subject.clone(), Some(key.clone()));
        Ok(())
    }

    fn destroy_subject_key(&mut self, subject: &SubjectId) -> Result<(), DoorFault> {
        self.subjects.insert(subject.clone(), None);
        Ok(())
    }

    fn subject_keys_under(&mut self, month: &str, limit: u32) -> Result<Vec<(SubjectId, WrappedKey)>, DoorFault> {
        let keys = self.subjects.iter().filter_map(|(subject, key)| Some((subject.clone(), key.clone()?)));
        Ok(keys.filter(|(_, key)| key.month == month).take(limit as usize).collect())
    }

    fn month_key(&mut self, month: &str) -> Result<Option<WrappedKey>, DoorFault> {
        Ok(self.months.get(month).cloned())
    }

    fn keep_month_key(&mut self, key: &WrappedKey) -> Result<(), DoorFault> {
        self.months.insert(key.month.clone(), key.clone());
        Ok(())
    }

    fn destroy_month_key(&mut self, month: &str) -> Result<(), DoorFault> {
        self.months.remove(month);
        Ok(())
    }

    fn write_down(&mut self, opening: &Opening) -> Result<(), DoorFault> {
        if self.pen_is_broken {
            return Err(DoorFault::new(io::Error::other("no ink")));
        }
        self.log.push(opening.clone());
        Ok(())
    }
}

struct House {
    vault: Vault,
    door: Register,
    dice: Loaded,
}

impl House {
    fn new() -> House {
        House { vault: Vault::new([7; 32]), door: Register::default(), dice: Loaded(1) }
    }

    fn seal(&mut self, subject: &SubjectId, stream: &str, fact: &str, text: &str) -> Sealed {
        self.vault.seal(&mut self.door, &mut self.dice, MONTH, subject, stream, fact, text).unwrap()
    }

    fn open(&mut self, items: &[(&SubjectId, &str, &str, &Sealed)]) -> Result<Vec<Opened>, VaultFault> {
        let who = Actor { id: "zhao".to_owned(), office: "market-supervision".to_owned() };
        let purpose = Purpose::for_permit(PurposeCode::Decide, "case-1", "food-business");
        self.vault.open(&mut self.door, &who, &purpose, 1_700_000_000_000_000, items)
    }
}

fn person(name: &str) -> SubjectId {
    SubjectId::new(name)
}

fn fault<T>(found: Result<T, VaultFault>) -> VaultFault {
    match found {
        Ok(_) => panic!("this should not have opened"),
        Err(fault) => fault,
    }
}

#[test]
fn what_was_sealed_opens_for_the_same_person_stream_and_fact() {
    let mut house = House::new();
    let wang = person("s-wang");
    let sealed = house.seal(&wang, "case-1", "id-number", CANARY);
    let opened = house.open(&[(&wang, "case-1", "id-number", &sealed)]).unwrap();
    assert_eq!(opened[0].expose(), Some(CANARY));
}

#[test]
fn a_value_cannot_be_moved_to_another_person_stream_or_fact() {
    let mut house = House::new();
    let (wang, zhang) = (person("s-wang"), person("s-zhang"));
    let sealed = house.seal(&wang, "case-1", "id-number", CANARY);
    house.seal(&zhang, "case-1", "id-number", "\"other\"");
    for moved in [
        (&zhang, "case-1", "id-number", &sealed),
        (&wang, "case-2", "id-number", &sealed),
        (&wang, "case-1", "telephone", &sealed),
        (&wang, "case-1i", "d-number", &sealed),
    ] {
        assert!(matches!(fault(house.open(&[moved])), VaultFault::DoesNotOpen));
    }
}

#[test]
fn a_wrapped_key_cannot_be_moved_to_another_person() {
    let mut house = House::new();
    let (wang, zhang) = (person("s-wang"), person("s-zhang"));
    let sealed = house.seal(&wang, "case-1", "id-number", CANARY);
    let stolen = house.door.subjects[&wang].clone();
    house.door.subjects.insert(zhang.clone(), stolen);
    assert!(matches!(fault(house.open(&[(&zhang, "case-1", "id-number", &sealed)])), VaultFault::DoesNotOpen));
}

#[test]
fn every_flipped_bit_is_noticed() {
    let mut house = House::new();
    let wang = person("s-wang");
    let sealed = house.seal(&wang, "case-1", "id-number", CANARY);
    for place in 0..sealed.as_bytes().len() * 8 {
        let mut bytes = sealed.as_bytes().to_vec();
        bytes[place / 8] ^= 1 << (place % 8);
        let found = house.open(&[(&wang, "case-1", "id-number", &Sealed::from_bytes(bytes))]);
        assert!(matches!(fault(found), VaultFault::DoesNotOpen | VaultFault::NotSealed), "bit {place}");
    }
    for length in 0..sealed.as_bytes().len() {
        let short = Sealed::from_bytes(sealed.as_bytes()[..length].to_vec());
        fault(house.open(&[(&wang, "case-1", "id-number", &short)]));
    }
}

#[test]
fn another_root_opens_nothing() {
    let mut house = House::new();
    let wang = person("s-wang");
    let sealed = house.seal(&wang, "case-1", "id-number", CANARY);
    house.vault = Vault::new([8; 32]);
    assert!(matches!(fault(house.open(&[(&wang, "case-1", "id-number", &sealed)])), VaultFault::DoesNotOpen));
}

#[test]
fn an_opening_writes_one_line_a_person_and_answers_in_order() {
    let mut house = House::new();
    let (wang, zhang) = (person("s-wang"), person("s-zhang"));
    let name = house.seal(&wang, "case-1", "name", "\"Wang\"");
    let phone = house.seal(&wang, "case-1", "telephone", "\"138\"");
    let old_phone = house.seal(&wang, "case-0", "telephone", "\"137\"");
    let partner = house.seal(&zhang, "case-1", "name", "\"Zhang\"");
    let opened = house
        .open(&[
            (&wang, "case-1", "name", &name),
            (&zhang, "case-1", "name", &partner),
            (&wang, "case-1", "telephone", &phone),
            (&wang, "case-0", "telephone", &old_phone),
        ])
        .unwrap();
    let texts: Vec<_> = opened.iter().map(|opened| opened.expose().unwrap()).collect();
    assert_eq!(texts, ["\"Wang\"", "\"Zhang\"", "\"138\"", "\"137\""]);

    let log = &house.door.log;
    assert_eq!(log.len(), 2);
    assert_eq!((&log[0].subject, log[0].count), (&wang, 3));
    assert_eq!(log[0].facts, ["name", "telephone"]);
    assert_eq!((&log[1].subject, log[1].count), (&zhang, 1));
    assert_eq!(log[1].actor.office, "market-supervision");
    assert_eq!(log[1].purpose.case.as_deref(), Some("case-1"));
}

#[test]
fn nothing_opens_if_it_cannot_be_written_down() {
    let mut house = House::new();
    let wang = person("s-wang");
    let sealed = house.seal(&wang, "case-1", "id-number", CANARY);
    house.door.pen_is_broken = true;
    assert!(matches!(fault(house.open(&[(&wang, "case-1", "id-number", &sealed)])), VaultFault::Door(_)));
}

#[test]
fn opening_nothing_writes_nothing() {
    let mut house = House::new();
    assert!(house.open(&[]).unwrap().is_empty());
    assert!(house.door.log.is_empty());
}

#[test]
fn an_erased_person_reads_as_erased_and_others_as_before() {
    let mut house = House::new();
    let (wang, zhang) = (person("s-wang"), person("s-zhang"));
    let gone = house.seal(&wang, "case-1", "name", CANARY);
    let stays = house.seal(&zhang, "case-1", "name", "\"Zhang\"");
    house.vault.erase(&mut house.door, &wang).unwrap();

    let opened = house.open(&[(&wang, "case-1", "name", &gone), (&zhang, "case-1", "name", &stays)]).unwrap();
    assert!(opened[0].is_erased());
    assert_eq!(opened[1].expose(), Some("\"Zhang\""));
    assert_eq!(house.door.log.len(), 1, "there is nothing to see of Wang, so nobody looked");

    let again = house.vault.seal(&mut house.door, &mut house.dice, MONTH, &wang, "case-2", "name", CANARY);
    assert!(matches!(fault(again), VaultFault::Erased(_)), "an erased person gets no second key");
}

#[test]
fn a_lost_key_is_not_taken_for_an_erasure() {
    let mut house = House::new();
    let wang = person("s-wang");
    let sealed = house.seal(&wang, "case-1", "name", CANARY);
    house.door.subjects.clear();
    assert!(matches!(fault(house.open(&[(&wang, "case-1", "name", &sealed)])), VaultFault::SubjectKeyMissing(_)));
}

#[test]
fn keys_move_to_the_next_month_and_the_old_month_closes() {
    let mut house = House::new();
    let people: Vec<_> = (0..5).map(|number| person(&format!("s-{number}"))).collect();
    let sealed: Vec<_> = people.iter().map(|who| house.seal(who, "case-1", "name", CANARY)).collect();
    house.vault.erase(&mut house.door, &people[4]).unwrap();
    let old_table = house.door.subjects.clone();

    assert!(matches!(fault(house.vault.close_month(&mut house.door, MONTH)), VaultFault::MonthInUse(_)));
    let mut moved = Vec::new();
    loop {
        let n = house.vault.rewrap(&mut house.door, &mut house.dice, MONTH, "2026-12", 3).unwrap();
        moved.push(n);
        if n == 0 {
            break;
        }
    }
    assert_eq!(moved, [3, 1, 0]);
    house.vault.close_month(&mut house.door, MONTH).unwrap();

    for (who, sealed) in people.iter().zip(&sealed).take(4) {
        assert_eq!(house.open(&[(who, "case-1", "name", sealed)]).unwrap()[0].expose(), Some(CANARY));
    }
    assert!(house.open(&[(&people[4], "case-1", "name", &sealed[4])]).unwrap()[0].is_erased());

    // An old copy of the key table is of no use once its month is closed.
    house.door.subjects = old_table;
    assert!(matches!(fault(house.open(&[(&people[0], "case-1", "name", &sealed[0])])), VaultFault::MonthKeyMissing(_)));
}

#[test]
fn a_blind_index_is_the_same_for_the_same_and_differs_by_field_and_root() {
    let vault = Vault::new([7; 32]);
    let index = vault.blind_index("id-number", "110101199003077758");
    assert_eq!(index, vault.blind_index("id-number", "110101199003077758"));
    assert_ne!(index, vault.blind_index("id-number", "110101199003077759"));
    assert_ne!(index, vault.blind_index("telephone", "110101199003077758"));
    assert_ne!(index, Vault::new([8; 32]).blind_index("id-number", "110101199003077758"));
}

#[test]
fn nothing_that_can_be_printed_or_written_shows_the_plaintext() {
    let mut house = House::new();
    let wang = person("s-wang");
    let sealed = house.seal(&wang, "case-1", "id-number", CANARY);
    house.open(&[(&wang, "case-1", "id-number", &sealed)]).unwrap();
    let moved = fault(house.open(&[(&wang, "case-2", "id-number", &sealed)]));
    let json = serde_json::to_string(&sealed).unwrap();
    let shown = format!("{sealed:?} {json} {:?} {moved:?} {moved}", house.door.log);
    assert!(!shown.contains("1101011990"));
    assert!(!sealed.as_bytes().windows(8).any(|bytes| bytes == &CANARY.as_bytes()[1..9]));
    assert_eq!(format!("{sealed:?}"), format!("Sealed(..{} bytes)", sealed.as_bytes().len()));

    assert_eq!(serde_json::from_str::<Sealed>(&json).unwrap(), sealed);
    let mistake = serde_json::from_str::<Sealed>(CANARY.replace('7', "?").as_str()).unwrap_err().to_string();
    assert!(!mistake.contains("1101011990"), "{mistake}");
}

#[test]
fn the_same_dice_seal_the_same_bytes_and_nonces_never_repeat() {
    let (mut one, mut two) = (House::new(), House::new());
    let wang = person("s-wang");
    let first = one.seal(&wang, "case-1", "name", CANARY);
    assert_eq!(first, two.seal(&wang, "case-1", "name", CANARY));
    assert_ne!(first, one.seal(&wang, "case-1", "name", CANARY));
}

#[test]
fn a_value_sealed_by_the_first_version_opens_for_ever() {
    // Made by the first program; none of these texts may ever have to change.
    let kept = |text: &str| serde_json::from_str::<Sealed>(&format!("\"{text}\"")).unwrap().as_bytes().to_vec();
    let month =
        kept("AQGoFog56R+ANVj6yfYJXZySeRlwEyNCqgT1yjez9hz2h9zblo0A+RPjEgMTT5VP1oj8oC7ph68HO4IhZNmlhjxKFPWGhL3MQHQ");
    let subject =
        kept("AQEWi60K5tuxhV3ctHSQMrj+OKZoS1FKM9vtvvYrJiyfAFVSGEx7KkfeB0oeaS0DnNs4/E6jgCFbSliowh3dRGzMldvGTNCScN8");
    let sealed = Sealed::from_bytes(kept("AQG/5kdtXurfnpoksmirkjvpKFvalpPAj9ux4exLJ5cpr2PDBgy04j5UpVQEMDnG"));

    let mut house = House::new();
    let wang = person("s-wang");
    house.door.keep_month_key(&WrappedKey { month: MONTH.to_owned(), bytes: month }).unwrap();
    house.door.keep_subject_key(&wang, &WrappedKey { month: MONTH.to_owned(), bytes: subject }).unwrap();
    let opened = house.open(&[(&wang, "case-1", "name", &sealed)]).unwrap();
    assert_eq!(opened[0].expose(), Some("\"Wang\""));
    let index = house.vault.blind_index("id-number", "110101199003077758");
    assert_eq!(serde_json::to_string(&Sealed::from_bytes(index.to_vec())).unwrap(), "\"QgFXsb8IUBhA4Tq2/CMGyw\"");
}

#[test]
fn every_purpose_can_be_read_back() {
    for code in PurposeCode::ALL {
        assert_eq!(PurposeCode::parse(code.as_str()), Some(code));
    }
    assert_eq!(PurposeCode::parse("curiosity"), None);
}

#[test]
fn a_paper_opens_for_one_person_under_one_name_and_not_before_it_was_written_down() {
    let mut house = House::new();
    let paper: Vec<u8> = (0..5000u32).map(|n| (n % 251) as u8).collect();
    let place = |subject: &str, stream: &str, name: &str| PaperPlace {
        subject: person(subject),
        stream: stream.to_owned(),
        name: name.to_owned(),
    };
    let mine = place("li", "case-1", "plan");
    let seal = house.vault.seal_for_paper(&mut house.door, &mut house.dice, MONTH, mine.clone()).unwrap();
    let sealed = seal.seal(&mut house.dice, &paper).unwrap();
    assert!(!sealed.windows(16).any(|w| paper.windows(16).any(|p| p == w)), "nothing of it is in the clear");
    assert!(house.door.log.is_empty(), "sealing shows nothing to anybody");

    let who = Actor { id: "zhao".to_owned(), office: "fire-rescue".to_owned() };
    let purpose = Purpose::in_case(PurposeCode::Decide, "case-1");
    let key = |house: &mut House, place: PaperPlace| {
        house.vault.key_to_paper(&mut house.door, &who, &purpose, 7, "paper.floor-plan", place)
    };
    let opened = key(&mut house, mine.clone()).unwrap().unwrap();
    assert_eq!(house.door.log.len(), 1);
    assert_eq!(house.door.log[0].facts, ["paper.floor-plan"]);
    assert_eq!(*opened.open(&sealed).unwrap(), paper);
    // Under another name, in another case, for somebody else it is no paper.
    let another = place("wang", "case-1", "plan");
    house.vault.seal_for_paper(&mut house.door, &mut house.dice, MONTH, another.clone()).unwrap();
    for wrong in [place("li", "case-2", "plan"), place("li", "case-1", "lease"), another] {
        assert!(key(&mut house, wrong).unwrap().unwrap().open(&sealed).is_err());
    }
    for cut in [0, 1, 30, sealed.len() - 1] {
        assert!(opened.open(&sealed[..cut]).is_err());
    }
    // Who cannot write down does not open; who was erased has nothing to open.
    house.door.pen_is_broken = true;
    assert!(key(&mut house, mine.clone()).is_err());
    house.door.pen_is_broken = false;
    house.vault.erase(&mut house.door, &person("li")).unwrap();
    assert!(key(&mut house, mine.clone()).unwrap().is_none());
    assert!(house.vault.seal_for_paper(&mut house.door, &mut house.dice, MONTH, mine).is_err());
}

#[test]
fn the_name_of_a_paper_tells_nothing_to_who_has_the_same_file() {
    let (one, other) = (Vault::new([7; 32]), Vault::new([8; 32]));
    let name = one.paper_name("case-1", b"a form everybody has");
    assert_eq!(name, one.paper_name("case-1", b"a form everybody has"));
    assert!(name.len() == 64 && name.bytes().all(|b| b.is_ascii_hexdigit()));
    assert_ne!(name, one.paper_name("case-2", b"a form everybody has"), "two cases are not linked by it");
    assert_ne!(name, one.paper_name("case-1", b"a form everybody hat"));
    assert_ne!(name, other.paper_name("case-1", b"a form everybody has"));
}
