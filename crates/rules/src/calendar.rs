//! Working days of a city: weekends, public holidays, and weekend days that are made up for (调休).
//!
//! Counting follows the example city's rules: the first day is not counted, and a period that ends on a day off
//! ends on the next working day.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use crate::{Day, DayUnit, Span};

/// One published year: which weekdays are off, which weekend days are worked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Year {
    pub off: BTreeSet<Day>,
    pub work: BTreeSet<Day>,
}

/// The published years of one city. A year that is not published is unknown, never guessed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Calendar {
    years: BTreeMap<i16, Year>,
}

/// The calendar of a year was needed and is not published yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CalendarGap {
    pub year: i16,
}

impl fmt::Display for CalendarGap {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the calendar of {} is not published yet, so a date in that year cannot be promised", self.year)
    }
}

impl Calendar {
    pub fn new(years: BTreeMap<i16, Year>) -> Self {
        Calendar { years }
    }

    pub fn years(&self) -> &BTreeMap<i16, Year> {
        &self.years
    }

    /// Whether people work on this day.
    pub fn is_working(&self, day: Day) -> Result<bool, CalendarGap> {
        let year = self.years.get(&day.year()).ok_or(CalendarGap { year: day.year() })?;
        Ok(year.work.contains(&day) || (!day.is_weekend() && !year.off.contains(&day)))
    }

    /// A weekend day that is worked, so that people can be told.
    pub fn is_made_up(&self, day: Day) -> bool {
        self.years.get(&day.year()).is_some_and(|year| year.work.contains(&day))
    }

    /// This day, or the first working day after it.
    pub fn working_from(&self, mut day: Day) -> Result<Day, CalendarGap> {
        while !self.is_working(day)? {
            day = beside(day, 1)?;
        }
        Ok(day)
    }

    /// The next working day, strictly later.
    pub fn next_working(&self, day: Day) -> Result<Day, CalendarGap> {
        self.working_from(beside(day, 1)?)
    }

    /// The last day of a period that begins on `start`; `start` itself is not counted.
    /// A period that ends on a day off ends on the next working day.
    pub fn after(&self, start: Day, span: Span) -> Result<Day, CalendarGap> {
        match span.unit {
            DayUnit::Working => {
                let mut day = start;
                for _ in 0..span.count {
                    day = self.next_working(day)?;
                }
                Ok(day)
            }
            DayUnit::Calendar if span.count == 0 => Ok(start),
            DayUnit::Calendar => self.working_from(start.plus_days(i64::from(span.count))),
            DayUnit::Months | DayUnit::Years => self.working_from(self.plus(start, span)),
        }
    }

    /// The last day on which something can be done so that `span` still lies before `end`.
    /// Days are counted backwards from `end`, which is not counted itself.
    pub fn before(&self, end: Day, span: Span) -> Result<Day, CalendarGap> {
        match span.unit {
            DayUnit::Working => {
                let mut day = end;
                for _ in 0..span.count {
                    day = beside(day, -1)?;
                    while !self.is_working(day)? {
                        day = beside(day, -1)?;
                    }
                }
                Ok(day)
            }
            DayUnit::Calendar => Ok(end.plus_days(-i64::from(span.count))),
            DayUnit::Months => Ok(end.plus_months(-months(span.count))),
            DayUnit::Years => Ok(end.plus_months(-months(span.count.saturating_mul(12)))),
        }
    }

    /// How many working days lie after `start` up to and including `end`; zero when `end` is not later.
    pub fn working_days_between(&self, start: Day, end: Day) -> Result<u32, CalendarGap> {
        let mut count = 0;
        let mut day = start;
        while day < end {
            day = day.plus_days(1);
            if self.is_working(day)? {
                count += 1;
            }
        }
        Ok(count)
    }

    /// The end of a validity: months and years by the calendar, days as they come. Needs no published year.
    pub fn plus(&self, start: Day, span: Span) -> Day {
        match span.unit {
            DayUnit::Months => start.plus_months(months(span.count)),
            DayUnit::Years => start.plus_months(months(span.count.saturating_mul(12))),
            DayUnit::Working | DayUnit::Calendar => start.plus_days(i64::from(span.count)),
        }
    }
}

/// The day before or after. Days end with the year 9999 and stand still there, which no calendar reaches.
fn beside(day: Day, by: i64) -> Result<Day, CalendarGap> {
    match day.plus_days(by) {
        next if next == day => Err(CalendarGap { year: day.year() + if by < 0 { -1 } else { 1 } }),
        next => Ok(next),
    }
}

fn months(count: u32) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX)
}
