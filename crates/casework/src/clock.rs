//! Every date of a case, computed from typed events and working days: the law's limit and the promise, kept apart.
//!
//! A period does not count its first day. Stopped time is the days after the stop began up to and including the day it
//! ended, so that whoever answers in the evening loses nothing. Each period keeps the unit of its law.

use catalogue::{Citation, PermitId, Silence};
use rules::{Calendar, CalendarGap, Day, Span};

use crate::case::{Case, ChangeKind, Decision, Extension, Part, Stop, StopWhy};
use crate::chart::{ChangeStage, PartStage, Stage};
use crate::event::{Cause, Event};
use crate::period::{count, counted, rest, walk};
use crate::who::{Deed, Moment};

/// How a part stands today.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ClockState {
    /// Its clock has not begun: these permits must be there first.
    Waiting {
        permits: Vec<PermitId>,
    },
    Running,
    Stopped {
        since: Day,
        why: StopWhy,
    },
    /// Over the promise by so many working days; `law` when the law's limit has passed too.
    Late {
        by: u32,
        law: bool,
    },
    Done {
        on: Day,
    },
}

/// One part's dates. While it waits or stands still they are what they would be if it went on today.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartClock {
    pub permit: PermitId,
    pub starts: Day,
    pub promised: Day,
    pub legal: Day,
    /// Working days left until the promise and until the law's limit; negative when over.
    pub days_left: i64,
    pub legal_days_left: i64,
    pub state: ClockState,
}

/// One line of the receipt: with all lines anybody can recompute the dates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ClockLine {
    Filed {
        on: Day,
    },
    /// Its own clock begins; `after` names the permits it waited for.
    Starts {
        on: Day,
        after: Vec<PermitId>,
        foreseen: bool,
    },
    Promise {
        span: Span,
        until: Day,
    },
    Law {
        span: Span,
        until: Day,
    },
    /// Days that do not count, of the unit of each period.
    Stopped {
        since: Day,
        until: Option<Day>,
        why: StopWhy,
        working_days: u32,
    },
    Extended {
        on: Day,
        promise_more: Span,
        law_more: Span,
        reason: String,
    },
    /// The result.
    Due {
        promised: Day,
        legal: Day,
    },
    /// The law's limit passed without a decision; with a receipt that gives the limit again.
    SilencePassed {
        on: Day,
        limit: Day,
        effect: Silence,
    },
    /// An appeal sent it back: its clock began anew.
    BegunAgain {
        on: Day,
    },
    Ended {
        on: Day,
        stage: PartStage,
    },
}

/// What the clock has to do because its day has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ClockAct {
    /// The law's time for the notice is over, or nothing of it is open any more.
    Accept,
    TakeAtOnce {
        permit: PermitId,
    },
    /// The promise has passed: the next level takes over.
    Escalate {
        permit: PermitId,
    },
    PassSilence {
        permit: PermitId,
        effect: Silence,
    },
    LapseNotice,
    Expire {
        permit: PermitId,
    },
    /// A renewal that was asked in time is not decided on the last day of validity, and the law says it is renewed.
    PassRenewal {
        permit: PermitId,
    },
    /// The licence, or its next version.
    Issue {
        version: u32,
    },
}

/// The clock of one part; nothing when the plan has no such permit.
pub fn part_clock(
    case: &Case,
    permit: &PermitId,
    today: Day,
    calendar: &Calendar,
) -> Result<Option<PartClock>, CalendarGap> {
    let Some(part) = case.part(permit) else { return Ok(None) };
    let starts = starts(case, part, today, calendar)?;
    let (promised, legal) = dates(part, starts, today, calendar)?;
    let ended = ended_on(case, part);
    let late_by = counted(promised, today, &part.stops, today, calendar)?;
    let state = match (part.stage, ended, part.open_stop()) {
        (_, Some(on), _) => ClockState::Done { on },
        (PartStage::Waiting, ..) => ClockState::Waiting { permits: case.prerequisites_open(permit) },
        (_, _, Some(stop)) => ClockState::Stopped { since: stop.since, why: stop.why.clone() },
        _ if today > promised => ClockState::Late { by: late_by, law: today > legal },
        _ => ClockState::Running,
    };
    let measured = ended.unwrap_or(today);
    Ok(Some(PartClock {
        permit: permit.clone(),
        starts,
        promised,
        legal,
        days_left: left(measured, promised, &part.stops, today, calendar)?,
        legal_days_left: left(measured, legal, &part.stops, today, calendar)?,
        state,
    }))
}

/// The receipt of one part's dates, line by line; empty when the plan has no such permit.
pub fn explain(case: &Case, permit: &PermitId, today: Day, calendar: &Calendar) -> Result<Vec<ClockLine>, CalendarGap> {
    let (Some(part), Some(filing)) = (case.part(permit), case.filing()) else { return Ok(Vec::new()) };
    let begins = starts(case, part, today, calendar)?;
    let foreseen = part.started.is_none();
    let mut lines = vec![
        ClockLine::Filed { on: filing.at.day },
        ClockLine::Starts { on: begins, after: part.plan.after.clone(), foreseen },
        ClockLine::Promise { span: part.plan.promise, until: calendar.after(begins, part.plan.promise)? },
        ClockLine::Law { span: part.plan.within, until: calendar.after(begins, part.plan.within)? },
    ];
    for stop in &part.stops {
        let until = stop.until.unwrap_or(today);
        lines.push(ClockLine::Stopped {
            since: stop.since,
            until: stop.until,
            why: stop.why.clone(),
            working_days: calendar.working_days_between(stop.since.max(begins), until)?,
        });
    }
    if let Some(extension) = &part.extension {
        lines.push(ClockLine::Extended {
            on: extension.on,
            promise_more: extension.promise_more,
            law_more: extension.law_more,
            reason: extension.reason.clone(),
        });
    }
    let (promised, legal) = dates(part, begins, today, calendar)?;
    lines.push(ClockLine::Due { promised, legal });
    if let Some(on) = part.begun_again {
        lines.insert(1, ClockLine::BegunAgain { on });
    }
    for recorded in case.history() {
        if let Event::SilencePassed { permit: of, effect, receipt: Some(receipt) } = &recorded.event
            && of == permit
        {
            lines.push(ClockLine::SilencePassed { on: receipt.passed, limit: receipt.limit, effect: *effect });
        }
    }
    if let Some(on) = ended_on(case, part) {
        // What came after the decision did not happen on its day.
        let stage = match part.verdict.as_ref().map(|v| &v.decision) {
            Some(Decision::Granted(_)) => PartStage::Granted,
            _ => part.stage,
        };
        lines.push(ClockLine::Ended { on, stage });
    }
    Ok(lines)
}

/// Everything the clock has to do at this moment, in the order in which it should be done. Doing one thing can make
/// another due: ask again until the list is empty.
pub fn due_today(case: &Case, at: Moment, calendar: &Calendar) -> Result<Vec<ClockAct>, CalendarGap> {
    let mut due = Vec::new();
    let Some(filing) = case.filing() else { return Ok(due) };
    let today = at.day;
    if case.stage() == Stage::Filed {
        let notice = case.notice();
        if notice.is_open() && notice.answer_until.is_some_and(|until| today > until) {
            due.push(ClockAct::LapseNotice);
        }
        let silent = today > calendar.after(filing.at.day, filing.terms.notice)?;
        if case.accepted().is_none() && !notice.is_open() && (silent || notice.sent.is_some()) {
            due.push(ClockAct::Accept);
        }
    }
    for (permit, part) in case.parts() {
        let granted = matches!(part.stage, PartStage::Granted | PartStage::Suspended);
        if let Some(change) = awaits_silence(part) {
            if today > change.limit {
                due.push(ClockAct::PassRenewal { permit: permit.clone() });
            }
        } else if granted && part.grant().and_then(|g| g.valid_until).is_some_and(|until| today > until) {
            due.push(ClockAct::Expire { permit: permit.clone() });
        }
        if part.stage != PartStage::Deciding {
            continue;
        }
        if part.plan.promise.is_at_once() && nothing_can_be_undone(case, permit, at) {
            due.push(ClockAct::TakeAtOnce { permit: permit.clone() });
            continue;
        }
        let Some(clock) = part_clock(case, permit, today, calendar)? else { continue };
        if today > clock.legal && part.silence.is_none() {
            due.push(ClockAct::PassSilence { permit: permit.clone(), effect: part.plan.on_silence });
        } else if today > clock.promised && part.escalated.is_none() {
            due.push(ClockAct::Escalate { permit: permit.clone() });
        }
    }
    if let Some(version) = licence_owed(case, at) {
        due.push(ClockAct::Issue { version });
    }
    Ok(due)
}

/// The open renewal of a part that the law renews when nobody decides in time: until then its validity does not end.
pub(crate) fn awaits_silence(part: &Part) -> Option<&crate::case::Change> {
    part.change.as_ref().filter(|change| {
        change.kind == ChangeKind::Renewal
            && change.stage == ChangeStage::Asked
            && change.silent.is_some()
            && matches!(part.stage, PartStage::Granted | PartStage::Suspended)
    })
}

/// Until when the hand that decided can still take it back. Nothing the clock did can be taken back.
pub fn undo_until_us(case: &Case, part: &Part) -> Option<i64> {
    let verdict = part.verdict.as_ref()?;
    verdict.by.official()?;
    // Once the licence is out everybody knows; and what an appeal decided is not the desk's to take back.
    if case.licence().is_some() || part.appeal.as_ref().is_some_and(|appeal| appeal.heard.is_some()) {
        return None;
    }
    let minutes = case.filing().map_or(0, |f| f.terms.undo_minutes);
    Some(verdict.at.minutes_later(minutes))
}

/// The version of the licence that is owed now, if one is.
pub(crate) fn licence_owed(case: &Case, at: Moment) -> Option<u32> {
    let settled = matches!(case.stage(), Stage::Decided | Stage::Closed);
    // A licence that is out says what is true also while something of the case is decided anew.
    if !(settled || case.licence().is_some()) || !case.parts().values().any(|p| p.grant().is_some()) {
        return None;
    }
    match case.licence() {
        Some(licence) => licence.outdated.then_some(licence.version + 1),
        None => undo_open(case, at).is_none().then_some(1),
    }
}

/// The latest moment at which a decision of this case can still be taken back, while it is ahead.
pub(crate) fn undo_open(case: &Case, at: Moment) -> Option<i64> {
    case.parts().values().filter_map(|part| undo_until_us(case, part)).filter(|until| *until >= at.at_us).max()
}

/// A part that is taken at once follows its prerequisites only when these are past taking back.
fn nothing_can_be_undone(case: &Case, permit: &PermitId, at: Moment) -> bool {
    let Some(part) = case.part(permit) else { return false };
    let first = part.plan.after.iter().filter_map(|p| case.part(p));
    first.filter_map(|p| undo_until_us(case, p)).all(|until| until < at.at_us)
}

/// The promised day of the whole as events make it: the last part that still has to be decided.
/// Nothing when nothing is left to decide.
pub(crate) fn forecast(case: &Case, today: Day, calendar: &Calendar) -> Result<Option<Day>, CalendarGap> {
    let mut last = None;
    for part in case.parts().values().filter(|part| !part.is_ended()) {
        let starts = starts(case, part, today, calendar)?;
        let (promised, _) = dates(part, starts, today, calendar)?;
        last = last.max(Some(promised));
    }
    Ok(last)
}

/// Adds the move of the promise to an act's events when they move it. It moves later or not at all: an early
/// decision makes the desks' own days earlier, but nobody is promised less time than was promised before.
pub(crate) fn with_promise(
    case: &Case,
    deed: &Deed,
    mut events: Vec<Event>,
    because: Cause,
) -> Result<Vec<Event>, CalendarGap> {
    let Some(promised) = case.promised() else { return Ok(events) };
    let mut after = case.clone();
    for recorded in case.envelopes(&deed.by, deed.at, events.clone()) {
        if after.apply(&recorded).is_err() {
            // Only an act that invented a permit could come here, and every act has checked its permit.
            debug_assert!(false, "an act decided on events that cannot be folded");
            return Ok(events);
        }
    }
    if let Some(to) = forecast(&after, deed.today(), deed.calendar)?.filter(|to| *to > promised) {
        events.push(Event::PromiseMoved { from: promised, to, because });
    }
    Ok(events)
}

/// The day a part's clock began or, while it waits, will begin if everything before it keeps its day.
fn starts(case: &Case, part: &Part, today: Day, calendar: &Calendar) -> Result<Day, CalendarGap> {
    if let Some(started) = part.started {
        return Ok(started);
    }
    let mut latest = case.filing().map_or(part.plan.starts, |f| f.at.day);
    for permit in &part.plan.after {
        let Some(first) = case.part(permit) else { continue };
        let on = match &first.verdict {
            Some(verdict) => verdict.at.day,
            // Withdrawn and not needed, or on the way to take this one with it: nothing more to wait for.
            None if first.is_ended() => continue,
            None => dates(first, starts(case, first, today, calendar)?, today, calendar)?.0,
        };
        latest = latest.max(on);
    }
    Ok(latest)
}

/// The promise and the law's limit of one part whose clock began on `starts`.
fn dates(part: &Part, starts: Day, today: Day, calendar: &Calendar) -> Result<(Day, Day), CalendarGap> {
    let more = |of: fn(&Extension) -> Span| part.extension.as_ref().map(|extension| (extension.on, of(extension)));
    Ok((
        law_limit(starts, part.plan.promise, more(|e| e.promise_more), &part.stops, today, calendar)?,
        law_limit(starts, part.plan.within, more(|e| e.law_more), &part.stops, today, calendar)?,
    ))
}

/// The end of a period with its stops and its one extension: the day it was taken on and what it added.
pub(crate) fn law_limit(
    starts: Day,
    span: Span,
    extended: Option<(Day, Span)>,
    stops: &[Stop],
    today: Day,
    calendar: &Calendar,
) -> Result<Day, CalendarGap> {
    let Some((on, more)) = extended else { return walk(starts, span, stops, today, calendar) };
    // What was added then was counted from the day that was due then: a later stop rests at the end of the whole.
    let ended = |stop: &&Stop| stop.until.is_some_and(|until| until <= on);
    let before: Vec<Stop> = stops.iter().filter(ended).cloned().collect();
    let counted_out = count(starts, span, stops, today, calendar)?;
    let mut due = rest(counted_out, &before, today, calendar)?;
    let from = counted_out.max(on);
    if due > from {
        // What was won by going on on a day off lies ahead: a later stop moves it like any other day.
        let won = Span::working_days(calendar.working_days_between(from, due)?);
        let later: Vec<Stop> = stops.iter().filter(|stop| stop.since >= on).cloned().collect();
        due = count(from, won, &later, today, calendar)?;
    }
    walk(due, more, stops, today, calendar)
}

/// Working days left; when over, the working days over, without those on which the clock stood still: nobody gets later
/// while the law lets them wait.
fn left(from: Day, to: Day, stops: &[Stop], today: Day, calendar: &Calendar) -> Result<i64, CalendarGap> {
    Ok(if to >= from {
        i64::from(calendar.working_days_between(from, to)?)
    } else {
        -i64::from(counted(to, from, stops, today, calendar)?)
    })
}

/// The day a part came to its end before the licence: decided, withdrawn or lapsed.
fn ended_on(case: &Case, part: &Part) -> Option<Day> {
    if !part.is_ended() {
        return None;
    }
    if let Some(verdict) = &part.verdict {
        return Some(verdict.at.day);
    }
    case.history()
        .iter()
        .rev()
        .find(|r| match &r.event {
            Event::Withdrawn { permit } => permit.as_ref().is_none_or(|p| p == &part.permit),
            Event::Lapsed { permit, .. } => permit == &part.permit,
            _ => false,
        })
        .map(|r| r.at.day)
}

/// The whole case beside its parts: the law's limit for joint handling.
pub fn joint_limit(case: &Case, calendar: &Calendar) -> Result<Option<(Day, Citation)>, CalendarGap> {
    let Some(filing) = case.filing() else { return Ok(None) };
    let until = calendar.after(filing.at.day, filing.terms.joint)?;
    Ok(Some((until, filing.terms.joint_law.clone())))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::acts::{extend, pause, resume};
    use crate::specimen::{
        decided, draft, filed, filed_on, noticed, official, on, person, right, test_pause, to_suspend, town,
    };
    use crate::who::Who;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn promises_follow_the_moved_weekends() {
        let town = town();
        // Filed on Friday 13 February: the 14th is worked, then the spring festival until the 23rd.
        let case = filed_on(&town, "2026-02-13");
        let clock = part_clock(&case, &"public-hygiene".into(), day("2026-02-13"), &town.calendar).unwrap().unwrap();
        assert_eq!(clock.promised, day("2026-02-27"));
        assert_eq!(clock.days_left, 5);
    }

    #[test]
    fn every_state_of_a_clock() {
        let town = town();
        let state = |case: &Case, permit: &str, today: &str| {
            part_clock(case, &permit.into(), day(today), &town.calendar).unwrap().unwrap().state
        };
        let case = filed(&town);
        let first = vec!["business-registration".into()];
        assert_eq!(state(&case, "food-business", "2026-03-02"), ClockState::Waiting { permits: first });
        assert_eq!(state(&case, "public-hygiene", "2026-03-09"), ClockState::Running);
        assert_eq!(state(&case, "public-hygiene", "2026-03-11"), ClockState::Late { by: 2, law: false });
        assert_eq!(state(&case, "fire-check", "2026-03-13"), ClockState::Late { by: 8, law: true });
        let asked = noticed(&town, filed(&town));
        let stopped = ClockState::Stopped { since: day("2026-03-04"), why: StopWhy::Notice };
        assert_eq!(state(&asked, "public-hygiene", "2026-03-19"), stopped);
        assert_eq!(state(&decided(&town), "public-hygiene", "2026-09-01"), ClockState::Done { on: day("2026-03-05") });
        assert_eq!(part_clock(&case, &"zoo".into(), day("2026-03-02"), &town.calendar), Ok(None));
        assert_eq!(part_clock(&draft(&town), &"zoo".into(), day("2026-03-02"), &town.calendar), Ok(None));
    }

    #[test]
    fn the_dates_can_be_recomputed_from_the_receipt() {
        let town = town();
        let mut case = filed(&town);
        let hygiene = "public-hygiene".into();
        let sun = |day: &str| on(&town, day, official("sun", "health"));
        town.carry_out(&mut case, &sun("2026-03-03"), |c, d| pause(c, d, &hygiene, test_pause())).unwrap();
        town.carry_out(&mut case, &sun("2026-03-05"), |c, d| resume(c, d, &hygiene)).unwrap();
        town.carry_out(&mut case, &sun("2026-03-06"), |c, d| extend(c, d, &hygiene, day("2026-03-13"), "late results"))
            .unwrap();
        let lines = explain(&case, &hygiene, day("2026-03-06"), &town.calendar).unwrap();
        let (mut starts, mut promise, mut stopped, mut more, mut due) = (None, None, 0, Span::working_days(0), None);
        for line in lines {
            match line {
                ClockLine::Starts { on, .. } => starts = Some(on),
                ClockLine::Promise { span, .. } => promise = Some(span),
                ClockLine::Stopped { working_days, .. } => stopped += working_days,
                ClockLine::Extended { promise_more, .. } => more = promise_more,
                ClockLine::Due { promised, .. } => due = Some(promised),
                _ => {}
            }
        }
        let days = Span::working_days(promise.unwrap().count + stopped + more.count);
        assert_eq!(Some(town.calendar.after(starts.unwrap(), days).unwrap()), due);
        assert_eq!((stopped, case.promised()), (2, Some(day("2026-03-13"))));
        assert!(explain(&case, &"zoo".into(), day("2026-03-06"), &town.calendar).unwrap().is_empty());
    }

    #[test]
    fn a_promise_is_not_made_in_a_year_without_a_calendar() {
        let town = town();
        let case = filed(&town);
        let gap = part_clock(&case, &"public-hygiene".into(), day("2029-01-01"), &town.calendar);
        assert_eq!(gap, Err(CalendarGap { year: 2028 }));
    }

    #[test]
    fn what_is_due_is_done_once() {
        let town = town();
        let due = |case: &Case, day: &str| due_today(case, on(&town, day, Who::Clock).at, &town.calendar).unwrap();
        let case = filed(&town);
        assert_eq!(due(&case, "2026-03-03"), vec![]);
        // A promise that has passed goes to the next level; where the law's limit (the registration's third working day)
        // has passed too, silence does what the law says, and that is all there is to do.
        assert_eq!(
            due(&case, "2026-03-10"),
            vec![
                ClockAct::Accept,
                ClockAct::PassSilence { permit: "business-registration".into(), effect: Silence::Escalate },
                ClockAct::Escalate { permit: "fire-check".into() },
                ClockAct::Escalate { permit: "public-hygiene".into() },
            ]
        );
        assert!(
            due(&case, "2026-03-13")
                .contains(&ClockAct::PassSilence { permit: "fire-check".into(), effect: Silence::Granted })
        );
        let asked = noticed(&town, filed(&town));
        assert!(due(&asked, "2026-03-21").contains(&ClockAct::LapseNotice));
        assert!(!due(&asked, "2026-03-20").contains(&ClockAct::LapseNotice));
        let mut done = decided(&town);
        assert_eq!(due(&done, "2026-03-06"), vec![ClockAct::Issue { version: 1 }]);
        assert!(due(&done, "2031-03-02").contains(&ClockAct::Expire { permit: "shop-sign".into() }));
        let clock = on(&town, "2026-03-06", Who::Clock);
        town.carry_out(&mut done, &clock, |c, d| crate::acts::issue(c, d, "L-1", 1)).unwrap();
        assert_eq!(due(&done, "2026-03-06"), vec![]);
        let health = on(&town, "2026-06-01", official("sun", "health"));
        town.carry_out(&mut done, &health, |c, d| crate::acts::suspend(c, d, &"public-hygiene".into(), to_suspend()))
            .unwrap();
        assert_eq!(due(&done, "2026-06-01"), vec![ClockAct::Issue { version: 2 }]);
    }

    #[test]
    fn two_stops_at_once_are_one_stop() {
        let town = town();
        let mut case = noticed(&town, filed(&town));
        let fire = on(&town, "2026-03-05", official("qian", "fire-rescue"));
        town.carry_out(&mut case, &fire, |c, d| crate::acts::grant(c, d, &"fire-check".into(), right("X"))).unwrap();
        // A stop under the law cannot be added to a part that stands still already.
        let health = on(&town, "2026-03-05", official("sun", "health"));
        assert!(pause(&case, &health, &"public-hygiene".into(), test_pause()).is_err());
        assert_eq!(joint_limit(&case, &town.calendar).unwrap().unwrap().0, day("2026-05-08"));
        let nobody = on(&town, "2026-03-05", person());
        assert!(pause(&case, &nobody, &"public-hygiene".into(), test_pause()).is_err());
    }
}
