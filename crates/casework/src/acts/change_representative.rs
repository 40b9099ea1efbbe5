//! The case gets another representative: the old one hands it on, or the clock does in absence.

use super::{Outcome, needs_reason};
use crate::case::Case;
use crate::chart::{self, Act};
use crate::event::{Event, Representative};
use crate::who::Deed;

pub fn change_representative(case: &Case, deed: &Deed, to: Representative, reason: &str) -> Outcome {
    chart::check(case, None, Act::ChangeRepresentative, deed)?;
    needs_reason(&[reason])?;
    if case.representative().is_some_and(|r| r.id == to.id) {
        return Ok(Vec::new());
    }
    Ok(vec![Event::RepresentativeChanged { to, reason: reason.to_owned() }])
}

#[cfg(test)]
mod tests {
    use super::change_representative;
    use crate::event::Representative;
    use crate::refusal::Refusal;
    use crate::specimen::{filed, on, representative, town};
    use crate::who::Who;

    #[test]
    fn the_old_one_has_no_say_afterwards() {
        let town = town();
        let mut case = filed(&town);
        let hao = Representative { id: "hao".into(), name: "Hao".into(), phone: "1".into(), hours: "9-17".into() };
        let change = |c: &_, d: &_| change_representative(c, d, hao.clone(), "leave");
        let stranger = on(&town, "2026-03-03", Who::Representative { id: "xu".into() });
        assert_eq!(change(&case, &stranger), Err(Refusal::NotTheRepresentative));
        let deed = on(&town, "2026-03-03", representative());
        town.carry_out(&mut case, &deed, change).unwrap();
        assert_eq!(change(&case, &deed), Err(Refusal::NotTheRepresentative));
    }
}
