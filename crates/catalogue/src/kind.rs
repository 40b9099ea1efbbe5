//! The kinds of things a catalogue defines, and where each of them stands.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::Place;

/// What a name is the name of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    City,
    Law,
    Authority,
    Register,
    Section,
    Fact,
    Evidence,
    Parameter,
    Permit,
    Duty,
    Ban,
    Event,
    Sector,
    /// Words on the paper of the licence.
    Saying,
}

impl Kind {
    pub const ALL: [Kind; 14] = [
        Kind::City,
        Kind::Law,
        Kind::Authority,
        Kind::Register,
        Kind::Section,
        Kind::Fact,
        Kind::Evidence,
        Kind::Parameter,
        Kind::Permit,
        Kind::Duty,
        Kind::Ban,
        Kind::Event,
        Kind::Sector,
        Kind::Saying,
    ];

    /// The word in sentences, which is also the key that names a definition: `permit`.
    pub fn noun(self) -> &'static str {
        match self {
            Kind::City => "city",
            Kind::Law => "law",
            Kind::Authority => "authority",
            Kind::Register => "register",
            Kind::Section => "section",
            Kind::Fact => "fact",
            Kind::Evidence => "evidence",
            Kind::Parameter => "parameter",
            Kind::Permit => "permit",
            Kind::Duty => "duty",
            Kind::Ban => "ban",
            Kind::Event => "event",
            Kind::Sector => "sector",
            Kind::Saying => "saying",
        }
    }
}

/// A noun with its article.
pub(crate) fn a(noun: &str) -> String {
    let article = if noun.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
    format!("{article} {noun}")
}

/// Where every definition stands, so that pages, editors and reviews can point at it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Places(BTreeMap<(Kind, String), Place>);

impl Places {
    pub(crate) fn keep(&mut self, kind: Kind, name: &str, place: Place) {
        self.0.entry((kind, name.to_owned())).or_insert(place);
    }

    /// The same definitions with every place turned into another.
    pub(crate) fn moved(self, to: impl Fn(&Place) -> Place) -> Self {
        Places(self.0.into_iter().map(|(name, place)| (name, to(&place))).collect())
    }

    pub fn get(&self, kind: Kind, name: &str) -> Option<&Place> {
        self.0.get(&(kind, name.to_owned()))
    }

    pub fn iter(&self) -> impl Iterator<Item = (Kind, &str, &Place)> {
        self.0.iter().map(|((kind, name), place)| (*kind, name.as_str(), place))
    }
}

/// Parameters are called `param.NAME` in conditions.
pub(crate) const PARAMETER_PREFIX: &str = "param.";
