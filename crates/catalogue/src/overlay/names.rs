//! Which name is defined and used where, over all layers: what a layer below defines is found there, and a layer above
//! that says something else of it uses it.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use super::keyed::LISTS;
use super::lay::is_removal;
use super::origin::Origins;
use super::stack::Stack;
use super::tree;
use crate::names::{Names, Thing, Use};
use crate::read::definition_around;
use crate::{Kind, Place};

/// A definition in one of the layers.
struct Written {
    kind: Kind,
    name: String,
    place: Place,
    is_removal: bool,
}

/// Every definition of every layer, the lowest first.
fn written(stack: &Stack) -> Vec<Written> {
    let mut all = Vec::new();
    for (number, source) in stack.shown.iter().enumerate() {
        let Ok(root) = tree::read(number, &source.text) else { continue };
        for (list, naming, kind) in LISTS {
            let (Some(kind), Some(items)) = (kind, root.get(list)) else { continue };
            for item in items.items() {
                let Some(node) = item.get(naming) else { continue };
                let Some(name) = node.text().map(str::to_owned) else { continue };
                all.push(Written { kind, name, place: node.place.clone(), is_removal: is_removal(item) });
            }
        }
    }
    all
}

/// The names of layers laid over each other. All places are in [`Stack::shown`]; a definition stands where it is written
/// first, and what it says is what holds after all layers.
pub fn names(stack: &Stack) -> Names {
    let origins = Origins { origins: &stack.origins, compiled: &stack.sources, shown: &stack.shown };
    let mut names = Names::of(&stack.sources);
    for used in &mut names.uses {
        used.place = origins.place(&used.place);
    }
    let mut first: BTreeMap<Thing, Place> = BTreeMap::new();
    for Written { kind, name, place, is_removal } in written(stack) {
        let thing = Thing::Definition(kind, name);
        match first.entry(thing.clone()) {
            Entry::Vacant(entry) => drop(entry.insert(place)),
            Entry::Occupied(_) => {
                let how = if is_removal { "takes it out" } else { "says something else of it" };
                names.uses.push(Use { by: thing.clone(), thing, place, how });
            }
        }
    }
    let text = |place: &Place| stack.shown.get(place.source).map_or("", |source| source.text.as_str());
    for definition in &mut names.definitions {
        definition.place = match first.get(&definition.thing) {
            Some(place) => place.clone(),
            None => origins.place(&definition.place),
        };
        let whole = definition_around(text(&definition.place), definition.place.bytes.start);
        definition.whole = Place::new(definition.place.source, whole.unwrap_or(definition.place.range()));
    }
    names.definitions.sort_by(|a, b| (&a.place, &a.thing).cmp(&(&b.place, &b.thing)));
    names.uses.sort_by(|a, b| (&a.place, &a.thing).cmp(&(&b.place, &b.thing)));
    names.uses.dedup();
    names.are_layered = true;
    names
}
