//! From a part of a written value to the bytes of the source: quotes, escapes and folded lines shift them.

use crate::{Place, Source};

/// The place of `part` of `value`, which was written at `place`; all of `place` when the writing is too clever to follow.
pub(crate) fn within(sources: &[Source], place: &Place, value: &str, part: std::ops::Range<usize>) -> Place {
    let raw = sources.get(place.source).and_then(|s| s.text.get(place.range())).unwrap_or_default();
    let Some(offsets) = offsets(raw, value) else { return place.clone() };
    let base = place.bytes.start;
    match (offsets.get(part.start), offsets.get(part.end)) {
        (Some(start), Some(end)) => Place::new(place.source, base + start..base + (*end).max(*start)),
        _ => place.clone(),
    }
}

/// The whole of a mapping or list in brackets, of which only the opening bracket is known.
pub(crate) fn bracketed(sources: &[Source], place: &Place) -> Place {
    let Some(text) = sources.get(place.source).and_then(|s| s.text.get(place.bytes.start..)) else {
        return place.clone();
    };
    let mut depth = 0usize;
    let mut quote = None;
    let mut previous = ' ';
    for (at, c) in text.char_indices() {
        match (quote, c) {
            (Some(q), _) if c == q => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') if " [{,:".contains(previous) => quote = Some(c),
            (None, '{' | '[') => depth += 1,
            (None, '}' | ']') => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 {
            let end = if at == 0 { place.bytes.end } else { place.bytes.start + at + c.len_utf8() };
            return Place::new(place.source, place.bytes.start..end);
        }
        previous = c;
    }
    place.clone()
}

/// For every byte of the value, and for its end, the byte of the writing.
fn offsets(raw: &str, value: &str) -> Option<Vec<usize>> {
    if raw == value {
        return Some((0..=raw.len()).collect());
    }
    let mut map = Vec::with_capacity(value.len() + 1);
    let style = raw.chars().next()?;
    let mut at = match style {
        '"' | '\'' => 1,
        // The header of a block scalar is a line of its own; the reader may or may not count it to the value.
        '|' | '>' => raw.find('\n')? + 1,
        _ => 0,
    };
    let mut letters = value.chars().peekable();
    while let Some(wanted) = letters.next() {
        if wanted.is_whitespace() {
            let skipped = raw[at..].len() - raw[at..].trim_start().len();
            if skipped == 0 {
                // A block scalar's last line break, or an escape: nothing can be said about what follows an escape.
                if raw[at..].is_empty() || style == '"' {
                    map.extend(std::iter::repeat_n(at, wanted.len_utf8()))
                } else {
                    return None;
                }
                if style == '"' && raw[at..].starts_with('\\') {
                    at += 2;
                }
                continue;
            }
            // White space between two words of the value is that between the same words of the writing, however much
            // of it a fold or the indentation takes away.
            let mut length = wanted.len_utf8();
            while let Some(more) = letters.next_if(|c| c.is_whitespace()) {
                length += more.len_utf8();
            }
            map.extend(std::iter::repeat_n(at, length));
            at += skipped;
            continue;
        }
        at += raw[at..].len() - raw[at..].trim_start().len();
        let length = match (style, raw.get(at..)?) {
            ('\'', rest) if wanted == '\'' && rest.starts_with("''") => 2,
            ('"', rest) if rest.starts_with('\\') && rest[1..].starts_with(wanted) => 1 + wanted.len_utf8(),
            (_, rest) if rest.starts_with(wanted) => wanted.len_utf8(),
            _ => return None,
        };
        // The bytes of one letter stay together.
        map.extend((0..wanted.len_utf8()).map(|n| at + n.min(length)));
        at += length;
    }
    map.push(at);
    Some(map)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn part(raw: &str, value: &str, word: &str) -> String {
        let sources = [Source::new("a", raw)];
        let start = value.find(word).unwrap();
        let place = within(&sources, &Place::new(0, 0..raw.len()), value, start..start + word.len());
        raw[place.range()].to_owned()
    }

    #[test]
    fn a_word_is_found_in_every_style() {
        assert_eq!(part("a && bad", "a && bad", "bad"), "bad");
        assert_eq!(part("'a == ''x'' && bad'", "a == 'x' && bad", "bad"), "bad");
        assert_eq!(part("\"a == \\\"x\\\" && bad\"", "a == \"x\" && bad", "bad"), "bad");
        assert_eq!(part("\"食 == \\\"品\\\" && bad\"", "食 == \"品\" && bad", "bad"), "bad");
        assert_eq!(part(">-\n  a &&\n  bad\n", "a && bad", "bad"), "bad");
        assert_eq!(part("|\n  a &&\n  bad\n", "a &&\nbad\n", "bad"), "bad");
        assert_eq!(part("a &&\n      bad", "a && bad", "bad"), "bad");
        // Lines that are indented more than the first of a folded text keep their line breaks.
        assert_eq!(part("a\n    || b\n      && bad\n", "a\n  || b\n    && bad\n", "bad"), "bad");
    }

    #[test]
    fn what_cannot_be_followed_is_shown_whole() {
        assert_eq!(part("\"\\u0061 && bad\"", "a && bad", "bad"), "\"\\u0061 && bad\"");
    }
}
