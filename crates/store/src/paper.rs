//! The rows about papers; the papers themselves lie in a folder, see [`crate::Papers`].

use crate::tx::{Columns, bind};
use crate::{Fault, Kept, Tx, statement};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paper {
    /// The name in the folder: 64 hexadecimal letters.
    pub hash: String,
    /// Bytes as they are kept.
    pub length: i64,
    pub media_type: String,
    pub kept_us: i64,
}

fn line(row: &mut Columns) -> Result<Paper, Fault> {
    Ok(Paper { hash: row.text()?, length: row.int()?, media_type: row.text()?, kept_us: row.int()? })
}

impl<'t> dyn Tx + 't {
    /// Only after the bytes are in the folder: a row must never name a paper that is not there.
    pub fn keep_paper(&mut self, paper: &Paper) -> Result<Kept, Fault> {
        let params = bind![&paper.hash, paper.length, &paper.media_type, paper.kept_us];
        Ok(Kept::if_so(self.did(&statement::KEEP_PAPER, params)?))
    }

    /// Says whether there was such a row.
    pub fn forget_paper(&mut self, hash: &str) -> Result<bool, Fault> {
        self.did(&statement::FORGET_PAPER, bind![hash])
    }

    pub fn paper(&mut self, hash: &str) -> Result<Option<Paper>, Fault> {
        self.one(&statement::PAPER, bind![hash], line)
    }

    /// All papers by hash; begin with the empty text.
    pub fn papers_page(&mut self, after: &str, limit: u32) -> Result<Vec<Paper>, Fault> {
        self.list(&statement::PAPERS_PAGE, bind![after, limit], line)
    }
}
