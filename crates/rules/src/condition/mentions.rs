//! Which names and choices a condition's text mentions, and where: for editors, so also while the text is still wrong.

use std::ops::Range;

use crate::Value;

use super::parse::{self, Node, Written};
use super::tree::Macro;

/// One name or choice in a condition's text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mention {
    /// Bytes of the condition's text: the name alone, without quotes and without `param.`.
    pub span: Range<usize>,
    pub what: Mentioned,
}

/// What a condition's text mentions. Nothing says that it exists.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mentioned {
    /// A fact by its dotted name.
    Fact(String),
    /// A parameter, without `param.`.
    Parameter(String),
    /// An item of the rows of a fact: `age` in `staff.exists(r, r.age > 17)`.
    Item { rows: String, item: String },
    /// A quoted text compared with a fact (`of`), or with an item of rows (`of` is then `rows.item`); without `of`,
    /// a text that the expression computes.
    Choice { of: Option<String>, id: String },
}

/// All mentions, in the order of the text. Never fails: what cannot be read is left out.
pub fn mentions(text: &str) -> Vec<Mention> {
    let written = parse::parse(text, &mut Vec::new());
    let mut walk = Walk { text, rows: Vec::new(), found: Vec::new() };
    for part in &written {
        walk.visit(part);
    }
    walk.found.sort_by_key(|mention| (mention.span.start, mention.span.end));
    walk.found
}

struct Walk<'a> {
    text: &'a str,
    /// The row variables in force with the lists they stand for, outermost first.
    rows: Vec<(String, String)>,
    found: Vec<Mention>,
}

impl Walk<'_> {
    fn visit(&mut self, written: &Written) {
        match &written.node {
            Node::Literal(Value::Text(id)) => self.choice(None, id, &written.span),
            Node::Literal(_) | Node::Wrong => {}
            Node::Name(name) => self.name(name, &written.span),
            Node::Not(inner) | Node::Negate(inner) => self.visit(inner),
            Node::List(all) | Node::And(all) | Node::Or(all) => all.iter().for_each(|part| self.visit(part)),
            Node::Compare(_, left, right) | Node::In(left, right) => self.sides(left, right),
            Node::Arithmetic(_, left, right) => {
                self.visit(left);
                self.visit(right);
            }
            Node::Choose(condition, yes, no) => [condition, yes, no].into_iter().for_each(|part| self.visit(part)),
            Node::Call { name, name_span, arguments } => self.call(name, name_span, arguments),
        }
    }

    /// Texts beside a name are its choices.
    fn sides(&mut self, left: &Written, right: &Written) {
        for (side, other) in [(left, right), (right, left)] {
            let of = match &other.node {
                Node::Name(name) => Some(self.full_name(name)),
                _ => None,
            };
            match &side.node {
                Node::Literal(Value::Text(id)) => self.choice(of, id, &side.span),
                Node::List(all) => {
                    for item in all {
                        match &item.node {
                            Node::Literal(Value::Text(id)) => self.choice(of.clone(), id, &item.span),
                            _ => self.visit(item),
                        }
                    }
                }
                _ => self.visit(side),
            }
        }
    }

    fn call(&mut self, name: &str, name_span: &Range<usize>, arguments: &[Written]) {
        let about_rows =
            name.rsplit_once('.').filter(|(_, asked)| Macro::ALL.iter().any(|known| known.name() == *asked));
        let Some((list, _)) = about_rows else {
            // `day("2026-03-02")`: the text is a day, not a choice.
            if name != "day" {
                arguments.iter().for_each(|argument| self.visit(argument));
            }
            return;
        };
        self.name(list, &(name_span.start..name_span.start + list.len()));
        match arguments {
            [Written { node: Node::Name(variable), .. }, body @ ..] => {
                let list = self.full_name(list);
                self.rows.push((variable.clone(), list));
                body.iter().for_each(|part| self.visit(part));
                self.rows.pop();
            }
            others => others.iter().for_each(|part| self.visit(part)),
        }
    }

    fn full_name(&self, name: &str) -> String {
        self.item(name).map_or_else(|| name.to_owned(), |(rows, item)| format!("{rows}.{item}"))
    }

    /// The list and the item, when the name begins with a row variable.
    fn item(&self, name: &str) -> Option<(String, String)> {
        let (head, item) = name.split_once('.')?;
        let (_, list) = self.rows.iter().rev().find(|(variable, _)| variable == head)?;
        Some((list.clone(), item.to_owned()))
    }

    fn name(&mut self, name: &str, span: &Range<usize>) {
        // In parentheses the span is that of the parentheses.
        let Some(inside) = self.text.get(span.clone()).and_then(|text| text.find(name)) else { return };
        let start = span.start + inside;
        let end = start + name.len();
        let (start, what) = if let Some((rows, item)) = self.item(name) {
            (end - item.len(), Mentioned::Item { rows, item })
        } else if self.rows.iter().any(|(variable, _)| variable == name) {
            return;
        } else if let Some(parameter) = name.strip_prefix("param.") {
            (end - parameter.len(), Mentioned::Parameter(parameter.to_owned()))
        } else {
            (start, Mentioned::Fact(name.to_owned()))
        };
        self.found.push(Mention { span: start..end, what });
    }

    fn choice(&mut self, of: Option<String>, id: &str, span: &Range<usize>) {
        let Some(inside) = self.text.get(span.clone()).and_then(|text| text.find(id)) else { return };
        let start = span.start + inside;
        self.found.push(Mention { span: start..start + id.len(), what: Mentioned::Choice { of, id: id.to_owned() } });
    }
}
