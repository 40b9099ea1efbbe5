//! One of the two laws, ready to be asked: conditions with parameters and computed facts put in.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, OnceLock};

use catalogue::{Catalogue, EventId, Fact, FactKind, Permit, PermitId, Validity};
use rules::{Bounds, Condition, Day, Diagram, Diagrams, FactId, Mentioned, Ternary, Value};

use crate::assess::inputs_of;
use crate::known::Known;
use crate::listed::{CatalogueScope, bounds};

pub(super) struct Law {
    pub catalogue: Arc<Catalogue>,
    pub on: Day,
    parameters: BTreeMap<FactId, Value>,
    derived: BTreeMap<FactId, Condition>,
    bounds: BTreeMap<FactId, Bounds>,
}

/// A condition of one law.
pub(super) struct Ruled {
    condition: Condition,
    /// Parameters and computed facts could not be put in: it is answered with what is known completed.
    is_whole: bool,
    drawn: OnceLock<(Diagrams, Diagram)>,
}

/// A fact that a permit asks for while it is needed.
pub(super) struct Asked {
    pub fact: FactId,
    pub applies: Option<Ruled>,
    /// When the fact is asked of anybody at all.
    pub only_if: Option<Ruled>,
    pub is_optional: bool,
}

impl Law {
    pub fn of(catalogue: &Arc<Catalogue>, on: Day) -> Law {
        let (parameters, derived) = (catalogue.parameters_on(on), catalogue.derived());
        let bounds = bounds(catalogue);
        Law { catalogue: Arc::clone(catalogue), on, parameters, derived, bounds }
    }

    pub fn lists(&self, event: &EventId) -> bool {
        self.catalogue.events.contains_key(event)
    }

    pub fn permit(&self, event: &EventId, id: &PermitId) -> Option<&Permit> {
        let is_listed = self.catalogue.events.get(event).is_some_and(|event| event.permits.contains(id));
        let permit = self.catalogue.permits.get(id).filter(|_| is_listed)?;
        Catalogue::holds_on(permit.in_force_from, permit.in_force_until, self.on).then_some(permit)
    }

    pub fn rule(&self, condition: &Condition) -> Ruled {
        match condition.expanded(&self.parameters, &self.derived) {
            Some(condition) => Ruled { condition, is_whole: false, drawn: OnceLock::new() },
            None => Ruled { condition: condition.clone(), is_whole: true, drawn: OnceLock::new() },
        }
    }

    /// Every fact a permit asks for, in the order in which it says so; a computed one by what it is computed from.
    pub fn asked(&self, event: &EventId, permit: &Permit) -> Vec<Asked> {
        let mut asked: Vec<Asked> = Vec::new();
        let mut add = |fact: &FactId, applies: Option<&Condition>| {
            for input in inputs_of(&self.catalogue, fact) {
                let Some(definition) = self.catalogue.facts.get(&input) else { continue };
                asked.push(Asked {
                    applies: applies.map(|condition| self.rule(condition)),
                    only_if: definition.only_if.as_ref().map(|condition| self.rule(condition)),
                    is_optional: definition.optional,
                    fact: input,
                });
            }
        };
        for need in &permit.needs {
            add(&need.fact, need.applies.as_ref());
        }
        for rule in &permit.rules {
            rule.must.facts().iter().for_each(|fact| add(fact, rule.applies.as_ref()));
        }
        permit.grants.scope.iter().for_each(|fact| add(fact, None));
        if let Validity::Until(fact) = &permit.grants.valid {
            add(fact, None);
        }
        if let Some(before) = &permit.file_before {
            add(&before.fact, None);
        }
        if let Some(event) = self.catalogue.events.get(event) {
            for fact in [&event.title, &event.place, &self.catalogue.city.district_fact] {
                add(fact, None);
            }
        }
        asked
    }

    pub fn truth(&self, ruled: &Ruled, known: &Known) -> Ternary {
        if ruled.is_whole {
            return ruled.condition.holds(&known.completed(&self.catalogue, self.on));
        }
        match ruled.condition.holds(known) {
            // A diagram also sees that it comes to the same whatever the missing fact is.
            Ternary::Unknown => {
                let (diagrams, diagram) = self.drawn(ruled);
                diagrams.under(known).truth(*diagram)
            }
            settled => settled,
        }
    }

    /// The facts, not known, on which an open condition still hangs.
    pub fn open(&self, ruled: &Ruled, known: &Known, found: &mut BTreeSet<FactId>) {
        if ruled.is_whole {
            let inputs = ruled.condition.facts().iter().flat_map(|fact| inputs_of(&self.catalogue, fact));
            return found.extend(inputs.filter(|fact| known.get(fact).is_none()));
        }
        let (diagrams, diagram) = self.drawn(ruled);
        found.extend(diagrams.under(known).support(*diagram).into_iter().cloned());
    }

    fn drawn<'r>(&self, ruled: &'r Ruled) -> &'r (Diagrams, Diagram) {
        ruled.drawn.get_or_init(|| {
            let nothing: BTreeMap<FactId, Value> = BTreeMap::new();
            let scope = CatalogueScope(&self.catalogue);
            let order = &self.catalogue.fact_order;
            let (mut diagrams, made) =
                Diagrams::compile(&[&ruled.condition], &nothing, &BTreeMap::new(), order, &scope);
            let made = made.first().copied().unwrap_or(diagrams.never());
            let within = diagrams.within(made, &self.bounds);
            (diagrams, within)
        })
    }

    /// Whether a value is one that the fact can have under this law.
    pub fn fits(&self, fact: &FactId, value: &Value) -> bool {
        let Some(definition) = self.catalogue.facts.get(fact) else { return false };
        let bounds = self.bounds.get(fact);
        let is_below = bounds.and_then(|bounds| bounds.low.as_ref()).is_some_and(|low| value < low);
        let is_above = bounds.and_then(|bounds| bounds.high.as_ref()).is_some_and(|high| value > high);
        definition.ty.read(&value.to_json()).is_ok_and(|read| read == *value) && !is_below && !is_above
    }
}

impl Ruled {
    /// The same for everybody, as far as can be told without looking at people. `redefined`: facts that mean something
    /// else now.
    pub fn is_as(&self, other: &Ruled, redefined: &BTreeSet<FactId>) -> bool {
        !self.is_whole
            && !other.is_whole
            && self.condition.text() == other.condition.text()
            && self.condition.facts().is_disjoint(redefined)
    }

    /// The personal facts whose values it looks at. Of rows it is enough to know how many there are, unless an item is
    /// read that is personal itself.
    pub fn reads(&self, law: &Law, reads: &mut BTreeSet<FactId>) {
        let items: Vec<(String, String)> = rules::mentions(self.condition.text())
            .into_iter()
            .filter_map(|mentioned| match mentioned.what {
                Mentioned::Item { rows, item } => Some((rows, item)),
                _ => None,
            })
            .collect();
        let is_read = |rows: &FactId, item: &FactId| {
            self.is_whole || items.iter().any(|(of, name)| rows.as_str() == of && item.as_str() == name)
        };
        for input in self.condition.facts().iter().flat_map(|fact| inputs_of(&law.catalogue, fact)) {
            let Some(fact) = law.catalogue.facts.get(&input) else { continue };
            let is_opened = match fact.items.iter().any(|item| item.personal) {
                true => fact.items.iter().any(|item| item.personal && is_read(&input, &item.id)),
                false => fact.personal,
            };
            if is_opened {
                reads.insert(input);
            }
        }
    }
}

impl Asked {
    pub fn is_as(&self, other: &Asked, redefined: &BTreeSet<FactId>) -> bool {
        self.fact == other.fact
            && self.is_optional == other.is_optional
            && same(self.applies.as_ref(), other.applies.as_ref(), redefined)
            && same(self.only_if.as_ref(), other.only_if.as_ref(), redefined)
            && !redefined.contains(&self.fact)
    }
}

pub(super) fn same(one: Option<&Ruled>, other: Option<&Ruled>, redefined: &BTreeSet<FactId>) -> bool {
    match (one, other) {
        (None, None) => true,
        (Some(one), Some(other)) => one.is_as(other, redefined),
        _ => false,
    }
}

/// Facts of both laws whose values are not the same ones any more, and those that are gone.
pub(super) fn redefined(old: &Law, new: &Law) -> BTreeSet<FactId> {
    let is_other = |fact: &&Fact| {
        new.catalogue.facts.get(&fact.id).is_none_or(|now| {
            (fact.kind, &fact.ty, fact.min, fact.max) != (now.kind, &now.ty, now.min, now.max)
                || fact.kind == FactKind::Rows && fact.items.iter().map(|i| &i.id).ne(now.items.iter().map(|i| &i.id))
        })
    };
    old.catalogue.facts.values().filter(is_other).map(|fact| fact.id.clone()).collect()
}
