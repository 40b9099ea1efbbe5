//! The same article is cited twice in one list.
//!
//! **Why it matters.** People read the same law twice and look for the difference; usually another article was meant.
//! **Remedy.** Take one out, or write the article that was meant.
//!
//! Bad: `law: [TEA 35, TEA 35]`. Good: `law: [TEA 35, TEA 36]`.

use super::Draft;
use crate::Diagnostic;
use crate::build::citation;

pub(super) const CODE: &str = "duplicate-citation";

pub(super) fn check(draft: &Draft, found: &mut Vec<Diagnostic>) {
    let lists = draft.outline.lists_of_law.iter().filter_map(|range| draft.outline.citations.get(range.clone()));
    for list in lists {
        for (at, later) in list.iter().enumerate() {
            let same = |text: &str| {
                let (a, b) = (citation(text), citation(later.text));
                a.law == b.law && a.article == b.article
            };
            if let Some(earlier) = list.iter().take(at).find(|earlier| same(earlier.text)) {
                found.push(
                    Diagnostic::warning(CODE, later.place.clone(), format!("`{}` is cited twice here", later.text.trim()))
                        .related(earlier.place.clone(), "the first time")
                        .help("take one out, or write the article that was meant"),
                );
            }
        }
    }
}
