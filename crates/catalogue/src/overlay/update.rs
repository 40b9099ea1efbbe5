//! What a new version of the layers below means for an overlay.

use super::conflict;
use super::keyed::{named, naming};
use super::merge::{Conflict, merge};
use super::stack::stack_from;
use super::tree::{Node, Shape};
use crate::{Diagnostic, Source};

/// One value that differs.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// `permits/tea-room/decide/promise`
    pub path: String,
    pub before: Option<Node>,
    pub after: Option<Node>,
}

/// What a new version brings.
#[derive(Clone, Debug)]
pub struct Updated {
    /// What comes in from below.
    pub changes: Vec<Change>,
    /// What cannot be read, and conflicts: while there are any, nothing should be updated.
    pub diagnostics: Vec<Diagnostic>,
    /// What places point into.
    pub shown: Vec<Source>,
}

/// Merges `over`, written over `old`, with `new`. Conflicts whose path is in `keep` are decided: the overlay stays.
pub fn update(old: &[Vec<Source>], over: &[Source], new: &[Vec<Source>], keep: &[String]) -> Updated {
    let with = |layers: &[Vec<Source>]| -> Vec<Vec<Source>> { [layers, &[over.to_vec()]].concat() };
    let below = stack_from(old, 0);
    let ours = stack_from(&with(old), 0);
    let first = ours.shown.len();
    let theirs = stack_from(new, first);
    let laid_anew = stack_from(&with(new), first);
    let shown = [ours.shown.clone(), laid_anew.shown.clone()].concat();
    let mut diagnostics: Vec<Diagnostic> = Vec::new();
    for stack in [&ours, &theirs] {
        diagnostics.extend(stack.diagnostics.iter().filter(|d| !stack.is_readable && d.is_error()).cloned());
    }
    if !diagnostics.is_empty() {
        return Updated { changes: Vec::new(), diagnostics, shown };
    }
    let (merged, mut conflicts) = merge(&below.whole, &ours.whole, &theirs.whole);
    let changes = changes(&below.whole, &theirs.whole);
    // What the overlay only repeated stays as it was when it is laid over the new version: nobody decided that.
    for pinned in self::changes(&merged, &laid_anew.whole) {
        let path: Vec<String> = pinned.path.split('/').map(str::to_owned).collect();
        let is_told = conflicts.iter().any(|c| path.starts_with(&c.path) || c.path.starts_with(&path));
        if !is_told {
            conflicts.push(Conflict { path, before: pinned.after.clone(), ours: pinned.after, theirs: pinned.before });
        }
    }
    conflicts.retain(|c| !keep.contains(&conflict::path(&c.path)));
    diagnostics.extend(conflicts.iter().map(|c| conflict::diagnostic(c, &ours.removed)));
    diagnostics.sort_by(Diagnostic::order);
    Updated { changes, diagnostics, shown }
}

/// What differs between two trees, as far in as it can be said.
pub(super) fn changes(before: &Node, after: &Node) -> Vec<Change> {
    let mut found = Vec::new();
    differ(&mut Vec::new(), Some(before), Some(after), &mut found);
    found
}

fn differ(path: &mut Vec<String>, before: Option<&Node>, after: Option<&Node>, found: &mut Vec<Change>) {
    if before == after {
        return;
    }
    if let (Some(before), Some(after)) = (before, after)
        && let (Some(these), Some(those)) = (parts(path, before), parts(path, after))
    {
        let find = |among: &[(String, Node)], name: &str| among.iter().find(|(n, _)| n == name).map(|(_, n)| n.clone());
        let only_before = these.iter().filter(|(name, _)| find(&those, name).is_none());
        for (name, _) in those.iter().chain(only_before) {
            path.push(name.clone());
            differ(path, find(&these, name).as_ref(), find(&those, name).as_ref(), found);
            path.pop();
        }
        return;
    }
    found.push(Change { path: conflict::path(path), before: before.cloned(), after: after.cloned() });
}

/// The named parts of a mapping, or of a list whose items have names.
fn parts(path: &[String], node: &Node) -> Option<Vec<(String, Node)>> {
    let owned = |(name, node): (&str, &Node)| (name.to_owned(), node.clone());
    match &node.shape {
        Shape::Map(entries) => Some(entries.iter().map(|(key, node)| (key.name.clone(), node.clone())).collect()),
        Shape::List(_) => Some(named(node, naming(path.last()?)?)?.into_iter().map(owned).collect()),
        _ => None,
    }
}
