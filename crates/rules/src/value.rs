//! What a fact can be: its type, its value, and how a value is checked against its type.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::Day;

/// The readable, dotted name of a fact: `premises.operating_area`. Inside a list's rows: the item's short name.
/// Names stand in every answer, form and event, so copies share one text.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct FactId(Arc<str>);

impl FactId {
    pub fn new(name: impl Into<String>) -> Self {
        FactId(name.into().into())
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for FactId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::borrow::Borrow<str> for FactId {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl From<&str> for FactId {
    fn from(name: &str) -> Self {
        FactId(name.into())
    }
}

/// One row of a repeated group (a partner, a food handler, a session): item name to value.
pub type Row = BTreeMap<String, Value>;

/// A typed value. There are no floats: numbers are decimals, so that a rule gives the same answer everywhere, for ever.
///
/// Written form (JSON): `true`, `"12.50"` or `12.5` for numbers, text, `"2026-03-02"` for days, `["a","b"]` for several
/// choices, `[{"name": …}]` for rows. The type of the fact says how to read it: [`Type::read`].
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Value {
    Bool(bool),
    Number(Decimal),
    /// Free text, and also one choice by its id.
    Text(String),
    Day(Day),
    /// Several choices by their ids, sorted.
    Choices(Vec<String>),
    Rows(Vec<Row>),
}

/// The type of a fact as conditions see it. Units, ranges, labels and check digits belong to the catalogue's fact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Type {
    Bool,
    Number,
    Text,
    Day,
    /// One of these ids.
    Choice(Vec<String>),
    /// Any number of these ids.
    Choices(Vec<String>),
    /// Rows of these items.
    Rows(BTreeMap<String, Type>),
}

/// Why a written value is not of the type. Data only: the page and the command line say it in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mistake {
    NotYesOrNo(String),
    NotANumber(String),
    NotADay(String),
    NotText(String),
    NotAChoice { given: String, among: Vec<String> },
    NotAList(String),
    UnknownItem { row: usize, item: String },
    InRow { row: usize, item: String, mistake: Box<Mistake> },
}

impl Value {
    pub fn number(n: impl Into<Decimal>) -> Self {
        Value::Number(n.into())
    }

    pub fn text(s: impl Into<String>) -> Self {
        Value::Text(s.into())
    }

    pub fn as_bool(&self) -> Option<bool> {
        if let Value::Bool(b) = self { Some(*b) } else { None }
    }

    pub fn as_number(&self) -> Option<Decimal> {
        if let Value::Number(n) = self { Some(*n) } else { None }
    }

    pub fn as_text(&self) -> Option<&str> {
        if let Value::Text(s) = self { Some(s) } else { None }
    }

    pub fn as_day(&self) -> Option<Day> {
        if let Value::Day(d) = self { Some(*d) } else { None }
    }

    pub fn as_choices(&self) -> Option<&[String]> {
        if let Value::Choices(c) = self { Some(c) } else { None }
    }

    pub fn as_rows(&self) -> Option<&[Row]> {
        if let Value::Rows(r) = self { Some(r) } else { None }
    }

    /// The written form; [`Type::read`] reads it back.
    pub fn to_json(&self) -> serde_json::Value {
        use serde_json::Value as Json;
        match self {
            Value::Bool(b) => Json::Bool(*b),
            Value::Number(n) => Json::String(n.normalize().to_string()),
            Value::Text(s) => Json::String(s.clone()),
            Value::Day(d) => Json::String(d.to_string()),
            Value::Choices(c) => Json::Array(c.iter().cloned().map(Json::String).collect()),
            Value::Rows(rows) => Json::Array(
                rows.iter()
                    .map(|row| Json::Object(row.iter().map(|(k, v)| (k.clone(), v.to_json())).collect()))
                    .collect(),
            ),
        }
    }
}

impl Type {
    /// Reads the written form of a value of this type.
    pub fn read(&self, json: &serde_json::Value) -> Result<Value, Mistake> {
        use serde_json::Value as Json;
        let said = || match json {
            Json::String(s) => s.clone(),
            other => other.to_string(),
        };
        match self {
            Type::Bool => match json {
                Json::Bool(b) => Ok(Value::Bool(*b)),
                Json::String(s) if s == "true" || s == "yes" => Ok(Value::Bool(true)),
                Json::String(s) if s == "false" || s == "no" => Ok(Value::Bool(false)),
                _ => Err(Mistake::NotYesOrNo(said())),
            },
            Type::Number => {
                let text = match json {
                    Json::Number(n) => n.to_string(),
                    Json::String(s) => s.clone(),
                    _ => return Err(Mistake::NotANumber(said())),
                };
                let number = text.trim().parse::<Decimal>().or_else(|_| Decimal::from_scientific(text.trim()));
                number.map(Value::Number).map_err(|_| Mistake::NotANumber(text))
            }
            Type::Text => match json {
                Json::String(s) => Ok(Value::Text(s.clone())),
                _ => Err(Mistake::NotText(said())),
            },
            Type::Day => match json {
                Json::String(s) => s.parse().map(Value::Day).map_err(|_| Mistake::NotADay(s.clone())),
                _ => Err(Mistake::NotADay(said())),
            },
            Type::Choice(among) => match json {
                Json::String(s) if among.contains(s) => Ok(Value::Text(s.clone())),
                _ => Err(Mistake::NotAChoice { given: said(), among: among.clone() }),
            },
            Type::Choices(among) => read_choices(json, among),
            Type::Rows(items) => read_rows(json, items),
        }
    }

    /// Whether a value is of this type.
    pub fn admits(&self, value: &Value) -> bool {
        match (self, value) {
            (Type::Bool, Value::Bool(_))
            | (Type::Number, Value::Number(_))
            | (Type::Text, Value::Text(_))
            | (Type::Day, Value::Day(_)) => true,
            (Type::Choice(among), Value::Text(s)) => among.contains(s),
            (Type::Choices(among), Value::Choices(c)) => c.iter().all(|s| among.contains(s)),
            (Type::Rows(items), Value::Rows(rows)) => {
                rows.iter().all(|row| row.iter().all(|(k, v)| items.get(k).is_some_and(|t| t.admits(v))))
            }
            _ => false,
        }
    }

    /// How authors and diagnostics call it.
    pub fn noun(&self) -> &'static str {
        match self {
            Type::Bool => "yes or no",
            Type::Number => "a number",
            Type::Text => "text",
            Type::Day => "a day",
            Type::Choice(_) => "one choice",
            Type::Choices(_) => "several choices",
            Type::Rows(_) => "a list of rows",
        }
    }
}

fn read_choices(json: &serde_json::Value, among: &[String]) -> Result<Value, Mistake> {
    let list = json.as_array().ok_or_else(|| Mistake::NotAList(json.to_string()))?;
    let mut chosen = Vec::with_capacity(list.len());
    for item in list {
        match item.as_str() {
            Some(s) if among.iter().any(|a| a == s) => chosen.push(s.to_owned()),
            _ => return Err(Mistake::NotAChoice { given: item.to_string(), among: among.to_vec() }),
        }
    }
    chosen.sort();
    chosen.dedup();
    Ok(Value::Choices(chosen))
}

fn read_rows(json: &serde_json::Value, items: &BTreeMap<String, Type>) -> Result<Value, Mistake> {
    let list = json.as_array().ok_or_else(|| Mistake::NotAList(json.to_string()))?;
    let mut rows = Vec::with_capacity(list.len());
    for (number, entry) in list.iter().enumerate() {
        let object = entry.as_object().ok_or_else(|| Mistake::NotAList(entry.to_string()))?;
        let mut row = Row::new();
        for (name, written) in object {
            let item = items.get(name).ok_or_else(|| Mistake::UnknownItem { row: number, item: name.clone() })?;
            let value = item.read(written).map_err(|mistake| Mistake::InRow {
                row: number,
                item: name.clone(),
                mistake: Box::new(mistake),
            })?;
            row.insert(name.clone(), value);
        }
        rows.push(row);
    }
    Ok(Value::Rows(rows))
}
