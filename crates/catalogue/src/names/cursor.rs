//! Where somebody is typing: which keys lead there, and whether a key or a value is being written. Works on indentation
//! and brackets only, because a text that is just being typed is rarely YAML.

use std::ops::Range;

/// The place of typing in the form of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Cursor {
    /// The keys from the top of the file, without the numbers of list entries. For a value its own key is the last.
    pub path: Vec<String>,
    pub slot: Typing,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Typing {
    /// A key, or an entry whose shape is not clear yet.
    Key,
    /// A value: where it begins.
    Value { from: usize },
    /// A comment: nothing is offered.
    Nothing,
}

/// Looks at the text up to `at` (a byte between characters).
pub(super) fn cursor(text: &str, at: usize) -> Cursor {
    let mut scan = Scan { text: &text[..at], at: 0, keys: Vec::new(), brackets: Vec::new(), ended: None };
    while scan.ended.is_none() {
        scan.line();
    }
    let slot = scan.ended.unwrap_or(Typing::Nothing);
    let mut path: Vec<String> = scan.keys.into_iter().map(|(_, key)| key).collect();
    path.extend(scan.brackets.into_iter().filter_map(|bracket| bracket.key));
    Cursor { path, slot }
}

/// The other keys of the mapping that is written around a byte, as far as they stand on its lines or in its brackets.
pub(super) fn siblings(text: &str, at: usize) -> Vec<String> {
    let here = cursor(text, at).path;
    let whole = crate::read::definition_around(text, at).unwrap_or(0..text.len());
    let ends = keys_of(text, whole);
    ends.into_iter()
        .filter(|end| *end != at)
        .filter_map(|end| {
            let there = cursor(text, end);
            let (last, before) = there.path.split_last()?;
            (before == here && matches!(there.slot, Typing::Value { .. })).then(|| last.clone())
        })
        .collect()
}

/// The bytes just after each `key:` in a range.
fn keys_of(text: &str, within: Range<usize>) -> Vec<usize> {
    let ends = text[within.clone()].match_indices(':').map(|(at, _)| within.start + at + 1);
    // A definition with more keys than this is no definition.
    ends.take(400).collect()
}

struct Bracket {
    is_mapping: bool,
    key: Option<String>,
}

struct Scan<'a> {
    text: &'a str,
    at: usize,
    /// Keys of block mappings with their columns, outermost first.
    keys: Vec<(usize, String)>,
    brackets: Vec<Bracket>,
    ended: Option<Typing>,
}

impl<'a> Scan<'a> {
    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    fn end_of_line(&self) -> usize {
        self.rest().find('\n').map_or(self.text.len(), |n| self.at + n)
    }

    fn is_last_line(&self) -> bool {
        !self.rest().contains('\n')
    }

    fn next_line(&mut self) {
        self.at = (self.end_of_line() + 1).min(self.text.len());
    }

    /// One line of block style, from its beginning.
    fn line(&mut self) {
        let start = self.at;
        let line = &self.text[start..self.end_of_line()];
        let mut column = line.len() - line.trim_start_matches(' ').len();
        let mut content = &line[column..];
        while let Some(rest) = content.strip_prefix('-').filter(|rest| rest.is_empty() || rest.starts_with(' ')) {
            column += 1 + (rest.len() - rest.trim_start_matches(' ').len());
            content = rest.trim_start_matches(' ');
        }
        let last = self.is_last_line();
        if content.starts_with('#') || (content.trim().is_empty() && !last) {
            if last {
                self.ended = Some(Typing::Nothing);
            }
            self.next_line();
            return;
        }
        self.at = start + column;
        let continues = self.continues(column, content);
        if !continues {
            self.keys.retain(|(indent, _)| *indent < column);
        }
        match key(content) {
            Some((name, length)) if !continues => {
                self.keys.push((column, name));
                self.at += length;
                self.value(column);
            }
            _ if continues => self.plain(start + column),
            _ if content.starts_with(['{', '[']) => self.flow(),
            _ if last => {
                let listed = line.trim_start().starts_with('-');
                // An entry of a list may become a mapping or stay a word; the form decides.
                self.ended = Some(if listed { Typing::Value { from: self.at } } else { Typing::Key });
            }
            _ => self.next_line(),
        }
    }

    /// Whether a line deeper than its key goes on with a text that began there.
    fn continues(&self, column: usize, content: &str) -> bool {
        let Some((indent, _)) = self.keys.last() else { return false };
        column > *indent && !content.is_empty() && key(content).is_none() && {
            let before = self.text[..self.at].trim_end();
            let line = before.rsplit('\n').next().unwrap_or_default();
            // After `key:` alone something new begins.
            !line.trim_end().ends_with(':') && !self.text[self.at - column..self.at].contains('-')
        }
    }

    /// What follows `key:` on its line.
    fn value(&mut self, column: usize) {
        let end = self.end_of_line();
        let spaces = self.rest().len() - self.rest().trim_start_matches(' ').len();
        self.at = (self.at + spaces).min(end);
        let from = self.at;
        match self.rest().chars().next() {
            Some('{' | '[') => self.flow(),
            Some(quote @ ('"' | '\'')) => self.quoted(quote, from),
            Some('|' | '>') if !self.is_last_line() => self.block(column),
            Some('#') => self.end_or_next(Typing::Nothing),
            _ => self.plain(from),
        }
    }

    fn end_or_next(&mut self, typing: Typing) {
        if self.is_last_line() {
            self.ended = Some(typing);
        }
        self.next_line();
    }

    fn plain(&mut self, from: usize) {
        let is_comment = self.text[from..self.end_of_line()].contains(" #");
        self.end_or_next(if is_comment { Typing::Nothing } else { Typing::Value { from } });
    }

    /// The lines of a `|` or `>` text.
    fn block(&mut self, column: usize) {
        self.next_line();
        let from = self.at;
        loop {
            let line = &self.text[self.at..self.end_of_line()];
            let indent = line.len() - line.trim_start_matches(' ').len();
            if !line.trim().is_empty() && indent <= column {
                return;
            }
            if self.is_last_line() {
                // A line that is still empty belongs to the text as long as it is indented deeper than the key.
                self.ended = (indent > column).then_some(Typing::Value { from });
                if self.ended.is_none() {
                    self.keys.retain(|(at, _)| *at < indent);
                    self.ended = Some(Typing::Key);
                }
                return;
            }
            self.next_line();
        }
    }

    /// A quoted text, perhaps over several lines.
    fn quoted(&mut self, quote: char, from: usize) {
        match end_of_quote(&self.text[self.at..], quote) {
            Some(length) => {
                self.at += length;
                self.end_or_next(Typing::Nothing);
            }
            None => self.ended = Some(Typing::Value { from: from + 1 }),
        }
    }

    /// Brackets, from the opening one to the end of the line after the closing one.
    fn flow(&mut self) {
        let mut word = self.at;
        while let Some(c) = self.rest().chars().next() {
            let here = self.at;
            self.at += c.len_utf8();
            let is_start = self.text[word..here].trim().is_empty();
            match c {
                '"' | '\'' if is_start => match end_of_quote(&self.text[here..], c) {
                    Some(length) => self.at = here + length,
                    None => {
                        self.ended = Some(self.typing(here + 1));
                        return;
                    }
                },
                '{' | '[' if is_start => {
                    self.brackets.push(Bracket { is_mapping: c == '{', key: None });
                    word = self.at;
                }
                '}' | ']' => {
                    self.brackets.pop();
                    if self.brackets.is_empty() {
                        self.end_or_next(Typing::Nothing);
                        return;
                    }
                    word = self.at;
                }
                ',' => {
                    if let Some(bracket) = self.brackets.last_mut().filter(|bracket| bracket.is_mapping) {
                        bracket.key = None;
                    }
                    word = self.at;
                }
                ':' if self.rest().is_empty() || self.rest().starts_with([' ', '\n', '"', '\'', '{', '[']) => {
                    let name = self.text[word..here].trim().trim_matches(['"', '\'']).to_owned();
                    if let Some(bracket) = self.brackets.last_mut().filter(|b| b.is_mapping && b.key.is_none()) {
                        bracket.key = Some(name);
                        word = self.at;
                    }
                }
                '#' if self.text[..here].ends_with([' ', '\n']) => {
                    let end = self.end_of_line();
                    if end == self.text.len() {
                        self.ended = Some(Typing::Nothing);
                        return;
                    }
                    self.at = end;
                    word = end;
                }
                _ => {}
            }
        }
        let spaces = self.text[word..].len() - self.text[word..].trim_start().len();
        self.ended = Some(self.typing(word + spaces));
    }

    fn typing(&self, from: usize) -> Typing {
        match self.brackets.last() {
            Some(Bracket { is_mapping: true, key: None }) => Typing::Key,
            _ => Typing::Value { from },
        }
    }
}

/// A key at the beginning of a text, and how long it is with its colon.
fn key(content: &str) -> Option<(String, usize)> {
    let colon = content.find(':')?;
    let after = &content[colon + 1..];
    let name = content[..colon].trim_matches(['"', '\'']);
    let is_name = !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.'));
    (is_name && (after.is_empty() || after.starts_with([' ', '\r']))).then(|| (name.to_owned(), colon + 1))
}

/// How long a quoted text is, with both quotes.
fn end_of_quote(text: &str, quote: char) -> Option<usize> {
    let mut letters = text.char_indices().skip(1);
    while let Some((at, c)) = letters.next() {
        match c {
            '\\' if quote == '"' => drop(letters.next()),
            _ if c == quote => {
                if quote == '\'' && text[at + 1..].starts_with('\'') {
                    letters.next();
                } else {
                    return Some(at + 1);
                }
            }
            _ => {}
        }
    }
    None
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    /// The cursor at `¦`.
    fn at(marked: &str) -> (String, Typing) {
        let byte = marked.find('¦').unwrap();
        let found = cursor(&marked.replace('¦', ""), byte);
        (found.path.join("/"), found.slot)
    }

    #[track_caller]
    fn value(marked: &str, path: &str, written: &str) {
        let byte = marked.find('¦').unwrap();
        let (found, slot) = at(marked);
        let Typing::Value { from } = slot else { panic!("{found}: {slot:?}") };
        assert_eq!((found.as_str(), &marked[from..byte]), (path, written));
    }

    #[test]
    fn keys_lead_to_the_place() {
        assert_eq!(at("¦"), (String::new(), Typing::Key));
        assert_eq!(at("permits:\n  - permit: a\n    auth¦"), ("permits".into(), Typing::Key));
        assert_eq!(
            at("permits:\n  - permit: a\n    needs:\n      - fact: x\n        wh¦"),
            ("permits/needs".into(), Typing::Key)
        );
        assert_eq!(
            at("permits:\n  - permit: a\n    needs:\n      - { fact: x, ¦"),
            ("permits/needs".into(), Typing::Key)
        );
        assert_eq!(
            at("permits:\n  - permit: a\n    needed_when:\n      if: >-\n        a ||\n        b\n    k¦"),
            ("permits".into(), Typing::Key)
        );
        assert_eq!(at("# a¦"), (String::new(), Typing::Nothing));
    }

    #[test]
    fn values_begin_where_they_are_written() {
        value("permits:\n  - permit: a\n    authority: mar¦", "permits/authority", "mar");
        value("permits:\n- permit: a\n  authority: mar¦", "permits/authority", "mar");
        value("permits:\n  - needs: [{ why: { en: \"食, 😀\" }, fact: x.y¦", "permits/needs/fact", "x.y");
        value(
            "permits:\n  - needed_when:\n      if: >-\n        a ||\n        b.¦",
            "permits/needed_when/if",
            "        a ||\n        b.",
        );
        value("permits:\n  - needed_when:\n      if: a ||\n        b.¦", "permits/needed_when/if", "b.");
        value("permits:\n  - needed_when: { if: 'x == \"¦", "permits/needed_when/if", "x == \"");
        value("events:\n  - permits: [a, b¦", "events/permits", "b");
        value("events:\n  - permits:\n      - a\n      - b¦", "events/permits", "b");
        value("events:\n  - wishes:\n      - answers: { venue.kind: ba¦", "events/wishes/answers/venue.kind", "ba");
    }
}
