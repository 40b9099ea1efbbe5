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

/// Which part of a desk.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum DeskPart {
    #[default]
    All,
    /// What this official has.
    Of(String),
    /// What nobody has and whose clock does not stand still.
    Free,
    /// Whose clock stands still.
    Waiting,
    /// What can be decided now.
    Ready,
}

/// Which lines; `None` takes all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DeskFilter {
    pub part: DeskPart,
    /// Lines of no district belong to every one.
    pub district: Option<String>,
    pub permit: Option<String>,
}

impl DeskFilter {
    /// The names the statements know the parts by, and the official of the one that has one.
    fn part(&self) -> (&'static str, &str) {
        match &self.part {
            DeskPart::All => ("", ""),
            DeskPart::Of(official) => ("mine", official),
            DeskPart::Free => ("pool", ""),
            DeskPart::Waiting => ("waiting", ""),
            DeskPart::Ready => ("ready", ""),
        }
    }
}

/// How much lies on a desk.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DeskCounts {
    pub all: i64,
    /// What the official who asks has.
    pub own: i64,
    pub free: i64,
    pub waiting: i64,
    /// The nearest day, ISO, on which a running clock ends.
    pub next_due: Option<String>,
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

    /// The lines behind one, the most urgent first; lines without a due day come last.
    pub fn desk(
        &mut self,
        authority: &str,
        filter: &DeskFilter,
        after: Option<&DeskAt>,
        limit: u32,
    ) -> Result<Vec<DeskLine>, Fault> {
        let (part, official) = filter.part();
        let (due, case_id, permit) = key(after, "");
        let district = filter.district.as_deref().unwrap_or_default();
        let of = filter.permit.as_deref().unwrap_or_default();
        self.list(&statement::DESK, bind![authority, district, part, official, of, due, case_id, permit, limit], line)
    }

    /// The lines before one, in the order of the desk; nothing stands before nothing but the last ones.
    pub fn desk_before(
        &mut self,
        authority: &str,
        filter: &DeskFilter,
        before: Option<&DeskAt>,
        limit: u32,
    ) -> Result<Vec<DeskLine>, Fault> {
        let (part, official) = filter.part();
        let (due, case_id, permit) = key(before, AFTER_ALL);
        let district = filter.district.as_deref().unwrap_or_default();
        let of = filter.permit.as_deref().unwrap_or_default();
        let params = bind![authority, district, part, official, of, due, case_id, permit, limit];
        let mut lines = self.list(&statement::DESK_BEFORE, params, line)?;
        lines.reverse();
        Ok(lines)
    }

    /// How many lines the filter finds, and how many of them stand before `at`.
    pub fn desk_place(
        &mut self,
        authority: &str,
        filter: &DeskFilter,
        at: Option<&DeskAt>,
    ) -> Result<(i64, i64), Fault> {
        let (part, official) = filter.part();
        let (due, case_id, permit) = key(at, "");
        let district = filter.district.as_deref().unwrap_or_default();
        let of = filter.permit.as_deref().unwrap_or_default();
        let params = bind![authority, district, part, official, of, due, case_id, permit];
        let place = self.one(&statement::DESK_PLACE, params, |row| Ok((row.int()?, row.int()?)))?;
        Ok(place.unwrap_or_default())
    }

    /// How many lines of each permit there are in this part of a desk; the filter's own permit does not count here.
    pub fn desk_permits(&mut self, authority: &str, filter: &DeskFilter) -> Result<Vec<(String, i64)>, Fault> {
        let (part, official) = filter.part();
        let district = filter.district.as_deref().unwrap_or_default();
        let params = bind![authority, district, part, official];
        self.list(&statement::DESK_PERMITS, params, |row| Ok((row.text()?, row.int()?)))
    }

    /// How much lies in each part of a desk, for one of its officials.
    pub fn desk_counts(
        &mut self,
        authority: &str,
        district: Option<&str>,
        official: &str,
    ) -> Result<DeskCounts, Fault> {
        let counts =
            self.one(&statement::DESK_COUNTS, bind![authority, district.unwrap_or_default(), official], |row| {
                Ok(DeskCounts {
                    all: row.int()?,
                    own: row.int()?,
                    free: row.int()?,
                    waiting: row.int()?,
                    next_due: row.text_or_null()?.filter(|due| due != NEVER),
                })
            })?;
        Ok(counts.unwrap_or_default())
    }
}

/// Stands behind every day, so that "before nothing" means the end of the list.
const AFTER_ALL: &str = "~";

fn key<'a>(at: Option<&'a DeskAt>, none: &'a str) -> (&'a str, &'a str, &'a str) {
    at.map_or((none, none, none), |at| (at.due.as_deref().unwrap_or(NEVER), at.case_id.as_str(), at.permit.as_str()))
}
