//! A law is cited as read, and nobody says which version.
//!
//! **Why it matters.** An article number means nothing without the version: numbers move when a law is amended, and what people are shown
//! cannot be checked by anybody.
//! **Remedy.** Write the `version` that was read, or cite it as `recalled`.
//!
//! Bad: `law: [ORDER7 4]`, where `ORDER7` has no `version`. Good: `law: [ORDER7 recalled]`, or `version: "2019"`.

use std::collections::BTreeMap;

use super::Draft;
use crate::build::citation;
use crate::Diagnostic;
use crate::model::Confidence;
use crate::outline::Text;

pub(super) const CODE: &str = "read-without-version";

pub(super) fn check(draft: &Draft, found: &mut Vec<Diagnostic>) {
    let mut first: BTreeMap<String, &Text> = BTreeMap::new();
    for cited in &draft.outline.citations {
        let citation = citation(cited.text);
        if citation.confidence == Confidence::Checked {
            first.entry(citation.law.as_str().to_owned()).or_insert(cited);
        }
    }
    for law in draft.outline.laws.iter().filter(|law| law.it.version.is_none()) {
        if let Some(cited) = first.get(law.it.law.get()) {
            let message = format!("`{}` is cited as read, and its version is not known", law.it.law.get());
            found.push(
                Diagnostic::warning(CODE, cited.place.clone(), message)
                    .related(law.place(&law.it.law), "no `version`")
                    .help("write the version that was read, or cite it as `recalled`"),
            );
        }
    }
}
