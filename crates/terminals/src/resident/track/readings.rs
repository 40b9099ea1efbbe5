//! Who read my data: every opening with time, office, role, purpose and facts.

use std::collections::BTreeMap;

use axum::extract::Path;
use catalogue::{AuthorityId, PermitId};
use maud::{Markup, html};
use office::{Official, Reading};
use rules::FactId;
use vault::PurposeCode;

use crate::facts;
use crate::kit::parts::{self, Shape};
use crate::kit::shell::{CASES, ME, Terminal};
use crate::resident::apply::own::Own;
use crate::web::{Answer, Visit};

/// Longer lists are for a copy of one's data, not for a page.
const AT_MOST: u32 = 500;

/// An office of the reading log by name.
pub(super) fn office_name(visit: &Visit, office: &str) -> String {
    let say = visit.say;
    match office {
        "self" => say.t("readings-you").to_owned(),
        "agent" => say.t("readings-agent").to_owned(),
        "representative" => say.t("readings-representative").to_owned(),
        "clock" => say.t("readings-clock").to_owned(),
        other => match other.strip_prefix("window-") {
            Some(window) => say.with("readings-window", &[("window", window.into())]),
            None => facts::authority_name(visit, &AuthorityId::new(other)),
        },
    }
}

fn role(visit: &Visit, official: &Official) -> &'static str {
    let say = visit.say;
    if official.represents() {
        say.t("readings-role-representative")
    } else if official.window().is_some() {
        say.t("readings-role-clerk")
    } else if official.decides() {
        say.t("readings-role-deciding")
    } else {
        say.t("readings-role-superior")
    }
}

fn purpose(visit: &Visit, written: &str) -> String {
    let say = visit.say;
    let Some(code) = PurposeCode::parse(written) else { return written.to_owned() };
    match code {
        PurposeCode::Prefill => say.t("purpose-prefill"),
        PurposeCode::OwnView => say.t("purpose-own-view"),
        PurposeCode::Decide => say.t("purpose-decide"),
        PurposeCode::Consult => say.t("purpose-consult"),
        PurposeCode::Represent => say.t("purpose-represent"),
        PurposeCode::Window => say.t("purpose-window"),
        PurposeCode::Licence => say.t("purpose-licence"),
        PurposeCode::Notice => say.t("purpose-notice"),
        PurposeCode::Inspect => say.t("purpose-inspect"),
        PurposeCode::Appeal => say.t("purpose-appeal"),
        PurposeCode::Match => say.t("purpose-match"),
        PurposeCode::Export => say.t("purpose-export"),
        PurposeCode::Audit => say.t("purpose-audit"),
        PurposeCode::Transition => say.t("purpose-transition"),
        PurposeCode::Demo => say.t("purpose-demo"),
    }
    .to_owned()
}

/// The name of something that was opened: a fact, an item of a group, or words such as a message.
fn opened_name(visit: &Visit, path: &str) -> String {
    let say = visit.say;
    let catalogue = visit.catalogue();
    if let Some(fact) = catalogue.facts.get(path) {
        return visit.text(&fact.name).to_owned();
    }
    if let Some((group, item)) = path.rsplit_once('.')
        && let Some(fact) = catalogue.facts.get(group)
        && let Some(item) = fact.items.iter().find(|i| i.id.as_str() == item)
    {
        let (group, item) = (visit.text(&fact.name), visit.text(&item.name));
        return say.with("readings-item", &[("group", group.into()), ("item", item.into())]);
    }
    let (kind, rest) = path.split_once('.').unwrap_or((path, ""));
    match kind {
        "message" => say.t("readings-message").to_owned(),
        "paper" => say.t("readings-paper").to_owned(),
        "contest" => say.with("readings-contest", &[("fact", facts::fact_name(visit, &FactId::from(rest)).into())]),
        "objection" => say.t("readings-objection").to_owned(),
        "appeal" => say.t("readings-appeal").to_owned(),
        "reply" => say.t("readings-reply").to_owned(),
        _ => path.to_owned(),
    }
}

/// Everything that was opened at once; the items of a group stand behind the group's name, which is said once.
fn opened_names<S: AsRef<str>>(visit: &Visit, paths: &[S]) -> Vec<String> {
    let catalogue = visit.catalogue();
    let mut names: Vec<(Option<&str>, Vec<String>)> = Vec::new();
    for path in paths.iter().map(AsRef::as_ref) {
        let group = path.rsplit_once('.').map(|(group, _)| group);
        let group = group.filter(|g| !catalogue.facts.contains_key(path) && catalogue.facts.contains_key(*g));
        let item = path.rsplit_once('.').filter(|_| group.is_some()).and_then(|(g, i)| {
            catalogue
                .facts
                .get(g)?
                .items
                .iter()
                .find(|item| item.id.as_str() == i)
                .map(|item| visit.text(&item.name).to_owned())
        });
        match (group, item) {
            (Some(group), Some(item)) => match names.iter_mut().find(|(g, _)| *g == Some(group)) {
                Some((_, items)) => items.push(item),
                None => names.push((Some(group), vec![item])),
            },
            _ => names.push((None, vec![opened_name(visit, path)])),
        }
    }
    let comma = if visit.say.is_zh() { "、" } else { ", " };
    names
        .into_iter()
        .map(|(group, items)| match group {
            Some(group) => {
                let group = facts::fact_name(visit, &FactId::from(group));
                visit.say.with("readings-item", &[("group", group.into()), ("item", items.join(comma).into())])
            }
            None => items.concat(),
        })
        .collect()
}

fn table(visit: &Visit, readings: &[&Reading], numbers: Option<&BTreeMap<String, String>>) -> Markup {
    let say = visit.say;
    html! {
        ul.planrows.card.flush {
            @for reading in readings {
                @let official = visit.office().staff().official(&reading.actor);
                @let day = visit.office().day_at(reading.at_us);
                @let names = opened_names(visit, &reading.facts);
                li {
                    (crate::kit::icon(if reading.is_own() { "user" } else { "eye" }))
                    div {
                        b { (office_name(visit, &reading.office)) }
                        p.dots {
                            span { time datetime=(say.day_iso(day)) { (say.day_row(day)) " " (visit.office().clock_text(reading.at_us)) } }
                            @if let Some(official) = official { span { (role(visit, official)) } }
                            span { (purpose(visit, &reading.purpose)) }
                            @if let Some(permit) = &reading.permit { span { (facts::permit_name(visit, &PermitId::new(permit.as_str()))) } }
                            @if let Some(number) = reading.case_id.as_ref().and_then(|id| numbers.and_then(|n| n.get(id))) {
                                span { a href=(visit.at(&format!("case/{number}"))) { (number) } }
                            }
                        }
                        p { @if names.is_empty() { (say.t("readings-nothing-opened")) } @else { (say.list(&names)) } }
                    }
                }
            }
        }
    }
}

fn lists(visit: &Visit, readings: &[Reading], numbers: Option<&BTreeMap<String, String>>) -> Markup {
    let say = visit.say;
    let mut newest: Vec<&Reading> = readings.iter().collect();
    newest.sort_by_key(|r| std::cmp::Reverse(r.at_us));
    let (own, others): (Vec<&Reading>, Vec<&Reading>) = newest.into_iter().partition(|r| r.is_own());
    html! {
        @if others.is_empty() { (parts::empty(say.t("readings-none"), say.t("readings-none-text"), None)) }
        @else { (table(visit, &others, numbers)) }
        @if !own.is_empty() {
            (parts::details(&say.with("readings-own", &[("n", own.len().into())]), false, table(visit, &own, numbers)))
        }
        (parts::note_icon(Shape::Open, "lock", say.t("readings-how")))
    }
}

pub async fn of_case(visit: Visit, Path((_, number)): Path<(String, String)>) -> Answer {
    let own = Own::of(&visit, &number).await?;
    let readings = visit.office().readings_of_case(&own.id).await.map_err(|t| visit.problem(t))?;
    let say = visit.say;
    let title = say.t("readings-title");
    let main = html! {
        div.middle.stack.s5 {
            (parts::heading(&[&own.number], title, say.t("readings-lead")))
            (lists(&visit, &readings, None))
            p { a href=(visit.at(&format!("case/{}", own.number))) { (say.t("receipt-to-case")) } }
        }
    };
    let mut shell = visit.shell(Terminal::Public, title);
    shell.current = CASES;
    Ok(visit.ok(&shell, main))
}

pub async fn of_person(visit: Visit) -> Answer {
    let person = visit.person()?;
    let office = visit.office();
    let readings = office.readings_of_person(person.as_str(), AT_MOST).await.map_err(|t| visit.problem(t))?;
    let cases = office.own_cases(person.as_str()).await.map_err(|t| visit.problem(t))?;
    let numbers: BTreeMap<String, String> = cases.into_iter().map(|c| (c.case_id, c.number)).collect();
    let say = visit.say;
    let title = say.t("readings-title");
    let main = html! {
        div.middle.stack.s5 {
            (parts::heading(&[say.t("nav-me")], title, say.t("readings-lead-all")))
            (lists(&visit, &readings, Some(&numbers)))
        }
    };
    let mut shell = visit.shell(Terminal::Public, title);
    shell.current = ME;
    Ok(visit.ok(&shell, main))
}
