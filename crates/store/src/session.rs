//! Who is signed in, by the hash of a token that only the browser has.

use crate::tx::bind;
use crate::{Fault, Tx, statement};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptSession {
    pub written: String,
    pub expires_us: i64,
}

impl<'t> dyn Tx + 't {
    pub fn put_session(&mut self, token_hash: &str, session: &KeptSession) -> Result<(), Fault> {
        self.run(&statement::PUT_SESSION, bind![token_hash, &session.written, session.expires_us])?;
        Ok(())
    }

    /// Nothing if it is over at this moment.
    pub fn session(&mut self, token_hash: &str, at_us: i64) -> Result<Option<KeptSession>, Fault> {
        self.one(&statement::SESSION, bind![token_hash, at_us], |row| {
            Ok(KeptSession { written: row.text()?, expires_us: row.int()? })
        })
    }

    pub fn remove_session(&mut self, token_hash: &str) -> Result<(), Fault> {
        self.run(&statement::REMOVE_SESSION, bind![token_hash])?;
        Ok(())
    }

    /// Forgets sessions that are over and says how many.
    pub fn sweep_sessions(&mut self, at_us: i64) -> Result<u64, Fault> {
        self.count(&statement::SWEEP_SESSIONS, bind![at_us])
    }
}
