//! Texts and places in them; files are names given by the caller, never paths that are opened here.

use std::borrow::Cow;
use std::ops::Range;

use schemars::JsonSchema;
use serde::Deserialize;
use serde_saphyr::Spanned;

use crate::Diagnostic;
use crate::read::not_text;

/// One definition file: a name to show and its text.
#[derive(Clone, Debug)]
pub struct Source {
    pub name: String,
    pub text: String,
}

/// A place: which source, which bytes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    pub source: usize,
    pub bytes: PlaceBytes,
}

/// The bytes of a place, ordered so that diagnostics come in reading order.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct PlaceBytes {
    pub start: usize,
    pub end: usize,
}

impl Source {
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Self {
        Source { name: name.into(), text: text.into() }
    }

    /// A source from bytes of unknown origin; bytes that are not UTF-8 are an author's mistake like any other.
    // Made once per file and read by a person: its size costs nothing.
    #[allow(clippy::result_large_err)]
    pub fn from_bytes(name: impl Into<String>, bytes: &[u8]) -> Result<Self, Diagnostic> {
        let name = name.into();
        match std::str::from_utf8(bytes) {
            Ok(text) => Ok(Source { name, text: text.to_owned() }),
            Err(wrong) => Err(not_text::diagnostic(&name, wrong.valid_up_to())),
        }
    }

    /// 1-based line and column (in characters) of a byte.
    pub fn line_and_column(&self, byte: usize) -> (usize, usize) {
        let before = self.text.get(..byte).unwrap_or(&self.text);
        let line_start = before.rfind('\n').map_or(0, |n| n + 1);
        (before.matches('\n').count() + 1, before[line_start..].chars().count() + 1)
    }
}

impl Place {
    pub fn new(source: usize, bytes: Range<usize>) -> Self {
        Place { source, bytes: PlaceBytes { start: bytes.start, end: bytes.end } }
    }

    pub fn range(&self) -> Range<usize> {
        self.bytes.start..self.bytes.end
    }
}

/// A written value that remembers where it stands.
#[derive(Debug, Deserialize)]
#[serde(transparent)]
pub struct At<T>(pub Spanned<T>);

impl<T> At<T> {
    pub fn get(&self) -> &T {
        &self.0.value
    }

    /// The bytes of the source it was written in. A mapping in block style has no length: only its start is known.
    pub fn bytes(&self) -> Range<usize> {
        let span = self.0.referenced.span();
        let start = span.byte_offset().and_then(|n| usize::try_from(n).ok()).unwrap_or(0);
        let length = span.byte_len().and_then(|n| usize::try_from(n).ok()).unwrap_or(0);
        start..start.saturating_add(length)
    }
}

impl<T> std::ops::Deref for At<T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.0.value
    }
}

impl<T: JsonSchema> JsonSchema for At<T> {
    fn inline_schema() -> bool {
        T::inline_schema()
    }
    fn schema_name() -> Cow<'static, str> {
        T::schema_name()
    }
    fn schema_id() -> Cow<'static, str> {
        T::schema_id()
    }
    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        T::json_schema(generator)
    }
}
