//! Given a catalogue, what is known and the day: the next question, the permits and why, one form, one plan.
//!
//! Read in this order: [`Known`] (facts with who said so), [`Prepared`] (one event's rules as diagrams) and its
//! [`Assessment`], then [`Form`], [`Plan`], [`Burden`]. [`entry`] turns what people type into values, [`find`] turns what
//! they want into an event, [`examine`] is what a deciding officer sees.
//!
//! What is not here: storage, pages, the clock, people. Nothing is stored that can be recomputed.

mod assess;
mod burden;
pub mod entry;
mod examine;
pub mod find;
mod form;
mod known;
mod plan;
pub mod printed;

pub use assess::{Assessment, DutyOutcome, Effect, Need, Outcome, PermitOutcome, Prepared, Question, Unprepared, BanOutcome};
pub use burden::{Burden, Load};
pub use examine::{examine, Examined, Seen};
pub use form::{missing, CommitmentOffer, Form, FormFact, FormMistake, FormSection, NeededBy, PaperNeed, Wanted};
pub use known::{Known, KnownFact, Origin};
pub use plan::{deciding_authority, LatestFiling, Plan, PlanPart};
