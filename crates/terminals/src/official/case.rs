//! One permit of one case: what this desk may see, what proves it, and the decision.

use std::collections::BTreeMap;

use axum::extract::{Path, Query};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use casework::{Act, Decision, Event, Kept, Part, PartStage, Reply, StopWhy, Who};
use journey::{Origin, Wanted};
use maud::{Markup, html};
use office::{CaseFile, DeskCase, DeskRow, Office, Reader};
use rules::{FactId, Ternary, Value};
use vault::{Actor, Purpose, PurposeCode};

use crate::facts;
use crate::kit::icons::icon;
use crate::kit::parts::{self, Button, Closeness, Due, RuleLine, SeenFact, Shape, Tone};
use crate::official::after;
use crate::official::evidence::{evidence_column, papers_of};
use crate::official::hearing;
use crate::official::inbox::words_field;
use crate::official::measure;
use crate::official::{
    Desk, Flash, Found, case_href, colon, comma, find, flash, head, official_name, problems, representative, title_of,
    undo_form, undo_until, wrong,
};
use crate::problem::Problem;
use crate::refusal;
use crate::web::{Answer, Visit};

/// How many facts stand open before the others are folded away.
const FACTS_FIRST: usize = 8;

/// Fields in which somebody writes: what stood in them is never lost.
const WRITTEN: [&str; 7] = ["conditions", "reason", "way", "note", "text", "asks", "question"];

/// What was written and could not be used, to copy from.
fn kept_text(visit: &Visit, again: &Again) -> Markup {
    let texts: Vec<&str> = WRITTEN.iter().map(|name| again.typed(name)).filter(|t| !t.is_empty()).collect();
    html! {
        @if !texts.is_empty() {
            label.vh for="kept" { (visit.say.t("desk-kept-label")) }
            textarea.input #kept readonly rows="3" { (texts.join("\n\n")) }
        }
    }
}

/// What came back with a page that was not accepted: sentences by field, and what was typed.
#[derive(Default)]
pub(super) struct Again {
    pub wrong: Vec<(&'static str, String)>,
    pub typed: BTreeMap<String, String>,
    pub status: Option<StatusCode>,
    /// Somebody else changed the case since the page was opened.
    pub stale: Option<String>,
}

impl Again {
    pub fn typed(&self, name: &str) -> &str {
        self.typed.get(name).map_or("", String::as_str)
    }

    fn has_text(&self) -> bool {
        WRITTEN.iter().any(|name| !self.typed(name).is_empty())
    }
}

pub(super) async fn show(
    visit: Visit,
    Path((_, number, permit)): Path<(String, String, String)>,
    Query(done): Query<Flash>,
) -> Answer {
    let found = find(&visit, &number, &permit).await?;
    let told = flash(&visit, &found.desk.official, &done).await;
    page(&visit, found, told, Again::default()).await
}

/// The page of a case, also as the answer to an act that was turned away.
pub(super) async fn page(visit: &Visit, found: Found, told: Markup, again: Again) -> Answer {
    let say = visit.say;
    let Found { desk, permit, .. } = found;
    let id = found.file.case.id().as_str().to_owned();
    let case = visit.office().desk_case(&desk.official, &id, &permit).await.map_err(|t| visit.problem(t))?;
    let words = opened(visit, &desk, &case).await?;
    let title = title_of(&case.file).to_owned();
    let href = case_href(visit, case.file.case.number(), &permit);
    let deciding = Office::may_decide(&desk.official, &case.file, &case.part);
    let go = |to: &Option<DeskRow>| to.as_ref().map(|r| case_href(visit, &r.number, &r.permit));
    let definition = case.file.catalogue.permits.get(&permit);
    let end = html! {
        (parts::topic(definition.map_or("", |d| d.icon.as_str()), &facts::permit_name(visit, &permit)))
        (stage_tag(visit, &case.part))
        div.push.row {
            (clock(visit, &case))
            @if let Some(href) = go(&case.previous) { (Button { label: say.t("desk-previous"), href: &href, icon: "back", key: "K", small: true, ..Button::default() }) }
            @if let Some(href) = go(&case.next) { (Button { label: say.t("desk-next"), href: &href, icon: "next", key: "J", small: true, ..Button::default() }) }
        }
    };
    let head = head(visit, &visit.at("desk/inbox"), say.t("desk-inbox"), &title, case.file.case.number(), end);
    let columns = [
        seen_column(visit, &case, &words),
        evidence_column(visit, &case, &words, &href, &desk, deciding),
        decide_column(visit, &desk, &case, &href, deciding, &words, &again),
    ];
    let keys = [
        ("A", say.t("desk-key-approve")),
        ("Q", say.t("desk-key-ask")),
        ("R", say.t("desk-key-refuse")),
        ("T", say.t("desk-key-take")),
        ("N", say.t("desk-key-note")),
        ("J", say.t("desk-key-next")),
        ("K", say.t("desk-key-previous")),
        ("U", say.t("desk-key-undo")),
        ("Esc", say.t("desk-key-back")),
        ("Ctrl K", say.t("desk-key-palette")),
        ("?", say.t("desk-key-help")),
    ];
    let body = html! {
        (told)
        @if let Some(stale) = &again.stale { div.flash role="alert" { (parts::note(Shape::Warn, html! { b { (stale) } " " @if again.has_text() { (say.t("desk-kept")) } })) (kept_text(visit, &again)) } }
        (parts::bench(&columns))
    };
    let main = html! { (parts::pane(head, body)) (parts::keys_bar(say, &keys)) };
    Ok(desk.page(visit, None, &title, again.status.unwrap_or(StatusCode::OK), main))
}

/// Sealed words of this case that this desk needs: contested values, answers and objections to its own points.
async fn opened(visit: &Visit, desk: &Desk, case: &DeskCase) -> Result<BTreeMap<String, String>, Problem> {
    let mut wanted: Vec<(String, Kept)> = Vec::new();
    for seen in &case.seen {
        if let Some(contest) = case.file.case.contested().get(&seen.fact) {
            wanted.push((format!("contest.{}", seen.fact), contest.says.clone()));
        }
    }
    for point in case.file.case.notice().points.iter().filter(|p| p.asked.permits.contains(&case.permit)) {
        let id = &point.asked.point.id;
        if let Some(Reply::Words(kept)) = &point.reply {
            wanted.push((format!("reply.{id}"), kept.clone()));
        }
        if let Some(kept) = &point.objection {
            wanted.push((format!("objection.{id}"), kept.clone()));
        }
    }
    if let Some(appeal) = &case.part.appeal {
        wanted.push((format!("appeal.{}", case.permit), appeal.says.clone()));
    }
    let id = case.file.case.id().as_str();
    let paths: Vec<String> = wanted.iter().map(|(path, _)| path.clone()).collect();
    let reader = reader(desk, &case.file, &case.part);
    let texts = visit.office().open_words(id, wanted, reader).await.map_err(|t| visit.problem(t))?;
    Ok(paths.into_iter().zip(texts).collect())
}

pub(super) fn reader(desk: &Desk, file: &CaseFile, part: &Part) -> Reader {
    Reader {
        actor: Actor { id: desk.official.id.clone(), office: desk.official.authority.as_str().to_owned() },
        purpose: Office::desk_purpose(&desk.official, file, part),
        facts: None,
    }
}

fn stage_tag(visit: &Visit, part: &Part) -> Markup {
    let text = visit.say.t(refusal::part_stage_key(part.stage));
    parts::tag(stage_shape(part.stage), text)
}

pub(super) fn stage_shape(stage: PartStage) -> Shape {
    match stage {
        PartStage::Deciding => Shape::Info,
        PartStage::Paused => Shape::Warn,
        PartStage::Granted => Shape::Ok,
        PartStage::Refused | PartStage::Revoked | PartStage::Suspended => Shape::No,
        _ => Shape::Open,
    }
}

fn clock(visit: &Visit, case: &DeskCase) -> Markup {
    let say = visit.say;
    let Some(clock) = &case.clock else { return html! {} };
    let whole = case.part.plan.within.count.max(1);
    let left = clock.legal_days_left;
    let n = |n: i64| [("n", n.into())];
    let (text, closeness) = match &clock.state {
        casework::ClockState::Done { on } => {
            (say.with("desk-due-done", &[("day", say.day_short(*on).into())]), Closeness::Calm)
        }
        casework::ClockState::Stopped { .. } => (say.t("desk-due-stopped").to_owned(), Closeness::Stopped),
        casework::ClockState::Waiting { .. } => (say.t("desk-due-not-begun").to_owned(), Closeness::Stopped),
        _ if left < 0 => (say.with("desk-due-over", &n(-left)), Closeness::Late),
        _ if left == 0 => (say.t("desk-due-today").to_owned(), Closeness::Late),
        _ => (
            say.with("desk-due-left-of", &[("n", left.into()), ("all", whole.into())]),
            if left <= 2 || clock.days_left < 0 { Closeness::Near } else { Closeness::Calm },
        ),
    };
    let said = say.with(
        "desk-due-said",
        &[
            ("left", text.as_str().into()),
            ("law", say.day_short(clock.legal).into()),
            ("promised", say.day_short(clock.promised).into()),
        ],
    );
    let used = if left < 0 { 1.0 } else { 1.0 - left as f32 / whole as f32 };
    html! {
        span.clock title=(said) {
            (Due { text: &text, said: &said, used, closeness })
            small { (say.with("desk-limits", &[("law", say.day_short(clock.legal).into()), ("promised", say.day_short(clock.promised).into())])) }
        }
    }
}

/// A value with its rows written out: an officer needs every exit, not their number.
pub(super) fn shown(visit: &Visit, file: &CaseFile, fact: &FactId, value: &Value) -> String {
    let Some(definition) = file.catalogue.facts.get(fact) else { return journey::printed::plain(value) };
    match value {
        Value::Rows(rows) => {
            let row = |row: &rules::Row| {
                let items = definition.items.iter().filter_map(|item| {
                    let value = row.get(item.id.as_str())?;
                    Some(format!("{} {}", visit.text(&item.name), facts::value(visit, item, value)))
                });
                items.collect::<Vec<_>>().join(if visit.say.is_zh() { "，" } else { ", " })
            };
            rows.iter().map(row).collect::<Vec<_>>().join(if visit.say.is_zh() { "；" } else { "; " })
        }
        other => facts::value(visit, definition, other),
    }
}

/// Facts that somebody at a window entered, with the window and the clerk: it stays visible for ever.
fn entered_by(file: &CaseFile) -> BTreeMap<FactId, &Who> {
    let mut by = BTreeMap::new();
    for recorded in file.case.history() {
        if let Event::Answered { facts, .. } = &recorded.event {
            for fact in facts.keys() {
                by.insert(fact.clone(), &recorded.by);
            }
        }
    }
    by.retain(|_, who| matches!(who, Who::Clerk { .. }));
    by
}

fn source(visit: &Visit, file: &CaseFile, fact: &FactId, clerks: &BTreeMap<FactId, &Who>) -> String {
    let say = visit.say;
    match file.known.get(fact).map(|k| &k.origin) {
        Some(Origin::Register { register, on }) => {
            let name = file.catalogue.registers.get(register).map_or(register.as_str(), |r| visit.text(&r.name));
            say.with("desk-source-register", &[("register", name.into()), ("day", say.day_short(*on).into())])
        }
        Some(Origin::Permit { permit }) => facts::permit_name(visit, permit),
        Some(Origin::Derived) => say.t("desk-source-computed").to_owned(),
        Some(Origin::Applicant | Origin::Wish) => match clerks.get(fact) {
            Some(clerk) => say.with("desk-source-window", &[("who", refusal::who_name(visit, clerk).into())]),
            None => say.t("desk-source-applicant").to_owned(),
        },
        None => say.t("desk-source-none").to_owned(),
    }
}

fn seen_column(visit: &Visit, case: &DeskCase, words: &BTreeMap<String, String>) -> Markup {
    let say = visit.say;
    let file = &case.file;
    let clerks = entered_by(file);
    // What a rule reads or somebody contests decides; the rest is there to be looked up.
    let ruled = |fact: &FactId| case.examined.iter().any(|e| e.reads.contains(fact));
    let rank = |fact: &FactId| match file.case.contested().contains_key(fact) {
        true => 0,
        false if ruled(fact) => 1,
        false => 2,
    };
    let mut seen: Vec<_> = case.seen.iter().collect();
    seen.sort_by_key(|s| rank(&s.fact));
    let first = seen.iter().filter(|s| rank(&s.fact) < 2).count().max(FACTS_FIRST).min(seen.len());
    let lines: Vec<[String; 5]> = seen
        .iter()
        .map(|seen| {
            let value = match file.known.get(&seen.fact) {
                Some(known) => shown(visit, file, &seen.fact, &known.value),
                None if file.known.is_not_yet(&seen.fact) => say.t("desk-not-known-yet").to_owned(),
                None => say.t("desk-not-given").to_owned(),
            };
            let law = facts::citations_for_officials(visit, &seen.needed_by.law);
            let mut why = facts::wanted(visit, &seen.needed_by.why);
            if let Wanted::Rule(_) = seen.needed_by.why {
                why = say.with("desk-why-rule", &[("rule", why.into())]);
            }
            if !law.is_empty() {
                why = say.with("desk-why-law", &[("why", why.into()), ("law", law.into())]);
            }
            let differs = match file.case.contested().get(&seen.fact) {
                Some(_) => {
                    let opened = words.get(&format!("contest.{}", seen.fact)).map_or("•••", String::as_str);
                    let (value, reason) = office::contested_words(opened);
                    say.with("desk-contested", &[("value", value.into()), ("reason", reason.into())])
                }
                None => String::new(),
            };
            [facts::fact_name(visit, &seen.fact), value, source(visit, file, &seen.fact, &clerks), why, differs]
        })
        .collect();
    let of = |lines: &[[String; 5]]| {
        let list: Vec<SeenFact<'_>> = lines
            .iter()
            .map(|[label, value, source, why, differs]| SeenFact { label, value, source, why, differs })
            .collect();
        parts::seen_facts(&list)
    };
    html! {
        (parts::column_title(say.t("desk-see"), say.with("desk-see-count", &[("n", case.seen.len().into()), ("all", (case.seen.len() + case.hidden).into())])))
        (of(&lines[..first]))
        @if first < lines.len() { (parts::details(&say.with("desk-more-facts", &[("n", (lines.len() - first).into())]), false, of(&lines[first..]))) }
        @if case.hidden > 0 {
            (parts::note_icon(Shape::Open, "lock", html! { (say.with("desk-hidden", &[("n", case.hidden.into()), ("permit", facts::permit_name(visit, &case.permit).into())])) }))
        }
        p.small.dim { (say.t("desk-reading-written")) }
    }
}

/// Found values of a rule: "seats 68, exits 2".
pub(super) fn found_values(visit: &Visit, file: &CaseFile, reads: &[FactId]) -> String {
    let full = file.known.completed(&file.catalogue, file.on);
    let one = |fact: &FactId| {
        let name = match file.catalogue.parameters.get(fact.as_str().strip_prefix("param.").unwrap_or(fact.as_str())) {
            Some(parameter) => visit.text(&parameter.name).to_owned(),
            None => facts::fact_name(visit, fact),
        };
        // A group of people is counted here; who they are stands with the facts, once.
        let said = |v: &Value| match file.catalogue.facts.get(fact) {
            Some(definition) => facts::value(visit, definition, v),
            None => journey::printed::plain(v),
        };
        let value = full.value_of(fact).map_or_else(|| visit.say.t("desk-unknown").to_owned(), said);
        visit.say.with("desk-found-one", &[("name", name.into()), ("value", value.into())])
    };
    reads.iter().map(one).collect::<Vec<_>>().join(if visit.say.is_zh() { "，" } else { ", " })
}

pub(super) fn holds_shape(holds: Ternary) -> Shape {
    match holds {
        Ternary::True => Shape::Ok,
        Ternary::False => Shape::No,
        Ternary::Unknown => Shape::Open,
    }
}

fn decide_column(
    visit: &Visit,
    desk: &Desk,
    case: &DeskCase,
    href: &str,
    deciding: bool,
    words: &BTreeMap<String, String>,
    again: &Again,
) -> Markup {
    let _ = words;
    let say = visit.say;
    let count = |t: Ternary| case.examined.iter().filter(|e| e.holds == t).count();
    let (fails, open) = (count(Ternary::False), count(Ternary::Unknown));
    let abouts: Vec<String> = case
        .examined
        .iter()
        .map(|e| {
            let found = found_values(visit, &case.file, &e.reads);
            let law = facts::citations_for_officials(visit, &e.law);
            match law.is_empty() {
                true => found,
                false => say.with("desk-found", &[("found", found.into()), ("law", law.into())]),
            }
        })
        .collect();
    let mut lines: Vec<(Ternary, RuleLine<'_>)> = case
        .examined
        .iter()
        .zip(&abouts)
        .map(|(e, about)| {
            (e.holds, RuleLine { shape: holds_shape(e.holds), text: visit.text(&e.name), about, href: "" })
        })
        .collect();
    lines.sort_by_key(|(holds, _)| match holds {
        Ternary::False => 0,
        Ternary::Unknown => 1,
        Ternary::True => 2,
    });
    let lines: Vec<RuleLine<'_>> = lines.into_iter().map(|(_, l)| l).collect();
    let total = case.examined.len();
    html! {
        (parts::column_title(say.t("desk-decide"), ""))
        @if total == 0 { (parts::note(Shape::Open, say.t("desk-no-rules"))) }
        @else if fails > 0 { (parts::note(Shape::No, html! { b { (say.with("desk-rules-fail", &[("n", fails.into()), ("all", total.into())])) } @if !case.part.is_ended() { " " (say.t("desk-rules-fail-what")) } })) }
        @else if open > 0 { (parts::note(Shape::Open, html! { b { (say.with("desk-rules-open", &[("n", open.into()), ("all", total.into())])) } @if !case.part.is_ended() { " " (say.t("desk-rules-open-what")) } })) }
        @else { (parts::note(Shape::Ok, html! { b { (say.with("desk-rules-pass", &[("n", total.into())])) } @if !case.part.is_ended() { " " (say.t("desk-rules-pass-what")) } })) }
        (parts::rules(&lines))
        @if case.part.verdict.is_some() || case.part.is_ended() { (ended(visit, desk, case, href)) }
        @else if deciding { (decide_form(visit, desk, case, href, fails, again)) }
        @else { (advise_form(visit, desk, case, href, again)) }
        (others(visit, case))
        (note_form(visit, case, href, again))
    }
}

fn ended(visit: &Visit, desk: &Desk, case: &DeskCase, href: &str) -> Markup {
    let say = visit.say;
    let body = match &case.part.verdict {
        Some(verdict) => html! {
            p { b { (refusal::who_name(visit, &verdict.by)) } (comma(visit)) (say.day_near(verdict.at.day)) " " (visit.office().clock_text(verdict.at.at_us)) }
            @match &verdict.decision {
                Decision::Granted(grant) => {
                    p { (say.with("desk-grant-number", &[("number", grant.number.as_str().into())])) }
                    @if let Some(until) = grant.valid_until { p { (say.with("desk-grant-until", &[("day", say.day_plain(until).into())])) } }
                    @for condition in &grant.conditions { p { (icon("tick")) " " (condition) } }
                }
                Decision::Refused(ground) => {
                    p { (parts::spoken(say, &ground.reason)) }
                    p { (icon("arrow")) " " (ground.way_forward) }
                }
            }
            @if let Some(measure) = &case.part.measure { (measure::said(visit, measure, case.file.catalogue.permits.get(&case.permit))) }
            @if let Some(until) = undo_until(visit, &desk.official, &case.file, &case.part) { (undo_form(visit, &case.file, &case.permit, until)) }
            @else { (after::said(visit, &case.part)) div.more { (after::buttons(visit, &case.acts, href)) (measure::buttons(visit, &case.acts, href)) } }
        },
        None => html! { p { (say.t("desk-ended")) } },
    };
    let title = match measure::announced(visit, &case.part) {
        true => say.t("desk-measure-announced"),
        false => say.t(refusal::part_stage_key(case.part.stage)),
    };
    html! { section.decide { h2 { (title) } (body) } }
}

/// Why a question cannot be put, in words; nothing when it can.
pub(super) fn why_no_question(visit: &Visit, case: &casework::Case) -> Option<String> {
    let say = visit.say;
    if let Some(on) = case.notice().used_on() {
        let who = representative(visit, case).map(|r| r.0).unwrap_or_default();
        return Some(say.with("desk-question-used", &[("day", say.day_short(on).into()), ("who", who.into())]));
    }
    if let Some((at, _)) = case.accepted() {
        return Some(say.with("desk-question-accepted", &[("day", say.day_short(at.day).into())]));
    }
    let filing = case.filing()?;
    let until = visit.catalogue().calendar.after(filing.at.day, filing.terms.basket).ok()?;
    (visit.today() > until).then(|| say.with("desk-question-late", &[("day", say.day_short(until).into())]))
}

fn decide_form(visit: &Visit, desk: &Desk, case: &DeskCase, href: &str, fails: usize, again: &Again) -> Markup {
    let say = visit.say;
    let may = |act: Act| case.acts.contains(&act);
    let waits = case.part.stage == PartStage::Waiting;
    let why_not = if waits {
        let names: Vec<String> =
            case.file.case.prerequisites_open(&case.permit).iter().map(|p| facts::permit_name(visit, p)).collect();
        say.with("desk-waits-for", &[("permits", say.list(&names).into())])
    } else if case.part.stage == PartStage::Paused {
        say.t("desk-clock-stands").to_owned()
    } else {
        String::new()
    };
    let no_question = why_no_question(visit, &case.file.case);
    let ask_not =
        if may(Act::PutPoint) { no_question.clone().unwrap_or_default() } else { say.t("desk-not-now").to_owned() };
    let refuse_href = format!("{href}/refuse");
    let ask_href = format!("{href}/ask");
    let can_extend = case.part.plan.extend.is_some() && case.part.extension.is_none();
    let mine = case.part.official.as_ref().is_some_and(|o| o.as_str() == desk.official.id);
    let holder = case.part.official.as_ref().map(|o| official_name(visit, o.as_str()));
    let late = case.clock.as_ref().is_some_and(|c| visit.today() > c.promised) && may(Act::ExplainDelay);
    let undo_minutes = case.file.case.filing().map_or(0, |f| f.terms.undo_minutes);
    let about = say.with("desk-decide-about", &[("minutes", undo_minutes.to_string().into())]);
    let kept = |name: &str| again.typed(name).to_owned();
    html! {
        form.decideform method="post" action={ (href) "/decide" } {
            (parts::once(&visit.office().once_key()))
            (parts::hidden("seen", &case.file.case.version().to_string()))
            (problems(visit, &again.wrong))
            @let open = !kept("conditions").is_empty() || !wrong(&again.wrong, "conditions").is_empty() || fails > 0;
            (parts::details(say.t("desk-conditions"), open, words_field(visit, "conditions", say.t("desk-conditions-label"), say.t("desk-conditions-hint"), &kept("conditions"), wrong(&again.wrong, "conditions"), 3)))
            (parts::decide_box(say.t("desk-your-decision"), html! {
                (Button { label: if fails > 0 { say.t("desk-approve-with") } else { say.t("desk-approve") }, name: "act", value: "grant", tone: if fails > 0 { Tone::Quiet } else { Tone::Main }, key: "A", not_now: &why_not, ..Button::default() })
                (Button { label: say.t("desk-ask"), href: &ask_href, key: "Q", not_now: &ask_not, ..Button::default() })
                (Button { label: say.t("desk-refuse"), href: &refuse_href, tone: Tone::Bad, key: "R", not_now: &why_not, ..Button::default() })
            }, &about))
            @if !why_not.is_empty() { p.small { (icon("info")) " " (why_not) } }
            @if !ask_not.is_empty() && !waits { p.small.dim { (icon("info")) " " (ask_not) } }
            div.more {
                @if !mine && may(Act::Assign) { (Button { label: say.t("desk-take"), name: "act", value: "take", icon: "user", key: "T", small: true, ..Button::default() }) }
                @if may(Act::Consult) { (Button { label: say.t("desk-consult"), href: &format!("{href}/consult"), icon: "people", small: true, ..Button::default() }) }
                (hearing::buttons(visit, &case.acts, href))
                @if may(Act::Extend) && can_extend { (Button { label: say.t("desk-extend"), href: &format!("{href}/extend"), icon: "calendar", small: true, ..Button::default() }) }
                @if may(Act::Pause) { (Button { label: say.t("desk-pause"), href: &format!("{href}/pause"), icon: "stopped", small: true, ..Button::default() }) }
                @if may(Act::Resume) && case.part.open_stop().is_some_and(|s| matches!(s.why, StopWhy::Law { .. })) { (Button { label: say.t("desk-resume"), name: "act", value: "resume", icon: "clock", small: true, ..Button::default() }) }
            }
            p.small.dim { @match (&holder, mine) { (_, true) => { (say.t("desk-is-mine")) } (Some(name), _) => { (say.with("desk-is-of", &[("name", name.as_str().into())])) } _ => { (say.t("desk-is-pool")) } } }
            (offered(visit, desk, case, again))
            @if may(Act::HandOver) && case.part.official.is_some() || late {
                (parts::details(if late { say.t("desk-late-title") } else { say.t("desk-hand-over") }, !wrong(&again.wrong, "reason").is_empty(), html! {
                    (words_field(visit, "reason", if late { say.t("desk-late-reason") } else { say.t("desk-hand-over-reason") }, if late { say.t("desk-late-hint") } else { "" }, &kept("reason"), wrong(&again.wrong, "reason"), 2))
                    (parts::actions(html! {
                        @if late { (Button { label: say.t("desk-late-write"), name: "act", value: "explain", small: true, ..Button::default() }) }
                        @if may(Act::HandOver) && case.part.official.is_some() { (Button { label: say.t("desk-hand-over"), name: "act", value: "hand-over", small: true, ..Button::default() }) }
                    }))
                    @if mine && may(Act::OfferHandOver) { (colleagues(visit, desk, case, again)) }
                }))
            }
        }
    }
}

/// A hand-over that waits for its other end: both sign, and until then the case stays where it is.
fn offered(visit: &Visit, desk: &Desk, case: &DeskCase, again: &Again) -> Markup {
    let say = visit.say;
    let Some(offer) = &case.part.offer else { return html! {} };
    if offer.to.as_str() != desk.official.id {
        let to = official_name(visit, offer.to.as_str());
        return html! { (parts::note(Shape::Info, say.with("desk-offer-waits", &[("name", to.into())]))) };
    }
    let from = official_name(visit, offer.from.as_str());
    parts::card(
        say.t("desk-offer-title"),
        html! {
            p { (say.with("desk-offer-from", &[("name", from.into())])) " " q { (parts::spoken(say, &offer.reason)) } }
            (parts::actions(Button { label: say.t("desk-offer-take"), name: "act", value: "take-over", tone: Tone::Main, small: true, ..Button::default() }))
            (words_field(visit, "why", say.t("desk-offer-decline-reason"), "", again.typed("why"), wrong(&again.wrong, "why"), 2))
            (parts::actions(Button { label: say.t("desk-offer-decline"), name: "act", value: "decline-over", small: true, ..Button::default() }))
        },
    )
}

/// To whom of the same authority a case can be offered.
fn colleagues(visit: &Visit, desk: &Desk, case: &DeskCase, again: &Again) -> Markup {
    let say = visit.say;
    let staff = visit.office().staff().all();
    let mut others: Vec<(String, String)> = staff
        .iter()
        .filter(|o| o.id != desk.official.id && o.decides() && Office::may_decide(o, &case.file, &case.part))
        .map(|o| (o.id.clone(), visit.text(&o.name).to_owned()))
        .collect();
    if others.is_empty() {
        return html! {};
    }
    others.insert(0, (String::new(), say.t("desk-ask-choose").to_owned()));
    html! {
        (super::ask::select("to", say.t("desk-offer-to"), say.t("desk-offer-hint"), wrong(&again.wrong, "to"), &others, again.typed("to")))
        (parts::actions(Button { label: say.t("desk-offer"), name: "act", value: "offer", small: true, ..Button::default() }))
    }
}

fn advise_form(visit: &Visit, desk: &Desk, case: &DeskCase, href: &str, again: &Again) -> Markup {
    let say = visit.say;
    let open = case.part.consultations.iter().find(|c| c.authority == desk.official.authority && c.advice.is_none());
    let by = facts::authority_name(visit, &case.part.authority);
    html! {
        section.decide {
            h2 { (say.t("desk-advise-title")) }
            p { (say.with("desk-advise-about", &[("authority", by.into())])) }
            @match open {
                Some(consultation) => {
                    p { q { (parts::spoken(say, &consultation.question)) } }
                    form.stack.s3 method="post" action={ (href) "/advise" } {
                        (parts::once(&visit.office().once_key())) (parts::hidden("seen", &case.file.case.version().to_string()))
                        (problems(visit, &again.wrong))
                        (words_field(visit, "text", say.t("desk-advise-text"), say.t("desk-advise-hint"), again.typed("text"), wrong(&again.wrong, "text"), 4))
                        (parts::actions(Button { label: say.t("desk-advise-send"), tone: Tone::Main, key: "Ctrl Enter", ..Button::default() }))
                    }
                }
                None => { p { (say.t("desk-advise-done")) } }
            }
        }
    }
}

/// The other permits of the case: how they stand, not what is in them.
fn others(visit: &Visit, case: &DeskCase) -> Markup {
    let say = visit.say;
    if case.others.is_empty() {
        return html! {};
    }
    let items: Vec<(Shape, Markup)> = case
        .others
        .iter()
        .map(|other| {
            let open = matches!(other.stage, PartStage::Deciding | PartStage::Paused | PartStage::Waiting);
            let day = other
                .promised
                .filter(|_| open)
                .map(|d| say.with("desk-other-until", &[("day", say.day_short(d).into())]));
            let text = html! {
                (facts::permit_name(visit, &other.permit)) (colon(visit)) (say.t(refusal::part_stage_key(other.stage)))
                @if let Some(day) = day { (comma(visit)) (day) }
                " " span.dim { (facts::authority_short(visit, &other.authority)) }
            };
            (stage_shape(other.stage), text)
        })
        .collect();
    html! { section.stack.s2 { h2 { (say.t("desk-others")) } (parts::checks(&items)) } }
}

fn note_form(visit: &Visit, case: &DeskCase, href: &str, again: &Again) -> Markup {
    let say = visit.say;
    if !case.acts.contains(&Act::WriteMessage) {
        return html! {};
    }
    let name = representative(visit, &case.file.case).map(|r| r.0).unwrap_or_default();
    let body = html! {
        form.stack.s3 method="post" action={ (href) "/decide" } {
            (parts::once(&visit.office().once_key())) (parts::hidden("seen", &case.file.case.version().to_string()))
            (words_field(visit, "note", say.t("desk-note-label"), say.t("desk-note-hint"), again.typed("note"), wrong(&again.wrong, "note"), 3))
            (parts::actions(Button { label: say.t("desk-note-send"), name: "act", value: "note", icon: "talk", small: true, ..Button::default() }))
        }
    };
    html! {
        details.notebox open[!wrong(&again.wrong, "note").is_empty()] {
            summary data-key="n" { (say.with("desk-note-to", &[("name", name.into())])) }
            div.inset { (body) }
        }
    }
}

/// A paper, as a file to keep: only for a permit that needs it, never opened inside the page, and written down.
pub(super) async fn paper(
    visit: Visit,
    Path((_, number, permit, hash)): Path<(String, String, String, String)>,
) -> Answer {
    let found = find(&visit, &number, &permit).await?;
    let id = found.id();
    let case =
        visit.office().desk_case(&found.desk.official, &id, &found.permit).await.map_err(|t| visit.problem(t))?;
    let allowed = papers_of(&case);
    let paper = case.file.case.papers().iter().find(|p| p.hash.as_str() == hash);
    let Some(paper) = paper else { return Err(visit.not_found()) };
    if !allowed.iter().any(|(e, _)| e == &paper.evidence) {
        return Err(visit.problem(office::Turned::NotAllowed));
    }
    let evidence = paper.evidence.clone();
    let reader = reader(&found.desk, &found.file, &found.part);
    let (media_type, bytes) = visit.office().open_paper(&id, &hash, reader).await.map_err(|t| visit.problem(t))?;
    let extension = match media_type.as_str() {
        "application/pdf" => "pdf",
        "image/jpeg" => "jpg",
        _ => "png",
    };
    let name = format!("attachment; filename=\"{number}-{evidence}.{extension}\"");
    let mut response = bytes.into_response();
    let headers = response.headers_mut();
    let value = |text: &str| HeaderValue::from_str(text).unwrap_or(HeaderValue::from_static("attachment"));
    headers.insert(header::CONTENT_DISPOSITION, value(&name));
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_str(&media_type).unwrap_or(HeaderValue::from_static("application/octet-stream")),
    );
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static("default-src 'none'; sandbox"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}

/// Somebody of another desk: who decides, how to ask, and that the attempt was written down.
pub(super) async fn not_yours(visit: &Visit, desk: &Desk, file: &CaseFile, part: &Part) -> Problem {
    let say = visit.say;
    // Somebody who is neither asked nor decides came to see what is decided here.
    let purpose = Purpose::for_permit(PurposeCode::Decide, file.case.id().as_str(), part.permit.as_str());
    let reader = Reader { purpose, ..reader(desk, file, part) };
    let written = visit.office().write_down(&file.case, reader.actor, reader.purpose, Vec::new()).await;
    if let Err(turned) = written {
        return visit.problem(turned);
    }
    let title = say.t("desk-not-yours-title");
    let authority = facts::authority_name(visit, &part.authority);
    let district = file.district().and_then(|d| file.catalogue.city.districts.iter().find(|(code, _)| code == d));
    let district = district.map(|(_, name)| visit.text(name).to_owned()).unwrap_or_default();
    let head = html! { (Button { label: say.t("desk-inbox"), href: &visit.at(super::home_of(&desk.official)), icon: "back", key: "Esc", small: true, ..Button::default() }) h1 { (title) } };
    let body = html! {
        div.pad.narrow {
            (parts::note_icon(Shape::Open, "lock", html! {
                b { (say.with("desk-not-yours-who", &[("authority", authority.into()), ("permit", facts::permit_name(visit, &part.permit).into()), ("district", district.into())])) }
            }))
            @if let Some((name, phone)) = representative(visit, &file.case) {
                p { (say.with("desk-not-yours-ask", &[("name", name.into()), ("phone", phone.into())])) }
            }
            p.dim { (say.t("desk-not-yours-written")) }
        }
    };
    let response: Response = desk.page(visit, None, title, StatusCode::FORBIDDEN, parts::pane(head, body));
    Problem::Answer(Box::new(response))
}
