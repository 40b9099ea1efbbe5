//! What a licence says: one holder, one place, and every permit inside with its own authority, number and dates.

use std::collections::BTreeMap;

use rules::Day;
use serde::{Deserialize, Serialize};

use crate::code::Code;

/// Text for people, by language.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Words(pub BTreeMap<String, String>);

impl Words {
    /// Words in English and Chinese, the two languages the paper itself can speak.
    pub fn of(en: &str, zh: &str) -> Self {
        Words([("en", en), ("zh", zh)].map(|(k, v)| (k.to_owned(), v.to_owned())).into())
    }

    /// The text in `language` (`zh-Hans` falls back to `zh`), else in English, else in any; at worst empty.
    pub fn say(&self, language: &str) -> &str {
        let base = language.split('-').next().unwrap_or(language);
        [language, base, "en"]
            .iter()
            .find_map(|l| self.0.get(*l))
            .or_else(|| self.0.values().next())
            .map_or("", String::as_str)
    }
}

impl From<BTreeMap<String, String>> for Words {
    fn from(words: BTreeMap<String, String>) -> Self {
        Words(words)
    }
}

/// The comprehensive licence of one holder at one place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Licence {
    pub number: String,
    /// What people type when they cannot scan.
    pub code: Code,
    pub city: Words,
    pub issuer: Words,
    pub holder: String,
    #[serde(default)]
    pub credit_code: Option<String>,
    pub trade_name: String,
    pub premises: String,
    pub district: Words,
    pub sector: Words,
    /// The sector as the definitions name it; it is what goes into the signed claims.
    #[serde(default)]
    pub sector_id: String,
    pub issued_on: Day,
    /// 1 for the first paper; one more each time the same licence is printed with other content.
    pub version: u32,
    pub parts: Vec<Part>,
    /// What its sector has to do at this place although nobody decides about it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub duties: Vec<Duty>,
    /// What is looked at in a visit.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub checks: Vec<Words>,
    /// A sample without legal force: marked on paper, in the claims and in every verdict.
    pub specimen: bool,
}

/// Something that must be done and that nobody decides.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Duty {
    pub name: Words,
    pub tells: Words,
    /// The law it comes from, as people cite it; empty where it was not read.
    #[serde(default)]
    pub law: Words,
}

/// One permit inside the licence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// The id of the permit in the definitions.
    pub permit: String,
    pub name: Words,
    pub authority: Words,
    pub authority_id: String,
    pub kind: PartKind,
    pub number: String,
    /// What it allows: a label and a value each.
    pub scope: Vec<(Words, Words)>,
    pub conditions: Vec<Words>,
    pub from: Day,
    /// The last day on which it is valid; nothing when it has no end.
    #[serde(default)]
    pub until: Option<Day>,
    pub state: PartState,
    /// From this day on it has another state: a measure that was announced and has not begun.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub then: Option<(Day, PartState)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PartKind {
    Licence,
    Registration,
    Filing,
    Upload,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PartState {
    #[default]
    Valid,
    Suspended,
    Revoked,
    Expired,
    Withdrawn,
}

/// Whether the holder may rely on the licence on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Standing {
    Valid,
    ValidInPart,
    NotValid,
}

/// Whether one part may be relied on, and why not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "standing", content = "day")]
pub enum PartStanding {
    Valid,
    /// Begins on this later day.
    NotYet(Day),
    /// The last valid day, when there was one; a part can also have been ended as expired without a date.
    Expired(Option<Day>),
    Suspended,
    Revoked,
    Withdrawn,
}

impl PartStanding {
    /// By recorded state first, then by dates. Both `from` and `until` are days on which the part is valid.
    pub fn on(day: Day, state: PartState, from: Day, until: Option<Day>) -> Self {
        match state {
            PartState::Suspended => PartStanding::Suspended,
            PartState::Revoked => PartStanding::Revoked,
            PartState::Withdrawn => PartStanding::Withdrawn,
            PartState::Expired => PartStanding::Expired(until),
            PartState::Valid => match until {
                Some(last) if last < day => PartStanding::Expired(Some(last)),
                _ if day < from => PartStanding::NotYet(from),
                _ => PartStanding::Valid,
            },
        }
    }
}

impl Standing {
    /// All valid, some valid, none valid. No parts at all means nothing is allowed.
    pub fn over(parts: impl IntoIterator<Item = PartStanding>) -> Self {
        let (mut valid, mut other) = (false, false);
        for part in parts {
            match part {
                PartStanding::Valid => valid = true,
                _ => other = true,
            }
        }
        match (valid, other) {
            (true, false) => Standing::Valid,
            (true, true) => Standing::ValidInPart,
            (false, _) => Standing::NotValid,
        }
    }
}

impl Part {
    pub fn standing_on(&self, day: Day) -> PartStanding {
        let state = match self.then {
            Some((from, state)) if from <= day => state,
            _ => self.state,
        };
        PartStanding::on(day, state, self.from, self.until)
    }
}

impl Licence {
    /// The trade name, or the holder where there is none.
    pub fn name_on_the_door(&self) -> &str {
        if self.trade_name.trim().is_empty() { &self.holder } else { &self.trade_name }
    }

    pub fn standing_on(&self, day: Day) -> Standing {
        Standing::over(self.parts.iter().map(|part| part.standing_on(day)))
    }
}

/// What the page that asks the city itself shows: the present state of every part, not the one on paper.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CurrentState {
    pub on: Day,
    pub standing: Standing,
    /// In the order of the licence's parts.
    pub parts: Vec<PartStanding>,
    /// The next day on which a valid part would end.
    pub next_end: Option<Day>,
    /// The next day on which a part begins.
    pub next_start: Option<Day>,
    pub specimen: bool,
}

impl CurrentState {
    pub fn of(licence: &Licence, today: Day) -> Self {
        let parts: Vec<PartStanding> = licence.parts.iter().map(|part| part.standing_on(today)).collect();
        let valid = licence.parts.iter().zip(&parts).filter(|(_, s)| **s == PartStanding::Valid);
        CurrentState {
            on: today,
            standing: Standing::over(parts.iter().copied()),
            next_end: valid.filter_map(|(part, _)| part.until).min(),
            next_start: parts
                .iter()
                .filter_map(|s| if let PartStanding::NotYet(day) = s { Some(*day) } else { None })
                .min(),
            parts,
            specimen: licence.specimen,
        }
    }
}
