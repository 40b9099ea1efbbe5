//! A part of a condition that changes nothing: with it and without it the condition says the same.
//!
//! **Why it matters.** Whoever reads it believes that it matters, and somebody may be asked for a fact only because of it.
//! Often a limit was changed in one place and forgotten in another.
//! **Remedy.** Take the part out, or correct it. The answer is exact: both conditions have the same outcome for every accepted answer.
//!
//! Bad: `shop.area > 500 && shop.area > 100`. Good: `shop.area > 500`.

use super::never_applies::has_cause;
use super::{Draft, decided, parts};
use crate::Diagnostic;
use crate::outline::Stated;
use crate::within::within;

pub(super) const CODE: &str = "part-changes-nothing";

pub(super) fn check(draft: &Draft, found: &mut Vec<Diagnostic>) {
    for stated in draft.outline.conditions.iter().filter(|stated| !stated.role.computes()) {
        let leaves = parts::parts(stated.text).leaves();
        let idle = idle(draft, stated, leaves.len());
        let mut shown = idle.iter().filter_map(|at| leaves.get(*at)).map(|leaf| {
            let said = stated.text.get(leaf.clone()).unwrap_or_default();
            (said, within(draft.sources, &stated.place, stated.text, leaf.clone()))
        });
        let Some((said, place)) = shown.next() else { continue };
        let diagnostic = Diagnostic::warning(CODE, place, format!("`{said}` changes nothing here"))
            .because(format!("the condition of {} says the same without it", stated.owner))
            .help("take it out, or correct it");
        found.push(shown.fold(diagnostic, |d, (_, place)| d.related(place, "nor does this, once the other is gone")));
    }
}

/// The parts without which all that is left still says the same, last ones first.
fn idle(draft: &Draft, stated: &Stated, leaves: usize) -> Vec<usize> {
    let decided = draft.decided();
    let (Some(whole), true) = (decided.stated(stated), (2..=decided::MOST_PARTS).contains(&leaves)) else {
        return Vec::new();
    };
    let Some(accepted) = decided.accepted(whole) else { return Vec::new() };
    let certain = decided.is_never(accepted) || decided.implies(decided.always(), whole) != Some(false);
    if certain || has_cause(draft, stated) {
        return Vec::new();
    }
    let same = |without: &[usize]| {
        let left = decided.with_parts(stated.text, &|part| !without.contains(&part));
        let both_ways = left.and_then(|left| Some(decided.implies(left, whole)? && decided.implies(whole, left)?));
        both_ways == Some(true)
    };
    let mut out = Vec::new();
    for at in (0..leaves).rev() {
        out.push(at);
        // Something must be left.
        if out.len() == leaves || !same(&out) {
            out.pop();
        }
    }
    out
}
