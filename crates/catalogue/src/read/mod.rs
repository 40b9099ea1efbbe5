//! YAML text to the written form. What cannot be read is reported and left out, and the rest is read again:
//! so one slip in one permit hides neither the other permits nor their mistakes.

mod duplicate_key;
mod missing_key;
pub(crate) mod not_text;
mod not_yaml;
mod regions;
mod unknown_key;
mod wrong_shape;

use std::collections::BTreeSet;

use serde_saphyr::Error;

use crate::written::File;
use crate::{Diagnostic, Kind, Place, Source};

/// Codes of this step with their pages.
pub(crate) const PAGES: &[(&str, &str)] = &[
    (not_text::CODE, include_str!("not_text.rs")),
    (not_yaml::CODE, include_str!("not_yaml.rs")),
    (unknown_key::CODE, include_str!("unknown_key.rs")),
    (duplicate_key::CODE, include_str!("duplicate_key.rs")),
    (missing_key::CODE, include_str!("missing_key.rs")),
    (wrong_shape::CODE, include_str!("wrong_shape.rs")),
];

/// How often one source is read again after leaving something out. Beyond that a person has enough to repair.
const READINGS_MAX: usize = 100;

/// What could be read of one source.
#[derive(Debug)]
pub(crate) struct Page {
    pub source: usize,
    pub file: File,
}

/// Names of definitions that were left out because they could not be read: using them is no further mistake.
#[derive(Debug, Default)]
pub(crate) struct Lost {
    names: BTreeSet<(String, String)>,
    pub anything: bool,
}

impl Lost {
    pub fn has(&self, kind: Kind, name: &str) -> bool {
        self.anything && self.names.contains(&(kind.noun().to_owned(), name.to_owned()))
    }
}

pub(crate) fn read(sources: &[Source], found: &mut Vec<Diagnostic>) -> (Vec<Page>, Lost) {
    let mut lost = Lost::default();
    let pages = sources
        .iter()
        .enumerate()
        .map(|(number, source)| Page { source: number, file: read_one(number, source, &mut lost, found) })
        .collect();
    (pages, lost)
}

/// The definition around a byte: its lines, without what is empty at their end.
pub(crate) fn definition_around(text: &str, at: usize) -> Option<std::ops::Range<usize>> {
    let region = regions::definition(text, regions::boundary(text, at))?;
    let written = text[region.clone()].trim_end().len();
    Some(region.start..region.start + written)
}

fn parse(text: &str) -> Result<File, Error> {
    let options = serde_saphyr::options! { with_snippet: false, emit_comments: false };
    serde_saphyr::from_str_with_options(text, options)
}

/// What a reader of any kind says about a text it cannot read.
pub(crate) fn said(number: usize, source: &Source, wrong: &Error) -> Diagnostic {
    let wrong = wrong.without_snippet();
    let bytes = bytes_of(wrong, &source.text);
    if is_syntax(wrong) {
        not_yaml::diagnostic(number, &source.text, bytes, wrong)
    } else {
        shape(number, &source.text, bytes, wrong)
    }
}

fn read_one(number: usize, source: &Source, lost: &mut Lost, found: &mut Vec<Diagnostic>) -> File {
    let mut text = source.text.clone();
    // Up to where a mistake of the syntax has been left out: what follows directly may be its echo.
    let mut echo: Option<usize> = None;
    for _ in 0..READINGS_MAX {
        let wrong = match parse(&text) {
            Ok(file) => return file,
            Err(wrong) => wrong,
        };
        lost.anything = true;
        let wrong = wrong.without_snippet();
        let bytes = bytes_of(wrong, &text);
        let region = if is_syntax(wrong) {
            let Some(region) = regions::around_syntax(&text, bytes.start, |text| match parse(text) {
                Ok(_) => usize::MAX,
                Err(wrong) if is_syntax(wrong.without_snippet()) => bytes_of(wrong.without_snippet(), text).start,
                Err(_) => usize::MAX,
            }) else {
                found.push(not_yaml::diagnostic(number, &source.text, bytes, wrong));
                break;
            };
            if echo.is_none_or(|end| regions::something_between(&text, end, region.start)) {
                found.push(not_yaml::diagnostic(number, &source.text, bytes, wrong));
            }
            echo = Some(region.end);
            Some(region)
        } else {
            let diagnostic = shape(number, &source.text, bytes.clone(), wrong);
            // A list that is empty only because everything in it was left out is no new mistake.
            if source.text.get(bytes.clone()) == text.get(bytes.clone())
                && !regions::is_emptied(&source.text, &text, bytes.start)
            {
                found.push(diagnostic);
            }
            regions::around_shape(&text, bytes.start, is_about_a_key(wrong))
        };
        let Some(region) = region else { break };
        lost.names.extend(regions::names(&source.text[region.clone()]));
        regions::blank(&mut text, region);
    }
    lost.names.extend(regions::names(&source.text));
    File::default()
}

/// Where the reader stopped. Mistakes of the syntax come without bytes, only with line and column.
fn bytes_of(wrong: &Error, text: &str) -> std::ops::Range<usize> {
    let Some(location) = wrong.location() else { return 0..0 };
    let span = location.span();
    if let (Some(start), Some(length)) = (span.byte_offset(), span.byte_len()) {
        let clamp = |n: u64| regions::boundary(text, usize::try_from(n).unwrap_or(usize::MAX));
        return clamp(start)..clamp(start.saturating_add(length));
    }
    let line = usize::try_from(location.line()).unwrap_or(1).saturating_sub(1);
    let column = usize::try_from(location.column()).unwrap_or(1).saturating_sub(1);
    let line_start = text.split_inclusive('\n').take(line).map(str::len).sum::<usize>().min(text.len());
    let line_text = text[line_start..].lines().next().unwrap_or("");
    let start = line_start + line_text.char_indices().nth(column).map_or(line_text.len(), |(at, _)| at);
    let length = text[start..].chars().next().filter(|c| *c != '\n').map_or(0, char::len_utf8);
    start..start + length
}

fn is_about_a_key(wrong: &Error) -> bool {
    matches!(wrong, Error::SerdeUnknownField { .. } | Error::DuplicateMappingKey { .. })
}

/// Whether the text is no YAML at all, rather than YAML of the wrong shape.
fn is_syntax(wrong: &Error) -> bool {
    !is_about_a_key(wrong)
        && !matches!(
            wrong,
            Error::SerdeMissingField { .. }
                | Error::Unexpected { .. }
                | Error::NullIntoString { .. }
                | Error::InvalidScalar { .. }
                | Error::SerdeInvalidType { .. }
                | Error::SerdeInvalidValue { .. }
                | Error::SerdeInvalidLength { .. }
                | Error::InvalidBooleanStrict { .. }
                | Error::TaggedScalarCannotDeserializeIntoString { .. }
                | Error::BinaryNotUtf8 { .. }
                | Error::InvalidBinaryBase64 { .. }
                | Error::UnsupportedTag { .. }
                | Error::MergeValueNotMapOrSeqOfMaps { .. }
                | Error::UnexpectedValueForUnit { .. }
                | Error::NonFiniteFloat { .. }
        )
}

fn shape(number: usize, text: &str, bytes: std::ops::Range<usize>, wrong: &Error) -> Diagnostic {
    let place = Place::new(number, bytes);
    match wrong {
        Error::SerdeUnknownField { field, expected, .. } => unknown_key::diagnostic(place, field, expected),
        Error::DuplicateMappingKey { .. } => duplicate_key::diagnostic(place, text),
        Error::SerdeMissingField { field, .. } => {
            let definition = regions::first_line(text, place.bytes.start).map(|line| Place::new(number, line));
            missing_key::diagnostic(place, definition, field)
        }
        _ => wrong_shape::diagnostic(place, text, wrong),
    }
}

/// The sentence of the reader without its own place.
fn sentence(wrong: &Error) -> String {
    let said = wrong.to_string();
    let end = said.rfind(" at line ").unwrap_or(said.len());
    said[..end].to_owned()
}
