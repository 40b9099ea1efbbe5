//! Silence grants a permit, and no article that somebody read says so.
//!
//! **Why it matters.** People would open on the strength of a permit that the law does not give them, and be fined for it.
//! Where the law is silent, silence escalates.
//! **Remedy.** Cite the article under `silence_law`, without `recalled`; or write `on_silence: escalate`.
//!
//! Bad: `on_silence: granted` alone. Good: `on_silence: granted, silence_law: [TEA 51]`.

use super::Draft;
use crate::Diagnostic;
use crate::build::citation;
use crate::model::Confidence;

pub(super) const CODE: &str = "silence-grants-without-law";

pub(super) fn check(draft: &Draft, found: &mut Vec<Diagnostic>) {
    for permit in &draft.outline.permits {
        let decide = &permit.it.decide;
        let Some(at) = decide.on_silence.as_ref().filter(|at| at.get() == "granted") else { continue };
        let read = decide.silence_law.iter().any(|law| citation(law).confidence == Confidence::Checked);
        if !read {
            let message = format!("silence would grant `{}`, and no article that was read says so", permit.it.permit.get());
            found.push(
                Diagnostic::error(CODE, permit.place(at), message)
                    .help("cite the article under `silence_law`, or write `on_silence: escalate`"),
            );
        }
    }
}
