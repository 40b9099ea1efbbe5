//! Buttons, links that look like buttons, and the hidden parts of a form.

use maud::{Markup, Render, html};

use super::some;
use crate::kit::icons::icon_if;

/// How loud an action is. One `Main` per page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    /// The one thing to do here.
    Main,
    #[default]
    Quiet,
    /// Says yes: "Right", "Pass".
    Good,
    /// Refuses, removes, withdraws.
    Bad,
    /// Looks like a link: "Back".
    Plain,
}

impl Tone {
    fn class(self) -> &'static str {
        match self {
            Tone::Main => "main",
            Tone::Quiet => "",
            Tone::Good => "good",
            Tone::Bad => "bad",
            Tone::Plain => "plain",
        }
    }
}

/// A button that sends its form, or a link when `href` is given.
#[derive(Clone, Copy, Debug, Default)]
pub struct Button<'a> {
    pub label: &'a str,
    pub tone: Tone,
    /// What the form learns when this button sent it.
    pub name: &'a str,
    pub value: &'a str,
    pub icon: &'a str,
    /// The key that presses it on a desk: `A`, `1`, `Ctrl Enter`.
    pub key: &'a str,
    /// A link instead of a button.
    pub href: &'a str,
    /// Sends the form to another address.
    pub to: &'a str,
    pub small: bool,
    pub wide: bool,
    /// Why it cannot be used now; it stays visible and says so.
    pub not_now: &'a str,
    /// Read after the label, seen by nobody: "Change" + "number of seats".
    pub more: &'a str,
    /// Leaves checks of the browser out: for "Save and leave".
    pub unchecked: bool,
}

impl Render for Button<'_> {
    fn render(&self) -> Markup {
        let key = self.key.to_ascii_lowercase();
        let inner = html! {
            @if let Some(icon) = icon_if(self.icon) { (icon) }
            span { (self.label) @if !self.more.is_empty() { span.vh { " " (self.more) } } }
            @if !self.key.is_empty() { kbd aria-hidden="true" { (self.key) } }
        };
        let class = format!(
            "btn {}{}{}",
            self.tone.class(),
            if self.small { " sm" } else { "" },
            if self.wide { " wide" } else { "" }
        );
        html! {
            @if !self.not_now.is_empty() {
                button class=(class) type="button" aria-disabled="true" title=(self.not_now) { (inner) span.vh { ", " (self.not_now) } }
            } @else if !self.href.is_empty() {
                a class=(class) href=(self.href) data-key=[some(&key)] { (inner) }
            } @else {
                button class=(class) name=[some(self.name)] value=[some(self.value)] formaction=[some(self.to)]
                    formnovalidate[self.unchecked] data-key=[some(&key)] { (inner) }
            }
        }
    }
}

/// The one main button of a form.
pub fn submit(label: &str) -> Markup {
    Button { label, tone: Tone::Main, ..Button::default() }.render()
}

/// A link that looks like a button.
pub fn link_button(href: &str, label: &str, tone: Tone) -> Markup {
    Button { label, href, tone, ..Button::default() }.render()
}

/// Buttons in a row.
pub fn actions(buttons: impl Render) -> Markup {
    html! { div.actions { (buttons) } }
}

/// The hidden key that makes a form count once, however often it is sent.
pub fn once(key: &str) -> Markup {
    html! { input type="hidden" name="once" value=(key); }
}

/// A hidden field.
pub fn hidden(name: &str, value: &str) -> Markup {
    html! { input type="hidden" name=(name) value=(value); }
}

/// Pages of a long list, as links.
pub fn pager(say: crate::words::Say, page: usize, pages: usize, href: impl Fn(usize) -> String) -> Markup {
    if pages < 2 {
        return html! {};
    }
    html! {
        nav.pager aria-label=(say.t("part-pages")) {
            @if page > 1 { a.btn.sm href=(href(page - 1)) rel="prev" { (crate::kit::icon("back")) (say.t("part-previous")) } }
            span { (say.with("part-page-of", &[("page", page.into()), ("pages", pages.into())])) }
            @if page < pages { a.btn.sm href=(href(page + 1)) rel="next" { (say.t("part-next")) (crate::kit::icon("next")) } }
        }
    }
}
