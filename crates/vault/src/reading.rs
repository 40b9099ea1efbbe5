//! Who looked, what for, and the line about it that the person can read.

use crate::SubjectId;

/// Why personal data is opened. Closed: a new reason is a decision, not a string.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PurposeCode {
    /// A form is filled in advance with what the city already knows.
    Prefill,
    /// The person looks at their own data.
    OwnView,
    /// An official decides on a permit.
    Decide,
    /// An official of another authority was asked for advice.
    Consult,
    /// A representative acts for the person.
    Represent,
    /// Somebody at a counter helps the person.
    Window,
    /// A licence is written out.
    Licence,
    /// A message to the person is written.
    Notice,
    /// An inspector prepares or does a visit.
    Inspect,
    /// An appeal is heard.
    Appeal,
    /// It is found out whether a policy fits the person.
    Match,
    /// The person takes their data away.
    Export,
    /// Somebody checks the work of others.
    Audit,
    /// It is found out what a change of the law would mean for the case.
    Transition,
    /// A demonstration with invented people.
    Demo,
}

impl PurposeCode {
    pub const ALL: [PurposeCode; 15] = [
        PurposeCode::Prefill,
        PurposeCode::OwnView,
        PurposeCode::Decide,
        PurposeCode::Consult,
        PurposeCode::Represent,
        PurposeCode::Window,
        PurposeCode::Licence,
        PurposeCode::Notice,
        PurposeCode::Inspect,
        PurposeCode::Appeal,
        PurposeCode::Match,
        PurposeCode::Export,
        PurposeCode::Audit,
        PurposeCode::Transition,
        PurposeCode::Demo,
    ];

    /// The written form; it stands in reading rows for ever, so it never changes.
    pub fn as_str(self) -> &'static str {
        match self {
            PurposeCode::Prefill => "prefill",
            PurposeCode::OwnView => "own-view",
            PurposeCode::Decide => "decide",
            PurposeCode::Consult => "consult",
            PurposeCode::Represent => "represent",
            PurposeCode::Window => "window",
            PurposeCode::Licence => "licence",
            PurposeCode::Notice => "notice",
            PurposeCode::Inspect => "inspect",
            PurposeCode::Appeal => "appeal",
            PurposeCode::Match => "match",
            PurposeCode::Export => "export",
            PurposeCode::Audit => "audit",
            PurposeCode::Transition => "transition",
            PurposeCode::Demo => "demo",
        }
    }

    pub fn parse(written: &str) -> Option<PurposeCode> {
        PurposeCode::ALL.into_iter().find(|code| code.as_str() == written)
    }
}

/// A reason together with the case and permit it belongs to, if any.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Purpose {
    pub code: PurposeCode,
    pub case: Option<String>,
    pub permit: Option<String>,
}

impl Purpose {
    /// A reason outside any case.
    pub fn plain(code: PurposeCode) -> Self {
        Purpose { code, case: None, permit: None }
    }

    pub fn in_case(code: PurposeCode, case: impl Into<String>) -> Self {
        Purpose { code, case: Some(case.into()), permit: None }
    }

    pub fn for_permit(code: PurposeCode, case: impl Into<String>, permit: impl Into<String>) -> Self {
        Purpose { code, case: Some(case.into()), permit: Some(permit.into()) }
    }
}

/// Who looks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor {
    pub id: String,
    /// The authority's id, `self`, or a counter such as `window-07`.
    pub office: String,
}

/// One line of the reading log: it is written before anything is opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opening {
    pub at_us: i64,
    pub subject: SubjectId,
    pub actor: Actor,
    pub purpose: Purpose,
    /// The names of the facts, each once, in the order in which they were asked for.
    pub facts: Vec<String>,
    /// How many sealed values were opened; more than `facts` if one fact stands in several streams.
    pub count: u32,
}
