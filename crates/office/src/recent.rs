//! What was read a moment ago: folded cases, what follows from them, sessions, and numbers of cases.
//!
//! Nothing here decides anything. Usually one program has the folder of the store open, and every event goes through it: a case
//! that is marked as the newest is renewed after each commit, before anybody is told of it, so it can be used without
//! asking the store. Any other folded case is a true beginning, as events are only ever added: whoever uses it asks the
//! store for the events behind it. What a writing job sees may still be undone and is kept only when it is on the disk.
//! Where several programs share a store, no case is known to be the newest and no session is remembered: then the store is
//! asked every time for what came behind.
//! Personal facts are never here: only what follows from closed files is.

use std::collections::{BTreeSet, HashMap};
use std::hash::Hash;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use casework::Case;
use catalogue::{Catalogue, EvidenceId, PermitId};
use journey::Known;
use rules::Day;

use crate::beside::Beside;
use crate::file::Sheet;
use crate::sign_in::Remembered;

/// Cases that are worked on at the same time; about 100 KB each with their sheet.
const CASES_MAX: usize = 256;
/// Short entries: a hash or a number, and a line.
const SESSIONS_MAX: usize = 10_000;
const NUMBERS_MAX: usize = 10_000;

#[derive(Default)]
pub(crate) struct Recent {
    cases: Mutex<Cases>,
    /// Nothing stands for a session that changed.
    sessions: Mutex<Bounded<String, Option<Remembered>>>,
    numbers: Mutex<Bounded<String, String>>,
    /// Other programs write into the store too.
    is_shared: bool,
}

#[derive(Default)]
struct Cases {
    bounded: Bounded<String, Folded>,
    /// How often something was forgotten: between two equal counts nothing was.
    forgotten: u64,
}

struct Folded {
    case: Arc<Case>,
    /// Nothing newer is in the store.
    newest: bool,
    /// What follows from this case, or from the one before it.
    closed: Option<Arc<Closed>>,
}

/// What follows from one version of a case under one catalogue on one day, while its personal facts are closed.
pub struct Closed {
    pub(crate) version: u64,
    pub(crate) catalogue: Arc<Catalogue>,
    pub(crate) on: Day,
    pub(crate) known: Arc<Known>,
    pub(crate) commitments: Vec<PermitId>,
    pub(crate) papers: BTreeSet<EvidenceId>,
    pub(crate) sheet: OnceLock<Arc<Sheet>>,
    /// What pages made of it.
    pub(crate) beside: Beside,
}

impl Closed {
    /// The sheet, if that of a later version of the same case is the same. Law and day must be the same already.
    pub(crate) fn sheet_of_the_same(&self, later: &Closed) -> Option<Arc<Sheet>> {
        let sheet = self.sheet.get()?;
        let same = self.commitments == later.commitments
            && self.papers == later.papers
            && sheet.prepared.sees_no_difference(&self.known, &later.known);
        same.then(|| Arc::clone(sheet))
    }
}

/// The moment before a reader looked into the store.
#[derive(Clone, Copy)]
pub(crate) struct Looking(u64);

fn held<T>(lock: &Mutex<T>) -> MutexGuard<'_, T> {
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Recent {
    pub fn new(is_shared: bool) -> Recent {
        Recent { is_shared, ..Recent::default() }
    }

    /// A beginning of the case; there may be events behind it.
    pub fn case(&self, id: &str) -> Option<Arc<Case>> {
        held(&self.cases).bounded.get(id).map(|folded| Arc::clone(&folded.case))
    }

    /// The case as the store has it, with what followed from it lately.
    pub fn newest(&self, id: &str) -> Option<(Arc<Case>, Option<Arc<Closed>>)> {
        if self.is_shared {
            return None;
        }
        let mut cases = held(&self.cases);
        let folded = cases.bounded.get(id).filter(|folded| folded.newest)?;
        Some((Arc::clone(&folded.case), folded.closed.clone()))
    }

    /// To be asked before a reader looks into the store.
    pub fn looking(&self) -> Looking {
        Looking(held(&self.cases).forgotten)
    }

    /// Keeps a case that a reading job folded, unless a later one is there.
    pub fn keep_read(&self, case: &Arc<Case>, looking: Looking) {
        let mut cases = held(&self.cases);
        // A later version could have been here and forgotten while the reader looked at the store of before.
        let newest = cases.forgotten == looking.0;
        cases.keep(case, newest);
    }

    /// Keeps a case that was just written to the disk.
    pub fn keep_written(&self, case: &Arc<Case>) {
        held(&self.cases).keep(case, true);
    }

    /// What followed lately from this case, whatever its version.
    pub fn closed(&self, id: &str) -> Option<Arc<Closed>> {
        held(&self.cases).bounded.get(id).and_then(|folded| folded.closed.clone())
    }

    pub fn keep_closed(&self, case: &Case, closed: &Arc<Closed>) {
        if let Some(folded) = held(&self.cases).bounded.get(case.id().as_str())
            && folded.case.version() == closed.version
        {
            folded.closed = Some(Arc::clone(closed));
        }
    }

    pub fn session(&self, key: &str) -> Option<Remembered> {
        held(&self.sessions).get(key).and_then(|kept| kept.clone())
    }

    /// Keeps a session the store gave, unless it is one that changed.
    pub fn keep_session(&self, key: String, session: Remembered) {
        if self.is_shared {
            return;
        }
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

impl Cases {
    fn keep(&mut self, case: &Arc<Case>, newest: bool) {
        let id = case.id().as_str();
        if let Some(there) = self.bounded.get(id) {
            if there.case.version() < case.version() {
                there.case = Arc::clone(case);
                there.newest = newest;
            } else if there.case.version() == case.version() {
                there.newest |= newest;
            }
            return;
        }
        let forgot =
            self.bounded.put(id.to_owned(), Folded { case: Arc::clone(case), newest, closed: None }, CASES_MAX);
        self.forgotten += u64::from(forgot);
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

    /// Says whether anything was forgotten.
    fn put(&mut self, key: K, value: V, max: usize) -> bool {
        self.clock += 1;
        let full = self.entries.len() >= max;
        if full {
            let mut ages: Vec<u64> = self.entries.values().map(|(used, _)| *used).collect();
            let middle = ages.len() / 2;
            let (_, median, _) = ages.select_nth_unstable(middle);
            let median = *median;
            self.entries.retain(|_, (used, _)| *used > median);
        }
        self.entries.insert(key, (self.clock, value));
        full
    }
}

#[cfg(test)]
mod tests {
    use casework::{CaseId, Event, Moment, Recorded, Who};

    use super::*;

    fn moment(seq: u64) -> Moment {
        Moment { at_us: seq as i64, day: "2026-03-02".parse().expect("a day") }
    }

    /// A draft after so many events.
    fn case(id: &str, version: u64) -> Arc<Case> {
        let by = Who::Applicant(casework::PersonId::new("p"));
        let begun = Event::Begun {
            event: "open".into(),
            wish: None,
            language: "en".to_owned(),
            catalogue: "c".to_owned(),
            number: "N".to_owned(),
            applicant: casework::PersonId::new("p"),
        };
        let mut case = Case::begin(CaseId::new(id), &Recorded { seq: 1, at: moment(1), by: by.clone(), event: begun })
            .expect("begun");
        for seq in 2..=version {
            let event = Event::CommitmentChosen { permit: "permit".into() };
            case.apply(&Recorded { seq, at: moment(seq), by: by.clone(), event }).expect("it folds");
        }
        Arc::new(case)
    }

    fn newest(recent: &Recent, id: &str) -> Option<u64> {
        recent.newest(id).map(|(case, _)| case.version())
    }

    #[test]
    fn what_was_written_is_the_newest_whoever_reads_late() {
        let recent = Recent::default();
        let looking = recent.looking();
        recent.keep_written(&case("a", 3));
        recent.keep_read(&case("a", 2), looking);
        assert_eq!(newest(&recent, "a"), Some(3));
        recent.keep_written(&case("a", 4));
        assert_eq!(newest(&recent, "a"), Some(4));
    }

    #[test]
    fn a_reader_that_looked_before_something_was_forgotten_proves_nothing() {
        let recent = Recent::default();
        let looking = recent.looking();
        // Written and forgotten again while the reader still has the version before.
        recent.keep_written(&case("a", 3));
        (0..CASES_MAX * 2).for_each(|n| recent.keep_written(&case(&format!("other {n}"), 1)));
        assert_eq!(newest(&recent, "a"), None);
        recent.keep_read(&case("a", 2), looking);
        assert_eq!(newest(&recent, "a"), None, "an older version would be taken for the newest");
        assert_eq!(recent.case("a").map(|case| case.version()), Some(2), "as a beginning it is good");
        // Somebody who looks now sees what there is.
        recent.keep_read(&case("a", 3), recent.looking());
        assert_eq!(newest(&recent, "a"), Some(3));
    }
}
