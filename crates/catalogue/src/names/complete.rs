//! What could be written at a place.

use std::ops::Range;

use super::conditions::{ASKED, Expected, FUNCTIONS, expected};
use super::cursor::{Cursor, Typing, cursor, siblings};
use super::schema::{self, Form};
use super::slots::{Slot, slot};
use super::{About, Definition, Names, Thing, word_around};
use crate::Kind;
use crate::overlay::LISTS;

/// Something to write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Completion {
    /// What is shown and searched: the name.
    pub label: String,
    /// What takes the place of [`Offer::replaces`].
    pub writes: String,
    /// What it is: nothing for keys and words of the form.
    pub thing: Option<Thing>,
    /// One short line.
    pub detail: String,
    /// Some Markdown.
    pub doc: String,
}

/// All completions at a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// The bytes that a completion takes the place of: the word that is being typed.
    pub replaces: Range<usize>,
    pub completions: Vec<Completion>,
}

/// What could be written at a byte of a definition file.
pub fn complete(text: &str, byte: usize, names: &Names) -> Offer {
    let byte = (0..=byte.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    let word = word_around(text, byte);
    let here = cursor(text, byte);
    let around = Around { text, byte, names };
    let completions = match here.slot {
        Typing::Nothing => Vec::new(),
        Typing::Key => around.keys(&here),
        Typing::Value { from } => around.value(&here, from),
    };
    Offer { replaces: word, completions }
}

struct Around<'a> {
    text: &'a str,
    byte: usize,
    names: &'a Names,
}

impl Around<'_> {
    fn keys(&self, here: &Cursor) -> Vec<Completion> {
        if let Some((key, before)) = here.path.split_last() {
            // A value that begins on its own line, and answers whose keys are facts.
            if let Some(slot) = schema::form(before).and_then(|form| slot(form.name, key)) {
                let line = self.text[..self.byte].rfind('\n').map_or(0, |n| n + 1);
                return self.slot(slot, line);
            }
            if key == "answers" {
                return self.of_kind(Kind::Fact);
            }
        }
        schema::form(&here.path).map(|form| self.keys_of(form)).unwrap_or_default()
    }

    fn keys_of(&self, form: Form) -> Vec<Completion> {
        let taken = siblings(self.text, self.byte);
        let over = self.names.are_layered;
        let has_colon = self.text[word_around(self.text, self.byte).end..].starts_with(':');
        let keys = form.keys().into_iter().filter(|key| !taken.iter().any(|taken| taken == key.name));
        keys.map(|key| Completion {
            label: key.name.to_owned(),
            writes: if has_colon {
                key.name.to_owned()
            } else {
                format!("{}:{}", key.name, if key.holds_more { "" } else { " " })
            },
            thing: None,
            detail: if key.required && !over { "must be there" } else { "may be there" }.to_owned(),
            doc: key.doc.to_owned(),
        })
        .collect()
    }

    fn value(&self, here: &Cursor, from: usize) -> Vec<Completion> {
        let Some((key, before)) = here.path.split_last() else { return Vec::new() };
        if before.last().is_some_and(|before| before == "answers") {
            return self.choices(key, true, '"');
        }
        if let [list] = before
            && let Some((.., Some(kind))) = LISTS.iter().find(|(name, naming, _)| name == list && naming == key)
            && self.names.are_layered
        {
            return self.of_kind(*kind);
        }
        let Some(form) = schema::form(before) else { return Vec::new() };
        if let Some(slot) = slot(form.name, key) {
            return self.slot(slot, from);
        }
        // An entry of a list of mappings that has only begun.
        let is_word = word_around(self.text, self.byte).start <= from;
        match schema::form(&here.path) {
            Some(inner) if is_word => self.keys_of(inner),
            _ => Vec::new(),
        }
    }

    fn slot(&self, slot: Slot, from: usize) -> Vec<Completion> {
        match slot {
            Slot::Name(kind) => self.of_kind(kind),
            Slot::Word(words) => words.iter().map(|word| plain(word, "")).collect(),
            Slot::Citation => {
                let written = self.text[from..self.byte].trim_start_matches(['"', '\'', ' ']);
                if written.contains(' ') {
                    return vec![plain("recalled", "the text was not read; never shown to applicants as law")];
                }
                self.of_kind(Kind::Law)
            }
            Slot::Validity => {
                if self.text[from..self.byte].trim_start().starts_with("until ") {
                    return self.of_kind(Kind::Fact);
                }
                vec![plain("open", "without an end"), plain("until", "until the day that a fact says")]
            }
            Slot::Code => crate::codes().map(|code| plain(code, crate::explain(code).unwrap_or_default())).collect(),
            Slot::Condition => self.condition(from),
        }
    }

    fn condition(&self, from: usize) -> Vec<Completion> {
        let before = &self.text[from..self.byte];
        let after = self.text[self.byte..].lines().next().unwrap_or_default();
        // In a text in double quotes the double quotes of the condition would need escapes.
        let in_double = self.text[..from].ends_with('"');
        let quote = if in_double { '\'' } else { '"' };
        match expected(before, after, |name| self.is_rows(name)) {
            Expected::Choice { of, quoted } => {
                let choices = self.choices(&of, quoted, quote);
                // Not a choice: another value of the same type.
                if choices.is_empty() && !quoted { self.any_name(&[]) } else { choices }
            }
            Expected::Item { rows } => self.items(&rows),
            Expected::Asked { rows } => ASKED
                .iter()
                .map(|(asked, help)| Completion {
                    label: format!("{rows}.{asked}"),
                    writes: format!("{rows}.{asked}("),
                    ..plain(asked, help)
                })
                .collect(),
            Expected::Name { rows } => self.any_name(&rows),
        }
    }

    fn any_name(&self, rows: &[String]) -> Vec<Completion> {
        let mut all: Vec<Completion> = rows.iter().map(|row| plain(row, "the row in hand")).collect();
        all.extend(self.of_kind(Kind::Fact));
        for definition in self.names.definitions.iter().filter(|d| is_kind(&d.thing, Kind::Parameter)) {
            let name = format!("param.{}", definition.thing.name());
            all.push(Completion { label: name.clone(), writes: name, ..named(definition) });
        }
        let called = FUNCTIONS
            .iter()
            .map(|(function, help)| Completion { writes: format!("{function}("), ..plain(function, help) });
        all.extend(called);
        all
    }

    fn of_kind(&self, kind: Kind) -> Vec<Completion> {
        self.names.definitions.iter().filter(|d| is_kind(&d.thing, kind)).map(named).collect()
    }

    fn is_rows(&self, name: &str) -> bool {
        self.names.definitions.iter().any(|d| matches!(&d.thing, Thing::Item { rows, .. } if rows == name))
    }

    fn items(&self, name: &str) -> Vec<Completion> {
        let word = &self.text[word_around(self.text, self.byte)];
        let variable = word.split('.').next().unwrap_or_default();
        let of = self.names.definitions.iter().filter(|d| matches!(&d.thing, Thing::Item { rows, .. } if rows == name));
        of.map(|definition| {
            let name = format!("{variable}.{}", definition.thing.name());
            Completion { label: name.clone(), writes: name, ..named(definition) }
        })
        .collect()
    }

    fn choices(&self, fact: &str, quoted: bool, quote: char) -> Vec<Completion> {
        let of = self.names.definitions.iter().filter(|d| matches!(&d.thing, Thing::Choice { of, .. } if of == fact));
        of.map(|definition| {
            let id = definition.thing.name();
            let writes = if quoted { id.to_owned() } else { format!("{quote}{id}{quote}") };
            Completion { writes, ..named(definition) }
        })
        .collect()
    }
}

fn is_kind(thing: &Thing, kind: Kind) -> bool {
    matches!(thing, Thing::Definition(of, _) if *of == kind)
}

fn plain(word: &str, doc: &str) -> Completion {
    Completion {
        label: word.to_owned(),
        writes: word.to_owned(),
        thing: None,
        detail: String::new(),
        doc: doc.to_owned(),
    }
}

fn named(definition: &Definition) -> Completion {
    let name = definition.thing.name().to_owned();
    let lines = definition.about.iter().map(|About { label, text }| format!("- {label}: {text}"));
    Completion {
        label: name.clone(),
        writes: name,
        thing: Some(definition.thing.clone()),
        detail: definition.words.0.values().cloned().collect::<Vec<_>>().join(" / "),
        doc: lines.collect::<Vec<_>>().join("\n"),
    }
}
