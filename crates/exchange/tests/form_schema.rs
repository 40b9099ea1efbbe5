//! The schema of the form, held against the people of the example city's stories by a validator nobody here wrote.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::sync::{Arc, OnceLock};

use catalogue::{Catalogue, EventId, Fact, FactKind, Source};
use exchange::form_schema;
use journey::{Form, FormMistake, Known, Origin, Prepared, entry, missing};
use jsonschema::Validator;
use rules::{Day, FactId, Value};
use serde_json::{Map, Value as Json, json};

const EVENTS: [&str; 3] = ["open-restaurant", "open-supermarket", "hold-event"];

fn today() -> Day {
    Day::new(2026, 3, 2).unwrap()
}

fn city() -> &'static Path {
    static AT: OnceLock<std::path::PathBuf> = OnceLock::new();
    AT.get_or_init(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../catalogues/beijing"))
}

fn files(folder: &Path, kind: &str, found: &mut Vec<Source>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, kind, found);
        } else if path.extension().is_some_and(|e| e == kind) {
            found.push(Source::new(path.to_str().unwrap(), fs::read_to_string(&path).unwrap()));
        }
    }
    found.sort_by(|a, b| a.name.cmp(&b.name));
}

fn beijing() -> Arc<Catalogue> {
    static ONCE: OnceLock<Arc<Catalogue>> = OnceLock::new();
    Arc::clone(ONCE.get_or_init(|| {
        let mut sources = Vec::new();
        files(city(), "yaml", &mut sources);
        Arc::new(catalogue::compile(&sources).catalogue.unwrap())
    }))
}

fn prepared(event: &str) -> Prepared {
    Prepared::new(beijing(), &EventId::from(event), today()).unwrap()
}

fn compiled(schema: &Json) -> Validator {
    jsonschema::draft202012::meta::validate(schema).expect("a schema of draft 2020-12");
    jsonschema::draft202012::new(schema).expect("a schema")
}

/// A value as a filled form writes it.
fn written(value: &Value) -> Json {
    match value {
        Value::Number(number) => serde_json::from_str(&number.to_string()).unwrap(),
        Value::Rows(rows) => {
            rows.iter().map(|row| row.iter().map(|(k, v)| (k.clone(), written(v))).collect::<Map<_, _>>()).collect()
        }
        other => other.to_json(),
    }
}

fn filled(known: &Known) -> Json {
    Json::Object(known.iter().map(|(fact, known)| (fact.to_string(), written(&known.value))).collect())
}

/// Something the form accepts, when a story does not say.
fn ordinary(fact: &Fact) -> Value {
    if let Some(value) = fact.example.as_ref().and_then(|text| entry::read(fact, text, today()).ok().flatten()) {
        return value;
    }
    let number = || fact.min.or(fact.max).unwrap_or(3.into()).to_string();
    let text = match fact.kind {
        FactKind::YesNo => "no".to_owned(),
        FactKind::Choice | FactKind::Choices => fact.choices[0].id.clone(),
        FactKind::Number | FactKind::Count | FactKind::Area | FactKind::Length | FactKind::Money => number(),
        FactKind::Day => "2026-06-01".to_owned(),
        FactKind::Phone => "13800138000".to_owned(),
        FactKind::Email => "lin@example.org".to_owned(),
        FactKind::CreditCode => "91350211M000100Y43".to_owned(),
        FactKind::ResidentId => "11010519491231002X".to_owned(),
        FactKind::Hours => "10-22".to_owned(),
        FactKind::Rows => {
            let row = fact.items.iter().map(|item| (item.id.to_string(), ordinary(item))).collect();
            let least = fact.min.and_then(|m| m.to_string().parse().ok()).unwrap_or(1usize);
            return Value::Rows(vec![row; least.max(1)]);
        }
        _ => "Anything that is long enough for a text".to_owned(),
    };
    entry::read(fact, &text, today()).unwrap_or_else(|why| panic!("{}: {why:?}", fact.id)).unwrap()
}

/// What keeps the form from being filed, papers and cross-checks apart.
fn not_said(prepared: &Prepared, known: &Known) -> Vec<FactId> {
    let form = Form::new(prepared, &prepared.assess(known), known, &[]);
    let all = missing(prepared.catalogue(), &form, known, &BTreeSet::new(), today());
    all.into_iter()
        .filter_map(|mistake| match mistake {
            FormMistake::MissingFact { fact }
            | FormMistake::MissingItem { fact, .. }
            | FormMistake::TooFewRows { fact, .. } => Some(fact),
            FormMistake::MissingPaper { .. } | FormMistake::CrossCheck { .. } => None,
        })
        .collect()
}

/// Fills in what is still missing until nothing is.
fn completed(prepared: &Prepared, known: &Known) -> Known {
    let mut known = known.clone();
    loop {
        let open = not_said(prepared, &known);
        if open.is_empty() {
            return known;
        }
        for fact in open {
            let value = ordinary(&prepared.catalogue().facts[&fact]);
            known.tell(fact, value, Origin::Applicant);
        }
    }
}

/// Everybody in the stories: the event, and what is given.
fn people() -> Vec<(String, Known)> {
    let catalogue = beijing();
    let mut stories = Vec::new();
    files(&city().join("stories"), "md", &mut stories);
    let mut people = Vec::new();
    for part in stories.iter().flat_map(|story| story.text.split("\n## ")) {
        let Some(event) = EVENTS.iter().find(|event| part.contains(&format!("event: {event}"))) else { continue };
        let mut known = Known::new();
        for line in part.lines().filter(|line| line.starts_with('|')) {
            let cells: Vec<&str> = line.split('|').map(str::trim).collect();
            let Some((fact, typed)) = cells.get(1).zip(cells.get(2)) else { continue };
            let Some(fact) = catalogue.facts.get(*fact).filter(|fact| fact.kind != FactKind::Rows) else { continue };
            if let Ok(Some(value)) = entry::read(fact, typed, today()) {
                known.tell(fact.id.clone(), value, Origin::Applicant);
            }
        }
        people.push(((*event).to_owned(), known));
    }
    assert!(people.len() > 30, "{} people", people.len());
    people
}

#[test]
fn a_form_that_we_accept_is_valid_however_little_was_known_when_the_schema_was_made() {
    for event in EVENTS {
        let prepared = prepared(event);
        let general = compiled(&form_schema::of(&prepared, &Known::new(), "en"));
        for (number, (_, known)) in people().into_iter().filter(|(of, _)| of == event).enumerate() {
            let form = completed(&prepared, &known);
            let object = filled(&form);
            let told = |validator: &Validator| {
                validator.iter_errors(&object).map(|e| format!("{}: {e}", e.instance_path())).collect::<Vec<_>>()
            };
            assert_eq!(told(&general), Vec::<String>::new());
            // Making a schema for one person takes its time; a part of them shows as much.
            if number % 4 == 0 {
                assert_eq!(told(&compiled(&form_schema::of(&prepared, &known, "zh"))), Vec::<String>::new());
                assert_eq!(told(&compiled(&form_schema::of(&prepared, &form, "en"))), Vec::<String>::new());
            }
        }
    }
}

#[test]
fn what_is_missing_is_missed_by_the_schema_too() {
    let (mut left_out, mut in_general) = (0, 0);
    for event in EVENTS {
        let prepared = prepared(event);
        let general = compiled(&form_schema::of(&prepared, &Known::new(), "en"));
        for (_, known) in people().into_iter().filter(|(of, _)| of == event).step_by(6) {
            let form = completed(&prepared, &known);
            for fact in form.iter().map(|(fact, _)| fact.clone()).collect::<Vec<_>>() {
                let mut without = form.clone();
                without.forget(&fact);
                if not_said(&prepared, &without) != std::slice::from_ref(&fact) {
                    continue;
                }
                let object = filled(&without);
                let own = compiled(&form_schema::of(&prepared, &without, "en"));
                assert!(!own.is_valid(&object), "{event}: {fact} is not missed");
                left_out += 1;
                in_general += usize::from(!general.is_valid(&object));
            }
        }
    }
    assert!(left_out > 200, "{left_out}");
    // Only what hangs on rows, sizes, days or sums is beyond the schema that is made before anything is known.
    assert!(in_general * 100 >= left_out * 95, "{in_general} of {left_out}");
}

#[test]
fn what_we_refuse_for_its_type_range_or_choice_is_invalid() {
    let mut tried = 0;
    for event in EVENTS {
        let prepared = prepared(event);
        let validator = compiled(&form_schema::of(&prepared, &Known::new(), "en"));
        let catalogue = beijing();
        let form = Form::new(&prepared, &prepared.assess(&Known::new()), &Known::new(), &[]);
        for fact in form.facts().map(|item| &catalogue.facts[&item.fact]) {
            let mut wrong = vec![json!({}), json!(null)];
            match fact.kind {
                FactKind::YesNo => wrong.extend([json!("perhaps"), json!(1)]),
                FactKind::Choice => wrong.extend([json!("no-such-choice"), json!(true)]),
                FactKind::Choices => wrong.extend([json!(["no-such-choice"]), json!([]), json!("meals")]),
                FactKind::Rows => wrong.extend([json!([{ "no_such_item": 1 }]), json!("one")]),
                FactKind::Day => wrong.extend([json!("tomorrow week"), json!(20260302)]),
                FactKind::Count => wrong.extend([json!(1.5), json!(-1), json!("many")]),
                FactKind::Number | FactKind::Area | FactKind::Length | FactKind::Money => {
                    let (min, max) = entry::range(fact);
                    wrong.push(json!("large"));
                    wrong.extend(min.map(|min| written(&Value::Number(min - rust_decimal::Decimal::ONE))));
                    wrong.extend(max.map(|max| written(&Value::Number(max + rust_decimal::Decimal::ONE))));
                }
                FactKind::Text | FactKind::LongText | FactKind::Address | FactKind::PersonName => {
                    wrong.extend([json!(""), json!("字".repeat(entry::longest(fact) + 1))]);
                }
                FactKind::Phone | FactKind::Email | FactKind::Hours | FactKind::CreditCode | FactKind::ResidentId => {
                    wrong.extend([json!("nothing of the kind"), json!("")]);
                }
            }
            for value in wrong {
                let refused = match (&value, fact.kind) {
                    (Json::String(text), kind) if kind != FactKind::Rows => {
                        !matches!(entry::read(fact, text, today()), Ok(Some(_)))
                    }
                    (
                        value,
                        FactKind::Count | FactKind::Number | FactKind::Area | FactKind::Length | FactKind::Money,
                    ) => !matches!(entry::read(fact, &value.to_string(), today()), Ok(Some(_))),
                    (Json::Array(list), FactKind::Choices) if list.is_empty() => true,
                    (value, _) => fact.ty.read(value).is_err(),
                };
                assert!(refused, "{}: {value} is no mistake", fact.id);
                let object = json!({ fact.id.as_str(): value });
                let about = |e: &jsonschema::ValidationError| e.instance_path().to_string().contains(fact.id.as_str());
                assert!(validator.iter_errors(&object).any(|e| about(&e)), "{}: {value} is taken", fact.id);
                tried += 1;
            }
        }
    }
    assert!(tried > 400, "{tried}");
}

#[test]
fn titles_stand_in_the_language_asked_for_and_all_others_beside_it() {
    let schema = form_schema::of(&prepared("open-restaurant"), &Known::new(), "zh");
    let fact = &beijing().facts["premises.operating_area"];
    let property = &schema["properties"]["premises.operating_area"];
    assert_eq!(property["title"], fact.name.say("zh"));
    assert_eq!(property["x-onego-title"], json!(fact.name));
    assert_eq!(property["x-onego-unit"], "m²");
    assert_eq!(property["maximum"], written(&Value::Number(fact.max.unwrap())));
    let first = &beijing().facts["venue.kind"].choices[0];
    assert_eq!(schema["properties"]["venue.kind"]["oneOf"][0]["title"], first.name.say("zh"));
}
