//! A commitment that gives the applicant nothing.
//!
//! **Why it matters.** He binds himself, with all that follows when it is not kept, and gets the permit neither sooner nor with fewer papers.
//! **Remedy.** Promise a shorter time, mark the papers it stands for with `unless_commitment: true`, or take it out.
//!
//! Bad: `promise: 5 wd` with a commitment's `promise: 5 wd`, no paper waived. Good: the commitment's `promise: 0 wd`.

use rules::Span;

use super::Draft;
use crate::Diagnostic;

pub(super) const CODE: &str = "commitment-without-gain";

pub(super) fn check(draft: &Draft, found: &mut Vec<Diagnostic>) {
    for permit in &draft.outline.permits {
        let Some(commitment) = &permit.it.commitment else { continue };
        let spans = (commitment.promise.parse::<Span>(), permit.it.decide.promise.parse::<Span>());
        let (Ok(with), Ok(without)) = spans else { continue };
        let sooner = with.unit != without.unit || with.count < without.count;
        if !sooner && !permit.it.evidence.iter().any(|need| need.unless_commitment) {
            let message = format!("whoever commits himself gets `{}` no sooner and brings no less", permit.it.permit.get());
            found.push(
                Diagnostic::warning(CODE, permit.place(&commitment.promise), message)
                    .related(permit.place(&permit.it.decide.promise), "promised without it")
                    .help("promise a shorter time, or waive papers with `unless_commitment: true`"),
            );
        }
    }
}
