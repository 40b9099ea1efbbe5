//! The one call an engine must offer, and the values that go in and out.

use crate::{Fault, Statement};

/// What happens once something is certainly on the disk; see [`Tx::when_kept`].
pub type Then = Box<dyn FnOnce() + Send>;

/// An open transaction. An engine implements these two and nothing else; the typed functions stand on `dyn Tx`.
pub trait Tx {
    /// Runs one statement and gives all its rows. Parameters are bound by number, wherever they stand in the text.
    fn run(&mut self, statement: &'static Statement, params: &[Param<'_>]) -> Result<Vec<Row>, Fault>;

    /// Runs `then` when what this job did is on the disk, before anybody is told so; never if it is undone. For what is
    /// remembered of the store outside it. `then` must be short and must not wait: every other job waits for it.
    fn when_kept(&mut self, then: Then);
}

impl<'t> dyn Tx + 't {
    /// For statements that say by a returned row whether they did anything.
    pub(crate) fn did(&mut self, statement: &'static Statement, params: &[Param<'_>]) -> Result<bool, Fault> {
        Ok(!self.run(statement, params)?.is_empty())
    }

    pub(crate) fn count(&mut self, statement: &'static Statement, params: &[Param<'_>]) -> Result<u64, Fault> {
        Ok(self.run(statement, params)?.len() as u64)
    }

    pub(crate) fn one<T>(
        &mut self,
        statement: &'static Statement,
        params: &[Param<'_>],
        read: impl FnMut(&mut Columns) -> Result<T, Fault>,
    ) -> Result<Option<T>, Fault> {
        Ok(self.list(statement, params, read)?.into_iter().next())
    }

    pub(crate) fn list<T>(
        &mut self,
        statement: &'static Statement,
        params: &[Param<'_>],
        mut read: impl FnMut(&mut Columns) -> Result<T, Fault>,
    ) -> Result<Vec<T>, Fault> {
        self.run(statement, params)?.into_iter().map(|row| read(&mut row.columns())).collect()
    }
}

/// A value that goes in.
#[derive(Clone, Copy)]
pub enum Param<'a> {
    Null,
    Int(i64),
    Text(&'a str),
    Bytes(&'a [u8]),
}

impl std::fmt::Debug for Param<'_> {
    /// Only the kind: what is written is nobody's business but the engine's.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Param::Null => "null",
            Param::Int(_) => "an integer",
            Param::Text(_) => "a text",
            Param::Bytes(_) => "bytes",
        })
    }
}

impl From<i64> for Param<'_> {
    fn from(value: i64) -> Self {
        Param::Int(value)
    }
}

impl From<u32> for Param<'_> {
    fn from(value: u32) -> Self {
        Param::Int(i64::from(value))
    }
}

impl From<bool> for Param<'_> {
    fn from(value: bool) -> Self {
        Param::Int(i64::from(value))
    }
}

impl<'a> From<&'a str> for Param<'a> {
    fn from(value: &'a str) -> Self {
        Param::Text(value)
    }
}

impl<'a> From<&'a String> for Param<'a> {
    fn from(value: &'a String) -> Self {
        Param::Text(value)
    }
}

impl<'a> From<&'a Option<String>> for Param<'a> {
    fn from(value: &'a Option<String>) -> Self {
        value.as_deref().map_or(Param::Null, Param::Text)
    }
}

impl<'a> From<&'a [u8]> for Param<'a> {
    fn from(value: &'a [u8]) -> Self {
        Param::Bytes(value)
    }
}

/// Writes a list of parameters.
macro_rules! bind {
    ($($value:expr),* $(,)?) => { &[$($crate::tx::Param::from($value)),*] };
}
pub(crate) use bind;

/// A value that comes out.
#[derive(Clone, PartialEq, Eq)]
pub enum Cell {
    Null,
    Int(i64),
    Text(String),
    Bytes(Vec<u8>),
}

/// One row that comes out.
#[derive(Clone, PartialEq, Eq)]
pub struct Row(pub Vec<Cell>);

impl Row {
    pub fn columns(self) -> Columns {
        Columns(self.0.into_iter())
    }
}

/// Takes the columns of a row from left to right.
pub struct Columns(std::vec::IntoIter<Cell>);

impl Columns {
    pub fn text(&mut self) -> Result<String, Fault> {
        match self.0.next() {
            Some(Cell::Text(text)) => Ok(text),
            _ => Err(unexpected("a text")),
        }
    }

    pub fn text_or_null(&mut self) -> Result<Option<String>, Fault> {
        match self.0.next() {
            Some(Cell::Text(text)) => Ok(Some(text)),
            Some(Cell::Null) => Ok(None),
            _ => Err(unexpected("a text or null")),
        }
    }

    pub fn int(&mut self) -> Result<i64, Fault> {
        match self.0.next() {
            Some(Cell::Int(value)) => Ok(value),
            _ => Err(unexpected("an integer")),
        }
    }

    pub fn bytes(&mut self) -> Result<Vec<u8>, Fault> {
        match self.0.next() {
            Some(Cell::Bytes(bytes)) => Ok(bytes),
            _ => Err(unexpected("bytes")),
        }
    }
}

fn unexpected(wanted: &str) -> Fault {
    Fault::Schema(format!("a column should hold {wanted}"))
}
