//! A hearing: offered before a decision that weighs on somebody, asked for in time, called, held with a record.
//!
//! Administrative Licensing Law 46 to 48: five days to ask, called at least seven days ahead; 45: its time does not count.

use catalogue::{Citation, PermitId};
use rules::Day;

use super::{Outcome, needs_reason, not_possible, part};
use crate::case::{Case, Hearing, Part, StopWhy};
use crate::chart::{self, Act};
use crate::clock;
use crate::event::{Cause, Event, StopReason};
use crate::refusal::Refusal;
use crate::who::Deed;

/// Calendar days between the call and the hearing.
const CALLED_AHEAD: i64 = 7;

pub fn offer_hearing(case: &Case, deed: &Deed, permit: &PermitId, law: Citation, ask_until: Day) -> Outcome {
    chart::check(case, Some(permit), Act::OfferHearing, deed)?;
    if part(case, permit)?.hearing.is_some() {
        return Err(not_possible(case, Some(permit), Act::OfferHearing));
    }
    let earliest = deed.calendar.next_working(deed.today())?;
    if ask_until < earliest {
        return Err(Refusal::BadDay { earliest, latest: None });
    }
    Ok(vec![Event::HearingOffered { permit: permit.clone(), law, ask_until }])
}

pub fn ask_hearing(case: &Case, deed: &Deed, permit: &PermitId) -> Outcome {
    chart::check(case, Some(permit), Act::AskHearing, deed)?;
    let hearing = offered(case, permit, Act::AskHearing)?;
    if hearing.asked.is_some() {
        return Err(not_possible(case, Some(permit), Act::AskHearing));
    }
    if deed.today() > hearing.ask_until {
        return Err(Refusal::TooLate { article: Some(hearing.law.clone()), until: hearing.ask_until });
    }
    Ok(vec![Event::HearingAsked { permit: permit.clone() }])
}

/// Calls it, or calls it for another day; from the first call on the clock stands still.
pub fn call_hearing(case: &Case, deed: &Deed, permit: &PermitId, on: Day, place: &str, law: Citation) -> Outcome {
    chart::check(case, Some(permit), Act::CallHearing, deed)?;
    needs_reason(&[place])?;
    let part = part(case, permit)?;
    let hearing = offered(case, permit, Act::CallHearing)?;
    let stands = stands_for(part, StopReason::Hearing);
    if hearing.asked.is_none() || hearing.held.is_some() || (part.open_stop().is_some() && !stands) {
        return Err(not_possible(case, Some(permit), Act::CallHearing));
    }
    let earliest = deed.today().plus_days(CALLED_AHEAD);
    if on < earliest {
        return Err(Refusal::BadDay { earliest, latest: None });
    }
    let mut events = vec![Event::HearingCalled { permit: permit.clone(), on, place: place.to_owned() }];
    if !stands {
        let (permit, reason) = (permit.clone(), StopReason::Hearing);
        events.push(Event::PausedFor { permit, reason, law, expected_until: Some(on) });
    }
    Ok(events)
}

/// With its record, on its day or later; the clock goes on.
pub fn hold_hearing(case: &Case, deed: &Deed, permit: &PermitId, record: &str) -> Outcome {
    chart::check(case, Some(permit), Act::HoldHearing, deed)?;
    needs_reason(&[record])?;
    let hearing = offered(case, permit, Act::HoldHearing)?;
    let (on, _) = hearing.called.as_ref().ok_or_else(|| not_possible(case, Some(permit), Act::HoldHearing))?;
    if hearing.held.is_some() || !stands_for(part(case, permit)?, StopReason::Hearing) {
        return Err(not_possible(case, Some(permit), Act::HoldHearing));
    }
    if deed.today() < *on {
        return Err(Refusal::TooEarly { from: *on });
    }
    let held = Event::HearingHeld { permit: permit.clone(), record: record.to_owned() };
    let because = Cause::Stopped { permit: permit.clone(), reason: StopReason::Hearing };
    Ok(clock::with_promise(case, deed, vec![held, Event::Resumed { permit: permit.clone() }], because)?)
}

/// Nobody decides while a hearing can still be asked for, or was asked for and not held.
pub(super) fn nothing_owed(part: &Part, deed: &Deed) -> Result<(), Refusal> {
    let Some(hearing) = part.hearing.as_ref().filter(|hearing| hearing.held.is_none()) else { return Ok(()) };
    match hearing.asked {
        Some(_) => Err(Refusal::HearingOwed { permit: part.permit.clone() }),
        None if deed.today() <= hearing.ask_until => Err(Refusal::TooEarly { from: hearing.ask_until.plus_days(1) }),
        None => Ok(()),
    }
}

pub(super) fn stands_for(part: &Part, reason: StopReason) -> bool {
    let is = |why: &StopWhy| matches!(why, StopWhy::Law { reason: r, .. } if *r == reason);
    part.stops.iter().any(|stop| stop.until.is_none() && is(&stop.why))
}

fn offered<'a>(case: &'a Case, permit: &PermitId, act: Act) -> Result<&'a Hearing, Refusal> {
    part(case, permit)?.hearing.as_ref().ok_or_else(|| not_possible(case, Some(permit), act))
}

#[cfg(test)]
mod tests {
    use super::{ask_hearing, call_hearing, hold_hearing, offer_hearing};
    use crate::acts::{refuse, resume};
    use crate::chart::PartStage;
    use crate::refusal::Refusal;
    use crate::specimen::{day, filed, ground, law, official, on, person, town};

    #[test]
    fn from_the_offer_to_its_record() {
        let town = town();
        let mut case = filed(&town);
        let hygiene = "public-hygiene".into();
        let sun = |day: &str| on(&town, day, official("sun", "health"));
        let wang = |day: &str| on(&town, day, person());
        let no = |c: &_, d: &_| refuse(c, d, &hygiene, ground());
        let call = |on: &'static str| {
            let hygiene = hygiene.clone();
            move |c: &_, d: &_| call_hearing(c, d, &hygiene, day(on), "Room 3", law())
        };
        assert!(matches!(ask_hearing(&case, &wang("2026-03-03"), &hygiene), Err(Refusal::NotPossibleNow { .. })));
        let offer = |c: &_, d: &_| offer_hearing(c, d, &hygiene, law(), day("2026-03-09"));
        town.carry_out(&mut case, &sun("2026-03-03"), offer).unwrap();
        assert_eq!(no(&case, &sun("2026-03-04")), Err(Refusal::TooEarly { from: day("2026-03-10") }));
        assert!(matches!(ask_hearing(&case, &wang("2026-03-10"), &hygiene), Err(Refusal::TooLate { .. })));
        // Nobody asked: from the day after, it is decided without.
        assert!(no(&case, &sun("2026-03-10")).is_ok());
        town.carry_out(&mut case, &wang("2026-03-05"), |c, d| ask_hearing(c, d, &hygiene)).unwrap();
        assert!(matches!(no(&case, &sun("2026-03-10")), Err(Refusal::HearingOwed { .. })));
        let soon = call("2026-03-11")(&case, &sun("2026-03-05"));
        assert_eq!(soon, Err(Refusal::BadDay { earliest: day("2026-03-12"), latest: None }));
        town.carry_out(&mut case, &sun("2026-03-05"), call("2026-03-12")).unwrap();
        assert_eq!(case.part(&hygiene).unwrap().stage, PartStage::Paused);
        town.carry_out(&mut case, &sun("2026-03-06"), call("2026-03-16")).unwrap();
        assert!(matches!(resume(&case, &sun("2026-03-07"), &hygiene), Err(Refusal::HearingOwed { .. })));
        let hold = |c: &_, d: &_| hold_hearing(c, d, &hygiene, "Wang showed the plans.");
        assert_eq!(hold(&case, &sun("2026-03-12")), Err(Refusal::TooEarly { from: day("2026-03-16") }));
        town.carry_out(&mut case, &sun("2026-03-16"), hold).unwrap();
        assert_eq!(case.part(&hygiene).unwrap().stage, PartStage::Deciding);
        assert!(no(&case, &sun("2026-03-16")).is_ok());
    }
}
