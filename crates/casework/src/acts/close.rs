//! Everything is done: the case goes to the archive. Its licence lives on.

use super::Outcome;
use crate::case::Case;
use crate::chart::{self, Act};
use crate::clock;
use crate::event::Event;
use crate::refusal::Refusal;
use crate::who::Deed;

pub fn close(case: &Case, deed: &Deed) -> Outcome {
    chart::check(case, None, Act::Close, deed)?;
    if let Some(until_us) = clock::undo_open(case, deed.at) {
        return Err(Refusal::UndoOpen { until_us });
    }
    if let Some(version) = clock::licence_owed(case, deed.at) {
        return Err(Refusal::LicenceOwed { version });
    }
    let open = case.parts().values().filter(|p| p.open_appeal().is_some() || p.open_change().is_some());
    let permits: Vec<_> = open.map(|p| p.permit.clone()).collect();
    if !permits.is_empty() {
        return Err(Refusal::StillOpen { permits });
    }
    Ok(vec![Event::Closed])
}

#[cfg(test)]
mod tests {
    use super::close;
    use crate::acts::issue;
    use crate::chart::Stage;
    use crate::refusal::Refusal;
    use crate::specimen::{decided, minutes, on, representative, town};
    use crate::who::Who;

    #[test]
    fn not_before_the_licence_is_there() {
        let town = town();
        let mut case = decided(&town);
        let deed = |m| minutes(on(&town, "2026-03-05", representative()), m);
        assert!(matches!(close(&case, &deed(0)), Err(Refusal::UndoOpen { .. })));
        assert_eq!(close(&case, &deed(11)), Err(Refusal::LicenceOwed { version: 1 }));
        let clock = minutes(on(&town, "2026-03-05", Who::Clock), 11);
        town.carry_out(&mut case, &clock, |c, d| issue(c, d, "L-1", 1)).unwrap();
        town.carry_out(&mut case, &deed(12), close).unwrap();
        assert_eq!(case.stage(), Stage::Closed);
    }
}
