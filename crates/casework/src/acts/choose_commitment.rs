//! The applicant commits instead of proving, where the law offers it; or takes that back before filing.

use catalogue::PermitId;

use super::Outcome;
use crate::case::Case;
use crate::chart::{self, Act};
use crate::event::Event;
use crate::who::Deed;

/// Whether the permit offers a commitment is for the journey to say: it computes the plan that is filed.
pub fn choose_commitment(case: &Case, deed: &Deed, permit: PermitId) -> Outcome {
    chart::check(case, None, Act::ChooseCommitment, deed)?;
    let chosen = case.commitments().contains(&permit);
    Ok(if chosen { Vec::new() } else { vec![Event::CommitmentChosen { permit }] })
}

pub fn drop_commitment(case: &Case, deed: &Deed, permit: PermitId) -> Outcome {
    chart::check(case, None, Act::DropCommitment, deed)?;
    let chosen = case.commitments().contains(&permit);
    Ok(if chosen { vec![Event::CommitmentDropped { permit }] } else { Vec::new() })
}

#[cfg(test)]
mod tests {
    use super::{choose_commitment, drop_commitment};
    use crate::specimen::{draft, on, person, town};

    #[test]
    fn chosen_and_dropped_again() {
        let town = town();
        let mut case = draft(&town);
        let deed = on(&town, "2026-03-02", person());
        town.carry_out(&mut case, &deed, |c, d| choose_commitment(c, d, "fire-check".into())).unwrap();
        assert_eq!(case.commitments().len(), 1);
        assert_eq!(choose_commitment(&case, &deed, "fire-check".into()), Ok(vec![]));
        town.carry_out(&mut case, &deed, |c, d| drop_commitment(c, d, "fire-check".into())).unwrap();
        assert!(case.commitments().is_empty());
    }
}
