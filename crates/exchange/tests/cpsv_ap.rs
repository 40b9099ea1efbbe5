//! The example city as CPSV-AP: what is said, in both languages, the same in Turtle and in JSON-LD. The shapes themselves are
//! run by `cargo xtask test`.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use catalogue::{Catalogue, Source};
use exchange::cpsv_ap::{Format, Unexportable, export};
use oxjsonld::JsonLdParser;
use oxttl::TurtleParser;

const BASE: &str = "https://city.example/";

fn beijing() -> Catalogue {
    let mut sources = Vec::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("../../catalogues/beijing")];
    while let Some(folder) = folders.pop() {
        for path in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == "yaml") {
                sources.push(Source::new(path.to_str().unwrap(), fs::read_to_string(&path).unwrap()));
            }
        }
    }
    catalogue::compile(&sources).catalogue.unwrap()
}

/// Every triple as text.
fn triples(turtle: &str) -> BTreeSet<String> {
    TurtleParser::new().for_slice(turtle).map(|triple| triple.unwrap().to_string()).collect()
}

#[test]
fn every_permit_is_a_public_service_with_its_words_its_authority_and_what_it_asks() {
    let catalogue = beijing();
    let all = triples(&export(&catalogue, BASE, None, Format::Turtle).unwrap());
    let says = |subject: &str, predicate: &str, object: &str| {
        all.contains(&format!("<{BASE}{subject}> <{predicate}> {object}"))
    };
    let thing = |path: String| format!("<{BASE}{path}>");
    for permit in catalogue.permits.values() {
        let at = format!("permit/{}", permit.id);
        assert!(says(
            &at,
            "http://www.w3.org/1999/02/22-rdf-syntax-ns#type",
            "<http://purl.org/vocab/cpsv#PublicService>"
        ));
        for language in ["en", "zh"] {
            let title = format!("\"{}\"@{language}", permit.name.say(language));
            assert!(says(&at, "http://purl.org/dc/terms/title", &title), "{title}");
        }
        let authority = thing(format!("authority/{}", permit.authority));
        assert!(says(&at, "http://data.europa.eu/m8g/hasCompetentAuthority", &authority));
        for special in &permit.decided_by {
            let authority = thing(format!("authority/{}", special.authority));
            assert!(says(&at, "http://data.europa.eu/m8g/hasCompetentAuthority", &authority));
        }
        for need in &permit.evidence {
            let evidence = thing(format!("evidence/{}", need.evidence));
            assert!(says(&at, "http://data.europa.eu/m8g/hasInputType", &evidence));
        }
        for need in &permit.needs {
            let requirement = thing(format!("requirement/{}/fact/{}", permit.id, need.fact));
            assert!(says(&at, "http://data.europa.eu/m8g/holdsRequirement", &requirement), "{requirement}");
        }
        assert!(says(&at, "http://purl.org/vocab/cpsv#produces", &thing(format!("output/{}", permit.id))));
        assert!(says(&at, "http://data.europa.eu/m8g/hasCost", &thing(format!("cost/{}", permit.id))));
    }
    for event in catalogue.events.values() {
        for permit in &event.permits {
            let service = thing(format!("permit/{permit}"));
            assert!(says(&format!("event/{}", event.id), "http://data.europa.eu/m8g/hasRelatedService", &service));
        }
    }
}

#[test]
fn what_was_only_recalled_is_not_cited_as_law() {
    let catalogue = beijing();
    let text = export(&catalogue, BASE, None, Format::Turtle).unwrap();
    let recalled = catalogue.permits.values().flat_map(|permit| &permit.law);
    let recalled: BTreeSet<_> =
        recalled.filter(|c| c.confidence == catalogue::Confidence::Recalled).map(|c| c.law.to_string()).collect();
    assert!(recalled.contains("ORDER78"));
    assert!(text.contains("law/FSL/35>") && !text.contains("law/ORDER78"));
}

#[test]
fn turtle_and_json_ld_say_the_same_and_always_in_the_same_words() {
    let catalogue = beijing();
    let turtle = export(&catalogue, BASE, None, Format::Turtle).unwrap();
    let json_ld = export(&catalogue, BASE, None, Format::JsonLd).unwrap();
    let from_json: BTreeSet<String> =
        JsonLdParser::new().for_slice(&json_ld).map(|quad| quad.unwrap().to_string()).collect();
    assert_eq!(triples(&turtle), from_json);
    assert_eq!(turtle, export(&beijing(), BASE, None, Format::Turtle).unwrap());
    assert_eq!(json_ld, export(&beijing(), BASE, None, Format::JsonLd).unwrap());
}

#[test]
fn only_what_is_in_force_on_a_day_is_written_for_that_day() {
    let mut catalogue = beijing();
    let ended = catalogue.permits.keys().next().unwrap().clone();
    let until = "2025-12-31".parse().unwrap();
    catalogue.permits.get_mut(&ended).unwrap().in_force_until = Some(until);
    let service = format!("permit/{ended}>");
    let on = |day: &str| export(&catalogue, BASE, Some(day.parse().unwrap()), Format::Turtle).unwrap();
    assert!(export(&catalogue, BASE, None, Format::Turtle).unwrap().contains(&service));
    assert!(!on("2026-01-01").contains(&service));
}

#[test]
fn names_that_cannot_be_made_are_refused_before_anything_is_written() {
    let mut catalogue = beijing();
    let wrong = export(&catalogue, "not an iri", None, Format::Turtle).unwrap_err();
    assert!(matches!(&wrong, Unexportable::Base { base, .. } if base == "not an iri"), "{wrong}");
    catalogue.city.languages.push("not a language".to_owned());
    let wrong = export(&catalogue, BASE, None, Format::Turtle).unwrap_err();
    assert_eq!(wrong, Unexportable::Language("not a language".to_owned()));
}
