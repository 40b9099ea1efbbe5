//! The written form of events, by version: one line of JSON each. Old versions decode for ever.
//!
//! Version 1: `{"v":1,"seq":…,"at":{"at_us":…,"day":…},"by":…,"event":…}`. The shapes of `by` and `event` are those of
//! [`Who`] and [`Event`] in kebab case; the examples under `tests/casework/records/v1` hold them still.

use serde::{Deserialize, Serialize};

use crate::event::{Event, Recorded};
use crate::who::{Moment, Who};

/// Why a text is not an event we can read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unreadable {
    /// Not JSON, or without a version.
    NotARecord(String),
    /// Written by a later program: read it with that.
    UnknownVersion { found: u64, newest: u64 },
    /// The version is known and the rest does not fit it.
    Damaged { version: u64, why: String },
}

impl std::fmt::Display for Unreadable {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Unreadable::NotARecord(why) => write!(f, "this is not a record of an event: {why}"),
            Unreadable::UnknownVersion { found, newest } => {
                write!(f, "this event was written in version {found}; this program reads versions up to {newest}")
            }
            Unreadable::Damaged { version, why } => write!(f, "this event of version {version} is damaged: {why}"),
        }
    }
}

impl std::error::Error for Unreadable {}

const NEWEST: u64 = 1;

#[derive(Deserialize)]
struct Version {
    v: u64,
}

#[derive(Serialize)]
struct WrittenV1<'a> {
    v: u64,
    seq: u64,
    at: Moment,
    by: &'a Who,
    event: &'a Event,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ReadV1 {
    #[serde(rename = "v")]
    _v: u64,
    seq: u64,
    at: Moment,
    by: Who,
    event: Event,
}

/// One line of JSON; the same event gives the same bytes.
pub fn write(recorded: &Recorded) -> String {
    let Recorded { seq, at, by, event } = recorded;
    let written = WrittenV1 { v: NEWEST, seq: *seq, at: *at, by, event };
    // Every type here has text keys and no floats of its own, so that serialising cannot fail.
    serde_json::to_string(&written).unwrap_or_default()
}

pub fn read(text: &str) -> Result<Recorded, Unreadable> {
    let version: Version = serde_json::from_str(text).map_err(|e| Unreadable::NotARecord(e.to_string()))?;
    match version.v {
        1 => {
            let ReadV1 { seq, at, by, event, .. } =
                serde_json::from_str(text).map_err(|e| Unreadable::Damaged { version: 1, why: e.to_string() })?;
            Ok(Recorded { seq, at, by, event })
        }
        found => Err(Unreadable::UnknownVersion { found, newest: NEWEST }),
    }
}
