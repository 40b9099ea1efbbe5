//! Tags, chips, notes, empty states, tables: small things that say how it stands.

use maud::{Markup, Render, html};

use super::some;
use crate::kit::icons::{icon, icon_if};

/// Five states, told apart by shape and word, and only then by colour.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Shape {
    /// A disc with a tick: done, approved, valid.
    Ok,
    /// A half disc: under way.
    Info,
    /// A triangle: needs a look, close to a deadline.
    Warn,
    /// A cross: refused, failed, late.
    No,
    /// A dashed ring: not started, cannot tell.
    #[default]
    Open,
}

impl Shape {
    pub fn class(self) -> &'static str {
        match self {
            Shape::Ok => "ok",
            Shape::Info => "info",
            Shape::Warn => "warn",
            Shape::No => "no",
            Shape::Open => "open",
        }
    }

    pub fn icon(self) -> Markup {
        icon(match self {
            Shape::Ok => "done",
            Shape::Info => "half",
            Shape::Warn => "triangle",
            Shape::No => "cross",
            Shape::Open => "dashed",
        })
    }
}

/// A status: shape and word. Never a link.
pub fn tag(shape: Shape, text: &str) -> Markup {
    html! { span class={ "tag " (shape.class()) } { (shape.icon()) (text) } }
}

/// A label with an icon of its own, for what a case is about and not how it stands.
pub fn topic(icon_name: &str, text: &str) -> Markup {
    html! { span.tag.topic { @if let Some(icon) = icon_if(icon_name) { (icon) } (text) } }
}

/// Who reads something, where something comes from.
pub fn chip(icon_name: &str, text: &str) -> Markup {
    html! { span.chip { @if let Some(icon) = icon_if(icon_name) { (icon) } (text) } }
}

/// A choice among views, as a link: `(icon, text, href, current, key)`.
pub fn chip_link(icon_name: &str, text: &str, href: &str, current: bool, key: &str) -> Markup {
    let lower = key.to_ascii_lowercase();
    html! {
        a.chip.lg href=(href) aria-current=[current.then_some("true")] data-key=[some(&lower)] {
            @if let Some(icon) = icon_if(icon_name) { (icon) }
            (text)
            @if !key.is_empty() { kbd aria-hidden="true" { (key) } }
        }
    }
}

/// One thing to know here. The shape decides the colour and the icon; `Open` is neutral.
pub fn note(shape: Shape, text: impl Render) -> Markup {
    note_icon(
        shape,
        match shape {
            Shape::Open => "info",
            Shape::Info => "info",
            Shape::Ok => "done",
            Shape::Warn => "triangle",
            Shape::No => "cross",
        },
        text,
    )
}

/// A note with an icon of its own: a lock, a key, an eye.
pub fn note_icon(shape: Shape, icon_name: &str, text: impl Render) -> Markup {
    html! { div class={ "note " (shape.class()) } { (icon(icon_name)) div { (text) } } }
}

/// Ticks and crosses with a line of text each.
pub fn checks(items: &[(Shape, Markup)]) -> Markup {
    html! {
        ul.checks {
            @for (shape, text) in items { li class=(shape.class()) { (shape.icon()) div { (text) } } }
        }
    }
}

/// Nothing here, why that is good or what to do now.
pub fn empty(title: &str, text: &str, action: Option<Markup>) -> Markup {
    html! {
        div.empty { b { (title) } p { (text) } @if let Some(action) = action { div { (action) } } }
    }
}

/// Waiting longer than a moment: what for, and how long it usually takes.
pub fn waiting(text: &str) -> Markup {
    html! {
        div.waiting role="status" {
            p { (text) }
            span.sk.a {} span.sk.b {} span.sk.c {}
        }
    }
}

/// Pairs of a name and a value.
pub fn kv(rows: &[(&str, Markup)]) -> Markup {
    html! { dl.kv { @for (name, value) in rows { div { dt { (name) } dd { (value) } } } } }
}

/// A column of a table.
#[derive(Clone, Copy, Debug, Default)]
pub struct Column<'a> {
    pub title: &'a str,
    pub number: bool,
}

/// A table with a caption; it scrolls by itself when the page is too narrow.
pub fn table(caption: &str, columns: &[Column], rows: &[Vec<Markup>]) -> Markup {
    html! {
        div.scroll tabindex="0" role="region" aria-label=(caption) {
            table {
                caption { (caption) }
                thead { tr { @for column in columns { th.n[column.number] scope="col" { (column.title) } } } }
                tbody {
                    @for row in rows {
                        tr { @for (place, cell) in row.iter().enumerate() {
                            @if place == 0 { th scope="row" { (cell) } }
                            @else { td.n[columns.get(place).is_some_and(|column| column.number)] { (cell) } }
                        } }
                    }
                }
            }
        }
    }
}

/// A box with a title.
pub fn card(title: &str, body: impl Render) -> Markup {
    html! { section.card { @if !title.is_empty() { h2 { (title) } } (body) } }
}

/// A quiet box with a title.
pub fn card_quiet(title: &str, body: impl Render) -> Markup {
    html! { section.card.quiet { h2 { (title) } (body) } }
}

/// The top of a page: where we are, the one heading, the second line.
pub fn heading(over: &[&str], title: &str, lead: &str) -> Markup {
    html! {
        header.head {
            @if !over.is_empty() { p.over { @for item in over { span { (item) } } } }
            h1 { (title) }
            @if !lead.is_empty() { p.lead { (lead) } }
        }
    }
}

/// Two columns: what the page is about, and what stands beside it.
pub fn split(main: impl Render, aside: impl Render) -> Markup {
    html! { div.split { div.stack.s5 { (main) } div.stack.beside { (aside) } } }
}

/// A column of sections on the left (the one form), the section itself on the right.
pub fn split_left(nav: impl Render, main: impl Render) -> Markup {
    html! { div.split.left { div.beside { (nav) } div.stack.s5 { (main) } } }
}

/// A name in the other language beside it, marked with its language.
pub fn other_name(language: crate::words::Language, text: &str) -> Markup {
    html! { @if !text.is_empty() { " " span.alt lang=(language.tag()) { (text) } } }
}
