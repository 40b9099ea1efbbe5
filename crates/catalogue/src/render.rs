//! Diagnostics for people (a terminal) and for programs (JSON).

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use serde_json::json;

use crate::{Diagnostic, Place, Severity, Source};

/// How diagnostics look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// Letters only: for files, tests and logs.
    Plain,
    /// With colours of a terminal.
    Coloured,
}

/// All diagnostics as text, each with its lines underlined, and a count at the end. Empty when there is nothing to say.
pub fn render(diagnostics: &[Diagnostic], sources: &[Source], style: Style) -> String {
    let renderer = match style {
        Style::Plain => Renderer::plain(),
        Style::Coloured => Renderer::styled(),
    };
    let mut text = String::new();
    for diagnostic in diagnostics {
        let report = [group(diagnostic, sources)];
        text.push_str(&renderer.render(&report));
        text.push_str("\n\n");
    }
    text.push_str(&count(diagnostics));
    text
}

fn group<'a>(diagnostic: &'a Diagnostic, sources: &'a [Source]) -> Group<'a> {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let mut group = Group::with_title(level.primary_title(diagnostic.message.as_str()).id(diagnostic.code));
    let mut marks: Vec<(&Place, AnnotationKind, &str)> = Vec::new();
    marks.extend(diagnostic.place.iter().map(|place| (place, AnnotationKind::Primary, "")));
    marks.extend(diagnostic.related.iter().map(|(place, shows)| (place, AnnotationKind::Context, shows.as_str())));
    while let Some((first, ..)) = marks.first() {
        // One snippet per source, in the order in which the diagnostic names them.
        let number = first.source;
        let (here, others): (Vec<_>, Vec<_>) = marks.into_iter().partition(|(place, ..)| place.source == number);
        marks = others;
        let Some(source) = sources.get(number) else { continue };
        let annotations = here.into_iter().map(|(place, kind, label)| {
            let annotation = kind.span(underlined(&source.text, place));
            if label.is_empty() { annotation } else { annotation.label(label) }
        });
        let snippet = Snippet::source(source.text.as_str()).path(source.name.as_str()).annotations(annotations);
        group = group.element(snippet);
    }
    if let Some(because) = &diagnostic.because {
        group = group.element(Level::NOTE.with_name("because").message(because.as_str()));
    }
    if let Some(help) = &diagnostic.help {
        group = group.element(Level::HELP.message(help.as_str()));
    }
    group
}

/// The bytes to underline: never outside the text, never inside a letter, and something visible where the place has no length.
fn underlined(text: &str, place: &Place) -> std::ops::Range<usize> {
    let boundary = |at: usize| (0..=at.min(text.len())).rev().find(|n| text.is_char_boundary(*n)).unwrap_or(0);
    let start = boundary(place.bytes.start);
    let end = boundary(place.bytes.end).max(start);
    // A line break at the end of a block of text would underline the line after it.
    let end = start + text[start..end].trim_end().len();
    if end > start {
        return start..end;
    }
    let line = text[start..].lines().next().unwrap_or("");
    start..start + line.trim_end().len()
}

fn count(diagnostics: &[Diagnostic]) -> String {
    let errors = diagnostics.iter().filter(|d| d.is_error()).count();
    let warnings = diagnostics.len() - errors;
    let said = |n: usize, noun: &str| match n {
        0 => None,
        1 => Some(format!("1 {noun}")),
        n => Some(format!("{n} {noun}s")),
    };
    match [said(errors, "error"), said(warnings, "warning")].into_iter().flatten().collect::<Vec<_>>() {
        parts if parts.is_empty() => String::new(),
        parts => format!("{}\n", parts.join(", ")),
    }
}

/// All diagnostics as a JSON list, for editors and pipelines. Lines and columns count from 1, columns in characters; bytes from 0.
pub fn to_json(diagnostics: &[Diagnostic], sources: &[Source]) -> String {
    let place = |place: &Place| {
        let source = sources.get(place.source);
        let (line, column) = source.map_or((0, 0), |s| s.line_and_column(place.bytes.start));
        let (end_line, end_column) = source.map_or((0, 0), |s| s.line_and_column(place.bytes.end));
        json!({
            "source": source.map(|s| s.name.as_str()),
            "line": line, "column": column, "end_line": end_line, "end_column": end_column,
            "start_byte": place.bytes.start, "end_byte": place.bytes.end,
        })
    };
    let list: Vec<_> = diagnostics
        .iter()
        .map(|d| {
            json!({
                "code": d.code,
                "severity": d.severity,
                "message": d.message,
                "place": d.place.as_ref().map(place),
                "related": d.related.iter().map(|(p, shows)| json!({ "place": place(p), "shows": shows })).collect::<Vec<_>>(),
                "because": d.because,
                "help": d.help,
            })
        })
        .collect();
    format!("{:#}", serde_json::Value::Array(list))
}
