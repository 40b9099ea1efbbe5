//! Diagnostics as the editor shows them.

use std::collections::BTreeMap;
use std::path::PathBuf;

use catalogue::{Diagnostic, Place, Severity};
use lsp_types::{Diagnostic as Told, DiagnosticRelatedInformation, DiagnosticSeverity, Location, NumberOrString, Uri};
use serde_json::json;

use super::shelf::Read;
use super::text;

/// All diagnostics of a folder by file. What belongs to no place stands at the top of the file that names the city, or
/// of the first.
pub fn by_file(
    read: &Read,
    diagnostics: &[Diagnostic],
    uri: impl Fn(&std::path::Path) -> Option<Uri>,
) -> BTreeMap<PathBuf, Vec<Told>> {
    let mut files: BTreeMap<PathBuf, Vec<Told>> = BTreeMap::new();
    let top = read.sources.iter().position(|s| s.text.lines().any(|l| l.starts_with("city:"))).unwrap_or(0);
    for diagnostic in diagnostics {
        let source = diagnostic.place.as_ref().map_or(top, |place| place.source);
        let Some(path) = read.paths.get(source) else { continue };
        files.entry(path.clone()).or_default().push(told(read, diagnostic, &uri));
    }
    for (path, diagnostic) in read.unreadable.iter().chain(&read.of_package) {
        files.entry(path.clone()).or_default().push(told(read, diagnostic, &uri));
    }
    files
}

fn told(read: &Read, diagnostic: &Diagnostic, uri: &impl Fn(&std::path::Path) -> Option<Uri>) -> Told {
    let related = diagnostic.related.iter().filter_map(|(place, shows)| {
        let location = Location::new(uri(read.path(place)?)?, range(read, place));
        Some(DiagnosticRelatedInformation { location, message: shows.clone() })
    });
    let mut message = diagnostic.message.clone();
    for (label, more) in [("because", &diagnostic.because), ("help", &diagnostic.help)] {
        if let Some(more) = more {
            message.push_str(&format!("\n{label}: {more}"));
        }
    }
    Told {
        range: diagnostic.place.as_ref().map(|place| range(read, place)).unwrap_or_default(),
        severity: Some(match diagnostic.severity {
            Severity::Error => DiagnosticSeverity::ERROR,
            Severity::Warning => DiagnosticSeverity::WARNING,
            Severity::Note => DiagnosticSeverity::INFORMATION,
        }),
        code: Some(NumberOrString::String(diagnostic.code.to_owned())),
        source: Some("onego".to_owned()),
        message,
        related_information: Some(related.collect()),
        // There is no website to point at: the page of the code travels with it.
        data: Some(json!({ "help": diagnostic.help, "page": catalogue::explain(diagnostic.code) })),
        ..Told::default()
    }
}

/// A place; the rest of its line when it has no length.
pub fn range(read: &Read, place: &Place) -> lsp_types::Range {
    let source = read.text(place.source);
    let bytes = place.range();
    let written = source.get(bytes.clone()).unwrap_or_default().trim_end().len();
    let end = match written {
        0 => bytes.start + source.get(bytes.start..).and_then(|rest| rest.lines().next()).unwrap_or("").len(),
        written => bytes.start + written,
    };
    text::range(source, bytes.start..end)
}
