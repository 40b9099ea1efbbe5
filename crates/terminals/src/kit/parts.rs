//! The parts of pages. Each takes translated text and draws markup that works without script.
//!
//! A part with many settings is a struct with defaults that renders itself: `(Field { name: "seats", label: "Seats", ..Field::default() })`.
//! The few words that belong to a part come from [`crate::words::Say`], given as first argument of its function.
//! No part knows permits, cases or people.

mod actions;
mod desk;
mod forms;
mod journey;
mod licence;
mod reports;
mod status;
mod text;
mod track;

pub use actions::*;
pub use desk::*;
pub use forms::*;
pub use journey::*;
pub use licence::*;
pub use reports::*;
pub use status::*;
pub use text::*;
pub use track::*;

/// Text, or nothing when it is empty, for attributes that should be absent then.
pub(crate) fn some(text: &str) -> Option<&str> {
    (!text.is_empty()).then_some(text)
}
