//! Two people who differ in one fact, and moves that are no longer than they must be, beside every pair there is.

use std::collections::BTreeMap;

use rules::{Bounds, Diagrams, FactId, Type, Value};

use crate::asking::{Dice, bounds, condition, derived, parameters, scope, values, written};
use crate::town::Known;

const FACTS: [&str; 7] = ["a", "b", "c", "e", "m", "n", "s"];

fn holds(condition: &rules::Condition, known: &Known) -> bool {
    let mut full = known.clone();
    if let Some(big) = derived()[&FactId::from("big")].value(&(known, &parameters())) {
        full.insert("big".into(), big);
    }
    condition.holds(&(&full, &parameters())).known().unwrap()
}

/// Every way to answer, and whether the condition holds then.
fn worlds(condition: &rules::Condition, facts: &[FactId]) -> Vec<(Known, bool)> {
    let mut all = vec![Known::new()];
    for fact in facts {
        let extended = all.iter().flat_map(|known| {
            values(fact.as_str()).into_iter().map(|value| {
                let mut more = known.clone();
                more.insert(fact.clone(), value);
                more
            })
        });
        all = extended.collect();
    }
    all.into_iter().map(|known| (known.clone(), holds(condition, &known))).collect()
}

fn facts_of(condition: &rules::Condition) -> Vec<FactId> {
    let reads = |fact: &str| {
        let named = condition.facts().iter().any(|f| f.as_str() == fact);
        named || (matches!(fact, "a" | "n") && condition.facts().iter().any(|f| f.as_str() == "big"))
    };
    FACTS.into_iter().filter(|fact| reads(fact)).map(FactId::from).collect()
}

fn within_bounds(known: &Known, bounds: &BTreeMap<FactId, Bounds>) -> bool {
    known.iter().all(|(fact, value)| {
        bounds.get(fact).is_none_or(|b| {
            b.low.as_ref().is_none_or(|low| value >= low)
                && b.high.as_ref().is_none_or(|high| value <= high)
                && (!b.whole || value.as_number().is_none_or(|n| n.fract().is_zero()))
                && (!b.some || value.as_choices().is_none_or(|ids| !ids.is_empty()))
        })
    })
}

#[test]
fn two_people_are_told_apart_by_a_fact_exactly_when_some_two_are() {
    let (mut found, mut none) = (0, 0);
    for seed in 1..4_000 {
        let condition = condition(&written(&mut Dice(seed), 3));
        let facts = facts_of(&condition);
        if facts.is_empty() || facts.iter().map(|fact| values(fact.as_str()).len()).product::<usize>() > 700 {
            continue;
        }
        let (mut diagrams, d) = Diagrams::compile(&[&condition], &parameters(), &derived(), &[], &scope());
        let within = diagrams.within(d[0], &bounds());
        let worlds = worlds(&condition, &facts);
        for fact in &facts {
            let mut by_rest: BTreeMap<Known, bool> = BTreeMap::new();
            let matters = worlds.iter().any(|(known, outcome)| {
                let mut rest = known.clone();
                rest.remove(fact);
                by_rest.insert(rest, *outcome).is_some_and(|before| before != *outcome)
            });
            let difference = diagrams.difference(within, fact, &bounds());
            assert_eq!(difference.is_some(), matters, "seed {seed}: {} by {fact}", condition.text());
            let Some(difference) = difference else {
                none += 1;
                continue;
            };
            found += 1;
            // Whatever the facts are that the two do not share, they end differently.
            for (rest, _) in
                worlds.iter().filter(|(known, _)| difference.shared.iter().all(|(f, v)| known.get(f) == Some(v)))
            {
                let [one, other] = [&difference.values.0, &difference.values.1].map(|value| {
                    let mut known = rest.clone();
                    known.extend(difference.shared.clone());
                    known.insert(fact.clone(), value.clone());
                    assert!(within_bounds(&known, &bounds()), "seed {seed}: {known:?}");
                    holds(&condition, &known)
                });
                assert_ne!(one, other, "seed {seed}: {} by {fact}: {difference:?}", condition.text());
            }
        }
    }
    assert!(found > 1_000 && none > 50, "{found} found, {none} none");
}

#[test]
fn a_number_moves_no_further_than_it_must() {
    let mut moved = 0;
    for seed in 1..3_000 {
        let condition = condition(&written(&mut Dice(seed), 2));
        let facts = facts_of(&condition);
        let (diagrams, d) = Diagrams::compile(&[&condition], &parameters(), &derived(), &[], &scope());
        let mut dice = Dice(seed ^ 99);
        let known: Known = facts
            .iter()
            .map(|fact| {
                let all = values(fact.as_str());
                (fact.clone(), all[dice.below(all.len())].clone())
            })
            .collect();
        let Some(change) = diagrams.nearest_change(d[0], &known) else { continue };
        let [(fact, to)] = change.as_slice() else { continue };
        if scope()[fact.as_str()] != Type::Number {
            continue;
        }
        moved += 1;
        let number = |value: &Value| value.as_number().unwrap();
        let far = |value: &Value| (number(value) - number(&known[fact])).abs();
        for value in values(fact.as_str()) {
            let mut other = known.clone();
            other.insert(fact.clone(), value.clone());
            if holds(&condition, &other) != holds(&condition, &known) {
                // An end that does not belong to the cell is passed by one step.
                assert!(
                    far(to) <= far(&value) + rust_decimal::Decimal::ONE,
                    "seed {seed}: {} {known:?} to {to:?}",
                    condition.text()
                );
            }
        }
    }
    assert!(moved > 200, "{moved}");
}
