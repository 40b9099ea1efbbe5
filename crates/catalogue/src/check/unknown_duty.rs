//! A duty that nobody declared.
//!
//! **Why it matters.** People would not be told what they must do.
//! **Remedy.** Write the name as it is defined, or define it.
//!
//! Bad: `duties: [no-smokng]`. Good: `duties: [no-smoking]`.

use super::Draft;
use crate::{Diagnostic, Kind};

pub(super) const CODE: &str = "unknown-duty";

pub(super) fn check(draft: &Draft, found: &mut Vec<Diagnostic>) {
    draft.unknown(Kind::Duty, CODE, found);
}
