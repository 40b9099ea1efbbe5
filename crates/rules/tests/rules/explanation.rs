//! Specimens of diagrams: cells, what is still open, reasons and nearest changes.

use std::collections::BTreeMap;

use rules::{Diagram, Diagrams, FactId, Ternary, Value};

use crate::town::{condition, day, derived, ids, known, number, parameters, row, scope};

fn compile(texts: &[&str]) -> (Diagrams, Vec<Diagram>) {
    let conditions: Vec<_> = texts.iter().map(|text| condition(text)).collect();
    Diagrams::compile(&conditions.iter().collect::<Vec<_>>(), &parameters(), &derived(), &[], &scope())
}

fn names(facts: impl IntoIterator<Item = FactId>) -> Vec<String> {
    facts.into_iter().map(|fact| fact.to_string()).collect()
}

#[test]
fn facts_are_cut_where_some_condition_changes_its_mind() {
    let (diagrams, _) = compile(&["n > 50", "n > param.limit", "d >= day('2026-03-02')", "c == 'y'", "n * 3 >= 30"]);
    let numbers = ["5", "6", "10", "51"].map(number);
    assert_eq!(
        diagrams.representatives(&"n".into()),
        [&numbers[..1], &[number("6"), number("10"), number("51")]].concat()
    );
    assert_eq!(diagrams.representatives(&"d".into()), [day("2026-03-01"), day("2026-03-02")]);
    assert_eq!(diagrams.representatives(&"c".into()), [Value::text("y"), Value::text("x")]);
    assert_eq!(diagrams.representatives(&"e".into()), []);
}

#[test]
fn equal_meanings_are_equal_diagrams() {
    let (mut diagrams, d) = compile(&[
        "n > 50",
        "!(n <= 50)",
        "2 * n > 100",
        "n / 3 > 50 / 3",
        "(a ? n : n) > 50",
        "n > 50 && (b || !b)",
        "50 - n < 0",
        "big",
        "a && n > 2",
        "c in param.allowed",
        "c != 'z'",
        "c == k",
        "c in ['y', 'z'] && k == c",
    ]);
    for same in [1, 2, 4, 5, 6] {
        assert_eq!(d[0], d[same], "condition {same}");
    }
    assert_eq!((d[7], d[9], d[11]), (d[8], d[10], d[12]));
    let not = diagrams.not(d[0]);
    assert_eq!(diagrams.and(not, d[0]), diagrams.never());
    assert_eq!(diagrams.or(not, d[0]), diagrams.always());
}

#[test]
fn comparisons_of_several_facts_wait_for_all_of_them() {
    let (mut diagrams, d) = compile(&["n > m && a", "staff.exists(r, r.age < n)", "class == 'large' || b"]);
    assert_eq!(names(diagrams.support(d[0])), ["a", "m", "n"]);
    let one = diagrams.given(d[0], &"n".into(), &number("3"));
    assert_eq!(one, d[0]);
    let both = diagrams.given_all(d[0], &known(&[("n", number("3")), ("m", number("2"))]));
    assert_eq!(names(diagrams.support(both)), ["a"]);
    let staff = Value::Rows(vec![row(&[("age", number("2"))])]);
    let all = known(&[("n", number("3")), ("staff", staff)]);
    let told = diagrams.given_all(d[1], &all);
    assert_eq!(diagrams.truth(told), Ternary::True);
    assert_eq!(names(diagrams.support(d[2])), ["b", "m"]);
    let by_input = diagrams.given(d[2], &"m".into(), &number("60"));
    let by_name = diagrams.given(d[2], &"class".into(), &Value::text("large"));
    assert_eq!((diagrams.truth(by_input), diagrams.truth(by_name)), (Ternary::True, Ternary::True));
    let n_only = known(&[("n", number("3"))]);
    assert_eq!(diagrams.under(&n_only).support(d[0]).into_iter().map(FactId::as_str).collect::<Vec<_>>(), ["a", "m"]);
}

#[test]
fn a_reason_is_short_and_enough() {
    let (diagrams, d) = compile(&["a && b || n > 50 && c == 'x'", "n > m"]);
    let all =
        known(&[("a", Value::Bool(true)), ("b", Value::Bool(true)), ("n", number("60")), ("c", Value::text("z"))]);
    assert_eq!(diagrams.reason(d[0], &all).map(names), Some(vec!["a".to_owned(), "b".to_owned()]));
    assert_eq!(diagrams.reason(d[1], &all), None);
    let sides = known(&[("n", number("60")), ("m", number("3")), ("a", Value::Bool(true))]);
    assert_eq!(diagrams.reason(d[1], &sides).map(names), Some(vec!["m".to_owned(), "n".to_owned()]));
}

#[test]
fn the_nearest_change_names_the_fewest_facts_and_a_value() {
    let (diagrams, d) =
        compile(&["a && b || n > 50", "n + m > 10", "'p' in s && 'q' in s", "staff.all(r, r.age > 17)", "a || !a"]);
    let all = known(&[
        ("a", Value::Bool(false)),
        ("b", Value::Bool(false)),
        ("n", number("40")),
        ("m", number("-35")),
        ("s", Value::Choices(ids(&["r"]))),
        ("staff", Value::Rows(vec![row(&[("age", number("16"))]), row(&[("age", number("20"))])])),
    ]);
    let change = |at: usize| diagrams.nearest_change(d[at], &all);
    assert_eq!(change(0), Some(vec![("n".into(), number("51"))]));
    assert_eq!(change(1).map(|c| c.len()), Some(1));
    assert_eq!(change(2), Some(vec![("s".into(), Value::Choices(ids(&["p", "q", "r"])))]));
    assert_eq!(change(3).map(|c| c.len()), Some(1));
    assert_eq!(change(4), None);
}

#[test]
fn a_tangled_condition_falls_back_and_is_still_answered() {
    // Equal bits of two words with the words apart in the order: every prefix must be remembered.
    let mut scope: BTreeMap<String, rules::Type> = BTreeMap::new();
    let mut order = Vec::new();
    for word in ["left", "right"] {
        for bit in 0..18 {
            scope.insert(format!("{word}.b{bit}"), rules::Type::Bool);
            order.push(FactId::new(format!("{word}.b{bit}")));
        }
    }
    let text: Vec<String> = (0..18).map(|bit| format!("left.b{bit} == right.b{bit}")).collect();
    let tangled = rules::Condition::parse(&text.join(" && "), &scope).unwrap();
    let plain = rules::Condition::parse("left.b0 && right.b0", &scope).unwrap();
    let nothing: BTreeMap<String, Value> = BTreeMap::new();
    let (mut diagrams, d) = Diagrams::compile(&[&tangled, &plain], &nothing, &BTreeMap::new(), &order, &scope);
    assert_eq!(diagrams.fell_back(), [0]);
    assert_eq!(diagrams.nodes(), 3);
    assert_eq!(diagrams.support(d[0]).len(), 36);
    let differs = known(&[("left.b3", Value::Bool(true)), ("right.b3", Value::Bool(false))]);
    let left = diagrams.given_all(d[0], &differs);
    assert_eq!(diagrams.truth(left), Ternary::False);
    assert_eq!(diagrams.reason(d[0], &differs).map(|r| r.len()), Some(2));
}

#[test]
fn an_example_is_somebody_and_never_a_guess() {
    let (diagrams, d) = compile(&[
        "n > 50 && c == 'y' && 'p' in s && !('q' in s)",
        "n > m",
        "n > 5 && n < 3",
        "n > m || a",
        "class == 'large'",
    ]);
    let example = diagrams.example(d[0]).unwrap();
    let chosen = Value::Choices(ids(&["p"]));
    assert_eq!(example, known(&[("n", number("51")), ("c", Value::text("y")), ("s", chosen)]));
    assert_eq!([1, 2, 4].map(|at| diagrams.example(d[at])), [None, None, None]);
    assert_eq!(diagrams.example(d[3]), Some(known(&[("a", Value::Bool(true))])));
    assert_eq!([0, 1, 3, 4].map(|at| diagrams.is_exact(d[at])), [true, false, false, false]);
}

#[test]
fn work_that_needs_too_many_nodes_leaves_nothing_behind() {
    let (mut diagrams, d) = compile(&["n > 50 && a", "c == 'y' || b"]);
    let before = diagrams.nodes();
    assert_eq!(diagrams.bounded(0, |diagrams| diagrams.and(d[0], d[1])), None);
    assert_eq!(diagrams.nodes(), before);
    let both = diagrams.bounded(100, |diagrams| diagrams.and(d[0], d[1])).unwrap();
    assert_eq!(both, diagrams.and(d[1], d[0]));
}
