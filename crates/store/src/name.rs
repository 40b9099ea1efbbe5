//! Names that may be given once in the whole city: case numbers, licence numbers, codes.

use crate::tx::bind;
use crate::{Fault, Tx, statement};

impl<'t> dyn Tx + 't {
    /// True if the name belongs to `owner` now, whether since this moment or before.
    pub fn claim_name(&mut self, scope: &str, value: &str, owner: &str) -> Result<bool, Fault> {
        if self.did(&statement::CLAIM_NAME, bind![scope, value, owner])? {
            return Ok(true);
        }
        Ok(self.owner_of(scope, value)?.as_deref() == Some(owner))
    }

    pub fn owner_of(&mut self, scope: &str, value: &str) -> Result<Option<String>, Fault> {
        self.one(&statement::OWNER_OF_NAME, bind![scope, value], |row| row.text())
    }
}
