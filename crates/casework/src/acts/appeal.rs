//! The applicant objects to a refusal. What the higher authority decides is its own case.

use catalogue::PermitId;

use super::{Outcome, part};
use crate::case::Case;
use crate::chart::{self, Act};
use crate::event::{Event, Kept};
use crate::refusal::Refusal;
use crate::who::Deed;

pub fn appeal(case: &Case, deed: &Deed, permit: &PermitId, says: Kept) -> Outcome {
    chart::check(case, Some(permit), Act::Appeal, &deed.by)?;
    if let Some((at, _)) = &part(case, permit)?.appealed {
        return Err(Refusal::AlreadyAppealed { on: at.day });
    }
    Ok(vec![Event::Appealed { permit: permit.clone(), says }])
}

#[cfg(test)]
mod tests {
    use super::appeal;
    use crate::acts::refuse;
    use crate::refusal::Refusal;
    use crate::specimen::{filed, ground, official, on, person, plain, town};

    #[test]
    fn once_and_only_against_a_refusal() {
        let town = town();
        let mut case = filed(&town);
        let deed = on(&town, "2026-03-05", person());
        let object = |c: &_, d: &_| appeal(c, d, &"public-hygiene".into(), plain("the rule changed"));
        assert!(matches!(object(&case, &deed), Err(Refusal::NotPossibleNow { .. })));
        let health = on(&town, "2026-03-04", official("sun", "health"));
        town.carry_out(&mut case, &health, |c, d| refuse(c, d, &"public-hygiene".into(), ground())).unwrap();
        town.carry_out(&mut case, &deed, object).unwrap();
        assert!(matches!(object(&case, &deed), Err(Refusal::AlreadyAppealed { .. })));
    }
}
