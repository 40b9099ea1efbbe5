//! Jingban: the desks of officials. Dense, quick, keyboard-driven.
//!
//! [`inbox`] sorts by the law's clock, [`case`] shows one permit of one case with only what it needs, [`decide`] carries
//! out what takes one key. What needs words of its own has a page: [`refuse`], [`ask`], [`consult`], [`time`]. [`rep`] and
//! [`notice`] are the representative's, [`window`] the clerk's.

mod after;
mod ask;
mod case;
mod consult;
mod decide;
mod evidence;
mod handover;
mod hearing;
mod inbox;
mod licences;
mod measure;
mod notice;
mod posted;
mod refuse;
mod rep;
mod several;
mod time;
mod window;

use axum::Router;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use axum::routing::{get, post};
use casework::{Decision, Part};
use catalogue::PermitId;
use maud::{Markup, html};
use office::{CaseFile, DeskCounts, DeskPlace, DeskView, Office, Official};
use serde::Deserialize;

use crate::address::encode;
use crate::facts;
use crate::kit::parts::{self, Button, Command, Shape};
use crate::kit::shell::{RailGroup, RailLink, Terminal};
use crate::problem::Problem;
use crate::web::{Answer, City, Visit, see};

pub(crate) use posted::stale_text;

pub fn routes() -> Router<City> {
    Router::new()
        .route("/{l}/desk", get(start))
        .route("/{l}/desk/inbox", get(inbox::show))
        .route("/{l}/desk/case/{number}/{permit}", get(case::show))
        .route("/{l}/desk/case/{number}/{permit}/paper/{hash}", get(case::paper))
        .route("/{l}/desk/case/{number}/{permit}/decide", post(decide::act))
        .route("/{l}/desk/case/{number}/{permit}/refuse", get(refuse::show).post(refuse::send))
        .route("/{l}/desk/case/{number}/{permit}/ask", get(ask::show).post(ask::send))
        .route("/{l}/desk/case/{number}/{permit}/consult", get(consult::show).post(consult::send))
        .route("/{l}/desk/case/{number}/{permit}/advise", post(consult::advise))
        .route("/{l}/desk/case/{number}/{permit}/extend", get(time::show_extend).post(time::extend))
        .route("/{l}/desk/case/{number}/{permit}/pause", get(time::show_pause).post(time::pause))
        .route("/{l}/desk/case/{number}/{permit}/measure/{kind}", get(measure::show).post(measure::send))
        .route("/{l}/desk/case/{number}/{permit}/hearing", get(hearing::show).post(hearing::send))
        .route("/{l}/desk/case/{number}/{permit}/expert", get(hearing::show_expert).post(hearing::send_expert))
        .route("/{l}/desk/case/{number}/{permit}/change", get(after::show_change).post(after::send_change))
        .route("/{l}/desk/case/{number}/{permit}/appeal", get(after::show_appeal).post(after::send_appeal))
        .route("/{l}/desk/several/{permit}", get(several::show).post(several::send))
        .route("/{l}/desk/licences", get(licences::show))
        .route("/{l}/desk/rep", get(rep::list))
        .route("/{l}/desk/rep/{number}", get(rep::show).post(rep::act))
        .route("/{l}/desk/rep/{number}/hand-over", get(handover::show).post(handover::send))
        .route("/{l}/desk/rep/{number}/notice", get(notice::show).post(notice::send))
        .route("/{l}/desk/rep/{number}/later", get(notice::show_later).post(notice::ask_later))
        .route("/{l}/desk/window", get(window::show))
        .route("/{l}/desk/window/start", post(window::start))
        .route("/{l}/desk/window/stop", post(window::stop))
}

/// The desk of whoever is signed in.
async fn start(visit: Visit) -> Answer {
    let official = visit.official()?;
    Ok(see(&visit.at(home_of(&official))))
}

/// The first place of an official: who decides starts in the inbox.
pub(super) fn home_of(official: &Official) -> &'static str {
    let superior = official.roles.contains(&office::Role::Superior);
    if official.decides() || superior {
        "desk/inbox"
    } else if official.represents() {
        "desk/rep"
    } else if official.window().is_some() {
        "desk/window"
    } else {
        "desk/inbox"
    }
}

/// Who may decide: deciding officers, and superiors for what came up to them.
pub(super) fn has_desk(official: &Official) -> bool {
    official.decides() || official.roles.contains(&office::Role::Superior)
}

/// Where a page stands in the rail.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Inbox(DeskView),
    Licences,
    Rep(rep::View),
    Window,
}

/// An official at work: how much lies on their desk, and the cases they stand beside.
pub(super) struct Desk {
    pub official: Official,
    pub counts: DeskCounts,
    pub cases: Vec<rep::Line>,
}

impl Desk {
    pub async fn open(visit: &Visit) -> Result<Desk, Problem> {
        let official = visit.official()?;
        let counts = match has_desk(&official) {
            true => visit.office().desk_counts(&official).await.map_err(|t| visit.problem(t))?,
            false => DeskCounts::default(),
        };
        let cases = match official.represents() {
            true => rep::lines(visit, &official).await?,
            false => Vec::new(),
        };
        Ok(Desk { official, counts, cases })
    }

    pub fn page(&self, visit: &Visit, place: Option<Place>, title: &str, status: StatusCode, main: Markup) -> Response {
        let say = visit.say;
        let view_label = |view| match view {
            DeskView::Mine => (say.t("desk-mine"), "inbox"),
            DeskView::Pool => (say.t("desk-pool"), "people"),
            DeskView::Waiting => (say.t("desk-waiting"), "stopped"),
            DeskView::All => (say.t("desk-all"), "clock"),
        };
        let view_hrefs: Vec<String> =
            DeskView::ALL.iter().map(|v| visit.at(&format!("desk/inbox?view={}", v.word()))).collect();
        let rep_hrefs: Vec<String> =
            rep::View::ALL.iter().map(|v| visit.at(&format!("desk/rep?view={}", v.word()))).collect();
        let window_href = visit.at("desk/window");
        let window_title =
            self.official.window().map(|w| say.with("window-rail", &[("window", w.into())])).unwrap_or_default();
        let mut rail: Vec<RailGroup<'_>> = Vec::new();
        if has_desk(&self.official) {
            let links = DeskView::ALL.iter().zip(&view_hrefs).map(|(view, href)| {
                let (label, icon) = view_label(*view);
                RailLink {
                    href,
                    icon,
                    label,
                    count: Some(self.counts.of(*view)),
                    current: place == Some(Place::Inbox(*view)),
                }
            });
            rail.push(RailGroup { title: say.t("desk-rail"), links: links.collect() });
        }
        let licences_href = visit.at("desk/licences");
        if has_desk(&self.official) {
            let current = place == Some(Place::Licences);
            let link =
                RailLink { href: &licences_href, icon: "seal", label: say.t("desk-licences"), count: None, current };
            rail.push(RailGroup { title: say.t("desk-rail-after"), links: vec![link] });
        }
        if self.official.represents() {
            let links = rep::View::ALL.iter().zip(&rep_hrefs).map(|(view, href)| RailLink {
                href,
                icon: view.icon(),
                label: say.t(view.key()),
                count: Some(self.cases.iter().filter(|c| view.has(c)).count()),
                current: place == Some(Place::Rep(*view)),
            });
            rail.push(RailGroup { title: say.t("rep-rail"), links: links.collect() });
        }
        if self.official.window().is_some() {
            let current = place == Some(Place::Window);
            let link =
                RailLink { href: &window_href, icon: "user", label: say.t("window-serving"), count: None, current };
            rail.push(RailGroup { title: &window_title, links: vec![link] });
        }
        let mut commands: Vec<Command<'_>> = Vec::new();
        for link in rail.iter().flat_map(|g| &g.links) {
            commands.push(Command { href: link.href, icon: link.icon, title: link.label, about: "", key: "" });
        }
        let represented: Vec<(String, String)> = self
            .cases
            .iter()
            .take(60)
            .map(|c| (visit.at(&format!("desk/rep/{}", encode(&c.number))), format!("{} {}", c.number, c.title)))
            .collect();
        for (href, title) in &represented {
            commands.push(Command { href, icon: "file", title, about: "", key: "" });
        }
        let search = visit.at("desk/inbox");
        let mut shell = visit.shell(Terminal::Desk, title);
        shell.rail = &rail;
        let body = html! { (main) (parts::palette(say, &search, &commands)) };
        let mut response = shell.respond(status, body);
        response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        response
    }

    pub fn ok(&self, visit: &Visit, place: Option<Place>, title: &str, main: Markup) -> Response {
        self.page(visit, place, title, StatusCode::OK, main)
    }
}

/// What just happened, from the address: a code, never a sentence.
#[derive(Default, Deserialize)]
pub(super) struct Flash {
    #[serde(default)]
    pub done: String,
    #[serde(default)]
    pub case: String,
    #[serde(default)]
    pub permit: String,
}

/// The line about what was done just now, with undo while it is possible.
pub(super) async fn flash(visit: &Visit, official: &Official, flash: &Flash) -> Markup {
    let say = visit.say;
    let key = format!("desk-done-{}", flash.done);
    if flash.done.is_empty() || !say.knows(&key) {
        return html! {};
    }
    let permit = PermitId::new(flash.permit.clone());
    let mut undo = html! {};
    // Only what the address says itself: whether there is such a case, and what is in it, is for its own desks.
    let mut about = licence::Number::read(&flash.case).map(|n| n.to_string()).unwrap_or_default();
    if let Ok(Some(id)) = visit.office().case_id_of(&flash.case).await
        && let Ok(file) = visit.office().case_file(&id).await
        && let Some(part) = file.case.part(&permit).filter(|part| Office::may_open(official, &file, part))
    {
        about = format!("{about} {}", facts::permit_name(visit, &permit));
        if let Some(until) = undo_until(visit, official, &file, part) {
            undo = undo_form(visit, &file, &permit, until);
        }
    }
    html! {
        div.flash role="status" {
            (parts::note(Shape::Ok, html! { b { (say.t(&key)) } @if !about.is_empty() { " " (about) } (undo) }))
        }
    }
}

/// Until when this official can still take the decision back.
pub(super) fn undo_until(visit: &Visit, official: &Official, file: &CaseFile, part: &Part) -> Option<i64> {
    let verdict = part.verdict.as_ref()?;
    let own = verdict.by.official().is_some_and(|id| id.as_str() == official.id);
    let until = casework::clock::undo_until_us(&file.case, part)?;
    let open = own && file.case.licence().is_none() && visit.office().instant().at_us <= until;
    let fresh = matches!(verdict.decision, Decision::Granted(_) | Decision::Refused(_));
    (open && fresh).then_some(until)
}

pub(super) fn undo_form(visit: &Visit, file: &CaseFile, permit: &PermitId, until: i64) -> Markup {
    let say = visit.say;
    let until = visit.office().clock_text(until);
    html! {
        form.undo method="post" action=(format!("{}/decide", case_href(visit, file.case.number(), permit))) {
            (sent_from(visit, &file.case))
            (Button { label: say.t("desk-undo"), name: "act", value: "undo", icon: "undo", key: "U", small: true, ..Button::default() })
            span { (say.with("desk-undo-until", &[("time", until.into())])) }
        }
    }
}

/// What every form of a desk carries: its key, and what the page showed.
pub(super) fn sent_from(visit: &Visit, case: &casework::Case) -> Markup {
    html! { (parts::once(&visit.office().once_key())) (parts::hidden("seen", &case.version().to_string())) }
}

pub(super) fn case_href(visit: &Visit, number: &str, permit: &PermitId) -> String {
    visit.at(&format!("desk/case/{}/{}", encode(number), encode(permit.as_str())))
}

/// After an act: the next case, or the inbox, saying what was done. `place` is where the permit stood before the act.
pub(super) async fn to_next(visit: &Visit, found: &Found, place: Option<&DeskPlace>, done: &str) -> Answer {
    let next = visit.office().desk_after(&found.desk.official, place).await.map_err(|t| visit.problem(t))?;
    let to = match next {
        Some(row) if row.number != found.number() || row.permit != found.permit => {
            case_href(visit, &row.number, &row.permit)
        }
        _ => visit.at("desk/inbox"),
    };
    Ok(see(&format!("{to}?done={done}&case={}&permit={}", encode(found.number()), encode(found.permit.as_str()))))
}

/// After an act that leaves the case on the desk: the case again.
pub(super) fn to_case(visit: &Visit, number: &str, permit: &PermitId, done: &str) -> Response {
    let to = case_href(visit, number, permit);
    see(&format!("{to}?done={done}&case={}&permit={}", encode(number), encode(permit.as_str())))
}

/// A case of this desk, found by its number, with its part; or a page that says who decides it.
pub(super) struct Found {
    pub desk: Desk,
    pub file: CaseFile,
    pub part: Part,
    pub permit: PermitId,
}

impl Found {
    pub fn id(&self) -> String {
        self.file.case.id().as_str().to_owned()
    }

    pub fn number(&self) -> &str {
        self.file.case.number()
    }

    pub fn hand(&self) -> casework::Who {
        Office::deciding_hand(&self.desk.official)
    }

    /// Where this permit stands on the desk now; an act may take it away from there.
    pub async fn place(&self, visit: &Visit) -> Result<Option<DeskPlace>, Problem> {
        let case_id = self.id();
        visit.office().desk_place(&self.desk.official, &case_id, &self.permit).await.map_err(|t| visit.problem(t))
    }
}

/// Opens a case for somebody who may look at this part; personal facts stay closed here.
pub(super) async fn find(visit: &Visit, number: &str, permit: &str) -> Result<Found, Problem> {
    let desk = Desk::open(visit).await?;
    let permit = PermitId::new(permit);
    let number = number.trim().to_uppercase();
    let id = visit.office().case_id_of(&number).await.map_err(|t| visit.problem(t))?;
    let id = id.ok_or_else(|| visit.not_found())?;
    let file = visit.office().case_file(&id).await.map_err(|t| visit.problem(t))?;
    let Some(part) = file.case.part(&permit).cloned() else { return Err(visit.not_found()) };
    if !has_desk(&desk.official) || !Office::may_open(&desk.official, &file, &part) {
        return Err(case::not_yours(visit, &desk, &file, &part).await);
    }
    visit.about(&file.catalogue);
    Ok(Found { desk, file, part, permit })
}

/// The same, for an act of the deciding desk: that an authority was only asked for advice is not enough.
pub(super) async fn find_to_decide(visit: &Visit, number: &str, permit: &str) -> Result<Found, Problem> {
    let found = find(visit, number, permit).await?;
    if !Office::may_decide(&found.desk.official, &found.file, &found.part) {
        return Err(case::not_yours(visit, &found.desk, &found.file, &found.part).await);
    }
    Ok(found)
}

/// The head of a page about one case: back, name, number, what it is about.
pub(super) fn head(visit: &Visit, back: &str, back_label: &str, title: &str, number: &str, end: Markup) -> Markup {
    let _ = visit;
    html! {
        (Button { label: back_label, href: back, icon: "back", key: "Esc", small: true, ..Button::default() })
        h1 { (title) }
        span.mono.dim { (number) }
        (end)
    }
}

/// The name of a case for lists and titles; a case without one has its number.
pub(super) fn title_of(file: &CaseFile) -> &str {
    file.title().filter(|t| !t.is_empty()).unwrap_or_else(|| file.case.number())
}

/// What stands between two things of one line.
pub(super) fn comma(visit: &Visit) -> &'static str {
    if visit.say.is_zh() { "，" } else { ", " }
}

/// What stands between a name and what is said about it.
pub(super) fn colon(visit: &Visit) -> &'static str {
    if visit.say.is_zh() { "：" } else { ": " }
}

/// The name of an official, public as it is.
pub(super) fn official_name(visit: &Visit, id: &str) -> String {
    visit.office().staff().official(id).map_or_else(|| id.to_owned(), |o| visit.text(&o.name).to_owned())
}

/// The representative of a case, by name in the reader's language, with their number.
pub(super) fn representative(visit: &Visit, case: &casework::Case) -> Option<(String, String)> {
    let kept = case.representative()?;
    let known = visit.office().staff().official(kept.id.as_str());
    let name = known.map_or_else(|| kept.name.clone(), |o| visit.text(&o.name).to_owned());
    Some((name, kept.phone.clone()))
}

/// A list of errors on top of a page that came back: `(field, sentence)`.
pub(super) fn problems(visit: &Visit, wrong: &[(&str, String)]) -> Markup {
    let errors: Vec<(&str, &str)> = wrong.iter().map(|(id, text)| (*id, text.as_str())).collect();
    parts::error_summary(visit.say, &errors)
}

/// The sentence for one field, when it has one.
pub(super) fn wrong<'w>(wrong: &'w [(&str, String)], id: &str) -> &'w str {
    wrong.iter().find(|(field, _)| *field == id).map_or("", |(_, text)| text.as_str())
}
