//! The one thread that writes: takes all jobs that are waiting, commits once, and only then answers each.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::Receiver;

use crate::job::{Job, Verdict};
use crate::{Fault, Tx};

/// A connection of some engine, as far as the threads need it.
pub(crate) trait Connection: Tx + Send {
    fn begin(&mut self) -> Result<(), Fault>;
    /// A fault says whether anything was kept: [`Fault::OutcomeUnknown`] if nobody can know.
    fn commit(&mut self) -> Result<(), Fault>;
    /// Gives everything since `begin` up; never fails, because nothing could be done about it.
    fn rollback(&mut self);

    fn begin_job(&mut self) -> Result<(), Fault>;
    fn keep_job(&mut self) -> Result<(), Fault>;
    fn undo_job(&mut self) -> Result<(), Fault>;

    /// Whether statements that write are refused from here on.
    fn refuse_writes(&mut self, refuse: bool);
    /// The reason, if a statement of this job failed so that nothing of the job can be kept, whatever it says itself.
    fn spoilt(&self) -> Option<Fault> {
        None
    }
    /// Whether work can go on after a failure: a server is connected to again, a file must be opened and checked again.
    fn can_go_on(&self) -> bool;
    /// The reason, if disk or file failed in a way after which nothing of this transaction can be trusted.
    fn broken(&self) -> Option<String>;
    /// Overwrites what was deleted, in every file.
    fn scrub(&mut self) -> Result<(), Fault>;
}

pub(crate) enum Message {
    Job(Box<dyn Job>),
    Scrub(Box<dyn FnOnce(Result<(), Fault>) + Send>),
    Close,
}

/// What the thread shows to the outside.
#[derive(Default)]
pub(crate) struct Gauge {
    pub jobs: AtomicU64,
    pub commits: AtomicU64,
    pub stopped: AtomicBool,
}

pub(crate) struct Writer<C> {
    pub connection: C,
    pub inbox: Receiver<Message>,
    pub gauge: Arc<Gauge>,
    pub batch_max: usize,
}

impl<C: Connection> Writer<C> {
    /// Works until told to close, or until nobody is left who could send anything.
    pub(crate) fn work(mut self) {
        while let Ok(message) = self.inbox.recv() {
            if self.take(message) {
                // What was sent before the end is still done; what comes later finds nobody.
                while let Ok(message) = self.inbox.try_recv() {
                    self.take(message);
                }
                return;
            }
        }
    }

    /// True if this was the end.
    fn take(&mut self, message: Message) -> bool {
        let mut next = Some(message);
        while let Some(message) = next.take() {
            match message {
                Message::Close => return true,
                Message::Scrub(answer) if self.is_stopped() => answer(Err(Fault::Stopped)),
                Message::Scrub(answer) => answer(self.connection.scrub()),
                Message::Job(job) if self.is_stopped() => job.answer(Some(Fault::Stopped)),
                Message::Job(job) => next = self.batch(job),
            }
        }
        false
    }

    fn is_stopped(&self) -> bool {
        self.gauge.stopped.load(Ordering::SeqCst)
    }

    /// After a failure that took a whole batch with it.
    fn stop(&self, why: &str) {
        if self.connection.can_go_on() {
            tracing::warn!(store.why = why, "a batch was given up");
            return;
        }
        self.gauge.stopped.store(true, Ordering::SeqCst);
        tracing::error!(store.why = why, "the store has stopped writing");
    }

    /// Runs this job and those that are waiting behind it; gives back a message that is not a job, if one came.
    fn batch(&mut self, first: Box<dyn Job>) -> Option<Message> {
        if let Err(fault) = self.connection.begin() {
            if let Some(why) = self.connection.broken() {
                self.stop(&why);
            }
            first.answer(Some(fault));
            return None;
        }

        let mut done: Vec<Done> = Vec::new();
        let mut leftover = None;
        let mut next = Some(first);
        while let Some(mut job) = next.take() {
            match self.run(job.as_mut()) {
                Ok(spoilt) => done.push((job, spoilt)),
                Err(fault) => {
                    // Before the commit everything can still be given up for certain.
                    self.connection.rollback();
                    self.stop(&fault.to_string());
                    done.push((job, None));
                    answer_all(done, Some(&fault));
                    return leftover;
                }
            }
            if done.len() < self.batch_max {
                match self.inbox.try_recv() {
                    Ok(Message::Job(job)) => next = Some(job),
                    Ok(other) => leftover = Some(other),
                    Err(_) => {}
                }
            }
        }

        match self.connection.commit() {
            Ok(()) => {
                self.gauge.jobs.fetch_add(done.len() as u64, Ordering::Relaxed);
                self.gauge.commits.fetch_add(1, Ordering::Relaxed);
                answer_all(done, None);
            }
            Err(fault) => {
                self.connection.rollback();
                self.stop(&fault.to_string());
                answer_all(done, Some(&fault));
            }
        }
        leftover
    }

    /// An error means that the connection is of no use any more; an error *of the job* stays inside the job, and one of
    /// the engine that the job may not have passed on is given back.
    fn run(&mut self, job: &mut dyn Job) -> Result<Option<Fault>, Fault> {
        self.connection.begin_job()?;
        self.connection.refuse_writes(job.only_reads());
        let verdict = job.run(&mut self.connection);
        self.connection.refuse_writes(false);
        if let Some(why) = self.connection.broken() {
            return Err(self.connection.spoilt().unwrap_or(Fault::Storage(why)));
        }
        let spoilt = self.connection.spoilt().filter(|_| verdict == Verdict::Keep);
        if verdict == Verdict::Keep && spoilt.is_none() {
            self.connection.keep_job()?;
        } else {
            self.connection.undo_job()?;
        }
        Ok(spoilt)
    }
}

/// A job that ran, and the fault that takes the place of what it found.
type Done = (Box<dyn Job>, Option<Fault>);

fn answer_all(jobs: Vec<Done>, fault: Option<&Fault>) {
    for (job, spoilt) in jobs {
        job.answer(fault.cloned().or(spoilt));
    }
}
