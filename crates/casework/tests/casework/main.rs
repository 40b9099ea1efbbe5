//! The one test binary of this room: stories, old records, properties.
#![allow(clippy::unwrap_used)]

#[path = "../../src/specimen.rs"]
mod specimen;

mod doing;
mod drawn;
mod properties;
mod records;
mod stories;
