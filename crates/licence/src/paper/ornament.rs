//! What is drawn and not written: the frame, the waves, the watermark's ground and the mark.
//!
//! Places are rounded to a hundredth of a point, so that the last digit of a sine does not decide about a byte.

use std::f32::consts::{PI, TAU};

use krilla::geom::{Path, PathBuilder, Rect};

fn round(value: f32) -> f32 {
    (value * 100.0).round() / 100.0
}

/// A rectangle with round corners.
pub(super) fn frame(inset: f32, (width, height): (f32, f32), radius: f32) -> Option<Path> {
    let (l, t, r, b) = (inset, inset, width - inset, height - inset);
    // How far the handles of a quarter circle reach.
    let k = radius * 0.5523;
    let mut path = PathBuilder::new();
    path.move_to(l + radius, t);
    path.line_to(r - radius, t);
    path.cubic_to(r - radius + k, t, r, t + radius - k, r, t + radius);
    path.line_to(r, b - radius);
    path.cubic_to(r, b - radius + k, r - radius + k, b, r - radius, b);
    path.line_to(l + radius, b);
    path.cubic_to(l + radius - k, b, l, b - radius + k, l, b - radius);
    path.line_to(l, t + radius);
    path.cubic_to(l, t + radius - k, l + radius - k, t, l + radius, t);
    path.close();
    path.finish()
}

/// How many threads a band of waves has.
const THREADS: usize = 12;
const STEPS: usize = 96;

/// A band of threads that swing between two waves and cross each other, thin at both ends.
pub(super) fn waves(left: f32, right: f32, middle: f32, height: f32) -> Vec<Path> {
    (0..THREADS).filter_map(|thread| wave(thread, left, right, middle, height)).collect()
}

fn wave(thread: usize, left: f32, right: f32, middle: f32, height: f32) -> Option<Path> {
    let own = TAU * thread as f32 / THREADS as f32;
    let at = |step: f32| {
        let u = (step / STEPS as f32).clamp(0.0, 1.0);
        let swell = (PI * u).sin().max(0.0).powf(1.35);
        let turn = TAU * 6.5 * (u - 0.5);
        // Each thread wanders from the upper wave to the lower one and back, out of step with its neighbours.
        let share = 0.5 + 0.5 * (turn * 0.5 + own).cos();
        let (upper, lower) = (turn.cos(), -0.55 * (turn + 0.75).cos());
        let y = middle - height * swell * (share * upper + (1.0 - share) * lower);
        (left + (right - left) * u, y)
    };
    let mut path = PathBuilder::new();
    let (x, y) = at(0.0);
    path.move_to(round(x), round(y));
    for step in 0..STEPS {
        let here = step as f32;
        let [before, begin, end, after] = [here - 1.0, here, here + 1.0, here + 2.0].map(at);
        path.cubic_to(
            round(begin.0 + (end.0 - before.0) / 6.0),
            round(begin.1 + (end.1 - before.1) / 6.0),
            round(end.0 - (after.0 - begin.0) / 6.0),
            round(end.1 - (after.1 - begin.1) / 6.0),
            round(end.0),
            round(end.1),
        );
    }
    path.finish()
}

/// The mark's frame: two squares cut by hand, the second inside the first.
pub(super) fn mark_frame(x: f32, y: f32, side: f32) -> Option<Path> {
    let place = |(u, v): (f32, f32)| (round(x + u * side), round(y + v * side));
    let outer =
        [(0.035, 0.02), (0.5, 0.0), (0.975, 0.025), (1.0, 0.48), (0.985, 0.98), (0.5, 1.0), (0.015, 0.975), (0.0, 0.5)];
    let inner = [
        (0.08, 0.07),
        (0.5, 0.045),
        (0.932, 0.068),
        (0.955, 0.48),
        (0.94, 0.935),
        (0.5, 0.955),
        (0.06, 0.93),
        (0.045, 0.5),
    ];
    let mut path = PathBuilder::new();
    for ring in [outer, inner] {
        for (number, (px, py)) in ring.into_iter().map(place).enumerate() {
            if number == 0 { path.move_to(px, py) } else { path.line_to(px, py) }
        }
        path.close();
    }
    path.finish()
}

/// One stroke of a brush, the character for "one": set down, drawn across, pressed and lifted.
pub(super) fn one_stroke(x: f32, y: f32, width: f32) -> Option<Path> {
    let p = |u: f32, v: f32| (round(x + u * width), round(y + v * width));
    let (sx, sy) = p(0.0, -0.035);
    let mut path = PathBuilder::new();
    path.move_to(sx, sy);
    for [a, b, c] in [
        [(0.05, -0.075), (0.1, -0.05), (0.17, -0.04)],
        [(0.4, -0.03), (0.62, -0.055), (0.8, -0.085)],
        [(0.88, -0.1), (0.93, -0.075), (1.0, -0.01)],
        [(0.985, 0.045), (0.93, 0.055), (0.86, 0.045)],
        [(0.62, 0.03), (0.4, 0.035), (0.18, 0.06)],
        [(0.1, 0.07), (0.05, 0.06), (0.0, -0.035)],
    ] {
        let ((ax, ay), (bx, by), (cx, cy)) = (p(a.0, a.1), p(b.0, b.1), p(c.0, c.1));
        path.cubic_to(ax, ay, bx, by, cx, cy);
    }
    path.close();
    path.finish()
}

/// Rectangles as one path.
pub(super) fn rectangles(all: impl IntoIterator<Item = (f32, f32, f32, f32)>) -> Option<Path> {
    let mut path = PathBuilder::new();
    for (x, y, width, height) in all {
        path.push_rect(Rect::from_xywh(x, y, width, height)?);
    }
    path.finish()
}
