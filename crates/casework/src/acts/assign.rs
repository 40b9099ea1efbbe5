//! A part goes from the authority's pool to one desk.

use catalogue::PermitId;

use super::Outcome;
use crate::case::Case;
use crate::chart::{self, Act};
use crate::event::Event;
use crate::who::{Deed, OfficialId};

pub fn assign(case: &Case, deed: &Deed, permit: &PermitId, official: OfficialId) -> Outcome {
    chart::check(case, Some(permit), Act::Assign, deed)?;
    let there = case.part(permit).is_some_and(|p| p.official.as_ref() == Some(&official));
    Ok(if there { Vec::new() } else { vec![Event::PartAssigned { permit: permit.clone(), official }] })
}

#[cfg(test)]
mod tests {
    use super::assign;
    use crate::refusal::Refusal;
    use crate::specimen::{filed, official, on, town};

    #[test]
    fn an_official_takes_a_part_of_his_own_authority() {
        let town = town();
        let mut case = filed(&town);
        let take = |c: &_, d: &_| assign(c, d, &"public-hygiene".into(), "sun".into());
        let other = on(&town, "2026-03-03", official("qian", "fire-rescue"));
        assert!(matches!(take(&case, &other), Err(Refusal::NotYours { .. })));
        let deed = on(&town, "2026-03-03", official("sun", "health"));
        town.carry_out(&mut case, &deed, take).unwrap();
        assert_eq!(take(&case, &deed), Ok(vec![]));
        let unknown = assign(&case, &deed, &"zoo".into(), "sun".into());
        assert_eq!(unknown, Err(Refusal::UnknownPermit { permit: "zoo".into() }));
    }
}
