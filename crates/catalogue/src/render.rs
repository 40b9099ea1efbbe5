//! Diagnostics for people: as a terminal shows them.

use crate::{Diagnostic, Place, Severity, Source};
use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

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
        Severity::Note => Level::NOTE,
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
pub(crate) fn underlined(text: &str, place: &Place) -> std::ops::Range<usize> {
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
    let of = |severity| diagnostics.iter().filter(|d| d.severity == severity).count();
    let counted = [(Severity::Error, "error"), (Severity::Warning, "warning"), (Severity::Note, "note")];
    let parts: Vec<String> = counted
        .into_iter()
        .map(|(severity, noun)| (of(severity), noun))
        .filter(|(n, _)| *n > 0)
        .map(|(n, noun)| format!("{n} {noun}{}", if n == 1 { "" } else { "s" }))
        .collect();
    if parts.is_empty() { String::new() } else { format!("{}\n", parts.join(", ")) }
}
