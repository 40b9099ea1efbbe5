use licence::{CurrentState, PartStanding, PartState, Standing, Words};

use crate::sample::{day, licence};

#[test]
fn a_licence_stands_as_its_parts_do() {
    let mut three = licence(3);
    assert_eq!(three.standing_on(day("2026-05-22")), Standing::Valid);
    assert_eq!(three.standing_on(day("2026-05-21")), Standing::NotValid);
    assert_eq!(three.standing_on(day("2031-05-21")), Standing::Valid);
    assert_eq!(three.standing_on(day("2031-05-22")), Standing::ValidInPart);
    three.parts[1].state = PartState::Suspended;
    assert_eq!(three.standing_on(day("2026-06-01")), Standing::ValidInPart);
    assert_eq!(three.standing_on(day("2031-05-22")), Standing::NotValid);
    three.parts.clear();
    assert_eq!(three.standing_on(day("2026-06-01")), Standing::NotValid);
}

#[test]
fn the_present_state_names_each_part_and_the_next_days() {
    let mut four = licence(4);
    four.parts[0].state = PartState::Withdrawn;
    four.parts[2].from = day("2026-08-01");
    let state = CurrentState::of(&four, day("2026-06-01"));
    assert_eq!(state.standing, Standing::ValidInPart);
    assert_eq!(
        state.parts,
        [PartStanding::Withdrawn, PartStanding::Valid, PartStanding::NotYet(day("2026-08-01")), PartStanding::Valid]
    );
    assert_eq!(state.next_end, Some(day("2028-05-14")));
    assert_eq!(state.next_start, Some(day("2026-08-01")));
}

#[test]
fn a_licence_survives_json() {
    let licence = licence(8);
    let text = serde_json::to_string(&licence).unwrap();
    assert_eq!(serde_json::from_str::<licence::Licence>(&text).unwrap(), licence);
}

#[test]
fn words_fall_back_to_a_language_there_is() {
    let words = Words::of("Licence", "许可");
    assert_eq!((words.say("zh-Hans"), words.say("zh"), words.say("fr")), ("许可", "许可", "Licence"));
    assert_eq!(Words::default().say("en"), "");
}
