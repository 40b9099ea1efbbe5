//! Opening the store, and handing jobs to its threads.

use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, TrySendError, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use tokio::sync::oneshot;

use crate::job::{Job, Waiting};
use crate::papers::sync_folder;
use crate::postgres::Postgres;
use crate::sqlite::Sqlite;
use crate::writer::{Connection, Gauge, Message, Writer};
use crate::{Fault, Papers, Server, Tx, reader};

const DATABASE: &str = "onego.sqlite";
const LOCK: &str = "onego.lock";
const PAPERS: &str = "papers";

/// Where a store is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    Folder(PathBuf),
    /// Gone with the last clone of the store.
    Memory,
    /// A PostgreSQL, which other programs may use at the same time.
    Server(Server),
}

/// What is rarely changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    /// How many jobs may wait before somebody is told to come back later.
    pub waiting_max: usize,
    /// How many jobs share a commit at most.
    pub batch_max: usize,
    pub n_readers: usize,
    /// How long a caller waits for an answer.
    pub patience: Duration,
    /// How long a server may take for one statement; then its connection is given up.
    pub deadline: Duration,
}

impl Default for Options {
    fn default() -> Self {
        Options {
            waiting_max: 4096,
            batch_max: 256,
            n_readers: 4,
            patience: Duration::from_secs(10),
            deadline: Duration::from_secs(5),
        }
    }
}

/// What the writing thread did since the store was opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Counts {
    pub jobs: u64,
    pub commits: u64,
}

/// A handle; clones share the same threads.
#[derive(Clone)]
pub struct Store(Arc<Threads>);

struct Threads {
    writer: Option<SyncSender<Message>>,
    /// None in memory, where the writing thread also reads.
    readers: Option<SyncSender<Message>>,
    n_readers: usize,
    running: Mutex<Vec<JoinHandle<()>>>,
    gauge: Arc<Gauge>,
    papers: Papers,
    patience: Duration,
    folder: Option<PathBuf>,
    is_shared: bool,
    /// Held until the threads have ended: two programs must not write into one folder.
    _lock: Option<File>,
}

impl Store {
    /// Opens the store, checks it, and brings its tables up. Waits for the disk.
    pub fn open(place: Place) -> Result<Store, Fault> {
        Store::open_with(place, Options::default())
    }

    pub fn open_with(place: Place, options: Options) -> Result<Store, Fault> {
        let gauge = Arc::new(Gauge::default());
        let (to_writer, inbox) = sync_channel(options.waiting_max);
        let mut running = Vec::new();
        let is_shared = matches!(place, Place::Server(_));
        let (to_readers, papers, folder, lock) = match place {
            Place::Memory => {
                running.push(start_writer(Sqlite::open_in_memory()?, inbox, &gauge, options.batch_max)?);
                (None, Papers::in_memory(), None, None)
            }
            Place::Folder(folder) => {
                make_folder(&folder)?;
                let lock = lock(&folder)?;
                let file = folder.join(DATABASE);
                let connection = Sqlite::open_to_write(&file)?;
                let papers = Papers::in_folder(folder.join(PAPERS))?;
                sync_folder(&folder)?;
                running.push(start_writer(connection, inbox, &gauge, options.batch_max)?);
                let to_readers = start_readers(|| Sqlite::open_to_read(&file), &options, &mut running)?;
                (Some(to_readers), papers, Some(folder), Some(lock))
            }
            Place::Server(server) => {
                make_folder(&server.papers)?;
                let papers = Papers::in_shared_folder(server.papers.clone())?;
                let (deadline, patience) = (options.deadline, options.patience);
                let connection = apart(|| Postgres::open_to_write(&server, deadline, patience))?;
                running.push(start_writer(connection, inbox, &gauge, options.batch_max)?);
                let open = || Postgres::open_to_read(&server, deadline, patience);
                let to_readers = start_readers(open, &options, &mut running)?;
                (Some(to_readers), papers, None, None)
            }
        };
        Ok(Store(Arc::new(Threads {
            writer: Some(to_writer),
            readers: to_readers,
            n_readers: options.n_readers.max(1),
            running: Mutex::new(running),
            gauge,
            papers,
            patience: options.patience,
            folder,
            is_shared,
            _lock: lock,
        })))
    }

    /// Runs a job and answers when what it did is on the disk. If the job gives an error, what it did is undone.
    pub async fn write<T, E>(&self, job: impl FnOnce(&mut dyn Tx) -> Result<T, E> + Send + 'static) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<Fault> + Send + 'static,
    {
        let (tell, told) = oneshot::channel();
        // If nobody waits any more the answer goes nowhere; the row of the request key still has it.
        self.0.send_write(Waiting::to_write(job, move |found| drop(tell.send(found))))?;
        self.wait(told, Fault::OutcomeUnknown).await
    }

    /// Runs a job that sees one moment of the store. Statements that write are refused.
    pub async fn read<T, E>(&self, job: impl FnOnce(&mut dyn Tx) -> Result<T, E> + Send + 'static) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<Fault> + Send + 'static,
    {
        let (tell, told) = oneshot::channel();
        self.0.send_read(Waiting::to_read(job, move |found| drop(tell.send(found))))?;
        self.wait(told, Fault::TooBusy).await
    }

    /// As [`Store::write`], for threads that may wait.
    pub fn write_blocking<T, E>(&self, job: impl FnOnce(&mut dyn Tx) -> Result<T, E> + Send + 'static) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<Fault> + Send + 'static,
    {
        let (tell, told) = sync_channel(1);
        self.0.send_write(Waiting::to_write(job, move |found| drop(tell.send(found))))?;
        self.wait_blocking(&told, Fault::OutcomeUnknown)
    }

    /// As [`Store::read`], for threads that may wait.
    pub fn read_blocking<T, E>(&self, job: impl FnOnce(&mut dyn Tx) -> Result<T, E> + Send + 'static) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<Fault> + Send + 'static,
    {
        let (tell, told) = sync_channel(1);
        self.0.send_read(Waiting::to_read(job, move |found| drop(tell.send(found))))?;
        self.wait_blocking(&told, Fault::TooBusy)
    }

    /// The papers. Its calls wait for the disk; see [`Store::put_paper`] for callers that must not.
    pub fn papers(&self) -> &Papers {
        &self.0.papers
    }

    pub async fn put_paper(&self, name: String, bytes: Vec<u8>) -> Result<(), Fault> {
        self.aside(move |store| store.papers().put(&name, &bytes)).await
    }

    pub async fn remove_paper(&self, name: String) -> Result<bool, Fault> {
        self.aside(move |store| store.papers().remove(&name)).await
    }

    pub async fn papers_as_they_came(&self) -> Result<Vec<String>, Fault> {
        self.aside(|store| store.papers().as_they_came()).await
    }

    pub async fn get_paper(&self, hash: String) -> Result<Option<Vec<u8>>, Fault> {
        self.aside(move |store| store.papers().get(&hash)).await
    }

    /// Copies the store as it is at one moment, with its papers, while others go on writing. The copy is a folder
    /// that can be opened like this one; an older copy there is replaced when the new one is whole.
    pub fn backup_blocking(&self, to: &Path) -> Result<(), Fault> {
        let Some(folder) = &self.0.folder else {
            let why = match self.0.is_shared {
                true => "a database server is copied with the server's own means",
                false => "a store in memory has nothing that could be copied",
            };
            return Err(Fault::Storage(why.to_owned()));
        };
        make_folder(to)?;
        let _lock = lock(to)?;
        let database = to.join(DATABASE);
        if beside(&database, "-wal").exists() {
            // Its log would be taken for the log of the new copy.
            return Err(Fault::Storage("the older copy was opened and not closed; copy to another folder".to_owned()));
        }
        let unfinished = beside(&database, ".unfinished");
        for left_over in [unfinished.clone(), beside(&unfinished, "-wal"), beside(&unfinished, "-shm")] {
            match fs::remove_file(left_over) {
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                    return Err(Fault::file("clearing an unfinished copy", &error));
                }
                _ => {}
            }
        }
        Sqlite::copy(&folder.join(DATABASE), &unfinished)?;
        // Rows are written after the papers they name, so papers copied later cover every row copied before.
        self.0.papers.copy_to(&Papers::in_folder(to.join(PAPERS))?)?;
        File::open(&unfinished)
            .and_then(|file| file.sync_all())
            .and_then(|()| fs::rename(&unfinished, &database))
            .map_err(|error| Fault::file("finishing a copy", &error))?;
        sync_folder(to)
    }

    pub async fn backup(&self, to: &Path) -> Result<(), Fault> {
        let to = to.to_owned();
        self.aside(move |store| store.backup_blocking(&to)).await
    }

    /// Overwrites what was deleted in every file, for the end of an erasure. Says [`Fault::TooBusy`] while somebody
    /// still reads from before.
    pub async fn scrub(&self) -> Result<(), Fault> {
        let (tell, told) = oneshot::channel();
        let answer = Box::new(move |found| drop(tell.send(found)));
        send(self.0.writer.as_ref(), Message::Scrub(answer))?;
        self.wait(told, Fault::OutcomeUnknown).await
    }

    /// Whether other programs may write into the same store at the same time, so that nothing may be known without
    /// asking it.
    pub fn is_shared(&self) -> bool {
        self.0.is_shared
    }

    /// True after a failure that only a new start can judge. Whoever runs the store should end the program then.
    pub fn is_stopped(&self) -> bool {
        self.0.gauge.stopped.load(Ordering::SeqCst)
    }

    pub fn counts(&self) -> Counts {
        Counts {
            jobs: self.0.gauge.jobs.load(Ordering::Relaxed),
            commits: self.0.gauge.commits.load(Ordering::Relaxed),
        }
    }

    /// Does what was asked before, answers it, and ends. Everything later finds the store stopped.
    pub fn close_blocking(&self) {
        self.0.close();
    }

    pub async fn close(&self) {
        // Closing cannot fail; if the waiting thread was lost, closing goes on without it.
        let _: Result<(), Fault> = self
            .aside(|store| {
                store.close_blocking();
                Ok(())
            })
            .await;
    }

    async fn aside<T: Send + 'static>(
        &self,
        work: impl FnOnce(Store) -> Result<T, Fault> + Send + 'static,
    ) -> Result<T, Fault> {
        let store = self.clone();
        match tokio::task::spawn_blocking(move || work(store)).await {
            Ok(found) => found,
            Err(_) => Err(Fault::OutcomeUnknown),
        }
    }

    async fn wait<T, E: From<Fault>>(&self, told: oneshot::Receiver<Result<T, E>>, otherwise: Fault) -> Result<T, E> {
        match tokio::time::timeout(self.0.patience, told).await {
            Ok(Ok(found)) => found,
            Ok(Err(_)) | Err(_) => Err(E::from(otherwise)),
        }
    }

    fn wait_blocking<T, E: From<Fault>>(&self, told: &Receiver<Result<T, E>>, otherwise: Fault) -> Result<T, E> {
        match told.recv_timeout(self.0.patience) {
            Ok(found) => found,
            Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => Err(E::from(otherwise)),
        }
    }
}

impl Threads {
    fn send_write(&self, job: Box<dyn Job>) -> Result<(), Fault> {
        send(self.writer.as_ref(), Message::Job(job))
    }

    fn send_read(&self, job: Box<dyn Job>) -> Result<(), Fault> {
        send(self.readers.as_ref().or(self.writer.as_ref()), Message::Job(job))
    }

    fn close(&self) {
        if let Some(readers) = &self.readers {
            for _ in 0..self.n_readers {
                // Whoever is gone needs no telling.
                let _ = readers.send(Message::Close);
            }
        }
        if let Some(writer) = &self.writer {
            let _ = writer.send(Message::Close);
        }
        self.join();
    }

    fn join(&self) {
        let running = std::mem::take(&mut *self.running.lock().unwrap_or_else(PoisonError::into_inner));
        for thread in running {
            // The last clone may have lived inside a job; a thread cannot wait for itself.
            if thread.thread().id() != thread::current().id() {
                let _ = thread.join();
            }
        }
    }
}

impl Drop for Threads {
    fn drop(&mut self) {
        self.writer = None;
        self.readers = None;
        self.join();
    }
}

fn send(to: Option<&SyncSender<Message>>, message: Message) -> Result<(), Fault> {
    let Some(to) = to else {
        return Err(Fault::Stopped);
    };
    to.try_send(message).map_err(|error| match error {
        TrySendError::Full(_) => Fault::TooBusy,
        TrySendError::Disconnected(_) => Fault::Stopped,
    })
}

fn start(name: &str, work: impl FnOnce() + Send + 'static) -> Result<JoinHandle<()>, Fault> {
    thread::Builder::new().name(name.to_owned()).spawn(work).map_err(|error| Fault::file("starting a thread", &error))
}

/// Opens a connection on a thread of its own: it waits in a way that threads of a runtime must not.
fn apart<C: Send>(open: impl FnOnce() -> Result<C, Fault> + Send) -> Result<C, Fault> {
    thread::scope(|scope| scope.spawn(open).join()).unwrap_or(Err(Fault::Stopped))
}

fn start_writer<C: Connection + 'static>(
    connection: C,
    inbox: Receiver<Message>,
    gauge: &Arc<Gauge>,
    batch_max: usize,
) -> Result<JoinHandle<()>, Fault> {
    let writer = Writer { connection, inbox, gauge: gauge.clone(), batch_max };
    start("store-writer", move || writer.work())
}

fn start_readers<C: Connection + 'static>(
    open: impl Fn() -> Result<C, Fault>,
    options: &Options,
    running: &mut Vec<JoinHandle<()>>,
) -> Result<SyncSender<Message>, Fault> {
    let (to_readers, inbox) = sync_channel(options.waiting_max);
    let inbox = Arc::new(Mutex::new(inbox));
    for _ in 0..options.n_readers.max(1) {
        let connection = open()?;
        let inbox = inbox.clone();
        running.push(start("store-reader", move || reader::work(connection, &inbox))?);
    }
    Ok(to_readers)
}

fn make_folder(folder: &Path) -> Result<(), Fault> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt as _;
        // Nobody else on the machine has a reason to look.
        builder.mode(0o700);
    }
    builder.create(folder).map_err(|error| Fault::file("making the folder of the store", &error))
}

fn beside(file: &Path, ending: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

fn lock(folder: &Path) -> Result<File, Fault> {
    let file = File::create(folder.join(LOCK)).map_err(|error| Fault::file("making the lock of the store", &error))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(Fault::Storage("another program has this folder open".to_owned())),
        Err(TryLockError::Error(error)) => Err(Fault::file("locking the folder of the store", &error)),
    }
}
