//! Personal facts on their way into events and out again: sealed for the person they are about, opened through the one door.
//!
//! A single fact is sealed for the applicant. In a repeated group each row is about somebody else, so each row has a
//! subject of its own, found again by a keyed fingerprint of who it is.

use std::collections::BTreeMap;

use casework::{Answer, Kept};
use catalogue::{Catalogue, Fact, FactKind};
use journey::Origin;
use rules::{FactId, Row, Type, Value};
use serde_json::{Map, Value as Json, json};
use store::{Fault, Tx, TxDoor};
use vault::{Actor, Opened, Purpose, Sealed, SubjectId, Vault, VaultFault};

use crate::world::{World, WorldDice};

/// Everything that sealing needs besides the value.
pub(crate) struct Sealing<'a> {
    pub vault: &'a Vault,
    pub world: &'a dyn World,
    pub catalogue: &'a Catalogue,
    pub case_id: &'a str,
    pub applicant: &'a SubjectId,
}

pub(crate) fn vault_fault(fault: VaultFault) -> Fault {
    match fault {
        VaultFault::Door(door) => Fault::from(door),
        other => Fault::Storage(other.to_string()),
    }
}

impl Sealing<'_> {
    fn month(&self) -> String {
        self.world.instant().day.month_of_year().to_string()
    }

    fn seal(&self, tx: &mut dyn Tx, subject: &SubjectId, path: &str, plain: &str) -> Result<Sealed, Fault> {
        let mut dice = WorldDice(self.world);
        let mut door = TxDoor::new(tx, &mut dice);
        self.vault.seal(&mut door, &mut dice, &self.month(), subject, self.case_id, path, plain).map_err(vault_fault)
    }

    /// Words about the applicant that are no fact: a message, a file name, an objection.
    pub fn words(&self, tx: &mut dyn Tx, path: &str, text: &str) -> Result<Kept, Fault> {
        let sealed = self.seal(tx, self.applicant, path, &Json::String(text.to_owned()).to_string())?;
        Ok(kept(self.applicant, &sealed))
    }

    /// One answer in the form in which an event keeps it.
    pub fn answer(&self, tx: &mut dyn Tx, fact: &FactId, value: &Value, origin: Origin) -> Result<Answer, Fault> {
        let Some(definition) = self.catalogue.facts.get(fact) else {
            return Ok(Answer { kept: Kept::Plain(value.to_json()), origin });
        };
        let kept = match value {
            Value::Rows(rows) if definition.items.iter().any(|i| i.personal) => {
                Kept::Plain(self.rows(tx, definition, rows)?)
            }
            _ if definition.personal => {
                let sealed = self.seal(tx, self.applicant, fact.as_str(), &value.to_json().to_string())?;
                kept(self.applicant, &sealed)
            }
            _ => Kept::Plain(value.to_json()),
        };
        Ok(Answer { kept, origin })
    }

    fn rows(&self, tx: &mut dyn Tx, fact: &Fact, rows: &[Row]) -> Result<Json, Fault> {
        let mut written = Vec::with_capacity(rows.len());
        for row in rows {
            let subject = self.row_subject(fact, row);
            let mut object = Map::new();
            for (name, value) in row {
                let personal = fact.items.iter().any(|i| i.personal && i.id.as_str() == name);
                let entry = if personal {
                    let path = format!("{}.{name}", fact.id);
                    let sealed = self.seal(tx, &subject, &path, &value.to_json().to_string())?;
                    json!({ "sealed": { "subject": subject.as_str(), "text": sealed } })
                } else {
                    value.to_json()
                };
                object.insert(name.clone(), entry);
            }
            written.push(Json::Object(object));
        }
        Ok(Json::Array(written))
    }

    /// The same person has the same key in every group of the case: an id number says who it is, else the personal items.
    fn row_subject(&self, fact: &Fact, row: &Row) -> SubjectId {
        let by_kind = |kind: FactKind| {
            fact.items.iter().find(|i| i.kind == kind).and_then(|i| row.get(i.id.as_str())).and_then(Value::as_text)
        };
        let who = match by_kind(FactKind::ResidentId) {
            Some(number) => number.to_owned(),
            None => fact
                .items
                .iter()
                .filter(|i| i.personal)
                .filter_map(|i| row.get(i.id.as_str()))
                .map(|v| v.to_json().to_string())
                .collect::<Vec<_>>()
                .join("|"),
        };
        let index = self.vault.blind_index(&format!("row of {}", self.case_id), &who);
        let hex = store::hexadecimal(&index);
        SubjectId::new(format!("{}.{hex}", self.case_id))
    }
}

fn kept(subject: &SubjectId, sealed: &Sealed) -> Kept {
    let text = match serde_json::to_value(sealed) {
        Ok(Json::String(text)) => text,
        Ok(other) => other.to_string(),
        Err(_) => String::new(),
    };
    Kept::Sealed { subject: subject.as_str().to_owned(), text }
}

/// What is damaged must not look like an answer that is merely closed.
fn sealed_of(path: &str, text: &Json) -> Result<Sealed, Fault> {
    serde_json::from_value(text.clone()).map_err(|_| Fault::Schema(format!("what is sealed as {path} is damaged")))
}

/// A value that stands for one that is not opened: right type, no content.
fn closed(ty: &Type) -> Value {
    match ty {
        Type::Bool => Value::Bool(false),
        Type::Number => Value::Number(Default::default()),
        Type::Day => Value::Day(rules::Day::new(1970, 1, 1).unwrap_or_else(|| jiff::civil::Date::ZERO.into())),
        Type::Choices(_) => Value::Choices(Vec::new()),
        Type::Rows(_) => Value::Rows(Vec::new()),
        Type::Text | Type::Choice(_) => Value::Text("•••".to_owned()),
    }
}

/// One sealed thing found in an answer, and where it belongs.
struct Found {
    fact: FactId,
    /// Row and item, inside a group.
    at: Option<(usize, String)>,
    subject: SubjectId,
    path: String,
    sealed: Sealed,
}

/// The values of answers: plain ones read, sealed ones closed. `opened`: after [`open`] they are the real ones.
pub(crate) fn values_closed(catalogue: &Catalogue, answers: &BTreeMap<FactId, Answer>) -> BTreeMap<FactId, Value> {
    let mut values = BTreeMap::new();
    for (fact, answer) in answers {
        if let Some(value) = value_closed(catalogue, fact, &answer.kept) {
            values.insert(fact.clone(), value);
        }
    }
    values
}

/// A value that is kept in the open; nothing when it is sealed.
pub fn plain_value(catalogue: &Catalogue, fact: &FactId, kept: &Kept) -> Option<Value> {
    match kept {
        Kept::Plain(_) => value_closed(catalogue, fact, kept),
        Kept::Sealed { .. } => None,
    }
}

pub(crate) fn value_closed(catalogue: &Catalogue, fact: &FactId, kept: &Kept) -> Option<Value> {
    let definition = catalogue.facts.get(fact)?;
    match kept {
        Kept::Sealed { .. } => Some(closed(&definition.ty)),
        Kept::Plain(Json::Array(rows)) if matches!(definition.ty, Type::Rows(_)) => {
            let read = |row: &Json| {
                let mut out = Row::new();
                for (name, entry) in row.as_object().into_iter().flatten() {
                    let Some(item) = definition.items.iter().find(|i| i.id.as_str() == name) else { continue };
                    let value =
                        if entry.get("sealed").is_some() { Some(closed(&item.ty)) } else { item.ty.read(entry).ok() };
                    if let Some(value) = value {
                        out.insert(name.clone(), value);
                    }
                }
                out
            };
            Some(Value::Rows(rows.iter().map(read).collect()))
        }
        Kept::Plain(json) => definition.ty.read(json).ok(),
    }
}

fn sealed_things(fact: &FactId, kept: &Kept) -> Result<Vec<Found>, Fault> {
    Ok(match kept {
        Kept::Sealed { subject, text } => vec![Found {
            fact: fact.clone(),
            at: None,
            subject: SubjectId::new(subject.clone()),
            path: fact.to_string(),
            sealed: sealed_of(fact.as_str(), &Json::String(text.clone()))?,
        }],
        Kept::Plain(Json::Array(rows)) => {
            let mut found = Vec::new();
            for (number, row) in rows.iter().enumerate() {
                for (name, entry) in row.as_object().into_iter().flatten() {
                    let Some(inner) = entry.get("sealed") else { continue };
                    let subject = inner.get("subject").and_then(Json::as_str).unwrap_or_default();
                    let sealed = sealed_of(fact.as_str(), inner.get("text").unwrap_or(&Json::Null))?;
                    found.push(Found {
                        fact: fact.clone(),
                        at: Some((number, name.clone())),
                        subject: SubjectId::new(subject),
                        path: format!("{fact}.{name}"),
                        sealed,
                    });
                }
            }
            found
        }
        Kept::Plain(_) => Vec::new(),
    })
}

/// Whether anything in these answers is sealed: then reading them is written down.
pub(crate) fn any_sealed(answers: &BTreeMap<FactId, Answer>, wanted: &dyn Fn(&FactId) -> bool) -> bool {
    // What is damaged is tried too, so that the fault is told.
    let sealed = |fact, kept| sealed_things(fact, kept).map_or(true, |things| !things.is_empty());
    answers.iter().any(|(fact, answer)| wanted(fact) && sealed(fact, &answer.kept))
}

/// Opens the wanted facts through the one door; who looked and what for is written down in the same transaction.
#[allow(clippy::too_many_arguments, reason = "each is part of what is written down")]
pub(crate) fn open(
    tx: &mut dyn Tx,
    vault: &Vault,
    world: &dyn World,
    catalogue: &Catalogue,
    case_id: &str,
    answers: &BTreeMap<FactId, Answer>,
    wanted: &dyn Fn(&FactId) -> bool,
    who: &Actor,
    purpose: &Purpose,
) -> Result<BTreeMap<FactId, Value>, Fault> {
    let mut values = values_closed(catalogue, answers);
    let mut found: Vec<Found> = Vec::new();
    for (fact, answer) in answers.iter().filter(|(fact, _)| wanted(fact)) {
        found.extend(sealed_things(fact, &answer.kept)?);
    }
    if found.is_empty() {
        return Ok(values);
    }
    let items: Vec<(&SubjectId, &str, &str, &Sealed)> =
        found.iter().map(|f| (&f.subject, case_id, f.path.as_str(), &f.sealed)).collect();
    let mut dice = WorldDice(world);
    let mut door = TxDoor::new(tx, &mut dice);
    let opened = vault.open(&mut door, who, purpose, world.instant().at_us, &items).map_err(vault_fault)?;
    for (thing, plain) in found.iter().zip(&opened) {
        let Some(definition) = catalogue.facts.get(&thing.fact) else { continue };
        match &thing.at {
            None => match read_opened(&definition.ty, plain) {
                Some(value) => {
                    values.insert(thing.fact.clone(), value);
                }
                None => {
                    values.remove(&thing.fact);
                }
            },
            Some((row, item)) => {
                let ty = definition.items.iter().find(|i| i.id.as_str() == item).map(|i| &i.ty);
                let value = ty.and_then(|ty| read_opened(ty, plain));
                if let Some(Value::Rows(rows)) = values.get_mut(&thing.fact)
                    && let Some(row) = rows.get_mut(*row)
                {
                    match value {
                        Some(value) => row.insert(item.clone(), value),
                        None => row.remove(item),
                    };
                }
            }
        }
    }
    Ok(values)
}

fn read_opened(ty: &Type, opened: &Opened) -> Option<Value> {
    let text = opened.expose()?;
    let json: Json = serde_json::from_str(text).ok()?;
    ty.read(&json).ok()
}

/// Opens words that were sealed with [`Sealing::words`]: messages, file names, objections. Erased ones are empty.
pub(crate) fn open_words(
    tx: &mut dyn Tx,
    vault: &Vault,
    world: &dyn World,
    case_id: &str,
    words: &[(&str, &Kept)],
    who: &Actor,
    purpose: &Purpose,
) -> Result<Vec<String>, Fault> {
    let mut said: Vec<String> = Vec::with_capacity(words.len());
    let mut sealed: Vec<(usize, SubjectId, String, Sealed)> = Vec::new();
    for (index, (path, kept)) in words.iter().enumerate() {
        match kept {
            Kept::Plain(json) => said.push(json.as_str().map_or_else(|| json.to_string(), str::to_owned)),
            Kept::Sealed { subject, text } => {
                said.push(String::new());
                let thing = sealed_of(path, &Json::String(text.clone()))?;
                sealed.push((index, SubjectId::new(subject.clone()), (*path).to_owned(), thing));
            }
        }
    }
    if sealed.is_empty() {
        return Ok(said);
    }
    let items: Vec<(&SubjectId, &str, &str, &Sealed)> =
        sealed.iter().map(|(_, s, p, t)| (s, case_id, p.as_str(), t)).collect();
    let mut dice = WorldDice(world);
    let mut door = TxDoor::new(tx, &mut dice);
    let opened = vault.open(&mut door, who, purpose, world.instant().at_us, &items).map_err(vault_fault)?;
    for ((index, ..), plain) in sealed.iter().zip(&opened) {
        if let Some(text) = plain.expose().and_then(|t| serde_json::from_str::<String>(t).ok()) {
            said[*index] = text;
        }
    }
    Ok(said)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_damaged_is_a_fault_and_not_an_empty_answer() {
        let fact = FactId::from("owner.phone");
        let broken = Kept::Sealed { subject: "s".to_owned(), text: "no sealed text".to_owned() };
        assert!(matches!(sealed_things(&fact, &broken), Err(Fault::Schema(_))));
        let row = Kept::Plain(json!([{ "name": { "sealed": { "subject": "s", "text": "no sealed text" } } }]));
        assert!(matches!(sealed_things(&fact, &row), Err(Fault::Schema(_))));
    }
}
