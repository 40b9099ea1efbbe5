//! A desk puts what it cannot decide without into the basket of the one notice.

use catalogue::PermitId;
use journey::Origin;

use super::{Outcome, filing, needs_reason};
use crate::case::Case;
use crate::chart::{self, Act};
use crate::event::{About, Event, Point};
use crate::refusal::Refusal;
use crate::who::Deed;

pub fn put_point(case: &Case, deed: &Deed, permit: &PermitId, point: Point) -> Outcome {
    chart::check(case, Some(permit), Act::PutPoint, deed)?;
    still_possible(case)?;
    let filing = filing(case, Act::PutPoint)?;
    let until = deed.calendar.after(filing.at.day, filing.terms.basket)?;
    if deed.today() > until {
        return Err(Refusal::TooLate { article: Some(filing.terms.notice_law.clone()), until });
    }
    // A point without a blocked rule and its article is a wish, not a gap.
    needs_reason(&[&point.asks, &point.rule])?;
    if point.law.is_empty() {
        return Err(Refusal::NeedsReason);
    }
    let double =
        |b: &&crate::case::BasketPoint| b.point.id == point.id || (&b.permit == permit && b.point.about == point.about);
    if let Some(there) = case.notice().basket.iter().find(double) {
        return Err(Refusal::PointAlreadyThere { point: there.point.id.clone() });
    }
    if let About::Fact(fact) = &point.about {
        let known = case.facts().get(fact).map(|a| &a.origin);
        if let (Some(Origin::Register { register, .. }), false) = (known, case.contested().contains_key(fact)) {
            return Err(Refusal::KnownByRegister { fact: fact.clone(), register: register.clone() });
        }
    }
    Ok(vec![Event::NoticePointPut { permit: permit.clone(), point }])
}

/// The one question is not used yet and the case is not accepted.
pub(super) fn still_possible(case: &Case) -> Result<(), Refusal> {
    if let Some(on) = case.notice().used_on() {
        return Err(Refusal::NoticeUsed { on });
    }
    match case.accepted() {
        Some((at, _)) => Err(Refusal::AlreadyAccepted { on: at.day }),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::put_point;
    use crate::refusal::Refusal;
    use crate::specimen::{fetched, filed, official, on, point, town, with_point};

    #[test]
    fn only_the_deciding_desk_and_only_in_three_working_days() {
        let town = town();
        let case = filed(&town);
        let put = |day: &str, authority: &str| {
            put_point(
                &case,
                &on(&town, day, official("sun", authority)),
                &"public-hygiene".into(),
                point("p1", "ventilation"),
            )
        };
        assert!(matches!(put("2026-03-03", "fire-rescue"), Err(Refusal::NotYours { .. })));
        assert!(put("2026-03-05", "health").is_ok());
        assert!(matches!(put("2026-03-06", "health"), Err(Refusal::TooLate { .. })));
    }

    #[test]
    fn a_point_names_its_rule_and_law_and_is_put_once() {
        let town = town();
        let deed = on(&town, "2026-03-03", official("sun", "health"));
        let mut bare = point("p1", "ventilation");
        bare.law.clear();
        assert_eq!(put_point(&filed(&town), &deed, &"public-hygiene".into(), bare), Err(Refusal::NeedsReason));
        let case = with_point(&town, filed(&town), "p1", "ventilation");
        let again = put_point(&case, &deed, &"public-hygiene".into(), point("p2", "ventilation"));
        assert_eq!(again, Err(Refusal::PointAlreadyThere { point: "p1".into() }));
    }

    #[test]
    fn what_a_register_knows_is_not_asked() {
        let town = town();
        let case = fetched(&town, filed(&town), "ventilation", "good");
        let deed = on(&town, "2026-03-03", official("sun", "health"));
        let refusal = put_point(&case, &deed, &"public-hygiene".into(), point("p1", "ventilation"));
        assert!(matches!(refusal, Err(Refusal::KnownByRegister { .. })));
    }
}
