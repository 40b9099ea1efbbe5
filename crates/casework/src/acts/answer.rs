//! The applicant answers questions of the draft; after filing only the notice is answered.

use std::collections::BTreeMap;

use journey::Origin;
use rules::FactId;

use super::Outcome;
use crate::case::Case;
use crate::chart::{self, Act};
use crate::event::{Answer, Event};
use crate::refusal::Refusal;
use crate::who::Deed;

#[derive(Clone, Debug, Default)]
pub struct Given {
    pub facts: BTreeMap<FactId, Answer>,
    pub removed: Vec<FactId>,
    /// "I do not know yet."
    pub not_yet: Vec<FactId>,
}

pub fn answer(case: &Case, deed: &Deed, given: Given) -> Outcome {
    chart::check(case, None, Act::Answer, deed)?;
    let Given { facts, removed, not_yet } = given;
    for fact in facts.keys().chain(&removed).chain(&not_yet) {
        if let Some(Origin::Register { register, .. }) = case.facts().get(fact).map(|a| &a.origin) {
            return Err(Refusal::KnownByRegister { fact: fact.clone(), register: register.clone() });
        }
    }
    if facts.is_empty() && removed.is_empty() && not_yet.is_empty() {
        return Ok(Vec::new());
    }
    Ok(vec![Event::Answered { facts, removed, not_yet }])
}

#[cfg(test)]
mod tests {
    use super::{Given, answer};
    use crate::refusal::Refusal;
    use crate::specimen::{answered, draft, fetched, filed, official, on, person, town};

    #[test]
    fn a_fact_a_register_knows_is_not_typed_over() {
        let town = town();
        let case = fetched(&town, draft(&town), "premises.area", "186");
        let deed = on(&town, "2026-03-02", person());
        let refusal = answer(&case, &deed, answered("premises.area", "90"));
        assert!(matches!(refusal, Err(Refusal::KnownByRegister { .. })), "{refusal:?}");
    }

    #[test]
    fn not_yet_and_removed_are_answers_too() {
        let town = town();
        let mut case = draft(&town);
        let deed = on(&town, "2026-03-02", person());
        town.carry_out(&mut case, &deed, |case, deed| answer(case, deed, answered("guests", "68"))).unwrap();
        assert!(case.facts().contains_key("guests"));
        let skip = Given { not_yet: vec!["guests".into()], ..Given::default() };
        town.carry_out(&mut case, &deed, |case, deed| answer(case, deed, skip.clone())).unwrap();
        assert!(!case.facts().contains_key("guests") && case.not_yet().contains("guests"));
        let forget = Given { removed: vec!["guests".into()], ..Given::default() };
        town.carry_out(&mut case, &deed, |case, deed| answer(case, deed, forget.clone())).unwrap();
        assert!(case.not_yet().is_empty());
        assert_eq!(answer(&case, &deed, Given::default()), Ok(vec![]));
    }

    #[test]
    fn nobody_answers_for_the_applicant_and_nothing_is_answered_after_filing() {
        let town = town();
        let fire = on(&town, "2026-03-02", official("qian", "fire-rescue"));
        assert_eq!(answer(&draft(&town), &fire, answered("guests", "68")), Err(Refusal::NotTheApplicant));
        let deed = on(&town, "2026-03-03", person());
        assert!(matches!(answer(&filed(&town), &deed, answered("guests", "68")), Err(Refusal::NotPossibleNow { .. })));
    }
}
