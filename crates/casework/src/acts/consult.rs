//! The deciding desk asks another authority for advice. The clock does not stop for it.

use catalogue::{AuthorityId, PermitId};

use super::{Outcome, needs_reason};
use crate::case::Case;
use crate::chart::{self, Act};
use crate::event::Event;
use crate::who::Deed;

pub fn consult(case: &Case, deed: &Deed, permit: &PermitId, authority: AuthorityId, question: &str) -> Outcome {
    chart::check(case, Some(permit), Act::Consult, deed)?;
    needs_reason(&[question])?;
    Ok(vec![Event::Consulted { permit: permit.clone(), authority, question: question.to_owned() }])
}

#[cfg(test)]
mod tests {
    use super::consult;
    use crate::refusal::Refusal;
    use crate::specimen::{filed, official, on, town};

    #[test]
    fn a_question_has_words() {
        let town = town();
        let deed = on(&town, "2026-03-03", official("sun", "health"));
        let ask = |question| consult(&filed(&town), &deed, &"public-hygiene".into(), "water".into(), question);
        assert_eq!(ask(""), Err(Refusal::NeedsReason));
        assert!(ask("Is the well fit for use?").is_ok());
    }
}
