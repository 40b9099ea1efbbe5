//! What conditions answer, with everything known and with facts missing.

use rules::{Condition, Ternary, Value};

use crate::town::{condition, day, ids, known, number, parameters, row, scope};

fn answers(facts: &[(&str, Value)], expected: &[(&str, Ternary)]) {
    let known = known(facts);
    for (text, answer) in expected {
        assert_eq!(condition(text).holds(&(&known, &parameters())), *answer, "{text}");
    }
}

use Ternary::{False, True, Unknown};

#[test]
fn what_is_missing_matters_only_while_it_can() {
    answers(
        &[("a", Value::Bool(true)), ("n", number("3"))],
        &[
            ("a || b", True),
            ("a && b", Unknown),
            ("!a && b", False),
            ("b ? n > 2 : n > 1", True),
            ("b ? n > 2 : n > 5", Unknown),
            ("(b ? 4 : 4) == 4", True),
            ("n + m > 3", Unknown),
            ("a == b", Unknown),
            ("n in [1, 2, 3]", True),
            ("n in [1, m]", Unknown),
        ],
    );
}

#[test]
fn numbers_are_exact_and_never_stop_the_office() {
    answers(
        &[("n", number("0.1")), ("m", number("79228162514264337593543950335"))],
        &[
            ("n + 0.2 == 0.3", True),
            ("n * 3 == 0.30", True),
            ("1 / (n - 0.1) > 0", Unknown),
            ("m * 2 > 0", Unknown),
            ("m + 1 > 0", Unknown),
            ("-n < 0", True),
            ("2 - 1 - 1 == 0", True),
            ("2 + 3 * 4 == 14", True),
            ("8 / 4 / 2 == 1", True),
            ("n < param.limit", True),
        ],
    );
}

#[test]
fn days_choices_and_texts_are_compared_by_their_kind() {
    answers(
        &[
            ("d", day("2026-03-02")),
            ("c", Value::text("x")),
            ("s", Value::Choices(ids(&["p", "x"]))),
            ("t", Value::text("数")),
        ],
        &[
            ("d == day(\"2026-03-02\")", True),
            ("d <= param.opening", True),
            ("days_between(day('2026-03-01'), d) == 1", True),
            ("c in [\"x\", \"y\"]", True),
            ("c != 'x'", False),
            ("c in s", True),
            ("c in param.allowed", True),
            ("\"q\" in s", False),
            ("size(s) == 2", True),
            ("size(t) == 1", True),
            ("c == k", Unknown),
        ],
    );
}

#[test]
fn rows_are_asked_one_by_one() {
    let children = Value::Rows(vec![row(&[("age", number("2"))])]);
    let staff = Value::Rows(vec![
        row(&[("age", number("40")), ("cook", Value::Bool(true)), ("children", children)]),
        row(&[("age", number("17")), ("children", Value::Rows(Vec::new()))]),
    ]);
    answers(
        &[("staff", staff)],
        &[
            ("staff.exists(r, r.age < 18)", True),
            ("staff.all(r, r.age < 18)", False),
            ("staff.exists(r, r.cook)", True),
            ("staff.all(r, r.cook)", Unknown),
            ("staff.count(r, r.age > 10) == 2", True),
            ("staff.count(r, r.cook) == 1", Unknown),
            ("staff.sum(r, r.age) == 57", True),
            ("staff.max(r, r.age) == 40 && staff.min(r, r.age) == 17", True),
            ("staff.exists(r, r.children.exists(s1, s1.age * 20 == r.age))", True),
            ("staff.exists(r, r.age > m)", Unknown),
            ("size(staff) == 2", True),
        ],
    );
    answers(
        &[("staff", Value::Rows(Vec::new()))],
        &[
            ("staff.exists(r, r.age > m)", False),
            ("staff.all(r, r.age > m)", True),
            ("staff.sum(r, r.age) == 0", True),
            ("staff.max(r, r.age) > 0", Unknown),
        ],
    );
}

#[test]
fn a_value_has_a_type_and_its_inputs() {
    let class = Condition::parse_value("m > param.limit ? \"large\" : a ? \"small\" : \"tiny\"", &scope()).unwrap();
    assert_eq!(class.ty(), &rules::Type::Choice(ids(&["large", "small", "tiny"])));
    assert_eq!(class.facts().iter().map(|f| f.as_str()).collect::<Vec<_>>(), ["a", "m"]);
    assert_eq!(class.parameters().iter().map(String::as_str).collect::<Vec<_>>(), ["param.limit"]);
    let facts = known(&[("m", number("3")), ("a", Value::Bool(false))]);
    assert_eq!(class.value(&(&facts, &parameters())), Some(Value::text("tiny")));
    assert_eq!(class.value(&parameters()), None);
}
