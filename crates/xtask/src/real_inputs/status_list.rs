//! The examples of the Token Status List draft: lists of 1, 2, 4 and 8 bits, small and of a million entries.

use std::path::Path;

use licence::credential::StatusList;
use serde_json::{Value, json};

use super::files;

/// One line of JSON, and whether all came out as it should.
///
/// Every list in JSON is unpacked, packed again and unpacked again. The small ones come out letter by letter; of the long
/// ones the same list is held against its CBOR twin, whose packed bytes others wrote in another notation.
pub fn run(folder: &Path) -> Result<(Value, bool), String> {
    let files = files::archived(&folder.join("token-status-list-examples.tar.zst"))?;
    let text_of = |wanted: &str| {
        let found = files.iter().find(|(name, _)| name.ends_with(wanted));
        found
            .map(|(name, bytes)| String::from_utf8(bytes.clone()).map_err(|_| format!("{name}: not UTF-8")))
            .transpose()
    };
    let (mut cases, mut exact, mut letter_by_letter) = (0, 0, 0);
    let mut not_claimed = Vec::new();
    for (name, _) in &files {
        let short = name.rsplit('/').next().unwrap_or(name);
        let Some(stem) = short.strip_suffix("_json.md") else {
            let why = match short {
                "status_list_jwt.md" | "status_list_jwt_raw.md" => "its signing key is not among the examples",
                _ => "CBOR and CWT; a city publishes and reads the JWT form",
            };
            not_claimed.push(format!("{short}: {why}"));
            continue;
        };
        cases += 1;
        let text = text_of(short)?.unwrap_or_default();
        let wrong = |why: &str| format!("{short}: {why}");
        let start = text.find('{').ok_or_else(|| wrong("no JSON in it"))?;
        // The examples break long texts over lines.
        let joined: String = text[start..].split_whitespace().collect();
        let written: Value = serde_json::from_str(&joined).map_err(|e| wrong(&e.to_string()))?;
        let list = StatusList::from_json(&written).map_err(|e| wrong(&e.to_string()))?;
        let again = StatusList::from_json(&list.to_json()).map_err(|e| wrong(&e.to_string()))?;
        let mut right = again == list;
        let is_same_text = list.to_json() == written;
        letter_by_letter += usize::from(is_same_text);
        if let Some(bytes) = text[..start].lines().find_map(|line| line.strip_prefix("byte_array = ")) {
            right &= is_same_text && listed(bytes) == list.canonical_bytes("").split_off(head(&list));
        }
        let twin = text_of(&format!("{stem}_cbor.md"))?.ok_or_else(|| wrong("without its CBOR twin"))?;
        right &=
            packed_in_cbor(&twin).is_some_and(|packed| StatusList::unpack(list.bits(), &packed) == Ok(list.clone()));
        exact += usize::from(right);
        if !right {
            println!("  not as it should be: {short}");
        }
    }
    for line in &not_claimed {
        println!("  not claimed: {line}");
    }
    if cases == 0 {
        return Err("there is no list in the archive".to_owned());
    }
    let line = json!({
        "input": "status-list", "cases": cases, "exact": exact, "packed_letter_by_letter": letter_by_letter,
        "not_claimed": not_claimed.len(),
    });
    Ok((line, exact == cases))
}

/// Where the entries begin in the canonical bytes of a list without an address.
fn head(list: &StatusList) -> usize {
    format!("onego-status-list/1\n\n{}\n{}\n", list.bits(), list.entries()).len()
}

/// `[0xc9, 0x44, 0xf9]`.
fn listed(text: &str) -> Vec<u8> {
    let numbers = text.split(|c: char| !c.is_ascii_alphanumeric()).filter_map(|number| number.strip_prefix("0x"));
    numbers.filter_map(|number| u8::from_str_radix(number, 16).ok()).collect()
}

/// The byte string behind the text `lst`, its length in one, two or three bytes of CBOR (RFC 8949, 3).
fn packed_in_cbor(text: &str) -> Option<Vec<u8>> {
    let digits: String =
        text.lines().filter(|line| !line.contains(['=', ':'])).flat_map(|line| line.trim().chars()).collect();
    let bytes: Vec<u8> =
        (0..digits.len() / 2).filter_map(|at| u8::from_str_radix(digits.get(2 * at..2 * at + 2)?, 16).ok()).collect();
    let behind = bytes.windows(3).position(|three| three == b"lst")? + 3;
    let (length, start) = match *bytes.get(behind)? {
        short @ 0x40..=0x57 => (usize::from(short - 0x40), behind + 1),
        0x58 => (usize::from(*bytes.get(behind + 1)?), behind + 2),
        0x59 => (usize::from(*bytes.get(behind + 1)?) << 8 | usize::from(*bytes.get(behind + 2)?), behind + 3),
        _ => return None,
    };
    bytes.get(start..start + length).map(<[u8]>::to_vec)
}
