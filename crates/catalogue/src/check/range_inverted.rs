//! The smallest is larger than the largest, or the last day is before the first.
//!
//! **Why it matters.** No answer would be accepted, or the rule would hold on no day.
//! **Remedy.** Exchange the two, or correct one.
//!
//! Bad: `min: 100` with `max: 10`. Good: `min: 10` with `max: 100`.

use rules::Day;
use rust_decimal::Decimal;

use super::Draft;
use crate::outline::Here;
use crate::source::At;
use crate::{Diagnostic, written};

pub(super) const CODE: &str = "range-inverted";

pub(super) fn check(draft: &Draft, found: &mut Vec<Diagnostic>) {
    for fact in draft.outline.facts_and_items() {
        let message = "the smallest is larger than the largest";
        found.extend(inverted::<_, Decimal>(fact, fact.it.min.as_ref(), fact.it.max.as_ref(), message));
    }
    let outline = &draft.outline;
    found.extend(outline.permits.iter().filter_map(|h| in_force(*h, &h.it.in_force)));
    found.extend(outline.duties.iter().filter_map(|h| in_force(*h, &h.it.in_force)));
    found.extend(outline.bans.iter().filter_map(|h| in_force(*h, &h.it.in_force)));
    for parameter in &outline.parameters {
        for value in &parameter.it.values {
            found.extend(inverted::<_, Day>(*parameter, Some(&value.from), value.until.as_ref(), DAYS));
        }
    }
}

const DAYS: &str = "the last day is before the first";

fn in_force<T>(here: Here<T>, it: &written::InForce) -> Option<Diagnostic> {
    inverted::<_, Day>(here, it.from.as_ref(), it.until.as_ref(), DAYS)
}

fn inverted<T, V: std::str::FromStr + Ord>(
    here: Here<T>,
    low: Option<&At<String>>,
    high: Option<&At<String>>,
    message: &str,
) -> Option<Diagnostic> {
    let (low, high) = (low?, high?);
    let (from, to) = (low.trim().parse::<V>().ok()?, high.trim().parse::<V>().ok()?);
    (from > to).then(|| Diagnostic::error(CODE, here.place(high), message).related(here.place(low), "compared with this"))
}
