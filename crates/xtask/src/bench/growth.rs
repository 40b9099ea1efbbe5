//! What a catalogue costs as it grows: compiling it, preparing an event, one step of the questionnaire.

use std::fmt::Write;
use std::hint::black_box;
use std::sync::Arc;
use std::time::Instant;

use catalogue::{EventId, Source, compile};
use journey::{Known, Origin, Prepared};
use rules::{Day, FactId, Value};

use super::median;

/// A city with `permits` permits in one event; each asks two to four of a hundred facts, thresholds differ.
fn city(permits: usize) -> Vec<Source> {
    let mut text = String::from(
        "city:\n  city: growth\n  name: { en: Growth }\n  time_zone: Asia/Shanghai\n  languages: [en]\n  issuer: hall\n  help_line: \"1\"\n  districts: [{ code: a, name: { en: A } }]\n  district_fact: place.district\n  procedure: { basket: 3 wd, notice: 5 d, notice_law: LAW 1, answer: 15 wd, joint: 45 wd, joint_law: LAW 1, stop_law: LAW 1, undo_minutes: 10 }\n\
         laws: [{ law: LAW, name: { en: Law } }]\n\
         authorities: [{ authority: hall, name: { en: Hall }, short: { en: Hall }, level: city }]\n\
         sections: [{ section: all, name: { en: All } }]\n\
         calendars: [{ year: 2026, off: [], work: [] }]\n\
         facts:\n  - { fact: place.district, type: choice, section: all, name: { en: District }, ask: { en: Which district? }, choices: [{ choice: a, name: { en: A } }] }\n  - { fact: place.name, type: text, section: all, name: { en: Name }, ask: { en: Which name? } }\n",
    );
    for n in 0..60 {
        let _ = writeln!(
            text,
            "  - {{ fact: yes.f{n}, type: yes-no, section: all, name: {{ en: F{n} }}, ask: {{ en: \"F{n}?\" }} }}"
        );
    }
    for n in 0..40 {
        let _ = writeln!(
            text,
            "  - {{ fact: size.n{n}, type: count, section: all, name: {{ en: N{n} }}, ask: {{ en: \"N{n}?\" }} }}"
        );
    }
    text.push_str("permits:\n");
    let mut names = Vec::new();
    for n in 0..permits {
        // A fixed spread, the same on every machine.
        let (a, b, c) = (n * 7 % 60, (n * 13 + 5) % 60, (n * 11 + 3) % 40);
        let threshold = 10 + (n * 37) % 900;
        let condition = match n % 3 {
            0 => format!("yes.f{a} && size.n{c} >= {threshold}"),
            1 => format!("(yes.f{a} || yes.f{b}) && size.n{c} < {threshold}"),
            _ => format!("yes.f{a} && !yes.f{b} || size.n{c} > {}", threshold + 50),
        };
        let _ = write!(
            text,
            "  - permit: permit-{n}\n    name: {{ en: Permit {n} }}\n    short: {{ en: P{n} }}\n    kind: licence\n    authority: hall\n    allows: {{ en: It. }}\n    law: [LAW 1]\n    needed_when: {{ if: \"{condition}\", law: [LAW 1], because: {{ en: So. }}, otherwise: {{ en: Not. }} }}\n    decide: {{ within: 10 wd, promise: 5 wd }}\n    grants: {{ output: {{ en: Permit {n} }}, valid: open }}\n"
        );
        names.push(format!("permit-{n}"));
    }
    let _ = write!(
        text,
        "events:\n  - event: grow\n    name: {{ en: Grow }}\n    summary: {{ en: Grow. }}\n    letters: GR\n    wishes: []\n    permits: [{}]\n    title: place.name\n    place: place.name\n",
        names.join(", ")
    );
    // Facts that no permit of a small city reads would be mistakes; small cities declare fewer of them.
    let mut kept = String::new();
    for line in text.lines() {
        let unused = ["yes.f", "size.n"].iter().any(|family| {
            line.strip_prefix("  - { fact: ").and_then(|rest| rest.split(',').next()).is_some_and(|fact| {
                fact.starts_with(family)
                    && !text.contains(&format!("{fact} "))
                    && !text.contains(&format!("{fact})"))
                    && !text.contains(&format!("{fact}\""))
            })
        });
        if !unused {
            kept.push_str(line);
            kept.push('\n');
        }
    }
    vec![Source::new("city.yaml", kept)]
}

pub fn run() {
    println!("\nGrowth of a catalogue (medians; one thread)\n");
    println!(
        "{:>8} {:>12} {:>12} {:>8} {:>14} {:>10}",
        "permits", "compile ms", "prepare ms", "nodes", "question us", "ratio"
    );
    let mut first: Option<f64> = None;
    for permits in [10, 100, 1000] {
        let sources = city(permits);
        let began = Instant::now();
        let checked = compile(&sources);
        let compiled = began.elapsed().as_secs_f64() * 1e3;
        let Some(catalogue) = checked.catalogue else {
            let first = checked.diagnostics.iter().find(|d| d.is_error()).map(|d| d.message.clone());
            println!("{permits:>8} does not compile: {}", first.unwrap_or_default());
            continue;
        };
        let catalogue = Arc::new(catalogue);
        let Some(on) = Day::new(2026, 3, 2) else { return };
        let began = Instant::now();
        let Ok(prepared) = Prepared::new(Arc::clone(&catalogue), &EventId::new("grow"), on) else { return };
        let prepare = began.elapsed().as_secs_f64() * 1e3;
        let mut known = Known::new();
        for n in (0..60).step_by(2) {
            let fact = FactId::new(format!("yes.f{n}"));
            if catalogue.facts.contains_key(&fact) {
                known.tell(fact, Value::Bool(n % 4 == 0), Origin::Applicant);
            }
        }
        let runs = if permits > 500 { 15 } else { 60 };
        let step = median(
            (0..runs)
                .map(|_| {
                    let began = Instant::now();
                    black_box(prepared.next_question(black_box(&known)));
                    began.elapsed().as_secs_f64() * 1e6
                })
                .collect(),
        );
        let base = *first.get_or_insert(step);
        println!(
            "{permits:>8} {compiled:>12.1} {prepare:>12.2} {:>8} {step:>14.0} {:>9.1}x",
            prepared.size(),
            step / base
        );
    }
    println!(
        "\n`question`: everything that follows from 30 answers, the next question, and what each option would settle."
    );
}
