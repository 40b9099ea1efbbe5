//! An event with a condition beyond the bound of diagrams: people are asked on, and what comes out is right.

use std::sync::Arc;

use catalogue::EventId;
use journey::{Known, Need, Origin, Outcome, Prepared};
use rules::{Day, Value};

use super::beijing::Dice;
use super::small::with;

const PAIRS: usize = 15;

#[test]
fn an_event_with_a_condition_too_large_for_a_diagram_is_asked_to_its_right_end() {
    let mut facts = String::from(
        "  - { fact: stall.number, type: count, name: { en: Stalls }, section: all }\n  - { fact: stall.helpers, type: count, name: { en: Helpers }, section: all }\n",
    );
    for side in ["left", "right"] {
        for n in 0..PAIRS {
            facts += &format!("  - {{ fact: {side}.f{n}, type: yes-no, name: {{ en: F }}, section: all }}\n");
        }
    }
    let rule: Vec<String> = (0..PAIRS).map(|n| format!("left.f{n} == right.f{n}")).collect();
    let catalogue = with(&facts, &rule.join(" && ")).unwrap();
    let on = Day::new(2026, 3, 2).unwrap();
    let prepared = Prepared::new(Arc::clone(&catalogue), &EventId::from("do-it"), on).unwrap();
    assert_eq!(prepared.too_large(), 1);
    for seed in 0..4 {
        let mut dice = Dice(seed);
        let mut known = Known::new();
        let differs = |known: &Known| {
            let value = |side: &str, n: usize| known.value_of(&format!("{side}.f{n}").as_str().into()).cloned();
            (0..PAIRS).any(|n| value("left", n).zip(value("right", n)).is_some_and(|(left, right)| left != right))
        };
        let mut asked = 0;
        while let Some(question) = prepared.next_question(&known) {
            let hangs = question.decides.iter().any(|(outcome, _)| matches!(outcome, Outcome::Permit(_)));
            assert!(!hangs || !differs(&known), "one pair that differs settles it");
            let is_of_a_pair = question.fact.as_str().contains(".f");
            // One person has all pairs alike.
            let value =
                if is_of_a_pair && seed == 0 { Value::Bool(true) } else { dice.answer(&catalogue, &question.fact) };
            assert!(known.get(&question.fact).is_none(), "nothing is asked twice");
            known.tell(question.fact, value, Origin::Applicant);
            asked += usize::from(is_of_a_pair);
        }
        let assessment = prepared.assess(&known);
        let need = assessment.permits.first().unwrap().need;
        assert_eq!(need, if differs(&known) { Need::NotNeeded } else { Need::Needed });
        assert_eq!(need == Need::Needed, asked == 2 * PAIRS);
    }
}
