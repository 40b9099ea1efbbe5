//! Quick fixes: what the help of a diagnostic proposes, offered only when it has been tried and the mistake is gone.

use std::ops::Range;

use catalogue::{Diagnostic, Source};

use super::shelf::Read;

/// A change of one place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    pub title: String,
    pub source: usize,
    pub bytes: Range<usize>,
    pub writes: String,
}

/// More proposals at one place than this are not tried.
const TRIED_MAX: usize = 4;

/// What would repair a diagnostic.
pub fn fix(read: &Read, all: &[Diagnostic], wrong: &Diagnostic) -> Option<Fix> {
    let (place, help) = (wrong.place.as_ref()?, wrong.help.as_deref()?);
    if read.is_below(place.source) {
        return None;
    }
    let bytes = place.range();
    let written = read.text(place.source).get(bytes.clone())?;
    let meant = proposed(help)?;
    let errors = all.iter().filter(|diagnostic| diagnostic.is_error()).count();
    ways(written, meant).into_iter().take(TRIED_MAX).find_map(|writes| {
        let mut sources: Vec<Source> = read.sources.clone();
        sources.get_mut(place.source)?.text.replace_range(bytes.clone(), &writes);
        let after = read.check(&sources);
        let is_gone = !after.iter().any(|d| {
            d.code == wrong.code
                && d.message == wrong.message
                && d.place.as_ref().is_some_and(|p| p.source == place.source && p.bytes.start == place.bytes.start)
        });
        let fewer = after.iter().filter(|diagnostic| diagnostic.is_error()).count() < errors.max(1);
        (is_gone && fewer).then(|| Fix {
            title: format!("Write `{}`", meant.trim_matches('"')),
            source: place.source,
            bytes: bytes.clone(),
            writes,
        })
    })
}

/// The name in "did you mean `x`?" or "write `x`".
fn proposed(help: &str) -> Option<&str> {
    let rest = help.split_once("did you mean ").or_else(|| help.split_once("write ")).map(|(_, rest)| rest)?;
    let quote = rest.chars().next().filter(|c| matches!(c, '`' | '"'))?;
    let (meant, _) = rest[1..].split_once(quote)?;
    (!meant.is_empty() && !meant.contains('…')).then_some(meant)
}

/// The ways to write it: as it is, in the quotes that stand there, and its last part alone (a place may be that of an
/// item or function behind its rows).
fn ways(written: &str, meant: &str) -> Vec<String> {
    let mut ways = Vec::new();
    let quote = written.chars().next().filter(|c| matches!(c, '"' | '\''));
    ways.extend(quote.map(|quote| format!("{quote}{}{quote}", meant.trim_matches('"'))));
    ways.push(meant.to_owned());
    ways.push(format!("\"{}\"", meant.trim_matches('"')));
    ways.extend(meant.rsplit_once('.').map(|(_, last)| last.to_owned()));
    ways
}
