//! What the vault asks of the place that keeps its keys and its reading log.

use crate::{DoorFault, Opening, SubjectId};

/// Where random bytes come from; a test brings its own so that a run can be repeated.
pub trait Dice {
    fn fill(&mut self, bytes: &mut [u8]);
}

/// A key that is itself sealed, with the name of the month key that opens it.
///
/// For a month key `month` is its own name, because the root opens it.
#[derive(Clone, PartialEq, Eq)]
pub struct WrappedKey {
    pub month: String,
    pub bytes: Vec<u8>,
}

/// What is kept for a person.
#[derive(Clone, PartialEq, Eq)]
pub enum SubjectKey {
    /// Nothing was ever sealed for them.
    Never,
    Wrapped(WrappedKey),
    /// Destroyed for good. The mark stays, so that nobody makes a second key and takes old values for damaged ones.
    Destroyed,
}

/// All calls of one door belong to one transaction: what was opened and that it was opened are kept together
/// or not at all.
pub trait Door {
    fn subject_key(&mut self, subject: &SubjectId) -> Result<SubjectKey, DoorFault>;
    /// Keeps the key, in place of an older wrapping if there is one; never in place of [`SubjectKey::Destroyed`].
    fn keep_subject_key(&mut self, subject: &SubjectId, key: &WrappedKey) -> Result<(), DoorFault>;
    /// Overwrites the key and leaves the mark.
    fn destroy_subject_key(&mut self, subject: &SubjectId) -> Result<(), DoorFault>;
    /// Up to `limit` keys wrapped by this month key, in a fixed order.
    fn subject_keys_under(&mut self, month: &str, limit: u32) -> Result<Vec<(SubjectId, WrappedKey)>, DoorFault>;

    fn month_key(&mut self, month: &str) -> Result<Option<WrappedKey>, DoorFault>;
    fn keep_month_key(&mut self, key: &WrappedKey) -> Result<(), DoorFault>;
    fn destroy_month_key(&mut self, month: &str) -> Result<(), DoorFault>;

    /// Adds one line to the reading log; lines are never changed or taken away.
    fn write_down(&mut self, opening: &Opening) -> Result<(), DoorFault>;
}
