//! Outcomes and questions against an oracle that is slow and obviously right: it tries every way to answer everything.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use catalogue::{AuthorityId, Catalogue, EventId, PermitId};
use journey::{Known, Need, Origin, Outcome, Prepared, deciding_authority};
use rules::{FactId, Value};
use rust_decimal::Decimal;

use super::beijing::{Dice, today};
use super::small::small;

/// Values from every side of every number that stands in a rule, all within the declared ranges.
fn values(fact: &str) -> Vec<Value> {
    let numbers = |texts: &[&str]| texts.iter().map(|t| Value::Number(t.parse::<Decimal>().unwrap())).collect();
    match fact {
        "kind.k" => ["x", "y", "z"].map(Value::text).to_vec(),
        "size.n" => numbers(&["10", "45", "50", "51", "100"]),
        "size.m" => numbers(&["0", "25", "26", "59.5", "60"]),
        _ => vec![Value::Bool(false), Value::Bool(true)],
    }
}

const FACTS: [&str; 6] = ["yes.a", "yes.b", "yes.c", "kind.k", "size.n", "size.m"];

/// What is worth a question, once everything is known: permits, bans, and who decides.
type Result = (BTreeMap<PermitId, bool>, bool, BTreeMap<PermitId, AuthorityId>);

fn evaluated(catalogue: &Catalogue, known: &Known) -> Result {
    let full = known.completed(catalogue, today());
    let sure = |condition: &rules::Condition| condition.holds(&full).known().unwrap();
    let permits: BTreeMap<PermitId, bool> =
        catalogue.permits.values().map(|p| (p.id.clone(), sure(&p.needed))).collect();
    let banned = catalogue.bans.values().any(|b| sure(&b.applies));
    let needed = permits.iter().filter(|(_, needed)| **needed);
    let authorities = needed.map(|(id, _)| (id.clone(), deciding_authority(catalogue, id, &full).unwrap())).collect();
    (permits, banned, authorities)
}

/// Every way to answer what is still unknown.
fn completions(known: &Known) -> Vec<Known> {
    let mut all = vec![known.clone()];
    for fact in FACTS {
        if known.get(&FactId::from(fact)).is_some() {
            continue;
        }
        all = all
            .iter()
            .flat_map(|k| {
                values(fact).into_iter().map(|value| {
                    let mut with = k.clone();
                    with.tell(fact, value, Origin::Applicant);
                    with
                })
            })
            .collect();
    }
    all
}

fn catalogues(n: usize) -> impl Iterator<Item = (u64, Arc<Catalogue>)> {
    (1..).filter_map(|seed| Some((seed, small(seed)?))).take(n)
}

fn some_answers(dice: &mut Dice, at_most: usize) -> Known {
    let mut known = Known::new();
    for fact in FACTS {
        if dice.below(6) < at_most {
            known.tell(fact, dice.pick(&values(fact)).clone(), Origin::Applicant);
        }
    }
    known
}

fn prepare(catalogue: &Arc<Catalogue>) -> Prepared {
    Prepared::new(Arc::clone(catalogue), &EventId::from("do-it"), today()).unwrap()
}

#[test]
fn a_fact_is_open_exactly_when_some_answer_to_it_changes_something() {
    for (seed, catalogue) in catalogues(60) {
        let prepared = prepare(&catalogue);
        let mut dice = Dice(seed);
        let known = some_answers(&mut dice, 3);
        let all: BTreeMap<Vec<Value>, Result> = completions(&known)
            .into_iter()
            .map(|k| {
                (
                    FACTS.iter().map(|f| k.value_of(&FactId::from(*f)).unwrap().clone()).collect(),
                    evaluated(&catalogue, &k),
                )
            })
            .collect();
        let mut matters = BTreeSet::new();
        for (at, fact) in FACTS.iter().enumerate() {
            let mut by_rest: BTreeMap<Vec<&Value>, &Result> = BTreeMap::new();
            for (answers, result) in &all {
                let rest = answers.iter().enumerate().filter(|(n, _)| *n != at).map(|(_, v)| v).collect();
                if *by_rest.entry(rest).or_insert(result) != result {
                    matters.insert(FactId::from(*fact));
                }
            }
        }
        let open: BTreeSet<FactId> = prepared.assess(&known).open.into_iter().collect();
        assert_eq!(open, matters, "seed {seed}, known {known:?}");
    }
}

#[test]
fn a_need_is_decided_exactly_when_every_completion_agrees() {
    for (seed, catalogue) in catalogues(60) {
        let prepared = prepare(&catalogue);
        let known = some_answers(&mut Dice(seed + 77), 4);
        let assessment = prepared.assess(&known);
        let results: Vec<Result> = completions(&known).iter().map(|k| evaluated(&catalogue, k)).collect();
        for permit in &assessment.permits {
            let answers: BTreeSet<bool> = results.iter().map(|r| r.0[&permit.permit]).collect();
            let meant = match answers.iter().collect::<Vec<_>>().as_slice() {
                [true] => Need::Needed,
                [false] => Need::NotNeeded,
                _ => Need::Open,
            };
            assert_eq!(permit.need, meant, "seed {seed} {}", permit.permit);
            // A reason alone is enough.
            if permit.need != Need::Open {
                let mut only = Known::new();
                permit.reason.iter().for_each(|f| match known.value_of(f) {
                    Some(value) => only.tell(f.clone(), value.clone(), Origin::Applicant),
                    None => {
                        only.tell(f.clone(), Value::Bool(evaluated_derived(&catalogue, &known, f)), Origin::Derived)
                    }
                });
                assert_eq!(prepared.assess(&only).permit(&permit.permit).unwrap().need, permit.need, "seed {seed}");
            }
        }
        let banned: BTreeSet<bool> = results.iter().map(|r| r.1).collect();
        for ban in &assessment.bans {
            assert_eq!(ban.need == Need::Open, banned.len() == 2, "seed {seed}");
            if ban.need == Need::Needed && !ban.nearest_change.is_empty() {
                let mut changed = known.clone();
                for (fact, value) in &ban.nearest_change {
                    let (low, high) = journey::entry::range(&catalogue.facts[fact]);
                    let n = value.as_number();
                    assert!(
                        n.is_none_or(|n| low.is_none_or(|l| n >= l) && high.is_none_or(|h| n <= h)),
                        "{fact} {value:?}"
                    );
                    changed.tell(fact.clone(), value.clone(), Origin::Applicant);
                }
                assert_eq!(prepared.assess(&changed).bans[0].need, Need::NotNeeded, "seed {seed}");
            }
        }
    }
}

fn evaluated_derived(catalogue: &Catalogue, known: &Known, fact: &FactId) -> bool {
    known.completed(catalogue, today()).value_of(fact).and_then(Value::as_bool).unwrap()
}

#[test]
fn the_questionnaire_ends_decides_everything_and_agrees_with_the_rules() {
    for (seed, catalogue) in catalogues(80) {
        let prepared = prepare(&catalogue);
        let mut dice = Dice(seed + 5);
        let answers: BTreeMap<&str, Value> = FACTS.iter().map(|f| (*f, dice.pick(&values(f)).clone())).collect();
        let mut known = Known::new();
        let mut decided: BTreeMap<PermitId, Need> = BTreeMap::new();
        let mut n_asked = 0;
        while let Some(question) = prepared.next_question(&known) {
            assert!(!question.decides.is_empty(), "seed {seed}: asked for nothing");
            assert!(
                question.decides.iter().any(|(o, _)| !matches!(o, Outcome::Duty(_))),
                "seed {seed}: only for a duty"
            );
            assert!(prepared.about(&known) > n_asked, "one more is being asked");
            let before = prepared.assess(&known);
            assert_eq!(before.open.first(), Some(&question.fact));
            let value = answers[question.fact.as_str()].clone();
            known.tell(question.fact.clone(), value.clone(), Origin::Applicant);
            n_asked += 1;
            let after = prepared.assess(&known);
            // What an option was said to settle is what it settles.
            if let Some((_, effects)) = question.effects.iter().find(|(option, _)| option == &value) {
                let changed = before.permits.iter().zip(&after.permits).filter(|(b, a)| b.need != a.need);
                let told: BTreeSet<_> = effects
                    .iter()
                    .filter(|e| matches!(e.outcome, Outcome::Permit(_)))
                    .map(|e| (e.outcome.clone(), e.becomes))
                    .collect();
                let found: BTreeSet<_> = changed.map(|(_, a)| (Outcome::Permit(a.permit.clone()), a.need)).collect();
                assert_eq!(told, found, "seed {seed}");
            }
            for permit in after.permits.iter().filter(|p| p.need != Need::Open) {
                let before = decided.insert(permit.permit.clone(), permit.need);
                assert!(before.is_none_or(|b| b == permit.need), "seed {seed}: {} changed", permit.permit);
            }
            assert!(decided.keys().all(|id| after.permit(id).unwrap().need != Need::Open), "seed {seed}: opened again");
        }
        assert_eq!(prepared.about(&known), n_asked, "seed {seed}: about is exact at the end");
        let assessment = prepared.assess(&known);
        assert!(assessment.permits.iter().all(|p| p.need != Need::Open), "seed {seed}");
        assert!(assessment.bans.iter().all(|b| b.need != Need::Open), "seed {seed}");
        // Whatever the facts that were not asked are, the rules say the same.
        for complete in completions(&known).into_iter().take(200) {
            let (permits, banned, _) = evaluated(&catalogue, &complete);
            assert!(assessment.permits.iter().all(|p| permits[&p.permit] == (p.need == Need::Needed)), "seed {seed}");
            assert_eq!(banned, assessment.banned().next().is_some(), "seed {seed}");
        }
    }
}

#[test]
fn what_is_not_known_yet_is_not_asked_again_and_stays_open() {
    for (seed, catalogue) in catalogues(20) {
        let prepared = prepare(&catalogue);
        let mut known = Known::new();
        let mut asked = BTreeSet::new();
        while let Some(question) = prepared.next_question(&known) {
            assert!(asked.insert(question.fact.clone()), "seed {seed}: {} again", question.fact);
            known.not_yet(question.fact);
        }
        let open = prepared.assess(&known).permits.iter().filter(|p| p.need == Need::Open).count();
        assert!(open > 0 || prepared.assess(&known).bans[0].need == Need::Open || asked.is_empty(), "seed {seed}");
        assert_eq!(prepared.about(&known), asked.len());
    }
}

#[test]
fn a_register_that_knows_a_value_beyond_the_range_is_believed() {
    for (seed, catalogue) in catalogues(40) {
        let prepared = prepare(&catalogue);
        for complete in completions(&some_answers(&mut Dice(seed), 5)).into_iter().take(5) {
            let mut beyond = complete.clone();
            beyond.tell("size.n", Value::number(5), Origin::Applicant);
            beyond.tell("size.m", Value::number(1000), Origin::Applicant);
            let (permits, ..) = evaluated(&catalogue, &beyond);
            for permit in prepared.assess(&beyond).permits {
                assert_eq!(permit.need == Need::Needed, permits[&permit.permit], "seed {seed}");
                assert_ne!(permit.need, Need::Open);
            }
        }
    }
}

#[test]
fn a_derived_fact_is_never_asked_nor_a_personal_one() {
    for (_, catalogue) in catalogues(40) {
        let open = prepare(&catalogue).assess(&Known::new()).open;
        assert!(!open.contains(&FactId::from("big.one")) && !open.contains(&FactId::from("owner.known")));
    }
}

#[test]
fn an_unknown_event_names_the_nearest() {
    let catalogue = super::beijing::beijing();
    let error = Prepared::new(Arc::clone(&catalogue), &EventId::from("restaurant"), today()).err().unwrap();
    assert_eq!(error.to_string(), "there is no event `restaurant`; did you mean `open-restaurant`?");
    let error = Prepared::new(catalogue, &EventId::from("fly"), today()).err().unwrap();
    assert_eq!(error.to_string(), "there is no event `fly`");
}
