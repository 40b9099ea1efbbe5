//! The one door to personal data: sealed per subject, opened only for a purpose, every opening written down.
//!
//! ```text
//! root key                                  32 bytes, given at start, never stored here
//!  ├─ month key                             random, wrapped by the root
//!  │    └─ subject key                      random, one a person, wrapped by a month key
//!  │         └─ field                       XChaCha20-Poly1305, bound to person, stream and fact
//!  └─ index keys                            one a field, for exact look-ups of what stays sealed
//! ```
//!
//! Read in this order: [`Vault`] (seal, open, erase), [`Door`] (what it asks of the place that keeps keys and the
//! reading log), [`Sealed`] and [`Plain`] (why a mistake cannot print a secret).
//!
//! What is not here: SQL, files, the clock, and the question whether somebody *may* look. That is asked before;
//! here it is only made sure that nobody looks unseen.

mod door;
mod fault;
mod key;
mod paper;
mod reading;
mod sealed;
mod subject;
mod vault;

pub use door::{Dice, Door, SubjectKey, WrappedKey};
pub use fault::{DoorFault, VaultFault};
pub use paper::{PaperKey, PaperPlace, PaperSeal};
pub use reading::{Actor, Opening, Purpose, PurposeCode};
pub use sealed::{Opened, Plain, Sealed};
pub use subject::SubjectId;
pub use vault::Vault;
