//! A wish can be found by other words in one language and by none in another.
//!
//! **Why it matters.** People type what they call it. Who speaks the other language types it, finds nothing and gives up.
//! **Remedy.** Write words people use under `also` in every language of the city.
//!
//! Bad: `also: { en: [tea room] }`. Good: `also: { en: [tea room], zh: [茶室] }`.

use super::Draft;
use crate::Diagnostic;

pub(super) const CODE: &str = "wish-not-findable";

pub(super) fn check(draft: &Draft, found: &mut Vec<Diagnostic>) {
    let Some(city) = draft.outline.cities.first() else { return };
    for event in &draft.outline.events {
        for wish in event.it.wishes.iter().filter(|wish| wish.also.values().any(|words| !words.is_empty())) {
            let has = |language: &str| wish.also.get(language).is_some_and(|words| !words.is_empty());
            let missing: Vec<&str> = city.it.languages.iter().map(|l| l.as_str()).filter(|l| !has(l)).collect();
            if !missing.is_empty() {
                let message = format!("wish `{}` has no words to find it by in {}", wish.wish.get(), missing.join(" and "));
                let help = "write what people call it under `also`";
                found.push(Diagnostic::warning(CODE, event.place(&wish.wish), message).help(help));
            }
        }
    }
}
