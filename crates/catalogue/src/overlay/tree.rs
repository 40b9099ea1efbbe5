//! Definition text as a tree whose every node knows its place, whatever the words in it mean.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_saphyr::Spanned;

use crate::Place;
use crate::source::At;

/// A value with its place.
#[derive(Clone, Debug)]
pub struct Node {
    pub place: Place,
    pub shape: Shape,
}

#[derive(Clone, Debug)]
pub enum Shape {
    Null,
    /// The value as text; `is_text` when it must be written in quotes to stay a text.
    Scalar {
        text: String,
        is_text: bool,
    },
    List(Vec<Node>),
    /// In written order; a key stands once.
    Map(Vec<(Key, Node)>),
}

#[derive(Clone, Debug)]
pub struct Key {
    pub name: String,
    pub place: Place,
}

/// Equal in what is said; places, quotes and the order of keys say nothing.
impl PartialEq for Node {
    fn eq(&self, other: &Self) -> bool {
        match (&self.shape, &other.shape) {
            (Shape::Null, Shape::Null) => true,
            (Shape::Scalar { text, .. }, Shape::Scalar { text: other, .. }) => text == other,
            (Shape::List(these), Shape::List(those)) => these == those,
            (Shape::Map(these), Shape::Map(those)) => {
                these.len() == those.len() && these.iter().all(|(key, node)| other.get(&key.name) == Some(node))
            }
            _ => false,
        }
    }
}

impl Node {
    pub fn get(&self, name: &str) -> Option<&Node> {
        self.entries().iter().find(|(key, _)| key.name == name).map(|(_, node)| node)
    }

    /// Of a mapping; nothing else has any.
    pub fn entries(&self) -> &[(Key, Node)] {
        if let Shape::Map(entries) = &self.shape { entries } else { &[] }
    }

    /// Of a list; nothing else has any.
    pub fn items(&self) -> &[Node] {
        if let Shape::List(items) = &self.shape { items } else { &[] }
    }

    pub fn text(&self) -> Option<&str> {
        if let Shape::Scalar { text, .. } = &self.shape { Some(text) } else { None }
    }
}

/// In one line, as a person would write it.
impl fmt::Display for Node {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.shape {
            Shape::Null => f.write_str("null"),
            Shape::Scalar { text, .. } => f.write_str(text),
            Shape::List(items) => {
                f.write_str("[")?;
                for (number, item) in items.iter().enumerate() {
                    write!(f, "{}{item}", if number > 0 { ", " } else { "" })?;
                }
                f.write_str("]")
            }
            Shape::Map(entries) => {
                f.write_str("{ ")?;
                for (number, (key, node)) in entries.iter().enumerate() {
                    write!(f, "{}{}: {node}", if number > 0 { ", " } else { "" }, key.name)?;
                }
                f.write_str(" }")
            }
        }
    }
}

/// Reads one text; the reader bounds depth and size. The error is that of the reader; the caller says it the way it says all such errors.
pub(super) fn read(number: usize, text: &str) -> Result<Node, Box<serde_saphyr::Error>> {
    let options = serde_saphyr::options! { with_snippet: false, emit_comments: false };
    let raw: Option<At<Raw>> = serde_saphyr::from_str_with_options(text, options).map_err(Box::new)?;
    Ok(raw.map_or_else(
        || Node { place: Place::new(number, 0..0), shape: Shape::Map(Vec::new()) },
        |raw| node(number, text, raw),
    ))
}

fn node(number: usize, text: &str, raw: At<Raw>) -> Node {
    let bytes = raw.bytes();
    let shape = match raw.0.value {
        Raw::Null => Shape::Null,
        Raw::Text(text) => Shape::Scalar { text, is_text: true },
        Raw::Plain => {
            let written = text.get(bytes.clone()).unwrap_or_default().trim().to_owned();
            Shape::Scalar { text: written, is_text: false }
        }
        Raw::List(items) => Shape::List(items.into_iter().map(|item| node(number, text, item)).collect()),
        Raw::Map(entries) => Shape::Map(
            entries
                .into_iter()
                .map(|(key, value)| {
                    let place = Place::new(number, key.bytes());
                    (Key { name: key.0.value, place }, node(number, text, value))
                })
                .collect(),
        ),
    };
    Node { place: Place::new(number, bytes), shape }
}

/// What the reader says a value is.
enum Raw {
    Null,
    Text(String),
    /// A number or a yes or no: how it is written counts, so that `1.10` stays `1.10`.
    Plain,
    List(Vec<At<Raw>>),
    Map(Vec<(At<String>, At<Raw>)>),
}

impl<'de> Deserialize<'de> for Raw {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Reader)
    }
}

struct Reader;

impl<'de> Visitor<'de> for Reader {
    type Value = Raw;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a definition")
    }

    fn visit_unit<E>(self) -> Result<Raw, E> {
        Ok(Raw::Null)
    }

    fn visit_none<E>(self) -> Result<Raw, E> {
        Ok(Raw::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Raw, D::Error> {
        Raw::deserialize(deserializer)
    }

    fn visit_bool<E>(self, _: bool) -> Result<Raw, E> {
        Ok(Raw::Plain)
    }

    fn visit_i64<E>(self, _: i64) -> Result<Raw, E> {
        Ok(Raw::Plain)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Raw, E> {
        Ok(Raw::Plain)
    }

    fn visit_i128<E>(self, _: i128) -> Result<Raw, E> {
        Ok(Raw::Plain)
    }

    fn visit_u128<E>(self, _: u128) -> Result<Raw, E> {
        Ok(Raw::Plain)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Raw, E> {
        Ok(Raw::Plain)
    }

    fn visit_str<E>(self, text: &str) -> Result<Raw, E> {
        Ok(Raw::Text(text.to_owned()))
    }

    fn visit_string<E>(self, text: String) -> Result<Raw, E> {
        Ok(Raw::Text(text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Raw, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = access.next_element::<Spanned<Raw>>()? {
            items.push(At(item));
        }
        Ok(Raw::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Raw, A::Error> {
        let mut entries = Vec::new();
        while let Some((key, value)) = access.next_entry::<Spanned<String>, Spanned<Raw>>()? {
            entries.push((At(key), At(value)));
        }
        Ok(Raw::Map(entries))
    }
}
