//! Why something was not carried out: the three kinds of "no" that can leave the office.

use std::fmt;

use casework::Refusal;
use store::Fault;

/// Turned away.
#[derive(Clone, Debug, PartialEq)]
pub enum Turned {
    /// The rules of casework say no, with data for a sentence.
    Refused(Box<Refusal>),
    /// No such case, permit, paper, licence.
    NotFound,
    /// Not this person's or this desk's business.
    NotAllowed,
    /// The same request key came with another request.
    KeyUsedTwice,
    /// A paper that is not accepted.
    Paper(PaperMistake),
    /// A ban applies to the plan as it stands: nothing can be filed.
    Banned(Vec<catalogue::BanId>),
    /// What keeps a form from being filed, all at once.
    Incomplete(Vec<journey::FormMistake>),
    /// Somebody else changed the case since the page was opened from which this was sent.
    Changed(Box<casework::Recorded>),
    /// A fault of ours: for operators.
    Fault(Fault),
}

/// Why a paper is not accepted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PaperMistake {
    Empty,
    /// The case has as many papers as it has room for.
    TooMany {
        max: usize,
    },
    TooLarge {
        bytes: u64,
        max: u64,
    },
    /// The content is not one of the accepted kinds, whatever the name says.
    WrongKind {
        looks_like: &'static str,
    },
    /// A PDF that asks for a password.
    Locked,
    /// Begins like the right kind but is cut off or broken.
    Broken,
    /// A PDF that carries scripts.
    Active,
}

impl From<Refusal> for Turned {
    fn from(refusal: Refusal) -> Self {
        Turned::Refused(Box::new(refusal))
    }
}

impl From<Fault> for Turned {
    fn from(fault: Fault) -> Self {
        Turned::Fault(fault)
    }
}

impl From<rules::CalendarGap> for Turned {
    fn from(gap: rules::CalendarGap) -> Self {
        Refusal::from(gap).into()
    }
}

impl fmt::Display for Turned {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Turned::Refused(refusal) => write!(f, "refused: {refusal}"),
            Turned::NotFound => f.write_str("not found"),
            Turned::NotAllowed => f.write_str("not allowed"),
            Turned::KeyUsedTwice => f.write_str("the request key was used for another request"),
            Turned::Paper(mistake) => write!(f, "paper not accepted: {mistake:?}"),
            Turned::Banned(bans) => write!(f, "a ban applies: {bans:?}"),
            Turned::Incomplete(mistakes) => write!(f, "not complete: {} open points", mistakes.len()),
            Turned::Changed(by) => write!(f, "changed meanwhile: event {}", by.seq),
            Turned::Fault(fault) => write!(f, "{fault}"),
        }
    }
}

impl std::error::Error for Turned {}
