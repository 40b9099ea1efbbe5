//! A text is the same in two languages: it was copied, not translated.
//!
//! **Why it matters.** Somebody reads a page half in a language that is not his, and no check of missing texts sees it.
//! **Remedy.** Translate it. A name that is the same everywhere is one word, or has none: those are not reported.
//!
//! Bad: `{ en: Tea room licence, zh: Tea room licence }`. Good: `{ en: Tea room licence, zh: 茶室许可 }`.

use super::Draft;
use crate::Diagnostic;
use crate::within::bracketed;

pub(super) const CODE: &str = "untranslated-words";

pub(super) fn check(draft: &Draft, found: &mut Vec<Diagnostic>) {
    let Some(city) = draft.outline.cities.first() else { return };
    for said in &draft.outline.words {
        let spoken = said.words.iter().filter(|(language, _)| city.it.languages.iter().any(|l| l.get() == *language));
        let texts: Vec<(&String, &str)> = spoken.map(|(language, text)| (language, text.trim())).collect();
        let twins = texts.iter().enumerate().find_map(|(at, (language, text))| {
            let other = texts.iter().take(at).find(|(_, other)| other == text)?;
            (words_in(text) > 1).then_some((other.0, *language))
        });
        if let Some((a, b)) = twins {
            let message = format!("words of {} are the same in {a} and {b}", said.owner);
            let place = bracketed(draft.sources, &said.place);
            found.push(Diagnostic::warning(CODE, place, message).help("translate one of them"));
        }
    }
}

/// Words of letters; each character of a script without spaces counts.
fn words_in(text: &str) -> usize {
    let wide = text.chars().filter(|c| c.is_alphabetic() && !c.is_ascii() && u32::from(*c) >= 0x2E80).count();
    let spaced = text.split_whitespace().filter(|word| word.chars().filter(char::is_ascii_alphabetic).count() > 1);
    wide + spaced.count()
}
