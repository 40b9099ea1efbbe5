//! The published JSON Schema of a definition file, so that every editor completes and explains while typing, and that of a
//! file of an overlay, which says only what differs.

use std::collections::BTreeMap;

use serde_json::{Map, Value as Json, json};

use crate::overlay::naming;

/// The schema as JSON text, made from [`crate::written::File`].
pub fn json_schema() -> String {
    format!("{:#}", schemars::schema_for!(crate::written::File).as_value())
}

/// The schema of overlay files as JSON text: nothing must be there but the name by which something below is found,
/// `null` takes a key out, and `remove: true` takes out what is found by its name (docs/packages.md).
pub fn json_schema_of_overlays() -> String {
    let mut schema = schemars::schema_for!(crate::written::File).as_value().clone();
    let mut named: BTreeMap<String, &'static str> = BTreeMap::new();
    items_by_name(&schema, &mut named);
    for (name, definition) in schema.get_mut("$defs").and_then(Json::as_object_mut).into_iter().flatten() {
        differing(definition, named.get(name).copied());
    }
    differing(&mut schema, None);
    format!("{schema:#}")
}

/// Which definitions of the schema are items of lists that are found by a name, and the key of that name.
fn items_by_name(schema: &Json, named: &mut BTreeMap<String, &'static str>) {
    match schema {
        Json::Object(object) => {
            for (key, property) in object.get("properties").and_then(Json::as_object).into_iter().flatten() {
                let item = property.pointer("/items/$ref").or_else(|| property.pointer("/anyOf/0/items/$ref"));
                let item = item.and_then(Json::as_str).and_then(|reference| reference.rsplit('/').next());
                if let (Some(naming), Some(item)) = (naming(key), item) {
                    named.insert(item.to_owned(), naming);
                }
            }
            object.values().for_each(|inner| items_by_name(inner, named));
        }
        Json::Array(list) => list.iter().for_each(|inner| items_by_name(inner, named)),
        _ => {}
    }
}

/// A mapping of which every key may be left out or taken out, but for its name.
fn differing(definition: &mut Json, name: Option<&str>) {
    let Some(object) = definition.as_object_mut() else { return };
    let Some(properties) = object.get_mut("properties").and_then(Json::as_object_mut) else { return };
    for (key, property) in properties.iter_mut().filter(|(key, _)| Some(key.as_str()) != name) {
        let described = property.get("description").cloned();
        let mut either = Map::new();
        if let Some(described) = described.filter(|_| key != "$ref") {
            either.insert("description".to_owned(), described);
        }
        either.insert("anyOf".to_owned(), json!([property.take(), { "type": "null" }]));
        *property = Json::Object(either);
    }
    match name {
        None => drop(object.remove("required")),
        Some(name) => {
            let remove = json!({ "type": "boolean", "const": true,
                "description": "Takes out what is below under this name." });
            properties.insert("remove".to_owned(), remove);
            object.insert("required".to_owned(), json!([name]));
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn an_overlay_must_only_name_what_it_changes() {
        let schema: Json = serde_json::from_str(&json_schema_of_overlays()).unwrap();
        let permit = schema.pointer("/$defs/Permit").unwrap();
        assert_eq!(permit["required"], json!(["permit"]));
        assert_eq!(permit.pointer("/properties/remove/const"), Some(&json!(true)));
        assert_eq!(permit.pointer("/properties/decide/anyOf/1"), Some(&json!({ "type": "null" })));
        assert!(schema.get("required").is_none());
        let whole: Json = serde_json::from_str(&json_schema()).unwrap();
        assert!(whole.pointer("/$defs/Permit/required").unwrap().as_array().unwrap().len() > 5);
        assert!(whole.pointer("/$defs/Permit/properties/remove").is_none());
    }

    #[test]
    fn every_list_whose_items_have_names_is_known_to_the_schema() {
        let schema: Json = serde_json::from_str(&json_schema()).unwrap();
        let mut named = BTreeMap::new();
        items_by_name(&schema, &mut named);
        for name in ["Permit", "Fact", "Need", "Rule", "Choice", "Event", "Wish", "Parameter", "ParameterValue"] {
            assert!(named.contains_key(name), "{name} is not among {named:?}");
        }
    }
}
