//! A permit rests only on law that was remembered, not read.
//!
//! **Why it matters.** What is recalled is never shown to applicants as law, so this permit would be demanded without a reason.
//! **Remedy.** Read the article and write its citation without `recalled`.
//!
//! Bad: `law: [ORDER78 recalled]` alone. Good: `law: [ORDER78 12]`.

use super::Draft;
use crate::Diagnostic;
use crate::build::citation;
use crate::model::Confidence;

pub(super) const CODE: &str = "recalled-law-shown";

pub(super) fn check(draft: &Draft, found: &mut Vec<Diagnostic>) {
    for permit in &draft.outline.permits {
        // The reason for the need is what people see; without one of its own the permit's law stands in.
        let needed = &permit.it.needed_when.law;
        let law = if needed.is_empty() { &permit.it.law } else { needed };
        let all_recalled = law.iter().all(|at| citation(at).confidence == Confidence::Recalled);
        if let Some(first) = law.first().filter(|_| all_recalled) {
            let message = format!("permit `{}` is demanded by law that nobody has read", permit.it.permit.get());
            found.push(
                Diagnostic::warning(CODE, permit.place(first), message)
                    .because("recalled law is never shown to applicants")
                    .help("read the article and cite it without `recalled`"),
            );
        }
    }
}
