//! A block or line of the licence is listed twice, or two files say what the licence looks like.
//!
//! **Why it matters.** The same words are printed twice, and of two papers nobody knows which one is meant.
//! **Remedy.** Take one out.
//!
//! Bad: `blocks: [title, facts, parts, facts]`. Good: `blocks: [title, facts, parts]`.

use super::Draft;
use crate::Diagnostic;

pub(super) const CODE: &str = "listed-twice";

pub(super) fn check(draft: &Draft, found: &mut Vec<Diagnostic>) {
    if let [(_, first), (_, second), ..] = draft.outline.papers.as_slice() {
        found.push(
            Diagnostic::error(CODE, second.clone(), "a second `licence:` is written")
                .related(first.clone(), "the first one")
                .help("keep one of them"),
        );
    }
    for (here, _) in &draft.outline.papers {
        for list in [&here.it.blocks, &here.it.facts, &here.it.sticker] {
            for (at, later) in list.iter().enumerate() {
                if let Some(earlier) = list.iter().take(at).find(|earlier| earlier.get() == later.get()) {
                    found.push(
                        Diagnostic::error(CODE, here.place(later), format!("`{}` is listed twice", later.get()))
                            .related(here.place(earlier), "the first time")
                            .help("take one out"),
                    );
                }
            }
        }
    }
}
