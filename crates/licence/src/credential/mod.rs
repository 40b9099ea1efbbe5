//! The licence as a credential in a wallet: SD-JWT (RFC 9901) of a type (SD-JWT VC), its status (Token Status List), and
//! how a wallet fetches it (OpenID4VCI 1.0, pre-authorized code).
//!
//! Read in this order: [`Claim`] (what may be withheld), [`SdJwt`] (reading, showing less, checking), [`Binding`] (that the
//! holder is here), [`issue`] and [`check`] (the licence in it), [`StatusList`] and [`StatusToken`] (how it stands now),
//! [`wallet`] (what is said between wallet and city), [`kind`] (what the type of the credential says of itself).
//!
//! Nothing here knows a clock or throws dice: moments and random bytes are arguments.

mod binding;
mod check;
mod claim;
mod compose;
pub mod kind;
mod sdjwt;
mod status;
pub mod wallet;

pub use binding::{Binding, bind};
pub use check::{Holder, Looked, Shown, ShownPart, Unfit, check, looks_like_one};
pub use claim::{Claim, Dice, Reserved, Sealed, seal};
pub use compose::{Issue, Places, StatusPlace, issue, sign, status_of, status_values};
pub use sdjwt::{Flaw, LONGEST, Opened, SdJwt};
pub use status::{BadList, Status, StatusList, StatusToken};

/// The media type of the credential in its header (SD-JWT VC, 3.2.1).
pub const TYPE: &str = "dc+sd-jwt";
/// The earlier name of the same type; read, never written.
pub(crate) const EARLIER_TYPE: &str = "vc+sd-jwt";
