//! The one comprehensive licence: what it says, how it looks on paper, and how anyone checks it without asking us.
//!
//! Read in this order: [`Licence`] (what was decided), [`Claims`] (what is signed), [`SigningKey`] and [`TrustBundle`]
//! (who may sign), [`qr_text`] and [`Paper`] (what the holder gets), [`verify`] (what everyone else can do), [`credential`] (the same licence for wallets).
//!
//! Nothing here looks at a clock, a network or a random source: the same licence and key give the same bytes.

mod certificate;
mod claims;
mod code;
pub mod credential;
mod der;
mod jws;
mod keys;
mod model;
mod pades;
mod paper;
mod qr;
mod verify;

pub use claims::{ClaimedPart, Claims, QR_TEXT_LIMIT, TooLong, qr_text};
pub use code::{Code, CodeMistake, Number, check_letter};
pub use keys::{KeyFault, PublicKey, SigningKey, TRUST_FORMAT, TrustBundle, TrustedKey};
pub use model::{CurrentState, Duty, Licence, Part, PartKind, PartStanding, PartState, Standing, Words};
pub use pades::SignFault;
pub use paper::{
    Attachment, BLOCKS, Block, FACT_LINES, FactLine, Paper, RenderFault, Rendered, SAYINGS, STICKER_BLOCKS,
    StickerBlock, Template, Typeface, render_pdf,
};
pub use qr::{Modules, qr_modules, qr_svg};
pub use verify::{Outcome, Reason, Verdict, verify};
