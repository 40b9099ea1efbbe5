//! Parts of the officials' terminal: panes, the inbox, facts with their reason, rules with their result, the decision.

use maud::{Markup, Render, html};

use super::{Shape, some};
use crate::kit::icons::{icon, icon_if};
use crate::words::Say;

/// How close a legal deadline is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Closeness {
    #[default]
    Calm,
    Near,
    Late,
    Stopped,
}

/// Legal time left, in words and as a bar. `used` is the share that is gone.
#[derive(Clone, Copy, Debug, Default)]
pub struct Due<'a> {
    pub text: &'a str,
    /// Said to those who cannot see the bar: "2 days left of 10".
    pub said: &'a str,
    pub used: f32,
    pub closeness: Closeness,
}

impl Render for Due<'_> {
    fn render(&self) -> Markup {
        let class = match self.closeness {
            Closeness::Calm => "due",
            Closeness::Near => "due near",
            Closeness::Late => "due late",
            Closeness::Stopped => "due stopped",
        };
        let label = if self.said.is_empty() { self.text } else { self.said };
        html! { span class=(class) { (self.text) progress max="100" value=(format!("{:.0}", self.used.clamp(0.0, 1.0) * 100.0)) aria-label=(label) {} } }
    }
}

/// One case in the inbox.
#[derive(Clone, Copy, Debug, Default)]
pub struct InboxRow<'a> {
    pub href: &'a str,
    pub reference: &'a str,
    pub who: &'a str,
    pub what: &'a str,
    /// Icon and meaning of each mark: visit done, asked once, all rules pass.
    pub flags: &'a [(&'a str, &'a str)],
    pub due: Due<'a>,
    pub unread: bool,
    pub current: bool,
    /// Can be chosen together with others.
    pub pick: bool,
}

/// Cases with the same distance to their deadline.
#[derive(Clone, Copy, Debug, Default)]
pub struct InboxGroup<'a> {
    pub icon: &'a str,
    pub title: &'a str,
    /// The deadline is today or gone.
    pub urgent: bool,
    pub rows: &'a [InboxRow<'a>],
}

/// The inbox, by legal deadline; J and K move, Enter opens. `pick` is the name of the boxes for many at once, or nothing.
pub fn inbox(say: Say, groups: &[InboxGroup], pick: &str) -> Markup {
    html! {
        div.inbox data-list {
            @for group in groups {
                h2.group.urgent[group.urgent] { (icon(group.icon)) (group.title) " " span { (group.rows.len()) } }
                ol {
                    @for row in group.rows {
                        li.read[!row.unread] aria-current=[row.current.then_some("true")] {
                            @if row.pick && !pick.is_empty() {
                                label.pick { input type="checkbox" name=(pick) value=(row.reference); span.vh { (say.with("part-select", &[("what", row.reference.into())])) } }
                            }
                            a href=(row.href) data-row {
                                span.mono { (row.reference) }
                                span.who title={ (row.who) ", " (row.what) } { b { (row.who) } " " span { (row.what) } @if row.unread { span.vh { ", " (say.t("part-unread")) } } }
                                span.flags { @for (flag, meaning) in row.flags { span title=(meaning) { (icon(flag)) span.vh { (meaning) } } } }
                                (row.due)
                            }
                        }
                    }
                }
            }
        }
    }
}

/// A pane of the desk: its head stays, its body scrolls with the page.
pub fn pane(head: impl Render, body: impl Render) -> Markup {
    html! { section.pane { header.phead { (head) } div.pbody { (body) } } }
}

/// Columns under one head: what you may see, evidence, decide.
pub fn bench(columns: &[Markup]) -> Markup {
    html! { div.bench { @for column in columns { section { (column) } } } }
}

/// A column's title with what stands at its end.
pub fn column_title(title: &str, end: impl Render) -> Markup {
    html! { header.coltitle { h2 { (title) } span { (end) } } }
}

/// What this desk may see, and which rule needs it.
#[derive(Clone, Copy, Debug, Default)]
pub struct SeenFact<'a> {
    pub label: &'a str,
    pub value: &'a str,
    pub source: &'a str,
    /// The rule that needs it.
    pub why: &'a str,
    /// What else was found: "the register says 186 m²".
    pub differs: &'a str,
}

pub fn seen_facts(facts: &[SeenFact]) -> Markup {
    html! {
        dl.seen {
            @for fact in facts {
                div {
                    dt { (fact.label) }
                    dd { b { (fact.value) } @if !fact.differs.is_empty() { span.differs { (icon("triangle")) (fact.differs) } } small { (fact.why) } }
                    dd.at { (fact.source) }
                }
            }
        }
    }
}

/// A rule with its result: what is asked, what was found.
#[derive(Clone, Copy, Debug, Default)]
pub struct RuleLine<'a> {
    /// `Ok` passes, `No` fails, `Open` cannot be told.
    pub shape: Shape,
    pub text: &'a str,
    pub about: &'a str,
    pub href: &'a str,
}

pub fn rules(lines: &[RuleLine]) -> Markup {
    html! {
        ul.rules {
            @for line in lines {
                li class=(line.shape.class()) { (line.shape.icon()) div { @if line.href.is_empty() { (line.text) } @else { a href=(line.href) { (line.text) } } small { (line.about) } } }
            }
        }
    }
}

/// Where the decision is made: buttons, and in words what they do. Wrap it in the form that takes them.
pub fn decide_box(title: &str, buttons: impl Render, about: &str) -> Markup {
    html! { section.decide { h2 { (title) } div.actions { (buttons) } p { (about) } } }
}

/// The keys of this page, for the eye only: every one exists as a button. `(keys, meaning)`.
pub fn keys_bar(say: Say, keys: &[(&str, &str)]) -> Markup {
    html! {
        div.keys {
            div aria-hidden="true" { @for (key, meaning) in keys { span { kbd { (key) } (meaning) } } }
            button.keyswitch type="button" data-keys-switch data-on=(say.t("keys-off")) data-off=(say.t("keys-on")) hidden { (say.t("keys-off")) }
        }
        dialog.help #keys-help aria-labelledby="keys-title" {
            h2 #keys-title { (say.t("keys-all")) }
            p { (say.t("keys-help")) }
            dl { @for (key, meaning) in keys { div { dt { kbd { (key) } } dd { (meaning) } } } }
            form method="dialog" { button.btn.sm { (say.t("keys-close")) } }
        }
    }
}

/// A command of the palette.
#[derive(Clone, Copy, Debug, Default)]
pub struct Command<'a> {
    pub href: &'a str,
    pub icon: &'a str,
    pub title: &'a str,
    pub about: &'a str,
    pub key: &'a str,
}

/// Ctrl K: any action, any case. Without script it is not there; every command is a link somewhere.
pub fn palette(say: Say, search: &str, commands: &[Command]) -> Markup {
    html! {
        dialog.palette #palette data-search=(search) aria-label=(say.t("palette-label")) {
            input.input type="search" role="combobox" aria-expanded="true" aria-controls="palette-list" aria-label=(say.t("palette-label")) placeholder=(say.t("palette-label")) autocomplete="off" spellcheck="false";
            ul #palette-list role="listbox" {
                @for (place, command) in commands.iter().enumerate() {
                    li role="option" id={ "cmd-" (place) } data-href=(command.href) data-press=[some(&command.key.to_ascii_lowercase())] {
                        @if let Some(icon) = icon_if(command.icon) { (icon) }
                        span { b { (command.title) } @if !command.about.is_empty() { span.d { (command.about) } } }
                        @if !command.key.is_empty() { kbd { (command.key) } }
                    }
                }
            }
            p.none hidden { (say.t("palette-none")) }
        }
    }
}

/// The screen the customer sees at the window.
pub fn mirror(body: impl Render) -> Markup {
    html! { div.mirror { (body) } }
}

/// A question to say aloud at the window, in one language.
pub fn say_aloud(language: crate::words::Language, text: &str) -> Markup {
    html! { p.aloud lang=(language.tag()) { (text) } }
}

/// Pass, problem, not here: one check of a visit.
pub fn pass_problem(name: &str, legend: &str, labels: [&str; 3], chosen: &str) -> Markup {
    let kinds = [("pass", "tick"), ("problem", "cross"), ("absent", "minus")];
    html! {
        fieldset.pfn {
            legend { (legend) }
            div { @for ((value, shape), label) in kinds.iter().zip(labels) {
                label class=(value) { input type="radio" name=(name) value=(value) checked[chosen == *value]; (icon(shape)) (label) }
            } }
        }
    }
}

/// A letter as its reader reads it.
pub fn letter(over: &str, title: &str, body: impl Render) -> Markup {
    html! { article.card.letter { p.over { (over) } h3 { (title) } (body) } }
}
