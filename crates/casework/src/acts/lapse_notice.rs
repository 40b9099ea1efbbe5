//! The day for answering the notice has passed: the decisions go on with what is there.

use super::{Outcome, not_possible};
use crate::case::Case;
use crate::chart::{self, Act};
use crate::clock;
use crate::event::{Acceptance, Cause, Event};
use crate::refusal::Refusal;
use crate::who::Deed;

pub fn lapse_notice(case: &Case, deed: &Deed) -> Outcome {
    chart::check(case, None, Act::LapseNotice, deed)?;
    let (true, Some(until)) = (case.notice().is_open(), case.notice().answer_until) else {
        return Err(not_possible(case, None, Act::LapseNotice));
    };
    if deed.today() <= until {
        return Err(Refusal::TooEarly { from: until.plus_days(1) });
    }
    let mut events = vec![Event::NoticeLapsed];
    if case.accepted().is_none() {
        events.push(Event::Accepted { how: Acceptance::AfterNotice });
    }
    Ok(clock::with_promise(case, deed, events, Cause::NoticeLapsed)?)
}

#[cfg(test)]
mod tests {
    use super::lapse_notice;
    use crate::chart::PartStage;
    use crate::refusal::Refusal;
    use crate::specimen::{day, filed, noticed, on, town};
    use crate::who::Who;

    #[test]
    fn nobody_waits_for_ever() {
        let town = town();
        let mut case = noticed(&town, filed(&town));
        let early = lapse_notice(&case, &on(&town, "2026-03-20", Who::Clock));
        assert_eq!(early, Err(Refusal::TooEarly { from: day("2026-03-21") }));
        town.carry_out(&mut case, &on(&town, "2026-03-21", Who::Clock), lapse_notice).unwrap();
        assert_eq!(case.part(&"public-hygiene".into()).unwrap().stage, PartStage::Deciding);
        assert!(!case.notice().is_open());
    }
}
