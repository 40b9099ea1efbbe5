//! How all outcomes stand under what is known: answered together first, and only what that leaves open by diagrams.
//!
//! The conditions as the law writes them are answered all at once ([`rules::Slices`]). An answer that does not hang on
//! what is missing is the diagram's answer too: it holds for every value of the rest, within the ranges or beyond.
//! What is open may still be settled by a diagram, which sees that two outcomes come to the same; and only a diagram
//! knows on what an outcome still hangs.

use std::collections::BTreeSet;

use rules::{Answers, FactId, Ternary, Under};

use crate::assess::Prepared;
use crate::listed::Compiled;
use crate::state::State;

/// Every outcome of an event under one state of knowledge.
pub(crate) struct Standing<'a> {
    state: &'a State,
    answers: Answers,
    under: Under<'a>,
}

impl Prepared {
    pub(crate) fn standing<'a>(&'a self, state: &'a State) -> Standing<'a> {
        let answers = self.slices.answer(&state.placed);
        Standing { state, answers, under: self.diagrams.under(&state.full) }
    }
}

impl Standing<'_> {
    /// Unknown exactly while both ends are possible.
    pub fn truth(&mut self, compiled: &Compiled) -> Ternary {
        match compiled.slice.map(|number| self.answers.truth(number)) {
            None | Some(Ternary::Unknown) => self.under.truth(compiled.diagram(self.state)),
            Some(settled) => settled,
        }
    }

    /// The facts, not known yet, that can still change the outcome.
    pub fn support(&mut self, compiled: &Compiled) -> BTreeSet<FactId> {
        self.under.support(compiled.diagram(self.state)).into_iter().cloned().collect()
    }
}

impl Standing<'_> {
    /// Which of these outcomes are open and hang on a fact.
    pub fn hanging_on<'c>(&mut self, outcomes: &'c [Compiled], fact: &FactId) -> Vec<(usize, &'c Compiled)> {
        let numbered = outcomes.iter().enumerate();
        let open: Vec<_> = numbered.filter(|(_, compiled)| self.truth(compiled) == Ternary::Unknown).collect();
        let diagrams: Vec<_> = open.iter().map(|(_, compiled)| compiled.diagram(self.state)).collect();
        let hang = self.under.hang_on(&diagrams, fact);
        open.into_iter().zip(hang).filter(|(_, hangs)| *hangs).map(|(one, _)| one).collect()
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::sync::Arc;

    use catalogue::{EventId, Source};
    use rules::{Day, Ternary, Value};

    use crate::state::State;
    use crate::{Known, Origin, Prepared};

    /// Every catalogue under the folder of cities that stands alone, read from its files.
    fn cities() -> Vec<Vec<Source>> {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../catalogues");
        let all = std::fs::read_dir(folder).unwrap().map(|city| city.unwrap().path());
        let is_overlay = |city: &std::path::Path| {
            std::fs::read_to_string(city.join("onego.package")).is_ok_and(|manifest| manifest.contains("\nover:"))
        };
        all.filter(|city| !is_overlay(city)).map(|city| read(&city)).collect()
    }

    fn read(folder: &std::path::Path) -> Vec<Source> {
        let mut found = Vec::new();
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                found.extend(read(&path));
            } else if path.extension().is_some_and(|e| e == "yaml") {
                found.push(Source::new(path.to_str().unwrap(), std::fs::read_to_string(&path).unwrap()));
            }
        }
        found
    }

    #[test]
    fn what_is_answered_at_once_is_what_the_diagrams_say() {
        let on = Day::new(2026, 3, 2).unwrap();
        let (mut settled, mut seed) = (0, 17u64);
        let mut below = |n: usize| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            ((seed >> 33) as usize) % n
        };
        for sources in cities() {
            let catalogue = Arc::new(catalogue::compile(&sources).catalogue.unwrap());
            let events: Vec<EventId> = catalogue.events.keys().cloned().collect();
            for event in events {
                let prepared = Prepared::new(Arc::clone(&catalogue), &event, on).unwrap();
                for _ in 0..40 {
                    let mut known = Known::new();
                    for fact in prepared.slices.facts() {
                        let mut values: Vec<Value> = prepared.diagrams.representatives(fact);
                        if below(2) == 0 && !values.is_empty() && !prepared.derived.contains_key(fact) {
                            known.tell(fact.clone(), values.swap_remove(below(values.len())), Origin::Applicant);
                        }
                    }
                    let state = State::of(&prepared, &known);
                    let mut standing = prepared.standing(&state);
                    for compiled in &prepared.outcomes {
                        let at_once = compiled.slice.map_or(Ternary::Unknown, |number| standing.answers.truth(number));
                        if at_once != Ternary::Unknown {
                            settled += 1;
                            assert_eq!(
                                standing.under.truth(compiled.diagram(&state)),
                                at_once,
                                "{event:?} of {known:?}"
                            );
                        }
                    }
                }
            }
        }
        assert!(settled > 500, "only {settled} settled");
    }
}
