//! A condition taken apart where `&&` and `||` join it, so that a check can point at the part that is wrong.

use std::ops::Range;

/// A part with its bytes in the condition's text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// Parts joined by `&&`.
    All(Vec<Part>),
    /// Parts joined by `||`.
    Any(Vec<Part>),
    /// What is not taken apart: a comparison, a name, anything behind `!` or `?`.
    One(Range<usize>),
}

/// A text nested deeper than this is left whole; conditions that could be read never are.
const DEEPEST: usize = 64;

/// Takes a condition apart. The text must be one that could be read.
pub(super) fn parts(text: &str) -> Part {
    split(text, 0..text.len(), 0)
}

impl Part {
    /// The parts that are not taken apart, in reading order.
    pub fn leaves(&self) -> Vec<Range<usize>> {
        match self {
            Part::All(inner) | Part::Any(inner) => inner.iter().flat_map(Part::leaves).collect(),
            Part::One(range) => vec![range.clone()],
        }
    }
}

/// Both sides of a comparison and its sign; nothing when the text is none.
pub(super) fn comparison(text: &str) -> Option<(&str, &str, &str)> {
    let signs = ["==", "!=", "<=", ">=", "<", ">"];
    let at = marks(text)
        .into_iter()
        .find_map(|at| signs.iter().find(|sign| text[at..].starts_with(**sign)).map(|s| (at, *s)));
    at.map(|(at, sign)| (text[..at].trim(), sign, text[at + sign.len()..].trim()))
}

fn split(text: &str, range: Range<usize>, depth: usize) -> Part {
    let range = bare(text, range);
    let inside = &text[range.clone()];
    if depth >= DEEPEST || marks(inside).iter().any(|at| inside[*at..].starts_with('?')) {
        return Part::One(range);
    }
    for (sign, join) in [("||", Part::Any as fn(Vec<Part>) -> Part), ("&&", Part::All)] {
        let at: Vec<usize> = marks(inside).into_iter().filter(|at| inside[*at..].starts_with(sign)).collect();
        if at.is_empty() {
            continue;
        }
        let starts = std::iter::once(0).chain(at.iter().map(|at| at + sign.len()));
        let ends = at.iter().copied().chain(std::iter::once(inside.len()));
        let pieces = starts.zip(ends).map(|(from, to)| range.start + from..range.start + to);
        return join(pieces.map(|piece| split(text, piece, depth + 1)).collect());
    }
    Part::One(range)
}

/// Without the space and the brackets around all of it.
fn bare(text: &str, range: Range<usize>) -> Range<usize> {
    let inside = &text[range.clone()];
    let start = range.start + (inside.len() - inside.trim_start().len());
    let end = (range.start + inside.trim_end().len()).max(start);
    let inside = &text[start..end];
    // Nothing stands outside brackets: then the first and the last belong together.
    match inside.starts_with('(') && inside.ends_with(')') && inside.len() > 2 && marks(inside).is_empty() {
        true => bare(text, start + 1..end - 1),
        false => start..end,
    }
}

/// Where signs stand that are in no bracket and in no quotes.
fn marks(text: &str) -> Vec<usize> {
    let mut found = Vec::new();
    let (mut depth, mut quote, mut escaped) = (0usize, None, false);
    for (at, c) in text.char_indices() {
        match (quote, c) {
            (Some(_), _) if escaped => escaped = false,
            (Some(_), '\\') => escaped = true,
            (Some(open), _) if open == c => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') => quote = Some(c),
            (None, '(' | '[' | '{') => depth += 1,
            (None, ')' | ']' | '}') => {
                depth = depth.saturating_sub(1);
                // More than one bracket side by side: what stands between them is outside.
                if depth == 0 && at + c.len_utf8() < text.len() {
                    found.push(at + c.len_utf8());
                }
            }
            (None, _) if depth == 0 && !c.is_whitespace() => found.push(at),
            _ => {}
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        fn show(text: &str, part: &Part) -> String {
            let list = |inner: &[Part]| inner.iter().map(|p| show(text, p)).collect::<Vec<_>>().join(", ");
            match part {
                Part::All(inner) => format!("all({})", list(inner)),
                Part::Any(inner) => format!("any({})", list(inner)),
                Part::One(range) => text[range.clone()].to_owned(),
            }
        }
        show(text, &parts(text))
    }

    #[test]
    fn a_condition_is_taken_apart_at_its_joints() {
        assert_eq!(shown(" a "), "a");
        assert_eq!(shown("a && b || c"), "any(all(a, b), c)");
        assert_eq!(shown("(a || b) && !(c || d)"), "all(any(a, b), !(c || d))");
        assert_eq!(shown("((a))"), "a");
        assert_eq!(shown("(a) || (b)"), "any(a, b)");
        assert_eq!(shown("'x && y' in s && \"||\" == t"), "all('x && y' in s, \"||\" == t)");
        assert_eq!(shown("r.exists(x, x.a && x.b) || z"), "any(r.exists(x, x.a && x.b), z)");
        assert_eq!(shown("a ? b && c : d || e"), "a ? b && c : d || e");
    }

    #[test]
    fn a_comparison_has_two_sides() {
        assert_eq!(comparison("shop.area >= param.x"), Some(("shop.area", ">=", "param.x")));
        assert_eq!(comparison("size(a) == size(a)"), Some(("size(a)", "==", "size(a)")));
        assert_eq!(comparison("rows.exists(r, r.a < 3)"), None);
        assert_eq!(comparison("'<' in kinds"), None);
    }
}
