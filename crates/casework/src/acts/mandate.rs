//! A power of attorney: the applicant says what for and until when, the agent takes it, either ends it.

use std::collections::BTreeSet;

use rules::Day;

use super::{Outcome, not_possible};
use crate::case::Case;
use crate::chart::{self, Act};
use crate::event::{Event, Power};
use crate::refusal::Refusal;
use crate::who::{Deed, MandateId, Who};

/// The longest anybody gives one for: then it is given again.
const AHEAD: i64 = 3 * 366;

pub fn offer_mandate(case: &Case, deed: &Deed, mandate: MandateId, scope: BTreeSet<Power>, until: Day) -> Outcome {
    chart::check(case, None, Act::OfferMandate, deed)?;
    if scope.is_empty() {
        return Err(Refusal::NeedsReason);
    }
    let (earliest, latest) = (deed.today(), deed.today().plus_days(AHEAD));
    if until < earliest || until > latest {
        return Err(Refusal::BadDay { earliest, latest: Some(latest) });
    }
    if case.mandates().contains_key(&mandate) {
        return Err(Refusal::InvitationUsed);
    }
    Ok(vec![Event::MandateOffered { mandate, scope, until }])
}

/// By whoever holds the invitation; the office has looked at its code.
pub fn take_mandate(case: &Case, deed: &Deed, mandate: &MandateId) -> Outcome {
    chart::check(case, None, Act::TakeMandate, deed)?;
    let Who::Applicant(agent) = &deed.by else { return Err(Refusal::NotInvited) };
    let held = case.mandates().get(mandate).ok_or(Refusal::NoMandate)?;
    if held.agent.is_some() || held.ended.is_some() {
        return Err(Refusal::InvitationUsed);
    }
    if deed.today() > held.until {
        return Err(Refusal::MandateOver { until: held.until });
    }
    if case.mandate_of(agent, deed.today()).is_some() {
        return Err(not_possible(case, None, Act::TakeMandate));
    }
    Ok(vec![Event::MandateTaken { mandate: mandate.clone(), agent: agent.clone() }])
}

/// By the applicant at any time, or by the agent.
pub fn end_mandate(case: &Case, deed: &Deed, mandate: &MandateId) -> Outcome {
    match chart::check(case, None, Act::EndMandate, deed) {
        // One that is over can still be laid down.
        Ok(()) | Err(Refusal::MandateOver { .. }) => {}
        Err(refusal) => return Err(refusal),
    }
    let held = case.mandates().get(mandate).ok_or(Refusal::NoMandate)?;
    if held.ended.is_some() {
        return Err(Refusal::NoMandate);
    }
    if let Who::Agent { mandate: own, .. } = &deed.by
        && own != mandate
    {
        return Err(Refusal::NotInMandate { act: Act::EndMandate });
    }
    Ok(vec![Event::MandateEnded { mandate: mandate.clone() }])
}

#[cfg(test)]
mod tests {
    use super::{end_mandate, offer_mandate, take_mandate};
    use crate::acts::{answer, file, withdraw};
    use crate::event::Power;
    use crate::refusal::Refusal;
    use crate::specimen::{agent, answered, day, draft, on, person, to_file, town};
    use crate::who::Who;

    #[test]
    fn within_its_scope_to_its_last_day() {
        let town = town();
        let mut case = draft(&town);
        let wang = on(&town, "2026-03-02", person());
        let li = |day: &str| on(&town, day, agent());
        let typed = |c: &_, d: &_| answer(c, d, answered("guests", "68"));
        assert_eq!(typed(&case, &li("2026-03-02")), Err(Refusal::NoMandate));
        let offer =
            |c: &_, d: &_| offer_mandate(c, d, "m1".into(), [Power::Prepare, Power::Answer].into(), day("2026-03-10"));
        assert!(matches!(offer(&case, &li("2026-03-02")), Err(Refusal::NotTheApplicant)));
        town.carry_out(&mut case, &wang, offer).unwrap();
        assert_eq!(typed(&case, &li("2026-03-02")), Err(Refusal::NotInMandate { act: crate::Act::Answer }));
        let invited = on(&town, "2026-03-02", Who::Applicant("li".into()));
        town.carry_out(&mut case, &invited, |c, d| take_mandate(c, d, &"m1".into())).unwrap();
        assert_eq!(take_mandate(&case, &invited, &"m1".into()), Err(Refusal::InvitationUsed));
        town.carry_out(&mut case, &li("2026-03-03"), typed).unwrap();
        let files = file(&case, &li("2026-03-03"), to_file(&town, "2026-03-03"), &[]);
        assert_eq!(files, Err(Refusal::NotInMandate { act: crate::Act::File }));
        let gone = withdraw(&case, &li("2026-03-03"), None);
        assert_eq!(gone, Err(Refusal::NotInMandate { act: crate::Act::Withdraw }));
        // On its last day it holds; on the next it does not.
        assert!(typed(&case, &li("2026-03-10")).is_ok());
        assert_eq!(typed(&case, &li("2026-03-11")), Err(Refusal::MandateOver { until: day("2026-03-10") }));
        town.carry_out(&mut case, &li("2026-03-11"), |c, d| end_mandate(c, d, &"m1".into())).unwrap();
        assert_eq!(typed(&case, &li("2026-03-11")), Err(Refusal::NoMandate));
        assert_eq!(end_mandate(&case, &on(&town, "2026-03-11", person()), &"m1".into()), Err(Refusal::NoMandate));
    }
}
