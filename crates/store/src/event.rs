//! What happened in a case; the rest of the store can be rebuilt from it.

use crate::tx::bind;
use crate::{Fault, Tx, statement};

/// Whether a conditional write took place.
#[must_use = "somebody may have been faster"]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kept {
    Yes,
    SomebodyWasFaster,
}

impl Kept {
    pub(crate) fn if_so(did: bool) -> Kept {
        if did { Kept::Yes } else { Kept::SomebodyWasFaster }
    }

    pub fn is_kept(self) -> bool {
        self == Kept::Yes
    }
}

/// One event as it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrittenEvent {
    pub seq: i64,
    pub at_us: i64,
    pub written: String,
}

impl<'t> dyn Tx + 't {
    /// Keeps one event under the next number the caller knows of, unless that number is taken.
    pub fn append_event(&mut self, case_id: &str, seq: i64, at_us: i64, written: &str) -> Result<Kept, Fault> {
        Ok(Kept::if_so(self.did(&statement::APPEND_EVENT, bind![case_id, seq, at_us, written])?))
    }

    pub fn events(&mut self, case_id: &str) -> Result<Vec<WrittenEvent>, Fault> {
        self.events_since(case_id, i64::MIN)
    }

    /// The events after number `seq`.
    pub fn events_since(&mut self, case_id: &str, seq: i64) -> Result<Vec<WrittenEvent>, Fault> {
        self.list(&statement::EVENTS_SINCE, bind![case_id, seq], |row| {
            Ok(WrittenEvent { seq: row.int()?, at_us: row.int()?, written: row.text()? })
        })
    }

    pub fn last_seq(&mut self, case_id: &str) -> Result<Option<i64>, Fault> {
        self.one(&statement::LAST_SEQ, bind![case_id], |row| row.int())
    }

    /// The ids of all cases after one of them (begin with the empty text), for rebuilding the projections.
    pub fn cases_page(&mut self, after: &str, limit: u32) -> Result<Vec<String>, Fault> {
        self.list(&statement::CASES_PAGE, bind![after, limit], |row| row.text())
    }

    /// Empties the tables that are rebuilt from events.
    pub fn forget_projections(&mut self) -> Result<(), Fault> {
        for statement in [&statement::FORGET_CASES, &statement::FORGET_DESKS, &statement::FORGET_OWN_CASES] {
            self.run(statement, bind![])?;
        }
        Ok(())
    }
}
