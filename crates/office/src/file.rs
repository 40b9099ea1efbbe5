//! A case as everybody works with it: the folded case, its catalogue, and what is known; opened only as far as the reader may.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, OnceLock};

use casework::{Case, CaseId, record};
use catalogue::{Catalogue, EvidenceId, PermitId};
use journey::{Assessment, Form, FormMistake, Known, Plan, Prepared};
use rules::{CalendarGap, Day, FactId, Value};
use store::{Fault, Tx};
use vault::{Actor, Purpose};

use crate::beside::Beside;
use crate::recent::{Closed, Looking};
use crate::sealing;
use crate::turned::Turned;
use crate::{Inner, Office};

/// Who reads, what for, and which facts: it is written down for the person.
#[derive(Clone, Debug)]
pub struct Reader {
    pub actor: Actor,
    pub purpose: Purpose,
    /// None: everything of the case.
    pub facts: Option<BTreeSet<FactId>>,
}

/// A loaded case.
#[derive(Clone)]
pub struct CaseFile {
    pub case: Arc<Case>,
    pub catalogue: Arc<Catalogue>,
    /// Facts with their origin. Personal ones are closed unless the file was opened for somebody.
    pub known: Arc<Known>,
    /// The day whose law decides: the day of filing, or today for a draft.
    pub on: Day,
    /// What follows from the same version while personal facts are closed; only from that anything may be kept.
    closed: Arc<Closed>,
}

/// Everything computed from a case: permits, form, plan, and what is still missing.
pub struct Sheet {
    pub prepared: Arc<Prepared>,
    pub assessment: Assessment,
    pub form: Form,
    /// The plan if it were filed on the day of the sheet; or that a calendar year is not published.
    pub plan: Result<Plan, CalendarGap>,
    pub missing: Vec<FormMistake>,
    /// What pages made of it.
    pub beside: Beside,
}

impl CaseFile {
    pub fn commitments(&self) -> Vec<PermitId> {
        self.case.commitments().iter().cloned().collect()
    }

    pub fn papers(&self) -> BTreeSet<EvidenceId> {
        self.case.papers().iter().map(|p| p.evidence.clone()).collect()
    }

    /// Whether no personal fact was opened in it.
    pub fn is_closed(&self) -> bool {
        Arc::ptr_eq(&self.known, &self.closed.known)
    }

    /// The place for what a page makes of this version of the case, under this catalogue and on this day, while personal
    /// facts are closed.
    pub fn beside(&self) -> &Beside {
        &self.closed.beside
    }

    /// The text of a plain fact, for titles.
    pub fn text_of(&self, fact: &FactId) -> Option<&str> {
        self.known.value_of(fact).and_then(Value::as_text)
    }

    /// The name of the case: the shop or the event, once it is known.
    pub fn title(&self) -> Option<&str> {
        let event = self.catalogue.events.get(self.case.event())?;
        self.text_of(&event.title)
    }

    pub fn place(&self) -> Option<&str> {
        let event = self.catalogue.events.get(self.case.event())?;
        self.text_of(&event.place)
    }

    pub fn district(&self) -> Option<&str> {
        self.text_of(&self.catalogue.city.district_fact)
    }
}

impl Inner {
    /// As [`Inner::load`], for jobs that only read: what they see is committed, so the next reader begins from it.
    fn load_to_read(&self, tx: &mut dyn Tx, case_id: &str, looking: Looking) -> Result<Arc<Case>, Turned> {
        let case = self.load(tx, case_id)?;
        self.recent.keep_read(&case, looking);
        Ok(case)
    }

    /// The case as it stays until this transaction is over, whoever else is at work.
    pub(crate) fn load_to_write(&self, tx: &mut dyn Tx, case_id: &str) -> Result<Arc<Case>, Turned> {
        if self.store.is_shared() {
            tx.hold_case(case_id)?;
        }
        self.load(tx, case_id)
    }

    /// The case as this transaction sees it: one that was folded before, with the events that came since. Personal facts
    /// stay closed.
    pub(crate) fn load(&self, tx: &mut dyn Tx, case_id: &str) -> Result<Arc<Case>, Turned> {
        let before = self.recent.case(case_id);
        let seq = before.as_ref().map_or(0, |case| i64::try_from(case.version()).unwrap_or(i64::MAX));
        let written = tx.events_since(case_id, seq)?;
        let mut history = Vec::with_capacity(written.len());
        for event in &written {
            let recorded = record::read(&event.written)
                .map_err(|e| Fault::Schema(format!("event {} of a case cannot be read: {e}", event.seq)))?;
            history.push(recorded);
        }
        let broken = |broken| Turned::Fault(Fault::Schema(format!("a case does not fold: {broken}")));
        match before {
            Some(case) if history.is_empty() => Ok(case),
            Some(case) => {
                let mut case = Case::clone(&case);
                history.iter().try_for_each(|recorded| case.apply(recorded)).map_err(broken)?;
                Ok(Arc::new(case))
            }
            None if history.is_empty() => Err(Turned::NotFound),
            None => Case::fold(CaseId::new(case_id), &history).map(Arc::new).map_err(broken),
        }
    }

    pub(crate) fn catalogue_of(&self, case: &Case) -> Result<Arc<Catalogue>, Fault> {
        // A draft follows today's law; a filed case keeps the catalogue it was filed under.
        match case.filing() {
            Some(filing) => self.catalogues.of(&filing.catalogue),
            None => Ok(self.catalogues.current()),
        }
    }

    /// A loaded case as a file with closed personal facts.
    pub(crate) fn closed_file(&self, case: Arc<Case>) -> Result<CaseFile, Fault> {
        let before = self.recent.closed(case.id().as_str());
        self.closed_file_after(case, before)
    }

    /// The same; `before` is what followed from this version or from an earlier one.
    fn closed_file_after(&self, case: Arc<Case>, before: Option<Arc<Closed>>) -> Result<CaseFile, Fault> {
        let catalogue = self.catalogue_of(&case)?;
        let on = case.filing().map_or_else(|| self.world.instant().day, |f| f.at.day);
        let same_law = before.filter(|b| b.on == on && b.catalogue.fingerprint == catalogue.fingerprint);
        let closed = match same_law {
            Some(closed) if closed.version == case.version() => closed,
            before => {
                let known = Arc::new(known_of(&case, sealing::values_closed(&catalogue, case.facts())));
                let commitments = case.commitments().iter().cloned().collect();
                let papers = case.papers().iter().map(|p| p.evidence.clone()).collect();
                let sheet = OnceLock::new();
                let closed = Closed {
                    version: case.version(),
                    catalogue,
                    on,
                    known,
                    commitments,
                    papers,
                    sheet,
                    beside: Beside::default(),
                };
                // An answer nothing computes with, such as a name, leaves everything that was computed.
                if let Some(same) = before.and_then(|before| before.sheet_of_the_same(&closed)) {
                    drop(closed.sheet.set(same));
                }
                let closed = Arc::new(closed);
                self.recent.keep_closed(&case, &closed);
                closed
            }
        };
        let (catalogue, known) = (Arc::clone(&closed.catalogue), Arc::clone(&closed.known));
        Ok(CaseFile { case, catalogue, known, on, closed })
    }

    /// A file with the facts of `reader` opened; the opening is written down in this transaction.
    pub(crate) fn opened_file(&self, tx: &mut dyn Tx, case: Arc<Case>, reader: &Reader) -> Result<CaseFile, Fault> {
        let closed = self.closed_file(case)?;
        self.opened(tx, closed, reader)
    }

    fn opened(&self, tx: &mut dyn Tx, closed: CaseFile, reader: &Reader) -> Result<CaseFile, Fault> {
        let wanted = |fact: &FactId| reader.facts.as_ref().is_none_or(|f| f.contains(fact));
        let values = sealing::open(
            tx,
            &self.vault,
            self.world.as_ref(),
            &closed.catalogue,
            closed.case.id().as_str(),
            closed.case.facts(),
            &wanted,
            &reader.actor,
            &reader.purpose,
        )?;
        let known = Arc::new(known_of(&closed.case, values));
        Ok(CaseFile { known, ..closed })
    }

    /// The sheet of a file for its own day.
    fn sheet(&self, file: &CaseFile) -> Result<Arc<Sheet>, Turned> {
        let closed = &file.closed;
        if Arc::ptr_eq(&file.known, &closed.known) {
            if let Some(sheet) = closed.sheet.get() {
                return Ok(Arc::clone(sheet));
            }
            let sheet = Arc::new(self.computed(file, file.on)?);
            // Whoever computed it first was as right.
            return Ok(Arc::clone(closed.sheet.get_or_init(|| sheet)));
        }
        match closed.sheet.get() {
            Some(sheet) if sheet.prepared.sees_no_difference(&closed.known, &file.known) => Ok(Arc::clone(sheet)),
            _ => self.computed(file, file.on).map(Arc::new),
        }
    }

    /// The sheet of a day, computed anew.
    pub(crate) fn computed(&self, file: &CaseFile, on: Day) -> Result<Sheet, Turned> {
        let prepared =
            self.catalogues.prepared(&file.catalogue, file.case.event(), on).map_err(|_| Turned::NotFound)?;
        let assessment = prepared.assess(&file.known);
        let commitments = file.commitments();
        let form = Form::new(&prepared, &assessment, &file.known, &commitments);
        let plan = Plan::new(&file.catalogue, &assessment, &file.known, &commitments, on);
        let missing = journey::missing(&file.catalogue, &form, &file.known, &file.papers(), on);
        Ok(Sheet { prepared, assessment, form, plan, missing, beside: Beside::default() })
    }
}

/// Facts with their origin, as a case has them.
pub(crate) fn known_of(case: &Case, values: BTreeMap<FactId, Value>) -> Known {
    let mut known = Known::new();
    for (fact, value) in values {
        if let Some(answer) = case.facts().get(&fact) {
            known.tell(fact, value, answer.origin.clone());
        }
    }
    for fact in case.not_yet() {
        known.not_yet(fact.clone());
    }
    known
}

impl Office {
    /// A case with its personal facts closed; nothing is written down because nothing personal is seen.
    pub async fn case_file(&self, case_id: &str) -> Result<CaseFile, Turned> {
        if let Some((case, closed)) = self.0.recent.newest(case_id) {
            return Ok(self.0.closed_file_after(case, closed)?);
        }
        let inner = self.0.clone();
        let id = case_id.to_owned();
        let looking = inner.recent.looking();
        self.0.store.read(move |tx| Ok(inner.closed_file(inner.load_to_read(tx, &id, looking)?)?)).await
    }

    /// A case with personal facts opened for a reader. Writes only when something sealed is really opened.
    pub async fn open_file(&self, case_id: &str, reader: Reader) -> Result<CaseFile, Turned> {
        let closed = self.case_file(case_id).await?;
        self.open_closed(closed, reader).await
    }

    /// As [`Office::open_file`], for a case that was read a moment ago in the same visit.
    pub async fn open_closed(&self, closed: CaseFile, reader: Reader) -> Result<CaseFile, Turned> {
        let wanted = |fact: &FactId| reader.facts.as_ref().is_none_or(|f| f.contains(fact));
        if !sealing::any_sealed(closed.case.facts(), &wanted) {
            return Ok(closed);
        }
        let inner = self.0.clone();
        self.0.store.write(move |tx| inner.opened(tx, closed, &reader).map_err(Turned::from)).await
    }

    /// Permits, form, plan and what is missing, for a loaded case.
    pub fn sheet(&self, file: &CaseFile) -> Result<Arc<Sheet>, Turned> {
        self.0.sheet(file)
    }

    /// The case that has this number, whoever asks.
    pub async fn case_id_of(&self, number: &str) -> Result<Option<String>, Turned> {
        if let Some(id) = self.0.recent.case_of(number) {
            return Ok(Some(id));
        }
        let asked = number.to_owned();
        let found: Option<String> =
            self.0.store.read(move |tx| tx.owner_of(crate::carry::CASE_NUMBER, &asked).map_err(Turned::from)).await?;
        if let Some(id) = &found {
            self.0.recent.keep_number(number.to_owned(), id.clone());
        }
        Ok(found)
    }
}
