//! Reads tokens into the tree as written, reporting every place where it cannot go on and going on all the same.

use std::ops::Range;

use crate::Value;

use super::flaw::{Flaw, FlawKind};
use super::token::{Placed, Token, cut};
use super::tree::{Comparison, Operation};

/// An expression as written, before names and types are looked at.
#[derive(Clone, Debug)]
pub(super) struct Written {
    pub span: Range<usize>,
    pub node: Node,
}

#[derive(Clone, Debug)]
pub(super) enum Node {
    Literal(Value),
    Name(String),
    List(Vec<Written>),
    Not(Box<Written>),
    Negate(Box<Written>),
    And(Vec<Written>),
    Or(Vec<Written>),
    Compare(Comparison, Box<Written>, Box<Written>),
    In(Box<Written>, Box<Written>),
    Arithmetic(Operation, Box<Written>, Box<Written>),
    Choose(Box<Written>, Box<Written>, Box<Written>),
    /// `size(x)`, and `staff.exists(r, …)` under its whole dotted name.
    Call {
        name: String,
        name_span: Range<usize>,
        arguments: Vec<Written>,
    },
    /// Already reported; whatever it was, nothing more is said about it.
    Wrong,
}

/// Nobody reads deeper than this, and the stack is not endless.
const DEEPEST: usize = 80;

struct Reader<'a> {
    tokens: Vec<Placed>,
    at: usize,
    depth: usize,
    /// Too deep: what was opened on the way there is not reported again.
    given_up: bool,
    flaws: &'a mut Vec<Flaw>,
}

/// The expression, and whatever stood after it where nothing should.
pub(super) fn parse(text: &str, flaws: &mut Vec<Flaw>) -> Vec<Written> {
    if text.trim().is_empty() {
        flaws.push(Flaw { span: 0..text.len(), kind: FlawKind::Empty, help: None });
        return Vec::new();
    }
    let tokens = cut(text, flaws);
    let mut reader = Reader { tokens, at: 0, depth: 0, given_up: false, flaws };
    let mut read = vec![reader.expression()];
    while !reader.is_at_end() {
        reader.expected("an operator such as `&&`");
        // What follows is still read, so that its own flaws are reported in the same go.
        if matches!(reader.token(), Token::Sign(")" | "]" | "," | ":" | "?")) {
            reader.at += 1;
        }
        if !reader.is_at_end() {
            read.push(reader.expression());
        }
    }
    read
}

impl Reader<'_> {
    fn token(&self) -> &Token {
        self.tokens.get(self.at).map_or(&Token::End, |placed| &placed.token)
    }

    fn span(&self) -> Range<usize> {
        self.tokens.get(self.at).or(self.tokens.last()).map_or(0..0, |placed| placed.span.clone())
    }

    fn is_at_end(&self) -> bool {
        *self.token() == Token::End
    }

    fn takes(&mut self, sign: &str) -> bool {
        let found = matches!(self.token(), Token::Sign(here) if *here == sign);
        self.at += usize::from(found);
        found
    }

    fn expected(&mut self, what: &'static str) {
        if self.given_up {
            return;
        }
        let (span, found) = (self.span(), self.token().noun());
        // A place where several things were missing is reported once.
        if self.flaws.iter().all(|flaw| flaw.span != span) {
            self.flaws.push(Flaw { span, kind: FlawKind::Expected { what, found }, help: None });
        }
    }

    fn expression(&mut self) -> Written {
        self.depth += 1;
        let read = if self.depth > DEEPEST { self.too_deep() } else { self.choice() };
        self.depth -= 1;
        read
    }

    fn too_deep(&mut self) -> Written {
        let span = self.span();
        self.flaws.push(Flaw {
            span: span.clone(),
            kind: FlawKind::TooDeep,
            help: Some("give a part of it a name as a derived fact".to_owned()),
        });
        self.given_up = true;
        self.at = self.tokens.len();
        Written { span, node: Node::Wrong }
    }

    fn choice(&mut self) -> Written {
        let condition = self.either();
        if !self.takes("?") {
            return condition;
        }
        let yes = self.expression();
        if !self.takes(":") {
            self.expected("`:`");
            return Written { span: condition.span.start..yes.span.end, node: Node::Wrong };
        }
        let no = self.expression();
        let span = condition.span.start..no.span.end;
        Written { span, node: Node::Choose(Box::new(condition), Box::new(yes), Box::new(no)) }
    }

    fn either(&mut self) -> Written {
        self.chain("||", Node::Or, Reader::both)
    }

    fn both(&mut self) -> Written {
        self.chain("&&", Node::And, Reader::relation)
    }

    fn chain(&mut self, sign: &str, node: fn(Vec<Written>) -> Node, part: fn(&mut Self) -> Written) -> Written {
        let first = part(self);
        let mut parts = vec![first];
        while self.takes(sign) {
            parts.push(part(self));
        }
        match (parts.len(), parts.pop()) {
            (1, Some(only)) => only,
            (_, Some(last)) => {
                parts.push(last);
                let span = parts[0].span.start..parts[parts.len() - 1].span.end;
                Written { span, node: node(parts) }
            }
            (_, None) => Written { span: self.span(), node: Node::Wrong },
        }
    }

    fn relation(&mut self) -> Written {
        let left = self.sum();
        let found = match self.token() {
            Token::In => None,
            Token::Sign("==") => Some(Comparison::Equal),
            Token::Sign("!=") => Some(Comparison::Unequal),
            Token::Sign("<") => Some(Comparison::Less),
            Token::Sign("<=") => Some(Comparison::AtMost),
            Token::Sign(">") => Some(Comparison::More),
            Token::Sign(">=") => Some(Comparison::AtLeast),
            _ => return left,
        };
        self.at += 1;
        let right = self.sum();
        let span = left.span.start..right.span.end;
        let node = match found {
            Some(by) => Node::Compare(by, Box::new(left), Box::new(right)),
            None => Node::In(Box::new(left), Box::new(right)),
        };
        let read = Written { span, node };
        if matches!(self.token(), Token::In | Token::Sign("==" | "!=" | "<" | "<=" | ">" | ">=")) {
            let (span, found) = (self.span(), self.token().noun());
            self.flaws.push(Flaw {
                span,
                kind: FlawKind::Expected { what: "the end of the comparison", found },
                help: Some("compare two things at a time and join them with `&&`".to_owned()),
            });
            self.at += 1;
            self.sum();
        }
        read
    }

    fn sum(&mut self) -> Written {
        self.arithmetic(&[("+", Operation::Plus), ("-", Operation::Minus)], Reader::product)
    }

    fn product(&mut self) -> Written {
        self.arithmetic(&[("*", Operation::Times), ("/", Operation::Over)], Reader::unary)
    }

    fn arithmetic(&mut self, signs: &[(&str, Operation)], part: fn(&mut Self) -> Written) -> Written {
        let mut read = part(self);
        let mut steps = 0;
        while let Some((_, by)) = signs.iter().find(|(sign, _)| self.takes(sign)) {
            steps += 1;
            if self.depth + steps > DEEPEST {
                return self.too_deep();
            }
            let right = part(self);
            let span = read.span.start..right.span.end;
            read = Written { span, node: Node::Arithmetic(*by, Box::new(read), Box::new(right)) };
        }
        read
    }

    fn unary(&mut self) -> Written {
        let start = self.span().start;
        let node: fn(Box<Written>) -> Node = if self.takes("!") {
            Node::Not
        } else if self.takes("-") {
            Node::Negate
        } else {
            return self.primary();
        };
        self.depth += 1;
        let inner = if self.depth > DEEPEST { self.too_deep() } else { self.unary() };
        self.depth -= 1;
        Written { span: start..inner.span.end, node: node(Box::new(inner)) }
    }

    fn primary(&mut self) -> Written {
        let span = self.span();
        let node = match self.token().clone() {
            Token::True => Node::Literal(Value::Bool(true)),
            Token::False => Node::Literal(Value::Bool(false)),
            Token::Number(number) => Node::Literal(Value::Number(number)),
            Token::Text(text) => Node::Literal(Value::Text(text)),
            Token::Name(name) => {
                self.at += 1;
                return if self.takes("(") {
                    let (arguments, end) = self.listed(")", self.at - 1);
                    let node = Node::Call { name, name_span: span.clone(), arguments };
                    Written { span: span.start..end, node }
                } else {
                    Written { span, node: Node::Name(name) }
                };
            }
            Token::Sign("(") => return self.parenthesis(span),
            Token::Sign("[") => {
                self.at += 1;
                let (items, end) = self.listed("]", self.at - 1);
                return Written { span: span.start..end, node: Node::List(items) };
            }
            _ => {
                self.expected("a value");
                self.recover();
                return Written { span, node: Node::Wrong };
            }
        };
        self.at += 1;
        Written { span, node }
    }

    fn parenthesis(&mut self, open: Range<usize>) -> Written {
        self.at += 1;
        let inner = self.expression();
        let end = self.span().end;
        if self.takes(")") {
            return Written { span: open.start..end, node: inner.node };
        }
        self.unclosed('(', open);
        inner
    }

    /// Expressions between commas up to the closing bracket, and where that ended.
    fn listed(&mut self, close: &str, open: usize) -> (Vec<Written>, usize) {
        let mut items = Vec::new();
        let mut end = self.span().end;
        if self.takes(close) {
            return (items, end);
        }
        loop {
            items.push(self.expression());
            end = self.span().end;
            if self.takes(close) {
                return (items, end);
            }
            if !self.takes(",") {
                let bracket = if close == ")" { '(' } else { '[' };
                let place = self.tokens.get(open).map_or(0..0, |placed| placed.span.clone());
                self.unclosed(bracket, place);
                return (items, end);
            }
        }
    }

    fn unclosed(&mut self, bracket: char, open: Range<usize>) {
        if self.given_up {
            return;
        }
        // Elsewhere than at the end, the thing that stands in the way is the better place to point at.
        if self.is_at_end() {
            self.flaws.push(Flaw { span: open, kind: FlawKind::Unclosed(bracket), help: None });
        } else {
            self.expected(if bracket == '(' { "`)` or an operator" } else { "`,` or `]`" });
        }
    }

    /// Skips to where an expression can go on.
    fn recover(&mut self) {
        while !matches!(self.token(), Token::End | Token::Sign("&&" | "||" | ")" | "]" | "," | "?" | ":")) {
            self.at += 1;
        }
    }
}
