//! The clock at work: once a day and after every filing it does what the law says happens by itself.

use std::sync::Arc;

use casework::{Case, ClockAct, Deed, Moment, Recorded, Who, acts, due_today};
use catalogue::{AuthorityId, Catalogue, PermitId, Silence};
use store::Tx;

use crate::turned::Turned;
use crate::{Inner, Office};

/// How many times the clock looks at one case again, since one act can make the next one due.
const ROUNDS: usize = 12;

/// What one run of the clock did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tick {
    pub cases: u64,
    pub events: u64,
    pub errands: u64,
    /// Cases the clock could not do; each is in the log, and none keeps the others from theirs.
    pub failed: u64,
}

/// How long the answer to a request key is remembered: a form that was left open for a month is asked again.
const REMEMBERED_US: i64 = 30 * 24 * 3600 * 1_000_000;

impl Inner {
    /// Who takes over what is late: the authority above, or the head of the same one.
    pub(crate) fn superior_of(&self, case: &Case, catalogue: &Catalogue, permit: &PermitId) -> Option<AuthorityId> {
        let authority = case.part(permit)?.authority.clone();
        let above = catalogue.authorities.get(&authority).and_then(|a| a.superior.clone());
        Some(above.unwrap_or(authority))
    }

    /// Does everything that is due for one case; returns it as it is then.
    pub(crate) fn run_clock(&self, tx: &mut dyn Tx, mut case: Arc<Case>) -> Result<(Arc<Case>, Vec<Recorded>), Turned> {
        let catalogue = self.catalogue_of(&case)?;
        let mut all = Vec::new();
        for _ in 0..ROUNDS {
            let at = self.world.instant();
            let moment = Moment { at_us: at.at_us.max(case.changed().at_us), day: at.day.max(case.changed().day) };
            let due = due_today(&case, moment, &catalogue.calendar)?;
            let Some(act) = due.into_iter().next() else { break };
            let deed = Deed { by: Who::Clock, at: moment, calendar: &catalogue.calendar };
            let events = match act {
                ClockAct::Accept => acts::accept(&case, &deed)?,
                ClockAct::TakeAtOnce { permit } => {
                    let grant = self.grant_terms(&case, &catalogue, &permit, Vec::new(), at.day)?;
                    acts::take_at_once(&case, &deed, &permit, grant)?
                }
                ClockAct::Escalate { permit } => {
                    let Some(to) = self.superior_of(&case, &catalogue, &permit) else { break };
                    acts::escalate(&case, &deed, &permit, to)?
                }
                ClockAct::PassSilence { permit, effect } => {
                    let after = match effect {
                        Silence::Granted => acts::AfterSilence::Granted(self.grant_terms(
                            &case,
                            &catalogue,
                            &permit,
                            Vec::new(),
                            at.day,
                        )?),
                        Silence::Escalate => match self.superior_of(&case, &catalogue, &permit) {
                            Some(to) => acts::AfterSilence::Escalated { to },
                            None => break,
                        },
                    };
                    acts::pass_silence(&case, &deed, &permit, after)?
                }
                ClockAct::Issue { .. } => {
                    let carried = self.issue(tx, case)?;
                    case = carried.case;
                    all.extend(carried.events);
                    continue;
                }
                ClockAct::LapseNotice => acts::lapse_notice(&case, &deed)?,
                ClockAct::PassRenewal { permit } => {
                    let grant = self.changed_grant(&case, &catalogue, &permit, Vec::new())?;
                    acts::pass_renewal(&case, &deed, &permit, grant)?
                }
                ClockAct::Expire { permit } => acts::expire(&case, &deed, &permit)?,
            };
            if events.is_empty() {
                break;
            }
            let carried = self.keep(tx, case, &Who::Clock, at, events)?;
            case = carried.case;
            all.extend(carried.events);
        }
        Ok((case, all))
    }
}

impl Office {
    /// Runs the clock over every case and performs the errands that are due.
    pub async fn tick(&self) -> Result<Tick, Turned> {
        let mut tick = Tick::default();
        let mut after = String::new();
        loop {
            let from = after.clone();
            let ids = self.0.store.read(move |tx| tx.cases_page(&from, 100).map_err(Turned::from)).await?;
            let Some(last) = ids.last().cloned() else { break };
            match self.clock_of(ids.clone()).await {
                Ok((cases, events)) => {
                    tick.cases += cases;
                    tick.events += events;
                }
                Err(Turned::Fault(fault)) if fault.kind() == "stopped" => return Err(fault.into()),
                // One of them does not work: then each has a transaction of its own.
                Err(_) => {
                    for id in ids {
                        match self.clock_of(vec![id.clone()]).await {
                            Ok((cases, events)) => {
                                tick.cases += cases;
                                tick.events += events;
                            }
                            Err(turned) => {
                                tick.failed += 1;
                                tracing::error!(case.id = %id, error = %turned, "the clock could not do a case");
                            }
                        }
                    }
                }
            }
            after = last;
        }
        let before = self.instant().at_us - REMEMBERED_US;
        self.0.store.write(move |tx| tx.idem_sweep(before).map_err(Turned::from)).await?;
        tick.errands = self.perform_errands().await?;
        Ok(tick)
    }

    /// The clock of some cases, in one transaction.
    async fn clock_of(&self, ids: Vec<String>) -> Result<(u64, u64), Turned> {
        let inner = self.0.clone();
        self.0
            .store
            .write(move |tx| {
                let (mut cases, mut events) = (0u64, 0u64);
                for id in &ids {
                    let case = inner.load_to_write(tx, id)?;
                    if case.filing().is_none() {
                        continue;
                    }
                    let (case, done) = inner.run_clock(tx, case)?;
                    if done.is_empty() {
                        // The day itself changes what is late and what is due.
                        inner.project(tx, &case)?;
                    }
                    cases += 1;
                    events += done.len() as u64;
                }
                Ok::<_, Turned>((cases, events))
            })
            .await
    }
}
