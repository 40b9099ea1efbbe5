//! After the decision something changes: only that is asked, and only whoever reads it decides.

use std::collections::BTreeMap;

use catalogue::PermitId;
use rules::FactId;

use super::{Outcome, no_change_open, part};
use crate::case::Case;
use crate::chart::{self, Act};
use crate::event::{Answer, ChangedPart, Event};
use crate::refusal::Refusal;
use crate::who::Deed;

#[derive(Clone, Debug, Default)]
pub struct ToAmend {
    /// What is different from now on, sealed where it is personal.
    pub facts: BTreeMap<FactId, Answer>,
    /// The permits held that read any of it; nobody decides when none does.
    pub permits: Vec<PermitId>,
    /// Permits that the change would need and the case has not: it cannot be done by amending.
    pub needs: Vec<PermitId>,
}

pub fn amend(case: &Case, deed: &Deed, amend: ToAmend) -> Outcome {
    chart::check(case, None, Act::Amend, deed)?;
    let ToAmend { facts, permits, needs } = amend;
    if facts.is_empty() {
        return Err(Refusal::NothingChanges);
    }
    if !case.parts().values().any(|part| part.is_held()) {
        return Err(Refusal::NothingGranted);
    }
    if !needs.is_empty() {
        return Err(Refusal::NeedsOtherPermits { permits: needs });
    }
    if let Some(open) = case.amendment().filter(|a| a.stage == chart::ChangeStage::Asked) {
        let permit = open.permits.first().cloned().unwrap_or_else(|| PermitId::new(""));
        return Err(Refusal::ChangeOpen { permit, since: open.at.day });
    }
    let mut parts = Vec::new();
    for permit in permits {
        let part = part(case, &permit)?;
        if !part.is_held() {
            return Err(Refusal::NotHeld { permit });
        }
        no_change_open(part)?;
        if part.plan.promise.is_at_once() {
            // A filing nobody decides: it is told of the change, as it was of the first answer.
            continue;
        }
        let promised = deed.calendar.after(deed.today(), part.plan.promise)?;
        let limit = deed.calendar.after(deed.today(), part.plan.within)?.max(promised);
        parts.push(ChangedPart { permit, promised, limit });
    }
    Ok(vec![Event::AmendmentAsked { facts, parts }])
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::{Answer, FactId, ToAmend, amend};
    use crate::acts::{grant_change, refuse_change, withdraw_change};
    use crate::case::Case;
    use crate::chart::ChangeStage;
    use crate::refusal::Refusal;
    use crate::specimen::{decided, filed, ground, official, on, person, right, said, town};

    fn guests(permits: &[&str]) -> ToAmend {
        let facts: BTreeMap<FactId, Answer> = BTreeMap::from([("guests".into(), said("72"))]);
        ToAmend { facts, permits: permits.iter().map(|p| (*p).into()).collect(), needs: Vec::new() }
    }

    fn of(case: &Case) -> &crate::event::Kept {
        &case.facts()[&FactId::new("guests")].kept
    }

    #[test]
    fn it_is_so_when_everybody_who_reads_it_agrees() {
        let town = town();
        let mut case = decided(&town);
        let both = ["public-hygiene", "fire-check"];
        let day = "2026-04-01";
        town.carry_out(&mut case, &on(&town, day, person()), |c, d| amend(c, d, guests(&both))).unwrap();
        let again = amend(&case, &on(&town, day, person()), guests(&both));
        assert!(matches!(again, Err(Refusal::ChangeOpen { .. })));
        let sun = on(&town, day, official("sun", "health"));
        town.carry_out(&mut case, &sun, |c, d| grant_change(c, d, &both[0].into(), right("H-1"))).unwrap();
        assert_eq!(of(&case), &said("68").kept);
        let qian = on(&town, day, official("qian", "fire-rescue"));
        let mut fallen = case.clone();
        town.carry_out(&mut case, &qian, |c, d| grant_change(c, d, &both[1].into(), right("N-1"))).unwrap();
        assert_eq!(of(&case), &said("72").kept);
        assert_eq!(case.amendment().unwrap().stage, ChangeStage::Granted);
        // One who does not agree is enough for everything to stay as it was.
        let mut withdrawn = fallen.clone();
        town.carry_out(&mut fallen, &qian, |c, d| refuse_change(c, d, &both[1].into(), ground())).unwrap();
        assert_eq!(of(&fallen), &said("68").kept);
        let stage = |case: &Case| case.part(&both[0].into()).unwrap().change.as_ref().unwrap().stage;
        assert_eq!(stage(&fallen), ChangeStage::Refused);
        let wang = on(&town, day, person());
        town.carry_out(&mut withdrawn, &wang, |c, d| withdraw_change(c, d, &both[0].into())).unwrap();
        assert_eq!(stage(&withdrawn), ChangeStage::Withdrawn);
    }

    #[test]
    fn a_filing_that_nobody_decided_does_not_hold_up_a_change() {
        let town = town();
        let mut case = decided(&town);
        let wang = on(&town, "2026-04-01", person());
        town.carry_out(&mut case, &wang, |c, d| amend(c, d, guests(&["shop-sign"]))).unwrap();
        assert_eq!(of(&case), &said("72").kept);
        assert_eq!(case.amendment().unwrap().stage, ChangeStage::Granted);
    }

    #[test]
    fn what_nobody_reads_is_so_at_once_and_what_needs_more_is_another_case() {
        let town = town();
        let mut case = decided(&town);
        let wang = on(&town, "2026-04-01", person());
        assert!(matches!(amend(&filed(&town), &wang, guests(&[])), Err(Refusal::NotPossibleNow { .. })));
        assert_eq!(amend(&case, &wang, ToAmend::default()), Err(Refusal::NothingChanges));
        let more = ToAmend { needs: vec!["alcohol".into()], ..guests(&[]) };
        assert!(matches!(amend(&case, &wang, more), Err(Refusal::NeedsOtherPermits { .. })));
        town.carry_out(&mut case, &wang, |c, d| amend(c, d, guests(&[]))).unwrap();
        assert_eq!(of(&case), &said("72").kept);
    }
}
