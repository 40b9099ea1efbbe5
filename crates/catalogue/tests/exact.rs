//! What is said about conditions is what a slow and obviously right oracle finds: it tries everybody.

#![allow(clippy::unwrap_used)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use catalogue::{Diagnostic, Source, compile};
use proptest::prelude::*;
use rules::{Condition, FactId, Ternary, Type, Value};

/// Where `shop.area` may lie (from 1 to 5000), and the thresholds on both sides of which it is tried.
const THRESHOLDS: [i64; 5] = [0, 1, 100, 500, 5000];

fn types() -> BTreeMap<String, Type> {
    let ids = |all: &[&str]| all.iter().map(|id| (*id).to_owned()).collect();
    BTreeMap::from([
        ("shop.area".to_owned(), Type::Number),
        ("shop.district".to_owned(), Type::Choice(ids(&["harbour", "dunes"]))),
        ("tea.brews".to_owned(), Type::Bool),
        ("tea.kinds".to_owned(), Type::Choices(ids(&["green", "dark"]))),
    ])
}

/// Everybody whose answers are accepted, one for each way in which conditions can differ.
fn everybody() -> Vec<BTreeMap<FactId, Value>> {
    let areas: BTreeSet<i64> =
        THRESHOLDS.iter().flat_map(|n| [n - 1, *n, n + 1]).filter(|n| (1..=5000).contains(n)).collect();
    let mut all = Vec::new();
    for area in areas {
        for district in ["harbour", "dunes"] {
            for brews in [false, true] {
                for kinds in [&[][..], &["green"], &["dark"], &["dark", "green"]] {
                    let kinds = Value::Choices(kinds.iter().map(|id| (*id).to_owned()).collect());
                    all.push(BTreeMap::from([
                        ("shop.area".into(), Value::number(area)),
                        ("shop.district".into(), Value::text(district)),
                        ("tea.brews".into(), Value::Bool(brews)),
                        ("tea.kinds".into(), kinds),
                    ]));
                }
            }
        }
    }
    all
}

/// Whom a condition holds for.
fn holds(text: &str) -> Vec<bool> {
    let condition = Condition::parse(text, &types()).unwrap();
    everybody().iter().map(|person| condition.holds(person) == Ternary::True).collect()
}

fn condition() -> impl Strategy<Value = String> {
    let area =
        (prop::sample::select(vec!["<", "<=", ">", ">=", "==", "!="]), prop::sample::select(THRESHOLDS.to_vec()));
    let leaf = prop_oneof![
        area.prop_map(|(by, n)| format!("shop.area {by} {n}")),
        prop::sample::select(vec!["harbour", "dunes"]).prop_map(|id| format!("shop.district == \"{id}\"")),
        Just("tea.brews".to_owned()),
        prop::sample::select(vec!["green", "dark"]).prop_map(|id| format!("\"{id}\" in tea.kinds")),
    ];
    leaf.prop_recursive(3, 8, 2, |inner| {
        prop_oneof![
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("({a} && {b})")),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("({a} || {b})")),
            inner.prop_map(|a| format!("!({a})")),
        ]
    })
}

/// The small city with these two conditions on permits that exclude each other, and a ban of its own condition.
fn said(tea_room: &str, signboard: &str, ban: &str) -> (Vec<Source>, Vec<Diagnostic>) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/base");
    let mut sources: Vec<Source> = ["city", "events", "facts", "permits"]
        .iter()
        .map(|name| {
            Source::new(format!("{name}.yaml"), fs::read_to_string(folder.join(format!("{name}.yaml"))).unwrap())
        })
        .collect();
    let quoted = |text: &str| format!("if: '{text}'");
    for (old, new) in [
        ("if: tea.brews && size(tea.kinds) > 0", quoted(tea_room)),
        ("if: shop.district == \"harbour\"", quoted(signboard)),
        ("after: [tea-room]", "excludes: [tea-room]".to_owned()),
        ("if: shop.district == \"dunes\" && shop.area > 500", quoted(ban)),
    ] {
        let permits = sources.last_mut().unwrap();
        assert!(permits.text.contains(old), "{old}");
        permits.text = permits.text.replacen(old, &new, 1);
    }
    let diagnostics = compile(&sources).diagnostics;
    (sources, diagnostics)
}

/// The codes that are reported at a text.
fn at(sources: &[Source], diagnostics: &[Diagnostic], text: &str) -> BTreeSet<&'static str> {
    let place = |d: &&Diagnostic| d.place.as_ref().map(|place| &sources[place.source].text[place.range()]);
    diagnostics.iter().filter(|d| place(d).is_some_and(|at| at.trim_matches('\'') == text)).map(|d| d.code).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 120, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn never_always_and_both_are_what_trying_everybody_finds(a in condition(), b in condition(), ban in condition()) {
        // Diagnostics are found by the text they stand at.
        prop_assume!(a != b && a != ban && b != ban);
        let (sources, diagnostics) = said(&a, &b, &ban);
        let (needs_a, needs_b, banned) = (holds(&a), holds(&b), holds(&ban));
        let codes = at(&sources, &diagnostics, &ban);
        let cause = diagnostics.iter().any(|d| d.code == "value-outside-range");
        if !cause {
            prop_assert_eq!(codes.contains("never-applies"), banned.iter().all(|banned| !banned));
            prop_assert_eq!(codes.contains("always-applies"), banned.iter().all(|banned| *banned));
        }
        let both = needs_a.iter().zip(&needs_b).any(|(a, b)| *a && *b);
        prop_assert_eq!(diagnostics.iter().any(|d| d.code == "both-apply"), both, "{} and {}", a, b);
        let excluded = |needed: &[bool]| {
            needed.iter().any(|needed| *needed) && needed.iter().zip(&banned).all(|(needed, banned)| !needed || *banned)
        };
        let always_banned = at(&sources, &diagnostics, &a).contains("permit-always-banned");
        prop_assert_eq!(always_banned, excluded(&needs_a) && !banned.iter().all(|b| *b), "{} banned by {}", a, ban);
    }

    #[test]
    fn a_part_that_is_said_to_change_nothing_changes_nothing(parts in prop::collection::vec(condition(), 2..4)) {
        let ban = parts.join(" && ");
        let (sources, diagnostics) = said("tea.brews", "!tea.brews", &ban);
        let permits = &sources[3];
        for diagnostic in diagnostics.iter().filter(|d| d.code == "part-changes-nothing") {
            // Without the part alone, the condition still holds for the same people.
            let place = diagnostic.place.as_ref().unwrap();
            let start = permits.text[..place.bytes.start].rfind("if: '").unwrap() + "if: '".len();
            let mut shorter = ban.clone();
            let range = place.bytes.start - start..place.bytes.end - start;
            let part = shorter[range.clone()].to_owned();
            let sure = if joined_by_or(&ban, range.start) { "false" } else { "true" };
            shorter.replace_range(range, sure);
            prop_assert_eq!(holds(&shorter), holds(&ban), "`{}` in `{}`", part, ban);
        }
    }
}

/// Whether the part at a byte is a side of `||`: the innermost brackets around it decide.
fn joined_by_or(text: &str, at: usize) -> bool {
    let mut depth = 0i32;
    let mut start = 0;
    for (byte, c) in text[..at].char_indices().rev() {
        depth += i32::from(c == ')') - i32::from(c == '(');
        if depth < 0 {
            start = byte + 1;
            break;
        }
    }
    let mut depth = 0i32;
    for (byte, c) in text[start..].char_indices() {
        depth += i32::from(c == '(') - i32::from(c == ')');
        if depth < 0 {
            break;
        }
        if depth == 0 && text[start + byte..].starts_with("||") {
            return true;
        }
    }
    false
}
