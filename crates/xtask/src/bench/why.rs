//! What "why, and what would change it" costs a page of the plan: the nearest change of every permit, duty and ban of an
//! event, beside assessing the same answers, which the page does anyway.

use std::hint::black_box;
use std::path::Path;
use std::time::Instant;

use journey::{Known, Origin, Prepared};
use rules::{Day, Value};

use super::diff::example_city;
use super::median;

const READINGS: usize = 31;

/// Prints, for each event, the wish whose plan costs most when everything is answered as a page asks it.
pub fn run(root: &Path) -> bool {
    println!("\nWhy: nearest changes of a plan's page");
    let (Some(day), Some(catalogue)) = (Day::new(2026, 3, 2), example_city(root)) else {
        println!("  the example city could not be read");
        return false;
    };
    for event in catalogue.events.values() {
        let Ok(prepared) = Prepared::new(catalogue.clone(), &event.id, day) else { return false };
        let mut most = (0.0, 0.0, "");
        for wish in &event.wishes {
            let mut known = Known::new();
            for (fact, value) in &wish.answers {
                known.tell(fact.clone(), value.clone(), Origin::Wish);
            }
            while let Some(question) = prepared.next_question(&known) {
                // The first option; what has none is a number.
                let value = question.effects.first().map(|(value, _)| value.clone());
                let value = value.unwrap_or_else(|| Value::Number(120.into()));
                known.tell(question.fact, value, Origin::Applicant);
            }
            let time = |work: &dyn Fn()| {
                let readings = (0..READINGS).map(|_| {
                    let began = Instant::now();
                    work();
                    began.elapsed().as_secs_f64() * 1e3
                });
                median(readings.collect())
            };
            let assess = time(&|| drop(black_box(prepared.assess(&known))));
            let changes = time(&|| drop(black_box(prepared.nearest_changes(&known))));
            if changes > most.1 {
                most = (assess, changes, wish.id.as_str());
            }
        }
        let (assess, changes, wish) = most;
        println!(
            "  {:<18} {wish:<18} assess {assess:>7.3} ms   nearest changes {changes:>7.3} ms   {:>5.1}x",
            event.id,
            changes / assess
        );
    }
    true
}
