//! From the outline to the index: every definition with what is said about it, every mention at its exact bytes.

use std::sync::Arc;

use rules::{Mentioned, Type, mentions};

use super::about::Describe;
use super::{Definition, Names, Thing, Use};
use crate::build::citation;
use crate::outline::{Here, Outline, Owner, Role, Stated};
use crate::read::{self, definition_around};
use crate::source::At;
use crate::types::{Types, type_of};
use crate::within::within;
use crate::written;
use crate::{Kind, Place, Source, Words};

pub(super) fn walk(sources: &[Source]) -> Names {
    let (pages, _) = read::read(sources, &mut Vec::new());
    let outline = Outline::of(&pages, sources);
    let types = Types::of(&outline);
    let mut walk = Walk { sources, types: &types, names: Names::default() };
    walk.definitions(&outline);
    walk.mentions(&outline);
    walk.answers(&outline);
    for stated in &outline.conditions {
        walk.condition(stated);
    }
    walk.said(&outline);
    let mut names = walk.names;
    names.definitions.sort_by(|a, b| (&a.place, &a.thing).cmp(&(&b.place, &b.thing)));
    names.uses.sort_by(|a, b| (&a.place, &a.thing).cmp(&(&b.place, &b.thing)));
    names.uses.dedup();
    names
}

struct Walk<'a> {
    sources: &'a [Source],
    types: &'a Types,
    names: Names,
}

impl Walk<'_> {
    fn define(&mut self, thing: Thing, place: &Place, words: &written::Words, about: Vec<super::About>) {
        let name = thing.name().to_owned();
        let place = within(self.sources, place, &name, 0..name.len());
        let text = self.sources.get(place.source).map_or("", |source| source.text.as_str());
        let whole = definition_around(text, place.bytes.start).unwrap_or(place.range());
        let whole = Place::new(place.source, whole);
        self.names.definitions.push(Definition {
            thing,
            place,
            whole,
            words: Words(Arc::new(words.get().clone())),
            about,
        });
    }

    fn every<T: Describe>(&mut self, outline: &Outline, all: &[Here<T>], kind: Kind) {
        for here in all {
            let (name, words) = here.it.called();
            let thing = Thing::Definition(kind, name.get().clone());
            self.define(thing, &here.place(name), words, here.it.about(outline));
        }
    }

    fn definitions(&mut self, outline: &Outline) {
        self.every(outline, &outline.cities, Kind::City);
        self.every(outline, &outline.laws, Kind::Law);
        self.every(outline, &outline.authorities, Kind::Authority);
        self.every(outline, &outline.registers, Kind::Register);
        self.every(outline, &outline.sections, Kind::Section);
        self.every(outline, &outline.facts, Kind::Fact);
        self.every(outline, &outline.evidence, Kind::Evidence);
        self.every(outline, &outline.parameters, Kind::Parameter);
        self.every(outline, &outline.permits, Kind::Permit);
        self.every(outline, &outline.duties, Kind::Duty);
        self.every(outline, &outline.bans, Kind::Ban);
        self.every(outline, &outline.events, Kind::Event);
        self.every(outline, &outline.sectors, Kind::Sector);
        self.every(outline, &outline.sayings, Kind::Saying);
        for fact in &outline.facts {
            self.choices(*fact, fact.it.fact.get());
        }
        for (rows, item) in &outline.items {
            let (rows, name) = (rows.it.fact.get().clone(), item.it.fact.get().clone());
            let full = format!("{rows}.{name}");
            self.define(
                Thing::Item { rows, item: name },
                &item.place(&item.it.fact),
                &item.it.name,
                item.it.about(outline),
            );
            self.choices(*item, &full);
        }
    }

    fn choices(&mut self, fact: Here<written::Fact>, of: &str) {
        for choice in &fact.it.choices {
            let thing = Thing::Choice { of: of.to_owned(), id: choice.choice.get().clone() };
            self.define(thing, &fact.place(&choice.choice), &choice.name, Vec::new());
        }
    }

    fn used(&mut self, thing: Thing, place: Place, owner: Owner, how: &'static str) {
        let by = Thing::Definition(owner.kind, owner.name.to_owned());
        self.names.uses.push(Use { thing, place, by, how });
    }

    fn mentions(&mut self, outline: &Outline) {
        for mention in &outline.mentions {
            let place = within(self.sources, &mention.place, mention.name, 0..mention.name.len());
            let thing = Thing::Definition(mention.kind, mention.name.to_owned());
            self.used(thing, place, mention.owner, mention.how.said());
        }
        for cited in &outline.citations {
            let law = citation(cited.text).law;
            let start = cited.text.len() - cited.text.trim_start().len();
            let place = within(self.sources, &cited.place, cited.text, start..start + law.as_str().len());
            self.used(Thing::Definition(Kind::Law, law.as_str().to_owned()), place, cited.owner, "cites it");
        }
    }

    /// The choices that wishes answer.
    fn answers(&mut self, outline: &Outline) {
        for event in &outline.events {
            let owner = Owner { kind: Kind::Event, name: event.it.event.get() };
            for (fact, at) in event.it.wishes.iter().flat_map(|wish| &wish.answers) {
                let Some(Type::Choice(_) | Type::Choices(_)) = self.types.get(fact) else { continue };
                for id in at.split(',').map(str::trim).filter(|id| !id.is_empty()) {
                    let start = id.as_ptr().addr() - at.as_ptr().addr();
                    let place = within(self.sources, &event.place(at), at, start..start + id.len());
                    let thing = Thing::Choice { of: fact.clone(), id: id.to_owned() };
                    self.used(thing, place, owner, "answers it");
                }
            }
        }
    }

    fn condition(&mut self, stated: &Stated) {
        let how = match stated.role {
            Role::Derive => "computes from it",
            Role::Over | Role::Cell => "in a decision table",
            Role::Must => "must hold",
            Role::NeededWhen | Role::Applies | Role::Whole | Role::OnlyIf => "in a condition",
        };
        for mention in mentions(stated.text) {
            let place = within(self.sources, &stated.place, stated.text, mention.span);
            let thing = match mention.what {
                Mentioned::Fact(name) => Thing::Definition(Kind::Fact, name),
                Mentioned::Parameter(name) => Thing::Definition(Kind::Parameter, name),
                Mentioned::Item { rows, item } => Thing::Item { rows, item },
                Mentioned::Choice { of, id } => {
                    let computed = stated.owner.name.to_owned();
                    let Some(of) = of.or((stated.role == Role::Derive).then_some(computed)) else { continue };
                    Thing::Choice { of, id }
                }
            };
            self.used(thing, place, stated.owner, how);
        }
    }

    /// `{fact}` in the words of cross-checks.
    fn said(&mut self, outline: &Outline) {
        for fact in outline.facts_and_items().filter(|fact| !fact.it.must.is_empty()) {
            let at = fact.place(&fact.it.fact);
            let text = self.sources.get(fact.source).map_or("", |source| source.text.as_str());
            let Some(whole) = definition_around(text, at.bytes.start) else { continue };
            let owner = Owner { kind: Kind::Fact, name: fact.it.fact.get() };
            let said = fact.it.must.iter().flat_map(|must| must.say.values());
            let mut holes: Vec<&str> = said.flat_map(|words| holes(words)).collect();
            holes.sort_unstable();
            holes.dedup();
            for hole in holes {
                for (start, _) in text[whole.clone()].match_indices(&format!("{{{hole}}}")) {
                    let start = whole.start + start + 1;
                    let place = Place::new(fact.source, start..start + hole.len());
                    self.used(Thing::Definition(Kind::Fact, hole.to_owned()), place, owner, "shows it");
                }
            }
        }
    }
}

/// The names in braces.
fn holes(words: &str) -> impl Iterator<Item = &str> {
    words.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(hole, _)| hole)
}

/// What a name and the words for it are called in each written definition.
pub(super) type Called<'a> = (&'a At<String>, &'a written::Words);

/// The choices or the type of a fact, for a sentence.
pub(super) fn type_noun(fact: &written::Fact) -> &'static str {
    type_of(fact).map_or("of an unknown type", |ty| ty.noun())
}
