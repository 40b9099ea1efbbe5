//! The deciding desk takes more time: once, within what the law leaves, with a reason the applicant reads.

use catalogue::PermitId;
use rules::{Day, Span};

use super::{Outcome, needs_reason, part};
use crate::case::Case;
use crate::chart::{self, Act};
use crate::clock;
use crate::event::{Cause, Event};
use crate::period;
use crate::refusal::Refusal;
use crate::who::Deed;

pub fn extend(case: &Case, deed: &Deed, permit: &PermitId, until: Day, reason: &str) -> Outcome {
    chart::check(case, Some(permit), Act::Extend, deed)?;
    needs_reason(&[reason])?;
    let part = part(case, permit)?;
    let span = part.plan.extend.ok_or_else(|| Refusal::NoExtension { permit: permit.clone() })?;
    if let Some(extension) = &part.extension {
        return Err(Refusal::AlreadyExtended { until: extension.until });
    }
    let clock = clock::part_clock(case, permit, deed.today(), deed.calendar)?;
    let clock = clock.ok_or_else(|| Refusal::UnknownPermit { permit: permit.clone() })?;
    if deed.today() > clock.legal {
        // The law's time is over; more of it cannot be had afterwards.
        return Err(Refusal::TooLate { article: None, until: clock.legal });
    }
    let latest = period::walk(clock.legal, span, &part.stops, deed.today(), deed.calendar)?;
    let earliest = deed.calendar.next_working(clock.promised.max(deed.today()))?;
    if until < earliest || until > latest {
        return Err(Refusal::BadDay { earliest, latest: Some(latest) });
    }
    // A day off is given as the working day it ends on.
    let until = deed.calendar.working_from(until)?.min(latest);
    let more = |from| deed.calendar.working_days_between(from, until).map(Span::working_days);
    let event = Event::Extended {
        permit: permit.clone(),
        until,
        promise_more: more(clock.promised)?,
        law_more: more(clock.legal)?,
        reason: reason.to_owned(),
    };
    Ok(clock::with_promise(case, deed, vec![event], Cause::Extended { permit: permit.clone() })?)
}

#[cfg(test)]
mod tests {
    use super::extend;
    use crate::event::{Cause, Event};
    use crate::refusal::Refusal;
    use crate::specimen::{day, filed, official, on, town};

    #[test]
    fn once_within_the_law_and_the_promise_moves_with_it() {
        let town = town();
        let mut case = filed(&town);
        let deed = on(&town, "2026-03-05", official("sun", "health"));
        let take = |c: &_, d: &_, until: &str| extend(c, d, &"public-hygiene".into(), day(until), "laboratory is late");
        // Promised for 9 March, the law gives until 30 March and ten working days more, over the April holiday.
        assert!(matches!(take(&case, &deed, "2026-03-09"), Err(Refusal::BadDay { .. })));
        assert!(
            matches!(take(&case, &deed, "2026-04-15"), Err(Refusal::BadDay { latest, .. }) if latest == Some(day("2026-04-14")))
        );
        let events = town.carry_out(&mut case, &deed, |c, d| take(c, d, "2026-03-13")).unwrap();
        let because = Cause::Extended { permit: "public-hygiene".into() };
        assert_eq!(events[1], Event::PromiseMoved { from: day("2026-03-09"), to: day("2026-03-13"), because });
        assert_eq!(take(&case, &deed, "2026-03-20"), Err(Refusal::AlreadyExtended { until: day("2026-03-13") }));
    }

    #[test]
    fn not_without_a_reason_a_law_and_time_left() {
        let town = town();
        let case = filed(&town);
        let health = on(&town, "2026-03-05", official("sun", "health"));
        assert_eq!(extend(&case, &health, &"public-hygiene".into(), day("2026-03-13"), ""), Err(Refusal::NeedsReason));
        let fire = on(&town, "2026-03-03", official("qian", "fire-rescue"));
        let none = extend(&case, &fire, &"fire-check".into(), day("2026-03-13"), "busy");
        assert!(matches!(none, Err(Refusal::NoExtension { .. })));
        let late = on(&town, "2026-03-31", official("sun", "health"));
        let over = extend(&case, &late, &"public-hygiene".into(), day("2026-04-10"), "busy");
        assert!(matches!(over, Err(Refusal::TooLate { .. })));
    }
}
