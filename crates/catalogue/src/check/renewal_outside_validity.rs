//! The renewal window opens before the permit begins, or the permit has no end to renew before.
//!
//! **Why it matters.** People would be told to renew on the day they get it, or waits for a window that never opens.
//! **Remedy.** The window is shorter than `valid`; a permit that is `open` or ends with a fact has none.
//!
//! Bad: `valid: 1 m` with `renew_from: 90 d`. Good: `valid: 5 y` with `renew_from: 90 d`.

use rules::Span;

use super::Draft;
use super::lengths::{at_least, at_most};
use crate::Diagnostic;

pub(super) const CODE: &str = "renewal-outside-validity";

pub(super) fn check(draft: &Draft, found: &mut Vec<Diagnostic>) {
    for permit in &draft.outline.permits {
        let grants = &permit.it.grants;
        let valid = grants.valid.trim();
        for at in grants.renew_from.iter().chain(&grants.renew_until) {
            let wrong = match (valid.parse::<Span>(), at.parse::<Span>()) {
                (Ok(valid), Ok(before)) if at_least(before) >= at_most(valid) => {
                    format!("renewal {before} before the end is before the beginning of {valid}")
                }
                (Err(_), Ok(_)) if valid == "open" => "a permit without an end is never renewed".to_owned(),
                _ => continue,
            };
            let diagnostic = Diagnostic::warning(CODE, permit.place(at), wrong);
            found.push(diagnostic.related(permit.place(&grants.valid), "how long it is valid"));
        }
    }
}
