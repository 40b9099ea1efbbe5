//! Repeated groups as people fill them in: a line for each partner, each food handler, each session.

use std::collections::BTreeMap;

use catalogue::Fact;
use rules::{Day, Row};

use super::{EntryMistake, read, tidy};

/// Reads the lines of a list. A line in which nothing is written is no row; the mistakes name the line as it was typed,
/// counted from zero, with the item. An item that cannot be read is left out of its row, so that the rest is kept.
pub fn read_rows(
    fact: &Fact,
    typed: &[BTreeMap<String, String>],
    today: Day,
) -> (Vec<Row>, Vec<(usize, String, EntryMistake)>) {
    let mut rows = Vec::new();
    let mut mistakes = Vec::new();
    for (number, line) in typed.iter().enumerate() {
        if line.values().all(|entry| tidy(entry, false).is_empty()) {
            continue;
        }
        let mut row = Row::new();
        for item in &fact.items {
            let entry = line.get(item.id.as_str()).map_or("", String::as_str);
            match read(item, entry, today) {
                Ok(Some(value)) => drop(row.insert(item.id.to_string(), value)),
                Ok(None) => {}
                Err(mistake) => mistakes.push((number, item.id.to_string(), mistake)),
            }
        }
        rows.push(row);
    }
    (rows, mistakes)
}
