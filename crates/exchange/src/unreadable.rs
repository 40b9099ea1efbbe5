//! Why a text from elsewhere cannot be taken.

use std::fmt;

/// A text that is not what its format promises: which text, which line, and what is wrong with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable {
    /// The name under which the text was given.
    pub source: String,
    /// Counted from one; none when the text as a whole is meant.
    pub line: Option<u64>,
    /// One sentence without a full stop.
    pub because: String,
}

impl Unreadable {
    pub fn whole(source: &str, because: impl Into<String>) -> Self {
        Unreadable { source: source.to_owned(), line: None, because: because.into() }
    }

    pub fn at(source: &str, line: u64, because: impl Into<String>) -> Self {
        Unreadable { source: source.to_owned(), line: Some(line), because: because.into() }
    }

    /// What the reader of comma-separated tables stumbled over.
    pub(crate) fn table(source: &str, wrong: &csv::Error) -> Self {
        let because = match wrong.kind() {
            csv::ErrorKind::UnequalLengths { expected_len, len, .. } => {
                format!("the row has {len} fields, the header {expected_len}")
            }
            _ => wrong.to_string(),
        };
        Unreadable { source: source.to_owned(), line: wrong.position().map(csv::Position::line), because }
    }
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(f, "{}:{line}: {}", self.source, self.because),
            None => write!(f, "{}: {}", self.source, self.because),
        }
    }
}

impl std::error::Error for Unreadable {}
