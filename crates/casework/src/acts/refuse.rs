//! The deciding authority refuses: with the rule, its article, the reason and a way forward.

use catalogue::PermitId;

use super::{Outcome, lapses, needs_reason, not_possible};
use crate::case::Case;
use crate::chart::{self, Act};
use crate::event::{Event, Ground};
use crate::refusal::Refusal;
use crate::who::Deed;

pub fn refuse(case: &Case, deed: &Deed, permit: &PermitId, ground: Ground) -> Outcome {
    chart::check(case, Some(permit), Act::Refuse, deed)?;
    super::hearing::nothing_owed(super::part(case, permit)?, deed)?;
    ground_is_whole(&ground)?;
    let official = deed.by.official().cloned().ok_or_else(|| not_possible(case, Some(permit), Act::Refuse))?;
    let mut events = vec![Event::Refused { permit: permit.clone(), ground, official }];
    events.extend(lapses(case, permit));
    Ok(events)
}

/// Never without the rule, its article, the reason and a way forward.
pub(super) fn ground_is_whole(ground: &Ground) -> Result<(), Refusal> {
    needs_reason(&[&ground.rule, &ground.reason])?;
    if ground.article.article.is_none() {
        return Err(Refusal::NeedsReason);
    }
    if ground.way_forward.trim().is_empty() {
        return Err(Refusal::NeedsWayForward);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::refuse;
    use crate::chart::PartStage;
    use crate::refusal::Refusal;
    use crate::specimen::{filed, ground, official, on, town};

    #[test]
    fn never_without_rule_article_reason_and_a_way_forward() {
        let town = town();
        let deed = on(&town, "2026-03-03", official("sun", "health"));
        let no = |ground| refuse(&filed(&town), &deed, &"public-hygiene".into(), ground);
        let mut bare = ground();
        bare.rule.clear();
        assert_eq!(no(bare), Err(Refusal::NeedsReason));
        let mut bare = ground();
        bare.article.article = None;
        assert_eq!(no(bare), Err(Refusal::NeedsReason));
        let mut bare = ground();
        bare.way_forward.clear();
        assert_eq!(no(bare), Err(Refusal::NeedsWayForward));
    }

    #[test]
    fn what_waited_for_it_lapses() {
        let town = town();
        let mut case = filed(&town);
        let deed = on(&town, "2026-03-03", official("zhao", "market-regulation"));
        town.carry_out(&mut case, &deed, |c, d| refuse(c, d, &"business-registration".into(), ground())).unwrap();
        assert_eq!(case.part(&"food-business".into()).unwrap().stage, PartStage::Lapsed);
        assert_eq!(case.part(&"public-hygiene".into()).unwrap().stage, PartStage::Deciding);
    }
}
