//! Changes in meaning and covering examples, against an oracle that asks everybody there could be.

use std::collections::BTreeMap;
use std::sync::Arc;

use catalogue::{Catalogue, EventId, Kind};
use journey::change::{Change, How, Level, changes, level};
use journey::cover::{Cover, Shows};
use journey::{Known, Origin, Somebody};
use rules::{Condition, FactId, Side, Ternary, Value};
use rust_decimal::Decimal;

use super::beijing::today;
use super::small::{small, with};

/// Everybody, at every value at which a condition of the small catalogues could change its mind.
fn everybody() -> Vec<Known> {
    let yes_no = || vec![Value::Bool(false), Value::Bool(true)];
    let number = |tenths: &[i64]| tenths.iter().map(|n| Value::Number(Decimal::new(*n, 1))).collect::<Vec<_>>();
    let axes: Vec<(&str, Vec<Value>)> = vec![
        ("yes.a", yes_no()),
        ("yes.b", yes_no()),
        ("yes.c", yes_no()),
        ("kind.k", ["x", "y", "z"].map(Value::text).to_vec()),
        ("size.n", number(&[100, 110, 490, 500, 510, 1000])),
        ("size.m", number(&[0, 250, 260, 595, 600])),
    ];
    let mut all = vec![Known::new()];
    for (fact, values) in axes {
        let with = |known: &Known, value: &Value| {
            let mut known = known.clone();
            known.tell(fact, value.clone(), Origin::Applicant);
            known
        };
        all = all.iter().flat_map(|known| values.iter().map(|value| with(known, value)).collect::<Vec<_>>()).collect();
    }
    all
}

fn holds(catalogue: &Catalogue, condition: &Condition, known: &Known) -> bool {
    condition.holds(&known.completed(catalogue, today())) == Ternary::True
}

fn completed_by(example: &BTreeMap<FactId, Value>, known: &Known) -> Known {
    let mut known = known.clone();
    for (fact, value) in example {
        known.tell(fact.clone(), value.clone(), Origin::Applicant);
    }
    known
}

fn how<'c>(changes: &'c [Change], kind: Kind, name: &str, what: &str) -> Option<&'c How> {
    changes.iter().find(|c| c.kind == kind && c.name == name && c.what == what).map(|c| &c.how)
}

#[test]
fn who_gains_and_who_loses_is_exact() {
    let people = everybody();
    let catalogues: Vec<Arc<Catalogue>> = (0..60).filter_map(small).take(4).collect();
    let mut seen = 0;
    for (old, new) in catalogues.iter().zip(catalogues.iter().skip(1)) {
        let found = changes(old, new, today());
        let permits = old
            .permits
            .iter()
            .filter_map(|(id, p)| Some((Kind::Permit, id.as_str(), "needed", &p.needed, &new.permits.get(id)?.needed)));
        let bans = old
            .bans
            .iter()
            .filter_map(|(id, b)| Some((Kind::Ban, id.as_str(), "applies", &b.applies, &new.bans.get(id)?.applies)));
        for (kind, name, what, before, after) in permits.chain(bans) {
            let gains = |known: &Known| holds(old, before, known) && !holds(new, after, known);
            let loses = |known: &Known| !holds(old, before, known) && holds(new, after, known);
            let (said_gains, said_loses) = match how(&found, kind, name, what) {
                Some(How::Others { gains, loses }) => (gains.clone(), loses.clone()),
                Some(other) => panic!("{name}: {other:?}"),
                None => (Somebody::Nobody, Somebody::Nobody),
            };
            for (said, really) in
                [(said_gains, &gains as &dyn Fn(&Known) -> bool), (said_loses, &loses as &dyn Fn(&Known) -> bool)]
            {
                match said {
                    Somebody::Nobody => assert!(!people.iter().any(really), "{kind:?} {name}: somebody is left out"),
                    Somebody::This(example) => {
                        seen += 1;
                        assert!(
                            people.iter().all(|known| really(&completed_by(&example, known))),
                            "{kind:?} {name}: {example:?} is no example of {before:?} → {after:?}"
                        );
                    }
                    Somebody::Perhaps => panic!("{kind:?} {name}: every fact stands alone here"),
                }
            }
        }
    }
    assert!(seen > 2, "the dice made {seen} differences only");
}

const FACTS: &str = r"
  - { fact: stall.number, type: count, name: { en: Number }, section: all }
  - { fact: stall.helpers, type: count, name: { en: Helpers }, section: all }
";

fn between(old: &str, new: &str) -> Vec<Change> {
    changes(&with(FACTS, old).unwrap(), &with(FACTS, new).unwrap(), today())
}

#[test]
fn another_layout_is_no_change() {
    let found = between("stall.number > 9 && !(yes.a || yes.b)", "!yes.b  &&  !yes.a && 10 <= stall.number");
    assert_eq!(found, []);
    assert_eq!(level(&found), Level::None);
    // A number in the place of a parameter of the same value is none either.
    assert_eq!(between("size.n > param.limit", "size.n > 50"), []);
}

#[test]
fn a_lower_threshold_names_somebody_who_loses() {
    let found = between("stall.number >= 10", "stall.number >= 9");
    assert_eq!(level(&found), Level::Major);
    let Some(How::Others { gains: Somebody::Nobody, loses: Somebody::This(example) }) =
        how(&found, Kind::Permit, "p0", "needed")
    else {
        panic!("{found:?}")
    };
    assert_eq!(example.get("stall.number"), Some(&Value::number(9)));
    let back = between("stall.number >= 9", "stall.number >= 10");
    assert_eq!(level(&back), Level::Minor);
}

#[test]
fn clocks_fees_and_words_have_their_own_level() {
    let old = with(FACTS, "stall.number >= 10").unwrap();
    let changed = |change: &dyn Fn(&mut catalogue::Permit)| {
        let mut new = (*old).clone();
        new.permits.values_mut().for_each(change);
        let found = changes(&old, &new, today());
        assert_eq!(found.len(), 1, "{found:?}");
        (found[0].what.clone(), level(&found))
    };
    assert_eq!(changed(&|p| p.decide.within.count += 1), ("law's limit".to_owned(), Level::Major));
    assert_eq!(changed(&|p| p.fee -= Decimal::ONE), ("fee".to_owned(), Level::Minor));
    assert_eq!(changed(&|p| p.allows = p.because.clone()), ("words".to_owned(), Level::Patch));
    assert_eq!(changed(&|p| p.needs.retain(|n| n.fact.as_str() != "yes.a")), ("asks yes.a".to_owned(), Level::Minor));
    assert_eq!(changed(&|p| p.visit = !p.visit), ("visits".to_owned(), Level::Minor));
}

#[test]
fn every_goal_has_an_example_or_nobody_can_show_it() {
    let people = everybody();
    for catalogue in (0..60).filter_map(small).take(3) {
        let cover = Cover::new(Arc::clone(&catalogue), &EventId::new("do-it"), today()).unwrap();
        let all: Vec<usize> = (0..cover.goals().len()).collect();
        let found = cover.examples(&all);
        // Every fact stands alone here; only who decides cannot be said on a day without a calendar.
        for number in &found.by_hand {
            assert!(matches!(cover.goals()[*number].shows, Shows::On(_)), "{}", cover.goals()[*number]);
        }
        for example in &found.examples {
            let mut known = Known::new();
            example.given.iter().for_each(|(fact, value)| known.tell(fact.clone(), value.clone(), Origin::Applicant));
            let shown = cover.shown(&known, example.on);
            assert!(example.shows.iter().all(|number| shown.contains(number)));
            assert!(!example.expected.is_empty());
        }
        let shown: Vec<usize> = found.examples.iter().flat_map(|example| example.shows.clone()).collect();
        for number in all {
            let without = found.impossible.contains(&number) || found.by_hand.contains(&number);
            assert_ne!(shown.contains(&number), without, "{}", cover.goals()[number]);
        }
        for number in found.impossible {
            let goal = &cover.goals()[number];
            let somebody = people.iter().find(|known| cover.shown(known, goal.day).contains(&number));
            assert!(somebody.is_none(), "{goal}: {somebody:?}");
        }
        assert!(found.examples.len() < shown.len(), "examples show several goals each");
    }
}

#[test]
fn a_threshold_is_shown_from_both_sides_and_exactly() {
    let catalogue = with(FACTS, "stall.number >= 1000 && yes.a").unwrap();
    let cover = Cover::new(catalogue, &EventId::new("do-it"), today()).unwrap();
    let boundaries: Vec<String> = (cover.goals().iter())
        .filter(|goal| goal.aim.what() == "needed" && goal.is_boundary())
        .map(|goal| match &goal.shows {
            Shows::Side(Side::Below(_, value) | Side::At(_, value) | Side::Above(_, value)) => {
                journey::cover::plain(value)
            }
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(boundaries, ["999", "1000", "1001"]);
}
