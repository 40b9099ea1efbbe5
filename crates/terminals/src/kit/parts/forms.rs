//! Everything one can fill in, choose, add and be told about afterwards.

use maud::{Markup, Render, html};

use super::some;
use crate::kit::icons::{icon, icon_if};
use crate::kit::parts::{Button, Shape, Tone};
use crate::words::Say;

/// What one writes into a field; decides the keyboard of the phone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Input {
    #[default]
    Text,
    /// Figures only: seats.
    Whole,
    /// Figures with a point: square metres.
    Decimal,
    /// Any way a person writes a day: 5 May, 5月5日, 2026-5-5.
    Date,
    Phone,
    Email,
    /// Letters and figures compared one by one: codes, numbers of licences.
    Code,
    Secret,
    Search,
}

/// How much room the answer needs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Width {
    Small,
    Middle,
    #[default]
    Full,
}

impl Width {
    fn class(self) -> &'static str {
        match self {
            Width::Small => "s",
            Width::Middle => "m",
            Width::Full => "",
        }
    }
}

/// One question with one line to write on.
#[derive(Clone, Copy, Debug, Default)]
pub struct Field<'a> {
    pub name: &'a str,
    pub label: &'a str,
    pub hint: &'a str,
    pub error: &'a str,
    pub value: &'a str,
    pub input: Input,
    pub width: Width,
    pub prefix: &'a str,
    /// A unit, said after the field: `m²`.
    pub suffix: &'a str,
    pub autocomplete: &'a str,
    /// Names of those who read the answer.
    pub readers: &'a [&'a str],
    /// What we think was meant; offered as a button that sends `fix:{name}` with it.
    pub fix: &'a str,
    /// Lines, for longer answers; nothing is one line.
    pub lines: u8,
    /// More than these letters cannot be kept; nothing is no limit.
    pub at_most: u32,
}

/// A field with label, hint, error, readers.
pub fn field(say: Say, field: &Field) -> Markup {
    let id = field.name;
    let described = described(id, field.hint, field.error);
    html! {
        div.field.bad[!field.error.is_empty()] {
            label for=(id) { (field.label) }
            @if !field.hint.is_empty() { p.hint id={ (id) "-hint" } { (field.hint) } }
            (error_line(say, id, field.error, field.fix))
            @if field.lines > 1 {
                textarea.input id=(id) name=(id) rows=(field.lines) aria-describedby=[some(&described)]
                    aria-invalid=[(!field.error.is_empty()).then_some("true")]
                    maxlength=[(field.at_most > 0).then_some(field.at_most)] { (field.value) }
            } @else {
                div.affix {
                    @if !field.prefix.is_empty() { span aria-hidden="true" { (field.prefix) } }
                    (line(field, &described))
                    @if !field.suffix.is_empty() { span id={ (id) "-unit" } { (field.suffix) } }
                }
            }
            (read_by(say, field.readers))
        }
    }
}

fn line(field: &Field, described: &str) -> Markup {
    let (kind, mode) = match field.input {
        Input::Text | Input::Date => ("text", ""),
        Input::Whole => ("text", "numeric"),
        Input::Decimal => ("text", "decimal"),
        Input::Phone => ("tel", "tel"),
        Input::Email => ("email", "email"),
        Input::Code => ("text", ""),
        Input::Secret => ("password", ""),
        Input::Search => ("search", "search"),
    };
    let class = format!("input {}{}", field.width.class(), if field.input == Input::Code { " mono" } else { "" });
    html! {
        input class=(class) id=(field.name) name=(field.name) type=(kind) value=(field.value) inputmode=[some(mode)]
            autocomplete=[some(field.autocomplete)] aria-describedby=[some(described)]
            aria-invalid=[(!field.error.is_empty()).then_some("true")]
            autocapitalize=[(field.input == Input::Code).then_some("characters")]
            spellcheck=[(field.input == Input::Code).then_some("false")]
            maxlength=[(field.at_most > 0).then_some(field.at_most)];
    }
}

fn described(id: &str, hint: &str, error: &str) -> String {
    let mut ids = Vec::with_capacity(2);
    if !hint.is_empty() {
        ids.push(format!("{id}-hint"));
    }
    if !error.is_empty() {
        ids.push(format!("{id}-error"));
    }
    ids.join(" ")
}

fn error_line(say: Say, id: &str, error: &str, fix: &str) -> Markup {
    html! {
        @if !error.is_empty() {
            p.err id={ (id) "-error" } { (icon("triangle")) span.vh { (say.t("part-error")) " " } (error) }
            @if !fix.is_empty() {
                (Button { label: &say.with("part-use", &[("value", fix.into())]), name: &format!("fix:{id}"), value: fix, small: true, unchecked: true, ..Button::default() })
            }
        }
    }
}

/// Who reads an answer.
pub fn read_by(say: Say, readers: &[&str]) -> Markup {
    html! {
        @if !readers.is_empty() {
            p.readers { (say.with("part-read-by", &[("readers", say.list(readers).into())])) }
        }
    }
}

/// One answer among others.
#[derive(Clone, Copy, Debug, Default)]
pub struct Opt<'a> {
    pub value: &'a str,
    pub label: &'a str,
    /// What choosing it changes.
    pub hint: &'a str,
    pub icon: &'a str,
    /// The key of the desk that chooses it: `1`.
    pub key: &'a str,
}

/// A question with answers to choose from.
#[derive(Clone, Copy, Debug, Default)]
pub struct Choice<'a> {
    pub name: &'a str,
    pub legend: &'a str,
    pub hint: &'a str,
    pub error: &'a str,
    pub options: &'a [Opt<'a>],
    /// The values already chosen.
    pub chosen: &'a [&'a str],
    /// Several may be chosen.
    pub many: bool,
    /// The question is the page: its legend is the heading.
    pub page: bool,
    /// Side by side, for short answers.
    pub inline: bool,
    pub readers: &'a [&'a str],
}

/// Radio cards or check boxes in a fieldset; the whole card is the label.
pub fn choice(say: Say, choice: &Choice) -> Markup {
    let id = choice.name;
    let described = described(id, choice.hint, choice.error);
    html! {
        fieldset.field.ask.bad[!choice.error.is_empty()] id=(id) tabindex="-1" aria-describedby=[some(&described)] {
            legend.q[choice.page] { @if choice.page { h1 { (choice.legend) } } @else { (choice.legend) } }
            @if !choice.hint.is_empty() { p.hint id={ (id) "-hint" } { (choice.hint) } }
            (error_line(say, id, choice.error, ""))
            div.choices.inline[choice.inline] {
                @for (place, option) in choice.options.iter().enumerate() {
                    @let key = option.key.to_ascii_lowercase();
                    label.choice data-key=[some(&key)] {
                        input type=(if choice.many { "checkbox" } else { "radio" }) name=(id) value=(option.value)
                            checked[choice.chosen.contains(&option.value)]
                            aria-describedby=[(!option.hint.is_empty()).then(|| format!("{id}-{place}"))];
                        span.what { @if let Some(icon) = icon_if(option.icon) { (icon) " " } (option.label) @if !option.key.is_empty() { " " kbd aria-hidden="true" { (option.key) } } }
                        @if !option.hint.is_empty() { span.hint id={ (id) "-" (place) } { (option.hint) } }
                    }
                }
            }
            (read_by(say, choice.readers))
        }
    }
}

/// Yes or no; `unknown` adds "I do not know yet".
pub fn yes_no(say: Say, name: &str, legend: &str, hint: &str, error: &str, chosen: &str, unknown: bool) -> Markup {
    let options = [
        Opt { value: "yes", label: say.t("part-yes"), ..Opt::default() },
        Opt { value: "no", label: say.t("part-no"), ..Opt::default() },
        Opt { value: "unknown", label: say.t("part-unknown"), ..Opt::default() },
    ];
    let options = if unknown { &options[..] } else { &options[..2] };
    choice(say, &Choice { name, legend, hint, error, options, chosen: &[chosen], inline: true, ..Choice::default() })
}

/// One box to tick, with a statement.
pub fn tick(say: Say, name: &str, label: &str, hint: &str, error: &str, ticked: bool) -> Markup {
    let described = described(name, hint, error);
    html! {
        div.field.bad[!error.is_empty()] {
            (error_line(say, name, error, ""))
            label.choice {
                input id=(name) type="checkbox" name=(name) value="yes" checked[ticked] aria-describedby=[some(&described)];
                span.what { (label) }
                @if !hint.is_empty() { span.hint id={ (name) "-hint" } { (hint) } }
            }
        }
    }
}

/// Things of which there may be several (exits, staff): one group of fields each.
#[derive(Clone, Copy, Debug, Default)]
pub struct Rows<'a> {
    pub name: &'a str,
    pub legend: &'a str,
    pub hint: &'a str,
    pub error: &'a str,
    /// Title and fields of each: the names of the fields carry the index, as `exits.0.width`.
    pub rows: &'a [(String, Markup)],
    pub add: &'a str,
    pub at_most: usize,
}

/// Adding and removing are buttons that send `op` as `add:{name}` and `remove:{name}:{index}`, so it works without script.
pub fn rows(say: Say, rows: &Rows) -> Markup {
    let full = rows.at_most > 0 && rows.rows.len() >= rows.at_most;
    html! {
        fieldset.field.rowset.bad[!rows.error.is_empty()] id=(rows.name) tabindex="-1" {
            legend { (rows.legend) }
            @if !rows.hint.is_empty() { p.hint { (rows.hint) } }
            (error_line(say, rows.name, rows.error, ""))
            @if !rows.rows.is_empty() {
                ol {
                    @for (place, (title, fields)) in rows.rows.iter().enumerate() {
                        li {
                            div.rowhead {
                                b { (title) }
                                (Button { label: say.t("part-remove"), more: title, name: "op", value: &format!("remove:{}:{place}", rows.name), tone: Tone::Plain, small: true, unchecked: true, ..Button::default() })
                            }
                            div.rowbody { (fields) }
                        }
                    }
                }
            }
            @if !full { (Button { label: rows.add, icon: "plus", name: "op", value: &format!("add:{}", rows.name), small: true, unchecked: true, ..Button::default() }) }
        }
    }
}

/// A paper that was added.
#[derive(Clone, Copy, Debug, Default)]
pub struct Paper<'a> {
    pub name: &'a str,
    /// Pages, size, when, who reads it.
    pub about: &'a str,
    pub href: &'a str,
    /// What we looked at: opens, readable, scale; a missing detail carries a field in its markup.
    pub checks: &'a [(Shape, Markup)],
}

/// Where one paper goes, for all its readers.
#[derive(Clone, Copy, Debug, Default)]
pub struct FileSlot<'a> {
    pub name: &'a str,
    pub label: &'a str,
    pub hint: &'a str,
    pub error: &'a str,
    /// `image/*,application/pdf`
    pub accept: &'a str,
    pub readers: &'a [&'a str],
    pub papers: &'a [Paper<'a>],
    /// Several papers in one slot.
    pub many: bool,
    /// Why no paper is needed: "The tenancy register confirms it."
    pub not_needed: &'a str,
}

/// A paper slot: a native file input that also takes what is dropped on it. Its form needs `enctype="multipart/form-data"`.
pub fn file_slot(say: Say, slot: &FileSlot) -> Markup {
    let id = slot.name;
    let described = described(id, slot.hint, slot.error);
    if !slot.not_needed.is_empty() {
        return html! { div.field { b { (slot.label) } (super::note(Shape::Ok, slot.not_needed)) } };
    }
    let label =
        if slot.papers.is_empty() || slot.many { say.t("part-file-choose") } else { say.t("part-file-replace") };
    html! {
        div.field.bad[!slot.error.is_empty()] {
            b.label id={ (id) "-label" } { (slot.label) }
            @if !slot.hint.is_empty() { p.hint id={ (id) "-hint" } { (slot.hint) } }
            (error_line(say, id, slot.error, ""))
            div.drop data-drop {
                @for paper in slot.papers {
                    div.paper {
                        (icon("file"))
                        div { b { (paper.name) } p { (paper.about) } }
                        @if !paper.href.is_empty() { a href=(paper.href) { (say.t("part-file-view")) span.vh { " " (paper.name) } } }
                    }
                    @if !paper.checks.is_empty() { (super::checks(paper.checks)) }
                }
                div.pick {
                    label for=(id) { (icon("upload")) (label) span.vh { ", " (slot.label) } }
                    input id=(id) type="file" name=(id) accept=[some(slot.accept)] multiple[slot.many] aria-describedby=[some(&described)];
                    span.dropword aria-hidden="true" { (say.t("part-file-drop")) }
                    progress max="100" value="0" hidden aria-label=(slot.label) {}
                    output for=(id) {}
                }
            }
            (read_by(say, slot.readers))
        }
    }
}

/// Everything that needs another look, at the top of a page that came back. Takes `(id of the field, what is wrong)`.
pub fn error_summary(say: Say, errors: &[(&str, &str)]) -> Markup {
    if errors.is_empty() {
        return html! {};
    }
    html! {
        div.errors role="alert" tabindex="-1" data-focus aria-labelledby="errors-title" {
            h2 #errors-title { (say.with("part-errors", &[("n", errors.len().into())])) }
            ul { @for (id, text) in errors { li { a href={ "#" (id) } { (text) } } } }
        }
    }
}

/// Why a question is asked: the reason, the law, the readers.
pub fn why_we_ask(say: Say, open: bool, body: impl Render) -> Markup {
    details(say.t("part-why"), open, body)
}

/// Something to open.
pub fn details(summary: &str, open: bool, body: impl Render) -> Markup {
    html! { details open[open] { summary { (summary) } div.inset { (body) } } }
}

/// The first field of the product: search with suggestions. `value` keeps what was asked.
pub fn search_box(say: Say, label: &str, action: &str, button: &str, value: &str, hint: &str) -> Markup {
    html! {
        form.find role="search" action=(action) method="get" data-search {
            label.vh for="q" { (label) }
            input #q type="search" name="q" value=(value) placeholder=(hint) autocomplete="off" autocapitalize="off" spellcheck="false" enterkeyhint="search";
            button { (if button.is_empty() { say.t("part-search") } else { button }) }
        }
    }
}

/// One suggestion of the search.
#[derive(Clone, Copy, Debug, Default)]
pub struct Hit<'a> {
    pub href: &'a str,
    pub icon: &'a str,
    pub title: &'a str,
    pub about: &'a str,
}

/// Results of a search: the fragment the script fetches with `part=1`, and the list on the page without it.
pub fn hits(hits: &[Hit]) -> Markup {
    html! {
        ul.hits #hits {
            @for hit in hits {
                li { a href=(hit.href) {
                    (icon(if hit.icon.is_empty() { "search" } else { hit.icon }))
                    span { b { (hit.title) } @if !hit.about.is_empty() { span.d { (hit.about) } } }
                    (icon("next"))
                } }
            }
        }
    }
}
