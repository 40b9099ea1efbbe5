//! Whatever anybody does to any case, in any order, on any day of 2026: what always holds.
//!
//! A random town hall: a small plan, a crowd of hands, and steps that are mostly possible and sometimes wild. After
//! every step the whole case is looked at again.

use std::collections::{BTreeMap, BTreeSet};

use casework::chart::{CHART, Row};
use casework::event::Recorded;
use casework::silence::SilenceReceipt;
use casework::{
    Act, Case, ClockAct, Deed, Event, Moment, PartStage, Stage, StopWhy, Who, due_today, errands, part_clock, places,
    possible, record,
};
use catalogue::{PermitId, Silence};
use journey::{Plan, PlanPart};
use proptest::prelude::*;
use proptest::test_runner::TestCaseError;
use rules::{Calendar, Day, DayUnit, Span};

use crate::specimen::*;
use crate::stories::clock_act;

const ACTS: [Act; 69] = [
    Act::Answer,
    Act::Fetch,
    Act::Contest,
    Act::AddPaper,
    Act::RemovePaper,
    Act::ChooseCommitment,
    Act::DropCommitment,
    Act::File,
    Act::Accept,
    Act::PutPoint,
    Act::DropPoint,
    Act::SendNotice,
    Act::ObjectToPoint,
    Act::ReviewPoint,
    Act::AnswerNotice,
    Act::LapseNotice,
    Act::AskLater,
    Act::Assign,
    Act::HandOver,
    Act::Consult,
    Act::Advise,
    Act::Extend,
    Act::Pause,
    Act::Resume,
    Act::TakeAtOnce,
    Act::Grant,
    Act::Refuse,
    Act::Undo,
    Act::Withdraw,
    Act::PassSilence,
    Act::Escalate,
    Act::ExplainDelay,
    Act::Appeal,
    Act::Issue,
    Act::Suspend,
    Act::Reinstate,
    Act::Revoke,
    Act::Expire,
    Act::WriteMessage,
    Act::ChangeRepresentative,
    Act::Close,
    Act::Erase,
    Act::OfferHandOver,
    Act::TakeOver,
    Act::DeclineOver,
    Act::DecideAppeal,
    Act::Renew,
    Act::Amend,
    Act::GrantChange,
    Act::RefuseChange,
    Act::WithdrawChange,
    Act::PassRenewal,
    Act::GiveUp,
    Act::OfferMandate,
    Act::TakeMandate,
    Act::EndMandate,
    Act::InviteCoApplicant,
    Act::RemoveCoApplicant,
    Act::JoinAsCoApplicant,
    Act::CoSign,
    Act::OfferHearing,
    Act::AskHearing,
    Act::CallHearing,
    Act::HoldHearing,
    Act::AskExpert,
    Act::TakeOpinion,
    Act::Merge,
    Act::Split,
    Act::Transfer,
];

/// What needs a chance: it leads further, or it can seldom be done.
const RARE: [Act; 15] = [
    Act::PutPoint,
    Act::SendNotice,
    Act::ObjectToPoint,
    Act::ReviewPoint,
    Act::AnswerNotice,
    Act::AskLater,
    Act::Resume,
    Act::Extend,
    Act::Grant,
    Act::Undo,
    Act::Appeal,
    Act::DecideAppeal,
    Act::TakeOver,
    Act::Renew,
    Act::GrantChange,
];

pub const AUTHORITIES: [&str; 3] = ["health", "fire-rescue", "market-regulation"];
pub const FACTS: [&str; 3] = ["area", "ventilation", "guests"];

/// One permit of a random plan.
#[derive(Clone, Debug)]
pub struct Wanted {
    authority: usize,
    /// Which of the permits before it must be there first, bit by bit.
    after: u8,
    promise: u32,
    within: (u32, DayUnit),
    extend: Option<u32>,
    grants_silently: bool,
    by_commitment: bool,
    possible_only: bool,
}

#[derive(Clone, Debug)]
enum Step {
    /// Somebody does something the chart lists.
    Listed {
        pick: usize,
        extra: u8,
    },
    /// Anybody tries anything.
    Wild {
        hand: usize,
        act: usize,
        part: usize,
        extra: u8,
    },
    Minutes(u32),
    Days(u8),
    /// The clock does what is due.
    Clock,
}

fn wanted() -> impl Strategy<Value = Wanted> {
    let within = prop_oneof![
        4 => (0u32..12).prop_map(|n| (n, DayUnit::Working)),
        2 => (0u32..16).prop_map(|n| (n, DayUnit::Calendar)),
        1 => Just((1, DayUnit::Months)),
    ];
    let promise = prop_oneof![1 => Just(0u32), 3 => 1u32..8];
    let flags = (any::<bool>(), any::<bool>(), prop::bool::weighted(0.2));
    (0..AUTHORITIES.len(), any::<u8>(), promise, within, prop::option::of(1u32..8), flags).prop_map(
        |(authority, after, promise, within, extend, (grants_silently, by_commitment, possible_only))| Wanted {
            authority,
            after,
            promise,
            within,
            extend,
            grants_silently,
            by_commitment,
            possible_only,
        },
    )
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        16 => (any::<usize>(), any::<u8>()).prop_map(|(pick, extra)| Step::Listed { pick, extra }),
        3 => (any::<usize>(), 0..ACTS.len(), 0usize..5, any::<u8>())
            .prop_map(|(hand, act, part, extra)| Step::Wild { hand, act, part, extra }),
        2 => (1u32..12).prop_map(Step::Minutes),
        3 => prop_oneof![4 => 1u8..4, 1 => 4u8..15].prop_map(Step::Days),
        1 => Just(Step::Clock),
    ]
}

pub fn plan_of(wanted: &[Wanted], filed_on: Day, calendar: &Calendar) -> Plan {
    let mut parts: Vec<PlanPart> = Vec::new();
    for (n, w) in wanted.iter().enumerate() {
        let after: Vec<PermitId> = (0..n).filter(|bit| w.after >> bit & 1 == 1).map(permit).collect();
        let starts = parts.iter().filter(|p| after.contains(&p.permit)).map(|p| p.promised).max().unwrap_or(filed_on);
        let promise = match w.promise {
            0 => Span { count: 0, unit: DayUnit::Calendar },
            n => Span::working_days(n),
        };
        // No law gives less time than the city promises.
        let within = match w.within {
            (more, DayUnit::Working) => Span::working_days(w.promise + more),
            (more, DayUnit::Calendar) => Span { count: 2 * w.promise + more, unit: DayUnit::Calendar },
            (count, unit) => Span { count, unit },
        };
        parts.push(PlanPart {
            permit: permit(n),
            authority: AUTHORITIES[w.authority].into(),
            starts,
            promise,
            promised: calendar.after(starts, promise).unwrap(),
            within,
            legal: calendar.after(starts, within).unwrap(),
            extend: w.extend.map(Span::working_days),
            on_silence: if w.grants_silently { Silence::Granted } else { Silence::Escalate },
            after,
            by_commitment: w.by_commitment,
            visit: false,
            critical: false,
            possible_only: w.possible_only,
        });
    }
    let promised = parts.iter().map(|p| p.promised).max().unwrap();
    Plan {
        filed_on,
        parts,
        promised,
        longest: Vec::new(),
        fee: rust_decimal::Decimal::ZERO,
        visits: 0,
        latest_filing: None,
    }
}

pub fn permit(n: usize) -> PermitId {
    format!("permit-{n}").as_str().into()
}

fn hands() -> Vec<Who> {
    let mut hands = vec![person(), clerk(), representative(), Who::Clock];
    for authority in AUTHORITIES {
        hands.push(official("sun", authority));
        hands.push(official("tang", authority));
        hands.push(official("han", &format!("city-{authority}")));
    }
    hands.push(agent());
    hands.push(Who::Applicant("li".into()));
    hands.push(Who::Clerk { id: "window-clerk".into(), window: "07".into(), for_person: "li".into() });
    hands.push(Who::Representative { id: "hao".into() });
    hands
}

/// The case, the day, and what was seen before.
pub struct World<'a> {
    pub town: &'a Town,
    pub wanted: &'a [Wanted],
    pub now: Moment,
    pub case: Case,
    errands: BTreeSet<String>,
    /// Parts that stand still: what was left when they stopped.
    still: BTreeMap<PermitId, i64>,
    /// What was done, for whoever reads a failure.
    told: Vec<String>,
}

impl<'a> World<'a> {
    fn new(town: &'a Town, wanted: &'a [Wanted], starts: u16) -> World<'a> {
        let today = day("2026-01-01").plus_days(i64::from(starts));
        let case = draft_on(town, &today.to_string());
        let now = on(town, &today.to_string(), Who::Clock).at;
        let (errands, still, told) = Default::default();
        World { town, wanted, now, case, errands, still, told }
    }

    fn deed(&self, by: Who) -> Deed<'a> {
        Deed { by, at: self.now, calendar: &self.town.calendar }
    }

    fn step(&mut self, step: &Step) -> Result<(), TestCaseError> {
        match step {
            Step::Minutes(minutes) => self.now.at_us = self.now.minutes_later(*minutes),
            Step::Days(days) => {
                self.now = on(self.town, &self.later(*days).to_string(), Who::Clock).at;
                let parts = self.case.parts();
                self.still.retain(|permit, _| parts[permit].stage == PartStage::Paused);
            }
            Step::Clock => return self.clock(),
            Step::Wild { hand, act, part, extra } => {
                let hands = hands();
                let on_part = (*part > 0).then(|| permit(part - 1));
                return self.try_act(&hands[hand % hands.len()], ACTS[*act], on_part.as_ref(), *extra);
            }
            Step::Listed { pick, extra } => {
                let mut all = Vec::new();
                for who in hands() {
                    for part in std::iter::once(None).chain(self.case.parts().keys().map(Some)) {
                        let acts = possible(&self.case, part, &who);
                        all.extend(acts.into_iter().map(|act| (act, part.cloned(), who.clone())));
                    }
                }
                // First the act, then who does it and to what: otherwise the messages would drown the rest.
                let mut kinds: Vec<Act> =
                    all.iter().map(|(act, ..)| *act).collect::<BTreeSet<_>>().into_iter().collect();
                let rare = kinds.iter().filter(|act| RARE.contains(act)).copied().collect::<Vec<_>>();
                kinds.extend(rare.iter().cycle().take(3 * rare.len()));
                let Some(kind) = kinds.get(pick % kinds.len().max(1)) else { return Ok(()) };
                all.retain(|(act, ..)| act == kind);
                let (act, part, who) = &all[(pick / kinds.len()) % all.len()];
                return self.try_act(who, *act, part.as_ref(), *extra);
            }
        }
        self.told.push(format!("it is {} {}", self.now.day, self.now.at_us / 60_000_000 % 1440));
        self.look_at_clocks(&[])
    }

    pub fn later(&self, days: u8) -> Day {
        self.now.day.plus_days(i64::from(days))
    }

    fn try_act(&mut self, who: &Who, act: Act, part: Option<&PermitId>, extra: u8) -> Result<(), TestCaseError> {
        let at = places(&self.case, part);
        let listed = possible(&self.case, part, who).contains(&act);
        let Some(outcome) = self.perform(&self.deed(who.clone()), act, part, extra) else { return Ok(()) };
        self.told.push(format!("{who:?} {act:?} {part:?} {extra}: {}", outcome.is_ok()));
        // Whoever's clock was set back is told so, and nothing happens before what has happened.
        let mut early = self.deed(who.clone());
        early.at = self.case.changed();
        early.at.at_us -= 1;
        if let Some(Ok(events)) = self.perform(&early, act, part, extra) {
            prop_assert!(events.is_empty(), "{act:?} was done before the last event");
        }
        let Ok(events) = outcome else { return Ok(()) };
        if let Who::Agent { person, .. } = who {
            let held = self.case.mandate_of(person, self.now.day);
            let may = casework::power(act).is_none_or(|power| held.is_some_and(|(_, m)| m.scope.contains(&power)));
            prop_assert!(may, "an agent did {act:?} without a mandate for it");
        }
        prop_assert!(listed, "{act:?} was done by {who:?} at {at:?}, which the chart does not list");
        self.take(who, events)?;
        let next = places(&self.case, part);
        let leads = |row: &&Row| row.next.iter().any(|place| next.contains(place));
        let row = CHART.iter().filter(|row| at.contains(&row.at) && row.act == act).any(|row| leads(&row));
        prop_assert!(row, "{act:?} led from {at:?} to {next:?}, which the chart does not list");
        Ok(())
    }

    /// The clock does everything that is due; nothing of it is refused, and then nothing is due.
    fn clock(&mut self) -> Result<(), TestCaseError> {
        let mut done: Vec<ClockAct> = Vec::new();
        loop {
            let due = due_today(&self.case, self.now, &self.town.calendar).unwrap();
            let Some(first) = due.into_iter().next() else { return Ok(()) };
            prop_assert!(!done.contains(&first), "{first:?} is due again although it was done");
            let outcome = clock_act(&self.case, &self.deed(Who::Clock), &first);
            self.told.push(format!("the clock does {first:?}"));
            match outcome {
                Ok(events) => self.take(&Who::Clock, events)?,
                Err(refusal) => prop_assert!(false, "{first:?} is due and refused: {refusal:?}"),
            }
            done.push(first);
        }
    }

    fn take(&mut self, who: &Who, events: Vec<Event>) -> Result<(), TestCaseError> {
        let struck: Vec<PermitId> = events.iter().flat_map(|event| self.struck_by(event)).collect();
        for recorded in self.case.envelopes(who, self.now, events) {
            let before = self.case.promised();
            self.case.apply(&recorded).unwrap();
            self.look_at_event(&recorded, before)?;
        }
        self.look_at_case()?;
        self.look_at_clocks(&struck)
    }

    /// The parts whose stop this event undoes: they have lost the days and get them from nobody.
    fn struck_by(&self, event: &Event) -> Vec<PermitId> {
        let Event::PointReviewed { point, stands: false, .. } = event else { return Vec::new() };
        let asked = self.case.notice().points.iter().find(|a| &a.asked.point.id == point);
        asked.map(|a| a.asked.permits.clone()).unwrap_or_default()
    }

    fn look_at_event(&mut self, recorded: &Recorded, before: Option<Day>) -> Result<(), TestCaseError> {
        let written = record::write(recorded);
        let read = record::read(&written).map_err(|why| TestCaseError::fail(format!("{why}: {written}")))?;
        prop_assert_eq!(&read, recorded);
        prop_assert_eq!(record::write(&read), written);
        match &recorded.event {
            Event::Filed { plan, .. } => prop_assert_eq!(self.case.promised(), Some(plan.promised)),
            Event::SilencePassed { receipt, .. } => {
                let receipt = receipt.as_ref().expect("a silence has a receipt");
                prop_assert_eq!(receipt.holds(&self.town.calendar), Ok(true));
                prop_assert_eq!(slow_limit(receipt, &self.town.calendar), receipt.limit, "{:?}", receipt);
                prop_assert_eq!(before, self.case.promised());
            }
            Event::PromiseMoved { from, to, .. } => {
                prop_assert!(to > from, "the promise moved from {from} to {to}");
                prop_assert_eq!((before, self.case.promised()), (Some(*from), Some(*to)));
            }
            event => prop_assert_eq!(before, self.case.promised(), "{:?} moved the promise and does not say so", event),
        }
        for errand in errands(recorded, &self.case) {
            prop_assert!(self.errands.insert(errand.id.as_str().to_owned()), "{} is owed twice", errand.id);
            prop_assert!(errand.not_before_us >= recorded.at.at_us);
        }
        Ok(())
    }

    fn look_at_case(&self) -> Result<(), TestCaseError> {
        let case = &self.case;
        let again = Case::fold(case.id().clone(), case.history());
        prop_assert!(again.as_ref() == Ok(case), "folded again it is another case");
        let count = |is: fn(&Event) -> bool| case.history().iter().filter(|r| is(&r.event)).count();
        prop_assert!(count(|e| matches!(e, Event::Filed { .. })) <= 1, "filed twice");
        prop_assert!(count(|e| matches!(e, Event::NoticeSent { .. })) <= 1, "a second notice");
        prop_assert!(count(|e| matches!(e, Event::Accepted { .. })) <= 1, "accepted twice");
        for (permit, part) in case.parts() {
            let mut verdicts = 0;
            let mut authority = &part.plan.authority;
            for recorded in case.history() {
                match &recorded.event {
                    Event::Granted { permit: p, .. } | Event::Refused { permit: p, .. } if p == permit => verdicts += 1,
                    Event::Undone { permit: p, .. }
                    | Event::AppealDecided { permit: p, finding: casework::Finding::SentBack, .. }
                        if p == permit =>
                    {
                        verdicts -= 1;
                    }
                    Event::Escalated { permit: p, to } if p == permit => authority = to,
                    _ => {}
                }
                prop_assert!((0..=1).contains(&verdicts), "{permit} has {verdicts} verdicts");
            }
            prop_assert_eq!(part.verdict.is_some(), verdicts == 1);
            prop_assert_eq!(&part.authority, authority, "one authority, and only an escalation changes it");
            // Whatever stands still, somebody can set going again: the desk, or the applicant before the notice's day.
            if part.stage == PartStage::Paused && case.stage() == Stage::Filed {
                let stopped_by_law =
                    part.stops.iter().any(|s| s.until.is_none() && matches!(s.why, StopWhy::Law { .. }));
                let asked = case.notice().open_points().any(|a| a.asked.permits.contains(permit));
                prop_assert!(stopped_by_law || asked, "{permit} stands still and nobody can end it");
            }
        }
        Ok(())
    }

    /// Time passes, or something was done: a part that stands still keeps its days, and the whole keeps its promise.
    fn look_at_clocks(&mut self, struck: &[PermitId]) -> Result<(), TestCaseError> {
        let calendar = &self.town.calendar;
        let today = self.now.day;
        for (permit, part) in self.case.parts() {
            let clock = part_clock(&self.case, permit, today, calendar).unwrap().unwrap();
            let stands = part.stage == PartStage::Paused;
            if part.stage == PartStage::Deciding && !part.is_ended() {
                let promised = self.case.promised().unwrap();
                prop_assert!(
                    clock.promised <= promised,
                    "{permit} is promised for {}, all for {promised}",
                    clock.promised
                );
            }
            let was = if stands || part.stage == PartStage::Deciding {
                self.still.get(permit).copied().filter(|_| !struck.contains(permit))
            } else {
                None
            };
            if let Some(was) = was {
                // Who goes on on a day off can only win by it.
                let same =
                    if calendar.is_working(today).unwrap() { clock.days_left == was } else { clock.days_left >= was };
                prop_assert!(same, "{permit} had {was} days left when it stopped, now {}", clock.days_left);
            }
            if stands {
                self.still.entry(permit.clone()).or_insert(clock.days_left);
            } else {
                // What it won by going on on a day off it keeps, also when it stops again before that day comes.
                self.still.remove(permit);
            }
        }
        Ok(())
    }
}

/// The last day in time, counted day by day as the law tells it: the first day is not counted, nor is a day on which
/// the clock stood still.
fn slow_limit(receipt: &SilenceReceipt, calendar: &Calendar) -> Day {
    let stopped = |day: Day| receipt.stopped.iter().any(|s| s.since < day && day <= s.until);
    let counts = |day: Day| !stopped(day) && calendar.is_working(day).unwrap();
    let (mut day, mut left) = (receipt.starts, receipt.within.count);
    while left > 0 {
        day = day.plus_days(1);
        match receipt.within.unit {
            DayUnit::Working => left -= u32::from(counts(day)),
            DayUnit::Calendar => left -= u32::from(!stopped(day)),
            // Months with stops are held by the examples beside the count itself.
            _ if receipt.stopped.is_empty() => {
                day = receipt.starts.plus_months(i32::try_from(left).unwrap());
                left = 0;
            }
            _ => return receipt.limit,
        }
    }
    while receipt.within.count > 0 && !counts(day) {
        day = day.plus_days(1);
    }
    // What was stopped on its very last day, or extended, rests on the examples too.
    let rests = receipt.stopped.iter().any(|s| s.since <= day && day < s.until);
    if rests || receipt.extended.is_some() { receipt.limit } else { day }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, max_shrink_iters: 20_000, ..ProptestConfig::default() })]

    #[test]
    fn whatever_anybody_does_the_case_holds(
        wanted in prop::collection::vec(wanted(), 2..5),
        starts in 0u16..200,
        drafted in 0usize..6,
        steps in prop::collection::vec(step(), 1..70),
    ) {
        let town = town();
        let mut world = World::new(&town, &wanted, starts);
        for (n, step) in steps.iter().enumerate() {
            if n == drafted {
                world.try_act(&person(), Act::File, None, 0)?;
            }
            let seen = world.step(step);
            if let Err(TestCaseError::Fail(why)) = seen {
                return Err(TestCaseError::fail(format!("{why}\n{}", world.told.join("\n"))));
            }
        }
    }
}
