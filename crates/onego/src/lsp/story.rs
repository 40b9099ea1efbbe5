//! Names in stories: the words of their tables and of the lines that begin them. What people say stays prose.

use std::ops::Range;

/// A word that may be a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word<'a> {
    pub bytes: Range<usize>,
    pub word: &'a str,
}

/// Words that are names rather than sentences, in reading order.
pub fn words(text: &str) -> Vec<Word<'_>> {
    let mut found = Vec::new();
    let mut start = 0;
    let mut said: Option<usize> = None;
    for line in text.split_inclusive('\n') {
        let written = line.trim_end();
        if written.trim_start().starts_with('|') {
            let cells = cells(written);
            if let Some(number) = cells.iter().position(|cell| written[cell.clone()].trim() == "does") {
                said = Some(number);
            }
            for (number, cell) in cells.into_iter().enumerate() {
                let content = &written[cell.clone()];
                // What somebody says or writes follows a colon.
                let end = if said == Some(number) { named_part(content) } else { content.len() };
                take(&content[..end], start + cell.start, &mut found);
            }
        } else {
            said = None;
            if ["on:", "people:", "down:", "event:"].iter().any(|key| written.starts_with(key)) {
                take(written, start, &mut found);
            }
        }
        start += line.len();
    }
    found
}

fn named_part(content: &str) -> usize {
    [": ", " with condition "].iter().filter_map(|mark| content.find(mark)).min().unwrap_or(content.len())
}

fn cells(line: &str) -> Vec<Range<usize>> {
    let bars: Vec<usize> = line.match_indices('|').map(|(at, _)| at).collect();
    let mut cells: Vec<Range<usize>> = bars.windows(2).map(|pair| pair[0] + 1..pair[1]).collect();
    cells.extend(bars.last().map(|last| last + 1..line.len()).filter(|rest| !rest.is_empty()));
    cells
}

fn take<'a>(content: &'a str, base: usize, found: &mut Vec<Word<'a>>) {
    let mut at = 0;
    for piece in content.split(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '-' | '.'))) {
        let word = piece.trim_matches(['.', '-']);
        if !word.is_empty() {
            let start = base + at + (piece.len() - piece.trim_start_matches(['.', '-']).len());
            found.push(Word { bytes: start..start + word.len(), word });
        }
        at += piece.len() + content[at + piece.len()..].chars().next().map_or(0, char::len_utf8);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_name_things_and_prose_does_not() {
        let text = "# shop.area\n\non: 2026-03-02, event: open-shop\npeople: 林 (tea-office)\n\nshop.area is big.\n\n\
            | given | value |\n|---|---|\n| shop.area | 86 |\n\n| day | who | does | then |\n|--|--|--|--|\n\
            | 03-02 | 林 | asks about floor-plan: Where is shop.area? | tea-room.limit; 食 tea-room is paused. |\n";
        let words: Vec<&str> = words(text)
            .iter()
            .map(|w| {
                assert_eq!(&text[w.bytes.clone()], w.word);
                w.word
            })
            .collect();
        assert_eq!(words.iter().filter(|w| **w == "shop.area").count(), 1);
        assert!(words.contains(&"tea-office") && words.contains(&"open-shop") && words.contains(&"floor-plan"));
        assert!(words.contains(&"tea-room") && !words.contains(&"Where"));
    }
}
