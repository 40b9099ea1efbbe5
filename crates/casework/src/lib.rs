//! What may be done to a case, what that changes, what is owed to the outside.
//!
//! A case is one journey of one applicant, with one part per permit; a draft is already a case.
//! Three steps, all pure:
//!
//! 1. an act (`acts::*`) looks at the case and says which events follow, or refuses: `Result<Vec<Event>, Refusal>`;
//! 2. [`Case::apply`] folds an event into the case; there is no other way to change one;
//! 3. [`errands`] lists what each event owes to people, registers and the licence.
//!
//! [`CHART`] is the whole life on one screen; every act asks it first. [`clock`] computes every date from events and
//! working days. [`record`] is the written form.
//!
//! Not here, on purpose: storing, sending, reading the time (all done by the office), opening sealed facts (the vault),
//! finding out what the form needs (the journey). The case goes on after
//! its licence: renewal, amendment, appeal and giving up are acts of the same case.

pub mod acts;
mod after;
mod beside;
pub mod case;
pub mod chart;
pub mod clock;
pub mod drawn;
pub mod errand;
pub mod event;
mod fold;
mod period;
pub mod record;
pub mod refusal;
pub mod silence;
pub mod who;

#[cfg(test)]
extern crate self as casework;
#[cfg(test)]
mod specimen;

pub use case::{
    Amendment, Appeal, BasketPoint, Change, ChangeKind, CoApplicant, Extension, Heard, Hearing, Mandate, Measure,
    Offer, Opinion,
};
pub use case::{
    Asked, Broken, Case, Consultation, Contest, Decision, Filing, Licence, Message, Notice, Part, Stop, StopWhy,
    Verdict,
};
pub use chart::{Act, At, CHART, ChangeStage, PartStage, Row, Stage, WhoMay, places, possible, power};
pub use clock::{ClockAct, ClockLine, ClockState, PartClock, due_today, explain, part_clock};
pub use errand::{Errand, ErrandId, News, Owed, errands};
pub use event::{
    About, Acceptance, Answer, AskedPoint, Cause, ChangedPart, Event, Finding, Grant, Ground, Kept, Paper, Point,
    Power, Recorded, Reply, Representative, StopReason, Terms,
};
pub use refusal::{Missing, Refusal};
pub use who::{CaseId, Deed, MandateId, Moment, OfficialId, PaperHash, PersonId, PointId, Who};
