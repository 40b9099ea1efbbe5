//! The officials' side: what lies on a desk, sorted by the law's clock, and one permit of one case with only what it needs.

use std::collections::BTreeSet;
use std::sync::Arc;

use casework::{Act, AskedPoint, Part, PartClock, PartStage, Who, possible};
use catalogue::{AuthorityId, PermitId};
use journey::{Examined, Seen, examine};
use rules::{Day, FactId};
use store::{DeskFilter, DeskLine};
use vault::{Actor, Purpose, PurposeCode};

use crate::Office;
use crate::file::{CaseFile, Reader, Sheet};
use crate::staff::Official;
use crate::turned::Turned;

/// Which part of a desk is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum DeskView {
    /// On this official's own desk.
    Mine,
    /// Nobody's yet.
    Pool,
    /// The clock stands: with the applicant, or stopped by law.
    Waiting,
    #[default]
    All,
}

impl DeskView {
    pub const ALL: [DeskView; 4] = [DeskView::Mine, DeskView::Pool, DeskView::Waiting, DeskView::All];

    pub fn word(self) -> &'static str {
        match self {
            DeskView::Mine => "mine",
            DeskView::Pool => "pool",
            DeskView::Waiting => "waiting",
            DeskView::All => "all",
        }
    }

    pub fn parse(word: &str) -> Option<DeskView> {
        DeskView::ALL.into_iter().find(|v| v.word() == word)
    }
}

/// One line of the inbox.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeskRow {
    pub case_id: String,
    pub number: String,
    pub title: String,
    pub permit: PermitId,
    pub stage: String,
    pub due: Option<Day>,
    pub promised: Option<Day>,
    /// Working days until the law's limit; negative when over.
    pub days_left: Option<i64>,
    pub official: Option<String>,
    pub district: String,
    pub flags: Vec<String>,
}

/// Another part of the same case: state, not content.
#[derive(Clone, Debug)]
pub struct OtherTrack {
    pub permit: PermitId,
    pub authority: AuthorityId,
    pub stage: PartStage,
    pub promised: Option<Day>,
}

/// One permit of one case, as its deciding officer sees it.
pub struct DeskCase {
    /// Opened only for the facts this permit needs.
    pub file: CaseFile,
    pub sheet: Arc<Sheet>,
    pub permit: PermitId,
    pub part: Part,
    pub clock: Option<PartClock>,
    /// The facts this permit may see, and why.
    pub seen: Vec<Seen>,
    pub examined: Vec<Examined>,
    /// How many facts of the case are not shown here.
    pub hidden: usize,
    pub acts: Vec<Act>,
    pub others: Vec<OtherTrack>,
    /// Points of this permit that are in the basket or were asked.
    pub basket: Vec<casework::BasketPoint>,
    pub asked: Vec<AskedPoint>,
    /// Cases before and after this one on the same desk, for J and K.
    pub previous: Option<(String, PermitId)>,
    pub next: Option<(String, PermitId)>,
}

const PAGE: u32 = 200;

impl Office {
    /// The hand of an official who decides.
    pub fn deciding_hand(official: &Official) -> Who {
        Who::Official { id: casework::OfficialId::new(official.id.clone()), authority: official.authority.clone() }
    }

    /// Whether an official's desk decides this part: the right authority, and the right district.
    pub fn may_decide(official: &Official, file: &CaseFile, part: &Part) -> bool {
        let here = match (official.district.as_deref(), file.district()) {
            (Some(own), Some(of_case)) => own == of_case,
            _ => true,
        };
        here && part.authority == official.authority
    }

    /// Whether an official may look at this part: its desk, or one that was asked for advice.
    pub fn may_open(official: &Official, file: &CaseFile, part: &Part) -> bool {
        Office::may_decide(official, file, part) || part.consultations.iter().any(|c| c.authority == official.authority)
    }

    /// Writes down that somebody looked at something of a case that is not sealed, or tried to: then `what` is empty.
    pub async fn write_down(
        &self,
        case: &casework::Case,
        actor: Actor,
        purpose: Purpose,
        what: Vec<String>,
    ) -> Result<(), Turned> {
        use vault::Door;
        let inner = self.0.clone();
        let opening = vault::Opening {
            at_us: self.instant().at_us,
            subject: vault::SubjectId::new(case.applicant().as_str()),
            actor,
            purpose,
            count: u32::try_from(what.len()).unwrap_or(u32::MAX),
            facts: what,
        };
        self.0
            .store
            .write(move |tx| {
                let mut dice = crate::world::WorldDice(inner.world.as_ref());
                store::TxDoor::new(tx, &mut dice).write_down(&opening).map_err(|d| Turned::Fault(d.into()))
            })
            .await
    }

    /// Words of a case that are no message: what a contested fact should be, an objection, an explanation. Opening them
    /// is written down.
    pub async fn open_words(
        &self,
        case_id: &str,
        wanted: Vec<(String, casework::Kept)>,
        reader: Reader,
    ) -> Result<Vec<String>, Turned> {
        if wanted.is_empty() {
            return Ok(Vec::new());
        }
        let inner = self.0.clone();
        let id = case_id.to_owned();
        self.0
            .store
            .write(move |tx| {
                let words: Vec<(&str, &casework::Kept)> = wanted.iter().map(|(p, k)| (p.as_str(), k)).collect();
                let world = inner.world.as_ref();
                crate::sealing::open_words(tx, &inner.vault, world, &id, &words, &reader.actor, &reader.purpose)
                    .map_err(Turned::from)
            })
            .await
    }

    /// What lies on the desks of an official's authority and district, the law's nearest limit first.
    pub async fn desk(&self, official: &Official, view: DeskView) -> Result<Vec<DeskRow>, Turned> {
        let authority = official.authority.as_str().to_owned();
        let filter = DeskFilter {
            district: official.district.clone(),
            official: (view == DeskView::Mine).then(|| official.id.clone()),
            stage: (view == DeskView::Waiting).then(|| "paused".to_owned()),
        };
        let lines: Vec<DeskLine> =
            self.0.store.read(move |tx| tx.desk(&authority, &filter, None, PAGE).map_err(Turned::from)).await?;
        let catalogue = self.catalogue();
        let today = self.today();
        let rows = lines
            .into_iter()
            .filter(|l| view != DeskView::Pool || l.official.is_none())
            .map(|l| {
                let due: Option<Day> = l.due.as_deref().and_then(|d| d.parse().ok());
                DeskRow {
                    days_left: due.and_then(|d| days_left(&catalogue.calendar, today, d)),
                    due,
                    promised: l.promised.as_deref().and_then(|d| d.parse().ok()),
                    case_id: l.case_id,
                    number: l.number,
                    title: l.title,
                    permit: PermitId::new(l.permit),
                    stage: l.stage,
                    official: l.official,
                    district: l.district,
                    flags: l.flags.split(' ').filter(|f| !f.is_empty()).map(str::to_owned).collect(),
                }
            })
            .collect();
        Ok(rows)
    }

    /// One permit of one case. Personal facts that this permit needs are opened, and that is written down.
    pub async fn desk_case(&self, official: &Official, case_id: &str, permit: &PermitId) -> Result<DeskCase, Turned> {
        let closed = self.case_file(case_id).await?;
        let part = closed.case.part(permit).ok_or(Turned::NotFound)?;
        if !Office::may_open(official, &closed, part) {
            return Err(Turned::NotAllowed);
        }
        let sheet = self.sheet(&closed)?;
        let (seen, _, _) = examine(&closed.catalogue, &sheet.form, permit, &closed.known, closed.on);
        let needed: BTreeSet<FactId> = seen.iter().map(|s| s.fact.clone()).collect();
        let reader = Reader {
            actor: Actor { id: official.id.clone(), office: official.authority.as_str().to_owned() },
            purpose: Purpose::for_permit(PurposeCode::Decide, case_id, permit.as_str()),
            facts: Some(needed),
        };
        let file = self.open_file(case_id, reader).await?;
        let sheet = self.sheet(&file)?;
        let (seen, examined, hidden) = examine(&file.catalogue, &sheet.form, permit, &file.known, file.on);
        let part = file.case.part(permit).ok_or(Turned::NotFound)?.clone();
        let today = self.today();
        let clock = casework::part_clock(&file.case, permit, today, &file.catalogue.calendar)?;
        let who = Office::deciding_hand(official);
        let mut acts = possible(&file.case, Some(permit), &who);
        acts.extend(possible(&file.case, None, &who));
        let mut others = Vec::new();
        for other in file.case.parts().values().filter(|p| &p.permit != permit) {
            let clock = casework::part_clock(&file.case, &other.permit, today, &file.catalogue.calendar)?;
            others.push(OtherTrack {
                permit: other.permit.clone(),
                authority: other.authority.clone(),
                stage: other.stage,
                promised: clock.map(|c| c.promised),
            });
        }
        let notice = file.case.notice();
        let basket = notice.basket.iter().filter(|b| &b.permit == permit).cloned().collect();
        let asked =
            notice.points.iter().filter(|p| p.asked.permits.contains(permit)).map(|p| p.asked.clone()).collect();
        let rows = self.desk(official, DeskView::All).await?;
        let here = rows.iter().position(|r| r.case_id == case_id && &r.permit == permit);
        let at = |index: Option<usize>| index.and_then(|i| rows.get(i)).map(|r| (r.case_id.clone(), r.permit.clone()));
        let previous = at(here.and_then(|i| i.checked_sub(1)));
        let next = at(here.map_or(Some(0), |i| Some(i + 1)));
        Ok(DeskCase {
            file,
            sheet,
            permit: permit.clone(),
            part,
            clock,
            seen,
            examined,
            hidden,
            acts,
            others,
            basket,
            asked,
            previous,
            next,
        })
    }

    /// The cases of a representative, newest change first.
    pub async fn represented(&self, official: &Official) -> Result<Vec<store::CaseLine>, Turned> {
        let id = official.id.clone();
        self.0.store.read(move |tx| tx.cases_of_representative(&id, None, None, PAGE).map_err(Turned::from)).await
    }

    /// The cases of a person, newest change first.
    pub async fn own_cases(&self, subject: &str) -> Result<Vec<store::OwnCaseLine>, Turned> {
        let subject = subject.to_owned();
        self.0.store.read(move |tx| tx.own_cases(&subject, None, PAGE).map_err(Turned::from)).await
    }

    /// The projection of one case: cheap, without folding.
    pub async fn case_line(&self, case_id: &str) -> Result<store::CaseLine, Turned> {
        let id = case_id.to_owned();
        self.0.store.read(move |tx| tx.case(&id)?.ok_or(Turned::NotFound)).await
    }
}

/// Working days from `today` to a day, negative when it is over.
pub(crate) fn days_left(calendar: &rules::Calendar, today: Day, until: Day) -> Option<i64> {
    if until >= today {
        calendar.working_days_between(today, until).ok().map(i64::from)
    } else {
        calendar.working_days_between(until, today).ok().map(|d| -i64::from(d))
    }
}
