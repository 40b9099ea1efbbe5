//! Signing a PDF so that ordinary readers show it: PAdES B-B (ETSI EN 319 142-1), a detached CMS (RFC 5652) with the
//! digest of the signing certificate (RFC 5035), written as one more revision behind the file.
//!
//! There is exactly one spelling of what is not covered by the digest: a check writes the CMS again from the digest, the
//! certificate and the two numbers of the signature, and compares every byte.

use std::fmt;
use std::ops::Range;

use p256::ecdsa::signature::{Signer, Verifier};
use p256::ecdsa::{DerSignature, VerifyingKey};
use rules::Day;
use sha2::{Digest, Sha256};

use crate::certificate::{Certificate, ECDSA_SHA256};
use crate::der::{INTEGER, OCTETS, OID, Reader, SEQUENCE, SET, context, element, set};
use crate::keys::SigningKey;

/// What the dictionary of our signatures begins with; the claims follow up to `)`.
const MARK: &[u8] = b"<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/ETSI.CAdES.detached/OnegoClaims(";
const RANGE: &[u8] = b"/ByteRange[0 ";
const CONTENTS: &[u8] = b"]/Contents";
/// The three numbers of a range with their spaces.
const RANGE_ROOM: usize = 32;
const LONGEST_CMS: usize = 16 * 1024;

const SHA256: &[u8] = &[0x30, 0x0B, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01];
const DATA: &[u8] = &[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x07, 0x01];
const SIGNED_DATA: &[u8] = &[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x07, 0x02];
const CONTENT_TYPE: &[u8] = &[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x09, 0x03];
const MESSAGE_DIGEST: &[u8] = &[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x09, 0x04];
const SIGNING_CERTIFICATE_V2: &[u8] = &[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x09, 0x10, 0x02, 0x2F];

/// Why a PDF was not signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignFault {
    /// The file is not written as this signer expects: catalog, first page or table of objects were not found.
    Layout,
    /// No certificate could be written for the key.
    Certificate,
}

impl fmt::Display for SignFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            SignFault::Layout => write!(f, "its catalog, first page or table of objects was not found"),
            SignFault::Certificate => write!(f, "there is no certificate for the key"),
        }
    }
}

/// What a signature says and who makes it.
pub(crate) struct Seal<'a> {
    /// The claims of the licence, a compact JWS.
    pub claims: &'a str,
    /// What a reader calls the signature.
    pub label: &'a str,
    /// Who signs.
    pub name: &'a str,
    pub day: Day,
    pub key: &'a SigningKey,
}

impl Seal<'_> {
    /// The file with one more revision: the signature, its field (no larger than nothing, outside the page, so that it
    /// needs no drawing and no place among the tags), and the catalog and first page that name it.
    pub fn sign(&self, mut pdf: Vec<u8>) -> Result<Vec<u8>, SignFault> {
        if !pdf.ends_with(b"\n") {
            pdf.push(b'\n');
        }
        let base = Base::read(&pdf).ok_or(SignFault::Layout)?;
        let certificate = self.key.certificate().ok_or(SignFault::Certificate)?;
        let (field, signature) = (base.size, base.size + 1);
        let catalog = with_entry(base.catalog.1, &format!("/AcroForm<</Fields[{field} 0 R]/SigFlags 3>>"));
        let page = with_annotation(base.page.1, field);
        let label = text_string(self.label);
        let widget = format!(
            "<</Type/Annot/Subtype/Widget/FT/Sig/T(licence)/TU{label}/F 132/Rect[-1 -1 -1 -1]/P {} 0 R/V {signature} 0 R>>",
            base.page.0
        );
        let mut written: Vec<(usize, usize)> = Vec::new();
        let mut object = |pdf: &mut Vec<u8>, number: usize, text: &[u8]| {
            written.push((number, pdf.len()));
            pdf.extend_from_slice(format!("{number} 0 obj\n").as_bytes());
            pdf.extend_from_slice(text);
            pdf.extend_from_slice(b"\nendobj\n");
        };
        let (catalog_number, page_number) = (base.catalog.0, base.page.0);
        let trailer = base.trailer_after(signature + 1);
        object(&mut pdf, page_number, page.as_bytes());
        object(&mut pdf, catalog_number, catalog.as_bytes());
        object(&mut pdf, field, widget.as_bytes());

        let room = 2 * (cms(&certificate, &[0; 32], &[0; 72]).len() + 8);
        let mut dictionary = MARK.to_vec();
        let day = self.day.to_string().replace('-', "");
        let rest = format!("{})/Name{}/M(D:{day}000000Z)", self.claims, text_string(self.name));
        dictionary.extend_from_slice(rest.as_bytes());
        dictionary.extend_from_slice(RANGE);
        let range_at = dictionary.len();
        dictionary.resize(range_at + RANGE_ROOM, b' ');
        dictionary.extend_from_slice(CONTENTS);
        let gap_at = dictionary.len();
        dictionary.push(b'<');
        dictionary.resize(gap_at + 1 + room, b'0');
        dictionary.extend_from_slice(b">>>");
        let begin = pdf.len() + format!("{signature} 0 obj\n").len();
        object(&mut pdf, signature, &dictionary);

        written.sort_unstable();
        let table_at = pdf.len();
        pdf.extend_from_slice(b"xref\n");
        for (number, at) in written {
            pdf.extend_from_slice(format!("{number} 1\n{at:010} 00000 n \n").as_bytes());
        }
        pdf.extend_from_slice(format!("trailer\n{trailer}\nstartxref\n{table_at}\n%%EOF\n").as_bytes());

        let gap = begin + gap_at..begin + gap_at + room + 2;
        let range = format!("{} {} {}", gap.start, gap.end, pdf.len() - gap.end);
        let places = begin + range_at..begin + range_at + range.len();
        pdf.get_mut(places).ok_or(SignFault::Layout)?.copy_from_slice(range.as_bytes());
        let digest = digest_around(&pdf, &gap).ok_or(SignFault::Layout)?;
        let signature: DerSignature = self.key.key().sign(&set_of_attributes(&certificate, &digest));
        let signed = hex(&cms(&certificate, &digest, signature.as_bytes()));
        let hole = pdf.get_mut(gap.start + 1..gap.start + 1 + signed.len()).ok_or(SignFault::Layout)?;
        hole.copy_from_slice(signed.as_bytes());
        Ok(pdf)
    }
}

/// What of a written PDF its next revision names.
struct Base<'p> {
    catalog: (usize, &'p str),
    page: (usize, &'p str),
    trailer: &'p str,
    table_at: usize,
    /// One more than the largest number of an object.
    size: usize,
}

impl<'p> Base<'p> {
    fn read(pdf: &'p [u8]) -> Option<Self> {
        let tail_at = rfind(pdf, b"startxref\n")?;
        let table_at: usize = number_after(pdf.get(tail_at..)?, b"startxref\n")?;
        let trailer_at = rfind(pdf, b"trailer\n")?;
        let trailer = std::str::from_utf8(pdf.get(trailer_at + 8..tail_at)?).ok()?.trim();
        let table = pdf.get(table_at..trailer_at)?;
        let size: usize = number_after(trailer.as_bytes(), b"/Size ")?;
        let object = |number: usize| -> Option<(usize, &'p str)> {
            // `xref`, `0 108`, and then twenty bytes an entry.
            let entries = table.iter().enumerate().filter(|(_, byte)| **byte == b'\n').nth(1)?.0 + 1;
            let at: usize = number_after(table.get(entries + 20 * number..)?, b"")?;
            let text = pdf.get(at..)?.strip_prefix(format!("{number} 0 obj\n").as_bytes())?;
            let text = text.get(..find(text, b"\nendobj")?)?;
            Some((number, std::str::from_utf8(text).ok()?.trim()))
        };
        let catalog = object(number_after(trailer.as_bytes(), b"/Root ")?)?;
        let pages = object(number_after(catalog.1.as_bytes(), b"/Pages ")?)?;
        let page = object(number_after(pages.1.as_bytes(), b"/Kids[")?)?;
        page.1.contains("/Type/Page/").then_some(Base { catalog, page, trailer, table_at, size })
    }

    fn trailer_after(&self, size: usize) -> String {
        let before = format!("/Size {}", self.size);
        with_entry(&self.trailer.replacen(&before, &format!("/Size {size}"), 1), &format!("/Prev {}", self.table_at))
    }
}

/// A dictionary with one more entry.
fn with_entry(dictionary: &str, entry: &str) -> String {
    format!("{}{entry}>>", dictionary.strip_suffix(">>").unwrap_or(dictionary))
}

fn with_annotation(page: &str, field: usize) -> String {
    match page.split_once("/Annots[") {
        Some((before, after)) => format!("{before}/Annots[{field} 0 R {after}"),
        None => with_entry(page, &format!("/Annots[{field} 0 R]")),
    }
}

/// Text in the PDF's own way: UTF-16 with a mark, as hexadecimal digits.
fn text_string(text: &str) -> String {
    let units = text.encode_utf16().map(|unit| format!("{unit:04X}")).collect::<String>();
    format!("<FEFF{units}>")
}

fn find(bytes: &[u8], what: &[u8]) -> Option<usize> {
    bytes.windows(what.len().max(1)).position(|window| window == what)
}

fn rfind(bytes: &[u8], what: &[u8]) -> Option<usize> {
    bytes.windows(what.len().max(1)).rposition(|window| window == what)
}

/// The number behind `what`, which may be nothing: then the number at the beginning.
fn number_after(bytes: &[u8], what: &[u8]) -> Option<usize> {
    let at = if what.is_empty() { 0 } else { find(bytes, what)? + what.len() };
    let digits: Vec<u8> = bytes.get(at..)?.iter().copied().take_while(u8::is_ascii_digit).take(12).collect();
    std::str::from_utf8(&digits).ok()?.parse().ok()
}

fn hex(bytes: &[u8]) -> String {
    use fmt::Write;
    bytes.iter().fold(String::with_capacity(2 * bytes.len()), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// Only the digits that [`hex`] writes.
fn unhex(text: &[u8]) -> Option<Vec<u8>> {
    let digit = |byte: u8| match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'a'..=b'f' => Some(byte - b'a' + 10),
        _ => None,
    };
    let (pairs, rest) = text.as_chunks::<2>();
    rest.is_empty().then_some(())?;
    pairs.iter().map(|[high, low]| Some(digit(*high)? << 4 | digit(*low)?)).collect()
}

/// SHA-256 of everything but the gap.
fn digest_around(pdf: &[u8], gap: &Range<usize>) -> Option<[u8; 32]> {
    let digest = Sha256::new().chain_update(pdf.get(..gap.start)?).chain_update(pdf.get(gap.end..)?);
    Some(digest.finalize().into())
}

fn attribute(kind: &[u8], value: &[u8]) -> Vec<u8> {
    element(SEQUENCE, &[&element(OID, &[kind]), &element(SET, &[value])])
}

/// The signed attributes as they are signed: a set. ESSCertIDv2 leaves SHA-256 out, since it is the usual one.
fn set_of_attributes(certificate: &Certificate, digest: &[u8; 32]) -> Vec<u8> {
    let hash = Sha256::digest(&certificate.der);
    let ess = element(SEQUENCE, &[&element(SEQUENCE, &[&element(SEQUENCE, &[&element(OCTETS, &[&hash])])])]);
    set(vec![
        attribute(CONTENT_TYPE, &element(OID, &[DATA])),
        attribute(MESSAGE_DIGEST, &element(OCTETS, &[digest])),
        attribute(SIGNING_CERTIFICATE_V2, &ess),
    ])
}

/// The CMS: one signer, one certificate, nothing that is not signed but the signature.
fn cms(certificate: &Certificate, digest: &[u8; 32], signature: &[u8]) -> Vec<u8> {
    let mut attributes = set_of_attributes(certificate, digest);
    if let Some(tag) = attributes.first_mut() {
        *tag = context(0);
    }
    let one: &[u8] = &[INTEGER, 1, 1];
    let signer = element(
        SEQUENCE,
        &[one, &certificate.named, SHA256, &attributes, ECDSA_SHA256, &element(OCTETS, &[signature])],
    );
    let data = element(
        SEQUENCE,
        &[
            one,
            &element(SET, &[SHA256]),
            &element(SEQUENCE, &[&element(OID, &[DATA])]),
            &element(context(0), &[&certificate.der]),
            &element(SET, &[&signer]),
        ],
    );
    element(SEQUENCE, &[&element(OID, &[SIGNED_DATA]), &element(context(0), &[&data])])
}

/// A signature found in a PDF; nothing of it is believed yet.
pub(crate) struct Found<'p> {
    pub claims: &'p str,
    gap: Range<usize>,
    cms: Vec<u8>,
}

impl<'p> Found<'p> {
    /// Whether the file has a signature of ours, whatever it is worth.
    pub fn is_in(pdf: &[u8]) -> bool {
        rfind(pdf, MARK).is_some()
    }

    /// The last signature, when it covers the whole file and its gap is spelled the only way it can be.
    pub fn read(pdf: &'p [u8]) -> Option<Self> {
        let at = rfind(pdf, MARK)? + MARK.len();
        let after = pdf.get(at..)?;
        let claims = std::str::from_utf8(after.get(..find(after, b")")?)?).ok()?;
        let range_at = at + find(after, RANGE)? + RANGE.len();
        let gap_start = range_at + RANGE_ROOM + CONTENTS.len();
        if pdf.get(range_at + RANGE_ROOM..gap_start)? != CONTENTS {
            return None;
        }
        let numbers = std::str::from_utf8(pdf.get(range_at..range_at + RANGE_ROOM)?).ok()?.trim_end();
        let gap_end: usize = numbers.split(' ').nth(1)?.parse().ok()?;
        if numbers != format!("{gap_start} {gap_end} {}", pdf.len().checked_sub(gap_end)?) {
            return None;
        }
        let hole = pdf.get(gap_start..gap_end)?.strip_prefix(b"<")?.strip_suffix(b">")?;
        if hole.len() > 2 * LONGEST_CMS {
            return None;
        }
        let bytes = unhex(hole)?;
        let cms = Reader::of(&bytes).expect(SEQUENCE)?.whole.to_vec();
        let zeros = bytes.get(cms.len()..)?.iter().all(|byte| *byte == 0);
        zeros.then_some(Found { claims, gap: gap_start..gap_end, cms })
    }

    /// Whether `key` signed all of the file as it is.
    pub fn is_signed_by(&self, pdf: &[u8], key: &VerifyingKey) -> bool {
        self.checked(pdf, key).unwrap_or(false)
    }

    fn checked(&self, pdf: &[u8], key: &VerifyingKey) -> Option<bool> {
        let mut content = Reader::of(&self.cms).enter(SEQUENCE)?;
        content.next()?;
        let mut data = content.enter(context(0))?.enter(SEQUENCE)?;
        (0..3).try_for_each(|_| data.next().map(|_| ()))?;
        let certificate = Certificate::read(data.expect(context(0))?.contents)?;
        let mut signer = data.enter(SET)?.enter(SEQUENCE)?;
        (0..5).try_for_each(|_| signer.next().map(|_| ()))?;
        let written = signer.expect(OCTETS)?.contents;
        let signature = DerSignature::from_bytes(written).ok()?;
        let digest = digest_around(pdf, &self.gap)?;
        let same = cms(&certificate, &digest, written) == self.cms;
        let signed = key.verify(&set_of_attributes(&certificate, &digest), &signature).is_ok();
        Some(same && signed && certificate.is_for(key))
    }
}
