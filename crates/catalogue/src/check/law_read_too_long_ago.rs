//! A law that people are shown was read too long ago.
//!
//! **Why it matters.** Laws change quietly; whoever trusts an old reading brings the wrong papers or misses an exemption.
//! **Remedy.** Read the text again and write the day under `read`. How long a reading counts, the city says under `reread`; without it
//! nobody is reminded. Only said when the check is given a day.
//!
//! Bad: `read: "2020-01-01"` with `reread: 24 m`, checked in 2026. Good: `read: "2026-01-15"`.

use std::collections::BTreeSet;

use rules::{Calendar, Day, Span};

use super::Draft;
use crate::build::citation;
use crate::model::Confidence;
use crate::Diagnostic;

pub(super) const CODE: &str = "law-read-too-long-ago";

pub(super) fn check(draft: &Draft, found: &mut Vec<Diagnostic>) {
    let (Some(today), Some(city)) = (draft.today, draft.outline.cities.first()) else { return };
    let Some((at, counts)) = city.it.reread.as_ref().and_then(|at| Some((at, at.parse::<Span>().ok()?))) else { return };
    let shown: BTreeSet<String> = draft
        .outline
        .citations
        .iter()
        .map(|text| citation(text.text))
        .filter(|citation| citation.confidence == Confidence::Checked)
        .map(|citation| citation.law.as_str().to_owned())
        .collect();
    for law in draft.outline.laws.iter().filter(|law| shown.contains(law.it.law.get())) {
        let Some((read_at, read)) = law.it.read.as_ref().and_then(|at| Some((at, at.trim().parse::<Day>().ok()?))) else {
            continue;
        };
        if Calendar::default().plus(read, counts) < today {
            let message = format!("`{}` was last read on {read}", law.it.law.get());
            found.push(
                Diagnostic::warning(CODE, law.place(read_at), message)
                    .related(city.place(at), "a reading counts so long")
                    .because("people are shown its articles as law")
                    .help("read it again, and write the day under `read`"),
            );
        }
    }
}
