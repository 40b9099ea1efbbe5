//! How somebody is reached: phone numbers and e-mail addresses.

use super::EntryMistake;

/// Mobile numbers of eleven digits, landlines with their area code, service numbers; with or without +86.
pub(super) fn phone(text: &str) -> Result<String, EntryMistake> {
    if text.chars().any(|c| !(c.is_ascii_digit() || matches!(c, ' ' | '-' | '+' | '(' | ')' | '.' | '–'))) {
        return Err(EntryMistake::PhoneShape);
    }
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let abroad = text.trim_start().starts_with('+') || digits.starts_with("00");
    let mut number = digits.strip_prefix("00").unwrap_or(&digits).to_owned();
    match number.strip_prefix("86") {
        // After the country code the area code loses its zero: +86 10 6234 5678.
        Some(rest) if abroad && (rest.starts_with("10") || !rest.starts_with(['0', '1'])) => {
            number = format!("0{rest}");
        }
        Some(rest) if abroad || rest.len() == 11 => number = rest.to_owned(),
        None if abroad => return Err(EntryMistake::PhoneShape),
        _ => {}
    }
    if number.starts_with('0') {
        return if (10..=12).contains(&number.len()) { Ok(number) } else { Err(EntryMistake::PhoneShape) };
    }
    if number.len() == 10 && (number.starts_with("400") || number.starts_with("800")) {
        return Ok(number);
    }
    if number.len() != 11 {
        return Err(EntryMistake::PhoneLength { length: number.len() });
    }
    let second = number.as_bytes().get(1).copied().unwrap_or_default();
    if number.starts_with('1') && (b'3'..=b'9').contains(&second) { Ok(number) } else { Err(EntryMistake::PhoneShape) }
}

/// Anything with a name, one `@` and a host of several parts: whether it is read only a letter can tell.
pub(super) fn email(text: &str) -> Result<String, EntryMistake> {
    let (name, host) = text.split_once('@').ok_or(EntryMistake::Email)?;
    let fine = !name.is_empty()
        && !text.contains(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '<' | '>' | '，' | '；'))
        && host.contains('.')
        && host.split('.').all(|part| !part.is_empty())
        && !host.contains('@');
    if fine { Ok(text.to_owned()) } else { Err(EntryMistake::Email) }
}
