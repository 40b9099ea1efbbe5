//! Status lists: which entry belongs to whom, and from which second on it says what. Seconds are since 1970.

use crate::tx::bind;
use crate::{Fault, Kept, Tx, statement};

const ENTRY: &str = "status entry";

/// The entry of a licence (with an empty permit) or of one of its parts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptPlace {
    pub permit: String,
    pub list: String,
    pub idx: i64,
}

impl<'t> dyn Tx + 't {
    /// Opens a list from a second on, unless it is open.
    pub fn open_status_list(&mut self, list: &str, since_s: i64) -> Result<(), Fault> {
        self.run(&statement::OPEN_STATUS_LIST, bind![list, since_s])?;
        Ok(())
    }

    /// The second from which a list is published.
    pub fn status_list(&mut self, list: &str) -> Result<Option<i64>, Fault> {
        self.one(&statement::STATUS_LIST, bind![list], |row| row.int())
    }

    pub fn status_places(&mut self, licence_id: &str) -> Result<Vec<KeptPlace>, Fault> {
        self.list(&statement::STATUS_PLACES, bind![licence_id], |row| {
            Ok(KeptPlace { permit: row.text()?, list: row.text()?, idx: row.int()? })
        })
    }

    /// Gives an entry to a licence or a part. If somebody was faster, the entry has another owner: draw again.
    pub fn keep_status_place(&mut self, licence_id: &str, place: &KeptPlace) -> Result<Kept, Fault> {
        let entry = format!("{}/{}", place.list, place.idx);
        if !self.claim_name(ENTRY, &entry, &format!("{licence_id} {}", place.permit))? {
            return Ok(Kept::SomebodyWasFaster);
        }
        let params = bind![licence_id, &place.permit, &place.list, place.idx];
        Ok(Kept::if_so(self.did(&statement::KEEP_STATUS_PLACE, params)?))
    }

    /// From this second on the entry has this status.
    pub fn put_status(&mut self, list: &str, since_s: i64, idx: i64, status: u8) -> Result<(), Fault> {
        self.run(&statement::PUT_STATUS, bind![list, since_s, idx, i64::from(status)])?;
        Ok(())
    }

    /// Forgets what was planned for an entry after a second.
    pub fn forget_coming_status(&mut self, list: &str, idx: i64, after_s: i64) -> Result<u64, Fault> {
        self.count(&statement::FORGET_COMING_STATUS, bind![list, idx, after_s])
    }

    /// What an entry says at a second; nothing: it never said anything but zero.
    pub fn status_of_entry(&mut self, list: &str, idx: i64, at_s: i64) -> Result<Option<i64>, Fault> {
        self.one(&statement::STATUS_OF_ENTRY, bind![list, idx, at_s], |row| row.int())
    }

    /// The last second, up to this one, in which a list changed.
    pub fn last_status_change(&mut self, list: &str, at_s: i64) -> Result<Option<i64>, Fault> {
        self.one(&statement::LAST_STATUS_CHANGE, bind![list, at_s], |row| row.int())
    }

    /// Every change of a list up to a second, the oldest first: entry and status.
    pub fn status_changes(&mut self, list: &str, at_s: i64) -> Result<Vec<(i64, i64)>, Fault> {
        self.list(&statement::STATUS_CHANGES, bind![list, at_s], |row| Ok((row.int()?, row.int()?)))
    }
}
