//! Codes with check digits: the unified social credit code (GB 32100-2015) and the resident identity number (GB 11643).

use rules::Day;

use super::EntryMistake;

const CREDIT_ALPHABET: &str = "0123456789ABCDEFGHJKLMNPQRTUWXY";
const CREDIT_WEIGHTS: [u32; 17] = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];
const ID_WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const ID_CHECKS: &str = "10X98765432";

/// Half width, capitals, without what people put between groups.
fn plain(typed: &str) -> String {
    let kept = typed.chars().map(super::half_width).filter(|c| !c.is_whitespace() && !matches!(c, '-' | '–'));
    kept.map(|c| c.to_ascii_uppercase()).collect()
}

/// The digit that a letter outside the alphabet is mistaken for.
fn digit_for(letter: char) -> Option<char> {
    match letter {
        'O' => Some('0'),
        'I' => Some('1'),
        'Z' => Some('2'),
        'S' => Some('5'),
        _ => None,
    }
}

/// A credit code in capitals without spaces; the 18th character must fit the other 17.
pub fn credit_code(typed: &str) -> Result<String, EntryMistake> {
    let code = plain(typed);
    for (index, letter) in code.chars().enumerate() {
        if !CREDIT_ALPHABET.contains(letter) {
            // All such letters at once: who mistakes one O mistakes them all.
            let meant = digit_for(letter).map(|_| code.chars().map(|c| digit_for(c).unwrap_or(c)).collect());
            return Err(EntryMistake::CreditCodeLetter { position: index + 1, letter, meant });
        }
    }
    let length = code.chars().count();
    if length != 18 {
        return Err(EntryMistake::CreditCodeLength { length });
    }
    let sum: u32 =
        code.chars().zip(CREDIT_WEIGHTS).map(|(c, w)| CREDIT_ALPHABET.find(c).map_or(0, |i| i as u32) * w).sum();
    let index = ((31 - sum % 31) % 31) as usize;
    let expected = CREDIT_ALPHABET.chars().nth(index).unwrap_or('0');
    if code.ends_with(expected) { Ok(code) } else { Err(EntryMistake::CreditCodeCheck { expected }) }
}

/// A resident identity number: 18 characters, a birthday that can be, and a check character that fits.
pub fn resident_id(typed: &str, today: Day) -> Result<String, EntryMistake> {
    let id = plain(typed);
    let length = id.chars().count();
    if length != 18 {
        return Err(EntryMistake::ResidentIdLength { length });
    }
    for (index, c) in id.chars().enumerate() {
        if !(c.is_ascii_digit() || (index == 17 && c == 'X')) {
            return Err(EntryMistake::ResidentIdShape { position: index + 1 });
        }
    }
    let part = |from: usize, to: usize| id.get(from..to).and_then(|s| s.parse::<i16>().ok()).unwrap_or(0);
    let born = Day::new(part(6, 10), part(10, 12) as i8, part(12, 14) as i8);
    if !born.is_some_and(|b| b <= today && b.age_on(today) <= 130) {
        return Err(EntryMistake::ResidentIdBirthday);
    }
    let sum: u32 = id.chars().zip(ID_WEIGHTS).map(|(c, w)| c.to_digit(10).unwrap_or(0) * w).sum();
    let expected = ID_CHECKS.chars().nth((sum % 11) as usize).unwrap_or('1');
    if id.ends_with(expected) { Ok(id) } else { Err(EntryMistake::ResidentIdCheck) }
}
