//! What answers lead to: the form, the plan, the burden, and the figures of the panel.

use std::collections::BTreeSet;

use catalogue::{AuthorityId, EvidenceId, Permit, PermitId, PermitKind};
use journey::{Assessment, Burden, Form, Need, PaperNeed, Plan};

use super::trip::Trip;
use crate::facts;
use crate::web::Visit;

/// Everything a page shows of a plan, computed from the answers and today.
pub struct Outlook {
    pub assessment: Assessment,
    pub form: Form,
    /// Nothing when the calendar of that year is not published yet.
    pub plan: Option<Plan>,
    pub burden: Option<Burden>,
    pub days: Option<u32>,
    /// Papers one adds oneself.
    pub papers: Vec<EvidenceId>,
    /// Papers a register proves.
    pub proved: Vec<EvidenceId>,
    pub fetched: usize,
    pub asked: usize,
    pub registers: usize,
}

impl Outlook {
    pub fn new(visit: &Visit, trip: &Trip) -> Outlook {
        Outlook::on(trip, visit.today())
    }

    pub fn on(trip: &Trip, today: rules::Day) -> Outlook {
        let catalogue = &trip.catalogue;
        let assessment = trip.assess();
        let form = Form::new(&trip.prepared, &assessment, &trip.known, &[]);
        let plan = Plan::new(catalogue, &assessment, &trip.known, &[], today).ok();
        let burden = plan.as_ref().and_then(|p| Burden::new(catalogue, &assessment, &form, p, &trip.known).ok());
        let days = plan.as_ref().and_then(|p| catalogue.calendar.working_days_between(p.filed_on, p.promised).ok());
        let by_register = |p: &PaperNeed| {
            p.proved_by_register || catalogue.evidence.get(&p.evidence).is_some_and(|e| e.register.is_some())
        };
        let (proved, papers): (Vec<&PaperNeed>, Vec<&PaperNeed>) = form.papers.iter().partition(|p| by_register(p));
        let ids = |list: Vec<&PaperNeed>| list.iter().map(|p| p.evidence.clone()).collect::<Vec<_>>();
        let (papers, proved) = (ids(papers), ids(proved));
        let (mut fetched, mut asked) = (0, 0);
        let mut registers = BTreeSet::new();
        for item in form.facts().filter(|f| f.given_by.is_none() && trip.known.get(&f.fact).is_none()) {
            match catalogue.facts.get(&item.fact).and_then(|f| f.register.as_ref()) {
                Some(register) => {
                    fetched += 1;
                    registers.insert(register.clone());
                }
                None => asked += 1,
            }
        }
        let registers = registers.len();
        Outlook { assessment, form, plan, burden, days, papers, proved, fetched, asked, registers }
    }

    pub fn sure(&self) -> usize {
        self.assessment.needed().count()
    }

    pub fn maybe(&self) -> usize {
        self.assessment.permits.iter().filter(|p| p.need == Need::Open).count()
    }

    pub fn is_banned(&self) -> bool {
        self.assessment.banned().next().is_some()
    }

    /// The authorities that decide, each once.
    pub fn authorities(&self) -> Vec<AuthorityId> {
        let mut seen = Vec::new();
        for part in self.plan.iter().flat_map(|p| &p.parts) {
            if !seen.contains(&part.authority) {
                seen.push(part.authority.clone());
            }
        }
        seen
    }

    /// "8 working days" or "at most 8 working days" while something is open.
    pub fn days_in_words(&self, visit: &Visit) -> String {
        let say = visit.say;
        match self.days {
            None => say.t("panel-days-unknown").to_owned(),
            Some(0) => say.t("panel-days-at-once").to_owned(),
            Some(days) if self.maybe() > 0 => say.with("panel-days-most", &[("n", days.into())]),
            Some(days) => say.with("panel-days", &[("n", days.into())]),
        }
    }

    pub fn fee_in_words(&self, visit: &Visit) -> String {
        match &self.plan {
            Some(plan) if !plan.fee.is_zero() => visit.say.money(plan.fee),
            _ => visit.say.t("panel-no-fee").to_owned(),
        }
    }

    pub fn visits_in_words(&self, visit: &Visit) -> String {
        match self.plan.as_ref().map_or(0, |p| p.visits) {
            0 => visit.say.t("panel-no-visit").to_owned(),
            n => visit.say.with("panel-visits", &[("n", n.into())]),
        }
    }
}

/// The same words at the beginning of a line: "None".
pub fn first_up(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// How a permit is decided, in a few words.
pub fn how(visit: &Visit, permit: &Permit) -> String {
    let say = visit.say;
    let key = match permit.kind {
        _ if permit.decide.promise.is_at_once() => "how-at-once",
        PermitKind::Upload => "how-upload",
        PermitKind::Filing => "how-filing",
        PermitKind::Licence | PermitKind::Registration if permit.visit => "how-visit",
        PermitKind::Licence | PermitKind::Registration => "how-officer",
    };
    say.t(key).to_owned()
}

/// Names of permits in a row: "a, b and c".
pub fn permit_names<'p>(visit: &Visit, permits: impl Iterator<Item = &'p PermitId>) -> String {
    let names: Vec<String> = permits.map(|p| facts::permit_name(visit, p)).collect();
    visit.say.list(&names)
}
