//! Points that examples show, and small mistakes in the text of a condition.

use std::collections::BTreeMap;

use rules::{Condition, Day, EditKind, FactId, Point, Side, Ternary, Type, Value};
use rust_decimal::Decimal;

fn scope() -> BTreeMap<FactId, Type> {
    let choice = Type::Choice(["show", "sport", "fair"].map(str::to_owned).to_vec());
    BTreeMap::from([
        (FactId::from("people"), Type::Number),
        (FactId::from("special"), Type::Bool),
        (FactId::from("outdoors"), Type::Bool),
        (FactId::from("kind"), choice),
        (FactId::from("first"), Type::Day),
        (FactId::from("param.many"), Type::Number),
    ])
}

fn parameters() -> BTreeMap<FactId, Value> {
    BTreeMap::from([(FactId::from("param.many"), Value::number(1000))])
}

fn read(text: &str) -> Condition {
    Condition::parse(text, &scope()).unwrap()
}

fn points(text: &str) -> Vec<Point> {
    let everybody = Condition::constant(Value::Bool(true), Type::Bool);
    read(text).points(&everybody, &parameters(), &|_| Decimal::ONE)
}

fn everybody() -> Vec<BTreeMap<FactId, Value>> {
    let mut all = Vec::new();
    for people in [998, 999, 1000, 1001, 1002] {
        for (special, outdoors) in [(false, false), (false, true), (true, false), (true, true)] {
            for kind in ["show", "sport", "fair"] {
                all.push(BTreeMap::from([
                    (FactId::from("people"), Value::number(people)),
                    (FactId::from("special"), Value::Bool(special)),
                    (FactId::from("outdoors"), Value::Bool(outdoors)),
                    (FactId::from("kind"), Value::text(kind)),
                    (FactId::from("param.many"), Value::number(1000)),
                ]));
            }
        }
    }
    all
}

#[test]
fn an_atom_decides_exactly_for_those_for_whom_its_negation_turns_the_condition_over() {
    for text in [
        "special && people >= param.many",
        "special || outdoors && people > 999",
        r#"(special || kind in ["show", "sport"]) && !(outdoors && people <= 1000)"#,
        r#"special ? kind == "fair" : people < 1000"#,
    ] {
        let condition = read(text);
        for point in points(text) {
            let negated = read(&text.replace(&point.atom, &format!("!({})", point.atom)));
            let atom = read(&point.atom);
            for who in everybody() {
                let turns_over = condition.holds(&who) != negated.holds(&who);
                let stands = match &point.side {
                    Side::Holds => atom.holds(&who) == Ternary::True,
                    Side::Fails => atom.holds(&who) == Ternary::False,
                    Side::Is(fact, value)
                    | Side::Below(fact, value)
                    | Side::At(fact, value)
                    | Side::Above(fact, value) => who.get(fact) == Some(value),
                };
                let shows = point.who.holds(&who) == Ternary::True;
                assert_eq!(shows, turns_over && stands, "{text}: {} {:?} for {who:?}", point.atom, point.side);
            }
        }
    }
}

#[test]
fn thresholds_are_shown_below_at_and_above() {
    let sides: Vec<Side> = points("people >= param.many").into_iter().map(|point| point.side).collect();
    let people = |n: i64| (FactId::from("people"), Value::number(n));
    let ((a, below), (b, at), (c, above)) = (people(999), people(1000), people(1001));
    assert_eq!(sides, [Side::Holds, Side::Fails, Side::Below(a, below), Side::At(b, at), Side::Above(c, above)]);
    let day = |n: i8| Value::Day(Day::new(2026, 3, n).unwrap());
    let days = points(r#"first >= day("2026-03-02")"#);
    assert!(days.iter().any(|point| point.side == Side::Below(FactId::from("first"), day(1))), "{days:?}");
}

#[test]
fn a_mistake_stands_at_its_place_and_reads_as_a_condition() {
    let text = r#"special && (people >= 1000 || kind in ["show", "sport"])"#;
    let edits = read(text).edits(&scope());
    let said: Vec<(EditKind, &str, &str)> =
        edits.iter().map(|edit| (edit.kind, &text[edit.span.clone()], edit.instead.as_str())).collect();
    for expected in [
        (EditKind::MovedByOne, ">=", ">"),
        (EditKind::OtherConstant, "1000", "999"),
        (EditKind::OtherConstant, "1000", "1001"),
        (EditKind::Negated, "special", "!(special)"),
        (EditKind::Negated, "people >= 1000", "!(people >= 1000)"),
        (EditKind::Dropped, "special && ", ""),
        (EditKind::Dropped, "\"show\", ", ""),
    ] {
        assert!(said.contains(&expected), "{expected:?} is not among {said:#?}");
    }
    let joined = edits.iter().filter(|edit| edit.kind == EditKind::JoinedOtherwise).count();
    assert_eq!(joined, 2);
    for edit in edits {
        let mut changed = text.to_owned();
        changed.replace_range(edit.span, &edit.instead);
        assert_eq!(edit.condition.text(), changed);
    }
}

#[test]
fn what_is_put_in_says_the_same() {
    let derived = BTreeMap::from([
        (FactId::from("large"), Condition::parse("people >= param.many", &scope()).unwrap()),
        (
            FactId::from("round"),
            Condition::parse("round", &BTreeMap::from([(FactId::from("round"), Type::Bool)])).unwrap(),
        ),
    ]);
    let mut scope = scope();
    scope.extend([(FactId::from("large"), Type::Bool), (FactId::from("round"), Type::Bool)]);
    let condition = Condition::parse("special && !large", &scope).unwrap();
    let expanded = condition.expanded(&parameters(), &derived).unwrap();
    assert_eq!(expanded.text(), "special && !(people >= 1000)");
    for who in everybody() {
        assert_eq!(expanded.holds(&who), read("special && !(people >= param.many)").holds(&who));
    }
    let circle = Condition::parse("round", &scope).unwrap();
    assert!(circle.expanded(&parameters(), &derived).is_none(), "what reaches itself cannot be put in");
}
