//! A kind of proof that nobody declared.
//!
//! **Why it matters.** The applicant would be asked for a paper without a name.
//! **Remedy.** Write the name as it is defined, or define it.
//!
//! Bad: `evidence: floorplan`. Good: `evidence: floor-plan`.

use super::Draft;
use crate::{Diagnostic, Kind};

pub(super) const CODE: &str = "unknown-evidence";

pub(super) fn check(draft: &Draft, found: &mut Vec<Diagnostic>) {
    draft.unknown(Kind::Evidence, CODE, found);
}
