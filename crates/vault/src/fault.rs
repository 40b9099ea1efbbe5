//! What can go wrong at the door; no message names a person's data.

use std::error::Error;
use std::fmt;

use crate::SubjectId;

/// The place behind the door failed. Opaque here: its owner can take it out again and knows what it means.
pub struct DoorFault(Box<dyn Error + Send + Sync>);

impl DoorFault {
    pub fn new(fault: impl Error + Send + Sync + 'static) -> Self {
        DoorFault(Box::new(fault))
    }

    pub fn into_inner(self) -> Box<dyn Error + Send + Sync> {
        self.0
    }
}

impl fmt::Debug for DoorFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DoorFault({})", self.0)
    }
}

impl fmt::Display for DoorFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Error for DoorFault {}

/// Why something was not sealed or not opened.
#[derive(Debug)]
pub enum VaultFault {
    /// Keys could not be fetched or kept, or the opening could not be written down.
    Door(DoorFault),
    /// There is a sealed value but never was a key: a loss, not an erasure.
    SubjectKeyMissing(SubjectId),
    /// A subject key is wrapped by a month key that is gone.
    MonthKeyMissing(String),
    /// The key of this person was destroyed; nothing new is sealed for them.
    Erased(SubjectId),
    /// The value was changed, or belongs to another person, stream or fact, or the root key is another.
    DoesNotOpen,
    /// The bytes are not a sealed value.
    NotSealed,
    /// A month cannot be closed while subject keys are wrapped by it.
    MonthInUse(String),
}

impl fmt::Display for VaultFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            VaultFault::Door(fault) => write!(f, "the place that keeps keys and the reading log failed: {fault}"),
            VaultFault::SubjectKeyMissing(subject) => write!(f, "the key of subject {subject} is missing"),
            VaultFault::MonthKeyMissing(month) => write!(f, "the month key {month} is missing"),
            VaultFault::Erased(subject) => write!(f, "subject {subject} was erased"),
            VaultFault::DoesNotOpen => f.write_str("a sealed value does not open here"),
            VaultFault::NotSealed => f.write_str("these bytes are not a sealed value"),
            VaultFault::MonthInUse(month) => write!(f, "subject keys are still wrapped by the month key {month}"),
        }
    }
}

impl Error for VaultFault {}

impl From<DoorFault> for VaultFault {
    fn from(fault: DoorFault) -> Self {
        VaultFault::Door(fault)
    }
}
