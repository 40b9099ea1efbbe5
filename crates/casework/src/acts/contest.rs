//! The applicant says that a register is wrong; the register is asked to look again.

use journey::Origin;
use rules::FactId;

use super::{Outcome, needs_reason};
use crate::case::Case;
use crate::chart::{self, Act};
use crate::event::{Event, Kept};
use crate::refusal::Refusal;
use crate::who::Deed;

pub fn contest(case: &Case, deed: &Deed, fact: FactId, says: Kept, reason: &str) -> Outcome {
    chart::check(case, None, Act::Contest, deed)?;
    needs_reason(&[reason])?;
    match case.facts().get(&fact).map(|a| &a.origin) {
        Some(Origin::Register { .. }) => Ok(vec![Event::Contested { fact, says, reason: reason.to_owned() }]),
        _ => Err(Refusal::NotFromRegister { fact }),
    }
}

#[cfg(test)]
mod tests {
    use super::contest;
    use crate::errand::Owed;
    use crate::refusal::Refusal;
    use crate::specimen::{contested, draft, fetched, on, owed_by_last, person, plain, town};

    #[test]
    fn the_register_is_asked_again() {
        let town = town();
        let case = contested(&town, fetched(&town, draft(&town), "premises.area", "186"), "premises.area", "168");
        assert!(
            matches!(owed_by_last(&case).as_slice(), [Owed::AskRegister { register, .. }] if register.as_str() == "real-estate")
        );
    }

    #[test]
    fn what_the_applicant_said_himself_is_changed_not_contested() {
        let town = town();
        let deed = on(&town, "2026-03-02", person());
        let refusal = contest(&draft(&town), &deed, "guests".into(), plain("1"), "wrong");
        assert_eq!(refusal, Err(Refusal::NotFromRegister { fact: "guests".into() }));
        assert_eq!(contest(&draft(&town), &deed, "guests".into(), plain("1"), " "), Err(Refusal::NeedsReason));
    }
}
