//! Turns what people type into values: everything a person would accept is accepted, everything else gets a reason.
//!
//! Full-width digits, spaces, commas, units, Chinese numerals and many ways to write a day are all understood.
//! A mistake is data; the page says it in words, next to its field, and keeps what was typed.

mod codes;
mod days;
mod numbers;

use catalogue::{Fact, FactKind};
use rules::{Day, Value};
use rust_decimal::Decimal;

pub use codes::{credit_code, resident_id};
pub use days::read_day;
pub use numbers::read_number;

/// Why an entry is not a value of its fact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EntryMistake {
    Missing,
    MissingChoice,
    NotANumber { typed: String },
    NotWhole { typed: Decimal },
    /// Outside the accepted range; `meant` is the likely fix (a digit too many).
    OutOfRange { typed: Decimal, min: Option<Decimal>, max: Option<Decimal>, meant: Option<Decimal> },
    NotADay { typed: String },
    /// 31 June: the month has fewer days.
    NoSuchDay { month: i8, day: i8, last: i8 },
    /// 3/4/2026 can be read two ways.
    AmbiguousDay { typed: String, day_first: Day, month_first: Day },
    /// A birth or issue day after today.
    InTheFuture { day: Day },
    CreditCodeLength { length: usize },
    /// A letter that never occurs in a credit code; `meant` is the digit it is mistaken for.
    CreditCodeLetter { position: usize, letter: char, meant: Option<String> },
    CreditCodeCheck { expected: char },
    ResidentIdLength { length: usize },
    ResidentIdShape { position: usize },
    ResidentIdBirthday,
    ResidentIdCheck,
    PhoneLength { length: usize },
    PhoneShape,
    Email,
    Hours,
    TooLong { length: usize, max: usize },
    NotAChoice { typed: String },
}

/// Reads one typed entry. `today` is needed for days without a year and for birthdays.
///
/// An empty entry of an optional fact is `Ok(None)`.
pub fn read(fact: &Fact, typed: &str, today: Day) -> Result<Option<Value>, EntryMistake> {
    let text = tidy(typed, matches!(fact.kind, FactKind::LongText));
    if text.is_empty() {
        return match fact.kind {
            _ if fact.optional => Ok(None),
            FactKind::Choice | FactKind::YesNo => Err(EntryMistake::MissingChoice),
            _ => Err(EntryMistake::Missing),
        };
    }
    let value = match fact.kind {
        FactKind::YesNo => match text.as_str() {
            "yes" | "true" | "是" => Value::Bool(true),
            "no" | "false" | "否" => Value::Bool(false),
            _ => return Err(EntryMistake::NotAChoice { typed: text }),
        },
        FactKind::Choice => {
            if !fact.choices.iter().any(|c| c.id == text) {
                return Err(EntryMistake::NotAChoice { typed: text });
            }
            Value::Text(text)
        }
        FactKind::Choices => choices(fact, &text)?,
        FactKind::Number | FactKind::Count | FactKind::Area | FactKind::Length | FactKind::Money => {
            Value::Number(number(fact, &text)?)
        }
        FactKind::Day => {
            let day = read_day(&text, today)?;
            Value::Day(day)
        }
        FactKind::CreditCode => Value::Text(credit_code(&text)?),
        FactKind::ResidentId => Value::Text(resident_id(&text, today)?),
        FactKind::Phone => Value::Text(phone(&text)?),
        FactKind::Email => Value::Text(email(&text)?),
        FactKind::Hours => Value::Text(hours(&text)?),
        FactKind::Text | FactKind::PersonName | FactKind::Address | FactKind::LongText => {
            let max = longest(fact);
            let length = text.chars().count();
            if length > max {
                return Err(EntryMistake::TooLong { length, max });
            }
            Value::Text(text)
        }
        FactKind::Rows => return Err(EntryMistake::NotAChoice { typed: text }),
    };
    Ok(Some(value))
}

/// How many characters a text may have: what the definition says, or what fits a line, a name, a page.
pub fn longest(fact: &Fact) -> usize {
    let declared = fact.max.and_then(|m| usize::try_from(m.trunc().mantissa()).ok());
    declared.unwrap_or(match fact.kind {
        FactKind::LongText => 2000,
        FactKind::Address => 300,
        _ => 200,
    })
}

/// What a number of this fact lies between. Sizes, counts and money are never below zero unless the definition says so.
pub fn range(fact: &Fact) -> (Option<Decimal>, Option<Decimal>) {
    match fact.kind {
        FactKind::Count | FactKind::Area | FactKind::Length | FactKind::Money => {
            (fact.min.or(Some(Decimal::ZERO)), fact.max)
        }
        FactKind::Number => (fact.min, fact.max),
        _ => (None, None),
    }
}

/// Trims, folds full-width characters to half width, and joins pasted lines; keeps line breaks only in long texts.
pub fn tidy(typed: &str, keep_lines: bool) -> String {
    let folded: String = typed
        .chars()
        .filter(|c| keep_lines && *c == '\n' || !c.is_control() || c.is_whitespace())
        .map(|c| match c {
            '\u{3000}' => ' ',
            '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
            '\n' | '\r' | '\t' if !keep_lines => ' ',
            other => other,
        })
        .collect();
    folded.trim().to_owned()
}

fn choices(fact: &Fact, text: &str) -> Result<Value, EntryMistake> {
    let mut chosen: Vec<String> = Vec::new();
    for one in text.split(',').map(str::trim).filter(|s| !s.is_empty()) {
        if !fact.choices.iter().any(|c| c.id == one) {
            return Err(EntryMistake::NotAChoice { typed: one.to_owned() });
        }
        chosen.push(one.to_owned());
    }
    chosen.sort();
    chosen.dedup();
    Ok(Value::Choices(chosen))
}

fn number(fact: &Fact, text: &str) -> Result<Decimal, EntryMistake> {
    let number = read_number(text).ok_or_else(|| EntryMistake::NotANumber { typed: text.to_owned() })?;
    if fact.kind == FactKind::Count && !number.fract().is_zero() {
        return Err(EntryMistake::NotWhole { typed: number });
    }
    let number = if fact.kind == FactKind::Count { number } else { number.round_dp(2) };
    let low = fact.min.or(Some(Decimal::ZERO));
    let too_small = low.is_some_and(|m| number < m);
    let too_large = fact.max.is_some_and(|m| number > m);
    if too_small || too_large {
        let tenth = number / Decimal::TEN;
        let fits = |n: Decimal| low.is_none_or(|m| n >= m) && fact.max.is_none_or(|m| n <= m);
        let meant = (too_large && fits(tenth)).then(|| tenth.normalize());
        return Err(EntryMistake::OutOfRange { typed: number, min: low, max: fact.max, meant });
    }
    Ok(number.normalize())
}

fn phone(text: &str) -> Result<String, EntryMistake> {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let rest = digits.strip_prefix("86").filter(|r| r.len() == 11).unwrap_or(&digits);
    if text.chars().any(|c| !(c.is_ascii_digit() || matches!(c, ' ' | '-' | '+' | '(' | ')'))) {
        return Err(EntryMistake::PhoneShape);
    }
    // Landlines begin with 0; mobiles are 11 digits and begin with 13 to 19.
    if rest.starts_with('0') {
        return if (10..=12).contains(&rest.len()) { Ok(rest.to_owned()) } else { Err(EntryMistake::PhoneShape) };
    }
    if rest.len() != 11 {
        return Err(EntryMistake::PhoneLength { length: rest.len() });
    }
    let bytes = rest.as_bytes();
    if bytes[0] != b'1' || !(b'3'..=b'9').contains(&bytes[1]) {
        return Err(EntryMistake::PhoneShape);
    }
    Ok(rest.to_owned())
}

fn email(text: &str) -> Result<String, EntryMistake> {
    let (name, host) = text.split_once('@').ok_or(EntryMistake::Email)?;
    let fine = !name.is_empty()
        && !text.contains(char::is_whitespace)
        && host.contains('.')
        && !host.starts_with('.')
        && !host.ends_with('.')
        && !host.contains('@');
    if fine { Ok(text.to_owned()) } else { Err(EntryMistake::Email) }
}

/// `10-22`, `10:00–22:30`, `10点到22点`, `0-24`: written back as `10:00-22:30`.
fn hours(text: &str) -> Result<String, EntryMistake> {
    let plain: String = text
        .chars()
        .map(|c| match c {
            '–' | '—' | '~' | '～' | '到' | '至' => '-',
            '点' | '时' | '：' => ':',
            other => other,
        })
        .filter(|c| !c.is_whitespace() && *c != '分')
        .collect();
    let (from, to) = plain.split_once('-').ok_or(EntryMistake::Hours)?;
    Ok(format!("{}-{}", clock(from)?, clock(to)?))
}

fn clock(text: &str) -> Result<String, EntryMistake> {
    let (hour, minute) = text.split_once(':').unwrap_or((text, "0"));
    let hour: u8 = hour.parse().map_err(|_| EntryMistake::Hours)?;
    let minute: u8 = if minute.is_empty() { 0 } else { minute.parse().map_err(|_| EntryMistake::Hours)? };
    if hour > 24 || minute > 59 || (hour == 24 && minute > 0) {
        return Err(EntryMistake::Hours);
    }
    Ok(format!("{hour:02}:{minute:02}"))
}
