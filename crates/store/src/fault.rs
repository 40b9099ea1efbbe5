//! What goes wrong with disks and databases; for operators, never for applicants.

use std::error::Error;
use std::fmt;

use vault::DoorFault;

/// Never carries what was written, only where it failed. The caller adds a reference by which it is found again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Nothing was done; too many were waiting. Come back later.
    TooBusy,
    /// Perhaps it was done, perhaps not. Read again by the key of the request.
    OutcomeUnknown,
    /// Nothing was done; the store gave up writing after an earlier failure, or was closed.
    Stopped,
    /// Nothing was done; another program on the same database was at the same rows and was faster. Do it again.
    Overtaken,
    /// Nothing was done; the database cannot be reached, or went away in the middle. Come back later.
    Away(String),
    /// Nothing was done; the engine or a file failed.
    Storage(String),
    /// The tables are not those this program knows.
    Schema(String),
}

impl Fault {
    /// A short word for logs and counters.
    pub fn kind(&self) -> &'static str {
        match self {
            Fault::TooBusy => "too-busy",
            Fault::OutcomeUnknown => "outcome-unknown",
            Fault::Stopped => "stopped",
            Fault::Overtaken => "overtaken",
            Fault::Away(_) => "away",
            Fault::Storage(_) => "storage",
            Fault::Schema(_) => "schema",
        }
    }

    pub(crate) fn file(doing: &str, error: &std::io::Error) -> Fault {
        Fault::Storage(format!("{doing}: {error}"))
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Fault::TooBusy => f.write_str("too many are waiting for the store; nothing was done"),
            Fault::OutcomeUnknown => f.write_str("the store did not answer in time; it may or may not have been done"),
            Fault::Stopped => f.write_str("the store has stopped writing; nothing was done"),
            Fault::Overtaken => f.write_str("somebody else changed the same at the same moment; nothing was done"),
            Fault::Away(why) => write!(f, "the database does not answer; nothing was done: {why}"),
            Fault::Storage(why) => write!(f, "the store failed; nothing was done: {why}"),
            Fault::Schema(why) => write!(f, "the tables are not those this program knows: {why}"),
        }
    }
}

impl Error for Fault {}

impl From<Fault> for DoorFault {
    fn from(fault: Fault) -> Self {
        DoorFault::new(fault)
    }
}

impl From<DoorFault> for Fault {
    /// Takes our own fault out again, so that "too busy" stays "too busy" on its way through the vault.
    fn from(fault: DoorFault) -> Self {
        match fault.into_inner().downcast::<Fault>() {
            Ok(ours) => *ours,
            Err(other) => Fault::Storage(other.to_string()),
        }
    }
}
