//! The keys of every definition with their docs, from the published JSON Schema.

use std::sync::LazyLock;

use serde_json::{Map, Value as Json};

static SCHEMA: LazyLock<Json> = LazyLock::new(|| serde_json::from_str(&crate::json_schema()).unwrap_or(Json::Null));

/// A mapping of the written form.
#[derive(Clone, Copy, Debug)]
pub(super) struct Form {
    /// `Permit`; empty for the file itself.
    pub name: &'static str,
    schema: &'static Json,
}

/// One key of a mapping.
#[derive(Clone, Copy, Debug)]
pub(super) struct Key {
    pub name: &'static str,
    pub doc: &'static str,
    pub required: bool,
    /// Whether its value goes on the following lines.
    pub holds_more: bool,
}

/// The mapping at a path of keys (lists do not count): `[]` is the file, `["permits", "needs"]` a need.
pub(super) fn form(path: &[String]) -> Option<Form> {
    let mut form = Form { name: "", schema: &SCHEMA };
    for key in path {
        let property = form.property(key)?;
        form = resolved(property)?;
    }
    Some(form)
}

impl Form {
    fn properties(&self) -> Option<&'static Map<String, Json>> {
        self.schema.get("properties")?.as_object()
    }

    fn property(&self, key: &str) -> Option<&'static Json> {
        self.properties()?.get(key)
    }

    pub(super) fn keys(&self) -> Vec<Key> {
        let schema = self.schema;
        let required = schema.get("required").and_then(Json::as_array);
        let is_required = |name: &str| required.is_some_and(|all| all.iter().any(|key| key == name));
        let keys = self.properties().into_iter().flatten();
        keys.map(|(name, property)| Key {
            name,
            doc: doc(property),
            required: is_required(name),
            holds_more: resolved(property).is_some() || property.get("items").is_some(),
        })
        .collect()
    }
}

/// Its own description, or that of what it holds.
fn doc(property: &'static Json) -> &'static str {
    let described = |json: &'static Json| json.get("description").and_then(Json::as_str);
    let inner = resolved(property).and_then(|form| described(form.schema));
    described(property).or(inner).unwrap_or_default()
}

/// The mapping behind a property: through lists, references and "or nothing".
fn resolved(mut property: &'static Json) -> Option<Form> {
    // Deeper than the schema is; a circle would never end.
    for _ in 0..8 {
        if let Some(reference) = property.get("$ref").and_then(Json::as_str) {
            let name = reference.rsplit('/').next()?;
            return Some(Form { name, schema: SCHEMA.get("$defs")?.get(name)? });
        }
        property = if let Some(items) = property.get("items") {
            items
        } else {
            let any = property.get("anyOf")?.as_array()?;
            any.iter().find(|one| one.get("$ref").is_some() || one.get("items").is_some())?
        };
    }
    None
}
