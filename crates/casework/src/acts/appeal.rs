//! The applicant objects to a refusal, and the authority above hears it: the refusal stands, is changed, or sent back.

use catalogue::{AuthorityId, Citation, PermitId};
use rules::Span;

use super::grant::grant_is_whole;
use super::{Outcome, needs_reason, not_possible, part};
use crate::case::Case;
use crate::chart::{self, Act};
use crate::clock;
use crate::event::{Cause, Event, Finding, Kept};
use crate::refusal::Refusal;
use crate::who::Deed;

#[derive(Clone, Debug)]
pub struct ToAppeal {
    /// Sealed words.
    pub says: Kept,
    /// The authority above.
    pub to: AuthorityId,
    /// How long after the refusal the law lets one appeal, and how long the authority above may take; with the article.
    pub periods: Option<(Span, Span, Citation)>,
}

pub fn appeal(case: &Case, deed: &Deed, permit: &PermitId, appeal: ToAppeal) -> Outcome {
    chart::check(case, Some(permit), Act::Appeal, deed)?;
    let part = part(case, permit)?;
    if let Some(first) = &part.appeal {
        return Err(Refusal::AlreadyAppealed { on: first.at.day });
    }
    let ToAppeal { says, to, periods } = appeal;
    let mut decide_by = None;
    if let (Some((within, decide, law)), Some(verdict)) = (periods, &part.verdict) {
        let until = deed.calendar.after(verdict.at.day, within)?;
        if deed.today() > until {
            return Err(Refusal::TooLate { article: Some(law), until });
        }
        decide_by = Some(deed.calendar.after(deed.today(), decide)?);
    }
    Ok(vec![Event::Appealed { permit: permit.clone(), says, to: Some(to), decide_by }])
}

/// By an official of the authority above, never by the one who refused.
pub fn decide_appeal(
    case: &Case,
    deed: &Deed,
    permit: &PermitId,
    finding: Finding,
    reason: &str,
    law: Citation,
) -> Outcome {
    chart::check(case, Some(permit), Act::DecideAppeal, deed)?;
    needs_reason(&[reason])?;
    if law.article.is_none() {
        return Err(Refusal::NeedsReason);
    }
    if let Finding::Changed(grant) = &finding {
        grant_is_whole(grant)?;
    }
    let because = match finding {
        Finding::SentBack => Cause::SentBack { permit: permit.clone() },
        // What waited for this permit begins only now.
        _ => Cause::PrerequisiteLate { permit: permit.clone() },
    };
    let official = deed.by.official().cloned();
    let official = official.ok_or_else(|| not_possible(case, Some(permit), Act::DecideAppeal))?;
    let permit = permit.clone();
    let event = Event::AppealDecided { permit, finding, reason: reason.to_owned(), law, official };
    Ok(clock::with_promise(case, deed, vec![event], because)?)
}

#[cfg(test)]
mod tests {
    use super::{appeal, decide_appeal};
    use crate::acts::refuse;
    use crate::case::Case;
    use crate::chart::{PartStage, Stage};
    use crate::event::Finding;
    use crate::refusal::Refusal;
    use crate::specimen::{Town, day, filed, ground, law, official, on, person, right, to_appeal, town};

    fn refused(town: &Town) -> Case {
        let mut case = filed(town);
        let deed = on(town, "2026-03-03", official("sun", "health"));
        town.carry_out(&mut case, &deed, |c, d| refuse(c, d, &"public-hygiene".into(), ground())).unwrap();
        case
    }

    #[test]
    fn a_refusal_once() {
        let town = town();
        let deed = on(&town, "2026-03-04", person());
        let mut case = refused(&town);
        let lodge = |c: &_, d: &_| appeal(c, d, &"public-hygiene".into(), to_appeal());
        assert!(matches!(lodge(&filed(&town), &deed), Err(Refusal::NotPossibleNow { .. })));
        // Sixty days after 3 March fall on 2 May, in the holidays; the next working day is the 6th.
        let too_late = Refusal::TooLate { article: Some(law()), until: day("2026-05-06") };
        assert!(lodge(&case, &on(&town, "2026-05-06", person())).is_ok());
        assert_eq!(lodge(&case, &on(&town, "2026-05-07", person())), Err(too_late));
        town.carry_out(&mut case, &deed, lodge).unwrap();
        assert_eq!(lodge(&case, &deed), Err(Refusal::AlreadyAppealed { on: day("2026-03-04") }));
    }

    #[test]
    fn heard_above_by_another_hand() {
        let town = town();
        let mut case = refused(&town);
        let lodge = |c: &_, d: &_| appeal(c, d, &"public-hygiene".into(), to_appeal());
        let heard = |finding: Finding| {
            move |c: &Case, d: &_| decide_appeal(c, d, &"public-hygiene".into(), finding, "measured again", law())
        };
        let above = |today: &str| on(&town, today, official("han", "city-health"));
        assert!(matches!(heard(Finding::Upheld)(&case, &above("2026-03-04")), Err(Refusal::NotPossibleNow { .. })));
        town.carry_out(&mut case, &on(&town, "2026-03-04", person()), lodge).unwrap();
        let below = on(&town, "2026-03-05", official("tang", "health"));
        assert!(matches!(heard(Finding::Upheld)(&case, &below), Err(Refusal::NotYours { .. })));
        let same = on(&town, "2026-03-05", official("sun", "city-health"));
        assert!(matches!(heard(Finding::Upheld)(&case, &same), Err(Refusal::NotYourHand { .. })));

        let mut upheld = case.clone();
        town.carry_out(&mut upheld, &above("2026-03-09"), heard(Finding::Upheld)).unwrap();
        assert_eq!(upheld.part(&"public-hygiene".into()).unwrap().stage, PartStage::Refused);
        assert!(matches!(lodge(&upheld, &on(&town, "2026-03-10", person())), Err(Refusal::AlreadyAppealed { .. })));

        let mut changed = case.clone();
        town.carry_out(&mut changed, &above("2026-03-09"), heard(Finding::Changed(right("H-9")))).unwrap();
        assert_eq!(changed.part(&"public-hygiene".into()).unwrap().grant().unwrap().number, "H-9");

        let mut back = case;
        town.carry_out(&mut back, &above("2026-03-09"), heard(Finding::SentBack)).unwrap();
        let part = back.part(&"public-hygiene".into()).unwrap();
        assert_eq!((part.stage, part.started), (PartStage::Deciding, Some(day("2026-03-09"))));
        assert_eq!((back.stage(), back.promised()), (Stage::Filed, Some(day("2026-03-16"))));
    }
}
