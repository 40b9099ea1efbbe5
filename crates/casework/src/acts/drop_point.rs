//! A point leaves the basket before it is sent.

use super::Outcome;
use crate::case::Case;
use crate::chart::{self, Act};
use crate::event::Event;
use crate::refusal::Refusal;
use crate::who::{Deed, PointId, Who};

pub fn drop_point(case: &Case, deed: &Deed, point: &PointId) -> Outcome {
    chart::check(case, None, Act::DropPoint, deed)?;
    let found = case.notice().basket.iter().find(|b| &b.point.id == point);
    let found = found.ok_or_else(|| Refusal::PointNotInNotice { point: point.clone() })?;
    if let (Who::Official { authority, .. }, Some(part)) = (&deed.by, case.part(&found.permit))
        && authority != &part.authority
    {
        return Err(Refusal::NotYours { act: Act::DropPoint, authority: part.authority.clone() });
    }
    Ok(vec![Event::NoticePointDropped { point: point.clone() }])
}

#[cfg(test)]
mod tests {
    use super::drop_point;
    use crate::refusal::Refusal;
    use crate::specimen::{filed, official, on, representative, town, with_point};

    #[test]
    fn the_desk_that_asked_or_the_representative() {
        let town = town();
        let mut case = with_point(&town, filed(&town), "p1", "ventilation");
        let drop = |case: &crate::Case, who| drop_point(case, &on(&town, "2026-03-03", who), &"p1".into());
        assert!(matches!(drop(&case, official("qian", "fire-rescue")), Err(Refusal::NotYours { .. })));
        assert!(drop(&case, official("sun", "health")).is_ok());
        let deed = on(&town, "2026-03-03", representative());
        town.carry_out(&mut case, &deed, |c, d| drop_point(c, d, &"p1".into())).unwrap();
        assert!(case.notice().basket.is_empty());
        assert!(matches!(drop(&case, official("sun", "health")), Err(Refusal::PointNotInNotice { .. })));
    }
}
