//! Definition text from the tables.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use catalogue::{PermitId, Source};

use super::Imported;
use super::query::Nation;
use super::tables::{Licence, Tables};

/// The one event of the catalogue.
pub const EVENT: &str = "start-business";
pub(super) const SECTORS: &str = "firm.sectors";
pub(super) const ACTIVITIES: &str = "firm.activities";
pub(super) const NATION: &str = "firm.nation";

/// Everything that is the same whatever the tables hold. `0 wd`: the finder knows no periods.
const FRAME: &str = r#"
laws:
  - law: UKLF
    name: { en: UK Licence Finder }
    version: "2023-07-25"
    source: https://github.com/alphagov/licence-finder
authorities:
  - authority: competent-authority
    name: { en: The competent authority (the Licence Finder does not say which) }
    short: { en: Authority }
    level: city
sections:
  - { section: firm, name: { en: Your business } }
"#;

pub(super) fn write(tables: &Tables) -> Imported {
    let mut text = String::from("# Made from the tables of the UK Licence Finder.\n");
    // Writing to a string cannot fail.
    let _ = city(&mut text);
    text.push_str(FRAME);
    let _ = facts(&mut text, tables);
    let mut licences = BTreeMap::new();
    text.push_str("permits:\n");
    for (number, licence) in &tables.licences {
        let id = format!("licence-{number}");
        let _ = permit(&mut text, &id, licence);
        licences.insert(PermitId::new(id), number.clone());
    }
    let _ = event(&mut text, licences.keys());
    Imported {
        definitions: Source::new("uk-licence-finder.yaml", text),
        licences,
        sectors: tables.sectors.keys().cloned().collect(),
        activities: tables.activities.keys().cloned().collect(),
    }
}

/// Text as a YAML scalar; what JSON quotes, YAML 1.2 reads.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

fn city(out: &mut String) -> std::fmt::Result {
    writeln!(out, "city:\n  city: united-kingdom\n  name: {{ en: United Kingdom }}\n  time_zone: Europe/London")?;
    writeln!(out, "  languages: [en]\n  issuer: competent-authority\n  help_line: \"\"\n  district_fact: {NATION}")?;
    writeln!(out, "  districts:")?;
    for nation in Nation::ALL {
        writeln!(out, "    - {{ code: {}, name: {{ en: {} }} }}", nation.id(), nation.name())?;
    }
    write!(out, "  procedure: {{ basket: 0 wd, notice: 0 wd, notice_law: UKLF recalled, answer: 0 wd, joint: 0 wd, ")?;
    writeln!(out, "joint_law: UKLF recalled, stop_law: UKLF recalled, undo_minutes: 0 }}")
}

fn facts(out: &mut String, tables: &Tables) -> std::fmt::Result {
    let nations = Nation::ALL.iter().map(|nation| (nation.id(), nation.name().to_owned())).collect::<Vec<_>>();
    let (sectors, activities) = (told_apart(&tables.sectors), told_apart(&tables.activities));
    writeln!(out, "facts:")?;
    let of = [
        (SECTORS, "choices", "Kind of business", "What kind of business is it?", sectors),
        (ACTIVITIES, "choices", "Activities", "What will the business do?", activities),
        (NATION, "choice", "Nation", "Where will the business be?", nations),
    ];
    for (fact, kind, name, ask, choices) in of {
        writeln!(
            out,
            "  - fact: {fact}\n    type: {kind}\n    name: {{ en: {name} }}\n    ask: {{ en: {} }}",
            quoted(ask)
        )?;
        writeln!(out, "    section: firm\n    choices:")?;
        for (choice, name) in choices {
            writeln!(out, "      - {{ choice: {}, name: {{ en: {} }} }}", quoted(choice), quoted(&name))?;
        }
    }
    writeln!(out, "  - {{ fact: firm.name, type: text, name: {{ en: Name of the business }}, section: firm }}")?;
    writeln!(out, "  - {{ fact: firm.address, type: address, name: {{ en: Address }}, section: firm }}")
}

/// Choices with their names; where several read alike, as some of the finder's do, their numbers tell them apart.
fn told_apart(choices: &BTreeMap<String, String>) -> Vec<(&str, String)> {
    let read =
        |name: &str| -> String { name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect() };
    let mut alike: BTreeMap<String, usize> = BTreeMap::new();
    for name in choices.values() {
        *alike.entry(read(name)).or_default() += 1;
    }
    let shown = |id: &String, name: &String| match alike.get(&read(name)) {
        Some(1) | None => name.clone(),
        Some(_) => format!("{name} ({id})"),
    };
    choices.iter().map(|(id, name)| (id.as_str(), shown(id, name))).collect()
}

fn permit(out: &mut String, id: &str, licence: &Licence) -> std::fmt::Result {
    let name = quoted(&licence.name);
    let law: Vec<String> = licence.areas.iter().map(|area| quoted(&format!("UKLF {area} recalled"))).collect();
    writeln!(out, "  - permit: {id}\n    name: {{ en: {name} }}\n    short: {{ en: {name} }}\n    kind: licence")?;
    writeln!(out, "    authority: competent-authority\n    allows: {{ en: {name} }}\n    law: [{}]", law.join(", "))?;
    writeln!(out, "    needed_when:\n      if: {}", quoted(&condition(licence)))?;
    writeln!(out, "      because: {{ en: Businesses of your kind need it for what you will do. }}")?;
    writeln!(out, "      otherwise: {{ en: Nothing you told us is linked to it. }}")?;
    writeln!(out, "    decide: {{ within: 0 wd, promise: 0 wd }}")?;
    writeln!(out, "    grants: {{ output: {{ en: {name} }}, valid: open }}")
}

fn event<'a>(out: &mut String, permits: impl Iterator<Item = &'a PermitId>) -> std::fmt::Result {
    let permits: Vec<&str> = permits.map(PermitId::as_str).collect();
    writeln!(out, "events:\n  - event: {EVENT}\n    name: {{ en: Start or grow a business }}")?;
    writeln!(out, "    summary: {{ en: Find the licences your business needs }}\n    letters: UK")?;
    writeln!(
        out,
        "    wishes: [{{ wish: business, name: {{ en: Start a business }} }}]\n    title: firm.name\n    place: firm.address"
    )?;
    writeln!(out, "    first: [{SECTORS}, {ACTIVITIES}, {NATION}]\n    permits: [{}]", permits.join(", "))
}

/// The rows of a licence as one condition. Activities that are linked to the same sectors share a term.
fn condition(licence: &Licence) -> String {
    let mut terms = Vec::new();
    for (nations, links) in licence.links.iter().filter(|(nations, _)| !nations.is_empty()) {
        let mut together: BTreeMap<&BTreeSet<String>, Vec<&str>> = BTreeMap::new();
        for (activity, sectors) in links {
            together.entry(sectors).or_default().push(activity);
        }
        let linked = together.into_iter().map(|(sectors, activities)| {
            let sectors = any(SECTORS, sectors.iter().map(String::as_str));
            format!("{sectors} && {}", any(ACTIVITIES, activities.into_iter()))
        });
        let linked = either(linked.collect());
        terms.push(match nations.len() == Nation::ALL.len() {
            true => linked,
            false => {
                let nations: Vec<String> = nations.iter().map(|nation| quoted(nation.id())).collect();
                format!("{NATION} in [{}] && {linked}", nations.join(", "))
            }
        });
    }
    // A licence that applies nowhere is kept, so that nothing of the tables is lost.
    if terms.is_empty() { "false".to_owned() } else { either(terms) }
}

fn any<'a>(fact: &str, ids: impl Iterator<Item = &'a str>) -> String {
    either(ids.map(|id| format!("{} in {fact}", quoted(id))).collect())
}

fn either(terms: Vec<String>) -> String {
    match terms.as_slice() {
        [one] => one.clone(),
        _ => format!("({})", terms.join(" || ")),
    }
}
