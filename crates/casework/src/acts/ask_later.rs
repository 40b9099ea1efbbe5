//! After the notice: one question about a fact that its answer changed. It is counted in public.

use rules::Day;

use super::{Outcome, needs_reason, not_possible, part};
use crate::case::Case;
use crate::chart::{self, Act};
use crate::event::{About, AskedPoint, Event};
use crate::refusal::Refusal;
use crate::who::Deed;

pub fn ask_later(case: &Case, deed: &Deed, asked: AskedPoint, answer_until: Day) -> Outcome {
    chart::check(case, None, Act::AskLater, deed)?;
    if case.notice().is_open() {
        return Err(Refusal::NoticeOpen);
    }
    needs_reason(&[&asked.point.asks, &asked.point.rule])?;
    match &asked.point.about {
        About::Fact(fact) if case.notice().changed.contains(fact) => {}
        about => return Err(Refusal::FactNotChanged { about: about.clone() }),
    }
    if case.notice().points.iter().any(|a| a.asked.point.id == asked.point.id) {
        return Err(Refusal::PointAlreadyThere { point: asked.point.id });
    }
    if asked.permits.is_empty() || asked.point.law.is_empty() {
        return Err(Refusal::NeedsReason);
    }
    for permit in &asked.permits {
        if part(case, permit)?.is_ended() {
            return Err(not_possible(case, Some(permit), Act::AskLater));
        }
    }
    let earliest = deed.calendar.next_working(deed.today())?;
    if answer_until < earliest {
        return Err(Refusal::BadDay { earliest, latest: None });
    }
    Ok(vec![Event::LaterPointAsked { asked, answer_until }])
}

#[cfg(test)]
mod tests {
    use super::ask_later;
    use crate::acts::answer_notice;
    use crate::chart::PartStage;
    use crate::event::{AskedPoint, Reply};
    use crate::refusal::Refusal;
    use crate::specimen::{day, filed, noticed, on, person, point, replies, representative, said, town};

    #[test]
    fn only_about_a_changed_fact_and_once() {
        let town = town();
        let mut case = noticed(&town, filed(&town));
        let asked =
            |id: &str, fact: &str| AskedPoint { permits: vec!["public-hygiene".into()], point: point(id, fact) };
        let deed = on(&town, "2026-03-10", representative());
        let open = ask_later(&case, &deed, asked("p2", "ventilation"), day("2026-03-20"));
        assert_eq!(open, Err(Refusal::NoticeOpen));
        let applicant = on(&town, "2026-03-09", person());
        let answer = |c: &_, d: &_| answer_notice(c, d, replies("p1", Reply::Fact(said("new system"))));
        town.carry_out(&mut case, &applicant, answer).unwrap();
        let other = ask_later(&case, &deed, asked("p2", "guests"), day("2026-03-20"));
        assert!(matches!(other, Err(Refusal::FactNotChanged { .. })));
        let later = |c: &_, d: &_| ask_later(c, d, asked("p2", "ventilation"), day("2026-03-20"));
        town.carry_out(&mut case, &deed, later).unwrap();
        assert_eq!(case.part(&"public-hygiene".into()).unwrap().stage, PartStage::Paused);
        town.carry_out(&mut case, &on(&town, "2026-03-11", person()), |c, d| {
            answer_notice(c, d, replies("p2", Reply::Fact(said("new system"))))
        })
        .unwrap();
        let again =
            ask_later(&case, &on(&town, "2026-03-11", representative()), asked("p3", "ventilation"), day("2026-03-20"));
        assert!(matches!(again, Err(Refusal::FactNotChanged { .. })));
    }
}
