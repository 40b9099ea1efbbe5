//! Who does something to a case, and when: ids, hands and moments.

use catalogue::AuthorityId;
use rules::{Calendar, Day};
use serde::{Deserialize, Serialize};

macro_rules! opaque_ids {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            pub fn new(id: impl Into<String>) -> Self { $name(id.into()) }
            pub fn as_str(&self) -> &str { &self.0 }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { f.write_str(&self.0) }
        }

        impl From<&str> for $name {
            fn from(id: &str) -> Self { $name(id.to_owned()) }
        }
    )*};
}

opaque_ids! {
    /// One running journey; says nothing about its content.
    CaseId,
    OfficialId,
    /// The subject whose personal facts are sealed: an applicant.
    PersonId,
    /// Keyed fingerprint of a paper, hexadecimal; in cases of the first time its SHA-256.
    PaperHash,
    /// One power of attorney, unique within its case.
    MandateId,
    /// One point of the notice, unique within its case.
    PointId,
}

/// Whose hand it was. Kept with every event for ever.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Who {
    Applicant(PersonId),
    Official {
        id: OfficialId,
        authority: AuthorityId,
    },
    /// A window clerk for a person who is present: "entered by", for ever.
    Clerk {
        id: OfficialId,
        window: String,
        for_person: PersonId,
    },
    /// Somebody whom the applicant gave a power of attorney: within its scope, until its last day.
    Agent {
        person: PersonId,
        for_person: PersonId,
        mandate: MandateId,
    },
    /// The one named representative of the case.
    Representative {
        id: OfficialId,
    },
    /// Nobody: the law or a rule did it because the day had come.
    Clock,
}

impl Who {
    /// The person who speaks here: directly, through a clerk or through an agent.
    pub fn person(&self) -> Option<&PersonId> {
        match self {
            Who::Applicant(person) | Who::Clerk { for_person: person, .. } | Who::Agent { for_person: person, .. } => {
                Some(person)
            }
            _ => None,
        }
    }

    pub fn official(&self) -> Option<&OfficialId> {
        match self {
            Who::Official { id, .. } | Who::Clerk { id, .. } | Who::Representative { id } => Some(id),
            _ => None,
        }
    }
}

/// A moment and the civil day it falls on in the city; the day is what deadlines count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Moment {
    /// Microseconds since 1970-01-01 UTC.
    pub at_us: i64,
    pub day: Day,
}

impl Moment {
    pub fn minutes_later(self, minutes: u32) -> i64 {
        self.at_us.saturating_add(i64::from(minutes) * 60_000_000)
    }
}

/// What every act needs to know besides the case: whose hand, when, and the city's working days.
#[derive(Clone, Debug)]
pub struct Deed<'a> {
    pub by: Who,
    pub at: Moment,
    pub calendar: &'a Calendar,
}

impl Deed<'_> {
    pub fn today(&self) -> Day {
        self.at.day
    }
}
