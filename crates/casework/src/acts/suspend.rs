//! A granted part may not be used for a time; the other parts go on.

use catalogue::{Citation, PermitId};
use rules::Day;

use super::{Outcome, needs_reason};
use crate::case::Case;
use crate::chart::{self, Act};
use crate::event::Event;
use crate::refusal::Refusal;
use crate::who::Deed;

#[derive(Clone, Debug)]
pub struct ToSuspend {
    pub reason: String,
    pub law: Citation,
    /// The rule of the permit that does not hold any more.
    pub rule: Option<String>,
    /// From which day; nothing: at once.
    pub from: Option<Day>,
    /// The last day; nothing: until it is reinstated.
    pub until: Option<Day>,
}

/// A measure can be announced for a later day, but not further ahead than anybody plans.
const AHEAD: i64 = 366;

/// The first day of a measure: today, or a day that is still to come. What is past stays as it was.
pub(super) fn first_day(deed: &Deed, from: Option<Day>) -> Result<Day, Refusal> {
    let (today, latest) = (deed.today(), deed.today().plus_days(AHEAD));
    match from {
        Some(day) if day < today || day > latest => Err(Refusal::BadDay { earliest: today, latest: Some(latest) }),
        Some(day) => Ok(day),
        None => Ok(today),
    }
}

pub fn suspend(case: &Case, deed: &Deed, permit: &PermitId, suspend: ToSuspend) -> Outcome {
    chart::check(case, Some(permit), Act::Suspend, deed)?;
    let ToSuspend { reason, law, rule, from, until } = suspend;
    needs_reason(&[&reason])?;
    let first = first_day(deed, from)?;
    if until.is_some_and(|until| until < first) {
        return Err(Refusal::BadDay { earliest: first, latest: None });
    }
    let from = from.filter(|day| *day > deed.today());
    Ok(vec![Event::PartSuspended { permit: permit.clone(), reason, law, until, rule, from }])
}

#[cfg(test)]
mod tests {
    use super::{ToSuspend, suspend};
    use crate::chart::PartStage;
    use crate::refusal::Refusal;
    use crate::specimen::{day, decided, official, on, to_suspend, town};

    #[test]
    fn one_part_alone() {
        let town = town();
        let mut case = decided(&town);
        let deed = on(&town, "2026-06-01", official("sun", "health"));
        let other = on(&town, "2026-06-01", official("qian", "fire-rescue"));
        let stop = |c: &_, d: &_| suspend(c, d, &"public-hygiene".into(), to_suspend());
        assert!(matches!(stop(&case, &other), Err(Refusal::NotYours { .. })));
        town.carry_out(&mut case, &deed, stop).unwrap();
        let suspended = case.parts().values().filter(|p| p.stage == PartStage::Suspended).count();
        assert_eq!(suspended, 1);
        assert!(matches!(stop(&case, &deed), Err(Refusal::NotPossibleNow { .. })));
    }

    #[test]
    fn from_a_day_to_come_and_never_from_one_that_is_past() {
        let town = town();
        let mut case = decided(&town);
        let deed = on(&town, "2026-06-01", official("sun", "health"));
        let stop = |from: &str, until: Option<&str>| {
            let to = ToSuspend { from: Some(day(from)), until: until.map(day), ..to_suspend() };
            move |c: &_, d: &_| suspend(c, d, &"public-hygiene".into(), to.clone())
        };
        assert!(matches!(stop("2026-05-31", None)(&case, &deed), Err(Refusal::BadDay { .. })));
        assert!(matches!(stop("2028-05-31", None)(&case, &deed), Err(Refusal::BadDay { .. })));
        assert!(matches!(stop("2026-06-10", Some("2026-06-09"))(&case, &deed), Err(Refusal::BadDay { .. })));
        town.carry_out(&mut case, &deed, stop("2026-06-10", None)).unwrap();
        let measure = case.part(&"public-hygiene".into()).unwrap().measure.clone().unwrap();
        assert_eq!((measure.on, measure.before), (day("2026-06-10"), PartStage::Granted));
    }
}
