//! A suspended part may be used again.

use catalogue::PermitId;

use super::{Outcome, needs_reason};
use crate::case::Case;
use crate::chart::{self, Act};
use crate::event::Event;
use crate::who::Deed;

pub fn reinstate(case: &Case, deed: &Deed, permit: &PermitId, reason: &str) -> Outcome {
    chart::check(case, Some(permit), Act::Reinstate, deed)?;
    needs_reason(&[reason])?;
    Ok(vec![Event::PartReinstated { permit: permit.clone(), reason: reason.to_owned() }])
}

#[cfg(test)]
mod tests {
    use super::reinstate;
    use crate::acts::suspend;
    use crate::chart::PartStage;
    use crate::refusal::Refusal;
    use crate::specimen::{decided, official, on, to_suspend, town};

    #[test]
    fn only_what_is_suspended() {
        let town = town();
        let mut case = decided(&town);
        let deed = on(&town, "2026-06-01", official("sun", "health"));
        let again = |c: &_, d: &_| reinstate(c, d, &"public-hygiene".into(), "put right");
        assert!(matches!(again(&case, &deed), Err(Refusal::NotPossibleNow { .. })));
        town.carry_out(&mut case, &deed, |c, d| suspend(c, d, &"public-hygiene".into(), to_suspend())).unwrap();
        town.carry_out(&mut case, &deed, again).unwrap();
        let part = case.part(&"public-hygiene".into()).unwrap();
        assert!(part.stage == PartStage::Granted && part.measure.is_none());
    }
}
