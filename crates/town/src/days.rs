//! Days of a running town: the clock goes to the next working morning, and people who are nobody's part do their work.

use std::collections::BTreeMap;

use casework::{Case, PartStage, Stage, Who, acts};
use office::{Office, SeededWorld, Turned};
use rules::Day;

use crate::cast::PersonaRole;
use crate::found::Town;
use crate::hands;
use crate::lives::newcomers;
use crate::open::first_day;
use crate::populate::{begin, grant_part, representative};

/// Decisions the town's own officials take on one day at most, so that visitors find work left.
const A_DAY: usize = 8;
/// Cases that are filed on one day: about as many as end on it.
const NEW_A_DAY: u64 = 3;

/// From the last hand's move until nobody can take it back any more, with a minute to spare.
const UNTIL_SETTLED_MIN: i64 = 11;

/// Closes the desks: what was decided today is settled and its licences are issued today, not the next morning.
pub(crate) async fn evening(office: &Office, world: &SeededWorld) -> Result<(), Turned> {
    world.pass_minutes(UNTIL_SETTLED_MIN);
    office.tick().await?;
    Ok(())
}

/// Moves the clock to nine in the morning of the next working day and lets the law's clock run.
pub async fn next_working_day(office: &Office, world: &SeededWorld) -> Result<Day, Turned> {
    evening(office, world).await?;
    let next = office.catalogue().calendar.next_working(office.today())?;
    world.move_to(next);
    office.tick().await?;
    Ok(next)
}

impl Town {
    /// Everybody whom no visitor plays works for a day: officials decide what is due tomorrow and leave a few cases to be
    /// late, representatives accept or send the notice, applicants answer, and somebody new files. Returns how many
    /// decisions were taken.
    pub async fn a_day_passes(&self, office: &Office) -> Result<usize, Turned> {
        let mut done = 0;
        let mut after = String::new();
        loop {
            let from = after.clone();
            let ids = office.store().read(move |tx| tx.cases_page(&from, 100).map_err(Turned::from)).await?;
            let Some(last) = ids.last().cloned() else { break };
            for id in &ids {
                let file = office.case_file(id).await?;
                if file.case.stage() != Stage::Filed || stays_late(id) {
                    continue;
                }
                if !self.notice_moves(office, &file.case).await? && done < A_DAY {
                    let district = file.district().unwrap_or_default().to_owned();
                    done += self.decide_what_is_due(office, &file.case, &district).await?;
                }
            }
            after = last;
        }
        self.newcomers_file(office).await?;
        Ok(done)
    }

    async fn decide_what_is_due(&self, office: &Office, case: &Case, district: &str) -> Result<usize, Turned> {
        let catalogue = office.catalogue();
        let today = office.today();
        let soon = catalogue.calendar.next_working(today)?;
        let mut done = 0;
        for part in case.parts().values().filter(|p| p.stage == PartStage::Deciding) {
            let clock = casework::part_clock(case, &part.permit, today, &catalogue.calendar)?;
            if clock.is_some_and(|c| c.promised <= soon) {
                done += usize::from(grant_part(office, self, case, &part.permit, district).await?);
            }
        }
        Ok(done)
    }

    /// The representative's and the applicant's share; true when something was done.
    async fn notice_moves(&self, office: &Office, case: &Case) -> Result<bool, Turned> {
        let id = case.id().as_str();
        let filed_today = case.filing().is_none_or(|f| f.at.day == office.today());
        let own = representative(case).filter(|who| who.official().is_some_and(|o| !self.is_played(o.as_str())));
        if let (None, None, Some(who), false) = (case.accepted(), case.notice().sent, own, filed_today) {
            if case.notice().basket.is_empty() {
                office.carry_out(id, None, who, acts::accept).await?;
                return Ok(true);
            }
            // After the law's days nothing may be asked any more; then the clock accepts.
            return Ok(hands::send_notice(office, id, who).await.is_ok());
        }
        let soon = office.today().plus_days(4);
        let due = case.notice().is_open() && case.notice().answer_until.is_some_and(|until| until <= soon);
        if due && !self.is_played_applicant(case.applicant().as_str()) {
            let by = Who::Applicant(case.applicant().clone());
            hands::answer_notice(office, id, &by, &BTreeMap::new(), case.version()).await?;
            return Ok(true);
        }
        Ok(false)
    }

    fn is_played_applicant(&self, subject: &str) -> bool {
        let same = |role: &PersonaRole| matches!(role, PersonaRole::Applicant { subject: s } if s == subject);
        self.personas().iter().any(|p| same(&p.role))
    }

    /// New cases of the day, by people who have nothing under way: a first shop, later a second one.
    async fn newcomers_file(&self, office: &Office) -> Result<(), Turned> {
        let day = u64::try_from(first_day().days_until(office.today())).unwrap_or_default();
        for turn in 0..NEW_A_DAY {
            self.somebody_new(office, day * NEW_A_DAY + turn).await?;
        }
        Ok(())
    }

    async fn somebody_new(&self, office: &Office, turn: u64) -> Result<(), Turned> {
        for mut life in newcomers(self, turn) {
            let Some(person) = self.people.get(life.person) else { continue };
            let own = office.own_cases(&person.subject).await?;
            if own.iter().all(|case| matches!(case.stage.as_str(), "decided" | "withdrawn" | "closed")) {
                return begin(office, self, &mut life).await;
            }
        }
        Ok(())
    }
}

/// One case in eight is left lying, so that there is something late to see.
fn stays_late(case: &str) -> bool {
    case.bytes().fold(0u32, |sum, b| sum.wrapping_mul(31).wrapping_add(u32::from(b))).is_multiple_of(8)
}
