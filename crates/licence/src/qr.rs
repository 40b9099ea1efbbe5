//! QR codes as squares: for the page as one path, for the paper as a matrix.

use std::fmt::Write;

use qrcode::{Color, EcLevel, QrCode};

/// The light margin a QR code needs on every side, in modules.
const QUIET: usize = 4;

/// A square of dark and light modules, without the quiet zone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Modules {
    width: usize,
    dark: Vec<bool>,
}

impl Modules {
    /// How many modules a side has.
    pub fn width(&self) -> usize {
        self.width
    }

    pub fn is_dark(&self, x: usize, y: usize) -> bool {
        x < self.width && y < self.width && self.dark.get(y * self.width + x).copied().unwrap_or(false)
    }

    /// The dark runs of each row: where it begins, its row, and how long it is.
    pub(crate) fn runs(&self) -> Vec<(usize, usize, usize)> {
        let mut runs = Vec::new();
        for y in 0..self.width {
            let mut x = 0;
            while x < self.width {
                let length = (x..self.width).take_while(|x| self.is_dark(*x, y)).count();
                if length > 0 {
                    runs.push((x, y, length));
                }
                x += length.max(1);
            }
        }
        runs
    }
}

/// The QR code of `text` at error level M; nothing when the text is too long for any QR code.
pub fn qr_modules(text: &str) -> Option<Modules> {
    let code = QrCode::with_error_correction_level(text, EcLevel::M).ok()?;
    let dark = code.to_colors().into_iter().map(|color| color == Color::Dark).collect();
    Some(Modules { width: code.width(), dark })
}

/// The QR code as an SVG picture of one path with its quiet zone, black on white in every theme; empty when the text
/// is too long for any QR code. It has no size: the page gives it one. It has no words: give the element around it
/// `role="img"` and a label.
pub fn qr_svg(text: &str) -> String {
    let Some(modules) = qr_modules(text) else { return String::new() };
    let side = modules.width() + 2 * QUIET;
    let mut path = String::new();
    for (x, y, length) in modules.runs() {
        let _ = write!(path, "M{} {}h{length}v1h-{length}z", x + QUIET, y + QUIET);
    }
    format!(
        r##"<svg xmlns="http://www.w3.org/2000/svg" class="qr" viewBox="0 0 {side} {side}" shape-rendering="crispEdges" aria-hidden="true"><path fill="#fff" d="M0 0h{side}v{side}H0z"/><path fill="#000" d="{path}"/></svg>"##
    )
}
