//! One fact as a schema: its type, its range, its choices, its words.

use catalogue::{Choice, Fact, FactKind, Words};
use journey::entry;
use rules::Value;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde_json::{Map, Value as Json, json};

/// How words are put into a schema: one language where JSON Schema has a place for text, all of them beside it.
pub(super) struct Titles<'a> {
    pub language: &'a str,
}

impl Titles<'_> {
    pub fn put(&self, schema: &mut Json, key: &str, words: &Words) {
        if let Some(schema) = schema.as_object_mut().filter(|_| !words.0.is_empty()) {
            schema.insert(key.to_owned(), words.say(self.language).into());
            schema.insert(format!("x-onego-{key}"), json!(words));
        }
    }

    fn choices(&self, choices: &[Choice]) -> Json {
        let one = |choice: &Choice| {
            let mut schema = json!({ "const": choice.id });
            self.put(&mut schema, "title", &choice.name);
            if let Some(help) = &choice.help {
                self.put(&mut schema, "description", help);
            }
            schema
        };
        json!({ "type": "string", "oneOf": choices.iter().map(one).collect::<Vec<_>>() })
    }
}

/// A value as a filled form writes it.
pub(super) fn written(value: &Value) -> Json {
    match value {
        Value::Number(number) => as_number(*number),
        other => other.to_json(),
    }
}

pub(super) fn as_number(number: Decimal) -> Json {
    let text = number.normalize().to_string();
    // Every decimal is a JSON number.
    text.parse::<serde_json::Number>().map_or(Json::String(text), Json::Number)
}

/// Patterns of values as `journey::entry` writes them; check digits are beyond a pattern.
const PHONE: &str = "^(0[0-9]{9,11}|[48]00[0-9]{7}|1[3-9][0-9]{9})$";
const EMAIL: &str = "^[^\\s@,;<>，；]+@[^\\s@.,;<>，；]+(\\.[^\\s@.,;<>，；]+)+$";
const CREDIT_CODE: &str = "^[0-9A-HJ-NP-RTUWXY]{18}$";
const RESIDENT_ID: &str = "^[0-9]{17}[0-9X]$";
const HOURS: &str = "^[0-2][0-9]:[0-5][0-9]-[0-2][0-9]:[0-5][0-9](, [0-2][0-9]:[0-5][0-9]-[0-2][0-9]:[0-5][0-9])*$";
const DAY: &str = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$";

pub(super) fn property(fact: &Fact, titles: &Titles) -> Json {
    let mut schema = match fact.kind {
        FactKind::YesNo => json!({ "type": "boolean" }),
        FactKind::Choice => titles.choices(&fact.choices),
        FactKind::Choices => {
            json!({ "type": "array", "items": titles.choices(&fact.choices), "uniqueItems": true, "minItems": 1 })
        }
        FactKind::Count => number(fact, "integer", None),
        FactKind::Number => number(fact, "number", None),
        FactKind::Area => number(fact, "number", Some("m²")),
        FactKind::Length => number(fact, "number", Some("m")),
        FactKind::Money => number(fact, "number", Some("CNY")),
        FactKind::Day => json!({ "type": "string", "format": "date", "pattern": DAY }),
        FactKind::Phone => pattern(PHONE),
        FactKind::Email => pattern(EMAIL),
        FactKind::CreditCode => pattern(CREDIT_CODE),
        FactKind::ResidentId => pattern(RESIDENT_ID),
        FactKind::Hours => pattern(HOURS),
        FactKind::PersonName => json!({ "type": "string", "minLength": 1, "maxLength": entry::longest(fact) }),
        FactKind::Text | FactKind::LongText | FactKind::Address => {
            let least = fact.min.and_then(|min| min.trunc().to_u64()).unwrap_or(1);
            json!({ "type": "string", "minLength": least, "maxLength": entry::longest(fact) })
        }
        FactKind::Rows => rows(fact, titles),
    };
    titles.put(&mut schema, "title", &fact.name);
    titles.put(&mut schema, "description", fact.help.as_ref().unwrap_or(&fact.ask));
    if let Some(schema) = schema.as_object_mut() {
        let said: [(&str, Option<Json>); 4] = [
            ("x-onego-register", fact.register.as_ref().map(|register| json!(register))),
            ("x-onego-personal", fact.personal.then_some(Json::Bool(true))),
            ("x-onego-only-if", fact.only_if.as_ref().map(|condition| condition.text().into())),
            ("x-onego-example", fact.example.as_deref().map(Json::from)),
        ];
        schema.extend(said.into_iter().filter_map(|(key, value)| Some((key.to_owned(), value?))));
    }
    schema
}

fn pattern(pattern: &str) -> Json {
    json!({ "type": "string", "pattern": pattern })
}

fn number(fact: &Fact, of: &str, unit: Option<&str>) -> Json {
    let (min, max) = entry::range(fact);
    let mut schema = Map::from_iter([("type".to_owned(), Json::from(of))]);
    let said =
        [("minimum", min.map(as_number)), ("maximum", max.map(as_number)), ("x-onego-unit", unit.map(Json::from))];
    schema.extend(said.into_iter().filter_map(|(key, value)| Some((key.to_owned(), value?))));
    Json::Object(schema)
}

fn rows(fact: &Fact, titles: &Titles) -> Json {
    let items: Map<String, Json> =
        fact.items.iter().map(|item| (item.id.to_string(), property(item, titles))).collect();
    let required: Vec<&str> = fact.items.iter().filter(|item| !item.optional).map(|item| item.id.as_str()).collect();
    let row = json!({ "type": "object", "properties": items, "required": required, "additionalProperties": false });
    let mut schema = json!({ "type": "array", "items": row });
    let least = fact.min.and_then(|min| min.ceil().to_u64()).unwrap_or(0);
    if least > 0 && fact.optional {
        schema["anyOf"] = json!([{ "maxItems": 0 }, { "minItems": least }]);
    } else if least > 0 {
        schema["minItems"] = least.into();
    }
    schema
}
