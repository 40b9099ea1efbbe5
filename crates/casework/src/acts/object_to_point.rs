//! The applicant says that a point should not have been asked; a second official looks.

use super::Outcome;
use crate::case::Case;
use crate::chart::{self, Act};
use crate::event::{Event, Kept};
use crate::refusal::Refusal;
use crate::who::{Deed, PointId};

pub fn object_to_point(case: &Case, deed: &Deed, point: &PointId, says: Kept) -> Outcome {
    chart::check(case, None, Act::ObjectToPoint, deed)?;
    let asked = case.notice().open_points().find(|a| &a.asked.point.id == point);
    match asked {
        Some(asked) if asked.objection.is_none() => Ok(vec![Event::PointObjected { point: point.clone(), says }]),
        // One second look per point.
        Some(_) => Err(Refusal::PointAlreadyThere { point: point.clone() }),
        None => Err(Refusal::PointNotInNotice { point: point.clone() }),
    }
}

#[cfg(test)]
mod tests {
    use super::object_to_point;
    use crate::refusal::Refusal;
    use crate::specimen::{filed, noticed, on, person, plain, town};

    #[test]
    fn once_per_point_and_only_for_points_that_are_open() {
        let town = town();
        let mut case = noticed(&town, filed(&town));
        let deed = on(&town, "2026-03-05", person());
        let object = |c: &_, d: &_| object_to_point(c, d, &"p1".into(), plain("you have it"));
        town.carry_out(&mut case, &deed, object).unwrap();
        assert!(matches!(object(&case, &deed), Err(Refusal::PointAlreadyThere { .. })));
        let other = object_to_point(&case, &deed, &"p9".into(), plain("what"));
        assert!(matches!(other, Err(Refusal::PointNotInNotice { .. })));
    }
}
