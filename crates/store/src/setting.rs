//! Small facts about this installation.

use crate::tx::bind;
use crate::{Fault, Tx, statement};

impl<'t> dyn Tx + 't {
    pub fn setting(&mut self, name: &str) -> Result<Option<String>, Fault> {
        self.one(&statement::SETTING, bind![name], |row| row.text())
    }

    pub fn put_setting(&mut self, name: &str, value: &str) -> Result<(), Fault> {
        self.run(&statement::PUT_SETTING, bind![name, value])?;
        Ok(())
    }
}
