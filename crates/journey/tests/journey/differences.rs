//! When nothing computes with what changed, everything stays; the oracle computes everything again.

use journey::{Form, Known, Origin, Plan, Prepared, missing};
use rules::{FactId, Value};

use super::beijing::{Dice, beijing, prepared, today};

/// Everything that a page of the form is made of, in full.
fn everything(prepared: &Prepared, known: &Known) -> String {
    let catalogue = prepared.catalogue();
    let assessment = prepared.assess(known);
    let form = Form::new(prepared, &assessment, known, &[]);
    let plan = Plan::new(catalogue, &assessment, known, &[], today());
    let missing = missing(catalogue, &form, known, &Default::default(), today());
    let who: Vec<_> =
        assessment.permits.iter().map(|p| journey::deciding_authority(catalogue, &p.permit, known)).collect();
    format!("{assessment:?} {form:?} {plan:?} {missing:?} {who:?}")
}

fn other(dice: &mut Dice, fact: &FactId, value: &Value) -> Value {
    match value {
        Value::Text(text) if beijing().facts[fact].choices.is_empty() => {
            Value::text(format!("{text} {}", dice.below(100)))
        }
        _ => dice.answer(&beijing(), fact),
    }
}

#[test]
fn what_is_said_to_make_no_difference_makes_none() {
    let catalogue = beijing();
    let mut dice = Dice(2026);
    let (mut none, mut some) = (0, 0);
    for event in catalogue.events.keys() {
        let prepared = prepared(event.as_str());
        let facts: Vec<&FactId> = catalogue.facts.values().filter(|f| f.derive.is_none()).map(|f| &f.id).collect();
        for _ in 0..6 {
            let mut known = Known::new();
            for fact in &facts {
                if dice.below(3) > 0 {
                    known.tell((*fact).clone(), dice.answer(&catalogue, fact), Origin::Applicant);
                }
            }
            let before = everything(&prepared, &known);
            for _ in 0..25 {
                let told: Vec<(FactId, Value)> = known.iter().map(|(f, k)| (f.clone(), k.value.clone())).collect();
                let (fact, value) = dice.pick(&told).clone();
                let mut changed = known.clone();
                match dice.below(8) {
                    0 => changed.forget(&fact),
                    1 => changed.not_yet(fact.clone()),
                    2 => changed.tell(fact.clone(), value, Origin::Wish),
                    _ => changed.tell(fact.clone(), other(&mut dice, &fact, &value), Origin::Applicant),
                }
                if prepared.sees_no_difference(&known, &changed) {
                    none += usize::from(known != changed);
                    assert_eq!(before, everything(&prepared, &changed), "{fact} makes a difference in {event}");
                } else {
                    some += 1;
                }
            }
        }
    }
    assert!(none > 20 && some > 20, "{none} without and {some} with a difference say nothing");
}

#[test]
fn every_fact_that_makes_a_difference_is_seen() {
    // The same from the other side: one fact after the other, whatever it is.
    let catalogue = beijing();
    let prepared = prepared("open-restaurant");
    let mut dice = Dice(7);
    let mut known = Known::new();
    for fact in catalogue.facts.values().filter(|f| f.derive.is_none()) {
        known.tell(fact.id.clone(), dice.answer(&catalogue, &fact.id), Origin::Applicant);
    }
    let before = everything(&prepared, &known);
    let told: Vec<(FactId, Value)> = known.iter().map(|(f, k)| (f.clone(), k.value.clone())).collect();
    for (fact, value) in told {
        for _ in 0..6 {
            let mut changed = known.clone();
            changed.tell(fact.clone(), other(&mut dice, &fact, &value), Origin::Applicant);
            if everything(&prepared, &changed) != before {
                assert!(!prepared.sees_no_difference(&known, &changed), "{fact} was overlooked");
            }
        }
    }
}
