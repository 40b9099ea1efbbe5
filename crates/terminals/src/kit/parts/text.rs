//! What people wrote, and numbers inside sentences.

use maud::{Markup, html};

use crate::words::{Language, Say};

/// Which language a text is written in, by its letters: a Chinese character says about as much as three Latin ones.
/// Nothing when there are no letters to tell it by.
pub fn language_of(text: &str) -> Option<Language> {
    let han = text.chars().filter(|c| matches!(c, '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{3ffff}')).count();
    let latin = text.chars().filter(char::is_ascii_alphabetic).count();
    match (han * 3, latin) {
        (0, 0) => None,
        (han, latin) if han >= latin => Some(Language::Zh),
        _ => Some(Language::En),
    }
}

/// What somebody wrote, marked with its language where that is not the page's, so that it is read aloud and set right.
pub fn spoken(say: Say, text: &str) -> Markup {
    match language_of(text).filter(|l| *l != say.language()) {
        Some(language) => html! { span lang=(language.tag()) { (with_numbers(text)) } },
        None => with_numbers(text),
    }
}

/// A sentence whose numbers of cases and permits (`RS26-4187-K`) do not break at their hyphens.
pub fn with_numbers(text: &str) -> Markup {
    let part = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '-';
    let mut pieces: Vec<(bool, &str)> = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let is = part(first);
        let end = rest.find(|c| part(c) != is).unwrap_or(rest.len());
        let (piece, after) = rest.split_at(end);
        let number = is && piece.len() > 6 && piece.contains('-') && piece.bytes().any(|b| b.is_ascii_digit());
        pieces.push((number, piece));
        rest = after;
    }
    html! { @for (number, piece) in pieces { @if number { span.unbroken { (piece) } } @else { (piece) } } }
}

#[cfg(test)]
mod tests {
    use super::{language_of, spoken, with_numbers};
    use crate::words::{Language, Words};

    #[test]
    fn what_is_written_in_the_other_language_says_so() {
        let (en, zh) = (Words::load().say(Language::En), Words::load().say(Language::Zh));
        assert_eq!(language_of("12 %"), None);
        assert_eq!(language_of("按图施工（B1层）"), Some(Language::Zh));
        assert_eq!(language_of("Built as on the plan of 云杉大酒楼"), Some(Language::En));
        assert_eq!(spoken(en, "Keep it free").into_string(), "Keep it free");
        assert_eq!(spoken(zh, "Keep <it> free").into_string(), "<span lang=\"en\">Keep &lt;it&gt; free</span>");
        assert!(spoken(en, "请保持畅通").into_string().starts_with("<span lang=\"zh-"));
    }

    #[test]
    fn numbers_hold_together_and_nothing_is_lost() {
        let drawn = with_numbers("Filed as SS26-758364-B on 2026-03-04, see -- or A-B & <b>.").into_string();
        assert!(drawn.contains("<span class=\"unbroken\">SS26-758364-B</span>"), "{drawn}");
        let plain = drawn.replace("<span class=\"unbroken\">", "").replace("</span>", "");
        assert_eq!(plain, "Filed as SS26-758364-B on 2026-03-04, see -- or A-B &amp; &lt;b&gt;.");
    }
}
