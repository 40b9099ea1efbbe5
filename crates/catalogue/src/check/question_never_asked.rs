//! A question that can never be asked: wherever its answer is used, the fact's own `only_if` is false.
//!
//! **Why it matters.** The fact is written down and nobody is ever asked, so what hangs on it is never decided.
//! **Remedy.** Compare `only_if` with the conditions of the permits that use the fact. The answer is exact.
//!
//! Bad: `only_if: shop.area < 50`, needed only by a permit for `shop.area > 100`. Good: `only_if: shop.area > 100`.

use super::needed_but_not_asked::uses;
use super::Draft;
use crate::Diagnostic;

pub(super) const CODE: &str = "question-never-asked";

pub(super) fn check(draft: &Draft, found: &mut Vec<Diagnostic>) {
    let decided = draft.decided();
    for fact in &draft.outline.facts {
        let Some(at) = &fact.it.only_if else { continue };
        let place = fact.place(at);
        let Some(asked) = decided.at(&place, at).filter(|asked| decided.cannot_be(*asked) == Some(false)) else { continue };
        let (uses, elsewhere) = uses(draft, fact.it.fact.get());
        if uses.is_empty() || elsewhere {
            continue;
        }
        let meets = uses.iter().map(|(_, used)| decided.cannot_be(decided.and(*used, asked)?));
        let never: Option<bool> = meets.collect::<Option<Vec<_>>>().map(|all| all.into_iter().all(|never| never));
        match never {
            Some(true) => {
                let message = format!("fact `{}` can never be asked where it is used", fact.it.fact.get());
                let diagnostic = Diagnostic::warning(CODE, place, message).help("correct `only_if`, or the permit");
                found.push(uses.iter().fold(diagnostic, |d, (place, _)| d.related(place.clone(), "used here")));
            }
            Some(false) => {}
            None => decided.leave_open(&place),
        }
    }
}
