//! The work that lies on the desks of an authority: one line a permit that waits for it, rebuilt from events.

use crate::tx::{Columns, bind};
use crate::{Fault, Kept, Tx, statement};

/// Stands in the table for "no due day", so that such lines come last by the index.
const NEVER: &str = "9999-12-31";

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeskLine {
    pub authority: String,
    pub case_id: String,
    pub permit: String,
    pub stage: String,
    /// An ISO day.
    pub due: Option<String>,
    /// An ISO day.
    pub promised: Option<String>,
    pub official: Option<String>,
    pub district: String,
    pub title: String,
    pub number: String,
    pub flags: String,
    /// The number of the last event this line knows.
    pub version: i64,
}

/// Which lines; `None` takes all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DeskFilter {
    pub stage: Option<String>,
    pub official: Option<String>,
    pub district: Option<String>,
}

/// Where a page ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeskAt {
    pub due: Option<String>,
    pub case_id: String,
    pub permit: String,
}

impl DeskLine {
    pub fn at(&self) -> DeskAt {
        DeskAt { due: self.due.clone(), case_id: self.case_id.clone(), permit: self.permit.clone() }
    }
}

fn line(row: &mut Columns) -> Result<DeskLine, Fault> {
    Ok(DeskLine {
        authority: row.text()?,
        case_id: row.text()?,
        permit: row.text()?,
        stage: row.text()?,
        due: Some(row.text()?).filter(|due| due != NEVER),
        promised: row.text_or_null()?,
        official: row.text_or_null()?,
        district: row.text()?,
        title: row.text()?,
        number: row.text()?,
        flags: row.text()?,
        version: row.int()?,
    })
}

impl<'t> dyn Tx + 't {
    /// Keeps the line, unless one of a later version is kept already.
    pub fn put_on_desk(&mut self, desk: &DeskLine) -> Result<Kept, Fault> {
        let params = bind![
            &desk.authority,
            &desk.case_id,
            &desk.permit,
            &desk.stage,
            desk.due.as_deref().unwrap_or(NEVER),
            &desk.promised,
            &desk.official,
            &desk.district,
            &desk.title,
            &desk.number,
            &desk.flags,
            desk.version,
        ];
        Ok(Kept::if_so(self.did(&statement::PUT_ON_DESK, params)?))
    }

    /// Says whether there was such a line.
    pub fn take_off_desk(&mut self, authority: &str, case_id: &str, permit: &str) -> Result<bool, Fault> {
        self.did(&statement::TAKE_OFF_DESK, bind![authority, case_id, permit])
    }

    pub fn desk_line(&mut self, authority: &str, case_id: &str, permit: &str) -> Result<Option<DeskLine>, Fault> {
        self.one(&statement::DESK_LINE, bind![authority, case_id, permit], line)
    }

    /// The most urgent first; lines without a due day come last.
    pub fn desk(
        &mut self,
        authority: &str,
        filter: &DeskFilter,
        after: Option<&DeskAt>,
        limit: u32,
    ) -> Result<Vec<DeskLine>, Fault> {
        let (due, case_id, permit) = after
            .map_or(("", "", ""), |at| (at.due.as_deref().unwrap_or(NEVER), at.case_id.as_str(), at.permit.as_str()));
        let params = bind![
            authority,
            filter.stage.as_deref().unwrap_or_default(),
            filter.official.as_deref().unwrap_or_default(),
            filter.district.as_deref().unwrap_or_default(),
            due,
            case_id,
            permit,
            limit,
        ];
        self.list(&statement::DESK, params, line)
    }

    /// How many lines stand at each stage.
    pub fn desk_counts(&mut self, authority: &str) -> Result<Vec<(String, i64)>, Fault> {
        self.list(&statement::DESK_COUNTS, bind![authority], |row| Ok((row.text()?, row.int()?)))
    }
}
