//! Which permits, duties and bans apply to what is known, and why.
//!
//! Every outcome of an event is one diagram over facts, so that what is still open is known exactly, within the ranges the
//! catalogue declares: counts are whole, and a list of choices has at least one. Inexact, and then only towards "still
//! open", are comparisons of several facts (`a > b`), of rows and of the size of a list.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, OnceLock};

use catalogue::{Catalogue, Citation, Event, EventId, PermitId};
use rules::{Bounds, Condition, Day, Diagram, Diagrams, FactId, Questions, Slices, Ternary, Value};

use crate::known::Known;
use crate::listed::{Compilation, Compiled, bounds, compiled, listed};
use crate::outcome::{Assessment, BanOutcome, DutyOutcome, Need, Outcome, PermitOutcome, Unprepared};
use crate::state::State;

/// The rules of one event on one day, ready for any number of applicants.
pub struct Prepared {
    pub(crate) catalogue: Arc<Catalogue>,
    event: EventId,
    on: Day,
    pub(crate) diagrams: Diagrams,
    /// The same conditions, answered all at once: see `standing`.
    pub(crate) slices: Slices,
    pub(crate) outcomes: Vec<Compiled>,
    pub(crate) parameters: BTreeMap<FactId, Value>,
    /// Derived facts with what computes them.
    pub(crate) derived: BTreeMap<FactId, Condition>,
    /// What each fact can be.
    pub(crate) bounds: BTreeMap<FactId, Bounds>,
    /// What can be asked, in the author's order: the event's own first ones, then as declared.
    pub(crate) questions: Questions,
    /// Every fact that some applicant is asked; found when first needed.
    pub(crate) ever_asked: OnceLock<BTreeSet<FactId>>,
    /// The facts whose values anything computes with; found when it is first asked for.
    read: OnceLock<BTreeSet<FactId>>,
}

impl Prepared {
    pub fn new(catalogue: Arc<Catalogue>, event: &EventId, on: Day) -> Result<Prepared, Unprepared> {
        let Some(found) = catalogue.events.get(event) else {
            let nearest = catalogue.events.keys().find(|id| id.as_str().contains(event.as_str())).cloned();
            return Err(Unprepared::UnknownEvent { event: event.clone(), nearest });
        };
        let parameters = catalogue.parameters_on(on);
        let derived = catalogue.derived();
        let mut order = found.first.clone();
        order.extend(catalogue.fact_order.iter().filter(|f| !found.first.contains(f)).cloned());
        let bounds = bounds(&catalogue);
        let Compilation { diagrams, slices, outcomes, questions } =
            compiled(&catalogue, found, &listed(&catalogue, found, on), &parameters, &bounds, &order);
        let (event, ever_asked, read) = (event.clone(), OnceLock::new(), OnceLock::new());
        Ok(Prepared {
            catalogue,
            event,
            on,
            diagrams,
            slices,
            outcomes,
            parameters,
            derived,
            bounds,
            questions,
            ever_asked,
            read,
        })
    }

    pub fn catalogue(&self) -> &Arc<Catalogue> {
        &self.catalogue
    }

    pub fn event(&self) -> Option<&Event> {
        self.catalogue.events.get(&self.event)
    }

    pub fn on(&self) -> Day {
        self.on
    }

    /// Whether assessment, form, plan and what is missing are the same for both: the same facts are known from the same
    /// sources, and what differs is read by nothing. True is certain; false may be said of what comes out the same.
    pub fn sees_no_difference(&self, a: &Known, b: &Known) -> bool {
        crate::read::no_difference(self.read.get_or_init(|| crate::read::read_facts(&self.catalogue)), a, b)
    }

    /// How many nodes all diagrams of the event have together.
    pub fn size(&self) -> usize {
        self.diagrams.nodes()
    }

    /// How many nodes the largest diagram of an outcome has.
    pub fn largest(&self) -> usize {
        self.outcomes.iter().map(|compiled| self.diagrams.size(compiled.beyond())).max().unwrap_or(0)
    }

    /// How many conditions are too large for a diagram: their answers are exact, but their questions are looked for one
    /// answer ahead.
    pub fn too_large(&self) -> usize {
        self.diagrams.fell_back().len()
    }

    /// Everything that follows from what is known, with reasons.
    pub fn assess(&self, known: &Known) -> Assessment {
        let state = State::of(self, known);
        let mut standing = self.standing(&state);
        let mut assessment = Assessment {
            permits: Vec::new(),
            duties: Vec::new(),
            bans: Vec::new(),
            findings: Vec::new(),
            open: Vec::new(),
        };
        for compiled in &self.outcomes {
            let diagram = compiled.diagram(&state);
            let need = Need::from(standing.truth(compiled));
            let depends_on: BTreeSet<FactId> = match need {
                Need::Open => standing.support(compiled),
                _ => BTreeSet::new(),
            };
            let reason = || self.reason(diagram, need, &state);
            match &compiled.outcome {
                Outcome::Permit(id) => {
                    let permit = PermitOutcome { permit: id.clone(), need, reason: reason(), depends_on };
                    assessment.permits.push(permit);
                }
                Outcome::Duty(id) => {
                    assessment.duties.push(DutyOutcome { duty: id.clone(), need, reason: reason(), depends_on });
                }
                Outcome::Ban(id) => {
                    let nearest_change = match need {
                        Need::Needed => self.nearest_change(diagram, &state),
                        _ => Vec::new(),
                    };
                    let ban = BanOutcome { ban: id.clone(), need, reason: reason(), depends_on, nearest_change };
                    assessment.bans.push(ban);
                }
                Outcome::Finding(fact) => {
                    let value = compiled.value.clone().filter(|_| need == Need::Needed);
                    assessment.find(fact, value, depends_on);
                }
                Outcome::Jurisdiction(_) | Outcome::FilingDay(_) => {}
            }
        }
        if !self.is_over(&state) {
            assessment.open = self.in_asking_order(&state, &mut standing);
        }
        assessment
    }

    /// Which permits are needed for what is known, without the reasons: for many applicants at once.
    pub fn needs(&self, known: &Known) -> BTreeMap<PermitId, Need> {
        let state = State::of(self, known);
        let mut under = self.diagrams.under(&state.full);
        let permits = self.outcomes.iter().filter_map(|compiled| match &compiled.outcome {
            Outcome::Permit(id) => Some((id.clone(), Need::from(under.truth(compiled.diagram(&state))))),
            _ => None,
        });
        permits.collect()
    }

    /// Whether a duty applies before which nothing else is settled, so that no question is asked any more.
    pub(crate) fn is_over(&self, state: &State) -> bool {
        let mut first = self.outcomes.iter().filter(|compiled| compiled.comes_first).peekable();
        if first.peek().is_none() {
            return false;
        }
        let mut under = self.diagrams.under(&state.full);
        first.any(|compiled| under.truth(compiled.diagram(state)) == Ternary::True)
    }

    pub(crate) fn reason(&self, diagram: Diagram, need: Need, state: &State) -> Vec<FactId> {
        match need {
            Need::Open => Vec::new(),
            _ => self.diagrams.reason(diagram, &state.full).unwrap_or_default(),
        }
    }

    /// The fewest changes, with values that the facts accept.
    pub(crate) fn nearest_change(&self, diagram: Diagram, state: &State) -> Vec<(FactId, Value)> {
        let changes = self.diagrams.nearest_change(diagram, &state.full).unwrap_or_default();
        let accepted = |(fact, value): (FactId, Value)| {
            // Beyond its range a fact is taken for the end of the range, so the end turns the outcome over as well.
            let bounds = self.bounds.get(&fact);
            let value = match (bounds.and_then(|b| b.low.as_ref()), bounds.and_then(|b| b.high.as_ref())) {
                (Some(low), _) if value < *low => low.clone(),
                (_, Some(high)) if value > *high => high.clone(),
                _ => value,
            };
            (fact, value)
        };
        changes.into_iter().map(accepted).collect()
    }

    /// Facts a filing day is counted back from, for permits that are needed, while they are not known.
    pub(crate) fn filing_days(
        &self,
        needed: &BTreeSet<PermitId>,
        state: &State,
    ) -> Vec<(FactId, PermitId, Vec<Citation>)> {
        let mut wanted = Vec::new();
        for permit in needed.iter().filter_map(|id| self.catalogue.permits.get(id)) {
            let Some(rule) = &permit.file_before else { continue };
            if state.full.contains_key(&rule.fact) {
                continue;
            }
            for fact in inputs_of(&self.catalogue, &rule.fact) {
                wanted.push((fact, permit.id.clone(), rule.law.clone()));
            }
        }
        wanted
    }
}

impl From<Ternary> for Need {
    fn from(applies: Ternary) -> Need {
        match applies {
            Ternary::True => Need::Needed,
            Ternary::False => Need::NotNeeded,
            Ternary::Unknown => Need::Open,
        }
    }
}

/// A fact itself, or the facts it is computed from, however deep.
pub fn inputs_of(catalogue: &Catalogue, fact: &FactId) -> Vec<FactId> {
    let mut inputs = Vec::new();
    let mut to_do = vec![fact.clone()];
    let mut seen = BTreeSet::new();
    while let Some(next) = to_do.pop() {
        if !seen.insert(next.clone()) {
            continue;
        }
        match catalogue.facts.get(&next).and_then(|f| f.derive.as_ref()) {
            Some(derive) => to_do.extend(derive.facts().iter().cloned()),
            None => inputs.push(next),
        }
    }
    inputs
}
