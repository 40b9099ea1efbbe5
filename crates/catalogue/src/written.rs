//! The written form: what an author may put into a definition file, and nothing else.
//!
//! Every file of a catalogue is one mapping of the lists below; a city splits them over files as it likes.
//! The doc comments here become the descriptions of the published JSON Schema, so that every editor explains them while typing.
//! Unknown keys are mistakes. Conditions are text in CEL syntax; they are parsed and typed when the catalogue is checked.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;

use crate::source::At;

mod licence;
pub use licence::*;

/// Text for people, one per language: `{ en: Food business licence, zh: 食品经营许可 }`.
pub type Words = At<BTreeMap<String, String>>;

/// One definition file.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct File {
    /// The city this catalogue is for; exactly one in a catalogue.
    pub city: Option<At<City>>,
    pub laws: Vec<At<Law>>,
    pub authorities: Vec<At<Authority>>,
    pub registers: Vec<At<Register>>,
    pub sections: Vec<At<Section>>,
    pub facts: Vec<At<Fact>>,
    pub evidence: Vec<At<Evidence>>,
    pub parameters: Vec<At<Parameter>>,
    pub calendars: Vec<At<CalendarYear>>,
    pub permits: Vec<At<Permit>>,
    pub duties: Vec<At<Duty>>,
    pub bans: Vec<At<Ban>>,
    pub events: Vec<At<Event>>,
    pub sectors: Vec<At<Sector>>,
    /// What the comprehensive licence says on paper; at most one in a catalogue.
    pub licence: Option<At<LicencePaper>>,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct City {
    /// Readable id: `beijing`.
    pub city: At<String>,
    pub name: Words,
    /// IANA time zone: `Asia/Shanghai`.
    pub time_zone: String,
    /// Languages every text must exist in; the first is the fallback.
    pub languages: Vec<At<String>>,
    /// Who issues the comprehensive licence.
    pub issuer: At<String>,
    /// The help line everybody may call.
    pub help_line: String,
    /// Districts: code and name.
    pub districts: Vec<District>,
    /// The fact that says in which district a case lies.
    pub district_fact: At<String>,
    /// Periods of the procedure that hold for every permit.
    pub procedure: Procedure,
    /// How long a law counts as read before somebody must read it again: `24 m`. Without it nobody is reminded.
    #[serde(default)]
    pub reread: Option<At<String>>,
}

/// A warning or note that is meant: `{ code: fact-nobody-needs, reason: … }`. Errors cannot be allowed.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Allow {
    /// The code as it is reported.
    pub code: At<String>,
    /// Why it is meant, for the next author.
    pub reason: At<String>,
}

/// Periods of the procedure itself, as the law of the place sets them.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Procedure {
    /// Desks put their points into the one notice within this time after filing.
    pub basket: At<String>,
    /// The law's limit for saying everything that is missing; afterwards the case counts as accepted.
    pub notice: At<String>,
    pub notice_law: At<String>,
    /// How long an applicant has to answer the notice.
    pub answer: At<String>,
    /// The law's limit for handling several permits together.
    pub joint: At<String>,
    pub joint_law: At<String>,
    /// Says which time does not count: hearings, tests, expert reviews.
    pub stop_law: At<String>,
    /// Minutes in which an officer can take a decision back.
    pub undo_minutes: u32,
    /// How long a case is kept after its end; without it a filed case is never erased.
    #[serde(default)]
    pub keep: Option<Keep>,
    /// How long one can appeal against a refusal, and how long the authority above may take.
    #[serde(default)]
    pub appeals: Option<Appeals>,
    /// Says that a renewal asked for in time is granted when nobody decides before the permit ends: `ALL 50`.
    #[serde(default)]
    pub renewal_law: Option<At<String>>,
}

/// The periods of an appeal against a refusal.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Appeals {
    /// From the refusal: `60 d`.
    pub within: At<String>,
    /// From the appeal, for the authority above: `60 d`.
    pub decide: At<String>,
    pub law: At<String>,
}

/// How long a case is kept, and what happens then.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Keep {
    /// From the end of the case: `10 y`.
    #[serde(rename = "for")]
    pub span: At<String>,
    /// Says so long it must be kept.
    pub law: At<String>,
    /// Says that what is no longer needed is erased.
    pub erase_law: At<String>,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct District {
    pub code: At<String>,
    pub name: Words,
}

/// A law, regulation or official rule that definitions cite by `law`.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Law {
    /// Short name used in citations: `FSL`.
    pub law: At<String>,
    pub name: Words,
    /// The version that was read: `2021-04-29`.
    #[serde(default)]
    pub version: Option<String>,
    /// Where it was read.
    #[serde(default)]
    pub source: Option<String>,
    /// The day on which somebody last read the text: `2025-04-30`.
    #[serde(default)]
    pub read: Option<At<String>>,
    /// First and last day on which the law itself holds.
    #[serde(default)]
    pub in_force: InForce,
    /// Warnings and notes about this definition that are meant, each with its reason.
    #[serde(default)]
    pub allow: Vec<Allow>,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Authority {
    pub authority: At<String>,
    pub name: Words,
    /// Name on chips and in lists: `Fire and Rescue`.
    pub short: Words,
    /// `city`, `district` or `street`.
    pub level: At<String>,
    /// Icon name: bowl fire water sign people road shield leaf card shop.
    #[serde(default)]
    pub icon: Option<String>,
    /// Who takes over what is late.
    #[serde(default)]
    pub superior: Option<At<String>>,
    /// Warnings and notes about this definition that are meant, each with its reason.
    #[serde(default)]
    pub allow: Vec<Allow>,
}

/// Who already knows a fact.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Register {
    pub register: At<String>,
    pub name: Words,
    /// The authority that keeps it.
    pub kept_by: At<String>,
    /// Facts it holds; each of them should say so by its own `register`.
    #[serde(default)]
    pub holds: Vec<At<String>>,
    /// Warnings and notes about this definition that are meant, each with its reason.
    #[serde(default)]
    pub allow: Vec<Allow>,
}

/// A part of the one form, in the order in which sections are declared.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Section {
    pub section: At<String>,
    pub name: Words,
    #[serde(default)]
    pub icon: Option<String>,
    /// Warnings and notes about this definition that are meant, each with its reason.
    #[serde(default)]
    pub allow: Vec<Allow>,
}

/// A typed piece of information, asked once. Rows of a group use the same shape for their items.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Fact {
    /// Dotted name: `premises.operating_area`; inside `items` a short name: `name`.
    pub fact: At<String>,
    /// `yes-no`, `choice`, `choices`, `number`, `count`, `area`, `length`, `money`, `day`, `text`, `long-text`, `person-name`, `phone`,
    /// `email`, `credit-code`, `resident-id`, `address`, `hours`, `rows`.
    #[serde(rename = "type")]
    pub kind: At<String>,
    /// The noun: `Operating area`.
    pub name: Words,
    /// The question, when it is asked of a person: `How big is the place?`
    #[serde(default)]
    pub ask: Option<Words>,
    /// One line that helps to answer.
    #[serde(default)]
    pub help: Option<Words>,
    /// Section of the form; items of a group have none.
    #[serde(default)]
    pub section: Option<At<String>>,
    #[serde(default)]
    pub choices: Vec<Choice>,
    /// Smallest and largest accepted number; for text the shortest and longest length; for rows how many. Days have none: use `must`.
    #[serde(default)]
    pub min: Option<At<String>>,
    #[serde(default)]
    pub max: Option<At<String>>,
    /// Items of each row when the type is `rows`.
    #[serde(default)]
    pub items: Vec<At<Fact>>,
    /// The register that knows it; then it is not asked.
    #[serde(default)]
    pub register: Option<At<String>>,
    /// About a natural person: sealed, opened only for a purpose.
    #[serde(default)]
    pub personal: bool,
    /// May be left empty.
    #[serde(default)]
    pub optional: bool,
    /// Computed from other facts; then it is never asked.
    #[serde(default)]
    pub derive: Option<At<String>>,
    /// Computed by a decision table; then it is never asked.
    #[serde(default)]
    pub table: Option<At<Table>>,
    /// Asked only while this can be true.
    #[serde(default)]
    pub only_if: Option<At<String>>,
    /// Cross-checks of the form: a condition and what to say when it fails. `{fact}` in the words shows a value.
    #[serde(default)]
    pub must: Vec<Must>,
    /// A value that could be typed, shown as an example.
    #[serde(default)]
    pub example: Option<String>,
    /// Warnings and notes about this definition that are meant, each with its reason.
    #[serde(default)]
    pub allow: Vec<Allow>,
}

impl Fact {
    /// Nobody is asked for it.
    pub fn is_computed(&self) -> bool {
        self.derive.is_some() || self.table.is_some()
    }
}

/// A decision table: one value for every combination of its inputs.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Table {
    /// Which row counts: `first` that fits (rows are read downwards), `unique` (no two rows may fit the same case) or
    /// `any` (rows that fit the same case must say the same).
    pub hit: At<String>,
    /// The inputs, one for each column: facts, or values computed from facts such as `yard.length * yard.width`.
    pub over: Vec<At<String>>,
    pub rows: Vec<At<TableRow>>,
    /// What holds where no row fits; without it the rows must cover every case.
    #[serde(default)]
    pub otherwise: Option<At<String>>,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TableRow {
    /// One cell for each input: `any`, a value, several with commas between, `< 5`, `[1..5)`, `not(a, b)`.
    #[serde(rename = "if")]
    pub if_: Vec<At<String>>,
    /// The value in written form, or `= EXPRESSION`.
    pub then: At<String>,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    pub choice: At<String>,
    pub name: Words,
    #[serde(default)]
    pub help: Option<Words>,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Must {
    #[serde(rename = "if", default)]
    pub if_: Option<At<String>>,
    pub must: At<String>,
    pub say: Words,
}

/// A kind of proof.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Evidence {
    pub evidence: At<String>,
    pub name: Words,
    #[serde(default)]
    pub help: Option<Words>,
    /// `pdf`, `jpeg`, `png`.
    #[serde(default)]
    pub accepts: Vec<At<String>>,
    /// Megabytes.
    #[serde(default)]
    pub max_mb: Option<At<u32>>,
    /// The register that proves the same; then the paper is not asked.
    #[serde(default)]
    pub register: Option<At<String>>,
    /// The fact in that register whose presence proves it.
    #[serde(default)]
    pub proved_by: Option<At<String>>,
    /// The authority that issues this paper, when the state does.
    #[serde(default)]
    pub issued_by: Option<At<String>>,
    /// Warnings and notes about this definition that are meant, each with its reason.
    #[serde(default)]
    pub allow: Vec<Allow>,
}

/// A number, amount or day set by law, with its history.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Parameter {
    /// Used in conditions as `param.NAME`.
    pub parameter: At<String>,
    pub name: Words,
    #[serde(default)]
    pub unit: Option<Words>,
    pub values: Vec<ParameterValue>,
    /// Warnings and notes about this definition that are meant, each with its reason.
    #[serde(default)]
    pub allow: Vec<Allow>,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ParameterValue {
    /// First day on which it holds.
    pub from: At<String>,
    /// Last day on which it holds, when it ended without a successor.
    #[serde(default)]
    pub until: Option<At<String>>,
    pub value: At<String>,
    #[serde(default)]
    pub law: Vec<At<String>>,
}

/// One published year: days off and weekend days worked.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CalendarYear {
    pub year: At<i16>,
    /// Days or ranges: `2026-01-01`, `2026-02-15..2026-02-23`.
    pub off: Vec<At<String>>,
    pub work: Vec<At<String>>,
    #[serde(default)]
    pub source: Option<String>,
}

/// First and last day of a definition.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct InForce {
    #[serde(default)]
    pub from: Option<At<String>>,
    #[serde(default)]
    pub until: Option<At<String>>,
}

/// One right one authority grants, or a filing, a registration, an upload.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Permit {
    pub permit: At<String>,
    pub name: Words,
    /// Short name for charts: `Food`.
    pub short: Words,
    #[serde(default)]
    pub icon: Option<String>,
    /// `licence`, `registration`, `filing` or `upload`.
    pub kind: At<String>,
    /// Who decides; `decided_by` may name another for some cases.
    pub authority: At<String>,
    /// First entry whose condition holds decides instead of `authority`.
    #[serde(default)]
    pub decided_by: Vec<DecidedBy>,
    /// What it allows, in plain words.
    pub allows: Words,
    /// Citations: `FSL 35`; add `recalled` when the text was not read: `ORDER78 recalled`.
    pub law: Vec<At<String>>,
    #[serde(default)]
    pub in_force: InForce,
    pub needed_when: NeededWhen,
    /// Facts the authority needs to decide, and why.
    #[serde(default)]
    pub needs: Vec<At<Need>>,
    #[serde(default)]
    pub evidence: Vec<At<EvidenceNeed>>,
    /// Permits that must be there before.
    #[serde(default)]
    pub after: Vec<At<String>>,
    /// Permits that the law never asks for beside this one; the check proves that no applicant needs both.
    #[serde(default)]
    pub excludes: Vec<At<String>>,
    pub decide: Decide,
    /// A commitment instead of proof before the decision, where the law allows.
    #[serde(default)]
    pub commitment: Option<Commitment>,
    /// `none`, `alone` (this authority comes by itself when alone) — in one go all visits are one.
    #[serde(default)]
    pub visit: Option<At<String>>,
    /// What an officer checks, computed from facts.
    #[serde(default)]
    pub rules: Vec<At<Rule>>,
    #[serde(default)]
    pub fee: Option<Fee>,
    pub grants: Grants,
    /// Must be filed so long before a day: for events.
    #[serde(default)]
    pub file_before: Option<FileBefore>,
    /// Things looked at later.
    #[serde(default)]
    pub checks: Vec<Words>,
    /// Warnings and notes about this definition that are meant, each with its reason.
    #[serde(default)]
    pub allow: Vec<Allow>,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DecidedBy {
    pub authority: At<String>,
    #[serde(rename = "if")]
    pub if_: At<String>,
    #[serde(default)]
    pub law: Vec<At<String>>,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NeededWhen {
    #[serde(rename = "if")]
    pub if_: At<String>,
    #[serde(default)]
    pub law: Vec<At<String>>,
    /// Why, in one sentence for applicants: `You sell food at a fixed place.`
    pub because: Words,
    /// Why not, in one sentence: `You sell no food.`
    pub otherwise: Words,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Need {
    pub fact: At<String>,
    /// What the authority does with it: `to measure the exits`.
    pub why: Words,
    #[serde(default)]
    pub law: Vec<At<String>>,
    #[serde(rename = "if", default)]
    pub if_: Option<At<String>>,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EvidenceNeed {
    pub evidence: At<String>,
    pub why: Words,
    #[serde(default)]
    pub law: Vec<At<String>>,
    #[serde(rename = "if", default)]
    pub if_: Option<At<String>>,
    /// Not asked when the applicant chose the commitment.
    #[serde(default)]
    pub unless_commitment: bool,
}

/// How long it may take. Lengths: `10 wd` working days, `20 d` calendar days, `0 wd` at once.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Decide {
    /// The law's limit.
    pub within: At<String>,
    #[serde(default)]
    pub law: Vec<At<String>>,
    /// One extension.
    #[serde(default)]
    pub extend: Option<At<String>>,
    /// What the city promises; never longer than the law.
    pub promise: At<String>,
    /// What the clock decides when nobody did: `escalate` or `granted`.
    #[serde(default)]
    pub on_silence: Option<At<String>>,
    #[serde(default)]
    pub silence_law: Vec<At<String>>,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Commitment {
    #[serde(rename = "if", default)]
    pub if_: Option<At<String>>,
    pub law: Vec<At<String>>,
    /// What the applicant declares.
    pub declares: Words,
    /// What follows, also when it is not kept.
    pub binds: Words,
    /// Promise with the commitment.
    pub promise: At<String>,
    /// Verified afterwards within.
    #[serde(default)]
    pub verify: Option<At<String>>,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    pub rule: At<String>,
    pub must: At<String>,
    /// `The operating area is at most 150 m²`.
    pub name: Words,
    /// What would make it right, for a refusal: `Choose premises …`.
    pub way_forward: Words,
    #[serde(default)]
    pub law: Vec<At<String>>,
    #[serde(rename = "if", default)]
    pub if_: Option<At<String>>,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Fee {
    /// CNY, as a decimal: `0`.
    pub amount: At<String>,
    #[serde(default)]
    pub law: Vec<At<String>>,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Grants {
    /// What comes out: `Food business licence`.
    pub output: Words,
    /// `5 y`; `open` when it has no end; `until FACT` when a fact (a day) ends it.
    pub valid: At<String>,
    /// Renewal window before the end, first and last day of it.
    #[serde(default)]
    pub renew_from: Option<At<String>>,
    #[serde(default)]
    pub renew_until: Option<At<String>>,
    /// Facts printed on the licence as its scope; never personal ones.
    #[serde(default)]
    pub scope: Vec<At<String>>,
    /// Facts that are given by this permit, so that others need not ask.
    #[serde(default)]
    pub gives: Vec<At<String>>,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FileBefore {
    pub span: At<String>,
    /// The day it is counted back from.
    pub fact: At<String>,
    pub law: Vec<At<String>>,
}

/// What must be done but nobody decides.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Duty {
    pub duty: At<String>,
    pub name: Words,
    /// What to do.
    pub tells: Words,
    pub authority: At<String>,
    pub law: Vec<At<String>>,
    #[serde(rename = "if")]
    pub if_: At<String>,
    /// Nothing else is settled before it is done (`ask the authority first`): the questionnaire asks for it and ends when it applies.
    #[serde(default)]
    pub comes_first: bool,
    #[serde(default)]
    pub in_force: InForce,
    /// Warnings and notes about this definition that are meant, each with its reason.
    #[serde(default)]
    pub allow: Vec<Allow>,
}

/// What excludes the plan before any form.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Ban {
    pub ban: At<String>,
    pub name: Words,
    pub tells: Words,
    /// What would make the plan possible.
    pub way_forward: Words,
    pub authority: At<String>,
    pub law: Vec<At<String>>,
    #[serde(rename = "if")]
    pub if_: At<String>,
    #[serde(default)]
    pub in_force: InForce,
    /// Warnings and notes about this definition that are meant, each with its reason.
    #[serde(default)]
    pub allow: Vec<Allow>,
}

/// What somebody wants to do.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Event {
    pub event: At<String>,
    pub name: Words,
    pub summary: Words,
    #[serde(default)]
    pub icon: Option<String>,
    /// Prefix of case numbers: `RS`.
    pub letters: At<String>,
    /// Ways people say it; each may answer some questions at once.
    pub wishes: Vec<Wish>,
    pub permits: Vec<At<String>>,
    #[serde(default)]
    pub duties: Vec<At<String>>,
    #[serde(default)]
    pub bans: Vec<At<String>>,
    /// The fact that names the case: the shop, the event.
    pub title: At<String>,
    /// The fact with the place of business.
    pub place: At<String>,
    /// The fact with the name of the holder of the licence; the title when there is none.
    #[serde(default)]
    pub holder: Option<At<String>>,
    /// The fact with the holder's public code.
    #[serde(default)]
    pub holder_code: Option<At<String>>,
    /// Facts that the questionnaire always asks first, in this order (a place, before a lease is signed).
    #[serde(default)]
    pub first: Vec<At<String>>,
    /// Computed facts, yes-no or choice, that the questionnaire settles besides permits and bans: `needs a permit, a report, or nothing`.
    #[serde(default)]
    pub settles: Vec<At<String>>,
    /// Warnings and notes about this definition that are meant, each with its reason.
    #[serde(default)]
    pub allow: Vec<Allow>,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Wish {
    pub wish: At<String>,
    pub name: Words,
    /// Further words people type, per language.
    #[serde(default)]
    pub also: BTreeMap<String, Vec<String>>,
    /// Facts this wish already answers, in written form.
    #[serde(default)]
    pub answers: BTreeMap<String, At<String>>,
}
