//! A decision table that cannot be read.
//!
//! **Why it matters.** A row that means something else than its author thinks decides wrongly for everybody it fits.
//! **Remedy.** Every row has one cell for each input, in the order of `over`: `any`, a value of the input, several with commas between,
//! `< 5`, `[1..5)` (a parenthesis leaves its end out) or `not(…)`. `then` is a value of the fact, or `= …` with what computes it.
//! A fact has `derive` or `table`, not both.
//!
//! Bad: `over: [shop.area, tea.brews]` with `{ if: ["< 50"], then: small }`. Good: `{ if: ["< 50", any], then: small }`.

use super::Draft;
use crate::Diagnostic;

pub(super) const CODE: &str = "unreadable-table";

pub(super) fn check(draft: &Draft, found: &mut Vec<Diagnostic>) {
    for slip in &draft.tables.slips {
        let diagnostic = Diagnostic::error(CODE, slip.place.clone(), slip.message.clone());
        found.push(match slip.help {
            Some(help) => diagnostic.help(help),
            None => diagnostic,
        });
    }
    for (item, fact) in draft.outline.items.iter().map(|(_, item)| (item, item.it)) {
        if let Some(table) = &fact.table {
            let message = "an item of rows cannot be computed by a table";
            found.push(Diagnostic::error(CODE, item.place(&table.hit), message));
        }
    }
}
