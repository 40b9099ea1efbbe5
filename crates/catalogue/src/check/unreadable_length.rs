//! A length of time that cannot be read.
//!
//! **Why it matters.** A clock without a length never rings.
//! **Remedy.** Write a number and its unit: `10 wd` working days, `20 d` calendar days, `6 m` months, `5 y` years, `0 wd` at once.
//!
//! Bad: `within: 10 working days`. Good: `within: 10 wd`.

use rules::Span;

use super::Draft;
use crate::Diagnostic;

pub(super) const CODE: &str = "unreadable-length";

pub(super) fn check(draft: &Draft, found: &mut Vec<Diagnostic>) {
    for text in &draft.outline.spans {
        if let Err(wrong) = text.text.trim().parse::<Span>() {
            let (message, help) = wrong.split_once("; ").unwrap_or((&wrong, ""));
            let diagnostic = Diagnostic::error(CODE, text.place.clone(), message)
                .because(format!("it stands in {}", text.owner));
            found.push(if help.is_empty() { diagnostic } else { diagnostic.help(help) });
        }
    }
}
