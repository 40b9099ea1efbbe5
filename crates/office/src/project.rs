//! Projections: the lines that lists are made of. Renewed with every event, deleted and rebuilt at will.

use casework::{Case, PartStage, Stage, StopWhy};
use serde_json::json;
use store::{CaseLine, DeskLine, Fault, OwnCaseLine, Tx};

use crate::sealing;
use crate::turned::Turned;
use crate::{Inner, Office};

/// The stage of a case as it stands in columns and addresses.
pub(crate) fn stage_word(stage: Stage) -> &'static str {
    match stage {
        Stage::Draft => "draft",
        Stage::Filed => "filed",
        Stage::Decided => "decided",
        Stage::Withdrawn => "withdrawn",
        Stage::Closed => "closed",
    }
}

pub(crate) fn part_word(stage: PartStage) -> &'static str {
    match stage {
        PartStage::Waiting => "waiting",
        PartStage::Deciding => "deciding",
        PartStage::Paused => "paused",
        PartStage::Granted => "granted",
        PartStage::Refused => "refused",
        PartStage::Withdrawn => "withdrawn",
        PartStage::Lapsed => "lapsed",
        PartStage::Suspended => "suspended",
        PartStage::Revoked => "revoked",
        PartStage::Expired => "expired",
        PartStage::GivenUp => "given-up",
    }
}

/// Stage and mark of a line on the desk of an authority that was asked for advice and does not decide.
pub(crate) const ADVICE: &str = "advice";

/// Stage and mark of a line where a change to a permit that is held is decided.
const CHANGE: &str = "change";

/// Stage and mark of a line on the desk of the authority that hears an appeal.
const APPEAL: &str = "appeal";

impl Inner {
    /// Renews every line about a case. Personal facts are never in one.
    pub(crate) fn project(&self, tx: &mut dyn Tx, case: &Case) -> Result<(), Turned> {
        let catalogue = self.catalogue_of(case)?;
        let event = catalogue.events.get(case.event());
        let open = |fact: &rules::FactId| {
            let personal = catalogue.facts.get(fact).is_some_and(|f| f.personal);
            let answer = case.facts().get(fact).filter(|_| !personal)?;
            sealing::value_closed(&catalogue, fact, &answer.kept)?.as_text().map(str::to_owned)
        };
        let title = event.and_then(|e| open(&e.title)).unwrap_or_default();
        let district = open(&catalogue.city.district_fact).unwrap_or_default();
        let id = case.id().as_str().to_owned();
        let version = i64::try_from(case.version()).unwrap_or(i64::MAX);
        let stage = stage_word(case.stage()).to_owned();
        let parts: Vec<_> = case
            .parts()
            .values()
            .map(|p| json!({ "permit": p.permit, "authority": p.authority, "stage": part_word(p.stage) }))
            .collect();
        let line = CaseLine {
            case_id: id.clone(),
            number: case.number().to_owned(),
            journey: case.event().to_string(),
            stage: stage.clone(),
            subject_id: case.applicant().as_str().to_owned(),
            representative: case.representative().map(|r| r.id.as_str().to_owned()),
            district: district.clone(),
            filed_on: case.filing().map(|f| f.at.day.to_string()),
            promised: case.promised().map(|d| d.to_string()),
            version,
            title: title.clone(),
            written: json!({
                "parts": parts,
                "basket": case.notice().basket.len(),
                "notice": case.notice().is_open(),
                "sent": case.notice().sent.is_some(),
                "messages": case.messages().len(),
                "licence": case.licence().map(|l| l.id.clone()),
            })
            .to_string(),
            updated_us: case.changed().at_us,
        };
        kept(tx.put_case(&line)?.is_kept())?;
        let own = OwnCaseLine {
            subject_id: line.subject_id.clone(),
            case_id: id.clone(),
            number: line.number.clone(),
            journey: line.journey.clone(),
            stage,
            title: title.clone(),
            updated_us: line.updated_us,
        };
        // Nothing leads from an erased person to their cases any more.
        if case.erased().is_none() {
            kept(tx.put_own_case(&own)?.is_kept())?;
            for (person, is_of_it) in others_of(case) {
                if is_of_it {
                    let theirs = OwnCaseLine { subject_id: person.as_str().to_owned(), ..own.clone() };
                    kept(tx.put_own_case(&theirs)?.is_kept())?;
                } else {
                    tx.take_own_case(person.as_str(), &id)?;
                }
            }
        }
        if case.filing().is_none() {
            return Ok(());
        }
        let today = self.world.instant().day;
        for part in case.parts().values() {
            // Whoever decided it before the next level took over, and whoever was asked for advice and gave it, is free.
            let mut free: Vec<&catalogue::AuthorityId> = part.consultations.iter().map(|c| &c.authority).collect();
            free.push(&part.plan.authority);
            let asked: Vec<&catalogue::AuthorityId> = part
                .consultations
                .iter()
                .filter(|c| c.advice.is_none() && c.authority != part.authority && !part.is_ended())
                .map(|c| &c.authority)
                .collect();
            for authority in free.into_iter().filter(|a| **a != part.authority && !asked.contains(a)) {
                tx.take_off_desk(authority.as_str(), &id, part.permit.as_str())?;
            }
            let on_desk = matches!(part.stage, PartStage::Waiting | PartStage::Deciding | PartStage::Paused);
            if let Some(appeal) =
                part.appeal.as_ref().filter(|a| a.to != part.authority && part.open_appeal() != Some(a))
            {
                tx.take_off_desk(appeal.to.as_str(), &id, part.permit.as_str())?;
            }
            if !on_desk {
                tx.take_off_desk(part.authority.as_str(), &id, part.permit.as_str())?;
                let asked = part.open_change().filter(|change| change.stage == casework::ChangeStage::Asked);
                let after = match (asked, part.open_appeal()) {
                    (Some(change), _) => Some((&part.authority, CHANGE, change.limit, change.promised)),
                    (None, Some(appeal)) => {
                        let by = appeal.decide_by.unwrap_or(part.plan.legal);
                        Some((&appeal.to, APPEAL, by, by))
                    }
                    (None, None) => None,
                };
                if let Some((authority, what, limit, promised)) = after {
                    let line = DeskLine {
                        authority: authority.as_str().to_owned(),
                        case_id: id.clone(),
                        permit: part.permit.as_str().to_owned(),
                        stage: what.to_owned(),
                        due: Some(limit.to_string()),
                        promised: Some(promised.to_string()),
                        official: part.official.as_ref().filter(|_| what == CHANGE).map(|o| o.as_str().to_owned()),
                        district: district.clone(),
                        title: title.clone(),
                        number: line.number.clone(),
                        flags: what.to_owned(),
                        version,
                    };
                    kept(tx.put_on_desk(&line)?.is_kept())?;
                }
                continue;
            }
            let clock = casework::part_clock(case, &part.permit, today, &catalogue.calendar)?;
            let desk = DeskLine {
                authority: part.authority.as_str().to_owned(),
                case_id: id.clone(),
                permit: part.permit.as_str().to_owned(),
                stage: part_word(part.stage).to_owned(),
                due: clock.as_ref().map(|c| c.legal.to_string()),
                promised: clock.as_ref().map(|c| c.promised.to_string()),
                official: part.official.as_ref().map(|o| o.as_str().to_owned()),
                district: district.clone(),
                title: title.clone(),
                number: line.number.clone(),
                flags: flags(case, part),
                version,
            };
            for authority in asked {
                let advice = DeskLine {
                    authority: authority.as_str().to_owned(),
                    stage: ADVICE.to_owned(),
                    official: None,
                    flags: ADVICE.to_owned(),
                    ..desk.clone()
                };
                kept(tx.put_on_desk(&advice)?.is_kept())?;
            }
            kept(tx.put_on_desk(&desk)?.is_kept())?;
        }
        Ok(())
    }
}

/// Agents and co-applicants, and whether the case is on their own list now.
fn others_of(case: &Case) -> std::collections::BTreeMap<&casework::PersonId, bool> {
    let mut others = std::collections::BTreeMap::new();
    for mandate in case.mandates().values() {
        if let Some(agent) = &mandate.agent {
            *others.entry(agent).or_insert(false) |= mandate.ended.is_none();
        }
    }
    others.extend(case.co_applicants().values().filter_map(|c| c.person.as_ref()).map(|person| (person, true)));
    others.remove(case.applicant());
    others
}

/// An older line than the one that is there means that the fold was older too: somebody else wrote in between.
fn kept(is_kept: bool) -> Result<(), Fault> {
    if is_kept { Ok(()) } else { Err(Fault::Overtaken) }
}

fn flags(case: &Case, part: &casework::Part) -> String {
    let mut flags: Vec<&str> = Vec::new();
    if case.notice().sent.is_some() {
        flags.push("asked-once");
    }
    if part.plan.by_commitment {
        flags.push("commitment");
    }
    if part.open_stop().is_some_and(|s| s.why == StopWhy::Notice) {
        flags.push("with-applicant");
    }
    if part.escalated.is_some() {
        flags.push("late");
    }
    if part.consultations.iter().any(|c| c.advice.is_none()) {
        flags.push("consulting");
    }
    if !case.contested().is_empty() {
        flags.push("contested");
    }
    flags.join(" ")
}

impl Office {
    /// Deletes every projection and makes them again from events: state is a fold.
    pub async fn rebuild(&self) -> Result<u64, Turned> {
        let inner = self.0.clone();
        self.0.store.write(|tx| tx.forget_projections().map_err(Turned::from)).await?;
        let mut after = String::new();
        let mut rebuilt = 0;
        loop {
            let from = after.clone();
            let ids = self.0.store.read(move |tx| tx.cases_page(&from, 200).map_err(Turned::from)).await?;
            let Some(last) = ids.last().cloned() else { return Ok(rebuilt) };
            rebuilt += ids.len() as u64;
            let inner = inner.clone();
            self.0
                .store
                .write(move |tx| {
                    for id in &ids {
                        let case = inner.load_to_write(tx, id)?;
                        inner.project(tx, &case)?;
                    }
                    Ok::<_, Turned>(())
                })
                .await?;
            after = last;
        }
    }
}
