//! A day of the civil calendar, without a time and without a zone.

use std::fmt;
use std::str::FromStr;

use jiff::civil::{Date, Weekday};
use serde::{Deserialize, Serialize};

/// A civil day, written `2026-03-02` (ISO 8601) everywhere: definitions, events, columns, addresses.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Day(Date);

/// A month of the civil calendar; the month key of the vault is named by it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month {
    pub year: i16,
    pub month: i8,
}

/// From one end of all days to the other: the years from -9999 to 9999.
const ALL_DAYS: i64 = 7_304_484;
const ALL_MONTHS: i32 = 239_976;

impl Day {
    /// The day `year`-`month`-`day`, or nothing when there is no such day (31 June).
    pub fn new(year: i16, month: i8, day: i8) -> Option<Self> {
        Date::new(year, month, day).ok().map(Day)
    }

    pub fn year(self) -> i16 {
        self.0.year()
    }

    /// 1 to 12.
    pub fn month(self) -> i8 {
        self.0.month()
    }

    /// 1 to 31.
    pub fn day_of_month(self) -> i8 {
        self.0.day()
    }

    /// 1 is Monday, 7 is Sunday.
    pub fn weekday(self) -> i8 {
        self.0.weekday().to_monday_one_offset()
    }

    pub fn is_weekend(self) -> bool {
        matches!(self.0.weekday(), Weekday::Saturday | Weekday::Sunday)
    }

    /// The day `days` later (earlier when negative); stays at the end of the calendar when it would leave it.
    pub fn plus_days(self, days: i64) -> Self {
        let span = jiff::Span::new().days(days.clamp(-ALL_DAYS, ALL_DAYS));
        Day(self.0.saturating_add(span))
    }

    /// The same day `months` later; 31 January plus one month is the last day of February.
    pub fn plus_months(self, months: i32) -> Self {
        let span = jiff::Span::new().months(months.clamp(-ALL_MONTHS, ALL_MONTHS));
        Day(self.0.saturating_add(span))
    }

    /// How many days lie between: positive when `other` is later.
    pub fn days_until(self, other: Day) -> i64 {
        i64::from((other.0 - self.0).get_days())
    }

    pub fn month_of_year(self) -> Month {
        Month { year: self.year(), month: self.month() }
    }

    /// Whole years of age on `today` for somebody born on this day.
    pub fn age_on(self, today: Day) -> i32 {
        let years = i32::from(today.year()) - i32::from(self.year());
        let had_birthday = (today.month(), today.day_of_month()) >= (self.month(), self.day_of_month());
        if had_birthday { years } else { years - 1 }
    }

    pub fn date(self) -> Date {
        self.0
    }
}

impl From<Date> for Day {
    fn from(date: Date) -> Self {
        Day(date)
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year(), self.month(), self.day_of_month())
    }
}

impl fmt::Debug for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for Day {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        text.parse::<Date>().map(Day).map_err(|_| format!("`{text}` is not a day; write it like 2026-03-02"))
    }
}

impl TryFrom<String> for Day {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

impl From<Day> for String {
    fn from(day: Day) -> String {
        day.to_string()
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year, self.month)
    }
}
