//! How the life after a decision folds: appeals, changes to what is held, giving up.

use rules::Day;

use crate::case::{Amendment, Appeal, Case, Change, ChangeKind, Decision, Heard, Measure, Part, Verdict};
use crate::chart::{ChangeStage, PartStage, Stage};
use crate::event::{Event, Finding, Recorded};
use crate::fold::Broken;

impl Case {
    pub(crate) fn take_appeal(&mut self, recorded: &Recorded) -> Result<(), Broken> {
        let at = recorded.at;
        match &recorded.event {
            Event::Appealed { permit, says, to, decide_by } => {
                let part = self.held(recorded, permit)?;
                let to = to.clone().unwrap_or_else(|| part.authority.clone());
                part.appeal = Some(Appeal { at, says: says.clone(), to, decide_by: *decide_by, heard: None });
            }
            Event::AppealDecided { permit, finding, reason, law, .. } => {
                let part = self.held(recorded, permit)?;
                if let Some(appeal) = &mut part.appeal {
                    appeal.heard = Some(Heard {
                        finding: finding.clone(),
                        reason: reason.clone(),
                        law: law.clone(),
                        by: recorded.by.clone(),
                        at,
                    });
                }
                match finding {
                    Finding::Upheld => {}
                    Finding::Changed(grant) => {
                        let decision = Decision::Granted(grant.clone());
                        part.verdict = Some(Verdict { decision, by: recorded.by.clone(), at });
                        part.end = Some(PartStage::Granted);
                    }
                    Finding::SentBack => part.begin_again(at.day),
                }
                if *finding != Finding::Upheld {
                    self.bring_back(permit);
                    self.outdate_licence();
                    // What was in the archive is at work again; `settle` says how it stands.
                    self.stage = Stage::Filed;
                }
            }
            _ => {}
        }
        Ok(())
    }

    pub(crate) fn take_change(&mut self, recorded: &Recorded) -> Result<(), Broken> {
        let (at, today) = (recorded.at, recorded.at.day);
        let asked = |kind, promised, limit| Change {
            kind,
            stage: ChangeStage::Asked,
            asked: at,
            promised,
            limit,
            silent: None,
            decided: None,
            grant: None,
            ground: None,
        };
        match &recorded.event {
            Event::RenewalAsked { permit, promised, limit, silent } => {
                let change = Change { silent: silent.clone(), ..asked(ChangeKind::Renewal, *promised, *limit) };
                self.held(recorded, permit)?.change = Some(change);
            }
            Event::AmendmentAsked { facts, parts } => {
                for changed in parts {
                    let change = asked(ChangeKind::Amendment, changed.promised, changed.limit);
                    self.held(recorded, &changed.permit)?.change = Some(change);
                }
                let permits = parts.iter().map(|changed| changed.permit.clone()).collect();
                self.amendment = Some(Amendment { at, facts: facts.clone(), permits, stage: ChangeStage::Asked });
            }
            Event::ChangeGranted { permit, grant, .. } => {
                let part = self.held(recorded, permit)?;
                let Some(change) = &mut part.change else { return Ok(()) };
                change.decided = Some((at, recorded.by.clone()));
                change.grant = Some(grant.clone());
                change.stage = ChangeStage::Agreed;
                if change.kind == ChangeKind::Renewal {
                    part.change_takes_effect();
                    self.outdate_licence();
                }
            }
            Event::ChangeRefused { permit, ground, .. } => {
                let part = self.held(recorded, permit)?;
                let Some(change) = &mut part.change else { return Ok(()) };
                change.decided = Some((at, recorded.by.clone()));
                change.ground = Some(ground.clone());
                change.stage = ChangeStage::Refused;
            }
            Event::ChangeWithdrawn { permit } => {
                let part = self.held(recorded, permit)?;
                let Some(change) = &mut part.change else { return Ok(()) };
                change.stage = ChangeStage::Withdrawn;
            }
            Event::GivenUp { permit, from } => {
                let wanted = |part: &Part| permit.as_ref().is_none_or(|one| one == &part.permit);
                for part in self.parts.values_mut().filter(|part| wanted(part)) {
                    if part.is_held() {
                        part.give_up(today, *from);
                    } else if !part.is_ended() {
                        part.finish(PartStage::Withdrawn, today);
                    }
                }
                self.outdate_licence();
            }
            _ => {}
        }
        Ok(())
    }

    pub(crate) fn held(&mut self, recorded: &Recorded, permit: &catalogue::PermitId) -> Result<&mut Part, Broken> {
        let unknown = || Broken::UnknownPermit { seq: recorded.seq, permit: permit.clone() };
        self.parts.get_mut(permit).ok_or_else(unknown)
    }

    /// An amendment is one: it is in force when everybody who reads it agrees, and falls when one does not.
    pub(crate) fn settle_amendment(&mut self) {
        let Some(amendment) = self.amendment.as_mut().filter(|a| a.stage == ChangeStage::Asked) else { return };
        let stages: Vec<ChangeStage> = amendment
            .permits
            .iter()
            .filter_map(|permit| Some(self.parts.get(permit)?.change.as_ref()?.stage))
            .collect();
        let end = if let Some(fallen) =
            stages.iter().find(|stage| matches!(stage, ChangeStage::Refused | ChangeStage::Withdrawn))
        {
            *fallen
        } else if stages.contains(&ChangeStage::Asked) {
            return;
        } else if !stages.is_empty() && stages.iter().all(|stage| *stage == ChangeStage::Lapsed) {
            ChangeStage::Lapsed
        } else {
            ChangeStage::Granted
        };
        amendment.stage = end;
        let (permits, facts) = (amendment.permits.clone(), amendment.facts.clone());
        for permit in &permits {
            let Some(part) = self.parts.get_mut(permit) else { continue };
            if end == ChangeStage::Granted {
                part.change_takes_effect();
            } else if let Some(change) = part.change.as_mut().filter(|c| c.stage != ChangeStage::Lapsed) {
                change.stage = end;
            }
        }
        if end == ChangeStage::Granted {
            self.learn(&facts);
            self.outdate_licence();
        }
    }
}

impl Part {
    /// Decided anew: its clock has the whole of its time again.
    fn begin_again(&mut self, today: Day) {
        self.verdict = None;
        self.end = None;
        self.started = None;
        self.stops.clear();
        self.extension = None;
        self.escalated = None;
        self.silence = None;
        self.hearing = None;
        self.begun_again = Some(today);
    }

    fn change_takes_effect(&mut self) {
        let Some(change) = self.change.as_mut().filter(|change| change.stage == ChangeStage::Agreed) else { return };
        change.stage = ChangeStage::Granted;
        if let (Some(grant), Some(verdict)) = (&change.grant, &mut self.verdict) {
            verdict.decision = Decision::Granted(grant.clone());
        }
        if change.kind == ChangeKind::Renewal && self.end == Some(PartStage::Expired) {
            self.end = Some(PartStage::Granted);
        }
    }

    /// A change to what came to an end is nobody's affair any more.
    pub(crate) fn let_change_lapse(&mut self) {
        if self.open_change().is_some()
            && let Some(change) = &mut self.change
        {
            change.stage = ChangeStage::Lapsed;
        }
    }

    fn give_up(&mut self, today: Day, from: Option<Day>) {
        let before = self.now(today);
        let on = from.unwrap_or(today);
        self.measure = Some(Measure { reason: String::new(), law: None, rule: None, on, until: None, before });
        self.end = Some(PartStage::GivenUp);
        self.let_change_lapse();
    }
}
