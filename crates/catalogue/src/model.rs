//! The checked nouns of a catalogue: valid by construction, read by every later room.
//!
//! Built by the compiler of this room only. Everything here holds on one day: [`crate::Catalogue::as_of`] chose it.

use std::collections::BTreeMap;
use std::sync::Arc;

use rules::{Condition, Day, FactId, Span, Type};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// Readable ids minted by authors.
macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(Arc<str>);

        impl $name {
            pub fn new(id: impl Into<String>) -> Self { $name(id.into().into()) }
            pub fn as_str(&self) -> &str { &self.0 }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { f.write_str(&self.0) }
        }

        impl From<&str> for $name {
            fn from(id: &str) -> Self { $name(id.into()) }
        }
    )*};
}

ids! {
    /// `food-business`
    PermitId,
    /// `market-regulation`
    AuthorityId,
    /// `floor-plan`
    EvidenceId,
    /// `open-restaurant`
    EventId,
    /// `real-estate`
    RegisterId,
    /// `premises`
    SectionId,
    DutyId,
    BanId,
    /// `restaurant`, a sector of the comprehensive licence
    SectorId,
    /// `FSL`
    LawId,
}

/// Text for people in every language of the city; copies share it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Words(pub Arc<BTreeMap<String, String>>);

impl Words {
    /// The text in `language`, or in any language there is; never a panic, at worst empty.
    pub fn say(&self, language: &str) -> &str {
        self.0.get(language).or_else(|| self.0.values().next()).map_or("", String::as_str)
    }
}

/// Whether the article was read or only remembered. What is recalled is never shown to applicants as law.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Confidence {
    Checked,
    Recalled,
}

/// A citation: law, article when there is one, and whether it was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Citation {
    pub law: LawId,
    pub article: Option<Arc<str>>,
    pub confidence: Confidence,
}

#[derive(Clone, Debug)]
pub struct City {
    pub id: String,
    pub name: Words,
    pub time_zone: String,
    pub languages: Vec<String>,
    pub issuer: AuthorityId,
    pub help_line: String,
    pub districts: Vec<(String, Words)>,
    pub district_fact: FactId,
    pub procedure: Procedure,
}

/// Periods of the procedure that hold for every permit of the city.
#[derive(Clone, Debug)]
pub struct Procedure {
    pub basket: Span,
    pub notice: Span,
    pub notice_law: Citation,
    pub answer: Span,
    pub joint: Span,
    pub joint_law: Citation,
    pub stop_law: Citation,
    pub undo_minutes: u32,
    /// How long a case is kept after its end, and the articles for keeping it and for erasing it then. Nothing: a filed case
    /// is never erased.
    pub keep: Option<Keep>,
    /// Appeals against a refusal; nothing: at any time, and heard without a limit.
    pub appeals: Option<Appeals>,
    /// Says that a renewal asked for in time counts as granted when nobody has decided by the last day of validity.
    pub renewal_law: Option<Citation>,
}

#[derive(Clone, Debug)]
pub struct Appeals {
    /// After the refusal.
    pub within: Span,
    /// After the appeal, for the authority above.
    pub decide: Span,
    pub law: Citation,
}

#[derive(Clone, Debug)]
pub struct Keep {
    pub span: Span,
    pub law: Citation,
    pub erase_law: Citation,
}

#[derive(Clone, Debug)]
pub struct Law {
    pub id: LawId,
    pub name: Words,
    pub version: Option<String>,
    pub source: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    Street,
    District,
    City,
}

#[derive(Clone, Debug)]
pub struct Authority {
    pub id: AuthorityId,
    pub name: Words,
    pub short: Words,
    pub level: Level,
    pub icon: String,
    pub superior: Option<AuthorityId>,
}

#[derive(Clone, Debug)]
pub struct Register {
    pub id: RegisterId,
    pub name: Words,
    pub kept_by: AuthorityId,
}

#[derive(Clone, Debug)]
pub struct Section {
    pub id: SectionId,
    pub name: Words,
    pub icon: String,
}

/// How a fact is written and checked, beyond its type in conditions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FactKind {
    YesNo,
    Choice,
    Choices,
    /// Any decimal.
    Number,
    /// A whole number of things or people.
    Count,
    /// Square metres, two decimals.
    Area,
    /// Metres, two decimals.
    Length,
    /// Yuan, two decimals.
    Money,
    Day,
    Text,
    LongText,
    PersonName,
    Phone,
    Email,
    /// Unified social credit code (GB 32100-2015).
    CreditCode,
    /// Resident identity number (GB 11643).
    ResidentId,
    Address,
    /// Opening hours such as `10:00-22:00`.
    Hours,
    Rows,
}

#[derive(Clone, Debug)]
pub struct Choice {
    pub id: String,
    pub name: Words,
    pub help: Option<Words>,
}

/// A cross-check of the form.
#[derive(Clone, Debug)]
pub struct Must {
    pub applies: Option<Condition>,
    pub must: Condition,
    pub say: Words,
}

#[derive(Clone, Debug)]
pub struct Fact {
    pub id: FactId,
    pub kind: FactKind,
    pub ty: Type,
    pub name: Words,
    pub ask: Words,
    pub help: Option<Words>,
    pub section: Option<SectionId>,
    pub choices: Vec<Choice>,
    pub min: Option<Decimal>,
    pub max: Option<Decimal>,
    pub items: Vec<Fact>,
    pub register: Option<RegisterId>,
    pub personal: bool,
    pub optional: bool,
    pub derive: Option<Condition>,
    pub only_if: Option<Condition>,
    pub must: Vec<Must>,
    pub example: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MediaType {
    Pdf,
    Jpeg,
    Png,
}

#[derive(Clone, Debug)]
pub struct Evidence {
    pub id: EvidenceId,
    pub name: Words,
    pub help: Option<Words>,
    pub accepts: Vec<MediaType>,
    pub max_bytes: u64,
    pub register: Option<RegisterId>,
    pub proved_by: Option<FactId>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PermitKind {
    Licence,
    Registration,
    Filing,
    Upload,
}

#[derive(Clone, Debug)]
pub struct DecidedBy {
    pub authority: AuthorityId,
    pub applies: Condition,
    pub law: Vec<Citation>,
}

#[derive(Clone, Debug)]
pub struct Need {
    pub fact: FactId,
    pub why: Words,
    pub law: Vec<Citation>,
    pub applies: Option<Condition>,
}

#[derive(Clone, Debug)]
pub struct EvidenceNeed {
    pub evidence: EvidenceId,
    pub why: Words,
    pub law: Vec<Citation>,
    pub applies: Option<Condition>,
    pub unless_commitment: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Silence {
    Escalate,
    Granted,
}

#[derive(Clone, Debug)]
pub struct Decide {
    pub within: Span,
    pub law: Vec<Citation>,
    pub extend: Option<Span>,
    pub promise: Span,
    pub on_silence: Silence,
    pub silence_law: Vec<Citation>,
}

#[derive(Clone, Debug)]
pub struct Commitment {
    pub applies: Option<Condition>,
    pub law: Vec<Citation>,
    pub declares: Words,
    pub binds: Words,
    pub promise: Span,
    pub verify: Option<Span>,
}

#[derive(Clone, Debug)]
pub struct Rule {
    pub id: String,
    pub must: Condition,
    pub name: Words,
    pub way_forward: Words,
    pub law: Vec<Citation>,
    pub applies: Option<Condition>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Validity {
    For(Span),
    Open,
    Until(FactId),
}

#[derive(Clone, Debug)]
pub struct Grants {
    pub output: Words,
    pub valid: Validity,
    pub renew_from: Option<Span>,
    pub renew_until: Option<Span>,
    pub scope: Vec<FactId>,
    pub gives: Vec<FactId>,
}

#[derive(Clone, Debug)]
pub struct FileBefore {
    pub span: Span,
    pub fact: FactId,
    pub law: Vec<Citation>,
}

#[derive(Clone, Debug)]
pub struct Permit {
    pub id: PermitId,
    pub name: Words,
    pub short: Words,
    pub icon: String,
    pub kind: PermitKind,
    pub authority: AuthorityId,
    pub decided_by: Vec<DecidedBy>,
    pub allows: Words,
    pub law: Vec<Citation>,
    pub in_force_from: Option<Day>,
    pub in_force_until: Option<Day>,
    pub needed: Condition,
    pub needed_law: Vec<Citation>,
    pub because: Words,
    pub otherwise: Words,
    pub needs: Vec<Need>,
    pub evidence: Vec<EvidenceNeed>,
    pub after: Vec<PermitId>,
    pub decide: Decide,
    pub commitment: Option<Commitment>,
    /// Whether somebody comes to look before the decision.
    pub visit: bool,
    pub rules: Vec<Rule>,
    pub fee: Decimal,
    pub fee_law: Vec<Citation>,
    pub grants: Grants,
    pub file_before: Option<FileBefore>,
    pub checks: Vec<Words>,
}

#[derive(Clone, Debug)]
pub struct Duty {
    pub id: DutyId,
    pub name: Words,
    pub tells: Words,
    pub authority: AuthorityId,
    pub law: Vec<Citation>,
    pub applies: Condition,
    /// Nothing else is settled before it is done.
    pub comes_first: bool,
    pub in_force_from: Option<Day>,
    pub in_force_until: Option<Day>,
}

#[derive(Clone, Debug)]
pub struct Ban {
    pub id: BanId,
    pub name: Words,
    pub tells: Words,
    pub way_forward: Words,
    pub authority: AuthorityId,
    pub law: Vec<Citation>,
    pub applies: Condition,
    pub in_force_from: Option<Day>,
    pub in_force_until: Option<Day>,
}

#[derive(Clone, Debug)]
pub struct Wish {
    pub id: String,
    pub name: Words,
    pub also: BTreeMap<String, Vec<String>>,
    pub answers: BTreeMap<FactId, rules::Value>,
}

#[derive(Clone, Debug)]
pub struct Event {
    pub id: EventId,
    pub name: Words,
    pub summary: Words,
    pub icon: String,
    pub letters: String,
    pub wishes: Vec<Wish>,
    pub permits: Vec<PermitId>,
    pub duties: Vec<DutyId>,
    pub bans: Vec<BanId>,
    pub title: FactId,
    pub place: FactId,
    pub holder: Option<FactId>,
    pub holder_code: Option<FactId>,
    pub first: Vec<FactId>,
    /// Computed facts that the questionnaire settles.
    pub settles: Vec<FactId>,
}

#[derive(Clone, Debug)]
pub struct Sector {
    pub id: SectorId,
    pub name: Words,
    pub applies: Condition,
}

#[derive(Clone, Debug)]
pub struct Parameter {
    pub name: Words,
    pub unit: Option<Words>,
    pub values: Vec<ParameterValue>,
}

#[derive(Clone, Debug)]
pub struct ParameterValue {
    pub from: Day,
    pub until: Option<Day>,
    pub value: rules::Value,
    pub law: Vec<Citation>,
}

/// What a city writes about the paper of its licence, by the names in [`crate::paper`]. An empty list is the usual order.
#[derive(Clone, Debug, Default)]
pub struct LicencePaper {
    pub blocks: Vec<String>,
    pub facts: Vec<String>,
    pub sticker: Vec<String>,
    pub words: BTreeMap<String, Words>,
}
