//! Turns definition text into a checked catalogue with its history, or says everything that is wrong with it.
//!
//! The way through, told by [`compile`]: [`Source`] texts → `read` ([`written`] form, with places) → `outline` (everything written, as
//! flat lists) → `types`, `conditions` and `tables` → `check` (one file a check) → `build` ([`model`]).
//! [`overlay`] lays one catalogue over another before that; [`package`] names, dates and seals what is laid.
//! What is not here: files, people, cases.

mod build;
mod cell;
mod check;
mod compile;
mod conditions;
mod diagnostic;
mod history;
mod kind;
pub mod model;
pub mod names;
mod nearest;
mod outline;
pub mod overlay;
pub mod package;
pub mod paper;
mod read;
mod render;
mod report;
mod schema;
pub mod source;
mod tables;
mod types;
mod within;
pub mod written;

pub use check::{Group, Page, codes, explain, handbook, pages};
pub use compile::{compile, compile_on};
pub use diagnostic::{Allowed, Checked, Diagnostic, Severity};
pub use kind::{Kind, Places};
pub use model::*;
pub use names::Names;
pub use overlay::{compile_stack, stack};
pub use render::{Style, render};
pub use report::{to_json, to_sarif};
pub use schema::{json_schema, json_schema_of_overlays};
pub use source::{Place, Source};

use std::collections::BTreeMap;

use rules::{Calendar, Day, FactId};

/// A checked catalogue: every definition with its whole history, under one fingerprint.
#[derive(Clone, Debug)]
pub struct Catalogue {
    pub city: City,
    pub laws: BTreeMap<LawId, Law>,
    pub authorities: BTreeMap<AuthorityId, Authority>,
    pub registers: BTreeMap<RegisterId, Register>,
    /// In form order.
    pub sections: Vec<Section>,
    /// All facts by name; declared order is in `fact_order`.
    pub facts: BTreeMap<FactId, Fact>,
    pub fact_order: Vec<FactId>,
    pub evidence: BTreeMap<EvidenceId, Evidence>,
    pub parameters: BTreeMap<String, Parameter>,
    pub calendar: Calendar,
    pub permits: BTreeMap<PermitId, Permit>,
    pub duties: BTreeMap<DutyId, Duty>,
    pub bans: BTreeMap<BanId, Ban>,
    pub events: BTreeMap<EventId, Event>,
    pub sectors: Vec<Sector>,
    /// What the city writes about the paper of its licence; empty where it writes nothing.
    pub licence: LicencePaper,
    /// SHA-256 over the canonical text of all sources, 64 hex digits: a case keeps the catalogue it was filed under.
    pub fingerprint: String,
}

impl Catalogue {
    /// The values of all parameters on a day, under their names in conditions (`param.small_catering_area`).
    pub fn parameters_on(&self, day: Day) -> BTreeMap<FactId, rules::Value> {
        let mut on = BTreeMap::new();
        for (name, parameter) in &self.parameters {
            let value = parameter.values.iter().rev().find(|v| v.from <= day && v.until.is_none_or(|u| day <= u));
            if let Some(value) = value {
                on.insert(FactId::new(format!("param.{name}")), value.value.clone());
            }
        }
        on
    }

    /// Whether a definition with this history holds on a day.
    pub fn holds_on(from: Option<Day>, until: Option<Day>, day: Day) -> bool {
        from.is_none_or(|f| f <= day) && until.is_none_or(|u| day <= u)
    }

    /// The derived facts with the conditions that compute them.
    pub fn derived(&self) -> BTreeMap<FactId, rules::Condition> {
        self.facts.iter().filter_map(|(id, fact)| fact.derive.clone().map(|c| (id.clone(), c))).collect()
    }
}
