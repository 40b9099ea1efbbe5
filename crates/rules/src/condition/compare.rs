//! Which values may be compared with which: a choice only with its ids, a number only with numbers.

use crate::{Type, Value};

use super::check::Typed;
use super::flaw::FlawKind;
use super::nearest::nearest;
use super::tree::Expr;

/// Where the mistake most probably is.
pub(super) enum Side {
    Left,
    Right,
    Both,
}

pub(super) struct Misfit {
    pub side: Side,
    pub kind: FlawKind,
    pub help: Option<String>,
}

/// Whether two values can be equal at all.
pub(super) fn fit(left: &Typed, right: &Typed) -> Result<(), Misfit> {
    match (&left.ty, &right.ty) {
        (Type::Bool, Type::Bool) | (Type::Number, Type::Number) | (Type::Day, Type::Day) | (Type::Text, Type::Text) => {
            Ok(())
        }
        (Type::Choice(ids), Type::Text) => literals_among(right, ids, Side::Right, left),
        (Type::Text, Type::Choice(ids)) => literals_among(left, ids, Side::Left, right),
        (Type::Choice(ours), Type::Choice(theirs)) => choices_meet(left, right, ours, theirs),
        (Type::Choices(_), _) | (_, Type::Choices(_)) => {
            Err(incomparable(left, right, Some("ask whether an id is among them: `\"id\" in fact`".to_owned())))
        }
        (Type::Rows(_), _) | (_, Type::Rows(_)) => {
            Err(incomparable(left, right, Some("ask the rows: `rows.exists(r, …)`".to_owned())))
        }
        _ => {
            let help = unquoted(left, &right.ty).or_else(|| unquoted(right, &left.ty));
            Err(incomparable(left, right, help))
        }
    }
}

/// How to write a quoted literal where `wanted` was meant.
pub(super) fn unquoted(typed: &Typed, wanted: &Type) -> Option<String> {
    let Expr::Constant(Value::Text(text)) = &typed.expr else { return None };
    match wanted {
        Type::Number if text.parse::<rust_decimal::Decimal>().is_ok() => Some(format!("write `{text}` without quotes")),
        Type::Day if text.parse::<crate::Day>().is_ok() => Some(format!("write `day(\"{text}\")`")),
        Type::Day => Some("write a day like day(\"2026-03-02\")".to_owned()),
        Type::Bool if text == "true" || text == "false" => Some(format!("write `{text}` without quotes")),
        Type::Bool if text == "yes" => Some("write `true`".to_owned()),
        Type::Bool if text == "no" => Some("write `false`".to_owned()),
        _ => None,
    }
}

/// The type of `c ? a : b`. Literal texts become a choice between them.
pub(super) fn common_type(yes: &Typed, no: &Typed) -> Option<Type> {
    let ids = |typed: &Typed| match &typed.ty {
        Type::Choice(ids) => Some(ids.clone()),
        _ => literals(&typed.expr).map(|texts| texts.into_iter().map(str::to_owned).collect()),
    };
    match (&yes.ty, &no.ty) {
        (Type::Text | Type::Choice(_), Type::Text | Type::Choice(_)) => match (ids(yes), ids(no)) {
            (Some(mut all), Some(more)) => {
                for id in more {
                    if !all.contains(&id) {
                        all.push(id);
                    }
                }
                Some(Type::Choice(all))
            }
            _ => Some(Type::Text),
        },
        (a, b) => (a == b).then(|| a.clone()),
    }
}

/// The texts an expression can be when it is made of literals only.
fn literals(expr: &Expr) -> Option<Vec<&str>> {
    match expr {
        Expr::Constant(Value::Text(text)) => Some(vec![text]),
        Expr::Choose(_, yes, no) => {
            let mut all = literals(yes)?;
            all.extend(literals(no)?);
            Some(all)
        }
        _ => None,
    }
}

fn literals_among(text: &Typed, ids: &[String], side: Side, choice: &Typed) -> Result<(), Misfit> {
    let Some(texts) = literals(&text.expr) else {
        return Err(match side {
            Side::Left => incomparable(text, choice, None),
            _ => incomparable(choice, text, None),
        });
    };
    match texts.into_iter().find(|text| !ids.iter().any(|id| id == text)) {
        None => Ok(()),
        Some(stray) => Err(Misfit { side, kind: FlawKind::NotAChoice(stray.to_owned()), help: choices(stray, ids) }),
    }
}

fn choices_meet(left: &Typed, right: &Typed, ours: &[String], theirs: &[String]) -> Result<(), Misfit> {
    // A choice made of literals is held to the ids of the other side, one by one.
    for (made, ids, side) in [(right, ours, Side::Right), (left, theirs, Side::Left)] {
        if let Some(stray) =
            literals(&made.expr).and_then(|all| all.into_iter().find(|t| !ids.iter().any(|id| id == t)))
        {
            return Err(Misfit { side, kind: FlawKind::NotAChoice(stray.to_owned()), help: choices(stray, ids) });
        }
    }
    if ours.iter().any(|id| theirs.contains(id)) {
        return Ok(());
    }
    Err(Misfit { side: Side::Both, kind: FlawKind::NothingInCommon, help: None })
}

/// The id that was meant, or all of them.
fn choices(stray: &str, ids: &[String]) -> Option<String> {
    if ids.is_empty() {
        return None;
    }
    let all: Vec<String> = ids.iter().map(|id| format!("\"{id}\"")).collect();
    let all = format!("the choices are {}", all.join(", "));
    Some(match nearest(stray, ids.iter().map(String::as_str)) {
        Some(near) => format!("did you mean \"{near}\"? {all}"),
        None => all,
    })
}

fn incomparable(left: &Typed, right: &Typed, help: Option<String>) -> Misfit {
    let kind = FlawKind::NotComparable { left: left.ty.noun(), right: right.ty.noun() };
    Misfit { side: Side::Both, kind, help }
}
