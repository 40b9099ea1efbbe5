//! Status lists: two bits a licence part, packed so that a million of them fit into a page.

use licence::credential::{BadList, Status, StatusList, StatusToken, status_values};
use licence::{PartState, PublicKey};
use proptest::prelude::*;
use serde_json::json;

use crate::credential::NOON;
use crate::sample::{day, key, licence};

const LIST: &str = "https://licences.rongcheng.example/status/2026-1";

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[test]
fn the_vectors_of_the_draft_come_out_letter_by_letter() {
    for (bits, values, packed) in [
        (1, vec![1, 0, 0, 1, 1, 1, 0, 1, 1, 1, 0, 0, 0, 1, 0, 1], "78dadbb918000217015d"),
        (2, vec![1, 2, 0, 3, 0, 1, 0, 1, 1, 2, 3, 3], "78da3be9f2130003df0207"),
    ] {
        let mut list = StatusList::new(bits, values.len() as u64).unwrap();
        (0..).zip(&values).for_each(|(at, value)| list.set(at, *value).unwrap());
        assert_eq!(hexadecimal(&list.packed()), packed);
        assert_eq!(StatusList::unpack(bits, &list.packed()).unwrap(), list);
    }
}

#[test]
fn a_million_licences_fit_into_a_page() {
    let mut list = StatusList::new(2, 1 << 20).unwrap();
    for at in 0..1_000 {
        list.set(at * 1_000, Status::Suspended.number()).unwrap();
    }
    assert!(list.packed().len() < 8_000, "{} bytes", list.packed().len());
}

#[test]
fn what_is_no_list_is_refused() {
    assert_eq!(StatusList::new(3, 8), Err(BadList::Bits(3)));
    let mut list = StatusList::new(2, 4).unwrap();
    assert_eq!(list.get(4), Err(BadList::NoSuchEntry(4)));
    assert_eq!(list.get(u64::MAX), Err(BadList::NoSuchEntry(u64::MAX)));
    assert_eq!(list.set(0, 4), Err(BadList::TooLargeValue(4)));
    assert_eq!(StatusList::unpack(2, b"not zlib"), Err(BadList::Unpackable));
    let bomb = StatusList::new(8, 8 << 20).unwrap().packed();
    assert!(StatusList::unpack(8, &bomb).is_ok(), "as large as lists may be");
    assert_eq!(StatusList::new(8, (8 << 20) + 1), Err(BadList::Unpackable));
}

#[test]
fn a_token_is_read_with_the_right_key_and_none_other() {
    let list = StatusList::new(2, 16).unwrap();
    let token = StatusToken { sub: LIST.to_owned(), iat: NOON, exp: Some(NOON + 86_400), ttl: Some(300), list };
    let text = token.sign(&key());
    assert_eq!(StatusToken::read(&text, |_| Some(key().public())), Ok(token.clone()));
    assert!(StatusToken::read(&text, |_| None::<PublicKey>).is_err());
    let other = licence::SigningKey::from_seed("other", &[1; 32]).unwrap();
    assert!(StatusToken::read(&text, |_| Some(other.public())).is_err());
    assert!(token.covers(NOON) && token.covers(NOON + 86_399));
    assert!(!token.covers(NOON - 1) && !token.covers(NOON + 86_400));
    for bit in 0..text.len() * 8 {
        let mut bytes = text.clone().into_bytes();
        bytes[bit / 8] ^= 1 << (bit % 8);
        let Ok(changed) = String::from_utf8(bytes) else { continue };
        assert!(StatusToken::read(&changed, |_| Some(key().public())).is_err(), "bit {bit} was flipped");
    }
}

#[test]
fn the_same_state_has_the_same_bytes_for_ever() {
    let mut list = StatusList::new(2, 8).unwrap();
    list.set(1, 2).unwrap();
    assert_eq!(list.canonical_bytes(LIST), [b"onego-status-list/1\n", LIST.as_bytes(), b"\n2\n8\n\x08\x00"].concat());
}

#[test]
fn the_state_of_the_whole_is_no_better_than_that_of_its_parts() {
    let mut paper = licence(2);
    let whole = |paper: &licence::Licence| status_values(paper, day("2026-06-10"))[""];
    assert_eq!(whole(&paper), Status::Valid);
    paper.parts[0].state = PartState::Suspended;
    assert_eq!(whole(&paper), Status::InPart);
    paper.parts[1].state = PartState::Revoked;
    assert_eq!(whole(&paper), Status::Suspended);
    paper.parts[0].state = PartState::Withdrawn;
    assert_eq!(whole(&paper), Status::Revoked);
    // Announced for a later day, it begins on that day.
    paper.parts[0].state = PartState::Valid;
    paper.parts[0].then = Some((day("2026-06-11"), PartState::Suspended));
    assert_eq!(whole(&paper), Status::InPart);
    assert_eq!(status_values(&paper, day("2026-06-11"))[""], Status::Suspended);
    assert_eq!(json!(Status::InPart), json!("in-part"));
}

proptest! {
    #[test]
    fn every_entry_keeps_its_value(
        bits in prop::sample::select(vec![1u8, 2, 4, 8]),
        values in prop::collection::vec(any::<u8>(), 1..200),
    ) {
        let mask = u8::MAX >> (8 - bits);
        let mut list = StatusList::new(bits, values.len() as u64).unwrap();
        for (at, value) in (0..).zip(&values) {
            list.set(at, value & mask).unwrap();
        }
        let again = StatusList::from_json(&list.to_json()).unwrap();
        for (at, value) in (0..).zip(&values) {
            prop_assert_eq!(again.get(at).unwrap(), value & mask);
        }
    }

    #[test]
    fn any_bytes_are_unpacked_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let _ = StatusList::unpack(2, &bytes);
    }
}
