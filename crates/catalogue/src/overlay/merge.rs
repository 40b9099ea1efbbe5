//! Three versions of definitions become one: definition by definition, key by key.
//!
//! What only one side changed comes in; what both changed in the same way is no question; what both changed differently is a
//! conflict. Items of lists that have names are found by name; other lists are one value.

use super::keyed::{named, naming};
use super::tree::{Key, Node, Shape};

/// What both sides changed, each in its own way.
#[derive(Clone, Debug, PartialEq)]
pub struct Conflict {
    /// From the outside in: `permits`, `food-business`, `decide`, `promise`.
    pub path: Vec<String>,
    /// What it was before both changed it; nothing when both added it.
    pub before: Option<Node>,
    /// Nothing when this side took it out.
    pub ours: Option<Node>,
    /// Nothing when that side took it out.
    pub theirs: Option<Node>,
}

/// The merged tree, in which `ours` stands where there is a conflict, and the conflicts.
pub fn merge(before: &Node, ours: &Node, theirs: &Node) -> (Node, Vec<Conflict>) {
    let mut merging = Merging { path: Vec::new(), conflicts: Vec::new() };
    let merged = merging.node(Some(before), Some(ours), Some(theirs));
    (merged.unwrap_or_else(|| ours.clone()), merging.conflicts)
}

struct Merging {
    path: Vec<String>,
    conflicts: Vec<Conflict>,
}

impl Merging {
    fn node(&mut self, before: Option<&Node>, ours: Option<&Node>, theirs: Option<&Node>) -> Option<Node> {
        if ours == theirs || ours == before {
            return theirs.cloned();
        }
        if theirs == before {
            return ours.cloned();
        }
        if let (Some(ours), Some(theirs)) = (ours, theirs) {
            if let (Shape::Map(_), Shape::Map(_)) = (&ours.shape, &theirs.shape) {
                return Some(self.map(before, ours, theirs));
            }
            if let Some(merged) = self.list(before, ours, theirs) {
                return Some(merged);
            }
        }
        self.conflicts.push(Conflict {
            path: self.path.clone(),
            before: before.cloned(),
            ours: ours.cloned(),
            theirs: theirs.cloned(),
        });
        ours.cloned()
    }

    fn at(&mut self, name: &str, before: Option<&Node>, ours: Option<&Node>, theirs: Option<&Node>) -> Option<Node> {
        self.path.push(name.to_owned());
        let merged = self.node(before, ours, theirs);
        self.path.pop();
        merged
    }

    fn map(&mut self, before: Option<&Node>, ours: &Node, theirs: &Node) -> Node {
        let mut entries: Vec<(Key, Node)> = Vec::new();
        let only_ours = ours.entries().iter().filter(|(key, _)| theirs.get(&key.name).is_none());
        for (key, _) in theirs.entries().iter().chain(only_ours) {
            let name = &key.name;
            let merged = self.at(name, before.and_then(|b| b.get(name)), ours.get(name), theirs.get(name));
            entries.extend(merged.map(|node| (key.clone(), node)));
        }
        Node { place: theirs.place.clone(), shape: Shape::Map(entries) }
    }

    /// Nothing when the items have no names on one of the sides.
    fn list(&mut self, before: Option<&Node>, ours: &Node, theirs: &Node) -> Option<Node> {
        let key = naming(self.path.last()?)?;
        let (our, their) = (named(ours, key)?, named(theirs, key)?);
        let was = before.map_or(Some(Vec::new()), |before| named(before, key))?;
        let find = |among: &[(&str, &Node)], name: &str| -> Option<Node> {
            among.iter().find(|(known, _)| *known == name).map(|(_, node)| (*node).clone())
        };
        let mut items = Vec::new();
        let only_ours = our.iter().filter(|(name, _)| !their.iter().any(|(theirs, _)| theirs == name));
        for (name, _) in their.iter().chain(only_ours) {
            let (before, ours, theirs) = (find(&was, name), find(&our, name), find(&their, name));
            items.extend(self.at(name, before.as_ref(), ours.as_ref(), theirs.as_ref()));
        }
        Some(Node { place: theirs.place.clone(), shape: Shape::List(items) })
    }
}
