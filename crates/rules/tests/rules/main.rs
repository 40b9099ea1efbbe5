//! Specimens and properties of values, days and conditions.

#![allow(clippy::unwrap_used)]

mod asking;
mod calendar;
mod differences;
mod evaluation;
mod explanation;
mod flaws;
mod large;
mod oracle;
mod points;
mod slices;
mod tables;
mod town;
