//! Questions and decisions in one neutral form, between the formats of others and definition text.

mod draft;
mod lines;
mod names;
mod yaml;

pub use draft::{Draft, draft};

use std::fmt;

/// What one source says: questions, decisions, and what could not be understood.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Model {
    /// For people, and the stem of the file: `Bouwwerk slopen`.
    pub name: String,
    pub inputs: Vec<Input>,
    pub decisions: Vec<Decision>,
    pub notes: Vec<Note>,
}

/// Something that was not taken along, or not as it stood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// Where in the source: a file and a line, or the name of a decision.
    pub place: String,
    /// What and why, in one sentence without a full stop.
    pub reason: String,
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.reason)
    }
}

/// What an input or a decision can be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    YesNo,
    /// One of these texts.
    Choice(Vec<String>),
    /// Any number of these texts.
    Choices(Vec<String>),
    Number,
    Day,
    Text,
}

/// What somebody, or a register, is asked for.
#[derive(Clone, Debug, PartialEq)]
pub struct Input {
    /// Two inputs with one key, of whatever model, are one question.
    pub key: String,
    pub name: String,
    pub ask: Option<String>,
    pub help: Option<String>,
    pub kind: Kind,
    /// Who already knows it: `monumentList`.
    pub register: Option<String>,
}

/// One decision over inputs and other decisions.
#[derive(Clone, Debug, PartialEq)]
pub struct Decision {
    pub key: String,
    pub name: String,
    /// Where it stands in the source.
    pub place: String,
    pub kind: Kind,
    pub logic: Logic,
    /// Whether it says if a permit is needed, and with which of its answers.
    pub conclusion: Option<Conclusion>,
}

/// Which answers of a decision mean what for a permit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Conclusion {
    pub permit: Vec<String>,
    pub report: Vec<String>,
    /// The rules do not settle it: somebody must ask the authority.
    pub contact: Vec<String>,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Logic {
    Table(Table),
    /// An expression in the condition language, with `{key}` where an input or a decision stands.
    Expression(String),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hit {
    First,
    Unique,
    Any,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    pub hit: Hit,
    /// Each column: an input or decision by its key, or an expression with `{key}` in it.
    pub over: Vec<Column>,
    pub rows: Vec<Row>,
    pub otherwise: Option<Literal>,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Column {
    Key(String),
    Expression(String, Kind),
}

#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// One cell for each column; one test of a cell must hold, and no test at all fits every value.
    pub when: Vec<Vec<Test>>,
    pub then: Literal,
}

/// One test of a cell.
#[derive(Clone, Debug, PartialEq)]
pub enum Test {
    Is(Literal),
    /// `<`, `<=`, `>`, `>=` or `!=`.
    Compare(&'static str, Literal),
    /// From, to; whether each end belongs to it.
    Range((Literal, bool), (Literal, bool)),
    Not(Vec<Test>),
}

#[derive(Clone, Debug, PartialEq)]
pub enum Literal {
    Bool(bool),
    Number(rust_decimal::Decimal),
    Text(String),
    Day(rules::Day),
    /// An expression in the condition language with `{key}` in it.
    Expression(String),
}
