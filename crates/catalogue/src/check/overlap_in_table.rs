//! Rows of a decision table that fit the same case although its hit policy excludes that.
//!
//! **Why it matters.** Two rows would decide the same case; under `any` they would even contradict each other.
//! **Remedy.** Make the rows exclude each other, or say `hit: first` when the earlier row is meant to win.
//!
//! Bad: `hit: unique` with rows `<= 50` and `>= 50`. Good: `<= 50` and `> 50`.

use super::Draft;
use crate::Diagnostic;

pub(super) const CODE: &str = "overlap-in-table";

pub(super) fn check(draft: &Draft, found: &mut Vec<Diagnostic>) {
    let decided = draft.decided();
    for (name, table) in draft.tables.read.iter().filter(|(_, table)| table.it.hit.as_str() != "first") {
        let is_any = table.it.hit.as_str() == "any";
        let place = |number: usize| table.it.rows.get(number).map(|row| table.fact.place(&row.then));
        let value = |number: usize| table.rows.get(number).map(|(_, then)| then);
        let mut before = Some(decided.never());
        for number in 0..table.rows.len() {
            let (Some(fits), Some(here)) = (decided.row(name, number), place(number)) else { continue };
            let meets = before.and_then(|before| decided.and(fits, before));
            before = before.and_then(|before| decided.or(before, fits));
            if meets.is_some_and(|meets| decided.is_never(meets)) {
                continue;
            }
            // Only a row that meets the others is looked at together with each of them.
            for earlier in (0..number).filter(|earlier| !is_any || value(number) != value(*earlier)) {
                let (Some(there), Some(other)) = (decided.row(name, earlier), place(earlier)) else { continue };
                let both = decided.and(fits, there);
                if both.is_some_and(|both| decided.is_never(both)) {
                    continue;
                }
                let Some(somebody) = both.and_then(|both| decided.somebody(both)) else {
                    decided.leave_open(&here);
                    continue;
                };
                let say = if is_any { "two rows fit the same case and differ" } else { "two rows fit the same case" };
                let diagnostic = Diagnostic::error(CODE, here.clone(), say).related(other, "the other row");
                let diagnostic = match somebody.is_empty() {
                    true => diagnostic.because("both fit every case"),
                    false => diagnostic.because(format!("both fit {somebody}")),
                };
                found.push(diagnostic.help("or write `hit: first`"));
                break;
            }
        }
    }
}
