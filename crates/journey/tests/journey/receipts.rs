//! Every fact that is asked is needed, and the proof holds; why something applies, and what would turn it over.

use journey::{Known, Need, Origin, Outcome, Proof, Use, receipts};
use rules::{FactId, Ternary, Value};

use super::beijing::{Dice, beijing, prepared, today};
use super::small::with;

/// One of the two applicants of a proof.
fn applicant(shared: &std::collections::BTreeMap<FactId, Value>, fact: &FactId, answer: &Value) -> Known {
    let mut known = Known::new();
    shared.iter().for_each(|(fact, value)| known.tell(fact.clone(), value.clone(), Origin::Applicant));
    known.tell(fact.clone(), answer.clone(), Origin::Applicant);
    known
}

/// Whether what the proof names applies to an applicant, as the journey itself says it.
fn applies(event: &str, decides: &Use, known: &Known) -> Option<bool> {
    let prepared = prepared(event);
    let catalogue = beijing();
    let need = |outcome: Outcome| prepared.why(&outcome, known).map(|why| why.need == Need::Needed);
    let full = known.completed(&catalogue, today());
    match decides {
        Use::Permit(id) => need(Outcome::Permit(id.clone())),
        Use::Ban(id) => need(Outcome::Ban(id.clone())),
        Use::Duty(id) => need(Outcome::Duty(id.clone())),
        Use::Authority(id, authority) => {
            let needed = need(Outcome::Permit(id.clone()))?;
            Some(needed && journey::deciding_authority(&catalogue, id, &full).as_ref() == Some(authority))
        }
        Use::Paper(id, evidence) => {
            let needed = need(Outcome::Permit(id.clone()))?;
            let paper = catalogue.permits[id].evidence.iter().find(|e| &e.evidence == evidence)?;
            Some(needed && paper.applies.as_ref()?.holds(&full) == Ternary::True)
        }
        _ => None,
    }
}

#[test]
fn nothing_is_asked_that_could_be_left_out_and_every_proof_holds() {
    let catalogue = beijing();
    let mut shown = 0;
    for event in catalogue.events.keys() {
        let receipts = receipts(&catalogue, event, today());
        assert!(receipts.len() > 20, "{event}: {}", receipts.len());
        for receipt in receipts {
            assert!(!matches!(receipt.proof, Proof::Removable | Proof::Unproven), "{event}: {}", receipt.fact);
            assert!(catalogue.facts[&receipt.fact].derive.is_none() && !receipt.readers.is_empty());
            let Proof::Shown(witness) = &receipt.proof else { continue };
            let [yes, no] = [&witness.answers.0, &witness.answers.1].map(|answer| {
                applies(event.as_str(), &witness.decides, &applicant(&witness.shared, &receipt.fact, answer))
            });
            if let (Some(yes), Some(no)) = (yes, no) {
                assert!(yes && !no, "{event}: {} by {witness:?}", receipt.fact);
                shown += 1;
            }
        }
    }
    assert!(shown > 30, "only {shown} proofs could be followed through the journey");
}

#[test]
fn every_question_of_the_questionnaire_is_on_the_receipt() {
    let catalogue = beijing();
    for event in catalogue.events.keys() {
        let listed: Vec<FactId> =
            receipts(&catalogue, event, today()).into_iter().map(|receipt| receipt.fact).collect();
        let mut dice = Dice(event.as_str().len() as u64);
        for _ in 0..20 {
            let mut known = Known::new();
            while let Some(question) = prepared(event.as_str()).next_question(&known) {
                assert!(listed.contains(&question.fact), "{event} asks {}", question.fact);
                let answer = dice.answer(&catalogue, &question.fact);
                known.tell(question.fact, answer, Origin::Applicant);
            }
        }
    }
}

#[test]
fn a_fact_that_changes_nothing_is_found() {
    let facts = "  - { fact: stall.number, type: count, name: { en: Number }, section: all }
  - { fact: stall.helpers, type: yes-no, name: { en: Helpers }, section: all }
  - { fact: stall.colour, type: yes-no, name: { en: Colour }, section: all }
";
    let proof = |rule: &str| {
        let catalogue = with(facts, rule).unwrap();
        let receipts = receipts(&catalogue, &"do-it".into(), today());
        receipts.into_iter().find(|receipt| receipt.fact.as_str() == "stall.colour").unwrap().proof
    };
    assert_eq!(proof("yes.a && (stall.colour || !stall.colour)"), Proof::Removable);
    assert!(matches!(proof("yes.a && stall.colour"), Proof::Shown(_)));
}

#[test]
fn a_reason_is_enough_and_the_nearest_change_turns_it_over() {
    let catalogue = beijing();
    let mut turned = 0;
    for event in catalogue.events.values() {
        let prepared = prepared(event.id.as_str());
        for seed in 0..6 {
            let mut dice = Dice(seed * 31 + 7);
            let mut known = Known::new();
            while let Some(question) = prepared.next_question(&known) {
                let answer = dice.answer(&catalogue, &question.fact);
                known.tell(question.fact, answer, Origin::Applicant);
            }
            let full = known.completed(&catalogue, today());
            for outcome in event.permits.iter().map(|id| Outcome::Permit(id.clone())) {
                let Some(why) = prepared.why(&outcome, &known) else { continue };
                let mut alone = Known::new();
                for fact in &why.reason {
                    alone.tell(fact.clone(), full.value_of(fact).unwrap().clone(), Origin::Applicant);
                }
                assert_eq!(prepared.why(&outcome, &alone).unwrap().need, why.need, "{outcome:?}");
                if why.change.is_empty() {
                    continue;
                }
                let mut other = known.clone();
                why.change.iter().for_each(|(fact, to)| other.tell(fact.clone(), to.clone(), Origin::Applicant));
                let after = prepared.why(&outcome, &other).unwrap().need;
                assert!(after != why.need && after != Need::Open, "{outcome:?} by {:?}", why.change);
                turned += 1;
            }
        }
    }
    assert!(turned > 50, "{turned}");
}
