//! Several layers of definition files as one: a nation's, a city's over it, a district's over that.

use super::keyed::LISTS;
use super::lay::{self, Found, is_removal, lay};
use super::origin::Origin;
use super::tree::{self, Key, Node, Shape};
use super::{changes_nothing, removes_nothing};
use crate::{Diagnostic, Kind, Place, Source, read};

/// The layers laid over each other, before anything is checked.
#[derive(Clone, Debug)]
pub struct Stack {
    /// What is compiled: files that no layer above changes are as their authors wrote them.
    pub sources: Vec<Source>,
    /// Every file of every layer as it was written: what places point into.
    pub shown: Vec<Source>,
    pub(super) diagnostics: Vec<Diagnostic>,
    pub(super) removed: Vec<Removed>,
    pub(super) origins: Vec<Origin>,
    pub(super) whole: Node,
    pub(super) is_readable: bool,
}

/// A definition that a layer takes out, and where it says so.
#[derive(Clone, Debug)]
pub(super) struct Removed {
    pub kind: Kind,
    pub name: String,
    pub place: Place,
}

struct File {
    number: usize,
    root: Node,
    is_changed: bool,
}

/// Lays the layers over each other, the lowest first.
pub fn stack(layers: &[Vec<Source>]) -> Stack {
    stack_from(layers, 0)
}

/// The same, where the first file has this number among all that are shown.
pub(super) fn stack_from(layers: &[Vec<Source>], first: usize) -> Stack {
    let mut laying = Laying::default();
    let mut shown = Vec::new();
    for layer in layers {
        let mut read = Vec::new();
        for source in layer {
            let number = first + shown.len();
            match tree::read(number, &source.text) {
                Ok(root) => read.push(File { number, root, is_changed: false }),
                Err(wrong) => laying.unreadable.push(read::said(number, source, &wrong)),
            }
            shown.push(source.clone());
        }
        laying.layer(read);
    }
    laying.done(shown, first)
}

#[derive(Default)]
struct Laying {
    files: Vec<File>,
    found: Found,
    removed: Vec<Removed>,
    unreadable: Vec<Diagnostic>,
}

impl Laying {
    fn layer(&mut self, files: Vec<File>) {
        let below = self.files.len();
        for file in files {
            let mut new: Vec<(Key, Node)> = Vec::new();
            for (key, node) in file.root.entries() {
                let list = LISTS.iter().find(|(list, ..)| *list == key.name && matches!(node.shape, Shape::List(_)));
                match list {
                    Some((_, naming, kind)) => {
                        let items: Vec<Node> = node
                            .items()
                            .iter()
                            .filter(|item| !self.item(below, &key.name, naming, *kind, item))
                            .cloned()
                            .collect();
                        if !items.is_empty() || node.items().is_empty() {
                            new.push((key.clone(), Node { place: node.place.clone(), shape: Shape::List(items) }));
                        }
                    }
                    None if self.single(below, &key.name, node) => {}
                    None => new.push((key.clone(), node.clone())),
                }
            }
            let root = Node { place: file.root.place.clone(), shape: Shape::Map(new) };
            let is_changed = !file.root.entries().is_empty() && root != file.root;
            // A file that holds nothing of its own any more is gone; one that never held a mapping is for the check to say.
            if !root.entries().is_empty() || file.root.entries().is_empty() {
                self.files.push(File { root, is_changed, ..file });
            }
        }
    }

    /// Lays one definition over what is below; whether there was something, or nothing was meant to be.
    fn item(&mut self, below: usize, list: &str, naming: &str, kind: Option<Kind>, item: &Node) -> bool {
        let Some(name) = item.get(naming).and_then(Node::text) else { return false };
        for file in &mut self.files[..below] {
            let Shape::Map(entries) = &mut file.root.shape else { continue };
            let Some((_, node)) = entries.iter_mut().find(|(key, _)| key.name == list) else { continue };
            let Shape::List(items) = &mut node.shape else { continue };
            let Some(at) = items.iter().position(|i| i.get(naming).and_then(Node::text) == Some(name)) else {
                continue;
            };
            if is_removal(item) {
                items.remove(at);
                let place = item.get(naming).map_or_else(|| item.place.clone(), |node| node.place.clone());
                self.removed.extend(kind.map(|kind| Removed { kind, name: name.to_owned(), place }));
            } else {
                items[at] = lay(&items[at], item, list, &mut self.found);
            }
            file.is_changed = true;
            return true;
        }
        if is_removal(item) {
            self.found.nothing_there.push(item.clone());
            return true;
        }
        false
    }

    /// Lays what a catalogue has once over what is below.
    fn single(&mut self, below: usize, name: &str, over: &Node) -> bool {
        for file in &mut self.files[..below] {
            let Shape::Map(entries) = &mut file.root.shape else { continue };
            if let Some((_, node)) = entries.iter_mut().find(|(key, _)| key.name == name) {
                *node = lay(node, over, name, &mut self.found);
                file.is_changed = true;
                return true;
            }
        }
        false
    }

    fn done(self, shown: Vec<Source>, first: usize) -> Stack {
        let mut diagnostics = self.unreadable;
        let is_readable = diagnostics.is_empty();
        diagnostics.extend(self.found.repeats.iter().map(|(over, below)| changes_nothing::diagnostic(over, below)));
        diagnostics.extend(self.found.nothing_there.iter().map(removes_nothing::diagnostic));
        let (mut sources, mut origins) = (Vec::new(), Vec::new());
        for file in &self.files {
            let written = &shown[file.number - first];
            if file.is_changed {
                let (text, origin) = Origin::write(file.number, &lay::whole(&file.root));
                sources.push(Source::new(written.name.clone(), text));
                origins.push(origin);
            } else {
                sources.push(written.clone());
                origins.push(Origin::AsWritten(file.number));
            }
        }
        let whole = gathered(self.files.iter().map(|file| &file.root));
        Stack { sources, shown, diagnostics, removed: self.removed, origins, whole, is_readable }
    }
}

/// All files as one tree: lists of the same key stand behind each other.
fn gathered<'a>(files: impl Iterator<Item = &'a Node>) -> Node {
    let mut all: Vec<(Key, Node)> = Vec::new();
    for (key, node) in files.flat_map(Node::entries) {
        match all.iter_mut().find(|(known, _)| known.name == key.name) {
            Some((_, Node { shape: Shape::List(items), .. })) => items.extend(node.items().iter().cloned()),
            Some(_) => {}
            None => all.push((key.clone(), node.clone())),
        }
    }
    Node { place: Place::new(0, 0..0), shape: Shape::Map(all) }
}
