//! The law's time has passed without a decision: the clock does what the law says about silence.

use catalogue::{AuthorityId, PermitId, Silence};

use super::grant::granted;
use super::{Outcome, not_possible, part};
use crate::case::Case;
use crate::chart::{self, Act};
use crate::clock;
use crate::event::{Event, Grant};
use crate::refusal::Refusal;
use crate::silence::SilenceReceipt;
use crate::who::Deed;

/// What follows the silence; it must be what the law says for this permit.
#[derive(Clone, Debug)]
pub enum AfterSilence {
    Granted(Grant),
    Escalated { to: AuthorityId },
}

pub fn pass_silence(case: &Case, deed: &Deed, permit: &PermitId, after: AfterSilence) -> Outcome {
    chart::check(case, Some(permit), Act::PassSilence, deed)?;
    let part = part(case, permit)?;
    if part.silence.is_some() {
        return Err(not_possible(case, Some(permit), Act::PassSilence));
    }
    let clock = clock::part_clock(case, permit, deed.today(), deed.calendar)?;
    let clock = clock.ok_or_else(|| Refusal::UnknownPermit { permit: permit.clone() })?;
    if deed.today() <= clock.legal {
        return Err(Refusal::TooEarly { from: clock.legal.plus_days(1) });
    }
    let effect = part.plan.on_silence;
    let receipt = Some(SilenceReceipt::of(part, clock.starts, clock.legal, deed.today()));
    let mut events = vec![Event::SilencePassed { permit: permit.clone(), effect, receipt }];
    match (after, effect) {
        (AfterSilence::Granted(grant), Silence::Granted) => {
            events.extend(granted(case, deed, permit, grant)?);
        }
        (AfterSilence::Escalated { to }, Silence::Escalate) => {
            if part.escalated.is_none() {
                events.push(Event::Escalated { permit: permit.clone(), to });
            }
        }
        _ => return Err(Refusal::SilenceMeans { effect }),
    }
    Ok(events)
}

#[cfg(test)]
mod tests {
    use super::{AfterSilence, pass_silence};
    use crate::chart::PartStage;
    use crate::refusal::Refusal;
    use crate::specimen::{day, filed, on, right, town};
    use crate::who::Who;

    #[test]
    fn silence_grants_only_where_the_law_says_so() {
        let town = town();
        let mut case = filed(&town);
        let fire = "fire-check".into();
        let clock = |day: &str| on(&town, day, Who::Clock);
        // Ten calendar days from Monday 2 March.
        let grant = |c: &_, d: &_| pass_silence(c, d, &fire, AfterSilence::Granted(right("X-1")));
        assert_eq!(grant(&case, &clock("2026-03-12")), Err(Refusal::TooEarly { from: day("2026-03-13") }));
        let wrong = pass_silence(&case, &clock("2026-03-13"), &fire, AfterSilence::Escalated { to: "city".into() });
        assert!(matches!(wrong, Err(Refusal::SilenceMeans { .. })));
        town.carry_out(&mut case, &clock("2026-03-13"), grant).unwrap();
        assert_eq!(case.part(&fire).unwrap().stage, PartStage::Granted);
    }

    #[test]
    fn elsewhere_the_next_level_takes_over_once() {
        let town = town();
        let mut case = filed(&town);
        let hygiene = "public-hygiene".into();
        let clock = on(&town, "2026-03-31", Who::Clock);
        let pass = |c: &_, d: &_| pass_silence(c, d, &hygiene, AfterSilence::Escalated { to: "city-health".into() });
        town.carry_out(&mut case, &clock, pass).unwrap();
        assert_eq!(case.part(&hygiene).unwrap().authority.as_str(), "city-health");
        assert!(matches!(pass(&case, &clock), Err(Refusal::NotPossibleNow { .. })));
    }
}
