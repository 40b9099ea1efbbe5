//! Decision tables against an oracle that reads them row by row.

use std::collections::BTreeMap;

use proptest::prelude::*;
use rules::{Condition, Diagrams, FactId, Ternary, Type, Value};

use super::town::{Known, condition, ids, parameters, scope};

/// Cells by number: what they say about their fact, as condition and as plain code.
const CELLS: [(&str, fn(&Known) -> bool); 9] = [
    ("a", |k| k[&FactId::from("a")] == Value::Bool(true)),
    ("!a", |k| k[&FactId::from("a")] == Value::Bool(false)),
    ("b", |k| k[&FactId::from("b")] == Value::Bool(true)),
    ("c == 'x'", |k| k[&FactId::from("c")] == Value::text("x")),
    ("c != 'y'", |k| k[&FactId::from("c")] != Value::text("y")),
    ("n > 2", |k| k[&FactId::from("n")] > Value::number(2)),
    ("n <= 4", |k| k[&FactId::from("n")] <= Value::number(4)),
    ("'p' in s", |k| k[&FactId::from("s")].as_choices().unwrap().contains(&"p".to_owned())),
    ("true", |_| true),
];

const OUTPUTS: [&str; 3] = ["small", "large", "none"];

/// A table: rows of cells with an output, and the output where none fits.
type Written = (Vec<(Vec<usize>, usize)>, usize);

fn written() -> impl Strategy<Value = Written> {
    let row = (prop::collection::vec(0..CELLS.len(), 0..3), 0..OUTPUTS.len());
    (prop::collection::vec(row, 1..6), 0..OUTPUTS.len())
}

fn outputs() -> Type {
    Type::Choice(ids(&OUTPUTS))
}

fn table(written: &Written) -> Condition {
    let output = |at: usize| Condition::constant(Value::text(OUTPUTS[at]), outputs());
    let rows: Vec<(Vec<Condition>, Condition)> = written
        .0
        .iter()
        .map(|(cells, then)| (cells.iter().map(|cell| condition(CELLS[*cell].0)).collect(), output(*then)))
        .collect();
    Condition::first_of(&rows, Some(&output(written.1)), outputs(), format!("{written:?}"))
}

/// The slow and plain way: down the rows.
fn by_hand(written: &Written, known: &Known) -> &'static str {
    let fits = |(cells, _): &&(Vec<usize>, usize)| cells.iter().all(|cell| CELLS[*cell].1(known));
    OUTPUTS[written.0.iter().find(fits).map_or(written.1, |(_, then)| *then)]
}

/// Every combination of values; numbers from both sides of each threshold.
fn every_case() -> Vec<Known> {
    let values: [(&str, Vec<Value>); 5] = [
        ("a", vec![Value::Bool(false), Value::Bool(true)]),
        ("b", vec![Value::Bool(false), Value::Bool(true)]),
        ("c", ["x", "y", "z"].map(Value::text).to_vec()),
        ("n", [2, 3, 5].map(Value::number).to_vec()),
        ("s", vec![Value::Choices(vec![]), Value::Choices(ids(&["p"])), Value::Choices(ids(&["q"]))]),
    ];
    values.into_iter().fold(vec![Known::new()], |cases, (fact, values)| {
        let with = |case: &Known| {
            let case = case.clone();
            values.iter().map(move |value| {
                let mut more = case.clone();
                more.insert(FactId::from(fact), value.clone());
                more
            })
        };
        cases.iter().flat_map(with).collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]

    /// Two tables, the second over the first, as derived facts: exact under whatever is known.
    #[test]
    fn a_table_says_what_its_rows_say(first in written(), second in written(), hidden in prop::collection::vec(any::<bool>(), 5)) {
        let mut types = scope();
        types.insert("one".to_owned(), outputs());
        types.insert("two".to_owned(), outputs());
        let one = table(&first);
        // The second table asks the first one before its own cells.
        let large = Condition::parse("one == 'large'", &types).unwrap();
        let constant = |text: &str| Condition::constant(Value::text(text), outputs());
        let two = Condition::first_of(&[(vec![large], constant("none"))], Some(&table(&second)), outputs(), "two");
        let derived = BTreeMap::from([(FactId::from("one"), one.clone()), (FactId::from("two"), two)]);
        let asked: Vec<Condition> =
            OUTPUTS.iter().map(|o| Condition::parse(&format!("two == '{o}'"), &types).unwrap()).collect();
        let (diagrams, compiled) =
            Diagrams::compile(&asked.iter().collect::<Vec<_>>(), &parameters(), &derived, &[], &types);
        prop_assert!(diagrams.fell_back().is_empty());
        prop_assert!(diagrams.variables().iter().all(|variable| !variable.is_opaque()));

        let names = ["a", "b", "c", "n", "s"];
        let cases = every_case();
        for full in &cases {
            prop_assert_eq!(one.value(&(full, &parameters())), Some(Value::text(by_hand(&first, full))));
        }
        let sample = &cases[cases.len() / 2];
        let partly: Known = names.iter().zip(&hidden).filter(|(_, hide)| !**hide)
            .map(|(name, _)| (FactId::from(*name), sample[&FactId::from(*name)].clone())).collect();
        let fits = |full: &&Known| partly.iter().all(|(fact, value)| full.get(fact) == Some(value));
        for (output, diagram) in OUTPUTS.iter().zip(&compiled) {
            let answers: Vec<bool> = cases.iter().filter(fits)
                .map(|full| {
                    let two = if by_hand(&first, full) == "large" { "none" } else { by_hand(&second, full) };
                    two == *output
                })
                .collect();
            let oracle = match (answers.contains(&true), answers.contains(&false)) {
                (true, true) => Ternary::Unknown,
                (yes, _) => Ternary::from(yes),
            };
            prop_assert_eq!(diagrams.under(&partly).truth(*diagram), oracle);
            let example = diagrams.example(*diagram);
            prop_assert_eq!(example.is_some(), diagrams.truth(*diagram) != Ternary::False);
            if let Some(example) = example {
                prop_assert_eq!(diagrams.under(&example).truth(*diagram), Ternary::True);
            }
        }
    }
}

/// A row that may fit is passed over only while everything that may follow agrees with it.
#[test]
fn a_value_is_known_as_soon_as_all_rows_that_may_fit_agree() {
    let constant = |text: &str| Condition::constant(Value::text(text), outputs());
    let rows = [
        (vec![condition("a")], constant("large")),
        (vec![condition("b")], constant("large")),
        (vec![condition("n > 2")], constant("small")),
    ];
    let table = Condition::first_of(&rows, Some(&constant("large")), outputs(), "t");
    let value =
        |known: &[(&str, Value)]| table.value(&super::town::known(known)).and_then(|v| v.as_text().map(str::to_owned));
    assert_eq!(value(&[]), None);
    assert_eq!(value(&[("b", Value::Bool(true))]), Some("large".to_owned()));
    assert_eq!(value(&[("n", Value::number(1))]), Some("large".to_owned()));
    assert_eq!(value(&[("n", Value::number(3))]), None);
    assert_eq!(
        value(&[("n", Value::number(3)), ("a", Value::Bool(false)), ("b", Value::Bool(false))]),
        Some("small".to_owned())
    );
}
