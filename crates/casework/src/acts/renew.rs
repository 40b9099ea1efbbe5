//! A permit is renewed: asked for within its window, decided before it ends, and renewed by silence where the law says so.

use catalogue::{Citation, PermitId};
use rules::{FactId, Span};

use super::grant::grant_is_whole;
use super::{Outcome, no_change_open, not_possible, part};
use crate::case::{Case, Change, ChangeKind};
use crate::chart::{self, Act};
use crate::clock;
use crate::event::{Event, Grant};
use crate::refusal::Refusal;
use crate::who::Deed;

/// What the law says about renewing one permit; both spans are counted back from the last day of validity.
#[derive(Clone, Debug, Default)]
pub struct ToRenew {
    /// Not before; nothing: any time.
    pub from: Option<Span>,
    /// Not after; nothing: to the last day.
    pub until: Option<Span>,
    pub law: Option<Citation>,
    /// Renewed when nobody has decided by the last day.
    pub silent: Option<Citation>,
    /// It ends on a day its holder gave: that day is amended, not renewed.
    pub ends_with: Option<FactId>,
}

pub fn renew(case: &Case, deed: &Deed, permit: &PermitId, rules: ToRenew) -> Outcome {
    chart::check(case, Some(permit), Act::Renew, deed)?;
    let part = part(case, permit)?;
    let limit = part.grant().and_then(|grant| grant.valid_until);
    let limit = limit.ok_or_else(|| Refusal::NeverEnds { permit: permit.clone() })?;
    no_change_open(part)?;
    let ToRenew { from, until, law, silent, ends_with } = rules;
    if let Some(fact) = ends_with {
        return Err(Refusal::EndsWith { permit: permit.clone(), fact });
    }
    if let Some(from) = from {
        let first = deed.calendar.before(limit, from)?;
        if deed.today() < first {
            return Err(Refusal::TooEarly { from: first });
        }
    }
    let last = match until {
        Some(until) => deed.calendar.before(limit, until)?,
        None => limit,
    };
    if deed.today() > last {
        return Err(Refusal::TooLate { article: law, until: last });
    }
    let promised = deed.calendar.after(deed.today(), part.plan.promise)?.min(limit);
    Ok(vec![Event::RenewalAsked { permit: permit.clone(), promised, limit, silent }])
}

/// The clock: the last day of validity is over, the renewal was asked in time, and nobody has decided.
pub fn pass_renewal(case: &Case, deed: &Deed, permit: &PermitId, grant: Grant) -> Outcome {
    chart::check(case, Some(permit), Act::PassRenewal, deed)?;
    let part = part(case, permit)?;
    let change = clock::awaits_silence(part).ok_or_else(|| not_possible(case, Some(permit), Act::PassRenewal))?;
    if deed.today() <= change.limit {
        return Err(Refusal::TooEarly { from: change.limit.plus_days(1) });
    }
    renewal_is_longer(change, &grant)?;
    let silent = change.silent.clone();
    Ok(vec![Event::ChangeGranted { permit: permit.clone(), grant, official: None, silent }])
}

/// A renewal ends later than what it renews.
pub(super) fn renewal_is_longer(change: &Change, grant: &Grant) -> Result<(), Refusal> {
    grant_is_whole(grant)?;
    match grant.valid_until {
        Some(until) if change.kind == ChangeKind::Renewal && until <= change.limit => {
            Err(Refusal::BadDay { earliest: change.limit.plus_days(1), latest: None })
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::{pass_renewal, renew};
    use crate::acts::{expire, grant_change};
    use crate::chart::PartStage;
    use crate::clock::{ClockAct, due_today};
    use crate::refusal::Refusal;
    use crate::specimen::{day, ending, longer, official, on, person, to_renew, town};
    use crate::who::Who;

    #[test]
    fn within_its_window_and_once() {
        let town = town();
        let hygiene = "public-hygiene".into();
        // Held until 1 September 2026; the window is from 30 to 10 days before.
        let mut case = ending(&town, "2026-09-01");
        let ask = |c: &_, d: &_| renew(c, d, &hygiene, to_renew());
        assert_eq!(ask(&case, &on(&town, "2026-08-01", person())), Err(Refusal::TooEarly { from: day("2026-08-02") }));
        let late = ask(&case, &on(&town, "2026-08-23", person()));
        assert!(matches!(late, Err(Refusal::TooLate { until, .. }) if until == day("2026-08-22")), "{late:?}");
        town.carry_out(&mut case, &on(&town, "2026-08-03", person()), ask).unwrap();
        assert!(matches!(ask(&case, &on(&town, "2026-08-04", person())), Err(Refusal::ChangeOpen { .. })));
        let sun = on(&town, "2026-08-05", official("sun", "health"));
        let short = grant_change(&case, &sun, &hygiene, longer("2026-09-01"));
        assert!(matches!(short, Err(Refusal::BadDay { .. })), "{short:?}");
        town.carry_out(&mut case, &sun, |c, d| grant_change(c, d, &hygiene, longer("2027-09-01"))).unwrap();
        assert_eq!(case.part(&hygiene).unwrap().grant().unwrap().valid_until, Some(day("2027-09-01")));
        assert!(case.licence().unwrap().outdated);
    }

    #[test]
    fn silence_renews_it_where_the_law_says_so() {
        let town = town();
        let hygiene = "public-hygiene".into();
        let mut case = ending(&town, "2026-09-01");
        town.carry_out(&mut case, &on(&town, "2026-08-03", person()), |c, d| renew(c, d, &hygiene, to_renew()))
            .unwrap();
        let clock = |day: &str| on(&town, day, Who::Clock);
        let pass = |c: &_, d: &_| pass_renewal(c, d, &hygiene, longer("2027-09-01"));
        assert!(matches!(pass(&case, &clock("2026-09-01")), Err(Refusal::TooEarly { .. })));
        let later = clock("2026-09-02");
        assert!(matches!(expire(&case, &later, &hygiene), Err(Refusal::ChangeOpen { .. })));
        let due = due_today(&case, later.at, &town.calendar).unwrap();
        assert!(due.contains(&ClockAct::PassRenewal { permit: hygiene.clone() }), "{due:?}");
        town.carry_out(&mut case, &later, pass).unwrap();
        let part = case.part(&hygiene).unwrap();
        assert_eq!((part.stage, part.grant().unwrap().valid_until), (PartStage::Granted, Some(day("2027-09-01"))));
    }
}
