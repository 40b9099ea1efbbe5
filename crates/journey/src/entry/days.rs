//! Days as people write them: `2026-3-2`, `2 March`, `March 2, 2026`, `3月2日`, `2026年3月2日`, `2/3/2026`.

use rules::Day;

use super::EntryMistake;

const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// Reads a day; one without a year means this year.
pub fn read_day(text: &str, today: Day) -> Result<Day, EntryMistake> {
    let unclear = || EntryMistake::NotADay { typed: text.to_owned() };
    let lower = text.trim().to_lowercase();
    if let Some(found) = compact(&lower) {
        return found;
    }
    let mut numbers: Vec<i16> = Vec::new();
    let mut named: Option<(i8, usize)> = None;
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
            match MONTHS.iter().position(|m| word.starts_with(m)) {
                Some(month) => named = Some((month as i8 + 1, numbers.len())),
                None if matches!(word.as_str(), "st" | "nd" | "rd" | "th" | "of") => {}
                None => return Err(unclear()),
            }
            word.clear();
        }
        if !(c.is_whitespace() || matches!(c, '-' | '/' | '.' | ',' | '年' | '月' | '日' | '号')) {
            return Err(unclear());
        }
    }
    if let Some((month, _)) = named {
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
