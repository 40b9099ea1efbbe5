//! An `allow` that allows nothing.
//!
//! **Why it matters.** The reason was written for something that is no longer so; the next author believes it.
//! **Remedy.** Take it out. An `allow` sets aside warnings and notes with its code inside its own definition, nothing else: errors
//! cannot be allowed, and a code that does not exist allows nothing. A reason must be written.
//!
//! Bad: `allow: [{ code: never-applies, reason: … }]` where the condition can be true.
//! Good: `allow: [{ code: fact-nobody-needs, reason: The register sends it along. }]` on a fact that nobody needs.

use super::{Draft, Group, codes};
use crate::outline::{Allow, Outline};
use crate::{Allowed, Diagnostic, Place};

pub(super) const CODE: &str = "allow-matches-nothing";

pub(super) const PAGE: (&str, Group, &str) = (CODE, Group::Allowing, include_str!("allow.rs"));

/// What only a day can tell.
const ON_A_DAY: &[&str] = &[super::law_read_too_long_ago::CODE, super::calendar_ends_soon::CODE];

/// Takes out what is allowed, and says which `allow` did nothing. An `allow` of a check that was left out may still be
/// right: nothing is said about it.
pub(super) fn set_aside(draft: &Draft, found: &mut Vec<Diagnostic>, left_out: &[&str]) -> Vec<Allowed> {
    let looked_at = |code: &str| !left_out.contains(&code) && (draft.today.is_some() || !ON_A_DAY.contains(&code));
    let outline = &draft.outline;
    let mut used = vec![false; outline.allows.len()];
    let mut aside = Vec::new();
    let mut kept = Vec::new();
    for diagnostic in found.drain(..) {
        let allow = outline.allows.iter().position(|allow| matches(outline, allow, &diagnostic));
        match allow.and_then(|at| Some((used.get_mut(at)?, outline.allows.get(at)?))) {
            Some((used, allow)) => {
                *used = true;
                aside.push(Allowed { diagnostic, reason: allow.reason.trim().to_owned() });
            }
            None => kept.push(diagnostic),
        }
    }
    *found = kept;
    for (allow, _) in outline.allows.iter().zip(used).filter(|(allow, used)| !used && looked_at(allow.code)) {
        found.push(unused(draft, allow, found));
    }
    aside
}

fn matches(outline: &Outline, allow: &Allow, diagnostic: &Diagnostic) -> bool {
    let inside = |place: &Place| definition(outline, place) == Some(allow.of);
    !diagnostic.is_error()
        && diagnostic.code == allow.code
        && !allow.reason.trim().is_empty()
        && diagnostic.place.as_ref().is_some_and(inside)
}

/// The definition a place stands in: the last that begins before it in the same source.
fn definition(outline: &Outline, place: &Place) -> Option<usize> {
    let before = |start: &&Place| start.source == place.source && start.bytes.start <= place.bytes.start;
    let last = outline.starts.iter().filter(before).max_by_key(|start| start.bytes.start)?;
    outline.starts.iter().position(|start| start == last)
}

fn unused(draft: &Draft, allow: &Allow, found: &[Diagnostic]) -> Diagnostic {
    let message = format!("this allows no `{}`", allow.code);
    let diagnostic = Diagnostic::warning(CODE, allow.place.clone(), message);
    let here = |d: &&Diagnostic| {
        d.code == allow.code && d.place.as_ref().is_some_and(|p| definition(&draft.outline, p) == Some(allow.of))
    };
    match found.iter().find(here) {
        Some(error) if error.is_error() => diagnostic.because("it is an error, and errors cannot be allowed"),
        Some(_) => diagnostic.because("it gives no reason").help("write why it is meant under `reason`"),
        None if codes().any(|code| code == allow.code) => {
            diagnostic.because("nothing in this definition is reported under that code").help("take it out")
        }
        None => draft.suggest(diagnostic.because("there is no such code"), allow.code, codes()),
    }
}
