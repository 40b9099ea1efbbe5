//! Erasing a person: their keys are destroyed, so that nothing sealed for them can be read any more, in any copy. What was
//! decided in public stays, the history of their cases stays foldable, and says on which day and under which article.

use std::collections::BTreeSet;
use std::sync::Arc;

use casework::{Case, Deed, Moment, PaperHash, Stage, Who, acts};
use licence::{CurrentState, Licence, Standing};
use rules::Day;
use serde_json::Value as Json;
use store::{Fault, Tx, TxDoor};
use vault::{Door, SubjectId, SubjectKey};

use crate::sealing::vault_fault;
use crate::turned::Turned;
use crate::world::WorldDice;
use crate::{Inner, Office};

/// Cases of one person that are looked through; nobody has more.
const CASES_AT_MOST: u32 = 10_000;

/// Why a case still has to be kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Hold {
    /// It is not decided yet.
    Open,
    /// A licence of it is valid.
    Valid { licence: String },
    /// The law keeps it until the end of this day.
    Until(Day),
    /// The catalogue it was filed under does not say how long it is kept.
    NoPeriod,
}

/// What came of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Erasure {
    /// Numbers of the cases that still have to be kept, each with the reason. Then nothing was erased.
    pub held: Vec<(String, Hold)>,
    /// Numbers of the cases whose sealed part is unreadable now.
    pub erased: Vec<String>,
    /// How many keys were destroyed: the person's, and those of people their cases named.
    pub keys: usize,
    pub papers: usize,
}

impl Inner {
    fn hold(&self, tx: &mut dyn Tx, case: &Case, today: Day) -> Result<Option<Hold>, Turned> {
        match case.stage() {
            Stage::Draft => return Ok(None),
            Stage::Filed => return Ok(Some(Hold::Open)),
            Stage::Decided | Stage::Withdrawn | Stage::Closed => {}
        }
        if case.filing().is_none() || case.erased().is_some() {
            return Ok(None);
        }
        if let Some(kept) = case.licence()
            && let Some(row) = tx.licence(&kept.id)?
        {
            let licence: Licence = serde_json::from_str(&row.written).map_err(|e| Fault::Schema(e.to_string()))?;
            if CurrentState::of(&licence, today).standing != Standing::NotValid {
                return Ok(Some(Hold::Valid { licence: licence.number }));
            }
        }
        let catalogue = self.catalogue_of(case)?;
        let Some(keep) = &catalogue.city.procedure.keep else { return Ok(Some(Hold::NoPeriod)) };
        let until = catalogue.calendar.plus(case.changed().day, keep.span);
        Ok((today <= until).then_some(Hold::Until(until)))
    }

    fn erase_case(&self, tx: &mut dyn Tx, case: Arc<Case>) -> Result<(), Turned> {
        let at = self.world.instant();
        let moment = Moment { at_us: at.at_us.max(case.changed().at_us), day: at.day.max(case.changed().day) };
        let catalogue = self.catalogue_of(&case)?;
        // A draft stands under no period; the law that erases is the city's of today.
        let current = self.catalogues.current();
        let keep = catalogue.city.procedure.keep.as_ref().or(current.city.procedure.keep.as_ref());
        let law = keep.map_or_else(|| current.city.procedure.stop_law.clone(), |k| k.erase_law.clone());
        let deed = Deed { by: Who::Clock, at: moment, calendar: &catalogue.calendar };
        let events = acts::erase(&case, &deed, law)?;
        self.keep(tx, case, &Who::Clock, at, events)?;
        Ok(())
    }
}

/// Everybody something in these events is sealed for.
fn sealed_for(written: &Json, found: &mut BTreeSet<String>) {
    match written {
        Json::Object(object) => {
            if let Some(subject) = object.get("sealed").and_then(|s| s.get("subject")).and_then(Json::as_str) {
                found.insert(subject.to_owned());
            }
            object.values().for_each(|value| sealed_for(value, found));
        }
        Json::Array(list) => list.iter().for_each(|value| sealed_for(value, found)),
        _ => {}
    }
}

impl Office {
    /// The handle under which a person who comes with this identity is known from now on. Who was erased and comes again is
    /// somebody new: nothing leads from the new handle to the old one but the root key.
    pub async fn living_subject(&self, provider: &str, identity: &str) -> Result<SubjectId, Turned> {
        let first = self.subject_of(provider, identity);
        let inner = self.0.clone();
        let lives: Vec<SubjectId> = std::iter::once(first)
            .chain((2..=LIVES).map(|life| self.subject_of(&format!("{provider} life {life}"), identity)))
            .collect();
        self.0
            .store
            .read(move |tx| {
                let mut dice = WorldDice(inner.world.as_ref());
                let mut door = TxDoor::new(tx, &mut dice);
                for subject in lives {
                    let key = door.subject_key(&subject).map_err(Fault::from)?;
                    if !matches!(key, SubjectKey::Destroyed) {
                        return Ok(subject);
                    }
                }
                Err(Turned::NotAllowed)
            })
            .await
    }

    /// Whether a person could be erased today, and what would still hold them. Changes nothing.
    pub async fn erasable(&self, subject: &str) -> Result<Erasure, Turned> {
        let (inner, subject) = (self.0.clone(), subject.to_owned());
        self.0.store.read(move |tx| inner.erasable(tx, &subject).map(|(erasure, _)| erasure)).await
    }

    /// Erases a person, if nothing holds them. All of it happens in one transaction, or nothing of it.
    pub async fn erase(&self, subject: &str) -> Result<Erasure, Turned> {
        let (inner, id) = (self.0.clone(), subject.to_owned());
        let (erasure, files) = self
            .0
            .store
            .write(move |tx| {
                let (mut erasure, cases) = inner.erasable(tx, &id)?;
                if !erasure.held.is_empty() {
                    return Ok::<_, Turned>((erasure, Vec::new()));
                }
                let mut subjects = BTreeSet::from([id.clone()]);
                let mut files: BTreeSet<String> = BTreeSet::new();
                for case in cases {
                    let case_id = case.id().as_str().to_owned();
                    for event in tx.events(&case_id)? {
                        let written = serde_json::from_str(&event.written).map_err(|e| Fault::Schema(e.to_string()))?;
                        sealed_for(&written, &mut subjects);
                    }
                    let added = case.history().iter().filter_map(|r| match &r.event {
                        casework::Event::PaperAdded { paper } => {
                            Some(inner.paper_file(&case_id, &PaperHash::new(paper.hash.as_str())))
                        }
                        _ => None,
                    });
                    files.extend(added);
                    if case.erased().is_none() {
                        inner.erase_case(tx, case)?;
                    }
                }
                let mut dice = WorldDice(inner.world.as_ref());
                for subject in &subjects {
                    let mut door = TxDoor::new(tx, &mut dice);
                    inner.vault.erase(&mut door, &SubjectId::new(subject.clone())).map_err(vault_fault)?;
                    tx.forget_subject(subject)?;
                }
                for file in &files {
                    tx.forget_paper(file)?;
                }
                erasure.keys = subjects.len();
                erasure.papers = files.len();
                Ok((erasure, files.into_iter().collect()))
            })
            .await?;
        // From here on the files are unreadable; taking them away is tidiness.
        for file in files {
            self.0.store.remove_paper(file).await?;
        }
        if erasure.held.is_empty() {
            self.0.store.scrub().await?;
        }
        Ok(erasure)
    }
}

/// How often a person can be erased and come again.
const LIVES: u32 = 9;

impl Inner {
    fn erasable(&self, tx: &mut dyn Tx, subject: &str) -> Result<(Erasure, Vec<Arc<Case>>), Turned> {
        let today = self.world.instant().day;
        let mut erasure = Erasure::default();
        let mut cases = Vec::new();
        for line in tx.own_cases(subject, None, CASES_AT_MOST)? {
            let case = self.load(tx, &line.case_id)?;
            match self.hold(tx, &case, today)? {
                Some(hold) => erasure.held.push((case.number().to_owned(), hold)),
                None => erasure.erased.push(case.number().to_owned()),
            }
            cases.push(case);
        }
        if !erasure.held.is_empty() {
            erasure.erased.clear();
        }
        Ok((erasure, cases))
    }
}
