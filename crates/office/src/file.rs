//! A case as everybody works with it: the folded case, its catalogue, and what is known; opened only as far as the reader may.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use casework::{Case, CaseId, record};
use catalogue::{Catalogue, EvidenceId, PermitId};
use journey::{Assessment, Form, FormMistake, Known, Plan, Prepared};
use rules::{CalendarGap, Day, FactId, Value};
use store::{Fault, Tx};
use vault::{Actor, Purpose};

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
    pub known: Known,
    /// The day whose law decides: the day of filing, or today for a draft.
    pub on: Day,
    /// Personal facts were opened in it; then nothing computed from it may be kept.
    opened: bool,
}

/// Everything computed from a case: permits, form, plan, and what is still missing.
pub struct Sheet {
    pub prepared: Arc<Prepared>,
    pub assessment: Assessment,
    pub form: Form,
    /// The plan if it were filed on the day of the sheet; or that a calendar year is not published.
    pub plan: Result<Plan, CalendarGap>,
    pub missing: Vec<FormMistake>,
}

impl CaseFile {
    pub fn commitments(&self) -> Vec<PermitId> {
        self.case.commitments().iter().cloned().collect()
    }

    pub fn papers(&self) -> BTreeSet<EvidenceId> {
        self.case.papers().iter().map(|p| p.evidence.clone()).collect()
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
    /// Loads and folds a case inside a transaction; personal facts stay closed.
    pub(crate) fn load(&self, tx: &mut dyn Tx, case_id: &str) -> Result<Case, Turned> {
        let case = self.loaded(tx, case_id)?;
        Ok(Arc::try_unwrap(case).unwrap_or_else(|shared| Case::clone(&shared)))
    }

    /// As [`Inner::load`], for jobs that only read: what they see is committed, so the next reader begins from it.
    fn load_to_read(&self, tx: &mut dyn Tx, case_id: &str) -> Result<Arc<Case>, Turned> {
        let case = self.loaded(tx, case_id)?;
        self.recent.keep_case(&case);
        Ok(case)
    }

    /// The case as this transaction sees it: one that was folded before, with the events that came since.
    fn loaded(&self, tx: &mut dyn Tx, case_id: &str) -> Result<Arc<Case>, Turned> {
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
        let catalogue = self.catalogue_of(&case)?;
        let values = sealing::values_closed(&catalogue, case.facts());
        Ok(self.file(case, catalogue, values, false))
    }

    fn file(
        &self,
        case: Arc<Case>,
        catalogue: Arc<Catalogue>,
        values: BTreeMap<FactId, Value>,
        opened: bool,
    ) -> CaseFile {
        let mut known = Known::new();
        for (fact, value) in values {
            if let Some(answer) = case.facts().get(&fact) {
                known.tell(fact, value, answer.origin.clone());
            }
        }
        for fact in case.not_yet() {
            known.not_yet(fact.clone());
        }
        let on = case.filing().map_or_else(|| self.world.instant().day, |f| f.at.day);
        CaseFile { case, catalogue, known, on, opened }
    }

    /// A file with the facts of `reader` opened; the opening is written down in this transaction.
    pub(crate) fn opened_file(&self, tx: &mut dyn Tx, case: Arc<Case>, reader: &Reader) -> Result<CaseFile, Fault> {
        let catalogue = self.catalogue_of(&case)?;
        let wanted = |fact: &FactId| reader.facts.as_ref().is_none_or(|f| f.contains(fact));
        let values = sealing::open(
            tx,
            &self.vault,
            self.world.as_ref(),
            &catalogue,
            case.id().as_str(),
            case.facts(),
            &wanted,
            &reader.actor,
            &reader.purpose,
        )?;
        Ok(self.file(case, catalogue, values, true))
    }

    pub(crate) fn sheet(&self, file: &CaseFile, today: Day) -> Result<Sheet, Turned> {
        let on = file.case.filing().map_or(today, |f| f.at.day);
        let prepared =
            self.catalogues.prepared(&file.catalogue, file.case.event(), on).map_err(|_| Turned::NotFound)?;
        let assessment = prepared.assess(&file.known);
        let commitments = file.commitments();
        let form = Form::new(&prepared, &assessment, &file.known, &commitments);
        let full = file.known.completed(&file.catalogue, on);
        let plan = Plan::new(&file.catalogue, &assessment, &full, &commitments, on);
        let missing = journey::missing(&file.catalogue, &form, &file.known, &file.papers(), on);
        Ok(Sheet { prepared, assessment, form, plan, missing })
    }
}

impl Office {
    /// A case with its personal facts closed; nothing is written down because nothing personal is seen.
    pub async fn case_file(&self, case_id: &str) -> Result<CaseFile, Turned> {
        let inner = self.0.clone();
        let id = case_id.to_owned();
        self.0.store.read(move |tx| Ok(inner.closed_file(inner.load_to_read(tx, &id)?)?)).await
    }

    /// A case with personal facts opened for a reader. Writes only when something sealed is really opened.
    pub async fn open_file(&self, case_id: &str, reader: Reader) -> Result<CaseFile, Turned> {
        let closed = self.case_file(case_id).await?;
        self.open_closed(closed, reader).await
    }

    /// As [`Office::open_file`], for a case that was read a moment ago in the same visit.
    pub async fn open_read(&self, case: Arc<Case>, reader: Reader) -> Result<CaseFile, Turned> {
        let closed = self.0.closed_file(case)?;
        self.open_closed(closed, reader).await
    }

    async fn open_closed(&self, closed: CaseFile, reader: Reader) -> Result<CaseFile, Turned> {
        let wanted = |fact: &FactId| reader.facts.as_ref().is_none_or(|f| f.contains(fact));
        if !sealing::any_sealed(closed.case.facts(), &wanted) {
            return Ok(closed);
        }
        let inner = self.0.clone();
        let case = closed.case;
        self.0.store.write(move |tx| inner.opened_file(tx, case, &reader).map_err(Turned::from)).await
    }

    /// Permits, form, plan and what is missing, for a loaded case.
    pub fn sheet(&self, file: &CaseFile) -> Result<Arc<Sheet>, Turned> {
        let today = self.today();
        if file.opened {
            return self.0.sheet(file, today).map(Arc::new);
        }
        let on = file.case.filing().map_or(today, |f| f.at.day);
        if let Some(sheet) = self.0.recent.sheet(file, on) {
            return Ok(sheet);
        }
        let sheet = Arc::new(self.0.sheet(file, today)?);
        self.0.recent.keep_sheet(file, on, &sheet);
        Ok(sheet)
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
