//! The inbox: what lies on a desk, in the order of the law's clock.

use axum::extract::Query;
use axum::response::IntoResponse;
use catalogue::PermitId;
use maud::{Markup, Render, html};
use office::{DeskAsked, DeskPage, DeskPlace, DeskRow, DeskTurn, DeskView};
use rules::Day;
use serde::Deserialize;

use crate::address::encode;
use crate::facts;
use crate::kit::parts::{self, Button, Closeness, Due, Field, Hit, InboxGroup, InboxRow, Input, Width};
use crate::official::{Desk, Flash, Place, case_href, flash, has_desk, home_of};
use crate::web::{Answer, Visit, see};

#[derive(Default, Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    view: String,
    #[serde(default)]
    permit: String,
    #[serde(default)]
    q: String,
    #[serde(default)]
    after: String,
    #[serde(default)]
    before: String,
    #[serde(default)]
    part: String,
}

impl Asked {
    fn view(&self) -> DeskView {
        DeskView::parse(&self.view).unwrap_or_default()
    }

    fn of_desk(&self) -> DeskAsked {
        let turn = match (DeskPlace::parse(&self.after), DeskPlace::parse(&self.before)) {
            (Some(place), _) => DeskTurn::After(place),
            (None, Some(place)) => DeskTurn::Before(place),
            (None, None) => DeskTurn::First,
        };
        let permit = Some(&self.permit).filter(|p| !p.is_empty()).map(|p| PermitId::new(p.clone()));
        DeskAsked { view: self.view(), permit, words: self.q.clone(), turn }
    }
}

/// Permits that stand as filters over the list.
const PERMITS_SHOWN: usize = 6;

/// How far away the law's limit is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Group {
    Overdue,
    Today,
    Week,
    Later,
    NotBegun,
    Stopped,
}

const GROUPS: [(Group, &str, &str); 6] = [
    (Group::Overdue, "desk-overdue", "triangle"),
    (Group::Today, "desk-today", "bell"),
    (Group::Week, "desk-week", "clock"),
    (Group::Later, "desk-later", "calendar"),
    (Group::NotBegun, "desk-not-begun", "dashed"),
    (Group::Stopped, "desk-stopped", "stopped"),
];

fn group_of(row: &DeskRow, today: Day) -> Group {
    match (row.stage.as_str(), row.due) {
        ("paused", _) => Group::Stopped,
        ("waiting", _) => Group::NotBegun,
        (_, Some(due)) if due < today => Group::Overdue,
        (_, Some(due)) if due == today => Group::Today,
        (_, Some(due)) if due <= today.plus_days(i64::from(7 - today.weekday())) => Group::Week,
        _ => Group::Later,
    }
}

/// A row with all its text, as the list borrows it.
struct Line {
    href: String,
    number: String,
    title: String,
    permit: String,
    flags: Vec<(&'static str, String)>,
    due: String,
    said: String,
    used: f32,
    closeness: Closeness,
    mine: bool,
    /// Can be decided now.
    ready: bool,
    group: Group,
}

const MARKS: [(&str, &str, &str); 9] = [
    ("late", "triangle", "desk-mark-late"),
    ("asked-once", "talk", "desk-mark-asked"),
    ("with-applicant", "user", "desk-mark-applicant"),
    ("commitment", "pencil", "desk-mark-commitment"),
    ("consulting", "people", "desk-mark-consulting"),
    ("contested", "help", "desk-mark-contested"),
    ("advice", "star", "desk-mark-advice"),
    ("change", "pencil", "desk-mark-change"),
    ("appeal", "talk", "desk-mark-appeal"),
];

fn line(visit: &Visit, desk: &Desk, row: &DeskRow) -> Line {
    let say = visit.say;
    let today = visit.today();
    let catalogue = visit.catalogue();
    let group = group_of(row, today);
    let whole = catalogue.permits.get(&row.permit).map_or(10, |p| p.decide.within.count.max(1));
    let left = row.days_left.unwrap_or(0);
    let n = |n: i64| [("n", n.into())];
    let due = match group {
        Group::Stopped => say.t("desk-due-stopped").to_owned(),
        Group::NotBegun => say.t("desk-due-not-begun").to_owned(),
        Group::Overdue => say.with("desk-due-over", &n(-left)),
        Group::Today => say.t("desk-due-today").to_owned(),
        _ => say.with("desk-due-left", &n(left)),
    };
    let closeness = match group {
        Group::Stopped | Group::NotBegun => Closeness::Stopped,
        Group::Overdue | Group::Today => Closeness::Late,
        _ if left <= 2 || row.promised.is_some_and(|p| p < today) => Closeness::Near,
        _ => Closeness::Calm,
    };
    let days = |d: Option<Day>| d.map(|d| say.day_short(d)).unwrap_or_default();
    let said = say.with(
        "desk-due-said",
        &[("left", due.as_str().into()), ("law", days(row.due).into()), ("promised", days(row.promised).into())],
    );
    let mut flags: Vec<(&'static str, String)> = MARKS
        .iter()
        .filter(|(flag, ..)| row.flags.iter().any(|f| f == flag))
        .map(|(_, icon, key)| (*icon, say.t(key).to_owned()))
        .collect();
    if row.promised.is_some_and(|p| p < today) && row.stage == "deciding" && !row.flags.iter().any(|f| f == "late") {
        flags.insert(0, ("triangle", say.t("desk-mark-promise-over").to_owned()));
    }
    let title = if row.title.is_empty() { say.t("desk-no-title").to_owned() } else { row.title.clone() };
    Line {
        href: case_href(visit, &row.number, &row.permit),
        number: row.number.clone(),
        title,
        permit: facts::permit_name(visit, &row.permit),
        flags,
        due,
        said,
        used: if group == Group::Overdue { 1.0 } else { 1.0 - (left.max(0) as f32 / whole as f32) },
        closeness,
        ready: row.stage == "deciding",
        mine: row.official.as_deref() == Some(&desk.official.id),
        group,
    }
}

fn address(visit: &Visit, view: DeskView, permit: &str, q: &str) -> String {
    let mut to = visit.at(&format!("desk/inbox?view={}", view.word()));
    for (name, value) in [("permit", permit), ("q", q)] {
        if !value.is_empty() {
            to.push_str(&format!("&{name}={}", encode(value)));
        }
    }
    to
}

/// The way to the rows behind and before this page; the filters stay.
fn pager(visit: &Visit, asked: &Asked, page: &DeskPage) -> Markup {
    let say = visit.say;
    let last = page.before + page.rows.len();
    if page.found <= page.rows.len() {
        return html! {};
    }
    let here = address(visit, asked.view(), &asked.permit, asked.q.trim());
    let turn =
        |name: &str, row: Option<&DeskRow>| row.map(|r| format!("{here}&{name}={}", encode(&r.place().to_string())));
    let before = turn("before", page.rows.first().filter(|_| page.before > 0)).unwrap_or_default();
    let after = turn("after", page.rows.last().filter(|_| last < page.found)).unwrap_or_default();
    let which = [("from", (page.before + 1).into()), ("to", last.into()), ("all", page.found.into())];
    html! {
        nav.pager aria-label=(say.t("desk-pages")) {
            span { (say.with("desk-page-of", &which)) }
            @if !before.is_empty() { (Button { label: say.t("desk-page-before"), href: &before, icon: "back", key: "[", small: true, ..Button::default() }) }
            @if !after.is_empty() { (Button { label: say.t("desk-page-after"), href: &after, icon: "next", key: "]", small: true, ..Button::default() }) }
        }
    }
}

pub(super) async fn show(visit: Visit, Query(asked): Query<Asked>, Query(done): Query<Flash>) -> Answer {
    let desk = Desk::open(&visit).await?;
    if !has_desk(&desk.official) && home_of(&desk.official) != "desk/inbox" {
        return Ok(see(&visit.at(home_of(&desk.official))));
    }
    let say = visit.say;
    let view = asked.view();
    let q = asked.q.trim();
    let page = match has_desk(&desk.official) {
        true => visit.office().desk(&desk.official, &asked.of_desk()).await.map_err(|t| visit.problem(t))?,
        false => DeskPage::default(),
    };
    let mut permits = page.permits.clone();
    permits.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    // What is chosen stays in sight, however few it has.
    if let Some(chosen) = permits.iter().position(|(p, _)| p.as_str() == asked.permit).filter(|at| *at >= PERMITS_SHOWN)
    {
        permits.swap(chosen, PERMITS_SHOWN - 1);
    }
    let lines: Vec<Line> = page.rows.iter().map(|r| line(&visit, &desk, r)).collect();
    if !asked.part.is_empty() {
        let found: Vec<Hit<'_>> = lines
            .iter()
            .take(12)
            .map(|l| Hit { href: &l.href, icon: "file", title: &l.title, about: &l.number })
            .collect();
        return Ok(parts::hits(&found).into_response());
    }
    let flags: Vec<Vec<(&str, &str)>> =
        lines.iter().map(|l| l.flags.iter().map(|(i, t)| (*i, t.as_str())).collect()).collect();
    let rows: Vec<(Group, InboxRow<'_>)> = lines
        .iter()
        .zip(&flags)
        .map(|(l, flags)| {
            let due = Due { text: &l.due, said: &l.said, used: l.used, closeness: l.closeness };
            let row = InboxRow {
                href: &l.href,
                reference: &l.number,
                who: &l.title,
                what: &l.permit,
                flags,
                due,
                unread: l.mine || l.closeness == Closeness::Late,
                current: false,
                pick: l.ready,
            };
            (l.group, row)
        })
        .collect();
    let by_group: Vec<(&str, &str, bool, Vec<InboxRow<'_>>)> = GROUPS
        .iter()
        .map(|(group, key, icon)| {
            let urgent = matches!(group, Group::Overdue | Group::Today);
            (say.t(key), *icon, urgent, rows.iter().filter(|(g, _)| g == group).map(|(_, r)| *r).collect::<Vec<_>>())
        })
        .filter(|(.., rows)| !rows.is_empty())
        .collect();
    let groups: Vec<InboxGroup<'_>> =
        by_group.iter().map(|(title, icon, urgent, rows)| InboxGroup { icon, title, urgent: *urgent, rows }).collect();
    let title = match view {
        DeskView::Mine => say.t("desk-mine"),
        DeskView::Pool => say.t("desk-pool"),
        DeskView::Waiting => say.t("desk-waiting"),
        DeskView::All => say.t("desk-all"),
    };
    let told = flash(&visit, &desk.official, &done).await;
    let head = html! {
        h1 { (title) }
        span.dim { (say.with("desk-count", &[("n", page.found.into())])) }
        div.push.row {
            @if permits.len() > 1 {
                (parts::chip_link("", say.t("desk-every-permit"), &address(&visit, view, "", q), asked.permit.is_empty(), ""))
                @for (permit, count) in permits.iter().take(PERMITS_SHOWN) {
                    @let short = visit.catalogue().permits.get(permit).map_or_else(|| permit.to_string(), |p| visit.text(&p.short).to_owned());
                    (parts::chip_link("", &format!("{short} {count}"), &address(&visit, view, permit.as_str(), q), asked.permit == permit.as_str(), ""))
                }
            }
            form.row.deskfind role="search" method="get" action=(visit.at("desk/inbox")) {
                input type="hidden" name="view" value=(view.word());
                @if !asked.permit.is_empty() { input type="hidden" name="permit" value=(asked.permit); }
                label.vh for="q" { (say.t("desk-find")) }
                input.input.m #q type="search" name="q" value=(asked.q) placeholder=(say.t("desk-find")) autocomplete="off" spellcheck="false";
                (Button { label: say.t("part-search"), icon: "search", small: true, ..Button::default() })
            }
        }
    };
    let next = desk.counts.next_due;
    let body = html! {
        (told)
        @if groups.is_empty() {
            div.pad {
                @let about = match next { Some(day) => say.with("desk-empty-next", &[("day", say.day_near(day).into())]), None => say.t("desk-empty-none").to_owned() };
                @if q.is_empty() && asked.permit.is_empty() {
                    (parts::empty(say.t("desk-empty"), &about, None))
                } @else {
                    (parts::empty(say.t("desk-no-hit"), &about, Some(parts::link_button(&address(&visit, view, "", ""), say.t("desk-show-all"), parts::Tone::Quiet))))
                }
            }
        } @else {
            @if !asked.permit.is_empty() && lines.iter().filter(|l| l.ready).count() > 1 {
                form method="get" action=(visit.at(&format!("desk/several/{}", encode(&asked.permit)))) {
                    (parts::inbox(say, &groups, "pick"))
                    div.pager { span { (say.t("desk-several-how")) } (Button { label: say.t("desk-several"), icon: "done", key: "B", small: true, ..Button::default() }) }
                }
            } @else { (parts::inbox(say, &groups, "")) }
            (pager(&visit, &asked, &page))
        }
    };
    let keys = [
        ("J", say.t("desk-key-down")),
        ("K", say.t("desk-key-up")),
        ("Enter", say.t("desk-key-open")),
        ("/", say.t("desk-key-find")),
        ("[ ]", say.t("desk-key-pages")),
        ("X", say.t("desk-key-choose")),
        ("B", say.t("desk-several")),
        ("U", say.t("desk-key-undo")),
        ("Ctrl K", say.t("desk-key-palette")),
        ("?", say.t("desk-key-help")),
    ];
    let main = html! { (parts::pane(head, body)) (parts::keys_bar(say, &keys)) };
    Ok(desk.ok(&visit, Some(Place::Inbox(view)), title, main))
}

/// A line to write on, as desks use it everywhere.
pub(super) fn words_field(
    visit: &Visit,
    name: &str,
    label: &str,
    hint: &str,
    value: &str,
    error: &str,
    lines: u8,
) -> maud::Markup {
    let field = Field {
        name,
        label,
        hint,
        error,
        value,
        lines,
        width: Width::Full,
        input: Input::Text,
        at_most: 2000,
        ..Field::default()
    };
    parts::field(visit.say, &field).render()
}
