//! Somebody starts: a draft is already a case.

use catalogue::EventId;

use super::Outcome;
use crate::event::Event;
use crate::refusal::Refusal;
use crate::who::{Deed, PersonId};

#[derive(Clone, Debug)]
pub struct ToBegin {
    pub event: EventId,
    pub wish: Option<String>,
    pub language: String,
    /// Fingerprint of the catalogue of the day.
    pub catalogue: String,
    pub number: String,
    pub applicant: PersonId,
}

pub fn begin(deed: &Deed, begin: ToBegin) -> Outcome {
    if deed.by.person() != Some(&begin.applicant) {
        return Err(Refusal::NotTheApplicant);
    }
    let ToBegin { event, wish, language, catalogue, number, applicant } = begin;
    Ok(vec![Event::Begun { event, wish, language, catalogue, number, applicant }])
}

#[cfg(test)]
mod tests {
    use crate::refusal::Refusal;
    use crate::specimen::{begun, clerk, on, person, town};
    use crate::who::Who;

    #[test]
    fn nobody_begins_for_somebody_who_is_not_there() {
        let town = town();
        let other = Who::Applicant("li".into());
        assert_eq!(super::begin(&on(&town, "2026-03-02", other), begun()), Err(Refusal::NotTheApplicant));
        assert!(super::begin(&on(&town, "2026-03-02", person()), begun()).is_ok());
        assert!(super::begin(&on(&town, "2026-03-02", clerk()), begun()).is_ok());
    }
}
