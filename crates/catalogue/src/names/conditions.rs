//! What could be written next in a condition: facts, parameters, functions, choices beside a comparison, items of rows.

/// What fits at the end of a condition that is being typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Expected {
    /// A name: any fact or parameter, the row variables in force, a function.
    Name { rows: Vec<String> },
    /// An item of these rows.
    Item { rows: String },
    /// What can be asked of these rows: `exists`, `all` …
    Asked { rows: String },
    /// A choice of a fact or item; `quoted` when its opening quote is already there.
    Choice { of: String, quoted: bool },
}

/// What may be asked of rows, with a word of help.
pub(super) const ASKED: [(&str, &str); 6] = [
    ("exists", "some row for which it holds"),
    ("all", "it holds for every row"),
    ("count", "how many rows it holds for"),
    ("sum", "the total over all rows"),
    ("max", "the largest of all rows"),
    ("min", "the smallest of all rows"),
];

pub(super) const FUNCTIONS: [(&str, &str); 3] = [
    ("size", "how many choices, rows or letters"),
    ("days_between", "days from the first day to the second"),
    ("day", "a day: day(\"2026-03-02\")"),
];

/// `before`: the condition up to the typing, `after`: the rest of its line. `is_rows` knows the facts that are rows.
pub(super) fn expected(before: &str, after: &str, is_rows: impl Fn(&str) -> bool) -> Expected {
    let typed = super::word_around(before, before.len());
    let (word, lead) = (&before[typed.clone()], &before[..typed.start]);
    let rows = variables(before);
    let full = |name: &str| match name.split_once('.') {
        Some((head, item)) => match rows.iter().rev().find(|(variable, _)| variable == head) {
            Some((_, list)) => format!("{list}.{item}"),
            None => name.to_owned(),
        },
        None => name.to_owned(),
    };
    let quoted = lead.ends_with(['"', '\'']) && is_open(lead);
    let lead = if quoted { &lead[..lead.len() - 1] } else { lead };
    if let Some(name) = compared(lead) {
        return Expected::Choice { of: full(name), quoted };
    }
    if quoted && let Some(name) = contained_in(after) {
        return Expected::Choice { of: full(name), quoted };
    }
    if let Some((head, _)) = word.rsplit_once('.') {
        if let Some((_, list)) = rows.iter().rev().find(|(variable, _)| variable == head) {
            return Expected::Item { rows: list.clone() };
        }
        if is_rows(&full(head)) {
            return Expected::Asked { rows: full(head) };
        }
    }
    Expected::Name { rows: rows.into_iter().map(|(variable, _)| variable).collect() }
}

/// Whether the last quote of a text opens one.
fn is_open(text: &str) -> bool {
    let Some(quote) = text.chars().last() else { return false };
    text.matches(quote).count() % 2 == 1
}

/// The name that a text is compared with, when the text would stand here: after `name ==` or in `name in [`.
fn compared(lead: &str) -> Option<&str> {
    let lead = lead.trim_end();
    if let Some(left) = lead.strip_suffix("==").or_else(|| lead.strip_suffix("!=")) {
        return last_name(left);
    }
    let open = lead.rfind('[').filter(|open| !lead[*open..].contains(']'))?;
    let inside = lead[open + 1..].trim_end();
    if !(inside.is_empty() || inside.ends_with(',')) {
        return None;
    }
    last_name(lead[..open].trim_end().strip_suffix("in")?)
}

/// The name behind `" in name`.
fn contained_in(after: &str) -> Option<&str> {
    let rest = after.trim_start_matches(|c: char| c.is_alphanumeric() || matches!(c, '_' | '-'));
    let rest = rest.trim_start_matches(['\\', '"', '\'']).trim_start().strip_prefix("in ")?;
    let name = super::word_around(rest.trim_start(), 0);
    let name = &rest.trim_start()[name];
    (!name.is_empty()).then_some(name)
}

fn last_name(text: &str) -> Option<&str> {
    let text = text.trim_end();
    let name = &text[super::word_around(text, text.len())];
    name.starts_with(|c: char| c.is_alphabetic()).then_some(name)
}

/// Row variables with their lists: `event.sessions.exists(s, …`.
fn variables(before: &str) -> Vec<(String, String)> {
    let mut found: Vec<(String, String)> = Vec::new();
    for (open, _) in before.match_indices('(') {
        let Some((list, asked)) = last_name(&before[..open]).and_then(|called| called.rsplit_once('.')) else {
            continue;
        };
        if !ASKED.iter().any(|(known, _)| *known == asked) {
            continue;
        }
        let Some((variable, _)) = before[open + 1..].split_once(',') else { continue };
        let variable = variable.trim();
        if !variable.is_empty() && variable.chars().all(|c| c.is_alphanumeric() || c == '_') {
            found.push((variable.to_owned(), list.to_owned()));
        }
    }
    found
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    /// What is expected at `¦`.
    fn at(marked: &str) -> Expected {
        let (before, after) = marked.split_once('¦').unwrap();
        expected(before, after, |name| name == "event.sessions")
    }

    fn choice(of: &str, quoted: bool) -> Expected {
        Expected::Choice { of: of.to_owned(), quoted }
    }

    #[test]
    fn a_comparison_expects_a_choice() {
        assert_eq!(at("venue.kind == ¦"), choice("venue.kind", false));
        assert_eq!(at("a && venue.kind != \"ba¦\" && b"), choice("venue.kind", true));
        assert_eq!(at("venue.kind in [\"a\", \"b¦\"]"), choice("venue.kind", true));
        assert_eq!(at("\"hot-¦dishes\" in food.items && b"), choice("food.items", true));
        assert_eq!(at("event.sessions.exists(s, s.kind == '¦"), choice("event.sessions.kind", true));
    }

    #[test]
    fn elsewhere_a_name_is_expected() {
        assert_eq!(at("venue.kind == \"a\" && pre¦"), Expected::Name { rows: vec![] });
        assert_eq!(at("¦"), Expected::Name { rows: vec![] });
        assert_eq!(at("event.sessions.exists(s, ¦"), Expected::Name { rows: vec!["s".to_owned()] });
        assert_eq!(at("event.sessions.exists(s, s.ex¦ > 1)"), Expected::Item { rows: "event.sessions".to_owned() });
        assert_eq!(at("event.sessions.ex¦"), Expected::Asked { rows: "event.sessions".to_owned() });
    }
}
