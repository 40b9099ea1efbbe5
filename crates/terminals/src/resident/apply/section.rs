//! A section of the one form: what we already have, and what only you know. Saved as typed.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use axum::extract::{FromRequest, Path, Query, Request};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use catalogue::{RegisterId, SectionId};
use journey::{FormFact, FormMistake, FormSection, Known, Origin, missing};
use maud::{Markup, PreEscaped, html};
use office::Entry;
use rules::{FactId, Row, Value};
use rust_decimal::Decimal;

use super::draft::{Draft, answer, change_query, fact_of, mistake_text};
use super::drawn::{Drawn, Page};
use super::field::{self, Asking};
use super::own::Own;
use super::typed::{Read, Typed, Wrong};
use crate::entry::sentence;
use crate::facts;
use crate::kit::parts::{self, Button, Known as Seen, RegisterFact, Shape, Tone};
use crate::problem::Problem;
use crate::web::{Answer, City, Sent, Visit, once_for_content, see, sent};

type Place = Path<(String, String, String)>;

async fn load(visit: &Visit, own: Own, section: &str) -> Result<(Draft, FormSection), Problem> {
    let id = SectionId::new(section);
    let draft = Draft::of_section(visit, own, &id).await?;
    match draft.sheet.form.section(&id).cloned() {
        Some(found) => Ok((draft, found)),
        // An answer can make a whole section go; whoever comes back to it goes on where the form begins.
        None if draft.file.catalogue.sections.iter().any(|s| s.id == id) => {
            Err(Problem::Answer(Box::new(see(&draft.at(visit, &draft.first_place())))))
        }
        None => Err(visit.not_found()),
    }
}

pub async fn show(
    visit: Visit,
    Path((_, number, section)): Place,
    Query(pairs): Query<Vec<(String, String)>>,
) -> Answer {
    let own = Own::of(&visit, &number).await?;
    // A page is kept only where nothing is opened, so nothing is left to be written down here.
    let kept = own.closed.beside().thing::<Page>().filter(|_| own.is_draft() && !visit.city.draw_anew);
    if let Some(page) = kept.and_then(|page| page.again(&visit)) {
        return Ok(answer(StatusCode::OK, PreEscaped(page)));
    }
    let (draft, section) = load(&visit, own, &section).await?;
    let mut wrong = cross_checks(&visit, &draft, &section);
    if sent(&pairs, "look") == "open" {
        wrong.extend(open(&visit, &draft, &section));
    }
    let contests = contests(&visit, &draft, &section).await?;
    let above = html! { (draft.change_of_plan(&visit, &pairs)) (looked(&visit, &draft, &pairs)) };
    let key = visit.office().once_key();
    let text = page(&visit, &draft, &section, None, &wrong, &contests, above, &key);
    if let Some(page) = draft.file.beside().thing::<Page>().filter(|_| draft.file.is_closed() && contests.is_empty()) {
        page.keep(&visit, &text.0, &key);
    }
    Ok(answer(StatusCode::OK, text))
}

/// What the registers answered, for the page after the consent.
fn looked(visit: &Visit, draft: &Draft, pairs: &[(String, String)]) -> Markup {
    let say = visit.say;
    let Ok(found) = sent(pairs, "found").parse::<usize>() else { return html! {} };
    let silent: Vec<String> = sent(pairs, "silent")
        .split(',')
        .filter_map(|id| draft.file.catalogue.registers.get(&RegisterId::new(id)))
        .map(|r| visit.text(&r.name).to_owned())
        .collect();
    html! {
        @if found > 0 { (parts::note_icon(Shape::Ok, "key", say.with("form-found", &[("n", found.into())]))) }
        @if !silent.is_empty() {
            (parts::note_icon(Shape::Warn, "stopped", say.with("form-silent", &[("registers", say.list(&silent).into()), ("n", silent.len().into())])))
        }
    }
}

/// Cross-checks of this section that fail, each with the value that was probably meant.
fn cross_checks(visit: &Visit, draft: &Draft, section: &FormSection) -> Vec<Wrong> {
    let mut wrong: Vec<Wrong> = Vec::new();
    for mistake in draft.sheet.missing.iter().filter(|m| matches!(m, FormMistake::CrossCheck { .. })) {
        let Some(fact) = fact_of(mistake).filter(|f| section.facts.iter().any(|i| &i.fact == *f)) else { continue };
        if wrong.iter().any(|w| w.field == fact.as_str()) {
            continue;
        }
        wrong.push(Wrong { field: fact.to_string(), text: mistake_text(visit, mistake), fix: meant(draft, fact) });
    }
    wrong
}

/// A figure too many is the most common slip: a tenth is offered when it makes the contradiction go.
fn meant(draft: &Draft, fact: &FactId) -> String {
    let Some(number) = draft.file.known.value_of(fact).and_then(Value::as_number) else { return String::new() };
    let tenth = (number / Decimal::TEN).normalize();
    let mut known = Known::clone(&draft.file.known);
    known.tell(fact.clone(), Value::Number(tenth), Origin::Applicant);
    let still = missing(&draft.file.catalogue, &draft.sheet.form, &known, &draft.file.papers(), draft.file.on);
    let fits = !still.iter().any(|m| matches!(m, FormMistake::CrossCheck { fact: f, .. } if f == fact));
    if fits { tenth.to_string() } else { String::new() }
}

/// Everything still open in this section, said at its field.
fn open(visit: &Visit, draft: &Draft, section: &FormSection) -> Vec<Wrong> {
    let mut wrong = Vec::new();
    for mistake in &draft.sheet.missing {
        let Some(fact) = fact_of(mistake).filter(|f| section.facts.iter().any(|i| &i.fact == *f)) else { continue };
        let definition = draft.file.catalogue.facts.get(fact);
        let (field, text) = match (mistake, definition) {
            (FormMistake::MissingFact { .. }, Some(definition)) => {
                let nothing = journey::entry::read(definition, "", visit.today()).err();
                let text =
                    nothing.map(|m| sentence(visit, definition, &m).0).unwrap_or_else(|| mistake_text(visit, mistake));
                (fact.to_string(), text)
            }
            (FormMistake::MissingItem { row, item, .. }, _) => {
                (format!("{fact}.{row}.{item}"), mistake_text(visit, mistake))
            }
            (FormMistake::TooFewRows { .. }, _) => (fact.to_string(), mistake_text(visit, mistake)),
            _ => continue,
        };
        wrong.push(Wrong { field, text, fix: String::new() });
    }
    wrong
}

/// What somebody said about facts of registers, opened.
async fn contests(visit: &Visit, draft: &Draft, section: &FormSection) -> Result<BTreeMap<FactId, String>, Problem> {
    let contested: Vec<(&FactId, &casework::Contest)> =
        draft.file.case.contested().iter().filter(|(fact, _)| section.facts.iter().any(|i| &i.fact == *fact)).collect();
    let wanted = contested.iter().map(|(fact, c)| (format!("contest.{fact}"), c.says.clone())).collect();
    let reader = draft.own.reader(visit, None)?;
    let said = visit.office().open_words(&draft.own.id, wanted, reader).await.map_err(|t| visit.problem(t))?;
    let values = said.iter().map(|words| office::contested_words(words).0.to_owned());
    Ok(contested.into_iter().map(|(fact, _)| fact.clone()).zip(values).collect())
}

/// Facts shown and not asked: those a register told, and those a permit of this plan gives.
fn split(draft: &Draft, section: &FormSection) -> (Vec<FormFact>, Vec<FormFact>, Vec<FormFact>) {
    let (mut have, mut given, mut asked) = (Vec::new(), Vec::new(), Vec::new());
    for item in &section.facts {
        if item.given_by.is_some() {
            given.push(item.clone());
        } else if draft.is_fetched(&item.fact) {
            have.push(item.clone());
        } else {
            asked.push(item.clone());
        }
    }
    (have, given, asked)
}

#[allow(clippy::too_many_arguments, reason = "each is a part of the page")]
fn page(
    visit: &Visit,
    draft: &Draft,
    section: &FormSection,
    typed: Option<&Typed>,
    wrong: &[Wrong],
    contests: &BTreeMap<FactId, String>,
    above: Markup,
    key: &str,
) -> Markup {
    let say = visit.say;
    let catalogue = &draft.file.catalogue;
    let definition = catalogue.sections.iter().find(|s| s.id == section.section);
    let title = definition.map_or_else(|| section.section.to_string(), |s| visit.text(&s.name).to_owned());
    let here = section.section.to_string();
    let place = draft.sheet.form.sections.iter().position(|s| s.section == section.section).unwrap_or(0);
    let over = say.with(
        "form-over",
        &[
            ("n", (place + 1).into()),
            ("of", draft.sheet.form.sections.len().into()),
            ("permits", draft.permits().len().into()),
        ],
    );
    let (have, given, asked) = split(draft, section);
    let asking = Asking { visit, known: &draft.file.known, typed, wrong };
    let errors: Vec<(&str, &str)> = wrong.iter().map(|w| (w.field.as_str(), w.text.as_str())).collect();
    let previous = place.checked_sub(1).and_then(|p| draft.sheet.form.sections.get(p)).map(|s| s.section.to_string());
    let left = draft.left(section);
    let main = html! {
        (parts::error_summary(say, &errors))
        (above)
        (parts::heading(&[&over], &title, ""))
        @if !have.is_empty() || !given.is_empty() {
            section.stack.s3 aria-labelledby="have" {
                div.row.between {
                    h2 #have { (say.t("form-have")) }
                    span.dim { (say.with("form-have-count", &[("n", left.fetched.into()), ("of", left.all.into())])) }
                }
                (registered(visit, draft, &have, &given, contests))
            }
        }
        @if !asked.is_empty() {
            section.stack.s4 aria-labelledby="yours" {
                h2 #yours { (say.t("form-only-you")) }
                @if may_look_up(draft, &asked) {
                    (parts::note_icon(Shape::Open, "key", html! {
                        (say.t("form-may-look-up")) " " a href={ (draft.at(visit, "")) "?ask=again" } { (say.t("form-look-up")) }
                    }))
                }
                form.stack.s6 method="post" action=(draft.at(visit, &here)) data-save=(draft.at(visit, &here)) novalidate {
                    // Enter in a field saves; without this it would press the first button, which may remove a row.
                    button.vh type="submit" name="op" value="continue" tabindex="-1" aria-hidden="true" { (say.t("form-continue")) }
                    (parts::once(key))
                    @for item in &asked { (question(draft, &asking, item)) }
                    div.stack.s3 {
                        (parts::actions(html! {
                            (Button { label: say.t("form-continue"), tone: Tone::Main, name: "op", value: "continue", ..Button::default() })
                            (Button { label: say.t("form-later"), name: "op", value: "later", unchecked: true, ..Button::default() })
                            @if let Some(previous) = &previous { (parts::link_button(&draft.at(visit, previous), say.t("form-back"), Tone::Plain)) }
                        }))
                        p.hint { (say.with("form-kept", &[("number", draft.own.number.as_str().into())])) }
                    }
                }
            }
        } @else {
            (parts::note(Shape::Ok, say.t("form-nothing-here")))
            (parts::actions(html! {
                (parts::link_button(&draft.at(visit, &draft.next_place(&section.section)), say.t("form-continue-plain"), Tone::Main))
                @if let Some(previous) = &previous { (parts::link_button(&draft.at(visit, previous), say.t("form-back"), Tone::Plain)) }
            }))
        }
    };
    draft.text(visit, &title, !errors.is_empty(), parts::split_left(draft.nav(visit, &here), main))
}

/// A question as it stands on the page; one that comes back with what was typed is always drawn anew.
fn question(draft: &Draft, asking: &Asking, item: &FormFact) -> PreEscaped<Arc<str>> {
    let anew = || asking.question(item);
    let fact = draft.file.catalogue.facts.get(&item.fact);
    let came_back = asking.typed.is_some() || !asking.wrong.is_empty();
    let drawn = draft.sheet.beside.thing::<Drawn>().filter(|_| !came_back && !asking.visit.city.draw_anew);
    match (fact, drawn) {
        (Some(fact), Some(drawn)) => {
            drawn.question(asking.visit.say.language(), fact, asking.known.value_of(&item.fact), anew)
        }
        _ => PreEscaped(anew().into_string().into()),
    }
}

/// Nobody allowed the look-ups, and here they would spare questions.
fn may_look_up(draft: &Draft, asked: &[FormFact]) -> bool {
    let kept = |i: &FormFact| draft.file.catalogue.facts.get(&i.fact).is_some_and(|f| f.register.is_some());
    !super::consent::asked_before(draft) && asked.iter().any(kept)
}

/// How many facts stand open; the rest waits behind a line that says how many there are.
const SHOWN_AT_FIRST: usize = 6;

fn registered(
    visit: &Visit,
    draft: &Draft,
    have: &[FormFact],
    given: &[FormFact],
    contests: &BTreeMap<FactId, String>,
) -> Markup {
    let say = visit.say;
    let catalogue = &draft.file.catalogue;
    struct Line {
        label: String,
        value: String,
        source: String,
        readers: Vec<String>,
        register_says: Option<String>,
        not_right: String,
    }
    let mut lines = Vec::new();
    for item in have {
        let (Some(fact), Some(known)) = (catalogue.facts.get(&item.fact), draft.file.known.get(&item.fact)) else {
            continue;
        };
        let Origin::Register { register, on } = &known.origin else { continue };
        let register = catalogue.registers.get(register).map_or(register.as_str(), |r| visit.text(&r.name)).to_owned();
        let value = facts::value(visit, fact, &known.value);
        let contested = contests.get(&item.fact);
        lines.push(Line {
            label: visit.text(&fact.name).to_owned(),
            value: contested.cloned().unwrap_or_else(|| value.clone()),
            source: say.with("form-source", &[("register", register.into()), ("day", say.day_plain(*on).into())]),
            readers: field::reader_names(visit, &draft.file.known, &item.needed_by),
            register_says: contested.map(|_| value),
            not_right: format!(
                "{}?fact={}",
                draft.at(visit, &format!("{}/not-right", fact.section.as_ref().map_or("", SectionId::as_str))),
                crate::address::encode(item.fact.as_str())
            ),
        });
    }
    for item in given {
        let (Some(fact), Some(permit)) = (catalogue.facts.get(&item.fact), &item.given_by) else { continue };
        lines.push(Line {
            label: visit.text(&fact.name).to_owned(),
            value: say.with("form-given", &[("permit", facts::permit_name(visit, permit).into())]),
            source: say.t("form-given-about").to_owned(),
            readers: field::reader_names(visit, &draft.file.known, &item.needed_by),
            register_says: None,
            not_right: String::new(),
        });
    }
    let readers: Vec<Vec<&str>> = lines.iter().map(|l| l.readers.iter().map(String::as_str).collect()).collect();
    let facts: Vec<RegisterFact> = lines
        .iter()
        .zip(&readers)
        .map(|(line, readers)| RegisterFact {
            label: &line.label,
            value: &line.value,
            source: &line.source,
            readers,
            known: line.register_says.as_deref().map_or(Seen::Fetched, Seen::Corrected),
            not_right: &line.not_right,
        })
        .collect();
    if facts.len() <= SHOWN_AT_FIRST + 2 {
        return parts::register_facts(say, &facts);
    }
    let (first, rest) = facts.split_at(SHOWN_AT_FIRST);
    html! {
        (parts::register_facts(say, first))
        (parts::details(&say.with("form-more-facts", &[("n", rest.len().into())]), false, parts::register_facts(say, rest)))
    }
}

/// What to keep of what was typed, and what is wrong with the rest.
fn entries(
    visit: &Visit,
    draft: &Draft,
    section: &FormSection,
    typed: &Typed,
) -> (BTreeMap<FactId, Entry>, Vec<Wrong>) {
    let mut entries = BTreeMap::new();
    let mut wrong = Vec::new();
    let (_, _, asked) = split(draft, section);
    let on_page = typed.asked();
    for item in asked.iter().filter(|i| on_page.contains(&i.fact)) {
        let Some(fact) = draft.file.catalogue.facts.get(&item.fact) else { continue };
        let known = draft.file.known.value_of(&item.fact);
        match typed.read(visit, fact, visit.today(), &mut wrong) {
            Read::Value(value) if known != Some(&value) => {
                entries.insert(item.fact.clone(), Entry::Value(value));
            }
            Read::Nothing if known.is_some() => {
                entries.insert(item.fact.clone(), Entry::Removed);
            }
            _ => {}
        }
    }
    (entries, wrong)
}

pub async fn save(visit: Visit, Path((_, number, section)): Place, form: Sent) -> Answer {
    let pairs = form.0;
    let (draft, here) = load(&visit, Own::of(&visit, &number).await?, &section).await?;
    let mut typed = Typed::of(&pairs);
    let op = sent(&pairs, "op").to_owned();
    if let Some(fact) = op.strip_prefix("add:") {
        typed.add_row(fact);
    }
    if let Some((fact, row)) = op.strip_prefix("remove:").and_then(|rest| rest.rsplit_once(':'))
        && let Ok(row) = row.parse()
    {
        typed.remove_row(fact, row);
    }
    let (entries, mut wrong) = entries(&visit, &draft, &here, &typed);
    let before = draft.permits();
    // What the script keeps while somebody writes comes from one page again and again, forth and back: the last one counts.
    let auto = sent(&pairs, "auto") == "1";
    let draft = if entries.is_empty() {
        draft
    } else {
        let by = draft.own.by.clone();
        let once = if auto { None } else { once_for_content(&pairs) };
        visit.office().answer(&draft.own.id, once, by, entries).await.map_err(|t| visit.problem(t))?;
        Draft::of_section(&visit, Own::of(&visit, &number).await?, &SectionId::new(section.as_str())).await?
    };
    let change = change_query(&before, &draft.permits());
    if auto {
        return Ok(saved(&visit, draft.own.case.changed().at_us, &wrong));
    }
    let Some(here) = draft.sheet.form.section(&SectionId::new(section.as_str())).cloned() else {
        return Ok(see(&format!("{}{change}", draft.at(&visit, &draft.first_place()))));
    };
    let failing = cross_checks(&visit, &draft, &here);
    let fixed = pairs.iter().any(|(k, _)| k.starts_with("fix:"));
    let rows = op.starts_with("add:") || op.starts_with("remove:");
    wrong.extend(failing.into_iter().filter(|f| !typed_wrong(&f.field, &typed, &draft)));
    if op == "continue" {
        let known: BTreeSet<String> = wrong.iter().map(|w| w.field.clone()).collect();
        wrong.extend(open(&visit, &draft, &here).into_iter().filter(|w| !known.contains(&w.field)));
    }
    if !rows && wrong.is_empty() {
        let to = if fixed { section } else { draft.next_place(&here.section) };
        return Ok(see(&format!("{}{change}", draft.at(&visit, &to))));
    }
    if op == "later" && !wrong.iter().any(|w| typed.text(&w.field).is_some_and(|t| !t.trim().is_empty())) {
        return Ok(see(&format!("{}{change}", draft.at(&visit, &draft.next_place(&here.section)))));
    }
    let status = if wrong.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let contests = contests(&visit, &draft, &here).await?;
    let changed: Vec<(String, String)> = change
        .trim_start_matches('?')
        .split('&')
        .filter_map(|p| p.split_once('='))
        .map(|(k, v)| (k.to_owned(), v.replace("%2C", ",")))
        .collect();
    let above = draft.change_of_plan(&visit, &changed);
    let key = visit.office().once_key();
    Ok(answer(status, page(&visit, &draft, &here, Some(&typed), &wrong, &contests, above, &key)))
}

/// A cross-check of a fact whose typed text could not be kept is about an older value: nobody can see that one.
fn typed_wrong(field: &str, typed: &Typed, draft: &Draft) -> bool {
    let fact = FactId::from(field);
    let Some(definition) = draft.file.catalogue.facts.get(&fact) else { return false };
    let Some(text) = typed.text(field) else { return false };
    journey::entry::read(definition, text, draft.file.on).is_err()
}

/// One field as it was left: kept when it fits, a sentence when it can never be right.
pub async fn save_one(visit: Visit, Path((_, number, section)): Place, request: Request) -> Answer {
    let pairs = one_field(request, &visit.city).await.ok_or_else(|| visit.not_found())?;
    let (draft, here) = load(&visit, Own::of(&visit, &number).await?, &section).await?;
    let Some((name, text)) = named(&pairs) else { return Err(visit.not_found()) };
    let (_, _, asked) = split(&draft, &here);
    let of =
        |fact: &FactId| name == fact.as_str() || name.strip_prefix(fact.as_str()).is_some_and(|r| r.starts_with('.'));
    // `premises.area` is also the beginning of `premises.area_kitchen`; the longest name that fits is meant.
    let Some(item) = asked.iter().filter(|i| of(&i.fact)).max_by_key(|i| i.fact.as_str().len()) else {
        return Err(visit.not_found());
    };
    let catalogue = draft.file.catalogue.clone();
    let Some(fact) = catalogue.facts.get(&item.fact) else { return Err(visit.not_found()) };
    let read = match name.strip_prefix(item.fact.as_str()).and_then(|r| r.strip_prefix('.')) {
        None => journey::entry::read(fact, &text, visit.today()).map_err(|m| sentence(&visit, fact, &m)),
        Some(place) => {
            let (row, item_id) = place.split_once('.').ok_or_else(|| visit.not_found())?;
            let row: usize = row.parse().ok().filter(|r| *r < 200).ok_or_else(|| visit.not_found())?;
            let column = fact.items.iter().find(|i| i.id.as_str() == item_id).ok_or_else(|| visit.not_found())?;
            journey::entry::read(column, &text, visit.today()).map_err(|m| sentence(&visit, column, &m)).map(|value| {
                let mut rows: Vec<Row> =
                    draft.file.known.value_of(&item.fact).and_then(Value::as_rows).unwrap_or_default().to_vec();
                rows.resize_with(rows.len().max(row + 1), Row::new);
                if let Some(cells) = rows.get_mut(row) {
                    match value {
                        Some(value) => cells.insert(item_id.to_owned(), value),
                        None => cells.remove(item_id),
                    };
                }
                Some(Value::Rows(rows))
            })
        }
    };
    let known = draft.file.known.value_of(&item.fact);
    let entry = match read {
        Ok(Some(value)) if known == Some(&value) => None,
        Ok(Some(value)) => Some(Entry::Value(value)),
        Ok(None) => known.is_some().then_some(Entry::Removed),
        // An empty field is not a mistake while somebody is still writing.
        Err(_) if text.trim().is_empty() => known.is_some().then_some(Entry::Removed),
        Err((said, _)) => return Ok(saved(&visit, 0, &[Wrong { field: name, text: said, fix: String::new() }])),
    };
    let mut saved_us = draft.own.case.changed().at_us;
    if let Some(entry) = entry {
        let entries = BTreeMap::from([(item.fact.clone(), entry)]);
        let by = draft.own.by.clone();
        let carried = visit.office().answer(&draft.own.id, None, by, entries).await.map_err(|t| visit.problem(t))?;
        saved_us = carried.case.changed().at_us;
    }
    Ok(saved(&visit, saved_us, &[]))
}

/// The answer to the script: everything is kept, with the time for "Saved 09:21"; or what could not be.
fn saved(visit: &Visit, at_us: i64, wrong: &[Wrong]) -> Response {
    if !wrong.is_empty() {
        let said: Vec<&str> = wrong.iter().map(|w| w.text.as_str()).collect();
        let plain = [(header::CONTENT_TYPE, "text/plain; charset=utf-8")];
        return (StatusCode::UNPROCESSABLE_ENTITY, plain, said.join("\n")).into_response();
    }
    let mut response = StatusCode::NO_CONTENT.into_response();
    if let Ok(time) = HeaderValue::from_str(&visit.office().clock_text(at_us)) {
        response.headers_mut().insert("x-saved", time);
    }
    response
}

async fn one_field(request: Request, city: &City) -> Option<Vec<(String, String)>> {
    let json = request
        .headers()
        .get(header::CONTENT_TYPE)
        .and_then(|v| v.to_str().ok())
        .is_some_and(|t| t.starts_with("application/json"));
    if !json {
        return axum::extract::Form::<Vec<(String, String)>>::from_request(request, city).await.ok().map(|f| f.0);
    }
    let body = axum::Json::<serde_json::Map<String, serde_json::Value>>::from_request(request, city).await.ok()?;
    let text = |value: &serde_json::Value| match value {
        serde_json::Value::String(text) => text.clone(),
        serde_json::Value::Array(list) => list.iter().filter_map(|v| v.as_str()).collect::<Vec<_>>().join(","),
        serde_json::Value::Null => String::new(),
        other => other.to_string(),
    };
    Some(body.0.iter().map(|(k, v)| (k.clone(), text(v))).collect())
}

/// `name=…&value=…`, or the field under its own name; several boxes of one question are joined.
fn named(pairs: &[(String, String)]) -> Option<(String, String)> {
    let first = |name: &str| pairs.iter().find(|(k, _)| k == name).map(|(_, v)| v.clone());
    if let Some(name) = first("name").or_else(|| first("fact")) {
        let values: Vec<String> = pairs.iter().filter(|(k, _)| k == "value").map(|(_, v)| v.clone()).collect();
        return Some((name, values.join(",")));
    }
    let name = pairs.iter().map(|(k, _)| k).find(|k| *k != "once" && *k != "asked")?.clone();
    let values: Vec<String> = pairs.iter().filter(|(k, _)| *k == name).map(|(_, v)| v.clone()).collect();
    Some((name, values.join(",")))
}
