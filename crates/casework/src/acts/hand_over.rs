//! A part goes back from a desk to the authority's pool: somebody is away, nobody has to remember.

use catalogue::PermitId;

use super::{Outcome, needs_reason, not_possible, part};
use crate::case::Case;
use crate::chart::{self, Act};
use crate::event::Event;
use crate::who::Deed;

pub fn hand_over(case: &Case, deed: &Deed, permit: &PermitId, reason: &str) -> Outcome {
    chart::check(case, Some(permit), Act::HandOver, deed)?;
    needs_reason(&[reason])?;
    let from = part(case, permit)?.official.clone();
    let from = from.ok_or_else(|| not_possible(case, Some(permit), Act::HandOver))?;
    Ok(vec![Event::HandedOver { permit: permit.clone(), from, reason: reason.to_owned() }])
}

#[cfg(test)]
mod tests {
    use super::hand_over;
    use crate::acts::assign;
    use crate::refusal::Refusal;
    use crate::specimen::{filed, official, on, town};
    use crate::who::Who;

    #[test]
    fn the_pool_gets_it_back() {
        let town = town();
        let mut case = filed(&town);
        let give = |c: &_, d: &_| hand_over(c, d, &"public-hygiene".into(), "ill");
        let clock = on(&town, "2026-03-04", Who::Clock);
        assert!(matches!(give(&case, &clock), Err(Refusal::NotPossibleNow { .. })));
        let deed = on(&town, "2026-03-03", official("sun", "health"));
        town.carry_out(&mut case, &deed, |c, d| assign(c, d, &"public-hygiene".into(), "sun".into())).unwrap();
        town.carry_out(&mut case, &clock, give).unwrap();
        assert_eq!(case.part(&"public-hygiene".into()).unwrap().official, None);
    }
}
