//! The handle of a person or firm: opaque, says nothing about whom it means.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A random handle. Events, keys and reading rows name people only by it, so that destroying one key is enough.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SubjectId(String);

impl SubjectId {
    pub fn new(handle: impl Into<String>) -> Self {
        SubjectId(handle.into())
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for SubjectId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
