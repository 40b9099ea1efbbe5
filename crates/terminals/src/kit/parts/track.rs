//! Parts of a running case: lanes over a calendar, tracks, what happened, the one notice.

use std::fmt::Write;

use maud::{Markup, PreEscaped, Render, html};

use super::Shape;
use crate::kit::icons::{icon, seal_at};

/// A day of the axis: "Tue", "12", and whether nobody works.
#[derive(Clone, Copy, Debug, Default)]
pub struct LaneDay<'a> {
    pub weekday: &'a str,
    pub day: &'a str,
    pub off: bool,
}

/// What a stretch of a lane was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stretch {
    /// Worked on.
    Done,
    /// The clock had stopped: waiting for the applicant.
    Wait,
    /// Still to come.
    Todo,
}

/// A point on a lane, with an optional word beside it.
#[derive(Clone, Copy, Debug)]
pub struct LaneMark<'a> {
    pub at: f32,
    pub shape: Shape,
    pub text: &'a str,
    /// The word stands below the line and not above.
    pub below: bool,
}

/// One permit on the calendar. Places are days from the left edge, with fractions: 1.5 is the middle of the second day.
#[derive(Clone, Copy, Debug)]
pub struct Lane<'a> {
    pub label: &'a str,
    pub stretches: &'a [(f32, f32, Stretch)],
    pub marks: &'a [LaneMark<'a>],
}

impl Lane<'_> {
    /// Where the lane is known up to: the end of its stretches, or its first mark when it has none.
    fn reached(&self) -> f32 {
        match self.stretches.iter().map(|stretch| stretch.1).reduce(f32::max) {
            Some(end) => end,
            None => self.marks.first().map_or(0.0, |mark| mark.at),
        }
    }
}

/// Parallel decisions on one calendar that join into one stroke at the promise.
#[derive(Clone, Copy, Debug, Default)]
pub struct Lanes<'a> {
    pub days: &'a [LaneDay<'a>],
    pub lanes: &'a [Lane<'a>],
    pub now: Option<f32>,
    pub now_label: &'a str,
    /// Under the seal: "26 May", "promised".
    pub date: &'a str,
    pub date_about: &'a str,
}

const LANE: f32 = 38.0;
const LABELS: f32 = 132.0;
const HEAD: f32 = 52.0;
const WIDE: f32 = 1000.0;

/// A picture only: the tracks beside it say the same in words. Hidden on phones.
impl Render for Lanes<'_> {
    fn render(&self) -> Markup {
        let count = self.lanes.len().max(1) as f32;
        let body = LANE * count;
        let height = HEAD + body + 34.0;
        let right = WIDE - 210.0;
        let step = (right - LABELS) / self.days.len().max(1) as f32;
        let x = |at: f32| LABELS + at * step;
        let middle = HEAD + body / 2.0;
        let mut text = String::new();
        let mut lines = String::new();
        for (place, day) in self.days.iter().enumerate() {
            let left = x(place as f32);
            if day.off {
                let _ =
                    write!(lines, "<rect class='off' x='{left:.1}' y='{HEAD}' width='{step:.1}' height='{body:.1}'/>");
            } else {
                let centre = left + step / 2.0;
                let today = self.now.is_some_and(|now| now as usize == place);
                let class = if today { "now" } else { "" };
                text.push_str(
                    &html! {
                        text.dim.now[today] x=(format!("{centre:.1}")) y="18" text-anchor="middle" { (day.weekday) }
                        text class=(class) x=(format!("{centre:.1}")) y="35" text-anchor="middle" { (day.day) }
                    }
                    .into_string(),
                );
            }
        }
        let last = x(self.days.len() as f32);
        for (place, lane) in self.lanes.iter().enumerate() {
            let y = HEAD + LANE * (place as f32 + 0.5);
            let to = middle + (place as f32 - (count - 1.0) / 2.0) * 3.2;
            let _ = write!(
                lines,
                "<path class='join' d='M{:.1} {y:.1}H{last:.1}C{:.1} {y:.1} {:.1} {to:.1} {:.1} {to:.1}'/>",
                x(lane.reached()),
                last + 38.0,
                last + 22.0,
                last + 74.0
            );
            for (from, until, stretch) in lane.stretches {
                let class = match stretch {
                    Stretch::Done => "done",
                    Stretch::Wait => "wait",
                    Stretch::Todo => "join",
                };
                let _ = write!(lines, "<path class='{class}' d='M{:.1} {y:.1}H{:.1}'/>", x(*from), x(*until));
            }
            text.push_str(&html! { text.name x="0" y=(format!("{:.1}", y + 5.0)) { (lane.label) } }.into_string());
            for mark in lane.marks {
                draw_mark(&mut lines, x(mark.at), y, mark.shape);
                if !mark.text.is_empty() {
                    let below = if mark.below { 20.0 } else { -11.0 };
                    let near_end = x(mark.at) > right - 90.0;
                    let anchor = if near_end { "end" } else { "start" };
                    let shift = if near_end { 8.0 } else { -7.0 };
                    text.push_str(&html! {
                        text.dim.halo x=(format!("{:.1}", x(mark.at) + shift)) y=(format!("{:.1}", y + below)) text-anchor=(anchor) { (mark.text) }
                    }.into_string());
                }
            }
        }
        if let Some(now) = self.now {
            let at = x(now);
            let _ = write!(lines, "<path class='today' d='M{at:.1} {:.1}V{:.1}'/>", HEAD - 6.0, HEAD + body + 6.0);
            text.push_str(&html! { text.now x=(format!("{at:.1}")) y=(format!("{:.1}", HEAD + body + 24.0)) text-anchor="middle" { (self.now_label) } }.into_string());
        }
        let thick = (6.0 + count * 1.2).min(16.0);
        let (bx, ex) = (last + 68.0, last + 116.0);
        let (top, bottom) = (middle - thick / 2.0, middle + thick / 2.0);
        let _ = write!(
            lines,
            "<path class='brush' d='M{bx:.1} {top:.1}C{:.1} {:.1} {:.1} {:.1} {:.1} {:.1}C{ex:.1} {:.1} {ex:.1} {:.1} {:.1} {:.1}C{:.1} {:.1} {:.1} {bottom:.1} {bx:.1} {bottom:.1}Z'/>",
            bx + 14.0,
            top + 1.0,
            ex - 26.0,
            top,
            ex - 9.0,
            top - 2.0,
            top - 2.6,
            bottom + 2.8,
            ex - 12.0,
            bottom + 2.2,
            ex - 28.0,
            bottom + 0.4,
            bx + 14.0
        );
        let (sx, sy) = (last + 130.0, middle - 24.0);
        lines.push_str(&seal_at(sx, sy, 40.0));
        let seal_middle = format!("{:.1}", sx + 20.0);
        html! {
            div.lanesbox.card.lift aria-hidden="true" {
                svg.lanes viewBox=(format!("0 0 {WIDE:.0} {height:.0}")) focusable="false" {
                    (PreEscaped(lines))
                    (PreEscaped(text))
                    text.name x=(seal_middle) y=(format!("{:.1}", sy + 60.0)) text-anchor="middle" { (self.date) }
                    text.dim x=(seal_middle) y=(format!("{:.1}", sy + 77.0)) text-anchor="middle" { (self.date_about) }
                }
            }
        }
    }
}

fn draw_mark(lines: &mut String, x: f32, y: f32, shape: Shape) {
    let _ = match shape {
        Shape::Ok => write!(
            lines,
            "<circle class='mark ok' cx='{x:.1}' cy='{y:.1}' r='7.5'/><path class='tick' d='m{:.1} {:.1} 2.3 2.4 4.3-4.8'/>",
            x - 3.4,
            y + 0.4
        ),
        Shape::No => write!(
            lines,
            "<circle class='mark no' cx='{x:.1}' cy='{y:.1}' r='7.5'/><path class='tick' d='m{:.1} {:.1} 5.2 5.2m0-5.2-5.2 5.2'/>",
            x - 2.6,
            y - 2.6
        ),
        Shape::Warn => write!(lines, "<path class='mark warn' d='M{x:.1} {:.1}l7.5 12.5h-15z'/>", y - 8.0),
        Shape::Info => write!(lines, "<circle class='mark' cx='{x:.1}' cy='{y:.1}' r='5.5'/>"),
        Shape::Open => {
            write!(lines, "<circle class='mark todo' cx='{x:.1}' cy='{y:.1}' r='5.5' stroke-dasharray='2.5 2'/>")
        }
    };
}

/// One of the four steps of a track.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Step {
    Done,
    Now,
    #[default]
    Todo,
}

/// One permit of a running case.
#[derive(Clone, Debug)]
pub struct Track<'a> {
    pub icon: &'a str,
    pub name: &'a str,
    /// Who, what, until when.
    pub about: &'a [&'a str],
    pub shape: Shape,
    pub status: &'a str,
    pub steps: [Step; 4],
    /// The decision is made: the bar is green.
    pub decided: bool,
    pub href: &'a str,
    /// What can be done here, or why.
    pub more: Option<Markup>,
}

/// Every permit of a case in words, with a bar of four steps.
pub fn tracks(say: crate::words::Say, tracks: &[Track]) -> Markup {
    html! {
        ul.tracks.card.flush {
            @for track in tracks {
                li {
                    (icon(track.icon))
                    div.what {
                        h3 { @if track.href.is_empty() { (track.name) } @else { a href=(track.href) { (track.name) } } }
                        p.dots { @for part in track.about { span { (part) } } }
                    }
                    (super::tag(track.shape, track.status))
                    (steps_bar(say, &track.steps, track.decided))
                    @if let Some(more) = &track.more { div.more { (more) } }
                }
            }
        }
    }
}

fn steps_bar(say: crate::words::Say, steps: &[Step; 4], decided: bool) -> Markup {
    let said: Vec<&str> = steps
        .iter()
        .map(|step| match step {
            Step::Done => say.t("part-step-done"),
            Step::Now => say.t("part-step-now"),
            Step::Todo => say.t("part-step-todo"),
        })
        .collect();
    html! {
        svg.bar4.decided[decided] viewBox="0 0 400 5" preserveAspectRatio="none" role="img" aria-label=(said.join(", ")) {
            @for (place, step) in steps.iter().enumerate() {
                rect class=(match step { Step::Done => "on", Step::Now => "now", Step::Todo => "todo" }) x=(place * 101) width="97" height="5" {}
            }
        }
    }
}

/// What happened: when, for machines, what.
pub fn feed(items: &[(&str, &str, Markup)]) -> Markup {
    html! {
        ol.feed { @for (when, iso, what) in items { li { time datetime=[super::some(iso)] { (when) } div { (what) } } } }
    }
}

/// One point of the one notice.
#[derive(Clone, Debug)]
pub struct Point<'a> {
    pub title: &'a str,
    pub who_icon: &'a str,
    pub who: &'a str,
    /// Why it is needed, with the rule.
    pub why: Markup,
    /// The field that answers it.
    pub answer: Markup,
}

/// All points of the one notice, numbered; each is answered in its place.
pub fn points(points: &[Point]) -> Markup {
    html! {
        ol.points {
            @for point in points {
                li { div { header { h2 { (point.title) } (super::chip(point.who_icon, point.who)) } p { (point.why) } (point.answer) } }
            }
        }
    }
}
