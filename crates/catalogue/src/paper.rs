//! What may be written about the paper of the licence: the names of its blocks, lines and words, and the blanks in them.
//! What they look like is the business of the room that draws them.

pub const BLOCKS: &[&str] =
    &["issuer", "title", "number", "name", "facts", "parts", "notice", "sector", "duties", "checks"];
pub const FACT_LINES: &[&str] = &["holder", "credit-code", "premises", "district", "sector", "issued", "version"];
pub const STICKER_BLOCKS: &[&str] = &["title", "name", "sector", "qr", "code", "check"];

/// The names of all fixed words.
pub const SAYINGS: &[&str] = &[
    "title",
    "number",
    "holder",
    "credit-code",
    "premises",
    "district",
    "sector",
    "issued",
    "version",
    "permit",
    "decided-by",
    "scope",
    "until",
    "no-end",
    "from",
    "date",
    "short-date",
    "months",
    "colon",
    "semicolon",
    "kind-licence",
    "kind-registration",
    "kind-filing",
    "kind-upload",
    "suspended",
    "revoked",
    "expired",
    "withdrawn",
    "specimen",
    "specimen-notice",
    "notice-one",
    "notice",
    "missing",
    "check",
    "signed",
    "page",
    "qr-described",
    "seal-described",
    "seal-name",
    "sector-face",
    "sector-text",
    "duties",
    "checks",
    "sticker",
    "qr-text",
    "credential",
];

/// Without these a sheet is no licence.
pub(crate) const BLOCKS_NEEDED: &[&str] = &["title", "number", "name", "facts", "parts", "notice"];
/// Without these nobody can check a sticker.
pub(crate) const STICKER_NEEDED: &[&str] = &["qr", "code"];

/// What can be filled into a saying.
pub fn blanks(saying: &str) -> &'static [&'static str] {
    match saying {
        "number" => &["number"],
        "from" => &["day"],
        "date" | "short-date" => &["day", "month", "short-month", "month-number", "year", "iso"],
        "notice" | "notice-one" => &["count"],
        "missing" => &["characters"],
        "check" => &["address"],
        "signed" => &["issuer", "day", "key"],
        "page" => &["page", "pages"],
        "qr-described" => &["code"],
        "seal-described" => &["city"],
        "sector-face" => &["sector"],
        _ => &[],
    }
}

/// Blanks without which a saying fails whoever reads it.
pub(crate) fn blanks_needed(saying: &str) -> &'static [&'static str] {
    match saying {
        "number" => &["number"],
        "from" => &["day"],
        "missing" => &["characters"],
        "check" => &["address"],
        "sector-face" => &["sector"],
        _ => &[],
    }
}
