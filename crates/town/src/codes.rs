//! Numbers with right check digits for people and firms who do not exist.

use crate::dice::Dice;

const CREDIT_ALPHABET: &[u8; 31] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";
const CREDIT_WEIGHTS: [usize; 17] = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];
const BODY_WEIGHTS: [u32; 8] = [3, 7, 9, 10, 5, 8, 4, 2];
const ID_WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const ID_CHECKS: &[u8; 11] = b"10X98765432";

/// A unified social credit code (GB 32100-2015) of an enterprise or sole trader in a district.
pub(crate) fn credit_code(dice: &mut Dice, district: &str, sole_trader: bool) -> String {
    // Real codes have begun with MA at this place since 2015; those that begin with MY are kept for the town.
    let body: String = format!("MY{:06}", dice.below(1_000_000));
    let sum: u32 = body
        .bytes()
        .zip(BODY_WEIGHTS)
        .map(|(b, w)| if b.is_ascii_digit() { u32::from(b - b'0') * w } else { u32::from(b - 55) * w })
        .sum();
    let check = match 11 - sum % 11 {
        10 => 'X',
        11 => '0',
        n => char::from_digit(n, 10).unwrap_or('0'),
    };
    let first = if sole_trader { "92" } else { "91" };
    let code = format!("{first}{district}{body}{check}");
    let sum: usize = code
        .bytes()
        .zip(CREDIT_WEIGHTS)
        .map(|(b, w)| CREDIT_ALPHABET.iter().position(|l| *l == b).unwrap_or(0) * w)
        .sum();
    let last = CREDIT_ALPHABET[(31 - sum % 31) % 31];
    format!("{code}{}", char::from(last))
}

/// A resident identity number (GB 11643). Invented: whoever has the same number has it by chance.
pub(crate) fn resident_id(dice: &mut Dice, district: &str, number: u64) -> String {
    let year = 1960 + dice.below(43);
    let month = dice.between(1, 12);
    let day = dice.between(1, 28);
    let first = format!("{district}{year:04}{month:02}{day:02}{:03}", number % 1000);
    let sum: u32 = first.bytes().zip(ID_WEIGHTS).map(|(b, w)| u32::from(b - b'0') * w).sum();
    let index = usize::try_from(sum % 11).unwrap_or(0);
    format!("{first}{}", char::from(ID_CHECKS[index]))
}
