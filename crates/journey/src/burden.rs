//! The burden of a plan, computed: each authority alone beside one go.
//!
//! As is: every permit with its own form, each fact asked again, registers not used, papers handed in again, one trip to each
//! authority, a visit for each that comes to look, and one permit after the other at the law's limit.
//! One go: the merged form, the shared papers, no trip, one visit, and the promised day.

use std::collections::BTreeSet;

use catalogue::{Catalogue, PermitId, Validity};
use rules::{CalendarGap, FactId, Ternary};
use rust_decimal::Decimal;
use serde::Serialize;

use crate::assess::{inputs_of, Assessment, Need};
use crate::form::Form;
use crate::known::{Known, Origin};
use crate::plan::Plan;

/// What a plan costs a person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Load {
    pub forms: u32,
    pub facts: u32,
    pub papers: u32,
    /// Trips to an office.
    pub trips: u32,
    /// Times somebody comes to look.
    pub visits: u32,
    /// Working days until everything is decided.
    pub days: u32,
    pub fee: Decimal,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Burden {
    pub as_is: Load,
    pub one_go: Load,
}

impl Burden {
    pub fn new(
        catalogue: &Catalogue,
        assessment: &Assessment,
        form: &Form,
        plan: &Plan,
        known: &Known,
    ) -> Result<Burden, CalendarGap> {
        let full = known.completed(catalogue, plan.filed_on);
        let wanted: Vec<&PermitId> =
            assessment.permits.iter().filter(|p| p.need != Need::NotNeeded).map(|p| &p.permit).collect();
        let mut facts = 0;
        let mut papers = 0;
        let mut authorities = BTreeSet::new();
        let mut visits = 0;
        let mut ends = plan.filed_on;
        let mut fee = Decimal::ZERO;
        for part in &plan.parts {
            let Some(permit) = catalogue.permits.get(&part.permit) else { continue };
            facts += alone(catalogue, &part.permit, &full).len() as u32;
            papers += permit
                .evidence
                .iter()
                .filter(|e| e.applies.as_ref().is_none_or(|c| c.holds(&full) != Ternary::False))
                .count() as u32;
            authorities.insert(&part.authority);
            visits += u32::from(permit.visit);
            ends = catalogue.calendar.after(ends, permit.decide.within)?;
            fee += permit.fee;
        }
        let as_is = Load {
            forms: wanted.len() as u32,
            facts,
            papers,
            trips: authorities.len() as u32,
            visits,
            days: catalogue.calendar.working_days_between(plan.filed_on, ends)?,
            fee,
        };
        let asked = form
            .asked(catalogue, known)
            .filter(|f| {
                catalogue.facts.get(&f.fact).is_some_and(|d| d.register.is_none())
                    || matches!(known.get(&f.fact).map(|k| &k.origin), Some(Origin::Applicant))
            })
            .count();
        let one_go = Load {
            forms: u32::from(!wanted.is_empty()),
            facts: asked as u32,
            papers: form.papers.iter().filter(|p| !p.proved_by_register && !register_proves(catalogue, p)).count() as u32,
            trips: 0,
            visits: plan.visits,
            days: catalogue.calendar.working_days_between(plan.filed_on, plan.promised)?,
            fee: plan.fee,
        };
        Ok(Burden { as_is, one_go })
    }
}

/// Before sign-in no register has answered yet; a paper that one of them will prove is not counted for one go.
fn register_proves(catalogue: &Catalogue, paper: &crate::form::PaperNeed) -> bool {
    catalogue.evidence.get(&paper.evidence).is_some_and(|e| e.register.is_some())
}

/// The facts one permit's own form would ask: everything it names, whoever else knows it.
fn alone(catalogue: &Catalogue, permit: &PermitId, full: &Known) -> BTreeSet<FactId> {
    let mut facts = BTreeSet::new();
    let Some(permit) = catalogue.permits.get(permit) else { return facts };
    let mut add = |fact: &FactId| facts.extend(inputs_of(catalogue, fact));
    for need in &permit.needs {
        if need.applies.as_ref().is_none_or(|c| c.holds(full) != Ternary::False) {
            add(&need.fact);
        }
    }
    for rule in &permit.rules {
        rule.must.facts().iter().for_each(&mut add);
    }
    permit.grants.scope.iter().for_each(&mut add);
    if let Validity::Until(fact) = &permit.grants.valid {
        add(fact);
    }
    if let Some(rule) = &permit.file_before {
        add(&rule.fact);
    }
    facts
}
