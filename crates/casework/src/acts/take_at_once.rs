//! A filing or registration that is complete is done: nobody decides, the clock takes it.

use catalogue::PermitId;

use super::grant::granted;
use super::{Outcome, part};
use crate::case::Case;
use crate::chart::{self, Act};
use crate::clock;
use crate::event::Grant;
use crate::refusal::Refusal;
use crate::who::Deed;

pub fn take_at_once(case: &Case, deed: &Deed, permit: &PermitId, grant: Grant) -> Outcome {
    chart::check(case, Some(permit), Act::TakeAtOnce, deed)?;
    let part = part(case, permit)?;
    if !part.plan.promise.is_at_once() {
        return Err(Refusal::NotAtOnce { permit: permit.clone() });
    }
    let first = part.plan.after.iter().filter_map(|p| case.part(p)).filter_map(|p| clock::undo_until_us(case, p));
    if let Some(until_us) = first.filter(|until| *until >= deed.at.at_us).max() {
        return Err(Refusal::UndoOpen { until_us });
    }
    granted(case, deed, permit, grant)
}

#[cfg(test)]
mod tests {
    use super::take_at_once;
    use crate::acts::grant;
    use crate::chart::PartStage;
    use crate::clock::{ClockAct, due_today};
    use crate::refusal::Refusal;
    use crate::specimen::{filed, minutes, official, on, right, town};
    use crate::who::Who;

    #[test]
    fn a_filing_follows_what_it_waits_for_once_that_is_past_taking_back() {
        let town = town();
        let mut case = filed(&town);
        let sign = "shop-sign".into();
        let take = |c: &_, d: &_| take_at_once(c, d, &sign, right("S-1"));
        let zhao = on(&town, "2026-03-02", official("zhao", "market-regulation"));
        assert!(matches!(take(&case, &on(&town, "2026-03-02", Who::Clock)), Err(Refusal::PrerequisiteOpen { .. })));
        town.carry_out(&mut case, &zhao, |c, d| grant(c, d, &"business-registration".into(), right("B-1"))).unwrap();
        assert!(matches!(take(&case, &on(&town, "2026-03-02", Who::Clock)), Err(Refusal::UndoOpen { .. })));
        let later = minutes(on(&town, "2026-03-02", Who::Clock), 11);
        assert!(
            due_today(&case, later.at, &town.calendar)
                .unwrap()
                .contains(&ClockAct::TakeAtOnce { permit: sign.clone() })
        );
        town.carry_out(&mut case, &later, take).unwrap();
        assert_eq!(case.part(&sign).unwrap().stage, PartStage::Granted);
    }

    #[test]
    fn what_is_decided_is_not_taken() {
        let town = town();
        let refusal =
            take_at_once(&filed(&town), &on(&town, "2026-03-02", Who::Clock), &"fire-check".into(), right("X"));
        assert_eq!(refusal, Err(Refusal::NotAtOnce { permit: "fire-check".into() }));
    }
}
