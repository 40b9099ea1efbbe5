//! A permit that nobody declared.
//!
//! **Why it matters.** A prerequisite or an offer of an event would lead nowhere.
//! **Remedy.** Write the name as it is defined, or define it.
//!
//! Bad: `after: [busines-registration]`. Good: `after: [business-registration]`.

use super::Draft;
use crate::{Diagnostic, Kind};

pub(super) const CODE: &str = "unknown-permit";

pub(super) fn check(draft: &Draft, found: &mut Vec<Diagnostic>) {
    draft.unknown(Kind::Permit, CODE, found);
}
