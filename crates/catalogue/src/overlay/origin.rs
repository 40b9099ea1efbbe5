//! Where the text that is compiled was really written.

use std::ops::Range;

use super::tree::{Node, Shape};
use crate::{Diagnostic, Place, Source};

/// Where the places of one compiled text are shown.
#[derive(Clone, Debug)]
pub(super) enum Origin {
    /// The text is that of the file with this number.
    AsWritten(usize),
    /// The text was put together: which of its bytes come from where, inner values before what is around them.
    Laid { number: usize, spans: Vec<(Range<usize>, Place)> },
}

impl Origin {
    /// Writes a tree as definition text, remembering the origin of every value in it.
    pub fn write(number: usize, root: &Node) -> (String, Origin) {
        let mut writing = Writing::default();
        for (key, node) in root.entries() {
            writing.key(&key.name, &key.place);
            match &node.shape {
                Shape::List(items) if !items.is_empty() => {
                    for item in items {
                        writing.text.push_str("\n  - ");
                        writing.value(item, 1);
                    }
                }
                _ => writing.value(node, 1),
            }
            writing.text.push('\n');
        }
        (writing.text, Origin::Laid { number, spans: writing.spans })
    }

    fn of(&self, place: &Place, compiled: &Source, shown: &[Source]) -> Place {
        let (number, spans) = match self {
            Origin::AsWritten(number) => return Place::new(*number, place.range()),
            Origin::Laid { number, spans } => (*number, spans),
        };
        // Inner values come first.
        let at = place.bytes.start;
        let Some((span, written)) = spans.iter().find(|(span, _)| span.contains(&at)) else {
            return Place::new(number, 0..0);
        };
        if *span == place.range() || place.bytes.end > span.end {
            return written.clone();
        }
        // A part of a value, as long as it reads the same there: a name inside a condition.
        let part = compiled.text.get(place.range()).unwrap_or_default();
        let around = shown.get(written.source).and_then(|source| source.text.get(written.range())).unwrap_or_default();
        match (around.find(part), around.rfind(part)) {
            (Some(first), Some(last)) if first == last && !part.is_empty() => {
                let start = written.bytes.start + first;
                Place::new(written.source, start..start + part.len())
            }
            _ => written.clone(),
        }
    }
}

/// Turns places in compiled texts into places in what was written.
pub(super) struct Origins<'a> {
    pub origins: &'a [Origin],
    pub compiled: &'a [Source],
    pub shown: &'a [Source],
}

impl Origins<'_> {
    pub fn place(&self, place: &Place) -> Place {
        match (self.origins.get(place.source), self.compiled.get(place.source)) {
            (Some(origin), Some(compiled)) => origin.of(place, compiled, self.shown),
            _ => place.clone(),
        }
    }

    pub fn diagnostic(&self, diagnostic: &mut Diagnostic) {
        diagnostic.place = diagnostic.place.as_ref().map(|place| self.place(place));
        for (place, _) in &mut diagnostic.related {
            *place = self.place(place);
        }
    }
}

#[derive(Default)]
struct Writing {
    text: String,
    spans: Vec<(Range<usize>, Place)>,
}

impl Writing {
    fn key(&mut self, name: &str, place: &Place) {
        let start = self.text.len();
        self.text.push_str(&quoted(name));
        self.spans.push((start..self.text.len(), place.clone()));
        self.text.push_str(": ");
    }

    fn value(&mut self, node: &Node, depth: usize) {
        let start = self.text.len();
        match &node.shape {
            Shape::Null => self.text.push_str("null"),
            Shape::Scalar { text, is_text: false } => self.text.push_str(text),
            Shape::Scalar { text, is_text: true } => self.text.push_str(&quoted(text)),
            Shape::List(items) => {
                self.text.push('[');
                for (number, item) in items.iter().enumerate() {
                    self.text.push_str(if number > 0 { ", " } else { "" });
                    self.value(item, depth + 1);
                }
                self.text.push(']');
            }
            Shape::Map(entries) => {
                self.text.push_str("{ ");
                for (number, (key, node)) in entries.iter().enumerate() {
                    // A line for each key of a definition keeps kept catalogues readable.
                    self.text.push_str(match (number, depth) {
                        (0, _) => "",
                        (_, 1) => ",\n      ",
                        _ => ", ",
                    });
                    self.key(&key.name, &key.place);
                    self.value(node, depth + 1);
                }
                self.text.push_str(" }");
            }
        }
        self.spans.push((start..self.text.len(), node.place.clone()));
    }
}

/// A text in double quotes: what JSON writes, YAML reads.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
