//! The one test binary of this room: stories, old records, properties.

#[path = "../../src/specimen.rs"]
mod specimen;

mod properties;
mod records;
mod stories;
