//! What the city's registers answer: facts they know about a person, a firm or a place.

use std::collections::BTreeMap;

use catalogue::{EventId, RegisterId};
use rules::{FactId, Value};
use vault::SubjectId;

/// Who and what is asked about.
#[derive(Clone, Debug)]
pub struct Asking<'a> {
    pub event: &'a EventId,
    pub person: &'a SubjectId,
    pub facts: &'a [FactId],
}

/// A register that does not answer; its facts become ordinary questions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Silent {
    pub register: RegisterId,
}

/// Connects registers. An implementation answers only what it was asked.
pub trait Registers: Send + Sync {
    /// Whose identity number this is, by the handle under which the person signs in; nothing if no register knows.
    fn person_with(&self, identity: &str) -> Option<SubjectId> {
        let _ = identity;
        None
    }

    fn ask(&self, register: &RegisterId, asking: &Asking<'_>) -> Result<BTreeMap<FactId, Value>, Silent>;
}

/// No register is connected: everything is asked of the person.
pub struct NoRegisters;

impl Registers for NoRegisters {
    fn ask(&self, register: &RegisterId, _asking: &Asking<'_>) -> Result<BTreeMap<FactId, Value>, Silent> {
        Err(Silent { register: register.clone() })
    }
}
