//! The catalogues in use: today's, and older ones that filed cases are still decided under.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};

use catalogue::{Catalogue, EventId, Source};
use journey::find::Index;
use journey::{Prepared, Unprepared};
use rules::Day;
use store::Fault;

use crate::Office;
use crate::turned::Turned;

/// Prepared events kept at once; a city has tens of events and looks at a few days.
const PREPARED_MAX: usize = 400;

type Key = (String, EventId, Day);

/// A catalogue of this office; an older one is read when the first case needs it.
enum Known {
    Ready(Arc<Catalogue>),
    Texts(Vec<Source>),
}

pub(crate) struct Catalogues {
    current: RwLock<Arc<Catalogue>>,
    index: RwLock<Arc<Index>>,
    by_fingerprint: Mutex<HashMap<String, Known>>,
    prepared: Mutex<HashMap<Key, Arc<Prepared>>>,
}

fn held<T>(lock: &Mutex<T>) -> MutexGuard<'_, T> {
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Catalogues {
    pub fn new(catalogue: Catalogue) -> Catalogues {
        let index = Arc::new(Index::new(&catalogue));
        let current = Arc::new(catalogue);
        let by_fingerprint = HashMap::from([(current.fingerprint.clone(), Known::Ready(Arc::clone(&current)))]);
        Catalogues {
            current: RwLock::new(current),
            index: RwLock::new(index),
            by_fingerprint: Mutex::new(by_fingerprint),
            prepared: Mutex::new(HashMap::new()),
        }
    }

    pub fn current(&self) -> Arc<Catalogue> {
        Arc::clone(&self.current.read().unwrap_or_else(PoisonError::into_inner))
    }

    pub fn index(&self) -> Arc<Index> {
        Arc::clone(&self.index.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// An older catalogue joins, for the cases filed under it.
    pub fn add(&self, fingerprint: String, texts: Vec<Source>) {
        held(&self.by_fingerprint).entry(fingerprint).or_insert(Known::Texts(texts));
    }

    /// The catalogue with this fingerprint. A case is never decided under another one, so without it there is a fault.
    pub fn of(&self, fingerprint: &str) -> Result<Arc<Catalogue>, Fault> {
        let texts = match held(&self.by_fingerprint).get(fingerprint) {
            Some(Known::Ready(catalogue)) => return Ok(Arc::clone(catalogue)),
            Some(Known::Texts(texts)) => texts.clone(),
            None => return Err(Fault::Schema(format!("the catalogue {fingerprint} of a filed case is not kept here"))),
        };
        // Two requests may read the same one at once; both results are equal.
        let read = catalogue::compile(&texts).catalogue.filter(|c| c.fingerprint == fingerprint);
        let read =
            read.ok_or_else(|| Fault::Schema(format!("the kept catalogue {fingerprint} cannot be read any more")))?;
        let read = Arc::new(read);
        held(&self.by_fingerprint).insert(fingerprint.to_owned(), Known::Ready(Arc::clone(&read)));
        Ok(read)
    }

    pub fn prepared(&self, catalogue: &Arc<Catalogue>, event: &EventId, on: Day) -> Result<Arc<Prepared>, Unprepared> {
        let key = (catalogue.fingerprint.clone(), event.clone(), on);
        if let Some(ready) = held(&self.prepared).get(&key) {
            return Ok(Arc::clone(ready));
        }
        // Two requests may prepare the same event at once; both results are equal and one of them stays.
        let made = Arc::new(Prepared::new(Arc::clone(catalogue), event, on)?);
        let mut prepared = held(&self.prepared);
        if prepared.len() >= PREPARED_MAX {
            prepared.clear();
        }
        prepared.insert(key, Arc::clone(&made));
        Ok(made)
    }
}

impl Office {
    /// Keeps the texts of today's catalogue and takes up every older one, so that a filed case keeps its own after a
    /// restart with other definitions. To be called once, before anything else happens.
    pub async fn keep_catalogues(&self, texts: &[Source]) -> Result<(), Turned> {
        let pairs: Vec<(&str, &str)> = texts.iter().map(|t| (t.name.as_str(), t.text.as_str())).collect();
        let unwritable = |e: serde_json::Error| Turned::Fault(Fault::Schema(e.to_string()));
        let written = serde_json::to_string(&pairs).map_err(unwritable)?;
        let current = self.catalogue().fingerprint.clone();
        let at_us = self.instant().at_us;
        let kept = self
            .0
            .store
            .write(move |tx| {
                // Kept already by an earlier start, most of the time.
                let _ = tx.keep_catalogue(&current, &written, at_us)?;
                tx.catalogues().map_err(Turned::from)
            })
            .await?;
        for (fingerprint, written) in kept {
            let pairs: Vec<(String, String)> = serde_json::from_str(&written).map_err(unwritable)?;
            self.0.catalogues.add(fingerprint, pairs.into_iter().map(|(name, text)| Source::new(name, text)).collect());
        }
        Ok(())
    }
}
