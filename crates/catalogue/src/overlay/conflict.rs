//! A new version below and the overlay changed the same value, each in its own way.
//!
//! **Why it matters.** Nobody but a person can say which of them holds: the law below may have changed, or the district may keep
//! its own rule.
//! **Remedy.** Take the line out of the overlay to follow the new version, or keep it with `--keep PATH`.
//!
//! Bad: a district promises `3 wd` instead of `5 wd`, and the city now promises `4 wd`. Good: one of them is chosen.

use super::merge::Conflict;
use super::stack::Removed;
use super::tree::Node;
use crate::{Diagnostic, Place};

pub(super) const CODE: &str = "overlay-conflict";

/// As it is typed: `permits/tea-room/decide/promise`.
pub(super) fn path(path: &[String]) -> String {
    path.join("/")
}

pub(super) fn diagnostic(conflict: &Conflict, removed: &[Removed]) -> Diagnostic {
    let Conflict { before, ours, theirs, .. } = conflict;
    let path = path(&conflict.path);
    let said = |node: &Option<Node>| node.as_ref().map_or("nothing".to_owned(), |node| format!("`{node}`"));
    let taken_out = || removed.iter().find(|one| conflict.path.contains(&one.name)).map(|one| one.place.clone());
    let place = ours.as_ref().map(|node| node.place.clone()).or_else(taken_out);
    let at = place.or_else(|| theirs.as_ref().map(|node| node.place.clone())).unwrap_or_else(|| Place::new(0, 0..0));
    let mut told = Diagnostic::error(CODE, at, format!("`{path}` was changed here and in the new version"))
        .because(format!("it was {}; here it is {}, in the new version {}", said(before), said(ours), said(theirs)))
        .help(format!("take this out to follow the new version, or keep it with `--keep {path}`"));
    for (node, shows) in [(before, "as it was"), (theirs, "as it is in the new version")] {
        if let Some(node) = node.as_ref().filter(|node| Some(&node.place) != told.place.as_ref()) {
            told = told.related(node.place.clone(), shows);
        }
    }
    told
}
