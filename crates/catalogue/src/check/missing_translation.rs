//! Words for people lack a language of the city.
//!
//! **Why it matters.** Somebody reads a page half in a language that is not his.
//! **Remedy.** Write the text in every language listed under `languages` of the city.
//!
//! Bad: `name: { en: Food business licence }`. Good: `name: { en: Food business licence, zh: 食品经营许可 }`.

use super::Draft;
use crate::Diagnostic;
use crate::within::bracketed;

pub(super) const CODE: &str = "missing-translation";

pub(super) fn check(draft: &Draft, found: &mut Vec<Diagnostic>) {
    let Some(city) = draft.outline.cities.first() else { return };
    let languages: Vec<&str> = city.it.languages.iter().map(|language| language.as_str()).collect();
    if languages.is_empty() {
        let place = city.place(&city.it.city);
        found.push(Diagnostic::error(CODE, place, "the city has no language").help("write `languages: [zh, en]`"));
        return;
    }
    for said in &draft.outline.words {
        let place = bracketed(draft.sources, &said.place);
        let is_there = |language: &&str| said.words.get(*language).is_some_and(|text| !text.trim().is_empty());
        let missing: Vec<&str> = languages.iter().copied().filter(|language| !is_there(language)).collect();
        if !missing.is_empty() {
            let message = format!("words of {} are missing in {}", said.owner, missing.join(" and "));
            let help = missing.iter().map(|language| format!("`{language}: …`")).collect::<Vec<_>>().join(" and ");
            found.push(Diagnostic::error(CODE, place.clone(), message).help(format!("add {help}")));
        }
        for other in said.words.keys().filter(|key| !languages.contains(&key.as_str())) {
            let message = format!("`{other}` is not a language of the city");
            let diagnostic = Diagnostic::warning(CODE, place.clone(), message)
                .because(format!("the city speaks {}", languages.join(", ")));
            found.push(diagnostic);
        }
    }
}
