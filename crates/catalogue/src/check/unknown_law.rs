//! A citation of a law that nobody declared.
//!
//! **Why it matters.** A citation that leads nowhere cannot be checked by anybody.
//! **Remedy.** Write the name as it is defined, or define it.
//!
//! Bad: `law: [FLS 35]`. Good: `law: [FSL 35]`, with `- law: FSL` under `laws`.

use super::Draft;
use crate::build::citation;
use crate::{Diagnostic, Kind};

pub(super) const CODE: &str = "unknown-law";

pub(super) fn check(draft: &Draft, found: &mut Vec<Diagnostic>) {
    for text in &draft.outline.citations {
        let law = citation(text.text).law;
        if draft.outline.definition(Kind::Law, law.as_str()).is_some() || draft.lost.has(Kind::Law, law.as_str()) {
            continue;
        }
        let message = format!("no law is called `{law}`");
        let diagnostic =
            Diagnostic::error(CODE, text.place.clone(), message).because(format!("{} cites it", text.owner));
        found.push(draft.suggest(diagnostic, law.as_str(), draft.outline.names(Kind::Law)));
    }
}
