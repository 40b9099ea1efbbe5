//! People and firms this installation knows; what is personal about them stands sealed in `written`.

use crate::tx::{Columns, bind};
use crate::{Fault, Tx, statement};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptSubject {
    pub subject_id: String,
    pub kind: String,
    pub written: String,
}

fn line(row: &mut Columns) -> Result<KeptSubject, Fault> {
    Ok(KeptSubject { subject_id: row.text()?, kind: row.text()?, written: row.text()? })
}

impl<'t> dyn Tx + 't {
    pub fn put_subject(&mut self, subject: &KeptSubject) -> Result<(), Fault> {
        self.run(&statement::PUT_SUBJECT, bind![&subject.subject_id, &subject.kind, &subject.written])?;
        Ok(())
    }

    pub fn subject(&mut self, subject_id: &str) -> Result<Option<KeptSubject>, Fault> {
        self.one(&statement::SUBJECT, bind![subject_id], line)
    }

    /// All subjects by id; begin with the empty text.
    pub fn subjects_page(&mut self, after: &str, limit: u32) -> Result<Vec<KeptSubject>, Fault> {
        self.list(&statement::SUBJECTS_PAGE, bind![after, limit], line)
    }

    /// Makes a subject findable by a keyed fingerprint.
    pub fn put_blind_index(&mut self, field_hash: &[u8; 16], subject_id: &str) -> Result<(), Fault> {
        self.run(&statement::PUT_BLIND_INDEX, bind![field_hash.as_slice(), subject_id])?;
        Ok(())
    }

    /// Whom a keyed fingerprint means.
    pub fn subjects_by_blind_index(&mut self, field_hash: &[u8; 16]) -> Result<Vec<String>, Fault> {
        self.list(&statement::SUBJECTS_BY_BLIND_INDEX, bind![field_hash.as_slice()], |row| row.text())
    }

    /// Takes a person out of every table that may forget them. Their key is destroyed through the vault; the
    /// fingerprints must go too, or an id number would still lead to the handle.
    pub fn forget_subject(&mut self, subject_id: &str) -> Result<(), Fault> {
        for statement in [&statement::FORGET_BLIND_INDEXES, &statement::FORGET_OWN_CASES_OF, &statement::FORGET_SUBJECT]
        {
            self.run(statement, bind![subject_id])?;
        }
        Ok(())
    }
}
