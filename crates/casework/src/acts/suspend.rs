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
    pub until: Option<Day>,
}

pub fn suspend(case: &Case, deed: &Deed, permit: &PermitId, suspend: ToSuspend) -> Outcome {
    chart::check(case, Some(permit), Act::Suspend, &deed.by)?;
    let ToSuspend { reason, law, until } = suspend;
    needs_reason(&[&reason])?;
    if until.is_some_and(|until| until < deed.today()) {
        return Err(Refusal::BadDay { earliest: deed.today(), latest: None });
    }
    Ok(vec![Event::PartSuspended { permit: permit.clone(), reason, law, until }])
}

#[cfg(test)]
mod tests {
    use super::suspend;
    use crate::chart::PartStage;
    use crate::refusal::Refusal;
    use crate::specimen::{decided, official, on, to_suspend, town};

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
}
