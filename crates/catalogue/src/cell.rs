//! The cells of decision tables: a short way to write a condition on one input, turned into the condition language.
//!
//! `any` or `-`, a value, several with commas between, `< 5`, `!= 5`, `[1..5)`, `]1..5[`, `not(…)` round any of these.
//! Values are written as everywhere else (`yes`, `12.5`, `2026-03-02`, a choice by its id); quotes are allowed.

use rules::{Day, Type};

/// Deeper `not(…)` than this is nothing anybody reads.
const DEEPEST: usize = 8;

/// The condition a cell puts on its input, in the condition language; nothing when every value fits.
/// The error is a sentence without a full stop.
pub(crate) fn condition(cell: &str, input: &str, ty: &Type) -> Result<Option<String>, String> {
    let cell = cell.trim();
    if matches!(cell, "-" | "any") {
        return Ok(None);
    }
    tests(cell, input, ty, DEEPEST).map(Some)
}

fn tests(cell: &str, input: &str, ty: &Type, deeper: usize) -> Result<String, String> {
    let parts = split(cell);
    if deeper == 0 {
        return Err("this cell is nested too deeply".to_owned());
    }
    let read: Vec<String> = parts.into_iter().map(|part| test(part, input, ty, deeper)).collect::<Result<_, _>>()?;
    Ok(match read.as_slice() {
        [one] => one.clone(),
        all => format!("({})", all.join(" || ")),
    })
}

fn test(text: &str, input: &str, ty: &Type, deeper: usize) -> Result<String, String> {
    let text = text.trim();
    if text.is_empty() {
        return Err("a cell says nothing; write `any` where every value fits".to_owned());
    }
    if let Some(inner) = text.strip_prefix("not(").and_then(|rest| rest.strip_suffix(')')) {
        return Ok(format!("!({})", tests(inner, input, ty, deeper - 1)?));
    }
    for (sign, by) in [("<=", "<="), (">=", ">="), ("!=", "!="), ("<", "<"), (">", ">"), ("=", "==")] {
        if let Some(rest) = text.strip_prefix(sign) {
            return Ok(format!("({input}) {by} {}", value(rest, ty)?));
        }
    }
    if let Some(range) = range(text, input, ty)? {
        return Ok(range);
    }
    Ok(match (ty, text) {
        (Type::Bool, "yes" | "true") => format!("({input})"),
        (Type::Bool, "no" | "false") => format!("!({input})"),
        (Type::Bool, _) => return Err(format!("`{text}` is neither `yes` nor `no`")),
        (Type::Choices(_), _) => format!("{} in {input}", value(text, ty)?),
        _ => format!("({input}) == {}", value(text, ty)?),
    })
}

/// `[1..5)`: a bracket turned outwards leaves its end out, as a parenthesis does.
fn range(text: &str, input: &str, ty: &Type) -> Result<Option<String>, String> {
    let low = match text.chars().next() {
        Some('[') => ">=",
        Some('(' | ']') => ">",
        _ => return Ok(None),
    };
    let high = match text.chars().last() {
        Some(']') => "<=",
        Some(')' | '[') => "<",
        _ => return Ok(None),
    };
    let inner = text.get(1..text.len() - 1).unwrap_or_default();
    let Some((from, to)) = inner.split_once("..") else { return Ok(None) };
    Ok(Some(format!("(({input}) {low} {} && ({input}) {high} {})", value(from, ty)?, value(to, ty)?)))
}

/// A value as the condition language writes it.
fn value(text: &str, ty: &Type) -> Result<String, String> {
    let text = text.trim();
    match ty {
        Type::Choice(among) | Type::Choices(among) => {
            let id = unquoted(text);
            if among.is_empty() || among.contains(&id) {
                Ok(quoted(&id))
            } else {
                Err(format!("`{id}` is not one of the choices {}", among.join(", ")))
            }
        }
        Type::Text => Ok(quoted(&unquoted(text))),
        Type::Day if unquoted(text).parse::<Day>().is_ok() => Ok(format!("day({})", quoted(&unquoted(text)))),
        Type::Bool if matches!(text, "yes" | "no") => Ok((text == "yes").to_string()),
        Type::Number if text.strip_prefix('-').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit())) => {
            Ok(format!("({text})"))
        }
        _ if text.is_empty() => Err("a value is missing".to_owned()),
        // A bracket too many would close what stands around the value.
        _ if end_of_plain(text) < text.len() => Err(format!("`{text}` is not a value")),
        // A parameter, another fact or a number: the condition language says what is wrong with it.
        _ => Ok(text.to_owned()),
    }
}

fn unquoted(text: &str) -> String {
    let Some(inner) = text.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) else { return text.to_owned() };
    let mut plain = String::new();
    let mut letters = inner.chars();
    while let Some(letter) = letters.next() {
        plain.push(if letter == '\\' { letters.next().unwrap_or(letter) } else { letter });
    }
    plain
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

/// The tests between commas.
fn split(text: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut rest = text;
    loop {
        let end = end_of_test(rest, DEEPEST);
        let (part, after) = rest.split_at(end);
        match after.trim_start().strip_prefix(',') {
            Some(next) => rest = next,
            // What stands behind a whole test belongs to no test: the author is shown all of it.
            None => {
                parts.push(rest);
                return parts;
            }
        }
        parts.push(part);
    }
}

/// How long the first test is. The brackets of a range need not match, and so cannot be counted.
fn end_of_test(text: &str, deeper: usize) -> usize {
    let start = text.len() - text.trim_start().len();
    let rest = &text[start..];
    if let Some(inner) = rest.strip_prefix("not(").filter(|_| deeper > 0) {
        let mut at = 0;
        loop {
            at += end_of_test(&inner[at..], deeper - 1);
            at += usize::from(at < inner.len());
            if at >= inner.len() || !inner[..at].ends_with(',') {
                return start + "not(".len() + at + end_of_plain(&inner[at..]);
            }
        }
    }
    let is_range = rest.starts_with(['[', '(', ']']);
    if let Some((from, to)) = rest.split_once("..").filter(|(from, _)| is_range && !from.contains([',', '"'])) {
        let end = to.find([']', ')', '[']).map_or(to.len(), |end| end + 1);
        return start + from.len() + "..".len() + end;
    }
    start + end_of_plain(rest)
}

/// Up to the next comma, or to the bracket that closes what is around.
fn end_of_plain(text: &str) -> usize {
    let (mut depth, mut is_quoted, mut is_escaped) = (0usize, false, false);
    for (at, letter) in text.char_indices() {
        match letter {
            _ if is_escaped => is_escaped = false,
            '\\' if is_quoted => is_escaped = true,
            '"' => is_quoted = !is_quoted,
            _ if is_quoted => {}
            ',' | ')' if depth == 0 => return at,
            '(' => depth += 1,
            ')' => depth -= 1,
            _ => {}
        }
    }
    text.len()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_a_condition_on_its_input() {
        let number = |cell: &str| condition(cell, "n", &Type::Number).unwrap().unwrap_or_default();
        assert_eq!(number("any"), "");
        assert_eq!(number("-"), "");
        assert_eq!(number("5"), "(n) == 5");
        assert_eq!(number("-5"), "(n) == (-5)");
        assert_eq!(number("<= param.top"), "(n) <= param.top");
        assert_eq!(number("[1..5)"), "((n) >= 1 && (n) < 5)");
        assert_eq!(number("]-1..5]"), "((n) > (-1) && (n) <= 5)");
        assert_eq!(number("not(1, [3..4])"), "!(((n) == 1 || ((n) >= 3 && (n) <= 4)))");
        assert_eq!(number("(1..2], ]3..4[, 5"), "(((n) > 1 && (n) <= 2) || ((n) > 3 && (n) < 4) || (n) == 5)");
        assert_eq!(
            number("not([1..2), 5), (7..8)"),
            "(!((((n) >= 1 && (n) < 2) || (n) == 5)) || ((n) > 7 && (n) < 8))"
        );
        assert_eq!(number("< (m + 1) * 2, 3"), "((n) < (m + 1) * 2 || (n) == 3)");
        let ids = Type::Choice(vec!["a".to_owned(), "b, \"c\"".to_owned()]);
        assert_eq!(
            condition("a, \"b, \\\"c\\\"\"", "x", &ids).unwrap().unwrap(),
            "((x) == \"a\" || (x) == \"b, \\\"c\\\"\")"
        );
        assert_eq!(condition("no", "y", &Type::Bool).unwrap().unwrap(), "!(y)");
        assert_eq!(condition("2026-03-02", "d", &Type::Day).unwrap().unwrap(), "(d) == day(\"2026-03-02\")");
    }

    #[test]
    fn what_is_no_cell_is_said() {
        assert!(condition("", "n", &Type::Number).is_err());
        assert!(condition("c", "x", &Type::Choice(vec!["a".to_owned()])).unwrap_err().contains("not one of"));
        assert!(condition("5, 1) || (true", "n", &Type::Number).is_err());
        assert!(condition("maybe", "y", &Type::Bool).is_err());
        assert!(condition(&("not(".repeat(50) + "1" + &")".repeat(50)), "n", &Type::Number).is_err());
    }
}
