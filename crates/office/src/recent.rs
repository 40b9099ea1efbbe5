//! What was read a moment ago: folded cases, what follows from them, sessions, and numbers of cases.
//!
//! Nothing here decides anything. Events are only ever added, so a folded case of an earlier number is a true beginning:
//! whoever uses it asks the store for the events behind it. Only what a reading job saw is kept, as a writing job may
//! still be undone. Personal facts are never here: only sheets of closed files are.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use casework::Case;
use rules::Day;
use store::KeptSession;

use crate::file::{CaseFile, Sheet};

/// Cases that are worked on at the same time; about 100 KB each with their sheet.
const CASES_MAX: usize = 256;
/// Short entries: a hash or a number, and a line.
const SESSIONS_MAX: usize = 10_000;
const NUMBERS_MAX: usize = 10_000;

#[derive(Default)]
pub(crate) struct Recent {
    cases: Mutex<Bounded<String, Folded>>,
    /// Nothing stands for a session that changed.
    sessions: Mutex<Bounded<String, Option<KeptSession>>>,
    numbers: Mutex<Bounded<String, String>>,
}

#[derive(Clone)]
struct Folded {
    case: Arc<Case>,
    sheet: Option<(Day, String, Arc<Sheet>)>,
}

fn held<T>(lock: &Mutex<T>) -> MutexGuard<'_, T> {
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Recent {
    pub fn case(&self, id: &str) -> Option<Arc<Case>> {
        held(&self.cases).get(id).map(|folded| Arc::clone(&folded.case))
    }

    /// Keeps a case a reading job folded, unless a later one is there.
    pub fn keep_case(&self, case: &Arc<Case>) {
        let mut cases = held(&self.cases);
        let id = case.id().as_str();
        if cases.get(id).is_none_or(|there| there.case.version() < case.version()) {
            cases.put(id.to_owned(), Folded { case: Arc::clone(case), sheet: None }, CASES_MAX);
        }
    }

    /// The sheet of a closed file, if it was computed for this very case, day and catalogue.
    pub fn sheet(&self, file: &CaseFile, on: Day) -> Option<Arc<Sheet>> {
        let mut cases = held(&self.cases);
        let folded = cases.get(file.case.id().as_str())?;
        let (day, catalogue, sheet) = folded.sheet.as_ref()?;
        let same = Arc::ptr_eq(&folded.case, &file.case) && *day == on && *catalogue == file.catalogue.fingerprint;
        same.then(|| Arc::clone(sheet))
    }

    pub fn keep_sheet(&self, file: &CaseFile, on: Day, sheet: &Arc<Sheet>) {
        let mut cases = held(&self.cases);
        if let Some(folded) = cases.get(file.case.id().as_str())
            && Arc::ptr_eq(&folded.case, &file.case)
        {
            folded.sheet = Some((on, file.catalogue.fingerprint.clone(), Arc::clone(sheet)));
        }
    }

    pub fn session(&self, key: &str) -> Option<KeptSession> {
        held(&self.sessions).get(key).and_then(|kept| kept.clone())
    }

    /// Keeps a session the store gave, unless it is one that changed.
    pub fn keep_session(&self, key: String, session: KeptSession) {
        let mut sessions = held(&self.sessions);
        if sessions.get(&key).is_none() {
            sessions.put(key, Some(session), SESSIONS_MAX);
        }
    }

    /// To be called before a session is changed or removed in the store, which is asked about it from then on: neither a
    /// reader that began earlier nor a caller that goes away in between can leave the old one here.
    pub fn session_changes(&self, key: &str) {
        held(&self.sessions).put(key.to_owned(), None, SESSIONS_MAX);
    }

    /// The case of a number; a number once claimed is never given to another case.
    pub fn case_of(&self, number: &str) -> Option<String> {
        held(&self.numbers).get(number).map(|id| id.clone())
    }

    pub fn keep_number(&self, number: String, id: String) {
        held(&self.numbers).put(number, id, NUMBERS_MAX);
    }
}

/// A map that forgets the half nobody asked for when it is full.
struct Bounded<K, V> {
    entries: HashMap<K, (u64, V)>,
    clock: u64,
}

impl<K, V> Default for Bounded<K, V> {
    fn default() -> Self {
        Bounded { entries: HashMap::new(), clock: 0 }
    }
}

impl<K: Hash + Eq, V> Bounded<K, V> {
    fn get<Q: Hash + Eq + ?Sized>(&mut self, key: &Q) -> Option<&mut V>
    where
        K: std::borrow::Borrow<Q>,
    {
        self.clock += 1;
        let (used, value) = self.entries.get_mut(key)?;
        *used = self.clock;
        Some(value)
    }

    fn put(&mut self, key: K, value: V, max: usize) {
        self.clock += 1;
        if self.entries.len() >= max {
            let mut ages: Vec<u64> = self.entries.values().map(|(used, _)| *used).collect();
            let middle = ages.len() / 2;
            let (_, median, _) = ages.select_nth_unstable(middle);
            let median = *median;
            self.entries.retain(|_, (used, _)| *used > median);
        }
        self.entries.insert(key, (self.clock, value));
    }
}
