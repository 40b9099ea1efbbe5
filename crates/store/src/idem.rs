//! Answers by request key: the same request again gets the same answer and has no second effect.

use crate::tx::bind;
use crate::{Fault, Kept, Tx, statement};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptAnswer {
    /// If this is not the hash of the request at hand, somebody used the key for two different requests.
    pub request_hash: String,
    pub status: i64,
    pub response: String,
    pub at_us: i64,
}

impl<'t> dyn Tx + 't {
    pub fn idem_get(&mut self, key: &str) -> Result<Option<KeptAnswer>, Fault> {
        self.one(&statement::IDEM, bind![key], |row| {
            Ok(KeptAnswer { request_hash: row.text()?, status: row.int()?, response: row.text()?, at_us: row.int()? })
        })
    }

    /// Belongs into the transaction that does what the request asks for. If somebody was faster, that transaction
    /// must be given up and their answer given instead.
    pub fn idem_put(&mut self, key: &str, answer: &KeptAnswer) -> Result<Kept, Fault> {
        let params = bind![key, &answer.request_hash, answer.status, &answer.response, answer.at_us];
        Ok(Kept::if_so(self.did(&statement::PUT_IDEM, params)?))
    }

    /// Forgets answers older than a moment and says how many.
    pub fn idem_sweep(&mut self, before_us: i64) -> Result<u64, Fault> {
        self.count(&statement::SWEEP_IDEM, bind![before_us])
    }
}
