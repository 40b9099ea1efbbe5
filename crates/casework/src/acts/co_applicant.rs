//! Others who apply too: each joins by an invitation and signs the draft as it is; a change is signed again.

use super::Outcome;
use crate::case::Case;
use crate::chart::{self, Act};
use crate::event::Event;
use crate::refusal::{Missing, Refusal};
use crate::who::{Deed, Who};

/// More people than this found a firm first.
const AT_MOST: usize = 20;

pub fn invite_co_applicant(case: &Case, deed: &Deed) -> Outcome {
    chart::check(case, None, Act::InviteCoApplicant, deed)?;
    if case.co_applicants().len() >= AT_MOST {
        return Err(super::not_possible(case, None, Act::InviteCoApplicant));
    }
    let place = case.co_applicants().keys().next_back().map_or(1, |last| last + 1);
    Ok(vec![Event::CoApplicantInvited { place }])
}

pub fn remove_co_applicant(case: &Case, deed: &Deed, place: u32) -> Outcome {
    chart::check(case, None, Act::RemoveCoApplicant, deed)?;
    if !case.co_applicants().contains_key(&place) {
        return Err(Refusal::InvitationUsed);
    }
    Ok(vec![Event::CoApplicantRemoved { place }])
}

/// By whoever holds the invitation; the office has looked at its code.
pub fn join_as_co_applicant(case: &Case, deed: &Deed, place: u32) -> Outcome {
    chart::check(case, None, Act::JoinAsCoApplicant, deed)?;
    let Who::Applicant(person) = &deed.by else { return Err(Refusal::NotInvited) };
    match case.co_applicants().get(&place) {
        Some(free) if free.person.is_none() => Ok(vec![Event::CoApplicantJoined { place, person: person.clone() }]),
        _ => Err(Refusal::InvitationUsed),
    }
}

pub fn co_sign(case: &Case, deed: &Deed, statement_version: &str) -> Outcome {
    chart::check(case, None, Act::CoSign, deed)?;
    let Who::Applicant(person) = &deed.by else { return Err(Refusal::NotInvited) };
    if statement_version.trim().is_empty() {
        return Err(Refusal::Missing(vec![Missing::Signature]));
    }
    let (person, statement_version) = (person.clone(), statement_version.to_owned());
    Ok(vec![Event::CoSigned { person, statement_version }])
}

/// Whose signature is still missing, place by place.
pub(super) fn unsigned(case: &Case) -> impl Iterator<Item = Missing> {
    let open = case.co_applicants().iter().filter(|(_, place)| place.signed.is_none());
    open.map(|(place, _)| Missing::CoSignature(*place))
}

#[cfg(test)]
mod tests {
    use super::{co_sign, invite_co_applicant, join_as_co_applicant, remove_co_applicant};
    use crate::acts::{answer, file};
    use crate::refusal::{Missing, Refusal};
    use crate::specimen::{answered, draft, on, person, to_file, town};
    use crate::who::Who;

    #[test]
    fn everybody_signs_what_it_says_now() {
        let town = town();
        let mut case = draft(&town);
        let day = "2026-03-02";
        let (wang, li) = (on(&town, day, person()), on(&town, day, Who::Applicant("li".into())));
        let files = |c: &_| file(c, &wang, to_file(&town, day), &[]);
        town.carry_out(&mut case, &wang, invite_co_applicant).unwrap();
        let missing = Err(Refusal::Missing(vec![Missing::CoSignature(1)]));
        assert_eq!(files(&case), missing);
        assert_eq!(co_sign(&case, &li, "s1"), Err(Refusal::NotInvited));
        town.carry_out(&mut case, &li, |c, d| join_as_co_applicant(c, d, 1)).unwrap();
        assert_eq!(files(&case), missing);
        town.carry_out(&mut case, &li, |c, d| co_sign(c, d, "s1")).unwrap();
        assert!(files(&case).is_ok());
        // What is changed afterwards is signed again.
        town.carry_out(&mut case, &wang, |c, d| answer(c, d, answered("guests", "72"))).unwrap();
        assert_eq!(files(&case), missing);
        town.carry_out(&mut case, &wang, |c, d| remove_co_applicant(c, d, 1)).unwrap();
        assert!(files(&case).is_ok());
    }
}
