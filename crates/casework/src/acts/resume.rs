//! The clock of a part goes on; the days in between are given back.

use catalogue::PermitId;

use super::{Outcome, not_possible, part};
use crate::case::{Case, StopWhy};
use crate::chart::{self, Act};
use crate::clock;
use crate::event::{Cause, Event, StopReason};
use crate::refusal::Refusal;
use crate::who::Deed;

pub fn resume(case: &Case, deed: &Deed, permit: &PermitId) -> Outcome {
    chart::check(case, Some(permit), Act::Resume, deed)?;
    // A notice is answered, not resumed: only a stop under the law is the desk's to end.
    let reason = part(case, permit)?.stops.iter().find_map(|stop| match (&stop.why, stop.until) {
        (StopWhy::Law { reason, .. }, None) => Some(*reason),
        _ => None,
    });
    // A hearing ends with its record, an expert's review with the opinion.
    let part = part(case, permit)?;
    if reason == Some(StopReason::Hearing)
        && part.hearing.as_ref().is_some_and(|h| h.called.is_some() && h.held.is_none())
    {
        return Err(Refusal::HearingOwed { permit: permit.clone() });
    }
    let reason = reason.ok_or_else(|| not_possible(case, Some(permit), Act::Resume))?;
    let because = Cause::Stopped { permit: permit.clone(), reason };
    Ok(clock::with_promise(case, deed, vec![Event::Resumed { permit: permit.clone() }], because)?)
}

#[cfg(test)]
mod tests {
    use super::resume;
    use crate::acts::pause;
    use crate::clock::part_clock;
    use crate::refusal::Refusal;
    use crate::specimen::{day, filed, noticed, official, on, test_pause, town};

    #[test]
    fn a_paused_case_does_not_lose_days() {
        let town = town();
        let mut case = filed(&town);
        let hygiene = "public-hygiene".into();
        let deed = on(&town, "2026-03-04", official("sun", "health"));
        town.carry_out(&mut case, &deed, |c, d| pause(c, d, &hygiene, test_pause())).unwrap();
        let left =
            |case: &_, today: &str| part_clock(case, &hygiene, day(today), &town.calendar).unwrap().unwrap().days_left;
        assert_eq!((left(&case, "2026-03-04"), left(&case, "2026-03-11"), left(&case, "2026-03-16")), (3, 3, 3));
        town.carry_out(&mut case, &on(&town, "2026-03-16", official("sun", "health")), |c, d| resume(c, d, &hygiene))
            .unwrap();
        assert_eq!((left(&case, "2026-03-16"), left(&case, "2026-03-17")), (3, 2));
        assert_eq!(case.promised(), Some(day("2026-03-19")));
    }

    #[test]
    fn a_notice_is_answered_not_resumed() {
        let town = town();
        let case = noticed(&town, filed(&town));
        let deed = on(&town, "2026-03-05", official("sun", "health"));
        assert!(matches!(resume(&case, &deed, &"public-hygiene".into()), Err(Refusal::NotPossibleNow { .. })));
    }
}
