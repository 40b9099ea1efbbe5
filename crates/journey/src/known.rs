//! What is known about one plan: every fact with who said so.

use std::collections::{BTreeMap, BTreeSet};

use catalogue::{Catalogue, PermitId, RegisterId};
use rules::{Day, FactId, Knowledge, Value};
use serde::{Deserialize, Serialize};

/// Who said so.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Origin {
    Applicant,
    /// Chosen with the words somebody searched with: a café sells meals.
    Wish,
    Register {
        register: RegisterId,
        on: Day,
    },
    /// A permit of the same plan gives it.
    Permit {
        permit: PermitId,
    },
    /// Computed from other facts.
    Derived,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownFact {
    pub value: Value,
    pub origin: Origin,
}

/// Facts with their origin, and the questions somebody could not answer yet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Known {
    facts: BTreeMap<FactId, KnownFact>,
    /// Answered with "I do not know yet": not asked again, planned for the stricter case.
    not_yet: BTreeSet<FactId>,
}

impl Known {
    pub fn new() -> Self {
        Self::default()
    }

    pub fn tell(&mut self, fact: impl Into<FactId>, value: Value, origin: Origin) {
        let fact = fact.into();
        self.not_yet.remove(&fact);
        self.facts.insert(fact, KnownFact { value, origin });
    }

    pub fn not_yet(&mut self, fact: impl Into<FactId>) {
        let fact = fact.into();
        self.facts.remove(&fact);
        self.not_yet.insert(fact);
    }

    pub fn forget(&mut self, fact: &FactId) {
        self.facts.remove(fact);
        self.not_yet.remove(fact);
    }

    pub fn get(&self, fact: &FactId) -> Option<&KnownFact> {
        self.facts.get(fact)
    }

    pub fn value_of(&self, fact: &FactId) -> Option<&Value> {
        self.facts.get(fact).map(|k| &k.value)
    }

    pub fn day(&self, fact: &FactId) -> Option<Day> {
        self.value_of(fact).and_then(Value::as_day)
    }

    pub fn is_not_yet(&self, fact: &FactId) -> bool {
        self.not_yet.contains(fact)
    }

    pub fn skipped(&self) -> impl Iterator<Item = &FactId> {
        self.not_yet.iter()
    }

    pub fn iter(&self) -> impl Iterator<Item = (&FactId, &KnownFact)> {
        self.facts.iter()
    }

    /// Values only, as the rules see them.
    pub fn values(&self) -> BTreeMap<FactId, Value> {
        self.facts.iter().map(|(id, known)| (id.clone(), known.value.clone())).collect()
    }

    /// Adds parameters of the day and every derived fact that can be computed; repeats while one feeds another.
    pub fn completed(&self, catalogue: &Catalogue, on: Day) -> Known {
        let mut full = self.clone();
        for (name, value) in catalogue.parameters_on(on) {
            full.facts.insert(name, KnownFact { value, origin: Origin::Derived });
        }
        loop {
            let mut learned = Vec::new();
            for (id, fact) in &catalogue.facts {
                let Some(derive) = &fact.derive else { continue };
                if full.facts.contains_key(id) {
                    continue;
                }
                if let Some(value) = derive.value(&full) {
                    learned.push((id.clone(), value));
                }
            }
            if learned.is_empty() {
                return full;
            }
            for (id, value) in learned {
                full.facts.insert(id, KnownFact { value, origin: Origin::Derived });
            }
        }
    }
}

impl Knowledge for Known {
    fn value(&self, name: &str) -> Option<&Value> {
        self.facts.get(name).map(|k| &k.value)
    }
}
