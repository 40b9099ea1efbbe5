//! One question to the finder with its answer, as a line of JSON.

use std::collections::BTreeSet;

use catalogue::Source;
use serde::Deserialize;

use crate::Unreadable;

/// A nation of the United Kingdom.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Nation {
    England,
    Scotland,
    Wales,
    NorthernIreland,
}

impl Nation {
    pub const ALL: [Nation; 4] = [Nation::England, Nation::Scotland, Nation::Wales, Nation::NorthernIreland];

    /// The word in queries, and the choice in the catalogue.
    pub fn id(self) -> &'static str {
        match self {
            Nation::England => "england",
            Nation::Scotland => "scotland",
            Nation::Wales => "wales",
            Nation::NorthernIreland => "northern_ireland",
        }
    }

    pub fn name(self) -> &'static str {
        match self {
            Nation::England => "England",
            Nation::Scotland => "Scotland",
            Nation::Wales => "Wales",
            Nation::NorthernIreland => "Northern Ireland",
        }
    }

    /// The column of the licence table with its flag.
    pub fn column(self) -> &'static str {
        match self {
            Nation::England => "DA_ENGLAND",
            Nation::Scotland => "DA_SCOTLAND",
            Nation::Wales => "DA_WALES",
            Nation::NorthernIreland => "DA_NIRELAND",
        }
    }
}

/// What a firm says of itself, and the licences it needs: `{"sectors": ["1000334"], "activities": ["188"], "location":
/// "england", "licences": ["1074535528"]}`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Query {
    pub sectors: BTreeSet<String>,
    pub activities: BTreeSet<String>,
    #[serde(rename = "location")]
    pub nation: Nation,
    pub licences: BTreeSet<String>,
}

impl Query {
    /// Reads one query a line; empty lines are none. Each comes with its line, counted from one.
    pub fn read_all(source: &Source) -> Result<Vec<(u64, Query)>, Unreadable> {
        let mut queries = Vec::new();
        for (line, text) in (1u64..).zip(source.text.lines()).filter(|(_, text)| !text.trim().is_empty()) {
            // The reader counts its own lines, of which there is one.
            let query = serde_json::from_str(text).map_err(|wrong| {
                let said = wrong.to_string();
                let said = said.split(" at line ").next().unwrap_or(&said);
                Unreadable::at(&source.name, line, format!("column {}: {said}", wrong.column()))
            })?;
            queries.push((line, query));
        }
        match queries.is_empty() {
            true => Err(Unreadable::whole(&source.name, "there is no query in it")),
            false => Ok(queries),
        }
    }
}
