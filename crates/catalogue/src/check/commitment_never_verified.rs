//! A commitment waives an inspection before the decision, and nobody says when it is verified afterwards.
//!
//! **Why it matters.** Neighbours and guests rely on somebody having looked. A commitment moves the look to later, it does not cancel it.
//! **Remedy.** Write `verify: 30 d`, as the law says.
//!
//! Bad: `visit: alone` with a commitment without `verify`. Good: the commitment with `verify: 30 d`.

use super::Draft;
use crate::Diagnostic;

pub(super) const CODE: &str = "commitment-never-verified";

pub(super) fn check(draft: &Draft, found: &mut Vec<Diagnostic>) {
    for permit in &draft.outline.permits {
        let visit = permit.it.visit.as_ref().filter(|at| at.get() == "alone");
        let open = permit.it.commitment.as_ref().filter(|commitment| commitment.verify.is_none());
        if let (Some(visit), Some(commitment)) = (visit, open) {
            let message = format!("nobody says when the commitment for `{}` is verified", permit.it.permit.get());
            found.push(
                Diagnostic::warning(CODE, permit.place(&commitment.promise), message)
                    .related(permit.place(visit), "without the commitment somebody looks first")
                    .help("write `verify` with the time the law gives"),
            );
        }
    }
}
