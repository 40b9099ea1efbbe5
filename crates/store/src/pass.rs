//! Passes: what its bearer may do once or for some minutes, known here only by its hash.

use crate::tx::bind;
use crate::{Fault, Kept, Tx, statement};

/// A pass as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptPass {
    pub written: String,
    /// How often something wrong was tried with it.
    pub tries: i64,
}

impl<'t> dyn Tx + 't {
    /// Keeps a pass of a kind until a moment.
    pub fn put_pass(&mut self, pass_hash: &str, kind: &str, written: &str, expires_us: i64) -> Result<Kept, Fault> {
        Ok(Kept::if_so(self.did(&statement::PUT_PASS, bind![pass_hash, kind, written, expires_us])?))
    }

    /// A pass of this kind; nothing if it is over at this moment.
    pub fn pass(&mut self, pass_hash: &str, kind: &str, at_us: i64) -> Result<Option<KeptPass>, Fault> {
        self.one(&statement::PASS, bind![pass_hash, kind, at_us], |row| {
            Ok(KeptPass { written: row.text()?, tries: row.int()? })
        })
    }

    /// Counts a wrong try and says how many there were.
    pub fn count_try(&mut self, pass_hash: &str, kind: &str) -> Result<Option<i64>, Fault> {
        self.one(&statement::COUNT_TRY, bind![pass_hash, kind], |row| row.int())
    }

    /// Uses a pass up: whoever comes second gets nothing.
    pub fn take_pass(&mut self, pass_hash: &str, kind: &str, at_us: i64) -> Result<Option<KeptPass>, Fault> {
        self.one(&statement::TAKE_PASS, bind![pass_hash, kind, at_us], |row| {
            Ok(KeptPass { written: row.text()?, tries: row.int()? })
        })
    }

    /// Forgets passes that are over and says how many.
    pub fn sweep_passes(&mut self, at_us: i64) -> Result<u64, Fault> {
        self.count(&statement::SWEEP_PASSES, bind![at_us])
    }
}
