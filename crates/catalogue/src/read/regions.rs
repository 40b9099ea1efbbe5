//! Which part of a text to leave out so that the rest can be read. Works on lines and indentation only,
//! because it must work on texts that are no YAML.

use std::ops::Range;

use crate::Kind;

/// Replaces a region by spaces: every byte behind it keeps its place.
pub(super) fn blank(text: &mut String, region: Range<usize>) {
    let blanked: String = text[region.clone()].bytes().map(|b| if b == b'\n' { '\n' } else { ' ' }).collect();
    text.replace_range(region, &blanked);
}

pub(super) fn boundary(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// For a key that should not be there: the key with its value, when it has lines of its own. Else the whole definition.
pub(super) fn around_shape(text: &str, at: usize, about_a_key: bool) -> Option<Range<usize>> {
    let entry = if about_a_key { entry(text, at) } else { None };
    entry.or_else(|| item(text, at)).or_else(|| section(text, at)).filter(|r| !text[r.clone()].trim().is_empty())
}

/// For a mistake of the syntax: the definition at the place or the one before, whichever lets the reader get further.
pub(super) fn around_syntax(text: &str, at: usize, reaches: impl Fn(&str) -> usize) -> Option<Range<usize>> {
    let here = item(text, at);
    let before = here.as_ref().and_then(|r| r.start.checked_sub(1)).and_then(|end| item(text, last_written(text, end)));
    let candidates = [here, before, section(text, at)];
    candidates
        .into_iter()
        .flatten()
        .filter(|region| !text[region.clone()].trim().is_empty())
        .map(|region| {
            let mut without = text.to_owned();
            blank(&mut without, region.clone());
            (reaches(&without), region)
        })
        .filter(|(reached, _)| *reached > at)
        // The first of the equally good ones: `max_by_key` would take the last.
        .reduce(|best, next| if next.0 > best.0 { next } else { best })
        .map(|(_, region)| region)
}

/// Whether something is written between two places.
pub(super) fn something_between(text: &str, from: usize, to: usize) -> bool {
    let (from, to) = (boundary(text, from), boundary(text, to));
    from < to && text[from..to].lines().any(is_written)
}

/// Whether the list at `at` is empty only because everything in it was left out.
pub(super) fn is_emptied(original: &str, text: &str, at: usize) -> bool {
    section(text, at).is_some_and(|region| {
        let rest = &text[region.clone()];
        rest.trim_end().ends_with(':') && rest.trim_end() != original[region].trim_end()
    })
}

/// What is written on the first line of the definition around a place.
pub(super) fn first_line(text: &str, at: usize) -> Option<Range<usize>> {
    let start = item(text, at)?.start;
    let line = text[start..].lines().next()?;
    let dash = line.len() - line.trim_start_matches([' ', '-']).len();
    Some(start + dash..start + line.trim_end().len().max(dash))
}

/// The names of definitions in a region, as `(key, name)`.
pub(super) fn names(region: &str) -> impl Iterator<Item = (String, String)> + '_ {
    region.lines().filter_map(|line| {
        let line = line.trim_start();
        let line = line.strip_prefix("- ").unwrap_or(line).trim_start_matches(['{', ' ']);
        let (key, rest) = line.split_once(':')?;
        let kind = Kind::ALL.iter().find(|kind| kind.noun() == key.trim())?;
        let name = rest.trim_start().split([' ', ',', '}', '#']).next()?.trim_matches(['"', '\'']);
        (!name.is_empty()).then(|| (kind.noun().to_owned(), name.to_owned()))
    })
}

/// The last bracket opened before `at` that is not closed before it.
pub(super) fn unclosed_before(text: &str, at: usize) -> Option<usize> {
    let mut open = Vec::new();
    let mut quote = None;
    let mut previous = ' ';
    for (place, c) in text[..boundary(text, at)].char_indices() {
        match (quote, c) {
            (Some(q), c) if c == q => quote = None,
            (Some(_), '\n') => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') if " [{,:".contains(previous) => quote = Some(c),
            (None, '{' | '[') => open.push(place),
            (None, '}' | ']') => drop(open.pop()),
            _ => {}
        }
        previous = c;
    }
    open.pop()
}

struct Line {
    start: usize,
    end: usize,
    indent: usize,
}

fn lines(text: &str) -> Vec<Line> {
    let mut start = 0;
    text.split_inclusive('\n')
        .map(|line| {
            let indent = line.len() - line.trim_start_matches(' ').len();
            let line = Line { start, end: start + line.len(), indent };
            start = line.end;
            line
        })
        .collect()
}

fn is_written(line: &str) -> bool {
    let line = line.trim();
    !line.is_empty() && !line.starts_with('#')
}

fn last_written(text: &str, before: usize) -> usize {
    text[..boundary(text, before)].trim_end().len().saturating_sub(1)
}

fn number_of(lines: &[Line], at: usize) -> Option<usize> {
    lines.iter().rposition(|line| line.start <= at)
}

/// The lines of a top-level key.
fn section(text: &str, at: usize) -> Option<Range<usize>> {
    let lines = lines(text);
    let starts = |line: &Line| {
        let written = &text[line.start..line.end];
        line.indent == 0 && is_written(written) && !written.starts_with('-')
    };
    let at = number_of(&lines, at)?;
    let first = lines[..=at].iter().rposition(starts)?;
    let end = lines[first + 1..].iter().find(|l| starts(l)).map_or(text.len(), |line| line.start);
    Some(lines[first].start..end)
}

/// The lines of one definition in a top-level list.
fn item(text: &str, at: usize) -> Option<Range<usize>> {
    let section = section(text, at)?;
    let lines = lines(text);
    let inside: Vec<&Line> =
        lines.iter().filter(|line| section.contains(&line.start) && is_written(&text[line.start..line.end])).collect();
    let dash = |line: &Line| text[line.start + line.indent..line.end].starts_with('-');
    let indent = inside.iter().find(|line| dash(line))?.indent;
    let starts = |line: &&&Line| dash(line) && line.indent <= indent;
    let first = inside.iter().rfind(|line| line.start <= at && starts(line))?;
    let end =
        inside.iter().find(|line| line.start > first.start && starts(line)).map_or(section.end, |line| line.start);
    Some(first.start..end)
}

/// The lines of the definition at a place: an entry of a list, or else a whole top-level key.
pub(super) fn definition(text: &str, at: usize) -> Option<Range<usize>> {
    item(text, at).or_else(|| section(text, at))
}

/// A key with its value, when the key begins its line.
fn entry(text: &str, at: usize) -> Option<Range<usize>> {
    let lines = lines(text);
    let number = number_of(&lines, at)?;
    let line = &lines[number];
    if line.start + line.indent != at {
        return None;
    }
    let belongs = |next: &&Line| {
        let written = &text[next.start..next.end];
        written.trim().is_empty()
            || next.indent > line.indent
            || (next.indent == line.indent && written.trim_start().starts_with("- "))
    };
    let end = lines[number + 1..].iter().take_while(belongs).last().map_or(line.end, |line| line.end);
    Some(line.start..end)
}
