//! The holder gives up one permit, or closes the business: all parts in one go, and nobody has to be asked.

use catalogue::PermitId;
use rules::Day;

use super::Outcome;
use super::suspend::first_day;
use crate::case::Case;
use crate::chart::{self, Act};
use crate::event::Event;
use crate::refusal::Refusal;
use crate::who::Deed;

/// `permit`: that one; nothing: everything that is held, and what is still open is withdrawn. `from`: from a later day.
pub fn give_up(case: &Case, deed: &Deed, permit: Option<&PermitId>, from: Option<Day>) -> Outcome {
    chart::check(case, permit, Act::GiveUp, deed)?;
    if !case.parts().values().any(|part| part.is_held()) {
        return Err(Refusal::NothingGranted);
    }
    first_day(deed, from)?;
    let from = from.filter(|day| *day > deed.today());
    Ok(vec![Event::GivenUp { permit: permit.cloned(), from }])
}

#[cfg(test)]
mod tests {
    use super::give_up;
    use crate::chart::PartStage;
    use crate::refusal::Refusal;
    use crate::specimen::{day, decided, filed, official, on, person, town};

    #[test]
    fn one_or_everything_and_never_by_another_hand() {
        let town = town();
        let mut case = decided(&town);
        let wang = on(&town, "2026-06-01", person());
        let sign = "shop-sign".into();
        assert_eq!(give_up(&filed(&town), &wang, None, None), Err(Refusal::NothingGranted));
        let health = on(&town, "2026-06-01", official("sun", "health"));
        assert_eq!(give_up(&case, &health, None, None), Err(Refusal::NotTheApplicant));
        assert!(matches!(give_up(&case, &wang, None, Some(day("2026-05-31"))), Err(Refusal::BadDay { .. })));
        town.carry_out(&mut case, &wang, |c, d| give_up(c, d, Some(&sign), None)).unwrap();
        let held = case.parts().values().filter(|part| part.is_held()).count();
        assert_eq!((case.part(&sign).unwrap().stage, held), (PartStage::GivenUp, 4));
        assert!(matches!(give_up(&case, &wang, Some(&sign), None), Err(Refusal::NotPossibleNow { .. })));
        town.carry_out(&mut case, &wang, |c, d| give_up(c, d, None, Some(day("2026-06-30")))).unwrap();
        assert!(case.parts().values().all(|part| part.stage == PartStage::GivenUp));
        let measure = case.part(&"public-hygiene".into()).unwrap().measure.clone().unwrap();
        assert_eq!((measure.on, measure.before), (day("2026-06-30"), PartStage::Granted));
    }
}
