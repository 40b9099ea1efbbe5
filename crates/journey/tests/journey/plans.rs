//! The plan, its one promised day and what it spares: with the holidays of the year.

use catalogue::PermitId;
use journey::{Burden, Form, Known, Need, Plan, deciding_authority, printed};
use rules::{CalendarGap, Day, Value};

use super::beijing::{beijing, day, prepared, today, told};
use super::forms::{EVENTS, anybody};

fn plan(event: &str, lines: &str, commitments: &[&str], filed_on: &str) -> Result<Plan, CalendarGap> {
    let (catalogue, prepared) = (beijing(), prepared(event));
    let known = told(&catalogue, lines);
    let ids: Vec<PermitId> = commitments.iter().map(|c| PermitId::from(*c)).collect();
    Plan::new(&catalogue, &prepared.assess(&known), &known, &ids, day(filed_on))
}

const CONCERT: &str = "
    event.kind festival
    event.occasion special
    event.expected 3000
    event.spans_districts no
    event.banners no
    performance.plan none
    road.occupies no
";

const CAFE: &str = "
    venue.kind cafe
    premises.building commercial
    premises.operating_area 86
    premises.near_school no
    business.chain no
    business.registered yes
    business.food_ban no
    food.items own-drinks
    drainage.route building
    sign.plan none
    shop.offers none
    road.occupies no
";

#[test]
fn promised_days_pass_over_holidays_and_count_made_up_weekends() {
    // The seventh working day after 18 September 2026, over a worked Sunday and the Mid-Autumn festival.
    let seven = plan("hold-event", CONCERT, &[], "2026-09-18").unwrap();
    assert_eq!(seven.promised, day("2026-09-29"));
    // The tenth working day after 12 February 2026, over the Spring Festival.
    let ten = plan("open-restaurant", CAFE, &[], "2026-02-12").unwrap();
    assert_eq!(ten.part(&"public-hygiene".into()).unwrap().promised, day("2026-03-04"));
    assert_eq!(ten.promised, day("2026-03-04"));
}

#[test]
fn the_last_day_for_filing_is_counted_back_over_holidays() {
    let lines = format!("{CONCERT}event.first_day 2026-10-17");
    let latest = plan("hold-event", &lines, &[], "2026-09-10").unwrap().latest_filing.unwrap();
    assert_eq!((latest.day, latest.too_late), (day("2026-09-15"), false));
    assert_eq!(latest.counted_from, day("2026-10-17"));
    assert_eq!(latest.permit, "large-event".into());
    let on_the_day = plan("hold-event", &lines, &[], "2026-09-15").unwrap().latest_filing.unwrap();
    assert!(!on_the_day.too_late);
    let after = plan("hold-event", &lines, &[], "2026-09-16").unwrap().latest_filing.unwrap();
    assert!(after.too_late);
    assert_eq!(plan("hold-event", CONCERT, &[], "2026-09-10").unwrap().latest_filing, None);
}

#[test]
fn a_year_without_a_calendar_is_never_guessed() {
    assert_eq!(plan("open-restaurant", CAFE, &[], "2026-12-30").err(), Some(CalendarGap { year: 2027 }));
    let next_year = format!("{CONCERT}event.first_day 2027-05-01");
    assert_eq!(plan("hold-event", &next_year, &[], "2026-09-10").err(), Some(CalendarGap { year: 2027 }));
}

#[test]
fn what_comes_first_is_waited_for_and_a_commitment_shortens_it() {
    let lines = CAFE.replace("registered yes", "registered no");
    let waiting = plan("open-restaurant", &lines, &[], "2026-04-30").unwrap();
    let registration = waiting.part(&"business-registration".into()).unwrap();
    assert_eq!((registration.starts, registration.promised), (day("2026-04-30"), day("2026-05-06")));
    let hygiene = waiting.part(&"public-hygiene".into()).unwrap();
    assert_eq!(hygiene.starts, registration.promised);
    assert_eq!(waiting.longest, ["business-registration".into(), "public-hygiene".into()]);
    assert!(registration.critical && hygiene.critical && hygiene.visit);
    assert!(!waiting.part(&"small-catering".into()).unwrap().critical);

    let committed =
        plan("open-restaurant", &lines, &["business-registration", "public-hygiene"], "2026-04-30").unwrap();
    let hygiene = committed.part(&"public-hygiene".into()).unwrap();
    assert!(hygiene.by_commitment && !hygiene.visit);
    assert_eq!(hygiene.starts, day("2026-04-30"), "the registration is there at once");
    assert!(committed.promised < waiting.promised);
    let none = plan("open-restaurant", &lines, &["small-catering"], "2026-04-30").unwrap();
    assert_eq!(none, waiting, "a commitment that the law does not offer changes nothing");
}

#[test]
fn special_cases_change_who_decides() {
    let catalogue = beijing();
    let who = |lines: &str| {
        let known = told(&catalogue, lines).completed(&catalogue, today());
        deciding_authority(&catalogue, &"large-event".into(), &known).unwrap().to_string()
    };
    assert_eq!(who(CONCERT), "police-district");
    assert_eq!(who(&CONCERT.replace("spans_districts no", "spans_districts yes")), "police-city");
    assert_eq!(who(&CONCERT.replace("festival", "show").replace("3000", "10000")), "police-city");
    assert_eq!(who(&CONCERT.replace("festival", "show").replace("3000", "9999")), "police-district");
    assert_eq!(who(&format!("{}event.stands 2000", CONCERT.replace("festival", "fair"))), "police-city");
    let plan = plan("hold-event", &CONCERT.replace("spans_districts no", "spans_districts yes"), &[], "2026-09-10");
    assert_eq!(plan.unwrap().parts[0].authority, "police-city".into());
    assert_eq!(deciding_authority(&catalogue, &"nothing".into(), &Known::new()), None);
}

#[test]
fn any_plan_can_be_recomputed_and_keeps_the_law() {
    let catalogue = beijing();
    for (event, seed) in EVENTS.iter().flat_map(|e| (0..60).map(move |seed| (*e, seed))) {
        let (prepared, known) = anybody(event, seed);
        let assessment = prepared.assess(&known);
        let filed_on = day("2026-03-02").plus_days((seed % 60) as i64);
        let Ok(plan) = Plan::new(&catalogue, &assessment, &known, &[], filed_on) else { continue };
        assert_eq!(Plan::new(&catalogue, &assessment, &known, &[], filed_on).as_ref(), Ok(&plan));
        let wanted = assessment.permits.iter().filter(|p| p.need != Need::NotNeeded).count();
        assert_eq!(plan.parts.len(), wanted, "every permit has its place");
        let calendar = &catalogue.calendar;
        for part in &plan.parts {
            assert!(part.promised <= part.legal, "{event} {seed}: {}", part.permit);
            let before = part.after.iter().map(|a| plan.part(a).unwrap().promised).max().unwrap_or(filed_on);
            assert_eq!(part.starts, before);
            assert_eq!(calendar.after(part.starts, part.within), Ok(part.legal));
            assert_eq!(part.possible_only, assessment.permit(&part.permit).unwrap().need == Need::Open);
            assert!(part.promised <= plan.promised);
            // Without slack is exactly what moves the promise when it takes a day longer.
            assert_eq!(part.critical, delayed(&plan, &part.permit) > plan.promised, "{event} {seed}: {}", part.permit);
        }
        let walked = plan.longest.iter().map(|id| plan.part(id).unwrap());
        let end = walked.fold(filed_on, |on, part| {
            assert!(part.critical && part.starts == on);
            part.promised
        });
        assert_eq!(end, plan.promised);
    }
}

/// The promise when one part is decided a day later.
fn delayed(plan: &Plan, late: &PermitId) -> Day {
    let mut ends: Vec<(PermitId, i64)> = Vec::new();
    for part in &plan.parts {
        let waited = part.after.iter().filter_map(|a| ends.iter().find(|(id, _)| id == a)).map(|(_, end)| *end).max();
        let length = part.starts.days_until(part.promised) + if &part.permit == late { 1 } else { 0 };
        ends.push((part.permit.clone(), waited.unwrap_or(0) + length));
    }
    plan.filed_on.plus_days(ends.iter().map(|(_, end)| *end).max().unwrap_or(0))
}

#[test]
fn one_go_is_never_more_than_each_authority_alone() {
    let catalogue = beijing();
    let mut n = 0;
    for (event, seed) in EVENTS.iter().flat_map(|e| (0..80).map(move |seed| (*e, seed))) {
        let (prepared, known) = anybody(event, seed);
        let assessment = prepared.assess(&known);
        let form = Form::new(&prepared, &assessment, &known, &[]);
        // Late enough that one permit after the other runs into a year without a calendar.
        let filed_on = day("2026-03-02").plus_days((seed * 3) as i64);
        let Ok(plan) = Plan::new(&catalogue, &assessment, &known, &[], filed_on) else { continue };
        let Burden { as_is, one_go } = Burden::new(&catalogue, &assessment, &form, &plan, &known).unwrap();
        let pairs = [
            (one_go.forms, as_is.forms),
            (one_go.facts, as_is.facts),
            (one_go.papers, as_is.papers),
            (one_go.trips, as_is.trips),
            (one_go.visits, as_is.visits),
            (one_go.days, as_is.days),
        ];
        assert!(pairs.iter().all(|(one, alone)| one <= alone), "{event} {seed}: {one_go:?} {as_is:?}");
        assert!(one_go.fee <= as_is.fee);
        n += 1;
    }
    assert!(n > 100);
}

#[test]
fn nothing_needed_is_no_burden() {
    let catalogue = beijing();
    let prepared = prepared("hold-event");
    let known = told(
        &catalogue,
        "
        event.kind sport
        event.expected 50
        event.banners no
        performance.plan none
        road.occupies no
    ",
    );
    assert!(prepared.next_question(&known).is_none());
    let assessment = prepared.assess(&known);
    let form = Form::new(&prepared, &assessment, &known, &[]);
    assert_eq!((form.sections.len(), form.papers.len()), (0, 0));
    let plan = Plan::new(&catalogue, &assessment, &known, &[], today()).unwrap();
    assert_eq!((plan.promised, plan.parts.len(), plan.longest.len()), (today(), 0, 0));
    let burden = Burden::new(&catalogue, &assessment, &form, &plan, &known).unwrap();
    assert_eq!(burden.as_is, burden.one_go);
}

#[test]
fn values_are_said_as_people_read_them() {
    let catalogue = beijing();
    let said = |fact: &str, value: Value| {
        let fact = &catalogue.facts[fact];
        (printed::said(fact, &value, "en"), printed::said(fact, &value, "zh"))
    };
    let pair = |en: &str, zh: &str| (en.to_owned(), zh.to_owned());
    let number = |text: &str| Value::Number(text.parse().unwrap());
    assert_eq!(said("premises.operating_area", number("1234.50")), pair("1,234.5 m²", "1,234.5平方米"));
    assert_eq!(said("sign.width", number("3.20")), pair("3.2 m", "3.2米"));
    assert_eq!(said("business.capital", number("500000")), pair("¥ 500,000", "500,000元"));
    assert_eq!(said("premises.storey", number("-1000")), pair("-1,000", "-1,000"));
    assert_eq!(said("event.first_day", Value::Day(day("2026-05-05"))), pair("5 May 2026", "2026年5月5日"));
    assert_eq!(said("event.kind", Value::text("fair")), pair("Fair or exhibition", "展览、展销"));
    assert_eq!(said("event.kind", Value::text("gone")), pair("gone", "gone"));
    assert_eq!(said("business.chain", Value::Bool(false)), pair("No", "否"));
    let items = Value::Choices(vec!["cakes".to_owned(), "produce".to_owned()]);
    let (en, zh) = said("food.items", items);
    assert!(en.contains(", ") && zh.contains('、'), "{en} {zh}");
    assert_eq!(said("event.sessions", Value::Rows(vec![Default::default()])), pair("1 entry", "1项"));
    assert_eq!(said("event.sessions", Value::Rows(Vec::new())), pair("0 entries", "0项"));
    assert_eq!(printed::plain(&number("86.50")), "86.5");
    assert_eq!(printed::words(&catalogue.facts["sign.lit"], &Value::Bool(true)).say("zh"), "是");
}
