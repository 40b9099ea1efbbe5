//! Who read my data: the log of openings as the person sees it.

use crate::Office;
use crate::turned::Turned;

/// One opening, in plain data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    pub at_us: i64,
    /// Who: an official's id, or the person themselves.
    pub actor: String,
    /// Authority id, `self`, or a window.
    pub office: String,
    pub purpose: String,
    pub case_id: Option<String>,
    pub permit: Option<String>,
    pub facts: Vec<String>,
}

/// Per office: how many readings, how many people, how many facts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadingsSummary {
    pub office: String,
    pub readings: usize,
    pub people: usize,
    pub facts: usize,
}

fn shown(reading: store::Reading) -> Reading {
    // Inside a group of people every item is one fact to the reader: `staff.food_handlers.name`.
    Reading {
        at_us: reading.at_us,
        actor: reading.actor,
        office: reading.office,
        purpose: reading.purpose,
        case_id: reading.case_id,
        permit: reading.permit,
        facts: reading.facts,
    }
}

impl Reading {
    pub fn is_own(&self) -> bool {
        self.office == "self"
    }

    /// Others than the person, by office, most readings first.
    pub fn summary(readings: &[Reading]) -> Vec<ReadingsSummary> {
        let mut offices: Vec<&str> = readings.iter().filter(|r| !r.is_own()).map(|r| r.office.as_str()).collect();
        offices.sort_unstable();
        offices.dedup();
        let distinct = |mut list: Vec<&str>| {
            list.sort_unstable();
            list.dedup();
            list.len()
        };
        let mut summary: Vec<ReadingsSummary> = offices
            .into_iter()
            .map(|office| {
                let of = || readings.iter().filter(|r| r.office == office);
                ReadingsSummary {
                    office: office.to_owned(),
                    readings: of().count(),
                    people: distinct(of().map(|r| r.actor.as_str()).collect()),
                    facts: distinct(of().flat_map(|r| r.facts.iter().map(String::as_str)).collect()),
                }
            })
            .collect();
        summary.sort_by(|a, b| b.readings.cmp(&a.readings).then_with(|| a.office.cmp(&b.office)));
        summary
    }
}

impl Office {
    /// Every reading of a person's sealed data, newest first.
    pub async fn readings_of_person(&self, subject: &str, limit: u32) -> Result<Vec<Reading>, Turned> {
        let subject = subject.to_owned();
        let found = self.0.store.read(move |tx| tx.readings(&subject, limit, None).map_err(Turned::from)).await?;
        Ok(found.into_iter().map(shown).collect())
    }

    /// Every reading of sealed data in one case, about anybody named in it.
    pub async fn readings_of_case(&self, case_id: &str) -> Result<Vec<Reading>, Turned> {
        let id = case_id.to_owned();
        let found = self.0.store.read(move |tx| tx.readings_of_case(&id).map_err(Turned::from)).await?;
        Ok(found.into_iter().map(shown).collect())
    }
}
