//! The few examples that show many goals: somebody for the first goal, who shows as many of the others as stays readable.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use catalogue::{AuthorityId, BanId, Catalogue, DutyId, Event, EvidenceId, PermitId};
use rules::{Condition, Day, FactId, Ternary, Value};

use super::{Aim, Cover, Goal};
use crate::assess::Prepared;
use crate::form::Form;
use crate::known::{Known, Origin};
use crate::listed::CatalogueScope;
use crate::missing::cross_checks;
use crate::outcome::Need;
use crate::plan::Plan;
use crate::somebody::Drawn;

/// More given facts than this in one example, and nobody sees what it is about.
const MOST_GIVEN: usize = 7;
/// Goals looked at; beyond, they are left without an example.
const MOST_GOALS: usize = 2_000;

/// What follows for somebody, computed.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Expected {
    Needs(PermitId),
    NeedsNot(PermitId),
    DecidedBy(PermitId, AuthorityId),
    RuleHolds(PermitId, String),
    RuleFails(PermitId, String),
    FormAsks(FactId),
    FormDoesNotAsk(FactId),
    Paper(EvidenceId),
    NoPaper(EvidenceId),
    Duty(DutyId),
    NoDuty(DutyId),
    Ban(BanId),
    NoBan(BanId),
}

/// Somebody on a day, with what follows.
#[derive(Clone, Debug)]
pub struct Example {
    pub on: Day,
    pub given: BTreeMap<FactId, Value>,
    /// The numbers of the goals it shows.
    pub shows: Vec<usize>,
    pub expected: Vec<Expected>,
}

/// A covering set, and what is not in it.
#[derive(Clone, Debug, Default)]
pub struct Examples {
    pub examples: Vec<Example>,
    /// Nobody can show it: the atom decides for no one there can be, or only for those who are never asked.
    pub impossible: Vec<usize>,
    /// It hangs on several facts or rows at once, or on a day without a calendar: an author has to find somebody.
    pub by_hand: Vec<usize>,
    /// Only people with another wish show it: an example of the event that has that wish does.
    pub elsewhere: Vec<usize>,
}

impl Cover {
    /// A covering set for these goals; the same goals always give the same examples.
    pub fn examples(&self, wanted: &[usize]) -> Examples {
        let mut found = Examples::default();
        let mut by_day: BTreeMap<Day, Vec<usize>> = BTreeMap::new();
        for number in wanted.iter().take(MOST_GOALS) {
            if let Some(goal) = self.goals.get(*number) {
                by_day.entry(goal.day).or_default().push(*number);
            }
        }
        found.by_hand.extend(wanted.iter().skip(MOST_GOALS));
        for (day, numbers) in by_day {
            self.examples_on(day, &numbers, &mut found);
        }
        found
    }

    fn examples_on(&self, day: Day, numbers: &[usize], found: &mut Examples) {
        let Ok(prepared) = Prepared::new(Arc::clone(&self.catalogue), &self.event, day) else { return };
        let goals: Vec<&Goal> = numbers.iter().filter_map(|number| self.goals.get(*number)).collect();
        let wish = self.catalogue.events.get(&self.event).and_then(|event| wished(&self.catalogue, event));
        let whom: Vec<&Condition> = goals.iter().map(|goal| &goal.who).chain(&wish).collect();
        let mut drawn = Drawn::of(&[&self.catalogue], &whom, day);
        let mut left: Vec<usize> = (0..numbers.len()).collect();
        while let Some(first) = left.first().copied() {
            left.remove(0);
            let number = numbers[first];
            let Some((mut diagram, mut given)) = drawn.somebody(first) else {
                let impossible = drawn.is_nobody(first);
                if impossible { &mut found.impossible } else { &mut found.by_hand }.push(number);
                continue;
            };
            // Who is told about came with a wish of this event: no supermarket among the restaurants.
            if wish.is_some() {
                match drawn.also(diagram, goals.len()) {
                    Some(one) => (diagram, given) = one,
                    None if self.is_of_another_event(&given) => {
                        found.elsewhere.push(number);
                        continue;
                    }
                    None => {}
                }
            }
            for other in &left {
                // Of what the story is not about, only what comes by itself.
                let related = goals[*other].aim.of() == goals[first].aim.of() || given.len() < MOST_GIVEN;
                if related
                    && let Some((both, example)) = drawn.also(diagram, *other)
                    && example.len() <= MOST_GIVEN
                    && !self.is_contradictory(&example, day)
                {
                    (diagram, given) = (both, example);
                }
            }
            let given = self.asked_of(given, day);
            if self.is_contradictory(&given, day) {
                found.by_hand.push(number);
                continue;
            }
            let known = known(&given);
            let shown = self.shown(&known, day);
            if !shown.contains(&number) {
                // Only somebody could show it who is never asked.
                found.impossible.push(number);
                continue;
            }
            let candidates: Vec<usize> = left.iter().map(|at| numbers[*at]).filter(|n| shown.contains(n)).collect();
            let (shows, expected) = self.expected(&prepared, &known, number, &candidates);
            if shows.first() != Some(&number) {
                found.by_hand.push(number);
                continue;
            }
            left.retain(|at| !shows.contains(&numbers[*at]));
            found.examples.push(Example { on: day, given, shows, expected });
        }
    }

    /// Whether a form would refuse these answers together: more seats than the room holds.
    fn is_contradictory(&self, given: &BTreeMap<FactId, Value>, day: Day) -> bool {
        let full = known(given).completed(&self.catalogue, day);
        let facts = given.keys().filter_map(|fact| self.catalogue.facts.get(fact));
        facts.into_iter().any(|fact| !cross_checks(&self.catalogue, fact, &full).is_empty())
    }

    /// Whether no wish of this event fits, but one of another event does.
    fn is_of_another_event(&self, given: &BTreeMap<FactId, Value>) -> bool {
        let fits = |event: &Event| {
            event.wishes.iter().any(|wish| wish.answers.iter().all(|(fact, is)| given.get(fact) == Some(is)))
        };
        let others = self.catalogue.events.values().filter(|event| event.id != self.event);
        others.into_iter().any(fits) && !self.catalogue.events.get(&self.event).is_some_and(fits)
    }

    /// Without what somebody like this is not asked.
    fn asked_of(&self, mut given: BTreeMap<FactId, Value>, day: Day) -> BTreeMap<FactId, Value> {
        let full = known(&given).completed(&self.catalogue, day);
        given.retain(|fact, _| {
            let asked = self.catalogue.facts.get(fact).and_then(|fact| fact.only_if.as_ref());
            asked.is_none_or(|asked| asked.holds(&full) != Ternary::False)
        });
        given
    }

    /// What follows about the aims of these goals, and those about which something can be said.
    fn expected(
        &self,
        prepared: &Prepared,
        known: &Known,
        first: usize,
        others: &[usize],
    ) -> (Vec<usize>, Vec<Expected>) {
        let assessment = prepared.assess(known);
        let full = known.completed(&self.catalogue, prepared.on());
        let form = Form::new(prepared, &assessment, known, &[]);
        let plan = Plan::new(&self.catalogue, &assessment, &full, &[], prepared.on());
        let mut expected = BTreeSet::new();
        let either = |need: Need, yes: Expected, no: Expected| match need {
            Need::Needed => Some(yes),
            Need::NotNeeded => Some(no),
            Need::Open => None,
        };
        let need_of = |permit: &PermitId| assessment.permit(permit).map_or(Need::NotNeeded, |found| found.need);
        let mut said = Vec::new();
        for number in std::iter::once(first).chain(others.iter().copied()) {
            let Some(goal) = self.goals.get(number) else { continue };
            let found = match &goal.aim {
                Aim::Permit(id) => either(need_of(id), Expected::Needs(id.clone()), Expected::NeedsNot(id.clone())),
                Aim::Duty(id) => {
                    let need = assessment.duties.iter().find(|d| d.duty == *id).map_or(Need::NotNeeded, |d| d.need);
                    either(need, Expected::Duty(id.clone()), Expected::NoDuty(id.clone()))
                }
                Aim::Ban(id) => {
                    let need = assessment.bans.iter().find(|b| b.ban == *id).map_or(Need::NotNeeded, |b| b.need);
                    either(need, Expected::Ban(id.clone()), Expected::NoBan(id.clone()))
                }
                Aim::DecidedBy(id) => {
                    let part = plan.as_ref().ok().and_then(|plan| plan.part(id));
                    part.map(|part| Expected::DecidedBy(id.clone(), part.authority.clone()))
                }
                Aim::Rule(id, rule) => {
                    let must = self.catalogue.permits.get(id).and_then(|p| p.rules.iter().find(|r| r.id == *rule));
                    match must.map(|rule| rule.must.holds(&full)) {
                        Some(Ternary::True) => Some(Expected::RuleHolds(id.clone(), rule.clone())),
                        Some(Ternary::False) => Some(Expected::RuleFails(id.clone(), rule.clone())),
                        _ => None,
                    }
                }
                Aim::Asked(_, fact) => {
                    let asked = form.asked(&self.catalogue, known).any(|asked| asked.fact == *fact);
                    let (yes, no) = (Expected::FormAsks(fact.clone()), Expected::FormDoesNotAsk(fact.clone()));
                    Some(if asked { yes } else { no })
                }
                Aim::Paper(_, paper) => {
                    let wanted = form.papers.iter().any(|p| !p.proved_by_register && p.evidence == *paper);
                    let (yes, no) = (Expected::Paper(paper.clone()), Expected::NoPaper(paper.clone()));
                    Some(if wanted { yes } else { no })
                }
            };
            let Some(found) = found else { continue };
            said.push(number);
            expected.insert(found);
            // Who decides, and what is kept, is only a question where the permit is needed: a reader wants to see that.
            if let Aim::DecidedBy(id) | Aim::Rule(id, _) | Aim::Asked(id, _) | Aim::Paper(id, _) = &goal.aim
                && need_of(id) == Need::Needed
            {
                expected.insert(Expected::Needs(id.clone()));
            }
        }
        (said, expected.into_iter().collect())
    }
}

/// That somebody came with one of the wishes of an event; nothing where a wish says nothing.
fn wished(catalogue: &Catalogue, event: &Event) -> Option<Condition> {
    let quoted = |text: &str| format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""));
    let said = |(fact, value): (&FactId, &Value)| match value {
        Value::Bool(true) => fact.to_string(),
        Value::Bool(false) => format!("!{fact}"),
        Value::Choices(ids) => {
            ids.iter().map(|id| format!("{} in {fact}", quoted(id))).collect::<Vec<_>>().join(" && ")
        }
        Value::Text(text) => format!("{fact} == {}", quoted(text)),
        other => format!("{fact} == {}", super::plain(other)),
    };
    let mut ways = Vec::new();
    for wish in &event.wishes {
        if wish.answers.is_empty() {
            return None;
        }
        ways.push(format!("({})", wish.answers.iter().map(said).collect::<Vec<_>>().join(" && ")));
    }
    Condition::parse(&ways.join(" || "), &CatalogueScope(catalogue)).ok()
}

fn known(given: &BTreeMap<FactId, Value>) -> Known {
    let mut known = Known::new();
    for (fact, value) in given {
        known.tell(fact.clone(), value.clone(), Origin::Applicant);
    }
    known
}
