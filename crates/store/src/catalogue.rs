//! The catalogues this installation ever decided under, as the texts they were written in.

use crate::tx::bind;
use crate::{Fault, Kept, Tx, statement};

impl<'t> dyn Tx + 't {
    /// Keeps a catalogue; the same fingerprint is the same text and is kept once.
    pub fn keep_catalogue(&mut self, fingerprint: &str, written: &str, at_us: i64) -> Result<Kept, Fault> {
        Ok(Kept::if_so(self.did(&statement::KEEP_CATALOGUE, bind![fingerprint, written, at_us])?))
    }

    /// Fingerprint and text of every catalogue that was ever kept.
    pub fn catalogues(&mut self) -> Result<Vec<(String, String)>, Fault> {
        self.list(&statement::CATALOGUES, bind![], |row| Ok((row.text()?, row.text()?)))
    }
}
