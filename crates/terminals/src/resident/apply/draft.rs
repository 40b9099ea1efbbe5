//! A draft as every page of the form sees it: what is known, what is left, and the frame around the page.

use std::collections::BTreeSet;
use std::sync::Arc;

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use catalogue::{Event, PermitId, SectionId};
use journey::{FormMistake, FormSection, Need, Origin};
use maud::{Markup, Render, html};
use office::{CaseFile, Sheet};
use rules::FactId;

use super::drawn::Drawn;
use super::own::Own;
use crate::facts;
use crate::kit::assets::PAGE_HEADERS;
use crate::kit::parts::{self, Section, Shape};
use crate::kit::shell::Terminal;
use crate::problem::Problem;
use crate::web::{Visit, see};

/// The places of the form that are no section.
pub(crate) const PAPERS: &str = "papers";
pub(crate) const CHECK: &str = "check";

pub(crate) struct Draft {
    pub own: Own,
    pub file: CaseFile,
    pub sheet: Arc<Sheet>,
}

/// What is left to do in one section.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Left {
    pub open: usize,
    pub wrong: usize,
    pub fetched: usize,
    pub all: usize,
}

impl Draft {
    /// The draft of a number; a case that was filed already leads to its own page.
    pub async fn of(visit: &Visit, number: &str, opened: Option<BTreeSet<FactId>>) -> Result<Draft, Problem> {
        Draft::of_own(visit, Own::of(visit, number).await?, opened).await
    }

    async fn of_own(visit: &Visit, own: Own, opened: Option<BTreeSet<FactId>>) -> Result<Draft, Problem> {
        if !own.is_draft() {
            return Err(Problem::Answer(Box::new(see(&visit.at(&format!("case/{}", own.number))))));
        }
        Draft::read(visit, own, opened).await
    }

    pub async fn read(visit: &Visit, own: Own, opened: Option<BTreeSet<FactId>>) -> Result<Draft, Problem> {
        let reader = own.reader(visit, opened)?;
        let file = visit.office().open_closed(own.closed.clone(), reader).await.map_err(|t| visit.problem(t))?;
        let sheet = visit.office().sheet(&file).map_err(|t| visit.problem(t))?;
        Ok(Draft { own, file, sheet })
    }

    /// The same draft with the facts of one section opened.
    pub async fn of_section(visit: &Visit, own: Own, section: &SectionId) -> Result<Draft, Problem> {
        let catalogue = visit.catalogue();
        let facts = catalogue.facts.values().filter(|f| f.section.as_ref() == Some(section)).map(|f| f.id.clone());
        Draft::of_own(visit, own, Some(facts.collect())).await
    }

    pub fn event(&self) -> Option<&Event> {
        self.file.catalogue.events.get(self.file.case.event())
    }

    pub fn at(&self, visit: &Visit, place: &str) -> String {
        let place = if place.is_empty() { String::new() } else { format!("/{place}") };
        visit.at(&format!("apply/{}{place}", self.own.number))
    }

    /// Permits of the plan as it stands, possible ones too.
    pub fn permits(&self) -> BTreeSet<PermitId> {
        let wanted = self.sheet.assessment.permits.iter().filter(|p| p.need != Need::NotNeeded);
        wanted.map(|p| p.permit.clone()).collect()
    }

    pub fn is_fetched(&self, fact: &FactId) -> bool {
        matches!(self.file.known.get(fact).map(|k| &k.origin), Some(Origin::Register { .. }))
    }

    pub fn left(&self, section: &FormSection) -> Left {
        let counted = || self.sheet.form.sections.iter().map(|s| (s.section.clone(), self.counted(s))).collect();
        let kept = self.sheet.beside.thing::<Drawn>().map(|drawn| drawn.left(counted));
        kept.and_then(|all| all.get(&section.section).copied()).unwrap_or_else(|| self.counted(section))
    }

    fn counted(&self, section: &FormSection) -> Left {
        let mut left = Left { all: section.facts.len(), ..Left::default() };
        for item in &section.facts {
            left.fetched += usize::from(self.is_fetched(&item.fact) || item.given_by.is_some());
            let mistakes = self.sheet.missing.iter().filter(|m| fact_of(m) == Some(&item.fact));
            let (mut open, mut wrong) = (false, false);
            for mistake in mistakes {
                match mistake {
                    FormMistake::CrossCheck { .. } => wrong = true,
                    _ => open = true,
                }
            }
            left.open += usize::from(open);
            left.wrong += usize::from(wrong);
        }
        left
    }

    /// How many papers are there, and how many are wanted.
    pub fn papers(&self) -> (usize, usize) {
        let there = self.file.papers();
        let wanted = self.sheet.form.papers.iter().filter(|p| !p.proved_by_register);
        let all = wanted.clone().count();
        (wanted.filter(|p| there.contains(&p.evidence)).count(), all)
    }

    /// How much of the form is there, for the stroke under the bar.
    fn share(&self) -> f32 {
        let (mut all, mut open) = (0, 0);
        for section in &self.sheet.form.sections {
            let left = self.left(section);
            all += left.all;
            open += left.open + left.wrong;
        }
        let (there, wanted) = self.papers();
        let (all, open) = ((all + wanted).max(1) as f32, (open + wanted - there) as f32);
        (1.0 - open / all).clamp(0.05, 0.97)
    }

    /// The place after this one: the next section, then papers, then the check.
    pub fn next_place(&self, section: &SectionId) -> String {
        let sections = &self.sheet.form.sections;
        let here = sections.iter().position(|s| &s.section == section);
        match here.and_then(|at| sections.get(at + 1)) {
            Some(next) => next.section.to_string(),
            None if self.sheet.form.papers.is_empty() && self.sheet.form.commitments.is_empty() => CHECK.to_owned(),
            None => PAPERS.to_owned(),
        }
    }

    pub fn first_place(&self) -> String {
        self.sheet.form.sections.first().map_or_else(|| CHECK.to_owned(), |s| s.section.to_string())
    }

    /// The list of the parts of the one form.
    pub fn nav(&self, visit: &Visit, here: &str) -> Markup {
        let say = visit.say;
        let catalogue = &self.file.catalogue;
        let n = |n: usize| [("n", n.into())];
        let mut places: Vec<(String, String, String, Shape, bool)> = Vec::new();
        for section in &self.sheet.form.sections {
            let left = self.left(section);
            let (about, shape) = match left {
                Left { wrong, .. } if wrong > 0 => (say.with("form-nav-wrong", &n(wrong)), Shape::Warn),
                Left { open, .. } if open > 0 => {
                    let shape = if open == left.all - left.fetched { Shape::Open } else { Shape::Info };
                    (say.with("form-nav-open", &n(open)), shape)
                }
                Left { fetched, all, .. } if fetched == all => (say.with("form-nav-fetched", &n(all)), Shape::Ok),
                _ => (say.t("form-nav-nothing").to_owned(), Shape::Ok),
            };
            let name = catalogue.sections.iter().find(|s| s.id == section.section).map_or("", |s| visit.text(&s.name));
            let id = section.section.to_string();
            let current = here == id;
            places.push((self.at(visit, &id), name.to_owned(), about, shape, current));
        }
        let (there, wanted) = self.papers();
        if !self.sheet.form.papers.is_empty() || !self.sheet.form.commitments.is_empty() {
            let about = match wanted {
                0 => say.t("form-nav-no-papers").to_owned(),
                _ => say.with("form-nav-papers", &[("n", there.into()), ("of", wanted.into())]),
            };
            let shape = if there == wanted {
                Shape::Ok
            } else if there > 0 {
                Shape::Info
            } else {
                Shape::Open
            };
            places.push((self.at(visit, PAPERS), say.t("form-papers").to_owned(), about, shape, here == PAPERS));
        }
        let open = self.sheet.missing.len();
        let about = if open == 0 { say.t("form-nav-ready").to_owned() } else { say.with("form-nav-rest", &n(open)) };
        let shape = if open == 0 { Shape::Info } else { Shape::Open };
        places.push((self.at(visit, CHECK), say.t("form-check").to_owned(), about, shape, here == CHECK));
        let sections: Vec<Section> = places
            .iter()
            .map(|(href, title, about, shape, current)| Section {
                href,
                title,
                about,
                shape: *shape,
                current: *current,
            })
            .collect();
        parts::sections(say.t("form-nav-label"), &sections, say.t("form-nav-any-order"))
    }

    /// What the last answer changed in the plan: kept in the address for one page, by the names of permits only.
    pub fn change_of_plan(&self, visit: &Visit, pairs: &[(String, String)]) -> Markup {
        let say = visit.say;
        let names = |key: &str| -> Vec<String> {
            pairs
                .iter()
                .filter(|(k, _)| k == key)
                .flat_map(|(_, v)| v.split(','))
                .filter(|id| self.file.catalogue.permits.contains_key(&PermitId::new(*id)))
                .map(|id| facts::permit_name(visit, &PermitId::new(id)))
                .collect()
        };
        let (new, gone) = (names("new"), names("gone"));
        if new.is_empty() && gone.is_empty() {
            return html! {};
        }
        let count = self.sheet.form.sections.len();
        parts::note(
            Shape::Info,
            html! {
                @if !new.is_empty() { p { b { (say.with("form-plan-new", &[("permits", say.list(&new).into())])) } } }
                @if !gone.is_empty() { p { b { (say.with("form-plan-gone", &[("permits", say.list(&gone).into())])) } } }
                @if let Ok(plan) = &self.sheet.plan {
                    p { (say.with("form-plan-day", &[("day", say.day(plan.promised).into()), ("n", count.into())])) }
                }
            },
        )
    }

    /// The page in the shell of the form.
    pub fn page(&self, visit: &Visit, status: StatusCode, title: &str, came_back: bool, main: impl Render) -> Response {
        answer(status, self.text(visit, title, came_back, main))
    }

    /// The text of the page.
    pub fn text(&self, visit: &Visit, title: &str, came_back: bool, main: impl Render) -> Markup {
        let say = visit.say;
        let journey = self.event().map_or("", |e| visit.text(&e.name));
        let changed = self.file.case.changed();
        let saved = say.with("form-saved", &[("time", visit.office().clock_text(changed.at_us).into())]);
        let leave = visit.at("cases");
        let mut shell = visit.shell(Terminal::Form, title);
        shell.journey = journey;
        shell.progress = Some(self.share());
        shell.saved = &saved;
        shell.leave = &leave;
        shell.came_back = came_back;
        shell.page(main)
    }
}

/// A page of the form as an answer; nobody else's browser shows it again.
pub(crate) fn answer(status: StatusCode, page: Markup) -> Response {
    let no_store = [(header::CACHE_CONTROL, HeaderValue::from_static("no-store"))];
    (status, PAGE_HEADERS, no_store, page).into_response()
}

/// Permits that came and went between two plans, as a query; empty when nothing did.
pub(crate) fn change_query(before: &BTreeSet<PermitId>, after: &BTreeSet<PermitId>) -> String {
    let list = |ids: Vec<&PermitId>| ids.iter().map(|p| p.as_str()).collect::<Vec<_>>().join(",");
    let (new, gone) = (list(after.difference(before).collect()), list(before.difference(after).collect()));
    let pairs: Vec<String> = [("new", new), ("gone", gone)]
        .into_iter()
        .filter(|(_, v)| !v.is_empty())
        .map(|(k, v)| format!("{k}={}", crate::address::encode(&v)))
        .collect();
    if pairs.is_empty() { String::new() } else { format!("?{}", pairs.join("&")) }
}

/// The fact a mistake of the form is about.
pub(crate) fn fact_of(mistake: &FormMistake) -> Option<&FactId> {
    match mistake {
        FormMistake::MissingFact { fact }
        | FormMistake::MissingItem { fact, .. }
        | FormMistake::CrossCheck { fact, .. }
        | FormMistake::TooFewRows { fact, .. } => Some(fact),
        FormMistake::MissingPaper { .. } => None,
    }
}

/// A mistake of the form as one sentence.
pub(crate) fn mistake_text(visit: &Visit, mistake: &FormMistake) -> String {
    let say = visit.say;
    let name = |fact: &FactId| facts::fact_name(visit, fact);
    match mistake {
        FormMistake::MissingFact { fact } => say.with("form-missing-fact", &[("fact", name(fact).into())]),
        FormMistake::MissingItem { fact, row, item } => {
            let catalogue = visit.catalogue();
            let definition = catalogue.facts.get(fact).and_then(|f| f.items.iter().find(|i| i.id.as_str() == item));
            let item = definition.map_or(item.as_str(), |i| visit.text(&i.name));
            say.with(
                "form-missing-item",
                &[("fact", name(fact).into()), ("n", (row + 1).into()), ("item", item.into())],
            )
        }
        FormMistake::MissingPaper { evidence } => {
            say.with("form-missing-paper", &[("paper", facts::evidence_name(visit, evidence).into())])
        }
        FormMistake::CrossCheck { say: words, .. } => visit.text(words).to_owned(),
        FormMistake::TooFewRows { fact, least } => {
            say.with("form-too-few", &[("fact", name(fact).into()), ("n", (*least).into())])
        }
    }
}
