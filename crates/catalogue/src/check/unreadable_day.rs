//! A day that does not exist or is not written as a day.
//!
//! **Why it matters.** Nobody can say on which day the rule begins or ends.
//! **Remedy.** Write year, month and day: `2026-03-02`.
//!
//! Bad: `from: 2026-02-30`. Good: `from: 2026-02-28`.

use rules::Day;

use super::Draft;
use crate::Diagnostic;

pub(super) const CODE: &str = "unreadable-day";

pub(super) fn check(draft: &Draft, found: &mut Vec<Diagnostic>) {
    for text in &draft.outline.days {
        if let Err(wrong) = text.text.trim().parse::<Day>() {
            let (message, help) = wrong.split_once("; ").unwrap_or((&wrong, ""));
            let diagnostic = Diagnostic::error(CODE, text.place.clone(), message)
                .because(format!("it stands in {}", text.owner));
            found.push(if help.is_empty() { diagnostic } else { diagnostic.help(help) });
        }
    }
}
