//! SQLite behind [`Tx`]: write-ahead log, every commit synced, deleted bytes overwritten.

use std::path::Path;
use std::time::Duration;

use rusqlite::backup::{Backup, StepResult};
use rusqlite::types::ValueRef;
use rusqlite::{ErrorCode, OpenFlags, ToSql, types::ToSqlOutput};

use crate::writer::Connection;
use crate::{Cell, Fault, Param, Row, Statement, Then, Tx, schema};

/// SQLite takes `$2` for a *name* and numbers it by order of appearance, so parameters are bound by these names.
const NUMBERED: [&str; 16] =
    ["$1", "$2", "$3", "$4", "$5", "$6", "$7", "$8", "$9", "$10", "$11", "$12", "$13", "$14", "$15", "$16"];

const WAIT_FOR_LOCK: Duration = Duration::from_secs(5);

pub(crate) struct Sqlite {
    connection: rusqlite::Connection,
    refuse_writes: bool,
    broken: Option<String>,
    /// To be run after the commit; the first `before_job` of them belong to jobs that are done.
    when_kept: Vec<Then>,
    before_job: usize,
}

impl Sqlite {
    /// Opens the connection that writes, checks the file and brings the tables up.
    pub(crate) fn open_to_write(file: &Path) -> Result<Sqlite, Fault> {
        let mut sqlite = Sqlite::open(file)?;
        sqlite.set("journal_mode", "wal")?;
        sqlite.set("synchronous", "full")?;
        sqlite.prepare_to_write()?;
        Ok(sqlite)
    }

    pub(crate) fn open_in_memory() -> Result<Sqlite, Fault> {
        let mut sqlite = Sqlite::over(rusqlite::Connection::open_in_memory().map_err(|error| opaque(&error))?)?;
        sqlite.prepare_to_write()?;
        Ok(sqlite)
    }

    pub(crate) fn open_to_read(file: &Path) -> Result<Sqlite, Fault> {
        let sqlite = Sqlite::open(file)?;
        sqlite.set("query_only", "on")?;
        Ok(sqlite)
    }

    /// A copy of the store as it is at one moment, while others write. The target is a new file.
    pub(crate) fn copy(from: &Path, to: &Path) -> Result<(), Fault> {
        let source = Sqlite::open_to_read(from)?;
        let mut target = rusqlite::Connection::open(to).map_err(|error| opaque(&error))?;
        {
            let backup = Backup::new(&source.connection, &mut target).map_err(|error| opaque(&error))?;
            // All pages in one step: smaller steps begin again whenever somebody commits in between.
            match backup.step(-1).map_err(|error| opaque(&error))? {
                StepResult::Done => {}
                _ => return Err(Fault::TooBusy),
            }
        }
        let target = Sqlite::over(target)?;
        target.check()?;
        target.connection.close().map_err(|(_, error)| opaque(&error))
    }

    fn open(file: &Path) -> Result<Sqlite, Fault> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        Sqlite::over(rusqlite::Connection::open_with_flags(file, flags).map_err(|error| opaque(&error))?)
    }

    fn over(connection: rusqlite::Connection) -> Result<Sqlite, Fault> {
        connection.busy_timeout(WAIT_FOR_LOCK).map_err(|error| opaque(&error))?;
        connection.set_prepared_statement_cache_capacity(crate::STATEMENTS.len() + NUMBERED.len());
        let sqlite = Sqlite { connection, refuse_writes: false, broken: None, when_kept: Vec::new(), before_job: 0 };
        sqlite.set("secure_delete", "on")?;
        sqlite.set("trusted_schema", "off")?;
        sqlite.set("cell_size_check", "on")?;
        sqlite.set("temp_store", "memory")?;
        Ok(sqlite)
    }

    fn prepare_to_write(&mut self) -> Result<(), Fault> {
        self.check()?;
        schema::bring_up(self, |sqlite, text| sqlite.connection.execute_batch(text).map_err(|error| opaque(&error)))
    }

    fn set(&self, name: &str, value: &str) -> Result<(), Fault> {
        self.connection.pragma_update(None, name, value).map_err(|error| opaque(&error))
    }

    /// Fails if the file is damaged: better no service than one on sand.
    fn check(&self) -> Result<(), Fault> {
        let found: String =
            self.connection.query_row("pragma quick_check(1)", [], |row| row.get(0)).map_err(|error| opaque(&error))?;
        match found.as_str() {
            "ok" => Ok(()),
            damage => Err(Fault::Storage(format!("the file is damaged: {damage}"))),
        }
    }

    fn rows(
        connection: &rusqlite::Connection,
        statement: &Statement,
        params: &[Param<'_>],
        refuse_writes: bool,
    ) -> Result<Vec<Row>, Trouble> {
        let mut prepared = connection.prepare_cached(statement.text)?;
        if refuse_writes && !prepared.readonly() {
            return Err(Trouble::Misuse("a statement that writes was run in a reading job"));
        }
        if prepared.parameter_count() != params.len() || params.len() > NUMBERED.len() {
            return Err(Trouble::Misuse("the number of parameters is not that of the text"));
        }
        for (number, param) in NUMBERED.iter().zip(params) {
            prepared.raw_bind_parameter(*number, param)?;
        }
        let width = prepared.column_count();
        let mut rows = prepared.raw_query();
        let mut all = Vec::new();
        while let Some(row) = rows.next()? {
            let mut cells = Vec::with_capacity(width);
            for column in 0..width {
                cells.push(match row.get_ref(column)? {
                    ValueRef::Null => Cell::Null,
                    ValueRef::Integer(value) => Cell::Int(value),
                    ValueRef::Text(text) => match std::str::from_utf8(text) {
                        Ok(text) => Cell::Text(text.to_owned()),
                        Err(_) => return Err(Trouble::Misuse("a text is not UTF-8")),
                    },
                    ValueRef::Blob(bytes) => Cell::Bytes(bytes.to_vec()),
                    ValueRef::Real(_) => return Err(Trouble::Misuse("a column holds a float")),
                });
            }
            all.push(Row(cells));
        }
        Ok(all)
    }

    fn control(&mut self, text: &'static str) -> Result<(), Fault> {
        let done = self.connection.prepare_cached(text).and_then(|mut prepared| prepared.execute([]));
        done.map(|_| ()).map_err(|error| self.noted(&error))
    }

    /// Remembers failures after which the connection must not be used again.
    fn noted(&mut self, error: &rusqlite::Error) -> Fault {
        let fatal = matches!(
            error.sqlite_error_code(),
            Some(
                ErrorCode::SystemIoFailure
                    | ErrorCode::DiskFull
                    | ErrorCode::DatabaseCorrupt
                    | ErrorCode::NotADatabase
                    | ErrorCode::OutOfMemory
                    | ErrorCode::CannotOpen
                    | ErrorCode::ReadOnly
                    | ErrorCode::FileLockingProtocolFailed
            )
        );
        if fatal && self.broken.is_none() {
            self.broken = Some(error.to_string());
        }
        opaque(error)
    }
}

/// What can go wrong with one statement.
enum Trouble {
    Engine(rusqlite::Error),
    Misuse(&'static str),
}

impl From<rusqlite::Error> for Trouble {
    fn from(error: rusqlite::Error) -> Self {
        Trouble::Engine(error)
    }
}

fn opaque(error: &rusqlite::Error) -> Fault {
    match error.sqlite_error_code() {
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Fault::TooBusy,
        _ => Fault::Storage(error.to_string()),
    }
}

impl Tx for Sqlite {
    fn run(&mut self, statement: &'static Statement, params: &[Param<'_>]) -> Result<Vec<Row>, Fault> {
        Sqlite::rows(&self.connection, statement, params, self.refuse_writes).map_err(|trouble| match trouble {
            Trouble::Engine(error) => match self.noted(&error) {
                Fault::Storage(why) => Fault::Storage(format!("{}: {why}", statement.name)),
                fault => fault,
            },
            Trouble::Misuse(why) => Fault::Storage(format!("{}: {why}", statement.name)),
        })
    }

    fn when_kept(&mut self, then: Then) {
        // A job that only reads has nothing to keep.
        if !self.refuse_writes {
            self.when_kept.push(then);
        }
    }
}

impl Connection for Sqlite {
    fn begin(&mut self) -> Result<(), Fault> {
        self.when_kept.clear();
        // A writer takes the lock at once: to find it taken at the first write would be too late to wait.
        self.control(if self.refuse_writes { "begin" } else { "begin immediate" })
    }

    fn commit(&mut self) -> Result<(), Fault> {
        // A commit that failed may have reached the disk all the same; after a new start the rows tell.
        self.control("commit").map_err(|_| Fault::OutcomeUnknown)?;
        self.when_kept.drain(..).for_each(|then| then());
        Ok(())
    }

    fn rollback(&mut self) {
        self.when_kept.clear();
        if !self.connection.is_autocommit() {
            // If this fails the transaction ends with the connection.
            let _ = self.control("rollback");
        }
    }

    fn begin_job(&mut self) -> Result<(), Fault> {
        self.before_job = self.when_kept.len();
        self.control("savepoint job")
    }

    fn keep_job(&mut self) -> Result<(), Fault> {
        self.control("release job")
    }

    fn undo_job(&mut self) -> Result<(), Fault> {
        self.when_kept.truncate(self.before_job);
        self.control("rollback to job")?;
        self.control("release job")
    }

    fn refuse_writes(&mut self, refuse: bool) {
        self.refuse_writes = refuse;
    }

    fn can_go_on(&self) -> bool {
        false
    }

    fn broken(&self) -> Option<String> {
        self.broken.clone()
    }

    fn scrub(&mut self) -> Result<(), Fault> {
        // Deleted bytes are overwritten in the file already, but older pages may still stand in the log.
        let blocked: i64 = self
            .connection
            .query_row("pragma wal_checkpoint(truncate)", [], |row| row.get(0))
            .map_err(|error| self.noted(&error))?;
        if blocked == 0 { Ok(()) } else { Err(Fault::TooBusy) }
    }
}

impl ToSql for Param<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Param::Null => ValueRef::Null,
            Param::Int(value) => ValueRef::Integer(*value),
            Param::Text(text) => ValueRef::Text(text.as_bytes()),
            Param::Bytes(bytes) => ValueRef::Blob(bytes),
        }))
    }
}
