//! Which facts a filled form must have, and which only under certain answers.
//!
//! Follows what `journey::Form` asks and `journey::missing` misses, one demand after the other, with the conditions that are still
//! open.

use std::collections::{BTreeMap, HashMap};

use catalogue::{Catalogue, Permit, Validity};
use journey::{Assessment, Form, Known, Need, Prepared, inputs_of};
use rules::{Condition, FactId, Ternary};
use serde_json::{Map, Value as Json, json};

use super::when::When;

/// Up to how many bytes a condition is repeated where it is needed.
const SHORT: usize = 200;

/// What must be so for a fact to be demanded.
#[derive(Clone, Copy)]
enum Clause<'a> {
    Holds(&'a Condition),
    Fails(&'a Condition),
    /// Neither: then whatever settles it is asked.
    Open(&'a Condition),
}

/// By fact, the ways in which it is demanded: each a list of schemas that must all be fulfilled.
pub(super) struct Demands {
    by_fact: BTreeMap<FactId, Vec<Vec<Json>>>,
    definitions: Map<String, Json>,
}

impl Demands {
    pub fn of(prepared: &Prepared, assessment: &Assessment, known: &Known, form: &Form) -> Demands {
        let catalogue = prepared.catalogue();
        let full = known.completed(catalogue, prepared.on());
        let when = When { catalogue, full: &full };
        let mut gathering = Gathering {
            catalogue,
            full: &full,
            when,
            by_fact: BTreeMap::new(),
            said: HashMap::new(),
            definitions: Map::new(),
        };
        for outcome in &assessment.permits {
            let Some(permit) = catalogue.permits.get(&outcome.permit) else { continue };
            let base = match outcome.need {
                Need::NotNeeded => continue,
                Need::Needed => Vec::new(),
                Need::Open => vec![Clause::Holds(&permit.needed)],
            };
            gathering.settle(&permit.needed, &[]);
            gathering.permit(permit, &base);
            let of_case = prepared.event().into_iter().flat_map(|event| [&event.title, &event.place]);
            for fact in of_case.chain([&catalogue.city.district_fact]) {
                gathering.demand(fact, &base);
            }
        }
        let (mut by_fact, definitions) = (gathering.by_fact, gathering.definitions);
        let is_asked = |fact: &FactId| form.facts().any(|item| &item.fact == fact && item.given_by.is_none());
        by_fact.retain(|fact, _| is_asked(fact) && catalogue.facts.get(fact).is_some_and(|f| !f.optional));
        Demands { by_fact, definitions }
    }

    /// What every filled form must have.
    pub fn always(&self) -> Vec<&str> {
        let always = self.by_fact.iter().filter(|(_, ways)| ways.iter().any(Vec::is_empty));
        always.map(|(fact, _)| fact.as_str()).collect()
    }

    /// The conditions that are referred to by name, for `$defs`.
    pub fn definitions(&self) -> &Map<String, Json> {
        &self.definitions
    }

    /// What only some answers make necessary: one `if` and `then` a fact.
    pub fn sometimes(&self) -> Vec<Json> {
        let sometimes = self.by_fact.iter().filter(|(_, ways)| !ways.iter().any(Vec::is_empty));
        let conditional = sometimes.map(|(fact, ways)| {
            let ways: Vec<Json> = ways.iter().map(|clauses| json!({ "allOf": clauses })).collect();
            json!({ "if": { "anyOf": ways }, "then": { "required": [fact] } })
        });
        conditional.collect()
    }
}

struct Gathering<'a> {
    catalogue: &'a Catalogue,
    full: &'a Known,
    when: When<'a>,
    by_fact: BTreeMap<FactId, Vec<Vec<Json>>>,
    /// What stands for a condition with its wanted outcome; nothing when it cannot be said.
    said: HashMap<(&'a str, Ternary), Option<Json>>,
    definitions: Map<String, Json>,
}

impl<'a> Gathering<'a> {
    fn permit(&mut self, permit: &'a Permit, base: &[Clause<'a>]) {
        for need in &permit.needs {
            self.demand(&need.fact, &self.with(base, need.applies.as_ref()));
            self.settle_any(need.applies.as_ref(), base);
        }
        for rule in &permit.rules {
            for fact in rule.must.facts() {
                self.demand(fact, &self.with(base, rule.applies.as_ref()));
            }
            self.settle_any(rule.applies.as_ref(), base);
        }
        for paper in &permit.evidence {
            self.settle_any(paper.applies.as_ref(), base);
        }
        self.settle_any(permit.commitment.as_ref().and_then(|offer| offer.applies.as_ref()), base);
        // Only the first special case that holds is looked at.
        let mut so_far = base.to_vec();
        for special in &permit.decided_by {
            self.settle(&special.applies, &so_far);
            so_far.push(Clause::Fails(&special.applies));
        }
        for fact in &permit.grants.scope {
            self.demand(fact, base);
        }
        if let Validity::Until(fact) = &permit.grants.valid {
            self.demand(fact, base);
        }
        if let Some(rule) = &permit.file_before {
            self.demand(&rule.fact, base);
        }
    }

    fn with(&self, base: &[Clause<'a>], applies: Option<&'a Condition>) -> Vec<Clause<'a>> {
        base.iter().copied().chain(applies.map(Clause::Holds)).collect()
    }

    fn settle_any(&mut self, condition: Option<&'a Condition>, base: &[Clause<'a>]) {
        if let Some(condition) = condition {
            self.settle(condition, base);
        }
    }

    /// While a condition is open, what it reads is demanded.
    fn settle(&mut self, condition: &'a Condition, base: &[Clause<'a>]) {
        let clauses: Vec<Clause> = base.iter().copied().chain([Clause::Open(condition)]).collect();
        for fact in condition.facts() {
            self.demand(fact, &clauses);
        }
    }

    /// A fact, or what it is computed from, is demanded when all clauses hold and it is asked at all.
    fn demand(&mut self, fact: &FactId, clauses: &[Clause<'a>]) {
        for input in inputs_of(self.catalogue, fact) {
            self.demand_input(&input, clauses, &mut Vec::new());
        }
    }

    fn demand_input(&mut self, fact: &FactId, clauses: &[Clause<'a>], path: &mut Vec<FactId>) {
        let Some(definition) = self.catalogue.facts.get(fact).filter(|_| !path.contains(fact)) else { return };
        let mut all = clauses.to_vec();
        if let Some(only_if) = &definition.only_if {
            // Whether it is asked hangs on facts that must then be answered too.
            let open: Vec<Clause> = clauses.iter().copied().chain([Clause::Open(only_if)]).collect();
            path.push(fact.clone());
            for before in only_if.facts().iter().flat_map(|before| inputs_of(self.catalogue, before)) {
                self.demand_input(&before, &open, path);
            }
            path.pop();
            all.push(Clause::Holds(only_if));
        }
        let Some(schemas) = self.schemas(&all) else { return };
        let ways = self.by_fact.entry(fact.clone()).or_default();
        if !ways.contains(&schemas) {
            ways.push(schemas);
        }
    }

    /// What is left to be answered of these clauses; nothing when one cannot come true, or cannot be said.
    fn schemas(&mut self, clauses: &[Clause<'a>]) -> Option<Vec<Json>> {
        let mut left = Vec::new();
        for clause in clauses {
            let (condition, wanted) = match clause {
                Clause::Holds(condition) => (*condition, Ternary::True),
                Clause::Fails(condition) => (*condition, Ternary::False),
                Clause::Open(condition) => (*condition, Ternary::Unknown),
            };
            match condition.holds(self.full) {
                Ternary::Unknown => {
                    let schema = self.say(condition, wanted)?;
                    if !left.contains(&schema) {
                        left.push(schema);
                    }
                }
                settled if settled == wanted => {}
                _ => return None,
            }
        }
        Some(left)
    }

    /// A condition as a schema, or as the name of one when it is long: many facts hang on the same condition.
    fn say(&mut self, condition: &'a Condition, wanted: Ternary) -> Option<Json> {
        if let Some(said) = self.said.get(&(condition.text(), wanted)) {
            return said.clone();
        }
        let schema = match wanted {
            Ternary::Unknown => self.when.open(condition),
            outcome => self.when.certain(condition, outcome == Ternary::True),
        };
        let said = schema.map(|mut schema| {
            if schema.to_string().len() <= SHORT {
                return schema;
            }
            let outcome = match wanted {
                Ternary::True => "is true",
                Ternary::False => "is false",
                Ternary::Unknown => "is open",
            };
            schema["$comment"] = format!("{outcome}: {}", condition.text()).into();
            let name = format!("condition-{}", self.definitions.len() + 1);
            let reference = json!({ "$ref": format!("#/$defs/{name}") });
            self.definitions.insert(name, schema);
            reference
        });
        self.said.insert((condition.text(), wanted), said.clone());
        said
    }
}
