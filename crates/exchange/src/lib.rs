//! Translates between onego's definitions and the formats other people keep theirs in.
//!
//! Texts go in and values come out, or the other way round. One module a format; what a format cannot say, or says and we
//! cannot, stands at the top of its module. What is not here: files, the clock, a rule that holds for one city only.

pub mod cpsv_ap;
pub mod decisions;
pub mod dmn;
pub mod event_log;
pub mod form_schema;
pub mod licence_finder;
mod unreadable;

pub use unreadable::Unreadable;
