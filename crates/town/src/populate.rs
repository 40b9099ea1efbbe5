//! Brings a town to life by really doing everything: weeks of cases, day by day, through the same acts people use.

use std::sync::Arc;

use casework::{About, OfficialId, PartStage, PersonId, StopReason, Who, acts};
use catalogue::{Catalogue, EventId, PermitId};
use journey::Known;
use office::{Office, Official, Reader, SeededWorld, Turned};
use rules::{CalendarGap, Day, FactId};
use store::Store;
use vault::{Actor, Purpose, PurposeCode};

use crate::cast::Persona;
use crate::days::evening;
use crate::found::Town;
use crate::hands;
use crate::lives::{Fate, Life, lives, values};
use crate::open::Unopened;

/// Working days that are lived before the demo begins.
const DAYS: usize = 24;

/// What was done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Populated {
    pub cases: usize,
    pub days: usize,
}

/// A town in which one can be somebody.
pub struct Demo {
    pub town: Arc<Town>,
    pub office: Office,
    pub world: Arc<SeededWorld>,
    pub personas: Vec<Persona>,
    pub populated: Populated,
}

/// Why there is no demo.
#[derive(Debug)]
pub enum NoDemo {
    Unopened(Unopened),
    /// Something the town did was turned away.
    Turned(Turned),
}

impl std::fmt::Display for NoDemo {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            NoDemo::Unopened(why) => write!(f, "{why}"),
            NoDemo::Turned(why) => write!(f, "the life of the town: {why}"),
        }
    }
}

impl std::error::Error for NoDemo {}

impl From<Turned> for NoDemo {
    fn from(turned: Turned) -> Self {
        NoDemo::Turned(turned)
    }
}

/// The working days that are lived, oldest first, `today` last.
fn working_days(catalogue: &Catalogue, today: Day) -> Result<Vec<Day>, CalendarGap> {
    let mut days = vec![today];
    let mut day = today;
    while days.len() <= DAYS {
        day = day.plus_days(-1);
        if catalogue.calendar.is_working(day)? {
            days.push(day);
        }
    }
    days.reverse();
    Ok(days)
}

/// The day on which an office must be opened so that [`populate`] can live the weeks before `today`.
pub fn day_before_it_all(catalogue: &Catalogue, today: Day) -> Day {
    working_days(catalogue, today).ok().and_then(|days| days.first().copied()).unwrap_or(today)
}

impl Town {
    /// Founds, opens and populates a town: everything the demo needs. `today` is best a working day.
    pub async fn demo(
        seed: u64,
        catalogue: Catalogue,
        store: Store,
        today: Day,
        host: &str,
        ticking: bool,
    ) -> Result<Demo, NoDemo> {
        let town = Arc::new(Town::found(seed));
        let first = day_before_it_all(&catalogue, today);
        let (office, world) = town.open(catalogue, store, first, host, ticking).map_err(NoDemo::Unopened)?;
        let populated = populate(&office, &world, &town, today).await?;
        let personas = town.personas();
        Ok(Demo { town, office, world, personas, populated })
    }
}

/// Lives the weeks before `today`. The office must have been opened on [`day_before_it_all`].
pub async fn populate(office: &Office, world: &SeededWorld, town: &Town, today: Day) -> Result<Populated, Turned> {
    let catalogue = office.catalogue();
    let days = working_days(&catalogue, today)?;
    let last = days.len().saturating_sub(1);
    let mut lives = lives(town);
    for (index, day) in days.iter().enumerate() {
        world.move_to(*day);
        office.tick().await?;
        let days_ago = last - index;
        if days_ago == 0 {
            break;
        }
        for life in &mut lives {
            if life.days_ago < days_ago {
                continue;
            }
            let since = life.days_ago - days_ago;
            let done =
                if since == 0 { begin(office, town, life).await } else { go_on(office, town, life, since).await };
            if let Err(turned) = done {
                tracing::warn!(plan = ?life.plan, fate = ?life.fate, since, %turned, "the town could not do this");
                return Err(turned);
            }
            world.pass_minutes(2);
        }
        evening(office, world).await?;
    }
    Ok(Populated { cases: lives.iter().filter(|l| l.case.is_some()).count(), days: days.len() })
}

fn applicant(town: &Town, life: &Life) -> Who {
    let subject = town.people.get(life.person).map(|p| p.subject.clone()).unwrap_or_default();
    Who::Applicant(PersonId::new(subject))
}

/// Makes the papers of one case different from those of others.
fn mark(town: &Town, life: &Life) -> u64 {
    town.seed.wrapping_mul(31).wrapping_add(life.person as u64 * 1000)
}

pub(crate) async fn begin(office: &Office, town: &Town, life: &mut Life) -> Result<(), Turned> {
    let catalogue = office.catalogue();
    let by = applicant(town, life);
    let values = values(town, &catalogue, life, office.today());
    let event = EventId::new(life.plan.event());
    // What the questionnaire asks first: the place, the kind of shop, what is sold.
    let mut known = Known::new();
    let first = catalogue.events.get(&event).map(|e| e.first.clone()).unwrap_or_default();
    let title = catalogue.events.get(&event).map(|e| e.title.clone());
    let more = ["venue.kind", "premises.operating_area", "food.items", "business.registered", "business.chain"];
    for fact in first.iter().cloned().chain(title).chain(more.map(FactId::from)) {
        if let Some(value) = values.get(&fact) {
            known.tell(fact, value.clone(), journey::Origin::Applicant);
        }
    }
    let language = if life.person.is_multiple_of(3) { "en" } else { "zh" };
    let carried = office.begin(None, by.clone(), &event, None, language, known).await?;
    let case = carried.case.id().as_str().to_owned();
    life.case = Some(case.clone());
    office.fetch(&case, by.clone()).await?;
    if life.fate == Fate::HalfFilled {
        return Ok(());
    }
    hands::answer_everything(office, &case, &by, &values).await?;
    // What was answered can make a register matter that did not matter before.
    office.fetch(&case, by.clone()).await?;
    if life.fate == Fate::Filled {
        return Ok(());
    }
    if life.fate == Fate::Contested {
        let fact = FactId::from("premises.planned_use");
        let says = "该单元去年已变更用途，现为商业。 The unit was rededicated last year and is commercial.".to_owned();
        office.contest(&case, None, by.clone(), fact, says, "rededicated".to_owned()).await?;
    }
    if life.fate == Fate::Committed {
        let offers = office.sheet(&office.case_file(&case).await?)?.form.commitments.clone();
        for offer in offers {
            office.choose_commitment(&case, by.clone(), offer.permit, true).await?;
        }
    }
    hands::add_papers(office, &case, &by, mark(town, life)).await?;
    office.file(&case, None, by).await?;
    Ok(())
}

/// Somebody of the authority that decides this part now; the town's own people before those a visitor plays.
fn officer<'t>(town: &'t Town, part: &casework::Part, district: &str) -> Option<&'t Official> {
    let all: Vec<&'t Official> = town.deciding(&part.authority, district);
    all.iter().find(|o| !town.is_played(&o.id)).or_else(|| all.first()).copied()
}

pub(crate) fn representative(case: &casework::Case) -> Option<Who> {
    case.representative().map(|r| Who::Representative { id: r.id.clone() })
}

/// The first part that somebody really decides, as the plan orders them.
fn main_part(case: &casework::Case) -> Option<PermitId> {
    let plan = case.plan()?;
    let deciding = |p: &&journey::PlanPart| {
        !p.promise.is_at_once() && case.part(&p.permit).is_some_and(|part| part.stage == PartStage::Deciding)
    };
    plan.parts.iter().filter(deciding).max_by_key(|p| p.promised).map(|p| p.permit.clone())
}

pub(crate) async fn grant_part(
    office: &Office,
    town: &Town,
    case: &casework::Case,
    permit: &PermitId,
    district: &str,
) -> Result<bool, Turned> {
    let Some(part) = case.part(permit) else { return Ok(false) };
    let Some(official) = officer(town, part, district) else { return Ok(false) };
    let id = case.id().as_str();
    // Who decides reads first; that is written down for the person.
    if part.plan.promise.is_at_once() || part.stage != PartStage::Deciding {
        return Ok(false);
    }
    office.desk_case(official, id, permit).await?;
    office.grant(id, None, Office::deciding_hand(official), None, permit.clone(), Vec::new()).await?;
    Ok(true)
}

async fn grant_some(
    office: &Office,
    town: &Town,
    case: &casework::Case,
    district: &str,
    most: usize,
    leave: usize,
) -> Result<usize, Turned> {
    let plan: Vec<PermitId> =
        case.plan().map(|p| p.parts.iter().map(|p| p.permit.clone()).collect()).unwrap_or_default();
    let ready: Vec<PermitId> = plan
        .into_iter()
        .filter(|p| case.part(p).is_some_and(|p| p.stage == PartStage::Deciding && !p.plan.promise.is_at_once()))
        .collect();
    let open = case.parts().values().filter(|p| !p.is_ended() && !p.plan.promise.is_at_once()).count();
    let may = open.saturating_sub(leave).min(most);
    let mut granted = 0;
    for permit in ready.into_iter().take(may) {
        granted += usize::from(grant_part(office, town, case, &permit, district).await?);
    }
    Ok(granted)
}

#[allow(clippy::too_many_lines, reason = "one arm a fate reads as a list of what happens")]
async fn go_on(office: &Office, town: &Town, life: &Life, since: usize) -> Result<(), Turned> {
    let Some(id) = life.case.clone() else { return Ok(()) };
    let quiet = matches!(life.fate, Fate::HalfFilled | Fate::Filled | Fate::Filed | Fate::Late);
    if quiet {
        return Ok(());
    }
    let file = office.case_file(&id).await?;
    let district = file.district().unwrap_or_default().to_owned();
    let (case, catalogue) = (file.case, file.catalogue);
    if case.stage() == casework::Stage::Withdrawn {
        return Ok(());
    }
    let by = applicant(town, life);
    let with_notice = matches!(life.fate, Fate::InBasket | Fate::NoticeSent | Fate::Answered);
    // The representative looks at every new case on the next day.
    if since == 1
        && !with_notice
        && case.accepted().is_none()
        && let Some(who) = representative(&case)
        && case.stage() == casework::Stage::Filed
    {
        let reader = Reader {
            actor: Actor {
                id: who.official().map(|o| o.as_str().to_owned()).unwrap_or_default(),
                office: "representative".to_owned(),
            },
            purpose: Purpose::in_case(PurposeCode::Represent, id.clone()),
            facts: None,
        };
        office.open_file(&id, reader).await?;
        office.carry_out(&id, None, who, acts::accept).await?;
    }
    let part = main_part(&case);
    let hand = part.as_ref().and_then(|p| case.part(p)).and_then(|p| officer(town, p, &district));
    if life.fate == Fate::Answered && since == 5 && case.notice().is_open() {
        let values = values(town, &catalogue, life, office.today());
        hands::answer_notice(office, &id, &by, &values, mark(town, life)).await?;
        return Ok(());
    }
    match life.fate {
        Fate::InBasket | Fate::NoticeSent | Fate::Answered => {
            let (Some(permit), Some(official)) = (part, hand) else { return Ok(()) };
            match since {
                1 => {
                    let paper =
                        catalogue.permits.get(&permit).and_then(|p| p.evidence.first()).map(|e| e.evidence.clone());
                    let hand = Office::deciding_hand(official);
                    if let Some(paper) = paper {
                        let asks = "平面图没有尺寸，请补一份注明每个出口宽度的。 The plan has no measures: add one with the width of every way out.";
                        hands::put_point(office, &id, hand.clone(), &permit, About::Paper(paper), asks).await?;
                    }
                    let fact = if life.plan.event() == "hold-event" { "safety.entrances" } else { "premises.hours" };
                    let wanted =
                        catalogue.permits.get(&permit).is_some_and(|p| p.needs.iter().any(|n| n.fact.as_str() == fact));
                    if wanted {
                        let asks = "两处填写不一致，以哪处为准？ Two answers do not fit together. Which is right?";
                        hands::put_point(office, &id, hand, &permit, About::Fact(fact.into()), asks).await?;
                    }
                }
                2 if life.fate != Fate::InBasket => {
                    if let Some(who) = representative(&case) {
                        hands::send_notice(office, &id, who).await?;
                    }
                }
                _ => {}
            }
        }
        Fate::Consulting => {
            let (2, Some(permit), Some(official)) = (since, part, hand) else { return Ok(()) };
            let asked = catalogue::AuthorityId::new("urban-management");
            let question = "出入口处人行道是否留有足够宽度？ Does the entrance leave enough room on the pavement?";
            office
                .carry_out(&id, None, Office::deciding_hand(official), move |case, deed| {
                    acts::consult(case, deed, &permit, asked, question)
                })
                .await?;
        }
        Fate::Extended => {
            let (5, Some(official)) = (since, hand) else { return Ok(()) };
            let extendable = case.parts().values().find(|p| p.plan.extend.is_some() && p.stage == PartStage::Deciding);
            let Some(part) = extendable else { return Ok(()) };
            let permit = part.permit.clone();
            let official = officer(town, part, &district).unwrap_or(official);
            let clock = casework::part_clock(&case, &permit, office.today(), &catalogue.calendar)?;
            let Some(clock) = clock else { return Ok(()) };
            let until = catalogue.calendar.after(clock.promised, rules::Span::working_days(3))?;
            let reason = "楼内维修后须再次踏勘。 The visit has to be repeated after repairs in the building.";
            office
                .carry_out(&id, None, Office::deciding_hand(official), move |case, deed| {
                    acts::extend(case, deed, &permit, until, reason)
                })
                .await?;
        }
        Fate::Paused => {
            let (2, Some(permit), Some(official)) = (since, part, hand) else { return Ok(()) };
            let Some(law) = catalogue.permits.get(&permit).and_then(|p| p.law.first().cloned()) else { return Ok(()) };
            let stop =
                acts::ToPause { reason: StopReason::Test, law, expected_until: Some(office.today().plus_days(12)) };
            office
                .carry_out(&id, None, Office::deciding_hand(official), move |case, deed| {
                    acts::pause(case, deed, &permit, stop)
                })
                .await?;
        }
        Fate::Half | Fate::Committed if since >= 3 => {
            grant_some(office, town, &case, &district, 1, 1).await?;
        }
        Fate::Half if since == 2 => {
            let (Some(permit), Some(official)) = (part, hand) else { return Ok(()) };
            let to = OfficialId::new(official.id.clone());
            office
                .carry_out(&id, None, Office::deciding_hand(official), move |case, deed| {
                    acts::assign(case, deed, &permit, to)
                })
                .await?;
        }
        Fate::Refused => {
            let (4, Some(permit), Some(official)) = (since, part, hand) else { return Ok(()) };
            refuse(office, &id, official, &permit).await?;
        }
        Fate::Withdrawn if since == 3 => {
            office.carry_out(&id, None, by, |case, deed| acts::withdraw(case, deed, None)).await?;
        }
        Fate::Talking if since == 2 => {
            let text = "Can the officer come in the morning? In the afternoon we bake.".to_owned();
            office.write_message(&id, None, by, text).await?;
            if let Some(who) = representative(&case) {
                office
                    .write_message(&id, None, who, "Yes. I have told the officer; they come at ten.".to_owned())
                    .await?;
            }
        }
        Fate::Licensed | Fate::Suspended => {
            if since >= 3 {
                grant_some(office, town, &case, &district, 2, 0).await?;
            }
            let issued = case.licence().is_some();
            let suspended = case.parts().values().any(|p| p.stage == PartStage::Suspended);
            if life.fate == Fate::Suspended && issued && !suspended {
                let part = case.parts().values().find(|p| p.stage == PartStage::Granted && p.plan.visit);
                let Some(part) = part else { return Ok(()) };
                let (Some(official), permit) = (officer(town, part, &district), part.permit.clone()) else {
                    return Ok(());
                };
                let Some(law) = catalogue.permits.get(&permit).and_then(|p| p.law.first().cloned()) else {
                    return Ok(());
                };
                let stop = acts::ToSuspend {
                    reason: "踏勘时生熟食品混放。 Raw and ready food were kept together at the visit.".to_owned(),
                    law,
                    rule: None,
                    from: None,
                    until: Some(office.today().plus_days(21)),
                };
                office
                    .carry_out(&id, None, Office::deciding_hand(official), move |case, deed| {
                        acts::suspend(case, deed, &permit, stop)
                    })
                    .await?;
            }
        }
        _ => {}
    }
    Ok(())
}

/// Refuses under a rule of the permit, with the way forward its definition names.
pub(crate) async fn refuse(office: &Office, id: &str, official: &Official, permit: &PermitId) -> Result<(), Turned> {
    let catalogue = office.catalogue();
    let Some(definition) = catalogue.permits.get(permit) else { return Ok(()) };
    let with_article = definition.rules.iter().find(|r| r.law.iter().any(|l| l.article.is_some()));
    let Some(rule) = with_article.or(definition.rules.first()) else { return Ok(()) };
    let article = rule.law.iter().chain(&definition.law).find(|l| l.article.is_some());
    let Some(article) = article.cloned() else { return Ok(()) };
    let ground = casework::Ground {
        rule: rule.id.clone(),
        article,
        reason: "踏勘发现与承诺不符。 At the visit it was found otherwise than declared.".to_owned(),
        way_forward: rule.way_forward.say("en").to_owned(),
    };
    let permit = permit.clone();
    office
        .carry_out(id, None, Office::deciding_hand(official), move |case, deed| {
            acts::refuse(case, deed, &permit, ground)
        })
        .await?;
    Ok(())
}
