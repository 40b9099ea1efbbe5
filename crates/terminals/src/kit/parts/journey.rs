//! Parts of the way from a wish to a receipt: facts, what you will need, sections, check, promise, people.

use maud::{Markup, Render, html};

use super::{Shape, some};
use crate::kit::icons::{icon, icon_if, merge_figure};
use crate::words::Say;

/// How a fact came to us.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Known<'a> {
    /// A register told us.
    #[default]
    Fetched,
    /// You corrected it; this is what the register says.
    Corrected(&'a str),
    /// The register does not answer.
    Silent,
    /// You told us.
    Yours,
}

/// What we already know.
#[derive(Clone, Copy, Debug, Default)]
pub struct RegisterFact<'a> {
    pub label: &'a str,
    pub value: &'a str,
    /// Register and time: "Tenancy register, checked 09:14 today".
    pub source: &'a str,
    pub readers: &'a [&'a str],
    pub known: Known<'a>,
    /// Where "Not right?" leads; nothing hides it.
    pub not_right: &'a str,
}

/// Facts in a card; each with value, source, readers and a way to object.
pub fn register_facts(say: Say, facts: &[RegisterFact]) -> Markup {
    html! {
        dl.facts.card.flush {
            @for fact in facts {
                div.fact {
                    dt { (fact.label) }
                    dd {
                        b { (fact.value) }
                        @if let Known::Corrected(register) = fact.known {
                            p.differs { (icon("triangle")) (say.with("part-register-says", &[("value", register.into())])) }
                        }
                        p.src {
                            span { (icon(match fact.known { Known::Fetched => "link", Known::Silent => "stopped", Known::Corrected(_) | Known::Yours => "pencil" })) (fact.source) }
                            @if !fact.readers.is_empty() { span { (say.with("part-read-by", &[("readers", say.list(fact.readers).into())])) } }
                        }
                        @if !fact.not_right.is_empty() {
                            a.act href=(fact.not_right) { (say.t("part-not-right")) span.vh { " " (fact.label) } }
                        }
                    }
                }
            }
        }
    }
}

/// How sure it is that something is needed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Need {
    #[default]
    Sure,
    /// Came with the last answer.
    New,
    /// Depends on a later answer.
    Maybe,
    Not,
}

/// One permit, filing or duty in the panel.
#[derive(Clone, Copy, Debug, Default)]
pub struct NeedItem<'a> {
    pub need: Need,
    pub name: &'a str,
    /// Who decides, or why it is (not) needed.
    pub about: &'a str,
    /// What opens behind it.
    pub why: Option<&'a Markup>,
}

/// "2 papers to add": the strong part, the rest, the details.
#[derive(Clone, Copy, Debug, Default)]
pub struct NeedCount<'a> {
    pub icon: &'a str,
    pub strong: &'a str,
    pub rest: &'a str,
    pub about: &'a str,
}

/// What you will need, live beside the questions.
#[derive(Clone, Copy, Debug, Default)]
pub struct NeedPanel<'a> {
    pub title: &'a str,
    pub lead: &'a str,
    pub items: &'a [NeedItem<'a>],
    pub counts: &'a [NeedCount<'a>],
    /// "10 working days after you sign"
    pub days: &'a str,
    /// "Fee: none. Visits: one, together."
    pub fee: &'a str,
}

/// The panel; its id is `need`, the script replaces it when an answer is chosen in a form with `data-live`.
///
/// What is sure comes first; what is only possible is counted and named up to a few, the rest opens.
pub fn need_panel(say: Say, panel: &NeedPanel) -> Markup {
    let of = |needs: &[Need]| panel.items.iter().copied().filter(|i| needs.contains(&i.need)).collect::<Vec<_>>();
    let (maybe, not) = (of(&[Need::Maybe]), of(&[Need::Not]));
    html! {
        aside.need #need aria-labelledby="need-title" aria-live="polite" {
            header { h2 #need-title { (if panel.title.is_empty() { say.t("part-needs") } else { panel.title }) } @if !panel.lead.is_empty() { p { (panel.lead) } } }
            (need_rows(say, &of(&[Need::New, Need::Sure])))
            @if !maybe.is_empty() {
                p.further { (say.with("part-need-maybe-count", &[("n", maybe.len().into())])) }
                @let (shown, more) = maybe.split_at(maybe.len().min(if maybe.len() == NEED_SHOWN + 1 { NEED_SHOWN + 1 } else { NEED_SHOWN }));
                (need_rows(say, shown))
                @if !more.is_empty() { details { summary { (say.with("part-need-more", &[("n", more.len().into())])) } (need_rows(say, more)) } }
            }
            @if !not.is_empty() { details { summary { (say.with("part-need-not-count", &[("n", not.len().into())])) } (need_rows(say, &not)) } }
            @if !panel.counts.is_empty() {
                ul.counts {
                    @for count in panel.counts {
                        li { (icon(count.icon)) div { b { (count.strong) } " " (count.rest) @if !count.about.is_empty() { p { (count.about) } } } }
                    }
                }
            }
            footer { b { (panel.days) } p { (panel.fee) } }
        }
    }
}

/// How many possible permits are named before "and n more".
const NEED_SHOWN: usize = 3;

fn need_rows(say: Say, items: &[NeedItem]) -> Markup {
    if items.is_empty() {
        return html! {};
    }
    html! {
        ul {
            @for item in items {
                @let (class, shape, word) = match item.need {
                    Need::Sure => ("sure", "done", say.t("part-need-sure")),
                    Need::New => ("new", "plus", say.t("part-need-new")),
                    Need::Maybe => ("maybe", "dashed", say.t("part-need-maybe")),
                    Need::Not => ("not", "cross", say.t("part-need-not")),
                };
                li class=(class) { (icon(shape)) div { b { (item.name) } span.vh { (say.t("comma")) (word) } @if !item.about.is_empty() { p { (item.about) } } @if let Some(why) = item.why { (why) } } }
            }
        }
    }
}

/// What was answered before: question, answer, where to change it.
pub fn answers(say: Say, title: &str, answers: &[(&str, &str, String)]) -> Markup {
    if answers.is_empty() {
        return html! {};
    }
    html! {
        section.past {
            h2 { (if title.is_empty() { say.t("part-answers") } else { title }) }
            dl {
                @for (question, answer, href) in answers {
                    div { dt { (question) } dd { (answer) } dd.act { a href=(href) { (say.t("part-change")) span.vh { " " (question) } } } }
                }
            }
        }
    }
}

/// One section of the one form.
#[derive(Clone, Copy, Debug, Default)]
pub struct Section<'a> {
    pub href: &'a str,
    pub title: &'a str,
    /// "8 questions left", never "completed".
    pub about: &'a str,
    pub shape: Shape,
    pub current: bool,
}

/// The sections of the one form, in any order.
pub fn sections(label: &str, sections: &[Section], below: &str) -> Markup {
    html! {
        nav.tasks aria-label=(label) {
            // On phones this shows the whole list; closed, only where one is and what comes next.
            details.allof { summary { (label) " " span.n { (sections.len()) } } }
            ol {
                @for section in sections {
                    li class=(section.shape.class()) aria-current=[section.current.then_some("step")] {
                        (section.shape.icon())
                        div { @if section.href.is_empty() { b { (section.title) } } @else { a href=(section.href) { (section.title) } } p { (section.about) } }
                    }
                }
            }
            @if !below.is_empty() { p.below { (below) } }
        }
    }
}

/// One row of the check page.
#[derive(Clone, Debug)]
pub struct Checked<'a> {
    pub label: &'a str,
    pub value: Markup,
    pub source_icon: &'a str,
    pub source: &'a str,
    /// Icon and name of those who read it.
    pub readers: &'a [(&'a str, &'a str)],
    pub change: &'a str,
}

/// A section of answers with a Change link for each and one for all.
pub fn summary(say: Say, title: &str, change_all: &str, change_all_label: &str, rows: &[Checked]) -> Markup {
    html! {
        section.summary.card.flush {
            header { h2 { (title) } @if !change_all.is_empty() { a href=(change_all) { (change_all_label) } } }
            dl {
                @for row in rows {
                    div.fact {
                        dt { (row.label) }
                        dd {
                            b { (row.value) }
                            p.src {
                                @if !row.source.is_empty() { span { (icon(if row.source_icon.is_empty() { "pencil" } else { row.source_icon })) (row.source) } }
                                @for (reader_icon, reader) in row.readers { (super::chip(reader_icon, reader)) }
                            }
                            @if !row.change.is_empty() { a.act href=(row.change) { (say.t("part-change")) span.vh { " " (row.label) } } }
                        }
                    }
                }
            }
        }
    }
}

/// The one date, as it stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Word {
    #[default]
    Promised,
    /// The clock has stopped.
    Stopped,
    /// Ready before the date.
    Kept,
    Late,
}

/// The promise: one date for everything.
#[derive(Clone, Copy, Debug, Default)]
pub struct Promise<'a> {
    pub word: Word,
    /// "We have your application HD26-4187-K"
    pub over: &'a str,
    /// "You will have our decision by"
    pub title: &'a str,
    /// "Tuesday 26 May 2026"
    pub date: &'a str,
    pub about: &'a str,
    /// Short names of what gathers into it; nothing leaves the figure out.
    pub lines: &'a [&'a str],
}

impl Render for Promise<'_> {
    fn render(&self) -> Markup {
        let (class, shape) = match self.word {
            Word::Promised => ("", "done"),
            Word::Kept => (" kept", "done"),
            Word::Stopped => (" stopped", "stopped"),
            Word::Late => (" late", "triangle"),
        };
        html! {
            section class={ "promise" (class) } {
                @if !self.over.is_empty() { p.over { (icon(shape)) (self.over) } }
                h1 { span { (self.title) } " " span.date { (self.date) } }
                @if !self.about.is_empty() { p { (self.about) } }
                @if !self.lines.is_empty() { (merge_figure(self.lines)) }
            }
        }
    }
}

/// Somebody who answers: representative, steward.
#[derive(Clone, Copy, Debug, Default)]
pub struct Person<'a> {
    pub name: &'a str,
    /// One character or two initials.
    pub initials: &'a str,
    pub role: &'a str,
    /// Hours, or what they wrote last.
    pub about: &'a str,
    pub said: &'a str,
    pub said_when: &'a str,
    pub write: &'a str,
    pub write_label: &'a str,
    pub phone: &'a str,
}

impl Render for Person<'_> {
    fn render(&self) -> Markup {
        html! {
            div.person {
                span.face aria-hidden="true" { (self.initials) }
                div { b { (self.name) } p { (self.role) } @if !self.about.is_empty() { p { (self.about) } } }
                @if !self.said.is_empty() { blockquote { p { (self.said) } @if !self.said_when.is_empty() { footer { (self.said_when) } } } }
                @if !self.write.is_empty() || !self.phone.is_empty() {
                    div.actions {
                        @if !self.write.is_empty() { a.btn.sm href=(self.write) { (icon("talk")) (self.write_label) } }
                        @if !self.phone.is_empty() { a.btn.sm href={ "tel:" (self.phone) } { (icon("phone")) (self.phone) } }
                    }
                }
            }
        }
    }
}

/// A card that starts something: an event of life or business.
#[derive(Clone, Copy, Debug, Default)]
pub struct Start<'a> {
    pub href: &'a str,
    pub icon: &'a str,
    pub title: &'a str,
    /// "5 permits become 1 licence"
    pub strong: &'a str,
    pub about: &'a str,
}

/// Cards that start something, in a grid.
pub fn starts(items: &[Start]) -> Markup {
    html! {
        ul.starts {
            @for item in items {
                li { a.card href=(item.href) { (icon(item.icon)) h3 { (item.title) } @if !item.strong.is_empty() { b { (item.strong) } } span { (item.about) } } }
            }
        }
    }
}

/// A row of "1": one website, one form, one date, one person, one visit.
pub fn ones(items: &[&str]) -> Markup {
    html! { ul.ones { @for item in items { li { b { "1" } span { (item) } } } } }
}

/// A row of a plan or a licence: icon, name, details, what stands at the end.
#[derive(Clone, Debug)]
pub struct PlanRow<'a> {
    pub icon: &'a str,
    pub name: Markup,
    pub about: &'a [&'a str],
    pub end: &'a str,
    pub href: &'a str,
}

/// Permits of a plan or a licence, in a card.
pub fn plan_rows(rows: &[PlanRow]) -> Markup {
    html! {
        ul.planrows.card.flush {
            @for row in rows {
                li {
                    (icon(row.icon))
                    div {
                        b { @if row.href.is_empty() { (row.name) } @else { a href=(row.href) { (row.name) } } }
                        p.dots { @for part in row.about { span { (part) } } }
                    }
                    span.end { (row.end) }
                }
            }
        }
    }
}

/// How it would be without, and how it is: "5 forms, 74 questions" against "1 form, 12 questions".
pub struct Burden<'a> {
    pub title: &'a str,
    pub before_label: &'a str,
    pub after_label: &'a str,
    /// What is counted, before, after.
    pub rows: &'a [(&'a str, u32, u32)],
}

/// The comparison as a figure with a table for everybody.
impl Render for Burden<'_> {
    fn render(&self) -> Markup {
        html! {
            figure.burden.card {
                figcaption { b { (self.title) } }
                table {
                    thead { tr { td {} th scope="col" { (self.before_label) } th scope="col" { (self.after_label) } } }
                    tbody {
                        @for (name, before, after) in self.rows {
                            @let most = (*before).max(*after).max(1) as f32;
                            tr {
                                th scope="row" { (name) }
                                td { (bar(*before as f32 / most, "was")) (before) span.lab aria-hidden="true" { " " (self.before_label) } }
                                td { (bar(*after as f32 / most, "is")) b { (after) } span.lab aria-hidden="true" { " " (self.after_label) } }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn bar(share: f32, class: &str) -> Markup {
    let width = (share * 100.0).clamp(1.5, 100.0);
    html! { svg class={ "hbar " (class) } viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true" { rect width=(format!("{width:.1}")) height="10" {} } }
}

/// What happens next, or how something is proved: numbered, with a title each.
pub fn steps(items: &[(&str, Markup)]) -> Markup {
    html! { ol.steps { @for (title, body) in items { li { div { h3 { (title) } div { (body) } } } } } }
}

/// One signature for all: what is asked, then the statement and the button as `body`.
pub fn sign_box(title: &str, lead: &str, asked: &[&str], body: impl Render) -> Markup {
    html! {
        section.card.signbox {
            h2 { (title) } p { (lead) }
            ul.checks { @for item in asked { li.ok { (Shape::Ok.icon()) div { (item) } } } }
            (body)
        }
    }
}

/// A link with an icon in front, as in footers of cards.
pub fn link(href: &str, icon_name: &str, label: &str) -> Markup {
    html! { a.link href=[some(href)] { @if let Some(icon) = icon_if(icon_name) { (icon) } (label) } }
}
