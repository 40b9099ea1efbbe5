//! A word that is not one of the few possible ones.
//!
//! **Why it matters.** What it means cannot be guessed safely.
//! **Remedy.** Write one of the words of the list.
//!
//! Bad: `kind: license`. Good: `kind: licence`.

use super::Draft;
use crate::Diagnostic;
use crate::kind::a;

pub(super) const CODE: &str = "unknown-word";

pub(super) fn check(draft: &Draft, found: &mut Vec<Diagnostic>) {
    for closed in draft.outline.closed.iter().filter(|closed| !closed.among.contains(&closed.text)) {
        let message = format!("`{}` is not {}", closed.text, a(closed.what));
        let diagnostic = Diagnostic::error(CODE, closed.place.clone(), message)
            .because(format!("it must be one of {}", closed.among.join(", ")));
        found.push(draft.suggest(diagnostic, closed.text, closed.among.iter().copied()));
    }
}
