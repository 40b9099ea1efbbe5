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
        let token = if first.is_alphabetic() || first == '_' {
            at += name_length(rest);
            word(&text[start..at], start, flaws)
        } else if first.is_ascii_digit() {
            at += rest.find(|c: char| !(c.is_alphanumeric() || c == '.' || c == '_')).unwrap_or(rest.len());
            number(&text[start..at], start, flaws)
        } else if first == '"' || first == '\'' {
            quoted(text, &mut at, first, flaws)
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

fn quoted(text: &str, at: &mut usize, quote: char, flaws: &mut Vec<Flaw>) -> Option<Token> {
    let start = *at;
    let mut content = String::new();
    let mut letters = text[start + 1..].char_indices();
    while let Some((offset, c)) = letters.next() {
        match c {
            _ if c == quote => {
                *at = start + 1 + offset + 1;
                return Some(Token::Text(content));
            }
            '\\' => content.extend(letters.next().map(|(_, escaped)| escaped)),
            _ => content.push(c),
        }
    }
    *at = text.len();
    let help = Some(format!("end it with `{quote}`"));
    flaws.push(Flaw { span: start..text.len(), kind: FlawKind::UnclosedText, help });
    Some(Token::Text(content))
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
