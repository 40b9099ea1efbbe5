//! Cuts one fact into the cells at which any comparison changes its mind.

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use crate::condition::{Evaluation, Expr};
use crate::{Day, FactId, Knowledge, Ternary, Type, Value};

use super::linear::{Crossing, crossing, days_around};
use super::variable::{Cells, Cut};

/// The cut of one fact, and for each comparison its answer in each cell; `None` where it cannot be read off the cells.
pub(super) struct Division {
    pub cells: Cells,
    pub answers: Vec<Option<Vec<bool>>>,
}

/// Whether a comparison over this one fact can be read off cells of the fact.
pub(super) fn is_divisible(atom: &Expr, ty: &Type) -> bool {
    let Expr::Compare(_, left, right) = atom else { return false };
    match ty {
        Type::Number | Type::Day => crossing(left, right).is_some(),
        Type::Text | Type::Choice(_) => {
            let plain = |side: &Expr| matches!(side, Expr::Fact(_) | Expr::Constant(Value::Text(_)));
            plain(left) && plain(right)
        }
        _ => false,
    }
}

/// Divides a fact for these comparisons, each of which [`is_divisible`].
pub(super) fn divide(fact: &FactId, ty: &Type, atoms: &[&Expr]) -> Division {
    match ty {
        Type::Number => along(fact, number_pieces(&crossings(atoms)), atoms),
        Type::Day => {
            let days: BTreeSet<Day> = crossings(atoms).into_iter().flat_map(days_around).collect();
            along(fact, day_pieces(&days), atoms)
        }
        _ => among(fact, ty, atoms),
    }
}

fn crossings(atoms: &[&Expr]) -> BTreeSet<Decimal> {
    let mut found = BTreeSet::new();
    for atom in atoms {
        if let Expr::Compare(_, left, right) = atom
            && let Some(Crossing::At(at)) = crossing(left, right)
        {
            found.insert(at);
        }
    }
    found
}

/// The smallest pieces: points, and what lies between them.
struct Piece {
    representative: Value,
    /// The point itself, or the point at which an open piece ends.
    end: Value,
    is_point: bool,
}

fn number_pieces(points: &BTreeSet<Decimal>) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut below: Option<Decimal> = None;
    let piece = |representative, end, is_point| Piece {
        representative: Value::Number(representative),
        end: Value::Number(end),
        is_point,
    };
    for &point in points {
        let between = match below {
            None => point.checked_sub(Decimal::ONE),
            Some(below) => below.checked_add(Decimal::ONE).filter(|next| *next < point).or_else(|| {
                let half = point.checked_sub(below)?.checked_div(Decimal::TWO)?;
                below.checked_add(half).filter(|middle| *middle > below && *middle < point)
            }),
        };
        pieces.extend(between.map(|between| piece(between, point, false)));
        pieces.push(piece(point, point, true));
        below = Some(point);
    }
    match below {
        None => pieces.push(piece(Decimal::ZERO, Decimal::ZERO, false)),
        Some(last) => pieces.extend(last.checked_add(Decimal::ONE).map(|above| piece(above, last, false))),
    }
    pieces
}

fn day_pieces(points: &BTreeSet<Day>) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut below: Option<Day> = None;
    let piece = |representative, end, is_point| Piece {
        representative: Value::Day(representative),
        end: Value::Day(end),
        is_point,
    };
    for &point in points {
        let between = match below {
            None => point.plus_days(-1),
            Some(below) => below.plus_days(1),
        };
        // Days are whole: between neighbours, and before the first day of the calendar, there is nothing.
        if between < point {
            pieces.push(piece(between, point, false));
        }
        pieces.push(piece(point, point, true));
        below = Some(point);
    }
    match below {
        None => pieces.extend(Day::new(2000, 1, 1).map(|any| piece(any, any, false))),
        Some(last) => {
            let above = last.plus_days(1);
            if above > last {
                pieces.push(piece(above, last, false));
            }
        }
    }
    pieces
}

/// Joins neighbouring pieces in which every comparison answers alike.
fn along(fact: &FactId, pieces: Vec<Piece>, atoms: &[&Expr]) -> Division {
    let values: Vec<&Value> = pieces.iter().map(|piece| &piece.representative).collect();
    let by_piece: Vec<Option<Vec<bool>>> = atoms.iter().map(|atom| answers(fact, &values, atom)).collect();
    let alike = |a: usize, b: usize| by_piece.iter().flatten().all(|answers| answers[a] == answers[b]);
    let mut cuts = Vec::new();
    let mut representatives: Vec<Value> = Vec::new();
    let mut firsts = Vec::new();
    let mut has_point = false;
    for (at, piece) in pieces.iter().enumerate() {
        let joins = at > 0 && alike(at - 1, at);
        if joins {
            // The point is the value people know from the law's text.
            if let (true, false, Some(last)) = (piece.is_point, has_point, representatives.last_mut()) {
                *last = piece.representative.clone();
            }
            has_point |= piece.is_point;
            continue;
        }
        if at > 0 {
            let before = &pieces[at - 1];
            cuts.push(Cut { at: before.end.clone(), after: before.is_point });
        }
        representatives.push(piece.representative.clone());
        firsts.push(at);
        has_point = piece.is_point;
    }
    let answers = by_piece
        .into_iter()
        .map(|answers| answers.map(|answers| firsts.iter().map(|first| answers[*first]).collect()))
        .collect();
    Division { cells: Cells::Along { cuts, representatives }, answers }
}

fn among(fact: &FactId, ty: &Type, atoms: &[&Expr]) -> Division {
    let mut ids: Vec<String> = Vec::new();
    for atom in atoms {
        for side in atom.parts() {
            if let Expr::Constant(Value::Text(text)) = side
                && !ids.contains(text)
            {
                ids.push(text.clone());
            }
        }
    }
    let others = match ty {
        Type::Choice(all) => {
            ids.retain(|id| all.contains(id));
            ids.sort_by_key(|id| all.iter().position(|known| known == id));
            all.iter().find(|id| !ids.contains(id)).cloned()
        }
        _ => {
            ids.sort();
            // Some text that nobody mentioned: one of the first `n + 1` strings of dashes is free.
            (1..=ids.len() + 1).map(|length| "–".repeat(length)).find(|text| !ids.contains(text))
        }
    };
    let cells = Cells::Among { ids, others };
    let values = cells.representatives();
    let values: Vec<&Value> = values.iter().collect();
    let answers = atoms.iter().map(|atom| answers(fact, &values, atom)).collect();
    Division { cells, answers }
}

fn answers(fact: &FactId, values: &[&Value], atom: &Expr) -> Option<Vec<bool>> {
    let answer = |value: &&Value| match Evaluation::new(&One { fact, value }).truth(atom) {
        Ternary::True => Some(true),
        Ternary::False => Some(false),
        Ternary::Unknown => None,
    };
    values.iter().map(answer).collect()
}

/// One fact known and nothing else.
struct One<'a> {
    fact: &'a FactId,
    value: &'a Value,
}

impl Knowledge for One<'_> {
    fn value(&self, name: &str) -> Option<&Value> {
        (name == self.fact.as_str()).then_some(self.value)
    }
}
