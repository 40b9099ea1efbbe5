//! A condition as a schema that a filled form fulfils exactly when the condition is certain.

use catalogue::Catalogue;
use journey::Known;
use rules::{Comparison, Condition, Expr, FactId, Knowledge, Type, Value};
use serde_json::{Value as Json, json};

use super::property::{as_number, written};

/// What conditions are read under.
pub(super) struct When<'a> {
    pub catalogue: &'a Catalogue,
    /// Everything known, with the parameters of the day.
    pub full: &'a Known,
}

impl When<'_> {
    /// Fulfilled when the answers make the condition true (or false, when that is wanted); nothing when JSON Schema cannot
    /// say it.
    pub fn certain(&self, condition: &Condition, wanted: bool) -> Option<Json> {
        self.expr(condition.expr(), wanted)
    }

    /// Fulfilled while the answers make the condition neither true nor false.
    pub fn open(&self, condition: &Condition) -> Option<Json> {
        let (yes, no) = (self.certain(condition, true)?, self.certain(condition, false)?);
        Some(json!({ "not": { "anyOf": [yes, no] } }))
    }

    fn expr(&self, expr: &Expr, wanted: bool) -> Option<Json> {
        if let Some(Value::Bool(answer)) = self.constant(expr) {
            return Some(Json::Bool(*answer == wanted));
        }
        match expr {
            Expr::Fact(fact) => match self.catalogue.facts.get(fact)?.derive.as_ref() {
                Some(derive) => self.certain(derive, wanted),
                None => Some(answered(fact, json!({ "const": wanted }))),
            },
            Expr::Not(inner) => self.expr(inner, !wanted),
            Expr::And(parts) => self.all(parts, wanted, if wanted { "allOf" } else { "anyOf" }),
            Expr::Or(parts) => self.all(parts, wanted, if wanted { "anyOf" } else { "allOf" }),
            Expr::Compare(by, left, right) => self.compare(*by, left, right, wanted),
            Expr::OneOf(one, among) => {
                let among: Vec<Json> = among.iter().map(|e| self.constant(e).map(written)).collect::<Option<_>>()?;
                Some(answered(self.asked(one)?, turned(json!({ "enum": among }), wanted)))
            }
            Expr::Contains(several, one) => {
                let one = written(self.constant(one)?);
                Some(answered(self.asked(several)?, turned(json!({ "contains": { "const": one } }), wanted)))
            }
            _ => None,
        }
    }

    fn all(&self, parts: &[Expr], wanted: bool, how: &str) -> Option<Json> {
        let parts: Vec<Json> = parts.iter().map(|part| self.expr(part, wanted)).collect::<Option<_>>()?;
        Some(json!({ how: parts }))
    }

    fn compare(&self, by: Comparison, left: &Expr, right: &Expr, wanted: bool) -> Option<Json> {
        let (by, fact, value) = match (self.constant(left), self.constant(right)) {
            (Some(left), Some(right)) => return Some(Json::Bool(by.holds(left, right) == wanted)),
            (None, Some(value)) => (by, self.asked(left)?, value),
            (Some(value), None) => (mirrored(by), self.asked(right)?, value),
            (None, None) => return None,
        };
        let schema = match (by, value) {
            (Comparison::Equal, value) => json!({ "const": written(value) }),
            (Comparison::Unequal, value) => json!({ "not": { "const": written(value) } }),
            (Comparison::Less, Value::Number(n)) => json!({ "exclusiveMaximum": as_number(*n) }),
            (Comparison::AtMost, Value::Number(n)) => json!({ "maximum": as_number(*n) }),
            (Comparison::More, Value::Number(n)) => json!({ "exclusiveMinimum": as_number(*n) }),
            (Comparison::AtLeast, Value::Number(n)) => json!({ "minimum": as_number(*n) }),
            _ => return None,
        };
        Some(answered(fact, turned(schema, wanted)))
    }

    /// What is certain whatever will be answered.
    fn constant<'e>(&'e self, expr: &'e Expr) -> Option<&'e Value> {
        match expr {
            Expr::Constant(value) => Some(value),
            Expr::Fact(fact) => self.full.value(fact.as_str()),
            Expr::Parameter(name) => self.full.value(name),
            _ => None,
        }
    }

    /// A fact that somebody answers, and of which single values can be told; rows are not compared.
    fn asked<'e>(&self, expr: &'e Expr) -> Option<&'e FactId> {
        let Expr::Fact(fact) = expr else { return None };
        let definition = self.catalogue.facts.get(fact)?;
        (definition.derive.is_none() && !matches!(definition.ty, Type::Rows(_))).then_some(fact)
    }
}

/// The fact is answered, and its answer fulfils the schema.
fn answered(fact: &FactId, schema: Json) -> Json {
    json!({ "properties": { fact.as_str(): schema }, "required": [fact] })
}

fn turned(schema: Json, wanted: bool) -> Json {
    if wanted { schema } else { json!({ "not": schema }) }
}

/// The same comparison with its sides changed over.
fn mirrored(by: Comparison) -> Comparison {
    match by {
        Comparison::Less => Comparison::More,
        Comparison::AtMost => Comparison::AtLeast,
        Comparison::More => Comparison::Less,
        Comparison::AtLeast => Comparison::AtMost,
        same => same,
    }
}
