//! Keeps events, projections, papers and errands; the only place with SQL.
//!
//! Read in this order: [`Store`] (open, write, read), [`Tx`] (the one call an engine must offer; every typed function
//! below is written once on top of it), then a file a table.
//!
//! What is promised: an answer from [`Store::write`] means that the job is on the disk. Jobs of many callers share
//! one commit, each behind its own savepoint. When the commit of a file fails, nobody knows what the disk holds, so the
//! store stops writing and says so, until it is opened and checked again. When the answer of a server is lost, the store
//! asks it again what became of the batch, and tells the truth.
//!
//! Two engines, one text: SQLite in a folder, and PostgreSQL, which several programs may use at once.
//!
//! What is not here: the meaning of what is written (it is opaque text), the clock, random numbers. Times and ids are
//! arguments.

mod case;
mod catalogue;
mod desk;
mod door;
mod errand;
mod event;
mod fault;
mod idem;
mod job;
mod licence;
mod name;
mod own_case;
mod paper;
mod papers;
mod pass;
mod postgres;
mod reader;
mod schema;
mod server;
mod session;
mod setting;
mod sqlite;
mod statement;
mod status;
#[allow(clippy::module_inception, reason = "the room is named after its one noun")]
mod store;
mod subject;
mod tx;
mod writer;

pub use case::CaseLine;
pub use desk::{DeskAt, DeskCounts, DeskFilter, DeskLine, DeskPart};
pub use door::{Reading, TxDoor};
pub use errand::{Errand, NewErrand, Next, PARTS, part_of};
pub use event::{Kept, WrittenEvent};
pub use fault::Fault;
pub use idem::KeptAnswer;
pub use licence::KeptLicence;
pub use own_case::OwnCaseLine;
pub use paper::Paper;
pub use papers::{Papers, hexadecimal};
pub use pass::KeptPass;
pub use server::Server;
pub use session::KeptSession;
pub use statement::{ALL as STATEMENTS, Statement};
pub use status::KeptPlace;
pub use store::{Counts, Options, Place, Store};
pub use subject::KeptSubject;
pub use tx::{Cell, Columns, Param, Row, Then, Tx};
