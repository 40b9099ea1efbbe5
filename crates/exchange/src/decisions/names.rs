//! Readable names from texts of others: unique, and such that definitions accept them.

use std::collections::BTreeSet;

/// Words beyond this say nothing more in a name.
const MOST_LETTERS: usize = 48;

/// Names already taken.
#[derive(Debug, Default)]
pub(super) struct Names(BTreeSet<String>);

impl Names {
    /// A new name from a text: lower-case words joined by `joint`; a number behind it when it is taken.
    pub(super) fn take(&mut self, prefix: &str, text: &str, joint: char) -> String {
        let base = format!("{prefix}{}", word(text, joint));
        let mut name = base.clone();
        let mut number = 2;
        while !self.0.insert(name.clone()) {
            name = format!("{base}{joint}{number}");
            number += 1;
        }
        name
    }
}

/// Lower-case words of plain letters and digits; begins with a letter.
pub(super) fn word(text: &str, joint: char) -> String {
    let mut name = String::new();
    for letter in text.chars().flat_map(char::to_lowercase) {
        let plain = match letter {
            'a'..='z' | '0'..='9' => Some(letter),
            'á' | 'à' | 'ä' | 'â' | 'å' => Some('a'),
            'é' | 'è' | 'ë' | 'ê' => Some('e'),
            'í' | 'ì' | 'ï' | 'î' => Some('i'),
            'ó' | 'ò' | 'ö' | 'ô' | 'ø' => Some('o'),
            'ú' | 'ù' | 'ü' | 'û' => Some('u'),
            'ç' => Some('c'),
            'ñ' => Some('n'),
            _ => None,
        };
        match plain {
            Some(plain) => name.push(plain),
            None if name.ends_with(joint) || name.is_empty() => {}
            None => name.push(joint),
        }
        if name.len() >= MOST_LETTERS && name.ends_with(joint) {
            break;
        }
    }
    let name = name.trim_end_matches(joint).to_owned();
    if matches!(name.as_str(), "true" | "false" | "in" | "null" | "param" | "any" | "yes" | "no") {
        return format!("is{joint}{name}");
    }
    if name.starts_with(|c: char| c.is_ascii_lowercase()) {
        return name;
    }
    if name.is_empty() { "unnamed".to_owned() } else { format!("n{joint}{name}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_made_of_what_can_be_read() {
        assert_eq!(word("Ja, een rijksmonument.", '-'), "ja-een-rijksmonument");
        assert_eq!(word("1 of 2", '_'), "n_1_of_2");
        assert_eq!(word("食品", '-'), "unnamed");
        assert_eq!(word("any", '-'), "is-any");
        let mut names = Names::default();
        assert_eq!(names.take("a.", "x y", '_'), "a.x_y");
        assert_eq!(names.take("a.", "X, y", '_'), "a.x_y_2");
    }
}
