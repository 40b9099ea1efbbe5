//! Catalogues by size, the same on every machine.

use std::fmt::Write;

use catalogue::Source;

/// The event of every catalogue here.
pub(super) const EVENT: &str = "grow";

const HEADER: &str = "city:\n  city: growth\n  name: { en: Growth }\n  time_zone: Asia/Shanghai\n  languages: [en]\n  issuer: hall\n  help_line: \"1\"\n  districts: [{ code: a, name: { en: A } }]\n  district_fact: place.district\n  procedure: { basket: 3 wd, notice: 5 d, notice_law: LAW 1, answer: 15 wd, joint: 45 wd, joint_law: LAW 1, stop_law: LAW 1, undo_minutes: 10 }\n\
    laws: [{ law: LAW, name: { en: Law } }]\n\
    authorities: [{ authority: hall, name: { en: Hall }, short: { en: Hall }, level: city }]\n\
    sections: [{ section: all, name: { en: All } }]\n\
    calendars: [{ year: 2026, off: [], work: [] }]\n\
    facts:\n";

/// What one file holds; a single file may not be of any size.
const PERMITS_OF_A_FILE: usize = 500;

const PLACE: &str = "  - { fact: place.district, type: choice, section: all, name: { en: District }, ask: { en: Which district? }, choices: [{ choice: a, name: { en: A } }] }\n  - { fact: place.name, type: text, section: all, name: { en: Name }, ask: { en: Which name? } }\n";

/// A city with `permits` permits in one event; each asks two to four of a hundred facts, thresholds differ.
pub(super) fn city(permits: usize) -> Vec<Source> {
    let mut text = String::from(HEADER);
    text.push_str(PLACE);
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
    let mut files = vec![String::from("permits:\n")];
    let mut names = Vec::new();
    for n in 0..permits {
        if n > 0 && n % PERMITS_OF_A_FILE == 0 {
            files.push(String::from("permits:\n"));
        }
        // A fixed spread, the same on every machine.
        let (a, b, c) = (n * 7 % 60, (n * 13 + 5) % 60, (n * 11 + 3) % 40);
        let threshold = 10 + (n * 37) % 900;
        let condition = match n % 3 {
            0 => format!("yes.f{a} && size.n{c} >= {threshold}"),
            1 => format!("(yes.f{a} || yes.f{b}) && size.n{c} < {threshold}"),
            _ => format!("yes.f{a} && !yes.f{b} || size.n{c} > {}", threshold + 50),
        };
        files.last_mut().into_iter().for_each(|file| permit(file, n, &condition));
        names.push(format!("permit-{n}"));
    }
    files.last_mut().into_iter().for_each(|file| event(file, &names));
    // Facts that no permit of a small city reads would be mistakes; small cities declare fewer of them.
    let mut kept = String::new();
    for line in text.lines() {
        let unused = ["yes.f", "size.n"].iter().any(|family| {
            line.strip_prefix("  - { fact: ").and_then(|rest| rest.split(',').next()).is_some_and(|fact| {
                fact.starts_with(family)
                    && !files
                        .iter()
                        .any(|file| [" ", ")", "\""].iter().any(|end| file.contains(&format!("{fact}{end}"))))
            })
        });
        if !unused {
            kept.push_str(line);
            kept.push('\n');
        }
    }
    let permits = (1..).zip(files).map(|(number, file)| Source::new(format!("permits-{number}.yaml"), file));
    std::iter::once(Source::new("city.yaml", kept)).chain(permits).collect()
}

/// A city with one permit that compares `pairs` facts with as many others. A diagram in which each stands beside its
/// counterpart has three nodes a pair; where all of one side come first it has three times two to the power of the pairs.
pub(super) fn paired(pairs: usize, beside: bool) -> Vec<Source> {
    let mut text = String::from(HEADER);
    text.push_str(PLACE);
    let mut facts: Vec<(usize, &str)> = (0..pairs).flat_map(|n| [(n, "left"), (n, "right")]).collect();
    if !beside {
        facts.sort_by_key(|(_, side)| *side);
    }
    for (n, side) in facts {
        let _ = writeln!(
            text,
            "  - {{ fact: {side}.f{n}, type: yes-no, section: all, name: {{ en: {side} {n} }}, ask: {{ en: \"{side} {n}?\" }} }}"
        );
    }
    text.push_str("permits:\n");
    let condition: Vec<String> = (0..pairs).map(|n| format!("left.f{n} == right.f{n}")).collect();
    permit(&mut text, 0, &condition.join(" && "));
    event(&mut text, &["permit-0".to_owned()]);
    vec![Source::new("city.yaml", text)]
}

fn permit(text: &mut String, n: usize, condition: &str) {
    let _ = write!(
        text,
        "  - permit: permit-{n}\n    name: {{ en: Permit {n} }}\n    short: {{ en: P{n} }}\n    kind: licence\n    authority: hall\n    allows: {{ en: It. }}\n    law: [LAW 1]\n    needed_when: {{ if: \"{condition}\", law: [LAW 1], because: {{ en: So. }}, otherwise: {{ en: Not. }} }}\n    decide: {{ within: 10 wd, promise: 5 wd }}\n    grants: {{ output: {{ en: Permit {n} }}, valid: open }}\n"
    );
}

fn event(text: &mut String, permits: &[String]) {
    let _ = write!(
        text,
        "events:\n  - event: {EVENT}\n    name: {{ en: Grow }}\n    summary: {{ en: Grow. }}\n    letters: GR\n    wishes: []\n    permits: [{}]\n    title: place.name\n    place: place.name\n",
        permits.join(", ")
    );
}
