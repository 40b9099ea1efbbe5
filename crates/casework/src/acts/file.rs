//! The applicant signs once and files everything at once.

use journey::Plan;

use super::Outcome;
use crate::case::Case;
use crate::chart::{self, Act};
use crate::event::{Event, Representative, Terms};
use crate::refusal::{Missing, Refusal};
use crate::who::Deed;

#[derive(Clone, Debug)]
pub struct ToFile {
    pub number: String,
    /// Computed for the day of filing.
    pub plan: Plan,
    pub representative: Representative,
    /// Which words were signed.
    pub statement_version: String,
    pub catalogue: String,
    pub terms: Terms,
}

/// `missing` is what the form still needs, as the journey computed it for this catalogue and day.
pub fn file(case: &Case, deed: &Deed, filing: ToFile, missing: &[Missing]) -> Outcome {
    if let Some(first) = case.filing() {
        return Err(Refusal::AlreadyFiled { number: first.number.clone(), on: first.at.day });
    }
    chart::check(case, None, Act::File, deed)?;
    let ToFile { number, plan, representative, statement_version, catalogue, terms } = filing;
    let mut missing = missing.to_vec();
    if plan.parts.is_empty() {
        missing.push(Missing::Permit);
    }
    if statement_version.trim().is_empty() {
        missing.push(Missing::Signature);
    }
    missing.extend(super::co_applicant::unsigned(case));
    if !missing.is_empty() {
        return Err(Refusal::Missing(missing));
    }
    if plan.filed_on != deed.today() {
        // The page stood open overnight: the promise on it is yesterday's.
        return Err(Refusal::BadDay { earliest: deed.today(), latest: Some(deed.today()) });
    }
    if let Some(latest) = plan.latest_filing.as_ref().filter(|l| l.day < deed.today()) {
        return Err(Refusal::TooLate { article: latest.law.first().cloned(), until: latest.day });
    }
    let permits = plan.parts.iter().map(|p| p.permit.clone()).collect();
    let commitments = plan.parts.iter().filter(|p| p.by_commitment).map(|p| p.permit.clone()).collect();
    Ok(vec![
        Event::Signed { statement_version, permits },
        Event::Filed { number, plan, representative, commitments, catalogue, terms },
    ])
}

#[cfg(test)]
mod tests {
    use super::file;
    use crate::chart::{PartStage, Stage};
    use crate::refusal::{Missing, Refusal};
    use crate::specimen::{draft, filed, on, person, to_file, town};

    #[test]
    fn filing_twice_answers_with_the_first_receipt() {
        let town = town();
        let deed = on(&town, "2026-03-02", person());
        let refusal = file(&filed(&town), &deed, to_file(&town, "2026-03-02"), &[]);
        assert_eq!(
            refusal,
            Err(Refusal::AlreadyFiled { number: "2026-0001".into(), on: "2026-03-02".parse().unwrap() })
        );
    }

    #[test]
    fn everything_that_is_missing_is_said_at_once() {
        let town = town();
        let deed = on(&town, "2026-03-02", person());
        let mut filing = to_file(&town, "2026-03-02");
        filing.plan.parts.clear();
        filing.statement_version.clear();
        let missing = [Missing::Fact("guests".into()), Missing::Paper("floor-plan".into())];
        let Err(Refusal::Missing(all)) = file(&draft(&town), &deed, filing, &missing) else { panic!() };
        assert_eq!(all.len(), 4);
    }

    #[test]
    fn yesterdays_promise_is_not_filed() {
        let town = town();
        let deed = on(&town, "2026-03-03", person());
        let refusal = file(&draft(&town), &deed, to_file(&town, "2026-03-02"), &[]);
        assert!(matches!(refusal, Err(Refusal::BadDay { .. })));
    }

    #[test]
    fn parts_with_nothing_before_them_begin_at_once() {
        let town = town();
        let case = filed(&town);
        assert_eq!(case.stage(), Stage::Filed);
        let stage = |permit: &str| case.part(&permit.into()).unwrap().stage;
        assert_eq!(stage("business-registration"), PartStage::Deciding);
        assert_eq!(stage("food-business"), PartStage::Waiting);
        assert_eq!(case.promised(), case.promised_first());
    }
}
