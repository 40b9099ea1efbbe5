//! Papers as they come in: checked by content, never by name; photographs lose what they say about place and camera.

use catalogue::{Evidence, MediaType};

use crate::turned::PaperMistake;

/// A paper that was accepted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Accepted {
    pub media_type: &'static str,
    pub extension: &'static str,
    pub bytes: Vec<u8>,
}

/// Checks size and content against what the evidence accepts, and cleans photographs.
pub fn accept(evidence: &Evidence, bytes: Vec<u8>) -> Result<Accepted, PaperMistake> {
    if bytes.is_empty() {
        return Err(PaperMistake::Empty);
    }
    let length = bytes.len() as u64;
    if length > evidence.max_bytes {
        return Err(PaperMistake::TooLarge { bytes: length, max: evidence.max_bytes });
    }
    let kind = kind_of(&bytes);
    let wanted = match kind {
        Ok(kind) => kind,
        Err(looks_like) => return Err(PaperMistake::WrongKind { looks_like }),
    };
    if !evidence.accepts.contains(&wanted) {
        return Err(PaperMistake::WrongKind { looks_like: name_of(wanted) });
    }
    let bytes = match wanted {
        MediaType::Pdf => checked_pdf(bytes)?,
        MediaType::Jpeg => jpeg_without_metadata(&bytes).ok_or(PaperMistake::Broken)?,
        MediaType::Png => png_without_metadata(&bytes).ok_or(PaperMistake::Broken)?,
    };
    let (media_type, extension) = match wanted {
        MediaType::Pdf => ("application/pdf", "pdf"),
        MediaType::Jpeg => ("image/jpeg", "jpg"),
        MediaType::Png => ("image/png", "png"),
    };
    Ok(Accepted { media_type, extension, bytes })
}

fn name_of(kind: MediaType) -> &'static str {
    match kind {
        MediaType::Pdf => "PDF",
        MediaType::Jpeg => "JPEG",
        MediaType::Png => "PNG",
    }
}

/// What the content is: by its first bytes, as the formats define them.
fn kind_of(bytes: &[u8]) -> Result<MediaType, &'static str> {
    if bytes.starts_with(b"%PDF-") {
        return Ok(MediaType::Pdf);
    }
    if bytes.starts_with(&[0xFF, 0xD8, 0xFF]) {
        return Ok(MediaType::Jpeg);
    }
    if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        return Ok(MediaType::Png);
    }
    Err(if bytes.starts_with(b"#!") {
        "script"
    } else if bytes.starts_with(b"PK\x03\x04") {
        "ZIP"
    } else if bytes.starts_with(b"MZ") || bytes.starts_with(b"\x7fELF") {
        "program"
    } else if bytes.len() > 12 && &bytes[4..8] == b"ftyp" {
        "HEIC"
    } else if bytes.starts_with(b"AC10") {
        "DWG"
    } else if std::str::from_utf8(&bytes[..bytes.len().min(512)]).is_ok() {
        "text"
    } else {
        "unknown"
    })
}

fn has(bytes: &[u8], needle: &[u8]) -> bool {
    bytes.windows(needle.len()).any(|w| w == needle)
}

fn checked_pdf(bytes: Vec<u8>) -> Result<Vec<u8>, PaperMistake> {
    let tail = &bytes[bytes.len().saturating_sub(2048)..];
    if !has(tail, b"%%EOF") || !has(&bytes, b"startxref") {
        return Err(PaperMistake::Broken);
    }
    if has(&bytes, b"/Encrypt") {
        return Err(PaperMistake::Locked);
    }
    // Nobody here runs what a PDF carries, but the officer who downloads it might.
    if has(&bytes, b"/JavaScript") || has(&bytes, b"/Launch") {
        return Err(PaperMistake::Active);
    }
    Ok(bytes)
}

/// Copies a JPEG without its APP1–APP15 and comment segments: EXIF, GPS, thumbnails, camera names (ITU T.81 B.1).
/// APP0 (JFIF) and APP14 (Adobe colour transform) stay, since the picture is wrong without them.
fn jpeg_without_metadata(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(bytes.len());
    out.extend_from_slice(bytes.get(..2)?);
    let mut at = 2;
    loop {
        if *bytes.get(at)? != 0xFF {
            return None;
        }
        let marker = *bytes.get(at + 1)?;
        if marker == 0xFF {
            at += 1;
            continue;
        }
        if marker == 0xD9 {
            out.extend_from_slice(&[0xFF, 0xD9]);
            return Some(out);
        }
        let length = usize::from(u16::from_be_bytes([*bytes.get(at + 2)?, *bytes.get(at + 3)?]));
        let end = at + 2 + length;
        let segment = bytes.get(at..end)?;
        let metadata = matches!(marker, 0xE1..=0xED | 0xEF | 0xFE);
        if !metadata {
            out.extend_from_slice(segment);
        }
        if marker == 0xDA {
            // From the scan on, everything is picture; the end marker must come.
            let rest = bytes.get(end..)?;
            let last = rest.windows(2).rposition(|w| w == [0xFF, 0xD9])?;
            out.extend_from_slice(&rest[..last + 2]);
            return Some(out);
        }
        at = end;
    }
}

/// Copies a PNG without its text, EXIF and time chunks (PNG third edition, 11.3).
fn png_without_metadata(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(bytes.len());
    out.extend_from_slice(bytes.get(..8)?);
    let mut at = 8;
    loop {
        let length = u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?) as usize;
        let kind = bytes.get(at + 4..at + 8)?;
        let end = at.checked_add(12)?.checked_add(length)?;
        let chunk = bytes.get(at..end)?;
        if !matches!(kind, b"tEXt" | b"zTXt" | b"iTXt" | b"eXIf" | b"tIME") {
            out.extend_from_slice(chunk);
        }
        if kind == b"IEND" {
            return Some(out);
        }
        at = end;
    }
}
