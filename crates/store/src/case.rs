//! Where each case stands now: one line a case, rebuilt from events.

use crate::tx::{Columns, bind};
use crate::{Fault, Kept, Tx, statement};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseLine {
    pub case_id: String,
    pub number: String,
    pub journey: String,
    pub stage: String,
    pub subject_id: String,
    pub representative: Option<String>,
    pub district: String,
    /// An ISO day.
    pub filed_on: Option<String>,
    /// An ISO day.
    pub promised: Option<String>,
    /// The number of the last event this line knows.
    pub version: i64,
    pub title: String,
    pub written: String,
    pub updated_us: i64,
}

fn line(row: &mut Columns) -> Result<CaseLine, Fault> {
    Ok(CaseLine {
        case_id: row.text()?,
        number: row.text()?,
        journey: row.text()?,
        stage: row.text()?,
        subject_id: row.text()?,
        representative: row.text_or_null()?,
        district: row.text()?,
        filed_on: row.text_or_null()?,
        promised: row.text_or_null()?,
        version: row.int()?,
        title: row.text()?,
        written: row.text()?,
        updated_us: row.int()?,
    })
}

impl<'t> dyn Tx + 't {
    /// Keeps the line, unless one of a later version is kept already.
    pub fn put_case(&mut self, case: &CaseLine) -> Result<Kept, Fault> {
        let params = bind![
            &case.case_id,
            &case.number,
            &case.journey,
            &case.stage,
            &case.subject_id,
            &case.representative,
            &case.district,
            &case.filed_on,
            &case.promised,
            case.version,
            &case.title,
            &case.written,
            case.updated_us,
        ];
        Ok(Kept::if_so(self.did(&statement::PUT_CASE, params)?))
    }

    /// Lets others who hold the same case wait until this transaction is over, so that what is read of it afterwards
    /// stays true. It only saves work: without it the number of the next event would turn the slower one away.
    pub fn hold_case(&mut self, case_id: &str) -> Result<(), Fault> {
        self.run(&statement::HOLD_CASE, bind![case_id])?;
        Ok(())
    }

    pub fn case(&mut self, case_id: &str) -> Result<Option<CaseLine>, Fault> {
        self.one(&statement::CASE, bind![case_id], line)
    }

    /// The ids of the cases in a stage after one of them (begin with the empty text).
    pub fn cases_in_stage(&mut self, stage: &str, after: &str, limit: u32) -> Result<Vec<String>, Fault> {
        self.list(&statement::CASES_IN_STAGE, bind![stage, after, limit], |row| row.text())
    }

    /// The cases somebody represents, newest first; `after` is the last line of the page before.
    pub fn cases_of_representative(
        &mut self,
        representative: &str,
        stage: Option<&str>,
        after: Option<&CaseLine>,
        limit: u32,
    ) -> Result<Vec<CaseLine>, Fault> {
        let (updated_us, case_id) = after.map_or((i64::MAX, ""), |last| (last.updated_us, &last.case_id));
        let params = bind![representative, stage.unwrap_or_default(), updated_us, case_id, limit];
        self.list(&statement::CASES_OF_REPRESENTATIVE, params, line)
    }
}
