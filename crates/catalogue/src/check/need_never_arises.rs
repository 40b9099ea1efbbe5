//! An `if` inside a permit that nobody who needs the permit can meet.
//!
//! **Why it matters.** The paper, fact, rule or commitment behind it is dead text, and probably somebody else was meant to bring it.
//! **Remedy.** Compare the `if` with `needed_when`: it only counts where the permit is needed. The answer is exact.
//!
//! Bad: needed when `shop.area > 100`, a paper `if: shop.area < 50`. Good: a paper `if: shop.area > 500`.

use super::Draft;
use crate::outline::Here;
use crate::source::At;
use crate::{Diagnostic, written};

pub(super) const CODE: &str = "need-never-arises";

pub(super) fn check(draft: &Draft, found: &mut Vec<Diagnostic>) {
    let decided = draft.decided();
    for permit in &draft.outline.permits {
        let needed_at = &permit.it.needed_when.if_;
        let Some(needed) = decided.at(&permit.place(needed_at), needed_at) else { continue };
        if decided.cannot_be(needed) != Some(false) {
            continue;
        }
        for (what, at) in inner(*permit) {
            let place = permit.place(at);
            let Some(applies) = decided.at(&place, at).filter(|applies| decided.cannot_be(*applies) == Some(false)) else {
                continue;
            };
            match decided.and(needed, applies).and_then(|both| decided.cannot_be(both)) {
                Some(true) => found.push(
                    Diagnostic::warning(CODE, place, format!("nobody who needs this permit ever meets this {what}"))
                        .related(permit.place(needed_at), "who needs the permit")
                        .help("correct one of the two conditions"),
                ),
                Some(false) => {}
                None => decided.leave_open(&place),
            }
        }
    }
}

/// The conditions inside a permit that only count where it is needed, each with what hangs on it.
pub(super) fn inner(permit: Here<'_, written::Permit>) -> Vec<(&'static str, &At<String>)> {
    let it = permit.it;
    let needs = it.needs.iter().filter_map(|need| Some(("condition of a fact", need.if_.as_ref()?)));
    let papers = it.evidence.iter().filter_map(|need| Some(("condition of a paper", need.if_.as_ref()?)));
    let rules = it.rules.iter().filter_map(|rule| Some(("condition of a rule", rule.if_.as_ref()?)));
    let commitment = it.commitment.iter().filter_map(|by| Some(("condition of the commitment", by.if_.as_ref()?)));
    needs.chain(papers).chain(rules).chain(commitment).collect()
}
