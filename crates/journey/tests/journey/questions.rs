//! The questionnaire of the example city: how long it is for whom, and in which order.

use journey::{Known, Need, Origin, Outcome, Prepared, Question};
use rules::{FactId, Value};

use super::beijing::{Dice, beijing, prepared, told, wished};

/// The questions somebody is asked, and what is known at the end.
fn questions(prepared: &Prepared, mut known: Known, answer: &dyn Fn(&FactId) -> Value) -> (Vec<Question>, Known) {
    let mut asked: Vec<Question> = Vec::new();
    while let Some(question) = prepared.next_question(&known) {
        assert!(asked.iter().all(|before| before.fact != question.fact), "{} is asked twice", question.fact);
        known.tell(question.fact.clone(), answer(&question.fact), Origin::Applicant);
        asked.push(question);
    }
    (asked, known)
}

/// The answer of one person to one question, whatever else is asked.
fn person(seed: u64) -> impl Fn(&FactId) -> Value {
    let catalogue = beijing();
    move |fact| {
        let mixed =
            fact.as_str().bytes().fold(seed * 7919 + 1, |sum, byte| sum.wrapping_mul(131).wrapping_add(byte.into()));
        let mut dice = Dice(mixed);
        // The first throws of neighbouring seeds are alike.
        for _ in 0..4 {
            dice.below(2);
        }
        dice.answer(&catalogue, fact)
    }
}

fn names(asked: &[Question]) -> Vec<String> {
    asked.iter().map(|q| q.fact.to_string()).collect()
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
    shop.offers none
    road.occupies no
";

fn simple(event: &str, wish: &str) -> Vec<String> {
    let answers = told(&beijing(), SIMPLE);
    let (asked, known) =
        questions(&prepared(event), told(&beijing(), wish), &|fact| answers.value_of(fact).unwrap().clone());
    let assessment = prepared(event).assess(&known);
    assert!(assessment.permits.iter().all(|p| p.need != Need::Open));
    names(&asked)
}

#[test]
fn a_simple_restaurant_is_asked_only_what_decides_a_permit_or_a_ban() {
    let asked = simple("open-restaurant", "venue.kind restaurant");
    // Eight independent answers decide eight permits of this catalogue, so there is no shorter way. Whether somebody is
    // barred is personal and comes after sign-in.
    assert_eq!(asked.len(), 8, "{asked:?}");
    assert_eq!(asked[0], "premises.building", "what can exclude the place comes first");
    assert!(!asked.contains(&"kitchen.fumes".to_owned()), "in a commercial building it decides duties only");
    assert_eq!(simple("open-restaurant", "venue.kind restaurant\nbusiness.chain no").len(), 7);
    assert_eq!(simple("open-restaurant", "venue.kind restaurant\npremises.operating_area 186").len(), 6);
    assert_eq!(simple("open-restaurant", "venue.kind cafe").len(), 8);
    assert_eq!(simple("open-restaurant", "venue.kind cafe\npremises.operating_area 186").len(), 6);
}

/// The most questions on average and for anybody, by event. Prints what there is: `cargo test -p journey long -- --nocapture`.
#[test]
fn the_questionnaire_is_not_long() {
    let catalogue = beijing();
    for event in catalogue.events.values() {
        let prepared = prepared(event.id.as_str());
        let (average_most, most) = match event.id.as_str() {
            "hold-event" => (6.0, 9),
            "open-restaurant" => (12.0, 14),
            _ => (12.0, 15),
        };
        for wish in &event.wishes {
            let counts: Vec<usize> =
                (0..60).map(|seed| questions(&prepared, wished(wish), &person(seed)).0.len()).collect();
            let average = counts.iter().sum::<usize>() as f64 / counts.len() as f64;
            let (least, longest) = (counts.iter().min().unwrap(), *counts.iter().max().unwrap());
            println!("{:18} {average:5.2} {least:2}..{longest:2}  about {}", wish.id, prepared.about(&wished(wish)));
            assert!(average <= average_most && longest <= most, "{}: {average} on average, {longest} at most", wish.id);
        }
    }
}

#[test]
fn about_comes_close_and_is_exact_at_the_end() {
    let catalogue = beijing();
    for event in catalogue.events.values() {
        let prepared = prepared(event.id.as_str());
        for (wish, seed) in event.wishes.iter().zip(100..) {
            let mut known = wished(wish);
            let (asked, _) = questions(&prepared, known.clone(), &person(seed));
            for (number, question) in asked.iter().enumerate() {
                let about = prepared.about(&known);
                assert!(about > number, "{}: question {} of about {about}", wish.id, number + 1);
                assert!(about.abs_diff(asked.len()) <= 5, "{}: {about} for {}", wish.id, asked.len());
                known.tell(question.fact.clone(), person(seed)(&question.fact), Origin::Applicant);
            }
            assert_eq!(prepared.about(&known), asked.len(), "{}", wish.id);
        }
    }
}

#[test]
fn nothing_personal_computed_or_inapplicable_is_asked() {
    let catalogue = beijing();
    for event in catalogue.events.values() {
        let prepared = prepared(event.id.as_str());
        for seed in 200..240 {
            let (asked, known) = questions(&prepared, Known::new(), &person(seed));
            for question in &asked {
                let fact = &catalogue.facts[&question.fact];
                assert!(!fact.personal && fact.derive.is_none(), "{}", fact.id);
                assert!(!question.decides.is_empty());
                let applies =
                    fact.only_if.as_ref().map(|c| c.holds(&known.completed(&catalogue, super::beijing::today())));
                assert!(applies.is_none_or(|a| a == rules::Ternary::True), "{}", fact.id);
            }
            let assessment = prepared.assess(&known);
            assert!(assessment.permits.iter().all(|p| p.need != Need::Open), "{:?}", names(&asked));
            let is_personal = |fact: &FactId| catalogue.facts[fact].personal;
            let settled = |ban: &journey::BanOutcome| ban.need != Need::Open || ban.depends_on.iter().all(is_personal);
            assert!(assessment.bans.iter().all(settled), "what is open hangs on what is asked after sign-in");
        }
    }
}

#[test]
fn an_answer_that_is_changed_keeps_its_question() {
    let prepared = prepared("open-restaurant");
    let known = told(&beijing(), &format!("{SIMPLE}venue.kind restaurant"));
    let assessment = prepared.assess(&known);
    let question = prepared.question(&FactId::from("shop.offers"), &known, &assessment);
    let decides = |outcome: Outcome| question.decides.iter().any(|(o, _)| o == &outcome);
    assert!(decides(Outcome::Permit("tobacco-retail".into())) && decides(Outcome::Permit("prepaid-card".into())));
    assert!(!decides(Outcome::Ban("tobacco-near-school".into())), "there is no school");
    let question = prepared.question(&FactId::from("road.occupies"), &known, &assessment);
    let yes = &question.effects.iter().find(|(value, _)| value == &Value::Bool(true)).unwrap().1;
    let needed = yes.iter().filter(|e| matches!(e.outcome, Outcome::Permit(_)) && e.becomes == Need::Needed);
    assert_eq!(needed.count(), 2);
}

#[test]
fn jurisdiction_is_asked_only_for_a_permit_that_is_needed() {
    let prepared = prepared("hold-event");
    let open = |lines: &str| -> Vec<String> {
        prepared.assess(&told(&beijing(), lines)).open.iter().map(ToString::to_string).collect()
    };
    let base = "event.kind fair\nevent.banners no\nperformance.plan none\nroad.occupies no\nevent.occasion special\n";
    assert_eq!(open(&format!("{base}event.expected 500")), Vec::<String>::new());
    let large = open(&format!("{base}event.expected 5000"));
    assert_eq!(large, ["event.spans_districts", "event.stands", "event.first_day"]);
    // One answer is enough to know that the city decides.
    assert_eq!(open(&format!("{base}event.expected 5000\nevent.spans_districts yes")), ["event.first_day"]);
}

#[test]
fn a_ban_says_what_would_have_to_be_different() {
    let prepared = prepared("open-restaurant");
    let known = told(&beijing(), "venue.kind restaurant\npremises.building residential\nkitchen.fumes yes");
    let assessment = prepared.assess(&known);
    let ban = assessment.banned().next().unwrap();
    assert_eq!(ban.ban.as_str(), "fumes-in-homes");
    assert_eq!(ban.reason.len(), 3);
    assert_eq!(ban.nearest_change.len(), 1);
    assert!(prepared.size() < 2_000, "{} nodes", prepared.size());
}
