//! The one form: every fact once, each named by somebody, nothing missing unsaid.

use std::collections::{BTreeMap, BTreeSet};

use catalogue::{Catalogue, EvidenceId, Permit, PermitId, Validity};
use journey::{Form, FormMistake, Known, Need, Origin, Prepared, Wanted, examine, missing};
use rules::{Condition, FactId, Ternary, Value};

use super::beijing::{Dice, beijing, day, prepared, today, told, wished};

/// Somebody with random answers to a random part of everything.
pub fn anybody(event: &str, seed: u64) -> (std::sync::Arc<Prepared>, Known) {
    let catalogue = beijing();
    let prepared = prepared(event);
    let mut dice = Dice(seed * 31 + 7);
    let wishes = &catalogue.events[&catalogue::EventId::from(event)].wishes;
    let mut known = wished(dice.pick(wishes));
    let much = 2 + dice.below(7);
    for fact in catalogue.facts.values().filter(|f| f.derive.is_none()) {
        if dice.below(8) < much && known.get(&fact.id).is_none() {
            let origin = match &fact.register {
                Some(register) => Origin::Register { register: register.clone(), on: today() },
                None => Origin::Applicant,
            };
            let value = dice.answer(&catalogue, &fact.id);
            known.tell(fact.id.clone(), value, origin);
        }
    }
    (prepared, known)
}

pub const EVENTS: [&str; 3] = ["open-restaurant", "open-supermarket", "hold-event"];

fn inputs(catalogue: &Catalogue, fact: &FactId) -> BTreeSet<FactId> {
    match catalogue.facts.get(fact).and_then(|f| f.derive.as_ref()) {
        Some(derive) => derive.facts().iter().flat_map(|f| inputs(catalogue, f)).collect(),
        None => BTreeSet::from([fact.clone()]),
    }
}

/// Every fact that the text of a permit names, down to what can be asked.
fn named(catalogue: &Catalogue, permit: &Permit) -> BTreeSet<FactId> {
    let mut conditions: Vec<&Condition> = vec![&permit.needed];
    conditions.extend(permit.needs.iter().filter_map(|n| n.applies.as_ref()));
    conditions.extend(permit.rules.iter().flat_map(|r| std::iter::once(&r.must).chain(&r.applies)));
    conditions.extend(permit.decided_by.iter().map(|d| &d.applies));
    conditions.extend(permit.evidence.iter().filter_map(|e| e.applies.as_ref()));
    conditions.extend(permit.commitment.iter().filter_map(|c| c.applies.as_ref()));
    let mut facts: BTreeSet<FactId> = conditions.iter().flat_map(|c| c.facts()).cloned().collect();
    facts.extend(permit.needs.iter().map(|n| n.fact.clone()));
    facts.extend(permit.grants.scope.iter().cloned());
    facts.extend(permit.file_before.iter().map(|f| f.fact.clone()));
    if let Validity::Until(fact) = &permit.grants.valid {
        facts.insert(fact.clone());
    }
    let mut all = BTreeSet::new();
    let mut to_do: Vec<FactId> = facts.into_iter().collect();
    while let Some(fact) = to_do.pop() {
        for input in inputs(catalogue, &fact) {
            let only_if = catalogue.facts[&input].only_if.clone();
            if all.insert(input) {
                to_do.extend(only_if.iter().flat_map(|c| c.facts()).cloned());
            }
        }
    }
    all
}

#[test]
fn every_fact_stands_once_and_somebody_names_it() {
    let catalogue = beijing();
    for (event, seed) in EVENTS.iter().flat_map(|e| (0..40).map(move |seed| (*e, seed))) {
        let (prepared, known) = anybody(event, seed);
        let full = known.completed(&catalogue, today());
        let assessment = prepared.assess(&known);
        let form = Form::new(&prepared, &assessment, &known, &[]);
        let of_case =
            prepared.event().map(|e| [e.title.clone(), e.place.clone(), catalogue.city.district_fact.clone()]).unwrap();
        let mut seen = BTreeSet::new();
        for item in form.facts() {
            assert!(seen.insert(item.fact.clone()), "{} twice", item.fact);
            assert!(!item.needed_by.is_empty(), "{} for nobody", item.fact);
            let fact = &catalogue.facts[&item.fact];
            assert!(fact.derive.is_none(), "{} is computed", item.fact);
            assert!(
                fact.only_if.as_ref().is_none_or(|c| c.holds(&full) != Ternary::False),
                "{} does not apply",
                item.fact
            );
            for reader in &item.needed_by {
                assert_ne!(assessment.permit(&reader.permit).unwrap().need, Need::NotNeeded);
                let by_text = named(&catalogue, &catalogue.permits[&reader.permit]).contains(&item.fact);
                let by_case = matches!(reader.why, Wanted::TheCase) && of_case.contains(&item.fact);
                assert!(by_text || by_case, "{event} {seed}: {} does not name {}", reader.permit, item.fact);
            }
        }
        // And the other way: what a permit needs for sure is in the form.
        for permit in assessment.needed().map(|p| &catalogue.permits[&p.permit]) {
            let sure = |c: &Option<Condition>| c.as_ref().is_none_or(|c| c.holds(&full) == Ternary::True);
            let needs = permit.needs.iter().filter(|n| sure(&n.applies)).map(|n| &n.fact);
            let reads = permit.rules.iter().filter(|r| sure(&r.applies)).flat_map(|r| r.must.facts());
            for fact in needs.chain(reads).flat_map(|f| inputs(&catalogue, f)) {
                let applies = catalogue.facts[&fact].only_if.as_ref().is_none_or(|c| c.holds(&full) != Ternary::False);
                assert!(!applies || seen.contains(&fact), "{event} {seed}: {fact} is not in the form");
            }
        }
        // Registers, permits and computations are not asked of anybody.
        for asked in form.asked(&catalogue, &known) {
            assert!(asked.given_by.is_none());
            assert!(
                !matches!(known.get(&asked.fact).map(|k| &k.origin), Some(Origin::Register { .. })),
                "{}",
                asked.fact
            );
        }
        // One slot a paper, however many read it.
        let slots: BTreeSet<&EvidenceId> = form.papers.iter().map(|p| &p.evidence).collect();
        assert_eq!(slots.len(), form.papers.len());
    }
}

#[test]
fn a_permit_that_is_not_needed_changes_nothing_in_the_form() {
    let catalogue = beijing();
    let (prepared, known) = (prepared("open-restaurant"), told(&catalogue, BISTRO));
    let form = Form::new(&prepared, &prepared.assess(&known), &known, &[]);
    for fact in ["tobacco.separate", "road.area", "card.bank", "drainage.outlet"] {
        assert!(form.facts().all(|f| f.fact.as_str() != fact), "{fact}");
    }
}

const BISTRO: &str = "
    venue.kind restaurant
    premises.building commercial
    premises.operating_area 186
    premises.near_school no
    business.chain no
    business.registered no
    business.food_ban no
    food.items hot-dishes
    kitchen.fumes yes
    drainage.route building
    sign.plan small
    shop.offers none
    road.occupies no
";

fn bistro(more: &str) -> (std::sync::Arc<Prepared>, Known) {
    (prepared("open-restaurant"), told(&beijing(), &format!("{BISTRO}{more}")))
}

fn everything_missing(
    prepared: &Prepared,
    known: &Known,
    papers: &[&str],
    commitments: &[PermitId],
) -> Vec<FormMistake> {
    let form = Form::new(prepared, &prepared.assess(known), known, commitments);
    let papers = papers.iter().map(|p| EvidenceId::from(*p)).collect();
    missing(&beijing(), &form, known, &papers, today())
}

#[test]
fn one_list_says_everything_that_is_missing() {
    let (prepared, mut known) = bistro("kitchen.area 240\nstaff.number 1");
    known.tell(
        "staff.food_handlers",
        Value::Rows(vec![
            BTreeMap::from([("name".to_owned(), Value::text("陈波"))]),
            BTreeMap::from([
                ("name".to_owned(), Value::text("何静")),
                ("id_number".to_owned(), Value::text("11010519491231002X")),
            ]),
        ]),
        Origin::Applicant,
    );
    let list = everything_missing(&prepared, &known, &["floor-plan"], &[]);
    let has = |mistake: &FormMistake| list.contains(mistake);
    assert!(has(&FormMistake::MissingFact { fact: "premises.address".into() }));
    assert!(has(&FormMistake::MissingItem { fact: "staff.food_handlers".into(), row: 0, item: "id_number".into() }));
    assert!(
        list.iter().any(|m| matches!(m, FormMistake::MissingPaper { evidence } if evidence.as_str() == "kitchen-plan"))
    );
    assert!(
        !list.iter().any(|m| matches!(m, FormMistake::MissingPaper { evidence } if evidence.as_str() == "floor-plan"))
    );
    let said: Vec<String> = list
        .iter()
        .filter_map(|m| match m {
            FormMistake::CrossCheck { say, .. } => Some(say.say("en").to_owned()),
            _ => None,
        })
        .collect();
    assert!(said.iter().any(|s| s.contains("240") && s.contains("186")), "{said:?}");
    assert!(said.iter().all(|s| !s.contains('{')), "{said:?}");
    // Optional facts are not missed, and neither is what a permit of the same plan gives.
    assert!(!list.iter().any(|m| matches!(m, FormMistake::MissingFact { fact } if fact.as_str() == "applicant.email")));
    assert!(
        !list.iter().any(|m| matches!(m, FormMistake::MissingFact { fact } if fact.as_str() == "business.credit_code"))
    );
    known.tell("staff.food_handlers", Value::Rows(Vec::new()), Origin::Applicant);
    let list = everything_missing(&prepared, &known, &[], &[]);
    assert!(list.contains(&FormMistake::TooFewRows { fact: "staff.food_handlers".into(), least: 1 }));
}

#[test]
fn a_commitment_saves_a_paper_only_where_the_law_offers_it() {
    let (prepared, known) = bistro("");
    let paper = |commitments: &[&str]| {
        let ids: Vec<PermitId> = commitments.iter().map(|c| PermitId::from(*c)).collect();
        let form = Form::new(&prepared, &prepared.assess(&known), &known, &ids);
        let slot = form
            .papers
            .iter()
            .find(|p| p.evidence.as_str() == "premises-right")
            .map(|p| p.needed_by.iter().map(|n| n.permit.to_string()).collect::<Vec<_>>());
        (slot.unwrap_or_default(), form.commitments.iter().filter(|c| c.chosen).count())
    };
    assert!(paper(&[]).0.contains(&"business-registration".to_owned()));
    let (readers, chosen) = paper(&["business-registration"]);
    assert!(!readers.contains(&"business-registration".to_owned()));
    assert_eq!(chosen, 1);
    // Food is made here, so that this permit has no commitment to offer.
    let (_, chosen) = paper(&["food-business"]);
    assert_eq!(chosen, 0);
}

#[test]
fn a_register_proves_instead_of_a_paper() {
    let (prepared, mut known) = bistro("");
    let proved = |known: &Known| {
        let form = Form::new(&prepared, &prepared.assess(known), known, &[]);
        form.papers.iter().find(|p| p.evidence.as_str() == "premises-right").map(|p| p.proved_by_register)
    };
    assert_eq!(proved(&known), Some(false));
    let register = Origin::Register { register: "lease-filing".into(), on: today() };
    known.tell("premises.lease_number", Value::text("L-1"), register);
    assert_eq!(proved(&known), Some(true));
}

#[test]
fn an_officer_sees_what_the_permit_needs_and_a_count_of_the_rest() {
    let (prepared, known) = bistro("premises.tenure rent\nbusiness.registered no");
    let catalogue = beijing();
    let form = Form::new(&prepared, &prepared.assess(&known), &known, &[]);
    let n = form.facts().count();
    for permit in prepared.assess(&known).needed() {
        let (seen, checks, hidden) = examine(&catalogue, &form, &permit.permit, &known, today());
        assert_eq!(seen.len() + hidden, n, "{}", permit.permit);
        assert!(seen.iter().all(|s| s.needed_by.permit == permit.permit));
        assert!(seen.iter().any(|s| s.fact.as_str() == "premises.address"), "{} does not know where", permit.permit);
        let rules = &catalogue.permits[&permit.permit].rules;
        assert!(checks.iter().all(|c| rules.iter().any(|r| r.id == c.rule)));
    }
    let registration = PermitId::from("business-registration");
    let (_, checks, _) =
        examine(&catalogue, &form, &registration, &told(&catalogue, "premises.tenure free"), day("2026-03-02"));
    let lease = checks.iter().find(|c| c.rule == "lease-known").unwrap();
    assert_eq!(lease.holds, Ternary::Unknown, "whether the rule applies is open, so it is not broken");
    let (_, checks, _) = examine(
        &catalogue,
        &form,
        &registration,
        &told(&catalogue, "premises.tenure free\nbusiness.kind branch"),
        today(),
    );
    assert_eq!(checks.iter().find(|c| c.rule == "lease-known").unwrap().holds, Ternary::False);
    let (_, checks, _) = examine(
        &catalogue,
        &form,
        &registration,
        &told(&catalogue, "premises.tenure free\nbusiness.kind company"),
        today(),
    );
    assert!(checks.iter().all(|c| c.rule != "lease-known"));
}
