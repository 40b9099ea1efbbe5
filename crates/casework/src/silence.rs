//! The receipt of a silence: everything the law's limit was computed from, so that anybody can compute it again.

use catalogue::Silence;
use rules::{Calendar, CalendarGap, Day, Span};
use serde::{Deserialize, Serialize};

use crate::case::{Part, Stop, StopWhy};
use crate::clock::law_limit;

/// Kept with the event, so that it needs neither the case nor a catalogue: only the working days of the city.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SilenceReceipt {
    /// The law's time, in its own unit; its first day is not counted.
    pub within: Span,
    /// The day the clock of the permit began.
    pub starts: Day,
    /// Time that did not count.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub stopped: Vec<StoppedDays>,
    /// The one extension: the day it was taken on, and what it added to the law's limit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub extended: Option<MoreTime>,
    /// The last day on which a decision was in time.
    pub limit: Day,
    /// The day on which nobody had decided.
    pub passed: Day,
    /// What the law makes of it.
    pub effect: Silence,
}

/// The days after `since` up to and including `until`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoppedDays {
    pub since: Day,
    pub until: Day,
    /// Whether the clock went on that day, or another stop still lasted.
    pub went_on: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MoreTime {
    pub on: Day,
    pub more: Span,
}

impl SilenceReceipt {
    /// Of a part whose clock runs.
    pub(crate) fn of(part: &Part, starts: Day, limit: Day, passed: Day) -> SilenceReceipt {
        let stopped = part
            .stops
            .iter()
            .filter_map(|stop| Some(StoppedDays { since: stop.since, until: stop.until?, went_on: stop.went_on }));
        SilenceReceipt {
            within: part.plan.within,
            starts,
            stopped: stopped.collect(),
            extended: part.extension.as_ref().map(|e| MoreTime { on: e.on, more: e.law_more }),
            limit,
            passed,
            effect: part.plan.on_silence,
        }
    }

    /// The limit computed again from what the receipt says, under the working days of the city.
    pub fn recompute(&self, calendar: &Calendar) -> Result<Day, CalendarGap> {
        let stops: Vec<Stop> = self
            .stopped
            .iter()
            .map(|stopped| Stop {
                why: StopWhy::Notice,
                since: stopped.since,
                until: Some(stopped.until),
                expected_until: None,
                went_on: stopped.went_on,
            })
            .collect();
        let extended = self.extended.as_ref().map(|extended| (extended.on, extended.more));
        law_limit(self.starts, self.within, extended, &stops, self.passed, calendar)
    }

    /// Whether it says what follows from it: the limit is the one it gives, and it had passed.
    pub fn holds(&self, calendar: &Calendar) -> Result<bool, CalendarGap> {
        Ok(self.recompute(calendar)? == self.limit && self.passed > self.limit)
    }
}
