//! Facts that are asked only if: what decides that is asked first, and one that does not apply is not asked at all.

use std::sync::Arc;

use catalogue::EventId;
use journey::{Form, FormMistake, Known, Origin, Prepared};
use rules::{FactId, Value};

use super::beijing::today;
use super::small::with;

const FACTS: &str = r#"
  - { fact: stall.any, type: yes-no, name: { en: Stalls }, section: all }
  - { fact: stall.number, type: count, name: { en: How many }, section: all, only_if: stall.any, max: 500 }
  - fact: stall.helpers
    type: rows
    name: { en: Helpers }
    section: all
    items: [{ fact: name, type: person-name, name: { en: Name }, personal: true }]
"#;

fn prepared(rule: &str) -> Prepared {
    let catalogue = with(FACTS, rule).unwrap();
    Prepared::new(Arc::clone(&catalogue), &EventId::from("do-it"), today()).unwrap()
}

fn open(prepared: &Prepared, known: &Known) -> Vec<String> {
    prepared.assess(known).open.iter().map(ToString::to_string).collect()
}

#[test]
fn what_decides_whether_a_fact_applies_is_asked_first() {
    let prepared = prepared("stall.number > 100");
    let mut known = Known::new();
    assert_eq!(open(&prepared, &known), ["stall.any", "stall.number"]);
    known.tell("stall.any", Value::Bool(true), Origin::Applicant);
    assert_eq!(open(&prepared, &known), ["stall.number"]);
    known.tell("stall.any", Value::Bool(false), Origin::Applicant);
    assert_eq!(open(&prepared, &known), Vec::<String>::new());
    // Nobody is asked how many there are while they cannot say whether there are any: that stays open, and is planned for.
    known.not_yet("stall.any");
    assert_eq!(open(&prepared, &known), Vec::<String>::new());
    assert_eq!(prepared.assess(&known).permits[0].need, journey::Need::Open);
}

#[test]
fn rows_of_people_are_never_asked_before_signing_in() {
    let prepared = prepared("size(stall.helpers) > 2 && yes.a");
    assert_eq!(open(&prepared, &Known::new()), ["yes.a"]);
    let mut known = Known::new();
    known.tell("yes.a", Value::Bool(true), Origin::Applicant);
    assert!(prepared.next_question(&known).is_none());
    let assessment = prepared.assess(&known);
    assert_eq!(assessment.permits[0].need, journey::Need::Open, "planned for as the stricter case");
    assert!(assessment.permits[0].depends_on.contains(&FactId::from("stall.helpers")));
}

#[test]
fn a_form_asks_for_what_decides_and_misses_only_what_applies() {
    let prepared = prepared("yes.a || stall.number > 100");
    let mut known = Known::new();
    known.tell("yes.a", Value::Bool(false), Origin::Applicant);
    let facts = |known: &Known| {
        let form = Form::new(&prepared, &prepared.assess(known), known, &[]);
        let missing = journey::missing(prepared.catalogue(), &form, known, &std::collections::BTreeSet::new(), today());
        let missed = missing.iter().filter_map(|m| match m {
            FormMistake::MissingFact { fact } => Some(fact.to_string()),
            _ => None,
        });
        let asked: Vec<String> = form.facts().map(|f| f.fact.to_string()).collect();
        (asked, missed.collect::<Vec<_>>())
    };
    let (asked, missed) = facts(&known);
    assert!(asked.contains(&"stall.any".to_owned()) && asked.contains(&"stall.number".to_owned()), "{asked:?}");
    assert!(missed.contains(&"stall.any".to_owned()) && !missed.contains(&"stall.number".to_owned()), "{missed:?}");
    known.tell("stall.any", Value::Bool(true), Origin::Applicant);
    assert!(facts(&known).1.contains(&"stall.number".to_owned()));
    known.tell("stall.any", Value::Bool(false), Origin::Applicant);
    assert!(!facts(&known).0.contains(&"stall.number".to_owned()));
}
