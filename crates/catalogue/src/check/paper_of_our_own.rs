//! A paper is asked for that the state itself issued.
//!
//! **Why it matters.** People carry a paper from one office to the next; what one office issued, another must fetch (once only).
//! **Remedy.** Name the register that proves it and the fact whose presence is the proof. When it is what a permit of this catalogue
//! grants, take the paper out and write the permit under `after`.
//!
//! Bad: `evidence: tea-licence-copy` with `issued_by: tea-office` alone. Good: with `register: tea-licences` and `proved_by: tea.licence`.

use super::{Draft, words};
use crate::Diagnostic;

pub(super) const CODE: &str = "paper-of-our-own";

pub(super) fn check(draft: &Draft, found: &mut Vec<Diagnostic>) {
    for evidence in draft.outline.evidence.iter().filter(|evidence| evidence.it.register.is_none()) {
        let name = evidence.it.evidence.get();
        let place = evidence.place(&evidence.it.evidence);
        let output = |p: &&crate::outline::Here<crate::written::Permit>| {
            !words::alike(&evidence.it.name, &p.it.grants.output).is_empty()
        };
        if let Some(permit) = draft.outline.permits.iter().find(output) {
            let message = format!("paper `{name}` is what permit `{}` grants", permit.it.permit.get());
            found.push(
                Diagnostic::warning(CODE, place, message)
                    .related(permit.place(&permit.it.grants.output), "granted here")
                    .help(format!("write `after: [{}]` instead of asking for it", permit.it.permit.get())),
            );
        } else if let Some(by) = &evidence.it.issued_by {
            let message = format!("paper `{name}` is asked for, although `{}` issued it", by.get());
            found.push(
                Diagnostic::warning(CODE, place, message)
                    .related(evidence.place(by), "issued by the state")
                    .help("name the `register` that proves it, and the fact: `proved_by`"),
            );
        }
    }
}
