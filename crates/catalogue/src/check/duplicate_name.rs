//! Two definitions of one kind have the same name.
//!
//! **Why it matters.** Whoever uses the name would get one of the two by chance.
//! **Remedy.** Rename one, or keep one. Also the letters of case numbers must differ from event to event.
//!
//! Bad: two times `- fact: shop.area`. Good: `- fact: shop.area` and `- fact: shop.dining_area`.

use std::collections::BTreeMap;

use super::Draft;
use crate::outline::Here;
use crate::source::At;
use crate::{Diagnostic, Kind, Place};

pub(super) const CODE: &str = "duplicate-name";

pub(super) fn check(draft: &Draft, found: &mut Vec<Diagnostic>) {
    let mut first: BTreeMap<(Kind, &str), &Place> = BTreeMap::new();
    for defined in draft.outline.defined.iter().filter(|d| d.kind != Kind::City) {
        match first.get(&(defined.kind, defined.name)) {
            Some(earlier) => found.push(twice(defined.kind.noun(), defined.name, earlier, defined.place.clone())),
            None => drop(first.insert((defined.kind, defined.name), &defined.place)),
        }
    }
    for fact in draft.outline.facts_and_items() {
        among("choice", fact, fact.it.choices.iter().map(|choice| &choice.choice), found);
        among("item", fact, fact.it.items.iter().map(|item| &item.get().fact), found);
    }
    for permit in &draft.outline.permits {
        among("rule", *permit, permit.it.rules.iter().map(|rule| &rule.get().rule), found);
        among("prerequisite", *permit, &permit.it.after, found);
    }
    for event in &draft.outline.events {
        among("wish", *event, event.it.wishes.iter().map(|wish| &wish.wish), found);
        among("permit", *event, &event.it.permits, found);
    }
    for city in &draft.outline.cities {
        among("district", *city, city.it.districts.iter().map(|district| &district.code), found);
    }
    let mut letters: BTreeMap<&str, Place> = BTreeMap::new();
    for event in &draft.outline.events {
        let (name, place) = (event.it.letters.get().as_str(), event.place(&event.it.letters));
        match letters.get(name) {
            Some(earlier) => found.push(twice("event with the letters", name, earlier, place)),
            None => drop(letters.insert(name, place)),
        }
    }
}

fn among<'a, T>(
    noun: &str,
    here: Here<T>,
    names: impl IntoIterator<Item = &'a At<String>>,
    found: &mut Vec<Diagnostic>,
) {
    let mut first: BTreeMap<&str, Place> = BTreeMap::new();
    for at in names {
        match first.get(at.as_str()) {
            Some(earlier) => found.push(twice(noun, at, earlier, here.place(at))),
            None => drop(first.insert(at, here.place(at))),
        }
    }
}

fn twice(noun: &str, name: &str, earlier: &Place, place: Place) -> Diagnostic {
    Diagnostic::error(CODE, place, format!("a second {noun} `{name}`"))
        .related(earlier.clone(), "the first one")
        .help("rename one of them, or keep one")
}
