//! Diagnostics for programs: JSON of our own shape, and SARIF 2.1.0 (OASIS, March 2020) for code hosts and review tools.

use std::collections::BTreeMap;

use serde_json::{Value as Json, json};
use sha2::{Digest, Sha256};

use crate::render::underlined;
use crate::{Checked, Diagnostic, Place, Severity, Source, pages};

/// Everything that was said, as one JSON object; its shape is described in `docs/checks.md`. Lines and columns count from 1,
/// columns in characters; bytes from 0.
pub fn to_json(checked: &Checked, sources: &[Source]) -> String {
    let of = |severity| checked.diagnostics.iter().filter(|d| d.severity == severity).count();
    let allowed = checked.allowed.iter().map(|allowed| {
        let mut one = one(&allowed.diagnostic, sources);
        one["reason"] = json!(allowed.reason);
        one
    });
    let all = json!({
        "version": 1,
        "errors": of(Severity::Error), "warnings": of(Severity::Warning), "notes": of(Severity::Note),
        "diagnostics": checked.diagnostics.iter().map(|d| one(d, sources)).collect::<Vec<_>>(),
        "allowed": allowed.collect::<Vec<_>>(),
    });
    format!("{all:#}")
}

fn one(diagnostic: &Diagnostic, sources: &[Source]) -> Json {
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
    let related = diagnostic.related.iter().map(|(p, shows)| json!({ "place": place(p), "shows": shows }));
    json!({
        "code": diagnostic.code,
        "severity": diagnostic.severity,
        "message": diagnostic.message,
        "place": diagnostic.place.as_ref().map(place),
        "related": related.collect::<Vec<_>>(),
        "because": diagnostic.because,
        "help": diagnostic.help,
    })
}

const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";
/// The base of all file names: the folder of the catalogue, or what the caller put before them.
const BASE: &str = "CATALOGUE";
const FINGERPRINT: &str = "onego/v1";

/// A SARIF 2.1.0 log with one run. `folder` stands before every file name, so that a code host finds the file from its own root;
/// empty when it is not known. Columns count Unicode code points, and a byte order mark is not counted (SARIF §3.30.2).
pub fn to_sarif(checked: &Checked, sources: &[Source], folder: &str) -> String {
    let writing = Sarif { sources, rules: pages().enumerate().map(|(at, page)| (page.code, at)).collect() };
    let said = checked.diagnostics.iter().map(|d| (d, None));
    let allowed = checked.allowed.iter().map(|a| (&a.diagnostic, Some(a.reason.as_str())));
    let mut seen = BTreeMap::new();
    let results: Vec<Json> = said.chain(allowed).map(|(d, reason)| writing.result(d, reason, &mut seen)).collect();
    let artifacts: Vec<Json> = sources
        .iter()
        .map(|source| {
            let location = json!({ "uri": uri(&source.name), "uriBaseId": BASE });
            json!({ "location": location, "sourceLanguage": "yaml", "encoding": "UTF-8" })
        })
        .collect();
    let mut base = json!({ "description": { "text": "The folder of the catalogue." } });
    let folder = folder.trim_matches('/');
    if !folder.is_empty() {
        base["uri"] = json!(format!("{}/", uri(folder)));
    }
    let log = json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "onego",
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": pages().map(|page| rule(&page)).collect::<Vec<_>>(),
            } },
            "columnKind": "unicodeCodePoints",
            "originalUriBaseIds": { BASE: base },
            "artifacts": artifacts,
            "results": results,
        }],
    });
    format!("{log:#}")
}

fn rule(page: &crate::Page) -> Json {
    json!({
        "id": page.code,
        "shortDescription": { "text": page.summary() },
        "help": { "text": page.text, "markdown": page.text },
        "properties": { "tags": [page.group.title()] },
    })
}

struct Sarif<'a> {
    sources: &'a [Source],
    rules: BTreeMap<&'static str, usize>,
}

impl Sarif<'_> {
    fn result(&self, diagnostic: &Diagnostic, reason: Option<&str>, seen: &mut BTreeMap<String, usize>) -> Json {
        let level = match diagnostic.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "note",
        };
        let mut result = json!({
            "ruleId": diagnostic.code,
            "level": level,
            "message": { "text": sentences(diagnostic) },
            "partialFingerprints": { FINGERPRINT: self.fingerprint(diagnostic, seen) },
        });
        if let Some(index) = self.rules.get(diagnostic.code) {
            result["ruleIndex"] = json!(index);
        }
        let locations: Vec<Json> = diagnostic.place.iter().filter_map(|place| self.location(place)).collect();
        if !locations.is_empty() {
            result["locations"] = json!(locations);
        }
        let related = diagnostic.related.iter().enumerate().filter_map(|(at, (place, shows))| {
            let mut location = self.location(place)?;
            location["id"] = json!(at + 1);
            location["message"] = json!({ "text": shows });
            Some(location)
        });
        let related: Vec<Json> = related.collect();
        if !related.is_empty() {
            result["relatedLocations"] = json!(related);
        }
        if let Some(reason) = reason {
            result["suppressions"] = json!([{ "kind": "inSource", "justification": reason }]);
        }
        result
    }

    fn location(&self, place: &Place) -> Option<Json> {
        let source = self.sources.get(place.source)?;
        let range = underlined(&source.text, place);
        let at = |byte: usize| {
            let (line, column) = source.line_and_column(byte);
            let mark = usize::from(line == 1 && source.text.starts_with('\u{feff}'));
            (line, column.saturating_sub(mark).max(1))
        };
        let ((line, column), (end_line, end_column)) = (at(range.start), at(range.end));
        Some(json!({ "physicalLocation": {
            "artifactLocation": { "uri": uri(&source.name), "uriBaseId": BASE, "index": place.source },
            "region": { "startLine": line, "startColumn": column, "endLine": end_line, "endColumn": end_column },
        } }))
    }

    /// The same for the same mistake wherever it moves in its file; equal ones are counted.
    fn fingerprint(&self, diagnostic: &Diagnostic, seen: &mut BTreeMap<String, usize>) -> String {
        let mut hash = Sha256::new();
        let place = diagnostic.place.as_ref().and_then(|place| Some((self.sources.get(place.source)?, place)));
        let text = place.map(|(source, place)| &source.text[underlined(&source.text, place)]);
        for part in
            [diagnostic.code, place.map_or("", |(source, _)| &source.name), &diagnostic.message, text.unwrap_or("")]
        {
            hash.update((part.len() as u64).to_be_bytes());
            hash.update(part.as_bytes());
        }
        let hex: String = hash.finalize().iter().take(16).map(|byte| format!("{byte:02x}")).collect();
        let count = seen.entry(hex.clone()).or_default();
        *count += 1;
        format!("{hex}:{count}")
    }
}

/// The whole message: what, why, what to do.
fn sentences(diagnostic: &Diagnostic) -> String {
    let because = diagnostic.because.iter().map(|because| format!(" Because: {because}."));
    let help = diagnostic.help.iter().map(|help| format!(" Help: {help}."));
    std::iter::once(format!("{}.", diagnostic.message)).chain(because).chain(help).collect()
}

/// A file name as a relative URI reference (RFC 3986): everything but letters, digits and `-._~/` is percent-encoded.
fn uri(name: &str) -> String {
    use std::fmt::Write;
    let mut uri = String::new();
    for byte in name.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => uri.push(char::from(byte)),
            _ => drop(write!(uri, "%{byte:02X}")),
        }
    }
    uri
}
