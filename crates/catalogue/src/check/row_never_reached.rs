//! A row of a decision table that decides no case: it fits none, or earlier rows fit all of its cases.
//!
//! **Why it matters.** It is dead text, and often a sign that the rows stand in the wrong order.
//! **Remedy.** Take it out, or move it before the rows that hide it.
//!
//! Bad: `hit: first` with a row of `any` above others. Good: the row of `any` last.

use super::Draft;
use crate::Diagnostic;

pub(super) const CODE: &str = "row-never-reached";

pub(super) fn check(draft: &Draft, found: &mut Vec<Diagnostic>) {
    let decided = draft.decided();
    for (name, table) in &draft.tables.read {
        let is_first = table.it.hit.as_str() == "first";
        let mut before = Some(decided.never());
        for (number, row) in table.it.rows.iter().enumerate() {
            let Some(fits) = decided.row(name, number) else { continue };
            let new = before.and_then(|before| decided.without(fits, before));
            let why = if decided.is_never(fits) {
                "no case fits it"
            } else if is_first && new.is_some_and(|new| decided.is_never(new)) {
                "the rows above fit every case that it fits"
            } else {
                before = before.and_then(|before| decided.or(before, fits));
                continue;
            };
            found.push(Diagnostic::warning(CODE, table.fact.place(&row.then), "this row decides nothing").because(why));
        }
    }
}
