//! A granted part is taken away for good.

use catalogue::{Citation, PermitId};

use super::{Outcome, needs_reason};
use crate::case::Case;
use crate::chart::{self, Act};
use crate::event::Event;
use crate::who::Deed;

pub fn revoke(case: &Case, deed: &Deed, permit: &PermitId, reason: &str, law: Citation) -> Outcome {
    chart::check(case, Some(permit), Act::Revoke, &deed.by)?;
    needs_reason(&[reason])?;
    Ok(vec![Event::PartRevoked { permit: permit.clone(), reason: reason.to_owned(), law }])
}

#[cfg(test)]
mod tests {
    use super::revoke;
    use crate::chart::PartStage;
    use crate::refusal::Refusal;
    use crate::specimen::{decided, law, official, on, town};

    #[test]
    fn for_good_and_with_a_reason() {
        let town = town();
        let mut case = decided(&town);
        let deed = on(&town, "2026-06-01", official("qian", "fire-rescue"));
        assert_eq!(revoke(&case, &deed, &"fire-check".into(), " ", law()), Err(Refusal::NeedsReason));
        let end = |c: &_, d: &_| revoke(c, d, &"fire-check".into(), "the commitment was false", law());
        town.carry_out(&mut case, &deed, end).unwrap();
        assert_eq!(case.part(&"fire-check".into()).unwrap().stage, PartStage::Revoked);
        assert!(matches!(end(&case, &deed), Err(Refusal::NotPossibleNow { .. })));
    }
}
