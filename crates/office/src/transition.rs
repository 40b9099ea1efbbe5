//! What other definitions would mean for the cases that are open: a store read page by page, a verdict for each case.
//!
//! Nothing of a case changes. Each is judged under the catalogue it was filed under, as the law stood on the day it was
//! filed, beside the new one on a day of its own. Personal facts stay closed unless a changed rule computes with one;
//! then it is opened through the one door, and the person reads what for. Drafts follow the law of the day by themselves
//! and are the applicant's own: nobody looks at them.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use casework::{Case, CaseId, Stage, record};
use catalogue::{Catalogue, EventId, Source};
use journey::transition::{Crossing, Transition, UnderWay};
use rules::{Day, FactId, Value};
use store::{Fault, Store, Tx};
use vault::{Actor, Purpose, PurposeCode, Vault};

use crate::catalogues::Catalogues;
use crate::file::known_of;
use crate::project::stage_word;
use crate::sealing;
use crate::world::World;

/// Cases read, opened and judged at a time: all that is in memory, however many there are.
const PAGE: u32 = 200;
/// Pairs of laws kept compared; a city has tens of events and a few catalogues under which cases are open.
const CROSSINGS_MAX: usize = 400;

/// The open cases of a store.
pub struct OpenCases {
    pub store: Store,
    /// Without it a case that cannot be judged with its personal facts closed is not judged.
    pub vault: Option<Arc<Vault>>,
    pub world: Arc<dyn World>,
    /// Under whose name personal facts are opened.
    pub reader: Actor,
}

/// What the new definitions would mean for one case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judged {
    /// The number of the case: all that is said about it.
    pub number: String,
    pub outcome: Result<Transition, Unjudged>,
    /// How many personal facts were opened for it.
    pub opened: usize,
}

/// Why a case could not be judged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unjudged {
    /// A changed rule computes with these personal facts, and there is no key to open them.
    Sealed(BTreeSet<FactId>),
    /// The case or its catalogue cannot be read; for operators.
    Unreadable(String),
}

/// The laws of a run: those cases were filed under, beside the new one.
struct Laws {
    catalogues: Catalogues,
    new: Arc<Catalogue>,
    on: Day,
    crossings: HashMap<(String, EventId, Option<Day>), Arc<Crossing>>,
}

impl Laws {
    fn crossing(&mut self, case: &Case) -> Result<(Arc<Catalogue>, Arc<Crossing>), Fault> {
        let filing = case.filing().ok_or_else(|| Fault::Schema("an open case was never filed".to_owned()))?;
        let old = self.catalogues.of(&filing.catalogue)?;
        let key = (filing.catalogue.clone(), case.event().clone(), old.law_since(filing.at.day));
        if let Some(crossing) = self.crossings.get(&key) {
            return Ok((old, Arc::clone(crossing)));
        }
        let crossing = Arc::new(Crossing::new((&old, filing.at.day), (&self.new, self.on), case.event()));
        if self.crossings.len() >= CROSSINGS_MAX {
            self.crossings.clear();
        }
        self.crossings.insert(key, Arc::clone(&crossing));
        Ok((old, crossing))
    }
}

/// A case with the laws it is judged under.
struct Read {
    case: Case,
    old: Arc<Catalogue>,
    crossing: Arc<Crossing>,
}

impl Read {
    /// The personal facts of the case that must be opened.
    fn sealed(&self) -> BTreeSet<FactId> {
        let is_sealed = |fact: &&FactId| {
            self.case.facts().contains_key(*fact) && sealing::any_sealed(self.case.facts(), &|other| other == *fact)
        };
        self.crossing.reads().iter().filter(is_sealed).cloned().collect()
    }

    fn judged(&self, values: Values) -> Transition {
        let known = known_of(&self.case, values);
        let papers = self.case.papers().iter().map(|paper| paper.evidence.clone()).collect();
        let settled = self.case.parts().values().filter(|part| part.is_ended()).map(|p| p.permit.clone()).collect();
        let filed_on = self.case.filing().map_or(self.case.begun().day, |filing| filing.at.day);
        let commitments = self.case.commitments();
        self.crossing.of(&UnderWay { known: &known, commitments, papers: &papers, settled: &settled, filed_on })
    }
}

fn read(tx: &mut dyn Tx, id: &str) -> Result<Case, Fault> {
    let mut history = Vec::new();
    for event in tx.events(id)? {
        let recorded = record::read(&event.written)
            .map_err(|e| Fault::Schema(format!("event {} of a case cannot be read: {e}", event.seq)))?;
        history.push(recorded);
    }
    Case::fold(CaseId::new(id), &history).map_err(|broken| Fault::Schema(format!("a case does not fold: {broken}")))
}

impl OpenCases {
    /// Judges every open case and tells `each`, in the order of their ids. `served`: the catalogue served so far, in case
    /// it was never kept; `new`: the definitions that are tried, as they stand on `on`.
    pub async fn judge(
        &self,
        served: Catalogue,
        new: Arc<Catalogue>,
        on: Day,
        each: &mut dyn FnMut(Judged),
    ) -> Result<(), Fault> {
        let catalogues = Catalogues::new(served);
        for (fingerprint, written) in self.store.read(|tx| tx.catalogues()).await? {
            let pairs: Vec<(String, String)> =
                serde_json::from_str(&written).map_err(|e| Fault::Schema(format!("catalogue {fingerprint}: {e}")))?;
            catalogues.add(fingerprint, pairs.into_iter().map(|(name, text)| Source::new(name, text)).collect());
        }
        let mut laws = Laws { catalogues, new, on, crossings: HashMap::new() };
        let mut after = String::new();
        loop {
            let from = after.clone();
            let stage = stage_word(Stage::Filed);
            let page = self
                .store
                .read(move |tx| {
                    let ids = tx.cases_in_stage(stage, &from, PAGE)?;
                    let mut page = Vec::with_capacity(ids.len());
                    for id in ids {
                        let number = tx.case(&id)?.map_or_else(String::new, |line| line.number);
                        page.push((read(tx, &id), number, id));
                    }
                    Ok::<_, Fault>(page)
                })
                .await?;
            let Some((.., last)) = page.last() else { return Ok(()) };
            after = last.clone();
            self.page(page, &mut laws, each).await?;
        }
    }

    async fn page(
        &self,
        page: Vec<(Result<Case, Fault>, String, String)>,
        laws: &mut Laws,
        each: &mut dyn FnMut(Judged),
    ) -> Result<(), Fault> {
        let mut closed: Vec<(Arc<Read>, BTreeSet<FactId>)> = Vec::new();
        for (case, number, _) in page {
            let read = case.and_then(|case| {
                let (old, crossing) = laws.crossing(&case)?;
                Ok(Read { case, old, crossing })
            });
            match read {
                Ok(read) => {
                    let sealed = read.sealed();
                    closed.push((Arc::new(read), sealed));
                }
                Err(fault) => {
                    let outcome = Err(Unjudged::Unreadable(fault.to_string()));
                    each(Judged { number, outcome, opened: 0 });
                }
            }
        }
        let mut opened = self.opened(&closed).await?.into_iter();
        for (read, sealed) in closed {
            let number = read.case.number().to_owned();
            let (outcome, opened) = match (sealed.is_empty(), &self.vault) {
                (true, _) => (Ok(read.judged(sealing::values_closed(&read.old, read.case.facts()))), 0),
                (false, None) => (Err(Unjudged::Sealed(sealed)), 0),
                (false, Some(_)) => match opened.next() {
                    Some(Ok(values)) => (Ok(read.judged(values)), sealed.len()),
                    Some(Err(fault)) => (Err(Unjudged::Unreadable(fault.to_string())), 0),
                    None => (Err(Unjudged::Unreadable("its facts were not opened".to_owned())), 0),
                },
            };
            each(Judged { number, outcome, opened });
        }
        Ok(())
    }

    /// Opens what a page needs in one transaction, so that what was opened and that it was are kept together.
    async fn opened(&self, page: &[(Arc<Read>, BTreeSet<FactId>)]) -> Result<Vec<Result<Values, Fault>>, Fault> {
        let Some(vault) = self.vault.clone() else { return Ok(Vec::new()) };
        let wanted: Vec<(Arc<Read>, BTreeSet<FactId>)> =
            page.iter().filter(|(_, sealed)| !sealed.is_empty()).cloned().collect();
        if wanted.is_empty() {
            return Ok(Vec::new());
        }
        let (world, reader) = (Arc::clone(&self.world), self.reader.clone());
        self.store
            .write(move |tx| {
                let open = |tx: &mut dyn Tx, read: &Read, sealed: &BTreeSet<FactId>| {
                    let id = read.case.id().as_str();
                    let purpose = Purpose::in_case(PurposeCode::Transition, id);
                    let (facts, wanted) = (read.case.facts(), |fact: &FactId| sealed.contains(fact));
                    sealing::open(tx, &vault, world.as_ref(), &read.old, id, facts, &wanted, &reader, &purpose)
                };
                Ok::<_, Fault>(wanted.iter().map(|(read, sealed)| open(tx, read, sealed)).collect())
            })
            .await
    }
}

/// What is known of a case, by fact.
type Values = BTreeMap<FactId, Value>;
