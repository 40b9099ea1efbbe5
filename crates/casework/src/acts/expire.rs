//! A part's validity is over.

use catalogue::PermitId;

use super::{Outcome, not_possible, part};
use crate::case::Case;
use crate::chart::{self, Act};
use crate::clock;
use crate::event::Event;
use crate::refusal::Refusal;
use crate::who::Deed;

pub fn expire(case: &Case, deed: &Deed, permit: &PermitId) -> Outcome {
    chart::check(case, Some(permit), Act::Expire, deed)?;
    let part = part(case, permit)?;
    if let Some(change) = clock::awaits_silence(part) {
        // The law renews it on the day after its last one.
        return Err(Refusal::ChangeOpen { permit: permit.clone(), since: change.asked.day });
    }
    match part.grant().and_then(|grant| grant.valid_until) {
        Some(until) if deed.today() > until => Ok(vec![Event::PartExpired { permit: permit.clone() }]),
        Some(until) => Err(Refusal::TooEarly { from: until.plus_days(1) }),
        None => Err(not_possible(case, Some(permit), Act::Expire)),
    }
}

#[cfg(test)]
mod tests {
    use super::expire;
    use crate::chart::PartStage;
    use crate::refusal::Refusal;
    use crate::specimen::{day, decided, on, town};
    use crate::who::Who;

    #[test]
    fn the_day_after_its_last_day() {
        let town = town();
        let mut case = decided(&town);
        let end = |c: &_, d: &_| expire(c, d, &"public-hygiene".into());
        let last = on(&town, "2031-03-01", Who::Clock);
        assert_eq!(end(&case, &last), Err(Refusal::TooEarly { from: day("2031-03-02") }));
        town.carry_out(&mut case, &on(&town, "2031-03-02", Who::Clock), end).unwrap();
        assert_eq!(case.part(&"public-hygiene".into()).unwrap().stage, PartStage::Expired);
    }
}
