//! PostgreSQL behind [`Tx`]: one connection a thread, a deadline on every call, and no commit left in doubt.
//!
//! What tells the engine where jobs begin and end travels with the next statement, so that it costs no way of its own.
//!
//! A commit whose answer is lost may have happened. Every batch therefore carries a row of its own, its *mark*: it says
//! "kept" and is written by the batch itself. Whoever lost the answer connects again and tries to write the same row with
//! "given up". The unique key makes one of the two win, and lets the second wait while the first is still under way. So
//! the answer is certain, without a clock and without trust in an isolation level.

use std::collections::HashMap;
use std::hash::BuildHasher as _;
use std::thread;
use std::time::{Duration, Instant};

use tokio::runtime::Runtime;
use tokio_postgres::error::SqlState;
use tokio_postgres::types::private::BytesMut;
use tokio_postgres::types::{FromSql, IsNull, ToSql, Type};
use tokio_postgres::{Client, NoTls};

use crate::tx::bind;
use crate::writer::Connection;
use crate::{Cell, Fault, Param, Row, Server, Statement, Then, Tx, schema, statement};

/// A server that restarts is waited for; one that is away longer is said to be away.
const SHORT_OUTAGE: Duration = Duration::from_secs(2);
const FIRST_PAUSE: Duration = Duration::from_millis(20);
const LONGEST_PAUSE: Duration = Duration::from_secs(1);
/// Programs that start at the same moment on an empty database stand in each other's way this often at most.
const BRING_UPS: u32 = 8;

const KEPT: &str = "kept";
const GIVEN_UP: &str = "given up";

type Answer<T> = Result<T, tokio_postgres::Error>;

struct Link {
    client: Client,
    prepared: HashMap<&'static str, tokio_postgres::Statement>,
}

pub(crate) struct Postgres {
    server: Server,
    only_reads: bool,
    /// For each call. The server is told the same, but a frozen server keeps no deadline.
    deadline: Duration,
    /// How long the fate of a batch is asked for: whoever waits for it is gone by then.
    patience: Duration,
    runtime: Runtime,
    link: Option<Link>,
    /// What goes ahead of the next statement.
    ahead: String,
    /// Something was sent since `begin`.
    began: bool,
    /// Why nothing of this job can be kept.
    spoilt: Option<Fault>,
    /// Why nothing of this transaction can be kept.
    broken: Option<String>,
    when_kept: Vec<Then>,
    before_job: usize,
    away_since: Option<Instant>,
    next_try: Option<Instant>,
    /// Unlike that of any other connection.
    name: String,
    n_batches: u64,
    last_mark: Option<String>,
    /// The table of marks is there.
    marks: bool,
}

impl Postgres {
    /// Opens the connection that writes, checks the server and brings the tables up.
    pub(crate) fn open_to_write(server: &Server, deadline: Duration, patience: Duration) -> Result<Postgres, Fault> {
        let mut postgres = Postgres::new(server, deadline, patience, false)?;
        let mut left = BRING_UPS;
        loop {
            match postgres.bring_up() {
                Ok(()) => break,
                Err(fault @ Fault::Schema(_)) => return Err(fault),
                Err(fault) if left == 0 => return Err(fault),
                Err(_) => {
                    left -= 1;
                    thread::sleep(FIRST_PAUSE * (BRING_UPS - left));
                }
            }
        }
        postgres.marks = true;
        Ok(postgres)
    }

    fn bring_up(&mut self) -> Result<(), Fault> {
        self.spoilt = None;
        self.connected()?;
        schema::bring_up(self, |postgres, text| postgres.carry_out(&bytewise(text)))
    }

    /// A connection that is made when it is first used.
    pub(crate) fn open_to_read(server: &Server, deadline: Duration, patience: Duration) -> Result<Postgres, Fault> {
        Postgres::new(server, deadline, patience, true)
    }

    fn new(server: &Server, deadline: Duration, patience: Duration, only_reads: bool) -> Result<Postgres, Fault> {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(|error| Fault::file("starting a connection", &error))?;
        // Two independent seeds of the standard library, which are the system's.
        let seed = || std::collections::hash_map::RandomState::new().hash_one(std::process::id());
        let name = format!("{:016x}{:016x}", seed(), seed());
        Ok(Postgres {
            server: server.clone(),
            only_reads,
            deadline,
            patience,
            runtime,
            link: None,
            ahead: String::new(),
            began: false,
            spoilt: None,
            broken: None,
            when_kept: Vec::new(),
            before_job: 0,
            away_since: None,
            next_try: None,
            name,
            n_batches: 0,
            last_mark: None,
            marks: false,
        })
    }

    /// Makes sure that there is a connection, as far as anybody can know.
    fn connected(&mut self) -> Result<(), Fault> {
        if self.link.is_some() {
            // Lets the connection notice what came in while nobody looked.
            self.runtime.block_on(tokio::task::yield_now());
        }
        if self.link.as_ref().is_some_and(|link| !link.client.is_closed()) {
            return Ok(());
        }
        self.link = None;
        if self.next_try.is_some_and(|next| Instant::now() < next) {
            return Err(Fault::Away("no connection to the database".to_owned()));
        }
        let mut pause = FIRST_PAUSE;
        loop {
            match self.connect() {
                Ok(link) => {
                    if self.away_since.take().is_some() {
                        tracing::info!("the database answers again");
                    }
                    self.next_try = None;
                    self.link = Some(link);
                    return Ok(());
                }
                Err(fault @ (Fault::Schema(_) | Fault::Storage(_))) => return Err(fault),
                Err(fault) => {
                    let since = *self.away_since.get_or_insert_with(|| {
                        tracing::warn!(store.why = %fault, "the database does not answer");
                        Instant::now()
                    });
                    if since.elapsed() >= SHORT_OUTAGE {
                        self.next_try = Some(Instant::now() + LONGEST_PAUSE);
                        return Err(fault);
                    }
                }
            }
            thread::sleep(pause);
            pause = (pause * 2).min(LONGEST_PAUSE);
        }
    }

    fn connect(&self) -> Result<Link, Fault> {
        let n_hosts = self.server.config.get_hosts().len().max(1);
        let within = self.deadline.saturating_mul(u32::try_from(n_hosts).unwrap_or(u32::MAX));
        let ways = async {
            let (client, connection) = self.server.config.connect(NoTls).await?;
            // Ends with the connection; whoever uses the client is told why.
            tokio::spawn(async move { drop(connection.await) });
            let settings = client
                .query_one(
                    "select current_setting('fsync'), current_setting('full_page_writes'), \
                     current_setting('synchronous_commit'), current_setting('server_encoding')",
                    &[],
                )
                .await?;
            let milliseconds = self.deadline.as_millis();
            client
                .batch_execute(&format!(
                    "set statement_timeout = {milliseconds}; set lock_timeout = {milliseconds}; \
                     set idle_in_transaction_session_timeout = {}; set bytea_output = 'hex'",
                    milliseconds * 4
                ))
                .await?;
            // Whoever runs the server may ask for more than this, never for less.
            if ["off", "local"].contains(&settings.get::<_, &str>(2)) {
                client.batch_execute("set synchronous_commit = on").await?;
            }
            Ok::<_, tokio_postgres::Error>((client, settings))
        };
        let (client, settings) = match self.runtime.block_on(async { tokio::time::timeout(within, ways).await }) {
            Ok(Ok(found)) => found,
            Ok(Err(error)) => return Err(not_connected(&error)),
            Err(_) => return Err(Fault::Away("no connection within the deadline".to_owned())),
        };
        for (place, name) in [(0, "fsync"), (1, "full_page_writes")] {
            if settings.get::<_, &str>(place) != "on" {
                return Err(Fault::Storage(format!("`{name}` is off on the server: it could lose what it confirmed")));
            }
        }
        let encoding: &str = settings.get(3);
        if encoding != "UTF8" {
            return Err(Fault::Schema(format!("the database is encoded in {encoding}; make one in UTF8")));
        }
        Ok(Link { client, prepared: HashMap::new() })
    }

    /// Waits for the server, but not for ever; afterwards a connection that failed is gone.
    fn ask<T>(&mut self, call: impl AsyncFnOnce(&mut Link) -> Result<T, Trouble>) -> Result<T, Fault> {
        let Some(link) = self.link.as_mut() else {
            return Err(Fault::Away("no connection to the database".to_owned()));
        };
        let deadline = self.deadline;
        let answer = self.runtime.block_on(async { tokio::time::timeout(deadline, call(link)).await });
        match answer {
            Ok(Ok(found)) => Ok(found),
            Ok(Err(Trouble::Misuse(why))) => Err(Fault::Storage(why.to_owned())),
            Ok(Err(Trouble::Engine(error))) if is_lost(&error) || link.client.is_closed() => {
                Err(self.lost(&said(&error)))
            }
            Ok(Err(Trouble::Engine(error))) => Err(refused(&error)),
            Err(_) => Err(self.lost("no answer within the deadline")),
        }
    }

    fn lost(&mut self, why: &str) -> Fault {
        self.link = None;
        self.broken.get_or_insert_with(|| why.to_owned());
        Fault::Away(why.to_owned())
    }

    fn rows(&mut self, statement: &'static Statement, params: &[Param<'_>]) -> Result<Vec<Row>, Fault> {
        let mut ahead = std::mem::take(&mut self.ahead);
        self.began = true;
        self.ask(async |link| {
            let prepared = Postgres::prepared(link, statement, &mut ahead).await?;
            if prepared.params().len() != params.len() {
                control(&link.client, &ahead).await?;
                return Err(Trouble::Misuse("the number of parameters is not that of the text"));
            }
            let params: Vec<&(dyn ToSql + Sync)> = params.iter().map(|param| param as &(dyn ToSql + Sync)).collect();
            let (went, found) =
                tokio::join!(biased; control(&link.client, &ahead), link.client.query(&prepared, &params));
            went?;
            found?.iter().map(row).collect()
        })
        .map_err(|fault| match fault {
            Fault::Storage(why) => Fault::Storage(format!("{}: {why}", statement.name)),
            fault => fault,
        })
    }

    /// A text that is no statement of the list.
    fn carry_out(&mut self, text: &str) -> Result<(), Fault> {
        let ahead = std::mem::take(&mut self.ahead);
        self.began = true;
        self.ask(async |link| {
            control(&link.client, &ahead).await?;
            Ok(control(&link.client, text).await?)
        })
    }

    /// Prepares a statement, if it is not yet; what goes ahead is sent then.
    async fn prepared(link: &mut Link, statement: &Statement, ahead: &mut String) -> Answer<tokio_postgres::Statement> {
        if let Some(prepared) = link.prepared.get(statement.name) {
            return Ok(prepared.clone());
        }
        // What does not prepare must not leave what goes ahead unsaid.
        control(&link.client, &std::mem::take(ahead)).await?;
        let prepared = link.client.prepare(statement.text).await?;
        link.prepared.insert(statement.name, prepared.clone());
        Ok(prepared)
    }

    /// Writes the mark of the batch and commits, in one go.
    fn commit_marked(&mut self, mark: &str) -> Result<(), Fault> {
        let mut ahead = std::mem::take(&mut self.ahead);
        let last = self.last_mark.clone().unwrap_or_default();
        self.ask(async |link| {
            let forget = Postgres::prepared(link, &statement::FORGET_BATCH, &mut ahead).await?;
            let keep = Postgres::prepared(link, &statement::KEEP_BATCH, &mut ahead).await?;
            let (of_last, of_this): ([&(dyn ToSql + Sync); 1], [&(dyn ToSql + Sync); 2]) = ([&last], [&mark, &KEPT]);
            let (went, forgot, kept, committed) = tokio::join!(
                biased;
                control(&link.client, &ahead),
                link.client.execute(&forget, &of_last),
                link.client.execute(&keep, &of_this),
                link.client.batch_execute("commit"),
            );
            went?;
            forgot?;
            // In a transaction that cannot go on, `commit` succeeds and means `rollback`. The mark is the proof. A server
            // that was frozen until the batch was given up finds the mark taken, fails, and cannot commit what follows.
            kept?;
            Ok(committed?)
        })
    }

    /// What became of a batch whose commit was not answered.
    fn settle(&mut self, mark: &str) -> Result<(), Fault> {
        let until = Instant::now() + self.patience;
        while Instant::now() < until {
            let fate = self.connected().and_then(|()| self.fate(mark));
            match fate.as_deref() {
                Ok(KEPT) => return Ok(()),
                Ok(_) => return Err(Fault::Away("the connection was lost before the commit".to_owned())),
                Err(_) => thread::sleep(FIRST_PAUSE),
            }
        }
        Err(Fault::OutcomeUnknown)
    }

    /// Decides that a batch is given up, unless it is decided already, and says what was decided.
    fn fate(&mut self, mark: &str) -> Result<String, Fault> {
        self.spoilt = None;
        self.rows(&statement::DECIDE_BATCH, bind![mark, GIVEN_UP])?;
        let tx: &mut dyn Tx = self;
        tx.one(&statement::FATE_OF_BATCH, bind![mark], |row| row.text())?.ok_or(Fault::OutcomeUnknown)
    }
}

async fn control(client: &Client, text: &str) -> Answer<()> {
    if text.is_empty() { Ok(()) } else { client.batch_execute(text).await }
}

/// Texts are compared by their bytes, as keys are everywhere else, whatever the language of the server.
fn bytewise(text: &str) -> String {
    let columns = text.lines().map(|line| line.replacen(" text", " text collate \"C\"", 1));
    if text.starts_with("create table") { columns.collect::<Vec<_>>().join("\n") } else { text.to_owned() }
}

/// What can go wrong with one statement.
enum Trouble {
    Engine(tokio_postgres::Error),
    Misuse(&'static str),
}

impl From<tokio_postgres::Error> for Trouble {
    fn from(error: tokio_postgres::Error) -> Self {
        Trouble::Engine(error)
    }
}

/// Whether the connection is of no use any more: it is gone, the server is ending, or it takes no writes now.
fn is_lost(error: &tokio_postgres::Error) -> bool {
    match error.code() {
        Some(code) => {
            code.code().starts_with("08")
                || code.code().starts_with("57P")
                || code == &SqlState::IDLE_IN_TRANSACTION_SESSION_TIMEOUT
        }
        None => {
            error.is_closed() || std::error::Error::source(error).is_some_and(|source| source.is::<std::io::Error>())
        }
    }
}

/// Without the detail: that may hold what was written.
fn said(error: &tokio_postgres::Error) -> String {
    match error.as_db_error() {
        Some(db) => format!("{} ({})", db.message(), db.code().code()),
        None => error.to_string(),
    }
}

fn refused(error: &tokio_postgres::Error) -> Fault {
    match error.code() {
        // Somebody else was at the same rows, and one of the two had to give way.
        Some(code)
            if [
                SqlState::T_R_SERIALIZATION_FAILURE,
                SqlState::T_R_DEADLOCK_DETECTED,
                SqlState::LOCK_NOT_AVAILABLE,
                SqlState::UNIQUE_VIOLATION,
            ]
            .contains(code) =>
        {
            Fault::Overtaken
        }
        Some(code) if code == &SqlState::QUERY_CANCELED => Fault::TooBusy,
        // A standby that was the leader a moment ago would say this.
        Some(code) if code == &SqlState::READ_ONLY_SQL_TRANSACTION => {
            Fault::Storage("a statement that writes was run in a reading job".to_owned())
        }
        _ => Fault::Storage(said(error)),
    }
}

/// A wrong password or name is a fault of the configuration, not of the network.
fn not_connected(error: &tokio_postgres::Error) -> Fault {
    match error.code() {
        Some(code)
            if code.code().starts_with("28") || code.code().starts_with("3D") || code.code().starts_with("42") =>
        {
            Fault::Storage(said(error))
        }
        _ => {
            let because = std::error::Error::source(error).map(|source| format!(": {source}")).unwrap_or_default();
            Fault::Away(format!("{}{because}", said(error)))
        }
    }
}

fn row(found: &tokio_postgres::Row) -> Result<Row, Trouble> {
    let cells = (0..found.len()).map(|column| found.try_get::<_, Cell>(column));
    Ok(Row(cells.collect::<Result<_, _>>()?))
}

impl Tx for Postgres {
    fn run(&mut self, statement: &'static Statement, params: &[Param<'_>]) -> Result<Vec<Row>, Fault> {
        if let Some(fault) = &self.spoilt {
            return Err(fault.clone());
        }
        let found = self.rows(statement, params);
        if let Err(fault) = &found {
            // After an error the engine takes nothing more until the job is undone.
            self.spoilt = Some(fault.clone());
        }
        found
    }

    fn when_kept(&mut self, then: Then) {
        if !self.only_reads {
            self.when_kept.push(then);
        }
    }
}

impl Connection for Postgres {
    fn begin(&mut self) -> Result<(), Fault> {
        self.when_kept.clear();
        self.ahead.clear();
        self.spoilt = None;
        self.broken = None;
        self.began = false;
        self.connected()?;
        self.ahead.push_str(if self.only_reads {
            "begin isolation level repeatable read read only;"
        } else {
            "begin read write;"
        });
        Ok(())
    }

    fn commit(&mut self) -> Result<(), Fault> {
        if !self.began {
            self.ahead.clear();
        } else if self.marks {
            let mark = format!("{}-{}", self.name, self.n_batches);
            self.n_batches += 1;
            if self.commit_marked(&mark).is_err() {
                self.link = None;
                self.settle(&mark)?;
            }
            self.last_mark = Some(mark);
        } else {
            self.carry_out("commit")?;
        }
        self.when_kept.drain(..).for_each(|then| then());
        Ok(())
    }

    fn rollback(&mut self) {
        self.when_kept.clear();
        self.ahead.clear();
        // If this fails the transaction ends with the connection.
        if self.began && self.link.is_some() && self.carry_out("rollback").is_err() {
            self.link = None;
        }
        self.began = false;
        self.spoilt = None;
    }

    fn begin_job(&mut self) -> Result<(), Fault> {
        self.before_job = self.when_kept.len();
        self.spoilt = None;
        self.ahead.push_str("savepoint job;");
        Ok(())
    }

    fn keep_job(&mut self) -> Result<(), Fault> {
        self.ahead.push_str("release savepoint job;");
        Ok(())
    }

    fn undo_job(&mut self) -> Result<(), Fault> {
        self.when_kept.truncate(self.before_job);
        self.spoilt = None;
        self.ahead.push_str("rollback to savepoint job; release savepoint job;");
        Ok(())
    }

    fn refuse_writes(&mut self, _refuse: bool) {
        // The transaction of a reading connection is one that only reads; a writing one runs no reading jobs.
    }

    fn spoilt(&self) -> Option<Fault> {
        self.spoilt.clone()
    }

    fn broken(&self) -> Option<String> {
        self.broken.clone()
    }

    fn can_go_on(&self) -> bool {
        true
    }

    fn scrub(&mut self) -> Result<(), Fault> {
        // What was deleted is taken out of the files by the server, in its own time.
        Ok(())
    }
}

impl ToSql for Param<'_> {
    fn to_sql(&self, ty: &Type, out: &mut BytesMut) -> Result<IsNull, Box<dyn std::error::Error + Sync + Send>> {
        match self {
            Param::Null => Ok(IsNull::Yes),
            Param::Int(value) if *ty == Type::INT8 => value.to_sql(ty, out),
            Param::Text(text) if *ty == Type::TEXT => text.to_sql(ty, out),
            Param::Bytes(bytes) if *ty == Type::BYTEA => bytes.to_sql(ty, out),
            _ => Err("a value of another type than its column".into()),
        }
    }

    fn accepts(ty: &Type) -> bool {
        [Type::INT8, Type::TEXT, Type::BYTEA].contains(ty)
    }

    tokio_postgres::types::to_sql_checked!();
}

impl<'a> FromSql<'a> for Cell {
    fn from_sql(ty: &Type, raw: &'a [u8]) -> Result<Cell, Box<dyn std::error::Error + Sync + Send>> {
        match *ty {
            Type::INT8 => Ok(Cell::Int(i64::from_sql(ty, raw)?)),
            Type::BYTEA => Ok(Cell::Bytes(Vec::from_sql(ty, raw)?)),
            _ => Ok(Cell::Text(String::from_sql(ty, raw)?)),
        }
    }

    fn from_sql_null(_: &Type) -> Result<Cell, Box<dyn std::error::Error + Sync + Send>> {
        Ok(Cell::Null)
    }

    fn accepts(ty: &Type) -> bool {
        [Type::INT8, Type::TEXT, Type::BYTEA].contains(ty)
    }
}
