//! A parameter's history has an entry that changes nothing: the same value under the same law.
//!
//! **Why it matters.** A change of the law that was entered with the old number looks like this. People are judged by yesterday's limit.
//! **Remedy.** Write the new value, cite the new law, or take the entry out.
//!
//! Bad: `40` from 2000 and `40` again from 2021, both under `TEA 3`. Good: `40` from 2000, `50` from 2021.

use super::Draft;
use crate::Diagnostic;

pub(super) const CODE: &str = "history-says-nothing-new";

pub(super) fn check(draft: &Draft, found: &mut Vec<Diagnostic>) {
    for parameter in &draft.outline.parameters {
        let mut values: Vec<_> = parameter.it.values.iter().collect();
        values.sort_by_key(|value| value.from.get());
        for pair in values.windows(2) {
            let [earlier, later] = pair else { continue };
            let law = |value: &crate::written::ParameterValue| {
                value.law.iter().map(|at| at.get().clone()).collect::<std::collections::BTreeSet<_>>()
            };
            if earlier.value.trim() == later.value.trim() && law(earlier) == law(later) && earlier.until.is_none() {
                let message = format!("nothing changes for parameter `{}` on {}", parameter.it.parameter.get(), later.from.get());
                found.push(
                    Diagnostic::warning(CODE, parameter.place(&later.value), message)
                        .related(parameter.place(&earlier.value), "the value before")
                        .help("write the new value or its law, or take the entry out"),
                );
            }
        }
    }
}
