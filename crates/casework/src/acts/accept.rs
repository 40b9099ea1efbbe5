//! The case counts as complete: the representative says so, or the law's time for asking is over.

use super::{Outcome, filing};
use crate::case::Case;
use crate::chart::{self, Act};
use crate::event::{Acceptance, Event};
use crate::refusal::Refusal;
use crate::who::{Deed, Who};

pub fn accept(case: &Case, deed: &Deed) -> Outcome {
    chart::check(case, None, Act::Accept, deed)?;
    let filing = filing(case, Act::Accept)?;
    if let Some((at, _)) = case.accepted() {
        return Err(Refusal::AlreadyAccepted { on: at.day });
    }
    let notice = case.notice();
    if notice.is_open() {
        return Err(Refusal::NoticeOpen);
    }
    let how = match (&deed.by, notice.sent) {
        (_, Some(_)) => Acceptance::AfterNotice,
        (Who::Clock, None) => {
            let last = deed.calendar.after(filing.at.day, filing.terms.notice)?;
            if deed.today() <= last {
                return Err(Refusal::TooEarly { from: last.plus_days(1) });
            }
            Acceptance::Deemed
        }
        _ if notice.basket.is_empty() => Acceptance::Complete,
        _ => {
            let points = notice.basket.iter().map(|b| b.point.id.clone()).collect();
            return Err(Refusal::PointsInBasket { points });
        }
    };
    Ok(vec![Event::Accepted { how }])
}

#[cfg(test)]
mod tests {
    use super::accept;
    use crate::event::Acceptance;
    use crate::refusal::Refusal;
    use crate::specimen::{filed, official, on, point, representative, town, with_point};
    use crate::who::Who;

    #[test]
    fn silence_about_gaps_accepts_after_five_working_days() {
        let town = town();
        let mut case = filed(&town);
        // Filed on Monday 2 March: the fifth working day is Monday 9 March.
        let early = on(&town, "2026-03-09", Who::Clock);
        assert_eq!(accept(&case, &early), Err(Refusal::TooEarly { from: "2026-03-10".parse().unwrap() }));
        town.carry_out(&mut case, &on(&town, "2026-03-10", Who::Clock), accept).unwrap();
        assert_eq!(case.accepted().unwrap().1, Acceptance::Deemed);
        let late = on(&town, "2026-03-10", official("sun", "health"));
        let refusal = crate::acts::put_point(&case, &late, &"public-hygiene".into(), point("p1", "ventilation"));
        assert!(matches!(refusal, Err(Refusal::AlreadyAccepted { .. })), "{refusal:?}");
    }

    #[test]
    fn a_full_basket_is_sent_or_emptied_first() {
        let town = town();
        let case = with_point(&town, filed(&town), "p1", "ventilation");
        let deed = on(&town, "2026-03-03", representative());
        assert_eq!(accept(&case, &deed), Err(Refusal::PointsInBasket { points: vec!["p1".into()] }));
    }
}
