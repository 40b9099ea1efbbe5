//! Specimens and properties of values, days and conditions.

mod calendar;
mod evaluation;
mod explanation;
mod flaws;
mod oracle;
mod town;
