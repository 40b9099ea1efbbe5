//! What can be wrong with a condition's text: one sentence each, with the place and, where possible, the way out.

use std::fmt;
use std::ops::Range;

/// One thing wrong with a condition's text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flaw {
    /// Bytes of the condition's text.
    pub span: Range<usize>,
    pub kind: FlawKind,
    /// What to write instead.
    pub help: Option<String>,
}

/// What is wrong. Displayed as one sentence; nouns such as `a number` come from [`crate::Type::noun`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FlawKind {
    Empty,
    StrangeCharacter(char),
    /// Another language's way of writing a sign that exists here.
    WrongSign(String),
    UnclosedText,
    /// A backslash before something it cannot stand before.
    UnknownEscape(String),
    BadNumber(String),
    BadDay(String),
    /// Something else had to stand here.
    Expected {
        what: &'static str,
        found: String,
    },
    Unclosed(char),
    TooDeep,
    UnknownName(String),
    UnknownParameter(String),
    UnknownItem {
        variable: String,
        item: String,
    },
    UnknownFunction(String),
    /// The variable of a row, alone, is not a value.
    WholeRow(String),
    /// The variable of a row hides another name.
    NameTaken(String),
    Arguments {
        function: String,
        wants: &'static str,
    },
    WrongType {
        what: String,
        wants: &'static str,
        is: &'static str,
    },
    NotComparable {
        left: &'static str,
        right: &'static str,
    },
    NoOrder {
        sign: &'static str,
        is: &'static str,
    },
    NotAChoice(String),
    NothingInCommon,
    Branches {
        yes: &'static str,
        no: &'static str,
    },
    EmptyList,
    StrayList,
    NotYesOrNo(&'static str),
}

impl fmt::Display for FlawKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            FlawKind::Empty => write!(f, "the condition is empty"),
            FlawKind::StrangeCharacter(c) => write!(f, "`{c}` means nothing in a condition"),
            FlawKind::WrongSign(sign) => write!(f, "`{sign}` is not how conditions write this"),
            FlawKind::UnclosedText => write!(f, "the text has no closing quote"),
            FlawKind::UnknownEscape(text) => write!(f, "`{text}` stands for no character"),
            FlawKind::BadNumber(text) => write!(f, "`{text}` is not a number that can be kept exactly"),
            FlawKind::BadDay(text) => write!(f, "`{text}` is not a day of the calendar"),
            FlawKind::Expected { what, found } => write!(f, "{what} is expected here, not {found}"),
            FlawKind::Unclosed(bracket) => write!(f, "`{bracket}` is never closed"),
            FlawKind::TooDeep => write!(f, "the condition is nested too deeply to be read by anybody"),
            FlawKind::UnknownName(name) => write!(f, "no fact is called `{name}`"),
            FlawKind::UnknownParameter(name) => write!(f, "no parameter is called `{name}`"),
            FlawKind::UnknownItem { variable, item } => write!(f, "the rows `{variable}` stands for have no `{item}`"),
            FlawKind::UnknownFunction(name) => write!(f, "there is no function `{name}`"),
            FlawKind::WholeRow(name) => write!(f, "`{name}` is a whole row, not a value"),
            FlawKind::NameTaken(name) => write!(f, "`{name}` already means something else here"),
            FlawKind::Arguments { function, wants } => write!(f, "`{function}` takes {wants}"),
            FlawKind::WrongType { what, wants, is } => write!(f, "{what} must be {wants}, but this is {is}"),
            FlawKind::NotComparable { left, right } => write!(f, "{left} cannot be compared with {right}"),
            FlawKind::NoOrder { sign, is } => write!(f, "`{sign}` compares numbers or days, but this is {is}"),
            FlawKind::NotAChoice(id) => write!(f, "`{id}` is not one of the choices"),
            FlawKind::NothingInCommon => write!(f, "these two have no choice in common, so they can never be equal"),
            FlawKind::Branches { yes, no } => {
                write!(f, "both branches of `?:` must be alike, but one is {yes} and the other is {no}")
            }
            FlawKind::EmptyList => write!(f, "nothing is in an empty list"),
            FlawKind::StrayList => write!(f, "a list can only stand to the right of `in`"),
            FlawKind::NotYesOrNo(is) => write!(f, "a condition must be yes or no, but this is {is}"),
        }
    }
}

impl fmt::Display for Flaw {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.kind)?;
        match &self.help {
            Some(help) => write!(f, "; {help}"),
            None => Ok(()),
        }
    }
}
