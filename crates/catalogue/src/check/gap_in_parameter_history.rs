//! The history of a parameter has a gap or two values for one day.
//!
//! **Why it matters.** On that day nobody knows which threshold the law sets.
//! **Remedy.** A value holds until the next begins; write `until` only when there was none afterwards.
//!
//! Bad: `until: 2020-12-31` followed by `from: 2021-02-01`. Good: no `until`, or `from: 2021-01-01`.

use rules::Day;

use super::Draft;
use crate::Diagnostic;

pub(super) const CODE: &str = "gap-in-parameter-history";

pub(super) fn check(draft: &Draft, found: &mut Vec<Diagnostic>) {
    for parameter in &draft.outline.parameters {
        let name = parameter.it.parameter.get();
        if parameter.it.values.is_empty() {
            let place = parameter.place(&parameter.it.parameter);
            let message = format!("parameter `{name}` has no value");
            found.push(Diagnostic::error(CODE, place, message).help("add one under `values`"));
        }
        let written = parameter.it.values.iter();
        let mut values: Vec<_> = written.filter_map(|value| Some((value.from.parse::<Day>().ok()?, value))).collect();
        values.sort_by_key(|(from, _)| *from);
        for pair in values.windows(2) {
            let [(earlier_from, earlier), (from, later)] = pair else { continue };
            let until = earlier.until.as_ref().and_then(|until| until.parse::<Day>().ok());
            let message = match until {
                _ if earlier_from == from => format!("parameter `{name}` has two values from {from}"),
                Some(until) if until >= *from => format!("parameter `{name}` has two values on {from}"),
                Some(until) if until.plus_days(1) < *from => {
                    format!("parameter `{name}` has no value from {} to {}", until.plus_days(1), from.plus_days(-1))
                }
                _ => continue,
            };
            let before = parameter.place(earlier.until.as_ref().unwrap_or(&earlier.from));
            let place = parameter.place(&later.from);
            found.push(Diagnostic::error(CODE, place, message).related(before, "the value before"));
        }
    }
}
