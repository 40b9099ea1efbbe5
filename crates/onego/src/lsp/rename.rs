//! One name changed everywhere: definitions, conditions, lists, words and stories, or a sentence why not.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::path::PathBuf;

use catalogue::names::{Thing, may_be_called};
use catalogue::{Diagnostic, Names};

use super::shelf::Read;
use super::story;

/// The bytes to write over, by file.
pub type Places = BTreeMap<PathBuf, Vec<Range<usize>>>;

/// What was left out of the index because it could not be read.
const UNREAD: [&str; 6] = ["not-text", "not-yaml", "unknown-key", "duplicate-key", "missing-key", "wrong-shape"];

/// Whether a thing can be renamed at all.
pub fn may_change(thing: &Thing) -> Result<(), String> {
    match thing {
        Thing::Definition(..) => Ok(()),
        Thing::Item { .. } | Thing::Choice { .. } => Err(format!(
            "{thing} stands in answers that people have given; add a new {} beside it instead of renaming it",
            thing.noun()
        )),
    }
}

/// Every place where the name must change.
pub fn rename(read: &Read, thing: &Thing, new: &str) -> Result<Places, String> {
    may_change(thing)?;
    let Thing::Definition(kind, old) = thing else { return Err(format!("{thing} cannot be renamed")) };
    let new = new.trim();
    if let Err(help) = may_be_called(*kind, new) {
        return Err(format!("`{new}` cannot be the name of this {}; {help}", kind.noun()));
    }
    let taken = Thing::Definition(*kind, new.to_owned());
    if new != old && read.names.definitions_of(&taken).next().is_some() {
        return Err(format!("there is already a {taken}"));
    }
    let before = read.diagnostics();
    unread(read, &before)?;
    let mut places = in_definitions(read, thing)?;
    if let Some(path) = places.keys().find(|path| read.source(path).is_some_and(|source| read.is_below(source))) {
        let file = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        return Err(format!("{thing} stands in `{file}` of a package below, which stays as its publisher wrote it"));
    }
    let changed = written(read, &places, new);
    let after = read.check(&changed);
    if errors(&after) > errors(&before) {
        let known: BTreeSet<(&str, &str)> = before.iter().map(|d| (d.code, d.message.as_str())).collect();
        let new_one = after.iter().find(|d| d.is_error() && !known.contains(&(d.code, d.message.as_str())));
        let why = new_one.map_or("it would have more errors", |d| d.message.as_str());
        return Err(format!("with the name `{new}` the catalogue would no longer be right: {why}"));
    }
    in_stories(read, thing, &mut places)?;
    Ok(places)
}

fn errors(diagnostics: &[Diagnostic]) -> usize {
    diagnostics.iter().filter(|diagnostic| diagnostic.is_error()).count()
}

fn unread(read: &Read, before: &[Diagnostic]) -> Result<(), String> {
    if let Some((path, _)) = read.unreadable.first() {
        return Err(format!("`{}` is not text, and the name could stand in it", path.display()));
    }
    let Some(wrong) = before.iter().find(|d| d.is_error() && UNREAD.contains(&d.code)) else { return Ok(()) };
    let place = wrong.place.as_ref().and_then(|place| {
        let source = read.sources.get(place.source)?;
        Some(format!("{} line {}", source.name, source.line_and_column(place.bytes.start).0))
    });
    let place = place.unwrap_or_else(|| "the catalogue".to_owned());
    Err(format!(
        "a definition cannot be read ({place}: {}), and the name could stand in it; repair that first",
        wrong.message
    ))
}

fn in_definitions(read: &Read, thing: &Thing) -> Result<Places, String> {
    let Names { definitions, uses, .. } = &read.names;
    let defined = definitions.iter().filter(|d| d.thing == *thing).map(|d| &d.place);
    let used = uses.iter().filter(|u| u.thing == *thing).map(|u| &u.place);
    let mut places = Places::new();
    for place in defined.chain(used) {
        let Some(source) = read.sources.get(place.source) else { continue };
        if source.text.get(place.range()) != Some(thing.name()) {
            let line = source.line_and_column(place.bytes.start).0;
            return Err(format!(
                "in {} line {line} the name is written with escapes or by an alias and cannot be followed; change it there by hand first",
                source.name
            ));
        }
        let Some(path) = read.path(place) else { continue };
        places.entry(path.to_owned()).or_default().push(place.range());
    }
    for ranges in places.values_mut() {
        ranges.sort_by_key(|range| range.start);
        ranges.dedup();
    }
    Ok(places)
}

fn written(read: &Read, places: &Places, new: &str) -> Vec<catalogue::Source> {
    let mut sources = read.sources.clone();
    for (path, ranges) in places {
        let Some(source) = read.source(path).and_then(|number| sources.get_mut(number)) else { continue };
        for range in ranges.iter().rev() {
            source.text.replace_range(range.clone(), new);
        }
    }
    sources
}

fn in_stories(read: &Read, thing: &Thing, places: &mut Places) -> Result<(), String> {
    // In a story only the word itself tells what it is the name of.
    let others: Vec<&Thing> =
        read.names.called(thing.name()).map(|d| &d.thing).filter(|other| *other != thing).collect();
    for (path, text) in &read.stories {
        let found: Vec<Range<usize>> =
            story::words(text).into_iter().filter(|word| word.word == thing.name()).map(|word| word.bytes).collect();
        let Some(first) = found.first() else { continue };
        if let Some(other) = others.first() {
            let line = text[..first.start].matches('\n').count() + 1;
            let file = path.file_name().unwrap_or_default().to_string_lossy();
            return Err(format!(
                "in the story {file} line {line} `{}` may be the {} or the {}; rename one of them by hand",
                thing.name(),
                thing.noun(),
                other.noun()
            ));
        }
        places.insert(path.clone(), found);
    }
    Ok(())
}
