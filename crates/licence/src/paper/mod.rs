//! The licence as a signed PDF, tagged for people who cannot see it: A4 sheets, and an A5 sticker for the window.

mod draw;
mod ornament;
mod paragraph;
mod sector;
mod sheet;
mod sticker;
mod template;
mod typeface;
mod wording;

use std::fmt;

use crate::claims::{Claims, SEAL_LIMIT, TooLong};
use crate::keys::SigningKey;
use crate::model::Licence;
use crate::pades::{self, SignFault};
use crate::qr;

pub use template::{BLOCKS, Block, FACT_LINES, FactLine, SAYINGS, STICKER_BLOCKS, StickerBlock, Template};
pub use typeface::Typeface;

/// A file inside the PDF, for machines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attachment {
    /// `licence.sdjwt`
    pub name: String,
    /// `application/dc+sd-jwt`
    pub media_type: String,
    /// The saying of the template that tells people what it is.
    pub described_by: &'static str,
    pub bytes: Vec<u8>,
}

/// A licence on paper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rendered {
    /// The signed PDF.
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
    /// The PDF could not be signed.
    Sign(SignFault),
}

impl fmt::Display for RenderFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            RenderFault::Fonts => write!(f, "the embedded fonts cannot be read"),
            RenderFault::Qr => write!(f, "the text is too long for a QR code"),
            RenderFault::Seal(why) => write!(f, "the licence cannot be sealed: {why}"),
            RenderFault::Sign(why) => write!(f, "the PDF cannot be signed: {why}"),
            RenderFault::Pdf(why) => write!(f, "the PDF cannot be written: {why}"),
        }
    }
}

impl std::error::Error for RenderFault {}

/// Everything a paper is made of. The same gives the same bytes.
#[derive(Clone, Copy)]
pub struct Paper<'a> {
    pub licence: &'a Licence,
    pub template: &'a Template,
    /// `zh`, or English words around whatever the licence says in that language.
    pub language: &'a str,
    /// The signed text ([`crate::qr_text`]): drawn as a code, and attached.
    pub qr_text: &'a str,
    pub key: &'a SigningKey,
    /// Beside the text of the code.
    pub attachments: &'a [Attachment],
    pub typeface: &'a Typeface,
}

impl Paper<'_> {
    /// The licence on A4 (PDF/A-3a, PDF/UA-1), signed (PAdES B-B).
    pub fn pdf(&self) -> Result<Rendered, RenderFault> {
        let set = |order: &sheet::Order| {
            let sheets = sheet::set(order);
            if sheets.missing.is_empty() {
                return sheets;
            }
            // What has no shape is known only now; the paper itself says so.
            let missing: Vec<char> = sheets.missing.iter().copied().collect();
            sheet::set(&sheet::Order { missing: &missing, ..order.clone() })
        };
        self.rendered(set)
    }

    /// One A5 page for the window: the name, the sector, the code large enough for a phone. Signed like the licence.
    pub fn sticker(&self) -> Result<Rendered, RenderFault> {
        self.rendered(sticker::set)
    }

    fn rendered(&self, set: impl Fn(&sheet::Order) -> sheet::Sheets) -> Result<Rendered, RenderFault> {
        let modules = qr::qr_modules(self.qr_text).ok_or(RenderFault::Qr)?;
        let order = sheet::Order {
            licence: self.licence,
            language: self.language,
            wording: wording::Wording::in_language(self.template, self.language),
            missing: &[],
            address: address_to_type(self.qr_text),
            key: self.key,
            typeface: self.typeface,
        };
        let sheets = set(&order);
        let pages = sheets.pages.len();
        let missing = sheets.missing.iter().copied().collect();
        let mut attachments = vec![Attachment {
            name: "qr.txt".to_owned(),
            media_type: "text/plain".to_owned(),
            described_by: "qr-text",
            bytes: self.qr_text.as_bytes().to_vec(),
        }];
        attachments.extend_from_slice(self.attachments);
        let pdf = draw::draw(&order, sheets, &modules, self.qr_text, &attachments)?;
        let claims = Claims::of(self.licence).sign(None, self.key, SEAL_LIMIT).map_err(RenderFault::Seal)?;
        let seal = pades::Seal {
            claims: &claims,
            label: order.wording.say("seal-name"),
            name: self.licence.issuer.say(self.language),
            day: self.licence.issued_on,
            key: self.key,
        };
        let bytes = seal.sign(pdf).map_err(RenderFault::Sign)?;
        Ok(Rendered { bytes, pages, missing })
    }
}

/// The licence in `language` as the program sets it where a city wrote no [`Template`].
pub fn render_pdf(licence: &Licence, language: &str, qr_text: &str, key: &SigningKey) -> Result<Rendered, RenderFault> {
    let typeface = Typeface::embedded()?;
    Paper { licence, template: &Template::default(), language, qr_text, key, attachments: &[], typeface }.pdf()
}

/// What people open by hand: the address in the QR code without scheme and without what follows `#`.
fn address_to_type(qr_text: &str) -> String {
    let address = qr_text.split('#').next().unwrap_or_default();
    address.split_once("://").map_or(address, |(_, rest)| rest).to_owned()
}
