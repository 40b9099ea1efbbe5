//! A second official looks at a point the applicant objects to.

use super::{Outcome, needs_reason, not_possible};
use crate::case::Case;
use crate::chart::{self, Act};
use crate::event::{Acceptance, Event};
use crate::refusal::Refusal;
use crate::who::{Deed, PointId, Who};

/// What the second look finds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Finding {
    Stands,
    /// It should not have been asked: its clock never stopped.
    Struck,
}

pub fn review_point(case: &Case, deed: &Deed, point: &PointId, finding: Finding, reason: &str) -> Outcome {
    chart::check(case, None, Act::ReviewPoint, deed)?;
    needs_reason(&[reason])?;
    let asked = case.notice().open_points().find(|a| &a.asked.point.id == point);
    let asked = asked.ok_or_else(|| Refusal::PointNotInNotice { point: point.clone() })?;
    if asked.objection.is_none() || asked.reviewed.is_some() {
        return Err(not_possible(case, None, Act::ReviewPoint));
    }
    if let Who::Official { authority, .. } = &deed.by {
        let mut parts = asked.asked.permits.iter().filter_map(|p| case.part(p));
        if let (false, Some(first)) = (parts.clone().any(|p| &p.authority == authority), parts.next()) {
            return Err(Refusal::NotYours { act: Act::ReviewPoint, authority: first.authority.clone() });
        }
    }
    if asked.put_by.iter().any(|who| who.official() == deed.by.official()) {
        return Err(Refusal::NotYourHand { act: Act::ReviewPoint });
    }
    let stands = finding == Finding::Stands;
    let mut events = vec![Event::PointReviewed { point: point.clone(), stands, reason: reason.to_owned() }];
    let others_open = case.notice().open_points().any(|a| &a.asked.point.id != point);
    if !stands && !others_open && case.accepted().is_none() {
        events.push(Event::Accepted { how: Acceptance::AfterNotice });
    }
    Ok(events)
}

#[cfg(test)]
mod tests {
    use super::{Finding, review_point};
    use crate::acts::{answer_notice, ask_later, object_to_point};
    use crate::chart::PartStage;
    use crate::event::{AskedPoint, Reply};
    use crate::refusal::Refusal;
    use crate::specimen::{
        day, filed, noticed, official, on, person, plain, point, replies, representative, said, town,
    };

    #[test]
    fn a_struck_point_never_stopped_a_clock() {
        let town = town();
        let mut case = noticed(&town, filed(&town));
        let applicant = on(&town, "2026-03-05", person());
        town.carry_out(&mut case, &applicant, |c, d| object_to_point(c, d, &"p1".into(), plain("known"))).unwrap();
        let same = on(&town, "2026-03-06", official("sun", "health"));
        let refusal = review_point(&case, &same, &"p1".into(), Finding::Struck, "the register has it");
        assert!(matches!(refusal, Err(Refusal::NotYourHand { .. })));
        let other = on(&town, "2026-03-06", official("qian", "fire-rescue"));
        assert!(matches!(
            review_point(&case, &other, &"p1".into(), Finding::Struck, "x"),
            Err(Refusal::NotYours { .. })
        ));
        let second = on(&town, "2026-03-06", official("tang", "health"));
        let strike = |c: &_, d: &_| review_point(c, d, &"p1".into(), Finding::Struck, "the register has it");
        town.carry_out(&mut case, &second, strike).unwrap();
        let part = case.part(&"public-hygiene".into()).unwrap();
        assert_eq!((part.stage, part.stops.len()), (PartStage::Deciding, 0));
        assert!(case.accepted().is_some());
        assert!(matches!(strike(&case, &second), Err(Refusal::PointNotInNotice { .. })));
    }

    #[test]
    fn a_struck_later_point_never_stopped_a_clock_either() {
        let town = town();
        let mut case = noticed(&town, filed(&town));
        let applicant = on(&town, "2026-03-09", person());
        let reply = replies("p1", Reply::Fact(said("new system")));
        town.carry_out(&mut case, &applicant, |c, d| answer_notice(c, d, reply.clone())).unwrap();
        let zhou = on(&town, "2026-03-10", representative());
        let asked = AskedPoint { permits: vec!["public-hygiene".into()], point: point("p2", "ventilation") };
        town.carry_out(&mut case, &zhou, |c, d| ask_later(c, d, asked.clone(), day("2026-03-20"))).unwrap();
        let applicant = on(&town, "2026-03-11", person());
        town.carry_out(&mut case, &applicant, |c, d| object_to_point(c, d, &"p2".into(), plain("known"))).unwrap();
        let second = on(&town, "2026-03-11", official("tang", "health"));
        let strike = |c: &_, d: &_| review_point(c, d, &"p2".into(), Finding::Struck, "it was answered");
        town.carry_out(&mut case, &second, strike).unwrap();
        let part = case.part(&"public-hygiene".into()).unwrap();
        // The answered notice did stop it.
        assert_eq!((part.stage, part.stops.len()), (PartStage::Deciding, 1));
    }

    #[test]
    fn nobody_reviews_what_nobody_objected_to() {
        let town = town();
        let second = on(&town, "2026-03-06", official("tang", "health"));
        let refusal = review_point(&noticed(&town, filed(&town)), &second, &"p1".into(), Finding::Stands, "needed");
        assert!(matches!(refusal, Err(Refusal::NotPossibleNow { .. })));
    }
}
