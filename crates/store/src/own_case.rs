//! The list of their cases that a person sees, rebuilt from events.

use crate::tx::{Columns, bind};
use crate::{Fault, Kept, Tx, statement};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnCaseLine {
    pub subject_id: String,
    pub case_id: String,
    pub number: String,
    pub journey: String,
    pub stage: String,
    pub title: String,
    pub updated_us: i64,
}

fn line(row: &mut Columns) -> Result<OwnCaseLine, Fault> {
    Ok(OwnCaseLine {
        subject_id: row.text()?,
        case_id: row.text()?,
        number: row.text()?,
        journey: row.text()?,
        stage: row.text()?,
        title: row.text()?,
        updated_us: row.int()?,
    })
}

impl<'t> dyn Tx + 't {
    /// Keeps the line, unless a later one is kept already.
    pub fn put_own_case(&mut self, own: &OwnCaseLine) -> Result<Kept, Fault> {
        let params =
            bind![&own.subject_id, &own.case_id, &own.number, &own.journey, &own.stage, &own.title, own.updated_us,];
        Ok(Kept::if_so(self.did(&statement::PUT_OWN_CASE, params)?))
    }

    /// Takes a case off the list of somebody who has nothing to do with it any more; says whether it was there.
    pub fn take_own_case(&mut self, subject_id: &str, case_id: &str) -> Result<bool, Fault> {
        self.did(&statement::TAKE_OWN_CASE, bind![subject_id, case_id])
    }

    /// Newest first; `after` is the last line of the page before.
    pub fn own_cases(
        &mut self,
        subject_id: &str,
        after: Option<&OwnCaseLine>,
        limit: u32,
    ) -> Result<Vec<OwnCaseLine>, Fault> {
        let (updated_us, case_id) = after.map_or((i64::MAX, ""), |last| (last.updated_us, &last.case_id));
        self.list(&statement::OWN_CASES, bind![subject_id, updated_us, case_id, limit], line)
    }
}
