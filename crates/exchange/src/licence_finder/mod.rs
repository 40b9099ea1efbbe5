//! The tables of the UK Licence Finder (github.com/alphagov/licence-finder, MIT) as a catalogue.
//!
//! Three tables go in. *Sectors* has three layers of sectors; *activities* says what a firm of a sector may do;
//! *licences* links a sector and an activity to a licence and says in which nations it applies. The rule of the finder: a
//! licence is needed when one row links it to one of the firm's sectors and one of its activities, and the row's flag for
//! the firm's nation, or the flag for the whole of the United Kingdom, is 1.
//!
//! What comes out is definition text for the ordinary compiler: three facts (the sectors, the activities, the nation) and
//! one permit a licence, needed under a condition over them. A row that names a sector of an upper layer stands for all
//! sectors below it. Names are shown without HTML entities.
//!
//! What the finder does not know, the permits do not have: who decides, how long it takes, papers, fees, an article. Each
//! cites the finder's area of regulation, marked as not read.

mod definitions;
mod query;
mod tables;

use std::collections::{BTreeMap, BTreeSet};

use catalogue::{PermitId, Source};
use journey::{Known, Need, Origin};
use rules::Value;

use crate::Unreadable;
pub use definitions::EVENT;
use definitions::{ACTIVITIES, NATION, SECTORS};
pub use query::Query;
use tables::Tables;

/// The tables, translated.
#[derive(Debug)]
pub struct Imported {
    /// What `catalogue::compile` takes.
    pub definitions: Source,
    /// The finder's own number of each permit.
    licences: BTreeMap<PermitId, String>,
    sectors: BTreeSet<String>,
    activities: BTreeSet<String>,
}

/// Translates the tables; each kind may come in several texts, which together are one table. The same row twice is one row.
///
/// Fails on a text without the columns it needs, a row of another length than its header, an identifier that is none, a
/// flag other than 0 and 1, and a table without rows.
pub fn import(sectors: &[Source], activities: &[Source], licences: &[Source]) -> Result<Imported, Unreadable> {
    Ok(definitions::write(&Tables::read(sectors, activities, licences)?))
}

impl Imported {
    /// What a firm says of itself in a query, as facts.
    pub fn known(&self, query: &Query) -> Known {
        let mut known = Known::new();
        for (fact, value) in self.answers(query) {
            known.tell(fact, value, Origin::Applicant);
        }
        known
    }

    /// The true answer to each question there can be, by fact.
    pub fn answers(&self, query: &Query) -> [(&'static str, Value); 3] {
        let among = |said: &BTreeSet<String>, offered: &BTreeSet<String>| {
            Value::Choices(said.intersection(offered).cloned().collect())
        };
        [
            (SECTORS, among(&query.sectors, &self.sectors)),
            (ACTIVITIES, among(&query.activities, &self.activities)),
            (NATION, Value::text(query.nation.id())),
        ]
    }

    /// The sectors and activities of a query that no table names; they are linked to no licence.
    pub fn strangers<'q>(&'q self, query: &'q Query) -> Vec<&'q str> {
        let sectors = query.sectors.difference(&self.sectors);
        sectors.chain(query.activities.difference(&self.activities)).map(String::as_str).collect()
    }

    /// The finder's numbers of the licences that are needed, from what `Prepared::needs` says.
    pub fn needed(&self, permits: &BTreeMap<PermitId, Need>) -> BTreeSet<&str> {
        let needed = permits.iter().filter(|(_, need)| **need == Need::Needed);
        needed.filter_map(|(permit, _)| self.licences.get(permit)).map(String::as_str).collect()
    }
}
