//! Small real papers, made here: a PDF of one page and a PNG picture. They say that they are specimens.

/// A PDF (ISO 32000-1) of one page with a few lines of Latin text.
pub fn pdf(lines: &[&str]) -> Vec<u8> {
    let mut content = String::from("BT /F1 14 Tf 56 780 Td 22 TL\n");
    for line in lines {
        let plain: String = line.chars().filter(|c| c.is_ascii() && !c.is_ascii_control()).collect();
        let plain = plain.replace('\\', "\\\\").replace('(', "\\(").replace(')', "\\)");
        content.push_str(&format!("({plain}) Tj T*\n"));
    }
    content.push_str("ET\n80 100 435 560 re S\n80 380 m 515 380 l S\n300 100 m 300 380 l S\n");
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>"
            .to_owned(),
        format!("<< /Length {} >>\nstream\n{content}endstream", content.len()),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>".to_owned(),
    ];
    let mut out = String::from("%PDF-1.4\n");
    let mut places = Vec::with_capacity(objects.len());
    for (index, object) in objects.iter().enumerate() {
        places.push(out.len());
        out.push_str(&format!("{} 0 obj\n{object}\nendobj\n", index + 1));
    }
    let table = out.len();
    out.push_str(&format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1));
    for place in places {
        out.push_str(&format!("{place:010} 00000 n \n"));
    }
    out.push_str(&format!("trailer\n<< /Size {} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n", objects.len() + 1));
    out.into_bytes()
}

/// A PNG (third edition) of a simple plan: walls on white, different for every seed.
pub fn png(seed: u64) -> Vec<u8> {
    const SIDE: u32 = 96;
    let wall = 16 + u32::try_from(seed % 60).unwrap_or(20);
    let mut raw = Vec::new();
    for y in 0..SIDE {
        // Filter 0: bytes as they are.
        raw.push(0);
        for x in 0..SIDE {
            let edge = x < 3 || y < 3 || x >= SIDE - 3 || y >= SIDE - 3;
            let inner = (x.abs_diff(wall) < 2 && y > 30) || (y.abs_diff(wall / 2 + 20) < 2 && x < wall);
            raw.push(if edge || inner { 40 } else { 245 });
        }
    }
    let mut out = b"\x89PNG\r\n\x1a\n".to_vec();
    let mut header = Vec::new();
    header.extend_from_slice(&SIDE.to_be_bytes());
    header.extend_from_slice(&SIDE.to_be_bytes());
    // 8 bits, grey, deflate, adaptive filters, not interlaced.
    header.extend_from_slice(&[8, 0, 0, 0, 0]);
    chunk(&mut out, b"IHDR", &header);
    chunk(&mut out, b"IDAT", &stored(&raw));
    chunk(&mut out, b"IEND", &[]);
    out
}

fn chunk(out: &mut Vec<u8>, kind: &[u8; 4], data: &[u8]) {
    let length = u32::try_from(data.len()).unwrap_or(0);
    out.extend_from_slice(&length.to_be_bytes());
    let start = out.len();
    out.extend_from_slice(kind);
    out.extend_from_slice(data);
    let check = crc(out.get(start..).unwrap_or_default());
    out.extend_from_slice(&check.to_be_bytes());
}

/// zlib (RFC 1950) around stored blocks (RFC 1951, 3.2.4): no compression, no library.
fn stored(raw: &[u8]) -> Vec<u8> {
    let mut out = vec![0x78, 0x01];
    let blocks = raw.chunks(65_535).count();
    for (number, block) in raw.chunks(65_535).enumerate() {
        out.push(u8::from(number + 1 == blocks));
        let length = u16::try_from(block.len()).unwrap_or(u16::MAX);
        out.extend_from_slice(&length.to_le_bytes());
        out.extend_from_slice(&(!length).to_le_bytes());
        out.extend_from_slice(block);
    }
    let (mut low, mut high) = (1u32, 0u32);
    for byte in raw {
        low = (low + u32::from(*byte)) % 65_521;
        high = (high + low) % 65_521;
    }
    out.extend_from_slice(&(high << 16 | low).to_be_bytes());
    out
}

fn crc(data: &[u8]) -> u32 {
    let mut crc = u32::MAX;
    for byte in data {
        crc ^= u32::from(*byte);
        for _ in 0..8 {
            crc = if crc & 1 == 1 { crc >> 1 ^ 0xEDB8_8320 } else { crc >> 1 };
        }
    }
    !crc
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may stop")]
mod tests {
    use super::*;

    #[test]
    fn check_sums_are_those_of_the_formats() {
        assert_eq!(crc(b"IEND"), 0xAE42_6082);
        assert!(stored(b"Wikipedia").ends_with(&0x11E6_0398u32.to_be_bytes()));
        let text = String::from_utf8_lossy(&pdf(&["a (b)"])).into_owned();
        let at: usize = text.rsplit("startxref\n").next().and_then(|t| t.lines().next()).unwrap().parse().unwrap();
        assert!(text[at..].starts_with("xref"));
    }
}
