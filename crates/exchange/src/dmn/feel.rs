//! The part of FEEL that decision tables use: unary tests, literals, and simple expressions over named values.
//!
//! Source: OMG DMN 1.3 (formal/21-02-01), chapter 10. Everything else is refused with the reason; nothing is guessed.

use rules::Day;
use rust_decimal::Decimal;

use crate::decisions::{Literal, Test};

/// Deeper nesting than this is refused.
const DEEPEST: usize = 24;

/// Reads a cell. No tests at all: every value fits.
pub(crate) fn unary_tests(text: &str, names: &Names) -> Result<Vec<Test>, String> {
    let text = text.trim();
    if text.is_empty() || text == "-" {
        return Ok(Vec::new());
    }
    let mut reader = Reader::new(text, names)?;
    let tests = reader.tests(0)?;
    reader.end()?;
    Ok(tests)
}

/// Reads an output or a default: a literal, or an expression in the condition language.
pub(crate) fn literal(text: &str, names: &Names) -> Result<Literal, String> {
    let mut reader = Reader::new(text, names)?;
    let literal = reader.operand(0)?;
    reader.end()?;
    Ok(literal)
}

/// Reads an expression as the condition language writes it, with `{key}` for every name.
pub(crate) fn expression(text: &str, names: &Names) -> Result<String, String> {
    let mut reader = Reader::new(text, names)?;
    let expression = reader.expression(0)?;
    reader.end()?;
    Ok(expression)
}

/// The names that can be read, with the keys they stand for; names of DMN may contain spaces.
#[derive(Clone, Debug, Default)]
pub(crate) struct Names(Vec<(String, String)>);

impl Names {
    pub(crate) fn new(mut names: Vec<(String, String)>) -> Self {
        for (name, _) in &mut names {
            *name = name.split_whitespace().collect::<Vec<_>>().join(" ");
        }
        // The longest name first: `loan` must not hide `loan amount`.
        names.sort_by_key(|(name, _)| std::cmp::Reverse(name.len()));
        Names(names)
    }

    pub(crate) fn key(&self, name: &str) -> Option<&str> {
        let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
        self.0.iter().find(|(known, _)| *known == name).map(|(_, key)| key.as_str())
    }
}

#[derive(Clone, Debug, PartialEq)]
enum Token {
    Text(String),
    Number(Decimal),
    /// The key it stands for.
    Named(String),
    Word(String),
    Sign(&'static str),
}

const SIGNS: [&str; 20] =
    ["<=", ">=", "!=", "..", "**", "<", ">", "=", "(", ")", "[", "]", ",", "+", "-", "*", "/", "{", "}", "@"];

struct Reader {
    tokens: Vec<Token>,
    at: usize,
}

impl Reader {
    fn new(text: &str, names: &Names) -> Result<Self, String> {
        Ok(Reader { tokens: tokens(text, names)?, at: 0 })
    }

    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.at)
    }

    fn is(&self, sign: &str) -> bool {
        matches!(self.peek(), Some(Token::Sign(s)) if *s == sign)
    }

    fn is_word(&self, word: &str) -> bool {
        matches!(self.peek(), Some(Token::Word(w)) if w == word)
    }

    fn takes(&mut self, sign: &str) -> bool {
        let is = self.is(sign);
        self.at += usize::from(is);
        is
    }

    fn takes_word(&mut self, word: &str) -> bool {
        let is = self.is_word(word);
        self.at += usize::from(is);
        is
    }

    fn expect(&mut self, sign: &str) -> Result<(), String> {
        if self.takes(sign) { Ok(()) } else { Err(format!("`{sign}` is missing")) }
    }

    fn end(&self) -> Result<(), String> {
        match self.peek() {
            None => Ok(()),
            Some(token) => Err(format!("{} is not understood here", said(token))),
        }
    }

    fn tests(&mut self, depth: usize) -> Result<Vec<Test>, String> {
        let mut tests = vec![self.test(depth)?];
        while self.takes(",") {
            tests.push(self.test(depth)?);
        }
        Ok(tests)
    }

    fn test(&mut self, depth: usize) -> Result<Test, String> {
        if depth > DEEPEST {
            return Err("it is nested too deeply".to_owned());
        }
        if self.is_word("not") && matches!(self.tokens.get(self.at + 1), Some(Token::Sign("("))) {
            self.at += 2;
            let tests = self.tests(depth + 1)?;
            self.expect(")")?;
            return Ok(Test::Not(tests));
        }
        for (sign, by) in [("<=", "<="), (">=", ">="), ("!=", "!="), ("<", "<"), (">", ">")] {
            if self.takes(sign) {
                return Ok(Test::Compare(by, self.operand(depth + 1)?));
            }
        }
        if self.takes("=") {
            return Ok(Test::Is(self.operand(depth + 1)?));
        }
        if let Some(range) = self.range(depth)? {
            return Ok(range);
        }
        Ok(Test::Is(self.operand(depth + 1)?))
    }

    /// `[1..5)`; `]1..5[` leaves both ends out.
    fn range(&mut self, depth: usize) -> Result<Option<Test>, String> {
        let low = match self.peek() {
            Some(Token::Sign("[")) => true,
            Some(Token::Sign("(" | "]")) => false,
            _ => return Ok(None),
        };
        let start = self.at;
        self.at += 1;
        let from = self.operand(depth + 1)?;
        if !self.takes("..") {
            self.at = start;
            return if low { Err("lists are not understood".to_owned()) } else { Ok(None) };
        }
        let to = self.operand(depth + 1)?;
        let high = match self.peek() {
            Some(Token::Sign("]")) => true,
            Some(Token::Sign(")" | "[")) => false,
            _ => return Err("a range has no end".to_owned()),
        };
        self.at += 1;
        Ok(Some(Test::Range((from, low), (to, high))))
    }

    /// A literal when it is one, else an expression.
    fn operand(&mut self, depth: usize) -> Result<Literal, String> {
        let start = self.at;
        if let Some(literal) = self.plain()
            && self.is_operand_over()
        {
            return Ok(literal);
        }
        self.at = start;
        Ok(Literal::Expression(self.sum(depth)?))
    }

    fn is_operand_over(&self) -> bool {
        matches!(self.peek(), None | Some(Token::Sign("," | ")" | "]" | "[" | "..")))
    }

    fn plain(&mut self) -> Option<Literal> {
        let is_negative = self.takes("-");
        let token = self.peek()?.clone();
        self.at += 1;
        Some(match token {
            Token::Number(number) => Literal::Number(if is_negative { -number } else { number }),
            _ if is_negative => return None,
            Token::Text(text) => Literal::Text(text),
            Token::Word(word) if word == "true" || word == "false" => Literal::Bool(word == "true"),
            Token::Word(word) if word == "date" => Literal::Day(self.day()?),
            Token::Sign("@") => match self.peek()?.clone() {
                Token::Text(text) => {
                    self.at += 1;
                    Literal::Day(text.parse().ok()?)
                }
                _ => return None,
            },
            _ => return None,
        })
    }

    /// What follows `date`: `("2026-03-02")`.
    fn day(&mut self) -> Option<Day> {
        let [Token::Sign("("), Token::Text(text), Token::Sign(")")] = self.tokens.get(self.at..self.at + 3)? else {
            return None;
        };
        let day = text.parse().ok()?;
        self.at += 3;
        Some(day)
    }

    fn expression(&mut self, depth: usize) -> Result<String, String> {
        if depth > DEEPEST {
            return Err("it is nested too deeply".to_owned());
        }
        if self.takes_word("if") {
            let condition = self.expression(depth + 1)?;
            if !self.takes_word("then") {
                return Err("`then` is missing".to_owned());
            }
            let yes = self.expression(depth + 1)?;
            if !self.takes_word("else") {
                return Err("`else` is missing".to_owned());
            }
            let no = self.expression(depth + 1)?;
            return Ok(format!("({condition} ? {yes} : {no})"));
        }
        self.joined(depth, "or", "||", |reader, depth| {
            reader.joined(depth, "and", "&&", |reader, depth| reader.comparison(depth))
        })
    }

    fn joined(
        &mut self,
        depth: usize,
        word: &str,
        sign: &str,
        part: impl Fn(&mut Self, usize) -> Result<String, String>,
    ) -> Result<String, String> {
        let mut parts = vec![part(self, depth)?];
        while self.takes_word(word) {
            parts.push(part(self, depth)?);
        }
        let joined = parts.join(&format!(" {sign} "));
        Ok(if parts.len() == 1 { joined } else { format!("({joined})") })
    }

    fn comparison(&mut self, depth: usize) -> Result<String, String> {
        let left = self.sum(depth)?;
        for (sign, by) in [("<=", "<="), (">=", ">="), ("!=", "!="), ("<", "<"), (">", ">"), ("=", "==")] {
            if self.takes(sign) {
                return Ok(format!("{left} {by} {}", self.sum(depth)?));
            }
        }
        if self.is_word("between") || self.is_word("in") || self.is_word("instance") {
            return Err(format!("{} is not understood", self.peek().map(said).unwrap_or_default()));
        }
        Ok(left)
    }

    fn sum(&mut self, depth: usize) -> Result<String, String> {
        let mut sum = self.product(depth)?;
        while self.is("+") || self.is("-") {
            let sign = if self.takes("+") { '+' } else { '-' };
            self.at += usize::from(sign == '-');
            sum = format!("({sum} {sign} {})", self.product(depth)?);
        }
        Ok(sum)
    }

    fn product(&mut self, depth: usize) -> Result<String, String> {
        let mut product = self.atom(depth)?;
        while self.is("*") || self.is("/") {
            let sign = if self.takes("*") { '*' } else { '/' };
            self.at += usize::from(sign == '/');
            product = format!("({product} {sign} {})", self.atom(depth)?);
        }
        if self.is("**") {
            return Err("`**` is not understood".to_owned());
        }
        Ok(product)
    }

    fn atom(&mut self, depth: usize) -> Result<String, String> {
        if depth > DEEPEST {
            return Err("it is nested too deeply".to_owned());
        }
        if self.takes("-") {
            return Ok(format!("(-{})", self.atom(depth + 1)?));
        }
        if self.takes("(") {
            let inner = self.expression(depth + 1)?;
            self.expect(")")?;
            return Ok(format!("({inner})"));
        }
        if self.is_word("not") && matches!(self.tokens.get(self.at + 1), Some(Token::Sign("("))) {
            self.at += 2;
            let inner = self.expression(depth + 1)?;
            self.expect(")")?;
            return Ok(format!("!({inner})"));
        }
        let start = self.at;
        if let Some(Token::Named(key)) = self.peek().cloned() {
            self.at += 1;
            return if self.is("(") {
                Err("functions are not understood".to_owned())
            } else {
                Ok(format!("{{{key}}}"))
            };
        }
        match self.plain() {
            Some(Literal::Bool(answer)) => Ok(answer.to_string()),
            Some(Literal::Number(number)) => Ok(number.to_string()),
            Some(Literal::Text(text)) if !text.contains(['{', '}']) => {
                Ok(format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"")))
            }
            Some(Literal::Day(day)) => Ok(format!("day(\"{day}\")")),
            _ => Err(match self.tokens.get(start) {
                Some(token) => format!("{} is not understood", said(token)),
                None => "it ends too early".to_owned(),
            }),
        }
    }
}

fn said(token: &Token) -> String {
    match token {
        Token::Text(text) => format!("the text `{text}`"),
        Token::Number(number) => format!("`{number}`"),
        Token::Named(_) => "a name".to_owned(),
        Token::Word(word) => format!("`{word}`"),
        Token::Sign(sign) => format!("`{sign}`"),
    }
}

fn tokens(text: &str, names: &Names) -> Result<Vec<Token>, String> {
    let mut tokens = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let (token, length) = if first == '"' {
            quoted(rest)?
        } else if let Some((key, length)) = named(rest, names) {
            (Token::Named(key), length)
        } else if first.is_ascii_digit() || (first == '.' && rest[1..].starts_with(|c: char| c.is_ascii_digit())) {
            number(rest)?
        } else if let Some(sign) = SIGNS.iter().find(|sign| rest.starts_with(**sign)) {
            (Token::Sign(sign), sign.len())
        } else if first.is_alphabetic() || first == '_' {
            let length = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
            (Token::Word(rest[..length].to_owned()), length)
        } else {
            return Err(format!("`{first}` is not understood"));
        };
        tokens.push(token);
        rest = rest[length..].trim_start();
    }
    Ok(tokens)
}

/// A known name at the beginning, with any white space between its words.
fn named(text: &str, names: &Names) -> Option<(String, usize)> {
    names.0.iter().find_map(|(name, key)| {
        let mut rest = text;
        for (number, word) in name.split(' ').enumerate() {
            rest = if number == 0 { rest } else { rest.trim_start() };
            rest = rest.strip_prefix(word)?;
            let goes_on = rest.starts_with(|c: char| c.is_alphanumeric() || c == '_');
            if goes_on {
                return None;
            }
        }
        (!name.is_empty()).then(|| (key.clone(), text.len() - rest.len()))
    })
}

fn number(text: &str) -> Result<(Token, usize), String> {
    let mut length = 0;
    let bytes = text.as_bytes();
    while bytes.get(length).is_some_and(u8::is_ascii_digit)
        || (bytes.get(length) == Some(&b'.') && bytes.get(length + 1).is_some_and(u8::is_ascii_digit))
    {
        length += 1;
    }
    let written = &text[..length];
    let number = written.parse().map_err(|_| format!("`{written}` is too long a number"))?;
    Ok((Token::Number(number), length))
}

fn quoted(text: &str) -> Result<(Token, usize), String> {
    let mut plain = String::new();
    let mut letters = text.char_indices().skip(1);
    while let Some((at, letter)) = letters.next() {
        match letter {
            '"' => return Ok((Token::Text(plain), at + 1)),
            '\\' => match letters.next() {
                Some((_, 'n')) => plain.push('\n'),
                Some((_, 't')) => plain.push('\t'),
                Some((_, escaped @ ('"' | '\\' | '\''))) => plain.push(escaped),
                _ => return Err("an escape in a text is not understood".to_owned()),
            },
            other => plain.push(other),
        }
    }
    Err("a text is not closed".to_owned())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn names() -> Names {
        let pair = |name: &str| (name.to_owned(), name.replace(' ', "-"));
        Names::new(vec![pair("loan"), pair("loan amount"), pair("Applicant Age")])
    }

    #[test]
    fn a_cell_is_read_as_tests() {
        let read = |text: &str| unary_tests(text, &names()).unwrap();
        let number = |n: i32| Literal::Number(n.into());
        assert_eq!(read("-"), vec![]);
        assert_eq!(
            read("\"a, b\", \"c\""),
            vec![Test::Is(Literal::Text("a, b".into())), Test::Is(Literal::Text("c".into()))]
        );
        assert_eq!(read("< -5"), vec![Test::Compare("<", number(-5))]);
        assert_eq!(read("]1..5]"), vec![Test::Range((number(1), false), (number(5), true))]);
        assert_eq!(
            read("not(true, false)"),
            vec![Test::Not(vec![Test::Is(Literal::Bool(true)), Test::Is(Literal::Bool(false))])]
        );
        assert_eq!(
            read(">= date(\"2026-03-02\")"),
            vec![Test::Compare(">=", Literal::Day("2026-03-02".parse().unwrap()))]
        );
        assert_eq!(
            read("> loan amount * 2"),
            vec![Test::Compare(">", Literal::Expression("({loan-amount} * 2)".into()))]
        );
    }

    #[test]
    fn an_expression_is_written_in_the_condition_language() {
        let read = |text: &str| expression(text, &names());
        assert_eq!(read("loan  amount + 1 > loan and not(true)").unwrap(), "(({loan-amount} + 1) > {loan} && !(true))");
        assert_eq!(
            read("if Applicant Age >= 18 then \"adult\" else \"child\"").unwrap(),
            "({Applicant-Age} >= 18 ? \"adult\" : \"child\")"
        );
        for refused in ["f(1)", "[1, 2]", "loan ** 2", "some x in y satisfies x", "\"open", "1 +", "unknown"] {
            assert!(read(refused).is_err(), "{refused}");
        }
        assert!(read(&"(".repeat(10_000)).is_err());
        assert!(read(&"-".repeat(10_000)).is_err());
    }
}
