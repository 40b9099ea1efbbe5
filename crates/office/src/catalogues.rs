//! The catalogues in use: today's, and older ones that filed cases are still decided under.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};

use catalogue::{Catalogue, EventId};
use journey::find::Index;
use journey::{Prepared, Unprepared};
use rules::Day;

/// Prepared events kept at once; a city has tens of events and looks at a few days.
const PREPARED_MAX: usize = 400;

type Key = (String, EventId, Day);

pub(crate) struct Catalogues {
    current: RwLock<Arc<Catalogue>>,
    index: RwLock<Arc<Index>>,
    by_fingerprint: Mutex<HashMap<String, Arc<Catalogue>>>,
    prepared: Mutex<HashMap<Key, Arc<Prepared>>>,
}

fn held<T>(lock: &Mutex<T>) -> MutexGuard<'_, T> {
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Catalogues {
    pub fn new(catalogue: Catalogue) -> Catalogues {
        let index = Arc::new(Index::new(&catalogue));
        let current = Arc::new(catalogue);
        let by_fingerprint = HashMap::from([(current.fingerprint.clone(), Arc::clone(&current))]);
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
    pub fn add(&self, catalogue: Catalogue) {
        let fingerprint = catalogue.fingerprint.clone();
        held(&self.by_fingerprint).entry(fingerprint).or_insert_with(|| Arc::new(catalogue));
    }

    /// The catalogue with this fingerprint, when this office has it.
    pub fn of(&self, fingerprint: &str) -> Option<Arc<Catalogue>> {
        held(&self.by_fingerprint).get(fingerprint).cloned()
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
