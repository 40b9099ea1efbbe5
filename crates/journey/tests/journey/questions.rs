//! The questionnaire of the example city: how long it is for whom.

use journey::Origin;

use super::beijing::{Dice, beijing, prepared, told, wished};

/// Facts in the order in which they are asked.
fn asked(event: &str, mut known: journey::Known, answer: &mut dyn FnMut(&rules::FactId) -> rules::Value) -> Vec<String> {
    let prepared = prepared(event);
    let mut asked = Vec::new();
    while let Some(question) = prepared.next_question(&known) {
        assert!(!asked.contains(&question.fact.to_string()), "{} is asked twice", question.fact);
        known.tell(question.fact.clone(), answer(&question.fact), Origin::Applicant);
        asked.push(question.fact.to_string());
    }
    asked
}

#[test]
fn measured() {
    let catalogue = beijing();
    for event in catalogue.events.values() {
        for wish in &event.wishes {
            let mut counts = Vec::new();
            for seed in 0..100 {
                let mut dice = Dice(seed * 7919 + 1);
                let n = asked(event.id.as_str(), wished(wish), &mut |fact| dice.answer(&catalogue, fact)).len();
                counts.push(n);
            }
            let sum: usize = counts.iter().sum();
            println!("{:18} {:.2} {}..{}", wish.id, sum as f64 / 100.0, counts.iter().min().unwrap(), counts.iter().max().unwrap());
        }
    }
    let simple = told(&catalogue, SIMPLE);
    let order = asked("open-restaurant", told(&catalogue, "venue.kind restaurant"), &mut |fact| simple.value_of(fact).unwrap().clone());
    println!("simple {} {order:?}", order.len());
}

const SIMPLE: &str = "
    premises.building commercial
    premises.operating_area 86
    premises.near_school no
    kitchen.fumes yes
    kitchen.own_flue yes
    premises.next_to_homes no
    business.chain no
    business.registered yes
    business.food_ban no
    drainage.route building
    sign.plan small
    tobacco.sells no
    road.occupies no
    card.plan none
";
