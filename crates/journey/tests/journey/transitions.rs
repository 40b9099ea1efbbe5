//! What other definitions mean for plans under way, against an oracle that assesses every plan under both laws.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use catalogue::{Catalogue, EventId, EvidenceId, Kind, PermitId, compile};
use journey::transition::{Clock, Crossing, Difference, Transition, UnderWay, Verdict, What};
use journey::{Form, FormMistake, Known, Need, Origin, Prepared, missing};
use rules::Ternary;

use super::beijing::{Dice, beijing, sources, today, told};
use super::small::small;

/// A plan with nothing chosen and nothing decided, brought with every paper there is.
struct Plain {
    none: BTreeSet<PermitId>,
    papers: BTreeSet<EvidenceId>,
}

impl Plain {
    fn new(catalogue: &Catalogue) -> Plain {
        Plain { none: BTreeSet::new(), papers: catalogue.evidence.keys().cloned().collect() }
    }

    fn of(&self, crossing: &Crossing, known: &Known) -> Transition {
        let plan =
            UnderWay { known, commitments: &self.none, papers: &self.papers, settled: &self.none, filed_on: today() };
        crossing.of(&plan)
    }
}

/// The example city with changes: each replaces one text that stands somewhere in its files.
fn changed(changes: &[(&str, &str)]) -> Arc<Catalogue> {
    let mut texts = sources();
    for (old, new) in changes {
        let source = texts.iter_mut().find(|source| source.text.contains(old)).unwrap_or_else(|| panic!("no `{old}`"));
        source.text = source.text.replacen(old, new, 1);
    }
    let checked = compile(&texts);
    let said = catalogue::render(&checked.diagnostics, &texts, catalogue::Style::Plain);
    Arc::new(checked.catalogue.unwrap_or_else(|| panic!("{said}")))
}

fn crossing(old: &Arc<Catalogue>, new: &Arc<Catalogue>, event: &str) -> Crossing {
    Crossing::new((old, today()), (new, today()), &EventId::from(event))
}

/// The slow way: everything is computed under both laws, and what came out is laid side by side.
fn oracle(old: &Prepared, new: &Prepared, known: &Known, papers: &BTreeSet<EvidenceId>) -> Transition {
    let mut differences = Vec::new();
    let mut needs = BTreeSet::new();
    let mut note = |kind: Kind, name: &str, what: What| {
        differences.push(Difference { kind, name: name.to_owned(), what });
    };
    let (then, now) = (old.assess(known), new.assess(known));
    let of = |prepared: &Prepared| prepared.event().unwrap().clone();
    let mut seen = BTreeSet::new();
    for id in of(new).permits.iter().chain(&of(old).permits).filter(|id| seen.insert((*id).clone())) {
        let need = |found: &journey::Assessment| found.permit(id).map_or(Need::NotNeeded, |p| p.need);
        match (need(&then), need(&now)) {
            (Need::NotNeeded, Need::Needed) => note(Kind::Permit, id.as_str(), What::Came),
            (Need::Needed | Need::Open, Need::NotNeeded) => note(Kind::Permit, id.as_str(), What::Gone),
            (Need::Needed, Need::Needed) => {
                let of = |prepared: &Prepared| prepared.catalogue().permits[id].clone();
                let (was, is) = (of(old), of(new));
                for rule in &is.rules {
                    let broken = |prepared: &Prepared, permit: &catalogue::Permit| {
                        let full = known.completed(prepared.catalogue(), prepared.on());
                        permit.rules.iter().any(|r| {
                            r.id == rule.id
                                && r.applies.as_ref().is_none_or(|c| c.holds(&full) == Ternary::True)
                                && r.must.holds(&full) == Ternary::False
                        })
                    };
                    match (broken(old, &was), broken(new, &is)) {
                        (false, true) => note(Kind::Permit, id.as_str(), What::Breaks { rule: rule.id.clone() }),
                        (true, false) => note(Kind::Permit, id.as_str(), What::Keeps { rule: rule.id.clone() }),
                        _ => {}
                    }
                }
                for (clock, before, after) in [
                    (Clock::Promise, was.decide.promise, is.decide.promise),
                    (Clock::Limit, was.decide.within, is.decide.within),
                ] {
                    if before != after {
                        let is_worse = after.count > before.count;
                        let what = What::Clock { clock, before: Some(before), after: Some(after), is_worse };
                        note(Kind::Permit, id.as_str(), what);
                    }
                }
                if was.fee != is.fee {
                    note(Kind::Permit, id.as_str(), What::Fee { before: was.fee, after: is.fee });
                }
            }
            _ => {}
        }
    }
    for (kind, then, now) in [(Kind::Duty, duties(&then), duties(&now)), (Kind::Ban, bans(&then), bans(&now))] {
        for name in then.keys().chain(now.keys()).collect::<BTreeSet<_>>() {
            let of = |all: &BTreeMap<String, Need>| all.get(name).copied().unwrap_or(Need::NotNeeded);
            match (of(&then), of(&now)) {
                (Need::NotNeeded, Need::Needed) => note(kind, name, What::Came),
                (Need::Needed, Need::NotNeeded) => note(kind, name, What::Gone),
                _ => {}
            }
        }
    }
    let facts = |prepared: &Prepared, found: &journey::Assessment| -> BTreeSet<_> {
        let form = Form::new(prepared, found, known, &[]);
        let mistakes = missing(prepared.catalogue(), &form, known, papers, prepared.on());
        let fact = |mistake| if let FormMistake::MissingFact { fact } = mistake { Some(fact) } else { None };
        mistakes.into_iter().filter_map(fact).collect()
    };
    let wanted = facts(old, &then);
    needs.extend(facts(new, &now).into_iter().filter(|fact| !wanted.contains(fact)));
    let was_open = |ban: &str| then.bans.iter().any(|b| b.ban.as_str() == ban && b.need == Need::Open);
    let opened = now.bans.iter().filter(|ban| ban.need == Need::Open && !was_open(ban.ban.as_str()));
    needs.extend(opened.flat_map(|ban| ban.depends_on.iter().cloned()));
    Transition { differences, needs }
}

fn duties(found: &journey::Assessment) -> BTreeMap<String, Need> {
    found.duties.iter().map(|d| (d.duty.to_string(), d.need)).collect()
}

fn bans(found: &journey::Assessment) -> BTreeMap<String, Need> {
    found.bans.iter().map(|b| (b.ban.to_string(), b.need)).collect()
}

fn as_texts(found: &Transition) -> BTreeSet<String> {
    found.differences.iter().map(ToString::to_string).collect()
}

/// Answers to everything that is not personal, as a whole form gives them.
fn everything(catalogue: &Catalogue, dice: &mut Dice) -> Known {
    let mut known = Known::new();
    for fact in catalogue.facts.values().filter(|fact| fact.derive.is_none()) {
        known.tell(fact.id.clone(), dice.answer(catalogue, &fact.id), Origin::Applicant);
    }
    known
}

#[test]
fn for_plans_whose_facts_are_known_it_says_what_assessing_them_twice_says() {
    let old = beijing();
    let new = changed(&[
        (r#"value: "300""#, r#"value: "200""#),
        (r#"value: "150""#, r#"value: "100""#),
        (r#"if: 'venue.kind == "bar"'"#, r#"if: 'venue.kind in ["bar", "tea-house"]'"#),
        (r#"from: "2010-01-01", value: "1000""#, r#"from: "2010-01-01", value: "400""#),
    ]);
    let plain = Plain::new(&old);
    let (mut dice, mut verdicts) = (Dice(11), BTreeSet::new());
    let ways = [(&old, &new), (&new, &old)];
    let events = ["open-restaurant", "open-supermarket", "hold-event"];
    for ((old, new), event) in ways.into_iter().flat_map(|way| events.map(|event| (way, event))) {
        let crossing = crossing(old, new, event);
        assert!(!crossing.changes_nothing(), "{event}");
        let id = EventId::from(event);
        let prepare = |catalogue: &Arc<Catalogue>| Prepared::new(Arc::clone(catalogue), &id, today()).unwrap();
        let (then, now) = (prepare(old), prepare(new));
        for _ in 0..70 {
            let known = everything(old, &mut dice);
            let found = plain.of(&crossing, &known);
            let right = oracle(&then, &now, &known, &plain.papers);
            assert_eq!(as_texts(&found), as_texts(&right), "{event} of {known:?}");
            assert_eq!(found.verdict(), right.verdict());
            verdicts.insert(found.verdict());
        }
    }
    assert!(verdicts.len() >= 3, "only {verdicts:?}");
}

#[test]
fn for_catalogues_made_by_dice_and_plans_with_holes_it_says_what_assessing_them_twice_says() {
    let catalogues: Vec<Arc<Catalogue>> = (0..80).filter_map(small).take(12).collect();
    let (mut dice, mut differing, mut needing) = (Dice(5), 0, 0);
    for pair in catalogues.windows(2) {
        let (old, new) = (&pair[0], &pair[1]);
        let Some(event) = old.events.keys().find(|id| new.events.contains_key(*id)) else { continue };
        let crossing = Crossing::new((old, today()), (new, today()), event);
        let prepare = |catalogue: &Arc<Catalogue>| Prepared::new(Arc::clone(catalogue), event, today()).unwrap();
        let (then, now) = (prepare(old), prepare(new));
        let plain = Plain::new(old);
        for _ in 0..200 {
            let mut known = everything(old, &mut dice);
            // What a plan was filed with is what its law asked for.
            let full = known.clone();
            let form = Form::new(&then, &then.assess(&full), &full, &[]);
            let asked: BTreeSet<_> = form.facts().map(|f| f.fact.clone()).collect();
            let unasked: Vec<_> = full.iter().map(|(id, _)| id.clone()).filter(|id| !asked.contains(id)).collect();
            unasked.iter().for_each(|fact| known.forget(fact));
            let found = plain.of(&crossing, &known);
            let right = oracle(&then, &now, &known, &plain.papers);
            let is_open = |law: &Prepared| law.assess(&known).permits.iter().any(|p| p.need == Need::Open);
            let open = is_open(&then) || is_open(&now);
            if open {
                // While a permit is open the form plans for the stricter case; what decides it is asked first.
                assert!(found.needs.iter().all(|fact| known.get(fact).is_none()));
                needing += usize::from(!found.needs.is_empty());
                continue;
            }
            assert_eq!(as_texts(&found), as_texts(&right), "{known:?}");
            assert_eq!(found.needs, right.needs, "{known:?}");
            differing += usize::from(found.verdict() != Verdict::Same);
            needing += usize::from(!found.needs.is_empty());
        }
    }
    assert!(differing > 300 && needing > 30, "{differing} differ, {needing} need a fact");
}

#[test]
fn what_is_only_written_otherwise_is_no_change() {
    let old = beijing();
    let new = changed(&[("Food business licence", "Licence for food businesses")]);
    for event in old.events.keys() {
        let crossing = Crossing::new((&old, today()), (&new, today()), event);
        assert!(crossing.changes_nothing());
        assert!(crossing.reads().is_empty());
    }
}

#[test]
fn a_lower_threshold_brings_a_permit_and_asks_for_what_it_needs() {
    let (old, new) = (beijing(), changed(&[(r#"value: "300""#, r#"value: "200""#)]));
    let known = told(
        &old,
        "venue.kind restaurant
         premises.operating_area 250
         premises.central_air no",
    );
    let found = Plain::new(&old).of(&crossing(&old, &new, "open-restaurant"), &known);
    assert_eq!(found.verdict(), Verdict::Worse);
    assert!(as_texts(&found).contains("permit fire-safety-check: now applies"), "{found:?}");
    assert!(found.needs.iter().any(|fact| fact.as_str() == "fire.routes_free"), "{:?}", found.needs);
    // Who had decided it already is not reached.
    let settled = BTreeSet::from([PermitId::new("fire-safety-check")]);
    let plain = Plain::new(&old);
    let plan = UnderWay {
        known: &known,
        commitments: &plain.none,
        papers: &plain.papers,
        settled: &settled,
        filed_on: today(),
    };
    assert_eq!(crossing(&old, &new, "open-restaurant").of(&plan).verdict(), Verdict::Same);
}

/// A restaurant that everything is known of but for what only the changed law asks.
fn restaurant(catalogue: &Catalogue, kind: &str) -> Known {
    let mut known = everything(catalogue, &mut Dice(2));
    let more = told(catalogue, &format!("venue.kind {kind}\npremises.operating_area 250\nbusiness.registered yes"));
    for (fact, told) in more.iter() {
        known.tell(fact.clone(), told.value.clone(), Origin::Applicant);
    }
    known
}

#[test]
fn a_choice_that_is_gone_must_be_made_again() {
    let old = beijing();
    let mut new = Catalogue::clone(&old);
    let fact = new.facts.get_mut("venue.kind").unwrap();
    fact.choices.retain(|choice| choice.id != "tea-house");
    fact.ty = rules::Type::Choice(fact.choices.iter().map(|choice| choice.id.clone()).collect());
    let crossing = crossing(&old, &Arc::new(new), "open-restaurant");
    let of = |kind: &str| Plain::new(&old).of(&crossing, &restaurant(&old, kind));
    assert_eq!(of("cafe").verdict(), Verdict::Same);
    assert_eq!(of("tea-house").verdict(), Verdict::NeedsFact);
    assert!(of("tea-house").needs.iter().any(|fact| fact.as_str() == "venue.kind"));
}

#[test]
fn clocks_of_different_kinds_are_compared_on_the_calendar() {
    let old = beijing();
    let with = |limit: &str| {
        let mut new = Catalogue::clone(&old);
        let permit = new.permits.values_mut().find(|permit| permit.id.as_str() == "food-business").unwrap();
        permit.decide.within = limit.parse().unwrap();
        Arc::new(new)
    };
    let verdict = |old: &Arc<Catalogue>, new: &Arc<Catalogue>| {
        Plain::new(old).of(&crossing(old, new, "open-restaurant"), &restaurant(old, "restaurant")).verdict()
    };
    let (ten, fortnight, month) = (with("10 wd"), with("14 d"), with("30 d"));
    assert_eq!(verdict(&ten, &fortnight), Verdict::Same);
    assert_eq!(verdict(&ten, &month), Verdict::Worse);
    assert_eq!(verdict(&month, &ten), Verdict::Better);
}
