//! Diagrams against an oracle that is slow and obviously right: try every combination of values.

use std::collections::BTreeSet;

use proptest::prelude::*;
use rules::{Condition, Diagrams, FactId, Ternary, Value};

use crate::town::{Known, condition, day, derived, ids, known, number, parameters, row, scope};

/// Values on both sides of everything the random conditions mention, chosen without looking at the diagrams.
pub fn grid(fact: &str) -> Vec<Value> {
    match fact {
        "a" | "b" => vec![Value::Bool(false), Value::Bool(true)],
        "n" => ["-1", "1", "1.7", "2", "2.2", "2.5", "3", "4", "4.5", "5", "5.5", "6", "7", "8", "9", "15", "16"]
            .map(number)
            .into(),
        "m" => ["1", "2", "4", "5", "6"].map(number).into(),
        "d" => {
            ["02-28", "03-01", "03-02", "03-03", "03-06", "03-10", "03-11"].map(|d| day(&format!("2026-{d}"))).into()
        }
        "c" => ["x", "y", "z"].map(Value::text).into(),
        "k" => ["y", "z", "w"].map(Value::text).into(),
        "t" => ["", "u", "v"].map(Value::text).into(),
        "s" => [&[][..], &["p"], &["q"], &["x"], &["p", "q"], &["p", "x"], &["q", "x"], &["p", "q", "r", "x"]]
            .map(|s| Value::Choices(ids(s)))
            .into(),
        "staff" => vec![
            Value::Rows(Vec::new()),
            Value::Rows(vec![row(&[("age", number("2")), ("cook", Value::Bool(true))])]),
            Value::Rows(vec![row(&[("age", number("9"))]), row(&[("age", number("4")), ("cook", Value::Bool(false))])]),
        ],
        _ => Vec::new(),
    }
}

/// Comparisons of one fact at a time, about which diagrams claim to be exact.
fn simple() -> impl Strategy<Value = String> {
    let by = prop::sample::select(vec!["==", "!=", "<", "<=", ">", ">="]);
    let number =
        prop::sample::select(vec!["n", "2 * n", "n / 3", "10 - n", "(a ? n : 3)", "(c == \"x\" ? n + 1 : n)", "m"]);
    let bound = prop::sample::select(vec!["2", "5", "param.limit", "param.limit - 3"]);
    let date = prop::sample::select(vec!["day('2026-03-01')", "param.opening", "day('2026-03-10')"]);
    prop_oneof![
        prop::sample::select(vec![
            "a",
            "b",
            "big",
            "a == b",
            "a != (n > 5)",
            "c == \"x\"",
            "c != \"y\"",
            "c in [\"x\", \"z\"]",
            "c in param.allowed",
            "c == k",
            "t == \"u\"",
            "t in [\"u\", \"v\"]",
            "\"p\" in s",
            "\"q\" in s",
            "c in s",
            "n in [2, 5, 8]",
            "true",
            "(a ? \"x\" : \"y\") == c",
            "days_between(param.opening, d) > 3",
            "n * 0 == 0",
        ])
        .prop_map(str::to_owned),
        (number, by.clone(), bound).prop_map(|(n, by, bound)| format!("{n} {by} {bound}")),
        (by, date).prop_map(|(by, date)| format!("d {by} {date}")),
    ]
}

/// Comparisons that become opaque.
fn opaque() -> impl Strategy<Value = String> {
    prop::sample::select(vec![
        "n > m",
        "n + m == 7",
        "n * n > 20",
        "size(s) > 1",
        "staff.exists(r, r.age < n)",
        "staff.all(r, r.cook)",
        "size(staff) > 1",
        "staff.sum(r, r.age) > m",
        "class == \"large\"",
        "10 / (n - 2) > 1",
    ])
    .prop_map(str::to_owned)
}

fn joined(leaf: impl Strategy<Value = String> + 'static) -> impl Strategy<Value = String> {
    leaf.prop_recursive(4, 12, 3, |inner| {
        prop_oneof![
            inner.clone().prop_map(|a| format!("!({a})")),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("({a} && {b})")),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("({a} || {b})")),
            (inner.clone(), inner.clone(), inner).prop_map(|(a, b, c)| format!("({a} ? {b} : {c})")),
        ]
    })
}

/// Which facts are known, and which value of their grid.
fn knowledge() -> impl Strategy<Value = Vec<(bool, prop::sample::Index)>> {
    prop::collection::vec((prop::bool::weighted(0.6), any::<prop::sample::Index>()), 9)
}

/// Another law over the same facts: it cuts them finer and must not change anything.
fn neighbour() -> Condition {
    condition("n > 4 || m <= 2 && d < day('2026-03-05') || c == 'z' || 'r' in s || t == 'w'")
}

/// The base facts a condition reads, derived ones followed.
fn inputs(condition: &Condition) -> Vec<FactId> {
    let derived = derived();
    let mut facts = BTreeSet::new();
    for fact in condition.facts() {
        match derived.get(fact) {
            Some(by) => facts.extend(by.facts().iter().cloned()),
            None => {
                facts.insert(fact.clone());
            }
        }
    }
    facts.into_iter().collect()
}

fn chosen(facts: &[FactId], choice: &[(bool, prop::sample::Index)], all: bool) -> Known {
    let picked = facts.iter().zip(choice).filter(|(_, (is_known, _))| all || *is_known);
    picked.map(|(fact, (_, at))| (fact.clone(), at.get(&grid(fact.as_str())).clone())).collect()
}

fn holds(condition: &Condition, known: &Known) -> Ternary {
    let mut filled = known.clone();
    for (fact, by) in derived() {
        let value = by.value(&(known, &parameters()));
        filled.extend(value.map(|value| (fact, value)));
    }
    condition.holds(&(&filled, &parameters()))
}

/// Every completion of what is known, with its outcome.
pub fn completions(condition: &Condition, facts: &[FactId], known: &Known) -> Vec<(Known, bool)> {
    let mut all = vec![known.clone()];
    for fact in facts.iter().filter(|fact| !known.contains_key(*fact)) {
        let values = grid(fact.as_str());
        let extend = |so_far: Known| {
            values
                .iter()
                .map(move |value| {
                    let mut more = so_far.clone();
                    more.insert(fact.clone(), value.clone());
                    more
                })
                .collect::<Vec<_>>()
        };
        all = all.into_iter().flat_map(extend).collect();
    }
    all.into_iter().filter_map(|full| holds(condition, &full).known().map(|outcome| (full, outcome))).collect()
}

pub fn possible(outcomes: &[(Known, bool)]) -> Ternary {
    let yes = outcomes.iter().any(|(_, outcome)| *outcome);
    let no = outcomes.iter().any(|(_, outcome)| !*outcome);
    if yes && no { Ternary::Unknown } else { Ternary::from(yes) }
}

/// Facts for which two completions differ in nothing else and yet in their outcome.
fn deciding(outcomes: &[(Known, bool)], known: &Known, facts: &[FactId]) -> BTreeSet<FactId> {
    let open = facts.iter().filter(|fact| !known.contains_key(*fact));
    open.filter(|fact| {
        let mut by_rest: std::collections::HashMap<Vec<&Value>, bool> = std::collections::HashMap::new();
        outcomes.iter().any(|(full, outcome)| {
            let rest: Vec<&Value> = full.iter().filter(|(f, _)| f != fact).map(|(_, value)| value).collect();
            by_rest.insert(rest, *outcome).is_some_and(|other| other != *outcome)
        })
    })
    .cloned()
    .collect()
}

fn without(known: &Known, fact: &FactId) -> Known {
    known.iter().filter(|(other, _)| *other != fact).map(|(f, v)| (f.clone(), v.clone())).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 160, max_shrink_iters: 200, ..ProptestConfig::default() })]

    #[test]
    fn diagrams_of_single_facts_are_exact(text in joined(simple()), choice in knowledge()) {
        let condition = condition(&text);
        let facts = inputs(&condition);
        let size: usize = facts.iter().map(|fact| grid(fact.as_str()).len()).product();
        prop_assume!(size <= 4_000);
        let partly = chosen(&facts, &choice, false);
        let (mut diagrams, d) = Diagrams::compile(&[&condition, &neighbour()], &parameters(), &derived(), &[], &scope());
        prop_assert!(diagrams.fell_back().is_empty());
        let outcomes = completions(&condition, &facts, &partly);
        let oracle = possible(&outcomes);

        let left = diagrams.given_all(d[0], &partly);
        prop_assert_eq!(diagrams.truth(left), oracle);
        prop_assert_eq!(diagrams.under(&partly).truth(d[0]), oracle);
        let deciding = deciding(&outcomes, &partly, &facts);
        prop_assert_eq!(diagrams.support(left), deciding.clone());
        prop_assert_eq!(diagrams.under(&partly).support(d[0]).into_iter().cloned().collect::<BTreeSet<_>>(), deciding);
        let kleene = holds(&condition, &partly);
        prop_assert!(kleene == Ternary::Unknown || kleene == oracle, "Kleene said {kleene:?}");

        // An example is there exactly when somebody can have the outcome, and whoever completes it has it.
        if diagrams.is_exact(d[0]) {
            let example = diagrams.example(d[0]);
            prop_assert_eq!(example.is_none(), possible(&completions(&condition, &facts, &Known::new())) == Ternary::False);
            if let Some(example) = example {
                prop_assert_eq!(possible(&completions(&condition, &facts, &example)), Ternary::True);
            }
        }
        let mut one_by_one = d[0];
        for (fact, value) in &partly {
            one_by_one = diagrams.given(one_by_one, fact, value);
        }
        prop_assert_eq!(one_by_one, left);

        match diagrams.reason(d[0], &partly) {
            None => prop_assert_eq!(oracle, Ternary::Unknown),
            Some(reason) => {
                let alone: Known = reason.iter().map(|fact| (fact.clone(), partly[fact].clone())).collect();
                prop_assert_eq!(possible(&completions(&condition, &facts, &alone)), oracle);
                for fact in &reason {
                    let less = without(&alone, fact);
                    prop_assert_eq!(possible(&completions(&condition, &facts, &less)), Ternary::Unknown, "{} is idle", fact);
                }
            }
        }

        let fully = chosen(&facts, &choice, true);
        let now = holds(&condition, &fully);
        prop_assert_eq!(diagrams.under(&fully).truth(d[0]), now);
        let everything = completions(&condition, &facts, &Known::new());
        let nearest = everything.iter().filter(|(_, outcome)| Ternary::from(*outcome) != now)
            .map(|(full, _)| full.iter().filter(|(fact, value)| fully[*fact] != **value).count()).min();
        let change = diagrams.nearest_change(d[0], &fully);
        prop_assert_eq!(change.as_ref().map(Vec::len), nearest);
        if let Some(change) = change {
            let mut changed = fully.clone();
            changed.extend(change);
            prop_assert_eq!(holds(&condition, &changed), !now);
        }
    }

    #[test]
    fn diagrams_of_several_facts_never_say_more_than_is_so(
        text in joined(prop_oneof![simple(), opaque()]), choice in knowledge()
    ) {
        let condition = condition(&text);
        let facts = inputs(&condition);
        let size: usize = facts.iter().map(|fact| grid(fact.as_str()).len()).product();
        prop_assume!(size <= 4_000);
        let partly = chosen(&facts, &choice, false);
        let (mut diagrams, d) = Diagrams::compile(&[&condition, &neighbour()], &parameters(), &derived(), &[], &scope());
        let outcomes = completions(&condition, &facts, &partly);
        let left = diagrams.given_all(d[0], &partly);
        if let Some(said) = diagrams.truth(left).known() {
            prop_assert!(outcomes.iter().all(|(_, outcome)| *outcome == said));
        }
        let deciding = deciding(&outcomes, &partly, &facts);
        let support: BTreeSet<FactId> = diagrams.under(&partly).support(d[0]).into_iter().cloned().collect();
        prop_assert!(support.is_superset(&deciding), "{support:?} lacks some of {deciding:?}");
        let kleene = holds(&condition, &partly);
        if let (Some(kleene), Some(said)) = (kleene.known(), diagrams.truth(left).known()) {
            prop_assert_eq!(kleene, said);
        }
        let fully = chosen(&facts, &choice, true);
        if let Some(now) = holds(&condition, &fully).known() {
            prop_assert_eq!(diagrams.under(&fully).truth(d[0]), Ternary::from(now));
            if let Some(change) = diagrams.nearest_change(d[0], &fully) {
                let mut changed = fully.clone();
                changed.extend(change);
                prop_assert_ne!(holds(&condition, &changed), Ternary::from(now));
            }
        }
        if let Some(reason) = diagrams.reason(d[0], &partly) {
            let alone: Known = reason.iter().map(|fact| (fact.clone(), partly[fact].clone())).collect();
            let said = diagrams.truth(left);
            prop_assert_eq!(diagrams.under(&alone).truth(d[0]), said);
            for fact in &reason {
                prop_assert_eq!(diagrams.under(&without(&alone, fact)).truth(d[0]), Ternary::Unknown);
            }
        }
    }
}

#[test]
fn a_fact_nobody_knows_yet_leaves_everything_open() {
    let (diagrams, d) = Diagrams::compile(&[&condition("a || n > 2")], &parameters(), &derived(), &[], &scope());
    assert_eq!(diagrams.under(&known(&[])).truth(d[0]), Ternary::Unknown);
}
