//! The licence, its sticker or a saying on it leaves out what it cannot be without.
//!
//! **Why it matters.** Whoever stands at the door cannot tell what the paper is, or has no way to check it.
//! **Remedy.** Put the block or the blank back; the order is free.
//!
//! Bad: `sticker: [title, name]`. Good: `sticker: [qr, code, name]`.

use super::Draft;
use crate::within::bracketed;
use crate::{Diagnostic, paper};

pub(super) const CODE: &str = "licence-leaves-out";

pub(super) fn check(draft: &Draft, found: &mut Vec<Diagnostic>) {
    for (here, _) in &draft.outline.papers {
        let lists = [
            ("the licence", &here.it.blocks, paper::BLOCKS_NEEDED),
            ("the sticker", &here.it.sticker, paper::STICKER_NEEDED),
        ];
        for (what, list, needed) in lists {
            let Some(first) = list.first() else { continue };
            for block in needed.iter().filter(|block| !list.iter().any(|at| at.get() == *block)) {
                let message = format!("{what} has no block `{block}`");
                found.push(
                    Diagnostic::error(CODE, here.place(first), message).help(format!("add `{block}` to the list")),
                );
            }
        }
    }
    for here in &draft.outline.sayings {
        let saying = here.it.saying.as_str();
        let place = bracketed(draft.sources, &here.place(&here.it.text));
        for blank in paper::blanks_needed(saying) {
            for (language, _) in here.it.text.get().iter().filter(|(_, text)| !text.contains(&format!("{{{blank}}}"))) {
                let message = format!("the {language} words of `{saying}` do not say `{{{blank}}}`");
                found.push(
                    Diagnostic::error(CODE, place.clone(), message).help(format!("write `{{{blank}}}` into them")),
                );
            }
        }
    }
}
