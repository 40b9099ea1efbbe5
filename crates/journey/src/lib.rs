//! Given a catalogue, what is known and the day: the next question, the permits and why, one form, one plan.
//!
//! Read in this order: [`Known`] (facts with who said so), [`Prepared`] (one event's rules as diagrams) and its
//! [`Assessment`], then [`Form`], [`Plan`], [`Burden`], [`Why`] and [`receipts`]. [`entry`] turns what people type into
//! values, [`find`] turns what they want into an event, [`examine`] is what a deciding officer sees, [`cover`] finds the
//! examples that show every branch. [`learn`] says what the past of a step allows to promise, [`transition`] what other
//! definitions would mean for a plan that is under way.
//!
//! What is not here: storage, pages, the clock, people. Nothing is stored that can be recomputed.

mod asking;
mod assess;
mod burden;
pub mod change;
pub mod cover;
pub mod entry;
mod examine;
pub mod find;
mod form;
mod known;
mod listed;
mod missing;
mod outcome;
mod past;
mod plan;
pub mod printed;
mod read;
mod receipt;
mod said;
mod somebody;
mod standing;
mod state;
pub mod transition;
mod why;

pub use assess::{Prepared, inputs_of};
pub use burden::{Burden, Load};
pub use examine::{Examined, Seen, examine};
pub use form::{CommitmentOffer, Form, FormFact, FormSection, NeededBy, PaperNeed, Wanted};
pub use known::{Known, KnownFact, Origin};
pub use missing::{FormMistake, cross_checks, missing};
pub use outcome::{
    Assessment, BanOutcome, DutyOutcome, Effect, Finding, Need, Outcome, PermitOutcome, Question, Unprepared,
};
pub use past::{Learned, Learning, PastStep, learn};
pub use plan::{LatestFiling, Plan, PlanPart, deciding_authority};
pub use receipt::{Proof, Reader, Receipt, Use, Witness, receipts};
pub use why::Why;
pub use somebody::{Somebody, apart};
