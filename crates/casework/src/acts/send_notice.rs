//! The representative sends the one notice: everything that is missing, once, for every desk.

use journey::Origin;
use rules::Day;

use super::put_point::still_possible;
use super::{Outcome, filing};
use crate::case::{BasketPoint, Case};
use crate::chart::{self, Act};
use crate::event::{About, AskedPoint, Event};
use crate::refusal::Refusal;
use crate::who::Deed;

pub fn send_notice(case: &Case, deed: &Deed, answer_until: Day) -> Outcome {
    chart::check(case, None, Act::SendNotice, deed)?;
    still_possible(case)?;
    let points = merged(case);
    if points.is_empty() {
        return Err(Refusal::NoPointsInBasket);
    }
    let filing = filing(case, Act::SendNotice)?;
    let until = deed.calendar.after(filing.at.day, filing.terms.notice)?;
    if deed.today() > until {
        return Err(Refusal::TooLate { article: Some(filing.terms.notice_law.clone()), until });
    }
    let earliest = deed.calendar.next_working(deed.today())?;
    if answer_until < earliest {
        return Err(Refusal::BadDay { earliest, latest: None });
    }
    Ok(vec![Event::NoticeSent { points, answer_until }])
}

/// Two desks that ask the same ask once, and nobody asks what a register has said since.
fn merged(case: &Case) -> Vec<AskedPoint> {
    let mut points: Vec<AskedPoint> = Vec::new();
    for BasketPoint { permit, point, .. } in &case.notice().basket {
        if let About::Fact(fact) = &point.about {
            let known = case.facts().get(fact).is_some_and(|a| matches!(a.origin, Origin::Register { .. }));
            if known && !case.contested().contains_key(fact) {
                continue;
            }
        }
        match points.iter_mut().find(|asked| asked.point.about == point.about) {
            Some(asked) => {
                asked.permits.push(permit.clone());
                // Every desk's articles stay under the one question.
                let new = point.law.iter().filter(|law| !asked.point.law.contains(law));
                let new: Vec<_> = new.cloned().collect();
                asked.point.law.extend(new);
            }
            None => points.push(AskedPoint { permits: vec![permit.clone()], point: point.clone() }),
        }
    }
    points
}

#[cfg(test)]
mod tests {
    use super::send_notice;
    use crate::chart::PartStage;
    use crate::refusal::Refusal;
    use crate::specimen::{day, fetched, filed, noticed, official, on, point, representative, town, with_point};

    #[test]
    fn it_is_sent_once_only_for_ever() {
        let town = town();
        let case = noticed(&town, filed(&town));
        let again = send_notice(&case, &on(&town, "2026-03-04", representative()), day("2026-03-20"));
        assert_eq!(again, Err(Refusal::NoticeUsed { on: day("2026-03-04") }));
    }

    #[test]
    fn only_the_parts_that_asked_stand_still() {
        let town = town();
        let case = noticed(&town, filed(&town));
        assert_eq!(case.part(&"public-hygiene".into()).unwrap().stage, PartStage::Paused);
        assert_eq!(case.part(&"fire-check".into()).unwrap().stage, PartStage::Deciding);
    }

    #[test]
    fn two_desks_that_ask_the_same_ask_once() {
        let town = town();
        let mut case = with_point(&town, filed(&town), "p1", "ventilation");
        let fire = on(&town, "2026-03-03", official("qian", "fire-rescue"));
        let put = |c: &_, d: &_| crate::acts::put_point(c, d, &"fire-check".into(), point("p2", "ventilation"));
        town.carry_out(&mut case, &fire, put).unwrap();
        let deed = on(&town, "2026-03-04", representative());
        town.carry_out(&mut case, &deed, |c, d| send_notice(c, d, day("2026-03-20"))).unwrap();
        assert_eq!(case.notice().points.len(), 1);
        assert_eq!(case.notice().points[0].asked.permits.len(), 2);
        assert_eq!(case.notice().points[0].put_by.len(), 2);
    }

    #[test]
    fn an_empty_basket_a_late_day_and_a_day_gone_by_are_refused() {
        let town = town();
        let send = |case: &crate::Case, today: &str, until: &str| {
            send_notice(case, &on(&town, today, representative()), day(until))
        };
        assert_eq!(send(&filed(&town), "2026-03-04", "2026-03-20"), Err(Refusal::NoPointsInBasket));
        let case = with_point(&town, filed(&town), "p1", "ventilation");
        assert!(matches!(send(&case, "2026-03-10", "2026-03-20"), Err(Refusal::TooLate { .. })));
        assert!(matches!(send(&case, "2026-03-06", "2026-03-06"), Err(Refusal::BadDay { .. })));
        let known = fetched(&town, case, "ventilation", "good");
        assert_eq!(send(&known, "2026-03-04", "2026-03-20"), Err(Refusal::NoPointsInBasket));
    }
}
