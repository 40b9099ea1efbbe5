//! Gives every name its meaning and every expression its type, and reports all that does not fit at once.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use crate::{FactId, Type, Value};

use super::Scope;
use super::compare;
use super::flaw::{Flaw, FlawKind};
use super::nearest::nearest;
use super::parse::{Node, Written};
use super::tree::{Comparison, Expr, Macro, Operation};

/// An expression with its type.
#[derive(Clone, Debug)]
pub(super) struct Typed {
    pub expr: Expr,
    pub ty: Type,
}

pub(super) struct Checker<'a> {
    pub scope: &'a dyn Scope,
    pub flaws: Vec<Flaw>,
    pub facts: BTreeSet<FactId>,
    pub parameters: BTreeSet<String>,
    /// The row variables in force, outermost first.
    rows: Vec<(String, BTreeMap<String, Type>)>,
}

const FUNCTIONS: [&str; 3] = ["size", "days_between", "day"];

impl<'a> Checker<'a> {
    pub(super) fn new(scope: &'a dyn Scope, flaws: Vec<Flaw>) -> Self {
        Checker { scope, flaws, facts: BTreeSet::new(), parameters: BTreeSet::new(), rows: Vec::new() }
    }

    pub(super) fn flaw(&mut self, span: &Range<usize>, kind: FlawKind, help: Option<String>) -> Option<Typed> {
        self.flaws.push(Flaw { span: span.clone(), kind, help });
        None
    }

    /// The typed expression; nothing when it or a part of it was reported.
    pub(super) fn check(&mut self, written: &Written) -> Option<Typed> {
        match &written.node {
            Node::Literal(value) => {
                let ty = match value {
                    Value::Bool(_) => Type::Bool,
                    Value::Number(_) => Type::Number,
                    _ => Type::Text,
                };
                Some(Typed { expr: Expr::Constant(value.clone()), ty })
            }
            Node::Name(name) => self.name(name, &written.span),
            Node::List(items) => {
                for item in items {
                    self.check(item);
                }
                self.flaw(&written.span, FlawKind::StrayList, None)
            }
            Node::Not(inner) => {
                let inner = self.bool(inner, "what follows `!`")?;
                Some(yes_or_no(Expr::Not(Box::new(inner))))
            }
            Node::And(parts) => self.all_bool(parts, "each side of `&&`").map(|parts| yes_or_no(Expr::And(parts))),
            Node::Or(parts) => self.all_bool(parts, "each side of `||`").map(|parts| yes_or_no(Expr::Or(parts))),
            Node::Negate(inner) => {
                let inner = self.wanted(inner, Type::Number, "what follows `-`")?;
                let zero = Expr::Constant(Value::number(0));
                // A negative literal stays a literal, so that lists and thresholds read it as one.
                let expr = match inner {
                    Expr::Constant(Value::Number(number)) => Expr::Constant(Value::Number(-number)),
                    inner => Expr::Arithmetic(Operation::Minus, Box::new(zero), Box::new(inner)),
                };
                Some(Typed { expr, ty: Type::Number })
            }
            Node::Compare(by, left, right) => self.comparison(*by, left, right),
            Node::In(left, right) => self.membership(left, right),
            Node::Arithmetic(by, left, right) => {
                let sides = (
                    self.wanted(left, Type::Number, arithmetic_side(*by)),
                    self.wanted(right, Type::Number, arithmetic_side(*by)),
                );
                let (Some(left), Some(right)) = sides else { return None };
                let expr = Expr::Arithmetic(*by, Box::new(left), Box::new(right));
                Some(Typed { expr, ty: Type::Number })
            }
            Node::Choose(condition, yes, no) => self.choose(condition, yes, no),
            Node::Call { name, name_span, arguments } => self.call(written, name, name_span, arguments),
            Node::Wrong => None,
        }
    }

    fn wanted(&mut self, written: &Written, ty: Type, what: &str) -> Option<Expr> {
        let typed = self.check(written)?;
        if typed.ty == ty {
            return Some(typed.expr);
        }
        let kind = FlawKind::WrongType { what: what.to_owned(), wants: ty.noun(), is: typed.ty.noun() };
        let help = match typed.ty {
            Type::Day => Some("write `days_between(a, b)` for the days from one day to another".to_owned()),
            Type::Choices(_) | Type::Rows(_) if ty == Type::Number => Some("write `size(…)` for how many".to_owned()),
            _ => compare::unquoted(&typed, &ty),
        };
        self.flaw(&written.span, kind, help);
        None
    }

    fn bool(&mut self, written: &Written, what: &str) -> Option<Expr> {
        self.wanted(written, Type::Bool, what)
    }

    fn all_bool(&mut self, parts: &[Written], what: &str) -> Option<Vec<Expr>> {
        let checked: Vec<Option<Expr>> = parts.iter().map(|part| self.bool(part, what)).collect();
        checked.into_iter().collect()
    }

    fn choose(&mut self, condition: &Written, yes: &Written, no: &Written) -> Option<Typed> {
        let condition = self.bool(condition, "what stands before `?`");
        let (yes_typed, no_typed) = (self.check(yes), self.check(no));
        let (condition, yes_typed, no_typed) = (condition?, yes_typed?, no_typed?);
        let Some(ty) = compare::common_type(&yes_typed, &no_typed) else {
            let kind = FlawKind::Branches { yes: yes_typed.ty.noun(), no: no_typed.ty.noun() };
            return self.flaw(&(yes.span.start..no.span.end), kind, None);
        };
        let expr = Expr::Choose(Box::new(condition), Box::new(yes_typed.expr), Box::new(no_typed.expr));
        Some(Typed { expr, ty })
    }

    /// A fact, a parameter, or an item of the row in hand.
    fn name(&mut self, name: &str, span: &Range<usize>) -> Option<Typed> {
        let (head, tail) = name.split_once('.').map_or((name, None), |(head, tail)| (head, Some(tail)));
        if let Some(at) = self.rows.iter().rposition(|(variable, _)| variable == head) {
            let Some(item) = tail else {
                let help = self.rows[at].1.keys().next().map(|item| format!("name an item, such as `{head}.{item}`"));
                return self.flaw(span, FlawKind::WholeRow(head.to_owned()), help);
            };
            let Some(ty) = self.rows[at].1.get(item).cloned() else {
                let near = nearest(item, self.rows[at].1.keys().map(String::as_str));
                let help = near.map(|item| format!("did you mean `{head}.{item}`?"));
                let kind = FlawKind::UnknownItem { variable: head.to_owned(), item: item.to_owned() };
                return self.flaw(span, kind, help);
            };
            let outward = self.rows.len() - 1 - at;
            return Some(Typed { expr: Expr::Item { outward, name: item.to_owned() }, ty });
        }
        let is_parameter = head == "param";
        let Some(ty) = self.scope.type_of(name) else {
            let names = self.scope.names();
            let near =
                nearest(name, names.iter().map(String::as_str).filter(|n| n.starts_with("param.") == is_parameter))
                    .or_else(|| nearest(name, names.iter().map(String::as_str)));
            let help = near.map(|near| format!("did you mean `{near}`?"));
            let kind = if is_parameter { FlawKind::UnknownParameter } else { FlawKind::UnknownName };
            return self.flaw(span, kind(name.to_owned()), help);
        };
        let expr = if is_parameter {
            self.parameters.insert(name.to_owned());
            Expr::Parameter(name.to_owned())
        } else {
            self.facts.insert(FactId::from(name));
            Expr::Fact(FactId::from(name))
        };
        Some(Typed { expr, ty })
    }

    fn call(&mut self, whole: &Written, name: &str, name_span: &Range<usize>, arguments: &[Written]) -> Option<Typed> {
        if let Some((list, asked)) = name.rsplit_once('.') {
            let list_span = name_span.start..name_span.start + list.len();
            let asked_span = list_span.end + 1..name_span.end;
            let Some(asked) = Macro::ALL.into_iter().find(|known| known.name() == asked) else {
                let help = nearest(asked, Macro::ALL.iter().map(|known| known.name()))
                    .map(|near| format!("did you mean `{list}.{near}`?"))
                    .or_else(|| Some("rows know exists, all, count, sum, max and min".to_owned()));
                return self.flaw(&asked_span, FlawKind::UnknownFunction(asked.to_owned()), help);
            };
            return self.about_rows(whole, list, &list_span, asked, arguments);
        }
        match name {
            "size" => self.size(whole, arguments),
            "days_between" => self.days_between(whole, arguments),
            "day" => self.day(whole, arguments),
            _ => {
                for argument in arguments {
                    self.check(argument);
                }
                let help = nearest(name, FUNCTIONS).map(|near| format!("did you mean `{near}`?"));
                self.flaw(name_span, FlawKind::UnknownFunction(name.to_owned()), help)
            }
        }
    }

    fn arguments(&mut self, whole: &Written, function: &str, wants: &'static str) -> Option<Typed> {
        self.flaw(&whole.span, FlawKind::Arguments { function: function.to_owned(), wants }, None)
    }

    fn size(&mut self, whole: &Written, arguments: &[Written]) -> Option<Typed> {
        let [of] = arguments else {
            return self.arguments(whole, "size", "one thing: several choices, rows or text");
        };
        let typed = self.check(of)?;
        if !matches!(typed.ty, Type::Choices(_) | Type::Rows(_) | Type::Text) {
            let what = "what `size` counts".to_owned();
            let kind = FlawKind::WrongType { what, wants: "several choices, rows or text", is: typed.ty.noun() };
            return self.flaw(&of.span, kind, None);
        }
        Some(Typed { expr: Expr::Size(Box::new(typed.expr)), ty: Type::Number })
    }

    fn days_between(&mut self, whole: &Written, arguments: &[Written]) -> Option<Typed> {
        let [from, to] = arguments else {
            return self.arguments(whole, "days_between", "two days: from and to");
        };
        let from = self.wanted(from, Type::Day, "each side of `days_between`");
        let to = self.wanted(to, Type::Day, "each side of `days_between`");
        Some(Typed { expr: Expr::DaysBetween(Box::new(from?), Box::new(to?)), ty: Type::Number })
    }

    fn day(&mut self, whole: &Written, arguments: &[Written]) -> Option<Typed> {
        let [Written { node: Node::Literal(Value::Text(text)), span }] = arguments else {
            return self.arguments(whole, "day", "one day in quotes, such as day(\"2026-03-02\")");
        };
        match text.parse() {
            Ok(day) => Some(Typed { expr: Expr::Constant(Value::Day(day)), ty: Type::Day }),
            Err(_) => {
                let help = Some("write it like day(\"2026-03-02\")".to_owned());
                self.flaw(span, FlawKind::BadDay(text.clone()), help)
            }
        }
    }

    fn about_rows(
        &mut self,
        whole: &Written,
        list: &str,
        list_span: &Range<usize>,
        asked: Macro,
        arguments: &[Written],
    ) -> Option<Typed> {
        let rows = self.name(list, list_span);
        let [Written { node: Node::Name(variable), span: variable_span }, body] = arguments else {
            let wants = "a name for the row and what is asked of it: `rows.exists(r, r.age > 17)`";
            return self.arguments(whole, asked.name(), wants);
        };
        let rows = rows?;
        let Type::Rows(items) = rows.ty else {
            let what = format!("what `{}` asks", asked.name());
            let kind = FlawKind::WrongType { what, wants: "a list of rows", is: rows.ty.noun() };
            return self.flaw(list_span, kind, None);
        };
        if self.is_taken(variable) {
            return self.flaw(
                variable_span,
                FlawKind::NameTaken(variable.clone()),
                Some("use another letter".to_owned()),
            );
        }
        self.rows.push((variable.clone(), items));
        let body = self.body(asked, body);
        self.rows.pop();
        let body = body?;
        let ty = match asked {
            Macro::Exists | Macro::All => Type::Bool,
            Macro::Count | Macro::Sum => Type::Number,
            Macro::Max | Macro::Min => body.ty,
        };
        Some(Typed { expr: Expr::Rows(asked, Box::new(rows.expr), Box::new(body.expr)), ty })
    }

    fn body(&mut self, asked: Macro, written: &Written) -> Option<Typed> {
        match asked {
            Macro::Exists | Macro::All | Macro::Count => {
                let what = format!("what `{}` asks of each row", asked.name());
                self.bool(written, &what).map(yes_or_no)
            }
            Macro::Sum => {
                let expr = self.wanted(written, Type::Number, "what `sum` adds up")?;
                Some(Typed { expr, ty: Type::Number })
            }
            Macro::Max | Macro::Min => {
                let typed = self.check(written)?;
                if matches!(typed.ty, Type::Number | Type::Day) {
                    return Some(typed);
                }
                let what = format!("what `{}` looks for", asked.name());
                let kind = FlawKind::WrongType { what, wants: "a number or a day", is: typed.ty.noun() };
                self.flaw(&written.span, kind, None)
            }
        }
    }

    /// A row variable must not hide anything: the same letters would mean two things in one sentence.
    fn is_taken(&self, variable: &str) -> bool {
        let heads = |name: &String| name.split('.').next() == Some(variable);
        variable.contains('.')
            || variable == "param"
            || self.rows.iter().any(|(other, _)| other == variable)
            || self.scope.names().iter().any(heads)
    }
}

pub(super) fn yes_or_no(expr: Expr) -> Typed {
    Typed { expr, ty: Type::Bool }
}

fn arithmetic_side(by: Operation) -> &'static str {
    match by {
        Operation::Plus => "each side of `+`",
        Operation::Minus => "each side of `-`",
        Operation::Times => "each side of `*`",
        Operation::Over => "each side of `/`",
    }
}

impl Checker<'_> {
    fn comparison(&mut self, by: Comparison, left: &Written, right: &Written) -> Option<Typed> {
        let (left_typed, right_typed) = (self.check(left), self.check(right));
        let (left_typed, right_typed) = (left_typed?, right_typed?);
        let before = self.flaws.len();
        if by.is_order() {
            for (written, typed) in [(left, &left_typed), (right, &right_typed)] {
                let is_text = matches!(typed.expr, Expr::Constant(Value::Text(_)));
                if !matches!(typed.ty, Type::Number | Type::Day) && !is_text {
                    self.flaw(&written.span, FlawKind::NoOrder { sign: by.sign(), is: typed.ty.noun() }, None);
                }
            }
        }
        if self.flaws.len() == before {
            self.comparable((&left.span, &left_typed), (&right.span, &right_typed));
        }
        if self.flaws.len() == before && by.is_order() && left_typed.ty == Type::Text {
            self.flaw(&left.span, FlawKind::NoOrder { sign: by.sign(), is: Type::Text.noun() }, None);
        }
        (self.flaws.len() == before)
            .then(|| yes_or_no(Expr::Compare(by, Box::new(left_typed.expr), Box::new(right_typed.expr))))
    }

    /// Reports when two values can never be equal by their types.
    fn comparable(&mut self, left: (&Range<usize>, &Typed), right: (&Range<usize>, &Typed)) {
        if let Err(misfit) = compare::fit(left.1, right.1) {
            let span = match misfit.side {
                compare::Side::Left => left.0.clone(),
                compare::Side::Right => right.0.clone(),
                compare::Side::Both => left.0.start..right.0.end,
            };
            self.flaw(&span, misfit.kind, misfit.help);
        }
    }

    fn membership(&mut self, left: &Written, right: &Written) -> Option<Typed> {
        let left_typed = self.check(left);
        if let Node::List(items) = &right.node {
            return self.one_of(left, left_typed, right, items);
        }
        let several = self.check(right);
        let (left_typed, several) = (left_typed?, several?);
        let Type::Choices(ids) = several.ty else {
            let kind = FlawKind::WrongType {
                what: "what stands to the right of `in`".to_owned(),
                wants: "a list or several choices",
                is: several.ty.noun(),
            };
            let help = matches!(several.ty, Type::Rows(_))
                .then(|| "ask rows with `exists`: `rows.exists(r, r.name == …)`".to_owned());
            return self.flaw(&right.span, kind, help);
        };
        let one = Typed { expr: Expr::Fact(FactId::from("")), ty: Type::Choice(ids) };
        let before = self.flaws.len();
        self.comparable((&left.span, &left_typed), (&right.span, &one));
        (self.flaws.len() == before)
            .then(|| yes_or_no(Expr::Contains(Box::new(several.expr), Box::new(left_typed.expr))))
    }

    fn one_of(&mut self, left: &Written, typed: Option<Typed>, list: &Written, items: &[Written]) -> Option<Typed> {
        if items.is_empty() {
            return self.flaw(&list.span, FlawKind::EmptyList, None);
        }
        let checked: Vec<Option<Typed>> = items.iter().map(|item| self.check(item)).collect();
        let typed = typed?;
        let before = self.flaws.len();
        for (written, item) in items.iter().zip(&checked) {
            let Some(item) = item else { continue };
            self.comparable((&left.span, &typed), (&written.span, item));
            if self.flaws.len() > before && matches!(typed.ty, Type::Choices(_) | Type::Rows(_)) {
                return None;
            }
        }
        let list: Option<Vec<Expr>> = checked.into_iter().map(|item| item.map(|item| item.expr)).collect();
        (self.flaws.len() == before).then_some(list?).map(|list| yes_or_no(Expr::OneOf(Box::new(typed.expr), list)))
    }
}
