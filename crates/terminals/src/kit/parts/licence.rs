//! The licence: the card for the phone, the sheet for the door, the verdict of a verification.

use std::fmt::Write;

use maud::{Markup, Render, html};

use super::Shape;
use crate::kit::icons::{icon, seal};

/// A place for a code: takes finished SVG markup, always on white.
pub fn qr_slot(label: &str, svg: impl Render) -> Markup {
    html! { div.qr role="img" aria-label=(label) { (svg) } }
}

/// The card for the phone.
#[derive(Clone, Debug)]
pub struct Pass<'a> {
    pub title: &'a str,
    pub shape: Shape,
    pub status: &'a str,
    /// "Restaurant, Haidian"
    pub over: &'a str,
    pub name: &'a str,
    pub rows: &'a [(&'a str, &'a str)],
    pub code: Markup,
    pub code_label: &'a str,
}

impl Render for Pass<'_> {
    fn render(&self) -> Markup {
        html! {
            article class={ "pass " (self.shape.class()) } {
                (waves(480, 260, 14))
                header { b { (self.title) } span { (if self.shape == Shape::Ok { icon("shield-ok") } else { self.shape.icon() }) (self.status) } }
                div.body {
                    div { p { (self.over) } h2 { (self.name) } dl { @for (name, value) in self.rows { div { dt { (name) } dd { (value) } } } } }
                    (qr_slot(self.code_label, &self.code))
                }
            }
        }
    }
}

/// One permit on the sheet.
#[derive(Clone, Copy, Debug, Default)]
pub struct SheetRow<'a> {
    pub permit: &'a str,
    pub authority: &'a str,
    pub number: &'a str,
    pub allows: &'a str,
    pub until: &'a str,
    /// "suspended"; nothing when it is valid.
    pub state: &'a str,
}

/// The sheet for the door, A4, one page, readable in black and white.
#[derive(Clone, Debug)]
pub struct Sheet<'a> {
    pub issuer: &'a str,
    pub title: &'a str,
    pub number_label: &'a str,
    pub number: &'a str,
    pub name: &'a str,
    pub facts: &'a [(&'a str, &'a str)],
    /// Permit, authority and number, what it allows, until.
    pub columns: [&'a str; 4],
    pub rows: &'a [SheetRow<'a>],
    pub text: &'a str,
    pub code: Markup,
    pub code_label: &'a str,
    /// How to check it, the typed code, the log entry.
    pub proof: Markup,
    pub seal_label: &'a str,
    /// "Specimen" across samples; nothing on real ones.
    pub specimen: &'a str,
}

impl Render for Sheet<'_> {
    fn render(&self) -> Markup {
        html! {
            article.sheet {
                (frame())
                // Drawn by the style sheet: an ornament, not words to read; the page says the same in a note.
                @if !self.specimen.is_empty() { div.specimen data-word=(self.specimen) aria-hidden="true" {} }
                header { p { (self.issuer) } h2 { (self.title) } p { (self.number_label) " " span.mono { (self.number) } } p.name { (self.name) } }
                dl { @for (name, value) in self.facts { div { dt { (name) } dd { (value) } } } }
                table {
                    thead { tr { @for column in self.columns { th scope="col" { (column) } } } }
                    tbody { @for row in self.rows {
                        tr {
                            th scope="row" { (row.permit) @if !row.state.is_empty() { " (" (row.state) ")" } }
                            td { (row.authority) br; span.mono { (row.number) } }
                            td { (row.allows) }
                            td { (row.until) }
                        }
                    } }
                }
                p { (self.text) }
                footer { (qr_slot(self.code_label, &self.code)) div { (self.proof) } (seal(self.seal_label)) }
            }
        }
    }
}

/// A band of fine waves that cross: hard to copy by hand, cheap to draw by rule.
fn waves(width: u16, height: u16, lines: u8) -> Markup {
    let (wide, tall) = (f32::from(width), f32::from(height));
    html! {
        svg.waves viewBox=(format!("0 0 {width} {height}")) preserveAspectRatio="none" aria-hidden="true" focusable="false" {
            @for line in 0..lines { polyline points=(wave(wide, tall, f32::from(line) / f32::from(lines))) {} }
        }
    }
}

/// One wave of the band: the same curve for all, shifted by its `share` of the band.
fn wave(wide: f32, tall: f32, share: f32) -> String {
    const POINTS: u8 = 48;
    let mut points = String::new();
    for place in 0..=POINTS {
        let along = f32::from(place) / f32::from(POINTS);
        let swing = (along * 9.0 + share * 2.6).sin() * (0.35 + 0.65 * (along * 3.1 + 0.4).sin().abs());
        let rise = (share - 0.5) * (along * 5.0 + 1.2).cos() * 0.24;
        let _ = write!(points, "{:.0},{:.1} ", along * wide, tall * (0.6 + 0.2 * swing + rise));
    }
    points
}

/// The frame of the sheet: a double line and a braided band at head and foot.
fn frame() -> Markup {
    html! {
        svg.frame viewBox="0 0 196 283" preserveAspectRatio="none" aria-hidden="true" focusable="false" {
            rect x=".5" y=".5" width="195" height="282" rx="2.5" {}
            rect x="2.5" y="2.5" width="191" height="278" rx="1.5" {}
            @for head in [true, false] {
                @for line in 0..8 {
                    @let middle = if head { 10.5_f32 } else { 272.5 };
                    @let tall = 8.0 - line as f32 * 2.2;
                    @let (up, down) = (middle - tall, middle + tall);
                    path d=(format!("M2.5 {middle}C14 {up:.1} 22 {up:.1} 34.3 {middle}S54.6 {down:.1} 66.2 {middle} 86 {up:.1} 98 {middle} 118 {down:.1} 129.8 {middle} 149.6 {up:.1} 161.7 {middle} 182 {down:.1} 193.5 {middle}")) {}
                }
            }
        }
    }
}

/// The answer of a verification, a draw, a visit: the verdict first.
#[derive(Clone, Debug)]
pub struct Verdict<'a> {
    pub shape: Shape,
    pub title: &'a str,
    pub text: &'a str,
    /// A letter instead of the icon.
    pub grade: &'a str,
}

impl Render for Verdict<'_> {
    fn render(&self) -> Markup {
        html! {
            div class={ "verdict " (self.shape.class()) } role="status" {
                @if !self.grade.is_empty() { span.grade { (self.grade) } }
                @else if self.shape == Shape::Ok { (icon("shield-ok")) }
                @else { (self.shape.icon()) }
                div { h1 { (self.title) } p { (self.text) } }
            }
        }
    }
}

/// A grade from A to D in its frame.
pub fn grade(letter: &str, about: impl Render) -> Markup {
    html! { div.graded { span.grade { (letter) } div { (about) } } }
}
