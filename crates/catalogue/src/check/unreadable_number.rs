//! A number that cannot be read.
//!
//! **Why it matters.** A limit or a fee that nobody can compare is none.
//! **Remedy.** Write digits with a point: `150`, `0.5`; no unit, no thousands separator.
//!
//! Bad: `max: 1,500`. Good: `max: 1500`.

use rust_decimal::Decimal;

use super::Draft;
use crate::Diagnostic;

pub(super) const CODE: &str = "unreadable-number";

pub(super) fn check(draft: &Draft, found: &mut Vec<Diagnostic>) {
    for text in draft.outline.numbers.iter().filter(|text| text.text.trim().parse::<Decimal>().is_err()) {
        found.push(
            Diagnostic::error(CODE, text.place.clone(), format!("`{}` is not a number", text.text))
                .because(format!("it stands in {}", text.owner))
                .help("write digits with a point, without unit: `150.5`"),
        );
    }
}
