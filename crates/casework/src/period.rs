//! Counting a period that stands still in between, in the unit of its law.

use rules::{Calendar, CalendarGap, Day, DayUnit, Span};

use crate::case::Stop;

/// The end of a period that begins on `start` and does not count stopped days. A stop that lasts is counted to `today`.
pub(crate) fn walk(
    start: Day,
    span: Span,
    stops: &[Stop],
    today: Day,
    calendar: &Calendar,
) -> Result<Day, CalendarGap> {
    rest(count(start, span, stops, today, calendar)?, stops, today, calendar)
}

fn is_stopped(day: Day, stops: &[Stop], today: Day) -> bool {
    stops.iter().any(|s| s.since < day && day <= s.until.unwrap_or(today))
}

/// Working days after `from` up to and including `to` on which the clock did not stand still.
pub(crate) fn counted(from: Day, to: Day, stops: &[Stop], today: Day, calendar: &Calendar) -> Result<u32, CalendarGap> {
    let (mut day, mut count) = (from, 0);
    while day < to {
        day = day.plus_days(1);
        if calendar.is_working(day)? && !is_stopped(day, stops, today) {
            count += 1;
        }
    }
    Ok(count)
}

/// The last day of the period, before it is asked what it was stopped by on that day.
pub(crate) fn count(
    start: Day,
    span: Span,
    stops: &[Stop],
    today: Day,
    calendar: &Calendar,
) -> Result<Day, CalendarGap> {
    let stopped = |day: Day| is_stopped(day, stops, today);
    match span.unit {
        _ if span.is_at_once() => Ok(start),
        DayUnit::Working => {
            let (mut day, mut counted) = (start, 0);
            while counted < span.count {
                day = calendar.next_working(day)?;
                if !stopped(day) {
                    counted += 1;
                }
            }
            Ok(day)
        }
        // Counted in days as they come, with the same rule; the end falls on a working day that counts.
        DayUnit::Calendar => {
            let (mut day, mut counted) = (start, 0);
            while counted < span.count {
                day = day.plus_days(1);
                if !stopped(day) {
                    counted += 1;
                }
            }
            while stopped(day) || !calendar.is_working(day)? {
                day = day.plus_days(1);
            }
            Ok(day)
        }
        // Months and years have no days of their own to skip: their end moves by the stopped days before it, and falls on
        // a working day that counts, as the end of days does.
        DayUnit::Months | DayUnit::Years => {
            let (mut day, mut end) = (start, calendar.plus(start, span));
            while day < end {
                day = day.plus_days(1);
                if stopped(day) {
                    end = end.plus_days(1);
                }
            }
            while stopped(end) || !calendar.is_working(end)? {
                end = end.plus_days(1);
            }
            Ok(end)
        }
    }
}

/// Something that was stopped on the very day it was due is due on the day it goes on: the rest of that last day, or of
/// the day for what is decided at once, is not lost.
pub(crate) fn rest(due: Day, stops: &[Stop], today: Day, calendar: &Calendar) -> Result<Day, CalendarGap> {
    let stopped = |day: Day| is_stopped(day, stops, today);
    // Two stops that touch are not one when the clock went on in between: what was won on a day off is kept.
    let went_on = |day: Day| stops.iter().any(|stop| stop.went_on && stop.until == Some(day));
    let mut day = due;
    while stopped(day.plus_days(1)) {
        day = day.plus_days(1);
        while stopped(day.plus_days(1)) && !went_on(day) {
            day = day.plus_days(1);
        }
        if !calendar.is_working(day)? {
            // It goes on on a day off: due on the next day that is worked and counts.
            while stopped(day) || !calendar.is_working(day)? {
                day = day.plus_days(1);
            }
        }
    }
    Ok(day)
}

#[cfg(test)]
mod tests {
    use super::walk;
    use crate::case::{Stop, StopWhy};
    use crate::specimen::{day, town};

    #[test]
    fn a_stop_gives_back_its_days_in_the_unit_of_the_law() {
        let town = town();
        let stop = |since: &str, until: &str| {
            vec![Stop {
                why: StopWhy::Notice,
                since: day(since),
                until: Some(day(until)),
                expected_until: None,
                went_on: true,
            }]
        };
        let due = |span: &str, stops: &[Stop]| {
            walk(day("2026-03-02"), span.parse().unwrap(), stops, day("2026-12-01"), &town.calendar).unwrap()
        };
        // Monday to Friday of the same week; two working days stopped end on Tuesday.
        assert_eq!(due("4 wd", &[]), day("2026-03-06"));
        assert_eq!(due("4 wd", &stop("2026-03-03", "2026-03-05")), day("2026-03-10"));
        // Stopped over a weekend: only its working days count for working days.
        assert_eq!(due("4 wd", &stop("2026-03-05", "2026-03-09")), day("2026-03-10"));
        // Calendar days count every day, and end on a working day.
        assert_eq!(due("10 d", &[]), day("2026-03-12"));
        assert_eq!(due("10 d", &stop("2026-03-05", "2026-03-09")), day("2026-03-16"));
        assert_eq!(due("1 m", &[]), day("2026-04-02"));
        // Moved by four days it would end on Monday 6 April, a holiday.
        assert_eq!(due("1 m", &stop("2026-03-05", "2026-03-09")), day("2026-04-07"));
        // Stopped on its very last day it is due on the day it goes on, or on the next that is worked and counts.
        assert_eq!(due("4 wd", &stop("2026-03-06", "2026-03-10")), day("2026-03-10"));
        assert_eq!(due("4 wd", &stop("2026-03-06", "2026-03-07")), day("2026-03-09"));
        assert_eq!(due("0 d", &stop("2026-03-02", "2026-03-04")), day("2026-03-04"));
        assert_eq!(due("1 m", &stop("2026-04-02", "2026-04-08")), day("2026-04-08"));
        let twice = [stop("2026-03-06", "2026-03-07"), stop("2026-03-08", "2026-03-10")].concat();
        assert_eq!(due("4 wd", &twice), day("2026-03-11"));
        // Answered on a Saturday and asked again the same day: Monday was won and is given back behind the second stop.
        let touching = [stop("2026-03-06", "2026-03-07"), stop("2026-03-07", "2026-03-10")].concat();
        assert_eq!(due("4 wd", &touching), day("2026-03-11"));
        // Where the clock did not go on in between, both are one stop.
        let mut one = touching;
        one[0].went_on = false;
        assert_eq!(due("4 wd", &one), day("2026-03-10"));
        // Five calendar days end on a Saturday; stopped on it, they end on the first worked day after the stop.
        assert_eq!(due("5 d", &stop("2026-03-07", "2026-03-10")), day("2026-03-11"));
        // A stop that lies after the end changes nothing.
        assert_eq!(due("4 wd", &stop("2026-03-10", "2026-03-20")), day("2026-03-06"));
        assert_eq!(due("0 d", &[]), day("2026-03-02"));
    }
}
