//! Which name is defined and used where, for editors: also while parts of the texts are wrong.
//!
//! [`Names::of`] is the index (`walk` makes it, `about` says what each name is); [`cursor`] tells what stands at a place
//! that is just being typed, and [`complete`] what could be written there.

mod about;
mod complete;
mod conditions;
mod cursor;
mod schema;
mod slots;
mod walk;

use std::ops::Range;

use crate::{Kind, Place, Source, Words};

pub use complete::{Completion, Offer, complete};

/// Something that has a name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Thing {
    Definition(Kind, String),
    /// An item of the rows of a fact.
    Item {
        rows: String,
        item: String,
    },
    /// A choice of a fact; of an item, whose `of` is then `rows.item`.
    Choice {
        of: String,
        id: String,
    },
}

impl Thing {
    /// The name alone, as it is written: `premises.operating_area`.
    pub fn name(&self) -> &str {
        match self {
            Thing::Definition(_, name) => name,
            Thing::Item { item, .. } => item,
            Thing::Choice { id, .. } => id,
        }
    }

    /// The word in sentences: `permit`, `item`, `choice`.
    pub fn noun(&self) -> &'static str {
        match self {
            Thing::Definition(kind, _) => kind.noun(),
            Thing::Item { .. } => "item",
            Thing::Choice { .. } => "choice",
        }
    }
}

impl std::fmt::Display for Thing {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} `{}`", self.noun(), self.name())
    }
}

/// A name where it is defined.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Definition {
    pub thing: Thing,
    /// The name alone.
    pub place: Place,
    /// The whole definition.
    pub whole: Place,
    /// What it is called for people.
    pub words: Words,
    /// What else there is to say, in reading order.
    pub about: Vec<About>,
}

/// One line about a definition: `type`, `area, a number in m²`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct About {
    pub label: &'static str,
    pub text: String,
}

/// A name where it is used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Use {
    pub thing: Thing,
    /// The name alone.
    pub place: Place,
    /// The definition that uses it.
    pub by: Thing,
    /// What it does with it: `in a condition`, `needs it first` …
    pub how: &'static str,
}

/// Where every name is defined and used.
#[derive(Clone, Debug, Default)]
pub struct Names {
    /// In reading order.
    pub definitions: Vec<Definition>,
    /// In reading order.
    pub uses: Vec<Use>,
    /// They lie over each other in layers: what a layer below defines can be named again, to say something else of it.
    pub are_layered: bool,
}

/// A name at a place.
#[derive(Clone, Copy, Debug)]
pub enum Named<'a> {
    Defined(&'a Definition),
    Used(&'a Use),
}

impl Named<'_> {
    pub fn thing(&self) -> &Thing {
        match self {
            Named::Defined(definition) => &definition.thing,
            Named::Used(used) => &used.thing,
        }
    }

    pub fn place(&self) -> &Place {
        match self {
            Named::Defined(definition) => &definition.place,
            Named::Used(used) => &used.place,
        }
    }
}

impl Names {
    /// Reads all names. A definition that cannot be read is left out; the others stay.
    pub fn of(sources: &[Source]) -> Names {
        walk::walk(sources)
    }

    /// The name at a byte of a source: under it, or ending just before it. The shortest when several lie over each other.
    pub fn at(&self, source: usize, byte: usize) -> Option<Named<'_>> {
        let covers = |place: &Place| place.source == source && place.bytes.start <= byte && byte <= place.bytes.end;
        let defined = self.definitions.iter().filter(|d| covers(&d.place)).map(Named::Defined);
        let used = self.uses.iter().filter(|u| covers(&u.place)).map(Named::Used);
        defined.chain(used).min_by_key(|named| named.place().range().len())
    }

    /// The definitions of a thing: one, unless its name was given twice.
    pub fn definitions_of<'a>(&'a self, thing: &'a Thing) -> impl Iterator<Item = &'a Definition> {
        self.definitions.iter().filter(move |definition| definition.thing == *thing)
    }

    pub fn uses_of<'a>(&'a self, thing: &'a Thing) -> impl Iterator<Item = &'a Use> {
        self.uses.iter().filter(move |used| used.thing == *thing)
    }

    /// Everything that is called so.
    pub fn called<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Definition> {
        self.definitions.iter().filter(move |definition| definition.thing.name() == name)
    }
}

/// Whether a definition of this kind may be called so; otherwise what to write instead.
pub fn may_be_called(kind: Kind, name: &str) -> Result<(), &'static str> {
    crate::check::may_be_called(kind, name)
}

/// The letters of names around a byte: letters, digits, `_`, `-` and `.`.
pub fn word_around(text: &str, byte: usize) -> Range<usize> {
    let letter = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.');
    let byte = (0..=byte.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    let before = text[..byte].chars().rev().take_while(|c| letter(*c)).map(char::len_utf8).sum::<usize>();
    let after = text[byte..].chars().take_while(|c| letter(*c)).map(char::len_utf8).sum::<usize>();
    byte - before..byte + after
}
