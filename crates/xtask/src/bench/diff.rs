//! What other definitions would mean for a million open cases, beside two limits of the same run: answering the
//! permits' conditions of both laws and nothing else, and only reading the facts of a case from their written form.
//!
//! The cases are filled by seed with answers to everything the example city asks that is not personal. They are made,
//! judged and forgotten in pages, as the office reads them, so memory stays flat.

use std::collections::{BTreeMap, BTreeSet};
use std::hint::black_box;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use catalogue::{Catalogue, EventId, Fact, FactKind, Source, compile_stack, stack};
use journey::transition::{Crossing, UnderWay, Verdict, What};
use journey::{Known, Origin};
use rules::{Answers, Condition, Day, FactId, Placed, Slices, Ternary, Value};
use rust_decimal::Decimal;
use serde_json::{Map, Value as Json, json};

const CASES: usize = 1_000_000;
const PAGE: usize = 1_000;

/// Another law, laid over the example city's: a lower threshold, one permit for more people, clocks, a fee, a duty for
/// others and one more fact.
const CHANGES: &str = r#"
parameters:
  - parameter: fire_exempt_area
    values: [{ from: "2025-05-01", value: "250" }]
permits:
  - permit: food-business
    decide: { promise: 9 wd }
  - permit: small-catering
    decide: { promise: 5 wd }
    fee: { amount: "10", law: ["BSF 3"] }
  - permit: public-hygiene
    needed_when: { if: 'venue.kind in ["cafe", "tea-house", "bar", "bakery"] || (venue.kind == "supermarket" && premises.central_air)' }
  - permit: performance
    decide: { promise: 2 d }
duties:
  - { duty: no-minors-in-bar, if: 'venue.kind in ["bar", "tea-house"]' }
"#;

/// A law of the bench with what the slices answer of it.
struct Side {
    catalogue: Arc<Catalogue>,
    permits: Vec<String>,
    slices: Slices,
}

struct Task {
    facts: Vec<Fact>,
    crossing: Crossing,
    old: Side,
    new: Side,
}

#[derive(Default)]
struct Spent {
    crossing: Duration,
    slices: Duration,
    reading: Duration,
}

/// Prints cases a second, memory and ratios; false when an answer is not that of the slices.
pub fn run(root: &Path) -> bool {
    println!("\nOpen cases: {CASES} of them under other definitions");
    let day = Day::new(2026, 3, 2);
    let (Some(day), Some((old, new))) = (day, both(root)) else {
        println!("  the example city could not be read");
        return false;
    };
    let tasks: Vec<Task> = old.events.keys().filter_map(|event| task(&old, &new, event, day)).collect();
    let mut seed = 7u64;
    let (mut spent, mut verdicts, mut wrong) = (Spent::default(), BTreeMap::<&str, u64>::new(), 0u64);
    let mut memory = Vec::new();
    for page in 0..CASES / PAGE {
        let task = &tasks[page % tasks.len()];
        let written: Vec<String> = (0..PAGE).map(|_| answered(&task.facts, &mut seed)).collect();
        let began = Instant::now();
        let known: Vec<Known> = written.iter().map(|text| read(task, text)).collect();
        spent.reading += began.elapsed();
        wrong += judge(task, &known, day, &mut spent, &mut verdicts);
        if page % (CASES / PAGE / 10) == 0 {
            memory.push(memory_mb());
        }
    }
    let rate = |spent: Duration| CASES as f64 / spent.as_secs_f64();
    println!(
        "  judged                             {:>10.0}/s   {:>6.2} s for all",
        rate(spent.crossing),
        spent.crossing.as_secs_f64()
    );
    println!("  limit: permits of both laws        {:>10.0}/s", rate(spent.slices));
    println!("  limit: reading the facts           {:>10.0}/s", rate(spent.reading));
    println!(
        "  read and judged                    {:>10.0}/s   {:>6.2} s for all",
        rate(spent.reading + spent.crossing),
        (spent.reading + spent.crossing).as_secs_f64()
    );
    let of = |limit: Duration| spent.crossing.as_secs_f64() / limit.as_secs_f64();
    println!("  time against permits of both laws  {:>10.2}x", of(spent.slices));
    println!("  time against reading the facts     {:>10.2}x", of(spent.reading));
    let (first, last) = (memory.get(1).copied().unwrap_or(0.0), memory.last().copied().unwrap_or(0.0));
    println!("  memory after a tenth {first:.1} MB, at the end {last:.1} MB");
    println!("  verdicts {verdicts:?}, answers unlike the slices' {wrong}");
    println!(
        "{}",
        json!({ "bench": "diff", "cases": CASES, "judged_per_s": rate(spent.crossing).round(),
            "ratio_to_permits": of(spent.slices), "ratio_to_reading": of(spent.reading),
            "memory_mb": [first, last], "verdicts": verdicts, "wrong": wrong })
    );
    wrong == 0
}

/// Judges a page and answers the permits of both laws; in how many cases the two disagree on which permits are needed.
fn judge(task: &Task, page: &[Known], on: Day, spent: &mut Spent, verdicts: &mut BTreeMap<&'static str, u64>) -> u64 {
    let (commitments, papers, settled) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    let began = Instant::now();
    let found: Vec<_> = page
        .iter()
        .map(|known| {
            let plan = UnderWay { known, commitments: &commitments, papers: &papers, settled: &settled, filed_on: on };
            task.crossing.of(&plan)
        })
        .collect();
    spent.crossing += began.elapsed();
    let (mut placed, mut answers) = (Placed::default(), Answers::default());
    let mut needed = |side: &Side, known: &Known| -> Answers {
        placed = side.slices.place(known);
        side.slices.answer_into(&placed, &mut answers);
        answers.clone()
    };
    let began = Instant::now();
    let both: Vec<(Answers, Answers)> =
        page.iter().map(|known| (needed(&task.old, known), needed(&task.new, known))).collect();
    spent.slices += began.elapsed();
    black_box(&both);
    let mut wrong = 0;
    for (found, (before, after)) in found.iter().zip(&both) {
        *verdicts.entry(word(found.verdict())).or_default() += 1;
        let is_needed = |side: &Side, answers: &Answers, name: &str| {
            let at = side.permits.iter().position(|permit| permit == name);
            at.map_or(Ternary::False, |at| answers.truth(at))
        };
        let agrees = task.new.permits.iter().all(|name| {
            let says = |what: What| found.differences.iter().any(|d| d.name == *name && d.what == what);
            let came = is_needed(&task.old, before, name) == Ternary::False
                && is_needed(&task.new, after, name) == Ternary::True;
            let gone = is_needed(&task.old, before, name) == Ternary::True
                && is_needed(&task.new, after, name) == Ternary::False;
            says(What::Came) == came && says(What::Gone) == gone
        });
        wrong += u64::from(!agrees);
    }
    wrong
}

fn word(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Same => "same",
        Verdict::Better => "better",
        Verdict::Worse => "worse",
        Verdict::NeedsFact => "needs a fact",
    }
}

fn both(root: &Path) -> Option<(Arc<Catalogue>, Arc<Catalogue>)> {
    Some((example_city(root)?, compiled(&[sources(root), vec![Source::new("changes.yaml", CHANGES)]])?))
}

/// The example city as it lies in the repository.
pub fn example_city(root: &Path) -> Option<Arc<Catalogue>> {
    compiled(&[sources(root)])
}

fn compiled(layers: &[Vec<Source>]) -> Option<Arc<Catalogue>> {
    let stack = stack(layers);
    let checked = compile_stack(&stack, None);
    if checked.catalogue.is_none() {
        println!("{}", catalogue::render(&checked.diagnostics, &stack.shown, catalogue::Style::Plain));
    }
    checked.catalogue.map(Arc::new)
}

fn sources(root: &Path) -> Vec<Source> {
    let mut sources = Vec::new();
    collect(&root.join("catalogues/beijing"), &mut sources);
    sources.sort_by(|a, b| a.name.cmp(&b.name));
    sources
}

fn collect(folder: &Path, sources: &mut Vec<Source>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, sources);
        } else if path.extension().is_some_and(|e| e == "yaml")
            && let Ok(text) = std::fs::read_to_string(&path)
        {
            sources.push(Source::new(path.display().to_string(), text));
        }
    }
}

fn side(catalogue: &Arc<Catalogue>, event: &EventId, on: Day) -> Side {
    let (parameters, derived) = (catalogue.parameters_on(on), catalogue.derived());
    let listed = catalogue.events.get(event).map(|event| event.permits.clone()).unwrap_or_default();
    let permits: Vec<_> = catalogue.permits_on(on).filter(|permit| listed.contains(&permit.id)).collect();
    let conditions: Vec<Condition> = permits
        .iter()
        .map(|permit| permit.needed.expanded(&parameters, &derived).unwrap_or_else(|| permit.needed.clone()))
        .collect();
    let slices = Slices::compile(&conditions.iter().collect::<Vec<_>>(), &parameters, &catalogue.fact_order);
    Side {
        catalogue: Arc::clone(catalogue),
        permits: permits.iter().map(|permit| permit.id.to_string()).collect(),
        slices,
    }
}

fn task(old: &Arc<Catalogue>, new: &Arc<Catalogue>, event: &EventId, on: Day) -> Option<Task> {
    let facts =
        old.facts.values().filter(|fact| fact.derive.is_none() && !fact.personal && fact.kind != FactKind::Rows);
    let crossing = Crossing::new((old, on), (new, on), event);
    Some(Task { facts: facts.cloned().collect(), crossing, old: side(old, event, on), new: side(new, event, on) })
}

/// One case as a store keeps its facts.
fn answered(facts: &[Fact], seed: &mut u64) -> String {
    let mut below = |n: usize| {
        // Constants of Knuth's MMIX; the high bits are the good ones.
        *seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((*seed >> 33) as usize) % n.max(1)
    };
    let mut object = Map::new();
    for fact in facts {
        let value = match fact.kind {
            FactKind::YesNo => Value::Bool(below(2) == 0),
            FactKind::Choice => Value::text(fact.choices[below(fact.choices.len())].id.clone()),
            FactKind::Choices => Value::Choices(vec![fact.choices[below(fact.choices.len())].id.clone()]),
            FactKind::Number | FactKind::Count | FactKind::Area | FactKind::Length | FactKind::Money => {
                let (low, high) = journey::entry::range(fact);
                let size = Decimal::from(below(600) as u64);
                Value::Number(size.max(low.unwrap_or(size)).min(high.unwrap_or(size)))
            }
            FactKind::Day => match Day::new(2026, 4, 1 + below(28) as i8) {
                Some(day) => Value::Day(day),
                None => continue,
            },
            _ => Value::text(fact.example.clone().unwrap_or_default()),
        };
        object.insert(fact.id.to_string(), value.to_json());
    }
    Json::Object(object).to_string()
}

fn read(task: &Task, text: &str) -> Known {
    let mut known = Known::new();
    let object: Map<String, Json> = serde_json::from_str(text).unwrap_or_default();
    for (name, json) in object {
        let fact = FactId::new(name);
        if let Some(value) = task.old.catalogue.facts.get(&fact).and_then(|fact| fact.ty.read(&json).ok()) {
            known.tell(fact, value, Origin::Applicant);
        }
    }
    known
}

/// What this program holds now.
fn memory_mb() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmRSS:")).unwrap_or_default();
    let kb: f64 = line.split_whitespace().nth(1).and_then(|n| n.parse().ok()).unwrap_or(0.0);
    kb / 1024.0
}
