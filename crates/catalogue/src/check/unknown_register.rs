//! A register that nobody declared.
//!
//! **Why it matters.** onego would wait for an answer from nobody instead of asking the applicant.
//! **Remedy.** Write the name as it is defined, or define it.
//!
//! Bad: `register: realestate`. Good: `register: real-estate`.

use super::Draft;
use crate::{Diagnostic, Kind};

pub(super) const CODE: &str = "unknown-register";

pub(super) fn check(draft: &Draft, found: &mut Vec<Diagnostic>) {
    draft.unknown(Kind::Register, CODE, found);
}
