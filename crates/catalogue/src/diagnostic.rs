//! What is wrong with a definition: a code, a place, the reason and the way out.

use std::cmp::Ordering;

use serde::Serialize;

use crate::{Catalogue, Place, Places};

/// Whether a catalogue can still be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// There is no catalogue until this is repaired.
    Error,
    /// The catalogue works; somebody should look.
    Warning,
    /// Nothing is wrong; somebody may want to know.
    Note,
}

/// One thing an author should know. `catalogue::explain(code)` has the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// Kebab-case, for ever the same: `promise-longer-than-law`.
    pub code: &'static str,
    pub severity: Severity,
    /// One sentence without a full stop.
    pub message: String,
    pub place: Option<Place>,
    /// Other places that belong to it, each with what it shows.
    pub related: Vec<(Place, String)>,
    /// Why it is wrong.
    pub because: Option<String>,
    /// What to write instead.
    pub help: Option<String>,
}

impl Diagnostic {
    pub(crate) fn error(code: &'static str, place: Place, message: impl Into<String>) -> Self {
        Diagnostic {
            code,
            severity: Severity::Error,
            message: message.into(),
            place: Some(place),
            related: Vec::new(),
            because: None,
            help: None,
        }
    }

    pub(crate) fn warning(code: &'static str, place: Place, message: impl Into<String>) -> Self {
        Diagnostic { severity: Severity::Warning, ..Diagnostic::error(code, place, message) }
    }

    pub(crate) fn note(code: &'static str, place: Place, message: impl Into<String>) -> Self {
        Diagnostic { severity: Severity::Note, ..Diagnostic::error(code, place, message) }
    }

    /// About the whole catalogue or a whole file.
    pub(crate) fn anywhere(code: &'static str, message: impl Into<String>) -> Self {
        Diagnostic { place: None, ..Diagnostic::error(code, Place::new(0, 0..0), message) }
    }

    pub(crate) fn because(mut self, because: impl Into<String>) -> Self {
        self.because = Some(because.into());
        self
    }

    pub(crate) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    pub(crate) fn related(mut self, place: Place, shows: impl Into<String>) -> Self {
        self.related.push((place, shows.into()));
        self
    }

    /// Reading order.
    pub(crate) fn order(&self, other: &Self) -> Ordering {
        (&self.place, self.code, &self.message).cmp(&(&other.place, other.code, &other.message))
    }

    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }
}

/// A warning or note that its author allowed, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Allowed {
    pub diagnostic: Diagnostic,
    pub reason: String,
}

/// The outcome of a compilation: the catalogue when nothing is wrong, and everything there is to say.
#[derive(Clone, Debug)]
pub struct Checked {
    /// There exactly when no diagnostic is an error.
    pub catalogue: Option<Catalogue>,
    /// In reading order: by source, then by place.
    pub diagnostics: Vec<Diagnostic>,
    /// What would have been said if an `allow` beside the definition did not give a reason; in reading order.
    pub allowed: Vec<Allowed>,
    /// Where everything that was read is defined, also when there is no catalogue.
    pub places: Places,
}
