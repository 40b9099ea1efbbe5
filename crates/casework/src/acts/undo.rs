//! The hand that decided takes it back: for some minutes, before anybody was told.

use catalogue::PermitId;

use super::{Outcome, not_possible, part};
use crate::case::{Case, Decision};
use crate::chart::{self, Act, Stage};
use crate::clock;
use crate::event::Event;
use crate::refusal::Refusal;
use crate::who::{Deed, Moment};

pub fn undo(case: &Case, deed: &Deed, permit: &PermitId) -> Outcome {
    chart::check(case, Some(permit), Act::Undo, deed)?;
    let part = part(case, permit)?;
    let verdict = part.verdict.as_ref().ok_or_else(|| not_possible(case, Some(permit), Act::Undo))?;
    if verdict.by.official() != deed.by.official() {
        return Err(Refusal::NotYourHand { act: Act::Undo });
    }
    let until_us = clock::undo_until_us(case, part).unwrap_or(verdict.at.at_us);
    if deed.at.at_us > until_us {
        return Err(Refusal::UndoOver { until: Moment { at_us: until_us, day: verdict.at.day } });
    }
    if case.licence().is_some() || case.stage() == Stage::Closed {
        return Err(not_possible(case, Some(permit), Act::Undo));
    }
    // Somebody may already have built on it.
    let built_on = case.dependents(permit).into_iter().filter_map(|p| case.part(&p)?.verdict.as_ref());
    if let Some(verdict) = built_on.min_by_key(|v| v.at) {
        return Err(Refusal::SomebodyDecided { by: verdict.by.clone(), on: verdict.at.day });
    }
    let what = match verdict.decision {
        Decision::Granted(_) => Act::Grant,
        Decision::Refused(_) => Act::Refuse,
    };
    let mut events = vec![Event::Undone { permit: permit.clone(), what }];
    // Whoever took everything back did not keep a refusal: what comes back is taken back with the rest.
    if what == Act::Refuse && everything_was_withdrawn_since(case, verdict.at) {
        let mut back = vec![permit.clone()];
        back.extend(case.dependents(permit).into_iter().filter(|p| case.part(p).is_some_and(|d| d.without.is_some())));
        events.extend(back.into_iter().map(|permit| Event::Withdrawn { permit: Some(permit) }));
    }
    Ok(events)
}

fn everything_was_withdrawn_since(case: &Case, verdict: Moment) -> bool {
    let everything =
        |event: &Event| matches!(event, Event::Withdrawn { permit: None } | Event::GivenUp { permit: None, .. });
    case.history().iter().rev().take_while(|r| r.at >= verdict).any(|r| everything(&r.event))
}

#[cfg(test)]
mod tests {
    use super::undo;
    use crate::acts::{grant, refuse, withdraw};
    use crate::chart::PartStage;
    use crate::refusal::Refusal;
    use crate::specimen::{filed, ground, minutes, official, on, person, right, town};

    #[test]
    fn ten_minutes_and_the_same_hand() {
        let town = town();
        let mut case = filed(&town);
        let deed = || on(&town, "2026-03-03", official("sun", "health"));
        town.carry_out(&mut case, &deed(), |c, d| grant(c, d, &"public-hygiene".into(), right("H-1"))).unwrap();
        let back = |c: &_, d: &_| undo(c, d, &"public-hygiene".into());
        let colleague = on(&town, "2026-03-03", official("tang", "health"));
        assert_eq!(back(&case, &colleague), Err(Refusal::NotYourHand { act: crate::Act::Undo }));
        assert!(matches!(back(&case, &minutes(deed(), 11)), Err(Refusal::UndoOver { .. })));
        town.carry_out(&mut case, &minutes(deed(), 10), back).unwrap();
        assert_eq!(case.part(&"public-hygiene".into()).unwrap().stage, PartStage::Deciding);
    }

    #[test]
    fn an_undone_refusal_brings_back_what_lapsed() {
        let town = town();
        let mut case = filed(&town);
        let before = case.clone();
        let deed = on(&town, "2026-03-03", official("zhao", "market-regulation"));
        town.carry_out(&mut case, &deed, |c, d| refuse(c, d, &"business-registration".into(), ground())).unwrap();
        town.carry_out(&mut case, &deed, |c, d| undo(c, d, &"business-registration".into())).unwrap();
        assert_eq!(case.parts(), before.parts());
    }

    #[test]
    fn what_was_withdrawn_with_everything_does_not_come_back() {
        let town = town();
        let mut case = filed(&town);
        let deed = on(&town, "2026-03-03", official("zhao", "market-regulation"));
        town.carry_out(&mut case, &deed, |c, d| refuse(c, d, &"business-registration".into(), ground())).unwrap();
        town.carry_out(&mut case, &on(&town, "2026-03-03", person()), |c, d| withdraw(c, d, None)).unwrap();
        town.carry_out(&mut case, &deed, |c, d| undo(c, d, &"business-registration".into())).unwrap();
        assert!(case.parts().values().all(|part| part.stage == PartStage::Withdrawn));
        assert_eq!(case.stage(), crate::Stage::Withdrawn);
    }

    #[test]
    fn not_after_somebody_built_on_it() {
        let town = town();
        let mut case = filed(&town);
        let deed = on(&town, "2026-03-02", official("zhao", "market-regulation"));
        for permit in ["business-registration", "food-business"] {
            town.carry_out(&mut case, &deed, |c, d| grant(c, d, &permit.into(), right("B-1"))).unwrap();
        }
        assert!(matches!(undo(&case, &deed, &"business-registration".into()), Err(Refusal::SomebodyDecided { .. })));
    }
}
