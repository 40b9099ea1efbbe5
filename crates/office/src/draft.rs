//! The applicant's draft: begun, filled from registers, answered, proved with papers. Saved as typed.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use casework::{Answer, CaseId, Deed, Event, Kept, Moment, PaperHash, PersonId, Recorded, Who, acts};
use catalogue::{EventId, EvidenceId, PermitId, RegisterId};
use journey::{Form, Known, Origin};
use rules::{FactId, Value};
use vault::SubjectId;

use crate::carry::{CASE_NUMBER, Carried, Once};
use crate::registers::Asking;
use crate::turned::{PaperMistake, Turned};
use crate::{Office, intake};

/// What somebody typed for one fact, already read.
#[derive(Clone, Debug, PartialEq)]
pub enum Entry {
    Value(Value),
    /// Emptied.
    Removed,
    /// "I do not know yet."
    NotYet,
}

/// What a request key belongs to while there is no case yet.
const BEGINNING: &str = "a new case";

/// A case has room for so many papers and bytes: more is no application but an attempt to fill the disk.
pub(crate) const PAPERS_AT_MOST: usize = 100;
const PAPER_BYTES_AT_MOST: u64 = 512 * 1024 * 1024;

/// How often a number is drawn before giving up.
const DRAWS: usize = 20;

/// Stands between the value and the reason inside the sealed words of an objection to a register (ASCII unit separator).
const BETWEEN: char = '\u{1f}';

/// Stands in the event where the reason would be.
const REASON_SEALED: &str = "sealed with the value";

/// The value and the reason of an objection to a register, from its opened words.
pub fn contested_words(opened: &str) -> (&str, &str) {
    opened.split_once(BETWEEN).unwrap_or((opened, ""))
}

impl Office {
    /// Begins a case for a person: what the questionnaire found becomes its first answers.
    pub async fn begin(
        &self,
        once: Option<Once>,
        by: Who,
        event: &EventId,
        wish: Option<String>,
        language: &str,
        known: Known,
    ) -> Result<Carried, Turned> {
        let inner = self.0.clone();
        let event = event.clone();
        let language = language.to_owned();
        let person = by.person().cloned().ok_or(Turned::NotAllowed)?;
        self.0
            .store
            .write(move |tx| {
                if let Some(begun) = crate::carry::seen_before(tx, once.as_ref(), &by, BEGINNING)? {
                    let case = inner.load(tx, &begun)?;
                    return Ok(Carried { case, events: Vec::new(), repeated: true });
                }
                let at = inner.world.instant();
                let catalogue = inner.catalogues.current();
                let definition = catalogue.events.get(&event).ok_or(Turned::NotFound)?;
                let id = inner.token(16);
                let number = inner.new_number(tx, &definition.letters, at.day.year(), &id)?;
                let moment = Moment { at_us: at.at_us, day: at.day };
                let deed = Deed { by: by.clone(), at: moment, calendar: &catalogue.calendar };
                let to_begin = acts::ToBegin {
                    event: event.clone(),
                    wish,
                    language,
                    catalogue: catalogue.fingerprint.clone(),
                    number,
                    applicant: PersonId::new(person.as_str()),
                };
                let mut events = acts::begin(&deed, to_begin)?.into_iter();
                let begun = events.next().ok_or(Turned::NotAllowed)?;
                let first = Recorded { seq: 1, at: moment, by: by.clone(), event: begun };
                let case = casework::Case::begin(CaseId::new(id.clone()), &first)
                    .map_err(|b| Turned::Fault(store::Fault::Schema(b.to_string())))?;
                let written = casework::record::write(&first);
                if !tx.append_event(&id, 1, at.at_us, &written)?.is_kept() {
                    return Err(Turned::Fault(store::Fault::Overtaken));
                }
                inner.project(tx, &case)?;
                let carried = if known.iter().next().is_some() || known.skipped().next().is_some() {
                    let entries = entries_of(&known);
                    inner.carry(tx, &id, None, &by, |carrying| answered(carrying, &entries, &origins(&known)))?
                } else {
                    Carried { case: Arc::new(case), events: vec![first], repeated: false }
                };
                inner.remembered(tx, &carried.case);
                crate::carry::remember(tx, once.as_ref(), &by, BEGINNING, &id, at.at_us)?;
                Ok(carried)
            })
            .await
    }

    /// Saves what was typed. Facts that a register knows are refused; they can be contested.
    pub async fn answer(
        &self,
        case_id: &str,
        once: Option<Once>,
        by: Who,
        entries: BTreeMap<FactId, Entry>,
    ) -> Result<Carried, Turned> {
        self.carry_out_with(case_id, once, by, move |carrying| answered(carrying, &entries, &BTreeMap::new())).await
    }

    /// Asks every register for the facts of the form that it keeps. A silent register leaves ordinary questions.
    /// Returns how many facts came and which registers were silent.
    pub async fn fetch(&self, case_id: &str, by: Who) -> Result<(usize, Vec<RegisterId>), Turned> {
        let file = self.case_file(case_id).await?;
        let sheet = self.sheet(&file)?;
        let mut asked: BTreeMap<RegisterId, Vec<FactId>> = BTreeMap::new();
        for fact in register_facts(&sheet.form, &file.catalogue) {
            let register = file.catalogue.facts.get(&fact).and_then(|f| f.register.clone());
            if let Some(register) = register {
                asked.entry(register).or_default().push(fact);
            }
        }
        let person = SubjectId::new(file.case.applicant().as_str());
        let mut found: Vec<(FactId, Value, RegisterId)> = Vec::new();
        let mut silent = Vec::new();
        for (register, facts) in asked {
            let asking = Asking { event: file.case.event(), person: &person, facts: &facts };
            match self.0.registers.ask(&register, &asking) {
                Ok(values) => {
                    found.extend(
                        values.into_iter().filter(|(f, _)| facts.contains(f)).map(|(f, v)| (f, v, register.clone())),
                    );
                }
                Err(no_answer) => silent.push(no_answer.register),
            }
        }
        let count = found.len();
        if count > 0 {
            self.carry_out_with(case_id, None, by, move |carrying| {
                let applicant = carrying.applicant();
                let catalogue = carrying.catalogue.clone();
                let id = carrying.case.id().as_str().to_owned();
                let on = carrying.at.day;
                let mut facts = BTreeMap::new();
                for (fact, value, register) in found {
                    let origin = Origin::Register { register, on };
                    let sealing = carrying.inner.sealing(&catalogue, &id, &applicant);
                    facts.insert(fact.clone(), sealing.answer(carrying.tx, &fact, &value, origin)?);
                }
                let deed = carrying.deed(&catalogue);
                Ok(acts::fetch(carrying.case, &deed, facts)?)
            })
            .await?;
        }
        Ok((count, silent))
    }

    /// The applicant says that a register is wrong: both values are kept, nothing waits.
    pub async fn contest(
        &self,
        case_id: &str,
        once: Option<Once>,
        by: Who,
        fact: FactId,
        says: String,
        reason: String,
    ) -> Result<Carried, Turned> {
        self.carry_out_with(case_id, once, by, move |carrying| {
            let applicant = carrying.applicant();
            let catalogue = carrying.catalogue.clone();
            let id = carrying.case.id().as_str().to_owned();
            let sealing = carrying.inner.sealing(&catalogue, &id, &applicant);
            // What somebody writes freely can say anything about them: it is sealed together with the value.
            let both = format!("{says}{BETWEEN}{}", reason.trim());
            let kept = sealing.words(carrying.tx, &format!("contest.{fact}"), &both)?;
            let stated = if reason.trim().is_empty() { "" } else { REASON_SEALED };
            let deed = carrying.deed(&catalogue);
            Ok(acts::contest(carrying.case, &deed, fact, kept, stated)?)
        })
        .await
    }

    /// Takes a paper in: checked by content, cleaned, sealed, safe on disk, and only then named in an event.
    pub async fn add_paper(
        &self,
        case_id: &str,
        by: Who,
        evidence: &EvidenceId,
        name: &str,
        bytes: Vec<u8>,
    ) -> Result<Carried, Turned> {
        let file = self.case_file(case_id).await?;
        let definition = file.catalogue.evidence.get(evidence).ok_or(Turned::NotFound)?.clone();
        let accepted = intake::accept(&definition, bytes).map_err(Turned::Paper)?;
        let length = accepted.bytes.len() as u64;
        let media_type = accepted.media_type.to_owned();
        let papers = file.case.papers();
        let full = papers.iter().map(|p| p.bytes).sum::<u64>() + length > PAPER_BYTES_AT_MOST;
        if papers.len() >= PAPERS_AT_MOST || full {
            return Err(PaperMistake::TooMany { max: PAPERS_AT_MOST }.into());
        }
        // Whether it may come is asked before anything is written to the disk, and once more when it is.
        let kept = Kept::Plain(serde_json::Value::Null);
        let unnamed = casework::Paper {
            evidence: evidence.clone(),
            hash: PaperHash::new(""),
            media_type: media_type.clone(),
            bytes: length,
            name: kept,
        };
        let at = self.instant();
        let at = Moment { at_us: at.at_us, day: at.day };
        acts::add_paper(&file.case, &Deed { by: by.clone(), at, calendar: &file.catalogue.calendar }, unnamed)?;
        let hash = self.0.paper_hash(case_id, &accepted.bytes);
        let applicant = SubjectId::new(file.case.applicant().as_str());
        let sealed = self.seal_paper(case_id, &applicant, &hash, accepted.bytes).await?;
        let evidence = evidence.clone();
        let name: String = name.chars().filter(|c| !c.is_control()).take(120).collect();
        self.carry_out_with(case_id, None, by, move |carrying| {
            let applicant = carrying.applicant();
            let catalogue = carrying.catalogue.clone();
            let id = carrying.case.id().as_str().to_owned();
            let sealed_name =
                carrying.inner.sealing(&catalogue, &id, &applicant).words(carrying.tx, "paper.name", &name)?;
            sealed.note(carrying.tx, &media_type, carrying.at.at_us)?;
            let paper = casework::Paper { evidence, hash, media_type, bytes: length, name: sealed_name };
            let deed = carrying.deed(&catalogue);
            Ok(acts::add_paper(carrying.case, &deed, paper)?)
        })
        .await
    }

    pub async fn remove_paper(
        &self,
        case_id: &str,
        by: Who,
        evidence: EvidenceId,
        hash: PaperHash,
    ) -> Result<Carried, Turned> {
        self.carry_out(case_id, None, by, move |case, deed| acts::remove_paper(case, deed, evidence, hash)).await
    }

    pub async fn choose_commitment(
        &self,
        case_id: &str,
        by: Who,
        permit: PermitId,
        chosen: bool,
    ) -> Result<Carried, Turned> {
        self.carry_out(case_id, None, by, move |case, deed| {
            if chosen { acts::choose_commitment(case, deed, permit) } else { acts::drop_commitment(case, deed, permit) }
        })
        .await
    }

    /// Names of the papers of a case, as their owner gave them. Opening them is written down.
    pub async fn paper_names(
        &self,
        case_id: &str,
        reader: crate::Reader,
    ) -> Result<Vec<(EvidenceId, PaperHash, String, u64)>, Turned> {
        let file = self.case_file(case_id).await?;
        if file.case.papers().is_empty() {
            return Ok(Vec::new());
        }
        let inner = self.0.clone();
        let id = case_id.to_owned();
        let papers = file.case.papers().to_vec();
        self.0
            .store
            .write(move |tx| {
                let words: Vec<(&str, &casework::Kept)> = papers.iter().map(|p| ("paper.name", &p.name)).collect();
                let names = crate::sealing::open_words(
                    tx,
                    &inner.vault,
                    inner.world.as_ref(),
                    &id,
                    &words,
                    &reader.actor,
                    &reader.purpose,
                )?;
                let named = papers.iter().zip(names);
                Ok::<_, Turned>(named.map(|(p, name)| (p.evidence.clone(), p.hash.clone(), name, p.bytes)).collect())
            })
            .await
    }
}

fn entries_of(known: &Known) -> BTreeMap<FactId, Entry> {
    let mut entries: BTreeMap<FactId, Entry> =
        known.iter().map(|(fact, k)| (fact.clone(), Entry::Value(k.value.clone()))).collect();
    for fact in known.skipped() {
        entries.insert(fact.clone(), Entry::NotYet);
    }
    entries
}

fn origins(known: &Known) -> BTreeMap<FactId, Origin> {
    known.iter().map(|(fact, k)| (fact.clone(), k.origin.clone())).collect()
}

/// The facts of a form that some register keeps.
fn register_facts(form: &Form, catalogue: &catalogue::Catalogue) -> BTreeSet<FactId> {
    let mut facts: BTreeSet<FactId> = form
        .facts()
        .filter(|f| f.given_by.is_none() && catalogue.facts.get(&f.fact).is_some_and(|d| d.register.is_some()))
        .map(|f| f.fact.clone())
        .collect();
    // What proves a paper is asked too, so that the paper is not.
    let proving = form.papers.iter().filter_map(|p| catalogue.evidence.get(&p.evidence)?.proved_by.clone());
    facts.extend(proving);
    facts
}

fn answered(
    carrying: &mut crate::carry::Carrying<'_>,
    entries: &BTreeMap<FactId, Entry>,
    origins: &BTreeMap<FactId, Origin>,
) -> Result<Vec<Event>, Turned> {
    let applicant = carrying.applicant();
    let catalogue = carrying.catalogue.clone();
    let id = carrying.case.id().as_str().to_owned();
    let mut facts: BTreeMap<FactId, Answer> = BTreeMap::new();
    let mut removed = Vec::new();
    let mut not_yet = Vec::new();
    for (fact, entry) in entries {
        match entry {
            Entry::Value(value) => {
                let origin = origins.get(fact).cloned().unwrap_or(Origin::Applicant);
                let sealing = carrying.inner.sealing(&catalogue, &id, &applicant);
                facts.insert(fact.clone(), sealing.answer(carrying.tx, fact, value, origin)?);
            }
            Entry::Removed => removed.push(fact.clone()),
            Entry::NotYet => not_yet.push(fact.clone()),
        }
    }
    let deed = carrying.deed(&catalogue);
    Ok(acts::answer(carrying.case, &deed, acts::Given { facts, removed, not_yet })?)
}

impl crate::Inner {
    /// A readable, unique number such as `RS26-418723-K`.
    fn new_number(&self, tx: &mut dyn store::Tx, letters: &str, year: i16, owner: &str) -> Result<String, Turned> {
        for draw in 0..DRAWS {
            let mut bytes = [0u8; 4];
            self.world.fill(&mut bytes);
            // Four digits are easy to say; a year with many cases grows longer ones.
            let room = if draw < DRAWS / 2 { 10_000 } else { 100_000_000 };
            let serial = u32::from_le_bytes(bytes) % room;
            let number = licence::Number::new(letters, year, serial)
                .map_err(|m| Turned::Fault(store::Fault::Schema(format!("case numbers of this event: {m:?}"))))?
                .to_string();
            if tx.claim_name(CASE_NUMBER, &number, owner)? {
                return Ok(number);
            }
        }
        Err(Turned::Fault(store::Fault::TooBusy))
    }
}

impl From<PaperMistake> for Turned {
    fn from(mistake: PaperMistake) -> Self {
        Turned::Paper(mistake)
    }
}
