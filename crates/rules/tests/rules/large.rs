//! What is too large for the exact way is answered all the same, and what is kept from question to question is no answer of
//! its own.

use std::collections::{BTreeMap, BTreeSet};

use rules::{
    Asked, Bounds, Condition, Diagrams, FactId, Found, Questionnaire, Several, Slices, Standing, Ternary, Type, Value,
};

use crate::asking::Dice;
use crate::town::Known;

const PAIRS: usize = 16;

fn pair(n: usize) -> [FactId; 2] {
    ["left", "right"].map(|side| FactId::new(format!("{side}.f{n}")))
}

fn pairs() -> (BTreeMap<String, Type>, Condition) {
    let scope: BTreeMap<String, Type> = (0..PAIRS).flat_map(pair).map(|fact| (fact.to_string(), Type::Bool)).collect();
    let text: Vec<String> = (0..PAIRS).map(|n| format!("left.f{n} == right.f{n}")).collect();
    let condition = Condition::parse(&text.join(" && "), &scope).unwrap();
    (scope, condition)
}

/// The oracle: one pair that differs says no, all pairs known and alike say yes.
fn alike(known: &Known) -> Ternary {
    let answers = (0..PAIRS).map(|n| {
        let [left, right] = pair(n);
        Some(known.get(&left)? == known.get(&right)?)
    });
    match answers.into_iter().collect::<Vec<_>>() {
        answers if answers.contains(&Some(false)) => Ternary::False,
        answers if answers.contains(&None) => Ternary::Unknown,
        _ => Ternary::True,
    }
}

fn orders() -> [Vec<FactId>; 2] {
    let beside: Vec<FactId> = (0..PAIRS).flat_map(pair).collect();
    let mut apart = beside.clone();
    apart.sort();
    [apart, beside]
}

#[test]
fn a_condition_beyond_the_bound_is_answered_like_one_within_it() {
    let (scope, condition) = pairs();
    let nothing: BTreeMap<String, Value> = BTreeMap::new();
    let [apart, beside] = orders();
    let compiled = |order: &[FactId]| Diagrams::compile(&[&condition], &nothing, &BTreeMap::new(), order, &scope);
    let ((large, of_large), (small, of_small)) = (compiled(&apart), compiled(&beside));
    assert_eq!((large.fell_back(), small.fell_back()), (&[0][..], &[][..]));
    let slices = Slices::compile(&[&condition], &nothing, &apart);
    let mut dice = Dice(5);
    let mut seen = BTreeSet::new();
    for _ in 0..3_000 {
        let (known_share, alike_share) = (1 + dice.below(40), dice.below(60));
        let mut known = Known::new();
        for n in 0..PAIRS {
            let (left, differs) = (dice.below(2) == 0, dice.below(alike_share + 1) == 1);
            for (fact, value) in pair(n).into_iter().zip([left, left != differs]) {
                if dice.below(known_share) > 0 {
                    known.insert(fact, Value::Bool(value));
                }
            }
        }
        let right = alike(&known);
        assert_eq!(large.under(&known).truth(of_large[0]), right, "{known:?}");
        assert_eq!(small.under(&known).truth(of_small[0]), right, "{known:?}");
        assert_eq!(slices.answer(&slices.place(&known)).truth(0), right, "{known:?}");
        seen.insert(format!("{right:?}"));
    }
    assert_eq!(seen.len(), 3, "yes, no and open have all been there");
}

#[test]
fn a_condition_beyond_the_bound_is_asked_to_its_right_end() {
    let (scope, condition) = pairs();
    let nothing: BTreeMap<String, Value> = BTreeMap::new();
    let outcome = Several { name: "same".into(), values: vec![("yes".into(), condition)], otherwise: "no".into() };
    for order in orders() {
        let asked: Vec<(Asked, Option<Condition>)> =
            order.iter().map(|fact| (Asked::new(fact.clone()), None)).collect();
        let made = std::slice::from_ref(&outcome);
        let questionnaire = Questionnaire::new(made, &asked, &BTreeMap::new(), &nothing, &BTreeMap::new(), &scope);
        for seed in 0..6 {
            let mut dice = Dice(seed);
            let mut known = Known::new();
            while let Some(next) = questionnaire.next(&known, &BTreeSet::new()) {
                assert_eq!(alike(&known), Ternary::Unknown, "asked although it is settled");
                let [left, right] = pair(next.fact.as_str().rsplit('f').next().unwrap().parse().unwrap());
                let other = known.get(&left).or(known.get(&right)).cloned();
                // Two people have all pairs alike.
                let value = other.filter(|_| seed < 2).unwrap_or(Value::Bool(dice.below(2) == 0));
                assert!(known.insert(next.fact, value).is_none(), "asked twice");
            }
            let said = if alike(&known) == Ternary::True { "yes" } else { "no" };
            assert_eq!(questionnaire.standing(&known), [Standing::Settled(said.into())]);
            assert_eq!(said == "yes", known.len() == 2 * PAIRS && seed < 2 || alike(&known) == Ternary::True);
        }
    }
}

/// Rules like those of a city: a number over a limit, and one or two answers. Some parts are too large to be tried out.
fn city(seed: u64) -> (BTreeMap<String, Type>, Vec<Several>, Vec<(Asked, Option<Condition>)>) {
    let mut dice = Dice(seed);
    let (yes, sizes) = (3 + dice.below(8), 1 + dice.below(3));
    let mut scope: BTreeMap<String, Type> = (0..yes).map(|n| (format!("y{n}"), Type::Bool)).collect();
    scope.extend((0..sizes).map(|n| (format!("n{n}"), Type::Number)));
    let many = 4 + dice.below(40);
    let outcomes = (0..many).map(|number| {
        let (a, b) = (dice.below(yes), dice.below(yes));
        let size = format!("n{} >= {}", dice.below(sizes), dice.below(30));
        let text = match dice.below(4) {
            0 => format!("y{a} && {size}"),
            1 => format!("(y{a} || y{b}) && !({size})"),
            2 => format!("y{a} && !y{b} || {size}"),
            _ => format!("y{a} == y{b}"),
        };
        let values = vec![("yes".to_owned(), Condition::parse(&text, &scope).unwrap())];
        Several { name: number.to_string(), values, otherwise: "no".into() }
    });
    let outcomes = outcomes.collect();
    let asked = scope.keys().map(|fact| (Asked::new(fact.as_str()), None)).collect();
    (scope, outcomes, asked)
}

#[test]
fn what_is_kept_from_question_to_question_changes_none() {
    let nothing: BTreeMap<String, Value> = BTreeMap::new();
    let bounds: BTreeMap<FactId, Bounds> = BTreeMap::new();
    let mut found = BTreeMap::new();
    for seed in 0..14 {
        let (scope, outcomes, asked) = city(seed);
        let made = || Questionnaire::new(&outcomes, &asked, &bounds, &nothing, &BTreeMap::new(), &scope);
        // One for everybody, and for every question one that nobody was ever asked from.
        let kept = made();
        for person in 0..3 {
            let mut dice = Dice(seed * 31 + person);
            let (mut known, mut skipped) = (Known::new(), BTreeSet::new());
            loop {
                let next = kept.next(&known, &skipped);
                assert_eq!(next, made().next(&known, &skipped), "seed {seed}, {known:?} without {skipped:?}");
                assert_eq!(
                    kept.expected(&known, &skipped),
                    made().expected(&known, &skipped),
                    "seed {seed}, {known:?}"
                );
                assert_eq!(
                    kept.all_open(&known, &skipped),
                    made().all_open(&known, &skipped),
                    "seed {seed}, {known:?}"
                );
                let Some(next) = next else { break };
                *found.entry(next.found).or_insert(0) += 1;
                let value = match scope[next.fact.as_str()] {
                    Type::Bool => Value::Bool(dice.below(2) == 0),
                    _ => Value::number(dice.below(32) as i64),
                };
                if dice.below(12) == 0 {
                    skipped.insert(next.fact);
                } else {
                    known.insert(next.fact, value);
                }
            }
        }
    }
    assert!(found.get(&Found::Exact) > Some(&50) && found.get(&Found::LookAhead) > Some(&5), "{found:?}");
}
