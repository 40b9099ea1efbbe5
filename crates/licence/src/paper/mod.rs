//! The licence as a sealed PDF of A4 pages, tagged for people who cannot see it.

mod draw;
mod ornament;
mod paragraph;
mod sheet;
mod typeface;
mod wording;

use std::fmt;

use sha2::{Digest, Sha256};

use crate::claims::{Claims, SEAL_LIMIT, TooLong};
use crate::jws;
use crate::keys::SigningKey;
use crate::model::Licence;
use crate::qr;
use crate::verify::SEAL_MARK;

pub use typeface::Typeface;

/// A licence on paper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rendered {
    /// The PDF with its seal.
    pub bytes: Vec<u8>,
    pub pages: usize,
    /// Characters that no font had; 〓 stands on the paper in their place.
    pub missing: Vec<char>,
}

/// Why there is no paper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RenderFault {
    /// The embedded fonts could not be read.
    Fonts,
    /// The text is too long for a QR code.
    Qr,
    /// The claims are too long for a seal.
    Seal(TooLong),
    /// The PDF could not be written.
    Pdf(String),
}

impl fmt::Display for RenderFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            RenderFault::Fonts => write!(f, "the embedded fonts cannot be read"),
            RenderFault::Qr => write!(f, "the text is too long for a QR code"),
            RenderFault::Seal(why) => write!(f, "the licence cannot be sealed: {why}"),
            RenderFault::Pdf(why) => write!(f, "the PDF cannot be written: {why}"),
        }
    }
}

impl std::error::Error for RenderFault {}

/// Sets the licence in `language` (`zh`, or English words around whatever the licence says in that language), draws
/// the QR code of `qr_text`, and seals the file with `key`. The same input gives the same bytes.
pub fn render_pdf(licence: &Licence, language: &str, qr_text: &str, key: &SigningKey) -> Result<Rendered, RenderFault> {
    render_pdf_with(Typeface::embedded()?, licence, language, qr_text, key)
}

/// As [`render_pdf`], with a choice of [`Typeface`].
pub fn render_pdf_with(
    typeface: &Typeface,
    licence: &Licence,
    language: &str,
    qr_text: &str,
    key: &SigningKey,
) -> Result<Rendered, RenderFault> {
    let modules = qr::qr_modules(qr_text).ok_or(RenderFault::Qr)?;
    let order = sheet::Order {
        licence,
        language,
        wording: wording::Wording::in_language(language),
        address: address_to_type(qr_text),
        key,
        typeface,
    };
    let sheets = sheet::set(&order);
    let pages = sheets.pages.len();
    let missing = sheets.missing.iter().copied().collect();
    let pdf = draw::draw(&order, sheets, &modules, qr_text)?;
    Ok(Rendered { bytes: seal(pdf, licence, key)?, pages, missing })
}

/// What people open by hand: the address in the QR code without scheme and without what follows `#`.
fn address_to_type(qr_text: &str) -> String {
    let address = qr_text.split('#').next().unwrap_or_default();
    address.split_once("://").map_or(address, |(_, rest)| rest).to_owned()
}

/// One more line behind the end of the PDF. Readers pass over it; [`crate::verify`] does not.
fn seal(mut pdf: Vec<u8>, licence: &Licence, key: &SigningKey) -> Result<Vec<u8>, RenderFault> {
    if !pdf.ends_with(b"\n") {
        pdf.push(b'\n');
    }
    let digest = jws::encode(Sha256::digest(&pdf));
    let signed = Claims::of(licence).sign(Some(&digest), key, SEAL_LIMIT).map_err(RenderFault::Seal)?;
    pdf.extend_from_slice(SEAL_MARK.as_bytes());
    pdf.extend_from_slice(signed.as_bytes());
    pdf.push(b'\n');
    Ok(pdf)
}
