//! The applicant takes back one part, or everything that is still open.

use catalogue::PermitId;

use super::{Outcome, lapses, part};
use crate::case::Case;
use crate::chart::{self, Act};
use crate::clock;
use crate::event::{Cause, Event};
use crate::who::Deed;

pub fn withdraw(case: &Case, deed: &Deed, permit: Option<&PermitId>) -> Outcome {
    chart::check(case, permit, Act::Withdraw, deed)?;
    let mut events = vec![Event::Withdrawn { permit: permit.cloned() }];
    if let Some(permit) = permit {
        if part(case, permit)?.plan.possible_only {
            // What was only possibly needed holds nobody up when it goes: what waited for it begins today.
            let because = Cause::PrerequisiteWithdrawn { permit: permit.clone() };
            return Ok(clock::with_promise(case, deed, events, because)?);
        }
        events.extend(lapses(case, permit));
    }
    Ok(events)
}

#[cfg(test)]
mod tests {
    use super::withdraw;
    use crate::acts::{file, grant};
    use crate::chart::{PartStage, Stage};
    use crate::refusal::Refusal;
    use crate::specimen::{day, draft, filed, official, on, person, right, to_file, town};

    #[test]
    fn a_draft_or_a_whole_case() {
        let town = town();
        let deed = on(&town, "2026-03-03", person());
        for mut case in [draft(&town), filed(&town)] {
            town.carry_out(&mut case, &deed, |c, d| withdraw(c, d, None)).unwrap();
            assert_eq!(case.stage(), Stage::Withdrawn);
            assert!(matches!(withdraw(&case, &deed, None), Err(Refusal::NotPossibleNow { .. })));
        }
    }

    #[test]
    fn what_was_granted_stays() {
        let town = town();
        let mut case = filed(&town);
        let health = on(&town, "2026-03-03", official("sun", "health"));
        town.carry_out(&mut case, &health, |c, d| grant(c, d, &"public-hygiene".into(), right("H-1"))).unwrap();
        let deed = on(&town, "2026-03-03", person());
        let one = withdraw(&case, &deed, Some(&"public-hygiene".into()));
        assert!(matches!(one, Err(Refusal::SomebodyDecided { .. })));
        town.carry_out(&mut case, &deed, |c, d| withdraw(c, d, None)).unwrap();
        assert_eq!(case.stage(), Stage::Decided);
        assert_eq!(case.part(&"public-hygiene".into()).unwrap().stage, PartStage::Granted);
    }

    #[test]
    fn what_was_only_possibly_needed_holds_nobody_up_and_a_promise_it_made_late_moves() {
        let town = town();
        let mut case = draft(&town);
        let mut filing = to_file(&town, "2026-03-02");
        filing.plan.parts[0].possible_only = true;
        let deed = on(&town, "2026-03-02", person());
        town.carry_out(&mut case, &deed, |c, d| file(c, d, filing.clone(), &[])).unwrap();
        let deed = on(&town, "2026-03-09", person());
        let one = |c: &_, d: &_| withdraw(c, d, Some(&"business-registration".into()));
        town.carry_out(&mut case, &deed, one).unwrap();
        let food = case.part(&"food-business".into()).unwrap();
        assert_eq!((food.stage, food.started), (PartStage::Deciding, Some(day("2026-03-09"))));
        assert_eq!(case.promised(), Some(day("2026-03-11")));
    }

    #[test]
    fn one_part_takes_with_it_what_waited_for_it() {
        let town = town();
        let mut case = filed(&town);
        let deed = on(&town, "2026-03-03", person());
        town.carry_out(&mut case, &deed, |c, d| withdraw(c, d, Some(&"business-registration".into()))).unwrap();
        assert_eq!(case.part(&"shop-sign".into()).unwrap().stage, PartStage::Lapsed);
        assert_eq!(case.stage(), Stage::Filed);
    }
}
