//! One meaning under two names: two facts of one type that people cannot tell apart.
//!
//! **Why it matters.** Somebody answers the same question twice, and when he answers differently, two offices decide on two truths.
//! **Remedy.** Keep one and use it everywhere; where they differ, let the names say how.
//! Facts are taken for the same when their names for people read alike in some language, or when their own names differ only by a letter.
//!
//! Bad: `shop.area` and `shop.areas`, both “Area”. Good: `shop.area` and `shop.dining_area`, “Area” and “Dining area”.

use super::{Draft, words};
use crate::Diagnostic;
use crate::outline::Here;
use crate::written::Fact;

pub(super) const CODE: &str = "same-fact-twice";

/// Shorter names are alike by chance.
const SHORTEST: usize = 8;

pub(super) fn check(draft: &Draft, found: &mut Vec<Diagnostic>) {
    let facts = &draft.outline.facts;
    for (at, fact) in facts.iter().enumerate() {
        let earlier = facts.iter().take(at).find_map(|earlier| Some((earlier, alike(*earlier, *fact)?)));
        let Some((earlier, how)) = earlier else { continue };
        let message = format!("fact `{}` looks like `{}`", fact.it.fact.get(), earlier.it.fact.get());
        found.push(
            Diagnostic::warning(CODE, fact.place(&fact.it.fact), message)
                .related(earlier.place(&earlier.it.fact), "the other one")
                .because(how)
                .help("keep one of them, or let the names say how they differ"),
        );
    }
}

fn alike(a: Here<Fact>, b: Here<Fact>) -> Option<String> {
    if a.it.kind.get() != b.it.kind.get() || a.it.fact.get() == b.it.fact.get() {
        return None;
    }
    let languages = words::alike(&a.it.name, &b.it.name);
    if !languages.is_empty() {
        return Some(format!("both are of one type, and their names read alike in {}", languages.join(" and ")));
    }
    let (short, long) = (plain(a.it.fact.get()), plain(b.it.fact.get()));
    (short.len().min(long.len()) >= SHORTEST && one_letter_apart(&short, &long))
        .then(|| "both are of one type, and their names differ by a letter".to_owned())
}

fn plain(name: &str) -> String {
    name.chars().filter(|c| *c != '_').collect()
}

/// Equal, or equal when one letter is added, left out or changed. Numbers that differ are meant to.
fn one_letter_apart(a: &str, b: &str) -> bool {
    let common = a.chars().zip(b.chars()).take_while(|(a, b)| a == b).count();
    let rest = |text: &str, skip: usize| text.chars().skip(skip).collect::<String>();
    let (left, right) = (rest(a, common), rest(b, common));
    let digit = |text: &str| text.chars().next().is_some_and(|c| c.is_ascii_digit());
    if digit(&left) || digit(&right) {
        return false;
    }
    left.is_empty() && right.is_empty()
        || rest(&left, 1) == right
        || left == rest(&right, 1)
        || !left.is_empty() && !right.is_empty() && rest(&left, 1) == rest(&right, 1)
}
