//! A late desk writes down why, for the applicant to read.

use catalogue::PermitId;

use super::{Outcome, needs_reason};
use crate::case::Case;
use crate::chart::{self, Act};
use crate::clock;
use crate::event::Event;
use crate::refusal::Refusal;
use crate::who::Deed;

pub fn explain_delay(case: &Case, deed: &Deed, permit: &PermitId, reason: &str) -> Outcome {
    chart::check(case, Some(permit), Act::ExplainDelay, deed)?;
    needs_reason(&[reason])?;
    let clock = clock::part_clock(case, permit, deed.today(), deed.calendar)?;
    let clock = clock.ok_or_else(|| Refusal::UnknownPermit { permit: permit.clone() })?;
    if deed.today() <= clock.promised {
        return Err(Refusal::TooEarly { from: clock.promised.plus_days(1) });
    }
    Ok(vec![Event::DelayExplained { permit: permit.clone(), reason: reason.to_owned() }])
}

#[cfg(test)]
mod tests {
    use super::explain_delay;
    use crate::refusal::Refusal;
    use crate::specimen::{filed, official, on, town};

    #[test]
    fn a_reason_does_not_move_the_promise() {
        let town = town();
        let mut case = filed(&town);
        let why = |c: &_, d: &_| explain_delay(c, d, &"public-hygiene".into(), "the laboratory had a fire");
        let early = on(&town, "2026-03-09", official("sun", "health"));
        assert!(matches!(why(&case, &early), Err(Refusal::TooEarly { .. })));
        let promised = case.promised();
        town.carry_out(&mut case, &on(&town, "2026-03-10", official("sun", "health")), why).unwrap();
        assert_eq!(case.part(&"public-hygiene".into()).unwrap().delays.len(), 1);
        assert_eq!(case.promised(), promised);
    }
}
