//! The vault's door over one transaction: keys, and who looked at whose data.

use std::collections::BTreeMap;

use vault::{Dice, Door, DoorFault, Opening, SubjectId, SubjectKey, WrappedKey};

use crate::tx::{Columns, bind};
use crate::{Fault, Tx, statement};

/// One line of the reading log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    pub subject_id: String,
    pub at_us: i64,
    pub id: String,
    pub actor: String,
    pub office: String,
    pub purpose: String,
    pub case_id: Option<String>,
    pub permit: Option<String>,
    pub facts: Vec<String>,
    pub n: i64,
}

fn line(row: &mut Columns) -> Result<Reading, Fault> {
    Ok(Reading {
        subject_id: row.text()?,
        at_us: row.int()?,
        id: row.text()?,
        actor: row.text()?,
        office: row.text()?,
        purpose: row.text()?,
        case_id: row.text_or_null()?,
        permit: row.text_or_null()?,
        facts: serde_json::from_str(&row.text()?)
            .map_err(|_| Fault::Schema("the facts of a reading are not a list of names".to_owned()))?,
        n: row.int()?,
    })
}

impl<'t> dyn Tx + 't {
    /// Who looked at a person's data, newest first; `before` is the last line of the page before.
    pub fn readings(&mut self, subject_id: &str, limit: u32, before: Option<&Reading>) -> Result<Vec<Reading>, Fault> {
        let (at_us, id) = before.map_or((i64::MAX, ""), |last| (last.at_us, &last.id));
        self.list(&statement::READINGS, bind![subject_id, at_us, id, limit], line)
    }

    /// Who looked at anybody's data for this case, newest first.
    pub fn readings_of_case(&mut self, case_id: &str) -> Result<Vec<Reading>, Fault> {
        // Two reads instead of a join: the log is spread by person, its index by case.
        let found =
            self.list(&statement::READINGS_OF_CASE, bind![case_id], |row| Ok((row.text()?, row.int()?, row.text()?)))?;
        let mut readings = Vec::with_capacity(found.len());
        for (subject_id, at_us, id) in found {
            readings.extend(self.one(&statement::READING, bind![&subject_id, at_us, &id], line)?);
        }
        Ok(readings)
    }
}

/// Lets the vault work inside a transaction, so that what was opened and that it was opened are kept together.
pub struct TxDoor<'a> {
    tx: &'a mut dyn Tx,
    /// Thrown once a door; with the running number it names a reading row.
    tag: u64,
    written: u32,
    /// The wrapped keys that were read through this door: only in their place may others be kept.
    seen: BTreeMap<String, Vec<u8>>,
}

impl<'a> TxDoor<'a> {
    /// Throws the dice once and gives them back, so that the same dice can be handed to the vault.
    pub fn new(tx: &'a mut dyn Tx, dice: &mut dyn Dice) -> Self {
        let mut tag = [0u8; 8];
        dice.fill(&mut tag);
        TxDoor { tx, tag: u64::from_be_bytes(tag), written: 0, seen: BTreeMap::new() }
    }

    /// The transaction, for what else belongs into it.
    pub fn tx(&mut self) -> &mut (dyn Tx + 'a) {
        &mut *self.tx
    }
}

fn wrapped(row: &mut Columns) -> Result<WrappedKey, Fault> {
    Ok(WrappedKey { month: row.text()?, bytes: row.bytes()? })
}

impl Door for TxDoor<'_> {
    fn subject_key(&mut self, subject: &SubjectId) -> Result<SubjectKey, DoorFault> {
        let kept = self.tx.one(&statement::SUBJECT_KEY, bind![subject.as_str()], wrapped)?;
        Ok(match kept {
            None => SubjectKey::Never,
            Some(key) if key.month.is_empty() => SubjectKey::Destroyed,
            Some(key) => {
                self.seen.insert(subject.as_str().to_owned(), key.bytes.clone());
                SubjectKey::Wrapped(key)
            }
        })
    }

    fn keep_subject_key(&mut self, subject: &SubjectId, key: &WrappedKey) -> Result<(), DoorFault> {
        let (id, month, bytes) = (subject.as_str(), &key.month, key.bytes.as_slice());
        let did = match self.seen.get(id) {
            Some(read) => self.tx.did(&statement::REWRAP_SUBJECT_KEY, bind![id, month, bytes, read.as_slice()])?,
            None => self.tx.did(&statement::KEEP_SUBJECT_KEY, bind![id, month, bytes])?,
        };
        if did {
            self.seen.insert(id.to_owned(), key.bytes.clone());
            return Ok(());
        }
        // What others sealed in the meantime is sealed with their key; a second one would make it unreadable.
        Err(match self.subject_key(subject)? {
            SubjectKey::Destroyed => Fault::Storage("a destroyed key is not replaced".to_owned()),
            _ => Fault::Overtaken,
        }
        .into())
    }

    fn destroy_subject_key(&mut self, subject: &SubjectId) -> Result<(), DoorFault> {
        let nothing: &[u8] = &[];
        self.tx.run(&statement::DESTROY_SUBJECT_KEY, bind![subject.as_str(), nothing])?;
        Ok(())
    }

    fn subject_keys_under(&mut self, month: &str, limit: u32) -> Result<Vec<(SubjectId, WrappedKey)>, DoorFault> {
        let keys = self.tx.list(&statement::SUBJECT_KEYS_UNDER, bind![month, limit], |row| {
            Ok((SubjectId::new(row.text()?), wrapped(row)?))
        })?;
        for (subject, key) in &keys {
            self.seen.insert(subject.as_str().to_owned(), key.bytes.clone());
        }
        Ok(keys)
    }

    fn month_key(&mut self, month: &str) -> Result<Option<WrappedKey>, DoorFault> {
        Ok(self.tx.one(&statement::MONTH_KEY, bind![month], wrapped)?)
    }

    fn keep_month_key(&mut self, key: &WrappedKey) -> Result<(), DoorFault> {
        self.tx.run(&statement::KEEP_MONTH_KEY, bind![&key.month, key.bytes.as_slice()])?;
        Ok(())
    }

    fn destroy_month_key(&mut self, month: &str) -> Result<(), DoorFault> {
        self.tx.run(&statement::DESTROY_MONTH_KEY, bind![month])?;
        Ok(())
    }

    fn write_down(&mut self, opening: &Opening) -> Result<(), DoorFault> {
        // The running number stands first, so that the rows of one moment keep their order.
        let id = format!("{:08x}{:016x}", self.written, self.tag);
        self.written += 1;
        let facts = serde_json::Value::from(opening.facts.clone()).to_string();
        let subject = opening.subject.as_str();
        let params = bind![
            subject,
            opening.at_us,
            &id,
            &opening.actor.id,
            &opening.actor.office,
            opening.purpose.code.as_str(),
            &opening.purpose.case,
            &opening.purpose.permit,
            &facts,
            opening.count,
        ];
        self.tx.run(&statement::WRITE_READING, params)?;
        if let Some(case_id) = &opening.purpose.case {
            self.tx.run(&statement::WRITE_READING_OF_CASE, bind![case_id, opening.at_us, &id, subject])?;
        }
        Ok(())
    }
}
