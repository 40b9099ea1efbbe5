//! Days as people write them: `2026-3-2`, `2 March`, `March 2, 2026`, `3月2日`, `2026年3月2日`, `2/3/2026`.

use rules::Day;

use super::EntryMistake;

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];
const WEEKDAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/// Whether a word is one of these, whole or cut short (`sept`).
fn among(names: &[&str], word: &str) -> Option<usize> {
    names.iter().position(|name| word.len() >= 3 && name.starts_with(word))
}

/// Reads a day; one without a year means this year.
pub fn read_day(text: &str, today: Day) -> Result<Day, EntryMistake> {
    let unclear = || EntryMistake::NotADay { typed: text.to_owned() };
    let lower = in_digits(&without_weekday(&text.trim().to_lowercase()));
    match lower.as_str() {
        "today" | "今天" | "今日" => return Ok(today),
        "tomorrow" | "明天" | "明日" => return Ok(today.plus_days(1)),
        _ => {}
    }
    if let Some(found) = compact(&lower) {
        return found;
    }
    let mut numbers: Vec<i16> = Vec::new();
    let mut named: Option<i8> = None;
    let mut word = String::new();
    let mut digits = String::new();
    // A trailing separator ends the last word or number.
    for c in lower.chars().chain([' ']) {
        if c.is_ascii_digit() {
            digits.push(c);
            continue;
        }
        if !digits.is_empty() {
            numbers.push(digits.parse().map_err(|_| unclear())?);
            digits.clear();
        }
        if c.is_ascii_alphabetic() {
            word.push(c);
            continue;
        }
        if !word.is_empty() {
            match among(&MONTHS, &word) {
                Some(_) if named.is_some() => return Err(unclear()),
                Some(month) => named = Some(month as i8 + 1),
                None if matches!(word.as_str(), "st" | "nd" | "rd" | "th" | "of" | "the") => {}
                None if among(&WEEKDAYS, &word).is_some() => {}
                None => return Err(unclear()),
            }
            word.clear();
        }
        if !(c.is_whitespace() || matches!(c, '-' | '/' | '.' | ',' | '年' | '月' | '日' | '号')) {
            return Err(unclear());
        }
    }
    if let Some(month) = named {
        return match numbers.as_slice() {
            [day] => day_of(today.year(), month, *day),
            [a, b] if *a > 31 => day_of(*a, month, *b),
            [a, b] => day_of(*b, month, *a),
            _ => Err(unclear()),
        };
    }
    match numbers.as_slice() {
        [year, month, day] if *year > 31 => day_of(*year, narrow(*month), *day),
        [a, b, year] if *year > 31 => two_ways(text, *a, *b, *year),
        [month, day] if lower.contains('月') => day_of(today.year(), narrow(*month), *day),
        [a, b] => two_ways(text, *a, *b, today.year()),
        _ => Err(unclear()),
    }
}

/// `（星期一）` and `周一` say nothing that the day does not say.
fn without_weekday(text: &str) -> String {
    let mut plain = text.to_owned();
    for word in ["星期", "礼拜", "周"] {
        while let Some(at) = plain.find(word) {
            let length =
                word.len() + plain.get(at + word.len()..).and_then(|r| r.chars().next()).map_or(0, char::len_utf8);
            plain.replace_range(at..at + length, "");
        }
    }
    plain.replace(['(', ')', '（', '）'], " ").trim().to_owned()
}

/// Chinese numerals as digits: `二〇二六年三月十五日`.
fn in_digits(text: &str) -> String {
    let mut plain = String::new();
    let mut numeral = String::new();
    for c in text.chars().chain(['\0']) {
        if "〇零一二三四五六七八九十".contains(c) {
            numeral.push(c);
            continue;
        }
        if !numeral.is_empty() {
            let read = super::numbers::chinese(&numeral).map(|n| n.to_string());
            plain.push_str(read.as_deref().unwrap_or(&numeral));
            numeral.clear();
        }
        if c != '\0' {
            plain.push(c);
        }
    }
    plain
}

/// `20260302`, as copied from a certificate.
fn compact(text: &str) -> Option<Result<Day, EntryMistake>> {
    if text.len() != 8 || !text.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let part = |from: usize, to: usize| text.get(from..to).and_then(|s| s.parse::<i16>().ok());
    Some(day_of(part(0, 4)?, narrow(part(4, 6)?), part(6, 8)?))
}

fn two_ways(typed: &str, a: i16, b: i16, year: i16) -> Result<Day, EntryMistake> {
    let day_first = day_of(year, narrow(b), a);
    let month_first = day_of(year, narrow(a), b);
    match (day_first, month_first) {
        (Ok(one), Ok(other)) if one == other => Ok(one),
        (Ok(one), Ok(other)) => {
            Err(EntryMistake::AmbiguousDay { typed: typed.to_owned(), day_first: one, month_first: other })
        }
        (Ok(one), Err(_)) => Ok(one),
        (Err(_), Ok(other)) => Ok(other),
        (Err(mistake), Err(_)) => Err(mistake),
    }
}

fn narrow(number: i16) -> i8 {
    i8::try_from(number).unwrap_or(0)
}

fn day_of(year: i16, month: i8, day: i16) -> Result<Day, EntryMistake> {
    if let Some(found) = Day::new(year, month, narrow(day)) {
        return Ok(found);
    }
    let first = Day::new(year, month, 1);
    match first {
        Some(first) => {
            let last = first.plus_months(1).plus_days(-1).day_of_month();
            Err(EntryMistake::NoSuchDay { month, day: narrow(day), last })
        }
        None => Err(EntryMistake::NotADay { typed: format!("{year}-{month}-{day}") }),
    }
}
