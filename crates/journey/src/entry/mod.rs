//! Turns what people type into values: everything a person would accept is accepted, everything else gets a reason.
//!
//! Full-width digits, spaces, commas, units, Chinese numerals and many ways to write a day are all understood.
//! A mistake is data; the page says it in words, next to its field, and keeps what was typed.

mod codes;
mod days;
mod hours;
mod numbers;
mod reach;
mod rows;

use catalogue::{Fact, FactKind};
use rules::{Day, Value};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

pub use codes::{credit_code, resident_id};
pub use days::read_day;
pub use numbers::read_number;
pub use rows::read_rows;

/// Why an entry is not a value of its fact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EntryMistake {
    Missing,
    MissingChoice,
    NotANumber {
        typed: String,
    },
    NotWhole {
        typed: Decimal,
    },
    /// Outside the accepted range; `meant` is the likely fix (a digit too many).
    OutOfRange {
        typed: Decimal,
        min: Option<Decimal>,
        max: Option<Decimal>,
        meant: Option<Decimal>,
    },
    NotADay {
        typed: String,
    },
    /// 31 June: the month has fewer days.
    NoSuchDay {
        month: i8,
        day: i8,
        last: i8,
    },
    /// 3/4/2026 can be read two ways.
    AmbiguousDay {
        typed: String,
        day_first: Day,
        month_first: Day,
    },
    /// A birth or issue day after today.
    InTheFuture {
        day: Day,
    },
    CreditCodeLength {
        length: usize,
    },
    /// A letter that never occurs in a credit code; `meant` is the digit it is mistaken for.
    CreditCodeLetter {
        position: usize,
        letter: char,
        meant: Option<String>,
    },
    CreditCodeCheck {
        expected: char,
    },
    ResidentIdLength {
        length: usize,
    },
    ResidentIdShape {
        position: usize,
    },
    ResidentIdBirthday,
    ResidentIdCheck,
    PhoneLength {
        length: usize,
    },
    PhoneShape,
    Email,
    Hours,
    TooShort {
        length: usize,
        min: usize,
    },
    TooLong {
        length: usize,
        max: usize,
    },
    NotAChoice {
        typed: String,
    },
}

/// Reads one typed entry. `today` is needed for days without a year and for birthdays.
///
/// An empty entry of an optional fact is `Ok(None)`.
pub fn read(fact: &Fact, typed: &str, today: Day) -> Result<Option<Value>, EntryMistake> {
    let text = tidy(typed, matches!(fact.kind, FactKind::LongText));
    if text.is_empty() {
        return match fact.kind {
            _ if fact.optional => Ok(None),
            FactKind::Choice | FactKind::Choices | FactKind::YesNo => Err(EntryMistake::MissingChoice),
            _ => Err(EntryMistake::Missing),
        };
    }
    // Punctuation belongs to a text; in everything else its width says nothing.
    let plain: String = text.chars().map(half_width).collect();
    let value = match fact.kind {
        FactKind::YesNo => match plain.to_lowercase().as_str() {
            "yes" | "y" | "true" | "是" | "有" | "会" | "对" => Value::Bool(true),
            "no" | "n" | "false" | "否" | "没有" | "不会" | "不是" | "无" => Value::Bool(false),
            _ => return Err(EntryMistake::NotAChoice { typed: text }),
        },
        FactKind::Choice => Value::Text(choice(fact, &text)?),
        FactKind::Choices => choices(fact, &plain)?,
        FactKind::Number | FactKind::Count | FactKind::Area | FactKind::Length | FactKind::Money => {
            Value::Number(number(fact, &plain, &text)?)
        }
        FactKind::Day => Value::Day(read_day(&plain, today)?),
        FactKind::CreditCode => Value::Text(credit_code(&plain)?),
        FactKind::ResidentId => Value::Text(resident_id(&plain, today)?),
        FactKind::Phone => Value::Text(reach::phone(&plain)?),
        FactKind::Email => Value::Text(reach::email(&plain)?),
        FactKind::Hours => Value::Text(hours::hours(&plain)?),
        FactKind::PersonName => Value::Text(of_length(fact, text, 1)?),
        FactKind::Text | FactKind::Address | FactKind::LongText => {
            let least = fact.min.and_then(|m| m.trunc().to_usize()).unwrap_or(1);
            Value::Text(of_length(fact, text, least)?)
        }
        FactKind::Rows => return Err(EntryMistake::NotAChoice { typed: text }),
    };
    Ok(Some(value))
}

fn of_length(fact: &Fact, text: String, min: usize) -> Result<String, EntryMistake> {
    let (length, max) = (text.chars().count(), longest(fact));
    match () {
        () if length > max => Err(EntryMistake::TooLong { length, max }),
        () if length < min => Err(EntryMistake::TooShort { length, min }),
        () => Ok(text),
    }
}

/// The id of a choice, given by its id or by its name in any language.
fn choice(fact: &Fact, typed: &str) -> Result<String, EntryMistake> {
    let plain = typed.to_lowercase();
    let same = |c: &&catalogue::Choice| c.id == typed || c.name.0.values().any(|name| name.to_lowercase() == plain);
    let found = fact.choices.iter().find(same).map(|c| c.id.clone());
    found.ok_or_else(|| EntryMistake::NotAChoice { typed: typed.to_owned() })
}

/// How many characters a text may have: what the definition says, or what fits a line, a name, a page.
pub fn longest(fact: &Fact) -> usize {
    let declared = fact.max.and_then(|m| m.trunc().to_usize());
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

/// Trims, folds full-width letters and digits to half width, and joins pasted lines; keeps line breaks only in long
/// texts. Characters that nobody sees are dropped; punctuation stays as it was typed.
pub fn tidy(typed: &str, keep_lines: bool) -> String {
    let folded: String = typed
        .replace("\r\n", "\n")
        .chars()
        .map(|c| match c {
            '\u{FF10}'..='\u{FF19}' | '\u{FF21}'..='\u{FF3A}' | '\u{FF41}'..='\u{FF5A}' => half_width(c),
            '\n' | '\r' if keep_lines => '\n',
            c if c.is_whitespace() => ' ',
            other => other,
        })
        .filter(|c| *c == '\n' || !(c.is_control() || is_unseen(*c)))
        .collect();
    folded.trim().to_owned()
}

/// Marks of direction and width that come along when text is pasted.
fn is_unseen(c: char) -> bool {
    matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}')
}

fn half_width(c: char) -> char {
    match c {
        '\u{3000}' => ' ',
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        '￥' => '¥',
        other => other,
    }
}

fn choices(fact: &Fact, text: &str) -> Result<Value, EntryMistake> {
    let mut chosen: Vec<String> = Vec::new();
    for one in text.split([',', '、', ';']).map(str::trim).filter(|s| !s.is_empty()) {
        chosen.push(choice(fact, one)?);
    }
    chosen.sort();
    chosen.dedup();
    if chosen.is_empty() { Err(EntryMistake::MissingChoice) } else { Ok(Value::Choices(chosen)) }
}

fn number(fact: &Fact, text: &str, typed: &str) -> Result<Decimal, EntryMistake> {
    let number = read_number(text).ok_or_else(|| EntryMistake::NotANumber { typed: typed.to_owned() })?.normalize();
    if fact.kind == FactKind::Count && !number.fract().is_zero() {
        return Err(EntryMistake::NotWhole { typed: number });
    }
    let (min, max) = range(fact);
    let fits = |n: Decimal| min.is_none_or(|m| n >= m) && max.is_none_or(|m| n <= m);
    if !fits(number) {
        // A digit too many, or the decimal point left out: 20000 for 2000, 8600 for 86.00.
        let is_likely = |n: &Decimal| fits(*n) && (fact.kind != FactKind::Count || n.fract().is_zero());
        let too_large = max.is_some_and(|m| number > m);
        let shorter = [Decimal::TEN, Decimal::ONE_HUNDRED].into_iter().map(|by| (number / by).normalize());
        let meant = shorter.filter(|_| too_large).find(is_likely);
        return Err(EntryMistake::OutOfRange { typed: number, min, max, meant });
    }
    Ok(match fact.kind {
        FactKind::Area | FactKind::Length | FactKind::Money => number.round_dp(2).normalize(),
        _ => number,
    })
}
