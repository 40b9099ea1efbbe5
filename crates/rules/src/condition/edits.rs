//! Small mistakes an author could have made in a condition: each as a change of its text, so that it has a place.

use std::ops::Range;

use rust_decimal::Decimal;

use crate::{Scope, Type, Value};

use super::Condition;
use super::parse::{Node, Written, parse};
use super::tree::Comparison;

/// What kind of mistake.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum EditKind {
    /// `>=` for `>`.
    MovedByOne,
    /// `||` for `&&`.
    JoinedOtherwise,
    Negated,
    Dropped,
    /// Another number, or another choice.
    OtherConstant,
}

/// A condition's text with one small mistake in it.
#[derive(Clone, Debug)]
pub struct Edit {
    pub kind: EditKind,
    /// Bytes of the condition's text.
    pub span: Range<usize>,
    /// What stands there instead.
    pub instead: String,
    pub condition: Condition,
}

impl Condition {
    /// Every small mistake of this text that still reads as a condition of the same type, in the order of the text.
    /// None for what has no text of its own, such as a decision table.
    pub fn edits(&self, scope: &dyn Scope) -> Vec<Edit> {
        let text = self.text();
        let mut flaws = Vec::new();
        let written = parse(text, &mut flaws);
        let (Some(written), true) = (written.first(), flaws.is_empty()) else { return Vec::new() };
        let mut editing = Editing { text, scope, found: Vec::new() };
        editing.walk(written, self.ty() == &Type::Bool);
        let mut edits = Vec::new();
        for (kind, span, instead) in editing.found {
            let mut changed = text.to_owned();
            changed.replace_range(span.clone(), &instead);
            if let Ok(condition) = Condition::parse_value(&changed, scope)
                && condition.ty() == self.ty()
            {
                edits.push(Edit { kind, span, instead, condition });
            }
        }
        edits.sort_by_key(|edit| (edit.span.start, edit.span.end, edit.kind));
        edits
    }
}

struct Editing<'a> {
    text: &'a str,
    scope: &'a dyn Scope,
    found: Vec<(EditKind, Range<usize>, String)>,
}

impl Editing<'_> {
    fn note(&mut self, kind: EditKind, span: Range<usize>, instead: impl Into<String>) {
        self.found.push((kind, span, instead.into()));
    }

    /// `says`: whether this is a place where something is true or false.
    fn walk(&mut self, written: &Written, says: bool) {
        match &written.node {
            Node::Literal(value) => self.literal(value, &written.span),
            Node::Name(_) if says => self.negate(&written.span),
            Node::Name(_) | Node::Wrong => {}
            Node::List(items) => self.list(items),
            Node::Not(inner) => {
                let sign = written.span.start..written.span.start + 1;
                self.note(EditKind::Negated, sign, "");
                // To negate what is inside says the same again.
                if !matches!(inner.node, Node::Name(_)) {
                    self.walk(inner, false);
                }
            }
            Node::Negate(inner) => self.walk(inner, false),
            Node::And(parts) => self.chain(parts, "&&", "||"),
            Node::Or(parts) => self.chain(parts, "||", "&&"),
            Node::Compare(by, left, right) => {
                if says {
                    self.negate(&written.span);
                }
                self.comparison(*by, left, right);
            }
            Node::In(one, several) => {
                if says {
                    self.negate(&written.span);
                }
                self.choice(several, one);
                self.walk(several, false);
            }
            Node::Arithmetic(_, left, right) => {
                self.walk(left, false);
                self.walk(right, false);
            }
            Node::Choose(condition, yes, no) => {
                self.walk(condition, true);
                self.walk(yes, says);
                self.walk(no, says);
            }
            Node::Call { arguments, .. } => {
                if says {
                    self.negate(&written.span);
                }
                // What is asked of rows; the first argument there is only a name.
                for argument in arguments {
                    let asks = matches!(argument.node, Node::Compare(..) | Node::And(_) | Node::Or(_) | Node::In(..));
                    self.walk(argument, asks);
                }
            }
        }
    }

    fn negate(&mut self, span: &Range<usize>) {
        let instead = format!("!({})", &self.text[span.clone()]);
        self.note(EditKind::Negated, span.clone(), instead);
    }

    fn literal(&mut self, value: &Value, span: &Range<usize>) {
        let Value::Number(number) = value else { return };
        for other in [number.checked_sub(Decimal::ONE), number.checked_add(Decimal::ONE)].into_iter().flatten() {
            let text = if other.is_sign_negative() { format!("(0 - {})", other.abs()) } else { other.to_string() };
            self.note(EditKind::OtherConstant, span.clone(), text);
        }
    }

    /// Any one of several can be left out.
    fn list(&mut self, items: &[Written]) {
        for at in 0..items.len() {
            if items.len() > 1 {
                let span = without(items, at);
                self.note(EditKind::Dropped, span, "");
            }
        }
    }

    fn chain(&mut self, parts: &[Written], sign: &str, other: &str) {
        if let (Some(first), Some(last)) = (parts.first(), parts.last()) {
            let whole = first.span.start..last.span.end;
            let mut joined = self.text[first.span.clone()].to_owned();
            for pair in parts.windows(2) {
                let between = &self.text[pair[0].span.end..pair[1].span.start];
                joined.push_str(&between.replacen(sign, other, 1));
                joined.push_str(&self.text[pair[1].span.clone()]);
            }
            self.note(EditKind::JoinedOtherwise, whole, joined);
        }
        for (at, part) in parts.iter().enumerate() {
            self.note(EditKind::Dropped, without(parts, at), "");
            self.walk(part, true);
        }
    }

    fn comparison(&mut self, by: Comparison, left: &Written, right: &Written) {
        let moved = match by {
            Comparison::Less => Some("<="),
            Comparison::AtMost => Some("<"),
            Comparison::More => Some(">="),
            Comparison::AtLeast => Some(">"),
            Comparison::Equal | Comparison::Unequal => None,
        };
        let between = left.span.end..right.span.start;
        if let (Some(moved), Some(at)) = (moved, self.text[between.clone()].find(by.sign())) {
            let start = between.start + at;
            self.note(EditKind::MovedByOne, start..start + by.sign().len(), moved);
        }
        for (fact, constant) in [(left, right), (right, left)] {
            self.choice(fact, constant);
        }
        self.walk(left, false);
        self.walk(right, false);
    }

    /// Another choice of the same fact.
    fn choice(&mut self, fact: &Written, constant: &Written) {
        let (Node::Name(fact), Node::Literal(Value::Text(id))) = (&fact.node, &constant.node) else { return };
        let Some(Type::Choice(ids) | Type::Choices(ids)) = self.scope.type_of(fact) else { return };
        let at = ids.iter().position(|known| known == id).unwrap_or(0);
        if let Some(next) = ids.iter().cycle().skip(at + 1).find(|next| *next != id).filter(|_| ids.len() > 1) {
            let quoted = next.replace('\\', "\\\\").replace('"', "\\\"");
            self.note(EditKind::OtherConstant, constant.span.clone(), format!("\"{quoted}\""));
        }
    }
}

/// One of several together with the sign that joins it.
fn without(parts: &[Written], at: usize) -> Range<usize> {
    match (at.checked_sub(1).and_then(|before| parts.get(before)), parts.get(at), parts.get(at + 1)) {
        (Some(before), Some(part), _) => before.span.end..part.span.end,
        (None, Some(part), Some(after)) => part.span.start..after.span.start,
        (None, Some(part), None) => part.span.clone(),
        _ => 0..0,
    }
}
