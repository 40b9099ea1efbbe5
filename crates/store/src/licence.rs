//! Licences as they stand now, found by number, by code and by holder.

use crate::tx::{Columns, bind};
use crate::{Fault, Kept, Tx, statement};

const BY_NUMBER: &str = "licence number";
const BY_CODE: &str = "licence code";

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptLicence {
    pub licence_id: String,
    pub number: String,
    pub code: String,
    pub subject_id: String,
    pub case_id: String,
    pub state: String,
    /// An ISO day.
    pub issued_on: String,
    pub written: String,
    pub version: i64,
}

fn line(row: &mut Columns) -> Result<KeptLicence, Fault> {
    Ok(KeptLicence {
        licence_id: row.text()?,
        number: row.text()?,
        code: row.text()?,
        subject_id: row.text()?,
        case_id: row.text()?,
        state: row.text()?,
        issued_on: row.text()?,
        written: row.text()?,
        version: row.int()?,
    })
}

impl<'t> dyn Tx + 't {
    /// Keeps a licence if its version is newer than what is kept and nobody else has its number or code.
    ///
    /// If somebody was faster, give the transaction up: one of the two names may be claimed by then.
    pub fn put_licence(&mut self, licence: &KeptLicence) -> Result<Kept, Fault> {
        if !self.claim_name(BY_NUMBER, &licence.number, &licence.licence_id)?
            || !self.claim_name(BY_CODE, &licence.code, &licence.licence_id)?
        {
            return Ok(Kept::SomebodyWasFaster);
        }
        let params = bind![
            &licence.licence_id,
            &licence.number,
            &licence.code,
            &licence.subject_id,
            &licence.case_id,
            &licence.state,
            &licence.issued_on,
            &licence.written,
            licence.version,
        ];
        if !self.did(&statement::PUT_LICENCE, params)? {
            return Ok(Kept::SomebodyWasFaster);
        }
        self.run(&statement::PUT_LICENCE_OF_SUBJECT, bind![&licence.subject_id, &licence.licence_id])?;
        Ok(Kept::Yes)
    }

    pub fn licence(&mut self, licence_id: &str) -> Result<Option<KeptLicence>, Fault> {
        self.one(&statement::LICENCE, bind![licence_id], line)
    }

    pub fn licence_by_number(&mut self, number: &str) -> Result<Option<KeptLicence>, Fault> {
        match self.owner_of(BY_NUMBER, number)? {
            Some(licence_id) => self.licence(&licence_id),
            None => Ok(None),
        }
    }

    pub fn licence_by_code(&mut self, code: &str) -> Result<Option<KeptLicence>, Fault> {
        match self.owner_of(BY_CODE, code)? {
            Some(licence_id) => self.licence(&licence_id),
            None => Ok(None),
        }
    }

    pub fn licences_of(&mut self, subject_id: &str) -> Result<Vec<KeptLicence>, Fault> {
        // Two reads instead of a join: the two tables are spread by different keys.
        let ids = self.list(&statement::LICENCES_OF_SUBJECT, bind![subject_id], |row| row.text())?;
        let mut licences = Vec::with_capacity(ids.len());
        for licence_id in ids {
            licences.extend(self.licence(&licence_id)?);
        }
        Ok(licences)
    }

    /// All licences by id; begin with the empty text.
    pub fn licences_page(&mut self, after: &str, limit: u32) -> Result<Vec<KeptLicence>, Fault> {
        self.list(&statement::LICENCES_PAGE, bind![after, limit], line)
    }
}
