//! The clock of a part stops for a reason the law names, and the applicant is told for how long.

use catalogue::{Citation, PermitId};
use rules::Day;

use super::Outcome;
use crate::case::Case;
use crate::chart::{self, Act};
use crate::event::{Event, StopReason};
use crate::refusal::Refusal;
use crate::who::Deed;

#[derive(Clone, Debug)]
pub struct ToPause {
    pub reason: StopReason,
    pub law: Citation,
    pub expected_until: Option<Day>,
}

pub fn pause(case: &Case, deed: &Deed, permit: &PermitId, pause: ToPause) -> Outcome {
    chart::check(case, Some(permit), Act::Pause, deed)?;
    let ToPause { reason, law, expected_until } = pause;
    if expected_until.is_some_and(|until| until < deed.today()) {
        return Err(Refusal::BadDay { earliest: deed.today(), latest: None });
    }
    Ok(vec![Event::PausedFor { permit: permit.clone(), reason, law, expected_until }])
}

#[cfg(test)]
mod tests {
    use super::pause;
    use crate::refusal::Refusal;
    use crate::specimen::{filed, official, on, test_pause, town};

    #[test]
    fn a_paused_part_is_not_paused_again() {
        let town = town();
        let mut case = filed(&town);
        let deed = on(&town, "2026-03-04", official("sun", "health"));
        let stop = |c: &_, d: &_| pause(c, d, &"public-hygiene".into(), test_pause());
        town.carry_out(&mut case, &deed, stop).unwrap();
        assert!(matches!(stop(&case, &deed), Err(Refusal::NotPossibleNow { .. })));
    }

    #[test]
    fn its_end_is_not_expected_in_the_past() {
        let town = town();
        let deed = on(&town, "2026-04-04", official("sun", "health"));
        assert!(matches!(
            pause(&filed(&town), &deed, &"public-hygiene".into(), test_pause()),
            Err(Refusal::BadDay { .. })
        ));
    }
}
