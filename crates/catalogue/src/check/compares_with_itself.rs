//! A comparison of something with itself.
//!
//! **Why it matters.** It is always true or always false, so the rule looks as if it decided something and decides nothing. The other
//! side was probably meant to be another fact.
//! **Remedy.** Name the other fact.
//!
//! Bad: `shop.area > shop.area`. Good: `shop.area > shop.dining_area`.

use super::{Draft, parts};
use crate::Diagnostic;
use crate::outline::Stated;
use crate::within::within;

pub(super) const CODE: &str = "compares-with-itself";

pub(super) fn check(draft: &Draft, found: &mut Vec<Diagnostic>) {
    for stated in &draft.outline.conditions {
        let leaves = parts::parts(stated.text).leaves();
        for leaf in leaves.into_iter().filter(|leaf| stated.text.get(leaf.clone()).is_some_and(same_sides)) {
            let place = within(draft.sources, &stated.place, stated.text, leaf);
            found.push(
                Diagnostic::warning(CODE, place, "both sides of this comparison are the same")
                    .because(format!("it belongs to {}", stated.owner))
                    .help("name the other fact that is meant"),
            );
        }
    }
}

pub(super) fn any(stated: &Stated) -> bool {
    parts::parts(stated.text).leaves().into_iter().any(|leaf| stated.text.get(leaf).is_some_and(same_sides))
}

fn same_sides(text: &str) -> bool {
    let plain = |side: &str| side.split_whitespace().collect::<String>();
    parts::comparison(text).is_some_and(|(left, _, right)| plain(left) == plain(right))
}
