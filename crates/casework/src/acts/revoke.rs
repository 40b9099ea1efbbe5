//! A granted part is taken away for good.

use catalogue::{Citation, PermitId};
use rules::Day;

use super::suspend::first_day;
use super::{Outcome, needs_reason};
use crate::case::Case;
use crate::chart::{self, Act};
use crate::event::Event;
use crate::who::Deed;

#[derive(Clone, Debug)]
pub struct ToRevoke {
    pub reason: String,
    pub law: Citation,
    /// The rule of the permit that does not hold any more.
    pub rule: Option<String>,
    /// From which day; nothing: at once.
    pub from: Option<Day>,
}

pub fn revoke(case: &Case, deed: &Deed, permit: &PermitId, revoke: ToRevoke) -> Outcome {
    chart::check(case, Some(permit), Act::Revoke, deed)?;
    let ToRevoke { reason, law, rule, from } = revoke;
    needs_reason(&[&reason])?;
    first_day(deed, from)?;
    let from = from.filter(|day| *day > deed.today());
    Ok(vec![Event::PartRevoked { permit: permit.clone(), reason, law, rule, from }])
}

#[cfg(test)]
mod tests {
    use super::revoke;
    use crate::chart::PartStage;
    use crate::refusal::Refusal;
    use crate::specimen::{decided, official, on, to_revoke, town};

    #[test]
    fn for_good_and_with_a_reason() {
        let town = town();
        let mut case = decided(&town);
        let deed = on(&town, "2026-06-01", official("qian", "fire-rescue"));
        assert_eq!(revoke(&case, &deed, &"fire-check".into(), to_revoke(" ")), Err(Refusal::NeedsReason));
        let end = |c: &_, d: &_| revoke(c, d, &"fire-check".into(), to_revoke("the commitment was false"));
        town.carry_out(&mut case, &deed, end).unwrap();
        assert_eq!(case.part(&"fire-check".into()).unwrap().stage, PartStage::Revoked);
        assert!(matches!(end(&case, &deed), Err(Refusal::NotPossibleNow { .. })));
    }
}
