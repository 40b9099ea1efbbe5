//! Desks may collect their points longer than the law allows for the one notice.
//!
//! **Why it matters.** The notice would come too late: by law the case counts as accepted, and what was found late cannot be asked.
//! **Remedy.** The `basket` closes before the limit of the `notice`. Only what no calendar can meet is reported.
//!
//! Bad: `basket: 6 d` with `notice: 5 d`. Good: `basket: 3 wd` with `notice: 5 d`.

use rules::Span;

use super::Draft;
use super::lengths::{at_least, at_most};
use crate::Diagnostic;

pub(super) const CODE: &str = "basket-outlasts-notice";

pub(super) fn check(draft: &Draft, found: &mut Vec<Diagnostic>) {
    for city in &draft.outline.cities {
        let procedure = &city.it.procedure;
        let (Ok(basket), Ok(notice)) = (procedure.basket.parse::<Span>(), procedure.notice.parse::<Span>()) else { continue };
        let longer = if basket.unit == notice.unit { basket.count > notice.count } else { at_least(basket) > at_most(notice) };
        if longer {
            let message = format!("desks collect for {basket}, and the notice is due after {notice}");
            found.push(
                Diagnostic::error(CODE, city.place(&procedure.basket), message)
                    .related(city.place(&procedure.notice), "the law's limit")
                    .help("close the basket before the notice is due"),
            );
        }
    }
}
