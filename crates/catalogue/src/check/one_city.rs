//! A catalogue without a city, or with two.
//!
//! **Why it matters.** The city says which languages every text needs, who issues the licence and where a case lies.
//! **Remedy.** Keep exactly one `city:` in all files of the catalogue.
//!
//! Bad: `city:` in two files. Good: `city:` in one file.

use super::Draft;
use crate::Diagnostic;

pub(super) const CODE: &str = "one-city";

pub(super) fn check(draft: &Draft, found: &mut Vec<Diagnostic>) {
    let mut cities = draft.outline.cities.iter().map(|city| city.place(&city.it.city));
    match (cities.next(), cities.next()) {
        (None, _) if !draft.lost.anything => {
            found.push(Diagnostic::anywhere(CODE, "no city is defined").help("add `city:` to one of the files"));
        }
        (Some(first), Some(second)) => found.push(
            Diagnostic::error(CODE, second, "a second city is defined")
                .related(first, "the first one")
                .help("keep one of them; two cities are two catalogues"),
        ),
        _ => {}
    }
}
