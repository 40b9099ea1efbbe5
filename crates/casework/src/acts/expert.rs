//! Somebody from outside is asked for an opinion; the law does not count the time it takes.

use catalogue::{Citation, PermitId};
use rules::Day;

use super::hearing::stands_for;
use super::{Outcome, needs_reason, not_possible, part};
use crate::case::Case;
use crate::chart::{self, Act};
use crate::clock;
use crate::event::{Cause, Event, StopReason};
use crate::refusal::Refusal;
use crate::who::Deed;

#[derive(Clone, Debug)]
pub struct ToAskExpert {
    /// A person or a body, by name.
    pub expert: String,
    pub question: String,
    /// The article under which this time does not count.
    pub law: Citation,
    /// The applicant is told how long it takes.
    pub expected_until: Day,
}

pub fn ask_expert(case: &Case, deed: &Deed, permit: &PermitId, ask: ToAskExpert) -> Outcome {
    chart::check(case, Some(permit), Act::AskExpert, deed)?;
    let ToAskExpert { expert, question, law, expected_until } = ask;
    needs_reason(&[&expert, &question])?;
    if expected_until < deed.today() {
        return Err(Refusal::BadDay { earliest: deed.today(), latest: None });
    }
    let reason = StopReason::ExpertReview;
    Ok(vec![
        Event::ExpertAsked { permit: permit.clone(), expert, question },
        Event::PausedFor { permit: permit.clone(), reason, law, expected_until: Some(expected_until) },
    ])
}

/// The opinion is there; the clock goes on.
pub fn take_opinion(case: &Case, deed: &Deed, permit: &PermitId, opinion: &str) -> Outcome {
    chart::check(case, Some(permit), Act::TakeOpinion, deed)?;
    needs_reason(&[opinion])?;
    let part = part(case, permit)?;
    let open = part.opinions.iter().any(|opinion| opinion.said.is_none());
    if !open || !stands_for(part, StopReason::ExpertReview) {
        return Err(not_possible(case, Some(permit), Act::TakeOpinion));
    }
    let said = Event::ExpertSaid { permit: permit.clone(), opinion: opinion.to_owned() };
    let because = Cause::Stopped { permit: permit.clone(), reason: StopReason::ExpertReview };
    Ok(clock::with_promise(case, deed, vec![said, Event::Resumed { permit: permit.clone() }], because)?)
}

#[cfg(test)]
mod tests {
    use super::{ToAskExpert, ask_expert, take_opinion};
    use crate::chart::PartStage;
    use crate::refusal::Refusal;
    use crate::specimen::{day, filed, law, official, on, town};

    #[test]
    fn the_clock_stands_until_the_opinion_is_there() {
        let town = town();
        let mut case = filed(&town);
        let hygiene = "public-hygiene".into();
        let sun = |day: &str| on(&town, day, official("sun", "health"));
        let ask = |expert: &str| ToAskExpert {
            expert: expert.into(),
            question: "Is the air clean?".into(),
            law: law(),
            expected_until: day("2026-03-20"),
        };
        assert_eq!(ask_expert(&case, &sun("2026-03-03"), &hygiene, ask(" ")), Err(Refusal::NeedsReason));
        town.carry_out(&mut case, &sun("2026-03-03"), |c, d| ask_expert(c, d, &hygiene, ask("Air laboratory")))
            .unwrap();
        assert_eq!(case.part(&hygiene).unwrap().stage, PartStage::Paused);
        town.carry_out(&mut case, &sun("2026-03-10"), |c, d| take_opinion(c, d, &hygiene, "It is.")).unwrap();
        let part = case.part(&hygiene).unwrap();
        assert_eq!((part.stage, part.opinions[0].said.is_some()), (PartStage::Deciding, true));
        let again = take_opinion(&case, &sun("2026-03-10"), &hygiene, "It is.");
        assert!(matches!(again, Err(Refusal::NotPossibleNow { .. })));
    }
}
