//! Which branches and boundaries of a catalogue its stories show, and the examples that would show the others.
//!
//! Only journey stories count, and only for what they say something about: somebody who stands on a threshold in a story
//! that does not mention the permit shows nothing about it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use catalogue::{BanId, Catalogue, DutyId, Event, EventId, EvidenceId};
use journey::Known;
use journey::cover::{Aim, Cover, Examples, Goal, Shows};
use rules::Day;

use super::journey::{find_permit, known, on};
use super::parse::{self, Line, list};
use super::{Findings, Report};
use crate::ordinary;

/// A journey story, read.
struct Story {
    event: EventId,
    on: Day,
    known: Known,
    then: Vec<Line>,
}

/// How one event is covered.
pub struct EventCoverage {
    pub event: EventId,
    pub cover: Cover,
    /// For each goal whether a story shows it.
    pub shown: Vec<bool>,
    /// Examples for the goals that no story shows.
    pub missing: Examples,
}

/// How many of the goals that can be shown are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    pub shown: usize,
    pub of: usize,
}

impl Count {
    fn add(&mut self, shown: bool) {
        self.shown += usize::from(shown);
        self.of += 1;
    }

    /// In whole per cent, rounded down; 100 when there is nothing to show.
    pub fn percent(self) -> usize {
        (self.shown * 100).checked_div(self.of).unwrap_or(100)
    }
}

impl EventCoverage {
    /// Branches and boundaries of each permit, duty and ban; what nobody can show is not counted.
    pub fn counts(&self) -> BTreeMap<String, (Count, Count)> {
        let mut counts: BTreeMap<String, (Count, Count)> = BTreeMap::new();
        for (number, (goal, shown)) in self.cover.goals().iter().zip(&self.shown).enumerate() {
            if self.missing.impossible.contains(&number) {
                continue;
            }
            let (branches, boundaries) = counts.entry(goal.aim.of()).or_default();
            if goal.is_boundary() { boundaries } else { branches }.add(*shown);
        }
        counts
    }

    /// All branches, and all boundaries.
    pub fn total(&self) -> (Count, Count) {
        let sum = |a: Count, b: Count| Count { shown: a.shown + b.shown, of: a.of + b.of };
        self.counts().values().fold(Default::default(), |(a, b), (c, d)| (sum(a, *c), sum(b, *d)))
    }
}

fn stories(texts: &[(String, String)], catalogue: &Catalogue) -> Vec<Story> {
    let mut all = Vec::new();
    for told in texts.iter().flat_map(|(_, text)| parse::stories(text)) {
        let (Ok(on), Some(event)) = (on(&told), told.setting("event")) else { continue };
        if told.then.is_empty() {
            continue;
        }
        // What cannot be read is said when the stories are run.
        let mut unsaid = Report::default();
        let mut findings = Findings { story: &told.title, report: &mut unsaid };
        let (known, _) = known(&told, catalogue, on, &mut findings);
        all.push(Story { event: EventId::new(event.right.as_str()), on, known, then: told.then });
    }
    all
}

/// The day on which most journey stories play, the earliest of several; none without stories.
pub fn usual_day(texts: &[(String, String)]) -> Option<Day> {
    let mut days: BTreeMap<Day, usize> = BTreeMap::new();
    for told in texts.iter().flat_map(|(_, text)| parse::stories(text)).filter(|told| !told.then.is_empty()) {
        if let Ok(day) = on(&told) {
            *days.entry(day).or_default() += 1;
        }
    }
    days.into_iter().rev().max_by_key(|(_, count)| *count).map(|(day, _)| day)
}

/// The coverage of every event under the law of a day; with only one event when it is named. What a story of one event
/// shows about a permit, duty or ban is shown for all events that list it.
pub fn coverage(
    texts: &[(String, String)],
    catalogue: &Arc<Catalogue>,
    on: Day,
    only: Option<&EventId>,
) -> Vec<EventCoverage> {
    let stories = stories(texts, catalogue);
    let mut covers = Vec::new();
    let mut told: BTreeSet<(Aim, String, Shows)> = BTreeSet::new();
    let what = |goal: &Goal| (goal.aim.clone(), goal.atom.clone(), goal.shows.clone());
    for event in catalogue.events.values() {
        let Ok(cover) = Cover::new(Arc::clone(catalogue), &event.id, on) else { continue };
        for story in stories.iter().filter(|story| story.event == event.id) {
            let aims = aims(&story.then, catalogue, event);
            for number in cover.shown(&story.known, story.on) {
                told.extend(cover.goals().get(number).filter(|goal| aims.contains(&goal.aim)).map(what));
            }
        }
        covers.push((event.id.clone(), cover));
    }
    covers.retain(|(event, _)| only.is_none_or(|only| only == event));
    let covered = |(event, cover): (EventId, Cover)| {
        let shown: Vec<bool> = cover.goals().iter().map(|goal| told.contains(&what(goal))).collect();
        let open: Vec<usize> = (0..shown.len()).filter(|number| !shown[*number]).collect();
        let missing = cover.examples(&open);
        EventCoverage { event, cover, shown, missing }
    };
    covers.into_iter().map(covered).collect()
}

/// What the expectations of a story are about.
fn aims(then: &[Line], catalogue: &Catalogue, event: &Event) -> BTreeSet<Aim> {
    let mut aims = BTreeSet::new();
    for line in then {
        let names = list(&line.right);
        let permits = || names.iter().filter_map(|name| find_permit(catalogue, name));
        let first = || {
            line.right.split_once(':').or_else(|| line.right.split_once(' ')).map(|(name, rest)| (name, rest.trim()))
        };
        match line.left.to_lowercase().as_str() {
            "needs" | "does not need" => aims.extend(permits().map(Aim::Permit)),
            "needs only" => aims.extend(event.permits.iter().cloned().map(Aim::Permit)),
            "duty" | "no duty" => aims.extend(names.iter().map(|name| Aim::Duty(DutyId::new(name.as_str())))),
            "no ban" | "ban" if matches!(line.right.trim(), "" | "none") => {
                aims.extend(event.bans.iter().cloned().map(Aim::Ban));
            }
            "ban" | "no ban" => aims.extend(names.iter().map(|name| Aim::Ban(BanId::new(name.as_str())))),
            "reason" | "promised" | "law's limit" | "after" | "decided by" | "rule holds" | "rule fails" => {
                let Some((permit, rest)) = first().and_then(|(name, rest)| Some((find_permit(catalogue, name)?, rest)))
                else {
                    continue;
                };
                match line.left.to_lowercase().as_str() {
                    "decided by" => {
                        aims.insert(Aim::DecidedBy(permit));
                    }
                    "rule holds" | "rule fails" => {
                        aims.insert(Aim::Rule(permit, rest.to_owned()));
                    }
                    _ => {
                        aims.insert(Aim::Permit(permit));
                    }
                }
            }
            "form asks" | "form does not ask" => {
                for fact in names.iter().filter_map(|name| ordinary::find_fact(catalogue, name)) {
                    aims.extend(event.permits.iter().map(|permit| Aim::Asked(permit.clone(), fact.id.clone())));
                }
            }
            "papers" | "no paper" => {
                for paper in names.iter().map(|name| EvidenceId::new(name.as_str())) {
                    aims.extend(event.permits.iter().map(|permit| Aim::Paper(permit.clone(), paper.clone())));
                }
            }
            _ => {}
        }
    }
    aims
}
