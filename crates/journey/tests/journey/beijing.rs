//! The example city and people of it by seed, for every specimen of this room.

use std::fs;
use std::path::Path;
use std::sync::{Arc, OnceLock};

use catalogue::{Catalogue, EventId, FactKind, Source, Wish};
use journey::{Known, Origin, Prepared};
use rules::{Day, FactId, Value};
use rust_decimal::Decimal;

pub fn day(text: &str) -> Day {
    text.parse().unwrap()
}

pub fn today() -> Day {
    day("2026-03-02")
}

/// The catalogue of the example city, compiled once for all specimens.
pub fn beijing() -> Arc<Catalogue> {
    static ONCE: OnceLock<Arc<Catalogue>> = OnceLock::new();
    let made = ONCE.get_or_init(|| {
        let sources = sources();
        let checked = catalogue::compile(&sources);
        let said = catalogue::render(&checked.diagnostics, &sources, catalogue::Style::Plain);
        Arc::new(checked.catalogue.unwrap_or_else(|| panic!("{said}")))
    });
    Arc::clone(made)
}

/// The texts of the example city.
pub fn sources() -> Vec<Source> {
    let mut sources = Vec::new();
    read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../catalogues/beijing"), &mut sources);
    sources.sort_by(|a, b| a.name.cmp(&b.name));
    sources
}

fn read(folder: &Path, sources: &mut Vec<Source>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            read(&path, sources);
        } else if path.extension().is_some_and(|e| e == "yaml") {
            sources.push(Source::new(path.to_str().unwrap(), fs::read_to_string(&path).unwrap()));
        }
    }
}

pub fn prepared(event: &str) -> Arc<Prepared> {
    Arc::new(Prepared::new(beijing(), &EventId::from(event), today()).unwrap())
}

/// What the words somebody searched with already say.
pub fn wished(wish: &Wish) -> Known {
    let mut known = Known::new();
    for (fact, value) in &wish.answers {
        known.tell(fact.clone(), value.clone(), Origin::Wish);
    }
    known
}

/// `fact value` in each line, read as a person would type it.
pub fn told(catalogue: &Catalogue, lines: &str) -> Known {
    let mut known = Known::new();
    for line in lines.lines().map(str::trim).filter(|l| !l.is_empty()) {
        let (fact, typed) = line.split_once(' ').unwrap();
        let value = journey::entry::read(&catalogue.facts[fact], typed, today());
        let value = value.unwrap_or_else(|mistake| panic!("{line}: {mistake:?}")).unwrap();
        known.tell(fact, value, Origin::Applicant);
    }
    known
}

/// Dice by seed.
pub struct Dice(pub u64);

impl Dice {
    pub fn below(&mut self, n: usize) -> usize {
        // Constants of Knuth's MMIX; the high bits are the good ones.
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % n.max(1)
    }

    pub fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len())]
    }

    /// Any answer that the fact accepts; sizes are spread evenly over their orders of magnitude.
    pub fn answer(&mut self, catalogue: &Catalogue, fact: &FactId) -> Value {
        let fact = &catalogue.facts[fact];
        match fact.kind {
            FactKind::YesNo => Value::Bool(self.below(2) == 0),
            FactKind::Choice => Value::text(self.pick(&fact.choices).id.clone()),
            FactKind::Choices => {
                let mut chosen: Vec<String> =
                    fact.choices.iter().filter(|_| self.below(3) == 0).map(|c| c.id.clone()).collect();
                if chosen.is_empty() {
                    chosen.push(self.pick(&fact.choices).id.clone());
                }
                chosen.sort();
                Value::Choices(chosen)
            }
            FactKind::Day => Value::Day(day("2026-04-01").plus_days(self.below(200) as i64)),
            FactKind::Number | FactKind::Count | FactKind::Area | FactKind::Length | FactKind::Money => {
                let (low, high) = journey::entry::range(fact);
                let (low, high) = (low.unwrap_or(Decimal::ZERO), high.unwrap_or(Decimal::from(1_000_000)));
                let mut size = low.max(Decimal::ONE).trunc();
                while self.below(4) > 0 && size * Decimal::from(4) <= high {
                    size *= Decimal::from(1 + self.below(4));
                }
                Value::Number(size.min(high).max(low))
            }
            FactKind::Rows => Value::Rows(Vec::new()),
            _ => Value::text(fact.example.clone().unwrap_or_else(|| "x".to_owned())),
        }
    }
}
