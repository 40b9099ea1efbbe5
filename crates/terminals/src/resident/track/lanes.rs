//! The picture of a running case: every permit on one calendar, stopped time marked, joining at the promise.

use casework::clock::part_clock;
use casework::{Case, Event, PartStage};
use catalogue::Catalogue;
use maud::{Markup, html};
use rules::Day;

use super::story;
use crate::kit::parts::{Lane, LaneDay, LaneMark, Lanes, Shape, Stretch};
use crate::web::Visit;

/// More days than this cannot be told apart on one line; the list beside the picture says everything anyway.
const DAYS_AT_MOST: i64 = 46;

/// Nothing when the case has no dates, or too many for one picture.
pub(super) fn draw(visit: &Visit, case: &Case, catalogue: &Catalogue) -> Markup {
    let say = visit.say;
    let (Some(filing), Some(promised)) = (case.filing(), case.promised()) else { return html! {} };
    let (from, today) = (filing.at.day, visit.today());
    let ended = case
        .history()
        .iter()
        .rev()
        .find(|r| matches!(r.event, Event::LicenceIssued { version: 1, .. }))
        .map(|r| r.at.day);
    let until = if ended.is_some() { promised } else { promised.max(today) };
    let count = from.days_until(until) + 1;
    if !(2..=DAYS_AT_MOST).contains(&count) {
        return html! {};
    }
    let days: Vec<Day> = (0..count).map(|n| from.plus_days(n)).collect();
    let numbers: Vec<String> = days.iter().map(|d| d.day_of_month().to_string()).collect();
    let crowded = count > 24;
    let axis: Vec<LaneDay> = days
        .iter()
        .zip(&numbers)
        .map(|(day, number)| LaneDay {
            weekday: if crowded { "" } else { say.weekday_short(*day) },
            day: number,
            off: !catalogue.calendar.is_working(*day).unwrap_or(true),
        })
        .collect();
    let at = |day: Day| from.days_until(day.min(until)) as f32 + 0.5;
    let now = if today <= until && today >= from { Some(at(today)) } else { None };
    struct Drawn {
        label: String,
        stretches: Vec<(f32, f32, Stretch)>,
        marks: Vec<(f32, Shape, String)>,
    }
    let mut drawn = Vec::new();
    for planned in &filing.plan.parts {
        let Some(part) = case.part(&planned.permit) else { continue };
        let clock = part_clock(case, &planned.permit, today, &catalogue.calendar).ok().flatten();
        let stage = story::stage(visit, case, part);
        let decided = part
            .verdict
            .as_ref()
            .filter(|_| !matches!(stage, PartStage::Deciding | PartStage::Waiting))
            .map(|v| v.at.day);
        let mut stretches = Vec::new();
        let mut marks = Vec::new();
        if let Some(started) = part.started {
            let to = decided.unwrap_or(today).min(until);
            let (begin, end) = (at(started), at(to).max(at(started) + 0.02));
            stretches.push((begin, end, Stretch::Done));
            for stop in &part.stops {
                let stopped = stop.until.unwrap_or(today);
                stretches.push((at(stop.since.max(started)), at(stopped), Stretch::Wait));
            }
            if decided != Some(started) {
                marks.push((begin, Shape::Info, String::new()));
            }
        }
        match (decided, stage) {
            (Some(day), PartStage::Refused) => marks.push((at(day), Shape::No, String::new())),
            (Some(day), _) => marks.push((at(day), Shape::Ok, String::new())),
            (None, PartStage::Withdrawn | PartStage::Lapsed) => {}
            (None, _) => {
                if let Some(clock) = clock.filter(|c| c.promised >= today) {
                    marks.push((
                        at(clock.promised),
                        Shape::Open,
                        say.with("case-lane-due", &[("day", say.day_short(clock.promised).into())]),
                    ));
                }
            }
        }
        let label = catalogue.permits.get(&planned.permit).map_or("", |p| visit.text(&p.short)).to_owned();
        drawn.push(Drawn { label, stretches, marks });
    }
    let marks: Vec<Vec<LaneMark>> = drawn
        .iter()
        .map(|d| {
            d.marks.iter().map(|(at, shape, text)| LaneMark { at: *at, shape: *shape, text, below: false }).collect()
        })
        .collect();
    let lanes: Vec<Lane> =
        drawn.iter().zip(&marks).map(|(d, marks)| Lane { label: &d.label, stretches: &d.stretches, marks }).collect();
    let date = say.day_short(promised);
    html! {
        (Lanes {
            days: &axis,
            lanes: &lanes,
            now,
            now_label: say.t("part-now"),
            date: &date,
            date_about: say.t("case-lane-promised"),
        })
    }
}
