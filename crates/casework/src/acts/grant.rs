//! The deciding authority grants the permit.

use catalogue::PermitId;

use super::Outcome;
use crate::case::Case;
use crate::chart::{self, Act};
use crate::clock;
use crate::event::{Cause, Event, Grant};
use crate::refusal::Refusal;
use crate::who::Deed;

pub fn grant(case: &Case, deed: &Deed, permit: &PermitId, grant: Grant) -> Outcome {
    chart::check(case, Some(permit), Act::Grant, deed)?;
    super::hearing::nothing_owed(super::part(case, permit)?, deed)?;
    granted(case, deed, permit, grant)
}

/// It can be found again, and it does not end before it begins.
pub(super) fn grant_is_whole(grant: &Grant) -> Result<(), Refusal> {
    if grant.number.trim().is_empty() {
        return Err(Refusal::NeedsNumber);
    }
    match grant.valid_until {
        Some(until) if until < grant.valid_from => Err(Refusal::BadDay { earliest: grant.valid_from, latest: None }),
        _ => Ok(()),
    }
}

/// What a grant comes to, whoever gives it.
pub(super) fn granted(case: &Case, deed: &Deed, permit: &PermitId, grant: Grant) -> Outcome {
    grant_is_whole(&grant)?;
    let event = Event::Granted { permit: permit.clone(), grant, official: deed.by.official().cloned() };
    let because = Cause::PrerequisiteLate { permit: permit.clone() };
    Ok(clock::with_promise(case, deed, vec![event], because)?)
}

#[cfg(test)]
mod tests {
    use super::grant;
    use crate::chart::PartStage;
    use crate::event::{Cause, Event};
    use crate::refusal::Refusal;
    use crate::specimen::{day, filed, official, on, right, town};

    #[test]
    fn what_waited_begins_the_day_the_prerequisite_is_there() {
        let town = town();
        let mut case = filed(&town);
        let deed = on(&town, "2026-03-02", official("zhao", "market-regulation"));
        let early = grant(&case, &deed, &"food-business".into(), right("F-1"));
        assert_eq!(early, Err(Refusal::PrerequisiteOpen { permits: vec!["business-registration".into()] }));
        town.carry_out(&mut case, &deed, |c, d| grant(c, d, &"business-registration".into(), right("B-1"))).unwrap();
        let part = case.part(&"food-business".into()).unwrap();
        assert_eq!((part.stage, part.started), (PartStage::Deciding, Some(day("2026-03-02"))));
        // Earlier than planned: nobody's promise becomes shorter.
        assert_eq!(case.promised(), case.promised_first());
    }

    #[test]
    fn a_late_prerequisite_moves_the_promise_and_says_so() {
        let town = town();
        let mut case = filed(&town);
        let deed = on(&town, "2026-03-09", official("zhao", "market-regulation"));
        let give = |c: &_, d: &_| grant(c, d, &"business-registration".into(), right("B-1"));
        let events = town.carry_out(&mut case, &deed, give).unwrap();
        let because = Cause::PrerequisiteLate { permit: "business-registration".into() };
        assert_eq!(events[1], Event::PromiseMoved { from: day("2026-03-09"), to: day("2026-03-11"), because });
        let again = give(&case, &deed);
        assert!(matches!(again, Err(Refusal::SomebodyDecided { .. })), "{again:?}");
    }

    #[test]
    fn a_grant_has_a_number_and_ends_after_it_begins() {
        let town = town();
        let deed = on(&town, "2026-03-03", official("sun", "health"));
        let give = |right| grant(&filed(&town), &deed, &"public-hygiene".into(), right);
        assert_eq!(give(right(" ")), Err(Refusal::NeedsNumber));
        let mut short = right("H-1");
        short.valid_until = Some(day("2020-01-01"));
        assert!(matches!(give(short), Err(Refusal::BadDay { .. })));
    }
}
