//! Which vectors are about the part of CEL that conditions claim, told by what is written in them and never by whether
//! they pass. Each reason is a group of the report; docs/conditions.md gives the same list to authors.

use super::textproto::Message;

#[derive(Clone, Debug, PartialEq)]
enum Token {
    Text,
    Bytes,
    Number(String),
    Name(String),
    Sign(String),
}

const SIGNS: [&str; 12] = ["&&", "||", "==", "!=", "<=", ">=", "//", "[?", "{?", ".?", "?.", "`"];

/// Why a vector is outside what conditions claim; nothing when it is inside.
pub fn outside(test: &Message) -> Option<&'static str> {
    if test.text("disable_check") == Some("true") {
        return Some("types not checked");
    }
    if test.get("container").is_some() || test.text("disable_macros") == Some("true") {
        return Some("namespaces and parser settings");
    }
    if test.get("typed_result").is_some() || test.text("check_only") == Some("true") {
        return Some("types as results");
    }
    if let Some(value) = test.message("value") {
        let [(kind, shown)] = value.0.as_slice() else { return Some("values of other kinds") };
        match kind.as_str() {
            "bool_value" | "int64_value" | "string_value" => {}
            "double_value" => {
                let word = Message(vec![(kind.clone(), shown.clone())]);
                let text = word.text(kind).unwrap_or_default().to_lowercase();
                if text.contains("inf") || text.contains("nan") {
                    return Some("infinity and not-a-number");
                }
            }
            _ => return Some("values of other kinds"),
        }
    }
    for bound in test.messages("bindings").filter_map(|entry| entry.message("value")?.message("value")) {
        if !matches!(bound.0.as_slice(), [(kind, _)] if matches!(kind.as_str(), "bool_value" | "int64_value" | "double_value" | "string_value"))
        {
            return Some("values of other kinds");
        }
    }
    if test
        .messages("type_env")
        .any(|entry| entry.message("ident").and_then(|i| i.message("type")?.text("primitive")).is_none())
    {
        return Some("functions and variables of other kinds");
    }
    let errors = test.message("eval_error").and_then(|e| e.message("errors")?.text("message").map(str::to_lowercase));
    if errors.is_some_and(|text| text.contains("overflow") || text.contains("range")) {
        return Some("limits of 64-bit whole numbers");
    }
    let tokens = tokens(test.text("expr").unwrap_or_default());
    let is_zero = |token: &Token| matches!(token, Token::Number(digits) if digits.parse() == Ok(0.0));
    let by_zero = |pair: &[Token]| matches!(pair, [Token::Sign(sign), by] if sign == "/" && is_zero(by));
    if test.get("eval_error").is_none()
        && tokens.windows(2).any(|pair| by_zero(pair) && tokens.iter().filter(|t| is_zero(t)).count() > 1)
    {
        // A double divided by zero is a value in CEL, a whole number is an error.
        return Some("infinity and not-a-number");
    }
    written(&tokens)
}

fn written(tokens: &[Token]) -> Option<&'static str> {
    let sign =
        |at: usize, any: &[&str]| matches!(tokens.get(at), Some(Token::Sign(sign)) if any.contains(&sign.as_str()));
    let name =
        |at: usize, any: &[&str]| matches!(tokens.get(at), Some(Token::Name(name)) if any.contains(&name.as_str()));
    for (at, token) in tokens.iter().enumerate() {
        let before = |any: &[&str]| at > 0 && sign(at - 1, any);
        let around = |any: &[&str]| before(any) || sign(at + 1, any);
        match token {
            Token::Bytes => return Some("values of other kinds"),
            Token::Number(digits) => {
                if digits.starts_with("0x") {
                    return Some("hexadecimal numbers");
                }
                if digits.ends_with('u') {
                    return Some("values of other kinds");
                }
                if digits.contains('e') {
                    return Some("scientific notation");
                }
            }
            Token::Text if around(&["+", "<", "<=", ">", ">="]) => return Some("order and joining of texts"),
            Token::Name(word) => {
                if matches!(word.as_str(), "true" | "false") && around(&["<", "<=", ">", ">="]) {
                    return Some("order of yes and no");
                }
                if word == "null" {
                    return Some("values of other kinds");
                }
                if sign(at + 1, &["("]) {
                    if before(&["."]) || word.contains('.') {
                        return Some("macros and functions on lists, maps and texts");
                    }
                    if word != "size" && word != "in" {
                        return Some("functions conditions do not have");
                    }
                }
            }
            Token::Sign(written) => match written.as_str() {
                "[" if at > 0 && name(at - 1, &["in"]) => {
                    if sign(at + 1, &["]"]) {
                        return Some("empty lists");
                    }
                    let listed = || tokens[at..].iter().take_while(|token| **token != Token::Sign("]".to_owned()));
                    if listed().any(|t| *t == Token::Text) && listed().any(|t| matches!(t, Token::Number(_))) {
                        return Some("lists of several kinds of values");
                    }
                }
                "[" | "{" => return Some("lists and maps as values"),
                "%" => return Some("remainder of a division"),
                "//" => return Some("comments"),
                "[?" | "{?" | ".?" | "?." | "`" => return Some("optional values and quoted names"),
                "." => return Some("fields of values"),
                _ => {}
            },
            Token::Text => {}
        }
    }
    None
}

/// CEL's own tokens, read without our parser.
fn tokens(text: &str) -> Vec<Token> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let lower = rest.to_ascii_lowercase();
        let prefix = ["br", "rb", "b", "r", ""]
            .into_iter()
            .find(|p| lower.strip_prefix(p).is_some_and(|after| after.starts_with('"') || after.starts_with('\'')));
        let length = if first.is_whitespace() {
            first.len_utf8()
        } else if let Some(prefix) = prefix {
            found.push(if prefix.contains('b') { Token::Bytes } else { Token::Text });
            prefix.len() + quoted(&rest[prefix.len()..], prefix.contains('r'))
        } else if first.is_ascii_digit() || (first == '.' && rest[1..].starts_with(|c: char| c.is_ascii_digit())) {
            let mut end = 0;
            for c in rest.chars() {
                let exponent = end > 0 && rest[..end].ends_with(['e', 'E']) && !lower.starts_with("0x");
                if !(c.is_ascii_alphanumeric() || c == '.' || (exponent && (c == '+' || c == '-'))) {
                    break;
                }
                end += 1;
            }
            found.push(Token::Number(lower[..end].to_owned()));
            end
        } else if first.is_alphabetic() || first == '_' {
            let is_part = |c: char| c.is_alphanumeric() || c == '_' || c == '.';
            let length = rest.find(|c: char| !is_part(c)).unwrap_or(rest.len());
            found.push(Token::Name(rest[..length].to_owned()));
            length
        } else {
            let sign =
                SIGNS.into_iter().find(|sign| rest.starts_with(sign)).map_or_else(|| first.to_string(), str::to_owned);
            let length = sign.len();
            found.push(Token::Sign(sign));
            length
        };
        rest = &rest[length..];
    }
    found
}

/// How long a quoted text is.
fn quoted(rest: &str, raw: bool) -> usize {
    let Some(quote) = rest.chars().next() else { return 0 };
    let triple = quote.to_string().repeat(3);
    let close = if rest.starts_with(&triple) { triple } else { quote.to_string() };
    let mut at = close.len();
    while let Some(c) = rest[at..].chars().next() {
        if rest[at..].starts_with(&close) {
            return at + close.len();
        }
        at += c.len_utf8();
        if c == '\\' && !raw {
            at += rest[at..].chars().next().map_or(0, char::len_utf8);
        }
    }
    rest.len()
}
