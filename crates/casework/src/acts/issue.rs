//! The one licence is issued when every part has come to an end, and again whenever a part of it changes.

use super::{Outcome, not_possible};
use crate::case::Case;
use crate::chart::{self, Act, Stage};
use crate::clock;
use crate::event::Event;
use crate::refusal::Refusal;
use crate::who::Deed;

pub fn issue(case: &Case, deed: &Deed, licence: &str, version: u32) -> Outcome {
    chart::check(case, None, Act::Issue, deed)?;
    if case.licence().is_none() && case.stage() == Stage::Filed {
        return Err(not_possible(case, None, Act::Issue));
    }
    if !case.parts().values().any(|part| part.grant().is_some()) {
        return Err(Refusal::NothingGranted);
    }
    if let (None, Some(until_us)) = (case.licence(), clock::undo_open(case, deed.at)) {
        return Err(Refusal::UndoOpen { until_us });
    }
    match clock::licence_owed(case, deed.at) {
        Some(next) if next == version => Ok(vec![Event::LicenceIssued { licence: licence.to_owned(), version }]),
        Some(next) => Err(Refusal::LicenceVersion { next }),
        None => Err(not_possible(case, None, Act::Issue)),
    }
}

#[cfg(test)]
mod tests {
    use super::issue;
    use crate::acts::{suspend, withdraw};
    use crate::errand::Owed;
    use crate::refusal::Refusal;
    use crate::specimen::{decided, filed, minutes, official, on, owed_by_last, person, to_suspend, town};
    use crate::who::Who;

    #[test]
    fn after_the_last_decision_is_past_taking_back() {
        let town = town();
        let mut case = decided(&town);
        let give = |c: &_, d: &_| issue(c, d, "L-1", 1);
        assert!(matches!(give(&case, &on(&town, "2026-03-05", Who::Clock)), Err(Refusal::UndoOpen { .. })));
        assert!(owed_by_last(&case).contains(&Owed::IssueLicence { version: 1 }));
        let later = minutes(on(&town, "2026-03-05", Who::Clock), 11);
        assert_eq!(issue(&case, &later, "L-1", 2), Err(Refusal::LicenceVersion { next: 1 }));
        town.carry_out(&mut case, &later, give).unwrap();
        assert!(matches!(give(&case, &later), Err(Refusal::NotPossibleNow { .. })));
        let health = on(&town, "2026-06-01", official("sun", "health"));
        town.carry_out(&mut case, &health, |c, d| suspend(c, d, &"public-hygiene".into(), to_suspend())).unwrap();
        assert!(owed_by_last(&case).contains(&Owed::IssueLicence { version: 2 }));
        town.carry_out(&mut case, &on(&town, "2026-06-01", Who::Clock), |c, d| issue(c, d, "L-1", 2)).unwrap();
        assert_eq!(case.licence().unwrap().version, 2);
    }

    #[test]
    fn not_while_something_is_open_and_not_for_nothing() {
        let town = town();
        let mut case = filed(&town);
        let clock = on(&town, "2026-03-05", Who::Clock);
        assert!(matches!(issue(&case, &clock, "L-1", 1), Err(Refusal::NotPossibleNow { .. })));
        let health = on(&town, "2026-03-03", official("sun", "health"));
        let no = |c: &_, d: &_| crate::acts::refuse(c, d, &"public-hygiene".into(), crate::specimen::ground());
        town.carry_out(&mut case, &health, no).unwrap();
        town.carry_out(&mut case, &on(&town, "2026-03-03", person()), |c, d| withdraw(c, d, None)).unwrap();
        assert_eq!(issue(&case, &clock, "L-1", 1), Err(Refusal::NothingGranted));
    }
}
