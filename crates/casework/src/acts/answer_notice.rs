//! The applicant answers exactly what the notice asks, all of it, and the clocks go on.

use std::collections::BTreeMap;

use super::{Outcome, not_possible};
use crate::case::{Asked, Case};
use crate::chart::{self, Act};
use crate::clock;
use crate::event::{About, Acceptance, Cause, Event, Reply};
use crate::refusal::{Missing, Refusal};
use crate::who::{Deed, PointId};

pub fn answer_notice(case: &Case, deed: &Deed, replies: BTreeMap<PointId, Reply>) -> Outcome {
    chart::check(case, None, Act::AnswerNotice, deed)?;
    let open: Vec<&Asked> = case.notice().open_points().collect();
    if open.is_empty() {
        return Err(not_possible(case, None, Act::AnswerNotice));
    }
    for (id, reply) in &replies {
        let asked = open.iter().find(|a| &a.asked.point.id == id);
        let asked = asked.ok_or_else(|| Refusal::PointNotInNotice { point: id.clone() })?;
        fits(case, asked, reply)?;
    }
    let missing: Vec<Missing> = open
        .iter()
        .filter(|a| !replies.contains_key(&a.asked.point.id))
        .map(|a| Missing::Point(a.asked.point.id.clone()))
        .collect();
    if !missing.is_empty() {
        return Err(Refusal::Missing(missing));
    }
    let mut events = vec![Event::NoticeAnswered { replies }];
    if case.accepted().is_none() {
        events.push(Event::Accepted { how: Acceptance::AfterNotice });
    }
    Ok(clock::with_promise(case, deed, events, Cause::NoticeAnswered)?)
}

/// Words can answer anything; a fact only a fact, a paper only the paper that was asked for.
fn fits(case: &Case, asked: &Asked, reply: &Reply) -> Result<(), Refusal> {
    match (&asked.asked.point.about, reply) {
        (_, Reply::Words(_)) | (About::Fact(_), Reply::Fact(_)) => Ok(()),
        // One drawing may be there for several purposes: what counts is that it is there for this one.
        (About::Paper(evidence), Reply::Paper(hash)) => match case.papers_for(evidence).any(|p| &p.hash == hash) {
            true => Ok(()),
            false => Err(Refusal::PaperNotThere { evidence: evidence.clone() }),
        },
        _ => Err(Refusal::ReplyDoesNotFit { point: asked.asked.point.id.clone() }),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::answer_notice;
    use crate::acts::{add_paper, file, put_point, send_notice};
    use crate::event::{About, Cause, Event, Point, Reply};
    use crate::refusal::{Missing, Refusal};
    use crate::specimen::{
        day, draft, filed, noticed, official, on, paper, person, point, replies, representative, said, to_file, town,
    };

    #[test]
    fn exactly_what_was_asked() {
        let town = town();
        let case = noticed(&town, filed(&town));
        let deed = on(&town, "2026-03-09", person());
        let none = answer_notice(&case, &deed, BTreeMap::new());
        assert_eq!(none, Err(Refusal::Missing(vec![Missing::Point("p1".into())])));
        let mut more = replies("p1", Reply::Fact(said("good")));
        more.extend(replies("p7", Reply::Fact(said("good"))));
        assert_eq!(answer_notice(&case, &deed, more), Err(Refusal::PointNotInNotice { point: "p7".into() }));
        let wrong = answer_notice(&case, &deed, replies("p1", Reply::Paper("aa".into())));
        assert!(matches!(wrong, Err(Refusal::ReplyDoesNotFit { .. })));
    }

    #[test]
    fn one_drawing_answers_for_each_purpose_it_was_added_for() {
        let town = town();
        let mut case = draft(&town);
        let deed = on(&town, "2026-03-02", person());
        town.carry_out(&mut case, &deed, |c, d| add_paper(c, d, paper("kitchen-plan", "aa"))).unwrap();
        town.carry_out(&mut case, &deed, |c, d| file(c, d, to_file(&town, "2026-03-02"), &[])).unwrap();
        let sun = on(&town, "2026-03-03", official("sun", "health"));
        let wanted = Point { about: About::Paper("floor-plan".into()), ..point("p1", "ventilation") };
        town.carry_out(&mut case, &sun, |c, d| put_point(c, d, &"public-hygiene".into(), wanted)).unwrap();
        let sent = on(&town, "2026-03-04", representative());
        town.carry_out(&mut case, &sent, |c, d| send_notice(c, d, day("2026-03-20"))).unwrap();
        let deed = on(&town, "2026-03-05", person());
        let answer = |c: &_, d: &_| answer_notice(c, d, replies("p1", Reply::Paper("aa".into())));
        assert!(matches!(answer(&case, &deed), Err(Refusal::PaperNotThere { .. })));
        town.carry_out(&mut case, &deed, |c, d| add_paper(c, d, paper("floor-plan", "aa"))).unwrap();
        town.carry_out(&mut case, &deed, answer).unwrap();
        assert!(!case.notice().is_open());
    }

    #[test]
    fn the_stopped_days_are_given_back_and_the_promise_moves_once_with_its_reason() {
        let town = town();
        let mut case = noticed(&town, filed(&town));
        let deed = on(&town, "2026-03-09", person());
        let answer = |c: &_, d: &_| answer_notice(c, d, replies("p1", Reply::Fact(said("good"))));
        let events = town.carry_out(&mut case, &deed, answer).unwrap();
        // Sent on Wednesday 4th with three of five days left, answered on Monday 9th: due on Thursday 12th.
        let moved =
            Event::PromiseMoved { from: day("2026-03-09"), to: day("2026-03-12"), because: Cause::NoticeAnswered };
        assert_eq!(events.last(), Some(&moved));
        assert_eq!(case.promised_first(), Some(day("2026-03-09")));
        assert!(matches!(answer(&case, &deed), Err(Refusal::NotPossibleNow { .. })));
    }
}
