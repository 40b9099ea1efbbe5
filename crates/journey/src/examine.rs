//! What a deciding officer sees: only the facts this permit needs, why, and the computed checks with found and needed values.

use std::collections::BTreeSet;

use catalogue::{Catalogue, Citation, PermitId, Words};
use rules::{Day, FactId, Ternary};

use crate::form::{Form, NeededBy};
use crate::known::Known;

/// One fact an officer may see for a permit, and why.
#[derive(Clone, Debug)]
pub struct Seen {
    pub fact: FactId,
    pub needed_by: NeededBy,
}

/// One computed check.
#[derive(Clone, Debug)]
pub struct Examined {
    pub rule: String,
    pub name: Words,
    pub holds: Ternary,
    /// The facts the rule reads.
    pub reads: Vec<FactId>,
    pub way_forward: Words,
    pub law: Vec<Citation>,
}

/// The facts and checks of one permit; the facts of others are counted, not shown.
pub fn examine(
    catalogue: &Catalogue,
    form: &Form,
    permit: &PermitId,
    known: &Known,
    on: Day,
) -> (Vec<Seen>, Vec<Examined>, usize) {
    let full = known.completed(catalogue, on);
    let mut seen = Vec::new();
    let mut hidden = 0;
    for fact in form.facts() {
        match fact.needed_by.iter().find(|n| &n.permit == permit) {
            Some(needed_by) => seen.push(Seen { fact: fact.fact.clone(), needed_by: needed_by.clone() }),
            None => hidden += 1,
        }
    }
    let mut examined = Vec::new();
    if let Some(definition) = catalogue.permits.get(permit) {
        for rule in &definition.rules {
            let applies = rule.applies.as_ref().map_or(Ternary::True, |c| c.holds(&full));
            if applies == Ternary::False {
                continue;
            }
            // While it is open whether the rule applies, it can be kept but not broken.
            let holds = match rule.must.holds(&full) {
                Ternary::False if applies == Ternary::Unknown => Ternary::Unknown,
                holds => holds,
            };
            let reads: BTreeSet<FactId> = rule.must.facts().clone();
            examined.push(Examined {
                rule: rule.id.clone(),
                name: rule.name.clone(),
                holds,
                reads: reads.into_iter().collect(),
                way_forward: rule.way_forward.clone(),
                law: rule.law.clone(),
            });
        }
    }
    (seen, examined, hidden)
}
