//! The one notice: every point in its place, answered together with one send; printed, it is a letter.

use std::collections::{BTreeMap, BTreeSet};

use axum::extract::{Path, Query, Request};
use axum::http::StatusCode;
use axum::response::Response;
use casework::{About, Asked, Event, PaperHash};
use journey::Known;
use maud::{Markup, html};
use office::{CaseFile, NoticeReply, PaperMistake, Turned};
use rules::FactId;

use super::receipt::{filed, representative_name};
use crate::facts;
use crate::kit::parts::{self, Button, Field, FileSlot, Paper, Point, Shape, Tone};
use crate::kit::shell::{CASES, Terminal};
use crate::problem::Problem;
use crate::refusal;
use crate::resident::apply::field::{Asking, law_note};
use crate::resident::apply::own::Own;
use crate::resident::apply::papers::{Taken, accepts, limit, size, take};
use crate::resident::apply::typed::{Read, Typed, Wrong};
use crate::web::{Answer, Visit, once, see, sent};

const LONGEST_WORDS: u32 = 2000;

/// What came in with one sending.
#[derive(Default)]
struct Came {
    typed: Option<Typed>,
    wrong: Vec<Wrong>,
}

pub async fn show(
    visit: Visit,
    Path((_, number)): Path<(String, String)>,
    Query(pairs): Query<Vec<(String, String)>>,
) -> Answer {
    let (own, _) = filed(&visit, &number).await?;
    let objected = sent(&pairs, "done") == "objected";
    page(&visit, &own, &Came::default(), objected, StatusCode::OK).await
}

/// The notice with exactly the facts it asks about opened.
async fn opened(visit: &Visit, own: &Own) -> Result<CaseFile, Problem> {
    let about: BTreeSet<FactId> = own
        .case
        .notice()
        .open_points()
        .filter_map(|a| match &a.asked.point.about {
            About::Fact(fact) => Some(fact.clone()),
            About::Paper(_) => None,
        })
        .collect();
    let reader = own.reader(visit, Some(about))?;
    visit.office().open_file(&own.id, reader).await.map_err(|t| visit.problem(t))
}

/// Papers that came for this notice: named in events after it was sent.
fn papers_since<'c>(own: &'c Own, asked: &'c Asked) -> Vec<&'c casework::Paper> {
    let About::Paper(evidence) = &asked.asked.point.about else { return Vec::new() };
    let sent = own.case.notice().sent.map(|m| m.at_us).unwrap_or(i64::MAX).max(asked.at.at_us);
    own.case
        .history()
        .iter()
        .filter(|r| r.at.at_us >= sent)
        .filter_map(|r| match &r.event {
            Event::PaperAdded { paper } if &paper.evidence == evidence => Some(paper),
            _ => None,
        })
        .filter(|p| own.case.papers_for(evidence).any(|there| there.hash == p.hash))
        .collect()
}

async fn page(visit: &Visit, own: &Own, came: &Came, objected: bool, status: StatusCode) -> Result<Response, Problem> {
    let say = visit.say;
    let case = &own.case;
    let notice = case.notice();
    let Some(sent_at) = notice.sent else {
        return Ok(none(visit, own));
    };
    let file = opened(visit, own).await?;
    let names = visit.office().paper_names(&own.id, own.reader(visit, None)?).await.map_err(|t| visit.problem(t))?;
    let names: BTreeMap<PaperHash, String> = names.into_iter().map(|(_, hash, name, _)| (hash, name)).collect();
    let open: Vec<&Asked> = notice.open_points().collect();
    let closed: Vec<&Asked> = notice.points.iter().filter(|a| !a.is_open()).collect();
    let n = notice.points.len();
    let title = if open.is_empty() {
        say.t("notice-title-closed").to_owned()
    } else {
        say.with("notice-title", &[("n", open.len().into()), ("word", say.count_word_first(open.len()).into())])
    };
    let over = say.with(
        "notice-over",
        &[("day", say.day(sent_at.day).into()), ("time", visit.office().clock_text(sent_at.at_us).into())],
    );
    let asking = Asking { visit, known: &file.known, typed: came.typed.as_ref(), wrong: &came.wrong };
    let errors: Vec<(&str, &str)> = came.wrong.iter().map(|w| (w.field.as_str(), w.text.as_str())).collect();
    let drawn: Vec<(String, String, Markup, Markup)> = open
        .iter()
        .map(|asked| {
            let who = desks(visit, own, asked);
            (who.0, who.1, why(visit, &file, asked), answer_field(visit, own, &file, &asking, asked, &names))
        })
        .collect();
    let points: Vec<Point> = open
        .iter()
        .zip(&drawn)
        .map(|(asked, (icon, who, why, answer))| Point {
            title: &asked.asked.point.asks,
            who_icon: icon,
            who,
            why: why.clone(),
            answer: answer.clone(),
        })
        .collect();
    let at = |place: &str| visit.at(&format!("case/{}{place}", own.number));
    let representative =
        case.representative().map(|r| (representative_name(visit, r), r.phone.clone())).unwrap_or_default();
    let main = html! {
        (parts::error_summary(say, &errors))
        @if objected { (parts::note(Shape::Ok, say.t("notice-objected"))) }
        (parts::heading(&[&own.number, &over], &title, say.t(if open.is_empty() { "notice-lead-closed" } else { "notice-lead" })))
        @if !open.is_empty() {
            form.stack.s5 method="post" action=(at("/notice")) enctype="multipart/form-data" novalidate {
                (parts::once(&visit.office().once_key()))
                button.vh type="submit" name="op" value="send" tabindex="-1" aria-hidden="true" { (say.t("notice-send-plain")) }
                (parts::points(&points))
                (parts::actions(html! {
                    (Button { label: &say.with("notice-send", &[("n", open.len().into()), ("word", say.count_word(open.len()).into())]), tone: Tone::Main, name: "op", value: "send", ..Button::default() })
                    (Button { label: &say.with("notice-ask-first", &[("name", representative.0.as_str().into())]), href: &at("/messages"), ..Button::default() })
                }))
            }
        }
        @if !closed.is_empty() {
            section.stack.s3 aria-labelledby="closed" {
                h2 #closed { (say.t("notice-closed")) }
                ul.checks {
                    @for asked in &closed {
                        @let (shape, text) = outcome(visit, asked);
                        li class=(shape.class()) { (shape.icon()) div { b { (asked.asked.point.asks) } p { (text) } } }
                    }
                }
            }
        }
    };
    let beside = html! {
        (clock_card(visit, own, &file, !open.is_empty()))
        (fine(visit, own, n))
        section.card.quiet.stack.s2 {
            h2 { (say.t("notice-letter")) }
            p { (say.with("notice-letter-text", &[("number", own.number.as_str().into()), ("name", representative.0.into()), ("phone", representative.1.into())])) }
        }
    };
    let mut shell = visit.shell(Terminal::Public, &title);
    shell.current = CASES;
    shell.came_back = !errors.is_empty();
    let mut response = shell.respond(status, parts::split(main, beside));
    response.headers_mut().insert(axum::http::header::CACHE_CONTROL, axum::http::HeaderValue::from_static("no-store"));
    Ok(response)
}

fn none(visit: &Visit, own: &Own) -> Response {
    let say = visit.say;
    let title = say.t("notice-none");
    let main = html! {
        div.narrow.stack.s4 {
            (parts::heading(&[&own.number], title, say.t("notice-none-text")))
            (parts::actions(parts::link_button(&visit.at(&format!("case/{}", own.number)), say.t("receipt-to-case"), Tone::Main)))
        }
    };
    let mut shell = visit.shell(Terminal::Public, title);
    shell.current = CASES;
    visit.ok(&shell, main)
}

/// The desks that wait for a point: icon and names.
fn desks(visit: &Visit, own: &Own, asked: &Asked) -> (String, String) {
    let catalogue = visit.catalogue();
    let mut icon = String::new();
    let mut names: Vec<String> = Vec::new();
    for permit in &asked.asked.permits {
        let Some(part) = own.case.part(permit) else { continue };
        let name = facts::authority_short(visit, &part.authority);
        if !names.contains(&name) {
            icon = catalogue.authorities.get(&part.authority).map(|a| a.icon.clone()).unwrap_or_default();
            names.push(name);
        }
    }
    (icon, visit.say.list(&names))
}

fn why(visit: &Visit, file: &CaseFile, asked: &Asked) -> Markup {
    let say = visit.say;
    let permits: Vec<String> = asked.asked.permits.iter().map(|p| facts::permit_name(visit, p)).collect();
    let rule = asked
        .asked
        .permits
        .iter()
        .filter_map(|p| file.catalogue.permits.get(p))
        .flat_map(|p| &p.rules)
        .find(|r| r.id == asked.asked.point.rule)
        .map(|r| visit.text(&r.name).to_owned());
    let law = facts::citations(visit, &asked.asked.point.law);
    html! {
        (say.with("notice-for", &[("permits", say.list(&permits).into())]))
        @if let Some(rule) = &rule { (if say.is_zh() { "" } else { " " }) (say.with("notice-rule", &[("rule", rule.as_str().into())])) }
        @if let Some(law) = &law { (law_note(visit, law)) }
    }
}

fn words_field(point: &str) -> String {
    format!("words.{point}")
}

fn paper_field(point: &str) -> String {
    format!("paper.{point}")
}

fn answer_field(
    visit: &Visit,
    own: &Own,
    file: &CaseFile,
    asking: &Asking<'_>,
    asked: &Asked,
    names: &BTreeMap<PaperHash, String>,
) -> Markup {
    let say = visit.say;
    let point = asked.asked.point.id.as_str();
    let words = asking.typed.and_then(|t| t.text(&words_field(point))).unwrap_or("");
    let error = |field: &str| asking.wrong.iter().find(|w| w.field == field).map_or("", |w| w.text.as_str());
    let main = match &asked.asked.point.about {
        About::Fact(fact) => match file.catalogue.facts.get(fact) {
            Some(definition) => asking.fact(definition, &[]),
            None => html! {},
        },
        About::Paper(evidence) => {
            let definition = file.catalogue.evidence.get(evidence);
            let label = definition.map_or("", |e| visit.text(&e.name));
            let hint = definition.map(|e| limit(visit, e)).unwrap_or_default();
            let accept = definition.map(|e| accepts(&e.accepts)).unwrap_or_default();
            let there: Vec<(String, String, String)> = papers_since(own, asked)
                .into_iter()
                .map(|p| {
                    let name = names.get(&p.hash).cloned().unwrap_or_default();
                    let href = visit.at(&format!("apply/{}/papers/{}/{}", own.number, evidence, p.hash));
                    (name, size(visit, p.bytes), href)
                })
                .collect();
            let papers: Vec<Paper> =
                there.iter().map(|(name, about, href)| Paper { name, about, href, checks: &[] }).collect();
            let name = paper_field(point);
            parts::file_slot(
                say,
                &FileSlot {
                    name: &name,
                    label,
                    hint: &hint,
                    error: error(&name),
                    accept: &accept,
                    papers: &papers,
                    many: true,
                    ..FileSlot::default()
                },
            )
        }
    };
    let object = format!("{}?point={point}", visit.at(&format!("case/{}/notice/object", own.number)));
    html! {
        div.stack.s3 {
            (main)
            (parts::details(say.t("notice-explain"), !words.is_empty(), parts::field(say, &Field {
                name: &words_field(point),
                label: say.t("notice-explain-label"),
                hint: say.t("notice-explain-hint"),
                error: error(&words_field(point)),
                value: words,
                lines: 3,
                at_most: LONGEST_WORDS,
                ..Field::default()
            })))
            @match (&asked.objection, &asked.reviewed) {
                (None, _) => p.hint { (say.t("notice-disagree")) " " a href=(object) { (say.t("notice-object")) } },
                (Some(_), None) => (parts::note(Shape::Info, say.t("notice-object-waits"))),
                (Some(_), Some((_, reason))) => (parts::note(Shape::Info, say.with("notice-object-stands", &[("reason", reason.as_str().into())]))),
            }
        }
    }
}

fn outcome(visit: &Visit, asked: &Asked) -> (Shape, String) {
    let say = visit.say;
    match (&asked.reviewed, &asked.reply, asked.lapsed) {
        (Some((false, reason)), ..) => (Shape::Ok, say.with("notice-struck", &[("reason", reason.as_str().into())])),
        (_, Some(_), _) => (Shape::Ok, say.t("notice-point-answered").to_owned()),
        _ => (Shape::Open, say.t("notice-point-lapsed").to_owned()),
    }
}

fn clock_card(visit: &Visit, own: &Own, file: &CaseFile, open: bool) -> Markup {
    let say = visit.say;
    let notice = own.case.notice();
    let stopped = own.case.parts().values().filter_map(|p| p.open_stop()).map(|s| s.since).min();
    let until = notice.answer_until.map(|d| say.day(d)).unwrap_or_default();
    if !open {
        return parts::card(
            say.t("notice-clock-runs"),
            html! {
                p { (say.with("notice-clock-runs-text", &[("day", own.case.promised().map(|d| say.day(d)).unwrap_or_default().into())])) }
            },
        );
    }
    // What the promise would be if everything were answered today.
    let clock = |p: &catalogue::PermitId| {
        casework::part_clock(&own.case, p, visit.today(), &file.catalogue.calendar).ok().flatten()
    };
    let latest =
        own.case.parts().values().filter(|p| !p.is_ended()).filter_map(|p| clock(&p.permit)).map(|c| c.promised).max();
    let today = latest.max(own.case.promised()).map(|d| say.day(d)).unwrap_or_default();
    parts::card(
        say.t("notice-clock"),
        html! {
            @if let Some(since) = stopped { p { (say.with("notice-clock-text", &[("day", say.day_near(since).into())])) } }
            (parts::kv(&[
                (say.t("notice-answer-by"), html! { b { (until) } }),
                (say.t("notice-answer-today"), html! { (say.with("notice-promise-then", &[("day", today.into())])) }),
            ]))
            p.dim { (say.t("notice-if-not")) }
        },
    )
}

/// Permits nobody asks anything about.
fn fine(visit: &Visit, own: &Own, _points: usize) -> Markup {
    let say = visit.say;
    let asked: BTreeSet<_> = own.case.notice().points.iter().flat_map(|a| &a.asked.permits).collect();
    let fine: Vec<String> =
        own.case.parts().keys().filter(|p| !asked.contains(p)).map(|p| facts::permit_name(visit, p)).collect();
    if fine.is_empty() {
        return html! {};
    }
    let items: Vec<(Shape, Markup)> = fine.into_iter().map(|name| (Shape::Ok, html! { (name) })).collect();
    parts::card(say.t("notice-fine"), parts::checks(&items))
}

pub async fn answer(visit: Visit, Path((_, number)): Path<(String, String)>, request: Request) -> Answer {
    let (own, _) = filed(&visit, &number).await?;
    let file = opened(&visit, &own).await?;
    let open: Vec<Asked> = own.case.notice().open_points().cloned().collect();
    if open.is_empty() {
        // Sent twice: the answers are there already.
        return Ok(see(&visit.at(&format!("case/{}?done=answered", own.number))));
    }
    let most = |asked: &Asked| match &asked.asked.point.about {
        About::Paper(evidence) => file.catalogue.evidence.get(evidence).map_or(0, |e| e.max_bytes),
        About::Fact(_) => 0,
    };
    let asked_in = |field: &str| open.iter().find(|a| paper_field(a.asked.point.id.as_str()) == field);
    let taken = match take(request, &visit.city, |field| asked_in(field).map_or(0, most)).await {
        Ok(taken) => taken,
        Err(status) => {
            let text = refusal::paper(&visit, &PaperMistake::Broken);
            let came = Came { typed: None, wrong: vec![Wrong { field: "main".to_owned(), text, fix: String::new() }] };
            return page(&visit, &own, &came, false, status).await;
        }
    };
    let mut pairs: Vec<(String, String)> = Vec::new();
    let mut wrong: Vec<Wrong> = Vec::new();
    let office = visit.office();
    for one in taken {
        match one {
            Taken::Text { field, text } => pairs.push((field, text)),
            Taken::TooLarge { field, bytes } => {
                let max = asked_in(&field).map_or(0, most);
                let text = refusal::paper(&visit, &PaperMistake::TooLarge { bytes, max });
                wrong.push(Wrong { field, text, fix: String::new() });
            }
            Taken::File { field, name, bytes } => {
                let Some(About::Paper(evidence)) = asked_in(&field).map(|a| a.asked.point.about.clone()) else {
                    continue;
                };
                match office.add_paper(&own.id, own.by.clone(), &evidence, &name, bytes).await {
                    Ok(_) => {}
                    Err(Turned::Paper(mistake)) => {
                        wrong.push(Wrong { field, text: refusal::paper(&visit, &mistake), fix: String::new() });
                    }
                    Err(turned) => return Err(visit.problem(turned)),
                }
            }
        }
    }
    // The papers that just came are part of the case now.
    let own = Own::of(&visit, &number).await?;
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
    let fixing = pairs.iter().any(|(k, _)| k.starts_with("fix:"));
    let replies = replies(&visit, &own, &file, &typed, &mut wrong);
    if fixing || op.starts_with("add:") || op.starts_with("remove:") {
        let came = Came { typed: Some(typed), wrong: Vec::new() };
        return page(&visit, &own, &came, false, StatusCode::OK).await;
    }
    if !wrong.is_empty() {
        let came = Came { typed: Some(typed), wrong };
        return page(&visit, &own, &came, false, StatusCode::UNPROCESSABLE_ENTITY).await;
    }
    let by = own.by.clone();
    office.answer_notice(&own.id, once(&pairs), by, replies).await.map_err(|t| visit.problem(t))?;
    Ok(see(&visit.at(&format!("case/{}?done=answered", own.number))))
}

/// One reply for each open point: the value or paper that was asked for, else words.
fn replies(
    visit: &Visit,
    own: &Own,
    file: &CaseFile,
    typed: &Typed,
    wrong: &mut Vec<Wrong>,
) -> BTreeMap<casework::PointId, NoticeReply> {
    let say = visit.say;
    let mut replies = BTreeMap::new();
    for asked in own.case.notice().open_points() {
        let point = &asked.asked.point;
        let words = typed.text(&words_field(point.id.as_str())).unwrap_or("").trim().to_owned();
        if words.chars().count() > LONGEST_WORDS as usize {
            let text = say.with("messages-too-long", &[("max", LONGEST_WORDS.into())]);
            wrong.push(Wrong { field: words_field(point.id.as_str()), text, fix: String::new() });
            continue;
        }
        let reply = match &point.about {
            About::Fact(fact) => {
                let Some(definition) = file.catalogue.facts.get(fact) else { continue };
                match typed.read(visit, definition, visit.today(), wrong) {
                    Read::Value(value) if words.is_empty() || !is_same(&file.known, fact, &value) => {
                        Some(NoticeReply::Value(value))
                    }
                    Read::Value(_) | Read::Nothing => None,
                    Read::Wrong => continue,
                }
            }
            About::Paper(_) => papers_since(own, asked).last().map(|p| NoticeReply::Paper(p.hash.clone())),
        };
        match reply {
            Some(reply) => {
                replies.insert(point.id.clone(), reply);
            }
            None if !words.is_empty() => {
                replies.insert(point.id.clone(), NoticeReply::Words(words));
            }
            None => {
                let field = match &point.about {
                    About::Fact(fact) => fact.to_string(),
                    About::Paper(_) => paper_field(point.id.as_str()),
                };
                // A paper that was turned away has its own sentence already.
                if !wrong.iter().any(|w| w.field == field) {
                    let text = say.with("notice-missing", &[("asks", point.asks.as_str().into())]);
                    wrong.push(Wrong { field, text, fix: String::new() });
                }
            }
        }
    }
    replies
}

/// The value that was there before, with an explanation beside it: the explanation is the answer.
fn is_same(known: &Known, fact: &FactId, value: &rules::Value) -> bool {
    known.value_of(fact) == Some(value)
}
