//! A small town for tests: one applicant, five permits of four authorities, the working days of Beijing in 2026.
//!
//! Included both by the tests beside the acts and by `tests/casework`.
#![allow(dead_code)]

use std::collections::BTreeMap;

use casework::acts::{self, Given, Outcome, ToAppeal, ToBegin, ToFile, ToPause, ToRenew, ToRevoke, ToSuspend};
use casework::{
    About, Answer, Case, Deed, Event, Grant, Ground, Kept, Moment, Owed, Paper, Point, PointId, Reply, Representative,
    StopReason, Terms, Who, errands,
};
use catalogue::{Citation, Confidence, PermitId, Silence};
use journey::{Origin, Plan, PlanPart};
use rules::{Calendar, Day, Span, Year};

pub struct Town {
    pub calendar: Calendar,
}

pub fn day(text: &str) -> Day {
    text.parse().unwrap()
}

pub fn town() -> Town {
    let days = |ranges: &[(&str, &str)]| {
        let mut all = std::collections::BTreeSet::new();
        for (first, last) in ranges {
            let (mut at, last) = (day(first), day(last));
            while at <= last {
                all.insert(at);
                at = at.plus_days(1);
            }
        }
        all
    };
    let off = days(&[
        ("2026-01-01", "2026-01-03"),
        ("2026-02-15", "2026-02-23"),
        ("2026-04-04", "2026-04-06"),
        ("2026-05-01", "2026-05-05"),
        ("2026-06-19", "2026-06-21"),
        ("2026-09-25", "2026-09-27"),
        ("2026-10-01", "2026-10-07"),
    ]);
    let work = ["2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10"];
    let year = Year { off, work: work.iter().map(|d| day(d)).collect() };
    // Next year without holidays, so that long terms can be counted.
    Town { calendar: Calendar::new(BTreeMap::from([(2026, year), (2027, Year::default())])) }
}

/// Noon of the day in the city.
pub fn on<'a>(town: &'a Town, text: &str, by: Who) -> Deed<'a> {
    let today = day(text);
    let at_us = day("1970-01-01").days_until(today) * 86_400_000_000 + 4 * 3_600_000_000;
    Deed { by, at: Moment { at_us, day: today }, calendar: &town.calendar }
}

pub fn minutes(mut deed: Deed<'_>, later: u32) -> Deed<'_> {
    deed.at.at_us = deed.at.minutes_later(later);
    deed
}

impl Town {
    /// Decides, folds, and gives the events back.
    pub fn carry_out<'a>(
        &self,
        case: &mut Case,
        deed: &Deed<'a>,
        act: impl FnOnce(&Case, &Deed<'a>) -> Outcome,
    ) -> Result<Vec<Event>, casework::Refusal> {
        let events = act(case, deed)?;
        for recorded in case.envelopes(&deed.by, deed.at, events.clone()) {
            case.apply(&recorded).unwrap();
        }
        Ok(events)
    }
}

pub fn person() -> Who {
    Who::Applicant("wang".into())
}

pub fn clerk() -> Who {
    Who::Clerk { id: "window-clerk".into(), window: "07".into(), for_person: "wang".into() }
}

pub fn official(id: &str, authority: &str) -> Who {
    Who::Official { id: id.into(), authority: authority.into() }
}

/// Acts for Wang under the power of attorney `m1`.
pub fn agent() -> Who {
    Who::Agent { person: "li".into(), for_person: "wang".into(), mandate: "m1".into() }
}

pub fn representative() -> Who {
    Who::Representative { id: "zhou".into() }
}

pub fn law() -> Citation {
    Citation { law: "ALL".into(), article: Some("32".into()), confidence: Confidence::Checked }
}

pub fn terms() -> Terms {
    Terms::usual(law(), law())
}

pub fn plain(text: &str) -> Kept {
    Kept::Plain(serde_json::Value::String(text.to_owned()))
}

pub fn said(text: &str) -> Answer {
    Answer { kept: plain(text), origin: Origin::Applicant }
}

pub fn answered(fact: &str, text: &str) -> Given {
    Given { facts: BTreeMap::from([(fact.into(), said(text))]), ..Given::default() }
}

pub fn replies(point: &str, reply: Reply) -> BTreeMap<PointId, Reply> {
    BTreeMap::from([(point.into(), reply)])
}

pub fn paper(evidence: &str, hash: &str) -> Paper {
    Paper {
        evidence: evidence.into(),
        hash: hash.into(),
        media_type: "application/pdf".into(),
        bytes: 4096,
        name: plain("plan.pdf"),
    }
}

pub fn point(id: &str, fact: &str) -> Point {
    Point {
        id: id.into(),
        asks: "How is the kitchen ventilated?".into(),
        about: About::Fact(fact.into()),
        rule: "air".into(),
        law: vec![law()],
    }
}

pub fn right(number: &str) -> Grant {
    Grant {
        number: number.into(),
        conditions: vec!["at most 68 guests".into()],
        valid_from: day("2026-03-02"),
        valid_until: Some(day("2031-03-01")),
    }
}

pub fn ground() -> Ground {
    Ground {
        rule: "two-exits".into(),
        article: law(),
        reason: "80 guests need two exits; there is one.".into(),
        way_forward: "File for up to 50 guests, or open the second exit.".into(),
    }
}

pub fn to_appeal() -> ToAppeal {
    let sixty = "60 d".parse().unwrap();
    ToAppeal { says: plain("the rule changed"), to: "city-health".into(), periods: Some((sixty, sixty, law())) }
}

/// From 30 to 10 days before the end, and silence renews.
pub fn to_renew() -> ToRenew {
    let span = |text: &str| Some(text.parse().unwrap());
    ToRenew { from: span("30 d"), until: span("10 d"), law: Some(law()), silent: Some(law()), ends_with: None }
}

pub fn longer(until: &str) -> Grant {
    Grant { valid_until: Some(day(until)), ..right("H-1") }
}

/// Everything was granted and the licence is out; hygiene ends on that day.
pub fn ending(town: &Town, until: &str) -> Case {
    let mut case = decided_until(town, until);
    let clock = on(town, "2026-03-06", Who::Clock);
    town.carry_out(&mut case, &clock, |c, d| acts::issue(c, d, "L-1", 1)).unwrap();
    case
}

pub fn test_pause() -> ToPause {
    ToPause { reason: StopReason::Test, law: law(), expected_until: Some(day("2026-03-20")) }
}

pub fn to_suspend() -> ToSuspend {
    ToSuspend { reason: "rats".into(), law: law(), rule: None, from: None, until: None }
}

pub fn to_revoke(reason: &str) -> ToRevoke {
    ToRevoke { reason: reason.into(), law: law(), rule: None, from: None }
}

pub fn begun() -> ToBegin {
    ToBegin {
        event: "open-restaurant".into(),
        wish: Some("noodles".into()),
        language: "zh".into(),
        catalogue: "c0ffee".into(),
        number: "D-1".into(),
        applicant: "wang".into(),
    }
}

fn plan_part(town: &Town, permit: &str, authority: &str, starts: Day, promise: &str, within: &str) -> PlanPart {
    let (promise, within): (Span, Span) = (promise.parse().unwrap(), within.parse().unwrap());
    PlanPart {
        permit: permit.into(),
        authority: authority.into(),
        starts,
        promise,
        promised: town.calendar.after(starts, promise).unwrap(),
        within,
        legal: town.calendar.after(starts, within).unwrap(),
        extend: None,
        on_silence: Silence::Escalate,
        after: Vec::new(),
        by_commitment: false,
        visit: false,
        critical: false,
        possible_only: false,
    }
}

/// A noodle shop: registration, then food and the shop sign; hygiene and fire beside them.
pub fn plan(town: &Town, filed_on: Day) -> Plan {
    let registration = plan_part(town, "business-registration", "market-regulation", filed_on, "1 wd", "3 wd");
    let then = registration.promised;
    let first: Vec<PermitId> = vec!["business-registration".into()];
    let mut food = plan_part(town, "food-business", "market-regulation", then, "2 wd", "10 wd");
    food.after = first.clone();
    food.extend = Some(Span::working_days(5));
    let mut hygiene = plan_part(town, "public-hygiene", "health", filed_on, "5 wd", "20 wd");
    hygiene.extend = Some(Span::working_days(10));
    hygiene.critical = true;
    let mut fire = plan_part(town, "fire-check", "fire-rescue", filed_on, "1 wd", "10 d");
    fire.by_commitment = true;
    fire.on_silence = Silence::Granted;
    let mut sign = plan_part(town, "shop-sign", "urban-management", then, "0 d", "5 wd");
    sign.after = first;
    let parts = vec![registration, food, hygiene, fire, sign];
    let promised = parts.iter().map(|p| p.promised).max().unwrap();
    Plan {
        filed_on,
        parts,
        promised,
        longest: vec!["public-hygiene".into()],
        fee: rust_decimal::Decimal::ZERO,
        visits: 0,
        latest_filing: None,
    }
}

pub fn to_file(town: &Town, filed_on: &str) -> ToFile {
    ToFile {
        number: "2026-0001".into(),
        plan: plan(town, day(filed_on)),
        representative: Representative {
            id: "zhou".into(),
            name: "Zhou Lan".into(),
            phone: "010-12345".into(),
            hours: "9:00-17:00".into(),
        },
        statement_version: "s1".into(),
        catalogue: "c0ffee".into(),
        terms: terms(),
    }
}

pub fn draft_on(town: &Town, text: &str) -> Case {
    let deed = on(town, text, person());
    let event = acts::begin(&deed, begun()).unwrap().remove(0);
    let first = casework::event::Recorded { seq: 1, at: deed.at, by: deed.by, event };
    Case::begin("case-1".into(), &first).unwrap()
}

pub fn draft(town: &Town) -> Case {
    draft_on(town, "2026-03-02")
}

pub fn filed_on(town: &Town, text: &str) -> Case {
    let mut case = draft_on(town, text);
    let deed = on(town, text, person());
    town.carry_out(&mut case, &deed, |c, d| acts::answer(c, d, answered("guests", "68"))).unwrap();
    town.carry_out(&mut case, &deed, |c, d| acts::file(c, d, to_file(town, text), &[])).unwrap();
    case
}

/// Filed on Monday 2 March 2026.
pub fn filed(town: &Town) -> Case {
    filed_on(town, "2026-03-02")
}

pub fn fetched(town: &Town, mut case: Case, fact: &str, text: &str) -> Case {
    let origin = Origin::Register { register: "real-estate".into(), on: case.changed().day };
    let facts = BTreeMap::from([(fact.into(), Answer { kept: plain(text), origin })]);
    let deed = Deed { by: Who::Clock, at: case.changed(), calendar: &town.calendar };
    town.carry_out(&mut case, &deed, |c, d| acts::fetch(c, d, facts)).unwrap();
    case
}

pub fn contested(town: &Town, mut case: Case, fact: &str, text: &str) -> Case {
    let deed = Deed { by: person(), at: case.changed(), calendar: &town.calendar };
    town.carry_out(&mut case, &deed, |c, d| acts::contest(c, d, fact.into(), plain(text), "it was measured again"))
        .unwrap();
    case
}

/// Health has put a point into the basket.
pub fn with_point(town: &Town, mut case: Case, id: &str, fact: &str) -> Case {
    let deed = on(town, "2026-03-03", official("sun", "health"));
    town.carry_out(&mut case, &deed, |c, d| acts::put_point(c, d, &"public-hygiene".into(), point(id, fact))).unwrap();
    case
}

/// The notice with one point of Health was sent on Wednesday 4 March, to be answered by the 20th.
pub fn noticed(town: &Town, case: Case) -> Case {
    let mut case = with_point(town, case, "p1", "ventilation");
    let deed = on(town, "2026-03-04", representative());
    town.carry_out(&mut case, &deed, |c, d| acts::send_notice(c, d, day("2026-03-20"))).unwrap();
    case
}

/// Everything was granted, the last part on Thursday 5 March at noon.
pub fn decided(town: &Town) -> Case {
    decided_until(town, "2031-03-01")
}

fn decided_until(town: &Town, until: &str) -> Case {
    let mut case = filed(town);
    let desks = [
        ("2026-03-02", "zhao", "market-regulation", "business-registration"),
        ("2026-03-03", "qian", "fire-rescue", "fire-check"),
        ("2026-03-03", "zhao", "market-regulation", "food-business"),
    ];
    for (day, who, authority, permit) in desks {
        let deed = on(town, day, official(who, authority));
        town.carry_out(&mut case, &deed, |c, d| acts::grant(c, d, &permit.into(), right("N-1"))).unwrap();
    }
    let clock = on(town, "2026-03-03", Who::Clock);
    town.carry_out(&mut case, &clock, |c, d| acts::take_at_once(c, d, &"shop-sign".into(), right("N-2"))).unwrap();
    let deed = on(town, "2026-03-05", official("sun", "health"));
    town.carry_out(&mut case, &deed, |c, d| acts::grant(c, d, &"public-hygiene".into(), longer(until))).unwrap();
    case
}

/// What the last event owes.
pub fn owed_by_last(case: &Case) -> Vec<Owed> {
    let last = case.history().last().unwrap();
    errands(last, case).into_iter().map(|errand| errand.owed).collect()
}
