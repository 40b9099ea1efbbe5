//! A length of time as a law writes it: so many working days, calendar days, months or years.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// The unit a law counts in; the text's own unit is kept, never converted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DayUnit {
    /// Working days, 工作日: `wd`.
    Working,
    /// Calendar days, 日: `d`.
    Calendar,
    /// Months: `m`.
    Months,
    /// Years: `y`.
    Years,
}

/// A length such as `10 wd`, `20 d`, `6 m`, `5 y`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Span {
    pub count: u32,
    pub unit: DayUnit,
}

impl Span {
    pub const fn working_days(count: u32) -> Self {
        Span { count, unit: DayUnit::Working }
    }

    pub const fn calendar_days(count: u32) -> Self {
        Span { count, unit: DayUnit::Calendar }
    }

    /// Nothing to wait for: decided at once.
    pub fn is_at_once(self) -> bool {
        self.count == 0
    }
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let unit = match self.unit {
            DayUnit::Working => "wd",
            DayUnit::Calendar => "d",
            DayUnit::Months => "m",
            DayUnit::Years => "y",
        };
        write!(f, "{} {unit}", self.count)
    }
}

impl FromStr for Span {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || format!("`{text}` is not a length of time; write `10 wd`, `20 d`, `6 m` or `5 y`");
        let text_trimmed = text.trim();
        let split = text_trimmed.find(|c: char| !c.is_ascii_digit()).ok_or_else(wrong)?;
        let count = text_trimmed[..split].parse().map_err(|_| wrong())?;
        let unit = match text_trimmed[split..].trim() {
            "wd" => DayUnit::Working,
            "d" => DayUnit::Calendar,
            "m" => DayUnit::Months,
            "y" => DayUnit::Years,
            _ => return Err(wrong()),
        };
        Ok(Span { count, unit })
    }
}

impl TryFrom<String> for Span {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

impl From<Span> for String {
    fn from(span: Span) -> String {
        span.to_string()
    }
}
