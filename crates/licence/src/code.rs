//! Codes and numbers people read aloud, copy by hand and type: one check letter finds every single wrong letter and
//! every swap of two letters.
//!
//! The 32 letters are the digits and the Latin letters without I, L, O and U. They are the elements of a field of 32;
//! place `i` (from the right, the check letter is place 0) has the weight α^i, and the weighted sum of a right code is
//! nothing. Weights are all different for up to 31 places, so one wrong letter changes the sum, and so does a swap of
//! any two places, neighbours or not.

use std::fmt;

use serde::{Deserialize, Serialize};

const LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const CODE_LENGTH: usize = 10;
/// Weights repeat after this many places.
const LONGEST: usize = 31;

/// What a person typed is not a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CodeMistake {
    /// Not the number of letters a code has.
    Length { found: usize },
    /// A character no code has.
    Character { found: char },
    /// Letters and digits, but not in this arrangement.
    Shape,
    /// One letter is wrong, or two changed places. If all the others are right, the last should be this.
    Check { expected_letter: char },
}

impl CodeMistake {
    /// The check letter that would fit what was typed.
    pub fn expected_letter(self) -> Option<char> {
        match self {
            CodeMistake::Check { expected_letter } => Some(expected_letter),
            _ => None,
        }
    }
}

impl fmt::Display for CodeMistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            CodeMistake::Length { found } => write!(f, "a code has {CODE_LENGTH} letters, this has {found}"),
            CodeMistake::Character { found } => write!(f, "`{found}` is in no code"),
            CodeMistake::Shape => write!(f, "the letters and digits are not arranged like a code"),
            CodeMistake::Check { .. } => write!(f, "one letter is wrong, or two changed places"),
        }
    }
}

impl std::error::Error for CodeMistake {}

/// Multiplication by α in the field of 32 elements with x⁵ + x² + 1.
fn times_alpha(element: u8) -> u8 {
    let shifted = element << 1;
    if shifted & 0b10_0000 == 0 { shifted } else { shifted ^ 0b10_0101 }
}

/// The place of a letter in the alphabet, reading O as 0 and I or L as 1.
fn element(letter: char) -> Option<u8> {
    let folded = match letter.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    };
    LETTERS.iter().position(|l| char::from(*l) == folded).and_then(|i| u8::try_from(i).ok())
}

fn letter(element: u8) -> char {
    char::from(LETTERS[usize::from(element) & 31])
}

/// The letter that has to stand behind `elements`: the weighted sum solved for place 0, by Horner's rule.
fn check_element(elements: &[u8]) -> u8 {
    elements.iter().fold(0, |sum, e| times_alpha(sum ^ e))
}

/// The check letter for `text` (spaces and hyphens do not count), or nothing when a character is in no code or the
/// text is longer than 30 letters.
pub fn check_letter(text: &str) -> Option<char> {
    let elements = text.chars().filter(|c| !is_separator(*c)).map(element).collect::<Option<Vec<u8>>>()?;
    (elements.len() < LONGEST).then(|| letter(check_element(&elements)))
}

fn is_separator(c: char) -> bool {
    c.is_whitespace() || matches!(c, '-' | '‐' | '‑' | '–' | '—' | '－' | '_' | '.')
}

/// Full-width letters and digits, as Chinese keyboards give them, are read as the plain ones.
fn narrow(c: char) -> char {
    match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        _ => c,
    }
}

/// What was typed, as elements, with the separators gone.
fn elements_of(text: &str) -> Result<Vec<u8>, CodeMistake> {
    text.chars()
        .filter(|c| !is_separator(*c))
        .take(LONGEST + 1)
        .map(|c| element(narrow(c)).ok_or(CodeMistake::Character { found: c }))
        .collect()
}

fn checked(elements: &[u8]) -> Result<(), CodeMistake> {
    let Some((last, rest)) = elements.split_last() else {
        return Err(CodeMistake::Length { found: 0 });
    };
    let expected = check_element(rest);
    if *last == expected { Ok(()) } else { Err(CodeMistake::Check { expected_letter: letter(expected) }) }
}

/// The ten letters of a licence for people who cannot scan: nine random ones and a check letter, `7Q4K-93MD-P5`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Code([u8; CODE_LENGTH]);

impl Code {
    /// A code from random bytes: 45 bits of them are used.
    pub fn from_random(bytes: [u8; 6]) -> Self {
        let number = bytes.iter().fold(0u64, |n, b| n << 8 | u64::from(*b));
        let mut out = [0; CODE_LENGTH];
        for (place, slot) in out.iter_mut().take(CODE_LENGTH - 1).enumerate() {
            *slot = (number >> (5 * place) & 31) as u8;
        }
        out[CODE_LENGTH - 1] = check_element(&out[..CODE_LENGTH - 1]);
        Code(out)
    }

    /// What a person typed: any case, spaces or hyphens anywhere, O for 0, I or L for 1, full-width letters.
    pub fn read(text: &str) -> Result<Self, CodeMistake> {
        let elements = elements_of(text)?;
        let code: [u8; CODE_LENGTH] =
            elements.as_slice().try_into().map_err(|_| CodeMistake::Length { found: elements.len() })?;
        checked(&code)?;
        Ok(Code(code))
    }

    /// The ten letters without hyphens.
    pub fn letters(&self) -> String {
        self.0.iter().map(|e| letter(*e)).collect()
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let letters = self.letters();
        write!(f, "{}-{}-{}", &letters[..4], &letters[4..8], &letters[8..])
    }
}

impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl TryFrom<String> for Code {
    type Error = CodeMistake;

    fn try_from(text: String) -> Result<Self, CodeMistake> {
        Code::read(&text)
    }
}

impl From<Code> for String {
    fn from(code: Code) -> String {
        code.to_string()
    }
}

/// A number with a meaning, for cases and papers: letters, year, serial and check letter, like `RS26-4187-N`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Number {
    letters: String,
    year: u8,
    serial: u32,
}

impl Number {
    /// `letters` are one to four Latin letters other than I, L, O and U; of `year` the last two digits count.
    pub fn new(letters: &str, year: i16, serial: u32) -> Result<Self, CodeMistake> {
        let letters = letters.to_ascii_uppercase();
        if letters.is_empty() || letters.len() > 4 {
            return Err(CodeMistake::Length { found: letters.chars().count() });
        }
        if let Some(found) = letters.chars().find(|c| !c.is_ascii_uppercase() || matches!(c, 'I' | 'L' | 'O' | 'U')) {
            return Err(CodeMistake::Character { found });
        }
        Ok(Number { letters, year: u8::try_from(year.rem_euclid(100)).unwrap_or(0), serial })
    }

    /// What a person typed, as tolerant as [`Code::read`].
    pub fn read(text: &str) -> Result<Self, CodeMistake> {
        let elements = elements_of(text)?;
        if elements.len() > LONGEST {
            return Err(CodeMistake::Length { found: elements.len() });
        }
        let head = elements.iter().take_while(|e| **e > 9).count();
        let Some((_, digits)) = elements.get(head..).and_then(<[u8]>::split_last) else {
            return Err(CodeMistake::Shape);
        };
        let padded_needlessly = digits.len() > 6 && digits.get(2) == Some(&0);
        if !(1..=4).contains(&head) || digits.len() < 6 || padded_needlessly || digits.iter().any(|d| *d > 9) {
            return Err(CodeMistake::Shape);
        }
        checked(&elements)?;
        let serial = digits[2..]
            .iter()
            .try_fold(0u32, |n, d| n.checked_mul(10)?.checked_add(u32::from(*d)))
            .ok_or(CodeMistake::Length { found: elements.len() })?;
        Ok(Number {
            letters: elements[..head].iter().map(|e| letter(*e)).collect(),
            year: digits[0] * 10 + digits[1],
            serial,
        })
    }

    pub fn letters(&self) -> &str {
        &self.letters
    }

    /// The last two digits of the year.
    pub fn year(&self) -> u8 {
        self.year
    }

    pub fn serial(&self) -> u32 {
        self.serial
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let body = format!("{}{:02}-{:04}", self.letters, self.year, self.serial);
        let check = check_letter(&body).unwrap_or('0');
        write!(f, "{body}-{check}")
    }
}

impl TryFrom<String> for Number {
    type Error = CodeMistake;

    fn try_from(text: String) -> Result<Self, CodeMistake> {
        Number::read(&text)
    }
}

impl From<Number> for String {
    fn from(number: Number) -> String {
        number.to_string()
    }
}
