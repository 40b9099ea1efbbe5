//! One way of saying a wish, as the search compares it: folded text, terms, and how it sounds.

use pinyin::ToPinyin;

/// A name or a query.
pub(crate) struct Said {
    /// Folded, without the words that only introduce a wish.
    pub text: String,
    /// Stems of words and pairs of Chinese characters.
    pub terms: Vec<String>,
    /// Pinyin without tones and blanks; Latin letters as they are.
    pub sound: String,
    /// The first letter of each Chinese character; empty when there is none.
    pub initials: String,
}

const INTRODUCING: [&str; 21] = [
    "我们",
    "我想要",
    "我想",
    "我要",
    "想要",
    "想",
    "打算",
    "准备",
    "怎么",
    "如何",
    "怎样",
    "申请",
    "办理",
    "需要",
    "一家",
    "一个",
    "一间",
    "什么",
    "手续",
    "的",
    "我",
];
const STOP: [&str; 29] = [
    "a", "an", "the", "to", "i", "we", "want", "would", "like", "my", "our", "of", "for", "in", "how", "do", "need",
    "get", "and", "with", "start", "new", "own", "please", "permit", "licence", "license", "apply", "at",
];

impl Said {
    pub fn new(said: &str) -> Said {
        let mut text = fold(said);
        let bare = INTRODUCING.iter().fold(text.clone(), |text, word| text.replace(word, ""));
        // A query of nothing but such words is still what somebody typed.
        if !bare.trim().is_empty() {
            text = bare.trim().to_owned();
        }
        let mut sound = String::new();
        let mut initials = String::new();
        for c in text.chars().filter(|c| *c != ' ') {
            match c.to_pinyin() {
                Some(syllable) => {
                    sound.push_str(syllable.plain());
                    initials.push_str(syllable.first_letter());
                }
                None => sound.push(c),
            }
        }
        Said { terms: terms(&text), text, sound, initials }
    }
}

/// Lower case, half width, no punctuation, no accents.
pub(crate) fn fold(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        let c = match c {
            '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
            'é' | 'è' | 'ê' | 'É' => 'e',
            'ü' | 'Ü' => 'v',
            other => other,
        };
        if c.is_alphanumeric() {
            out.extend(c.to_lowercase());
        } else if !out.ends_with(' ') && !matches!(c, '\'' | '’') {
            out.push(' ');
        }
    }
    out.trim().to_owned()
}

fn is_han(c: char) -> bool {
    ('\u{3400}'..='\u{9FFF}').contains(&c)
}

pub(crate) fn has_han(text: &str) -> bool {
    text.chars().any(is_han)
}

/// English words and Chinese pairs of characters; one Chinese character alone is a term of its own.
fn terms(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for word in text.split(' ').filter(|w| !w.is_empty()) {
        let mut rest = word;
        while let Some(first) = rest.chars().next() {
            let same_kind = |c: char| is_han(c) == is_han(first);
            let end = rest.find(|c| !same_kind(c)).unwrap_or(rest.len());
            let (run, after) = rest.split_at(end);
            let letters: Vec<char> = run.chars().collect();
            match letters.as_slice() {
                _ if !is_han(first) => found.push(stem(run)),
                [one] => found.push(one.to_string()),
                many => found.extend(many.windows(2).map(|pair| pair.iter().collect::<String>())),
            }
            rest = after;
        }
    }
    let kept: Vec<String> = found.iter().filter(|t| !STOP.contains(&t.as_str())).cloned().collect();
    if kept.is_empty() { found } else { kept }
}

/// Plurals and -ing forms share a stem; good enough for the words of a few hundred wishes.
fn stem(word: &str) -> String {
    for ending in ["ing", "es", "s", "e"] {
        if let Some(head) = word.strip_suffix(ending)
            && head.len() >= 3
        {
            return head.to_owned();
        }
    }
    word.to_owned()
}

/// How alike two terms are, from none to one: the same, begun, or mistyped.
pub(crate) fn similar(asked: &str, known: &str) -> f32 {
    if asked == known {
        return 1.0;
    }
    if !asked.is_ascii() || !known.is_ascii() {
        // A pair of characters of which one is missing still says something.
        let chars = |text: &str| text.chars().collect::<Vec<char>>();
        let (a, b) = (chars(asked), chars(known));
        let close = match (a.as_slice(), b.as_slice()) {
            ([one], [x, y]) | ([x, y], [one]) => one == x || one == y,
            _ => false,
        };
        return if close { 0.4 } else { 0.0 };
    }
    if asked.len() >= 3 && known.starts_with(asked) {
        return 0.85;
    }
    let mistakes = match asked.len().min(known.len()) {
        0..4 => return 0.0,
        4..8 => 1,
        _ => 2,
    };
    match typing_errors(asked.as_bytes(), known.as_bytes(), mistakes) {
        Some(1) => 0.75,
        Some(_) => 0.6,
        None => 0.0,
    }
}

/// Letters wrong, missing, doubled or swapped with a neighbour, when there are no more than `at_most`.
fn typing_errors(a: &[u8], b: &[u8], at_most: usize) -> Option<usize> {
    if a.len().abs_diff(b.len()) > at_most {
        return None;
    }
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, y) in b.iter().enumerate() {
            let swapped = i > 0 && j > 0 && a.get(i - 1) == Some(y) && b.get(j - 1) == Some(x);
            let mut least = (last[j + 1] + 1).min(row[j] + 1).min(last[j] + usize::from(x != y));
            if swapped && let Some(two_back) = before.get(j - 1) {
                least = least.min(two_back + 1);
            }
            row.push(least);
        }
        before = std::mem::replace(&mut last, row);
    }
    last.last().copied().filter(|n| *n <= at_most)
}
