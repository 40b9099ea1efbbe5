//! A paper is waived for whoever commits himself, and the permit allows no commitment.
//!
//! **Why it matters.** The author meant to spare people the paper; it is demanded from everybody.
//! **Remedy.** Declare the commitment, or take `unless_commitment` out.
//!
//! Bad: `unless_commitment: true` in a permit without `commitment`. Good: with `commitment: { law: …, declares: …, binds: … }`.

use super::Draft;
use crate::Diagnostic;

pub(super) const CODE: &str = "waived-without-commitment";

pub(super) fn check(draft: &Draft, found: &mut Vec<Diagnostic>) {
    for permit in draft.outline.permits.iter().filter(|permit| permit.it.commitment.is_none()) {
        for need in permit.it.evidence.iter().filter(|need| need.unless_commitment) {
            let message = format!("`{}` is waived for a commitment that this permit does not allow", need.evidence.get());
            found.push(
                Diagnostic::warning(CODE, permit.place(&need.evidence), message)
                    .help("declare the `commitment`, or take `unless_commitment` out"),
            );
        }
    }
}
