//! What a catalogue costs as it grows: compiling it, preparing an event, the questions of whole interviews.

use std::hint::black_box;
use std::sync::Arc;

use catalogue::{Catalogue, EventId, compile};
use journey::{Known, Origin, Prepared};
use rules::{Day, FactId, Value};

use super::cities::{EVENT, city};
use super::{cpu_seconds, median};

const PEOPLE: u64 = 5;
const READINGS: usize = 9;

pub fn run() {
    println!("\nGrowth of a catalogue (time on the processor, one thread; questions in microseconds)\n");
    println!(
        "{:>8} {:>11} {:>11} {:>7} {:>10} {:>10} {:>9} {:>9} {:>9} {:>9}",
        "permits", "compile ms", "prepare ms", "nodes", "questions", "cold", "median", "p90", "worst", "ratio"
    );
    let mut first: Option<f64> = None;
    for permits in [10, 100, 1000] {
        let sources = city(permits);
        let began = cpu_seconds();
        let checked = compile(&sources);
        let compiled = (cpu_seconds() - began) * 1e3;
        let Some(catalogue) = checked.catalogue else {
            let first = checked.diagnostics.iter().find(|d| d.is_error()).map(|d| d.message.clone());
            println!("{permits:>8} does not compile: {}", first.unwrap_or_default());
            continue;
        };
        let catalogue = Arc::new(catalogue);
        let (mut prepares, mut colds) = (Vec::new(), Vec::new());
        let mut last = None;
        for _ in 0..READINGS {
            let began = cpu_seconds();
            let Some(prepared) = prepared(&catalogue) else { return };
            prepares.push((cpu_seconds() - began) * 1e3);
            let known = thirty_answers(&catalogue);
            let began = cpu_seconds();
            black_box(prepared.next_question(black_box(&known)));
            colds.push((cpu_seconds() - began) * 1e6);
            last = Some(prepared);
        }
        let Some(prepared) = last else { return };
        let mut steps: Vec<f64> = (0..PEOPLE).flat_map(|person| interview(&prepared, person)).collect();
        steps.sort_by(f64::total_cmp);
        let at = |share: usize| steps.get((steps.len() * share / 100).min(steps.len() - 1)).copied().unwrap_or(0.0);
        let base = *first.get_or_insert(at(50));
        println!(
            "{permits:>8} {compiled:>11.1} {:>11.2} {:>7} {:>10.1} {:>10.0} {:>9.0} {:>9.0} {:>9.0} {:>8.1}x",
            median(prepares),
            prepared.size(),
            steps.len() as f64 / PEOPLE as f64 - 1.0,
            median(colds),
            at(50),
            at(90),
            at(100),
            at(50) / base
        );
    }
    println!(
        "\nA question: everything that follows from the answers, the next question, and what each option would settle.\n\
         `cold`: the first one anybody is asked, thirty answers known. The others: every question of {PEOPLE} interviews, one\n\
         after the other, from nothing known to the end; `questions` is how many there are a person."
    );
}

fn prepared(catalogue: &Arc<Catalogue>) -> Option<Prepared> {
    Prepared::new(Arc::clone(catalogue), &EventId::new(EVENT), Day::new(2026, 3, 2)?).ok()
}

fn thirty_answers(catalogue: &Catalogue) -> Known {
    let mut known = Known::new();
    for n in (0..60).step_by(2) {
        let fact = FactId::new(format!("yes.f{n}"));
        if catalogue.facts.contains_key(&fact) {
            known.tell(fact, Value::Bool(n % 4 == 0), Origin::Applicant);
        }
    }
    known
}

/// How long each question of one person takes, the last one included, after which nothing is asked; in microseconds.
fn interview(prepared: &Prepared, person: u64) -> Vec<f64> {
    let (mut known, mut steps, mut seed) = (Known::new(), Vec::new(), person * 77 + 5);
    loop {
        let began = cpu_seconds();
        let next = prepared.next_question(black_box(&known));
        steps.push((cpu_seconds() - began) * 1e6);
        let Some(question) = next else { return steps };
        // Constants of Knuth's MMIX; the high bits are the good ones.
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let dice = i64::try_from(seed >> 33).unwrap_or(0);
        let value = match question.fact.as_str() {
            yes if yes.starts_with("yes.") => Value::Bool(dice % 2 == 0),
            size if size.starts_with("size.") => Value::number(dice % 1000),
            _ => Value::text("a"),
        };
        known.tell(question.fact, value, Origin::Applicant);
    }
}
