//! Finds the event somebody means: English words, Chinese pairs of characters, pinyin and its initials, synonyms, typing errors.
//!
//! The index is small (hundreds of wishes), so a query looks at every entry; what counts is that the right one comes first.

use std::collections::{BTreeMap, BTreeSet};

use catalogue::{Catalogue, EventId, Words};

use crate::said::{Said, has_han, similar};

/// One event, perhaps with the wish that was meant.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit {
    pub event: EventId,
    pub wish: Option<String>,
    /// Higher is closer; only comparable within one answer.
    pub score: f32,
}

struct Entry {
    event: EventId,
    wish: Option<String>,
    /// Every way it is said.
    names: Vec<Said>,
    /// How much a match counts: a wish more than a permit that is only part of the plan.
    counts: f32,
}

/// The index over one catalogue.
pub struct Index {
    entries: Vec<Entry>,
    /// In how many entries a term occurs: rare terms weigh more.
    frequency: BTreeMap<String, u32>,
}

/// Below this an entry is not close to what was asked.
const CLOSE: f32 = 0.34;
/// Somebody who names a permit means the event it belongs to, unless a wish says the same.
const PERMIT_COUNTS: f32 = 0.8;

impl Index {
    pub fn new(catalogue: &Catalogue) -> Index {
        let mut entries = Vec::new();
        for event in catalogue.events.values() {
            let mut keep = |wish: Option<&str>, names: Vec<Said>, counts: f32| {
                entries.push(Entry { event: event.id.clone(), wish: wish.map(ToOwned::to_owned), names, counts });
            };
            keep(None, all(&event.name), 1.0);
            for wish in &event.wishes {
                let mut names = all(&wish.name);
                names.extend(wish.also.values().flatten().map(|name| Said::new(name)));
                keep(Some(&wish.id), names, 1.0);
            }
            for permit in event.permits.iter().filter_map(|id| catalogue.permits.get(id)) {
                keep(None, all(&permit.name), PERMIT_COUNTS);
            }
        }
        let mut frequency = BTreeMap::new();
        for entry in &entries {
            let terms: BTreeSet<&String> = entry.names.iter().flat_map(|name| &name.terms).collect();
            for term in terms {
                *frequency.entry(term.clone()).or_insert(0) += 1;
            }
        }
        Index { entries, frequency }
    }

    /// The best hits, best first, each event with each wish once. Empty when nothing is close.
    pub fn find(&self, query: &str, at_most: usize) -> Vec<Hit> {
        let query = Said::new(query);
        let mut hits = self.scored(|entry| self.best(entry, &query));
        hits.retain(|hit| hit.score > CLOSE);
        hits.truncate(at_most);
        hits
    }

    /// The nearest wishes whatever the distance, for "close to it".
    pub fn nearest(&self, query: &str, at_most: usize) -> Vec<Hit> {
        let query = Said::new(query);
        let mut hits = self.scored(|entry| {
            let letters = |name: &Said| shared(&query.sound, &name.sound).max(shared(&query.text, &name.text));
            // What sounds or looks alike decides where no word is shared.
            self.best(entry, &query) + 0.1 * entry.names.iter().map(letters).fold(0.0, f32::max)
        });
        hits.retain(|hit| hit.wish.is_some());
        hits.truncate(at_most);
        hits
    }

    fn scored(&self, score: impl Fn(&Entry) -> f32) -> Vec<Hit> {
        let mut best: BTreeMap<(&EventId, &Option<String>), f32> = BTreeMap::new();
        for entry in &self.entries {
            let known = best.entry((&entry.event, &entry.wish)).or_insert(0.0);
            *known = known.max(score(entry));
        }
        let hit = |((event, wish), score): ((&EventId, &Option<String>), f32)| Hit {
            event: event.clone(),
            wish: wish.clone(),
            score,
        };
        let mut hits: Vec<Hit> = best.into_iter().map(hit).collect();
        // Of a wish and its event the wish comes first: it answers more.
        let place = |hit: &Hit| (hit.wish.is_none(), hit.event.clone(), hit.wish.clone());
        hits.sort_by(|a, b| b.score.total_cmp(&a.score).then_with(|| place(a).cmp(&place(b))));
        hits
    }

    fn best(&self, entry: &Entry, query: &Said) -> f32 {
        entry.counts * entry.names.iter().map(|name| self.closeness(query, name)).fold(0.0, f32::max)
    }

    fn closeness(&self, asked: &Said, name: &Said) -> f32 {
        if asked.text.is_empty() {
            return 0.0;
        }
        if asked.text == name.text {
            return 2.0;
        }
        let by_sound = if has_han(&asked.text) { 0.0 } else { by_sound(&asked.sound, name) };
        by_sound.max(self.by_terms(asked, name))
    }

    fn by_terms(&self, asked: &Said, name: &Said) -> f32 {
        let (mut got, mut all) = (0.0, 0.0);
        for term in &asked.terms {
            let best = name.terms.iter().map(|known| similar(term, known)).fold(0.0f32, f32::max);
            let weight = self.weight(term);
            all += weight;
            got += weight * best;
        }
        if all == 0.0 {
            return 0.0;
        }
        // Of two names that contain the whole query, the shorter one is meant.
        let extra = name.terms.len().saturating_sub(asked.terms.len()) as f32;
        let whole = match () {
            () if name.text.starts_with(&asked.text) => 0.2,
            () if has_han(&name.text) && asked.text.contains(&name.text) => 0.15,
            () => 0.0,
        };
        got / all * (1.0 - (extra * 0.03).min(0.3)) + whole
    }

    fn weight(&self, term: &str) -> f32 {
        let seen = self.frequency.get(term).copied().unwrap_or(1) as f32;
        1.0 + (self.entries.len() as f32 / seen).ln().max(0.0)
    }
}

/// A name in all languages.
fn all(words: &Words) -> Vec<Said> {
    words.0.values().map(|name| Said::new(name)).collect()
}

/// Pinyin typed without tones, whole or only the initials.
fn by_sound(typed: &str, name: &Said) -> f32 {
    if typed.len() < 2 || name.initials.is_empty() {
        return 0.0;
    }
    let nearly = || typed.len() >= 6 && similar(typed, &name.sound) > 0.0;
    match () {
        () if typed == name.sound => 1.8,
        () if typed == name.initials => 1.6,
        () if typed.len() >= 4 && name.sound.starts_with(typed) => 1.0,
        () if nearly() => 0.8,
        () if typed.len() >= 4 && name.sound.contains(typed) => 0.7,
        () if typed.len() >= 2 && name.initials.starts_with(typed) => 0.6,
        () => 0.0,
    }
}

/// How much of two texts is the same pairs of characters, from none to one.
fn shared(a: &str, b: &str) -> f32 {
    let pairs = |text: &str| -> BTreeSet<(char, char)> { text.chars().zip(text.chars().skip(1)).collect() };
    let (a, b) = (pairs(a), pairs(b));
    let both = a.intersection(&b).count() as f32;
    if a.is_empty() || b.is_empty() { 0.0 } else { 2.0 * both / (a.len() + b.len()) as f32 }
}
