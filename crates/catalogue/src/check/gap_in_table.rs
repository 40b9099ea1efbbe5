//! A decision table in which no row fits some case.
//!
//! **Why it matters.** For that case nothing would be decided, and nobody would be told.
//! **Remedy.** Add the missing row, or say under `otherwise` what holds where no row fits.
//! The answer is exact for everything said about facts one at a time; every possible combination is looked at.
//!
//! Bad: rows for `< 50` and `> 50`. Good: rows for `< 50` and `>= 50`.

use super::Draft;
use crate::Diagnostic;

pub(super) const CODE: &str = "gap-in-table";

pub(super) fn check(draft: &Draft, found: &mut Vec<Diagnostic>) {
    let decided = draft.decided();
    for (name, table) in draft.tables.read.iter().filter(|(_, table)| table.it.otherwise.is_none()) {
        let place = table.fact.place(&table.it.hit);
        let rows: Option<Vec<_>> = (0..table.rows.len()).map(|number| decided.row(name, number)).collect();
        let some = rows.and_then(|rows| decided.any(rows));
        let none = some.and_then(|some| decided.without(decided.always(), some)).and_then(|none| decided.accepted(none));
        let Some(none) = none else {
            decided.leave_open(&place);
            continue;
        };
        if decided.is_never(none) {
            continue;
        }
        // Without an example the gap may be one that no answers lead to.
        let Some(somebody) = decided.somebody(none) else {
            decided.leave_open(&place);
            continue;
        };
        let because = if somebody.is_empty() { "there is none".to_owned() } else { format!("nothing is decided for {somebody}") };
        found.push(
            Diagnostic::error(CODE, place, format!("no row of the table of `{name}` fits some case"))
                .because(because)
                .help("add a row, or `otherwise:`"),
        );
    }
}
