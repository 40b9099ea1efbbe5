//! Makes strange input out of kept input, the same from the same seed.

/// SplitMix64.
pub struct Dice(pub u64);

impl Dice {
    pub fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) % n.max(1) as u64) as usize
    }

    fn of<'a, T: ?Sized>(&mut self, all: &[&'a T]) -> Option<&'a T> {
        all.get(self.below(all.len())).copied()
    }
}

/// Beginnings that make readers go deep, far or wrong.
const WORDS: [&str; 48] = [
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    "!",
    "-",
    "&&",
    "||",
    "==",
    "!=",
    "<=",
    "? ",
    " : ",
    ",",
    ".",
    "\"",
    "'",
    "\\",
    "\\u",
    "'''",
    " in ",
    "staff.sum(r, ",
    "staff.exists(r, ",
    "size(",
    "days_between(",
    "day(",
    "param.limit",
    "n",
    "c",
    "0.000000000001",
    "79228162514264337593543950335",
    "99999999999999999999999999999999999",
    "1e9999",
    "&a ",
    "*a",
    "<<: ",
    "- ",
    "\n  ",
    "|\n",
    "!!binary ",
    "2026-02-30",
    "0000-01-01",
    "9999-12-31",
    "99999 wd",
    "\u{feff}",
    "京\u{301}\u{0}",
];

/// Longer input than this is cut; the product refuses larger files long before.
const LONGEST: usize = 24_000;

/// One to six changes to a kept input.
pub fn mutated(dice: &mut Dice, corpus: &[String]) -> String {
    let pick = |dice: &mut Dice| corpus.get(dice.below(corpus.len())).map_or("", String::as_str);
    let mut text: Vec<char> = pick(dice).chars().collect();
    for _ in 0..1 + dice.below(6) {
        let (from, to) = range(dice, text.len());
        match dice.below(8) {
            0 => drop(text.drain(from..to)),
            1 => {
                let again: Vec<char> = text[from..to].to_vec();
                text.splice(to..to, again);
            }
            2 => {
                let most = 1 << dice.below(12);
                let many = 1 + dice.below(most);
                let word = dice.of(&WORDS).unwrap_or_default();
                text.splice(from..from, word.repeat(many).chars());
            }
            3 | 4 => {
                let word = dice.of(&WORDS).unwrap_or_default();
                text.splice(from..to.min(from + 3), word.chars());
            }
            5 => {
                let other: Vec<char> = pick(dice).chars().collect();
                let (first, last) = range(dice, other.len());
                text.splice(from..to, other[first..last].iter().copied());
            }
            6 => {
                if let Some(place) = text.get_mut(from) {
                    *place = char::from_u32(dice.below(0x300) as u32).unwrap_or(' ');
                }
            }
            _ => {
                let part: Vec<char> = text[from..to].to_vec();
                let at = dice.below(text.len() + 1);
                text.splice(at..at, part);
            }
        }
        text.truncate(LONGEST);
    }
    text.into_iter().collect()
}

/// A short stretch, mostly.
fn range(dice: &mut Dice, length: usize) -> (usize, usize) {
    let from = dice.below(length + 1);
    let most = 1usize << dice.below(10);
    (from, (from + dice.below(most)).min(length))
}
