//! What is owed to the outside: written with the event that owes it, done afterwards, at least once.

use sha2::{Digest, Sha256};

use crate::tx::{Columns, bind};
use crate::{Fault, Kept, Tx, statement};

/// Errands lie in this many parts, so that several workers can own some each.
pub const PARTS: i64 = 16;

/// The part in which the errands of a case lie. It is written down, so the way it is computed never changes.
pub fn part_of(case_id: &str) -> i64 {
    // Ids may differ in their last letters only, so a hash that mixes well, and one that is the same for ever.
    i64::from(Sha256::digest(case_id.as_bytes())[0]) % PARTS
}

/// Something to be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewErrand {
    pub part: i64,
    pub id: String,
    pub case_id: String,
    pub kind: String,
    pub written: String,
    pub due_us: i64,
}

/// Something to be done, with what became of it so far.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Errand {
    pub part: i64,
    pub id: String,
    pub case_id: String,
    pub kind: String,
    pub written: String,
    pub due_us: i64,
    pub attempts: i64,
    pub last_error: Option<String>,
}

/// What happens after a failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    AgainAt(i64),
    GiveUp,
}

fn line(row: &mut Columns) -> Result<Errand, Fault> {
    Ok(Errand {
        part: row.int()?,
        id: row.text()?,
        case_id: row.text()?,
        kind: row.text()?,
        written: row.text()?,
        due_us: row.int()?,
        attempts: row.int()?,
        last_error: row.text_or_null()?,
    })
}

impl<'t> dyn Tx + 't {
    /// Adding the same errand twice adds it once.
    pub fn add_errand(&mut self, errand: &NewErrand) -> Result<Kept, Fault> {
        let params = bind![errand.part, &errand.id, &errand.case_id, &errand.kind, &errand.written, errand.due_us];
        Ok(Kept::if_so(self.did(&statement::ADD_ERRAND, params)?))
    }

    pub fn due_errands(&mut self, part: i64, at_us: i64, limit: u32) -> Result<Vec<Errand>, Fault> {
        self.list(&statement::DUE_ERRANDS, bind![part, at_us, limit], line)
    }

    /// Says whether it was still open.
    pub fn errand_done(&mut self, part: i64, id: &str, at_us: i64) -> Result<bool, Fault> {
        self.did(&statement::ERRAND_DONE, bind![part, id, at_us])
    }

    /// Notes a failed attempt on the errand as it was read; if somebody else touched it since, nothing happens.
    pub fn errand_failed(&mut self, errand: &Errand, next: Next, error: &str) -> Result<Kept, Fault> {
        let (due_us, dead) = match next {
            Next::AgainAt(at_us) => (at_us, false),
            Next::GiveUp => (errand.due_us, true),
        };
        let params = bind![errand.part, &errand.id, errand.attempts, due_us, dead, error];
        Ok(Kept::if_so(self.did(&statement::ERRAND_FAILED, params)?))
    }

    /// What was given up, by id; begin with the empty text.
    pub fn dead_errands(&mut self, part: i64, after_id: &str, limit: u32) -> Result<Vec<Errand>, Fault> {
        self.list(&statement::DEAD_ERRANDS, bind![part, after_id, limit], line)
    }

    /// Says whether it was given up.
    pub fn revive_errand(&mut self, part: i64, id: &str, due_us: i64) -> Result<bool, Fault> {
        self.did(&statement::REVIVE_ERRAND, bind![part, id, due_us])
    }

    /// Forgets errands that were done before a moment and says how many.
    pub fn sweep_errands(&mut self, part: i64, before_us: i64) -> Result<u64, Fault> {
        self.count(&statement::SWEEP_ERRANDS, bind![part, before_us])
    }
}
