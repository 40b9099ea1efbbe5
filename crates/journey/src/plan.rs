//! The plan: which decisions run at the same time, when each is due, and the one day that is promised.

use catalogue::{AuthorityId, Catalogue, Citation, PermitId, Silence};
use rules::{CalendarGap, Day, FactId, Span, Ternary};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::form::is_offered;
use crate::known::Known;
use crate::outcome::{Assessment, Need};

/// One decision on the calendar. Everything a clock needs is here, so that a case can be recomputed without a catalogue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanPart {
    pub permit: PermitId,
    pub authority: AuthorityId,
    /// The day its clock begins: the filing day, or the day the last prerequisite is promised.
    pub starts: Day,
    /// What the city promises for this part, and by when that is.
    pub promise: Span,
    pub promised: Day,
    /// The law's limit, and by when that is. The first instance's clock only; an extension is an event.
    pub within: Span,
    pub legal: Day,
    pub extend: Option<Span>,
    pub on_silence: Silence,
    /// Permits of the same plan that must be there first.
    pub after: Vec<PermitId>,
    /// Decided on a commitment instead of proof.
    pub by_commitment: bool,
    pub visit: bool,
    /// Without slack: promising this part for a later day moves the promise of all.
    pub critical: bool,
    /// Planned for because an answer is still open: the stricter case.
    pub possible_only: bool,
}

/// All parts and the one promised day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    pub filed_on: Day,
    pub parts: Vec<PlanPart>,
    pub promised: Day,
    /// The longest path, first part first: how the promised day was computed.
    pub longest: Vec<PermitId>,
    pub fee: Decimal,
    /// Visits to the place; in one go all of them are one.
    pub visits: u32,
    pub latest_filing: Option<LatestFiling>,
}

/// The backward question: until when can this still be filed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LatestFiling {
    pub permit: PermitId,
    /// The last day on which it can be filed.
    pub day: Day,
    pub span: Span,
    /// The fact and the day it is counted back from.
    pub fact: FactId,
    pub counted_from: Day,
    pub law: Vec<Citation>,
    /// Whether that day is already over.
    pub too_late: bool,
}

/// Which authority decides a permit for what is known: the first special jurisdiction that holds, or the usual one.
pub fn deciding_authority(catalogue: &Catalogue, permit: &PermitId, known: &Known) -> Option<AuthorityId> {
    let permit = catalogue.permits.get(permit)?;
    let special = permit.decided_by.iter().find(|d| d.applies.holds(known) == Ternary::True);
    Some(special.map_or_else(|| permit.authority.clone(), |d| d.authority.clone()))
}

impl Plan {
    /// The plan if it is filed on `filed_on`. `commitments`: permits for which the commitment is chosen.
    pub fn new(
        catalogue: &Catalogue,
        assessment: &Assessment,
        known: &Known,
        commitments: &[PermitId],
        filed_on: Day,
    ) -> Result<Plan, CalendarGap> {
        let calendar = &catalogue.calendar;
        // Thresholds of jurisdiction are parameters of the day, so they must be known here.
        let known = &known.completed(catalogue, filed_on);
        let wanted: Vec<(&PermitId, bool)> = assessment
            .permits
            .iter()
            .filter(|p| p.need != Need::NotNeeded)
            .map(|p| (&p.permit, p.need == Need::Open))
            .collect();
        let mut parts: Vec<PlanPart> = Vec::new();
        let mut waiting = wanted.clone();
        // Prerequisites first; the catalogue guarantees that there is no circle, so every round places at least one part.
        while !waiting.is_empty() {
            let before = waiting.len();
            let mut later = Vec::new();
            for (id, possible_only) in waiting {
                let Some(permit) = catalogue.permits.get(id) else { continue };
                let after: Vec<PermitId> =
                    permit.after.iter().filter(|a| wanted.iter().any(|(w, _)| w == a)).cloned().collect();
                if !after.iter().all(|a| parts.iter().any(|p| &p.permit == a)) {
                    later.push((id, possible_only));
                    continue;
                }
                let starts =
                    parts.iter().filter(|p| after.contains(&p.permit)).map(|p| p.promised).max().unwrap_or(filed_on);
                let by_commitment = commitments.contains(id) && is_offered(permit, known);
                let promise = match (&permit.commitment, by_commitment) {
                    (Some(commitment), true) => commitment.promise,
                    _ => permit.decide.promise,
                };
                let legal = calendar.after(starts, permit.decide.within)?;
                parts.push(PlanPart {
                    permit: id.clone(),
                    authority: deciding_authority(catalogue, id, known).unwrap_or_else(|| permit.authority.clone()),
                    starts,
                    promise,
                    // Nothing is promised for a day after the law's own limit, whatever units the two are counted in.
                    promised: calendar.after(starts, promise)?.min(legal),
                    within: permit.decide.within,
                    legal,
                    extend: permit.decide.extend,
                    on_silence: permit.decide.on_silence,
                    after,
                    by_commitment,
                    visit: permit.visit && !by_commitment,
                    critical: false,
                    possible_only,
                });
            }
            if later.len() == before {
                break;
            }
            waiting = later;
        }
        let promised = parts.iter().map(|p| p.promised).max().unwrap_or(filed_on);
        let longest = longest_path(&parts, promised);
        mark_critical(&mut parts, promised);
        let fee = wanted.iter().filter_map(|(id, _)| catalogue.permits.get(id)).map(|p| p.fee).sum();
        let visits = u32::from(parts.iter().any(|p| p.visit));
        let latest_filing = latest_filing(catalogue, &parts, known, filed_on)?;
        Ok(Plan { filed_on, parts, promised, longest, fee, visits, latest_filing })
    }

    pub fn part(&self, permit: &PermitId) -> Option<&PlanPart> {
        self.parts.iter().find(|p| &p.permit == permit)
    }
}

/// Marks every part without slack, also when several paths are equally long. Parts stand after what they wait for.
fn mark_critical(parts: &mut [PlanPart], promised: Day) {
    for at in (0..parts.len()).rev() {
        let (before, rest) = parts.split_at_mut(at);
        let Some(part) = rest.first_mut() else { continue };
        part.critical |= part.promised == promised;
        if part.critical {
            let waited_for = before.iter_mut().filter(|p| part.after.contains(&p.permit) && p.promised == part.starts);
            waited_for.for_each(|p| p.critical = true);
        }
    }
}

fn longest_path(parts: &[PlanPart], promised: Day) -> Vec<PermitId> {
    let mut path = Vec::new();
    let mut at = parts.iter().find(|p| p.promised == promised);
    while let Some(part) = at {
        path.push(part.permit.clone());
        at = parts.iter().find(|p| part.after.contains(&p.permit) && p.promised == part.starts);
    }
    path.reverse();
    path
}

fn latest_filing(
    catalogue: &Catalogue,
    parts: &[PlanPart],
    known: &Known,
    today: Day,
) -> Result<Option<LatestFiling>, CalendarGap> {
    let mut latest: Option<LatestFiling> = None;
    for part in parts {
        let Some(permit) = catalogue.permits.get(&part.permit) else { continue };
        let Some(rule) = &permit.file_before else { continue };
        let Some(counted_from) = known.day(&rule.fact) else { continue };
        let day = catalogue.calendar.before(counted_from, rule.span)?;
        if latest.as_ref().is_none_or(|l| day < l.day) {
            latest = Some(LatestFiling {
                permit: part.permit.clone(),
                day,
                span: rule.span,
                fact: rule.fact.clone(),
                counted_from,
                law: rule.law.clone(),
                too_late: day < today,
            });
        }
    }
    Ok(latest)
}
