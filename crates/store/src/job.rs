//! A piece of work on its way to a thread with a connection, and the way its answer takes back.

use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::{Fault, Tx};

/// What becomes of what a job did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    Keep,
    Undo,
}

/// Jobs of all types look like this to the threads.
pub(crate) trait Job: Send {
    fn run(&mut self, tx: &mut dyn Tx) -> Verdict;
    fn only_reads(&self) -> bool;
    /// Called once, when it is certain what the disk holds. A fault takes the place of whatever the job found out:
    /// it may have seen things that were never kept.
    fn answer(self: Box<Self>, fault: Option<Fault>);
}

/// A job that somebody waits for.
pub(crate) struct Waiting<T, E, J, A> {
    job: Option<J>,
    found: Option<Result<T, E>>,
    answer: A,
    only_reads: bool,
}

impl<T, E, J, A> Waiting<T, E, J, A> {
    pub(crate) fn to_write(job: J, answer: A) -> Box<Self> {
        Box::new(Waiting { job: Some(job), found: None, answer, only_reads: false })
    }

    pub(crate) fn to_read(job: J, answer: A) -> Box<Self> {
        Box::new(Waiting { job: Some(job), found: None, answer, only_reads: true })
    }
}

impl<T, E, J, A> Job for Waiting<T, E, J, A>
where
    T: Send,
    E: From<Fault> + Send,
    J: FnOnce(&mut dyn Tx) -> Result<T, E> + Send,
    A: FnOnce(Result<T, E>) + Send,
{
    fn run(&mut self, tx: &mut dyn Tx) -> Verdict {
        let Some(job) = self.job.take() else {
            return Verdict::Undo;
        };
        // A job that panics is the fault of its author; the thread and everybody else's jobs go on. What it did is
        // undone, and nothing of the closure is used afterwards.
        let found = catch_unwind(AssertUnwindSafe(|| job(tx)))
            .unwrap_or_else(|_| Err(E::from(Fault::Storage("a job broke off in the middle".to_owned()))));
        let verdict = match &found {
            Ok(_) if !self.only_reads => Verdict::Keep,
            _ => Verdict::Undo,
        };
        self.found = Some(found);
        verdict
    }

    fn only_reads(&self) -> bool {
        self.only_reads
    }

    fn answer(self: Box<Self>, fault: Option<Fault>) {
        let found = match fault {
            Some(fault) => Err(E::from(fault)),
            None => self.found.unwrap_or_else(|| Err(E::from(Fault::Stopped))),
        };
        (self.answer)(found);
    }
}
