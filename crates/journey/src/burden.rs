//! The burden of a plan, computed: each authority alone beside one go.
//!
//! As is: every permit with its own form, each fact asked again, registers not used, papers handed in again, one trip to each
//! authority, a visit for each that comes to look, and one permit after the other at the law's limit.
//! One go: the merged form, the shared papers, no trip, one visit, and the promised day.

use std::collections::BTreeSet;

use catalogue::{Catalogue, PermitId};
use rules::{Calendar, CalendarGap, Day, Span, Ternary};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::assess::Prepared;
use crate::form::Form;
use crate::known::{Known, Origin};
use crate::outcome::{Assessment, Need};
use crate::plan::Plan;

/// What a plan costs a person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
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
    /// The most an event can ask of anybody: nothing is known yet, so every permit that can be needed is counted.
    /// Filed on the day of the law.
    pub fn of_event(prepared: &Prepared) -> Result<Burden, CalendarGap> {
        let (catalogue, known) = (prepared.catalogue(), Known::new());
        let assessment = prepared.assess(&known);
        let form = Form::new(prepared, &assessment, &known, &[]);
        let plan = Plan::new(catalogue, &assessment, &known, &[], prepared.on())?;
        Burden::new(catalogue, &assessment, &form, &plan, &known)
    }

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
        let mut as_is = Load {
            forms: wanted.len() as u32,
            // Everybody who reads a fact asks for it, whoever else knows it.
            facts: form.facts().map(|fact| fact.needed_by.len() as u32).sum(),
            papers: 0,
            trips: 0,
            visits: 0,
            days: 0,
            fee: Decimal::ZERO,
        };
        let mut authorities = BTreeSet::new();
        let mut spans = Vec::new();
        for part in &plan.parts {
            let Some(permit) = catalogue.permits.get(&part.permit) else { continue };
            let papers = permit.evidence.iter();
            as_is.papers +=
                papers.filter(|e| e.applies.as_ref().is_none_or(|c| c.holds(&full) != Ternary::False)).count() as u32;
            authorities.insert(&part.authority);
            as_is.visits += u32::from(permit.visit);
            as_is.fee += permit.fee;
            spans.push(permit.decide.within);
        }
        as_is.trips = authorities.len() as u32;
        let days = catalogue.calendar.working_days_between(plan.filed_on, plan.promised)?;
        as_is.days = one_after_the_other(&catalogue.calendar, plan.filed_on, &spans)?.max(days);
        let asked = form.asked(catalogue, known).filter(|f| {
            let answered_by_hand = || matches!(known.get(&f.fact).map(|k| &k.origin), Some(Origin::Applicant));
            catalogue.facts.get(&f.fact).is_some_and(|d| d.register.is_none()) || answered_by_hand()
        });
        let to_upload = form.papers.iter().filter(|p| !p.proved_by_register && !register_proves(catalogue, p));
        let one_go = Load {
            forms: u32::from(!wanted.is_empty()),
            facts: asked.count() as u32,
            papers: to_upload.count() as u32,
            trips: 0,
            visits: plan.visits,
            days,
            fee: plan.fee,
        };
        Ok(Burden { as_is, one_go })
    }
}

/// Working days when each decision begins after the one before. Where that runs into a year whose calendar is not
/// published, each is counted from the filing day and the days are added up: an estimate, which is all it is for.
fn one_after_the_other(calendar: &Calendar, filed_on: Day, spans: &[Span]) -> Result<u32, CalendarGap> {
    let chained = spans.iter().try_fold(filed_on, |day, span| calendar.after(day, *span));
    if let Ok(days) = chained.and_then(|ends| calendar.working_days_between(filed_on, ends)) {
        return Ok(days);
    }
    spans.iter().map(|span| calendar.working_days_between(filed_on, calendar.after(filed_on, *span)?)).sum()
}

/// Before sign-in no register has answered yet; a paper that one of them will prove is not counted for one go.
fn register_proves(catalogue: &Catalogue, paper: &crate::form::PaperNeed) -> bool {
    catalogue.evidence.get(&paper.evidence).is_some_and(|e| e.register.is_some())
}
