//! Two names of one kind that differ only in capital letters or in `-`, `_` and `.`.
//!
//! **Why it matters.** Nobody hears the difference; sooner or later somebody cites the wrong law or asks the wrong fact.
//! **Remedy.** Rename one of them.
//!
//! Bad: laws `TEA` and `Tea`. Good: laws `TEA` and `TEA-RULES`.

use std::collections::BTreeMap;

use super::Draft;
use crate::outline::Defined;
use crate::{Diagnostic, Kind};

pub(super) const CODE: &str = "names-differ-in-case";

pub(super) fn check(draft: &Draft, found: &mut Vec<Diagnostic>) {
    let mut first: BTreeMap<(Kind, String), &Defined> = BTreeMap::new();
    for defined in &draft.outline.defined {
        let plain = defined.name.chars().filter(|c| !"-_.".contains(*c)).flat_map(char::to_lowercase).collect();
        let earlier = *first.entry((defined.kind, plain)).or_insert(defined);
        if earlier.name != defined.name {
            let message = format!("`{}` and `{}` are hard to tell apart", earlier.name, defined.name);
            found.push(
                Diagnostic::warning(CODE, defined.place.clone(), message)
                    .related(earlier.place.clone(), "the other one")
                    .help("rename one of them"),
            );
        }
    }
}
