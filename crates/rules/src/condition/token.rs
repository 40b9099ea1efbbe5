//! Cuts a condition's text into signs, names and literals, each with its place.

use std::ops::Range;

use rust_decimal::Decimal;

use super::flaw::{Flaw, FlawKind};

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Token {
    /// A dotted name, whole: `premises.operating_area`.
    Name(String),
    Number(Decimal),
    Text(String),
    True,
    False,
    In,
    Sign(&'static str),
    End,
}

#[derive(Clone, Debug)]
pub(super) struct Placed {
    pub token: Token,
    pub span: Range<usize>,
}

/// Longer signs first, so that `<=` is not read as `<`.
const SIGNS: [&str; 22] = [
    "&&", "||", "==", "!=", "<=", ">=", "!", "<", ">", "+", "-", "*", "/", "?", ":", "(", ")", "[", "]", ",", "&", "|",
];

/// What people write who think of another language, and what is meant.
const HABITS: [(&str, &str); 8] =
    [("≤", "<="), ("≥", ">="), ("≠", "!="), ("（", "("), ("）", ")"), ("，", ","), ("<>", "!="), ("=", "==")];

/// All tokens, ended by [`Token::End`]; what cannot be read is reported and left out.
pub(super) fn cut(text: &str, flaws: &mut Vec<Flaw>) -> Vec<Placed> {
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(first) = text[at..].chars().next() {
        let rest = &text[at..];
        let start = at;
        if first.is_whitespace() {
            at += first.len_utf8();
            continue;
        }
        let is_quote = |c: char| c == '"' || c == '\'';
        let is_raw = matches!(first, 'r' | 'R') && rest[1..].starts_with(is_quote);
        let token = if is_quote(first) || is_raw {
            quoted(text, &mut at, flaws)
        } else if first.is_alphabetic() || first == '_' {
            at += name_length(rest);
            word(&text[start..at], start, flaws)
        } else if first.is_ascii_digit() {
            at += rest.find(|c: char| !(c.is_alphanumeric() || c == '.' || c == '_')).unwrap_or(rest.len());
            number(&text[start..at], start, flaws)
        } else {
            sign(text, &mut at, first, flaws)
        };
        tokens.extend(token.map(|token| Placed { token, span: start..at }));
    }
    tokens.push(Placed { token: Token::End, span: text.len()..text.len() });
    tokens
}

/// Letters, digits and `_`, with single dots between.
fn name_length(rest: &str) -> usize {
    let mut end = 0;
    let mut letters = rest.char_indices().peekable();
    while let Some((at, c)) = letters.next() {
        let goes_on = letters.peek().is_some_and(|(_, next)| next.is_alphabetic() || *next == '_');
        if c.is_alphanumeric() || c == '_' || (c == '.' && goes_on) {
            end = at + c.len_utf8();
        } else {
            break;
        }
    }
    end
}

fn word(word: &str, start: usize, flaws: &mut Vec<Flaw>) -> Option<Token> {
    let habit = |sign: &'static str, flaws: &mut Vec<Flaw>| {
        flaws.push(wrong_sign(word, sign, start));
        Token::Sign(sign)
    };
    Some(match word {
        "true" => Token::True,
        "false" => Token::False,
        "in" => Token::In,
        "and" | "AND" => habit("&&", flaws),
        "or" | "OR" => habit("||", flaws),
        "not" | "NOT" => habit("!", flaws),
        _ => Token::Name(word.to_owned()),
    })
}

fn number(digits: &str, start: usize, flaws: &mut Vec<Flaw>) -> Option<Token> {
    let plain = digits.chars().all(|c| c.is_ascii_digit() || c == '.') && !digits.ends_with('.');
    match digits.parse::<Decimal>() {
        Ok(number) if plain => Some(Token::Number(number)),
        _ => {
            let help = digits.contains('_').then(|| format!("write `{}`", digits.replace('_', "")));
            let span = start..start + digits.len();
            flaws.push(Flaw { span, kind: FlawKind::BadNumber(digits.to_owned()), help });
            // A number stands here all the same, so that only its digits are reported.
            Some(Token::Number(Decimal::ONE))
        }
    }
}

/// Text between quotes, as CEL writes it: single or triple quotes, `r` before them for text without escapes.
fn quoted(text: &str, at: &mut usize, flaws: &mut Vec<Flaw>) -> Option<Token> {
    let start = *at;
    let raw = text[start..].starts_with(['r', 'R']);
    let opening = start + usize::from(raw);
    let quote = text[opening..].chars().next()?;
    let triple = quote.to_string().repeat(3);
    let close = if text[opening..].starts_with(&triple) { triple } else { quote.to_string() };
    let mut content = String::new();
    *at = opening + close.len();
    while let Some(c) = text[*at..].chars().next() {
        if text[*at..].starts_with(&close) {
            *at += close.len();
            return Some(Token::Text(content));
        }
        if c == '\\' && !raw {
            content.push(escaped(text, at, flaws));
        } else {
            content.push(c);
            *at += c.len_utf8();
        }
    }
    let help = Some(format!("end it with `{close}`"));
    flaws.push(Flaw { span: start..text.len(), kind: FlawKind::UnclosedText, help });
    Some(Token::Text(content))
}

/// One escaped character, as CEL's specification lists them. One that does not exist is reported and stands for itself.
fn escaped(text: &str, at: &mut usize, flaws: &mut Vec<Flaw>) -> char {
    let start = *at;
    let letter = text[start + 1..].chars().next();
    let after = start + 1 + letter.map_or(0, char::len_utf8);
    *at = after;
    let mut by_number = |from: usize, digits: usize, base: u32| {
        let number = text.get(from..from + digits).and_then(|digits| u32::from_str_radix(digits, base).ok());
        let found = number.and_then(char::from_u32).filter(|c| base != 8 || u32::from(*c) < 0o400);
        *at = if found.is_some() { from + digits } else { after };
        found
    };
    let found = match letter {
        Some('a') => Some('\u{7}'),
        Some('b') => Some('\u{8}'),
        Some('f') => Some('\u{c}'),
        Some('n') => Some('\n'),
        Some('r') => Some('\r'),
        Some('t') => Some('\t'),
        Some('v') => Some('\u{b}'),
        Some(itself @ ('\\' | '?' | '"' | '\'' | '`')) => Some(itself),
        Some('x' | 'X') => by_number(after, 2, 16),
        Some('u') => by_number(after, 4, 16),
        Some('U') => by_number(after, 8, 16),
        Some('0'..='3') => by_number(start + 1, 3, 8),
        _ => None,
    };
    found.unwrap_or_else(|| {
        let written = text[start..after].to_owned();
        let help = Some("write `\\\\` for a backslash".to_owned());
        flaws.push(Flaw { span: start..after, kind: FlawKind::UnknownEscape(written), help });
        letter.unwrap_or('\\')
    })
}

fn sign(text: &str, at: &mut usize, first: char, flaws: &mut Vec<Flaw>) -> Option<Token> {
    let rest = &text[*at..];
    let start = *at;
    let habit = HABITS.iter().find(|(wrong, _)| rest.starts_with(wrong));
    let known = SIGNS.iter().find(|sign| rest.starts_with(**sign));
    match (habit, known) {
        // `==` begins like the habit `=`, and `<>` like the sign `<`: the longer reading is the one meant.
        (Some((wrong, meant)), sign) if sign.is_none_or(|sign| sign.len() < wrong.len()) => {
            *at += wrong.len();
            flaws.push(wrong_sign(wrong, meant, start));
            Some(Token::Sign(meant))
        }
        (_, Some(sign @ (&"&" | &"|"))) => {
            *at += 1;
            let meant = if *sign == "&" { "&&" } else { "||" };
            flaws.push(wrong_sign(sign, meant, start));
            Some(Token::Sign(meant))
        }
        (_, Some(sign)) => {
            *at += sign.len();
            Some(Token::Sign(sign))
        }
        _ => {
            *at += first.len_utf8();
            let help =
                matches!(first, '“' | '”' | '‘' | '’').then(|| "write text in straight quotes: \"…\"".to_owned());
            flaws.push(Flaw { span: start..*at, kind: FlawKind::StrangeCharacter(first), help });
            None
        }
    }
}

fn wrong_sign(wrong: &str, meant: &str, start: usize) -> Flaw {
    Flaw {
        span: start..start + wrong.len(),
        kind: FlawKind::WrongSign(wrong.to_owned()),
        help: Some(format!("write `{meant}`")),
    }
}

impl Token {
    /// How a sentence calls it.
    pub(super) fn noun(&self) -> String {
        match self {
            Token::Name(name) => format!("`{name}`"),
            Token::Number(number) => format!("`{number}`"),
            Token::Text(text) => format!("`\"{text}\"`"),
            Token::True => "`true`".to_owned(),
            Token::False => "`false`".to_owned(),
            Token::In => "`in`".to_owned(),
            Token::Sign(sign) => format!("`{sign}`"),
            Token::End => "the end".to_owned(),
        }
    }
}
