//! Values as a person would write them, and ordinary answers for everything a story leaves open.

use catalogue::{Catalogue, Fact, FactKind};
use journey::Known;
use rules::{Day, FactId, Row, Value};
use rust_decimal::Decimal;

/// What people of the town answer when nothing special is meant: a shop that is in order.
const ANSWERS: &[(&str, &str)] = &[
    ("business.registered", "yes"),
    ("business.kind", "company"),
    ("business.standing", "clear"),
    ("premises.district", "110108"),
    ("premises.building", "commercial"),
    ("premises.planned_use", "commercial"),
    ("premises.tenure", "rent"),
    ("premises.water", "municipal"),
    ("premises.fire_accepted", "yes"),
    ("venue.kind", "restaurant"),
    ("kitchen.own_flue", "yes"),
    ("kitchen.fumes", "yes"),
    ("kitchen.energy", "piped-gas"),
    ("kitchen.disinfection", "machine"),
    ("food.items", "hot-dishes"),
    ("food.officer_trained", "yes"),
    ("food.separate_tools", "yes"),
    ("fire.systems", "extinguishers, lights, exit-signs, alarm"),
    ("fire.routes_free", "yes"),
    ("fire.staff_trained", "yes"),
    ("hygiene.report_passed", "yes"),
    ("hygiene.fresh_air", "yes"),
    ("hygiene.disinfection_room", "yes"),
    ("drainage.route", "building"),
    ("drainage.separator", "installed"),
    ("drainage.rain_apart", "yes"),
    ("sign.plan", "small"),
    ("sign.lit", "yes"),
    ("tobacco.separate", "yes"),
    ("tobacco.plan_room", "yes"),
    ("shop.offers", "none"),
    ("road.purpose", "terrace"),
    ("event.kind", "show"),
    ("event.occasion", "special"),
    ("event.outdoors", "yes"),
    ("event.tickets", "yes"),
    ("safety.guard_licence", "yes"),
    ("safety.command_post", "yes"),
    ("safety.screening", "yes"),
    ("performance.plan", "home"),
    ("performance.capacity_set", "yes"),
    ("performance.no_prefix", "yes"),
];

/// A fact by its id or by its name in any language.
pub(crate) fn find_fact<'c>(catalogue: &'c Catalogue, name: &str) -> Option<&'c Fact> {
    let name = name.trim();
    catalogue
        .facts
        .get(name)
        .or_else(|| catalogue.facts.values().find(|f| f.name.0.values().any(|n| n.eq_ignore_ascii_case(name))))
}

fn choice_id(fact: &Fact, text: &str) -> String {
    let text = text.trim();
    let found = fact.choices.iter().find(|c| c.id == text || c.name.0.values().any(|n| n.eq_ignore_ascii_case(text)));
    found.map_or_else(|| text.to_owned(), |c| c.id.clone())
}

/// Reads a written value: choices by id or name, numbers with units, rows as `a, b / c, d` or as a number of ordinary rows.
pub(crate) fn read(fact: &Fact, text: &str, today: Day) -> Result<Value, String> {
    let text = text.trim();
    let typed = match fact.kind {
        FactKind::Choice => choice_id(fact, text),
        FactKind::Choices => text.split(',').map(|one| choice_id(fact, one)).collect::<Vec<_>>().join(","),
        FactKind::YesNo => text.to_lowercase(),
        FactKind::Rows => return rows(fact, text, today),
        FactKind::Area | FactKind::Length | FactKind::Money | FactKind::Count => {
            text.trim_end_matches("m²").trim_end_matches("m").trim_start_matches('¥').trim().to_owned()
        }
        _ => text.to_owned(),
    };
    match journey::entry::read(fact, &typed, today) {
        Ok(Some(value)) => Ok(value),
        Ok(None) => Err(format!("`{}` is empty", fact.id)),
        Err(mistake) => Err(format!("`{text}` is no value of `{}`: {mistake:?}", fact.id)),
    }
}

fn rows(fact: &Fact, text: &str, today: Day) -> Result<Value, String> {
    if let Ok(count) = text.parse::<usize>() {
        return Ok(Value::Rows((0..count).map(|n| example_row(fact, n, today)).collect()));
    }
    let mut all = Vec::new();
    for written in text.split('/') {
        let mut row = Row::new();
        for (item, value) in fact.items.iter().zip(written.split(',')) {
            row.insert(item.id.to_string(), read(item, value, today)?);
        }
        all.push(row);
    }
    Ok(Value::Rows(all))
}

fn example_row(fact: &Fact, number: usize, today: Day) -> Row {
    let mut row = Row::new();
    for item in &fact.items {
        let text = match (item.kind, &item.example) {
            (FactKind::PersonName, Some(example)) if number > 0 => format!("{example}{}", number + 1),
            (_, Some(example)) => example.clone(),
            _ => continue,
        };
        if let Ok(value) = read(item, &text, today) {
            row.insert(item.id.to_string(), value);
        }
    }
    row
}

/// The ordinary answer to a fact, fitting to what is known already.
pub(crate) fn answer(fact: &Fact, known: &Known, today: Day) -> Option<Value> {
    let number = |name: &str| known.value_of(&FactId::new(name)).and_then(Value::as_number);
    match fact.id.as_str() {
        // Numbers that must agree with another one.
        "premises.gross_area" => {
            let own = number("premises.operating_area").unwrap_or_default();
            return Some(Value::Number((own + Decimal::TEN).max(Decimal::from(186))));
        }
        "event.site_capacity" => {
            let people = number("event.expected").unwrap_or_default();
            return Some(Value::Number((people + people / Decimal::TEN).trunc().max(Decimal::from(5000))));
        }
        "business.partners" => {
            let mut row = example_row(fact, 0, today);
            row.insert("share".to_owned(), Value::number(100u32));
            return Some(Value::Rows(vec![row]));
        }
        "event.sessions" => {
            let mut row = example_row(fact, 0, today);
            if let Some(people) = number("event.expected") {
                row.insert("expected".to_owned(), Value::Number(people));
            }
            if let Some(first) = known.day(&FactId::new("event.first_day")) {
                row.insert("day".to_owned(), Value::Day(first));
            }
            return Some(Value::Rows(vec![row]));
        }
        "event.last_day" | "banner.until" | "event.teardown_until" | "banner.from" | "event.build_from" => {
            if let Some(first) = known.day(&FactId::new("event.first_day")) {
                return Some(Value::Day(first));
            }
        }
        "road.until" => {
            if let Some(first) = known.day(&FactId::new("road.from")) {
                return Some(Value::Day(first.plus_days(3)));
            }
        }
        "event.ticket_count" => {
            if let Some(people) = number("event.expected") {
                return Some(Value::Number(people));
            }
        }
        "premises.seats" | "premises.capacity" => {
            let seats = (number("premises.operating_area").unwrap_or(Decimal::from(60)) / Decimal::TWO).trunc();
            let more = if fact.id.as_str() == "premises.capacity" { Decimal::TEN } else { Decimal::ZERO };
            return Some(Value::Number(seats.max(Decimal::ONE) + more));
        }
        _ => {}
    }
    if fact.kind == FactKind::Rows {
        return Some(Value::Rows(vec![example_row(fact, 0, today)]));
    }
    let ordinary = ANSWERS.iter().find(|(id, _)| *id == fact.id.as_str()).map(|(_, answer)| *answer);
    let text = match (ordinary, &fact.example, fact.kind) {
        (Some(text), ..) => text.to_owned(),
        (None, Some(example), _) => example.clone(),
        (None, None, FactKind::YesNo) => "no".to_owned(),
        (None, None, FactKind::Choice | FactKind::Choices) => fact.choices.first()?.id.clone(),
        _ => return None,
    };
    read(fact, &text, today).ok()
}
