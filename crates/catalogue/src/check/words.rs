//! Comparing words of people: what reads alike is alike.

use std::collections::BTreeMap;

/// A text as a reader sees it: without case, space and punctuation.
pub(super) fn read(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The languages in which two texts read alike.
pub(super) fn alike<'a>(a: &'a BTreeMap<String, String>, b: &BTreeMap<String, String>) -> Vec<&'a str> {
    let same = |(language, text): &(&String, &String)| {
        let text = read(text);
        !text.is_empty() && b.get(*language).is_some_and(|other| read(other) == text)
    };
    a.iter().filter(same).map(|(language, _)| language.as_str()).collect()
}
