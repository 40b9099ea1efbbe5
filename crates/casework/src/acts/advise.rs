//! The authority that was asked gives its advice.

use catalogue::PermitId;

use super::{Outcome, needs_reason};
use crate::case::Case;
use crate::chart::{self, Act};
use crate::event::Event;
use crate::refusal::Refusal;
use crate::who::{Deed, Who};

pub fn advise(case: &Case, deed: &Deed, permit: &PermitId, text: &str) -> Outcome {
    chart::check(case, Some(permit), Act::Advise, deed).map_err(|refusal| match (refusal, &deed.by) {
        (Refusal::NotYours { .. }, Who::Official { authority, .. }) => {
            Refusal::NotConsulted { authority: authority.clone() }
        }
        (other, _) => other,
    })?;
    needs_reason(&[text])?;
    let Who::Official { authority, .. } = &deed.by else {
        return Err(super::not_possible(case, Some(permit), Act::Advise));
    };
    Ok(vec![Event::Advised { permit: permit.clone(), authority: authority.clone(), text: text.to_owned() }])
}

#[cfg(test)]
mod tests {
    use super::advise;
    use crate::acts::consult;
    use crate::refusal::Refusal;
    use crate::specimen::{filed, official, on, town};

    #[test]
    fn only_who_was_asked_and_once() {
        let town = town();
        let mut case = filed(&town);
        let water = on(&town, "2026-03-04", official("lu", "water"));
        let advice = |c: &_, d: &_| advise(c, d, &"public-hygiene".into(), "It is.");
        assert_eq!(advice(&case, &water), Err(Refusal::NotConsulted { authority: "water".into() }));
        let health = on(&town, "2026-03-03", official("sun", "health"));
        let ask = |c: &_, d: &_| consult(c, d, &"public-hygiene".into(), "water".into(), "Is the well fit?");
        town.carry_out(&mut case, &health, ask).unwrap();
        town.carry_out(&mut case, &water, advice).unwrap();
        assert_eq!(case.part(&"public-hygiene".into()).unwrap().consultations[0].advice.as_deref(), Some("It is."));
        assert_eq!(advice(&case, &water), Err(Refusal::NotConsulted { authority: "water".into() }));
    }
}
