//! One question per page: what each answer changes, why we ask, what follows so far. The address is the memory.

use std::collections::BTreeSet;

use axum::extract::{Path, Query};
use axum::http::StatusCode;
use catalogue::{Fact, FactKind};
use journey::{Assessment, Effect, Need, Origin, Outcome, Question, entry};
use maud::{Markup, html};
use rules::{FactId, Value};

use super::outlook::Outlook;
use super::trip::{Trip, may_ask, on_to};
use super::{Asked, bans, panel};
use crate::kit::parts::{self, Button, Choice, Field, Input, Opt, Tone, Width};
use crate::kit::shell::Terminal;
use crate::web::{Answer, Visit, sent};
use crate::{address, facts};

/// The answer "I do not know yet", as it stands in an address.
const NOT_YET: &str = "?";
/// With more short answers than this, they stand side by side.
const MANY_CHOICES: usize = 8;

/// `/q`: on to the next open question, or to the plan.
pub async fn next(visit: Visit, Path((_, event)): Path<(String, String)>, Query(pairs): Asked) -> Answer {
    let trip = Trip::read(&visit, &event, &pairs)?;
    Ok(on_to(&trip.onward(&visit, &[])))
}

/// What was typed and came back.
#[derive(Default)]
struct Typed {
    text: String,
    chosen: Vec<String>,
    error: String,
    fix: Option<String>,
}

pub async fn show(visit: Visit, Path((_, event, fact)): Path<(String, String, String)>, Query(pairs): Asked) -> Answer {
    let trip = Trip::read(&visit, &event, &pairs)?;
    let id = FactId::new(fact);
    // Somebody changed the address by hand, or the rules changed: lead on to what is asked now.
    let Some(fact) = trip.catalogue.facts.get(&id).filter(|f| may_ask(f)).cloned() else {
        return Ok(on_to(&trip.onward(&visit, &[])));
    };
    if !sent(&pairs, "part").is_empty() {
        return Ok(part(&visit, &trip, &fact, &pairs));
    }
    let typed = already(&visit, &trip, &fact);
    Ok(page(&visit, &trip, &fact, &typed, sent(&pairs, "last"), StatusCode::OK))
}

/// The panel alone, as the script asks for it when an answer is chosen.
fn part(visit: &Visit, trip: &Trip, fact: &Fact, pairs: &[(String, String)]) -> axum::response::Response {
    use axum::response::IntoResponse;
    let before = {
        let mut answers = trip.answers.clone();
        answers.forget(&fact.id);
        trip.with(answers).assess()
    };
    let typed = typed_of(pairs, &fact.id);
    let now = match entry::read(fact, &typed, visit.today()) {
        Ok(Some(value)) => {
            let mut answers = trip.answers.clone();
            answers.tell(fact.id.clone(), value, Origin::Applicant);
            trip.with(answers)
        }
        _ => trip.with(trip.answers.clone()),
    };
    let markup = html! { (panel::panel(visit, &now, &Outlook::new(visit, &now), Some(&before))) };
    (crate::kit::assets::PAGE_HEADERS, markup).into_response()
}

/// What was answered before, to be changed.
fn already(visit: &Visit, trip: &Trip, fact: &Fact) -> Typed {
    if trip.known.is_not_yet(&fact.id) {
        return Typed { chosen: vec![NOT_YET.to_owned()], ..Typed::default() };
    }
    let Some(value) = trip.known.value_of(&fact.id) else { return Typed::default() };
    match value {
        Value::Choices(list) => Typed { chosen: list.clone(), ..Typed::default() },
        Value::Day(day) => Typed { text: visit.say.day_plain(*day), ..Typed::default() },
        other => {
            let text = address::written(other);
            Typed { chosen: vec![text.clone()], text, ..Typed::default() }
        }
    }
}

/// The values of one name, joined; "I do not know yet" wins, a fix that was taken comes before what was typed.
fn typed_of(pairs: &[(String, String)], id: &FactId) -> String {
    let fix = format!("fix:{id}");
    if let Some((_, value)) = pairs.iter().find(|(name, _)| *name == fix) {
        return value.clone();
    }
    let all: Vec<&str> =
        pairs.iter().filter(|(name, _)| name == id.as_str()).map(|(_, value)| value.as_str()).collect();
    if all.contains(&NOT_YET) { NOT_YET.to_owned() } else { all.join(",") }
}

pub async fn answer(
    visit: Visit,
    Path((_, event, fact)): Path<(String, String, String)>,
    Query(pairs): Asked,
) -> Answer {
    let id = FactId::new(fact);
    let earlier: Vec<(String, String)> = pairs.iter().filter(|(name, _)| name != id.as_str()).cloned().collect();
    let trip = Trip::read(&visit, &event, &earlier)?;
    let Some(fact) = trip.catalogue.facts.get(&id).filter(|f| may_ask(f)).cloned() else {
        return Ok(on_to(&trip.onward(&visit, &[])));
    };
    let typed = typed_of(&pairs, &id);
    let mut answers = trip.answers.clone();
    if typed == NOT_YET {
        answers.not_yet(id.clone());
    } else {
        match entry::read(&fact, &typed, visit.today()) {
            Ok(Some(value)) => answers.tell(id.clone(), value, Origin::Applicant),
            // An optional fact left empty is not asked again.
            Ok(None) => answers.not_yet(id.clone()),
            Err(mistake) => {
                let (error, fix) = crate::entry::sentence(&visit, &fact, &mistake);
                let chosen = typed.split(',').map(str::to_owned).collect();
                let back = Typed { text: typed, chosen, error, fix };
                return Ok(page(&visit, &trip, &fact, &back, "", StatusCode::UNPROCESSABLE_ENTITY));
            }
        }
    }
    let kept = trip.still_fitting(&answers);
    Ok(on_to(&trip.with(kept).onward(&visit, &[("last", id.as_str())])))
}

fn page(
    visit: &Visit,
    trip: &Trip,
    fact: &Fact,
    typed: &Typed,
    last: &str,
    status: StatusCode,
) -> axum::response::Response {
    let say = visit.say;
    let outlook = Outlook::new(visit, trip);
    let question = trip.prepared.question(&fact.id, &trip.known, &outlook.assessment);
    let before = panel::before(trip, last);
    let asked = visit.text(&fact.ask);
    let (number, about) = progress(visit, trip, &fact.id);
    let title =
        say.with("question-page", &[("question", asked.into()), ("event", visit.text(&trip.event.name).into())]);
    let mut shell = visit.shell(Terminal::Form, &title);
    shell.journey = trip.title(visit);
    shell.progress = Some((number.saturating_sub(1)) as f32 / about.max(1) as f32);
    shell.came_back = !typed.error.is_empty();
    let rows = trip.answer_rows(visit, Some(&fact.id));
    let rows: Vec<(&str, &str, String)> =
        rows.iter().map(|(q, a, href)| (q.as_str(), a.as_str(), href.clone())).collect();
    let (back, back_label) = back(visit, trip, &fact.id);
    let errors: Vec<(&str, &str)> =
        if typed.error.is_empty() { Vec::new() } else { vec![(fact.id.as_str(), typed.error.as_str())] };
    let skips = skips_by_button(fact);
    let main = html! {
        div.split {
            div.stack.s5.qpage {
                (parts::error_summary(say, &errors))
                (bans::bans(visit, trip, &outlook.assessment))
                (panel::so_far(visit, &outlook))
                p.over {
                    span { (trip.title(visit)) (parts::other_name(say.language().other(), trip.other_title(visit))) }
                    span { (say.with("question-of", &[("n", number.into()), ("of", about.into())])) }
                }
                form.stack.s5 method="get" action=(action(visit, trip, &fact.id)) data-live=(visit.at(&format!("do/{}/q/{}", trip.event.id, fact.id))) novalidate {
                    (earlier(trip, &fact.id))
                    (control(visit, trip, fact, &question, typed))
                    (why(visit, trip, &question, number == 1))
                    div.actions {
                        (Button { label: say.t("question-continue"), tone: Tone::Main, ..Button::default() })
                        @if skips { (Button { label: say.t("part-unknown"), name: fact.id.as_str(), value: NOT_YET, unchecked: true, ..Button::default() }) }
                        (parts::link_button(&back, back_label, Tone::Plain))
                    }
                }
                (parts::answers(say, say.t("question-answers"), &rows))
                p.small.dim { (say.t("question-nothing-stored")) }
            }
            div.beside { (panel::panel(visit, trip, &outlook, before.as_ref())) }
        }
    };
    shell.respond(status, main)
}

fn action(visit: &Visit, trip: &Trip, id: &FactId) -> String {
    visit.at(&format!("do/{}/q/{id}/answer", trip.event.id))
}

/// The earlier answers, so that the next page knows them.
fn earlier(trip: &Trip, but: &FactId) -> Markup {
    html! {
        @if let Some(wish) = &trip.wish { (parts::hidden("wish", &wish.id)) }
        @for (id, known) in trip.answers.iter().filter(|(id, _)| *id != but) { (parts::hidden(id.as_str(), &address::written(&known.value))) }
        @for id in trip.answers.skipped().filter(|id| *id != but) { (parts::hidden(id.as_str(), NOT_YET)) }
    }
}

/// Everything said, also by the wish, for the form that begins an application.
pub fn all_said(trip: &Trip) -> Markup {
    html! {
        @if let Some(wish) = &trip.wish { (parts::hidden("wish", &wish.id)) }
        @for (id, known) in trip.known.iter() { (parts::hidden(id.as_str(), &address::written(&known.value))) }
        @for id in trip.known.skipped() { (parts::hidden(id.as_str(), NOT_YET)) }
    }
}

/// Where this question stands, and how many there are about: counted by going on in the plain way.
fn progress(visit: &Visit, trip: &Trip, id: &FactId) -> (usize, usize) {
    let answered: Vec<FactId> =
        trip.said().into_iter().filter(|f| trip.answers.get(f).is_some() || trip.answers.is_not_yet(f)).collect();
    let done = answered.len();
    let number = answered.iter().position(|f| f == id).map_or(done + 1, |at| at + 1);
    let (_, left) = super::plain::to_the_end(trip.with(trip.answers.clone()), visit.today());
    (number, (done + left).max(number))
}

/// Back leads to the question before this one, or to the start.
fn back(visit: &Visit, trip: &Trip, id: &FactId) -> (String, &'static str) {
    let said: Vec<FactId> =
        trip.said().into_iter().filter(|f| trip.answers.get(f).is_some() || trip.answers.is_not_yet(f)).collect();
    let before = match said.iter().position(|f| f == id) {
        Some(0) => None,
        Some(at) => said.get(at - 1),
        None => said.last(),
    };
    let label = visit.say.t("question-back");
    match before {
        Some(before) => (trip.ask_at(visit, before), label),
        None => (trip.at(visit, "", &trip.answers, &[]), label),
    }
}

/// For lines to write on, "I do not know yet" is a button beside Continue; among choices it is one of them.
fn skips_by_button(fact: &Fact) -> bool {
    !matches!(fact.kind, FactKind::YesNo | FactKind::Choice)
}

/// The question itself.
fn control(visit: &Visit, trip: &Trip, fact: &Fact, question: &Question, typed: &Typed) -> Markup {
    let say = visit.say;
    let name = fact.id.as_str();
    let legend = visit.text(&fact.ask);
    let help = fact.help.as_ref().map_or("", |h| visit.text(h));
    let chosen: Vec<&str> = typed.chosen.iter().map(String::as_str).collect();
    let error = typed.error.as_str();
    match fact.kind {
        FactKind::YesNo | FactKind::Choice | FactKind::Choices => {
            let mut options = options(visit, trip, fact, question);
            if fact.kind != FactKind::Choices {
                options.push((
                    NOT_YET.to_owned(),
                    say.t("part-unknown").to_owned(),
                    say.t("question-unknown-hint").to_owned(),
                ));
            }
            let plain = options.iter().filter(|o| o.0 != NOT_YET).all(|o| o.2.is_empty());
            let inline = plain && options.len() > MANY_CHOICES;
            if inline {
                options.iter_mut().for_each(|option| option.2.clear());
            }
            let opts: Vec<Opt> = options
                .iter()
                .map(|(value, label, hint)| Opt {
                    value,
                    label,
                    hint,
                    icon: if excludes(question, value) { "triangle" } else { "" },
                    ..Opt::default()
                })
                .collect();
            let many = fact.kind == FactKind::Choices;
            parts::choice(
                say,
                &Choice {
                    name,
                    legend,
                    hint: help,
                    error,
                    options: &opts,
                    chosen: &chosen,
                    many,
                    page: true,
                    inline,
                    ..Choice::default()
                },
            )
        }
        _ => line(visit, fact, typed, legend, help),
    }
}

/// Whether an option would exclude the plan.
fn excludes(question: &Question, written: &str) -> bool {
    let bans =
        |effects: &[Effect]| effects.iter().any(|e| matches!(e.outcome, Outcome::Ban(_)) && e.becomes == Need::Needed);
    question.effects.iter().any(|(value, effects)| address::written(value) == written && bans(effects))
}

/// A number, a day or a text: the label is the heading.
fn line(visit: &Visit, fact: &Fact, typed: &Typed, legend: &str, help: &str) -> Markup {
    let say = visit.say;
    let (input, suffix, width) = match fact.kind {
        FactKind::Count => (Input::Whole, "", Width::Small),
        FactKind::Area => (Input::Decimal, say.t("unit-area"), Width::Small),
        FactKind::Length => (Input::Decimal, say.t("unit-length"), Width::Small),
        FactKind::Money => (Input::Decimal, say.t("unit-money"), Width::Middle),
        FactKind::Number => (Input::Decimal, "", Width::Small),
        FactKind::Day => (Input::Date, "", Width::Middle),
        _ => (Input::Text, "", Width::Full),
    };
    let example = fact.example.as_deref().filter(|_| !matches!(fact.kind, FactKind::Text | FactKind::LongText)).map(
        |e| match fact.kind {
            FactKind::Day => e.parse().map(|day| say.day_plain(day)).unwrap_or_else(|_| e.to_owned()),
            _ => e.to_owned(),
        },
    );
    let hint = match (help, &example) {
        ("", None) => String::new(),
        ("", Some(example)) => say.with("question-example", &[("example", example.as_str().into())]),
        (help, None) => help.to_owned(),
        (help, Some(example)) => {
            format!("{help}{}{}", say.gap(), say.with("question-example", &[("example", example.as_str().into())]))
        }
    };
    let fix = typed.fix.as_deref().unwrap_or("");
    let field = Field {
        name: fact.id.as_str(),
        label: visit.text(&fact.name),
        hint: &hint,
        error: &typed.error,
        value: &typed.text,
        input,
        width,
        suffix,
        fix,
        ..Field::default()
    };
    html! {
        div.stack.s3.ask1 {
            h1.qh { (legend) }
            (parts::field(say, &field))
        }
    }
}

/// Value, label and what choosing it settles.
fn options(visit: &Visit, trip: &Trip, fact: &Fact, question: &Question) -> Vec<(String, String, String)> {
    let say = visit.say;
    let settled = |value: &Value| {
        question
            .effects
            .iter()
            .find(|(v, _)| v == value)
            .map(|(_, effects)| effects_in_words(visit, trip, effects))
            .unwrap_or_default()
    };
    match fact.kind {
        FactKind::YesNo => [(true, "yes", "part-yes"), (false, "no", "part-no")]
            .map(|(value, written, label)| (written.to_owned(), say.t(label).to_owned(), settled(&Value::Bool(value))))
            .to_vec(),
        _ => fact
            .choices
            .iter()
            .map(|choice| {
                let effect = settled(&Value::text(choice.id.clone()));
                let help = choice.help.as_ref().map_or("", |h| visit.text(h));
                (
                    choice.id.clone(),
                    visit.text(&choice.name).to_owned(),
                    if effect.is_empty() { help.to_owned() } else { effect },
                )
            })
            .collect(),
    }
}

/// "Adds: fire safety check. Not needed: …"; what would exclude the plan comes first.
pub fn effects_in_words(visit: &Visit, trip: &Trip, effects: &[Effect]) -> String {
    let say = visit.say;
    let (mut banned, mut adds, mut spares) = (Vec::new(), Vec::new(), Vec::new());
    let mut duties = 0usize;
    for effect in effects {
        match (&effect.outcome, effect.becomes) {
            (Outcome::Ban(id), Need::Needed) => {
                banned.extend(trip.catalogue.bans.get(id).map(|b| visit.text(&b.name).to_owned()))
            }
            (Outcome::Permit(id), Need::Needed) => adds.push(facts::permit_name(visit, id)),
            (Outcome::Permit(id), Need::NotNeeded) => spares.push(facts::permit_name(visit, id)),
            (Outcome::Duty(_), Need::Needed) => duties += 1,
            _ => {}
        }
    }
    let mut parts = Vec::new();
    if !banned.is_empty() {
        parts.push(say.with("effect-bans", &[("what", say.list(&banned).into())]));
    }
    if !adds.is_empty() {
        parts.push(say.with("effect-adds", &[("what", say.list(&adds).into())]));
    }
    if !spares.is_empty() {
        let named =
            if spares.len() > 2 { say.with("effect-many", &[("n", spares.len().into())]) } else { say.list(&spares) };
        parts.push(say.with("effect-spares", &[("what", named.into())]));
    }
    // Nearly every answer brings some duties: said only where it is all there is to say.
    if duties > 0 && parts.is_empty() {
        parts.push(say.with("effect-duties", &[("n", duties.into())]));
    }
    parts.join(if say.is_zh() { "" } else { " " })
}

/// Up to so many authorities are explained at once; more are named, and explained behind one step.
const READERS_IN_FULL: usize = 2;

/// An authority that uses an answer.
struct Reader<'a> {
    icon: &'a str,
    who: String,
    lines: Vec<Line>,
}

/// What the answer decides for it, with the articles.
struct Line {
    key: &'static str,
    names: Vec<String>,
    law: Vec<catalogue::Citation>,
}

/// Why we ask: what it can decide, by whom, under which article.
fn why(visit: &Visit, trip: &Trip, question: &Question, open: bool) -> Markup {
    let say = visit.say;
    let mut seen = BTreeSet::new();
    // One entry an authority, one line a kind of outcome: who uses the answer matters more than how often.
    let mut by_reader: Vec<Reader> = Vec::new();
    let mut readers = BTreeSet::new();
    for (outcome, law) in &question.decides {
        if !seen.insert(outcome) {
            continue;
        }
        let catalogue = &trip.catalogue;
        let (key, authority) = match outcome {
            Outcome::Permit(id) => ("why-permit", catalogue.permits.get(id).map(|p| &p.authority)),
            Outcome::Jurisdiction(id) => ("why-who", catalogue.permits.get(id).map(|p| &p.authority)),
            Outcome::FilingDay(id) => ("why-filing", catalogue.permits.get(id).map(|p| &p.authority)),
            Outcome::Duty(id) => ("why-duty", catalogue.duties.get(id).map(|d| &d.authority)),
            Outcome::Finding(_) => ("why-finding", Some(&catalogue.city.issuer)),
            Outcome::Ban(id) => ("why-ban", catalogue.bans.get(id).map(|b| &b.authority)),
        };
        let Some(authority) = authority else { continue };
        readers.insert(authority.clone());
        let name = match outcome {
            Outcome::Jurisdiction(id) | Outcome::FilingDay(id) => facts::permit_name(visit, id),
            other => facts::outcome(visit, other),
        };
        let icon = catalogue.authorities.get(authority).map_or("building", |a| a.icon.as_str());
        let who = facts::authority_short(visit, authority);
        let at = by_reader.iter().position(|r| r.who == who).unwrap_or_else(|| {
            by_reader.push(Reader { icon, who, lines: Vec::new() });
            by_reader.len() - 1
        });
        let lines = &mut by_reader[at].lines;
        let place = lines.iter().position(|l| l.key == key).unwrap_or_else(|| {
            lines.push(Line { key, names: Vec::new(), law: Vec::new() });
            lines.len() - 1
        });
        lines[place].names.push(name);
        for citation in law {
            if !lines[place].law.contains(citation) {
                lines[place].law.push(citation.clone());
            }
        }
    }
    let in_full = html! {
        ul.why {
            @for reader in &by_reader {
                li {
                    (parts::chip(reader.icon, &reader.who))
                    @for line in &reader.lines {
                        p {
                            (say.with(line.key, &[("what", say.list(&line.names).into())]))
                            @if let Some(law) = facts::citations(visit, &line.law) { (say.gap()) span.law { (say.with("why-law", &[("law", law.as_str().into())])) } }
                        }
                    }
                }
            }
        }
    };
    let body = html! {
        @if by_reader.is_empty() { p { (say.t("why-settled")) } }
        @else {
            p { (say.with("why-readers", &[("n", readers.len().into()), ("words", say.count_word_first(readers.len()).into())])) }
            @if by_reader.len() > READERS_IN_FULL {
                p.row { @for reader in &by_reader { (parts::chip(reader.icon, &reader.who)) } }
                details { summary { (say.t("why-each")) } (in_full) }
            } @else { (in_full) }
        }
        @if let Some(register) = register_of(visit, trip, &question.fact) { p.dim { (register) } }
    };
    parts::why_we_ask(say, open, body)
}

/// A register will be looked at later; here somebody without an account says it.
fn register_of(visit: &Visit, trip: &Trip, fact: &FactId) -> Option<String> {
    let register = trip.catalogue.facts.get(fact)?.register.as_ref()?;
    let name = trip.catalogue.registers.get(register).map(|r| visit.text(&r.name).to_owned())?;
    Some(visit.say.with("why-register", &[("register", name.into())]))
}

/// Whether the answers settle everything that may be asked here.
pub fn open_left(trip: &Trip, assessment: &Assessment) -> usize {
    assessment.open.iter().filter(|f| trip.catalogue.facts.get(*f).is_some_and(may_ask)).count()
}
