//! Checking a licence with nothing but the trust bundle: no network, no clock, no trust in who shows it.

use rules::Day;
use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::claims::Claims;
use crate::jws::{self, Parsed};
use crate::keys::TrustBundle;
use crate::model::{Standing, Words};
use crate::pades::Found;

/// What begins the last line of a PDF sealed before there were signatures inside; such papers are checked for ever.
const SEAL_MARK: &str = "%onego-seal ";

/// Longer texts cannot come from us.
const LONGEST_TEXT: usize = 8 * 1024;
const LONGEST_FILE: usize = 64 * 1024 * 1024;

/// What a check found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Verdict {
    pub outcome: Outcome,
    /// The city or the paper says that it is only a sample.
    pub specimen: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case", tag = "outcome")]
pub enum Outcome {
    /// Every letter is as the city signed it.
    Genuine {
        claims: Box<Claims>,
        /// Who signed, from the trust bundle.
        issuer: Words,
        /// The day up to which this paper knows what happened.
        as_of: Day,
        /// By the dates on the paper, on the day of the check; nothing when the text had no room for the parts.
        standing_by_dates: Option<Standing>,
        /// The whole file was sealed, not only the text of a QR code.
        whole_file: bool,
    },
    NotGenuine {
        reason: Reason,
    },
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case", tag = "reason")]
pub enum Reason {
    /// The signature or the seal does not fit: something was changed after signing.
    Altered,
    /// Signed with a key that is not in the trust bundle.
    UnknownKey { kid: String },
    /// Signed with a key that did not count on the day of issue.
    KeyNotValidThen { kid: String, issued_on: Day },
    /// It looks like ours but cannot be read.
    Malformed,
    /// Signed in a newer format than this verifier knows.
    NewerFormat { format: u32 },
    /// The QR code leads to another address than the city's.
    OtherAddress { address: String },
    /// A document without our seal, or a text that is no licence.
    NotOurs,
}

impl Verdict {
    pub fn is_genuine(&self) -> bool {
        matches!(self.outcome, Outcome::Genuine { .. })
    }

    /// What no check without the city can tell, to be shown beside every verdict.
    pub fn cannot_be_known_offline() -> Words {
        Words::of(
            "This check does not ask the city. Whether a permit was suspended or withdrawn since the paper was issued \
             can only be seen online.",
            "此核验不联网。签发之后是否有许可被暂停或撤销，只有联网才能查到。",
        )
    }
}

/// Checks a signed PDF (or one with the seal of earlier papers), the text of a QR code (the address with what follows `#`, or only that), or a file with such a
/// text in it. `today` is used for the dates on the paper only.
pub fn verify(input: impl AsRef<[u8]>, trust: &TrustBundle, today: Day) -> Verdict {
    let checked = check(input.as_ref(), trust);
    match checked {
        Ok(Checked { claims, issuer, whole_file }) => Verdict {
            specimen: trust.specimen || claims.specimen,
            outcome: Outcome::Genuine {
                issuer,
                as_of: claims.issued_on,
                standing_by_dates: claims.standing_on(today),
                whole_file,
                claims: Box::new(claims),
            },
        },
        Err(reason) => Verdict { specimen: trust.specimen, outcome: Outcome::NotGenuine { reason } },
    }
}

struct Checked {
    claims: Claims,
    issuer: Words,
    whole_file: bool,
}

fn check(input: &[u8], trust: &TrustBundle) -> Result<Checked, Reason> {
    if input.len() > LONGEST_FILE {
        return Err(Reason::NotOurs);
    }
    match last_line_with_seal(input) {
        Some(at) => check_sealed(input, at, trust),
        None if Found::is_in(input) => check_signed_pdf(input, trust),
        None if input.starts_with(b"%PDF-") => Err(Reason::NotOurs),
        None => check_text(input, trust),
    }
}

/// Where the last seal of the input begins.
fn last_line_with_seal(input: &[u8]) -> Option<usize> {
    let mark = SEAL_MARK.as_bytes();
    input.windows(mark.len() + 1).rposition(|window| window[0] == b'\n' && &window[1..] == mark).map(|at| at + 1)
}

/// The signature of a PDF covers every byte of it, and the same key has signed the claims inside.
fn check_signed_pdf(input: &[u8], trust: &TrustBundle) -> Result<Checked, Reason> {
    let found = Found::read(input).ok_or(Reason::Altered)?;
    let (claims, file, issuer) = check_signed(found.claims, trust)?;
    let kid = Parsed::read(found.claims).ok_or(Reason::Malformed)?.kid;
    let key = trust.key(&kid).and_then(|trusted| trusted.verifying_key()).ok_or(Reason::UnknownKey { kid })?;
    // Claims cut out of a file with a seal of the older kind vouch for that file only.
    if file.is_some() || !input.starts_with(b"%PDF-") || !found.is_signed_by(input, &key) {
        return Err(Reason::Altered);
    }
    Ok(Checked { claims, issuer, whole_file: true })
}

/// The seal has to be the very last line; it vouches for every byte before it.
fn check_sealed(input: &[u8], at: usize, trust: &TrustBundle) -> Result<Checked, Reason> {
    let (before, line) = input.split_at(at);
    let text = line
        .strip_prefix(SEAL_MARK.as_bytes())
        .and_then(|rest| rest.strip_suffix(b"\n"))
        .and_then(|text| std::str::from_utf8(text).ok())
        .filter(|text| text.len() <= LONGEST_TEXT)
        .ok_or(Reason::Altered)?;
    let (claims, file, issuer) = check_signed(text, trust).map_err(|reason| match reason {
        // We write no seal that cannot be read.
        Reason::Malformed => Reason::Altered,
        other => other,
    })?;
    if file.as_deref() != Some(jws::encode(Sha256::digest(before)).as_str()) {
        return Err(Reason::Altered);
    }
    Ok(Checked { claims, issuer, whole_file: true })
}

fn check_text(input: &[u8], trust: &TrustBundle) -> Result<Checked, Reason> {
    let text = std::str::from_utf8(input).map_err(|_| Reason::NotOurs)?;
    let text = text.trim_start_matches('\u{FEFF}').trim();
    if text.is_empty() || text.len() > LONGEST_TEXT {
        return Err(Reason::NotOurs);
    }
    let signed = match text.split_once('#') {
        Some((address, signed)) => {
            let ours = format!("{}/v", trust.origin.trim_end_matches('/'));
            if !address.trim_end_matches('/').eq_ignore_ascii_case(&ours) {
                return Err(Reason::OtherAddress { address: address.to_owned() });
            }
            signed
        }
        None => text,
    };
    if signed.bytes().filter(|b| *b == b'.').count() != 2 {
        return Err(Reason::NotOurs);
    }
    let (claims, file, issuer) = check_signed(signed, trust)?;
    // A seal cut out of its file vouches for that file and for nothing else.
    if file.is_some() {
        return Err(Reason::Malformed);
    }
    Ok(Checked { claims, issuer, whole_file: false })
}

/// The claims, the digest of the sealed file if any, and who signed. Nothing of the payload is believed before the
/// signature was checked.
fn check_signed(text: &str, trust: &TrustBundle) -> Result<(Claims, Option<String>, Words), Reason> {
    let parsed = Parsed::read(text).ok_or(Reason::Malformed)?;
    let unknown = || Reason::UnknownKey { kid: parsed.kid.clone() };
    let trusted = trust.key(&parsed.kid).ok_or_else(unknown)?;
    let key = trusted.verifying_key().ok_or_else(unknown)?;
    if !parsed.is_signed_by(&key) {
        return Err(Reason::Altered);
    }
    match Claims::format_of(&parsed.payload) {
        Some(format) if format > Claims::FORMAT => return Err(Reason::NewerFormat { format }),
        Some(Claims::FORMAT) => {}
        _ => return Err(Reason::Malformed),
    }
    let (claims, file) = Claims::read(&parsed.payload).ok_or(Reason::Malformed)?;
    if !trusted.counted_on(claims.issued_on) {
        return Err(Reason::KeyNotValidThen { kid: parsed.kid, issued_on: claims.issued_on });
    }
    Ok((claims, file, trusted.issuer.clone()))
}
