//! The type of every fact and parameter: what conditions may do with a name.

use std::collections::{BTreeMap, BTreeSet};

use rules::{Day, FlawKind, Scope, Type, Value};
use rust_decimal::Decimal;

use crate::model::FactKind;
use crate::outline::Outline;
use crate::read::Lost;
use crate::written;
use crate::{Kind, kind};

impl FactKind {
    /// The kind by its written word.
    pub fn read(word: &str) -> Option<Self> {
        Some(match word {
            "yes-no" => FactKind::YesNo,
            "choice" => FactKind::Choice,
            "choices" => FactKind::Choices,
            "number" => FactKind::Number,
            "count" => FactKind::Count,
            "area" => FactKind::Area,
            "length" => FactKind::Length,
            "money" => FactKind::Money,
            "day" => FactKind::Day,
            "text" => FactKind::Text,
            "long-text" => FactKind::LongText,
            "person-name" => FactKind::PersonName,
            "phone" => FactKind::Phone,
            "email" => FactKind::Email,
            "credit-code" => FactKind::CreditCode,
            "resident-id" => FactKind::ResidentId,
            "address" => FactKind::Address,
            "hours" => FactKind::Hours,
            "rows" => FactKind::Rows,
            _ => return None,
        })
    }
}

/// The type of a fact as conditions see it; nothing when its kind is unknown.
pub(crate) fn type_of(fact: &written::Fact) -> Option<Type> {
    let ids = || fact.choices.iter().map(|choice| choice.choice.get().clone()).collect();
    Some(match FactKind::read(fact.kind.get())? {
        FactKind::YesNo => Type::Bool,
        FactKind::Choice => Type::Choice(ids()),
        FactKind::Choices => Type::Choices(ids()),
        FactKind::Number | FactKind::Count | FactKind::Area | FactKind::Length | FactKind::Money => Type::Number,
        FactKind::Day => Type::Day,
        FactKind::Text
        | FactKind::LongText
        | FactKind::PersonName
        | FactKind::Phone
        | FactKind::Email
        | FactKind::CreditCode
        | FactKind::ResidentId
        | FactKind::Address
        | FactKind::Hours => Type::Text,
        FactKind::Rows => Type::Rows(
            fact.items.iter().filter_map(|item| Some((item.fact.get().clone(), type_of(item.get())?))).collect(),
        ),
    })
}

/// A parameter's value tells its type: `true` and `false`, numbers, days, and else text.
pub(crate) fn parameter_value(text: &str) -> Value {
    let text = text.trim();
    if let Ok(number) = text.parse::<Decimal>() {
        return Value::Number(number);
    }
    if let Ok(day) = text.parse::<Day>() {
        return Value::Day(day);
    }
    match text {
        "true" | "yes" => Value::Bool(true),
        "false" | "no" => Value::Bool(false),
        _ => Value::Text(text.to_owned()),
    }
}

pub(crate) fn type_of_value(value: &Value) -> Type {
    match value {
        Value::Bool(_) => Type::Bool,
        Value::Number(_) => Type::Number,
        Value::Day(_) => Type::Day,
        _ => Type::Text,
    }
}

/// Whether what is computed can be the value of a fact of the wanted type.
pub(crate) fn fits(computed: &Type, wanted: &Type) -> bool {
    match (computed, wanted) {
        (Type::Choice(some), Type::Choice(all)) | (Type::Choices(some), Type::Choices(all)) => {
            some.iter().all(|id| all.contains(id))
        }
        (Type::Choice(_), Type::Text) => true,
        (computed, wanted) => computed == wanted,
    }
}

/// Every name a condition may use, with its type.
#[derive(Debug, Default)]
pub(crate) struct Types {
    known: BTreeMap<String, Type>,
    /// Defined, but not readable enough to have a type: using it is no further mistake.
    untyped: BTreeSet<String>,
}

impl Types {
    pub fn of(outline: &Outline) -> Self {
        let mut types = Types::default();
        for fact in &outline.facts {
            let name = fact.it.fact.get();
            match type_of(fact.it) {
                Some(ty) => drop(types.known.entry(name.clone()).or_insert(ty)),
                None => drop(types.untyped.insert(name.clone())),
            }
        }
        for parameter in &outline.parameters {
            let name = format!("{}{}", kind::PARAMETER_PREFIX, parameter.it.parameter.get());
            match parameter.it.values.first() {
                Some(first) => drop(types.known.insert(name, type_of_value(&parameter_value(first.value.get())))),
                None => drop(types.untyped.insert(name)),
            }
        }
        types
    }

    /// Whether this name is only unknown because its definition could not be read.
    pub fn is_lost(&self, name: &str, lost: &Lost) -> bool {
        let short = name.strip_prefix(kind::PARAMETER_PREFIX).unwrap_or(name);
        self.untyped.contains(name) || lost.has(Kind::Fact, name) || lost.has(Kind::Parameter, short)
    }

    /// Whether a flaw only follows from a definition that could not be read.
    pub fn is_echo(&self, flaw: &FlawKind, lost: &Lost) -> bool {
        match flaw {
            FlawKind::UnknownName(name) | FlawKind::UnknownParameter(name) => self.is_lost(name, lost),
            _ => false,
        }
    }

    pub fn get(&self, name: &str) -> Option<&Type> {
        self.known.get(name)
    }

    /// The value of a fact in written form: `yes`, `12.5`, `restaurant`, `meals, drinks`, `2026-03-02`. Nothing for an unknown fact.
    pub fn read(&self, fact: &str, text: &str) -> Option<Result<Value, rules::Mistake>> {
        use serde_json::Value as Json;
        let ty = self.known.get(fact)?;
        let json = match ty {
            Type::Choices(_) => Json::Array(
                text.split(',').map(str::trim).filter(|t| !t.is_empty()).map(|t| Json::String(t.to_owned())).collect(),
            ),
            _ => Json::String(text.trim().to_owned()),
        };
        Some(ty.read(&json))
    }
}

impl Scope for Types {
    fn type_of(&self, name: &str) -> Option<Type> {
        self.known.get(name).cloned()
    }

    fn names(&self) -> Vec<String> {
        self.known.keys().cloned().collect()
    }
}
