//! What the type of the credential says of itself (SD-JWT VC, 6): its names, its claims, and which of them may be withheld.
//!
//! Credentials already issued hold the digest of these bytes. So they may not change: whoever changes a word here gives the
//! type a new number in [`VCT`].

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

/// The place of the type below the address of the city.
pub const VCT: &str = "/credentials/licence/1";

/// The name of the one configuration a wallet can ask for (OpenID4VCI, 12.2.4).
pub const CONFIGURATION: &str = "licence";

/// Path, English and Chinese label, and whether the holder may withhold it.
const CLAIMS: [(&[Option<&str>], &str, &str, bool); 14] = [
    (&[Some("number")], "Licence number", "证号", false),
    (&[Some("code")], "Code", "查验码", true),
    (&[Some("trade_name")], "Name", "名称", true),
    (&[Some("holder")], "Operator", "经营者", true),
    (&[Some("credit_code")], "Unified code", "统一社会信用代码", true),
    (&[Some("premises")], "Premises", "经营场所", true),
    (&[Some("district")], "District", "区", true),
    (&[Some("sector")], "Sector", "行业", true),
    (&[Some("issuer_name")], "Issued by", "签发机关", false),
    (&[Some("issued_on")], "Issued", "签发日期", false),
    (&[Some("version")], "Version", "版本", false),
    (&[Some("specimen")], "Specimen without legal force", "样本，无法律效力", false),
    (&[Some("part_count")], "Number of permits", "许可数量", false),
    (&[Some("parts"), None], "Permit", "许可", true),
];

fn labels(en: &str, zh: &str) -> Value {
    json!([{ "locale": "en", "label": en }, { "locale": "zh", "label": zh }])
}

/// The address of the type of a city at `origin`.
pub fn vct(origin: &str) -> String {
    format!("{}{VCT}", origin.trim_end_matches('/'))
}

/// The document at [`vct`], byte for byte.
pub fn metadata(origin: &str) -> String {
    let claims: Vec<Value> = CLAIMS
        .iter()
        .map(|(path, en, zh, may_be_withheld)| {
            json!({ "path": path, "display": labels(en, zh), "sd": if *may_be_withheld { "always" } else { "never" } })
        })
        .collect();
    json!({
        "vct": vct(origin),
        "name": "Comprehensive licence",
        "description": "One licence of one holder at one place, with every permit in it as a part of its own",
        "display": display(),
        "claims": claims,
    })
    .to_string()
}

/// What the type is called, for people.
pub fn display() -> Value {
    json!([
        { "locale": "en", "name": "Comprehensive licence", "description": "All permits of one place of business" },
        { "locale": "zh", "name": "综合许可证", "description": "同一经营场所的全部许可" },
    ])
}

/// The claims as issuer metadata lists them (OpenID4VCI, appendix B).
pub(crate) fn claims() -> Vec<Value> {
    let display = |en: &str, zh: &str| json!([{ "name": en, "locale": "en" }, { "name": zh, "locale": "zh" }]);
    CLAIMS.iter().map(|(path, en, zh, _)| json!({ "path": path, "display": display(en, zh) })).collect()
}

/// The digest of the document, as it stands in `vct#integrity` (W3C Subresource Integrity).
pub fn integrity(origin: &str) -> String {
    format!("sha256-{}", STANDARD.encode(Sha256::digest(metadata(origin).as_bytes())))
}
