//! The facts all specimens use, and short ways to write them.

use std::collections::BTreeMap;

use rules::{Condition, FactId, Row, Type, Value};

pub type Known = BTreeMap<FactId, Value>;

pub fn ids(all: &[&str]) -> Vec<String> {
    all.iter().map(|id| (*id).to_owned()).collect()
}

/// Names and their types; `param.*` and the derived `big` included.
pub fn scope() -> BTreeMap<String, Type> {
    let child = Type::Rows(BTreeMap::from([("age".to_owned(), Type::Number)]));
    let staff = BTreeMap::from([
        ("age".to_owned(), Type::Number),
        ("cook".to_owned(), Type::Bool),
        ("since".to_owned(), Type::Day),
        ("role".to_owned(), Type::Choice(ids(&["owner", "helper"]))),
        ("children".to_owned(), child),
    ]);
    [
        ("a", Type::Bool),
        ("b", Type::Bool),
        ("n", Type::Number),
        ("m", Type::Number),
        ("d", Type::Day),
        ("e", Type::Day),
        ("t", Type::Text),
        ("c", Type::Choice(ids(&["x", "y", "z"]))),
        ("k", Type::Choice(ids(&["y", "z", "w"]))),
        ("s", Type::Choices(ids(&["p", "q", "r", "x"]))),
        ("staff", Type::Rows(staff)),
        ("premises.operating_area", Type::Number),
        ("food.business_mode", Type::Choice(ids(&["retail", "catering", "canteen"]))),
        ("big", Type::Bool),
        ("class", Type::Choice(ids(&["small", "large"]))),
        ("param.limit", Type::Number),
        ("param.opening", Type::Day),
        ("param.allowed", Type::Choices(ids(&["x", "y"]))),
    ]
    .into_iter()
    .map(|(name, ty)| (name.to_owned(), ty))
    .collect()
}

pub fn parameters() -> BTreeMap<String, Value> {
    BTreeMap::from([
        ("param.limit".to_owned(), Value::number(5)),
        ("param.opening".to_owned(), Value::Day("2026-03-02".parse().unwrap())),
        ("param.allowed".to_owned(), Value::Choices(ids(&["x", "y"]))),
    ])
}

pub fn derived() -> BTreeMap<FactId, Condition> {
    BTreeMap::from([
        (FactId::from("big"), condition("n > 2 && a")),
        (FactId::from("class"), Condition::parse_value("m > 50 ? \"large\" : \"small\"", &scope()).unwrap()),
    ])
}

pub fn condition(text: &str) -> Condition {
    Condition::parse(text, &scope()).unwrap_or_else(|flaws| panic!("{text}: {flaws:?}"))
}

pub fn known(facts: &[(&str, Value)]) -> Known {
    facts.iter().map(|(name, value)| (FactId::from(*name), value.clone())).collect()
}

pub fn number(text: &str) -> Value {
    Type::Number.read(&text.into()).unwrap()
}

pub fn day(text: &str) -> Value {
    Value::Day(text.parse().unwrap())
}

pub fn row(items: &[(&str, Value)]) -> Row {
    items.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect()
}
