//! Lays what an overlay says over what is below it.
//!
//! A mapping is laid key by key, a list whose items have names item by item, anything else is replaced. `null` takes a key
//! out (as RFC 7396 does), `remove: true` takes an item or a definition out.

use super::keyed::{named, naming};
use super::tree::{Key, Node, Shape};

/// The key that takes an item out.
pub(super) const REMOVE: &str = "remove";

/// What laying it over found out, besides the result.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// Values that repeat what is below, as `(over, below)`.
    pub repeats: Vec<(Node, Node)>,
    /// What should be taken out but is not there.
    pub nothing_there: Vec<Node>,
}

/// Whether an item only says that it is to be taken out.
pub(super) fn is_removal(item: &Node) -> bool {
    item.get(REMOVE).and_then(Node::text) == Some("true")
}

/// `over` laid over `below`; `name` is the key under which both stand.
pub(super) fn lay(below: &Node, over: &Node, name: &str, found: &mut Found) -> Node {
    if let (Shape::Map(_), Shape::Map(_)) = (&below.shape, &over.shape) {
        return map(below, over, name, found);
    }
    if let Some(list) = list(below, over, name, found) {
        return list;
    }
    if below == over {
        found.repeats.push((over.clone(), below.clone()));
    }
    over.clone()
}

fn map(below: &Node, over: &Node, name: &str, found: &mut Found) -> Node {
    let mut entries: Vec<(Key, Node)> = below.entries().to_vec();
    for (key, node) in over.entries() {
        let at = entries.iter().position(|(known, _)| known.name == key.name);
        // The name of an item is how it was found.
        let is_name = naming(name).is_some_and(|naming| naming == key.name);
        match (at, &node.shape) {
            (Some(at), Shape::Null) => drop(entries.remove(at)),
            (None, Shape::Null) => found.nothing_there.push(node.clone()),
            (Some(at), _) if is_name => entries[at].1 = node.clone(),
            (Some(at), _) => entries[at].1 = lay(&entries[at].1, node, &key.name, found),
            (None, _) => entries.push((key.clone(), whole(node))),
        }
    }
    Node { place: below.place.clone(), shape: Shape::Map(entries) }
}

fn list(below: &Node, over: &Node, name: &str, found: &mut Found) -> Option<Node> {
    let key = naming(name)?;
    let (was, now) = (named(below, key)?, named(over, key)?);
    let mut items: Vec<(&str, Node)> = was.into_iter().map(|(name, node)| (name, node.clone())).collect();
    for (item, node) in now {
        match (items.iter().position(|(known, _)| *known == item), is_removal(node)) {
            (Some(at), true) => drop(items.remove(at)),
            (None, true) => found.nothing_there.push(node.clone()),
            (Some(at), false) => items[at].1 = map(&items[at].1, node, name, found),
            (None, false) => items.push((item, whole(node))),
        }
    }
    Some(Node { place: below.place.clone(), shape: Shape::List(items.into_iter().map(|(_, node)| node).collect()) })
}

/// Something new, without the keys that say that there is nothing.
pub(super) fn whole(node: &Node) -> Node {
    let shape = match &node.shape {
        Shape::Map(entries) => Shape::Map(
            entries
                .iter()
                .filter(|(_, node)| !matches!(node.shape, Shape::Null))
                .map(|(key, node)| (key.clone(), whole(node)))
                .collect(),
        ),
        Shape::List(items) => Shape::List(items.iter().map(whole).collect()),
        other => other.clone(),
    };
    Node { place: node.place.clone(), shape }
}
