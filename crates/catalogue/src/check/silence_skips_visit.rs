//! Silence grants a permit before which somebody must come and look.
//!
//! **Why it matters.** Where the law wants an inspection first, it is about lives: nobody may open because nobody came.
//! **Remedy.** Write `on_silence: escalate`, or `visit: none` when the law asks for no visit.
//!
//! Bad: `visit: alone` with `on_silence: granted`. Good: `visit: alone` with `on_silence: escalate`.

use super::Draft;
use crate::Diagnostic;

pub(super) const CODE: &str = "silence-skips-visit";

pub(super) fn check(draft: &Draft, found: &mut Vec<Diagnostic>) {
    for permit in &draft.outline.permits {
        let silence = permit.it.decide.on_silence.as_ref().filter(|at| at.get() == "granted");
        let visit = permit.it.visit.as_ref().filter(|at| at.get() == "alone");
        if let (Some(silence), Some(visit)) = (silence, visit) {
            let message = format!("silence would grant `{}` before anybody has looked", permit.it.permit.get());
            found.push(
                Diagnostic::warning(CODE, permit.place(silence), message)
                    .related(permit.place(visit), "somebody must come and look")
                    .help("write `on_silence: escalate`"),
            );
        }
    }
}
