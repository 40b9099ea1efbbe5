//! Positions of the protocol (lines and UTF-16 units, LSP 3.17 §Position) to bytes and back, and changes to a text.

use std::ops::Range;

use lsp_types::{Position, TextDocumentContentChangeEvent};

/// The byte of a position. Beyond a line it is the line's end, beyond the text the text's end, inside a character that
/// character's beginning: never a panic, whatever a client sends.
pub fn byte(text: &str, position: Position) -> usize {
    let Some(start) = line_starts(text).nth(position.line as usize) else { return text.len() };
    let mut units = 0;
    for (at, c) in text[start..].char_indices() {
        units += c.len_utf16();
        if c == '\n' || c == '\r' || units > position.character as usize {
            return start + at;
        }
    }
    text.len()
}

/// The position of a byte; of the character's beginning when it lies inside one.
pub fn position(text: &str, byte: usize) -> Position {
    let byte = (0..=byte.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    let (line, start) = line_starts(text).take_while(|start| *start <= byte).enumerate().last().unwrap_or((0, 0));
    let units: usize = text[start..byte].chars().map(char::len_utf16).sum();
    Position::new(u32::try_from(line).unwrap_or(u32::MAX), u32::try_from(units).unwrap_or(u32::MAX))
}

pub fn range(text: &str, bytes: Range<usize>) -> lsp_types::Range {
    lsp_types::Range::new(position(text, bytes.start), position(text, bytes.end.max(bytes.start)))
}

/// Puts one change in; without a range it is the whole text.
pub fn change(text: &mut String, change: TextDocumentContentChangeEvent) {
    match change.range {
        None => *text = change.text,
        Some(range) => {
            let (start, end) = (byte(text, range.start), byte(text, range.end));
            text.replace_range(start.min(end)..end.max(start), &change.text);
        }
    }
}

/// Lines end with `\n`, `\r\n` or `\r`.
fn line_starts(text: &str) -> impl Iterator<Item = usize> {
    let bytes = text.as_bytes();
    let ends = bytes.iter().enumerate().filter(|(at, byte)| match byte {
        b'\n' => true,
        b'\r' => bytes.get(at + 1) != Some(&b'\n'),
        _ => false,
    });
    std::iter::once(0).chain(ends.map(|(at, _)| at + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_count_utf16_units() {
        let text = "a食😀b\r\n食\rend";
        for (at, line, character) in
            [(0, 0, 0), (1, 0, 1), (4, 0, 2), (8, 0, 4), (9, 0, 5), (11, 1, 0), (14, 1, 1), (15, 2, 0), (18, 2, 3)]
        {
            assert_eq!(position(text, at), Position::new(line, character), "{at}");
            assert_eq!(byte(text, Position::new(line, character)), at, "{line}:{character}");
        }
    }

    #[test]
    fn positions_that_do_not_exist_are_moved_to_the_nearest_before() {
        let text = "a😀b\nc";
        assert_eq!(byte(text, Position::new(0, 2)), 1);
        assert_eq!(byte(text, Position::new(0, 99)), 6);
        assert_eq!(byte(text, Position::new(9, 0)), text.len());
        assert_eq!(position(text, 3), Position::new(0, 1));
        assert_eq!(position("", 7), Position::new(0, 0));
    }

    #[test]
    fn changes_apply_also_when_they_are_upside_down() {
        let mut text = "食: 😀x\n".to_owned();
        let range = lsp_types::Range::new(Position::new(0, 6), Position::new(0, 3));
        change(
            &mut text,
            TextDocumentContentChangeEvent { range: Some(range), range_length: None, text: "y".to_owned() },
        );
        assert_eq!(text, "食: y\n");
    }
}
