//! A message between the applicant, the desks and the representative; desks write to the representative only.

use super::Outcome;
use crate::case::Case;
use crate::chart::{self, Act};
use crate::event::{Event, Kept};
use crate::who::Deed;

pub fn write_message(case: &Case, deed: &Deed, text: Kept) -> Outcome {
    chart::check(case, None, Act::WriteMessage, deed)?;
    Ok(vec![Event::MessageWritten { text }])
}

#[cfg(test)]
mod tests {
    use super::write_message;
    use crate::errand::{News, Owed};
    use crate::refusal::Refusal;
    use crate::specimen::{filed, official, on, owed_by_last, person, plain, representative, town};

    #[test]
    fn it_goes_through_the_representative() {
        let town = town();
        let mut case = filed(&town);
        let write = |c: &_, d: &_| write_message(c, d, plain("when will you come?"));
        for who in [person(), official("sun", "health")] {
            town.carry_out(&mut case, &on(&town, "2026-03-03", who), write).unwrap();
            let owed = owed_by_last(&case);
            assert!(matches!(owed.as_slice(), [Owed::TellRepresentative { news: News::Message, .. }]), "{owed:?}");
        }
        town.carry_out(&mut case, &on(&town, "2026-03-03", representative()), write).unwrap();
        assert!(matches!(owed_by_last(&case).as_slice(), [Owed::TellApplicant { news: News::Message, .. }]));
        assert!(matches!(write(&case, &on(&town, "2026-03-03", official("x", "zoo"))), Err(Refusal::NotTheApplicant)));
    }
}
