//! The promise was not kept: the next level takes the part over.

use catalogue::{AuthorityId, PermitId};

use super::{Outcome, part};
use crate::case::Case;
use crate::chart::{self, Act};
use crate::clock;
use crate::event::Event;
use crate::refusal::Refusal;
use crate::who::Deed;

/// `to` may be the same authority where nobody is above it: then its head takes over.
pub fn escalate(case: &Case, deed: &Deed, permit: &PermitId, to: AuthorityId) -> Outcome {
    chart::check(case, Some(permit), Act::Escalate, deed)?;
    if let Some(at) = part(case, permit)?.escalated {
        return Err(Refusal::AlreadyEscalated { on: at.day });
    }
    let clock = clock::part_clock(case, permit, deed.today(), deed.calendar)?;
    let clock = clock.ok_or_else(|| Refusal::UnknownPermit { permit: permit.clone() })?;
    if deed.today() <= clock.promised {
        return Err(Refusal::TooEarly { from: clock.promised.plus_days(1) });
    }
    Ok(vec![Event::Escalated { permit: permit.clone(), to }])
}

#[cfg(test)]
mod tests {
    use super::escalate;
    use crate::acts::grant;
    use crate::refusal::Refusal;
    use crate::specimen::{day, filed, official, on, right, town};
    use crate::who::Who;

    #[test]
    fn there_is_one_owner_before_and_after() {
        let town = town();
        let mut case = filed(&town);
        let hygiene = "public-hygiene".into();
        let up = |c: &_, d: &_| escalate(c, d, &hygiene, "city-health".into());
        assert_eq!(up(&case, &on(&town, "2026-03-09", Who::Clock)), Err(Refusal::TooEarly { from: day("2026-03-10") }));
        let clock = on(&town, "2026-03-10", Who::Clock);
        town.carry_out(&mut case, &clock, up).unwrap();
        assert_eq!(up(&case, &clock), Err(Refusal::AlreadyEscalated { on: day("2026-03-10") }));
        let give = |who| grant(&case, &on(&town, "2026-03-11", who), &hygiene, right("H-1"));
        assert!(matches!(give(official("sun", "health")), Err(Refusal::NotYours { .. })));
        assert!(give(official("han", "city-health")).is_ok());
    }
}
