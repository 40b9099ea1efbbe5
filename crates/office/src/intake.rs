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

#[cfg(test)]
mod tests {
    use catalogue::{Evidence, MediaType, Words};

    use super::{accept, jpeg_without_metadata, png_without_metadata};
    use crate::turned::PaperMistake;

    fn plan() -> Evidence {
        Evidence {
            id: "floor-plan".into(),
            name: Words::default(),
            help: None,
            accepts: vec![MediaType::Pdf, MediaType::Jpeg, MediaType::Png],
            max_bytes: 20_000_000,
            register: None,
            proved_by: None,
        }
    }

    fn chunk(kind: &[u8; 4], body: &[u8]) -> Vec<u8> {
        let mut chunk = (body.len() as u32).to_be_bytes().to_vec();
        chunk.extend_from_slice(kind);
        chunk.extend_from_slice(body);
        chunk.extend_from_slice(&[0; 4]);
        chunk
    }

    #[test]
    fn a_photograph_loses_where_and_with_what_it_was_taken() {
        let mut photo = vec![0xFF, 0xD8];
        photo.extend_from_slice(b"\xFF\xE0\x00\x07JFIF\0");
        photo.extend_from_slice(b"\xFF\xE1\x00\x0fExif\0\0GPS 39N");
        photo.extend_from_slice(b"\xFF\xFE\x00\x09my home");
        photo.extend_from_slice(b"\xFF\xDB\x00\x04\x01\x02\xFF\xDA\x00\x04\x01\x02picture\xFF\xD9");
        let clean = jpeg_without_metadata(&photo).unwrap();
        let text = String::from_utf8_lossy(&clean).into_owned();
        assert!(!text.contains("GPS") && !text.contains("my home") && !text.contains("Exif"));
        assert!(text.contains("JFIF") && text.contains("picture") && clean.ends_with(&[0xFF, 0xD9]));
        for cut in 0..photo.len() {
            // Whatever is cut off is refused or clean, and never a panic.
            assert!(jpeg_without_metadata(&photo[..cut]).is_none());
        }
    }

    #[test]
    fn a_drawing_loses_its_words_and_its_time() {
        let mut drawing = b"\x89PNG\r\n\x1a\n".to_vec();
        for (kind, body) in
            [(b"IHDR", b"head".as_slice()), (b"eXIf", b"GPS"), (b"tEXt", b"Author Li"), (b"IDAT", b"dots")]
        {
            drawing.extend(chunk(kind, body));
        }
        drawing.extend(chunk(b"IEND", b""));
        let clean = png_without_metadata(&drawing).unwrap();
        let text = String::from_utf8_lossy(&clean).into_owned();
        assert!(text.contains("head") && text.contains("dots") && !text.contains("GPS") && !text.contains("Author"));
        assert_eq!(png_without_metadata(&drawing[..drawing.len() - 3]), None);
    }

    #[test]
    fn the_content_counts_and_not_the_name() {
        let refused = |bytes: &[u8]| accept(&plan(), bytes.to_vec()).unwrap_err();
        assert_eq!(refused(b""), PaperMistake::Empty);
        assert_eq!(refused(b"#!/bin/sh\necho"), PaperMistake::WrongKind { looks_like: "script" });
        assert_eq!(refused(b"PK\x03\x04rest"), PaperMistake::WrongKind { looks_like: "ZIP" });
        assert_eq!(refused(b"%PDF-1.7 cut off"), PaperMistake::Broken);
        assert_eq!(refused(b"%PDF-1.7 /Encrypt startxref 0 %%EOF"), PaperMistake::Locked);
        assert_eq!(refused(b"%PDF-1.7 /JavaScript startxref 0 %%EOF"), PaperMistake::Active);
        let large = vec![b'x'; 20_000_001];
        assert!(matches!(refused(&large), PaperMistake::TooLarge { max: 20_000_000, .. }));
        assert_eq!(accept(&plan(), b"%PDF-1.7 startxref 0 %%EOF".to_vec()).unwrap().media_type, "application/pdf");
    }
}
