//! The one form of an event as a JSON Schema (draft 2020-12).
//!
//! A filled form is one JSON object: the names of facts and their values, numbers as JSON numbers, days as `2026-03-02`, one
//! choice as its id, several as an array, rows as an array of objects. `onego journey --facts` reads the same.
//!
//! The schema says types, ranges, lengths, patterns, choices, what is required, and under which answers more is required.
//! It never refuses a form that onego accepts. It cannot say everything onego checks: check digits of codes, birthdays that can
//! be, cross-checks, and conditions over rows, sizes, days or several numbers; what hangs on one of these is not required
//! by the schema. Texts in every language, units, sections and receipts stand under keys that begin with `x-onego-`.

mod demands;
mod property;
mod when;

use journey::{Form, FormFact, Known, Prepared, Wanted};
use serde_json::{Map, Value as Json, json};

use demands::Demands;
use property::{Titles, property};

/// The schema of the form for what is known; `language` is that of `title` and `description`.
pub fn of(prepared: &Prepared, known: &Known, language: &str) -> Json {
    let catalogue = prepared.catalogue();
    let assessment = prepared.assess(known);
    let form = Form::new(prepared, &assessment, known, &[]);
    let titles = Titles { language };
    let mut properties = Map::new();
    for item in form.facts() {
        if let Some(fact) = catalogue.facts.get(&item.fact) {
            let mut schema = property(fact, &titles);
            if let Some(schema) = schema.as_object_mut() {
                receipt(item, schema);
                if let Some(permit) = &item.given_by {
                    schema.insert("readOnly".to_owned(), true.into());
                    schema.insert("x-onego-given-by".to_owned(), json!(permit));
                }
            }
            properties.insert(item.fact.to_string(), schema);
        }
    }
    let demands = Demands::of(prepared, &assessment, known, &form);
    let sections = form.sections.iter().map(|section| {
        let words = catalogue.sections.iter().find(|known| known.id == section.section).map(|known| &known.name);
        let facts: Vec<&str> = section.facts.iter().map(|fact| fact.fact.as_str()).collect();
        json!({ "section": section.section, "title": words, "facts": facts })
    });
    let papers = form.papers.iter().filter_map(|paper| catalogue.evidence.get(&paper.evidence));
    let papers = papers.map(|evidence| json!({ "evidence": evidence.id, "title": evidence.name }));
    let mut schema = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "type": "object",
        "properties": properties,
        "required": demands.always(),
        "x-onego-sections": sections.collect::<Vec<_>>(),
        "x-onego-papers": papers.collect::<Vec<_>>(),
        "x-onego-day": prepared.on(),
        "x-onego-catalogue": catalogue.fingerprint,
    });
    if let Some(event) = prepared.event() {
        titles.put(&mut schema, "title", &event.name);
        titles.put(&mut schema, "description", &event.summary);
        schema["x-onego-event"] = json!(event.id);
    }
    let sometimes = demands.sometimes();
    if !sometimes.is_empty() {
        schema["allOf"] = Json::Array(sometimes);
        schema["$defs"] = json!(demands.definitions());
    }
    schema
}

/// Which permits need the fact, what for and under which article.
fn receipt(item: &FormFact, schema: &mut Map<String, Json>) {
    let needed_by: Vec<Json> = item
        .needed_by
        .iter()
        .map(|needed| {
            let mut entry = json!({ "permit": needed.permit, "law": needed.law });
            if let Wanted::ToDecide(why) | Wanted::Rule(why) = &needed.why {
                entry["why"] = json!(why);
            }
            entry
        })
        .collect();
    schema.insert("x-onego-needed-by".to_owned(), needed_by.into());
}
