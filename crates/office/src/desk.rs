//! The officials' side: what lies on a desk, sorted by the law's clock, and one permit of one case with only what it needs.

use std::collections::BTreeSet;
use std::sync::Arc;

use casework::{Act, AskedPoint, Part, PartClock, PartStage, Who, possible};
use catalogue::{AuthorityId, PermitId};
use journey::{Examined, Seen, examine};
use rules::{Day, FactId};
use store::{DeskAt, DeskFilter, DeskLine, DeskPart, Tx};
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
    /// In the order in which a desk shows them.
    pub const ALL: [DeskView; 4] = [DeskView::All, DeskView::Mine, DeskView::Pool, DeskView::Waiting];

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

impl DeskRow {
    /// Where this row stands on its desk, for the page behind or before it.
    pub fn place(&self) -> DeskPlace {
        DeskPlace(DeskAt {
            due: self.due.map(|d| d.to_string()),
            case_id: self.case_id.clone(),
            permit: self.permit.as_str().to_owned(),
        })
    }
}

/// A place between the rows of a desk. It says nothing about anybody, so it may stand in an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeskPlace(DeskAt);

impl DeskPlace {
    /// `2026-05-26.K3…Z.fire-safety-check`, as [`DeskPlace::fmt`] writes it.
    pub fn parse(written: &str) -> Option<DeskPlace> {
        let mut parts = written.splitn(3, '.');
        let (due, case_id, permit) = (parts.next()?, parts.next()?, parts.next()?);
        let due = match due {
            "" => None,
            due => Some(due.parse::<Day>().ok()?.to_string()),
        };
        Some(DeskPlace(DeskAt { due, case_id: case_id.to_owned(), permit: permit.to_owned() }))
    }
}

impl std::fmt::Display for DeskPlace {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.{}.{}", self.0.due.as_deref().unwrap_or_default(), self.0.case_id, self.0.permit)
    }
}

/// Which page of a desk is looked at.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum DeskTurn {
    #[default]
    First,
    After(DeskPlace),
    Before(DeskPlace),
}

/// What of a desk is looked at.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DeskAsked {
    pub view: DeskView,
    pub permit: Option<PermitId>,
    /// Part of a number, of a name or of the permit's name; empty: everything.
    pub words: String,
    pub turn: DeskTurn,
}

/// One page of a desk, the law's nearest limit first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DeskPage {
    pub rows: Vec<DeskRow>,
    /// How many rows were found in all, and how many of them stand before this page.
    pub found: usize,
    pub before: usize,
    /// How many rows of each permit this view has, whatever permit or words were asked for.
    pub permits: Vec<(PermitId, usize)>,
}

/// How much lies on a desk.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DeskCounts {
    pub all: usize,
    pub mine: usize,
    pub pool: usize,
    pub waiting: usize,
    /// The nearest day on which a running clock ends.
    pub next_due: Option<Day>,
}

impl DeskCounts {
    pub fn of(&self, view: DeskView) -> usize {
        match view {
            DeskView::All => self.all,
            DeskView::Mine => self.mine,
            DeskView::Pool => self.pool,
            DeskView::Waiting => self.waiting,
        }
    }
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
    pub previous: Option<DeskRow>,
    pub next: Option<DeskRow>,
}

/// Cases on one page of a representative or of a person.
const PAGE: u32 = 200;

/// Rows on one page of a desk: more than anybody decides before lunch, and quick on an old phone.
pub const DESK_PAGE: usize = 100;

/// Rows that are read at once while words are looked for.
const SEARCHED_AT_ONCE: u32 = 1000;

/// Words are looked for in so many rows of a view, the most urgent ones.
const SEARCHED_AT_MOST: usize = 20_000;

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

    /// Whether an official hears the appeal that is open against the refusal of this part.
    pub fn may_hear(official: &Official, part: &Part) -> bool {
        let refused_by = part.verdict.as_ref().and_then(|verdict| verdict.by.official());
        part.open_appeal().is_some_and(|appeal| appeal.to == official.authority)
            && refused_by.is_none_or(|id| id.as_str() != official.id)
    }

    /// Whether an official may look at this part: its desk, or one that was asked for advice.
    pub fn may_open(official: &Official, file: &CaseFile, part: &Part) -> bool {
        Office::may_decide(official, file, part)
            || Office::may_hear(official, part)
            || part.consultations.iter().any(|c| c.authority == official.authority)
    }

    /// What an official opens a part for: to decide it, or to give the advice that was asked for.
    pub fn desk_purpose(official: &Official, file: &CaseFile, part: &Part) -> Purpose {
        let decides = Office::may_decide(official, file, part) || Office::may_hear(official, part);
        let code = if decides { PurposeCode::Decide } else { PurposeCode::Consult };
        Purpose::for_permit(code, file.case.id().as_str(), part.permit.as_str())
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

    /// One page of what lies on the desks of an official's authority and district, the law's nearest limit first.
    pub async fn desk(&self, official: &Official, asked: &DeskAsked) -> Result<DeskPage, Turned> {
        let authority = official.authority.as_str().to_owned();
        let filter = filter(official, asked.view, asked.permit.as_ref());
        let turn = asked.turn.clone();
        let words = asked.words.trim().to_lowercase();
        let called = if words.is_empty() { Vec::new() } else { self.permits_called(&words) };
        let (lines, found, before, permits) = self
            .0
            .store
            .read(move |tx| {
                let permits = tx.desk_permits(&authority, &filter)?;
                let (lines, found, before) = match words.is_empty() {
                    true => page(tx, &authority, &filter, &turn)?,
                    false => {
                        let fits = |line: &DeskLine| {
                            line.number.to_lowercase().contains(&words)
                                || line.title.to_lowercase().contains(&words)
                                || called.contains(&line.permit)
                        };
                        searched(tx, &authority, &filter, &turn, &fits)?
                    }
                };
                Ok::<_, Turned>((lines, found, before, permits))
            })
            .await?;
        let count = |n: i64| usize::try_from(n).unwrap_or(0);
        Ok(DeskPage {
            rows: lines.into_iter().map(|l| self.row(l)).collect(),
            found,
            before,
            permits: permits.into_iter().map(|(p, n)| (PermitId::new(p), count(n))).collect(),
        })
    }

    /// How much lies in each view of an official's desk.
    pub async fn desk_counts(&self, official: &Official) -> Result<DeskCounts, Turned> {
        let (authority, district, id) =
            (official.authority.as_str().to_owned(), official.district.clone(), official.id.clone());
        let counts = self
            .0
            .store
            .read(move |tx| tx.desk_counts(&authority, district.as_deref(), &id).map_err(Turned::from))
            .await?;
        let count = |n: i64| usize::try_from(n).unwrap_or(0);
        Ok(DeskCounts {
            all: count(counts.all),
            mine: count(counts.own),
            pool: count(counts.free),
            waiting: count(counts.waiting),
            next_due: counts.next_due.and_then(|d| d.parse().ok()),
        })
    }

    /// Where a permit of a case lies on this official's desk, while it does.
    pub async fn desk_place(
        &self,
        official: &Official,
        case_id: &str,
        permit: &PermitId,
    ) -> Result<Option<DeskPlace>, Turned> {
        let (authority, id, permit) = (official.authority.to_string(), case_id.to_owned(), permit.to_string());
        let line = self.0.store.read(move |tx| tx.desk_line(&authority, &id, &permit).map_err(Turned::from)).await?;
        Ok(line.map(|l| DeskPlace(l.at())))
    }

    /// What can be decided next, behind a place and else from the start; never the permit at that place itself.
    pub async fn desk_after(&self, official: &Official, place: Option<&DeskPlace>) -> Result<Option<DeskRow>, Turned> {
        let authority = official.authority.as_str().to_owned();
        let filter = DeskFilter { part: DeskPart::Ready, ..filter(official, DeskView::All, None) };
        let at = place.map(|p| p.0.clone());
        let line = self
            .0
            .store
            .read(move |tx| {
                let behind = tx.desk(&authority, &filter, at.as_ref(), 1)?.into_iter().next();
                if behind.is_some() || at.is_none() {
                    return Ok::<_, Turned>(behind);
                }
                let first = tx.desk(&authority, &filter, None, 1)?.into_iter().next();
                Ok(first.filter(|line| Some(line.at()) != at))
            })
            .await?;
        Ok(line.map(|l| self.row(l)))
    }

    fn row(&self, line: DeskLine) -> DeskRow {
        let due: Option<Day> = line.due.as_deref().and_then(|d| d.parse().ok());
        DeskRow {
            days_left: due.and_then(|d| days_left(&self.catalogue().calendar, self.today(), d)),
            due,
            promised: line.promised.as_deref().and_then(|d| d.parse().ok()),
            case_id: line.case_id,
            number: line.number,
            title: line.title,
            permit: PermitId::new(line.permit),
            stage: line.stage,
            official: line.official,
            district: line.district,
            flags: line.flags.split(' ').filter(|f| !f.is_empty()).map(str::to_owned).collect(),
        }
    }

    /// The permits whose name, in any language, has these words.
    fn permits_called(&self, words: &str) -> Vec<String> {
        let catalogue = self.catalogue();
        let called = |p: &&catalogue::Permit| {
            p.name.0.values().chain(p.short.0.values()).any(|name| name.to_lowercase().contains(words))
        };
        catalogue.permits.values().filter(called).map(|p| p.id.to_string()).collect()
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
            purpose: Office::desk_purpose(official, &closed, part),
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
        let place = self.desk_place(official, case_id, permit).await?;
        let authority = official.authority.as_str().to_owned();
        let everything = filter(official, DeskView::All, None);
        let (previous, next) = self
            .0
            .store
            .read(move |tx| {
                let at = place.map(|p| p.0);
                let previous = match &at {
                    Some(at) => tx.desk_before(&authority, &everything, Some(at), 1)?.pop(),
                    None => None,
                };
                Ok::<_, Turned>((previous, tx.desk(&authority, &everything, at.as_ref(), 1)?.pop()))
            })
            .await?;
        let (previous, next) = (previous.map(|l| self.row(l)), next.map(|l| self.row(l)));
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

fn filter(official: &Official, view: DeskView, permit: Option<&PermitId>) -> DeskFilter {
    DeskFilter {
        part: match view {
            DeskView::All => DeskPart::All,
            DeskView::Mine => DeskPart::Of(official.id.clone()),
            DeskView::Pool => DeskPart::Free,
            DeskView::Waiting => DeskPart::Waiting,
        },
        district: official.district.clone(),
        permit: permit.map(|p| p.as_str().to_owned()),
    }
}

/// Rows, how many there are in all, and how many stand before them.
type Cut = (Vec<DeskLine>, usize, usize);

fn page(tx: &mut dyn Tx, authority: &str, filter: &DeskFilter, turn: &DeskTurn) -> Result<Cut, Turned> {
    let limit = DESK_PAGE as u32;
    let lines = match turn {
        DeskTurn::First => tx.desk(authority, filter, None, limit)?,
        DeskTurn::After(place) => tx.desk(authority, filter, Some(&place.0), limit)?,
        DeskTurn::Before(place) => tx.desk_before(authority, filter, Some(&place.0), limit)?,
    };
    let first = lines.first().map(DeskLine::at);
    let (found, before) = tx.desk_place(authority, filter, first.as_ref())?;
    let count = |n: i64| usize::try_from(n).unwrap_or(0);
    let short = matches!(turn, DeskTurn::Before(_)) && lines.len() < DESK_PAGE;
    if (lines.is_empty() || short) && found > 0 && *turn != DeskTurn::First {
        // Behind the last row, or near the first: whoever asks gets a whole page.
        return page(tx, authority, filter, &DeskTurn::First);
    }
    Ok((lines, count(found), count(before)))
}

/// The same for rows that only this program can tell apart: the portable subset has no search for words.
fn searched(
    tx: &mut dyn Tx,
    authority: &str,
    filter: &DeskFilter,
    turn: &DeskTurn,
    fits: &dyn Fn(&DeskLine) -> bool,
) -> Result<Cut, Turned> {
    let mut found: Vec<DeskLine> = Vec::new();
    let mut at: Option<DeskAt> = None;
    let mut read = 0;
    loop {
        let lines = tx.desk(authority, filter, at.as_ref(), SEARCHED_AT_ONCE)?;
        at = lines.last().map(DeskLine::at);
        read += lines.len();
        let last = lines.len() < SEARCHED_AT_ONCE as usize || read >= SEARCHED_AT_MOST;
        found.extend(lines.into_iter().filter(|l| fits(l)));
        if last {
            break;
        }
    }
    let behind = |place: &DeskPlace| found.partition_point(|l| order(&l.at()) <= order(&place.0));
    let start = match turn {
        DeskTurn::First => 0,
        DeskTurn::After(place) => behind(place),
        DeskTurn::Before(place) => {
            found.partition_point(|l| order(&l.at()) < order(&place.0)).saturating_sub(DESK_PAGE)
        }
    };
    let start = if start < found.len() { start } else { 0 };
    let all = found.len();
    Ok((found.into_iter().skip(start).take(DESK_PAGE).collect(), all, start))
}

/// Rows without a due day stand behind all others.
fn order(at: &DeskAt) -> (bool, &str, &str, &str) {
    (at.due.is_none(), at.due.as_deref().unwrap_or_default(), &at.case_id, &at.permit)
}

/// Working days from `today` to a day, negative when it is over.
pub(crate) fn days_left(calendar: &rules::Calendar, today: Day, until: Day) -> Option<i64> {
    if until >= today {
        calendar.working_days_between(today, until).ok().map(i64::from)
    } else {
        calendar.working_days_between(until, today).ok().map(|d| -i64::from(d))
    }
}
