//! A part goes from one official to another of the same authority, and both sign: until the other end has, it stays.

use catalogue::PermitId;

use super::{Outcome, needs_reason, not_possible, part};
use crate::case::{Case, Offer};
use crate::chart::{self, Act};
use crate::event::Event;
use crate::refusal::Refusal;
use crate::who::{Deed, OfficialId};

/// By the official whose desk it is on.
pub fn offer_hand_over(case: &Case, deed: &Deed, permit: &PermitId, to: OfficialId, reason: &str) -> Outcome {
    chart::check(case, Some(permit), Act::OfferHandOver, deed)?;
    needs_reason(&[reason])?;
    let part = part(case, permit)?;
    let from = part.official.clone().ok_or_else(|| not_possible(case, Some(permit), Act::OfferHandOver))?;
    if deed.by.official() != Some(&from) || to == from {
        return Err(Refusal::NotYourHand { act: Act::OfferHandOver });
    }
    Ok(vec![Event::HandOverOffered { permit: permit.clone(), from, to, reason: reason.to_owned() }])
}

/// By the official it is offered to.
pub fn take_over(case: &Case, deed: &Deed, permit: &PermitId) -> Outcome {
    chart::check(case, Some(permit), Act::TakeOver, deed)?;
    let Offer { from, to, .. } = offered(case, permit, Act::TakeOver)?;
    Ok(vec![Event::HandOverTaken { permit: permit.clone(), from, to }])
}

pub fn decline_over(case: &Case, deed: &Deed, permit: &PermitId, reason: &str) -> Outcome {
    chart::check(case, Some(permit), Act::DeclineOver, deed)?;
    needs_reason(&[reason])?;
    let Offer { to, .. } = offered(case, permit, Act::DeclineOver)?;
    Ok(vec![Event::HandOverDeclined { permit: permit.clone(), to, reason: reason.to_owned() }])
}

fn offered(case: &Case, permit: &PermitId, act: Act) -> Result<Offer, Refusal> {
    part(case, permit)?.offer.clone().ok_or_else(|| not_possible(case, Some(permit), act))
}

#[cfg(test)]
mod tests {
    use super::{decline_over, offer_hand_over, take_over};
    use crate::acts::assign;
    use crate::refusal::Refusal;
    use crate::specimen::{filed, official, on, town};

    #[test]
    fn both_ends_sign() {
        let town = town();
        let mut case = filed(&town);
        let hygiene = "public-hygiene".into();
        let sun = on(&town, "2026-03-03", official("sun", "health"));
        let tang = on(&town, "2026-03-03", official("tang", "health"));
        let offer = |c: &_, d: &_| offer_hand_over(c, d, &hygiene, "tang".into(), "on leave");
        assert!(matches!(offer(&case, &sun), Err(Refusal::NotPossibleNow { .. })));
        town.carry_out(&mut case, &sun, |c, d| assign(c, d, &hygiene, "sun".into())).unwrap();
        assert!(matches!(offer(&case, &tang), Err(Refusal::NotYourHand { .. })));
        assert!(matches!(take_over(&case, &tang, &hygiene), Err(Refusal::NotPossibleNow { .. })));
        town.carry_out(&mut case, &sun, offer).unwrap();
        assert_eq!(case.part(&hygiene).unwrap().official.as_ref().unwrap().as_str(), "sun");
        assert!(matches!(take_over(&case, &sun, &hygiene), Err(Refusal::NotYourHand { .. })));
        town.carry_out(&mut case, &tang, |c, d| decline_over(c, d, &hygiene, "too much")).unwrap();
        assert_eq!(case.part(&hygiene).unwrap().official.as_ref().unwrap().as_str(), "sun");
        town.carry_out(&mut case, &sun, offer).unwrap();
        town.carry_out(&mut case, &tang, |c, d| take_over(c, d, &hygiene)).unwrap();
        let part = case.part(&hygiene).unwrap();
        assert_eq!((part.official.as_ref().unwrap().as_str(), &part.offer), ("tang", &None));
    }
}
