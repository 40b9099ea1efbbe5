//! Whether the stories notice small mistakes: every condition and parameter is changed a little, and some story should fail.
//!
//! A mistake that makes no difference to anybody is not counted. Bounds: at most 4,000 mistakes, at most 400,000 stories told
//! in all. Journey stories are told for each mistake; casework stories, each a whole office, only when they are asked for,
//! and only for mistakes that journey stories let through.

use std::sync::Arc;

use catalogue::{Catalogue, DutyId, Event, Kind, PermitId};
use journey::{Somebody, apart};
use rules::{Condition, Day, EditKind, FactId, Scope, Type, Value};
use rust_decimal::Decimal;

use super::journey::Ready;
use super::parse::{self, Told};
use super::{Findings, Report, casework_in_a_thread, journey as journey_stories};

const MOST_MISTAKES: usize = 4_000;
const MOST_TOLD: usize = 400_000;

/// Where a condition stands.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Slot {
    Needed(PermitId),
    DecidedBy(PermitId, usize),
    Must(PermitId, usize),
    RuleIf(PermitId, usize),
    NeedIf(PermitId, usize),
    PaperIf(PermitId, usize),
    CommitmentIf(PermitId),
    Duty(DutyId),
    Ban(catalogue::BanId),
    Derive(FactId),
    OnlyIf(FactId),
    CheckIf(FactId, usize),
    Check(FactId, usize),
}

/// One mistake, and whether a story noticed it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    pub kind: Kind,
    /// The id of the definition.
    pub name: String,
    /// The text of the condition, or the value of the parameter.
    pub text: String,
    /// Bytes of the text.
    pub span: std::ops::Range<usize>,
    /// What stands there instead.
    pub instead: String,
    /// In a word: `moved by one`.
    pub what: &'static str,
}

/// What came of all mistakes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Score {
    pub noticed: usize,
    /// In the order of the catalogue: permits, duties, bans, facts, parameters.
    pub survivors: Vec<Mistake>,
    /// Mistakes that change nothing for anybody.
    pub harmless: usize,
    /// Mistakes beyond the bound, which nobody looked at.
    pub left_out: usize,
}

impl Score {
    /// In whole per cent, rounded down; 100 without any mistake.
    pub fn percent(&self) -> usize {
        (self.noticed * 100).checked_div(self.noticed + self.survivors.len()).unwrap_or(100)
    }
}

struct CatalogueScope<'a>(&'a Catalogue);

impl Scope for CatalogueScope<'_> {
    fn type_of(&self, name: &str) -> Option<Type> {
        let parameter = || {
            let value = &self.0.parameters.get(name.strip_prefix("param.")?)?.values.first()?.value;
            Some(match value {
                Value::Bool(_) => Type::Bool,
                Value::Number(_) => Type::Number,
                Value::Day(_) => Type::Day,
                _ => Type::Text,
            })
        };
        self.0.facts.get(name).map(|fact| fact.ty.clone()).or_else(parameter)
    }

    fn names(&self) -> Vec<String> {
        Vec::new()
    }
}

impl Slot {
    /// Every condition of a catalogue.
    fn all(catalogue: &Catalogue) -> Vec<Slot> {
        let mut slots = Vec::new();
        for (id, permit) in &catalogue.permits {
            let id = || id.clone();
            slots.push(Slot::Needed(id()));
            slots.extend((0..permit.decided_by.len()).map(|at| Slot::DecidedBy(id(), at)));
            for at in 0..permit.rules.len() {
                slots.extend([Slot::Must(id(), at), Slot::RuleIf(id(), at)]);
            }
            slots.extend((0..permit.needs.len()).map(|at| Slot::NeedIf(id(), at)));
            slots.extend((0..permit.evidence.len()).map(|at| Slot::PaperIf(id(), at)));
            slots.push(Slot::CommitmentIf(id()));
        }
        slots.extend(catalogue.duties.keys().cloned().map(Slot::Duty));
        slots.extend(catalogue.bans.keys().cloned().map(Slot::Ban));
        for fact in catalogue.fact_order.iter().filter_map(|id| catalogue.facts.get(id)) {
            let id = || fact.id.clone();
            slots.extend([Slot::Derive(id()), Slot::OnlyIf(id())]);
            for at in 0..fact.must.len() {
                slots.extend([Slot::CheckIf(id(), at), Slot::Check(id(), at)]);
            }
        }
        slots
    }

    fn get<'c>(&self, catalogue: &'c mut Catalogue) -> Option<&'c mut Condition> {
        match self {
            Slot::Needed(id) => Some(&mut catalogue.permits.get_mut(id)?.needed),
            Slot::DecidedBy(id, at) => Some(&mut catalogue.permits.get_mut(id)?.decided_by.get_mut(*at)?.applies),
            Slot::Must(id, at) => Some(&mut catalogue.permits.get_mut(id)?.rules.get_mut(*at)?.must),
            Slot::RuleIf(id, at) => catalogue.permits.get_mut(id)?.rules.get_mut(*at)?.applies.as_mut(),
            Slot::NeedIf(id, at) => catalogue.permits.get_mut(id)?.needs.get_mut(*at)?.applies.as_mut(),
            Slot::PaperIf(id, at) => catalogue.permits.get_mut(id)?.evidence.get_mut(*at)?.applies.as_mut(),
            Slot::CommitmentIf(id) => catalogue.permits.get_mut(id)?.commitment.as_mut()?.applies.as_mut(),
            Slot::Duty(id) => Some(&mut catalogue.duties.get_mut(id)?.applies),
            Slot::Ban(id) => Some(&mut catalogue.bans.get_mut(id)?.applies),
            Slot::Derive(id) => catalogue.facts.get_mut(id)?.derive.as_mut(),
            Slot::OnlyIf(id) => catalogue.facts.get_mut(id)?.only_if.as_mut(),
            Slot::CheckIf(id, at) => catalogue.facts.get_mut(id)?.must.get_mut(*at)?.applies.as_mut(),
            Slot::Check(id, at) => Some(&mut catalogue.facts.get_mut(id)?.must.get_mut(*at)?.must),
        }
    }

    fn named(&self) -> (Kind, String) {
        match self {
            Slot::Needed(id)
            | Slot::DecidedBy(id, _)
            | Slot::Must(id, _)
            | Slot::RuleIf(id, _)
            | Slot::NeedIf(id, _)
            | Slot::PaperIf(id, _)
            | Slot::CommitmentIf(id) => (Kind::Permit, id.to_string()),
            Slot::Duty(id) => (Kind::Duty, id.to_string()),
            Slot::Ban(id) => (Kind::Ban, id.to_string()),
            Slot::Derive(id) | Slot::OnlyIf(id) | Slot::CheckIf(id, _) | Slot::Check(id, _) => {
                (Kind::Fact, id.to_string())
            }
        }
    }

    /// Whether an event can notice it.
    fn concerns(&self, event: &Event) -> bool {
        match self {
            Slot::Needed(id)
            | Slot::DecidedBy(id, _)
            | Slot::Must(id, _)
            | Slot::RuleIf(id, _)
            | Slot::NeedIf(id, _)
            | Slot::PaperIf(id, _)
            | Slot::CommitmentIf(id) => event.permits.contains(id),
            Slot::Duty(id) => event.duties.contains(id),
            Slot::Ban(id) => event.bans.contains(id),
            Slot::Derive(_) | Slot::OnlyIf(_) | Slot::CheckIf(..) | Slot::Check(..) => true,
        }
    }
}

/// Makes every mistake in turn and tells the stories, which must all hold without one.
///
/// `cases`: whether casework stories are told too.
pub fn score(texts: &[(String, String)], catalogue: &Arc<Catalogue>, on: Day, cases: bool) -> Score {
    let with_cases = cases;
    let stories: Vec<Told> = texts.iter().flat_map(|(_, text)| parse::stories(text)).collect();
    let (journeys, mut cases): (Vec<Told>, Vec<Told>) = stories.into_iter().partition(|told| told.days.is_empty());
    cases.retain(|_| with_cases);
    let mut trial = Trial {
        original: Arc::clone(catalogue),
        changed: Arc::new((**catalogue).clone()),
        journeys,
        cases,
        on,
        told: 0,
        score: Score::default(),
        tried: 0,
    };
    for slot in Slot::all(catalogue) {
        trial.slot(&slot);
    }
    trial.parameters();
    trial.score
}

struct Trial {
    original: Arc<Catalogue>,
    changed: Arc<Catalogue>,
    journeys: Vec<Told>,
    cases: Vec<Told>,
    on: Day,
    told: usize,
    tried: usize,
    score: Score,
}

impl Trial {
    fn slot(&mut self, slot: &Slot) {
        let original = Arc::clone(&self.original);
        let Some(before) = slot.get(Arc::make_mut(&mut self.changed)).cloned() else { return };
        let (kind, name) = slot.named();
        for edit in before.edits(&CatalogueScope(&original)) {
            if !self.may_go_on() {
                continue;
            }
            if let Some(condition) = slot.get(Arc::make_mut(&mut self.changed)) {
                *condition = edit.condition.clone();
            }
            let noticed = self.is_noticed(|event| slot.concerns(event));
            if noticed {
                self.score.noticed += 1;
            } else if is_harmless(&original, &before, &edit.condition, self.on) {
                self.score.harmless += 1;
            } else {
                self.score.survivors.push(Mistake {
                    kind,
                    name: name.clone(),
                    text: before.text().to_owned(),
                    span: edit.span,
                    instead: edit.instead,
                    what: word(edit.kind),
                });
            }
        }
        if let Some(condition) = slot.get(Arc::make_mut(&mut self.changed)) {
            *condition = before;
        }
    }

    /// The value that each parameter has on the day, moved by one either way.
    fn parameters(&mut self) {
        let original = Arc::clone(&self.original);
        for (name, parameter) in &original.parameters {
            let current = |value: &catalogue::ParameterValue| {
                value.from <= self.on && value.until.is_none_or(|until| self.on <= until)
            };
            let Some(at) = parameter.values.iter().rposition(current) else { continue };
            let before = &parameter.values[at].value;
            for instead in moved(before) {
                if !self.may_go_on() {
                    continue;
                }
                self.set_parameter(name, at, &instead);
                if self.is_noticed(|_| true) {
                    self.score.noticed += 1;
                } else {
                    let text = journey::cover::plain(before);
                    self.score.survivors.push(Mistake {
                        kind: Kind::Parameter,
                        name: name.clone(),
                        span: 0..text.len(),
                        text,
                        instead: journey::cover::plain(&instead),
                        what: "another constant",
                    });
                }
            }
            self.set_parameter(name, at, before);
        }
    }

    fn set_parameter(&mut self, name: &str, at: usize, value: &Value) {
        let parameter = Arc::make_mut(&mut self.changed).parameters.get_mut(name);
        if let Some(place) = parameter.and_then(|parameter| parameter.values.get_mut(at)) {
            place.value = value.clone();
        }
    }

    fn may_go_on(&mut self) -> bool {
        self.tried += 1;
        let may = self.tried <= MOST_MISTAKES && self.told <= MOST_TOLD;
        self.score.left_out += usize::from(!may);
        may
    }

    fn is_noticed(&mut self, concerns: impl Fn(&Event) -> bool) -> bool {
        let concerned = |name: &str| {
            let event = self.original.events.get(&catalogue::EventId::new(name));
            event.is_none_or(&concerns)
        };
        let mut ready = Ready::new();
        for told in &self.journeys {
            if !told.setting("event").is_some_and(|event| concerned(&event.right)) {
                continue;
            }
            self.told += 1;
            let mut report = Report::default();
            let mut findings = Findings { story: &told.title, report: &mut report };
            journey_stories::check(told, &self.changed, &mut ready, &mut findings);
            if !report.failures.is_empty() {
                return true;
            }
        }
        drop(ready);
        for told in &self.cases {
            let begins =
                |row: &parse::DayRow| row.does.trim().trim_matches('`').strip_prefix("begins ").is_some_and(concerned);
            if !told.days.iter().any(begins) {
                continue;
            }
            self.told += 1;
            let mut report = Report::default();
            let mut findings = Findings { story: &told.title, report: &mut report };
            casework_in_a_thread(told, &self.changed, &mut findings);
            if !report.failures.is_empty() {
                return true;
            }
        }
        false
    }
}

fn is_harmless(catalogue: &Catalogue, before: &Condition, after: &Condition, on: Day) -> bool {
    before.ty() == &Type::Bool
        && apart((catalogue, before), (catalogue, after), on) == (Somebody::Nobody, Somebody::Nobody)
}

fn moved(value: &Value) -> Vec<Value> {
    match value {
        Value::Number(n) => [n.checked_sub(Decimal::ONE), n.checked_add(Decimal::ONE)]
            .into_iter()
            .flatten()
            .map(Value::Number)
            .collect(),
        Value::Day(day) => vec![Value::Day(day.plus_days(-1)), Value::Day(day.plus_days(1))],
        Value::Bool(answer) => vec![Value::Bool(!answer)],
        _ => Vec::new(),
    }
}

fn word(kind: EditKind) -> &'static str {
    match kind {
        EditKind::MovedByOne => "moved by one",
        EditKind::JoinedOtherwise => "joined otherwise",
        EditKind::Negated => "negated",
        EditKind::Dropped => "dropped",
        EditKind::OtherConstant => "another constant",
    }
}
