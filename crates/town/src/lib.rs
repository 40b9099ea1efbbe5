//! A whole city in memory by seed: people, firms, officials, registers, days.
//!
//! Everybody and everything here is invented; numbers of people and firms have right check digits and belong to nobody.
//!
//! Read in this order: [`Town`] (plain data from a seed), [`TownRegisters`] (what its registers answer), [`Persona`] (who
//! one can be in the demo), [`Town::open`] (its office), [`populate`] and [`next_working_day`] (its days), [`story`] (days
//! told in Markdown that a lawyer can read and correct).

mod cast;
mod codes;
mod days;
mod dice;
mod found;
mod hands;
mod lives;
mod names;
mod open;
mod ordinary;
pub mod paper;
mod populate;
mod registers;
pub mod story;

pub use cast::{Persona, PersonaRole};
pub use days::next_working_day;
pub use found::{Firm, Person, Premises, Town};
pub use open::{DEMO_ORIGIN, DEMO_ROOT, DEMO_SEED, Unopened, demo_day, demo_trust, demo_trust_at, demo_vault};
pub use populate::{Demo, NoDemo, Populated, day_before_it_all, populate};
pub use registers::TownRegisters;
