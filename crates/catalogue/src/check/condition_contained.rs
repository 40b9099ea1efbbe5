//! The same fact or paper is needed twice by one permit, and one of the two conditions contains the other.
//!
//! **Why it matters.** People read two reasons for one paper and wonder which holds; the next author changes only one of them.
//! **Remedy.** Keep the wider of the two, or write one entry with both reasons. The answer is exact.
//!
//! Bad: the floor plan `if: shop.area > 100` and again `if: shop.area > 500`. Good: the floor plan once, `if: shop.area > 100`.

use super::Draft;
use crate::outline::Here;
use crate::source::At;
use crate::{Diagnostic, Place, written};
use rules::Diagram;

pub(super) const CODE: &str = "condition-contained";

struct Wanted<'a> {
    name: &'a At<String>,
    applies: Option<&'a At<String>>,
}

pub(super) fn check(draft: &Draft, found: &mut Vec<Diagnostic>) {
    for permit in &draft.outline.permits {
        let needs = permit.it.needs.iter().map(|need| Wanted { name: &need.fact, applies: need.if_.as_ref() });
        twice(draft, *permit, "fact", &needs.collect::<Vec<_>>(), found);
        let papers = permit.it.evidence.iter().map(|need| Wanted { name: &need.evidence, applies: need.if_.as_ref() });
        twice(draft, *permit, "paper", &papers.collect::<Vec<_>>(), found);
    }
}

fn twice(draft: &Draft, permit: Here<written::Permit>, noun: &str, all: &[Wanted], found: &mut Vec<Diagnostic>) {
    let decided = draft.decided();
    let when = |wanted: &Wanted| -> Option<(Place, Diagram)> {
        let Some(at) = wanted.applies else { return Some((permit.place(wanted.name), decided.always())) };
        Some((permit.place(at), decided.at(&permit.place(at), at)?))
    };
    for (number, later) in all.iter().enumerate() {
        for earlier in all.iter().take(number).filter(|earlier| earlier.name.get() == later.name.get()) {
            let (Some((first, a)), Some((second, b))) = (when(earlier), when(later)) else { continue };
            let (narrow, wide) = if decided.implies(b, a) == Some(true) {
                (second, first)
            } else if decided.implies(a, b) == Some(true) {
                (first, second)
            } else {
                continue;
            };
            let message = format!("{noun} `{}` is needed here and, more widely, a second time", later.name.get());
            found.push(
                Diagnostic::warning(CODE, narrow, message)
                    .related(wide, "this contains it")
                    .because(format!("permit `{}` asks for it once", permit.it.permit.get()))
                    .help("keep the wider one"),
            );
        }
    }
}
