//! Finds the event somebody means: English words, Chinese pairs of characters, synonyms, one wrong letter.
//!
//! The index is small (hundreds of wishes), so a query looks at every entry; what counts is that the right one comes first.

use std::collections::BTreeMap;

use catalogue::{Catalogue, EventId};

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
    /// Every way it is said, folded.
    names: Vec<String>,
}

/// The index over one catalogue.
pub struct Index {
    entries: Vec<Entry>,
    /// In how many entries a term occurs: rare terms weigh more.
    frequency: BTreeMap<String, u32>,
}

const STOP: [&str; 14] =
    ["a", "an", "the", "to", "i", "want", "my", "of", "for", "in", "我", "想", "我想", "一个"];

impl Index {
    pub fn new(catalogue: &Catalogue) -> Index {
        let mut entries = Vec::new();
        for event in catalogue.events.values() {
            let names = event.name.0.values().map(|n| fold(n)).collect();
            entries.push(Entry { event: event.id.clone(), wish: None, names });
            for wish in &event.wishes {
                let names = wish.name.0.values().chain(wish.also.values().flatten()).map(|n| fold(n)).collect();
                entries.push(Entry { event: event.id.clone(), wish: Some(wish.id.clone()), names });
            }
        }
        let mut frequency = BTreeMap::new();
        for entry in &entries {
            let mut terms: Vec<String> = entry.names.iter().flat_map(|n| terms(n)).collect();
            terms.sort();
            terms.dedup();
            for term in terms {
                *frequency.entry(term).or_insert(0) += 1;
            }
        }
        Index { entries, frequency }
    }

    /// The best hits, best first. Empty when nothing is close.
    pub fn find(&self, query: &str, at_most: usize) -> Vec<Hit> {
        let query = fold(query);
        let asked = terms(&query);
        let mut hits: Vec<Hit> = self
            .entries
            .iter()
            .filter_map(|entry| {
                let score =
                    entry.names.iter().map(|name| self.closeness(&query, &asked, name)).fold(0.0f32, f32::max);
                (score > 0.34).then(|| Hit { event: entry.event.clone(), wish: entry.wish.clone(), score })
            })
            .collect();
        hits.sort_by(|a, b| b.score.total_cmp(&a.score).then_with(|| (&a.event, &a.wish).cmp(&(&b.event, &b.wish))));
        hits.truncate(at_most);
        hits
    }

    /// The nearest entries whatever the distance, for "close to it".
    pub fn nearest(&self, query: &str, at_most: usize) -> Vec<Hit> {
        let query = fold(query);
        let asked = terms(&query);
        let mut hits: Vec<Hit> = self
            .entries
            .iter()
            .filter(|e| e.wish.is_some())
            .map(|entry| {
                let near = entry.names.iter().map(|name| self.closeness(&query, &asked, name)).fold(0.0f32, f32::max);
                Hit { event: entry.event.clone(), wish: entry.wish.clone(), score: near }
            })
            .collect();
        hits.sort_by(|a, b| b.score.total_cmp(&a.score));
        hits.truncate(at_most);
        hits
    }

    fn closeness(&self, query: &str, asked: &[String], name: &str) -> f32 {
        if query.is_empty() {
            return 0.0;
        }
        if query == name {
            return 2.0;
        }
        let known = terms(name);
        let (mut got, mut all) = (0.0, 0.0);
        for term in asked {
            let weight = self.weight(term);
            all += weight;
            let best = known.iter().map(|k| similar(term, k)).fold(0.0f32, f32::max);
            got += weight * best;
        }
        if all == 0.0 {
            return 0.0;
        }
        let covered = got / all;
        // Of two names that contain the whole query, the shorter one is meant.
        let extra = known.len().saturating_sub(asked.len()) as f32;
        covered * (1.0 - (extra * 0.03).min(0.3)) + if name.starts_with(query) { 0.2 } else { 0.0 }
    }

    fn weight(&self, term: &str) -> f32 {
        let seen = self.frequency.get(term).copied().unwrap_or(1) as f32;
        1.0 + (self.entries.len() as f32 / seen).ln().max(0.0)
    }
}

/// Lower case, half width, no punctuation.
fn fold(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        let c = match c {
            '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
            'é' | 'è' | 'ê' => 'e',
            other => other,
        };
        if c.is_alphanumeric() {
            out.extend(c.to_lowercase());
        } else if !out.ends_with(' ') {
            out.push(' ');
        }
    }
    out.trim().to_owned()
}

/// English words and Chinese pairs of characters; one Chinese character alone is a term of its own.
fn terms(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for word in text.split(' ').filter(|w| !w.is_empty()) {
        let mut latin = String::new();
        let mut han: Vec<char> = Vec::new();
        for c in word.chars().chain(['\0']) {
            let is_han = ('\u{3400}'..='\u{9FFF}').contains(&c);
            if is_han {
                han.push(c);
            } else if !han.is_empty() {
                if han.len() == 1 {
                    found.push(han[0].to_string());
                }
                found.extend(han.windows(2).map(|w| w.iter().collect::<String>()));
                han.clear();
            }
            if !is_han && c != '\0' {
                latin.push(c);
            } else if !latin.is_empty() {
                found.push(stem(&latin));
                latin.clear();
            }
        }
    }
    found.retain(|t| !STOP.contains(&t.as_str()));
    found
}

/// Plurals and -ing forms share a stem; good enough for the words of a few hundred wishes.
fn stem(word: &str) -> String {
    for ending in ["ing", "es", "s"] {
        if let Some(head) = word.strip_suffix(ending)
            && head.len() >= 3
        {
            return head.to_owned();
        }
    }
    word.to_owned()
}

fn similar(asked: &str, known: &str) -> f32 {
    if asked == known {
        return 1.0;
    }
    let latin = asked.is_ascii() && known.is_ascii();
    if latin && asked.len() >= 3 && known.starts_with(asked) {
        return 0.85;
    }
    if latin && asked.len() >= 4 && within_one(asked, known) {
        return 0.75;
    }
    0.0
}

/// One letter wrong, missing, doubled or swapped with its neighbour.
fn within_one(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    let start = short.iter().zip(long).take_while(|(x, y)| x == y).count();
    let end = |from_s: usize, from_l: usize| short.get(from_s..) == long.get(from_l..);
    match long.len() - short.len() {
        0 => {
            start == short.len()
                || end(start + 1, start + 1)
                || (start + 1 < short.len()
                    && short[start] == long[start + 1]
                    && short[start + 1] == long[start]
                    && end(start + 2, start + 2))
        }
        1 => end(start, start + 1),
        _ => false,
    }
}
