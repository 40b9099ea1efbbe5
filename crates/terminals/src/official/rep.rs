//! The representative's desk: every case from filing to the licence, what is at risk, the one notice, the thread.

use std::collections::BTreeMap;

use axum::extract::{Path, Query};
use axum::http::StatusCode;
use casework::{Act, ClockLine, ClockState, Part, PartStage, Stage, Who, acts, possible};
use maud::{Markup, html};
use office::{CaseFile, Official, Reader};
use rules::Day;
use serde::Deserialize;
use vault::{Actor, Purpose, PurposeCode};

use crate::address::encode;
use crate::facts;
use crate::kit::icons::icon;
use crate::kit::parts::{self, Button, Closeness, Due, InboxGroup, InboxRow, Shape, Tone};
use crate::official::case::{Again, stage_shape};
use crate::official::evidence::stop_text;
use crate::official::inbox::words_field;
use crate::official::posted::typed_of;
use crate::official::{Desk, Flash, Place, colon, comma, flash, head, official_name, title_of, wrong};
use crate::problem::{Problem, status_of};
use crate::refusal;
use crate::web::{Answer, Sent, Visit, once, see, sent};

/// How many working days before its promise a case counts as at risk.
const AT_RISK_DAYS: i64 = 3;

/// Which of the representative's cases are looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum View {
    All,
    Risk,
    Basket,
    Waiting,
}

impl View {
    pub const ALL: [View; 4] = [View::All, View::Risk, View::Basket, View::Waiting];

    pub fn word(self) -> &'static str {
        match self {
            View::All => "all",
            View::Risk => "risk",
            View::Basket => "basket",
            View::Waiting => "waiting",
        }
    }

    pub fn key(self) -> &'static str {
        match self {
            View::All => "rep-all",
            View::Risk => "rep-risk",
            View::Basket => "rep-basket",
            View::Waiting => "rep-waiting",
        }
    }

    pub fn icon(self) -> &'static str {
        match self {
            View::All => "people",
            View::Risk => "bell",
            View::Basket => "talk",
            View::Waiting => "stopped",
        }
    }

    pub fn has(self, line: &Line) -> bool {
        match self {
            View::All => true,
            View::Risk => line.group == Group::Risk,
            View::Basket => line.basket > 0,
            View::Waiting => line.with_applicant,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Group {
    Risk,
    Basket,
    Waiting,
    Running,
    Done,
}

const GROUPS: [(Group, &str, &str); 5] = [
    (Group::Risk, "rep-group-risk", "triangle"),
    (Group::Basket, "rep-group-basket", "talk"),
    (Group::Waiting, "rep-group-waiting", "stopped"),
    (Group::Running, "rep-group-running", "clock"),
    (Group::Done, "rep-group-done", "done"),
];

/// One case in the representative's list.
pub(crate) struct Line {
    pub number: String,
    pub title: String,
    pub journey: String,
    pub group: Group,
    pub basket: u64,
    pub with_applicant: bool,
    pub promised: Option<Day>,
    pub days_left: Option<i64>,
    pub decided: usize,
    pub parts: usize,
}

fn left(visit: &Visit, until: Day) -> Option<i64> {
    let catalogue = visit.catalogue();
    let today = visit.today();
    let days = |from, to| catalogue.calendar.working_days_between(from, to).ok().map(i64::from);
    if until >= today { days(today, until) } else { days(until, today).map(|d| -d) }
}

/// The cases of a representative, at risk first, then by the promised day.
pub(super) async fn lines(visit: &Visit, official: &Official) -> Result<Vec<Line>, Problem> {
    let cases = visit.office().represented(official).await.map_err(|t| visit.problem(t))?;
    let catalogue = visit.catalogue();
    let mut lines: Vec<Line> = cases
        .into_iter()
        .map(|case| {
            let written: serde_json::Value = serde_json::from_str(&case.written).unwrap_or_default();
            let parts = written["parts"].as_array().cloned().unwrap_or_default();
            let open = |p: &serde_json::Value| matches!(p["stage"].as_str(), Some("waiting" | "deciding" | "paused"));
            let promised: Option<Day> = case.promised.as_deref().and_then(|d| d.parse().ok());
            let days_left = promised.and_then(|d| left(visit, d));
            let basket =
                if written["sent"].as_bool() == Some(true) { 0 } else { written["basket"].as_u64().unwrap_or(0) };
            let with_applicant = written["notice"].as_bool().unwrap_or(false);
            let group = if case.stage != "filed" {
                Group::Done
            } else if !with_applicant && days_left.is_some_and(|d| d <= AT_RISK_DAYS) {
                Group::Risk
            } else if basket > 0 {
                Group::Basket
            } else if with_applicant {
                Group::Waiting
            } else {
                Group::Running
            };
            let event = catalogue.events.get(&catalogue::EventId::new(case.journey.clone()));
            Line {
                number: case.number,
                title: case.title,
                journey: event.map_or(case.journey, |e| visit.text(&e.name).to_owned()),
                group,
                basket,
                with_applicant,
                promised,
                days_left,
                decided: parts.iter().filter(|p| !open(p)).count(),
                parts: parts.len(),
            }
        })
        .collect();
    lines.sort_by_key(|l| l.promised);
    Ok(lines)
}

#[derive(Default, Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    view: String,
}

pub(super) async fn list(visit: Visit, Query(asked): Query<Asked>, Query(done): Query<Flash>) -> Answer {
    let desk = Desk::open(&visit).await?;
    must_represent(&visit, &desk)?;
    let say = visit.say;
    let view = View::ALL.into_iter().find(|v| v.word() == asked.view).unwrap_or(View::All);
    let shown: Vec<&Line> = desk.cases.iter().filter(|l| view.has(l)).collect();
    /// Address, what is left, the same in words, what it is about, marks.
    type Texts = (String, String, String, String, Vec<(&'static str, String)>);
    let texts: Vec<Texts> = shown
        .iter()
        .map(|line| {
            let n = line.days_left.unwrap_or(0);
            let due = match (line.group, line.days_left) {
                (Group::Done, _) => say.t("rep-due-done").to_owned(),
                (Group::Waiting, _) => say.t("desk-due-stopped").to_owned(),
                (_, Some(d)) if d < 0 => say.with("rep-due-over", &[("n", (-d).into())]),
                (_, Some(0)) => say.t("desk-due-today").to_owned(),
                _ => say.with("desk-due-left", &[("n", n.into())]),
            };
            let promised = line.promised.map(|d| say.day_short(d)).unwrap_or_default();
            let said = say.with("rep-due-said", &[("left", due.as_str().into()), ("promised", promised.into())]);
            let what = say.with(
                "rep-decided",
                &[("journey", line.journey.as_str().into()), ("n", line.decided.into()), ("all", line.parts.into())],
            );
            let mut flags = Vec::new();
            if line.basket > 0 {
                flags.push(("talk", say.with("rep-mark-basket", &[("n", line.basket.into())])));
            }
            if line.with_applicant {
                flags.push(("user", say.t("desk-mark-applicant").to_owned()));
            }
            let href = visit.at(&format!("desk/rep/{}", encode(&line.number)));
            (href, due, said, what, flags)
        })
        .collect();
    let flags: Vec<Vec<(&str, &str)>> =
        texts.iter().map(|t| t.4.iter().map(|(i, m)| (*i, m.as_str())).collect()).collect();
    let rows: Vec<(Group, InboxRow<'_>)> = shown
        .iter()
        .zip(&texts)
        .zip(&flags)
        .map(|((line, (href, due, said, what, _)), flags)| {
            let closeness = match line.group {
                Group::Done | Group::Running => Closeness::Calm,
                Group::Waiting => Closeness::Stopped,
                _ if line.days_left.is_some_and(|d| d <= 0) => Closeness::Late,
                _ => Closeness::Near,
            };
            let used = 1.0 - (line.days_left.unwrap_or(0).max(0) as f32 / 15.0);
            let row = InboxRow {
                href,
                reference: &line.number,
                who: if line.title.is_empty() { &line.journey } else { &line.title },
                what,
                flags,
                due: Due { text: due, said, used: if line.group == Group::Done { 1.0 } else { used }, closeness },
                unread: matches!(line.group, Group::Risk | Group::Basket),
                current: false,
                pick: false,
            };
            (line.group, row)
        })
        .collect();
    let by_group: Vec<(&str, &str, bool, Vec<InboxRow<'_>>)> = GROUPS
        .iter()
        .map(|(group, key, icon)| {
            let rows: Vec<_> = rows.iter().filter(|(g, _)| g == group).map(|(_, r)| *r).collect();
            (say.t(key), *icon, *group == Group::Risk, rows)
        })
        .filter(|(.., rows)| !rows.is_empty())
        .collect();
    let groups: Vec<InboxGroup<'_>> =
        by_group.iter().map(|(title, icon, urgent, rows)| InboxGroup { icon, title, urgent: *urgent, rows }).collect();
    let title = say.t(view.key());
    let told = flash(&visit, &desk.official, &done).await;
    let next = desk.cases.iter().filter(|c| c.group != Group::Done).filter_map(|c| c.promised).min();
    let body = html! {
        (told)
        @if groups.is_empty() {
            div.pad {
                @let about = match next { Some(day) => say.with("rep-empty-next", &[("day", say.day_near(day).into())]), None => say.t("rep-empty-none").to_owned() };
                (parts::empty(say.t("desk-empty"), &about, None))
            }
        } @else { (parts::inbox(say, &groups, "")) }
    };
    let head = html! { h1 { (title) } span.dim { (say.with("rep-count", &[("n", shown.len().into())])) } };
    let keys = [
        ("J", say.t("desk-key-down")),
        ("K", say.t("desk-key-up")),
        ("Enter", say.t("desk-key-open")),
        ("Ctrl K", say.t("desk-key-palette")),
        ("?", say.t("desk-key-help")),
    ];
    let main = html! { (parts::pane(head, body)) (parts::keys_bar(say, &keys)) };
    Ok(desk.ok(&visit, Some(Place::Rep(view)), title, main))
}

fn must_represent(visit: &Visit, desk: &Desk) -> Result<(), Problem> {
    if desk.official.represents() { Ok(()) } else { Err(visit.problem(office::Turned::NotAllowed)) }
}

/// A case of this representative, with personal facts closed.
pub(super) struct Represented {
    pub desk: Desk,
    pub file: CaseFile,
}

impl Represented {
    pub fn hand(&self) -> Who {
        Who::Representative { id: casework::OfficialId::new(self.desk.official.id.clone()) }
    }

    pub fn href(&self, visit: &Visit) -> String {
        visit.at(&format!("desk/rep/{}", encode(self.file.case.number())))
    }

    pub fn back(&self, visit: &Visit, done: &str) -> axum::response::Response {
        see(&format!("{}?done={done}&case={}", self.href(visit), encode(self.file.case.number())))
    }

    fn reader(&self) -> Reader {
        let id = self.file.case.id().as_str();
        Reader {
            actor: Actor { id: self.desk.official.id.clone(), office: "representative".to_owned() },
            purpose: Purpose::in_case(PurposeCode::Represent, id),
            facts: None,
        }
    }
}

pub(super) async fn find(visit: &Visit, number: &str) -> Result<Represented, Problem> {
    let desk = Desk::open(visit).await?;
    must_represent(visit, &desk)?;
    let id = visit.office().case_id_of(&number.trim().to_uppercase()).await.map_err(|t| visit.problem(t))?;
    let id = id.ok_or_else(|| visit.not_found())?;
    let file = visit.office().case_file(&id).await.map_err(|t| visit.problem(t))?;
    let own = file.case.representative().is_some_and(|r| r.id.as_str() == desk.official.id);
    if !own {
        // Colleagues do not look into each other's cases; that somebody tried is written down.
        let found = Represented { desk, file };
        let reader = found.reader();
        let written = visit.office().write_down(&found.file.case, reader.actor, reader.purpose, Vec::new()).await;
        written.map_err(|t| visit.problem(t))?;
        return Err(visit.problem(casework::Refusal::NotTheRepresentative.into()));
    }
    visit.about(&file.catalogue);
    Ok(Represented { desk, file })
}

pub(super) async fn show(visit: Visit, Path((_, number)): Path<(String, String)>, Query(done): Query<Flash>) -> Answer {
    let found = find(&visit, &number).await?;
    let told = flash(&visit, &found.desk.official, &done).await;
    page(&visit, found, told, Again::default()).await
}

async fn page(visit: &Visit, found: Represented, told: Markup, again: Again) -> Answer {
    let say = visit.say;
    let case = &found.file.case;
    let id = case.id().as_str().to_owned();
    let messages = visit.office().messages(&id, found.reader()).await.map_err(|t| visit.problem(t))?;
    let title = title_of(&found.file).to_owned();
    let href = found.href(visit);
    let may = possible(case, None, &found.hand());
    let event = found.file.catalogue.events.get(case.event());
    let end = html! {
        @if let Some(event) = event { (parts::topic(&event.icon, visit.text(&event.name))) }
        (case_tag(visit, &found.file))
        @if let Some(promised) = case.promised() {
            div.push.row { span.promisedday { small { (say.t("rep-promised")) } b { (say.day_near(promised)) } @if case.promised_first() != Some(promised) { @if let Some(first) = case.promised_first() { small.dim { (say.with("rep-promised-first", &[("day", say.day_short(first).into())])) } } } } }
        }
    };
    let head = head(visit, &visit.at("desk/rep"), say.t("rep-cases"), &title, case.number(), end);
    let columns = [
        tracks_column(visit, &found.file)?,
        notice_column(visit, &found, &href, &may, &again),
        html! {
            (parts::column_title(say.t("rep-thread"), say.with("rep-messages", &[("n", messages.len().into())])))
            @if messages.is_empty() { p.small.dim { (say.t("rep-no-messages")) } }
            ol.thread {
                @for said in &messages {
                    li.own[matches!(said.by, Who::Representative { .. })] {
                        p.small.dim { b { (refusal::who_name(visit, &said.by)) } " " (say.day_row(visit.office().day_at(said.at_us))) " " (visit.office().clock_text(said.at_us)) }
                        p { (parts::spoken(say, &said.text)) }
                    }
                }
            }
            @if may.contains(&Act::WriteMessage) {
                form.stack.s3 method="post" action=(href) {
                    (parts::once(&visit.office().once_key()))
                    (words_field(visit, "text", say.t("rep-write"), say.t("rep-write-hint"), again.typed("text"), wrong(&again.wrong, "text"), 4))
                    (parts::actions(Button { label: say.t("rep-send"), name: "act", value: "write", icon: "talk", key: "Ctrl Enter", ..Button::default() }))
                }
            }
        },
    ];
    let keys = [
        ("N", say.t("rep-key-notice")),
        ("Ctrl Enter", say.t("rep-send")),
        ("Esc", say.t("desk-key-back")),
        ("Ctrl K", say.t("desk-key-palette")),
        ("?", say.t("desk-key-help")),
    ];
    let body = html! {
        (told)
        @if let Some(stale) = &again.stale { div.flash role="alert" { (parts::note(Shape::Warn, html! { b { (stale) } " " (say.t("desk-kept")) })) } }
        (parts::bench(&columns))
    };
    let main = html! { (parts::pane(head, body)) (parts::keys_bar(say, &keys)) };
    Ok(found.desk.page(visit, None, &title, again.status.unwrap_or(StatusCode::OK), main))
}

fn case_tag(visit: &Visit, file: &CaseFile) -> Markup {
    let say = visit.say;
    let case = &file.case;
    let (shape, key) = match case.stage() {
        _ if case.notice().is_open() => (Shape::Warn, "rep-stage-notice"),
        Stage::Filed if case.accepted().is_some() => (Shape::Info, "rep-stage-accepted"),
        Stage::Filed => (Shape::Info, "rep-stage-filed"),
        Stage::Decided => (Shape::Ok, "stage-decided"),
        Stage::Closed => (Shape::Ok, "stage-closed"),
        Stage::Withdrawn => (Shape::Open, "stage-withdrawn"),
        Stage::Draft => (Shape::Open, "stage-draft"),
    };
    parts::tag(shape, say.t(key))
}

/// Every permit with its state, its desk, its days; who is late, by name; how each date came about.
fn tracks_column(visit: &Visit, file: &CaseFile) -> Result<Markup, Problem> {
    let say = visit.say;
    let calendar = &file.catalogue.calendar;
    let today = visit.today();
    let mut items = Vec::new();
    let mut late = Vec::new();
    for part in file.case.parts().values() {
        let clock =
            casework::part_clock(&file.case, &part.permit, today, calendar).map_err(|g| visit.problem(g.into()))?;
        let receipt =
            casework::explain(&file.case, &part.permit, today, calendar).map_err(|g| visit.problem(g.into()))?;
        if let Some(clock) = &clock
            && let ClockState::Late { by, law } = clock.state
        {
            late.push((part, by, law));
        }
        items.push((part, clock, receipt));
    }
    Ok(html! {
        (parts::column_title(say.t("rep-tracks"), say.with("rep-tracks-count", &[("n", items.len().into())])))
        @if !late.is_empty() {
            (parts::note(Shape::No, html! {
                b { (say.t("rep-late")) }
                @for (part, by, law) in &late { p { (late_line(visit, part, *by, *law)) } }
            }))
        }
        ul.reptracks {
            @for (part, clock, receipt) in &items {
                li class=(stage_shape(part.stage).class()) {
                    (stage_shape(part.stage).icon())
                    div {
                        b { (facts::permit_name(visit, &part.permit)) }
                        p { (say.t(refusal::part_stage_key(part.stage))) @if let Some(clock) = clock { (until_text(visit, part, clock)) } }
                        p.dim { (facts::authority_short(visit, &part.authority)) @if let Some(official) = &part.official { (comma(visit)) (official_name(visit, official.as_str())) } @else if !part.is_ended() { (comma(visit)) (say.t("rep-in-pool")) } }
                        @if let Some(stop) = part.open_stop() { p.dim { (stop_text(visit, stop)) } }
                        @for (at, reason) in &part.delays { p { (icon("info")) " " (say.day_short(at.day)) (colon(visit)) q { (parts::spoken(say, &reason)) } } }
                        (parts::details(say.t("rep-receipt"), false, html! { ul.stack.s2 { @for line in receipt { li { (clock_line(visit, line)) } } } }))
                    }
                }
            }
        }
    })
}

fn late_line(visit: &Visit, part: &Part, by: u32, law: bool) -> String {
    let say = visit.say;
    let name = match &part.official {
        Some(official) => official_name(visit, official.as_str()),
        None => say.t("rep-in-pool").to_owned(),
    };
    let phone = part.official.as_ref().and_then(|o| visit.office().staff().official(o.as_str())?.phone.clone());
    let key = if law { "rep-late-law" } else { "rep-late-promise" };
    say.with(
        key,
        &[
            ("permit", facts::permit_name(visit, &part.permit).into()),
            ("authority", facts::authority_name(visit, &part.authority).into()),
            ("name", format!("{name} {}", phone.unwrap_or_default()).trim().into()),
            ("n", by.into()),
        ],
    )
}

fn until_text(visit: &Visit, part: &Part, clock: &casework::PartClock) -> String {
    let say = visit.say;
    match &clock.state {
        ClockState::Done { on } => say.with("rep-on", &[("day", say.day_short(*on).into())]),
        _ if part.stage == PartStage::Waiting => {
            say.with("rep-foreseen", &[("day", say.day_short(clock.promised).into())])
        }
        _ => say.with(
            "rep-until",
            &[("promised", say.day_short(clock.promised).into()), ("law", say.day_short(clock.legal).into())],
        ),
    }
}

/// One line of the receipt of a date.
fn clock_line(visit: &Visit, line: &ClockLine) -> String {
    let say = visit.say;
    let day = |d: Day| say.day_short(d);
    match line {
        ClockLine::Filed { on } => say.with("rep-line-filed", &[("day", day(*on).into())]),
        ClockLine::Starts { on, after, foreseen } => {
            let names: Vec<String> = after.iter().map(|p| facts::permit_name(visit, p)).collect();
            let key = match (names.is_empty(), foreseen) {
                (true, _) => "rep-line-starts",
                (false, false) => "rep-line-starts-after",
                (false, true) => "rep-line-starts-foreseen",
            };
            say.with(key, &[("day", day(*on).into()), ("permits", say.list(&names).into())])
        }
        ClockLine::Promise { span, until } => {
            say.with("rep-line-promise", &[("span", say.span(*span).into()), ("day", day(*until).into())])
        }
        ClockLine::Law { span, until } => {
            say.with("rep-line-law", &[("span", say.span(*span).into()), ("day", day(*until).into())])
        }
        ClockLine::Stopped { since, until, working_days, .. } => {
            let until = until.map_or_else(|| say.t("rep-line-still").to_owned(), day);
            say.with(
                "rep-line-stopped",
                &[("since", day(*since).into()), ("until", until.into()), ("n", (*working_days).into())],
            )
        }
        ClockLine::Extended { on, promise_more, law_more, reason } => say.with(
            "rep-line-extended",
            &[
                ("day", day(*on).into()),
                ("promise", say.span(*promise_more).into()),
                ("law", say.span(*law_more).into()),
                ("reason", reason.as_str().into()),
            ],
        ),
        ClockLine::Due { promised, legal } => {
            say.with("rep-line-due", &[("promised", day(*promised).into()), ("law", day(*legal).into())])
        }
        ClockLine::SilencePassed { on, limit, .. } => {
            say.with("rep-line-silence", &[("day", day(*on).into()), ("limit", day(*limit).into())])
        }
        ClockLine::BegunAgain { on } => say.with("rep-line-again", &[("day", day(*on).into())]),
        ClockLine::Ended { on, stage } => {
            let stage = say.t(refusal::part_stage_key(*stage));
            say.with("rep-line-ended", &[("day", day(*on).into()), ("stage", stage.into())])
        }
    }
}

/// The basket, the notice and what the representative can do about the whole case.
fn notice_column(visit: &Visit, found: &Represented, href: &str, may: &[Act], again: &Again) -> Markup {
    let say = visit.say;
    let case = &found.file.case;
    let notice = case.notice();
    let filing = case.filing();
    let calendar = &found.file.catalogue.calendar;
    let until = filing.and_then(|f| calendar.after(f.at.day, f.terms.notice).ok());
    let basket_until = filing.and_then(|f| calendar.after(f.at.day, f.terms.basket).ok());
    let by_desk: BTreeMap<String, usize> = case
        .parts()
        .values()
        .filter(|p| !p.is_ended())
        .map(|p| {
            (facts::authority_name(visit, &p.authority), notice.basket.iter().filter(|b| b.permit == p.permit).count())
        })
        .fold(BTreeMap::new(), |mut sum, (name, n)| {
            *sum.entry(name).or_default() += n;
            sum
        });
    let can_accept = may.contains(&Act::Accept) && case.accepted().is_none() && !notice.is_open();
    html! {
        (parts::column_title(say.t("rep-notice"), ""))
        @if let Some((text, _)) = again.wrong.iter().find(|(f, _)| *f == "act").map(|(_, t)| (t, ())) { (parts::note(Shape::Warn, html! { (text) })) }
        @match notice.sent {
            Some(at) => {
                (parts::note(if notice.is_open() { Shape::Warn } else { Shape::Ok }, html! {
                    b { (say.with("rep-notice-sent", &[("day", say.day_near(at.day).into())])) }
                    " "
                    @if notice.is_open() { @if let Some(until) = notice.answer_until { (say.with("rep-notice-answer", &[("day", say.day_near(until).into())])) } }
                    @else { (say.t("rep-notice-closed")) }
                }))
                ol.stack.s3.asklist {
                    @for point in &notice.points {
                        li {
                            p { q { (parts::spoken(say, &point.asked.point.asks)) } }
                            p.small.dim { (permit_names(visit, &point.asked.permits)) (colon(visit)) (say.t(if point.reply.is_some() { "rep-point-answered" } else if point.is_struck() { "rep-point-struck" } else if point.lapsed { "rep-point-lapsed" } else { "rep-point-open" })) @if point.objection.is_some() && point.reviewed.is_none() { " " (parts::tag(Shape::Warn, say.t("rep-point-objected"))) } }
                        }
                    }
                }
                @if !notice.changed.is_empty() && !notice.is_open() && may.contains(&Act::AskLater) {
                    p.small { (say.with("rep-later-possible", &[("n", notice.changed.len().into())])) }
                    (parts::actions(Button { label: say.t("rep-later"), href: &format!("{href}/later"), icon: "talk", small: true, ..Button::default() }))
                }
            }
            None => {
                @if let Some((at, _)) = case.accepted() {
                    (parts::note(Shape::Ok, html! { b { (say.with("rep-accepted", &[("day", say.day_near(at.day).into())])) } " " (say.t("rep-accepted-what")) }))
                } @else if case.stage() == Stage::Filed {
                    @if notice.basket.is_empty() { (parts::note(Shape::Info, html! { b { (say.t("rep-basket-empty")) } " " @if let Some(day) = basket_until { (say.with("rep-basket-until", &[("day", say.day_near(day).into())])) } })) }
                    @else { (parts::note(Shape::Warn, html! { b { (say.with("rep-basket-full", &[("n", notice.basket.len().into())])) } " " @if let Some(day) = until { (say.with("rep-basket-send", &[("day", say.day_near(day).into())])) } })) }
                    ul.checks {
                        @for (name, n) in &by_desk { li class=(if *n > 0 { "warn" } else { "open" }) { (icon(if *n > 0 { "talk" } else { "dashed" })) div { (name) (comma(visit)) (say.with("rep-desk-points", &[("n", (*n).into())])) } } }
                    }
                    ol.stack.s3.asklist {
                        @for point in &notice.basket {
                            li {
                                p { q { (parts::spoken(say, &point.point.asks)) } }
                                p.small.dim { (facts::permit_name(visit, &point.permit)) (comma(visit)) (refusal::who_name(visit, &point.put_by)) (comma(visit)) (say.day_short(point.at.day)) }
                            }
                        }
                    }
                }
            }
        }
        @if !notice.basket.is_empty() && notice.sent.is_none() && may.contains(&Act::SendNotice) {
            (parts::actions(Button { label: say.t("rep-compose"), href: &format!("{href}/notice"), tone: Tone::Main, icon: "talk", key: "N", ..Button::default() }))
        }
        @if can_accept {
            form.stack.s2 method="post" action=(href) {
                (parts::once(&visit.office().once_key()))
                (parts::actions(Button { label: say.t("rep-accept"), name: "act", value: "accept", icon: "done", not_now: if notice.basket.is_empty() { "" } else { say.t("rep-accept-basket") }, ..Button::default() }))
                p.small.dim { (say.t("rep-accept-about")) }
            }
        }
        (parts::details(say.t("rep-merge-title"), false, html! { p { (say.t("rep-merge")) } }))
        @if may.contains(&Act::ChangeRepresentative) { (parts::actions(Button { label: say.t("rep-change"), href: &format!("{href}/hand-over"), icon: "people", small: true, ..Button::default() })) }
        @if let Some(licence) = case.licence() { (parts::note_icon(Shape::Ok, "seal", html! { (say.with("rep-licence", &[("day", say.day_near(licence.issued.day).into())])) })) }
    }
}

pub(super) fn permit_names(visit: &Visit, permits: &[catalogue::PermitId]) -> String {
    let names: Vec<String> = permits.iter().map(|p| facts::permit_name(visit, p)).collect();
    visit.say.list(&names)
}

pub(super) async fn act(visit: Visit, Path((_, number)): Path<(String, String)>, form: Sent) -> Answer {
    let pairs = form.0;
    let found = find(&visit, &number).await?;
    let id = found.file.case.id().as_str().to_owned();
    let key = once(&pairs);
    let (done, field, carried) = match sent(&pairs, "act") {
        "accept" => {
            let carried = visit.office().carry_out(&id, key, found.hand(), acts::accept).await;
            ("accepted", "act", carried)
        }
        "write" if sent(&pairs, "text").is_empty() => {
            let again = Again {
                wrong: vec![("text", visit.say.t("desk-note-empty").to_owned())],
                status: Some(StatusCode::UNPROCESSABLE_ENTITY),
                ..Again::default()
            };
            return page(&visit, found, html! {}, again).await;
        }
        "write" => {
            let text = sent(&pairs, "text").to_owned();
            ("written", "text", visit.office().write_message(&id, key, found.hand(), text).await)
        }
        _ => return Err(visit.not_found()),
    };
    match carried {
        Ok(_) => Ok(found.back(&visit, done)),
        Err(turned @ office::Turned::Refused(_)) => {
            let status = status_of(&turned);
            let (_, sentence) = refusal::said(&visit, &turned);
            let again = Again {
                wrong: vec![(field, sentence)],
                typed: typed_of(&pairs),
                status: Some(status),
                ..Again::default()
            };
            page(&visit, found, html! {}, again).await
        }
        Err(turned) => Err(visit.problem(turned)),
    }
}
