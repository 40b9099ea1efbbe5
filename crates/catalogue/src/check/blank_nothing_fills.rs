//! A `{blank}` in the words of the licence that nothing fills, or a brace that is not closed.
//!
//! **Why it matters.** A hole is printed and signed on every licence of the city.
//! **Remedy.** Write one of the blanks this saying has, or leave the braces out.
//!
//! Bad: `{ saying: check, text: { en: "Open {adress}", … } }`. Good: `"Open {address}"`.

use super::Draft;
use crate::within::bracketed;
use crate::{Diagnostic, paper};

pub(super) const CODE: &str = "blank-nothing-fills";

pub(super) fn check(draft: &Draft, found: &mut Vec<Diagnostic>) {
    for here in &draft.outline.sayings {
        let saying = here.it.saying.as_str();
        let known = paper::blanks(saying);
        let place = bracketed(draft.sources, &here.place(&here.it.text));
        for (language, text) in here.it.text.get() {
            let mut rest = text.as_str();
            while let Some((_, after)) = rest.split_once('{') {
                let Some((blank, after)) = after.split_once('}') else {
                    let message = format!("a brace in the {language} words of `{saying}` is not closed");
                    found.push(Diagnostic::error(CODE, place.clone(), message).help("write `}` behind the blank"));
                    break;
                };
                rest = after;
                if !known.contains(&blank) {
                    let message = format!("nothing fills `{{{blank}}}` in the {language} words of `{saying}`");
                    let has = match known {
                        [] => "this saying has no blanks".to_owned(),
                        known => format!(
                            "it has {}",
                            known.iter().map(|b| format!("{{{b}}}")).collect::<Vec<_>>().join(", ")
                        ),
                    };
                    let diagnostic = Diagnostic::error(CODE, place.clone(), message).because(has);
                    found.push(draft.suggest(diagnostic, blank, known.iter().copied()));
                }
            }
        }
    }
}
