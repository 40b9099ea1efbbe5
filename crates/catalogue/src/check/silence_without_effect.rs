//! What is said about silence has no effect.
//!
//! **Why it matters.** The law gives people a right against silence, and the clock would not act on it.
//! **Remedy.** An article under `silence_law` goes with `on_silence: granted`. What is decided at once (`within: 0 wd`) knows no silence.
//!
//! Bad: `silence_law: [TEA 51]` without `on_silence`. Good: `on_silence: granted, silence_law: [TEA 51]`.

use rules::Span;

use super::Draft;
use crate::Diagnostic;

pub(super) const CODE: &str = "silence-without-effect";

pub(super) fn check(draft: &Draft, found: &mut Vec<Diagnostic>) {
    for permit in &draft.outline.permits {
        let decide = &permit.it.decide;
        let granted = decide.on_silence.as_ref().filter(|at| at.get() == "granted");
        if let (Some(law), None) = (decide.silence_law.first(), granted) {
            found.push(
                Diagnostic::warning(CODE, permit.place(law), "an article about silence, and silence does nothing")
                    .because("without `on_silence: granted` the clock only escalates")
                    .help("write `on_silence: granted`, or take the article out"),
            );
        }
        if let (Some(at), Ok(within)) = (granted, decide.within.parse::<Span>())
            && within.is_at_once()
        {
            found.push(
                Diagnostic::warning(CODE, permit.place(at), "what is decided at once knows no silence")
                    .related(permit.place(&decide.within), "decided at once"),
            );
        }
    }
}
