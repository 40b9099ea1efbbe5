//! Reads every decision table: its rows as conditions, and the whole as what computes its fact.

use std::collections::BTreeMap;

use rules::{Condition, Type};

use crate::cell;
use crate::conditions::{Conditions, Fault};
use crate::outline::{Here, Outline, Owner, Role, Stated};
use crate::read::Lost;
use crate::source::At;
use crate::types::Types;
use crate::{Kind, Place, written};

/// More rows than a person can look over, and more than are checked against each other in a moment.
pub(crate) const MOST_ROWS: usize = 2_000;

/// A decision table that could be read.
#[derive(Debug)]
pub(crate) struct Table<'a> {
    pub fact: Here<'a, written::Fact>,
    pub it: &'a written::Table,
    /// For each row: whether it fits, and its value.
    pub rows: Vec<(Condition, Condition)>,
    /// What computes the fact.
    pub derive: Condition,
}

/// Something in a table that is not a wrong condition: a row of the wrong length, a value of the wrong type.
#[derive(Debug)]
pub(crate) struct Slip {
    pub place: Place,
    pub message: String,
    pub help: Option<&'static str>,
}

#[derive(Debug, Default)]
pub(crate) struct Tables<'a> {
    pub read: BTreeMap<&'a str, Table<'a>>,
    pub slips: Vec<Slip>,
}

impl<'a> Tables<'a> {
    /// Every fact that some table reads.
    pub fn facts(&self) -> impl Iterator<Item = &str> {
        self.read.values().flat_map(|table| table.derive.facts()).map(|fact| fact.as_str())
    }

    /// Every parameter that some table reads.
    pub fn parameters(&self) -> impl Iterator<Item = &String> {
        self.read.values().flat_map(|table| table.derive.parameters())
    }

    pub fn of(outline: &Outline<'a>, types: &Types, lost: &Lost, conditions: &mut Conditions<'a>) -> Self {
        let mut tables = Tables::default();
        for fact in &outline.facts {
            let (Some(it), Some(ty)) = (fact.it.table.as_ref(), types.get(fact.it.fact.get())) else { continue };
            let mut reading = Reading { fact: *fact, types, lost, conditions, slips: Vec::new() };
            let table = reading.table(it.get(), ty);
            tables.slips.append(&mut reading.slips);
            if let Some(table) = table {
                tables.read.entry(fact.it.fact.get()).or_insert(table);
            }
        }
        tables
    }
}

struct Reading<'a, 'o> {
    fact: Here<'a, written::Fact>,
    types: &'o Types,
    lost: &'o Lost,
    conditions: &'o mut Conditions<'a>,
    slips: Vec<Slip>,
}

impl<'a> Reading<'a, '_> {
    fn slip(&mut self, place: Place, message: String, help: Option<&'static str>) {
        self.slips.push(Slip { place, message, help });
    }

    fn table(&mut self, it: &'a written::Table, ty: &Type) -> Option<Table<'a>> {
        if let Some(derive) = &self.fact.it.derive {
            let message = format!("fact `{}` is computed twice: by `derive` and by `table`", self.fact.it.fact.get());
            self.slip(self.fact.place(derive), message, Some("keep one of them"));
            return None;
        }
        if it.rows.len() > MOST_ROWS {
            let message = format!("this table has {} rows; {MOST_ROWS} are the most", it.rows.len());
            self.slip(self.fact.place(&it.hit), message, Some("split it into tables that feed each other"));
            return None;
        }
        let inputs: Vec<Option<(&str, Type)>> = it
            .over
            .iter()
            .map(|at| Some((at.get().as_str(), self.conditions.at(self.fact.place(at), at)?.ty().clone())))
            .collect();
        let mut rows = Vec::new();
        let mut is_whole = true;
        for row in &it.rows {
            let (cells, then) = (self.cells(row.get(), &inputs), self.value(&row.get().then, ty));
            match (cells, then) {
                (Some(cells), Some(then)) => rows.push((cells, then)),
                _ => is_whole = false,
            }
        }
        let otherwise = match &it.otherwise {
            None => None,
            Some(at) => Some(self.value(at, ty)?),
        };
        if !is_whole {
            return None;
        }
        let derive = Condition::first_of(&rows, otherwise.as_ref(), ty.clone(), shown(it));
        let rows = rows.into_iter().map(|(cells, then)| (Condition::all_of(&cells), then)).collect();
        Some(Table { fact: self.fact, it, rows, derive })
    }

    fn cells(&mut self, row: &'a written::TableRow, inputs: &[Option<(&str, Type)>]) -> Option<Vec<Condition>> {
        if row.if_.len() != inputs.len() {
            let place = row.if_.first().map_or_else(|| self.fact.place(&row.then), |first| self.fact.place(first));
            let message = format!("this row has {}, but the table is over {}", cells(row.if_.len()), inputs.len());
            self.slip(place, message, Some("write `any` where every value fits"));
            return None;
        }
        let mut read = Vec::new();
        let mut is_whole = true;
        for (at, input) in row.if_.iter().zip(inputs) {
            // An input that could not be read is reported where it stands.
            let Some((input, ty)) = input else { return None };
            match cell::condition(at, input, ty) {
                Ok(None) => {}
                Ok(Some(text)) => match self.parse(at, &text, true) {
                    Some(condition) => read.push(condition),
                    None => is_whole = false,
                },
                Err(message) => {
                    self.slip(self.fact.place(at), message, None);
                    is_whole = false;
                }
            }
        }
        is_whole.then_some(read)
    }

    fn value(&mut self, at: &'a At<String>, ty: &Type) -> Option<Condition> {
        if let Some(expression) = at.trim().strip_prefix('=') {
            let computed = self.parse(at, expression, false)?;
            if !crate::types::fits(computed.ty(), ty) {
                let message = format!("this is {}, but the fact is {}", computed.ty().noun(), ty.noun());
                self.slip(self.fact.place(at), message, None);
                return None;
            }
            return Some(computed);
        }
        match self.types.read(self.fact.it.fact.get(), at)? {
            Ok(value) => Some(Condition::constant(value, ty.clone())),
            Err(_) => {
                let message = format!("`{}` is no value of this fact, which is {}", at.get(), ty.noun());
                self.slip(self.fact.place(at), message, Some("write `= …` before what is to be computed"));
                None
            }
        }
    }

    /// What is wrong with a generated condition is shown at its cell.
    fn parse(&mut self, at: &'a At<String>, text: &str, is_yes_no: bool) -> Option<Condition> {
        let read = match is_yes_no {
            true => Condition::parse(text, self.types),
            false => Condition::parse_value(text, self.types),
        };
        let flaws = match read {
            Ok(condition) => return Some(condition),
            Err(flaws) => flaws,
        };
        let owner = Owner { kind: Kind::Fact, name: self.fact.it.fact.get() };
        let place = self.fact.place(at);
        for flaw in flaws.into_iter().filter(|flaw| !self.types.is_echo(&flaw.kind, self.lost)).take(1) {
            let stated = Stated { text: at.get(), place: place.clone(), owner, role: Role::Cell };
            self.conditions.faults.push(Fault { place: place.clone(), kind: flaw.kind, help: flaw.help, stated });
        }
        None
    }
}

fn cells(number: usize) -> String {
    if number == 1 { "1 cell".to_owned() } else { format!("{number} cells") }
}

/// The table in one line: two tables are the same when this is.
fn shown(it: &written::Table) -> String {
    let joined = |all: &[At<String>]| all.iter().map(|at| at.get().as_str()).collect::<Vec<_>>().join(" | ");
    let rows = it.rows.iter().map(|row| format!("{} → {}", joined(&row.if_), row.then.get()));
    let otherwise = it.otherwise.iter().map(|at| format!("otherwise → {}", at.get()));
    let lines: Vec<String> = rows.chain(otherwise).collect();
    format!("{} of ({}): {}", it.hit.get(), joined(&it.over), lines.join("; "))
}
