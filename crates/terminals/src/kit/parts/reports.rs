//! Parts of the leaders' terminal and of reports: a sentence first, then the evidence.

use maud::{Markup, Render, html};

/// The sentence a dashboard starts with.
pub fn headline(text: impl Render) -> Markup {
    html! { h1.headline { (text) } }
}

/// One measure: value, target, owner.
#[derive(Clone, Copy, Debug, Default)]
pub struct Kpi<'a> {
    pub href: &'a str,
    pub label: &'a str,
    pub value: &'a str,
    pub unit: &'a str,
    /// Values over time, oldest first; nothing draws no line.
    pub trend: &'a [f32],
    pub target: &'a str,
    pub owner: &'a str,
    /// The target is not met.
    pub below: bool,
}

pub fn kpis(items: &[Kpi]) -> Markup {
    html! {
        ul.kpis { @for item in items { li { a href=(item.href) {
            span.l { (item.label) }
            b.v.below[item.below] { (item.value) @if !item.unit.is_empty() { small { " " (item.unit) } } }
            (spark(item.trend, item.below))
            span.m { span { (item.target) } span { (item.owner) } }
        } } } }
    }
}

/// A small line without axes; the words around it say what it shows.
pub fn spark(values: &[f32], below: bool) -> Markup {
    if values.len() < 2 {
        return html! {};
    }
    let (low, high) =
        values.iter().fold((f32::MAX, f32::MIN), |(low, high), value| (low.min(*value), high.max(*value)));
    let tall = (high - low).max(f32::EPSILON);
    let step = 116.0 / (values.len() - 1) as f32;
    let points: Vec<String> = values
        .iter()
        .enumerate()
        .map(|(place, value)| format!("{:.1},{:.1}", 2.0 + step * place as f32, 25.0 - (value - low) / tall * 22.0))
        .collect();
    html! { svg.spark.below[below] viewBox="0 0 120 28" preserveAspectRatio="none" aria-hidden="true" { polyline points=(points.join(" ")) {} } }
}

/// A figure with the sentence it proves, and its numbers as a table to open.
pub fn figure(say: crate::words::Say, title: &str, about: &str, picture: impl Render, table: Option<Markup>) -> Markup {
    html! {
        figure.card { figcaption { b { (title) } span { (about) } } (picture)
            @if let Some(table) = table { details { summary { (say.t("part-table")) } (table) } } }
    }
}

/// Bars with names and values: `(name, share 0..1, value, below target)`.
pub fn bars(rows: &[(&str, f32, &str, bool)]) -> Markup {
    html! {
        ul.hbars { @for (name, share, value, below) in rows {
            li { span { (name) }
                svg.hbar.is.below[*below] viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true" { rect width=(format!("{:.1}", share.clamp(0.0, 1.0) * 100.0)) height="10" {} }
                b { (value) } }
        } }
    }
}

/// Text of a program: a report, a command, a hash. Scrolls by itself.
pub fn term(text: &str, label: &str) -> Markup {
    html! { pre.term tabindex="0" aria-label=(label) { (text) } }
}

/// A fingerprint: breaks anywhere.
pub fn fingerprint(text: &str) -> Markup {
    html! { code.hash { (text) } }
}
