//! How many calendar days a length lasts in any calendar: between lengths of different units only what is certain is said.

use rules::{DayUnit, Span};

/// When no day is off.
pub(super) fn at_least(span: Span) -> u64 {
    let days = match span.unit {
        DayUnit::Working | DayUnit::Calendar => 1,
        DayUnit::Months => 28,
        DayUnit::Years => 365,
    };
    u64::from(span.count) * days
}

/// With every weekend and the longest holidays in it.
pub(super) fn at_most(span: Span) -> u64 {
    let days = match span.unit {
        DayUnit::Working => 2,
        DayUnit::Calendar => 1,
        DayUnit::Months => 31,
        DayUnit::Years => 366,
    };
    u64::from(span.count) * days
}
